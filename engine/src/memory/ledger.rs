//! What batches keep alive.
//!
//! Arrow's own size functions count a buffer once for every array that refers to it, so slices, shared
//! dictionaries and columns cut from one message are counted many times over. Here every allocation counts once.
//! Two buffers may also be different windows into one allocation (pages of a Parquet file, messages of a stream),
//! with different base addresses, so it is the address intervals that are merged.

use arrow::array::{Array, ArrayData, RecordBatch};
use arrow::buffer::Buffer;

/// The bytes that `batches` keep alive: all their buffers, those of children, dictionaries and views included,
/// each with its whole allocation even where only a slice is used, and each only once.
pub fn retained(batches: &[RecordBatch]) -> usize {
    let mut ledger = Ledger::default();
    batches.iter().for_each(|batch| each_buffer(batch, |buffer| ledger.enter(buffer)));
    ledger.bytes()
}

/// Goes through all buffers of a batch, those of children, dictionaries and views included; shared ones come again.
pub(super) fn each_buffer(batch: &RecordBatch, mut each: impl FnMut(&Buffer)) {
    let mut open: Vec<ArrayData> = batch.columns().iter().map(|column| column.to_data()).collect();
    while let Some(array) = open.pop() {
        array.buffers().iter().for_each(&mut each);
        if let Some(nulls) = array.nulls() {
            each(nulls.buffer());
        }
        open.extend_from_slice(array.child_data());
    }
}

/// Address intervals `[start, end)` of the allocations seen so far.
#[derive(Default)]
struct Ledger(Vec<(usize, usize)>);

impl Ledger {
    fn enter(&mut self, buffer: &Buffer) {
        let start = buffer.data_ptr().as_ptr() as usize;
        let end = start.saturating_add(buffer.capacity());
        if end > start {
            self.0.push((start, end));
        }
    }

    /// The length of the union of all intervals.
    fn bytes(mut self) -> usize {
        self.0.sort_unstable();
        let mut total = 0;
        let mut reached = 0;
        for (start, end) in self.0 {
            total += end.saturating_sub(start.max(reached));
            reached = reached.max(end);
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        ArrayRef, BinaryViewArray, BooleanArray, DictionaryArray, Int32Array, Int64Array, ListArray, StringArray,
        StringViewArray,
    };
    use arrow::buffer::ScalarBuffer;
    use arrow::datatypes::{Int32Type, Int64Type};

    use super::*;

    fn batch(columns: Vec<ArrayRef>) -> RecordBatch {
        let named = columns.into_iter().enumerate().map(|(i, column)| (format!("c{i}"), column));
        RecordBatch::try_from_iter(named).unwrap()
    }

    fn integers(values: usize) -> ArrayRef {
        Arc::new(Int64Array::new(ScalarBuffer::from(vec![7_i64; values]), None))
    }

    #[test]
    fn a_column_counts_its_buffer() {
        assert_eq!(retained(&[batch(vec![integers(1000)])]), 8000);
        assert_eq!(retained(&[]), 0);
    }

    #[test]
    fn shared_and_sliced_buffers_count_once_and_whole() {
        let column = integers(1000);
        let whole = batch(vec![Arc::clone(&column), Arc::clone(&column)]);
        let part = whole.slice(990, 10);
        assert_eq!(retained(&[part.clone()]), 8000);
        assert_eq!(retained(&[whole, part, batch(vec![column])]), 8000);
        assert_eq!(retained(&[batch(vec![integers(1000), integers(1000)])]), 16000);
    }

    #[test]
    fn windows_into_one_allocation_count_once() {
        // Two custom buffers over one block, as two pages of one `Bytes` are: neither base address is the other's.
        let block: Arc<Vec<i64>> = Arc::new(vec![1; 1000]);
        let window = |from: usize, to: usize| -> ArrayRef {
            let bytes = bytes_of(&block, from, to);
            Arc::new(Int64Array::new(ScalarBuffer::new(bytes, 0, to - from), None))
        };
        assert_eq!(retained(&[batch(vec![window(0, 600), window(400, 1000)])]), 8000);
        assert_eq!(retained(&[batch(vec![window(0, 100), window(900, 1000)])]), 1600);
    }

    #[expect(
        unsafe_code,
        reason = "only a foreign buffer can be a window into an allocation that it does not own alone"
    )]
    fn bytes_of(block: &Arc<Vec<i64>>, from: usize, to: usize) -> Buffer {
        let window = &block[from..to];
        let pointer = std::ptr::NonNull::from(&window[0]).cast::<u8>();
        // SAFETY: the block is kept alive by the `Arc` that the buffer owns, and is never written.
        unsafe { Buffer::from_custom_allocation(pointer, size_of_val(window), Arc::clone(block) as _) }
    }

    #[test]
    fn every_part_of_an_array_counts() {
        let mut nulls: Vec<Option<i64>> = vec![Some(1); 8000];
        nulls[3] = None;
        assert!(retained(&[batch(vec![Arc::new(Int64Array::from(nulls))])]) >= 64_000 + 1000);
        assert!(retained(&[batch(vec![Arc::new(BooleanArray::from(vec![true; 8000]))])]) >= 1000);

        let long = "x".repeat(100_000);
        let views = StringViewArray::from(vec![long.as_str(), "short"]);
        assert!(retained(&[batch(vec![Arc::new(views)])]) >= 100_000 + 32);
        let views = BinaryViewArray::from(vec![long.as_bytes()]);
        assert!(retained(&[batch(vec![Arc::new(views)])]) >= 100_000);

        let values: ArrayRef = Arc::new(StringArray::from(vec![long.as_str()]));
        let keys = Int32Array::from(vec![0; 10]);
        let dictionary: ArrayRef = Arc::new(DictionaryArray::<Int32Type>::new(keys, values));
        let size = retained(&[batch(vec![Arc::clone(&dictionary)])]);
        assert!((100_000..110_000).contains(&size), "{size}");
        assert_eq!(retained(&[batch(vec![dictionary.slice(0, 5), dictionary.slice(5, 5)])]), size);

        let list = ListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(1); 10_000])]);
        assert!(retained(&[batch(vec![Arc::new(list)])]) >= 80_000);
    }
}

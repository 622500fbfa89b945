//! The bytes that batches keep alive.

use arrow::array::{Array, RecordBatch};
use arrow::error::ArrowError;

use super::Footprint;

/// Returns the bytes that `batches` keep alive: all their buffers, with those of children, dictionaries and views, each
/// with its whole allocation even where only a slice is used, and each only once.
pub fn retained(batches: &[RecordBatch]) -> usize {
    let mut footprint = Footprint::default();
    batches.iter().for_each(|batch| footprint.add(batch));
    footprint.bytes()
}

/// Returns the bytes of the rows themselves, not of what their buffers hold besides.
///
/// # Errors
/// When arrow cannot tell the size of an array.
pub(crate) fn data_size(batch: &RecordBatch) -> Result<u64, ArrowError> {
    let size = |sum: u64, column: &arrow::array::ArrayRef| {
        Ok(sum.saturating_add(column.to_data().get_slice_memory_size()? as u64))
    };
    batch.columns().iter().try_fold(0, size)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        Array, ArrayRef, BinaryViewArray, BooleanArray, DictionaryArray, Int32Array, Int64Array, ListArray,
        StringArray, StringViewArray,
    };
    use arrow::buffer::{Buffer, ScalarBuffer};
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

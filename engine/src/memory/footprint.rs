//! How much memory batches hold together. They are often slices of the same buffers (a frame in memory is read in
//! batches of 8,192 rows), so each byte counts once, with its whole allocation, for as long as any of them holds it.
//!
//! Arrow's own size functions count a buffer once for every array that refers to it, so slices, shared dictionaries and
//! columns of one message are counted many times. Two buffers may also be different windows into one allocation (pages
//! of a Parquet file, messages of a stream), with different base addresses; so addresses are counted and not buffers.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::array::{Array, ArrayData, RecordBatch};
use arrow::buffer::Buffer;

/// The memory that some batches hold.
#[derive(Default)]
pub(crate) struct Footprint {
    /// The address ranges that are held, by their start: the end and the number of holders. A range is split where
    /// another holder's begins or ends.
    parts: BTreeMap<usize, (usize, usize)>,
    bytes: usize,
}

impl Footprint {
    /// The number of bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn add(&mut self, batch: &RecordBatch) {
        for_each_buffer(batch, |buffer| self.hold(addresses(buffer)));
    }

    /// Removes a batch that was added.
    pub(crate) fn remove(&mut self, batch: &RecordBatch) {
        for_each_buffer(batch, |buffer| self.release(addresses(buffer)));
    }

    fn hold(&mut self, whole: Range<usize>) {
        // Most often the buffer is held already, or is new and overlaps no other.
        if let Some((end, held)) = self.parts.get_mut(&whole.start)
            && *end == whole.end
        {
            *held += 1;
            return;
        }
        self.cut(whole.start);
        self.cut(whole.end);
        let mut at = whole.start;
        let mut gaps = Vec::new();
        for (start, (end, held)) in self.parts.range_mut(whole.clone()) {
            gaps.push(at..*start);
            *held += 1;
            at = *end;
        }
        gaps.push(at..whole.end);
        for gap in gaps.into_iter().filter(|gap| !gap.is_empty()) {
            self.bytes += gap.len();
            self.parts.insert(gap.start, (gap.end, 1));
        }
    }

    fn release(&mut self, whole: Range<usize>) {
        let mut free = Vec::new();
        for (start, (end, held)) in self.parts.range_mut(whole) {
            *held -= 1;
            if *held == 0 {
                free.push(*start);
                self.bytes -= *end - *start;
            }
        }
        for start in free {
            self.parts.remove(&start);
        }
    }

    /// Splits the range that contains `at`, so that one starts there.
    fn cut(&mut self, at: usize) {
        let before = self.parts.range_mut(..at).next_back();
        if let Some((_, (end, held))) = before
            && *end > at
        {
            let rest = (*end, *held);
            *end = at;
            self.parts.insert(at, rest);
        }
    }
}

/// Returns the address range of a buffer's whole allocation.
fn addresses(buffer: &Buffer) -> Range<usize> {
    let start = buffer.data_ptr().as_ptr() as usize;
    start..start.saturating_add(buffer.capacity())
}

/// Calls `each` with all buffers of a batch, with those of children, dictionaries and views; shared ones are repeated.
fn for_each_buffer(batch: &RecordBatch, mut each: impl FnMut(&Buffer)) {
    let mut open: Vec<ArrayData> = batch.columns().iter().map(|column| column.to_data()).collect();
    while let Some(array) = open.pop() {
        array.buffers().iter().for_each(&mut each);
        if let Some(nulls) = array.nulls() {
            each(nulls.buffer());
        }
        open.extend_from_slice(array.child_data());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array, ListArray, StringArray};
    use arrow::datatypes::Int64Type;

    use super::*;

    fn batch(rows: i64) -> RecordBatch {
        let numbers: ArrayRef = Arc::new((0..rows).map(|row| (row % 3 > 0).then_some(row)).collect::<Int64Array>());
        let texts: ArrayRef = Arc::new((0..rows).map(|row| Some(row.to_string())).collect::<StringArray>());
        let lists = (0..rows).map(|row| Some(vec![Some(row), None]));
        let lists: ArrayRef = Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>(lists));
        RecordBatch::try_from_iter([("n", numbers), ("s", texts), ("l", lists)]).unwrap()
    }

    #[test]
    fn slices_of_one_batch_count_once() {
        let whole = batch(1000);
        let (mut one, mut slices) = (Footprint::default(), Footprint::default());
        one.add(&whole);
        (0..100).for_each(|at| slices.add(&whole.slice(at * 10, 10)));
        assert!(one.bytes() > 8 * 1000 * 3);
        assert_eq!(slices.bytes(), one.bytes());
    }

    #[test]
    fn what_is_let_go_counts_no_more() {
        let (first, second) = (batch(100), batch(50));
        let mut held = Footprint::default();
        [&first, &second, &first].into_iter().for_each(|batch| held.add(batch));
        let both = held.bytes();
        held.remove(&first.slice(0, 100));
        assert_eq!(held.bytes(), both);
        held.remove(&first);
        assert!(held.bytes() < both);
        held.remove(&second);
        assert_eq!((held.bytes(), held.parts.len()), (0, 0));
    }

    #[test]
    fn addresses_that_overlap_count_once_while_any_holds_them() {
        let mut held = Footprint::default();
        for whole in [100..200, 150..250, 120..130, 100..200, 300..300] {
            held.hold(whole);
        }
        assert_eq!(held.bytes(), 150);
        held.release(100..200);
        assert_eq!(held.bytes(), 150);
        held.release(150..250);
        assert_eq!(held.bytes(), 100);
        held.release(100..200);
        assert_eq!(held.bytes(), 10);
        held.release(120..130);
        assert_eq!((held.bytes(), held.parts.len()), (0, 0));
    }
}

//! How much memory batches hold together. They are often slices of the same buffers (a frame in memory is read in
//! pieces of 8,192 rows), so each buffer counts once, at its full size, for as long as any of them holds it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use arrow::array::RecordBatch;
use arrow::buffer::Buffer;

use super::ledger::each_buffer;

/// The buffers that some batches hold.
#[derive(Default)]
pub(crate) struct Footprint {
    /// By address: how large, and held how many times.
    buffers: HashMap<usize, (usize, usize)>,
    bytes: usize,
}

impl Footprint {
    /// Their size together.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn add(&mut self, batch: &RecordBatch) {
        each_buffer(batch, |buffer| {
            let (size, held) = self.buffers.entry(address(buffer)).or_insert((buffer.capacity(), 0));
            if *held == 0 {
                self.bytes += *size;
            }
            *held += 1;
        });
    }

    /// Forgets a batch that was added.
    pub(crate) fn remove(&mut self, batch: &RecordBatch) {
        each_buffer(batch, |buffer| {
            let Entry::Occupied(mut entry) = self.buffers.entry(address(buffer)) else { return };
            let (size, held) = entry.get_mut();
            *held -= 1;
            if *held == 0 {
                self.bytes -= *size;
                entry.remove();
            }
        });
    }
}

/// Where the whole buffer lies, of which this may be a part.
fn address(buffer: &Buffer) -> usize {
    buffer.data_ptr().as_ptr() as usize
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
        let (mut one, mut pieces) = (Footprint::default(), Footprint::default());
        one.add(&whole);
        (0..100).for_each(|at| pieces.add(&whole.slice(at * 10, 10)));
        assert!(one.bytes() > 8 * 1000 * 3);
        assert_eq!(pieces.bytes(), one.bytes());
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
        assert_eq!((held.bytes(), held.buffers.len()), (0, 0));
    }
}

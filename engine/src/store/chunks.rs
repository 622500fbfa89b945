//! The batches of a store, in memory or on disk, found by row number.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;

use super::WHAT;
use super::blocks::Stored;
use crate::error::{Error, Result};
use crate::memory::Footprint;

/// How far the rows of a store are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// They are computed, as far as somebody wants them.
    #[default]
    Computing,
    /// The run waits until somebody wants more.
    Paused,
    /// The run has ended before its last row; the rows so far are kept, and more are computed by another run.
    Stopped,
    /// The run has ended.
    Ended,
    /// The rows are gone.
    Dropped,
}

impl Stage {
    /// Returns whether no more rows come, whoever wants them.
    pub(super) fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Dropped)
    }
}

/// All batches, and the state of the run.
#[derive(Default)]
pub(super) struct Chunks {
    chunks: Vec<Chunk>,
    /// The number of each chunk's first row.
    starts: Vec<u64>,
    pub(super) rows: u64,
    /// The number of these rows among all: another one once the same places have other rows.
    pub(super) epoch: u64,
    /// The memory that the batches in memory hold together.
    pub(super) in_memory: Footprint,
    /// The bytes of those on disk.
    pub(super) on_disk: u64,
    pub(super) error: Option<Error>,
    pub(super) stage: Stage,
    /// Whether the run was ended before its last row, and no other has begun.
    pub(super) given_up: bool,
}

/// One batch.
#[derive(Clone, Debug)]
pub(super) enum Chunk {
    Memory(RecordBatch),
    Disk(Arc<Stored>),
}

/// Some rows of a chunk: of the whole batch, or of one of its blocks.
pub(super) struct Slice {
    chunk: Chunk,
    block: usize,
    rows: Range<usize>,
}

impl Chunks {
    /// Returns none, of this epoch.
    pub(super) fn new(epoch: u64) -> Self {
        Self { epoch, ..Self::default() }
    }

    /// Returns how many bytes there are, in memory and on disk.
    pub(super) fn bytes(&self) -> usize {
        self.in_memory.bytes() + usize::try_from(self.on_disk).unwrap_or(usize::MAX)
    }

    /// Returns how many batches there are.
    pub(super) fn count(&self) -> usize {
        self.chunks.len()
    }

    /// Appends a batch of `rows` rows.
    pub(super) fn push(&mut self, chunk: Chunk, rows: u64) {
        match &chunk {
            Chunk::Memory(batch) => self.in_memory.add(batch),
            Chunk::Disk(stored) => self.on_disk += stored.bytes(),
        }
        self.starts.push(self.rows);
        self.chunks.push(chunk);
        self.rows += rows;
    }

    /// Returns the last batch in memory before the chunk with the number `before`, and its number: what is moved to disk
    /// next, as the first rows are read most.
    pub(super) fn last_in_memory(&self, before: usize) -> Option<(usize, RecordBatch)> {
        let chunks = self.chunks.iter().enumerate().take(before);
        chunks.rev().find_map(|(at, chunk)| match chunk {
            Chunk::Memory(batch) => Some((at, batch.clone())),
            Chunk::Disk(_) => None,
        })
    }

    /// Replaces a batch in memory by the same rows on disk; returns false if it is not there any more.
    pub(super) fn move_to_disk(&mut self, at: usize, batch: &RecordBatch, stored: Stored) -> bool {
        let Some(chunk) = self.chunks.get_mut(at) else { return false };
        // After a run anew there may be another batch at this place.
        if !matches!(chunk, Chunk::Memory(found) if is_same(found, batch)) {
            return false;
        }
        self.in_memory.remove(batch);
        self.on_disk += stored.bytes();
        *chunk = Chunk::Disk(Arc::new(stored));
        true
    }

    /// Drops the rows from `rows` on; returns the batches in memory that are gone.
    pub(super) fn truncate(&mut self, rows: u64) -> Vec<RecordBatch> {
        let kept = self.starts.partition_point(|start| *start < rows);
        let gone = self.chunks.drain(kept..).filter_map(|chunk| match chunk {
            Chunk::Memory(batch) => {
                self.in_memory.remove(&batch);
                Some(batch)
            }
            Chunk::Disk(stored) => {
                self.on_disk -= stored.bytes();
                None
            }
        });
        let gone = gone.collect();
        self.starts.truncate(kept);
        self.rows = self.rows.min(rows);
        gone
    }

    /// Returns the slices that make up the rows of `range` that are there, in order.
    pub(super) fn find(&self, range: &Range<u64>) -> Vec<Slice> {
        let end = range.end.min(self.rows);
        let first = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let mut found = Vec::new();
        for (i, start) in self.starts.iter().enumerate().skip(first).take_while(|(_, start)| **start < end) {
            let next = self.starts.get(i + 1).copied().unwrap_or(self.rows);
            let (from, to) = (range.start.max(*start), end.min(next));
            if from >= to {
                continue;
            }
            let (chunk, rows) = (&self.chunks[i], (from - start) as usize..(to - start) as usize);
            let slice = |(block, rows)| Slice { chunk: chunk.clone(), block, rows };
            match chunk {
                Chunk::Memory(_) => found.push(slice((0, rows))),
                Chunk::Disk(stored) => found.extend(stored.find(rows).map(slice)),
            }
        }
        found
    }
}

impl Slice {
    /// Returns these columns of the rows.
    pub(super) fn read(&self, columns: &[usize]) -> Result<RecordBatch> {
        let batch = match &self.chunk {
            Chunk::Memory(batch) => batch.project(columns).map_err(|e| Error::from_arrow(WHAT, e))?,
            Chunk::Disk(stored) => stored.read(self.block, columns)?,
        };
        Ok(batch.slice(self.rows.start, self.rows.end - self.rows.start))
    }
}

/// Returns whether two batches are the same in memory.
fn is_same(one: &RecordBatch, other: &RecordBatch) -> bool {
    let columns = || one.columns().iter().zip(other.columns());
    one.num_rows() == other.num_rows() && columns().all(|(a, b)| Arc::ptr_eq(a, b))
}

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, DictionaryArray, Int64Array, StringArray, StringViewArray};
    use arrow::compute::concat_batches;
    use arrow::datatypes::Int32Type;

    use super::super::blocks::Format;
    use super::*;
    use crate::memory::value_bytes;
    use crate::spill::Unnamed;

    /// Rows from `from` on, whose dictionary is another one in each batch.
    fn batch(from: i64, rows: i64) -> RecordBatch {
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter((from..from + rows).map(|n| (n % 5 != 0).then_some(n))));
        let words: DictionaryArray<Int32Type> = (from..from + rows)
            .map(|n| format!("{from} {}", n % 3))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .collect();
        let text = |n: i64| "x".repeat(n as usize % 29);
        let plain: ArrayRef = Arc::new(StringArray::from_iter_values((from..from + rows).map(text)));
        let views: ArrayRef = Arc::new(StringViewArray::from_iter_values((from..from + rows).map(text)));
        RecordBatch::try_from_iter_with_nullable([
            ("n", numbers, true),
            ("w", Arc::new(words), true),
            ("p", plain, true),
            ("v", views, true),
        ])
        .unwrap()
    }

    /// Chunks of these sizes, every second one on disk, and their rows as one batch.
    fn chunks(sizes: &[i64], file: &Arc<crate::spill::Spilled>) -> (Chunks, RecordBatch) {
        let (mut chunks, mut all) = (Chunks::default(), Vec::new());
        for (at, rows) in sizes.iter().enumerate() {
            let batch = batch(chunks.rows as i64, *rows);
            all.push(batch.clone());
            chunks.push(Chunk::Memory(batch.clone()), *rows as u64);
            if at % 2 == 0 {
                let format = Format::of(&batch.schema(), None).unwrap();
                let stored = Stored::write(&batch, value_bytes(&batch) as u64, format, Arc::clone(file)).unwrap();
                assert!(chunks.move_to_disk(at, &batch, stored));
            }
        }
        let all = concat_batches(&all[0].schema(), &all).unwrap();
        (chunks, all)
    }

    fn read(chunks: &Chunks, range: Range<u64>, columns: &[usize], like: &RecordBatch) -> RecordBatch {
        let found = chunks.find(&range).into_iter().map(|slice| slice.read(columns).unwrap());
        concat_batches(&like.schema(), &found.collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn every_range_is_a_slice_of_the_whole_in_memory_and_on_disk() {
        let files = Unnamed::with_limit(1 << 30);
        let (chunks, all) = chunks(&[1, 7, 3, 1, 12, 5], &Arc::new(files.create().unwrap()));
        assert!(files.used() == chunks.on_disk && chunks.on_disk > 0);
        for columns in [&[0, 1, 2, 3][..], &[2], &[1, 0], &[3, 3]] {
            for from in 0..=chunks.rows + 1 {
                for to in from..=chunks.rows + 2 {
                    let (start, end) = (from.min(chunks.rows), to.min(chunks.rows));
                    let expected = all.slice(start as usize, (end - start) as usize).project(columns).unwrap();
                    assert_eq!(read(&chunks, from..to, columns, &expected), expected, "{from}..{to} {columns:?}");
                }
            }
        }
        drop(chunks);
        assert_eq!(files.used(), 0);
    }

    #[test]
    fn a_long_batch_is_read_in_blocks_and_by_column() {
        let files = Unnamed::with_limit(1 << 30);
        let (chunks, all) = chunks(&[150_000], &Arc::new(files.create().unwrap()));
        let slices = chunks.find(&(0..chunks.rows));
        assert!((5..40).contains(&slices.len()), "{}", slices.len());
        for columns in [&[0][..], &[3, 1], &[2, 1, 0, 3], &[]] {
            for range in [0..1, 30_000..30_100, 149_990..150_000, 20_000..120_000] {
                let rows = range.start as usize..range.end as usize;
                let expected = all.slice(rows.start, rows.end - rows.start).project(columns).unwrap();
                assert_eq!(read(&chunks, range.clone(), columns, &expected), expected, "{range:?} {columns:?}");
            }
        }
    }

    #[test]
    fn what_is_cut_off_is_not_there_and_not_counted() {
        let files = Unnamed::with_limit(1 << 30);
        let file = Arc::new(files.create().unwrap());
        let (mut chunks, all) = chunks(&[10, 10, 10, 10], &file);
        let before = chunks.bytes();
        let gone = chunks.truncate(15);
        assert_eq!((gone.len(), chunks.rows, chunks.count()), (1, 15, 2));
        assert!(chunks.bytes() < before);
        assert_eq!(read(&chunks, 0..99, &[0, 1, 2, 3], &all), all.slice(0, 15));
        chunks.push(Chunk::Memory(all.slice(15, 25)), 25);
        assert_eq!(read(&chunks, 0..99, &[0, 1, 2, 3], &all), all);
        assert_eq!(chunks.truncate(0).len(), 2);
        assert_eq!((chunks.bytes(), chunks.count()), (0, 0));
    }

    #[test]
    fn rows_that_cannot_be_read_back_are_an_error() {
        let files = Unnamed::with_limit(1 << 30);
        let file = Arc::new(files.create().unwrap());
        let (chunks, _) = chunks(&[10, 10, 10], &file);
        file.cut(100);
        let error = chunks.find(&(25..30)).remove(0).read(&[0]).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Resources, "{error}");
        assert!(error.message().starts_with("the rows cannot be read back from disk"), "{error}");
    }
}

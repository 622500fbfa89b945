//! The batches of a store, in memory or in an unnamed temporary file, found by row number.
//!
//! On disk each batch is an Arrow IPC *stream* of its own, found by our own index: the IPC *file* format refuses a
//! dictionary that changes from batch to batch. The file is sought and read under a lock, not mapped, so that nothing
//! here needs `unsafe` and no truncated file can kill the process; a batch of 8192 rows is read from the page cache in
//! about a millisecond.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use datafusion::execution::memory_pool::MemoryReservation;
use parking_lot::Mutex;

use crate::error::{Error, Result};
use crate::memory::Footprint;

/// What a store without a pool keeps in memory before it writes to disk.
const MEMORY_BYTES: usize = 64 << 20;

const WHAT: &str = "show";

/// All batches, and the state of the run.
#[derive(Default)]
pub(crate) struct Chunks {
    pub(crate) chunks: Vec<Chunk>,
    /// The number of each chunk's first row.
    pub(crate) starts: Vec<u64>,
    pub(crate) rows: u64,
    /// The memory that the batches in memory hold together.
    pub(crate) in_memory: Footprint,
    /// The bytes of those on disk.
    pub(crate) on_disk: usize,
    pub(crate) file: Option<Arc<Mutex<File>>>,
    pub(crate) error: Option<Error>,
    pub(crate) paused: bool,
}

/// One batch.
#[derive(Clone)]
pub(crate) enum Chunk {
    Memory(RecordBatch),
    Disk { file: Arc<Mutex<File>>, offset: u64, length: usize },
}

impl Chunks {
    /// Returns how many bytes there are, in memory and on disk.
    pub(crate) fn bytes(&self) -> usize {
        self.in_memory.bytes() + self.on_disk
    }

    /// Counts a batch to those in memory if there is room for the bytes that it adds: as much as `pool` grants, or a
    /// fixed number of bytes.
    pub(crate) fn has_room(&mut self, batch: &RecordBatch, pool: Option<&MemoryReservation>) -> bool {
        let before = self.in_memory.bytes();
        self.in_memory.add(batch);
        let bytes = self.in_memory.bytes();
        let granted = match pool {
            Some(pool) => pool.try_grow(bytes - before).is_ok(),
            None => bytes <= MEMORY_BYTES,
        };
        if !granted {
            self.in_memory.remove(batch);
        }
        granted
    }

    /// Returns the chunks with rows of `range`, each with its part of the range.
    pub(crate) fn find(&self, range: &Range<u64>) -> Vec<(Chunk, Range<usize>)> {
        let end = range.end.min(self.rows);
        let first = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let mut found = Vec::new();
        for (i, start) in self.starts.iter().enumerate().skip(first).take_while(|(_, start)| **start < end) {
            let next = self.starts.get(i + 1).copied().unwrap_or(self.rows);
            let (from, to) = (range.start.max(*start), end.min(next));
            if from < to {
                found.push((self.chunks[i].clone(), (from - start) as usize..(to - start) as usize));
            }
        }
        found
    }
}

impl Chunk {
    /// Returns these columns of the batch.
    pub(crate) fn columns(&self, columns: &[usize]) -> Result<RecordBatch> {
        let convert = |e| Error::from_arrow(WHAT, e);
        match self {
            Self::Memory(batch) => batch.project(columns).map_err(convert),
            Self::Disk { file, offset, length } => {
                let mut bytes = vec![0; *length];
                {
                    let mut file = file.lock();
                    file.seek(SeekFrom::Start(*offset)).and_then(|_| file.read_exact(&mut bytes)).map_err(disk)?;
                }
                let mut reader = StreamReader::try_new(bytes.as_slice(), None).map_err(convert)?;
                let batch = reader.next().unwrap_or_else(|| Ok(RecordBatch::new_empty(reader.schema())));
                batch.and_then(|batch| batch.project(columns)).map_err(convert)
            }
        }
    }
}

/// Appends a batch to the file, which the first one creates.
pub(crate) fn write(batch: RecordBatch, file: Option<Arc<Mutex<File>>>) -> Result<Chunk> {
    let convert = |e| Error::from_arrow(WHAT, e);
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).map_err(convert)?;
    writer.write(&batch).map_err(convert)?;
    let bytes = writer.into_inner().map_err(convert)?;
    let file = match file {
        Some(file) => file,
        None => Arc::new(Mutex::new(tempfile::tempfile().map_err(disk)?)),
    };
    let offset = {
        let mut file = file.lock();
        let offset = file.seek(SeekFrom::End(0)).map_err(disk)?;
        file.write_all(&bytes).map_err(disk)?;
        offset
    };
    Ok(Chunk::Disk { file, offset, length: bytes.len() })
}

fn disk(error: std::io::Error) -> Error {
    Error::new(crate::ErrorKind::Resources, WHAT, format!("the rows cannot be kept on disk: {error}"))
        .with_hint("free some space in the folder for temporary files, or set TMPDIR to one with more")
}

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, DictionaryArray, Int64Array, StringArray};
    use arrow::compute::concat_batches;
    use arrow::datatypes::Int32Type;

    use super::*;

    /// Rows from `from` on, whose dictionary is another one in each batch.
    fn batch(from: i64, rows: i64) -> RecordBatch {
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter((from..from + rows).map(|n| (n % 5 != 0).then_some(n))));
        let words: DictionaryArray<Int32Type> = (from..from + rows)
            .map(|n| format!("{from} {}", n % 3))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .collect();
        let plain: ArrayRef =
            Arc::new(StringArray::from_iter_values((from..from + rows).map(|n| "x".repeat(n as usize % 9))));
        RecordBatch::try_from_iter_with_nullable([
            ("n", numbers, true),
            ("w", Arc::new(words), true),
            ("p", plain, true),
        ])
        .unwrap()
    }

    /// Chunks of these sizes, every second one on disk, and their rows as one batch.
    fn chunks(sizes: &[i64]) -> (Chunks, RecordBatch) {
        let (mut chunks, mut all) = (Chunks::default(), Vec::new());
        for (at, rows) in sizes.iter().enumerate() {
            let batch = batch(chunks.rows as i64, *rows);
            all.push(batch.clone());
            let chunk = if at % 2 == 0 { write(batch, chunks.file.clone()).unwrap() } else { Chunk::Memory(batch) };
            if let Chunk::Disk { file, .. } = &chunk {
                chunks.file = Some(Arc::clone(file));
            }
            let start = chunks.rows;
            chunks.starts.push(start);
            chunks.chunks.push(chunk);
            chunks.rows += *rows as u64;
        }
        let all = concat_batches(&all[0].schema(), &all).unwrap();
        (chunks, all)
    }

    fn read(chunks: &Chunks, range: Range<u64>, columns: &[usize], like: &RecordBatch) -> RecordBatch {
        let found = chunks.find(&range).into_iter();
        let found = found.map(|(chunk, rows)| chunk.columns(columns).unwrap().slice(rows.start, rows.end - rows.start));
        concat_batches(&like.schema(), &found.collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn every_range_is_a_slice_of_the_whole_in_memory_and_on_disk() {
        let (chunks, all) = chunks(&[1, 7, 3, 1, 12, 5]);
        for columns in [&[0, 1, 2][..], &[2], &[1, 0]] {
            for from in 0..=chunks.rows + 1 {
                for to in from..=chunks.rows + 2 {
                    let (start, end) = (from.min(chunks.rows), to.min(chunks.rows));
                    let expected = all.slice(start as usize, (end - start) as usize).project(columns).unwrap();
                    assert_eq!(read(&chunks, from..to, columns, &expected), expected, "{from}..{to} {columns:?}");
                }
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_off_is_an_error() {
        let (chunks, _) = chunks(&[10, 10, 10]);
        chunks.file.as_ref().unwrap().lock().set_len(100).unwrap();
        let (chunk, _) = chunks.find(&(25..30)).remove(0);
        let error = chunk.columns(&[0]).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Resources, "{error}");
        assert!(error.message().starts_with("the rows cannot be kept on disk"), "{error}");
    }

    #[test]
    fn what_the_pool_refuses_has_no_room_and_is_not_counted() {
        use datafusion::execution::memory_pool::{GreedyMemoryPool, MemoryConsumer, MemoryPool};
        const LIMIT: usize = 8_000;
        let pool: Arc<dyn MemoryPool> = Arc::new(GreedyMemoryPool::new(LIMIT));
        let reservation = MemoryConsumer::new("chunks").register(&pool);
        let mut chunks = Chunks::default();
        // All are alive: a freed buffer's address may be that of another one.
        let batches: Vec<RecordBatch> = (0..60).map(|at| batch(at * 10, 10)).collect();
        let room: Vec<bool> = batches.iter().map(|batch| chunks.has_room(batch, Some(&reservation))).collect();
        assert!(room[0] && !room[59], "{room:?}");
        assert!(chunks.bytes() <= LIMIT && chunks.bytes() == pool.reserved(), "{} {}", chunks.bytes(), pool.reserved());
    }
}

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

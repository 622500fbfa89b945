//! The rows of a query, kept as they come, so that it runs once however often one scrolls.
//!
//! The first rows stay in memory, later ones go to an unnamed temporary file. What is eagerly computed is bounded;
//! beyond it the run waits until somebody asks for rows further on. On disk each batch is an Arrow IPC *stream* of
//! its own, found by our own index: the IPC *file* format refuses a dictionary that changes from batch to batch.
//! The file is read by position, not mapped, so that nothing here needs `unsafe` and no truncated file can kill
//! the process; a batch of 8192 rows is read from the page cache in about a millisecond.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, GenericByteViewArray, RecordBatch};
use arrow::buffer::Buffer;
use arrow::compute::concat_batches;
use arrow::datatypes::{ByteViewType, DataType, SchemaRef};
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use futures::StreamExt;
use futures::future::BoxFuture;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::error::{Error, Result};
use crate::frame::Frame;
use crate::memory;
use crate::rows::{Progress, RowSource};
use crate::run::{BatchStream, Run, RunState};

/// What one store keeps in memory before it writes to disk.
const MEMORY_BYTES: usize = 64 << 20;
/// What is computed without anybody asking.
const EAGER_BYTES: usize = 256 << 20;
/// How many rows more are computed when somebody asks for more than there is.
const ROWS_A_STEP: u64 = 1 << 20;
const WHAT: &str = "show";

/// The rows of one run.
pub struct Stored {
    run: Arc<Run>,
    kept: Arc<Kept>,
    writer: AbortHandle,
}

struct Kept {
    schema: SchemaRef,
    chunks: Mutex<Chunks>,
    /// How far readers want the run to go.
    wanted: watch::Sender<u64>,
    /// How far it is: rows, and whether it has ended.
    reached: watch::Sender<(u64, bool)>,
}

#[derive(Default)]
struct Chunks {
    chunks: Vec<Chunk>,
    /// The number of each chunk's first row.
    starts: Vec<u64>,
    rows: u64,
    bytes: usize,
    file: Option<Arc<Mutex<File>>>,
    error: Option<Error>,
    paused: bool,
}

#[derive(Clone)]
enum Chunk {
    Memory(RecordBatch),
    Disk { file: Arc<Mutex<File>>, offset: u64, length: usize },
}

impl Stored {
    /// Starts the query of `frame` and keeps its rows in the background.
    ///
    /// # Errors
    /// When the query cannot be planned.
    pub async fn start(frame: &Arc<Frame>) -> Result<Self> {
        let (run, stream) = frame.start(WHAT).await?;
        let kept = Arc::new(Kept {
            schema: Arc::clone(stream.schema()),
            chunks: Mutex::default(),
            wanted: watch::channel(0).0,
            reached: watch::channel((0, false)).0,
        });
        let writer = tokio::spawn(keep(stream, Arc::clone(&kept))).abort_handle();
        Ok(Self { run, kept, writer })
    }

    async fn read(&self, range: Range<u64>, columns: &[usize]) -> Result<RecordBatch> {
        self.kept.wanted.send_if_modified(|wanted| {
            let further = range.end > *wanted;
            *wanted = range.end.max(*wanted);
            further
        });
        let mut reached = self.kept.reached.subscribe();
        let ended = reached.wait_for(|(rows, ended)| *rows >= range.end || *ended).await.map(|r| r.1);
        let ended = ended.unwrap_or(true);
        let (pieces, rows, error) = {
            let chunks = self.kept.chunks.lock();
            (chunks.find(&range), chunks.rows, chunks.error.clone())
        };
        // What was computed before an error stays readable; only rows that never came report it.
        if ended
            && range.start >= rows
            && let Some(error) = error
        {
            return Err(error);
        }
        let schema = Arc::new(self.kept.schema.project(columns).map_err(|e| Error::from_arrow(WHAT, e))?);
        let batches = pieces
            .into_iter()
            .map(|(chunk, rows)| Ok(chunk.columns(columns)?.slice(rows.start, rows.end - rows.start)))
            .collect::<Result<Vec<_>>>()?;
        match batches.as_slice() {
            [one] => Ok(one.clone()),
            _ => concat_batches(&schema, &batches).map_err(|e| Error::from_arrow(WHAT, e)),
        }
    }
}

impl RowSource for Stored {
    fn progress(&self) -> Progress {
        let chunks = self.kept.chunks.lock();
        let ended = self.kept.reached.borrow().1;
        let state = match (&chunks.error, self.run.state()) {
            (None, RunState::Done) if !ended => RunState::Running,
            (_, state) => state,
        };
        Progress {
            rows: chunks.rows,
            exact: ended && chunks.error.is_none(),
            state,
            paused: chunks.paused && !ended,
            seconds: self.run.seconds(),
            error: chunks.error.clone(),
        }
    }

    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        Box::pin(self.read(range, columns))
    }

    fn resume(&self) {
        let rows = self.kept.chunks.lock().rows;
        self.kept.wanted.send_modify(|wanted| *wanted = (*wanted).max(rows + ROWS_A_STEP));
    }

    fn cancel(&self) {
        self.run.cancel();
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        self.writer.abort();
    }
}

/// Takes the rows of the run into `kept` until it ends, as far as anybody wants them.
async fn keep(mut stream: BatchStream, kept: Arc<Kept>) {
    let mut wanted = kept.wanted.subscribe();
    let error = loop {
        let (rows, bytes) = {
            let chunks = kept.chunks.lock();
            (chunks.rows, chunks.bytes)
        };
        if bytes >= EAGER_BYTES && rows >= *wanted.borrow_and_update() {
            kept.chunks.lock().paused = true;
            let run = Arc::clone(stream.run());
            // A cancelled run is seen by the next poll of its stream; it must not wait for a reader.
            let more = tokio::select! {
                changed = wanted.changed() => changed.is_ok(),
                () = run.cancelled() => true,
            };
            kept.chunks.lock().paused = false;
            if !more {
                return;
            }
            if run.is_running() {
                continue;
            }
        }
        match stream.next().await {
            None => break None,
            Some(Err(error)) => break Some(error),
            Some(Ok(batch)) if batch.num_rows() == 0 => {}
            Some(Ok(batch)) => {
                let kept = Arc::clone(&kept);
                // Compacting and writing block, so they leave the runtime's worker to others.
                let added = tokio::task::spawn_blocking(move || kept.add(batch)).await;
                if let Err(error) = added.unwrap_or_else(|_| Err(crate::run::lost(WHAT))) {
                    break Some(error);
                }
            }
        }
    };
    let rows = {
        let mut chunks = kept.chunks.lock();
        chunks.error = error;
        chunks.rows
    };
    drop(stream);
    kept.reached.send_replace((rows, true));
}

impl Kept {
    fn add(&self, batch: RecordBatch) -> Result<()> {
        let batch = compacted(batch)?;
        let bytes = memory::retained(std::slice::from_ref(&batch));
        let rows = batch.num_rows() as u64;
        let (in_memory, file) = {
            let chunks = self.chunks.lock();
            (chunks.bytes + bytes <= MEMORY_BYTES, chunks.file.clone())
        };
        let chunk = if in_memory { Chunk::Memory(batch) } else { write(batch, file)? };
        let reached = {
            let mut chunks = self.chunks.lock();
            if let Chunk::Disk { file, .. } = &chunk {
                chunks.file = Some(Arc::clone(file));
            }
            let start = chunks.rows;
            chunks.starts.push(start);
            chunks.chunks.push(chunk);
            chunks.rows += rows;
            chunks.bytes += bytes;
            chunks.rows
        };
        self.reached.send_replace((reached, false));
        Ok(())
    }
}

impl Chunks {
    /// The chunks that hold rows of `range`, each with the part of it that is meant.
    fn find(&self, range: &Range<u64>) -> Vec<(Chunk, Range<usize>)> {
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
    fn columns(&self, columns: &[usize]) -> Result<RecordBatch> {
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

fn write(batch: RecordBatch, file: Option<Arc<Mutex<File>>>) -> Result<Chunk> {
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

/// A filter leaves view arrays that point into the whole pages they came from: keeping few such rows would keep
/// all of the pages. Their text is copied together where more than half would be kept for nothing.
fn compacted(batch: RecordBatch) -> Result<RecordBatch> {
    let columns = batch.columns().iter().map(|column| match column.data_type() {
        DataType::Utf8View => compacted_views(column, column.as_string_view()),
        DataType::BinaryView => compacted_views(column, column.as_binary_view()),
        _ => Arc::clone(column),
    });
    RecordBatch::try_new(batch.schema(), columns.collect()).map_err(|e| Error::from_arrow(WHAT, e))
}

fn compacted_views<T: ByteViewType + ?Sized>(column: &ArrayRef, views: &GenericByteViewArray<T>) -> ArrayRef {
    let kept: usize = views.data_buffers().iter().map(Buffer::len).sum();
    if kept > 2 * views.total_buffer_bytes_used() { Arc::new(views.gc()) } else { Arc::clone(column) }
}

//! The rows of a query, kept as they come, so that it runs once however often one scrolls.
//!
//! The first rows stay in memory, later ones go to a temporary file. The rows that are computed eagerly are bounded;
//! beyond that the run waits until somebody asks for later rows. A complete store ([`ResultStore::whole`]) takes all
//! rows at once, and keeps in memory what the session's pool grants it.

mod chunks;
pub mod row_source;

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use datafusion::execution::memory_pool::MemoryReservation;
use futures::StreamExt;
use futures::future::BoxFuture;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::cast::batch::cast_to_schema;
use crate::error::{Error, ErrorKind, Result};
use crate::memory;
use crate::run::state::RunState;
use crate::run::{BatchStream, Run};
use chunks::{Chunk, Chunks, write};
use row_source::{RowSource, SourceStatus, next_epoch};

/// How many bytes are computed eagerly, and again each time that somebody asks for more.
const EAGER_BYTES: usize = 256 << 20;
const WHAT: &str = "show";

/// The rows of one run.
pub struct ResultStore {
    run: Arc<Run>,
    kept: Arc<StoreInner>,
    writer: AbortHandle,
    epoch: u64,
}

struct StoreInner {
    schema: SchemaRef,
    chunks: Mutex<Chunks>,
    /// How far readers want the run to go: a number of rows, and a number of bytes.
    wanted: watch::Sender<(u64, usize)>,
    /// How far it is: rows, and whether it has ended.
    reached: watch::Sender<(u64, bool)>,
    /// The pool that decides how much stays in memory; `None` for a fixed number of bytes.
    pool: Option<MemoryReservation>,
}

impl ResultStore {
    /// Keeps the rows of `stream` in the background, as far as somebody asks for them.
    pub(crate) fn on_demand(stream: BatchStream) -> Self {
        let schema = Arc::clone(stream.schema());
        Self::over(stream, schema, 0, None)
    }

    /// Keeps all rows of `stream` as batches of `schema`: in memory as far as `pool` grants it, beyond that on disk.
    pub(crate) fn whole(stream: BatchStream, schema: SchemaRef, pool: MemoryReservation) -> Self {
        Self::over(stream, schema, u64::MAX, Some(pool))
    }

    fn over(stream: BatchStream, schema: SchemaRef, wanted: u64, pool: Option<MemoryReservation>) -> Self {
        let run = Arc::clone(stream.run());
        let (wanted, reached) = (watch::channel((wanted, EAGER_BYTES)).0, watch::channel((0, false)).0);
        let kept = Arc::new(StoreInner { schema, chunks: Mutex::default(), wanted, reached, pool });
        let writer = tokio::spawn(drain(stream, Arc::clone(&kept))).abort_handle();
        Self { run, kept, writer, epoch: next_epoch() }
    }

    /// Waits until the run has ended.
    ///
    /// # Errors
    /// The error of the run.
    pub(crate) async fn complete(&self) -> Result<()> {
        let mut reached = self.kept.reached.subscribe();
        let _ = reached.wait_for(|(_, ended)| *ended).await;
        match &self.kept.chunks.lock().error {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    /// Returns whether all rows have come.
    pub(crate) fn is_complete(&self) -> bool {
        self.kept.reached.borrow().1 && self.kept.chunks.lock().error.is_none()
    }

    /// A future that ends with the run, and does not keep the store alive meanwhile.
    pub(crate) fn ended(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut reached = self.kept.reached.subscribe();
        async move {
            let _ = reached.wait_for(|(_, ended)| *ended).await;
        }
    }

    /// The schema.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.kept.schema
    }

    /// Returns how many rows there are now.
    pub(crate) fn count(&self) -> u64 {
        self.kept.chunks.lock().rows
    }

    /// Returns whether rows are on disk.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.kept.chunks.lock().file.is_some()
    }

    /// Returns how many batches there are, and the bytes that those in memory keep alive.
    pub(crate) fn size(&self) -> (usize, usize) {
        let chunks = self.kept.chunks.lock();
        (chunks.chunks.len(), chunks.in_memory.bytes())
    }

    /// Returns the rows of `range` that have come, in order, each batch read when it is asked for.
    pub(crate) fn slices(
        &self,
        range: &Range<u64>,
        columns: Option<&[usize]>,
    ) -> impl Iterator<Item = Result<RecordBatch>> + Send + 'static {
        let all = || (0..self.kept.schema.fields().len()).collect();
        let columns: Vec<usize> = columns.map_or_else(all, <[usize]>::to_vec);
        let found = self.kept.chunks.lock().find(range);
        found
            .into_iter()
            .map(move |(chunk, rows)| Ok(chunk.columns(&columns)?.slice(rows.start, rows.end - rows.start)))
    }

    async fn read(&self, range: Range<u64>, columns: &[usize]) -> Result<RecordBatch> {
        self.kept.wanted.send_if_modified(|(wanted, _)| {
            let further = range.end > *wanted;
            *wanted = range.end.max(*wanted);
            further
        });
        let mut reached = self.kept.reached.subscribe();
        let ended = reached.wait_for(|(rows, ended)| *rows >= range.end || *ended).await.map(|r| r.1);
        let ended = ended.unwrap_or(true);
        let (slices, rows, error) = {
            let chunks = self.kept.chunks.lock();
            (chunks.find(&range), chunks.rows, chunks.error.clone())
        };
        // Rows that came before an error stay readable; only rows that never came report it.
        if ended
            && range.start >= rows
            && let Some(error) = error
        {
            return Err(error);
        }
        let schema = Arc::new(self.kept.schema.project(columns).map_err(|e| Error::from_arrow(WHAT, e))?);
        let batches = slices
            .into_iter()
            .map(|(chunk, rows)| Ok(chunk.columns(columns)?.slice(rows.start, rows.end - rows.start)))
            .collect::<Result<Vec<_>>>()?;
        match batches.as_slice() {
            [one] => Ok(one.clone()),
            _ => concat_batches(&schema, &batches).map_err(|e| Error::from_arrow(WHAT, e)),
        }
    }
}

impl RowSource for ResultStore {
    fn status(&self) -> SourceStatus {
        let chunks = self.kept.chunks.lock();
        let ended = self.kept.reached.borrow().1;
        let state = match (&chunks.error, self.run.state()) {
            (None, RunState::Done) if !ended => RunState::Running,
            // The store gives the run up when the disk is full.
            (Some(error), _) if error.kind() != ErrorKind::Cancelled => RunState::Failed,
            // It waits for the disk, and takes the next rows at once.
            (_, RunState::Waiting) if !chunks.paused => RunState::Running,
            (_, state) => state,
        };
        SourceStatus {
            rows: chunks.rows,
            exact: ended && chunks.error.is_none(),
            state,
            paused: chunks.paused && !ended,
            seconds: self.run.seconds(),
            error: chunks.error.clone(),
        }
    }

    fn run(&self) -> Option<&Arc<Run>> {
        Some(&self.run)
    }

    fn epoch(&self) -> u64 {
        self.epoch
    }

    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        Box::pin(self.read(range, columns))
    }

    fn resume(&self, rows: u64) {
        let bytes = {
            let mut chunks = self.kept.chunks.lock();
            // Set at once, so that the next caller does not see a pause that has just ended.
            chunks.paused = false;
            chunks.bytes().saturating_add(EAGER_BYTES)
        };
        self.kept.wanted.send_modify(|wanted| *wanted = (rows.max(wanted.0), bytes.max(wanted.1)));
    }

    fn cancel(&self) {
        self.run.cancel();
    }
}

impl Drop for ResultStore {
    fn drop(&mut self) {
        self.writer.abort();
    }
}

/// Moves the rows of the run into `kept` until it ends, as far as anybody wants them.
async fn drain(mut stream: BatchStream, kept: Arc<StoreInner>) {
    let mut wanted = kept.wanted.subscribe();
    let error = loop {
        let (rows, bytes) = {
            let chunks = kept.chunks.lock();
            (chunks.rows, chunks.bytes())
        };
        let further = *wanted.borrow_and_update();
        if rows >= further.0 && bytes >= further.1 {
            kept.chunks.lock().paused = true;
            let run = Arc::clone(stream.run());
            // A cancelled run is seen by the next poll of its stream; it must not wait for a reader.
            let more = tokio::select! {
                changed = wanted.changed() => changed.is_ok(),
                _ = run.cancelled() => true,
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
                // Compacting and writing block, so they run outside of the runtime's worker threads.
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

impl StoreInner {
    fn add(&self, batch: RecordBatch) -> Result<()> {
        let batch = match &self.pool {
            Some(_) => cast_to_schema(&self.schema, batch).map_err(|e| Error::from_arrow(WHAT, e))?,
            None => batch,
        };
        let batch = memory::compacted(&batch).map_err(|e| Error::from_arrow(WHAT, e))?;
        let rows = batch.num_rows() as u64;
        let (in_memory, file) = {
            let mut chunks = self.chunks.lock();
            (chunks.has_room(&batch, self.pool.as_ref()), chunks.file.clone())
        };
        let chunk = if in_memory { Chunk::Memory(batch) } else { write(batch, file)? };
        let reached = {
            let mut chunks = self.chunks.lock();
            if let Chunk::Disk { file, length, .. } = &chunk {
                chunks.file = Some(Arc::clone(file));
                chunks.on_disk += length;
            }
            let start = chunks.rows;
            chunks.starts.push(start);
            chunks.chunks.push(chunk);
            chunks.rows += rows;
            chunks.rows
        };
        self.reached.send_replace((reached, false));
        Ok(())
    }
}

impl std::fmt::Debug for ResultStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResultStore").field("run", &self.run.id()).field("rows", &self.count()).finish_non_exhaustive()
    }
}

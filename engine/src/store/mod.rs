//! The rows of a query, kept as they come, so that it runs once however often one scrolls.
//!
//! The first rows stay in memory, later ones go to a temporary file. The rows that are computed eagerly are bounded;
//! beyond that the run waits until somebody asks for later rows, and ends if nobody does. A complete store
//! ([`ResultStore::whole`]) takes all rows at once, and keeps in memory what the pool grants it.
//!
//! - `blocks`: rows on disk; `chunks`: rows by their number, in memory or there; [`row_source`]: rows from any source;
//! - `room`: the memory of all stores; `kept`: the rows of one, which may be moved and dropped; `eviction`: which store
//!   gives way to others;
//! - `fill`: from a run into a store, by way of `gathered`: the first rows at once; `readers`: who waits for them, and so
//!   what is computed first.

mod blocks;
mod chunks;
mod eviction;
mod fill;
mod gathered;
mod kept;
mod readers;
mod room;
pub mod row_source;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use datafusion::execution::memory_pool::MemoryPool;
use futures::future::BoxFuture;

use crate::error::{Error, ErrorKind, Result};
use crate::run::state::RunState;
use crate::run::{BatchStream, Run};
use crate::spill;
use chunks::Stage;
use kept::{Kept, Means, Purpose};
use row_source::{RowSource, SourceStatus};

pub(crate) use fill::Again;
pub use fill::set_patience;
pub(crate) use kept::dropped;

/// How many bytes are computed eagerly, and again each time that somebody asks for more.
const EAGER_BYTES: usize = 256 << 20;
const WHAT: &str = "show";

/// The rows of one run, or of several that return the same.
pub struct ResultStore(Arc<Kept>);

impl ResultStore {
    /// Keeps the rows of `stream` in the background, as far as somebody asks for them; `again` starts another run of the
    /// same plan where that one has ended before its last row.
    pub(crate) fn on_demand(stream: BatchStream, again: Again, pool: &Arc<dyn MemoryPool>) -> Self {
        let schema = Arc::clone(stream.schema());
        Self::over(stream, Some(again), schema, Purpose::Shown, means(pool))
    }

    /// Keeps all rows of `stream` as batches of `schema`: in memory as far as `pool` grants it, beyond that on disk.
    pub(crate) fn whole(stream: BatchStream, schema: SchemaRef, pool: &Arc<dyn MemoryPool>) -> Self {
        Self::over(stream, None, schema, Purpose::Whole, means(pool))
    }

    fn over(stream: BatchStream, again: Option<Again>, schema: SchemaRef, purpose: Purpose, means: Means) -> Self {
        let kept = Kept::new(schema, purpose, Arc::clone(stream.run()), means);
        let writer = tokio::spawn(fill::fill(Arc::clone(&kept), stream, again)).abort_handle();
        let _ = kept.writer.set(writer);
        Self(kept)
    }

    /// Waits until the run has ended.
    ///
    /// # Errors
    /// The error of the run.
    pub(crate) async fn complete(&self) -> Result<()> {
        let _reader = self.0.reader();
        self.ended().await;
        match self.0.with(|chunks| chunks.error.clone()) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Returns whether all rows have come.
    pub(crate) fn is_complete(&self) -> bool {
        self.0.with(|chunks| chunks.stage == Stage::Ended && chunks.error.is_none())
    }

    /// A future that ends with the run, and does not keep the store alive meanwhile.
    pub(crate) fn ended(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut reached = self.0.reached.subscribe();
        async move {
            let _ = reached.wait_for(|(_, stage)| stage.is_over()).await;
        }
    }

    /// The schema.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.0.schema
    }

    /// Returns how many rows there are now.
    pub(crate) fn count(&self) -> u64 {
        self.0.with(|chunks| chunks.rows)
    }

    /// Returns whether rows are on disk.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.0.with(|chunks| chunks.on_disk > 0)
    }

    /// Returns how many batches there are, and the bytes that those in memory keep alive.
    pub(crate) fn size(&self) -> (usize, usize) {
        self.0.with(|chunks| (chunks.count(), chunks.in_memory.bytes()))
    }

    /// Returns the rows of `range` that have come, in order, each batch read when it is asked for.
    pub(crate) fn slices(
        &self,
        range: &Range<u64>,
        columns: Option<&[usize]>,
    ) -> impl Iterator<Item = Result<RecordBatch>> + Send + 'static {
        let all = || (0..self.0.schema.fields().len()).collect();
        let columns: Vec<usize> = columns.map_or_else(all, <[usize]>::to_vec);
        let (found, error) = match self.0.find(range) {
            Ok(found) => (found, None),
            Err(error) => (Vec::new(), Some(Err(error))),
        };
        error.into_iter().chain(found.into_iter().map(move |slice| slice.read(&columns)))
    }

    async fn read(&self, range: Range<u64>, columns: &[usize]) -> Result<RecordBatch> {
        self.0.look();
        self.0.wanted.send_if_modified(|(wanted, _)| {
            let further = range.end > *wanted;
            *wanted = range.end.max(*wanted);
            further
        });
        let _reader = (self.count() < range.end).then(|| self.0.reader());
        let mut reached = self.0.reached.subscribe();
        let stage =
            reached.wait_for(|(rows, stage)| *rows >= range.end || stage.is_over()).await.map(|reached| reached.1);
        let (rows, error) = self.0.with(|chunks| (chunks.rows, chunks.error.clone()));
        // Rows that came before an error stay readable; only rows that never came report it.
        if stage.is_ok_and(Stage::is_over)
            && range.start >= rows
            && let Some(error) = error
        {
            return Err(error);
        }
        let schema = Arc::new(self.0.schema.project(columns).map_err(|e| Error::from_arrow(WHAT, e))?);
        let batches = self.0.find(&range)?.iter().map(|slice| slice.read(columns)).collect::<Result<Vec<_>>>()?;
        match batches.as_slice() {
            [one] => Ok(one.clone()),
            _ => concat_batches(&schema, &batches).map_err(|e| Error::from_arrow(WHAT, e)),
        }
    }
}

impl RowSource for ResultStore {
    fn status(&self) -> SourceStatus {
        let run = self.0.run();
        self.0.with(|chunks| {
            let waits = matches!(chunks.stage, Stage::Paused | Stage::Stopped);
            let state = match (&chunks.error, run.state()) {
                // The store gives the run up when the disk is full.
                (Some(error), _) if error.kind() != ErrorKind::Cancelled => RunState::Failed,
                (Some(_), state) => state,
                // Of a run that was ended to make room the rows so far are told, and that there may be more.
                (None, _) if waits => RunState::Waiting,
                // It waits for the disk, and takes the next rows at once.
                (None, RunState::Waiting) => RunState::Running,
                (None, RunState::Done) if chunks.stage == Stage::Computing => RunState::Running,
                (None, _) if chunks.given_up => RunState::Running,
                (None, state) => state,
            };
            SourceStatus {
                rows: chunks.rows,
                exact: chunks.stage == Stage::Ended && chunks.error.is_none(),
                state,
                paused: waits,
                stopped: chunks.stage == Stage::Stopped,
                dropped: chunks.stage == Stage::Dropped,
                seconds: run.seconds(),
                error: chunks.error.clone(),
            }
        })
    }

    fn run(&self) -> Option<Arc<Run>> {
        Some(self.0.run())
    }

    fn epoch(&self) -> u64 {
        self.0.with(|chunks| chunks.epoch)
    }

    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        Box::pin(self.read(range, columns))
    }

    fn reaches(&self, rows: u64) -> BoxFuture<'_, bool> {
        let mut reached = self.0.reached.subscribe();
        Box::pin(async move {
            let _reader = (self.count() < rows).then(|| self.0.reader());
            let stands = |reached: &(u64, Stage)| reached.0 >= rows || reached.1 != Stage::Computing;
            let reached = reached.wait_for(stands).await.map(|reached| *reached);
            reached.is_ok_and(|(there, stage)| match stage {
                Stage::Dropped => false,
                Stage::Ended => true,
                _ => there >= rows,
            })
        })
    }

    fn resume(&self, rows: u64) {
        self.0.look();
        self.0.go_on();
        let bytes = self.0.with(|chunks| chunks.bytes()).saturating_add(self.0.eager());
        self.0.wanted.send_modify(|wanted| *wanted = (rows.max(wanted.0), bytes.max(wanted.1)));
        // Who wants all of them waits in `complete`, or does not wait.
        if rows < u64::MAX {
            self.0.hurry(rows);
        }
    }

    fn cancel(&self) {
        self.0.run().cancel();
    }
}

fn means(pool: &Arc<dyn MemoryPool>) -> Means {
    Means { pool: Arc::clone(pool), files: Arc::clone(spill::files()), eager: EAGER_BYTES }
}

impl Drop for ResultStore {
    fn drop(&mut self) {
        if let Some(writer) = self.0.writer.get() {
            writer.abort();
        }
    }
}

impl std::fmt::Debug for ResultStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResultStore")
            .field("run", &self.0.run().id())
            .field("rows", &self.count())
            .finish_non_exhaustive()
    }
}

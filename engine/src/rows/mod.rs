//! Random access to the rows of a frame, the way that fits it:
//!
//! - rows in memory or a sequence: slices ([`crate::table::Rows`]);
//! - a cache: its own store;
//! - Parquet files without a filter: windows read in place ([`parquet`]);
//! - anything else: the query runs once and its rows are kept as they come ([`stored`]).

mod chunks;
pub mod parquet;
pub mod stored;

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use futures::future::BoxFuture;

use crate::error::{Error, Result};
use crate::frame::Frame;
use crate::frame::cache::Cache;
use crate::run::RunState;
use crate::table::Rows;

/// How far a source of rows is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The rows that can be asked for now.
    pub rows: u64,
    /// Whether that is all of them.
    pub exact: bool,
    /// Whether they are still being computed.
    pub state: RunState,
    /// Whether it computes no further until somebody asks for more.
    pub paused: bool,
    /// How long it has computed, in seconds.
    pub seconds: f64,
    /// What ended it before all rows were there.
    pub error: Option<Error>,
}

impl Progress {
    fn complete(rows: u64) -> Self {
        Self { rows, exact: true, state: RunState::Done, paused: false, seconds: 0.0, error: None }
    }
}

/// Rows by their number.
pub trait RowSource: Send + Sync {
    /// How far it is.
    fn progress(&self) -> Progress;

    /// The rows of `range` and these columns, fewer where the rows end. Waits for rows that are still to come.
    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>>;

    /// Computes further where it had paused: by a step, and until there are `rows`.
    fn resume(&self, _rows: u64) {}

    /// Stops computing; the rows that are there stay.
    fn cancel(&self) {}
}

impl<S: RowSource> RowSource for Arc<S> {
    fn progress(&self) -> Progress {
        self.as_ref().progress()
    }

    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        self.as_ref().window(range, columns)
    }

    fn resume(&self, rows: u64) {
        self.as_ref().resume(rows);
    }

    fn cancel(&self) {
        self.as_ref().cancel();
    }
}

impl RowSource for Rows {
    fn progress(&self) -> Progress {
        Progress::complete(self.count())
    }

    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        Box::pin(std::future::ready(Self::window(self, range, columns)))
    }
}

/// The way to the rows of `frame`. A query is started, not waited for.
///
/// # Errors
/// When a file cannot be opened or the query cannot be planned.
pub(crate) async fn open(frame: &Arc<Frame>) -> Result<Box<dyn RowSource>> {
    if let Some(rows) = frame.rows() {
        return Ok(Box::new(rows.clone()));
    }
    if let Some(cache) = Cache::of(frame.plan()) {
        return Ok(Box::new(cache.store().await?));
    }
    match parquet::ParquetRows::try_open(frame).await? {
        Some(rows) => Ok(Box::new(rows)),
        None => Ok(Box::new(stored::Stored::start(frame).await?)),
    }
}

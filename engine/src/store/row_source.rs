//! Rows by their number, from any source.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow::array::RecordBatch;
use futures::future::BoxFuture;

use crate::error::{Error, Result};
use crate::run::Run;
use crate::run::state::RunState;

/// How far a source of rows is.
#[derive(Clone, Debug)]
pub struct SourceStatus {
    /// The rows that can be asked for now.
    pub rows: u64,
    /// Whether these are all.
    pub exact: bool,
    /// Whether they are still being computed.
    pub state: RunState,
    /// Whether it has paused until somebody asks for more.
    pub paused: bool,
    /// Whether the run has ended while it had paused: more rows are computed by another one.
    pub stopped: bool,
    /// Whether the rows were dropped to make room for others; a source that is opened anew has them.
    pub dropped: bool,
    /// How long it has computed, in seconds.
    pub seconds: f64,
    /// The error that ended it before all rows had come.
    pub error: Option<Error>,
}

impl SourceStatus {
    /// Returns the status of a source with all rows.
    pub(crate) fn complete(rows: u64) -> Self {
        Self {
            rows,
            exact: true,
            state: RunState::Done,
            paused: false,
            stopped: false,
            dropped: false,
            seconds: 0.0,
            error: None,
        }
    }
}

/// Returns the number of rows that are computed now, and never again the same.
pub(crate) fn next_epoch() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// Rows by their number.
pub trait RowSource: Send + Sync {
    /// Returns how far it is.
    fn status(&self) -> SourceStatus;

    /// The run that computes the rows; `None` if they are there.
    fn run(&self) -> Option<Arc<Run>> {
        None
    }

    /// Returns the number of these rows among all that a frame has ever had: sources of one frame with the same number
    /// have the same rows in the same places. 0 for rows that can never be others.
    fn epoch(&self) -> u64 {
        0
    }

    /// Returns the rows of `range` and these columns, fewer where the rows end. Waits for rows that are still to come.
    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>>;

    /// Waits until there are `rows`, or no more come unless somebody wants them; returns whether all of `rows` that
    /// there will ever be are there.
    fn reaches(&self, _rows: u64) -> BoxFuture<'_, bool> {
        Box::pin(std::future::ready(true))
    }

    /// Resumes a paused computation: for one step, and until there are `rows`.
    fn resume(&self, _rows: u64) {}

    /// Stops computing; the rows so far stay.
    fn cancel(&self) {}
}

impl<S: RowSource> RowSource for Arc<S> {
    fn status(&self) -> SourceStatus {
        self.as_ref().status()
    }

    fn run(&self) -> Option<Arc<Run>> {
        self.as_ref().run()
    }

    fn epoch(&self) -> u64 {
        self.as_ref().epoch()
    }

    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        self.as_ref().window(range, columns)
    }

    fn reaches(&self, rows: u64) -> BoxFuture<'_, bool> {
        self.as_ref().reaches(rows)
    }

    fn resume(&self, rows: u64) {
        self.as_ref().resume(rows);
    }

    fn cancel(&self) {
        self.as_ref().cancel();
    }
}

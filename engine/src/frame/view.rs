//! The view of a frame for a grid, a repr or an export: its rows by number, and its progress.
//!
//! All users of one frame share one view, so a query that is shown runs once. The frame holds the view weakly: without
//! users the rows are dropped, even if `Out[3]` still has the frame.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};

use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::frame::open::open;
use crate::run::progress::Progress;
use crate::run::state::RunState;
use crate::store::row_source::RowSource;

/// The view of a frame.
pub struct View {
    frame: Arc<Frame>,
    source: Box<dyn RowSource>,
}

/// The progress of a view.
#[derive(Clone, Debug)]
pub struct ViewStatus {
    /// The number of these rows among all that the frame has had: pages of two numbers are of different rows.
    pub epoch: u64,
    /// The rows that can be read now.
    pub rows: u64,
    /// Whether these are all.
    pub exact: bool,
    /// Whether they are being computed.
    pub state: RunState,
    /// Whether the run has paused until somebody asks for more.
    pub paused: bool,
    /// Whether the run has ended while it had paused: more rows are computed by another one.
    pub stopped: bool,
    /// A short description of the source.
    pub source: String,
    /// Whether every run returns the rows in the same order.
    pub ordered: bool,
    /// How long they have been computed, in seconds.
    pub seconds: f64,
    /// The error that ended it before all rows had come.
    pub error: Option<Error>,
    /// What the run that computes them does now, and how far it is.
    pub progress: Option<Progress>,
}

impl View {
    /// Opens a view of `frame`. One that exists and is sound is shared.
    ///
    /// # Errors
    /// When a file cannot be opened or the query cannot be planned.
    pub async fn open(frame: &Arc<Frame>) -> Result<Arc<Self>> {
        if let Some(view) = frame.view_slot().lock().upgrade().filter(|view| view.is_sound()) {
            return Ok(view);
        }
        let source = open(frame).await?;
        let view = Arc::new(Self { frame: Arc::clone(frame), source });
        let mut slot = frame.view_slot().lock();
        // Two callers may have opened it at once; the first stays, and dropping the second ends its run.
        match slot.upgrade().filter(|view| view.is_sound()) {
            Some(first) => Ok(first),
            None => {
                *slot = Arc::downgrade(&view);
                Ok(view)
            }
        }
    }

    /// The frame of the view.
    pub fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    /// Returns up to `count` rows from `first` on, of the columns at these indices; fewer where the rows end.
    ///
    /// # Errors
    /// A `Value` error for a column that does not exist; errors of reading or computing the rows.
    pub async fn window(&self, first: u64, count: usize, columns: Vec<usize>) -> Result<RecordBatch> {
        let width = self.frame.schema().fields().len();
        if let Some(column) = columns.iter().find(|column| **column >= width) {
            let message = format!("there is no column {column}, the frame has {width}");
            return Err(Error::new(ErrorKind::Value, "show", message));
        }
        let range = first..first.saturating_add(count as u64);
        let batch = self.source.window(range, &columns).await?;
        if columns.is_empty() {
            let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
            let schema = Arc::new(arrow::datatypes::Schema::empty());
            return RecordBatch::try_new_with_options(schema, vec![], &options)
                .map_err(|e| Error::from_arrow("show", e));
        }
        Ok(batch)
    }

    /// The progress of the view.
    pub fn status(&self) -> ViewStatus {
        let status = self.source.status();
        let run = self.source.run().filter(|run| !run.state().is_over());
        ViewStatus {
            epoch: self.source.epoch(),
            rows: status.rows,
            exact: status.exact,
            state: status.state,
            paused: status.paused,
            stopped: status.stopped,
            source: self.frame.describe_source().to_string(),
            ordered: self.frame.is_ordered(),
            seconds: status.seconds,
            error: status.error,
            progress: run.map(|run| run.progress()),
        }
    }

    /// Returns whether its rows were dropped to make room for others: a view that is opened anew has them.
    pub fn is_dropped(&self) -> bool {
        self.source.status().dropped
    }

    /// Resumes a paused run: for one step, and until there are `rows`.
    pub fn resume(&self, rows: u64) {
        self.source.resume(rows);
    }

    /// Stops the run; the rows so far stay.
    pub fn cancel(&self) {
        self.source.cancel();
    }

    /// Returns whether its rows can still be read: its run has neither failed nor been stopped, and the rows were not
    /// dropped.
    pub(crate) fn is_sound(&self) -> bool {
        let status = self.source.status();
        !status.state.is_broken() && !status.dropped
    }

    /// Waits until the rows of `range` have come, or are known not to come unless somebody wants them; returns whether
    /// they can be read without more being computed.
    pub(crate) async fn reaches(&self, range: &Range<u64>) -> bool {
        self.source.reaches(range.end).await
    }
}

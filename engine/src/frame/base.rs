//! The rows of a frame by their number, for everybody who looks at it, and how far they are.
//!
//! All who look at one frame share them, so a query that is shown runs once. The frame holds them weakly: without users
//! the rows are dropped, even if `Out[3]` still has the frame.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::datatypes::Schema;

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::frame::open::{Opened, open};
use crate::run::progress::Progress;
use crate::run::state::RunState;
use crate::source::ParquetRows;
use crate::store::dropped;
use crate::store::row_source::{RowSource, take};
use crate::table::{Rows, RowsTable};

const WHAT: &str = "show";

/// The rows of a frame.
pub(crate) struct Base {
    frame: Arc<Frame>,
    rows: Opened,
}

/// How far rows are.
#[derive(Clone, Debug)]
pub struct ViewStatus {
    /// The number of these rows among all that the frame has had: pages of two numbers are of different rows.
    pub epoch: u64,
    /// The rows that can be read now.
    pub rows: u64,
    /// Whether these are all.
    pub exact: bool,
    /// The rows that the frame itself has so far, however few of them pass a filter.
    pub total: u64,
    /// Whether these are all.
    pub total_exact: bool,
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

impl Base {
    /// Opens the rows of `frame`. If somebody looks at them already and they are sound, they are shared.
    ///
    /// # Errors
    /// When a file cannot be opened or the query cannot be planned.
    pub(crate) async fn open(frame: &Arc<Frame>) -> Result<Arc<Self>> {
        if let Some(base) = frame.base_slot().lock().upgrade().filter(|base| base.is_sound()) {
            return Ok(base);
        }
        let rows = open(frame).await?;
        let base = Arc::new(Self { frame: Arc::clone(frame), rows });
        let mut slot = frame.base_slot().lock();
        // Two callers may have opened it at once; the first stays, and dropping the second ends its run.
        match slot.upgrade().filter(|base| base.is_sound()) {
            Some(first) => Ok(first),
            None => {
                *slot = Arc::downgrade(&base);
                Ok(base)
            }
        }
    }

    /// The frame.
    pub(crate) fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    /// The rows by their number.
    pub(crate) fn source(&self) -> &dyn RowSource {
        match &self.rows {
            Opened::InPlace(rows) => rows.as_ref(),
            Opened::Files(rows) => rows.as_ref(),
            Opened::Kept(rows) => rows.as_ref(),
        }
    }

    /// Returns up to `count` rows from `first` on, of the columns at these indices; fewer where the rows end.
    ///
    /// # Errors
    /// A `Value` error for a column that does not exist; errors of reading or computing the rows.
    pub(crate) async fn window(&self, first: u64, count: usize, columns: &[usize]) -> Result<RecordBatch> {
        self.check(columns)?;
        let range = first..first.saturating_add(count as u64);
        let batch = self.source().window(range, columns).await?;
        if columns.is_empty() { without_columns(batch.num_rows()) } else { Ok(batch) }
    }

    /// Returns the rows with these numbers, in this order, of the columns at these indices.
    ///
    /// # Arguments
    /// * `files` - what the numbers are of, if not of the rows themselves.
    ///
    /// # Errors
    /// The same, and where there is no row of a number.
    pub(crate) async fn take(
        &self,
        files: Option<&ParquetRows>,
        numbers: &[u64],
        columns: &[usize],
    ) -> Result<RecordBatch> {
        self.check(columns)?;
        match columns {
            [] => without_columns(numbers.len()),
            columns => take(files.map_or(self.source(), |files| files), numbers, columns).await,
        }
    }

    fn check(&self, columns: &[usize]) -> Result<()> {
        let width = self.frame.schema().fields().len();
        columns.iter().find(|column| **column >= width).map_or(Ok(()), |column| {
            let message = format!("there is no column {column}, the frame has {width}");
            Err(Error::new(ErrorKind::Value, WHAT, message))
        })
    }

    /// Returns a frame that has the same rows in the same order whenever it runs: the frame itself, if it only filters files,
    /// or one over the rows of its query, which are completed first.
    ///
    /// # Errors
    /// Those of the query.
    pub(crate) async fn repeatable(&self) -> Result<Arc<Frame>> {
        let Opened::Kept(store) = &self.rows else { return Ok(Arc::clone(&self.frame)) };
        if self.files().await.is_some() {
            return Ok(Arc::clone(&self.frame));
        }
        store.resume(u64::MAX);
        store.complete().await?;
        if !store.is_complete() {
            return Err(dropped());
        }
        let rows = Rows::from_stored(Arc::clone(store));
        Frame::from_table(
            self.frame.session(),
            Arc::new(RowsTable(rows.clone())),
            Some(rows),
            self.frame.describe_source(),
        )
    }

    /// Returns its rows, in the same order whenever they are read, with the number of each as a last column of this name: an
    /// integer of 64 bits. Every core numbers the rows that it reads. `None` where rows can only be counted one after the
    /// other.
    ///
    /// # Errors
    /// Those of the query, which is completed first.
    pub(crate) async fn numbered(&self, name: &str) -> Result<Option<Arc<Frame>>> {
        if let Opened::Files(rows) = &self.rows {
            return self.numbered_in(rows, name);
        }
        let repeatable = self.repeatable().await?;
        let Some(rows) = repeatable.rows().map(|rows| rows.numbered(name)) else { return Ok(None) };
        let (session, origin) = (self.frame.session(), self.frame.describe_source());
        Frame::from_table(session, Arc::new(RowsTable(rows.clone())), Some(rows), origin).map(Some)
    }

    /// Returns its rows with their numbers in files that have all of them.
    ///
    /// # Errors
    /// When the plan cannot be built.
    pub(crate) fn numbered_in(&self, files: &ParquetRows, name: &str) -> Result<Option<Arc<Frame>>> {
        let parts = [format!("{name}first"), format!("{name}row")];
        let Some(plan) = files.numbered(self.frame.plan(), [&parts[0], &parts[1]])? else { return Ok(None) };
        let [first, row] = parts.map(|part| column(&part));
        let all = self.frame.schema().fields().iter().map(|field| column(field.name()));
        let columns = all.chain([(first + row).alias(name)]).collect();
        Frame::from_plan(self.frame.session(), plan, self.frame.describe_source())?.select(columns).map(Some)
    }

    /// Returns the files that have its rows and others, if its query only filters them: then it can be sorted and filtered
    /// without any row of it being kept. `None` where its rows are there already.
    pub(crate) async fn files(&self) -> Option<Arc<ParquetRows>> {
        let Opened::Kept(store) = &self.rows else { return None };
        if store.is_complete() {
            return None;
        }
        let opened = ParquetRows::try_open_unfiltered(self.frame.session(), self.frame.plan()).await;
        // What cannot be opened now may have been read before.
        opened.ok().flatten().map(Arc::new)
    }

    /// Returns how far the rows are.
    pub(crate) fn status(&self) -> ViewStatus {
        let status = self.source().status();
        let run = self.source().run().filter(|run| !run.state().is_over());
        ViewStatus {
            epoch: self.source().epoch(),
            rows: status.rows,
            exact: status.exact,
            total: status.rows,
            total_exact: status.exact,
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

    /// Returns whether its rows were dropped to make room for others: opened anew they are there.
    pub(crate) fn is_dropped(&self) -> bool {
        self.source().status().dropped
    }

    /// Resumes a paused run: for one step, and until there are `rows`.
    pub(crate) fn resume(&self, rows: u64) {
        self.source().resume(rows);
    }

    /// Stops the run; the rows so far stay.
    pub(crate) fn cancel(&self) {
        self.source().cancel();
    }

    /// Returns whether its rows can still be read: its run has neither failed nor been stopped, and the rows were not
    /// dropped.
    pub(crate) fn is_sound(&self) -> bool {
        let status = self.source().status();
        !status.state.is_broken() && !status.dropped
    }

    /// Waits until the rows of `range` have come, or are known not to come unless somebody wants them; returns whether
    /// they can be read without more being computed.
    pub(crate) async fn reaches(&self, range: &Range<u64>) -> bool {
        self.source().reaches(range.end).await
    }
}

/// Returns as many rows of no column.
fn without_columns(rows: usize) -> Result<RecordBatch> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::empty()), vec![], &options)
        .map_err(|e| Error::from_arrow(WHAT, e))
}

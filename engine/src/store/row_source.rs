//! Rows by their number, from any source.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow::array::{RecordBatch, UInt64Array};
use arrow::compute::{concat_batches, take_record_batch};
use futures::future::BoxFuture;

use super::WHAT;
use crate::error::{Error, ErrorKind, Result};
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

    /// Returns the rows of these ranges, which are in ascending order and apart, one after the other.
    fn windows<'a>(&'a self, ranges: &'a [Range<u64>], columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        Box::pin(async move {
            let mut found = Vec::with_capacity(ranges.len());
            for range in ranges {
                found.push(self.window(range.clone(), columns).await?);
            }
            joined(found)
        })
    }

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

    fn windows<'a>(&'a self, ranges: &'a [Range<u64>], columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        self.as_ref().windows(ranges, columns)
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

/// Rows between two that are wanted are read with them if they are no more than this: each range has a cost of its own.
const NEAR: u64 = 16;

/// Returns the rows of `source` with these numbers, in this order; a number may occur more than once.
///
/// # Errors
/// Those of the source, and where it has no row of a number.
pub(crate) async fn take(source: &dyn RowSource, numbers: &[u64], columns: &[usize]) -> Result<RecordBatch> {
    let ranges = ranges_of(numbers);
    let mut first = 0;
    let starts: Vec<u64> = ranges
        .iter()
        .map(|range| {
            first += range.end - range.start;
            first - (range.end - range.start)
        })
        .collect();
    let found = match ranges.as_slice() {
        // There is no window without a range, and no schema without a window.
        [] => source.window(0..0, columns).await?,
        ranges => source.windows(ranges, columns).await?,
    };
    if found.num_rows() as u64 != first {
        return Err(Error::new(ErrorKind::Read, WHAT, "there are fewer rows than when they were sorted or filtered")
            .with_hint("show the frame again"));
    }
    let places = numbers.iter().map(|number| {
        let at = ranges.partition_point(|range| range.start <= *number).saturating_sub(1);
        starts[at] + (number - ranges[at].start)
    });
    let places = UInt64Array::from_iter_values(places);
    take_record_batch(&found, &places).map_err(|e| Error::from_arrow(WHAT, e))
}

/// Returns ranges that have all of these numbers, and few others, in ascending order and apart.
fn ranges_of(numbers: &[u64]) -> Vec<Range<u64>> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let mut ranges: Vec<Range<u64>> = Vec::new();
    for number in sorted {
        match ranges.last_mut() {
            Some(last) if number <= last.end.saturating_add(NEAR) => last.end = last.end.max(number + 1),
            _ => ranges.push(number..number + 1),
        }
    }
    ranges
}

/// Returns the rows of several windows of one source, of which there is at least one.
fn joined(found: Vec<RecordBatch>) -> Result<RecordBatch> {
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [first, ..] => concat_batches(first.schema_ref(), &found).map_err(|e| Error::from_arrow(WHAT, e)),
        [] => Err(Error::new(ErrorKind::Internal, WHAT, "no range of rows was asked for")),
    }
}

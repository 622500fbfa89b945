//! Which rows of its base a view shows, and in which order: row numbers, computed once by a run and kept like any result, in
//! memory as far as the pool grants it and on disk beyond that.
//!
//! The first rows of a sorted view come from a run of their own, which sorts no more than these.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, UInt64Type};
use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::arrange::{Arrangement, Source};
use crate::error::{Error, Result};
use crate::frame::base::Base;
use crate::frame::{Frame, ViewStatus};
use crate::query::start_order;
use crate::run::state::RunState;
use crate::run::{Run, lost};
use crate::source::ParquetRows;
use crate::store::ResultStore;
use crate::store::row_source::{RowSource, SourceStatus};

/// How many rows of a sorted view come before the others: some screens.
const FIRST_ROWS: usize = 1_000;
/// A frame of so few rows is sorted at once.
const FEW_ROWS: u64 = 200_000;
const WHAT: &str = "show";

/// The row numbers of a view.
pub(super) struct Order {
    state: watch::Receiver<State>,
    job: AbortHandle,
    /// Whether it has all rows of its base.
    shows_all: bool,
}

/// How far they are.
#[derive(Clone, Default)]
struct State {
    /// The first ones of a sorted view.
    first: Option<Arc<ResultStore>>,
    /// All of them.
    all: Option<Arc<ResultStore>>,
    /// Why they cannot be computed.
    error: Option<Error>,
}

impl State {
    /// Returns the store that has the numbers of `range`, or is the first to have them; `None` if it is yet to come.
    fn holder(&self, range: &Range<u64>) -> Option<&Arc<ResultStore>> {
        let has = |store: &Arc<ResultStore>| store.count() >= range.end || store.is_complete();
        match (&self.first, &self.all) {
            (_, Some(all)) if has(all) => Some(all),
            (Some(first), _) if range.end <= FIRST_ROWS as u64 => Some(first),
            (_, all) => all.as_ref(),
        }
    }
}

impl Order {
    /// Begins to compute the numbers of an arrangement of `base`, in `files` if its rows are taken from there.
    pub(super) fn begin(base: &Arc<Base>, files: Option<Arc<ParquetRows>>, arrangement: Arrangement) -> Self {
        let (tell, state) = watch::channel(State::default());
        let (base, shows_all) = (Arc::clone(base), !arrangement.is_filtered());
        let job = tokio::spawn(async move {
            if let Err(error) = compute(&base, files.as_deref(), &arrangement, &tell).await {
                tell.send_modify(|state| state.error = Some(error));
            }
        });
        Self { state, job: job.abort_handle(), shows_all }
    }

    /// Returns the numbers of the rows at these places of the view; fewer where it ends. Waits for those that are still to
    /// come.
    pub(super) async fn numbers(&self, places: Range<u64>) -> Result<Vec<u64>> {
        let mut changes = self.state.clone();
        loop {
            let now = changes.borrow_and_update().clone();
            if let Some(store) = now.holder(&places) {
                return read(store, places).await;
            }
            if let Some(error) = now.error {
                return Err(error);
            }
            changes.changed().await.map_err(|_| lost(WHAT))?;
        }
    }

    /// Puts how far it is into the status of its base.
    pub(super) fn status(&self, base: ViewStatus) -> ViewStatus {
        let state = self.state.borrow().clone();
        let of = |store: &Option<Arc<ResultStore>>| store.as_ref().map(|store| store.status());
        let (first, all) = (of(&state.first), of(&state.all));
        let seconds = [&first, &all].into_iter().flatten().map(|status| status.seconds).sum();
        let rows = [&first, &all].into_iter().flatten().map(|status| status.rows).max().unwrap_or(0);
        let running = state.all.as_ref().or(state.first.as_ref()).and_then(|store| store.run());
        // One that waits does so for the store, which takes its rows at once.
        let computes = |run: &Arc<Run>| !run.state().is_over() && run.state() != RunState::Waiting;
        let progress = running.filter(computes).map(|run| run.progress());
        let (run_state, exact, error) = match (all, first, state.error) {
            (_, _, Some(error)) => (ended_by(&error), false, Some(error)),
            (Some(SourceStatus { state, exact, error, .. }), ..) => (state, exact, error),
            (None, Some(first), None) if first.error.is_some() => (first.state, false, first.error),
            (None, Some(_), None) => (RunState::Running, false, None),
            // The rows of the base are completed first.
            (None, None, None) => {
                let state = if base.state.is_over() { RunState::Planning } else { base.state };
                return ViewStatus { rows: 0, exact: false, state, paused: false, stopped: false, ..base };
            }
        };
        // However they are sorted, there are as many.
        let (rows, exact) = match error.is_none() && self.shows_all && base.total_exact {
            true => (base.total, true),
            false => (rows, exact),
        };
        // Its own rows may be further than those of the base, where it needs none of these.
        let all = self.shows_all && exact;
        ViewStatus {
            rows,
            exact,
            total: base.total.max(rows),
            total_exact: base.total_exact || all,
            state: run_state,
            paused: false,
            stopped: false,
            seconds,
            error: error.or(base.error),
            progress,
            ..base
        }
    }

    /// Stops computing; the numbers so far stay.
    pub(super) fn cancel(&self) {
        let state = self.state.borrow();
        for store in [&state.first, &state.all].into_iter().flatten() {
            store.cancel();
        }
    }

    /// Returns whether it has not begun, as the rows of its base are not all there.
    pub(super) fn waits(&self) -> bool {
        let state = self.state.borrow();
        state.first.is_none() && state.all.is_none() && state.error.is_none()
    }
}

impl Drop for Order {
    fn drop(&mut self) {
        self.job.abort();
    }
}

async fn compute(
    base: &Arc<Base>,
    files: Option<&ParquetRows>,
    arrangement: &Arrangement,
    tell: &watch::Sender<State>,
) -> Result<()> {
    let source = Source::of(base, files).await?;
    let total = files.map_or_else(|| base.status().total, |files| files.status().rows);
    if arrangement.is_sorted() && total > FEW_ROWS {
        let first = kept(&arrangement.numbers(&source, Some(FIRST_ROWS), total)?).await?;
        tell.send_modify(|state| state.first = Some(Arc::clone(&first)));
        // Two sorts at once would both be late.
        first.complete().await?;
    }
    let all = kept(&arrangement.numbers(&source, None, total)?).await?;
    tell.send_modify(|state| state.all = Some(all));
    Ok(())
}

/// Starts a run of `numbers` and keeps what it returns.
pub(super) async fn kept(numbers: &Arc<Frame>) -> Result<Arc<ResultStore>> {
    let session = numbers.session();
    let stream = start_order(session, numbers.plan(), WHAT).await?;
    let pool = &session.runtime().memory_pool;
    Ok(Arc::new(ResultStore::whole(stream, Arc::clone(numbers.schema()), pool)))
}

/// Returns the numbers at these places of a store of numbers.
pub(super) async fn read(store: &Arc<ResultStore>, places: Range<u64>) -> Result<Vec<u64>> {
    let numbers: RecordBatch = store.window(places, &[0]).await?;
    let numbers = cast(numbers.column(0), &DataType::UInt64).map_err(|e| Error::from_arrow(WHAT, e))?;
    Ok(numbers.as_primitive::<UInt64Type>().values().to_vec())
}

fn ended_by(error: &Error) -> RunState {
    match error.kind() {
        crate::error::ErrorKind::Cancelled => RunState::Cancelled,
        _ => RunState::Failed,
    }
}

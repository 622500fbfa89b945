//! What a run does now and how far it is: the share of its sources that it has read, and in words the operator that must
//! have all of its rows before it returns any. Nothing is estimated: where a source does not know its size, no share is
//! given.

use std::borrow::Cow;

use datafusion::datasource::physical_plan::FileScanConfig;
use datafusion::datasource::source::DataSourceExec;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::joins::{CrossJoinExec, HashJoinExec, NestedLoopJoinExec};
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::windows::WindowAggExec;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};

use crate::run::Run;
use crate::run::operators::{Figures, inputs};
use crate::run::queue;
use crate::run::state::RunState;

/// The time that is left is not told of a run that has only begun.
const SHARE_WORTH_TELLING: f64 = 0.02;
const SECONDS_WORTH_TELLING: f64 = 1.0;

/// How far a run is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What it does, in words: `reading`, `sorting`, `building the join` ...
    pub phase: Cow<'static, str>,
    /// How many rows have come into the operator of the phase.
    pub phase_rows: Option<u64>,
    /// The share of its sources that has been read, from 0 to 1; `None` if one of them does not know its size.
    pub fraction: Option<f64>,
    /// How many rows it has returned.
    pub rows: u64,
    /// How many bytes it has read from files.
    pub bytes_read: u64,
    /// How many bytes of memory its operators have reserved.
    pub reserved: usize,
    /// How many bytes it has written to temporary files.
    pub spilled: u64,
    /// How long it has run.
    pub seconds: f64,
    /// How long it will go on, where rows pass through as they are read.
    pub seconds_left: Option<f64>,
}

impl Progress {
    /// Returns the progress of a run whose plan is this one.
    pub(super) fn of(run: &Run, plan: Option<&dyn ExecutionPlan>) -> Self {
        let state = run.state();
        let mut progress = Self {
            phase: match state {
                RunState::Queued => waiting_for_turn(queue::ahead_of(run.standing())),
                RunState::Cancelling => Cow::Borrowed("stopping"),
                RunState::Waiting => Cow::Borrowed("waiting for its rows to be taken"),
                state => Cow::Borrowed(state.as_str()),
            },
            phase_rows: None,
            fraction: None,
            rows: run.rows(),
            bytes_read: run.bytes_read(),
            reserved: run.reserved(),
            spilled: 0,
            seconds: run.seconds(),
            seconds_left: None,
        };
        let Some(plan) = plan.filter(|_| matches!(state, RunState::Queued | RunState::Running | RunState::Waiting))
        else {
            return progress;
        };
        let mut sources = Sources::default();
        sources.add(plan);
        progress.spilled = sources.spilled;
        progress.fraction = sources.fraction(run.bytes_read());
        let is_read = progress.fraction.is_some_and(|fraction| fraction >= 1.0);
        let phase = phase(plan);
        if state == RunState::Running {
            (progress.phase, progress.phase_rows) = match phase {
                _ if run.standing().gives_way() => (Cow::Borrowed("waiting for other queries"), None),
                Some((words, rows)) => (Cow::Borrowed(words), Some(rows)),
                None if is_read => (Cow::Borrowed("computing"), None),
                None => (Cow::Borrowed("reading"), None),
            };
        }
        let passes_through = phase.is_none_or(|(words, _)| words == GROUPING);
        progress.seconds_left = progress.fraction.filter(|fraction| {
            passes_through && *fraction >= SHARE_WORTH_TELLING && progress.seconds >= SECONDS_WORTH_TELLING
        });
        progress.seconds_left = progress.seconds_left.map(|share| progress.seconds * (1.0 - share) / share);
        progress
    }
}

fn waiting_for_turn(ahead: usize) -> Cow<'static, str> {
    match ahead {
        0 => Cow::Borrowed("waiting for its turn"),
        1 => Cow::Borrowed("waiting for its turn, behind another run"),
        ahead => Cow::Owned(format!("waiting for its turn, behind {ahead} runs")),
    }
}

const GROUPING: &str = "grouping";

/// Returns what the first operator does that has not returned a row since it must have all of its rows before, and how
/// many these are so far.
fn phase(plan: &dyn ExecutionPlan) -> Option<(&'static str, u64)> {
    let figures = Figures::of(plan);
    if plan.is::<HashJoinExec>() || plan.is::<NestedLoopJoinExec>() || plan.is::<CrossJoinExec>() {
        let mut sides = inputs(plan);
        let (build, probe) = (sides.next()?, sides.next()?);
        return match figures.sum("input_batches") {
            0 => phase(build).or(Some(("building the join", figures.sum("build_input_rows")))),
            _ => phase(probe),
        };
    }
    let words = if plan.is::<SortExec>() {
        Some("sorting")
    } else if plan.downcast_ref::<AggregateExec>().is_some_and(|groups| !groups.group_expr().is_empty()) {
        // Without keys there is one row, and what the user waits for is that all others are read.
        Some(GROUPING)
    } else if plan.is::<WindowAggExec>() {
        Some("computing windows")
    } else {
        None
    };
    let below = inputs(plan).find_map(phase);
    match words.filter(|_| figures.rows().unwrap_or(0) == 0) {
        Some(words) => below.or_else(|| Some((words, inputs(plan).next().map_or(0, rows_of)))),
        None => below,
    }
}

/// Returns how many rows an operator has returned; one that counts none hands on those of its input.
fn rows_of(plan: &dyn ExecutionPlan) -> u64 {
    Figures::of(plan).rows().unwrap_or_else(|| inputs(plan).map(rows_of).sum())
}

/// The sources of a plan.
#[derive(Default)]
struct Sources {
    /// The bytes of those that know how many rows they have, and how many of these bytes have been read by share of rows.
    counted: (f64, f64),
    /// The bytes of the others, which are counted as they are read from files.
    files: u64,
    /// The bytes that the first have read from files.
    bytes_of_counted: u64,
    /// Whether there is one that knows neither.
    unknown: bool,
    spilled: u64,
}

impl Sources {
    fn add(&mut self, plan: &dyn ExecutionPlan) {
        let figures = Figures::of(plan);
        self.spilled += figures.spilled();
        let mut is_leaf = true;
        for input in inputs(plan) {
            is_leaf = false;
            self.add(input);
        }
        if !is_leaf {
            return;
        }
        let scan = plan.downcast_ref::<DataSourceExec>();
        let files = scan.and_then(|scan| scan.data_source().downcast_ref::<FileScanConfig>());
        let bytes = files.map(|files| {
            let files = files.file_groups.iter().flat_map(|group| group.iter());
            files.map(|file| file.effective_size()).sum::<u64>()
        });
        let known = StatisticsContext::new().compute(plan, &StatisticsArgs::new());
        let total = known.ok().and_then(|known| known.num_rows.get_value().copied());
        match (total, bytes) {
            (Some(total), bytes) => {
                let weight = bytes.unwrap_or(8 * (total * plan.schema().fields().len()) as u64) as f64;
                let partitions = plan.output_partitioning().partition_count();
                let share = if figures.ended() >= partitions { 1.0 } else { share(&figures, total as u64) };
                self.counted.0 += weight;
                self.counted.1 += weight * share;
                self.bytes_of_counted += figures.sum("bytes_scanned");
            }
            (None, Some(bytes)) => self.files += bytes,
            (None, None) => self.unknown = true,
        }
    }

    fn fraction(&self, bytes_read: u64) -> Option<f64> {
        let whole = self.counted.0 + self.files as f64;
        if self.unknown || whole <= 0.0 {
            return None;
        }
        let read = bytes_read.saturating_sub(self.bytes_of_counted).min(self.files);
        Some(((self.counted.1 + read as f64) / whole).clamp(0.0, 1.0))
    }
}

/// Returns the share of a scan of so many rows that is done: rows that were returned, and those that were skipped, of
/// which Parquet counts row groups, pages and rows.
fn share(figures: &Figures, total: u64) -> f64 {
    let (skipped, groups) = figures.skipped("row_groups_pruned_statistics");
    let skipped = skipped
        + figures.skipped("row_groups_pruned_bloom_filter").0
        + figures.skipped("limit_pruned_row_groups").0
        + figures.sum("row_groups_pruned_dynamic_filter");
    let rows = figures.rows().unwrap_or(0)
        + figures.sum("pushdown_rows_pruned")
        + figures.skipped("page_index_rows_pruned").0
        + (total * skipped.min(groups)).checked_div(groups).unwrap_or(0);
    if total == 0 { 1.0 } else { (rows as f64 / total as f64).min(1.0) }
}

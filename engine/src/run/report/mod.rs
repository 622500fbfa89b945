//! What the operators of a plan have done, in words and numbers: what is left of a plan when its run has ended.

mod text;

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::{DisplayFormatType, ExecutionPlan};

use crate::run::operators::{Figures, inputs, unwrapped};

/// Of a run that takes less than this a report has names and numbers only: the words would take longer than the run.
const SECONDS_WORTH_WORDS: f64 = 0.02;
/// The most bytes of an operator's description: a list of files or of values may have megabytes.
const DETAIL: usize = 400;

/// What a plan's operators have done.
#[derive(Clone, Debug)]
pub struct Report(Arc<Operator>);

/// What one operator has done.
#[derive(Clone, Debug, Default)]
pub struct Operator {
    /// Its name, without the `Exec` of DataFusion.
    pub name: String,
    /// What it was asked for, cut where it is long.
    pub detail: String,
    /// How many rows it has returned; `None` if it does not count them.
    pub rows: Option<u64>,
    /// How many the planner expected.
    pub expected: Option<u64>,
    /// How long it has computed, in seconds, summed over threads.
    pub seconds: f64,
    /// The most memory that it has had, in bytes, as far as it counts it.
    pub memory: u64,
    /// How many bytes it has written to temporary files.
    pub spilled: u64,
    /// All of its figures by name, as text.
    pub figures: Vec<(String, String)>,
    /// The operators whose rows it has read.
    pub inputs: Vec<Operator>,
}

impl Report {
    /// Returns what the operators of `plan` have done so far, in `seconds`.
    pub(super) fn of(plan: &Arc<dyn ExecutionPlan>, seconds: f64) -> Self {
        let expectations = (seconds >= SECONDS_WORTH_WORDS).then(StatisticsContext::new);
        Self(Arc::new(operator(plan.as_ref(), expectations.as_ref())))
    }

    /// The operator that returned the rows of the query.
    pub fn root(&self) -> &Operator {
        &self.0
    }
}

fn operator(plan: &dyn ExecutionPlan, expectations: Option<&StatisticsContext>) -> Operator {
    let plan = unwrapped(plan);
    let figures = Figures::of(plan);
    let numbers = Operator {
        name: plan.name().strip_suffix("Exec").unwrap_or(plan.name()).to_string(),
        rows: figures.rows(),
        seconds: figures.seconds(),
        memory: figures.memory(),
        spilled: figures.spilled(),
        inputs: inputs(plan).map(|input| operator(input, expectations)).collect(),
        ..Operator::default()
    };
    let Some(expectations) = expectations else { return numbers };
    // It is asked for at the end of a run, where an error has no place to go; a panic of the planner's arithmetic neither.
    let expected = catch_unwind(AssertUnwindSafe(|| expectations.compute(plan, &StatisticsArgs::new())));
    let expected = expected.ok().and_then(Result::ok).and_then(|known| known.num_rows.get_value().copied());
    Operator { detail: detail(plan), expected: expected.map(|rows| rows as u64), figures: figures.all(), ..numbers }
}

/// Returns what an operator was asked for.
fn detail(plan: &dyn ExecutionPlan) -> String {
    let mut text = Bounded(String::new());
    // It ends with an error where the text is full.
    let _ = write!(text, "{}", OneLine(plan));
    let detail = text.0.strip_prefix(plan.name()).unwrap_or(&text.0);
    detail.trim_start_matches([':', ' ']).trim_end().to_string()
}

struct OneLine<'a>(&'a dyn ExecutionPlan);

impl std::fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt_as(DisplayFormatType::Default, f)
    }
}

/// A text that is cut where it is long.
struct Bounded(String);

impl Write for Bounded {
    fn write_str(&mut self, more: &str) -> std::fmt::Result {
        let left = DETAIL.saturating_sub(self.0.len());
        if more.len() <= left {
            self.0.push_str(more);
            return Ok(());
        }
        let end = (0..=left).rev().find(|end| more.is_char_boundary(*end)).unwrap_or(0);
        self.0.push_str(&more[..end]);
        self.0.push('…');
        Err(std::fmt::Error)
    }
}

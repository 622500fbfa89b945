//! Operators that yield to the runtime. DataFusion yields only at the leaves of a plan; a join makes so many batches of
//! one, or tries so many pairs for none, that the operators above it compute for minutes within one poll, and neither a
//! cancel nor any other task gets a turn.
//!
//! DataFusion's own wrapper counts batches in the budget of the runtime, which is 128 for all operators of a task: with
//! fewer batches the leaves would never be asked. Here the time counts for which a task has had its thread.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::execution::{RecordBatchStream, SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::joins::{HashJoinExec, NestedLoopJoinExec};
use datafusion::physical_plan::unnest::UnnestExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use futures::{Stream, StreamExt};

use super::long_lists::cut;
use super::unary::{unary_exec, without_expressions};
use crate::run::current::turn;

/// How long a task keeps its thread, where an operator can yield.
const LONGEST_TURN: Duration = Duration::from_millis(20);
/// How many rows an operator that may take long for each gets first.
const FIRST_ROWS: usize = 16;

/// How many items of a list are unnested at once.
const LONGEST_LIST: usize = 1 << 16;

type Plan = Arc<dyn ExecutionPlan>;

/// Returns `plan` with operators that yield where rows are multiplied.
///
/// # Errors
/// When DataFusion cannot rebuild a node.
pub(crate) fn with_time_slices(plan: Plan) -> Result<Plan> {
    plan.transform_up(|node| {
        if node.children().len() < 2 && !node.is::<UnnestExec>() {
            return Ok(Transformed::no(node));
        }
        let node = match node.downcast_ref::<UnnestExec>() {
            Some(unnest) => {
                // A list that is opened after another one is repeated as a whole for each item of that.
                let opened = unnest.list_column_indices();
                let at_once = opened.windows(2).all(|two| two[0].depth == two[1].depth);
                let lists = opened.iter().filter(|_| at_once).map(|list| list.index_in_input_schema).collect();
                with_slices(node, 1, lists)?
            }
            None if tries_pairs(&node) => with_slices(node, 2, Vec::new())?,
            None => node,
        };
        Ok(Transformed::yes(Arc::new(TimeSliceExec { input: node, slices: false, lists: Vec::new() }) as Plan))
    })
    .data()
}

/// Returns whether a join tests all pairs of a batch and the rows of its other side against a condition before it
/// yields.
fn tries_pairs(plan: &Plan) -> bool {
    plan.is::<NestedLoopJoinExec>() || plan.downcast_ref::<HashJoinExec>().is_some_and(|join| join.filter.is_some())
}

/// Returns an operator that gets the rows of one of its inputs in slices that do not take it long, and long lists in
/// parts.
fn with_slices(operator: Plan, divided: usize, lists: Vec<usize>) -> Result<Plan> {
    let mut place = 0;
    let given = operator.map_children(|child| {
        place += 1;
        Ok(match place == divided {
            true => {
                Transformed::yes(Arc::new(TimeSliceExec { input: child, slices: true, lists: lists.clone() }) as Plan)
            }
            false => Transformed::no(child),
        })
    });
    given.data()
}

/// The rows of its input, in slices and with pauses.
#[derive(Debug)]
pub(super) struct TimeSliceExec {
    input: Plan,
    slices: bool,
    /// The list columns that are unnested.
    lists: Vec<usize>,
}

impl DisplayAs for TimeSliceExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for TimeSliceExec {
    unary_exec!("TimeSliceExec", input, |exec, input| Self { input, slices: exec.slices, lists: exec.lists.clone() });
    without_expressions!();

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let input = self.input.execute(partition, context)?;
        let slices = self.slices.then_some(Slices { rest: None, rows: FIRST_ROWS, given: None });
        Ok(Box::pin(Turns { input, slices, lists: self.lists.clone(), waited: Instant::now() }))
    }
}

struct Turns {
    input: SendableRecordBatchStream,
    slices: Option<Slices>,
    lists: Vec<usize>,
    /// When it last yielded, for a task whose turn is not known.
    waited: Instant,
}

/// A batch that is passed on in slices, each of about half a turn's work for its reader.
struct Slices {
    rest: Option<RecordBatch>,
    rows: usize,
    given: Option<Instant>,
}

impl Slices {
    /// Adapts the size to the time that the last slice took, in this turn.
    fn learn(&mut self, began: Instant, now: Instant) {
        let Some(given) = self.given.take() else { return };
        let taken = now - given.max(began).min(now);
        if taken < LONGEST_TURN / 4 {
            self.rows = self.rows.saturating_mul(2);
        } else if taken > LONGEST_TURN {
            self.rows = (self.rows / 2).max(1);
        }
    }

    fn first_of(&mut self, batch: RecordBatch) -> RecordBatch {
        self.rows = self.rows.min(batch.num_rows().max(FIRST_ROWS));
        self.given = Some(Instant::now());
        if batch.num_rows() <= self.rows {
            return batch;
        }
        self.rest = Some(batch.slice(self.rows, batch.num_rows() - self.rows));
        batch.slice(0, self.rows)
    }
}

impl Stream for Turns {
    type Item = Result<RecordBatch>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let (began, now) = (turn().unwrap_or(this.waited), Instant::now());
        if let Some(slices) = &mut this.slices {
            slices.learn(began, now);
        }
        if now.saturating_duration_since(began) > LONGEST_TURN {
            this.waited = now;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let rest = this.slices.as_mut().and_then(|slices| slices.rest.take());
        let next = match rest {
            Some(rest) => Some(Ok(rest)),
            None => match ready!(this.input.poll_next_unpin(cx)) {
                Some(Ok(batch)) if !this.lists.is_empty() => Some(Ok(cut(batch, &this.lists, LONGEST_LIST)?)),
                next => next,
            },
        };
        Poll::Ready(match (next, &mut this.slices) {
            (Some(Ok(batch)), Some(slices)) => Some(Ok(slices.first_of(batch))),
            (next, _) => next,
        })
    }
}

impl RecordBatchStream for Turns {
    fn schema(&self) -> SchemaRef {
        self.input.schema()
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::Int64Array;

    use super::*;

    #[test]
    fn slices_grow_where_they_take_no_time_and_shrink_where_they_take_long() {
        let rows = Arc::new(Int64Array::from_iter_values(0..1000));
        let batch = RecordBatch::try_from_iter([("n", rows as _)]).unwrap();
        let mut slices = Slices { rest: None, rows: FIRST_ROWS, given: None };
        let start = Instant::now();
        let mut sizes = Vec::new();
        let mut next = Some(batch.clone());
        while let Some(batch) = next {
            sizes.push(slices.first_of(batch).num_rows());
            slices.given = Some(start);
            slices.learn(start, start);
            next = slices.rest.take();
        }
        assert_eq!(sizes, [16, 32, 64, 128, 256, 504]);
        let before = slices.rows;
        slices.first_of(batch);
        slices.given = Some(start);
        slices.learn(start, start + 2 * LONGEST_TURN);
        assert!(slices.rows < before);
        // Time of an earlier turn does not count: there was a pause since.
        let before = slices.rows;
        slices.given = Some(start);
        slices.learn(start + 10 * LONGEST_TURN, start + 10 * LONGEST_TURN);
        assert_eq!(slices.rows, 2 * before);
    }
}

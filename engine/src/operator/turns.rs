//! Operators that let go of their thread. DataFusion sees to that at the leaves of a plan only; a join makes so many
//! batches of one, or tries so many pairs for none, that what stands above it computes for minutes within one poll, and
//! neither a cancel nor any other task gets a turn.
//!
//! DataFusion's own wrapper counts batches in the budget of the runtime, which is 128 for all operators of a task: below
//! so many of them the leaves would never be asked. Here what counts is the time that a task has had its thread for.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::execution::{RecordBatchStream, SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::joins::{HashJoinExec, NestedLoopJoinExec};
use datafusion::physical_plan::unnest::UnnestExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use futures::{Stream, StreamExt};

use super::long_lists::cut;
use super::only;
use crate::current::turn;

/// How long a task has its thread for, where there is an operator that can wait.
const LONGEST_TURN: Duration = Duration::from_millis(20);
/// How many rows an operator is given first, if it may take long for each.
const FIRST_ROWS: usize = 16;

/// How many items of a list are made rows of at once.
const LONGEST_LIST: usize = 1 << 16;

type Plan = Arc<dyn ExecutionPlan>;

/// `plan` with operators that let go of their thread where rows are multiplied.
///
/// # Errors
/// When the engine cannot build a node again.
pub(crate) fn in_turns(plan: Plan) -> Result<Plan> {
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
                with_pieces(node, 1, lists)?
            }
            None if tries_pairs(&node) => with_pieces(node, 2, Vec::new())?,
            None => node,
        };
        Ok(Transformed::yes(Arc::new(TurnsExec { input: node, pieces: false, lists: Vec::new() }) as Plan))
    })
    .data()
}

/// Whether a join holds all pairs of a batch and the rows of its other side against a condition before it waits.
fn tries_pairs(plan: &Plan) -> bool {
    plan.is::<NestedLoopJoinExec>() || plan.downcast_ref::<HashJoinExec>().is_some_and(|join| join.filter.is_some())
}

/// An operator that is given the rows of one of its inputs in pieces for which it does not take long, and long lists in parts.
fn with_pieces(operator: Plan, divided: usize, lists: Vec<usize>) -> Result<Plan> {
    let mut place = 0;
    let given = operator.map_children(|child| {
        place += 1;
        Ok(match place == divided {
            true => Transformed::yes(Arc::new(TurnsExec { input: child, pieces: true, lists: lists.clone() }) as Plan),
            false => Transformed::no(child),
        })
    });
    given.data()
}

/// The rows of its input, in pieces and with pauses.
#[derive(Debug)]
struct TurnsExec {
    input: Plan,
    pieces: bool,
    /// The columns with lists that are to be opened.
    lists: Vec<usize>,
}

impl DisplayAs for TurnsExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for TurnsExec {
    fn name(&self) -> &str {
        "TurnsExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false]
    }

    fn children(&self) -> Vec<&Plan> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(self: Arc<Self>, inputs: Vec<Plan>) -> Result<Plan> {
        Ok(Arc::new(Self { input: only(inputs)?, pieces: self.pieces, lists: self.lists.clone() }))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let input = self.input.execute(partition, context)?;
        let pieces = self.pieces.then_some(Pieces { rest: None, rows: FIRST_ROWS, given: None });
        Ok(Box::pin(Turns { input, pieces, lists: self.lists.clone(), waited: Instant::now() }))
    }
}

struct Turns {
    input: SendableRecordBatchStream,
    pieces: Option<Pieces>,
    lists: Vec<usize>,
    /// When it has let go of its thread last, for a task of which that is not known.
    waited: Instant,
}

/// A batch that is handed on bit by bit, so that whoever takes them is about half a turn with each.
struct Pieces {
    rest: Option<RecordBatch>,
    rows: usize,
    given: Option<Instant>,
}

impl Pieces {
    /// Learns from the time that was taken for the last one, in this turn.
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
        if let Some(pieces) = &mut this.pieces {
            pieces.learn(began, now);
        }
        if now.saturating_duration_since(began) > LONGEST_TURN {
            this.waited = now;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let rest = this.pieces.as_mut().and_then(|pieces| pieces.rest.take());
        let next = match rest {
            Some(rest) => Some(Ok(rest)),
            None => match ready!(this.input.poll_next_unpin(cx)) {
                Some(Ok(batch)) if !this.lists.is_empty() => Some(Ok(cut(batch, &this.lists, LONGEST_LIST)?)),
                next => next,
            },
        };
        Poll::Ready(match (next, &mut this.pieces) {
            (Some(Ok(batch)), Some(pieces)) => Some(Ok(pieces.first_of(batch))),
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
    fn pieces_grow_where_they_take_no_time_and_shrink_where_they_take_long() {
        let rows = Arc::new(Int64Array::from_iter_values(0..1000));
        let batch = RecordBatch::try_from_iter([("n", rows as _)]).unwrap();
        let mut pieces = Pieces { rest: None, rows: FIRST_ROWS, given: None };
        let start = Instant::now();
        let mut sizes = Vec::new();
        let mut next = Some(batch.clone());
        while let Some(batch) = next {
            sizes.push(pieces.first_of(batch).num_rows());
            pieces.given = Some(start);
            pieces.learn(start, start);
            next = pieces.rest.take();
        }
        assert_eq!(sizes, [16, 32, 64, 128, 256, 504]);
        let before = pieces.rows;
        pieces.first_of(batch);
        pieces.given = Some(start);
        pieces.learn(start, start + 2 * LONGEST_TURN);
        assert!(pieces.rows < before);
        // What was done in an earlier turn does not count: there was a pause since.
        let before = pieces.rows;
        pieces.given = Some(start);
        pieces.learn(start + 10 * LONGEST_TURN, start + 10 * LONGEST_TURN);
        assert_eq!(pieces.rows, 2 * before);
    }
}

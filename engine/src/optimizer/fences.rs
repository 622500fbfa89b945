//! Keeps sorts above operators that skip rows by position or change them, and below operators that count rows.
//!
//! DataFusion moves a sort below any operator that keeps the order of its input. Below an OFFSET other rows are skipped
//! then, with a LIMIT too few are left, and below a function over batches other values are sorted. And it removes a
//! sort whose keys are no longer in the output, also where an OFFSET counts its rows (docs/upstream/offsets.md). So
//! such operators, and the sorts below those that count, are put under one that says it keeps no order, until sorts are
//! placed.

use std::fmt;
use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{LexOrdering, OrderingRequirements};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::limit::{GlobalLimitExec, LocalLimitExec};
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};

use crate::operator::{is_of_places, unary_exec, without_expressions};

type Plan = Arc<dyn ExecutionPlan>;

/// Inserts the fences.
#[derive(Debug)]
pub(super) struct Fences;

/// Removes them.
#[derive(Debug)]
pub(super) struct NoFences;

impl PhysicalOptimizerRule for Fences {
    fn optimize(&self, plan: Plan, _config: &ConfigOptions) -> Result<Plan> {
        plan.transform_up(|node| {
            let skips = node.downcast_ref::<GlobalLimitExec>().map(|limit| limit.skip() > 0);
            let is_of_places = is_of_places(&node);
            if skips.is_none() && !is_of_places && !node.is::<LocalLimitExec>() {
                return Ok(Transformed::no(node));
            }
            let held = node.map_children(with_sorts_held)?;
            Ok(match skips == Some(true) || is_of_places {
                true => Transformed::yes(Arc::new(Fence { input: held.data, ordering: None })),
                false => held,
            })
        })
        .data()
    }

    fn name(&self) -> &str {
        "fences"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// Returns `plan` with a fence above the sort that orders its rows.
fn with_sorts_held(plan: Plan) -> Result<Transformed<Plan>> {
    plan.transform_down(|node| {
        if let Some(sort) = node.downcast_ref::<SortExec>() {
            let ordering = Some(sort.expr().clone());
            return Ok(Transformed::new(Arc::new(Fence { input: node, ordering }), true, TreeNodeRecursion::Jump));
        }
        let passes = node.children().len() == 1 && node.maintains_input_order() == [true];
        let next = if passes { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Jump };
        Ok(Transformed::new(node, false, next))
    })
}

impl PhysicalOptimizerRule for NoFences {
    fn optimize(&self, plan: Plan, _config: &ConfigOptions) -> Result<Plan> {
        plan.transform_up(|node| {
            Ok(match node.downcast_ref::<Fence>() {
                Some(fence) => Transformed::yes(Arc::clone(&fence.input)),
                None => Transformed::no(node),
            })
        })
        .data()
    }

    fn name(&self) -> &str {
        "no_fences"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// Its input, below which no sort is moved.
#[derive(Debug)]
struct Fence {
    input: Plan,
    /// The order of a sort that is held: what asks for it keeps it.
    ordering: Option<LexOrdering>,
}

impl DisplayAs for Fence {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for Fence {
    unary_exec!("Fence", input, |fence, input| Self { input, ordering: fence.ordering.clone() });
    without_expressions!();

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn required_input_ordering(&self) -> Vec<Option<OrderingRequirements>> {
        vec![self.ordering.clone().map(OrderingRequirements::from)]
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![false]
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        self.input.execute(partition, context)
    }
}

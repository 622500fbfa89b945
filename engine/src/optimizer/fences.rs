//! Keeps sorts above operators that skip rows by position, or change them.
//!
//! DataFusion moves a sort below any operator that keeps the order of its input. Below an OFFSET other rows are skipped
//! then, with a LIMIT too few are left, and below a function over batches other values are sorted
//! (docs/upstream/offsets.md). So such operators are put under one that says it keeps no order, until sorts are placed.

use std::fmt;
use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::limit::GlobalLimitExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};

use crate::operator::{is_of_places, only};

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
            let skips = node.downcast_ref::<GlobalLimitExec>().is_some_and(|limit| limit.skip() > 0);
            Ok(match skips || is_of_places(&node) {
                true => Transformed::yes(Arc::new(Fence { input: node }) as _),
                false => Transformed::no(node),
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
}

impl DisplayAs for Fence {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for Fence {
    fn name(&self) -> &str {
        "Fence"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![false]
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
        Ok(Arc::new(Self { input: only(inputs)? }))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        self.input.execute(partition, context)
    }
}

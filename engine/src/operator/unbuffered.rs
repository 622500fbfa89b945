//! Filters whose rows somebody looks at. DataFusion's filter gathers what it finds until a batch is full: where one row in
//! a million is wanted, nothing is seen before eight thousand of them are found, or all rows are read.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::limit::{GlobalLimitExec, LocalLimitExec};
use datafusion::physical_plan::projection::ProjectionExec;

/// Returns `plan` with filters that return at once what they find in a batch, as far as they decide what is seen: below an
/// operator that gathers rows itself they stay as they are.
pub(crate) fn unbuffered(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    let changed = plan.transform_down(|plan| {
        if let Some(filter) = plan.downcast_ref::<FilterExec>() {
            // What is larger than the half of this passes as it is.
            return Ok(Transformed::yes(Arc::new(filter.with_batch_size(1)?) as _));
        }
        let passes = plan.is::<ProjectionExec>()
            || plan.is::<CoalescePartitionsExec>()
            || plan.is::<GlobalLimitExec>()
            || plan.is::<LocalLimitExec>();
        let below = if passes { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Jump };
        Ok(Transformed::new(plan, false, below))
    })?;
    Ok(changed.data)
}

//! Sorts of one partition on all cores. DataFusion sorts partitions side by side where there are several; rows that are
//! numbered come in one.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::Result;
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, Partitioning};

/// Returns `plan` with its batches spread over as many partitions below each sort of one, and merged above it. Rows that
/// are equal in all keys come in any order: the last key must tell them apart.
pub(crate) fn with_spread_sorts(plan: Arc<dyn ExecutionPlan>, partitions: usize) -> Result<Arc<dyn ExecutionPlan>> {
    let changed = plan.transform_up(|node| {
        let sort: Option<&SortExec> = node.downcast_ref();
        let Some(sort) =
            sort.filter(|sort| partitions > 1 && sort.input().output_partitioning().partition_count() == 1)
        else {
            return Ok(Transformed::no(node));
        };
        let keys = sort.expr().clone();
        let spread = RepartitionExec::try_new(Arc::clone(sort.input()), Partitioning::RoundRobinBatch(partitions))?;
        let sorted = SortExec::new(keys.clone(), Arc::new(spread))
            .with_preserve_partitioning(true)
            .with_fetch(ExecutionPlan::fetch(sort));
        let merged = SortPreservingMergeExec::new(keys, Arc::new(sorted)).with_fetch(ExecutionPlan::fetch(sort));
        Ok(Transformed::yes(Arc::new(merged) as _))
    })?;
    Ok(changed.data)
}

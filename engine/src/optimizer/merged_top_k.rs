//! The first rows of several streams that are merged by more keys than they are sorted by.
//!
//! A key that is constant in each stream need not be sorted by there, only when they are merged. But with a limit the
//! streams tell each other which rows are too far behind, by the keys of their sorts: a row that would come first by
//! the missing key is dropped (docs/upstream/merged-top-k.md). So such streams are sorted by all keys.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::execution_plan::replace_children_if_necessary;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;

/// Sorts such streams by the keys that they are merged by.
#[derive(Debug)]
pub(super) struct MergedTopK;

impl PhysicalOptimizerRule for MergedTopK {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let Some(merge) = node.downcast_ref::<SortPreservingMergeExec>() else { return Ok(Transformed::no(node)) };
            let Some(sort) = merge.input().downcast_ref::<SortExec>() else { return Ok(Transformed::no(node)) };
            if sort.fetch().is_none() || sort.expr() == merge.expr() {
                return Ok(Transformed::no(node));
            }
            let whole = SortExec::new(merge.expr().clone(), Arc::clone(sort.input()))
                .with_fetch(sort.fetch())
                .with_preserve_partitioning(sort.preserve_partitioning());
            replace_children_if_necessary(Arc::clone(&node), vec![Arc::new(whole)]).map(Transformed::yes)
        })
        .data()
    }

    fn name(&self) -> &str {
        "merged_top_k"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

//! Removes the limit of an aggregate where it is so large that it is better to keep all groups. DataFusion allocates
//! room for the whole LIMIT, ten times over, before the first row, and reserves no memory for it
//! (`aggregates/topk/hash_table.rs`, `heap.rs`); the number that somebody has written may be any.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;

/// With a limit above this all groups are kept, and sorted afterwards: about a megabyte.
const MOST_GROUPS: usize = 10_000;

/// The rule.
#[derive(Debug)]
pub(super) struct LargeLimits;

impl PhysicalOptimizerRule for LargeLimits {
    fn name(&self) -> &str {
        "large_limits"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let aggregate = node.downcast_ref::<AggregateExec>().filter(|aggregate| {
                // Without an order it only stops once there are enough.
                let limit = aggregate.limit_options().filter(|limit| limit.descending().is_some());
                limit.is_some_and(|limit| limit.limit() > MOST_GROUPS)
            });
            Ok(match aggregate {
                Some(aggregate) => Transformed::yes(Arc::new(aggregate.with_new_limit_options(None)) as _),
                None => Transformed::no(node),
            })
        })
        .data()
    }
}

//! Removes the limits of aggregates that would be wrong or too large.
//!
//! Where only the first groups are wanted, by their only key or by a `min` or `max`, DataFusion keeps as many in a heap.
//! There floats are compared by `==` and `<`, to which NaN is neither equal to itself nor larger than anything: groups
//! are doubled or lost, or the query panics (docs/upstream/limits-of-floats.md).
//!
//! And it allocates room for the whole LIMIT, ten times over, before the first row, and reserves no memory for it
//! (`aggregates/topk/hash_table.rs`, `heap.rs`); the number that somebody has written may be any.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;

use crate::trial::Mend;

/// With a limit above this all groups are kept, and sorted afterwards: about a megabyte.
const MOST_GROUPS: usize = 10_000;

/// The rule.
#[derive(Debug)]
pub(super) struct AggregateLimits;

impl PhysicalOptimizerRule for AggregateLimits {
    fn name(&self) -> &str {
        "aggregate_limits"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let aggregate = node.downcast_ref::<AggregateExec>().filter(|aggregate| {
                // Without an order it only stops once there are enough.
                let limit = aggregate.limit_options().filter(|limit| limit.descending().is_some());
                limit.is_some_and(|limit| limit.limit() > MOST_GROUPS || compares_floats(aggregate))
            });
            Ok(match aggregate {
                Some(aggregate) => Transformed::yes(Arc::new(aggregate.with_new_limit_options(None)) as _),
                None => Transformed::no(node),
            })
        })
        .data()
    }
}

/// Returns whether the key of an aggregate with a limit, or its `min` or `max`, is a float.
fn compares_floats(aggregate: &AggregateExec) -> bool {
    Mend::FloatLimits.is_on() && aggregate.schema().fields().iter().any(|field| field.data_type().is_floating())
}

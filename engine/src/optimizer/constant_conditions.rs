//! Predicates that name no column, above aggregates that have a row where their input has none.
//!
//! DataFusion pushes a predicate below an aggregate if all its columns are group keys. One without columns passes, also
//! below an aggregate without keys, which then returns the row for an empty input instead of none
//! (docs/upstream/constant-conditions.md).

use datafusion::common::tree_node::Transformed;
use datafusion::error::Result;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::push_down_filter::PushDownFilter;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};

/// DataFusion's rule that pushes predicates down, except these.
#[derive(Debug, Default)]
pub(super) struct Conditions(PushDownFilter);

impl OptimizerRule for Conditions {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        if let LogicalPlan::Filter(filter) = &plan
            && let LogicalPlan::Aggregate(aggregate) = filter.input.as_ref()
            && (aggregate.group_expr.is_empty()
                || aggregate.group_expr.iter().any(|expr| matches!(expr, Expr::GroupingSet(_))))
            && split_conjunction(&filter.predicate).iter().any(|condition| condition.column_refs().is_empty())
        {
            return Ok(Transformed::no(plan));
        }
        self.0.rewrite(plan, config)
    }
}

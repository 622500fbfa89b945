//! Keys of grouping sets, which have not the properties of their input.
//!
//! DataFusion passes the properties of the rows below an aggregate up through it: that a key is constant, equal to
//! another, or sorted. With `ROLLUP`, `CUBE` and `GROUPING SETS` the keys are NULL in some rows, and sorts by them are
//! removed wrongly (docs/upstream/grouping-sets-order.md). So above such an aggregate each key goes through a function
//! of it and of the grouping id, of which nothing is known.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::error::Result;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, Projection};

use crate::functions::first_of;

/// Returns `plan` with such keys.
pub(super) fn with_unknown_keys(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Aggregate(aggregate) if is_of_sets(&aggregate) => corrected(aggregate).map(Transformed::yes),
        node => Ok(Transformed::no(node)),
    })
    .data()
}

/// Returns whether an aggregate has several grouping sets.
pub(super) fn is_of_sets(aggregate: &Aggregate) -> bool {
    aggregate.group_expr.iter().any(|expr| matches!(expr, Expr::GroupingSet(_)))
}

fn corrected(aggregate: Aggregate) -> Result<LogicalPlan> {
    let columns = aggregate.schema.columns();
    let keys = columns.len().saturating_sub(aggregate.aggr_expr.len() + 1);
    let set = || Expr::Column(Column::new_unqualified(Aggregate::INTERNAL_GROUPING_ID));
    let above = columns.into_iter().enumerate().map(|(at, column)| {
        let (relation, name) = (column.relation.clone(), column.name.clone());
        let plain = Expr::Column(column);
        if at < keys { first_of(vec![plain, set()]).alias_qualified(relation, name) } else { plain }
    });
    let projection = Projection::try_new(above.collect(), Arc::new(LogicalPlan::Aggregate(aggregate)))?;
    Ok(LogicalPlan::Projection(projection))
}

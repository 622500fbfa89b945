//! Scalar subqueries that may have no row, and are NULL then.
//!
//! DataFusion takes one for nullable only if its column is: `(SELECT 1 FROM empty) IS NULL` is simplified to false, and
//! a frame with such a column says that it has no NULL (docs/upstream/nullable-subqueries.md). A computed column may be
//! nullable at first and a constant later: `(SELECT upper('a') FROM empty)`. So both go through a function that is
//! nullable.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan, Projection, Subquery};

use super::{asks, has_subquery, recomputed};
use crate::expr::names::unaliased;
use crate::functions::may_be_null;
use crate::trial::Mend;

/// Returns `plan` with subqueries that are nullable where they may have no row.
pub(crate) fn nullable_values(plan: LogicalPlan) -> Result<LogicalPlan> {
    if !has_subquery(&plan)? || !Mend::MayBeNull.is_on() {
        return Ok(plan);
    }
    plan.transform_up_with_subqueries(|node| {
        if !asks(&node) {
            // What is above has changed with what is below.
            return recomputed(node).map(Transformed::yes);
        }
        let node = node.map_expressions(|expr| {
            expr.transform_up(|part| match part {
                Expr::ScalarSubquery(subquery)
                    if (is_never_null(&subquery.subquery) || is_computed(&subquery.subquery, 0))
                        && !has_one_row(&subquery.subquery) =>
                {
                    nullable(subquery).map(|subquery| Transformed::yes(Expr::ScalarSubquery(subquery)))
                }
                other => Ok(Transformed::no(other)),
            })
        })?;
        recomputed(node.data).map(Transformed::yes)
    })
    .data()
}

fn nullable(subquery: Subquery) -> Result<Subquery> {
    let named = |column: Column| {
        let (relation, name) = (column.relation.clone(), column.name.clone());
        may_be_null(Expr::Column(column)).alias_qualified(relation, name)
    };
    let columns = subquery.subquery.schema().columns().into_iter().map(named).collect();
    let plan = Projection::try_new(columns, subquery.subquery)?;
    Ok(Subquery { subquery: Arc::new(LogicalPlan::Projection(plan)), ..subquery })
}

fn is_never_null(plan: &LogicalPlan) -> bool {
    plan.schema().fields().first().is_some_and(|field| !field.is_nullable())
}

/// Returns whether the column at `place` is more than one of a table, and so may become a constant.
fn is_computed(plan: &LogicalPlan, place: usize) -> bool {
    let through = match plan {
        LogicalPlan::Projection(projection) => match projection.expr.get(place).map(unaliased) {
            Some(Expr::Column(column)) => {
                projection.input.schema().maybe_index_of_column(column).map(|at| (&projection.input, at))
            }
            _ => return true,
        },
        LogicalPlan::SubqueryAlias(alias) => Some((&alias.input, place)),
        LogicalPlan::Limit(limit) => Some((&limit.input, place)),
        LogicalPlan::Sort(sort) => Some((&sort.input, place)),
        LogicalPlan::Filter(filter) => Some((&filter.input, place)),
        _ => None,
    };
    through.is_some_and(|(input, place)| is_computed(input, place))
}

/// Returns whether `plan` has a row whatever is below: it is an aggregate without keys.
fn has_one_row(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => has_one_row(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => has_one_row(&alias.input),
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.is_empty(),
        _ => false,
    }
}

//! Scalar subqueries that may have no row, and are NULL then.
//!
//! DataFusion takes one for nullable only if its column is: `(SELECT 1 FROM empty) IS NULL` is simplified to false, and
//! a frame with such a column says that it has no NULL (docs/upstream/nullable-subqueries.md). So its column goes
//! through a function that is nullable.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan, Projection, Subquery};

use super::{asks, has_subquery, recomputed};
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
                    if is_never_null(&subquery.subquery) && !has_one_row(&subquery.subquery) =>
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

/// Returns whether `plan` has a row whatever is below: it is an aggregate without keys.
fn has_one_row(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => has_one_row(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => has_one_row(&alias.input),
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.is_empty(),
        _ => false,
    }
}

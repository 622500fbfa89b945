//! Subqueries in the condition of a join.
//!
//! One that names columns of one side is answered there, before the join. One that names columns of both is answered
//! for all pairs of what it names: above an inner join; and for an outer one beside the rows of the side that need not
//! stay, which then find only the answers that are about them.

use std::sync::Arc;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{Expr, Filter, Join, JoinConstraint, JoinType, LogicalPlan};

use super::attach::Attach;
use super::domain::outer_columns;
use super::shape::{Names, shaped};
use super::{filtered, is_of, is_subquery_in, subquery_of};
use crate::error::{Error, ErrorKind};

/// `join` with columns in the place of the subqueries of its condition.
pub(super) fn unnested(join: Join, names: &Names) -> Result<LogicalPlan> {
    let columns = join.schema.columns();
    let Some(condition) = join.filter.clone() else { return Ok(LogicalPlan::Join(join)) };
    let (asking, plain): (Vec<_>, Vec<_>) = split_conjunction_owned(condition).into_iter().partition(is_subquery_in);
    if join.join_type == JoinType::Inner {
        let filter = conjunction(plain);
        let below = Join { filter, ..join };
        return match conjunction(asking) {
            Some(asking) => filtered(Filter::try_new(asking, Arc::new(LogicalPlan::Join(below)))?, names),
            None => Ok(LogicalPlan::Join(below)),
        };
    }
    let mut left = Attach::new(&join.left, names);
    let mut right = Attach::new(&join.right, names);
    let mut conditions = plain;
    for condition in asking {
        let (in_left, in_right) = sides(&condition, &join)?;
        let answered = match (in_left, in_right) {
            (_, false) => left.value_of(condition, false)?,
            (false, true) => right.value_of(condition, false)?,
            (true, true) => return Err(both_sides()),
        };
        conditions.push(answered);
    }
    let made = Join::try_new(
        left.into_plan(),
        right.into_plan(),
        join.on,
        conjunction(conditions),
        join.join_type,
        JoinConstraint::On,
        join.null_equality,
        join.null_aware,
    )?;
    let made = Arc::new(LogicalPlan::Join(made));
    Ok(Arc::unwrap_or_clone(shaped(made, columns)?))
}

/// Of which sides a condition's subqueries, and the values that these are compared with, name columns.
fn sides(condition: &Expr, join: &Join) -> Result<(bool, bool)> {
    let (mut left, mut right) = (false, false);
    condition.apply(|part| {
        if let Some(subquery) = subquery_of(part) {
            left |= !outer_columns(&subquery.subquery, join.left.schema()).is_empty();
            right |= !outer_columns(&subquery.subquery, join.right.schema()).is_empty();
            for column in part.column_refs() {
                left |= is_of(join.left.schema(), column);
                right |= is_of(join.right.schema(), column);
            }
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok((left, right))
}

fn both_sides() -> datafusion::error::DataFusionError {
    let message = "a subquery in the condition of an outer join names columns of both sides";
    let hint = "compute what it asks for on one side first, or move it to WHERE";
    Error::new(ErrorKind::Sql, "sql", message).with_hint(hint).into()
}

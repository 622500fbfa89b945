//! Subqueries in the condition of a join.
//!
//! A subquery that names columns of one side of an outer join is evaluated there, before the join. One that names
//! columns of both is evaluated for the pairs of an inner join. An outer join has these pairs, and also the rows that
//! are in none of them: whether a row is depends only on the columns that the condition names.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, ScalarValue};
use datafusion::error::Result;
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{Expr, Filter, Join, JoinConstraint, JoinType, LogicalPlan, Projection, Union};

use super::attach::Attach;
use super::domain::outer_columns;
use super::native::Place;
use super::shape::{Names, columns_of, joined, named, pairs, renamed, shaped};
use super::{filtered, is_of, is_subquery_in, subquery_of};
use crate::error::{Error, ErrorKind};

/// Returns `join` with columns in place of the subqueries of its condition.
pub(super) fn unnested(join: Join, names: &Names) -> Result<LogicalPlan> {
    let columns = join.schema.columns();
    let Some(condition) = join.filter.clone() else { return Ok(LogicalPlan::Join(join)) };
    if join.join_type == JoinType::Inner {
        return inner(join, names);
    }
    let (asking, plain): (Vec<_>, Vec<_>) = split_conjunction_owned(condition).into_iter().partition(is_subquery_in);
    let mut left = Attach::new(&join.left, names);
    let mut right = Attach::new(&join.right, names);
    let mut conditions = plain;
    for condition in asking {
        let (in_left, in_right) = sides(&condition, &join)?;
        let answered = match (in_left, in_right) {
            (true, true) => return of_pairs(&join, names),
            (_, false) => left.value_of(condition, Place::Elsewhere)?,
            (false, true) => right.value_of(condition, Place::Elsewhere)?,
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
    Ok(Arc::unwrap_or_clone(shaped(Arc::new(LogicalPlan::Join(made)), columns)?))
}

/// Returns the pairs of rows for which the condition holds.
fn inner(join: Join, names: &Names) -> Result<LogicalPlan> {
    let conditions = join.filter.into_iter().flat_map(split_conjunction_owned);
    let (asking, plain): (Vec<_>, Vec<_>) = conditions.partition(is_subquery_in);
    let pairs = Join::try_new(
        join.left,
        join.right,
        join.on,
        conjunction(plain),
        JoinType::Inner,
        JoinConstraint::On,
        join.null_equality,
        false,
    )?;
    let pairs = LogicalPlan::Join(pairs);
    match conjunction(asking) {
        Some(asking) => filtered(Filter::try_new(asking, Arc::new(pairs))?, names),
        None => Ok(pairs),
    }
}

/// Returns an outer join, made from its pairs.
fn of_pairs(join: &Join, names: &Names) -> Result<LogicalPlan> {
    let named = named_by(join)?;
    let pairs_of_rows = Arc::new(inner(join.clone(), names)?);
    let unpaired = |side: &Arc<LogicalPlan>, join_type| {
        let keys: Vec<Column> = side.schema().columns().into_iter().filter(|column| named.contains(column)).collect();
        beside_pairs(side, &pairs_of_rows, &keys, join_type, names)
    };
    let (left, right) = (&join.left, &join.right);
    let mut parts = match join.join_type {
        JoinType::LeftSemi => return Ok(Arc::unwrap_or_clone(unpaired(left, JoinType::LeftSemi)?)),
        JoinType::LeftAnti => return Ok(Arc::unwrap_or_clone(unpaired(left, JoinType::LeftAnti)?)),
        JoinType::RightSemi => return Ok(Arc::unwrap_or_clone(unpaired(right, JoinType::LeftSemi)?)),
        JoinType::RightAnti => return Ok(Arc::unwrap_or_clone(unpaired(right, JoinType::LeftAnti)?)),
        JoinType::Left | JoinType::Right | JoinType::Full => vec![Arc::clone(&pairs_of_rows)],
        JoinType::Inner | JoinType::LeftMark | JoinType::RightMark => return Err(refusal()),
    };
    if matches!(join.join_type, JoinType::Left | JoinType::Full) {
        parts.push(filled(unpaired(left, JoinType::LeftAnti)?, &join.schema)?);
    }
    if matches!(join.join_type, JoinType::Right | JoinType::Full) {
        parts.push(filled(unpaired(right, JoinType::LeftAnti)?, &join.schema)?);
    }
    // A union matches columns by their names alone.
    let name = names.next("pairs");
    let mut numbered = Vec::with_capacity(parts.len());
    for part in parts {
        let columns = columns_of(part.schema()).into_iter().enumerate();
        let columns = columns.map(|(at, column)| column.alias(format!("{name}_{at}"))).collect();
        numbered.push(Arc::new(LogicalPlan::Projection(Projection::try_new(columns, part)?)));
    }
    let union = Arc::new(LogicalPlan::Union(Union::try_new_with_loose_types(numbered)?));
    renamed(union, &join.schema.columns())
}

/// Returns the rows of a side that are in a pair, or in none.
fn beside_pairs(
    side: &Arc<LogicalPlan>,
    pairs_of_rows: &Arc<LogicalPlan>,
    keys: &[Column],
    join_type: JoinType,
    names: &Names,
) -> Result<Arc<LogicalPlan>> {
    let inner = names.columns("pairs", keys.len());
    let columns = keys.iter().zip(&inner).map(|(key, inner)| named(Expr::Column(key.clone()), inner)).collect();
    let of_side = Arc::new(LogicalPlan::Projection(Projection::try_new(columns, Arc::clone(pairs_of_rows))?));
    joined(Arc::clone(side), of_side, pairs(keys, &inner), None, join_type)
}

/// Returns the rows of one side, with NULL for the columns of the other.
fn filled(rows: Arc<LogicalPlan>, schema: &DFSchema) -> Result<Arc<LogicalPlan>> {
    let mut columns = Vec::with_capacity(schema.fields().len());
    for (column, field) in schema.columns().into_iter().zip(schema.fields()) {
        columns.push(if is_of(rows.schema(), &column) {
            Expr::Column(column)
        } else {
            let nothing = Expr::Literal(ScalarValue::try_from(field.data_type())?, None);
            named(nothing, &column)
        });
    }
    Ok(Arc::new(LogicalPlan::Projection(Projection::try_new(columns, rows)?)))
}

/// Returns the columns that decide whether two rows are a pair.
fn named_by(join: &Join) -> Result<HashSet<Column>> {
    let mut named = HashSet::new();
    let keys = join.on.iter().flat_map(|(left, right)| [left, right]);
    for expr in keys.chain(&join.filter) {
        named.extend(expr.column_refs().into_iter().cloned());
        expr.apply(|part| {
            if let Some(subquery) = subquery_of(part) {
                named.extend(outer_columns(&subquery.subquery, &join.schema));
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
    }
    Ok(named)
}

/// Returns whether the subqueries of a condition, and the values that these are compared with, name columns of either
/// side.
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

fn refusal() -> datafusion::error::DataFusionError {
    let message = "a subquery in the condition of this join names columns of both sides";
    let hint = "compute what it asks for on one side first, or move it to WHERE";
    Error::new(ErrorKind::Sql, "sql", message).with_hint(hint).into()
}

//! Constants of the nullable side of an outer join.
//!
//! DataFusion takes a column that is constant on such a side for constant above the join, and removes a sort by it; it
//! is NULL in the rows without a match (docs/upstream/outer-constants.md). So such a column goes through a function of
//! it and of a column that is not constant.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::error::Result;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{BinaryExpr, Distinct, Expr, Join, JoinType, LogicalPlan, Operator, Projection};

use crate::functions::first_of;

/// Returns `plan` with such columns.
pub(super) fn unknown(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Join(join) => match columns_above(&join) {
            Some(columns) => {
                let projection = Projection::try_new(columns, Arc::new(LogicalPlan::Join(join)))?;
                Ok(Transformed::yes(LogicalPlan::Projection(projection)))
            }
            None => Ok(Transformed::no(LogicalPlan::Join(join))),
        },
        node => Ok(Transformed::no(node)),
    })
    .data()
}

/// Returns the columns of an outer join, if one of them is a constant of its nullable side.
fn columns_above(join: &Join) -> Option<Vec<Expr>> {
    let sides: &[&LogicalPlan] = match join.join_type {
        JoinType::Left => &[&join.right],
        JoinType::Right => &[&join.left],
        JoinType::Full => &[&join.left, &join.right],
        _ => return None,
    };
    let mut known = HashSet::new();
    let mut beside = Vec::new();
    for side in sides {
        let constant = constants(side);
        let (first, then) =
            if std::ptr::eq(*side, join.left.as_ref()) { (side, &join.right) } else { (side, &join.left) };
        let columns = first.schema().columns().into_iter().chain(then.schema().columns());
        let other = columns.into_iter().find(|column| !constant.contains(column));
        if let Some(other) = other.filter(|_| !constant.is_empty()) {
            beside.extend(constant.iter().map(|column| (column.clone(), other.clone())));
            known.extend(constant);
        }
    }
    if known.is_empty() {
        return None;
    }
    let above =
        join.schema.columns().into_iter().map(|column| match beside.iter().find(|(known, _)| *known == column) {
            Some((_, other)) => {
                let (relation, name) = (column.relation.clone(), column.name.clone());
                first_of(vec![Expr::Column(column), Expr::Column(other.clone())]).alias_qualified(relation, name)
            }
            None => Expr::Column(column),
        });
    Some(above.collect())
}

/// Returns the columns of `plan` that it says are the same in all of its rows.
fn constants(plan: &LogicalPlan) -> HashSet<Column> {
    match plan {
        LogicalPlan::Projection(projection) => {
            let below = constants(&projection.input);
            let columns = projection.schema.columns().into_iter().zip(&projection.expr);
            columns.filter(|(_, expr)| is_constant(expr, &below)).map(|(column, _)| column).collect()
        }
        LogicalPlan::SubqueryAlias(alias) => {
            let below = constants(&alias.input);
            let columns = alias.schema.columns().into_iter().zip(alias.input.schema().columns());
            columns.filter(|(_, inner)| below.contains(inner)).map(|(column, _)| column).collect()
        }
        LogicalPlan::Filter(filter) => {
            let mut known = constants(&filter.input);
            for condition in split_conjunction(&filter.predicate) {
                if let Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) = condition {
                    match (left.as_ref(), right.as_ref()) {
                        (Expr::Column(column), Expr::Literal(..)) | (Expr::Literal(..), Expr::Column(column)) => {
                            known.insert(column.clone());
                        }
                        _ => {}
                    }
                }
            }
            known
        }
        // One row, or one for each group.
        LogicalPlan::Aggregate(aggregate) if aggregate.group_expr.is_empty() => {
            aggregate.schema.columns().into_iter().collect()
        }
        LogicalPlan::Aggregate(aggregate) => {
            let below = constants(&aggregate.input);
            let keys = aggregate.schema.columns().into_iter().zip(&aggregate.group_expr);
            keys.filter(|(_, expr)| is_constant(expr, &below)).map(|(column, _)| column).collect()
        }
        LogicalPlan::Join(join) => match join.join_type {
            JoinType::Inner => constants(&join.left).into_iter().chain(constants(&join.right)).collect(),
            JoinType::Left | JoinType::LeftSemi | JoinType::LeftAnti | JoinType::LeftMark => constants(&join.left),
            JoinType::Right | JoinType::RightSemi | JoinType::RightAnti | JoinType::RightMark => constants(&join.right),
            JoinType::Full => HashSet::new(),
        },
        LogicalPlan::Sort(sort) => constants(&sort.input),
        LogicalPlan::Limit(limit) => constants(&limit.input),
        LogicalPlan::Window(window) => constants(&window.input),
        LogicalPlan::Distinct(Distinct::All(input)) => constants(input),
        _ => HashSet::new(),
    }
}

/// Returns whether `expr` names no column that may differ from row to row. To DataFusion a function of constants is one, a
/// volatile one too.
fn is_constant(expr: &Expr, below: &HashSet<Column>) -> bool {
    expr.column_refs().into_iter().all(|column| below.contains(column))
}

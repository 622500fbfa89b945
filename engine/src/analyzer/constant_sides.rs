//! Conditions of joins that compare a constant with a column: the column comes first.
//!
//! DataFusion writes `1 = a` as `a = 1` in filters, and not in the conditions of joins. A condition that is pushed from
//! there to a filter that has it already meets `a = 1`, is taken for another equation, and both for a contradiction
//! (docs/upstream/contradictions.md).

use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::error::Result;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan};

use crate::expr::scope::rewrite_parts;

/// Returns `plan` with columns first.
pub(super) fn columns_first(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Join(_) => rewrite_parts(node, has_constant_first, |part| Ok(swapped(part))),
        node => Ok(Transformed::no(node)),
    })
    .data()
}

fn has_constant_first(part: &Expr) -> bool {
    matches!(part, Expr::BinaryExpr(BinaryExpr { left, op, right })
        if op.swap().is_some() && !left.any_column_refs() && right.any_column_refs())
}

fn swapped(part: Expr) -> Transformed<Expr> {
    if !has_constant_first(&part) {
        return Transformed::no(part);
    }
    match part {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            let op = op.swap().unwrap_or(op);
            Transformed::yes(Expr::BinaryExpr(BinaryExpr { left: right, op, right: left }))
        }
        other => Transformed::no(other),
    }
}

//! NULL and zero in the list of an `IN`.
//!
//! `x IN (1, NULL)` is true or NULL, and never false. DataFusion's simplifier takes the lists of `x IN (..) AND x NOT IN (..)`
//! apart as if they were sets of values, and loses the NULL. And a list of floats is looked up bit by bit, so that 0.0 is
//! not found as -0.0, which it equals. Both leave the list here, to stand beside it.

use datafusion::common::ScalarValue;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, LogicalPlan, lit};

/// `plan` with lists that hold neither.
pub(super) fn corrected(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| {
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            if !expr.exists(|part| Ok(is_concerned(part)))? {
                return Ok(Transformed::no(expr));
            }
            let name = names.save(&expr);
            Ok(expr.transform_up(|part| Ok(split(part)))?.update_data(|expr| name.restore(expr)))
        })
    })
    .data()
}

/// Whether `part` is a list with NULL or a float's zero.
pub(super) fn is_concerned(part: &Expr) -> bool {
    matches!(part, Expr::InList(InList { list, .. }) if list.iter().any(|value| is_null(value) || is_zero(value)))
}

fn is_null(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(value, _) => value.is_null(),
        Expr::Cast(cast) => is_null(&cast.expr),
        _ => false,
    }
}

fn is_zero(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(ScalarValue::Float64(Some(value)), _) => *value == 0.0,
        Expr::Literal(ScalarValue::Float32(Some(value)), _) => *value == 0.0,
        Expr::Literal(ScalarValue::Float16(Some(value)), _) => value.to_f32() == 0.0,
        _ => false,
    }
}

fn split(part: Expr) -> Transformed<Expr> {
    let Expr::InList(InList { expr, list, negated }) = part else { return Transformed::no(part) };
    let before = list.len();
    let (nulls, list): (Vec<_>, Vec<_>) = list.into_iter().partition(is_null);
    let (mut zeros, list): (Vec<_>, Vec<_>) = list.into_iter().partition(is_zero);
    if list.len() == before {
        return Transformed::no(Expr::InList(InList { expr, list, negated }));
    }
    let mut parts = Vec::new();
    if let Some(zero) = zeros.pop() {
        let value = expr.as_ref().clone();
        parts.push(if negated { value.not_eq(zero) } else { value.eq(zero) });
    }
    if !list.is_empty() {
        parts.push(Expr::InList(InList { expr, list, negated }));
    }
    if !nulls.is_empty() {
        parts.push(lit(ScalarValue::Boolean(None)));
    }
    let joined = parts.into_iter().reduce(if negated { Expr::and } else { Expr::or });
    Transformed::yes(joined.unwrap_or_else(|| lit(negated)))
}

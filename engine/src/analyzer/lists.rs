//! NULL in the list of an `IN`, and as the value that two of them look up.
//!
//! `x IN (1, NULL)` is true or NULL, and never false. DataFusion's simplifier intersects and subtracts the lists of `x
//! IN (..) AND x NOT IN (..)` as if they were sets of values, and loses the NULL; so the NULL is moved out of the list
//! here, next to it. So is what is computed, which may be equal to another item or not: `x IN (1, y)` becomes
//! `x IN (1) OR x = y`. And if no value is left of two lists, the simplifier ignores that x may be NULL: the result is
//! computed here (docs/upstream/lists.md).

use datafusion::common::ScalarValue;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::error::Result;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, Operator, lit, when};

use crate::expr::scope::rewrite_parts;

/// Returns `plan` with lists without NULL.
pub(super) fn corrected(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| rewrite_parts(node, is_concerned, corrected_part)).data()
}

/// Returns whether `part` is a list with NULL or with what is computed, or two lists of which no value is left.
pub(super) fn is_concerned(part: &Expr) -> bool {
    match part {
        Expr::InList(InList { list, .. }) => list.iter().any(|item| is_null(item) || item.any_column_refs()),
        other => of_two_lists(other).is_some(),
    }
}

fn corrected_part(part: Expr) -> Result<Transformed<Expr>> {
    match of_two_lists(&part) {
        Some((value, always)) => Ok(Transformed::yes(when(value.is_not_null(), lit(always)).end()?)),
        None => Ok(split(part)),
    }
}

/// Returns the value that is looked up in two lists, and the result for every value but NULL.
fn of_two_lists(part: &Expr) -> Option<(Expr, bool)> {
    let Expr::BinaryExpr(BinaryExpr { left, op, right }) = part else { return None };
    let ((one, not_one), (other, not_other)) = (list_of(left)?, list_of(right)?);
    if one.expr != other.expr || one.expr.is_volatile() {
        return None;
    }
    let within = |one: &InList, other: &InList| one.list.iter().all(|item| other.list.contains(item));
    let apart = || !one.list.iter().any(|item| other.list.contains(item));
    let is_known = match (op, not_one, not_other) {
        (Operator::And, false, false) | (Operator::Or, true, true) => apart(),
        (Operator::And, false, true) | (Operator::Or, true, false) => within(one, other),
        (Operator::And, true, false) | (Operator::Or, false, true) => within(other, one),
        _ => false,
    };
    is_known.then(|| (one.expr.as_ref().clone(), *op == Operator::Or))
}

/// Returns the list that `expr` looks up a value in, and whether it is negated.
fn list_of(expr: &Expr) -> Option<(&InList, bool)> {
    match expr {
        Expr::InList(list) => Some((list, list.negated)),
        Expr::Not(inner) => list_of(inner).map(|(list, negated)| (list, !negated)),
        _ => None,
    }
}

fn is_null(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(value, _) => value.is_null(),
        Expr::Cast(cast) => is_null(&cast.expr),
        _ => false,
    }
}

fn split(part: Expr) -> Transformed<Expr> {
    let Expr::InList(InList { expr, list, negated }) = part else { return Transformed::no(part) };
    let (nulls, list): (Vec<_>, Vec<_>) = list.into_iter().partition(is_null);
    // What is looked up would be computed for each of them.
    let is_beside = |item: &Expr| item.any_column_refs() && !expr.is_volatile();
    let (computed, list): (Vec<_>, Vec<_>) = list.into_iter().partition(is_beside);
    if nulls.is_empty() && computed.is_empty() {
        return Transformed::no(Expr::InList(InList { expr, list, negated }));
    }
    let compared = |item| if negated { expr.as_ref().clone().not_eq(item) } else { expr.as_ref().clone().eq(item) };
    let mut parts: Vec<_> = computed.into_iter().map(compared).collect();
    if !nulls.is_empty() {
        parts.push(lit(ScalarValue::Boolean(None)));
    }
    if !list.is_empty() {
        parts.insert(0, Expr::InList(InList { expr, list, negated }));
    }
    let joined = parts.into_iter().reduce(|all, part| if negated { all.and(part) } else { all.or(part) });
    joined.map_or_else(|| Transformed::no(lit(!negated)), Transformed::yes)
}

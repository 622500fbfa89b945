//! NULL in the list of an `IN`.
//!
//! `x IN (1, NULL)` is true or NULL, and never false. DataFusion's simplifier intersects and subtracts the lists of `x
//! IN (..) AND x NOT IN (..)` as if they were sets of values, and loses the NULL; so the NULL is moved out of the list
//! here, next to it (docs/upstream/lists.md).

use datafusion::common::ScalarValue;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, LogicalPlan, lit};

use crate::expr::scope::is_part;

/// Returns `plan` with lists without NULL.
pub(super) fn corrected(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| {
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            if !is_part(&expr, is_concerned) {
                return Ok(Transformed::no(expr));
            }
            let name = names.save(&expr);
            Ok(expr.transform_up(|part| Ok(split(part)))?.update_data(|expr| name.restore(expr)))
        })
    })
    .data()
}

/// Returns whether `part` is a list with NULL.
pub(super) fn is_concerned(part: &Expr) -> bool {
    matches!(part, Expr::InList(InList { list, .. }) if list.iter().any(is_null))
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
    if nulls.is_empty() {
        return Transformed::no(Expr::InList(InList { expr, list, negated }));
    }
    let unknown = lit(ScalarValue::Boolean(None));
    if list.is_empty() {
        return Transformed::yes(unknown);
    }
    let rest = Expr::InList(InList { expr, list, negated });
    Transformed::yes(if negated { rest.and(unknown) } else { rest.or(unknown) })
}

//! The root of an expression: the one column that its values are computed from, row by row. Where columns join those of a
//! frame, an expression that nobody has named takes the name of its root (docs/decisions/0026-names-in-with-columns.md).

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::Expr;

/// Returns the expression under the name of its root, if it has one and no name of its own.
pub(super) fn name_after_root(expr: Expr) -> EngineResult<Expr> {
    if matches!(expr, Expr::Column(_) | Expr::Alias(_)) {
        return Ok(expr);
    }
    Ok(match root(&expr)? {
        Some(name) => expr.alias(name),
        None => expr,
    })
}

/// The column's name; None for an expression over several columns or none, and for what sees other rows.
fn root(expr: &Expr) -> EngineResult<Option<String>> {
    let mut found: Option<&str> = None;
    let mut is_one = true;
    expr.apply(|node| {
        is_one = match node {
            Expr::Column(column) => *found.get_or_insert(&column.name) == column.name,
            Expr::AggregateFunction(_) | Expr::WindowFunction(_) => false,
            _ => true,
        };
        Ok(if is_one { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
    })?;
    Ok(found.filter(|_| is_one).map(str::to_owned))
}

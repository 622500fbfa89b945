//! The expressions of a plan's node: which columns they can name, and what they contain.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, DFSchemaRef};
use datafusion::error::Result;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Expr, LogicalPlan};

/// Returns the columns that the expressions of `plan`'s own node can name.
pub(crate) fn scope_of(plan: &LogicalPlan) -> Result<DFSchemaRef> {
    Ok(match (plan.inputs().as_slice(), plan) {
        ([only], _) => Arc::clone(only.schema()),
        // The filters of a scan are over the columns of its source, also those that it does not project.
        ([], LogicalPlan::TableScan(scan)) if !scan.filters.is_empty() => {
            Arc::new(DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?)
        }
        (inputs, _) => Arc::new(merge_schema(inputs)),
    })
}

/// Returns whether `plan`'s own expressions contain one for which `is_it` is true.
pub(crate) fn has_part(plan: &LogicalPlan, is_it: impl Fn(&Expr) -> bool) -> bool {
    let mut found = false;
    // It cannot fail: the search does not.
    let _ = plan.apply_expressions(|expr| {
        found = is_part(expr, &is_it);
        Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    found
}

/// Returns whether `expr` is, or contains, one for which `is_it` is true.
pub(crate) fn is_part(expr: &Expr, is_it: impl Fn(&Expr) -> bool) -> bool {
    // It cannot fail: the search does not.
    expr.exists(|part| Ok(is_it(part))).unwrap_or(false)
}

/// Returns what `ask` says of `expr`, or of the first of its parts that it says something of.
pub(crate) fn find_part<'a, T>(expr: &'a Expr, mut ask: impl FnMut(&'a Expr) -> Option<T>) -> Option<T> {
    let mut found = None;
    // It cannot fail: the search does not.
    let _ = expr.apply(|part| {
        found = ask(part);
        Ok(if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    found
}

/// Returns `plan` with `rewrite` applied to every part, from the leaves up, of those of its own expressions that contain
/// one for which `is_concerned` is true. Each keeps its name.
///
/// # Errors
/// Errors of `rewrite`, and of building the node again.
pub(crate) fn rewrite_parts(
    plan: LogicalPlan,
    is_concerned: impl Fn(&Expr) -> bool,
    mut rewrite: impl FnMut(Expr) -> Result<Transformed<Expr>>,
) -> Result<Transformed<LogicalPlan>> {
    let names = NamePreserver::new(&plan);
    plan.map_expressions(|expr| {
        if !is_part(&expr, &is_concerned) {
            return Ok(Transformed::no(expr));
        }
        let name = names.save(&expr);
        Ok(expr.transform_up(&mut rewrite)?.update_data(|expr| name.restore(expr)))
    })
}

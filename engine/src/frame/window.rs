//! Window expressions inside the verbs. DataFusion computes a window in a plan node of its own, below the one that uses
//! its result; so each window is moved out of the expressions it is in, and replaced by a column.

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::utils::group_window_expr_by_sort_keys;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, SortExpr};

/// The alias between windows that use each other; it never becomes part of a column's name.
const BETWEEN: &str = "?windows?";

/// Returns `plan` with a node for every window in `exprs`, and the expressions with columns in their place. A window
/// may be nested in another (the sum over a difference to the row before): the inner ones come first.
pub(super) fn lifted(mut plan: LogicalPlanBuilder, mut exprs: Vec<Expr>) -> Result<(LogicalPlanBuilder, Vec<Expr>)> {
    let mut count = 0;
    loop {
        let windows = innermost(&exprs)?;
        if windows.is_empty() {
            return Ok((plan, exprs));
        }
        if count > 0 {
            // DataFusion takes consecutive window nodes for independent, and computes their common subexpressions below
            // all of them: if one uses another's column, there must be a node in between.
            plan = plan.alias(BETWEEN)?;
        }
        let names: Vec<String> = windows.iter().enumerate().map(|(n, _)| format!("?window {}?", count + n)).collect();
        count += names.len();
        let name_of = |window: &Expr| windows.iter().position(|known| known == window).map(|at| &names[at]);
        let mut groups = group_window_expr_by_sort_keys(windows.clone())?;
        // The node with most sort keys runs first: an order with the same first keys then serves the next one too.
        groups.sort_by_key(|(keys, _)| std::cmp::Reverse(keys.len()));
        for (_, group) in groups {
            // A name of our own: DataFusion's omits parts that may distinguish two windows.
            let group = group.into_iter().map(|window| match name_of(&window) {
                Some(name) => window.alias(name),
                None => window,
            });
            plan = plan.window(group.collect::<Vec<_>>())?;
        }
        exprs = exprs
            .into_iter()
            .map(|expr| {
                let replaced = expr.transform_down(|node| {
                    Ok(match name_of(&node) {
                        Some(name) => {
                            Transformed::new(Expr::Column(Column::from_name(name)), true, TreeNodeRecursion::Jump)
                        }
                        None => Transformed::no(node),
                    })
                });
                replaced.map(|replaced| replaced.data)
            })
            .collect::<Result<_>>()?;
    }
}

/// Returns every distinct window that contains no other.
fn innermost(exprs: &[Expr]) -> Result<Vec<Expr>> {
    let is_window = |node: &Expr| matches!(node, Expr::WindowFunction(_));
    let mut found: Vec<Expr> = Vec::new();
    for expr in exprs {
        expr.apply(|node| {
            if !is_window(node) {
                return Ok(TreeNodeRecursion::Continue);
            }
            let mut windows = 0;
            node.apply(|inner| {
                windows += usize::from(is_window(inner));
                Ok(TreeNodeRecursion::Continue)
            })?;
            if windows > 1 {
                return Ok(TreeNodeRecursion::Continue);
            }
            if !found.contains(node) {
                found.push(node.clone());
            }
            Ok(TreeNodeRecursion::Jump)
        })?;
    }
    Ok(found)
}

/// Returns a projection that may use windows.
pub(super) fn project(plan: LogicalPlanBuilder, exprs: Vec<Expr>) -> Result<LogicalPlanBuilder> {
    let (plan, exprs) = lifted(plan, exprs)?;
    plan.project(exprs)
}

/// Returns a filter that may use windows; their columns are dropped.
pub(super) fn filter(plan: LogicalPlanBuilder, predicate: Expr) -> Result<LogicalPlanBuilder> {
    let columns = plan.schema().columns();
    let (plan, mut exprs) = lifted(plan, vec![predicate])?;
    let windows = plan.schema().fields().len() > columns.len();
    let plan = match exprs.pop() {
        Some(predicate) => plan.filter(predicate)?,
        None => plan,
    };
    without_windows(plan, windows, columns)
}

/// Returns a sort by keys that may use windows; their columns are dropped.
pub(super) fn sort(plan: LogicalPlanBuilder, keys: Vec<SortExpr>) -> Result<LogicalPlanBuilder> {
    let columns = plan.schema().columns();
    let (exprs, orders): (Vec<Expr>, Vec<(bool, bool)>) =
        keys.into_iter().map(|key| (key.expr, (key.asc, key.nulls_first))).unzip();
    let (plan, exprs) = lifted(plan, exprs)?;
    let windows = plan.schema().fields().len() > columns.len();
    let keys = exprs.into_iter().zip(orders).map(|(expr, (asc, nulls_first))| SortExpr::new(expr, asc, nulls_first));
    without_windows(plan.sort(keys.collect::<Vec<_>>())?, windows, columns)
}

fn without_windows(plan: LogicalPlanBuilder, windows: bool, columns: Vec<Column>) -> Result<LogicalPlanBuilder> {
    if !windows {
        return Ok(plan);
    }
    plan.project(columns.into_iter().map(|column| Expr::Column(Column::from_name(column.name))))
}

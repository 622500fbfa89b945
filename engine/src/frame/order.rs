//! Which plans keep the order of their source.

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::{Expr, LogicalPlan};

/// Whether the rows of a plan have an order that every run must give again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The order of the source, or that of a sort.
    Kept {
        /// The plan counts rows from the start (a limit), so it must see them in one sequence.
        one_partition: bool,
    },
    /// None: two runs may differ.
    None,
}

/// The order that `plan` promises. A join, an aggregate, a distinct, a window with partitions or an order, or a subquery
/// that depends on the row promises none; a sort gives its own, whatever is below it.
pub fn order_of(plan: &LogicalPlan) -> Order {
    let mut one_partition = false;
    let mut kept = true;
    let walked = plan.apply(|node| {
        Ok(match node {
            LogicalPlan::Sort(_) => TreeNodeRecursion::Jump,
            LogicalPlan::Limit(_) => {
                one_partition = true;
                TreeNodeRecursion::Continue
            }
            // Without partitions and an order of its own a window is about the rows as they come.
            LogicalPlan::Window(window) if window.window_expr.iter().all(is_plain_window) => {
                one_partition = true;
                TreeNodeRecursion::Continue
            }
            LogicalPlan::Projection(_)
            | LogicalPlan::Filter(_)
            | LogicalPlan::SubqueryAlias(_)
            | LogicalPlan::TableScan(_)
            | LogicalPlan::EmptyRelation(_)
            | LogicalPlan::Values(_)
            | LogicalPlan::Union(_)
            | LogicalPlan::Unnest(_)
                if !has_subquery(node) =>
            {
                TreeNodeRecursion::Continue
            }
            _ => {
                kept = false;
                TreeNodeRecursion::Stop
            }
        })
    });
    if kept && walked.is_ok() { Order::Kept { one_partition } } else { Order::None }
}

fn has_subquery(node: &LogicalPlan) -> bool {
    let mut found = false;
    let walked = node.apply_expressions(|expr| {
        found = found
            || expr.exists(|e| {
                Ok(match e {
                    // One value, computed before the rows are: it does not become a join.
                    Expr::ScalarSubquery(subquery) => !subquery.outer_ref_columns.is_empty(),
                    Expr::InSubquery(_) | Expr::Exists(_) => true,
                    _ => false,
                })
            })?;
        Ok(TreeNodeRecursion::Continue)
    });
    found || walked.is_err()
}

fn is_plain_window(expr: &Expr) -> bool {
    let partitioned = expr.exists(|e| {
        Ok(match e {
            Expr::WindowFunction(window) => {
                !window.params.partition_by.is_empty() || !window.params.order_by.is_empty()
            }
            _ => false,
        })
    });
    partitioned.is_ok_and(|partitioned| !partitioned)
}

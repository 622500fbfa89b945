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

/// The order that `plan` promises. A join, an aggregate, a distinct, a window or a subquery promises none; a
/// sort gives its own, whatever is below it.
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
            || expr.exists(|e| Ok(matches!(e, Expr::ScalarSubquery(_) | Expr::InSubquery(_) | Expr::Exists(_))))?;
        Ok(TreeNodeRecursion::Continue)
    });
    found || walked.is_err()
}

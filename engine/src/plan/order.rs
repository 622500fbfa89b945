//! Which plans keep the order of their source.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, cast, lit};

use crate::operator::MapNode;
use crate::operator::{AsofJoin, Sequence, Tail, plan_of};

/// Whether the rows of a plan have an order that is the same in every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The order of the source, or that of a sort.
    Kept,
    /// None: two runs may differ.
    None,
}

/// Returns the order that `plan` promises. A join, an aggregate, a distinct, a window with partitions or an order, or a
/// correlated subquery promises none; a sort has its own, whatever is below it.
pub fn order_of(plan: &LogicalPlan) -> Order {
    if keeps(plan) { Order::Kept } else { Order::None }
}

fn keeps(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Sort(_) => true,
        LogicalPlan::Projection(_)
        | LogicalPlan::Filter(_)
        | LogicalPlan::Limit(_)
        | LogicalPlan::SubqueryAlias(_)
        | LogicalPlan::TableScan(_)
        | LogicalPlan::EmptyRelation(_)
        | LogicalPlan::Values(_)
        | LogicalPlan::Union(_)
        | LogicalPlan::Unnest(_) => !has_subquery(plan) && plan.inputs().into_iter().all(keeps),
        LogicalPlan::Window(window) => window.window_expr.iter().all(is_over_all_rows) && keeps(&window.input),
        LogicalPlan::Extension(extension) => {
            let node = extension.node.as_any();
            match node.downcast_ref::<AsofJoin>() {
                Some(join) => keeps(join.left()),
                None => {
                    let keeps_its_own = node.is::<Sequence>() || node.is::<Tail>() || node.is::<MapNode>();
                    keeps_its_own && extension.node.inputs().into_iter().all(keeps)
                }
            }
        }
        _ => false,
    }
}

/// Returns whether the order of rows matters anywhere in `plan`: at its root, or below an operator that counts rows.
pub fn needs_order(plan: &LogicalPlan) -> bool {
    keeps(plan) || counts_rows(plan)
}

fn counts_rows(plan: &LogicalPlan) -> bool {
    let counts = plan.exists(|node| {
        Ok(match node {
            LogicalPlan::Limit(_) | LogicalPlan::Extension(_) => true,
            LogicalPlan::Window(window) => window.window_expr.iter().any(is_over_all_rows),
            _ => false,
        })
    });
    counts.unwrap_or(true)
}

/// Returns `plan` for an operator above it that must see its rows in order. A sort is wrapped in a `Sequence`, as
/// DataFusion would remove one that no operator requires; anything else is unchanged.
pub(crate) fn in_sequence(plan: &Arc<LogicalPlan>) -> Result<Arc<LogicalPlan>> {
    let held = plan.as_ref().clone().transform_down(|node| {
        Ok(match node {
            LogicalPlan::Sort(_) => {
                let held = plan_of(Sequence::new(Arc::new(node)));
                Transformed::new(held, true, TreeNodeRecursion::Jump)
            }
            LogicalPlan::Projection(_)
            | LogicalPlan::Filter(_)
            | LogicalPlan::Limit(_)
            | LogicalPlan::SubqueryAlias(_)
            | LogicalPlan::Unnest(_)
            | LogicalPlan::Window(_) => Transformed::no(node),
            other => Transformed::new(other, false, TreeNodeRecursion::Jump),
        })
    })?;
    Ok(if held.transformed { Arc::new(held.data) } else { Arc::clone(plan) })
}

/// Returns `plan` for an unnest above it: in its order, and without functional dependencies. A row becomes many there,
/// so a key is no longer unique; but DataFusion passes the dependencies on and removes sort and group keys by them.
pub(crate) fn before_unnest(plan: &Arc<LogicalPlan>) -> Result<Arc<LogicalPlan>> {
    let held = in_sequence(plan)?;
    if held.schema().functional_dependencies().is_empty() {
        return Ok(held);
    }
    Ok(Arc::new(plan_of(Sequence::new(held))))
}

/// Returns `plan` with one more column, and an expression for the number of each row: an int64, the first row has 0.
pub(crate) fn numbered(plan: &Arc<LogicalPlan>) -> Result<(LogicalPlanBuilder, Expr)> {
    let plan = LogicalPlanBuilder::new_from_arc(in_sequence(plan)?).window([row_number()])?;
    let made = plan.schema().columns().pop();
    let number = made.map_or_else(|| lit(1i64), |made| cast(Expr::Column(made), DataType::Int64));
    Ok((plan, number - lit(1i64)))
}

/// Returns whether a window numbers or counts the rows in their order, and so keeps it.
fn is_over_all_rows(expr: &Expr) -> bool {
    match expr {
        Expr::Alias(alias) => is_over_all_rows(&alias.expr),
        Expr::WindowFunction(window) => window.params.partition_by.is_empty() && window.params.order_by.is_empty(),
        _ => false,
    }
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

//! Windows with expressions in PARTITION BY: each becomes a column below the window.
//!
//! DataFusion sorts by `f(b)` where the partitions are by `f(a)` and `a = b` is known, and then does not find `f(a)`
//! among the sort keys: it refuses to run its own plan (docs/upstream/window-keys.md). It finds a column.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan, Projection, Window};

use crate::expr::scope::is_part;

/// Returns `plan` with columns for such keys; the columns of each operator keep their names. The added columns have
/// unique names: the optimizer may leave several of them in one schema above.
pub(super) fn as_columns(plan: LogicalPlan) -> Result<LogicalPlan> {
    let mut named = 0;
    plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Window(window) if window.window_expr.iter().any(|expr| is_part(expr, is_by_computed)) => {
            over_columns(window, &mut named).map(Transformed::yes)
        }
        node => Ok(Transformed::no(node)),
    })
    .data()
}

fn is_by_computed(part: &Expr) -> bool {
    matches!(part, Expr::WindowFunction(function) if function.params.partition_by.iter().any(is_computed))
}

fn is_computed(key: &Expr) -> bool {
    !matches!(key, Expr::Column(_)) && key.any_column_refs()
}

fn over_columns(window: Window, named: &mut usize) -> Result<LogicalPlan> {
    let first = *named;
    let column = |at: usize| Column::new_unqualified(format!("__partition_{}", first + at));
    let mut keys: Vec<Expr> = Vec::new();
    let mut functions = Vec::with_capacity(window.window_expr.len());
    for expr in window.window_expr {
        let made = expr.transform_up(|part| match part {
            Expr::WindowFunction(mut function) => {
                for key in function.params.partition_by.iter_mut().filter(|key| is_computed(key)) {
                    let at = keys.iter().position(|known| known == key).unwrap_or(keys.len());
                    if at == keys.len() {
                        keys.push(key.clone());
                    }
                    *key = Expr::Column(column(at));
                }
                Ok(Transformed::yes(Expr::WindowFunction(function)))
            }
            other => Ok(Transformed::no(other)),
        });
        functions.push(made.data()?);
    }
    let below = window.input.schema().columns();
    let passed = below.len();
    let mut columns: Vec<Expr> = below.into_iter().map(Expr::Column).collect();
    let added = keys.len();
    *named += added;
    columns.extend(keys.into_iter().enumerate().map(|(at, key)| key.alias(column(at).name)));
    let input = LogicalPlan::Projection(Projection::try_new(columns, window.input)?);
    let made = LogicalPlan::Window(Window::try_new(functions, Arc::new(input))?);
    let places = made.schema().columns().into_iter().enumerate();
    let given = places.filter(|(at, _)| *at < passed || *at >= passed + added).map(|(_, column)| column);
    let given = given.zip(window.schema.columns()).map(|(made, column)| match made == column {
        true => Expr::Column(made),
        false => Expr::Column(made).alias_qualified(column.relation, column.name),
    });
    Ok(LogicalPlan::Projection(Projection::try_new(given.collect(), Arc::new(made))?))
}

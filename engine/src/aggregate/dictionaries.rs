//! Windows over dictionaries, computed over their values.
//!
//! DataFusion's windows look for nulls in the keys alone, and do not see a null among the values. And they give each row
//! of a result a key of its own: of 8-bit keys, as pandas has them, there are too few after 127 rows.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, DFSchema};
use datafusion::error::Result;
use datafusion::logical_expr::expr::NullTreatment;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, Projection, Window, WindowFunctionDefinition, cast};

/// Returns `plan` with such windows over the values, and a projection that makes dictionaries of their results.
pub(super) fn over_values(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    let LogicalPlan::Window(node) = plan else { return Ok(Transformed::no(plan)) };
    let scope = node.input.schema();
    let mut is_changed = false;
    let windows = node.window_expr.iter().cloned().map(|window| {
        let rewritten = window.transform_down(|part| of_values(part, scope))?;
        is_changed |= rewritten.transformed;
        Ok(rewritten.data)
    });
    let windows = windows.collect::<Result<Vec<_>>>()?;
    if !is_changed {
        return Ok(Transformed::no(LogicalPlan::Window(node)));
    }
    let computed = Window::try_new(windows, Arc::clone(&node.input))?;
    let columns = computed.schema.iter().zip(node.schema.iter()).map(|(computed, (qualifier, field))| {
        let column = Expr::Column(Column::from(computed));
        match computed.1.name() == field.name() {
            true => column,
            false => cast(column, field.data_type().clone()).alias_qualified(qualifier.cloned(), field.name()),
        }
    });
    let columns = columns.collect();
    let projection = Projection::try_new(columns, Arc::new(LogicalPlan::Window(computed)))?;
    Ok(Transformed::yes(LogicalPlan::Projection(projection)))
}

fn of_values(part: Expr, scope: &DFSchema) -> Result<Transformed<Expr>> {
    let Expr::WindowFunction(mut window) = part else { return Ok(Transformed::no(part)) };
    let is_concerned = matches!(window.fun, WindowFunctionDefinition::WindowUDF(_))
        || window.params.null_treatment == Some(NullTreatment::IgnoreNulls);
    let mut is_changed = false;
    if let (true, Some(argument)) = (is_concerned, window.params.args.first_mut())
        && let DataType::Dictionary(_, values) = argument.get_type(scope)?
    {
        *argument = cast(std::mem::take(argument), *values);
        is_changed = true;
    }
    Ok(Transformed::new_transformed(Expr::WindowFunction(window), is_changed))
}

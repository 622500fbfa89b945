//! Frames between peers, whatever the type of their keys.
//!
//! A `RANGE` frame requires a type with distances, also where it has no distance, and the analysis refuses other types.
//! Between the first row and the peers of the current one, `GROUPS` means the same.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::{
    Expr, ExprSchemable, LogicalPlan, Projection, Window, WindowFrame, WindowFrameBound, WindowFrameUnits,
};

/// Returns `plan` with GROUPS frames between peers where keys have no distances; runs before the analysis, which
/// refuses RANGE. Columns keep their names.
pub(super) fn with_peers(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| {
        let LogicalPlan::Window(Window { input, window_expr, schema }) = node else { return Ok(Transformed::no(node)) };
        let mut changed = false;
        let mut made = Vec::with_capacity(window_expr.len());
        for expr in window_expr {
            let expr = expr.transform_up(|part| match part {
                Expr::WindowFunction(function) => between_peers(function, input.schema()),
                other => Ok(Transformed::no(other)),
            })?;
            changed |= expr.transformed;
            made.push(expr.data);
        }
        if !changed {
            return Ok(Transformed::no(LogicalPlan::Window(Window { input, window_expr: made, schema })));
        }
        let window = Window::try_new(made, input)?;
        let columns = window.schema.columns().into_iter().zip(schema.columns());
        let columns = columns.map(|(made, named)| {
            if made == named {
                Expr::Column(made)
            } else {
                Expr::Column(made).alias_qualified(named.relation, named.name)
            }
        });
        let projection = Projection::try_new(columns.collect(), Arc::new(LogicalPlan::Window(window)))?;
        Ok(Transformed::yes(LogicalPlan::Projection(projection)))
    })
    .data()
}

fn between_peers(mut function: Box<WindowFunction>, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let (params, mut all_have_distances) = (&mut function.params, true);
    for key in &params.order_by {
        all_have_distances &= has_distances(&key.expr.get_type(schema)?);
    }
    let frame = &params.window_frame;
    if frame.units != WindowFrameUnits::Range || asks_for_distance(frame) || all_have_distances {
        return Ok(Transformed::no(Expr::WindowFunction(function)));
    }
    let (start, end) = (frame.start_bound.clone(), frame.end_bound.clone());
    params.window_frame = WindowFrame::new_bounds(WindowFrameUnits::Groups, start, end);
    Ok(Transformed::yes(Expr::WindowFunction(function)))
}

fn asks_for_distance(frame: &WindowFrame) -> bool {
    let asks = |bound: &WindowFrameBound| match bound {
        WindowFrameBound::CurrentRow => false,
        WindowFrameBound::Preceding(distance) | WindowFrameBound::Following(distance) => !distance.is_null(),
    };
    asks(&frame.start_bound) || asks(&frame.end_bound)
}

fn has_distances(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => has_distances(values),
        other => {
            other.is_numeric()
                || matches!(
                    other,
                    DataType::Null
                        | DataType::Boolean
                        | DataType::Utf8
                        | DataType::LargeUtf8
                        | DataType::Utf8View
                        | DataType::Date32
                        | DataType::Date64
                        | DataType::Timestamp(..)
                        | DataType::Interval(_)
                )
        }
    }
}

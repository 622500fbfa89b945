//! Verbs that compute a row's values from its neighbours in the frame's order: `shift`, `interpolate`, and others over
//! `over_rows`.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::Column;
use datafusion::functions_window::expr_fn::lag;
use datafusion::functions_window::nth_value::{first_value_udwf, last_value_udwf};
use datafusion::logical_expr::expr::{NullTreatment, WindowFunction};
use datafusion::logical_expr::{
    Expr, LogicalPlanBuilder, WindowFrame, WindowFrameBound, WindowFrameUnits, WindowFunctionDefinition, cast,
};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::plan::order::in_sequence;
use crate::render::type_name;
use crate::window::interpolate;

impl Frame {
    /// Returns the frame with the values of all columns moved `rows` rows down, or up below 0; where none comes, `fill`, or
    /// null.
    ///
    /// # Errors
    /// A `Value` error for a frame without order; a `Schema` error if a column cannot hold `fill`.
    pub fn shift(self: &Arc<Self>, rows: i64, fill: &ScalarValue) -> Result<Arc<Self>> {
        const WHAT: &str = "shift";
        let mut windows = Vec::with_capacity(self.schema().fields().len());
        for field in self.schema().fields() {
            let name = field.name();
            let filling = match fill.is_null() {
                true => None,
                false => Some(held(fill, field.data_type()).ok_or_else(|| {
                    let held = format!("{fill}");
                    let message = format!(
                        "column \"{name}\" is {} and cannot hold the fill value {held}",
                        type_name(field.data_type())
                    );
                    Error::new(ErrorKind::Schema, WHAT, message)
                        .with_hint("select the columns that can, or shift without one")
                })?),
            };
            windows.push((name.as_str(), over_rows_before(lag(column(name), Some(rows), filling))));
        }
        self.over_rows(WHAT, windows, |_, value| value)
    }

    /// Returns the frame with each null of a numeric column replaced by the value on the line between the values before and
    /// after it; the column becomes one of floats. Nulls before the first and after the last value stay.
    ///
    /// # Errors
    /// A `Value` error for a frame without order.
    pub fn interpolate(self: &Arc<Self>) -> Result<Arc<Self>> {
        let numbers = self.schema().fields().iter().filter(|field| field.data_type().is_numeric());
        let windows = numbers.map(|field| (field.name().as_str(), interpolate(column(field.name()))));
        self.over_rows("interpolate", windows.collect(), |name, value| match self.column_type(name) {
            short @ (DataType::Float16 | DataType::Float32) => cast(value, short),
            _ => value,
        })
    }

    /// Returns the frame with the columns of these names replaced by windows over all rows in their order; `finished` is
    /// given the name and the values of each.
    ///
    /// # Errors
    /// A `Value` error for a frame without order, whose rows have no neighbours.
    pub(super) fn over_rows(
        self: &Arc<Self>,
        operation: &str,
        windows: Vec<(&str, Expr)>,
        finished: impl Fn(&str, Expr) -> Expr,
    ) -> Result<Arc<Self>> {
        if !self.is_ordered() {
            let message = "the rows of this frame have no order, so none is before or after another";
            return Err(
                Error::new(ErrorKind::Value, operation, message).with_hint("sort the frame first: df.sort(...)")
            );
        }
        if windows.is_empty() {
            return Ok(Arc::clone(self));
        }
        let (names, windows): (Vec<&str>, Vec<Expr>) = windows.into_iter().unzip();
        self.derive(operation, |_| {
            let plan = LogicalPlanBuilder::new_from_arc(in_sequence(&self.shared_plan())?).window(windows)?;
            let made = plan.schema().columns().split_off(self.schema().fields().len());
            let mut made: HashMap<&str, Column> = names.into_iter().zip(made).collect();
            let shown = self.names().map(|name| match made.remove(name) {
                Some(made) => finished(name, Expr::Column(made)).alias(name),
                None => column(name),
            });
            plan.project(shown.collect::<Vec<_>>())
        })
    }
}

/// Returns the value as one of this type, if it is one.
fn held(value: &ScalarValue, data_type: &DataType) -> Option<ScalarValue> {
    let cast = value.cast_to(data_type).ok().filter(|cast| !cast.is_null())?;
    let kinds = |one: &DataType| (one.is_numeric(), one.is_string(), *one == DataType::Boolean, one.is_temporal());
    let plain = |one: &DataType| match one {
        DataType::Dictionary(_, values) => kinds(values),
        other => kinds(other),
    };
    (plain(&value.data_type()) == plain(data_type)).then_some(cast)
}

/// Returns a window function over the rows up to the current one, which needs no more of them in memory than it looks at.
fn over_rows_before(expr: Expr) -> Expr {
    match expr {
        Expr::WindowFunction(mut window) => {
            let unbounded = WindowFrameBound::Preceding(ScalarValue::UInt64(None));
            window.params.window_frame =
                WindowFrame::new_bounds(WindowFrameUnits::Rows, unbounded, WindowFrameBound::CurrentRow);
            Expr::WindowFunction(window)
        }
        other => other,
    }
}

/// Returns the nearest value that is not null, at or before the row, or at or after it.
pub(super) fn neighbour(value: Expr, after: bool) -> Expr {
    let unbounded = ScalarValue::UInt64(None);
    let (function, start, end) = match after {
        true => (first_value_udwf(), WindowFrameBound::CurrentRow, WindowFrameBound::Following(unbounded)),
        false => (last_value_udwf(), WindowFrameBound::Preceding(unbounded), WindowFrameBound::CurrentRow),
    };
    let mut window = WindowFunction::new(WindowFunctionDefinition::WindowUDF(function), vec![value]);
    window.params.window_frame = WindowFrame::new_bounds(WindowFrameUnits::Rows, start, end);
    window.params.null_treatment = Some(NullTreatment::IgnoreNulls);
    Expr::from(window)
}

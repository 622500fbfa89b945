//! Verbs that compute a row's values from its neighbours in the frame's order: `shift` and `interpolate`.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::functions_window::expr_fn::lag;
use datafusion::functions_window::nth_value::{first_value_udwf, last_value_udwf};
use datafusion::logical_expr::expr::{NullTreatment, WindowFunction};
use datafusion::logical_expr::{
    Expr, LogicalPlanBuilder, WindowFrame, WindowFrameBound, WindowFrameUnits, WindowFunctionDefinition, cast, when,
};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::plan::order::in_sequence;
use crate::render::type_name;

/// The hidden column of the numbers of rows.
const ROW: &str = "?row?";

impl Frame {
    /// Returns the frame with the values of all columns moved `rows` rows down, or up below 0; where none comes, `fill`, or
    /// null.
    ///
    /// # Errors
    /// A `Value` error for a frame without order; a `Schema` error if a column cannot hold `fill`.
    pub fn shift(self: &Arc<Self>, rows: i64, fill: &ScalarValue) -> Result<Arc<Self>> {
        const WHAT: &str = "shift";
        self.check_order(WHAT)?;
        let names: Vec<String> = self.names().map(str::to_owned).collect();
        if names.is_empty() {
            return Ok(Arc::clone(self));
        }
        let mut windows = Vec::with_capacity(names.len());
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
            windows.push(over_rows_before(lag(column(name), Some(rows), filling)));
        }
        self.derive(WHAT, |_| {
            let plan = LogicalPlanBuilder::new_from_arc(in_sequence(&self.shared_plan())?).window(windows)?;
            let made = plan.schema().columns().split_off(names.len());
            plan.project(made.into_iter().zip(&names).map(|(made, name)| Expr::Column(made).alias(name)))
        })
    }

    /// Returns the frame with each null of a numeric column replaced by the value on the line between the values before and
    /// after it; the column becomes one of floats. Nulls before the first and after the last value stay.
    ///
    /// # Errors
    /// A `Value` error for a frame without order.
    pub fn interpolate(self: &Arc<Self>) -> Result<Arc<Self>> {
        const WHAT: &str = "interpolate";
        self.check_order(WHAT)?;
        let numbers: Vec<(&str, DataType)> = self
            .schema()
            .fields()
            .iter()
            .filter(|field| field.data_type().is_numeric())
            .map(|field| (field.name().as_str(), float_of(field.data_type())))
            .collect();
        if numbers.is_empty() {
            return Ok(Arc::clone(self));
        }
        let convert = |e| Error::from_datafusion(WHAT, e);
        let rows = self.with_row_index(ROW, 0)?;
        let mut windows = Vec::with_capacity(numbers.len() * 4);
        for (name, _) in &numbers {
            let place = when(column(name).is_not_null(), column(ROW)).end().map_err(convert)?;
            for value in [column(name), place] {
                windows.extend([neighbour(value.clone(), false), neighbour(value, true)]);
            }
        }
        let width = rows.schema().fields().len();
        rows.derive(WHAT, |_| {
            let plan = LogicalPlanBuilder::new_from_arc(in_sequence(&rows.shared_plan())?).window(windows)?;
            let made: Vec<Expr> = plan.schema().columns().split_off(width).into_iter().map(Expr::Column).collect();
            let mut shown = Vec::with_capacity(width);
            for name in self.names() {
                let Some(at) = numbers.iter().position(|(number, _)| *number == name) else {
                    shown.push(column(name));
                    continue;
                };
                let float = &numbers[at].1;
                let [before, after, start, end] = [0, 1, 2, 3].map(|part| made[at * 4 + part].clone());
                let number = |expr: Expr| cast(expr, DataType::Float64);
                let way = number(column(ROW) - start.clone()) / number(end - start);
                let between = number(before.clone()) + (number(after) - number(before)) * way;
                let value = when(column(name).is_not_null(), cast(column(name), float.clone()))
                    .otherwise(cast(between, float.clone()))?;
                shown.push(value.alias(name));
            }
            plan.project(shown)
        })
    }

    /// Fails if rows have no neighbours.
    fn check_order(&self, operation: &str) -> Result<()> {
        if self.is_ordered() {
            return Ok(());
        }
        let message = "the rows of this frame have no order, so none is before or after another";
        Err(Error::new(ErrorKind::Value, operation, message).with_hint("sort the frame first: df.sort(...)"))
    }
}

/// Returns the type of interpolated values.
fn float_of(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Float16 | DataType::Float32 => data_type.clone(),
        _ => DataType::Float64,
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
fn neighbour(value: Expr, after: bool) -> Expr {
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

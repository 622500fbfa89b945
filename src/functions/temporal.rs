//! Functions of dates and times: `pr.col("a").dt`.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::{Expr, lit};
use pyo3::prelude::*;

use super::argument::Argument;
use super::table::{family, heading};
use crate::boundary::guard;
use crate::expr::{PyDt, PyExpr};
use crate::input::into_expr;

fn part(name: &'static str, expr: Expr) -> Expr {
    scalar_fn::date_part(lit(name), expr)
}

family! { PyDt, "dt.";
    year(), "The year of a date or timestamp.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", () => "[2024]", |e| part("year", e);
    month(), "The month, 1 to 12.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", () => "[2]", |e| part("month", e);
    day(), "The day of the month.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", () => "[29]", |e| part("day", e);
    hour(), "The hour of the day.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5)]", () => "[13]", |e| part("hour", e);
    minute(), "The minute of the hour.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5)]", () => "[5]", |e| part("minute", e);
    second(), "The whole second of the minute.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5, 7)]", () => "[7]", |e| part("second", e);
}

/// The start of the year, month, day, hour ... that a timestamp lies in.
///
/// Args:
///     unit: `"year"`, `"quarter"`, `"month"`, `"week"`, `"day"`, `"hour"`, `"minute"` or `"second"`.
///     expr: A column's name or an expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from datetime import datetime
///     >>> df = pr.DataFrame({"a": [datetime(2024, 2, 29, 13)]})
///     >>> df.select(x=pr.functions.date_trunc("month", "a")).to_dict()
///     {'x': [datetime.datetime(2024, 2, 1, 0, 0)]}
#[pyfunction]
fn date_trunc(unit: String, expr: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(scalar_fn::date_trunc(lit(unit), into_expr("date_trunc", expr)?))))
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_family(module)?;
    module.add_function(wrap_pyfunction!(date_trunc, module)?)
}

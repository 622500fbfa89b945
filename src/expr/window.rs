//! `.over(...)`: an aggregate or a window function, computed for every row over the rows around it. What the window
//! means for which function is decided in `pyrust_engine::resolve`.

use arrow::datatypes::IntervalMonthDayNano;
use datafusion::logical_expr::{Expr, WindowFrame, WindowFrameBound, WindowFrameUnits};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDelta, PyInt, PyList, PyTuple};
use pyrust_engine::resolve::Window;

use super::PyExpr;
use crate::argument::{into_expr, into_sort_keys};
use crate::boundary::guard;
use crate::exceptions::{short, to_python, type_error, value_error};

const OPERATION: &str = "over";
const FORM: &str = "frame is (\"rows\", start, end): how far it reaches from the current row, negative before it and \
     None without end, such as (\"rows\", -3, 0); \"range\" counts in values of the order, \"groups\" in rows that tie";

#[pymethods]
impl PyExpr {
    /// Compute the aggregate or window function for each row, over the rows of its partition.
    ///
    /// Every aggregate and window function in the expression that has no window yet gets this one, so
    /// `(pr.col("a") - pr.col("a").mean()).over("k")` is the distance to the mean of the group. The order of the
    /// rows that come out is not defined: sort them.
    ///
    /// Args:
    ///     partition_by: A name, an expression, or a list of them: rows for which these are equal belong together.
    ///         All rows do where it is left out.
    ///     order_by: A name, an expression (with `.desc()` or not), or a list of them: the order inside a partition.
    ///         An aggregate then runs: it takes the rows up to the current one and those that tie with it.
    ///     frame: Which rows around the current one count, as (unit, start, end). `("rows", -3, 0)` is the row and
    ///         the three before it, None is without end, `("range", -1.5, 1.5)` counts in values of the order (a
    ///         timedelta for times), `"groups"` in rows that tie.
    ///
    /// Returns:
    ///     An expression for `select`, `with_columns`, `filter`, `sort` and `group_by`.
    ///
    /// Raises:
    ///     ValueError: If there is nothing to compute over a window, an order is missing, or the frame makes no sense.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "t": [1, 2, 1], "a": [10, 20, 5]})
    ///     >>> total, running = pr.col("a").sum().over("k"), pr.col("a").sum().over("k", order_by="t")
    ///     >>> df.with_columns(total=total, running=running).sort("k", "t").to_dict()["running"]
    ///     [10, 30, 5]
    ///     >>> newest = pr.functions.row_number().over("k", order_by=pr.col("t").desc()) == 1
    ///     >>> df.filter(newest).sort("k").to_dict()
    ///     {'k': ['x', 'y'], 't': [2, 1], 'a': [20, 5]}
    ///     >>> pr.col("a").over("k")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: over: a is computed row by row, so it has no window
    ///     hint: it is for aggregates and window functions: pr.col("a").sum().over(...)
    #[pyo3(signature = (partition_by = None, *, order_by = None, frame = None))]
    fn over(
        &self,
        partition_by: Option<&Bound<'_, PyAny>>,
        order_by: Option<&Bound<'_, PyAny>>,
        frame: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            let window = Window {
                partition_by: partition_by.map_or_else(|| Ok(Vec::new()), partition)?,
                order_by: order_by.map_or_else(|| Ok(Vec::new()), |keys| into_sort_keys(OPERATION, keys))?,
                frame: frame.map(into_frame).transpose()?,
            };
            window.around(self.plain(OPERATION)?).map(Self::new).map_err(to_python)
        })
    }
}

fn partition(value: &Bound<'_, PyAny>) -> PyResult<Vec<Expr>> {
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return value.try_iter()?.map(|item| into_expr(OPERATION, &item?)).collect();
    }
    Ok(vec![into_expr(OPERATION, value)?])
}

/// `("rows", -3, 0)` as the engine's frame.
fn into_frame(value: &Bound<'_, PyAny>) -> PyResult<WindowFrame> {
    let wrong = |message: String| value_error(OPERATION, message, FORM);
    let Ok((units, start, end)) = value.extract::<(String, Bound<'_, PyAny>, Bound<'_, PyAny>)>() else {
        return Err(type_error(OPERATION, format!("{} is not a frame", short(value)), FORM));
    };
    let units = match units.as_str() {
        "rows" => WindowFrameUnits::Rows,
        "range" => WindowFrameUnits::Range,
        "groups" => WindowFrameUnits::Groups,
        other => return Err(wrong(format!("there is no frame of \"{other}\""))),
    };
    if !start.is_none() && !end.is_none() && start.gt(&end).unwrap_or(false) {
        return Err(wrong(format!("the frame starts at {} and ends before, at {}", short(&start), short(&end))));
    }
    let unbounded = ScalarValue::UInt64(None);
    let start = bound(units, &start, WindowFrameBound::Preceding(unbounded.clone()))?;
    let end = bound(units, &end, WindowFrameBound::Following(unbounded))?;
    Ok(WindowFrame::new_bounds(units, start, end))
}

/// One end of a frame, `unbounded` where it is None.
fn bound(units: WindowFrameUnits, value: &Bound<'_, PyAny>, unbounded: WindowFrameBound) -> PyResult<WindowFrameBound> {
    if value.is_none() {
        return Ok(unbounded);
    }
    let counted = units != WindowFrameUnits::Range;
    let wrong = || {
        let hint = if counted { "rows and groups are counted by ints" } else { FORM };
        type_error(OPERATION, format!("{} is not an end of a frame of {units}", short(value)), hint)
    };
    let is_int = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
    if value.is_instance_of::<PyBool>() || (counted && !is_int) {
        return Err(wrong());
    }
    let distance = value.call_method0("__abs__").map_err(|_| wrong())?;
    let distance = if counted {
        ScalarValue::UInt64(Some(distance.extract()?))
    } else if distance.is_instance_of::<PyDelta>() {
        // Nanoseconds alone: a day is 24 hours here, also where a clock is put forward.
        let microseconds = distance.call_method1("__floordiv__", (one_microsecond(value.py())?,))?.extract::<i64>()?;
        let nanoseconds = microseconds.checked_mul(1000).ok_or_else(wrong)?;
        ScalarValue::IntervalMonthDayNano(Some(IntervalMonthDayNano::new(0, 0, nanoseconds)))
    } else {
        // The engine reads the number as a value of the key's type, once it knows that.
        ScalarValue::Utf8(Some(distance.str()?.to_string()))
    };
    if !value.is_truthy()? {
        return Ok(WindowFrameBound::CurrentRow);
    }
    // The sign of a timedelta is that of its days.
    let signed = if value.is_instance_of::<PyDelta>() { &value.getattr("days")? } else { value };
    let before = signed.lt(0).map_err(|_| wrong())?;
    Ok(if before { WindowFrameBound::Preceding(distance) } else { WindowFrameBound::Following(distance) })
}

fn one_microsecond(py: Python<'_>) -> PyResult<Bound<'_, PyDelta>> {
    PyDelta::new(py, 0, 0, 1, false)
}

//! `.over(...)`: an aggregate or a window function, computed for every row over the rows around it. What the frame
//! means and which functions need an order is decided here; the frame's verbs make the plan.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::functions_window::nth_value::{first_value_udwf, last_value_udwf, nth_value_udwf};
use datafusion::logical_expr::expr::{AggregateFunction, NullTreatment, WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::{
    Expr, SortExpr, WindowFrame, WindowFrameBound, WindowFrameUnits, WindowFunctionDefinition,
};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDelta, PyInt, PyList, PyTuple};
use pyrust_engine::render::type_name;
use pyrust_engine::{Error, ErrorKind};

use super::{PyExpr, label};
use crate::boundary::guard;
use crate::exceptions::{to_python, type_error, value_error};
use crate::input::{into_expr, into_sort_keys, short};

const OPERATION: &str = "over";
const FORM: &str = "frame is (\"rows\", start, end): how far it reaches from the current row, negative before it and \
     None without end, such as (\"rows\", -3, 0); \"range\" counts in values of the order, \"groups\" in rows that tie";
/// Window functions of the engine that look at the partition as a whole and take no frame.
const WITHOUT_FRAME: [&str; 8] =
    ["cume_dist", "dense_rank", "lag", "lead", "ntile", "percent_rank", "rank", "row_number"];
/// Those that do.
const OF_FRAME: [&str; 3] = ["first_value", "last_value", "nth_value"];

#[pymethods]
impl PyExpr {
    /// The aggregate or window function for each row, over the rows of its partition.
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
            window.around(self.plain(OPERATION)?).map(Self::new)
        })
    }
}

struct Window {
    partition_by: Vec<Expr>,
    order_by: Vec<SortExpr>,
    frame: Option<WindowFrame>,
}

impl Window {
    /// `expr` with this window for everything in it that can have one.
    fn around(&self, expr: Expr) -> PyResult<Expr> {
        let name = label(&expr);
        let (mut found, mut closed, mut refused) = (false, false, None);
        let changed = expr.transform_down(|node| {
            let made = match node {
                Expr::AggregateFunction(aggregate) => self.of_aggregate(aggregate),
                Expr::WindowFunction(window) if is_open(&window) => self.of_window(*window),
                Expr::WindowFunction(window) => {
                    closed = true;
                    return Ok(Transformed::new(Expr::WindowFunction(window), false, TreeNodeRecursion::Jump));
                }
                other => return Ok(Transformed::no(other)),
            };
            found = true;
            Ok(match made {
                Ok(made) => Transformed::new(made, true, TreeNodeRecursion::Jump),
                Err(error) => {
                    refused = Some(error);
                    Transformed::new(Expr::default(), true, TreeNodeRecursion::Stop)
                }
            })
        });
        let changed = changed.map_err(|error| to_python(Error::from_datafusion(OPERATION, error)))?.data;
        match refused {
            Some(error) => Err(error),
            None if found => Ok(changed),
            None if closed => {
                let hint = "give partition_by and order_by in one call of over()";
                Err(value_error(OPERATION, format!("{name} has its window already"), hint))
            }
            None => {
                let hint = "it is for aggregates and window functions: pr.col(\"a\").sum().over(...)";
                Err(value_error(OPERATION, format!("{name} is computed row by row, so it has no window"), hint))
            }
        }
    }

    fn of_aggregate(&self, AggregateFunction { func, params }: AggregateFunction) -> PyResult<Expr> {
        let ordered = !params.order_by.is_empty();
        if ordered && !self.order_by.is_empty() {
            let message = format!("{} has an order of its own", func.name());
            return Err(value_error(
                OPERATION,
                message,
                "give order_by to the function, for its value over the whole partition, or to over(), for a running value",
            ));
        }
        let fun: WindowFunctionDefinition = match func.name() {
            "first_value" => first_value_udwf().into(),
            "last_value" => last_value_udwf().into(),
            "nth_value" => nth_value_udwf().into(),
            _ => func.into(),
        };
        let order_by = if ordered { params.order_by } else { self.order_by.clone() };
        let usual = WindowFrame::new((!ordered && !order_by.is_empty()).then_some(false));
        Ok(Expr::from(WindowFunction {
            params: WindowFunctionParams {
                args: params.args,
                partition_by: self.partition_by.clone(),
                window_frame: self.fitting(fun.name(), &order_by, usual)?,
                order_by,
                filter: params.filter,
                null_treatment: params.null_treatment,
                distinct: params.distinct,
            },
            fun,
        }))
    }

    fn of_window(&self, mut window: WindowFunction) -> PyResult<Expr> {
        let (name, params) = (window.fun.name().to_owned(), &mut window.params);
        let (ordered, framed) = (!params.order_by.is_empty(), params.window_frame != WindowFrame::new(None));
        if ordered && !self.order_by.is_empty() {
            let message = format!("{name} has an order of its own");
            return Err(value_error(OPERATION, message, "leave out order_by"));
        }
        if self.frame.is_some() && (WITHOUT_FRAME.contains(&name.as_str()) || framed) {
            let message = if framed { "has a frame of its own" } else { "looks at its whole partition" };
            return Err(value_error(OPERATION, format!("{name} {message}"), "leave out frame"));
        }
        params.partition_by.clone_from(&self.partition_by);
        if ordered {
            params.null_treatment = None;
        } else {
            params.order_by.clone_from(&self.order_by);
        }
        if ordered {
            // Its frame belongs to its order.
        } else if WITHOUT_FRAME.contains(&name.as_str()) {
            // Rows, not a range: the engine would ask for a distance between values of the order, which not all have.
            params.window_frame = WindowFrame::new(Some(true));
        } else if !framed {
            let usual = WindowFrame::new((!params.order_by.is_empty()).then_some(false));
            params.window_frame = self.fitting(&name, &params.order_by, usual)?;
        }
        Ok(Expr::from(window))
    }

    /// The frame that was given, if the order allows it, or the usual one.
    fn fitting(&self, name: &str, order_by: &[SortExpr], usual: WindowFrame) -> PyResult<WindowFrame> {
        let Some(frame) = &self.frame else { return Ok(usual) };
        let reach = |bound: &WindowFrameBound| !bound.is_unbounded() && *bound != WindowFrameBound::CurrentRow;
        let distance = reach(&frame.start_bound) || reach(&frame.end_bound);
        if order_by.is_empty() && !is_whole(frame) {
            let message = format!("the frame of {name} counts rows in an order, and none is given");
            return Err(value_error(OPERATION, message, "add order_by="));
        }
        if frame.units == WindowFrameUnits::Range && distance && order_by.len() != 1 {
            let message = format!("a range is a distance between values of one key, and there are {}", order_by.len());
            return Err(value_error(OPERATION, message, "order by one key, or use (\"rows\", ...)"));
        }
        Ok(frame.clone())
    }
}

/// A window with an order of its own that may still be given a partition. To respect nulls is what windows do unasked,
/// so saying it marks the window and changes nothing.
pub fn with_own_order(window: Expr, keys: &[SortExpr]) -> Expr {
    match window {
        Expr::WindowFunction(mut window) => {
            window.params.order_by = keys.to_vec();
            window.params.window_frame = WindowFrame::new(Some(false));
            window.params.null_treatment = Some(NullTreatment::RespectNulls);
            Expr::WindowFunction(window)
        }
        other => other,
    }
}

/// Whether `over` was not asked for this window yet.
fn is_open(window: &WindowFunction) -> bool {
    let params = &window.params;
    if !params.partition_by.is_empty() {
        return false;
    }
    if !params.order_by.is_empty() {
        return params.null_treatment == Some(NullTreatment::RespectNulls);
    }
    // An aggregate over a whole frame has been given just that: before, it is no window yet.
    matches!(window.fun, WindowFunctionDefinition::WindowUDF(_)) || !is_whole(&params.window_frame)
}

fn is_whole(frame: &WindowFrame) -> bool {
    frame.start_bound.is_unbounded() && frame.end_bound.is_unbounded()
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
        return Err(type_error(OPERATION, format!("{} is no frame", short(value)), FORM));
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
        type_error(OPERATION, format!("{} is no end of a frame of {units}", short(value)), hint)
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
        ScalarValue::IntervalMonthDayNano(Some(arrow::datatypes::IntervalMonthDayNano::new(0, 0, nanoseconds)))
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

/// Makes a range fit the type of the key that it measures. A range without a distance means the same as groups, which
/// ask nothing of the type; the engine measures numbers and times only.
pub(super) fn fit_frame(params: &mut WindowFunctionParams, type_of: impl Fn(&Expr) -> DataType) -> Result<(), Error> {
    let frame = &params.window_frame;
    let Some(key) = params.order_by.first().filter(|_| frame.units == WindowFrameUnits::Range) else { return Ok(()) };
    let data_type = type_of(&key.expr);
    let temporal = matches!(data_type, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..));
    let distances = [&frame.start_bound, &frame.end_bound].into_iter().filter_map(|bound| match bound {
        WindowFrameBound::Preceding(value) | WindowFrameBound::Following(value) if !value.is_null() => Some(value),
        _ => None,
    });
    let mut measured = false;
    for distance in distances {
        measured = true;
        let fits = match distance {
            ScalarValue::IntervalMonthDayNano(_) => temporal,
            ScalarValue::Utf8(Some(number)) if data_type.is_integer() => number.parse::<i128>().is_ok(),
            _ => data_type.is_numeric(),
        };
        if !fits && data_type != DataType::Null {
            let message = format!("the key of the range is {}, which the distance does not fit", type_name(&data_type));
            let hint = "a range over numbers is a number (an int over ints), over dates and timestamps a timedelta";
            return Err(Error::new(ErrorKind::Type, OPERATION, message).with_hint(hint));
        }
    }
    if !measured && !temporal && !data_type.is_numeric() {
        let (start, end) = (frame.start_bound.clone(), frame.end_bound.clone());
        params.window_frame = WindowFrame::new_bounds(WindowFrameUnits::Groups, start, end);
    }
    Ok(())
}

fn one_microsecond(py: Python<'_>) -> PyResult<Bound<'_, PyDelta>> {
    PyDelta::new(py, 0, 0, 1, false)
}

/// Refuses a window that depends on the order of the rows where none is given: a frame promises none to windows.
pub(super) fn check_order(operation: &str, expr: &Expr) -> PyResult<()> {
    let mut unordered = None;
    let walked = expr.apply(|node| {
        let Expr::WindowFunction(window) = node else { return Ok(TreeNodeRecursion::Continue) };
        let name = window.fun.name();
        let of_order =
            WITHOUT_FRAME.contains(&name) || OF_FRAME.contains(&name) || !is_whole(&window.params.window_frame);
        if window.params.order_by.is_empty() && of_order {
            unordered = Some(name.to_owned());
            return Ok(TreeNodeRecursion::Stop);
        }
        Ok(TreeNodeRecursion::Continue)
    });
    walked.map_err(|error| to_python(Error::from_datafusion(operation, error)))?;
    match unordered {
        Some(name) => {
            let message = format!("{name} depends on the order of the rows, and none is given");
            Err(value_error(operation, message, "say it: .over(order_by=\"...\"), or .over(\"key\", order_by=\"...\")"))
        }
        None => Ok(()),
    }
}

//! A window: an aggregate or a window function, computed for every row over the rows around it. What the frame means
//! and which functions need an order is decided here; the frame's verbs make the plan.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::functions_window::nth_value::{first_value_udwf, last_value_udwf, nth_value_udwf};
use datafusion::logical_expr::expr::{AggregateFunction, NullTreatment, WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::{
    Expr, SortExpr, WindowFrame, WindowFrameBound, WindowFrameUnits, WindowFunctionDefinition,
};
use datafusion::scalar::ScalarValue;

use super::label::label;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::scope::find_part;
use crate::render::type_name;
use crate::window::NAMES;

const OPERATION: &str = "over";
/// Window functions of the engine that look at the partition as a whole and take no frame.
const WITHOUT_FRAME: [&str; 8] =
    ["cume_dist", "dense_rank", "lag", "lead", "ntile", "percent_rank", "rank", "row_number"];
/// Window functions that do.
const OF_FRAME: [&str; 3] = ["first_value", "last_value", "nth_value"];

/// The window of `.over(...)`.
#[derive(Debug)]
pub struct Window {
    /// Rows for which these are equal belong together.
    pub partition_by: Vec<Expr>,
    /// The order inside a partition.
    pub order_by: Vec<SortExpr>,
    /// Which rows around the current one count.
    pub frame: Option<WindowFrame>,
}

impl Window {
    /// `expr` with this window for everything in it that can have one.
    ///
    /// # Errors
    /// A `Value` error where nothing can have a window, or the window makes no sense for what does.
    pub fn around(&self, expr: Expr) -> Result<Expr> {
        let name = label(&expr);
        let (mut found, mut closed, mut failed) = (false, false, None);
        let changed = expr.transform_down(|node| {
            let made = match node {
                Expr::AggregateFunction(aggregate) => self.window_of_aggregate(aggregate),
                Expr::WindowFunction(window) if is_open(&window) => self.partition_window(*window),
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
                    failed = Some(error);
                    Transformed::new(Expr::default(), true, TreeNodeRecursion::Stop)
                }
            })
        });
        let changed = changed.map_err(|error| Error::from_datafusion(OPERATION, error))?.data;
        match failed {
            Some(error) => Err(error),
            None if found => Ok(changed),
            None if closed => {
                let hint = "give partition_by and order_by in one call of over()";
                Err(window_refusal(OPERATION, format!("{name} has its window already"), hint))
            }
            None => {
                let hint = "it is for aggregates and window functions: pr.col(\"a\").sum().over(...)";
                Err(window_refusal(OPERATION, format!("{name} is computed row by row, so it has no window"), hint))
            }
        }
    }

    fn window_of_aggregate(&self, AggregateFunction { func, params }: AggregateFunction) -> Result<Expr> {
        let ordered = !params.order_by.is_empty();
        if ordered && !self.order_by.is_empty() {
            let message = format!("{} has an order of its own", func.name());
            return Err(window_refusal(
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
                window_frame: self.checked_frame(fun.name(), &order_by, usual)?,
                order_by,
                filter: params.filter,
                null_treatment: params.null_treatment,
                distinct: params.distinct,
            },
            fun,
        }))
    }

    fn partition_window(&self, mut window: WindowFunction) -> Result<Expr> {
        let (name, params) = (window.fun.name().to_owned(), &mut window.params);
        let (ordered, framed) = (!params.order_by.is_empty(), params.window_frame != WindowFrame::new(None));
        let marked = is_marked(params);
        // It is computed of its whole partition, in whatever order.
        let whole = marked && !ordered && matches!(window.fun, WindowFunctionDefinition::AggregateUDF(_));
        if ordered && !self.order_by.is_empty() {
            let message = format!("{name} has an order of its own");
            return Err(window_refusal(OPERATION, message, "leave out order_by"));
        }
        if self.frame.is_some() && (is_without_frame(&name) || framed || whole) {
            let message = if framed { "has a frame of its own" } else { "looks at its whole partition" };
            return Err(window_refusal(OPERATION, format!("{name} {message}"), "leave out frame"));
        }
        params.partition_by = self.partition_by.iter().chain(&params.partition_by).cloned().collect();
        if marked {
            params.null_treatment = None;
        }
        if !ordered && !whole {
            params.order_by.clone_from(&self.order_by);
        }
        if ordered || whole {
            // Its frame belongs to its order, or is its partition.
        } else if is_without_frame(&name) {
            // Rows, not a range: the engine would ask for a distance between values of the order, which not all have.
            params.window_frame = WindowFrame::new(Some(true));
        } else if !framed {
            let usual = WindowFrame::new((!params.order_by.is_empty()).then_some(false));
            params.window_frame = self.checked_frame(&name, &params.order_by, usual)?;
        }
        Ok(Expr::from(window))
    }

    /// The frame that was given, if the order allows it, or the usual one.
    fn checked_frame(&self, name: &str, order_by: &[SortExpr], usual: WindowFrame) -> Result<WindowFrame> {
        let Some(frame) = &self.frame else { return Ok(usual) };
        let reach = |bound: &WindowFrameBound| !bound.is_unbounded() && *bound != WindowFrameBound::CurrentRow;
        let distance = reach(&frame.start_bound) || reach(&frame.end_bound);
        if order_by.is_empty() && !is_whole(frame) {
            let message = format!("the frame of {name} counts rows in an order, and none is given");
            return Err(window_refusal(OPERATION, message, "add order_by="));
        }
        if frame.units == WindowFrameUnits::Range && distance && order_by.len() != 1 {
            let message = format!("a range is a distance between values of one key, and there are {}", order_by.len());
            return Err(window_refusal(OPERATION, message, "order by one key, or use (\"rows\", ...)"));
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

/// A window over the rows for which `keys` are equal, which may still be given more of them: an aggregate takes all these
/// rows, a window function the order of `over`. It is marked as in [`with_own_order`].
pub fn with_own_partition(of: Expr, keys: Vec<Expr>) -> Expr {
    let mut window = match of {
        Expr::AggregateFunction(AggregateFunction { func, params }) => {
            let mut window = WindowFunction::new(func, params.args);
            window.params.filter = params.filter;
            window.params.window_frame = WindowFrame::new(None);
            Box::new(window)
        }
        Expr::WindowFunction(window) => window,
        other => return other,
    };
    window.params.partition_by = keys;
    window.params.null_treatment = Some(NullTreatment::RespectNulls);
    Expr::WindowFunction(window)
}

/// Whether the window may still be given a partition.
fn is_marked(params: &WindowFunctionParams) -> bool {
    params.null_treatment == Some(NullTreatment::RespectNulls)
}

/// Whether a window function looks at its whole partition and takes no frame.
fn is_without_frame(name: &str) -> bool {
    WITHOUT_FRAME.contains(&name) || NAMES.contains(&name)
}

/// Whether `over` was not asked for this window yet.
fn is_open(window: &WindowFunction) -> bool {
    let params = &window.params;
    if is_marked(params) {
        return true;
    }
    if !params.partition_by.is_empty() || !params.order_by.is_empty() {
        return false;
    }
    // An aggregate over a whole frame has been given just that: before, it is no window yet.
    matches!(window.fun, WindowFunctionDefinition::WindowUDF(_)) || !is_whole(&params.window_frame)
}

fn is_whole(frame: &WindowFrame) -> bool {
    frame.start_bound.is_unbounded() && frame.end_bound.is_unbounded()
}

/// Makes a range fit the type of the key that it measures. A range without a distance means the same as groups, which
/// ask nothing of the type; the engine measures numbers and times only.
pub(super) fn fit_frame(params: &mut WindowFunctionParams, type_of: impl Fn(&Expr) -> DataType) -> Result<()> {
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

/// Refuses a window that depends on the order of the rows where none is given: a frame promises none to windows.
pub(super) fn check_order(operation: &str, expr: &Expr) -> Result<()> {
    let unordered = find_part(expr, |part| {
        let Expr::WindowFunction(window) = part else { return None };
        let name = window.fun.name();
        let of_order = is_without_frame(name) || OF_FRAME.contains(&name) || !is_whole(&window.params.window_frame);
        (window.params.order_by.is_empty() && of_order).then_some(name)
    });
    match unordered {
        Some(name) => {
            let message = format!("{name} depends on the order of the rows, and none is given");
            Err(window_refusal(
                operation,
                message,
                "give it: .over(order_by=\"...\"), or .over(\"key\", order_by=\"...\")",
            ))
        }
        None => Ok(()),
    }
}

fn window_refusal(operation: &str, message: impl Into<String>, hint: &str) -> Error {
    Error::new(ErrorKind::Value, operation, message).with_hint(hint)
}

//! The functions over expressions: `pyrust.functions`. Those of one argument are also methods of `Expr`, so both
//! come from one table: name, what it gives, an example's column and result, and the engine's function.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions_aggregate::count::count_all;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::logical_expr::{Expr, lit};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::boundary::guard;
use crate::expr::{self, PyExpr};
use crate::input::{into_expr, into_exprs, into_operand};

macro_rules! of_one_argument {
    ($($name:ident, $gives:literal, $column:literal, $result:literal, $build:expr;)*) => {
        $(
            #[doc = concat!(
                $gives, "\n\nArgs:\n    expr: A column's name or an expression.\n\nReturns:\n    An expression.\n\n",
                "Example:\n    >>> import pyrust as pr\n    >>> pr.DataFrame({\"a\": ", $column,
                "}).select(x=pr.functions.", stringify!($name), "(\"a\")).to_dict()\n    {'x': ", $result, "}\n"
            )]
            #[pyfunction]
            fn $name(expr: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
                guard(|| {
                    let build: fn(Expr) -> Expr = $build;
                    Ok(PyExpr::new(build(into_expr(stringify!($name), expr)?)))
                })
            }
        )*

        #[pymethods]
        impl PyExpr {
            $(
                #[doc = concat!(
                    $gives, "\n\nReturns:\n    An expression.\n\n",
                    "Example:\n    >>> import pyrust as pr\n    >>> pr.DataFrame({\"a\": ", $column,
                    "}).select(x=pr.col(\"a\").", stringify!($name), "()).to_dict()\n    {'x': ", $result, "}\n"
                )]
                fn $name(&self) -> PyResult<PyExpr> {
                    guard(|| {
                        let build: fn(Expr) -> Expr = $build;
                        Ok(PyExpr::new(build(self.plain(stringify!($name))?)))
                    })
                }
            )*
        }

        fn register_table(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            Ok(())
        }
    };
}

fn part(name: &'static str, expr: Expr) -> Expr {
    scalar_fn::date_part(lit(name), expr)
}

of_one_argument! {
    sum, "The sum of the values that are not null.", "[1, 2, None]", "[3]", |e| aggregate_fn::sum(e);
    mean, "The mean of the values that are not null.", "[1, 2, None]", "[1.5]", |e| aggregate_fn::avg(e);
    min, "The smallest value.", "[3, 1, 2]", "[1]", |e| aggregate_fn::min(e);
    max, "The largest value.", "[3, 1, 2]", "[3]", |e| aggregate_fn::max(e);
    n_unique, "How many different values there are; null is not counted.", "[1, 1, None]", "[1]",
        |e| aggregate_fn::count_distinct(e);
    median, "The middle value; between two, their mean.", "[1, 2, 3, 4]", "[2.5]", |e| aggregate_fn::median(e);
    var, "The variance of a sample (divided by n - 1).", "[1.0, 3.0]", "[2.0]", |e| aggregate_fn::var_sample(e);
    first, "The first value of the rows as they come; sort the frame to say which that is.", "[3, 1]", "[3]",
        |e| aggregate_fn::first_value(e, vec![]);
    last, "The last value of the rows as they come; sort the frame to say which that is.", "[3, 1]", "[1]",
        |e| aggregate_fn::last_value(e, vec![]);
    abs, "The absolute value.", "[-1, 2]", "[1, 2]", |e| scalar_fn::abs(e);
    floor, "The nearest whole number below.", "[1.5, -1.5]", "[1.0, -2.0]", |e| scalar_fn::floor(e);
    ceil, "The nearest whole number above.", "[1.5, -1.5]", "[2.0, -1.0]", |e| scalar_fn::ceil(e);
    sqrt, "The square root.", "[4.0, 9.0]", "[2.0, 3.0]", |e| scalar_fn::sqrt(e);
    exp, "e to the power of the value.", "[0.0]", "[1.0]", |e| scalar_fn::exp(e);
    ln, "The natural logarithm.", "[1.0]", "[0.0]", |e| scalar_fn::ln(e);
    is_nan, "Whether a float is NaN.", "[1.0, float(\"nan\")]", "[False, True]", |e| scalar_fn::isnan(e);
    lower, "The text in lower case.", "[\"Ab\"]", "['ab']", |e| scalar_fn::lower(e);
    upper, "The text in upper case.", "[\"Ab\"]", "['AB']", |e| scalar_fn::upper(e);
    length, "How many characters the text has.", "[\"héllo\", \"\"]", "[5, 0]", |e| scalar_fn::character_length(e);
    trim, "The text without spaces at its ends.", "[\"  x \"]", "['x']", |e| scalar_fn::btrim(vec![e]);
    reverse, "The text backwards.", "[\"abc\"]", "['cba']", |e| scalar_fn::reverse(e);
    year, "The year of a date or timestamp.", "[__import__(\"datetime\").date(2024, 2, 29)]", "[2024]",
        |e| part("year", e);
    month, "The month, 1 to 12.", "[__import__(\"datetime\").date(2024, 2, 29)]", "[2]", |e| part("month", e);
    day, "The day of the month.", "[__import__(\"datetime\").date(2024, 2, 29)]", "[29]", |e| part("day", e);
    hour, "The hour of the day.", "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5)]", "[13]",
        |e| part("hour", e);
    minute, "The minute of the hour.", "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5)]", "[5]",
        |e| part("minute", e);
    second, "The whole second of the minute.", "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5, 7)]", "[7]",
        |e| part("second", e);
}

/// The standard deviation of a sample (divided by n - 1).
///
/// Args:
///     expr: A column's name or an expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [1.0, 4.0, 7.0]}).select(x=pr.functions.std("a")).to_dict()
///     {'x': [3.0]}
// Not in the table: a Rust item called `std` would hide the standard library from the macros.
#[pyfunction(name = "std")]
fn deviation(expr: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(aggregate_fn::stddev(into_expr("std", expr)?))))
}

#[pymethods]
impl PyExpr {
    /// The standard deviation of a sample (divided by n - 1).
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1.0, 4.0, 7.0]}).select(x=pr.col("a").std()).to_dict()
    ///     {'x': [3.0]}
    #[pyo3(name = "std")]
    fn deviation(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(aggregate_fn::stddev(self.plain("std")?))))
    }
}

/// How many rows there are, or how many values that are not null.
///
/// Args:
///     expr: A column's name or an expression; without it, rows are counted.
///
/// Returns:
///     An aggregate expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, None]})
///     >>> df.select(rows=pr.functions.count(), values=pr.functions.count("a")).to_list()
///     [{'rows': 2, 'values': 1}]
#[pyfunction]
#[pyo3(signature = (expr = None))]
fn count(expr: Option<&Bound<'_, PyAny>>) -> PyResult<PyExpr> {
    guard(|| match expr {
        Some(expr) => Ok(PyExpr::new(aggregate_fn::count(into_expr("count", expr)?))),
        None => Ok(PyExpr::new(count_all())),
    })
}

/// The first of the values that is not null, row by row.
///
/// Args:
///     exprs: Column names or expressions.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [None, 1], "b": [2, 3]})
///     >>> df.select(x=pr.functions.coalesce("a", "b")).to_dict()
///     {'x': [2, 1]}
#[pyfunction]
#[pyo3(signature = (*exprs))]
fn coalesce(exprs: &Bound<'_, PyTuple>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(scalar_fn::coalesce(into_exprs("coalesce", exprs, None)?))))
}

/// The texts one after the other; a null counts as no text.
///
/// Args:
///     exprs: Column names or expressions; a constant text is `pr.lit("...")`.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": ["x"], "b": ["y"]})
///     >>> df.select(x=pr.functions.concat("a", pr.lit("-"), "b")).to_dict()
///     {'x': ['x-y']}
#[pyfunction]
#[pyo3(signature = (*exprs))]
fn concat(exprs: &Bound<'_, PyTuple>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(scalar_fn::concat(into_exprs("concat", exprs, None)?))))
}

/// The number rounded to so many decimals, halves away from zero.
///
/// Args:
///     expr: A column's name or an expression.
///     decimals: How many digits after the point are kept.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [2.5, 1.25]}).select(x=pr.functions.round("a", 1)).to_dict()
///     {'x': [2.5, 1.3]}
#[pyfunction]
#[pyo3(signature = (expr, decimals = 0))]
fn round(expr: &Bound<'_, PyAny>, decimals: i64) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(scalar_fn::round(vec![into_expr("round", expr)?, lit(decimals)]))))
}

/// Whether a text holds another.
///
/// Args:
///     expr: A column's name or an expression.
///     text: What is looked for: a str, taken as it is, or an expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": ["50%", "50"]}).select(x=pr.functions.contains("a", "%")).to_dict()
///     {'x': [True, False]}
#[pyfunction]
fn contains(expr: &Bound<'_, PyAny>, text: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(scalar_fn::contains(into_expr("contains", expr)?, into_operand("contains", text)?))))
}

/// Whether a text starts with another.
///
/// Args:
///     expr: A column's name or an expression.
///     text: What is looked for.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": ["ab", "b"]}).select(x=pr.functions.starts_with("a", "a")).to_dict()
///     {'x': [True, False]}
#[pyfunction]
fn starts_with(expr: &Bound<'_, PyAny>, text: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
    const NAME: &str = "starts_with";
    guard(|| Ok(PyExpr::new(scalar_fn::starts_with(into_expr(NAME, expr)?, into_operand(NAME, text)?))))
}

/// Whether a text ends with another.
///
/// Args:
///     expr: A column's name or an expression.
///     text: What is looked for.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": ["ab", "a"]}).select(x=pr.functions.ends_with("a", "b")).to_dict()
///     {'x': [True, False]}
#[pyfunction]
fn ends_with(expr: &Bound<'_, PyAny>, text: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(scalar_fn::ends_with(into_expr("ends_with", expr)?, into_operand("ends_with", text)?))))
}

/// The text with every occurrence of one text replaced by another.
///
/// Args:
///     expr: A column's name or an expression.
///     old: What is replaced.
///     new: What comes in its place.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": ["a-b"]}).select(x=pr.functions.replace("a", "-", "+")).to_dict()
///     {'x': ['a+b']}
#[pyfunction]
fn replace(expr: &Bound<'_, PyAny>, old: &Bound<'_, PyAny>, new: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
    const NAME: &str = "replace";
    guard(|| {
        let (expr, old, new) = (into_expr(NAME, expr)?, into_operand(NAME, old)?, into_operand(NAME, new)?);
        Ok(PyExpr::new(scalar_fn::replace(expr, old, new)))
    })
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

/// Makes the submodule.
pub fn register(parent: &Bound<'_, PyModule>) -> PyResult<()> {
    let module = PyModule::new(parent.py(), "functions")?;
    register_table(&module)?;
    module.add_function(wrap_pyfunction!(deviation, &module)?)?;
    module.add_function(wrap_pyfunction!(count, &module)?)?;
    module.add_function(wrap_pyfunction!(coalesce, &module)?)?;
    module.add_function(wrap_pyfunction!(concat, &module)?)?;
    module.add_function(wrap_pyfunction!(round, &module)?)?;
    module.add_function(wrap_pyfunction!(contains, &module)?)?;
    module.add_function(wrap_pyfunction!(starts_with, &module)?)?;
    module.add_function(wrap_pyfunction!(ends_with, &module)?)?;
    module.add_function(wrap_pyfunction!(replace, &module)?)?;
    module.add_function(wrap_pyfunction!(date_trunc, &module)?)?;
    module.add_function(wrap_pyfunction!(expr::when, &module)?)?;
    parent.add_submodule(&module)
}

//! Where expressions begin: columns by name or type, constants, the number of rows.

use datafusion::common::Column;
use datafusion::functions_aggregate::count::count_all;
use datafusion::logical_expr::Expr;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use pyrust_engine::render::type_name;
use pyrust_engine::resolve::Selector;
use pyrust_engine::statement::expression;

use super::PyExpr;
use crate::argument::into_items;
use crate::boundary::guard;
use crate::convert;
use crate::data_type::into_data_type;
use crate::exceptions::{short, to_python, type_error};
use crate::selector::selector;
use crate::session::PySession;

/// A column by its exact name.
pub fn column_named(name: &str) -> PyExpr {
    PyExpr::new(Expr::Column(Column::from_name(name)))
}

/// Refer to the column of this name, exactly: dots, capitals and quotes are just characters.
///
/// Several names, or a list of them, refer to each of these columns, in this order; `"*"` refers to all columns, and types
/// (`pr.Int64`, `str`) to those of these types. Such an expression is computed for every column.
///
/// Args:
///     names: The column's name, or several names or types.
///
/// Returns:
///     An expression; a `Selector` for several columns. Whether they exist is checked where a frame uses it.
///
/// Raises:
///     TypeError: If it is neither a name nor a type, or names and types are mixed.
///     ColumnNotFoundError: Where a frame uses it, if there is no such column.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"A.b": [1]}).select(pr.col("A.b")).to_dict()
///     {'A.b': [1]}
///     >>> df = pr.DataFrame({"a": [1, 2], "b": [3, 4], "s": ["x", "y"]})
///     >>> df.select(pr.col("b", "a").sum().name.keep()).to_dict()
///     {'b': [7], 'a': [3]}
///     >>> df.select(pr.col(pr.String)).columns, df.select(pr.col("*")).width
///     (['s'], 3)
///     >>> pr.col(1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: col: 1 is neither a column's name nor a type
#[pyfunction]
#[pyo3(signature = (*names))]
pub fn col(names: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
    guard(|| {
        let py = names.py();
        if names.len() == 1
            && let Ok(name) = names.get_item(0)?.cast::<PyString>()
        {
            return match name.to_str()? {
                "*" => selector(py, Selector::All)?.into_py_any(py),
                name => column_named(name).into_py_any(py),
            };
        }
        let (mut listed, mut types) = (Vec::new(), Vec::new());
        for item in into_items(names)? {
            if let Ok(name) = item.cast::<PyString>() {
                listed.push(name.to_str()?.to_owned());
            } else if let Ok(data_type) = into_data_type("col", &item) {
                types.push(type_name(&data_type));
            } else {
                let message = format!("{} is neither a column's name nor a type", short(&item));
                return Err(type_error("col", message, ""));
            }
        }
        match (listed.is_empty(), types.is_empty()) {
            (_, true) => selector(py, Selector::Listed(listed))?.into_py_any(py),
            (true, false) => selector(py, Selector::Types(types))?.into_py_any(py),
            (false, false) => {
                let hint = "use selectors: pr.selectors.by_name(...) | pr.selectors.by_dtype(...)";
                Err(type_error("col", "names and types are mixed", hint))
            }
        }
    })
}

/// Refer to every column: what is made of it is computed for each.
///
/// Returns:
///     A `Selector`; the same as `pr.selectors.all()`.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [1, 2], "b": [3, 4]}).select(pr.all().sum().name.keep()).to_dict()
///     {'a': [3], 'b': [7]}
#[pyfunction]
pub fn all(py: Python<'_>) -> PyResult<Py<PyAny>> {
    guard(|| selector(py, Selector::All)?.into_py_any(py))
}

/// Count the rows: of the frame, or of each group. The column is called `len`.
///
/// Returns:
///     An aggregate expression, which `.over(...)` makes a window of.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"k": ["x", "y", "x"]})
///     >>> df.group_by("k").agg(pr.len()).sort("k").to_dict()
///     {'k': ['x', 'y'], 'len': [2, 1]}
///     >>> df.select(pr.len()).item()
///     3
#[pyfunction]
pub fn len() -> PyExpr {
    PyExpr::new(count_all().alias("len"))
}

/// Make a constant of a Python value.
///
/// Args:
///     value: Any value that a column can hold; None is null.
///     dtype: The type of the constant; None is the value's own.
///
/// Returns:
///     An expression.
///
/// Raises:
///     TypeError: If the value cannot be held by a column, or there is no such type.
///     OverflowError: If an int does not fit 64 bits.
///     ValueError: If the value does not fit the type.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [1, 2]}).with_columns(b=pr.lit("x")).to_dict()
///     {'a': [1, 2], 'b': ['x', 'x']}
///     >>> pr.DataFrame({"a": [1]}).select(pr.lit(1, pr.Int8).alias("one")).schema
///     {'one': pr.Int8}
///     >>> pr.lit(2**64)
///     Traceback (most recent call last):
///         ...
///     pyrust.OutOfRangeError: lit: the value 18446744073709551616 does not fit an int64
///     hint: use float, decimal.Decimal or str for larger numbers
///     >>> pr.lit(300, pr.Int8)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: lit: the value 300 does not fit int8
///     hint: declare a type that holds it, or leave the type out and cast afterwards
#[pyfunction]
#[pyo3(signature = (value, dtype = None))]
pub fn lit(value: &Bound<'_, PyAny>, dtype: Option<&Bound<'_, PyAny>>) -> PyResult<PyExpr> {
    guard(|| {
        let to = dtype.map(|dtype| into_data_type("lit", dtype)).transpose()?;
        if let Ok(expr) = value.cast::<PyExpr>() {
            let expr = expr.get().plain("lit")?;
            return Ok(PyExpr::new(match to {
                Some(to) => datafusion::logical_expr::cast(expr, to),
                None => expr,
            }));
        }
        let value = match to {
            Some(to) => convert::scalar_as("lit", value, &to)?,
            None => convert::scalar("lit", value)?,
        };
        Ok(PyExpr::new(Expr::Literal(value, None)))
    })
}

/// Read an expression as SQL writes it: `pr.sql_expr("a > 1 AND k LIKE 'x%'")`.
///
/// It has the functions of the default session's SQL, and its operators mean what they mean in SQL: `/` of integers
/// truncates. Names are columns of the frame that uses it, as they are written; those with capitals may stand without quotes.
/// Values do not belong into the text: compare the expression with them, or use `pr.sql` with `$name`.
///
/// Args:
///     text: One expression, with a name after `AS` if it has one.
///
/// Returns:
///     An expression, which verbs take as any other; its name is its text.
///
/// Raises:
///     SqlError: If it is not an expression of SQL; where a frame uses it, if it makes no sense there.
///     ColumnNotFoundError: Where a frame uses it, if there is no such column.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, 2, 3], "k": ["x", "y", "x"]})
///     >>> df.filter(pr.sql_expr("a BETWEEN 2 AND 3 AND k = 'x'")).to_dict()
///     {'a': [3], 'k': ['x']}
///     >>> df.group_by("k").agg(pr.sql_expr("sum(a) + 1 AS total")).sort("k").to_dict()
///     {'k': ['x', 'y'], 'total': [5, 3]}
///     >>> pr.sql_expr("a >")  # doctest: +ELLIPSIS
///     Traceback (most recent call last):
///         ...
///     pyrust.SqlError: sql: ...
#[pyfunction]
pub fn sql_expr(py: Python<'_>, text: &str) -> PyResult<PyExpr> {
    guard(|| expression(&PySession::shared(py)?, text).map(PyExpr::new).map_err(to_python))
}

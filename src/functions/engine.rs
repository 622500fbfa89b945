//! Functions about the data rather than of its values: types and their metadata, the file a row comes from, the
//! engine's version, and numbers that are new in each row.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions::{core as core_fn, string as string_fn};
use datafusion::logical_expr::lit;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::table::functions;
use crate::argument::{Argument, Column};
use crate::boundary::guard;
use crate::exceptions::{short, type_error};
use crate::expr::PyExpr;

functions! {
    arrow_field(expr: Column<'_>, "A column's name or an expression."),
        "Get the column's Arrow field: its name, type, nullability and metadata as a struct, the same in all rows.",
        "{\"a\": [1]}", ("a") =>
        "[{'name': 'a', 'data_type': 'Int64', 'nullable': True, 'metadata': []}]",
        fails (1) "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |expr| scalar_fn::arrow_field(expr);
    arrow_metadata(
        expr: Column<'_>, "A column's name or an expression.";
        key: Option<&str> = None, "The key; by default all of them, as a map."
    ), "Get the metadata of the column's Arrow field, the same in all rows; null where there is none.",
        "{\"a\": [1]}", ("a", "unit") => "[None]",
        fails ("a", 1) "TypeError: If `key` is not a string." =>
        "pyrust.InvalidTypeError: arrow_metadata: key must be a string, got 1",
        |expr, key| scalar_fn::arrow_metadata([expr].into_iter().chain(key.map(lit)).collect());
    arrow_typeof(expr: Column<'_>, "A column's name or an expression."),
        "Get the name of the column's Arrow type as DataFusion writes it, the same in all rows; `df.schema` has ours.",
        "{\"a\": [1]}", ("a") => "['Int64']",
        fails (1) "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |expr| scalar_fn::arrow_typeof(expr);
    uuid(), "Make a new random UUID (version 4) in each row and at each run, as a string.",
        "{\"a\": []}", () => "[]", | | string_fn::uuid().call(vec![]);
    version(), "Get the version of DataFusion.",
        "{\"a\": []}", () => "[]", | | core_fn::version().call(vec![]);
}

/// Count the rows that come before the row in its own file; only over a frame that reads Parquet files.
///
/// Returns:
///     An expression.
///
/// Raises:
///     PyRustError: When the query runs, if the rows come from no such file.
///
/// Example:
///     >>> import pyarrow as pa, pyarrow.parquet as pq, pyrust as pr
///     >>> pq.write_table(pa.table({"a": [7, 8]}), "t.parquet")
///     >>> df = pr.read_parquet("t.parquet")
///     >>> df.filter(pr.col("a") > 7).select(x=pr.functions.file_row_index()).to_dict()
///     {'x': [1]}
#[pyfunction]
fn file_row_index() -> PyExpr {
    PyExpr::new(scalar_fn::file_row_index())
}

/// Get the path of the file that the row was read from; only over a frame that reads files.
///
/// Returns:
///     An expression.
///
/// Raises:
///     PyRustError: When the query runs, if the rows come from no file.
///
/// Example:
///     >>> import pathlib, pyrust as pr
///     >>> _ = pathlib.Path("t.csv").write_text("a\n7\n")
///     >>> pr.read_csv("t.csv").select(x=pr.functions.input_file_name()).to_dict()
///     {'x': ['...t.csv']}
#[pyfunction]
fn input_file_name() -> PyExpr {
    PyExpr::new(scalar_fn::input_file_name())
}

/// Add metadata to the column's Arrow field, where other libraries and files see it.
///
/// Args:
///     expr: A column's name or an expression.
///     metadata: Keys and values, both str.
///
/// Returns:
///     An expression.
///
/// Raises:
///     TypeError: If `expr` is neither a name nor an expression, or a key or value is not a str.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1]})
///     >>> measured = pr.functions.with_metadata("a", {"unit": "m"})
///     >>> df.select(a=measured, unit=pr.functions.arrow_metadata(measured, "unit")).to_dict()
///     {'a': [1], 'unit': ['m']}
///     >>> pr.functions.with_metadata("a", {"unit": 1})
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: with_metadata: metadata must be a dict of strings, got {'unit': 1}
#[pyfunction]
fn with_metadata(expr: Column<'_>, metadata: &Bound<'_, PyDict>) -> PyResult<PyExpr> {
    guard(|| {
        let mut arguments = vec![expr.seen("with_metadata")?];
        for (key, value) in metadata {
            let (Ok(key), Ok(value)) = (key.extract::<String>(), value.extract::<String>()) else {
                let message = format!("metadata must be a dict of strings, got {}", short(metadata));
                return Err(type_error("with_metadata", message, ""));
            };
            arguments.extend([lit(key), lit(value)]);
        }
        Ok(PyExpr::new(scalar_fn::with_metadata(arguments)))
    })
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_functions(module)?;
    module.add_function(wrap_pyfunction!(file_row_index, module)?)?;
    module.add_function(wrap_pyfunction!(input_file_name, module)?)?;
    module.add_function(wrap_pyfunction!(with_metadata, module)?)
}

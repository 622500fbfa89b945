//! Functions about the data rather than of its values: types and their metadata, the file a row comes from, the
//! engine's version, and numbers that are new in each row.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions::{core as core_fn, string as string_fn};
use datafusion::logical_expr::lit;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::argument::{Argument, Column};
use super::table::functions;
use crate::boundary::guard;
use crate::expr::PyExpr;

functions! {
    arrow_metadata(
        expr: Column<'_>, "A column's name or an expression.";
        key: Option<&str> = None, "The key; without it, all of them come as a map."
    ), "The metadata of the column's Arrow field, the same in all rows; null where there is none.",
        "{\"a\": [1]}", ("a", "unit") => "[None]",
        |expr, key| scalar_fn::arrow_metadata([expr].into_iter().chain(key.map(lit)).collect());
    arrow_typeof(expr: Column<'_>, "A column's name or an expression."),
        "The name of the column's Arrow type as the engine writes it, the same in all rows; `df.schema` has ours.",
        "{\"a\": [1]}", ("a") => "['Int64']", |expr| scalar_fn::arrow_typeof(expr);
    file_row_index(), "How many rows of the row's own file stand before it; only over files.",
        "{\"a\": [1]}", () => "[None]", | | scalar_fn::file_row_index();
    input_file_name(), "The file that the row was read from; null where it comes from none.",
        "{\"a\": [1]}", () => "[None]", | | scalar_fn::input_file_name();
    uuid(), "A new random UUID (version 4) in each row and at each run, as text.",
        "{\"a\": []}", () => "[]", | | string_fn::uuid().call(vec![]);
    version(), "The version of the engine.",
        "{\"a\": []}", () => "[]", | | core_fn::version().call(vec![]);
}

/// The values with metadata added to the column's Arrow field, where other libraries and files see it.
///
/// Args:
///     expr: A column's name or an expression.
///     metadata: Keys and values, both str.
///
/// Returns:
///     An expression.
///
/// Raises:
///     TypeError: If `expr` is neither a name nor an expression, or a key or value is no str.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1]})
///     >>> measured = pr.functions.with_metadata("a", {"unit": "m"})
///     >>> df.select(a=measured, unit=pr.functions.arrow_metadata(measured, "unit")).to_dict()
///     {'a': [1], 'unit': ['m']}
#[pyfunction]
fn with_metadata(expr: Column<'_>, metadata: &Bound<'_, PyDict>) -> PyResult<PyExpr> {
    guard(|| {
        let mut arguments = vec![expr.seen("with_metadata")?];
        for (key, value) in metadata {
            arguments.extend([lit(key.extract::<String>()?), lit(value.extract::<String>()?)]);
        }
        Ok(PyExpr::new(scalar_fn::with_metadata(arguments)))
    })
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_functions(module)?;
    module.add_function(wrap_pyfunction!(with_metadata, module)?)
}

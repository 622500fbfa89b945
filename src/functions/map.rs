//! Functions of maps: `pr.col("a").map`.

use datafusion::functions_nested::expr_fn as nested_fn;
use datafusion::functions_nested::map::map_udf;
use datafusion::logical_expr::{Expr, lit};
use pyo3::prelude::*;

use super::list::List;
use super::table::functions;
use crate::argument::{Argument, Column, Value};
use crate::boundary::guard;
use crate::expr::{PyExpr, PyMap};

functions! {
    make_map = "map"(keys: List<'_>, "The keys: a list column's name, an expression of lists, or one Python list.";
                     values: List<'_>, "The values, as many."),
        "Make a map from two lists.",
        "{\"a\": [[1, 2], [3, 4]]}", (["x", "y"], "a") => "[[('x', 1), ('y', 2)], [('x', 3), ('y', 4)]]",
        fails ({1}, "a") "TypeError: If `keys` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first",
        |keys, values| map_udf().call(vec![keys, values]);
    map_extract(expr: Column<'_>, "A column's name or an expression."; key: Value<'_>, "A constant or an expression."),
        "Get a list of the value of a key, or of null where the map does not have it, as in SQL. `.map.get` gives the \
         value itself.",
        "{\"a\": [[1, 2]]}", (pr.functions.map(["x", "y"], "a"), "x") => "[[1]]",
        fails (1, "x") "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |expr, key| nested_fn::map_extract(expr, key);
    map_keys(expr: Column<'_>, "A column's name or an expression."), "Get the keys of the map as a list.",
        "{\"a\": [[1, 2]]}", (pr.functions.map(["x", "y"], "a")) => "[['x', 'y']]",
        fails (1) "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |expr| nested_fn::map_keys(expr);
    map_values(expr: Column<'_>, "A column's name or an expression."), "Get the values of the map as a list.",
        "{\"a\": [[1, 2]]}", (pr.functions.map(["x", "y"], "a")) => "[[1, 2]]",
        fails (1) "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |expr| nested_fn::map_values(expr);
    map_entries(expr: Column<'_>, "A column's name or an expression."),
        "Get the entries of the map as a list of structs with `key` and `value`.",
        "{\"a\": [[1]]}", (pr.functions.map(["x"], "a")) => "[[{'key': 'x', 'value': 1}]]",
        fails (1) "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |expr| nested_fn::map_entries(expr);
}

fn value_of(map: Expr, key: Expr) -> Expr {
    nested_fn::array_element(nested_fn::map_extract(map, key), lit(1i64))
}

#[pymethods]
impl PyMap {
    /// Get the keys as a list.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
    ///     >>> df.select(x=pr.col("m").map.keys()).to_dict()
    ///     {'x': [['x', 'y']]}
    fn keys(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(nested_fn::map_keys(self.plain("keys")?))))
    }

    /// Get the values as a list.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
    ///     >>> df.select(x=pr.col("m").map.values()).to_dict()
    ///     {'x': [[1, 2]]}
    fn values(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(nested_fn::map_values(self.plain("values")?))))
    }

    /// Get the entries as a list of structs with `key` and `value`.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1]]}).select(m=pr.functions.map(["x"], "a"))
    ///     >>> df.select(x=pr.col("m").map.entries()).to_dict()
    ///     {'x': [[{'key': 'x', 'value': 1}]]}
    fn entries(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(nested_fn::map_entries(self.plain("entries")?))))
    }

    /// Count the entries of the map.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
    ///     >>> df.select(x=pr.col("m").map.length()).to_dict()
    ///     {'x': [2]}
    fn length(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(nested_fn::cardinality(self.plain("length")?))))
    }

    /// Get the value of a key; null where the map does not have it.
    ///
    /// Args:
    ///     key: A constant or an expression; a str is the key itself, not a column's name.
    ///
    /// Returns:
    ///     An expression. `pr.col("m").map["x"]` is the same.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the values are not maps.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
    ///     >>> df.select(x=pr.col("m").map.get("y"), none=pr.col("m").map["z"]).to_dict()
    ///     {'x': [2], 'none': [None]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").map.get("x"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: map_extract cannot be computed from a (int64), "x" (string)
    fn get(&self, key: Value<'_>) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(value_of(self.plain("get")?, key.seen("get")?))))
    }

    fn __getitem__(&self, key: Value<'_>) -> PyResult<PyExpr> {
        self.get(key)
    }

    /// Check whether the map has a key.
    ///
    /// Args:
    ///     key: A constant or an expression.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the values are not maps.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
    ///     >>> df.select(x=pr.col("m").map.contains("y")).to_dict()
    ///     {'x': [True]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").map.contains("x"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: map_keys cannot be computed from a (int64)
    fn contains(&self, key: Value<'_>) -> PyResult<PyExpr> {
        guard(|| {
            let keys = nested_fn::map_keys(self.plain("contains")?);
            Ok(PyExpr::new(nested_fn::array_has(keys, key.seen("contains")?)))
        })
    }
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_functions(module)?;
    module.add("make_map", module.getattr("map")?)
}

//! Functions over several values of one row: the first that is there, the largest, texts one after the other.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::{Case, Expr};
use pyo3::prelude::*;

use super::table::functions;
use crate::argument::{Argument, Column, Columns, Text, Value};
use crate::boundary::guard;
use crate::expr::{self, PyExpr};

functions! {
    coalesce(@* exprs: Columns<'_>, "Column names or expressions; a constant is `pr.lit(...)`."),
        "Get the first of the values that is not null, row by row.",
        "{\"a\": [None, 1], \"b\": [2, 3]}", ("a", "b") => "[2, 1]",
        fails (1, "b") "TypeError: If one of them is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |exprs| scalar_fn::coalesce(exprs);
    concat(@* exprs: Columns<'_>, "Column names or expressions; a constant string is `pr.lit(\"...\")`."),
        "Concatenate the strings of the row; a null counts as an empty string.",
        "{\"a\": [\"x\"], \"b\": [\"y\"]}", ("a", pr.lit("-"), "b") => "['x-y']",
        fails (1, pr.lit("-"), "b") "TypeError: If one of them is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |exprs| scalar_fn::concat(exprs);
    concat_ws(
        separator: Text<'_>, "The separator.";
        @* exprs: Columns<'_>, "Column names or expressions."
    ), "Concatenate the strings of the row with a separator between them; a null is left out, its separator too.",
        "{\"a\": [\"x\", None], \"b\": [\"y\", \"z\"]}", ("-", "a", "b") => "['x-y', 'z']",
        fails (1, "a", "b") "TypeError: If `separator` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |separator, exprs| scalar_fn::concat_ws(separator, exprs);
    greatest(@* exprs: Columns<'_>, "Column names or expressions; a constant is `pr.lit(...)`."),
        "Get the largest of the values, row by row; nulls are left out, and NaN is larger than every number.",
        "{\"a\": [1, None], \"b\": [2, 3]}", ("a", "b") => "[2, 3]",
        fails (1, "b") "TypeError: If one of them is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |exprs| scalar_fn::greatest(exprs);
    least(@* exprs: Columns<'_>, "Column names or expressions; a constant is `pr.lit(...)`."),
        "Get the smallest of the values, row by row; nulls are left out.",
        "{\"a\": [1, None], \"b\": [2, 3]}", ("a", "b") => "[1, 3]",
        fails (1, "b") "TypeError: If one of them is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |exprs| scalar_fn::least(exprs);
    nullif(
        expr: Column<'_>, "A column's name or an expression.";
        value: Value<'_>, "The value that becomes null, a constant or an expression."
    ), "Replace the value by null where it equals another.",
        "{\"a\": [0, 1]}", ("a", 0) => "[None, 1]",
        fails (1, 0) "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |expr, value| scalar_fn::nullif(expr, value);
    nvl(
        expr: Column<'_>, "A column's name or an expression.";
        value: Value<'_>, "The value for null, a constant or an expression."
    ), "Replace null by another value; as a method it is `fill_null`.",
        "{\"a\": [None, 1]}", ("a", 0) => "[0, 1]",
        fails (1, 0) "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |expr, value| scalar_fn::nvl(expr, value);
    nvl2(
        expr: Column<'_>, "A column's name or an expression.";
        value: Value<'_>, "The result where there is a value, a constant or an expression.";
        otherwise: Value<'_>, "The result where there is none, a constant or an expression."
    ), "Choose between two values: the first where the column has a value, the second where it is null.",
        "{\"a\": [None, 1]}", ("a", "yes", "no") => "['no', 'yes']",
        fails (1, "yes", "no") "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        // The engine's own would give all three arguments one type, though the first is only asked for.
        |expr, value, otherwise| {
            let arms = vec![(Box::new(expr.is_not_null()), Box::new(value))];
            Expr::Case(Case::new(None, arms, Some(Box::new(otherwise))))
        };
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_functions(module)?;
    module.add_function(wrap_pyfunction!(expr::when, module)?)
}

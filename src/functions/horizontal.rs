//! Functions of several columns in one row: `pr.sum_horizontal("a", "b")`. A selector among the columns stands for all
//! that it chooses; what is computed of which types is decided in `pyrust_engine::resolve`.

use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyrust_engine::resolve::Horizontal;

use super::table::functions;
use crate::argument::{Argument, Columns};
use crate::boundary::guard;
use crate::exceptions::type_error;
use crate::expr::PyExpr;

functions! {
    all_horizontal(@* exprs: Columns<'_>, "Names, expressions or selectors of boolean columns."),
        "Check whether all values of the row are true; null if none is false and one is null.",
        "{\"a\": [True, True, None], \"b\": [True, False, True]}", ("a", "b") => "[True, False, None]",
        fails (1) "TypeError: If one of them is neither a name nor an expression, or there is none." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |exprs| together(Horizontal::All, exprs)?;
    any_horizontal(@* exprs: Columns<'_>, "Names, expressions or selectors of boolean columns."),
        "Check whether any value of the row is true; null if none is and one is null.",
        "{\"a\": [True, False, None], \"b\": [False, False, True]}", ("a", "b") => "[True, False, True]",
        fails (1) "TypeError: If one of them is neither a name nor an expression, or there is none." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |exprs| together(Horizontal::Any, exprs)?;
    concat_list(@* exprs: Columns<'_>, "Names, expressions or selectors of columns of one type, or of lists of that type."),
        "Make a list of the values of the row, where a list stands for its elements; null if a list is null.",
        "{\"a\": [[1, 2], []], \"b\": [3, None]}", ("a", "b") => "[[1, 2, 3], [None]]",
        fails (1) "TypeError: If one of them is neither a name nor an expression, or there is none." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |exprs| together(Horizontal::List, exprs)?;
    concat_str(
        @* exprs: Columns<'_>, "Names, expressions or selectors; what is not a string is cast to one.";
        separator: &str = "", "The separator.";
        ignore_nulls: bool = false, "Whether a null is left out, its separator too; otherwise it makes the result null."
    ), "Concatenate the values of the row as strings.",
        "{\"a\": [\"x\", None], \"b\": [1, 2]}", ("a", "b", separator = "-") => "['x-1', None]",
        fails (1) "TypeError: If one of them is neither a name nor an expression, or there is none." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |exprs, separator, ignore_nulls| {
            together(Horizontal::Text { separator: separator.to_owned(), ignore_nulls }, exprs)?
        };
    max_horizontal(@* exprs: Columns<'_>, "Names, expressions or selectors of columns that can be compared."),
        "Get the largest value of the row; nulls are left out, and NaN is larger than every number.",
        "{\"a\": [1, None], \"b\": [2, 3]}", ("a", "b") => "[2, 3]",
        fails (1) "TypeError: If one of them is neither a name nor an expression, or there is none." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |exprs| together(Horizontal::Max, exprs)?;
    mean_horizontal(
        @* exprs: Columns<'_>, "Names, expressions or selectors of columns of numbers.";
        ignore_nulls: bool = true, "Whether nulls are left out; otherwise one makes the mean null."
    ), "Compute the mean of the values of the row; null where all are null.",
        "{\"a\": [1, None], \"b\": [2, 3]}", ("a", "b") => "[1.5, 3.0]",
        fails (1) "TypeError: If one of them is neither a name nor an expression, or there is none." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |exprs, ignore_nulls| together(Horizontal::Mean { ignore_nulls }, exprs)?;
    min_horizontal(@* exprs: Columns<'_>, "Names, expressions or selectors of columns that can be compared."),
        "Get the smallest value of the row; nulls are left out.",
        "{\"a\": [1, None], \"b\": [2, 3]}", ("a", "b") => "[1, 3]",
        fails (1) "TypeError: If one of them is neither a name nor an expression, or there is none." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |exprs| together(Horizontal::Min, exprs)?;
    sum_horizontal(
        @* exprs: Columns<'_>, "Names, expressions or selectors of columns of numbers or durations.";
        ignore_nulls: bool = true, "Whether a null counts as 0; otherwise one makes the sum null."
    ), "Compute the sum of the values of the row; 0 where all are null.",
        "{\"a\": [1, None], \"b\": [2, 3]}", ("a", "b") => "[3, 3]",
        fails (1) "TypeError: If one of them is neither a name nor an expression, or there is none." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |exprs, ignore_nulls| together(Horizontal::Sum { ignore_nulls }, exprs)?;
}

fn together(function: Horizontal, exprs: Vec<Expr>) -> PyResult<Expr> {
    if exprs.is_empty() {
        let name = function.name();
        return Err(type_error(name, "no column was given", &format!("{name}(\"a\", \"b\")")));
    }
    Ok(function.call(exprs))
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_functions(module)
}

//! Columns and expressions: by name, as `pr.col(...)`, as selectors, in lists, and as keywords.

use datafusion::common::Column;
use datafusion::logical_expr::{Expr, SortExpr};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};
use pyrust_engine::Frame;
use pyrust_engine::resolve::label;

use crate::arrow;
use crate::convert;
use crate::exceptions::{short, type_error};
use crate::expr::{Ordering, PyExpr, PyWhen, expand};

/// A column by its exact name: dots, capitals and quotes are just characters.
pub fn column(name: &str) -> Expr {
    Expr::Column(Column::from_name(name))
}

/// A column's name or an expression, where a plain value would be a mistake.
pub fn into_expr(operation: &str, value: &Bound<'_, PyAny>) -> PyResult<Expr> {
    if let Ok(name) = value.cast::<PyString>() {
        return Ok(column(name.to_str()?));
    }
    if let Ok(expr) = value.cast::<PyExpr>() {
        return expr.get().plain(operation);
    }
    finished(operation, value)?;
    let message = format!("{} is neither a column's name nor an expression", short(value));
    Err(type_error(operation, message, "use pr.lit(...) for a constant, pr.col(...) for a column"))
}

/// An expression, or a Python value as a constant: what stands beside an operator.
pub fn into_operand(operation: &'static str, value: &Bound<'_, PyAny>) -> PyResult<Expr> {
    if let Ok(expr) = value.cast::<PyExpr>() {
        return expr.get().plain(operation);
    }
    finished(operation, value)?;
    Ok(Expr::Literal(convert::scalar(operation, value)?, None))
}

/// Refuses a choice that is not an expression yet.
fn finished(operation: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    if value.is_instance_of::<PyWhen>() {
        let hint = "give the condition its value: .then(value)";
        return Err(type_error(operation, "a when() without then() is not an expression yet", hint));
    }
    Ok(())
}

/// A key of an order: a name, or an expression with or without `.desc()`. What does not carry an order has the default.
pub fn into_sort_key(operation: &str, value: &Bound<'_, PyAny>, default: Ordering) -> PyResult<SortExpr> {
    match value.cast::<PyExpr>() {
        Ok(expr) => Ok(expr.get().to_sort(default)),
        Err(_) => into_expr(operation, value).map(|expr| PyExpr::new(expr).to_sort(default)),
    }
}

/// The keys of an order: a name, an expression with or without `.desc()`, or a list of them.
pub fn into_sort_keys(operation: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<SortExpr>> {
    let one = |item: &Bound<'_, PyAny>| into_sort_key(operation, item, Ordering::default());
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return value.try_iter()?.map(|item| one(&item?)).collect();
    }
    Ok(vec![one(value)?])
}

/// Calls `each` for every argument; lists and tuples among them are opened.
fn flatten<'py>(
    arguments: &Bound<'py, PyTuple>,
    mut each: impl FnMut(&Bound<'py, PyAny>) -> PyResult<()>,
) -> PyResult<()> {
    for argument in arguments.iter() {
        if argument.is_instance_of::<PyList>() || argument.is_instance_of::<PyTuple>() {
            for item in argument.try_iter()? {
                each(&item?)?;
            }
        } else {
            each(&argument)?;
        }
    }
    Ok(())
}

/// `f("a", pr.col("b"), ["c", "d"], e=expression)` as expressions; the keywords give names.
pub fn into_exprs(
    operation: &'static str,
    arguments: &Bound<'_, PyTuple>,
    named: Option<&Bound<'_, PyDict>>,
) -> PyResult<Vec<Expr>> {
    let mut exprs = Vec::with_capacity(arguments.len());
    flatten(arguments, |item| {
        exprs.push(into_expr(operation, item)?);
        Ok(())
    })?;
    for (name, value) in named.into_iter().flatten() {
        let name = name.extract::<String>()?;
        // A name on the left says that a value is meant on the right, unless it is a str: that names a column.
        let expr = match value.cast::<PyString>() {
            Ok(column_name) => column(column_name.to_str()?),
            Err(_) => {
                refuse_values(operation, &name, &value)?;
                into_operand(operation, &value)?
            }
        };
        exprs.push(expr.alias(name));
    }
    Ok(exprs)
}

/// Refuses an array or series of another library: its values are meant for the rows one by one, and as a constant all of
/// them would stand in every row.
fn refuse_values(operation: &str, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let is_plain = value.is_instance_of::<PyExpr>() || value.is_instance_of::<PyBytes>();
    if is_plain || !(arrow::is_arrow(value)? || value.hasattr("__array__")?) || value.len().is_err() {
        return Ok(());
    }
    let message = format!("{name} is a {} of values, not an expression", value.get_type().name()?);
    let hint = "pr.concat([df, {\"name\": values}], how=\"horizontal\") adds a column to others, \
         pr.lit(values) the whole list into every row";
    Err(type_error(operation, message, hint))
}

/// Expressions or names as they were given, for verbs that take more than a plain expression.
pub fn into_items<'py>(arguments: &Bound<'py, PyTuple>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut items = Vec::with_capacity(arguments.len());
    flatten(arguments, |item| {
        items.push(item.clone());
        Ok(())
    })?;
    Ok(items)
}

/// Column names, one by one or in lists.
pub fn into_names(operation: &'static str, arguments: &Bound<'_, PyTuple>) -> PyResult<Vec<String>> {
    let mut names = Vec::with_capacity(arguments.len());
    flatten(arguments, |item| {
        let Ok(name) = item.cast::<PyString>() else {
            return Err(type_error(operation, format!("{} is not a column name", short(item)), ""));
        };
        names.push(name.to_str()?.to_owned());
        Ok(())
    })?;
    Ok(names)
}

/// Columns of `frame` by name, one by one or in lists: names, `pr.col(...)` and selectors, which may choose none.
pub fn into_column_names(
    operation: &'static str,
    frame: &Frame,
    arguments: &Bound<'_, PyTuple>,
) -> PyResult<Vec<String>> {
    let mut exprs = Vec::with_capacity(arguments.len());
    flatten(arguments, |item| {
        exprs.push(into_expr(operation, item)?);
        Ok(())
    })?;
    let names = expand(operation, frame, exprs)?.into_iter().map(|expr| match expr {
        Expr::Column(column) => Ok(column.name),
        other => Err(type_error(operation, format!("{} is computed, it is not a column", label(&other)), "")),
    });
    names.collect()
}

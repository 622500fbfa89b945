//! Permissive argument types: what a user may write where the API wants a column, a path or a table. They are
//! never returned.

use std::ffi::OsString;
use std::sync::Arc;

use datafusion::common::Column;
use datafusion::logical_expr::{Expr, SortExpr};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyRange, PyString, PyTuple};
use pyrust_engine::resolve::label;
use pyrust_engine::{Frame, Session};

use crate::arrow;
use crate::convert;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{to_python, type_error};
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

/// Refuses a choice that is no expression yet.
fn finished(operation: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    if value.is_instance_of::<PyWhen>() {
        let hint = "end it with .otherwise(value), or .otherwise() for null where no condition is true";
        return Err(type_error(operation, "a when() without otherwise() is no expression yet", hint));
    }
    Ok(())
}

/// The keys of an order: a name, an expression with or without `.desc()`, or a list of them.
pub fn into_sort_keys(operation: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<SortExpr>> {
    let one = |item: &Bound<'_, PyAny>| match item.cast::<PyExpr>() {
        Ok(expr) => Ok(expr.get().to_sort(Ordering::default())),
        Err(_) => into_expr(operation, item).map(|expr| PyExpr::new(expr).to_sort(Ordering::default())),
    };
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return value.try_iter()?.map(|item| one(&item?)).collect();
    }
    Ok(vec![one(value)?])
}

/// The repr of a value, cut to what fits a message.
pub fn short(value: &Bound<'_, PyAny>) -> String {
    let text = value.repr().map_or_else(|_| "the value".to_owned(), |repr| repr.to_string());
    if text.chars().count() <= 60 { text } else { text.chars().take(59).chain(['…']).collect() }
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
    let hint = "pr.concat([df, {\"name\": values}], how=\"horizontal\") puts a column beside others, \
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
            return Err(type_error(operation, format!("{} is no column name", short(item)), ""));
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
        other => Err(type_error(operation, format!("{} is computed, it is no column", label(&other)), "")),
    });
    names.collect()
}

/// A path, or a list of paths; each may be a `str`, anything with `__fspath__`, a URL, or a glob. Bytes of a name that
/// are no text are what Python has made of them.
pub fn into_paths(operation: &'static str, value: &Bound<'_, PyAny>) -> PyResult<Vec<OsString>> {
    let one = |item: &Bound<'_, PyAny>| -> PyResult<OsString> {
        let path = match item.hasattr("__fspath__")? {
            true => item.py().import("os")?.call_method1("fsdecode", (item,))?,
            false => item.clone(),
        };
        match path.cast::<PyString>() {
            Ok(path) => Ok(path.extract()?),
            Err(_) => Err(type_error(
                operation,
                format!("{} is no path", short(item)),
                "give a str, a Path, or a list of them",
            )),
        }
    };
    let paths = if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        value.try_iter()?.map(|item| one(&item?)).collect::<PyResult<Vec<_>>>()?
    } else {
        vec![one(value)?]
    };
    if paths.is_empty() {
        return Err(type_error(operation, "the list of paths is empty", ""));
    }
    Ok(paths)
}

/// Whether a value found in a user's scope can be a table: one of ours or of another library, or Python's own values
/// where they are columns or rows beyond doubt. SQL that names a list by accident should say that the table is missing.
pub fn is_table(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if let Ok(columns) = value.cast::<PyDict>() {
        for (name, values) in columns.iter() {
            let is_sequence = values.is_instance_of::<PyList>()
                || values.is_instance_of::<PyTuple>()
                || values.is_instance_of::<PyRange>()
                || convert::is_column(&values)?;
            if !is_sequence || !name.is_instance_of::<PyString>() {
                return Ok(false);
            }
        }
        return Ok(!columns.is_empty());
    }
    if let Ok(rows) = value.cast::<PyList>() {
        return Ok(rows.get_item(0).is_ok_and(|row| row.is_instance_of::<PyDict>()));
    }
    Ok(value.is_instance_of::<PyDataFrame>() || is_lazy(value)? || arrow::is_arrow(value)?)
}

/// Whether it is a lazy frame of polars, which has its rows only when it is collected.
fn is_lazy(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let class = value.get_type();
    Ok(class.name()? == "LazyFrame" && class.module()?.to_string().starts_with("polars"))
}

/// A frame, anything with an Arrow capsule, a lazy frame of polars, a dict of columns, or a list of dicts.
pub fn into_frame(session: &Arc<Session>, value: &Bound<'_, PyAny>) -> PyResult<Arc<Frame>> {
    into_table(session, value, "value")
}

/// As [`into_frame`]; what is one column without a name of its own gets `name`.
pub fn into_table(session: &Arc<Session>, value: &Bound<'_, PyAny>, name: &str) -> PyResult<Arc<Frame>> {
    if let Ok(frame) = value.cast::<PyDataFrame>() {
        return Ok(Arc::clone(frame.get().frame()));
    }
    let (schema, batches) = if arrow::is_arrow(value)? {
        arrow::import(value, name)?
    } else if let Ok(columns) = value.cast::<PyDict>() {
        convert::batches_from_columns(columns)?
    } else if let Ok(rows) = value.cast::<PyList>() {
        convert::batches_from_rows(rows)?
    } else if is_lazy(value)? {
        arrow::import(&value.call_method0(intern!(value.py(), "collect"))?, name)?
    } else {
        let message = format!("a {} is no table", value.get_type().name()?);
        let hint = "give a dict of columns, a list of dicts, or a table of a library that speaks Arrow \
             (pyarrow, polars, pandas from 2.2, duckdb)";
        return Err(type_error("DataFrame", message, hint));
    };
    Frame::from_batches(session, schema, batches).map_err(to_python)
}

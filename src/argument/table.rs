//! Tables: frames of ours and of other libraries, and Python's own values as columns or rows.

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyFrozenSet, PyList, PyRange, PySet, PyString, PyTuple};
use pyrust_engine::{Frame, Session};

use super::column;
use crate::arrow;
use crate::convert::{self, Declared};
use crate::dataframe::PyDataFrame;
use crate::exceptions::{to_python, type_error};
use crate::expr::PyExpr;

/// What the one column of an array or a series is called that has no name.
const NAMELESS: &str = "value";

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

/// Whether a value looks like a table without asking it anything: objects may compute their attributes.
pub fn is_table_by_class(value: &Bound<'_, PyAny>) -> bool {
    let class = value.get_type();
    let speaks = |method| class.hasattr(method).unwrap_or(false);
    if value.is_exact_instance_of::<PyDict>() || value.is_exact_instance_of::<PyList>() {
        return is_table(value).unwrap_or(false);
    }
    speaks("__arrow_c_stream__") || speaks("__arrow_c_array__") || is_lazy(value).unwrap_or(false)
}

/// Whether it is a lazy frame of polars or narwhals, which has its rows only when it is collected.
fn is_lazy(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let class = value.get_type();
    let module = class.module()?.to_string();
    Ok(class.name()? == "LazyFrame" && (module.starts_with("polars") || module.starts_with("narwhals")))
}

/// A frame, anything with an Arrow capsule, a lazy frame of polars, a dict of columns, rows, or an array of numpy.
pub fn into_frame(session: &Arc<Session>, value: &Bound<'_, PyAny>) -> PyResult<Arc<Frame>> {
    into_table(session, value, NAMELESS)
}

/// As [`into_frame`]; what is one column without a name of its own gets `name`.
pub fn into_table(session: &Arc<Session>, value: &Bound<'_, PyAny>, name: &str) -> PyResult<Arc<Frame>> {
    into_declared(session, value, name, &Declared::default())
}

/// As [`into_frame`], with the names, the order and the types that are declared; None is a table without rows.
pub fn into_frame_as(session: &Arc<Session>, value: &Bound<'_, PyAny>, declared: &Declared) -> PyResult<Arc<Frame>> {
    if value.is_none() {
        let (schema, batches) = declared.without_rows()?;
        return Frame::from_batches(session, schema, batches).map_err(to_python);
    }
    let name = declared.names().filter(|names| names.len() == 1).and_then(<[String]>::first);
    into_declared(session, value, name.map_or(NAMELESS, String::as_str), declared)
}

fn into_declared(
    session: &Arc<Session>,
    value: &Bound<'_, PyAny>,
    name: &str,
    declared: &Declared,
) -> PyResult<Arc<Frame>> {
    if let Ok(frame) = value.cast::<PyDataFrame>() {
        return conformed(frame.get().frame(), declared);
    }
    let (schema, batches) = if arrow::is_arrow(value)? {
        let (schema, batches) = arrow::import(value, name)?;
        declared.conform(schema, batches)?
    } else if let Ok(columns) = value.cast::<PyDict>() {
        convert::batches_from_columns(columns, declared)?
    } else if is_lazy(value)? {
        let (schema, batches) = arrow::import(&value.call_method0(intern!(value.py(), "collect"))?, name)?;
        declared.conform(schema, batches)?
    } else if convert::is_numpy(value)? {
        convert::batches_from_numpy(value, declared, name)?
    } else if is_rows(value)? {
        convert::batches_from_rows(value, declared, name)?
    } else {
        let message = format!("expected a table, got {}", value.get_type().name()?);
        let hint = "give a dict of columns, rows (dicts, tuples, data classes), an array of numpy, or a table of a library \
             that speaks Arrow (pyarrow, polars, pandas from 2.2, duckdb)";
        return Err(type_error("DataFrame", message, hint));
    };
    Frame::from_batches(session, schema, batches).map_err(to_python)
}

/// Whether it gives rows one by one, in an order: a list, a generator, a cursor of a database ...
fn is_rows(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let is_one_value = value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.is_instance_of::<PyExpr>();
    let has_no_order = value.is_instance_of::<PySet>() || value.is_instance_of::<PyFrozenSet>();
    Ok(!is_one_value && !has_no_order && value.hasattr(intern!(value.py(), "__iter__"))?)
}

/// A frame with the columns in the declared order, cast to the declared types when it runs.
fn conformed(frame: &Arc<Frame>, declared: &Declared) -> PyResult<Arc<Frame>> {
    if declared.is_empty() {
        return Ok(Arc::clone(frame));
    }
    let found: Vec<&str> = frame.names().collect();
    declared.check_names(&found)?;
    let columns = declared.ordered(found, |name| name).into_iter().map(column).collect();
    frame.select(columns).and_then(|ordered| ordered.cast(&declared.types(), true)).map_err(to_python)
}

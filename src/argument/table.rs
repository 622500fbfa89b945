//! Tables: frames of ours and of other libraries, and Python's own values as columns or rows.

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyRange, PyString, PyTuple};
use pyrust_engine::{Frame, Session};

use crate::arrow;
use crate::convert;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{to_python, type_error};

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
        let message = format!("expected a table, got {}", value.get_type().name()?);
        let hint = "give a dict of columns, a list of dicts, or a table of a library that speaks Arrow \
             (pyarrow, polars, pandas from 2.2, duckdb)";
        return Err(type_error("DataFrame", message, hint));
    };
    Frame::from_batches(session, schema, batches).map_err(to_python)
}

//! Values of `$name` from Python.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyFrozenSet, PyList, PyRange, PySet, PyTuple};
use pyrust_engine::statement::Value;
use pyrust_engine::{Error, ErrorKind};

use super::OPERATION;
use super::call::retold;
use crate::convert;
use crate::exceptions::type_error;

/// The value of `$name`: one, or several for `IN ($name)`.
pub(super) fn parameter(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if value.hasattr(intern!(value.py(), "columns"))? {
        let message = format!("${name} is a table, not a value or a list of values");
        return Err(type_error(OPERATION, message, "give one of its columns"));
    }
    if value.is_instance_of::<PyRange>() || convert::is_column(value)? {
        return Ok(Value::List(convert::each(OPERATION, &convert::array(&format!("${name}"), value)?)?));
    }
    let several = value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>();
    if !several {
        return convert::scalar(OPERATION, value).map(Value::Scalar).map_err(|error| named(value.py(), name, error));
    }
    let items = value.try_iter()?.collect::<PyResult<Vec<_>>>()?;
    convert::scalars(OPERATION, items).map(Value::List).map_err(|error| named(value.py(), name, error))
}

/// An error of a value that cannot be bound, with the name of its parameter.
fn named(py: Python<'_>, name: &str, error: PyErr) -> PyErr {
    retold(py, error, |told| {
        let message = format!("${name}: {}", told.message());
        Error::new(told.kind(), OPERATION, message).with_hint(told.hint().unwrap_or_default())
    })
}

/// `$name` without a value.
pub(super) fn no_value(name: &str) -> Error {
    Error::new(ErrorKind::Sql, OPERATION, format!("${name} has no value"))
        .with_hint(format!("set the variable {name}, or give it as a keyword: sql(..., {name}=...)"))
}

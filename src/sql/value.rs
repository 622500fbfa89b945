//! Values of `$name` from Python.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyFrozenSet, PyList, PyRange, PySet, PyTuple};
use pyrust_engine::statement::Value;
use pyrust_engine::{Error, ErrorKind, Location};

use super::OPERATION;
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
        return Ok(Value::Scalar(convert::scalar(OPERATION, value)?));
    }
    let items = value.try_iter()?.collect::<PyResult<Vec<_>>>()?;
    Ok(Value::List(convert::scalars(OPERATION, items)?))
}

/// `$name` without a value, with its place in the query.
pub(super) fn unbound(query: &str, name: &str) -> Error {
    let error = no_value(name);
    let written = format!("${name}");
    for (number, line) in query.lines().enumerate() {
        let is_name = |at: usize| !line[at + written.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if let Some(at) = line.match_indices(&written).map(|(at, _)| at).find(|at| is_name(*at)) {
            let column = line[..at].chars().count() + 1;
            let place = Location { line: number + 1, column, length: written.chars().count() };
            return error.with_location(place, line.to_owned());
        }
    }
    error
}

/// `$name` without a value.
pub(super) fn no_value(name: &str) -> Error {
    Error::new(ErrorKind::Sql, OPERATION, format!("${name} has no value"))
        .with_hint(format!("set the variable {name}, or give it as a keyword: sql(..., {name}=...)"))
}

//! Spans of time and of whole numbers: `"15m"`, `timedelta(minutes=15)`, `"5i"`.

use pyo3::prelude::*;
use pyo3::types::{PyDelta, PyString};
use pyrust_engine::resolve::Span;

use crate::convert;
use crate::exceptions::{short, to_python, type_error, value_error};

/// The span that a user has given as the argument `name`.
pub fn into_span(operation: &str, name: &str, value: &Bound<'_, PyAny>) -> PyResult<Span> {
    if let Ok(text) = value.cast::<PyString>() {
        return Span::parse(operation, name, text.to_str()?).map_err(to_python);
    }
    if value.is_instance_of::<PyDelta>() {
        let microseconds = convert::delta_micros(value)?
            .ok_or_else(|| value_error(operation, format!("{name} is too long"), "write days: \"100000d\""))?;
        return Span::of_microseconds(operation, name, microseconds).map_err(to_python);
    }
    let message = format!("{name} is {}, not a length of time", short(value));
    Err(type_error(
        operation,
        message,
        "write \"15m\", \"1d\" or \"1mo\", or give a timedelta; \"5i\" for an index of ints",
    ))
}

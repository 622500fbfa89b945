//! Amounts of memory and disk: a number of bytes, or a string with a unit.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyString};
use pyrust_engine::budget::Amount;

use crate::exceptions::{short, type_error, value_error};

/// The amount that was given as the argument `name`.
///
/// # Errors
/// An `InvalidTypeError` for what is neither an int nor a string, an `InvalidValueError` for a string that is no amount
/// and a negative number.
pub fn amount(operation: &str, name: &str, value: &Bound<'_, PyAny>) -> PyResult<Amount> {
    const HINT: &str = "give a number of bytes, or a string such as \"2 GB\", \"1.5 GiB\" or \"60 %\"";
    let refused = || value_error(operation, format!("{name} cannot be {}", short(value)), HINT);
    if let Ok(text) = value.cast::<PyString>() {
        return Amount::parse(text.to_str()?).ok_or_else(refused);
    }
    if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
        return value.extract().map(Amount::Bytes).map_err(|_| refused());
    }
    Err(type_error(operation, format!("{name} must be an amount of bytes, got {}", short(value)), HINT))
}

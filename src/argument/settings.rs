//! Settings of DataFusion: a dict of names, with values as Python writes them.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};

use crate::exceptions::{short, type_error};

/// The settings by name, with their values as DataFusion reads them.
///
/// # Errors
/// An `InvalidTypeError` for a name that is not a string, and for a value that is not a string, a number or a bool.
pub fn settings(operation: &str, given: &Bound<'_, PyDict>) -> PyResult<BTreeMap<String, String>> {
    let one = |(name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        let Ok(name) = name.cast::<PyString>() else {
            return Err(type_error(operation, format!("{} is not the name of a setting", short(&name)), ""));
        };
        let name = name.to_str()?.to_owned();
        if let Ok(flag) = value.cast::<PyBool>() {
            return Ok((name, flag.is_true().to_string()));
        }
        if [value.is_instance_of::<PyString>(), value.is_instance_of::<PyInt>(), value.is_instance_of::<PyFloat>()]
            .contains(&true)
        {
            return Ok((name, value.str()?.to_str()?.to_owned()));
        }
        let message = format!("the setting {name} must be a string, a number or a bool, got {}", short(&value));
        Err(type_error(operation, message, ""))
    };
    given.iter().map(one).collect()
}

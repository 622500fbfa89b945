//! Paths of files and folders.

use std::ffi::OsString;

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use crate::exceptions::{short, type_error};

/// A path, or a list of paths; each may be a `str`, anything with `__fspath__`, a URL, or a glob. Bytes of a name that
/// are not strings are what Python has made of them.
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
                format!("{} is not a path", short(item)),
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

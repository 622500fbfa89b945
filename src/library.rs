//! Libraries that a user may or may not have.

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

/// The library of this name, imported at the first use.
pub fn library<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(name).map_err(|error| {
        if !error.is_instance_of::<PyImportError>(py) {
            return error;
        }
        let missing = PyImportError::new_err(format!("{name} is not installed\nhint: pip install {name}"));
        missing.set_cause(py, Some(error));
        missing
    })
}

//! What `pr.options.engine` reads and sets.

use std::path::PathBuf;

use pyo3::BoundObject;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyString};
use pyrust_engine::budget::{self, Setting};

use crate::argument::{amount, into_paths};
use crate::boundary::guard;
use crate::exceptions::{no_choice, short, to_python, type_error, value_error};

const NAMES: [&str; 4] = ["memory_limit", "threads", "temp_dir", "disk_limit"];

/// Return the value of an option of the engine, and where it came from.
///
/// Args:
///     name: `memory_limit`, `threads`, `temp_dir` or `disk_limit`.
///
/// Returns:
///     A tuple of the value and a str.
///
/// Raises:
///     ValueError: If there is no such option, or its environment variable has no possible value.
///
/// Example:
///     >>> from pyrust._core import engine_option
///     >>> value, source = engine_option("memory_limit")
///     >>> value > 0
///     True
#[pyfunction]
pub fn engine_option<'py>(py: Python<'py>, name: &str) -> PyResult<(Bound<'py, PyAny>, String)> {
    fn pair<'py, T: IntoPyObject<'py>>(
        py: Python<'py>,
        setting: pyrust_engine::Result<Setting<T>>,
    ) -> PyResult<(Bound<'py, PyAny>, String)> {
        let Setting { value, source } = setting.map_err(to_python)?;
        let value = value.into_pyobject(py).map_err(Into::into)?;
        Ok((value.into_any().into_bound(), source))
    }
    guard(|| match name {
        "memory_limit" => pair(py, budget::memory_limit()),
        "threads" => pair(py, budget::threads()),
        "temp_dir" => {
            let text =
                |folder: Setting<PathBuf>| Setting { value: folder.value.into_os_string(), source: folder.source };
            pair(py, budget::temp_dir().map(text))
        }
        "disk_limit" => pair(py, budget::disk_limit()),
        other => Err(no_choice("options.engine", "name", other, &NAMES)),
    })
}

/// Set an option of the engine.
///
/// Args:
///     name: `memory_limit`, `threads`, `temp_dir` or `disk_limit`.
///     value: Its value; None for what the environment or the machine says.
///
/// Raises:
///     TypeError: If the value is of another type than the option takes.
///     ValueError: If there is no such option, or it cannot have this value now.
///
/// Example:
///     >>> from pyrust._core import set_engine_option
///     >>> set_engine_option("memory_limit", None)
#[pyfunction]
pub fn set_engine_option(name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    guard(|| {
        let operation = format!("options.engine.{name}");
        let given = (!value.is_none()).then_some(value);
        let bytes = || given.map(|value| amount(&operation, name, value)).transpose();
        let set = match name {
            "memory_limit" => budget::set_memory_limit(bytes()?),
            "disk_limit" => budget::set_disk_limit(bytes()?),
            "threads" => budget::set_threads(given.map(|value| count(&operation, value)).transpose()?),
            "temp_dir" => budget::set_temp_dir(given.map(|value| folder(&operation, value)).transpose()?),
            other => return Err(no_choice("options.engine", "name", other, &NAMES)),
        };
        set.map_err(to_python)
    })
}

fn count(operation: &str, value: &Bound<'_, PyAny>) -> PyResult<usize> {
    let message = || format!("expected a whole number, got {}", short(value));
    if !value.is_instance_of::<PyInt>() || value.is_instance_of::<PyBool>() {
        return Err(type_error(operation, message(), ""));
    }
    value.extract().map_err(|_| value_error(operation, message(), "at least 1"))
}

fn folder(operation: &str, value: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    if !value.is_instance_of::<PyString>() && !value.hasattr("__fspath__")? {
        return Err(type_error(operation, format!("expected the path of a folder, got {}", short(value)), ""));
    }
    let paths = into_paths("options.engine.temp_dir", value)?;
    Ok(paths.into_iter().next().map(PathBuf::from).unwrap_or_default())
}

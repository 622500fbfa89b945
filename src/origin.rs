//! Who asks for a run: the line of the user's code, and the cell of the notebook.

use std::sync::Arc;
use std::time::Duration;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use pyrust_engine::{Caller, Origin};

use crate::asking::asked;

/// How many frames of the stack are looked at.
const FRAMES: usize = 64;

/// Who has called, and how long what is asked for may take.
pub fn caller(py: Python<'_>, timeout: Option<Duration>) -> Caller {
    let asked = asked();
    // Nothing may fail because of it.
    Caller { origin: origin(py).unwrap_or(None).map(Arc::new), sql: asked.sql, timeout: timeout.or(asked.timeout) }
}

/// The innermost line that is neither of a library nor of Python itself.
fn origin(py: Python<'_>) -> PyResult<Option<Origin>> {
    let get_frame = py.import(intern!(py, "sys"))?.getattr(intern!(py, "_getframe"))?;
    // A thread of the engine has no frame.
    let Ok(mut frame) = get_frame.call0() else { return Ok(None) };
    for _ in 0..FRAMES {
        let code = frame.getattr(intern!(py, "f_code"))?;
        let file = code.getattr(intern!(py, "co_filename"))?.cast_into::<PyString>()?;
        let file = file.to_str()?;
        if !is_library(py, file)? {
            let line = frame.getattr(intern!(py, "f_lineno"))?.extract().unwrap_or(0);
            return Ok(Some(Origin { file: file.to_owned(), line, cell: cell(py) }));
        }
        frame = frame.getattr(intern!(py, "f_back"))?;
        if frame.is_none() {
            break;
        }
    }
    Ok(None)
}

fn is_library(py: Python<'_>, file: &str) -> PyResult<bool> {
    static STANDARD: PyOnceLock<String> = PyOnceLock::new();
    let standard = STANDARD.get_or_try_init(py, || {
        let file: String = py.import("os")?.getattr("__file__")?.extract()?;
        Ok::<_, PyErr>(file.rsplit_once(['/', '\\']).map_or(file.clone(), |(folder, _)| folder.to_owned()))
    })?;
    // Modules that were compiled into the interpreter have no path.
    Ok(file.contains("site-packages")
        || file.contains("dist-packages")
        || file.starts_with(standard)
        || file.starts_with("<frozen"))
}

/// The number of the cell that runs, where the extension knows.
fn cell(py: Python<'_>) -> Option<u32> {
    let modules = py.import(intern!(py, "sys")).ok()?.getattr(intern!(py, "modules")).ok()?;
    let host = modules.get_item(intern!(py, "pyrust.widgets._host")).ok()?;
    host.call_method0(intern!(py, "current_cell")).ok()?.getattr(intern!(py, "number")).ok()?.extract().ok()?
}

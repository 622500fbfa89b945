//! What is not a path, as a file: bytes, and file objects from where they stand to their end.
//!
//! Every format is read by parts and more than once, so all readers want a file. Others have the interpreter while it is
//! written, and signals are heard.

use std::io::Write;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PySlice, PyString};
use pyrust_engine::source::spool;
use pyrust_engine::{Error, ErrorKind};

use crate::exceptions::{short, to_python, type_error};
use crate::interpreter::hear;

/// How much is read and written at once.
const CHUNK: usize = 1 << 20;

/// A copy of what is not a path: bytes, or a file object from its current position to its end.
pub fn spooled(operation: &'static str, source: &Bound<'_, PyAny>) -> PyResult<Option<tempfile::NamedTempFile>> {
    let py = source.py();
    let bytes = source.is_instance_of::<PyBytes>()
        || source.is_instance_of::<PyByteArray>()
        || source.is_instance_of::<PyMemoryView>();
    if !bytes && (!source.hasattr(intern!(py, "read"))? || source.hasattr(intern!(py, "__fspath__"))?) {
        return Ok(None);
    }
    let mut copy = spool(operation).map_err(to_python)?;
    // Bytes and texts never change, so they can be written without the interpreter.
    let mut put = |bytes: &[u8]| {
        for part in bytes.chunks(CHUNK) {
            let written = py.detach(|| copy.write_all(part));
            written.map_err(|e| to_python(Error::new(ErrorKind::Read, operation, e.to_string())))?;
            hear(py)?;
        }
        Ok::<(), PyErr>(())
    };
    if let Ok(whole) = source.cast::<PyBytes>() {
        put(whole.as_bytes())?;
        return Ok(Some(copy));
    }
    if bytes {
        // What may change is copied, a piece at a time where it is in one piece.
        let view = py.get_type::<PyMemoryView>().call1((source,))?;
        let whole = py.get_type::<PyBytes>();
        if !view.getattr(intern!(py, "c_contiguous"))?.is_truthy()? {
            put(whole.call1((view,))?.cast::<PyBytes>()?.as_bytes())?;
            return Ok(Some(copy));
        }
        let view = view.call_method1(intern!(py, "cast"), ("B",))?;
        for first in (0..view.len()?).step_by(CHUNK) {
            let part = view.get_item(PySlice::new(py, first as isize, (first + CHUNK) as isize, 1))?;
            put(whole.call1((part,))?.cast::<PyBytes>()?.as_bytes())?;
        }
        return Ok(Some(copy));
    }
    loop {
        let chunk = source.call_method1(intern!(py, "read"), (CHUNK,))?;
        if let Ok(text) = chunk.cast::<PyString>() {
            put(text.to_str()?.as_bytes())?;
        } else {
            let chunk = chunk.cast::<PyBytes>().map_err(|_| {
                type_error(operation, format!("{} read {}, not bytes", short(source), short(&chunk)), "")
            })?;
            put(chunk.as_bytes())?;
        }
        if chunk.len()? == 0 {
            return Ok(Some(copy));
        }
    }
}

//! Tables of other libraries in SQL: each is taken over once for a text of SQL, and what it raises is told in words.

use std::sync::Arc;

use pyo3::exceptions::PyException;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyModule, PyString, PyType};
use pyrust_engine::statement::Site;
use pyrust_engine::{Error, ErrorKind, Frame, Session};

use super::OPERATION;
use super::call::retold;
use super::plan::is_ours;
use super::scope::Scope;
use crate::argument::into_table;
use crate::exceptions::to_python;

/// The table that an object is. One that another statement of the same text has named is not taken over again.
pub(super) fn taken<'py>(
    session: &Arc<Session>,
    object: &Bound<'py, PyAny>,
    name: &str,
    scope: &Scope<'py>,
    site: &Site,
) -> PyResult<Arc<Frame>> {
    if let Some(frame) = scope.known(object) {
        return Ok(frame);
    }
    let py = object.py();
    let frame = match is_used_up(object) {
        Ok(true) => Err(to_python(site.of_table(used_up(name), name))),
        Ok(false) => into_table(session, object, name),
        Err(error) => Err(error),
    };
    let frame = frame.map_err(|error| match is_ours(py, &error) {
        true => retold(py, error, |told| site.of_table(told, name)),
        false => refused(py, error, name, |told| site.of_table(told, name)),
    })?;
    scope.keep(object, &frame);
    Ok(frame)
}

/// An error of others, told as ours: only what was wrong, and the error itself as the cause. An interrupt stays one.
pub(super) fn refused(py: Python<'_>, error: PyErr, name: &str, tell: impl FnOnce(Error) -> Error) -> PyErr {
    if !error.is_instance_of::<PyException>(py) {
        return error;
    }
    let kind = error.get_type(py).name().map_or_else(|_| "an error".to_owned(), |name| name.to_string());
    let why = error.value(py).str().map_or_else(|_| String::new(), |text| text.to_string());
    let why = if why.is_empty() { kind } else { format!("{kind}: {why}") };
    let message = format!("{name} cannot be read: {why}");
    to_python(tell(Error::new(ErrorKind::Read, OPERATION, message)))
}

fn used_up(name: &str) -> Error {
    let message = format!("{name} is used up: a reader gives its rows once, and they have been read");
    Error::new(ErrorKind::Read, OPERATION, message)
        .with_hint(format!("read it into a frame once: df = pr.DataFrame({name}), and query that"))
}

/// Whether it is a reader of pyarrow that has nothing more to give, which would be a table without rows.
fn is_used_up(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    let class = object.get_type();
    if class.name()? != "RecordBatchReader" || !class.module()?.to_string().starts_with("pyarrow") {
        return Ok(false);
    }
    let py = object.py();
    let read = readers(py)?;
    if read.call_method1(intern!(py, "__contains__"), (object,))?.is_truthy()? {
        return Ok(true);
    }
    read.call_method1(intern!(py, "add"), (object,))?;
    Ok(false)
}

/// The readers that SQL has read, weakly.
fn readers(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static READERS: pyo3::sync::PyOnceLock<Py<PyAny>> = pyo3::sync::PyOnceLock::new();
    let made = READERS.get_or_try_init(py, || {
        py.import(intern!(py, "weakref"))?.getattr(intern!(py, "WeakSet"))?.call0().map(Bound::unbind)
    })?;
    Ok(made.bind(py))
}

/// What an object is that is no table, in words, and what to do.
pub(super) fn what_it_is(object: &Bound<'_, PyAny>, name: &str) -> (String, String) {
    let kind = object.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
    if object.is_none() {
        return ("None".to_owned(), String::new());
    }
    let hint = if object.is_instance_of::<PyList>() {
        format!("a list of dicts is a table; of values it is one as pr.DataFrame({{\"{name}\": {name}}})")
    } else if object.is_instance_of::<PyDict>() {
        "a dict of lists is a table, each list a column".to_owned()
    } else if object.is_instance_of::<PyString>() {
        "a file's path stands in quotes in the query; a value is $name".to_owned()
    } else if object.is_instance_of::<PyModule>() || object.is_instance_of::<PyType>() || object.is_callable() {
        String::new()
    } else {
        format!("pr.DataFrame({name}) may make a table of it; as a value it is ${name}")
    };
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    (format!("{article} {kind}"), hint)
}

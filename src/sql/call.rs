//! Calls of readers and writers in SQL: `FROM read_csv('x', delimiter => ';')`, `COPY t TO 'x.csv'`. They are our own
//! readers and writers, with their own options, defaults and errors.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use pyrust_engine::statement::{Call, Literal, Site};
use pyrust_engine::{Error, ErrorKind, Frame, Session};

use super::scope::Scope;
use super::value::no_value;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{Class, class, set_place, to_python};
use crate::session::PySession;

/// The frame that a reader makes.
pub(super) fn called<'py>(
    py: Python<'py>,
    session: &Arc<Session>,
    call: &Call,
    scope: &Scope<'py>,
) -> PyResult<Arc<Frame>> {
    let reader = Bound::new(py, PySession::new(Arc::clone(session)))?.into_any();
    let made = call_method(&reader, call, scope, &[])?;
    Ok(Arc::clone(made.cast::<PyDataFrame>()?.get().frame()))
}

/// Writes a frame, and gives the number of its rows.
pub(super) fn written<'py>(py: Python<'py>, frame: &Arc<Frame>, call: &Call, scope: &Scope<'py>) -> PyResult<u64> {
    let frame = Bound::new(py, PyDataFrame::new(Arc::clone(frame)))?.into_any();
    call_method(&frame, call, scope, &[])?.extract()
}

/// Calls a method of `object`; `more` are keywords beside those of the call.
pub(super) fn call_method<'py>(
    object: &Bound<'py, PyAny>,
    call: &Call,
    scope: &Scope<'py>,
    more: &[(&str, Bound<'py, PyAny>)],
) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    let values = call.values.iter().map(|value| object_of(py, value, scope)).collect::<PyResult<Vec<_>>>()?;
    let named = PyDict::new(py);
    for (name, value) in &call.named {
        named.set_item(name, object_of(py, value, scope)?)?;
    }
    for (name, value) in more {
        named.set_item(name, value)?;
    }
    object.call_method(call.verb.as_str(), PyTuple::new(py, values)?, Some(&named))
}

/// The value of an option as Python has it.
fn object_of<'py>(py: Python<'py>, literal: &Literal, scope: &Scope<'py>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match literal {
        Literal::Null => py.None().into_bound(py),
        Literal::Boolean(is_true) => is_true.into_pyobject(py)?.to_owned().into_any(),
        Literal::Number(digits) => match digits.parse::<i64>() {
            Ok(number) => number.into_pyobject(py)?.into_any(),
            Err(_) => digits.parse::<f64>().unwrap_or(f64::NAN).into_pyobject(py)?.into_any(),
        },
        Literal::String(text) => text.into_pyobject(py)?.into_any(),
        Literal::Parameter(name) => match scope.value(name)? {
            Some(value) => value,
            None => return Err(to_python(no_value(name))),
        },
        Literal::List(items) => {
            let items = items.iter().map(|item| object_of(py, item, scope)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        Literal::Map(fields) => {
            let dict = PyDict::new(py);
            for (name, value) in fields {
                dict.set_item(name, object_of(py, value, scope)?)?;
            }
            dict.into_any()
        }
    })
}

/// The error of a reader or a writer, with the place of its call in the text; others are as they are.
pub(super) fn with_place(py: Python<'_>, error: PyErr, site: &Site, call: &Call) -> PyErr {
    retold(py, error, |told| site.located(told, Some(call)))
}

/// An error of ours as `tell` tells it anew, of the same class.
pub(super) fn retold(py: Python<'_>, error: PyErr, tell: impl FnOnce(Error) -> Error) -> PyErr {
    let is_ours = class(py, Class::Base).is_ok_and(|base| error.is_instance(py, base.as_any()));
    let value = error.value(py);
    let has_place = value.getattr("line").is_ok_and(|line| !line.is_none());
    if !is_ours || has_place {
        return error;
    }
    let text = value.to_string();
    let (text, hint) = text.split_once("\nhint: ").unwrap_or((&text, ""));
    let (operation, message) = text.split_once(": ").unwrap_or(("sql", text));
    let told = tell(Error::new(ErrorKind::Sql, operation, message).with_hint(hint));
    // Where that fails the error is as it was.
    let _ = value.setattr("args", (told.to_string(),)).and_then(|()| set_place(value, &told));
    error
}

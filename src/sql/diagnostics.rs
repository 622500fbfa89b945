//! What is wrong with a text of SQL, or worth knowing about it, as Python has it.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict, PyList};
use pyrust_engine::statement::{Given, SqlDialect, Statement, Statements, Value};
use pyrust_engine::{Diagnostic, Frame, Place, Session};

use super::foreign::what_it_is;
use super::scope::Scope;
use super::value::parameter;
use crate::argument::is_table_by_class;
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::to_python;
use crate::runtime::begin;
use crate::session::PySession;

/// Each diagnostic as a dict.
pub fn dicts<'py>(py: Python<'py>, diagnostics: &[Diagnostic]) -> PyResult<Bound<'py, PyList>> {
    let all = diagnostics.iter().map(|diagnostic| dict(py, diagnostic)).collect::<PyResult<Vec<_>>>()?;
    PyList::new(py, all)
}

fn dict<'py>(py: Python<'py>, diagnostic: &Diagnostic) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("severity", diagnostic.severity.name())?;
    dict.set_item("message", &diagnostic.message)?;
    dict.set_item("hint", &diagnostic.hint)?;
    dict.set_item("notes", &diagnostic.notes)?;
    set_place(&dict, diagnostic.place.as_ref())?;
    let fix = diagnostic.fix.as_ref().map(|fix| {
        let change = PyDict::new(py);
        change.set_item("text", &fix.text)?;
        set_place(&change, Some(&fix.place))?;
        PyResult::Ok(change)
    });
    dict.set_item("fix", fix.transpose()?)?;
    Ok(dict)
}

fn set_place(dict: &Bound<'_, PyDict>, place: Option<&Place>) -> PyResult<()> {
    dict.set_item("start", place.map(|place| place.chars.start))?;
    dict.set_item("end", place.map(|place| place.chars.end))?;
    dict.set_item("line", place.map(|place| place.location.line))?;
    dict.set_item("column", place.map(|place| place.location.column))?;
    dict.set_item("end_line", place.map(|place| place.end.0))?;
    dict.set_item("end_column", place.map(|place| place.end.1))?;
    dict.set_item("utf16", place.map(|place| (place.utf16.start, place.utf16.end)))
}

/// Find what is wrong with a text of SQL, without running it: no file is opened, no row is read.
///
/// Names mean what they mean in `pr.sql`: tables of the session, and variables of the calling code. A variable of another
/// library is a table whose columns are not looked at.
///
/// Args:
///     query: A query, or several statements. All of them are looked at, also after one that is wrong.
///     dialect: The name of the dialect.
///
/// Returns:
///     A dict for each thing that is wrong or worth knowing, in the order of the text: `severity` (`error`, `warning` or
///     `note`), `message`, `hint` (or None), `notes`; `start` and `end`, the characters of the text that it is about, or None;
///     `line`, `column`, `end_line` and `end_column`, counted from 1, and `utf16`, start and end as editors count; `fix`, a dict with
///     a `text` that should be there instead, or None.
///
/// Raises:
///     InvalidValueError: If there is no such dialect.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"price": [1], "amount": [2]})
///     >>> for found in pr.sql_diagnose("select pric, amont from df; select * frm df"):
///     ...     print(found["start"], found["end"], found["message"], "/", found["hint"])
///     7 11 there is no column "pric" / did you mean price?
///     13 18 there is no column "amont" / did you mean amount?
///     37 40 Expected: end of statement, found: frm / did you mean FROM?
///     >>> pr.sql_diagnose("select 1", dialect="oracel")
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: sql: there is no dialect "oracel"
///     hint: did you mean oracle?
#[pyfunction]
#[pyo3(signature = (query, /, *, dialect = "generic"))]
pub fn sql_diagnose<'py>(py: Python<'py>, query: &str, dialect: &str) -> PyResult<Bound<'py, PyList>> {
    guard(|| {
        let dialect = SqlDialect::named(dialect).map_err(to_python)?;
        let scope = Scope::of_caller(py, None)?;
        dicts(py, &found(py, &PySession::shared(py)?, query, dialect, &scope)?)
    })
}

/// All that is wrong with a text.
fn found<'py>(
    py: Python<'py>,
    session: &Arc<Session>,
    query: &str,
    dialect: SqlDialect,
    scope: &Scope<'py>,
) -> PyResult<Vec<Diagnostic>> {
    let Ok(statements) = Statements::read(session, query, dialect) else { return Ok(Vec::new()) };
    let (mut all, mut made) = (Vec::new(), Vec::new());
    for at in 0..statements.len() {
        match statements.parse(at) {
            Err(error) => all.extend(error.diagnostics()),
            Ok(statement) => {
                let creates = statement.creates().map(str::to_owned);
                let given = known(&statement, scope, &made)?;
                let (found, frame) = begin(py, false, async move { Ok(statement.diagnosed(given).await) })?;
                all.extend(found);
                made.extend(creates.map(|name| (name, frame)));
            }
        }
    }
    all.sort_by_key(|found| found.place.as_ref().map(|place| place.chars.start));
    Ok(all)
}

/// What is known of the names of a statement without asking an object of another library anything.
fn known<'py>(statement: &Statement, scope: &Scope<'py>, made: &[(String, Option<Arc<Frame>>)]) -> PyResult<Given> {
    let mut given = Given { names: scope.tables()?, ..Given::default() };
    for (name, frame) in made {
        match frame {
            Some(frame) => given.tables.push((name.clone(), Arc::clone(frame))),
            None => given.opaque.push(name.clone()),
        }
    }
    for wanted in statement.unknown_tables() {
        let found = match scope.variable(&wanted.name)? {
            Some(object) => vec![(wanted.name.clone(), object)],
            None if wanted.is_quoted => Vec::new(),
            None => scope.in_any_case(&wanted.name)?,
        };
        for (name, object) in found {
            if let Ok(frame) = object.cast::<PyDataFrame>() {
                given.tables.push((name, Arc::clone(frame.get().frame())));
            } else if is_table_by_class(&object) {
                given.opaque.push(wanted.name.clone());
            } else if name == wanted.name {
                let (what, hint) = what_it_is(&object, &name);
                given.others.push((name, what, hint));
            }
        }
    }
    for name in statement.parameters() {
        if let Some(value) = scope.value(&name)? {
            let plain = is_plain(&value).then(|| parameter(&name, &value)).transpose()?;
            given.values.push((name, plain.unwrap_or_else(Value::nothing)));
        }
    }
    Ok(given)
}

/// Whether a value is of a type of Python's own, which runs nobody's code.
fn is_plain(value: &Bound<'_, PyAny>) -> bool {
    use pyo3::types::{PyBool, PyBytes, PyFloat, PyInt, PyString};
    value.is_none()
        || value.is_exact_instance_of::<PyInt>()
        || value.is_exact_instance_of::<PyFloat>()
        || value.is_exact_instance_of::<PyBool>()
        || value.is_exact_instance_of::<PyString>()
        || value.is_exact_instance_of::<PyBytes>()
}

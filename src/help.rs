//! Help for whoever writes SQL. What a scope has is asked of an object of Python's, `pyrust._names.Names`, on the thread
//! that asks for help; nothing that it looks at is read.

use std::ops::Range;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyrust_engine::help::{self, Item, Meaning, Named, Names};
use pyrust_engine::statement::SqlDialect;

use crate::boundary::guard;
use crate::data_type::into_schema;
use crate::dataframe::PyDataFrame;
use crate::runtime::look;
use crate::session::PySession;

const OPERATION: &str = "sql_complete";

/// The names of a scope; what cannot be found out is not there.
struct Scope<'py>(Bound<'py, PyAny>);

impl Scope<'_> {
    fn named(&self, found: PyResult<Bound<'_, PyAny>>) -> Vec<Named> {
        let found = found.and_then(|found| found.extract::<Vec<(String, String)>>());
        found.unwrap_or_default().into_iter().map(|(name, what)| Named { name, what }).collect()
    }
}

impl Names for Scope<'_> {
    fn tables(&self) -> Vec<Named> {
        self.named(self.0.call_method0(intern!(self.0.py(), "tables")))
    }

    fn schema(&self, table: &str) -> Option<SchemaRef> {
        let found = self.0.call_method1(intern!(self.0.py(), "schema"), (table,)).ok()?;
        if let Ok(frame) = found.cast::<PyDataFrame>() {
            return Some(Arc::clone(frame.get().frame().schema()));
        }
        if found.is_none() { None } else { into_schema(OPERATION, &found).ok() }
    }

    fn values(&self) -> Vec<Named> {
        self.named(self.0.call_method0(intern!(self.0.py(), "values")))
    }

    fn functions(&self) -> Vec<Named> {
        self.named(self.0.call_method0(intern!(self.0.py(), "functions")))
    }

    fn options(&self, function: &str) -> Vec<Named> {
        self.named(self.0.call_method1(intern!(self.0.py(), "options"), (function,)))
    }
}

/// What may be written at a cursor, which counts characters: for each item a dict.
#[pyfunction]
pub fn sql_items<'py>(
    py: Python<'py>,
    session: &Bound<'py, PySession>,
    text: &str,
    cursor: usize,
    names: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyList>> {
    guard(|| {
        let scope = Scope(names.clone());
        let found = PyList::empty(py);
        let Some(asked) = help::ask(session.get().session(), text, cursor, &scope) else {
            return Ok(found);
        };
        let completion = look(py, async move { Ok(help::complete(asked).await) })?;
        let Range { start, end } = completion.replaced;
        for Item { text, kind, data_type, doc } in completion.items {
            let item = PyDict::new(py);
            item.set_item(intern!(py, "text"), text)?;
            item.set_item(intern!(py, "kind"), kind.as_str())?;
            item.set_item(intern!(py, "type"), data_type)?;
            item.set_item(intern!(py, "doc"), doc)?;
            item.set_item(intern!(py, "start"), start)?;
            item.set_item(intern!(py, "end"), end)?;
            found.append(item)?;
        }
        Ok(found)
    })
}

/// What the word at a cursor means, as a dict; None where it means nothing.
#[pyfunction]
pub fn sql_meaning<'py>(
    py: Python<'py>,
    session: &Bound<'py, PySession>,
    text: &str,
    cursor: usize,
    names: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    guard(|| {
        let scope = Scope(names.clone());
        let Some(asked) = help::ask_about(session.get().session(), text, cursor, &scope) else {
            return Ok(None);
        };
        let Some(meaning) = look(py, async move { Ok(help::inspect(asked).await) })? else { return Ok(None) };
        let Meaning { range, kind, name, signature, doc, parts, example } = meaning;
        let found = PyDict::new(py);
        found.set_item(intern!(py, "kind"), kind.as_str())?;
        found.set_item(intern!(py, "name"), name)?;
        found.set_item(intern!(py, "type"), signature)?;
        found.set_item(intern!(py, "doc"), doc)?;
        found.set_item(intern!(py, "parts"), parts)?;
        found.set_item(intern!(py, "example"), example)?;
        found.set_item(intern!(py, "start"), range.start)?;
        found.set_item(intern!(py, "end"), range.end)?;
        Ok(Some(found))
    })
}

/// The dialects that SQL can be read in.
#[pyfunction]
pub fn sql_dialects() -> Vec<&'static str> {
    SqlDialect::names().to_vec()
}

/// Write SQL in other white space: each clause on a line of its own, and what belongs to it indented.
///
/// Nothing but white space changes: words keep their case, comments and `$name` stay. A text that the formatter would
/// change in any other way comes back as it is, and so does one that is not finished.
///
/// Args:
///     text: One statement, or several.
///
/// Returns:
///     The text.
///
/// Raises:
///     TypeError: If the text is not a string.
///
/// Example:
///     >>> import pyrust as pr
///     >>> print(pr.sql_format("select a, b from t where a > $least order by b"))
///     select a, b
///     from t
///     where a > $least
///     order by b
///     >>> pr.sql_format("select 'not closed")
///     "select 'not closed"
///     >>> pr.sql_format(1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: sql_format: text must be a string, got 1
#[pyfunction]
pub fn sql_format(text: &str) -> PyResult<String> {
    guard(|| Ok(help::format(text)))
}

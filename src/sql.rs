//! `sql`: a query over the tables of the session, files, and what its caller has in scope; `$name` is bound to a
//! Python value with its type. All Python objects are looked up before planning starts, on the caller's thread.

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFrozenSet, PyList, PyMapping, PyRange, PySet, PyTuple};
use pyrust_engine::source::note_environment_for;
use pyrust_engine::statement::{Statement, Value};
use pyrust_engine::{Error, ErrorKind, Frame, Location, Session};

use crate::argument::{into_table, is_table};
use crate::boundary::guard;
use crate::convert;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{to_python, type_error};
use crate::runtime::begin;
use crate::session::PySession;
use crate::udf::{PyFunction, for_sql};

const OPERATION: &str = "sql";

/// How long a statement may be, in bytes, to be planned while nobody hears a signal.
const QUICK: usize = 4096;

type Found<'py> = PyResult<Option<Bound<'py, PyAny>>>;

/// Plans `query`: tables are looked for among `values`, in the session, then by `lookup`; `names` are what a hint
/// may suggest or list, asked for only where a table is missing or all are asked for.
fn plan<'py>(
    py: Python<'py>,
    session: &Arc<Session>,
    query: &str,
    values: &Bound<'py, PyDict>,
    lookup: impl Fn(&str) -> Found<'py>,
    names: impl FnOnce() -> PyResult<Vec<String>>,
) -> PyResult<PyDataFrame> {
    let statement = Statement::parse(session, query).map_err(to_python)?;
    let parameters = statement.parameters();
    let mut tables: Vec<(String, Arc<Frame>)> = Vec::new();
    for (name, value) in values.iter() {
        let name: String = name.extract()?;
        if !parameters.contains(&name) && is_table(&value)? {
            let table = into_table(session, &value, &name)?;
            tables.push((name, table));
        }
    }
    let mut wanted = statement.asks_for_tables();
    for name in statement.unknown_tables() {
        if tables.iter().any(|(known, _)| *known == name) {
            continue;
        }
        match lookup(&name)? {
            Some(object) if is_table(&object)? => {
                let table = into_table(session, &object, &name)?;
                tables.push((name, table));
            }
            _ => wanted = true,
        }
    }
    let mut functions = Vec::new();
    for name in statement.unknown_functions() {
        if let Some(object) = lookup(&name)?
            && let Ok(function) = object.cast_into::<PyFunction>()
        {
            functions.push((name, function));
        }
    }
    let mut bound = Vec::with_capacity(parameters.len());
    for name in parameters {
        match values.get_item(&name)? {
            Some(value) => {
                let value = parameter(&name, &value)?;
                bound.push((name, value));
            }
            None => return Err(to_python(unbound(query, &name))),
        }
    }
    let mut names = if wanted { names()? } else { Vec::new() };
    names.extend(tables.iter().map(|(name, _)| name.clone()));
    // The plan refers to them weakly; the list keeps them until the frame does.
    let called = functions.iter().map(|(name, function)| for_sql(function, name, false)).collect::<PyResult<_>>()?;
    note_environment_for(query.as_ref());
    let quick = query.len() <= QUICK && tables.iter().all(|(_, frame)| frame.plans_quickly());
    begin(py, quick, statement.plan(tables, called, bound, names)).map(PyDataFrame::new)
}

fn parameter(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if value.hasattr(intern!(value.py(), "columns"))? {
        let message = format!("${name} is a table, not a value or a list of values");
        return Err(type_error(OPERATION, message, "give one of its columns"));
    }
    if value.is_instance_of::<PyRange>() || convert::is_column(value)? {
        return Ok(Value::List(convert::each(OPERATION, &convert::array(&format!("${name}"), value)?)?));
    }
    let several = value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>();
    if !several {
        return Ok(Value::Scalar(convert::scalar(OPERATION, value)?));
    }
    let items = value.try_iter()?.collect::<PyResult<Vec<_>>>()?;
    Ok(Value::List(convert::scalars(OPERATION, items)?))
}

/// `$name` without a value, with its place in the query.
fn unbound(query: &str, name: &str) -> Error {
    let error = Error::new(ErrorKind::Sql, OPERATION, format!("${name} has no value"))
        .with_hint(format!("give it as a keyword: sql(..., {name}=...); in a cell, set the variable {name} first"));
    let written = format!("${name}");
    for (number, line) in query.lines().enumerate() {
        let is_name = |at: usize| !line[at + written.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if let Some(at) = line.match_indices(&written).map(|(at, _)| at).find(|at| is_name(*at)) {
            let column = line[..at].chars().count() + 1;
            let place = Location { line: number + 1, column, length: written.chars().count() };
            return error.with_location(place, line.to_owned());
        }
    }
    error
}

/// Plans `query` for the Python code that is calling: its locals, then its globals.
pub fn plan_for_caller(
    py: Python<'_>,
    session: &Arc<Session>,
    query: &str,
    values: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyDataFrame> {
    // Native code has no frame of its own, so the innermost one is the caller's.
    let frame = py.import(intern!(py, "sys"))?.call_method1(intern!(py, "_getframe"), (0,))?;
    let scopes = [frame.getattr(intern!(py, "f_locals"))?, frame.getattr(intern!(py, "f_globals"))?];
    let lookup = |name: &str| -> Found<'_> {
        for scope in &scopes {
            let found = scope.cast::<PyMapping>()?.call_method1(intern!(py, "get"), (name,))?;
            if !found.is_none() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    };
    let names = || {
        let mut names = Vec::new();
        for scope in &scopes {
            for item in scope.call_method0(intern!(py, "items"))?.try_iter()? {
                let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item?.extract()?;
                // What begins with `_` is Python's and IPython's own; in a module and in a cell both scopes are one.
                if let Ok(name) = name.extract::<String>()
                    && !name.starts_with('_')
                    && !names.contains(&name)
                    && is_table(&value).unwrap_or(false)
                {
                    names.push(name);
                }
            }
        }
        Ok(names)
    };
    plan(py, session, query, &keywords(py, values), lookup, names)
}

/// Run a query in SQL. Lazy: it is checked and planned now, and runs when its rows are needed.
///
/// A table is one of the keyword arguments, a table of the default session, a variable of the calling code that
/// is a frame or has Arrow data (pyarrow, polars, pandas ...), or a file by its path in quotes. What is found in
/// variables is used for this query only and never registered. Names keep their case. A function that the engine
/// does not have is looked for in the same variables: what `pr.udf`, `pr.udaf` or `pr.udwf` has made.
///
/// Args:
///     query: One SELECT statement.
///     values: Values for `$name` in the query, bound with their types and never pasted as text; a list stands
///         for several values, as in `x in ($list)`. Frames among them are tables.
///
/// Returns:
///     A lazy frame.
///
/// Raises:
///     SqlError: If the query cannot be read; `line` and `column` say where, and the message shows it.
///     TableNotFoundError: If there is no such table; the hint names the nearest.
///     ColumnNotFoundError: If there is no such column.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "x"]})
///     >>> pr.sql("select b, sum(a) as total from df where a > $least group by b order by b", least=0).to_list()
///     [{'b': 'x', 'total': 4}, {'b': 'y', 'total': 2}]
///     >>> pr.sql("select a from df where")
///     Traceback (most recent call last):
///         ...
///     pyrust.SqlError: sql: Expected: an expression, found: EOF
#[pyfunction]
#[pyo3(signature = (query, /, **values))]
pub fn sql(py: Python<'_>, query: &str, values: Option<&Bound<'_, PyDict>>) -> PyResult<PyDataFrame> {
    guard(|| plan_for_caller(py, &PySession::shared(py)?, query, values))
}

#[pymethods]
impl PySession {
    /// Run a query in SQL over this session's tables, files, and the caller's variables; see `pr.sql`.
    #[pyo3(signature = (query, /, **values))]
    fn sql(&self, py: Python<'_>, query: &str, values: Option<&Bound<'_, PyDict>>) -> PyResult<PyDataFrame> {
        guard(|| plan_for_caller(py, self.session(), query, values))
    }

    /// What the SQL cell calls: `scope` gives the object of a name or None, `names` gives what hints may offer.
    #[pyo3(signature = (query, values, scope, names))]
    fn _sql<'py>(
        &self,
        py: Python<'py>,
        query: &str,
        values: &Bound<'py, PyDict>,
        scope: &Bound<'py, PyAny>,
        names: &Bound<'py, PyAny>,
    ) -> PyResult<PyDataFrame> {
        guard(|| {
            let lookup = |name: &str| {
                let found = scope.call1((name,))?;
                Ok((!found.is_none()).then_some(found))
            };
            plan(py, self.session(), query, values, lookup, || names.call0()?.extract())
        })
    }
}

/// Keywords as a dict, also where there are none.
pub fn keywords<'py>(py: Python<'py>, given: Option<&Bound<'py, PyDict>>) -> Bound<'py, PyDict> {
    given.map_or_else(|| PyDict::new(py), Clone::clone)
}

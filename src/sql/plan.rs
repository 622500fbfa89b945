//! One statement of SQL as a frame. All Python objects are looked up before planning starts, on the caller's thread.

use std::sync::Arc;

use pyo3::prelude::*;
use pyrust_engine::source::note_environment_for;
use pyrust_engine::statement::Statement;
use pyrust_engine::{Frame, Session};

use super::call::{called, with_place};
use super::scope::Scope;
use super::value::{parameter, unbound};
use crate::argument::{into_table, is_table};
use crate::exceptions::to_python;
use crate::runtime::begin;
use crate::udf::{PyFunction, for_sql};

/// How long a statement may be, in bytes, to be planned while nobody hears a signal.
const QUICK: usize = 4096;

/// Plans `statement`, which stands in `query`: tables are looked for among the keywords, in the session, then among the
/// variables.
pub(super) fn planned<'py>(
    py: Python<'py>,
    session: &Arc<Session>,
    statement: Statement,
    query: &str,
    scope: &Scope<'py>,
) -> PyResult<Arc<Frame>> {
    let parameters = statement.parameters();
    let mut tables: Vec<(String, Arc<Frame>)> = Vec::new();
    for (name, value) in scope.values.iter() {
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
        match scope.variable(&name)? {
            Some(object) if is_table(&object)? => {
                let table = into_table(session, &object, &name)?;
                tables.push((name, table));
            }
            _ => wanted = true,
        }
    }
    let mut functions = Vec::new();
    for name in statement.unknown_functions() {
        if let Some(object) = scope.variable(&name)?
            && let Ok(function) = object.cast_into::<PyFunction>()
        {
            functions.push((name, function));
        }
    }
    for (name, call) in statement.calls() {
        let frame = called(py, session, call, scope).map_err(|error| with_place(py, error, &statement.site(), call))?;
        tables.push((name.clone(), frame));
    }
    let mut bound = Vec::with_capacity(parameters.len());
    for name in parameters {
        match scope.value(&name)? {
            Some(value) => {
                let value = parameter(&name, &value)?;
                bound.push((name, value));
            }
            None => return Err(to_python(unbound(query, &name))),
        }
    }
    let mut names = if wanted { scope.tables()? } else { Vec::new() };
    names.extend(tables.iter().map(|(name, _)| name.clone()));
    // The plan refers to them weakly; the list keeps them until the frame does.
    let called = functions.iter().map(|(name, function)| for_sql(function, name, false)).collect::<PyResult<_>>()?;
    note_environment_for(query.as_ref());
    let quick = query.len() <= QUICK && tables.iter().all(|(_, frame)| frame.plans_quickly());
    begin(py, quick, statement.plan(tables, called, bound, names))
}

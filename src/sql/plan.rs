//! One statement of SQL as a frame. All Python objects are looked up before planning starts, on the caller's thread.

use std::sync::Arc;

use pyo3::prelude::*;
use pyrust_engine::source::note_environment_for;
use pyrust_engine::statement::{Given, Site, Statement, Value};
use pyrust_engine::{Frame, Session};

use super::call::{called, retold, with_place};
use super::foreign::{refused, taken, what_it_is};
use super::scope::Scope;
use super::value::parameter;
use crate::argument::is_table;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{Class, class};
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
    let site = statement.site();
    let mut given = Given::default();
    add_tables(session, &statement, scope, &mut given)?;
    let mut functions = Vec::new();
    for name in statement.unknown_functions() {
        if let Some(object) = scope.variable(&name)?
            && let Ok(function) = object.cast_into::<PyFunction>()
        {
            functions.push((name, function));
        }
    }
    for (name, call) in statement.calls() {
        let frame = called(py, session, call, scope).map_err(|error| with_place(py, error, &site, call))?;
        given.tables.push((name.clone(), frame));
    }
    given.values = values(py, &statement, &site, scope)?;
    // The plan refers to them weakly; the list keeps them until the frame does.
    given.functions =
        functions.iter().map(|(name, function)| for_sql(function, name, false)).collect::<PyResult<_>>()?;
    note_environment_for(query.as_ref());
    let quick = query.len() <= QUICK && given.tables.iter().all(|(_, frame)| frame.plans_quickly());
    let planned = begin(py, quick, statement.plan(given))?;
    scope.note(planned.notes);
    Ok(planned.frame)
}

/// Adds the tables that the statement may mean, and what is known of names that are none.
fn add_tables<'py>(
    session: &Arc<Session>,
    statement: &Statement,
    scope: &Scope<'py>,
    given: &mut Given,
) -> PyResult<()> {
    let (site, parameters) = (statement.site(), statement.parameters());
    for (name, value) in scope.values.iter() {
        let name: String = name.extract()?;
        if !parameters.contains(&name) && is_table(&value)? {
            given.tables.push((name.clone(), taken(session, &value, &name, scope, &site)?));
        }
    }
    let mut wants_names = statement.asks_for_tables();
    for wanted in statement.unknown_tables() {
        if given.tables.iter().any(|(known, _)| *known == wanted.name) {
            continue;
        }
        let found = match scope.variable(&wanted.name)? {
            Some(object) => vec![(wanted.name.clone(), object)],
            None if wanted.is_quoted => Vec::new(),
            None => scope.in_any_case(&wanted.name)?,
        };
        let mut is_found = false;
        for (name, object) in found {
            if is_table(&object).unwrap_or(false) {
                given.tables.push((name.clone(), taken(session, &object, &name, scope, &site)?));
                is_found = true;
            } else if name == wanted.name {
                let (what, hint) = what_it_is(&object, &name);
                given.others.push((name, what, hint));
            }
        }
        wants_names |= !is_found;
    }
    for name in statement.session_tables() {
        if let Some(object) = scope.variable(&name)?
            && is_table(&object).unwrap_or(false)
            && !is_same(statement, &name, &object)
        {
            given.hidden.push(name);
        }
    }
    if wants_names {
        given.names = scope.tables()?;
        for (name, _) in &given.tables {
            if !given.names.contains(name) {
                given.names.push(name.clone());
            }
        }
    }
    Ok(())
}

/// Whether a variable is the very frame that the session has registered by its name.
fn is_same(statement: &Statement, name: &str, object: &Bound<'_, PyAny>) -> bool {
    object.cast::<PyDataFrame>().is_ok_and(|frame| statement.is_session_table(name, frame.get().frame()))
}

/// The values of the parameters, as far as there are any.
fn values<'py>(
    py: Python<'py>,
    statement: &Statement,
    site: &Site,
    scope: &Scope<'py>,
) -> PyResult<Vec<(String, Value)>> {
    let mut bound = Vec::new();
    for name in statement.parameters() {
        if let Some(value) = scope.value(&name)? {
            let value = parameter(&name, &value).map_err(|error| match is_ours(py, &error) {
                true => retold(py, error, |told| site.of_parameter(told, &name)),
                false => refused(py, error, &format!("${name}"), |told| site.of_parameter(told, &name)),
            })?;
            bound.push((name, value));
        }
    }
    Ok(bound)
}

pub(super) fn is_ours(py: Python<'_>, error: &PyErr) -> bool {
    class(py, Class::Base).is_ok_and(|base| error.is_instance(py, base.as_any()))
}

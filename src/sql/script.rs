//! Statements of SQL, one after the other: what is a query gives a frame, what is none is done.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict, PyList};
use pyrust_engine::statement::{
    Command, Done, Site, SqlDialect, Statement, Statements, declared_types, execute, kept, table_of,
};
use pyrust_engine::{Diagnostic, Error, ErrorKind, Frame, Session};

use super::OPERATION;
use super::call::{call_method, with_place, written};
use super::plan::planned;
use super::scope::Scope;
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::to_python;
use crate::runtime::{begin, wait};
use crate::session::PySession;
use crate::udf::held;

/// What a statement has given.
enum Outcome {
    Frame(Arc<Frame>),
    Done(Done),
}

/// Parses all statements, so that nothing is done if one is wrong; the error has what is wrong in the others, too.
fn parsed(statements: &Statements, is_read_only: bool) -> PyResult<Vec<Statement>> {
    let parse = |at| {
        let statement = statements.parse(at)?;
        match statement.command() {
            Some(command) if is_read_only => Err(read_only(command, &statement.site())),
            _ => Ok(statement),
        }
    };
    let (mut parsed, mut wrong) = (Vec::with_capacity(statements.len()), None::<Error>);
    for statement in (0..statements.len()).map(parse) {
        match (statement, wrong.take()) {
            (Ok(statement), before) => {
                parsed.push(statement);
                wrong = before;
            }
            (Err(error), None) => wrong = Some(error),
            (Err(error), Some(first)) => wrong = Some(first.with_others(error.diagnostics())),
        }
    }
    wrong.map_or(Ok(parsed), |error| Err(to_python(error)))
}

fn read_only(command: &Command, site: &Site) -> Error {
    let message = format!("{} is refused: SQL may only query here", command.title());
    let hint = "the session or the cell is read-only: session.read_only = False, or leave out --read-only";
    site.located(Error::new(ErrorKind::Sql, OPERATION, message).with_hint(hint), None)
}

/// Does the statements in their order. An error says which are done.
fn done<'py>(
    py: Python<'py>,
    session: &Arc<Session>,
    statements: Vec<Statement>,
    text: &str,
    scope: &Scope<'py>,
) -> PyResult<Vec<Outcome>> {
    let count = statements.len();
    let mut outcomes = Vec::with_capacity(count);
    for (at, statement) in statements.into_iter().enumerate() {
        let outcome = one(py, session, statement, text, scope);
        outcomes.push(outcome.map_err(|error| after(py, error, at, count))?);
    }
    Ok(outcomes)
}

fn one<'py>(
    py: Python<'py>,
    session: &Arc<Session>,
    statement: Statement,
    text: &str,
    scope: &Scope<'py>,
) -> PyResult<Outcome> {
    let Some(command) = statement.command().cloned() else {
        return planned(py, session, statement, text, scope).map(Outcome::Frame);
    };
    let site = statement.site();
    let located = |error| to_python(site.located(error, None));
    let frame = match command.has_query() {
        true => Some(planned(py, session, statement, text, scope)?),
        false => None,
    };
    if let (Command::Copy(call), Some(frame)) = (&command, &frame) {
        let rows = written(py, frame, call, scope).map_err(|error| with_place(py, error, &site, call))?;
        let name = call.target();
        let words = format!("wrote {rows} {} to {name}", if rows == 1 { "row" } else { "rows" });
        return Ok(Outcome::Done(Done::new(&command, name, Some(rows), words)));
    }
    let frame = match &command {
        Command::Attach { name, existing, .. } if kept(session, name, *existing).map_err(located)? => frame,
        Command::Attach { call, columns, .. } => {
            let types = declared_types(session, columns).map_err(located)?;
            let schema = PyDict::new(py);
            for (name, data_type) in &types {
                schema.set_item(name, data_type)?;
            }
            let schema = (!types.is_empty()).then(|| ("schema", schema.into_any()));
            let reader = Bound::new(py, PySession::new(Arc::clone(session)))?.into_any();
            let read = call_method(&reader, call, scope, schema.as_slice());
            let read = read.map_err(|error| with_place(py, error, &site, call))?;
            Some(Arc::clone(read.cast::<PyDataFrame>()?.get().frame()))
        }
        _ => frame,
    };
    // The catalog is nothing that Python's collector could look into: it holds on to user functions.
    let frame = frame.map(|frame| held(&frame)).transpose().map_err(to_python)?;
    let (session, computes) = (Arc::clone(session), matches!(command, Command::CreateTable { .. }));
    let work = async move { execute(&session, &command, frame.as_ref()).await };
    let work = async move { work.await.map_err(|error| site.located(error, None)) };
    let done = if computes { wait(py, work)? } else { begin(py, true, work)? };
    Ok(Outcome::Done(done))
}

/// The error of a statement after others that are done, which it names.
fn after(py: Python<'_>, error: PyErr, at: usize, count: usize) -> PyErr {
    let before = match at {
        0 => return error,
        1 => format!("statement 1 of {count} is done"),
        2 => format!("statements 1 and 2 of {count} are done"),
        _ => format!("statements 1 to {at} of {count} are done"),
    };
    noted(py, error, &before)
}

/// An error of ours with a line more.
fn noted(py: Python<'_>, error: PyErr, note: &str) -> PyErr {
    let value = error.value(py);
    if value.hasattr("hint").unwrap_or(false) {
        let text = format!("{value}\nnote: {note}");
        let _ = value.setattr("args", (text,));
    }
    error
}

/// The frame of the last query of `text`; what was done, if there is none.
pub(super) fn last_frame<'py>(
    py: Python<'py>,
    session: &Arc<Session>,
    text: &str,
    scope: &Scope<'py>,
) -> PyResult<PyDataFrame> {
    let statements = Statements::read(session, text, SqlDialect::default()).map_err(to_python)?;
    let statements = parsed(&statements, session.is_read_only())?;
    let (mut last, mut commands) = (None, Vec::new());
    for outcome in done(py, session, statements, text, scope)? {
        match outcome {
            Outcome::Frame(frame) => last = Some(frame),
            Outcome::Done(done) => commands.push(done),
        }
    }
    match last {
        Some(frame) => Ok(PyDataFrame::new(frame)),
        None => table_of(session, &commands).map(PyDataFrame::new).map_err(to_python),
    }
}

/// The statements of a SQL cell, parsed and not yet done.
#[pyclass(name = "Script", module = "pyrust._core", frozen)]
pub struct PyScript {
    session: Arc<Session>,
    text: String,
    /// Taken when they are done.
    statements: Mutex<Vec<Statement>>,
    queries: usize,
    commands: Vec<&'static str>,
    texts: Vec<String>,
    notes: Mutex<Vec<Diagnostic>>,
}

#[pymethods]
impl PyScript {
    /// The text of each statement, without the comments around it.
    #[getter]
    fn texts(&self) -> Vec<String> {
        self.texts.clone()
    }

    /// How many of its statements are queries, which give rows.
    #[getter]
    fn queries(&self) -> usize {
        self.queries
    }

    /// The words that its other statements begin with.
    #[getter]
    fn commands(&self) -> Vec<&'static str> {
        self.commands.clone()
    }

    /// What is worth knowing about the statements that were done: warnings, and what was taken for what.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).iter().map(ToString::to_string).collect()
    }

    /// Do the statements in their order, once.
    ///
    /// Args:
    ///     variables: The names that the statements may use, a dict each, the innermost first.
    ///
    /// Returns:
    ///     For each statement a frame, or a line that says what it has done.
    fn run<'py>(&self, py: Python<'py>, variables: Vec<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyList>> {
        guard(|| {
            let statements = std::mem::take(&mut *self.statements.lock().unwrap_or_else(PoisonError::into_inner));
            let outcomes = PyList::empty(py);
            let scope = Scope::new(None, &variables, py)?;
            let done = done(py, &self.session, statements, &self.text, &scope);
            *self.notes.lock().unwrap_or_else(PoisonError::into_inner) = scope.take_notes();
            for outcome in done? {
                match outcome {
                    Outcome::Frame(frame) => outcomes.append(Bound::new(py, PyDataFrame::new(frame))?)?,
                    Outcome::Done(done) => outcomes.append(done.words)?,
                }
            }
            Ok(outcomes)
        })
    }
}

#[pymethods]
impl PySession {
    /// Parse the statements of a SQL cell.
    #[pyo3(signature = (text, *, dialect = None, settings = None, read_only = false))]
    fn _script(
        &self,
        text: &str,
        dialect: Option<&str>,
        settings: Option<&Bound<'_, PyDict>>,
        read_only: bool,
    ) -> PyResult<PyScript> {
        guard(|| {
            let dialect = dialect.map(SqlDialect::named).transpose().map_err(to_python)?.unwrap_or_default();
            let session = match settings {
                Some(given) => {
                    self.session().with_settings(&crate::argument::settings(OPERATION, given)?).map_err(to_python)?
                }
                None => Arc::clone(self.session()),
            };
            let script = Statements::read(&session, text, dialect).map_err(to_python)?;
            let texts = (0..script.len()).filter_map(|at| script.text(at)).map(str::to_owned).collect();
            let statements = parsed(&script, read_only || session.is_read_only())?;
            let commands: Vec<&str> = statements.iter().filter_map(|each| each.command().map(Command::title)).collect();
            let (queries, text) = (statements.len() - commands.len(), text.to_owned());
            Ok(PyScript {
                session,
                text,
                statements: Mutex::new(statements),
                queries,
                commands,
                texts,
                notes: Mutex::default(),
            })
        })
    }
}

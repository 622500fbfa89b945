//! The exception classes, and the one conversion from the engine's error.
//!
//! All derive from `PyRustError(RuntimeError)`; where a built-in fits too, the class is both. PyO3's macros take
//! one base, so the classes are made by calling Python's `type(name, bases, namespace)`. `__str__` is
//! `Exception.__str__` everywhere: `KeyError` prints the repr of its message, in which the line break before a
//! hint would show as `\n`.

use std::fmt;

use pyo3::exceptions::{
    PyException, PyFileNotFoundError, PyIndexError, PyKeyError, PyMemoryError, PyOSError, PyOverflowError,
    PyRuntimeError, PyTimeoutError, PyTypeError, PyValueError,
};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType};
use pyrust_engine::{Error, ErrorKind};

use crate::interpreter::attach;
use crate::sql::dicts;

/// One exception class of pyrust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `PyRustError`, the base of all.
    Base,
    /// `ColumnNotFoundError`, also a `KeyError`.
    ColumnNotFound,
    /// `TableNotFoundError`, also a `KeyError`.
    TableNotFound,
    /// `RowNotFoundError`, also an `IndexError`.
    RowNotFound,
    /// `SqlError`, also a `ValueError`.
    Sql,
    /// `SchemaError`, also a `ValueError`.
    Schema,
    /// `ReadError`.
    Read,
    /// `MissingFileError`, a `ReadError` that is also a `FileNotFoundError`.
    MissingFile,
    /// `WriteError`, also an `OSError`.
    Write,
    /// `CancelledError`.
    Cancelled,
    /// `RunTimeoutError`, a `CancelledError` that is also a `TimeoutError`.
    Timeout,
    /// `ResourcesError`, also a `MemoryError`.
    Resources,
    /// `OutOfRangeError`, also an `OverflowError`.
    OutOfRange,
    /// `InvalidTypeError`, also a `TypeError`.
    InvalidType,
    /// `InvalidValueError`, also a `ValueError`.
    InvalidValue,
}

/// An example of a line that fails, and of what is said then.
macro_rules! fails {
    ($code:literal, $says:literal) => {
        concat!(">>> ", $code, "\nTraceback (most recent call last):\n    ...\npyrust.", $says)
    };
}

/// The classes, each with its docstring and an example.
const CLASSES: [(Class, &str, &str, &str); 15] = [
    (
        Class::Base,
        "PyRustError",
        "The base of every error of pyrust; `hint` is the next step, or None. `diagnostics` is all that is wrong with a query.",
        ">>> try:\n\
         ...     pr.range(3).select(\"valu\")\n\
         ... except pr.PyRustError as error:\n\
         ...     print(error.hint)\n\
         did you mean value?",
    ),
    (
        Class::ColumnNotFound,
        "ColumnNotFoundError",
        "A column that is named does not exist; the hint names the nearest.",
        fails!(
            "pr.range(3).select(\"valu\")",
            "ColumnNotFoundError: select: there is no column \"valu\"\nhint: did you mean value?"
        ),
    ),
    (
        Class::TableNotFound,
        "TableNotFoundError",
        "A table that is named does not exist; the hint names the nearest.",
        fails!("pr.Session().table(\"t\")", "TableNotFoundError: table: there is no table \"t\"..."),
    ),
    (
        Class::RowNotFound,
        "RowNotFoundError",
        "A row that is asked for by its number does not exist.",
        fails!(
            "pr.range(3).row(3)",
            "RowNotFoundError: row: there is no row 3\nhint: the frame has 3 rows, counted from 0"
        ),
    ),
    (
        Class::Sql,
        "SqlError",
        "SQL that cannot be read or planned; `line`, `column` (both from 1) and `length` say where, or are None.",
        fails!("pr.sql(\"select 1 frm t\")", "SqlError: sql: ..."),
    ),
    (
        Class::Schema,
        "SchemaError",
        "Columns or schemas that do not fit each other.",
        fails!(
            "pr.DataFrame({\"a\": [1, 2], \"b\": [3]})",
            "SchemaError: DataFrame: column \"a\" has 2 rows, column \"b\" has 1..."
        ),
    ),
    (
        Class::Read,
        "ReadError",
        "A file or stream that cannot be read.",
        fails!("pr.read_parquet(b\"no Parquet\")", "ReadError: read_parquet: bytes cannot be read as Parquet: ..."),
    ),
    (
        Class::MissingFile,
        "MissingFileError",
        "A file that does not exist.",
        fails!("pr.read_csv(\"missing.csv\")", "MissingFileError: read_csv: no such file or folder: .../missing.csv"),
    ),
    (
        Class::Write,
        "WriteError",
        "A file or stream that cannot be written; what was there is as it was.",
        fails!("pr.range(3).write_csv(\"no such folder/t.csv\")", "WriteError: write_csv: ..."),
    ),
    (
        Class::Cancelled,
        "CancelledError",
        "The run was cancelled.",
        ">>> session = pr.Session()\n\
         >>> rows = session.range(1_000_000_000).iter_rows()\n\
         >>> next(rows)\n\
         (0,)\n\
         >>> session.runs()[0].cancel()\n\
         >>> sum(1 for _ in rows)\n\
         Traceback (most recent call last):\n\
         \x20   ...\n\
         pyrust.CancelledError: iter_rows: the run was cancelled",
    ),
    (
        Class::Timeout,
        "RunTimeoutError",
        "The run took longer than its timeout allows, and was stopped; also a `TimeoutError`.",
        ">>> numbers = pr.range(1_000_000_000)\n\
         >>> numbers.join(numbers, how=\"cross\").collect(timeout=0.1)\n\
         Traceback (most recent call last):\n\
         \x20   ...\n\
         pyrust.RunTimeoutError: collect: the run was stopped after 0.1 s, its timeout",
    ),
    (
        Class::Resources,
        "ResourcesError",
        "The memory limit, or the disk that queries spill to, is exhausted; or the system is about to end the process.",
        ">>> issubclass(pr.ResourcesError, MemoryError)\n\
         True",
    ),
    (
        Class::OutOfRange,
        "OutOfRangeError",
        "A value does not fit the type it has to become.",
        fails!(
            "pr.DataFrame({\"a\": [2**64]})",
            "OutOfRangeError: DataFrame: column \"a\", row 0: 18446744073709551616 does not fit an int64..."
        ),
    ),
    (
        Class::InvalidType,
        "InvalidTypeError",
        "A value of the wrong type.",
        fails!("pr.range(3).select(7)", "InvalidTypeError: select: 7 is neither a column's name nor an expression..."),
    ),
    (
        Class::InvalidValue,
        "InvalidValueError",
        "A value of the right type that makes no sense.",
        fails!("pr.range(3).limit(-1)", "InvalidValueError: limit: n must be 0 or more, got -1..."),
    ),
];

static TYPES: PyOnceLock<Vec<Py<PyType>>> = PyOnceLock::new();

/// Adds the classes to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    for ((_, name, _, _), class) in CLASSES.iter().zip(types(py)?) {
        module.add(*name, class)?;
    }
    Ok(())
}

/// The Python class.
pub fn class(py: Python<'_>, class: Class) -> PyResult<&Bound<'_, PyType>> {
    find(types(py)?, class)
        .map(|found| found.bind(py))
        .ok_or_else(|| PyRuntimeError::new_err("the exception classes of pyrust are incomplete"))
}

/// Among those that were made in the order of the list, as far as they were.
fn find(made: &[Py<PyType>], class: Class) -> Option<&Py<PyType>> {
    CLASSES.iter().zip(made).find(|((listed, ..), _)| *listed == class).map(|(_, found)| found)
}

fn types(py: Python<'_>) -> PyResult<&Vec<Py<PyType>>> {
    TYPES.get_or_try_init(py, || build(py))
}

/// The docstring as Python's own are written.
fn document(says: &str, example: &str) -> String {
    let lines = std::iter::once(">>> import pyrust as pr").chain(example.lines());
    let lines = lines.map(|line| format!("    {line}\n")).collect::<String>();
    format!("{says}\n\nExample:\n{lines}")
}

fn build(py: Python<'_>) -> PyResult<Vec<Py<PyType>>> {
    let metaclass = py.get_type::<PyType>();
    let plain_str = py.get_type::<PyException>().getattr("__str__")?;
    let mut made: Vec<Py<PyType>> = Vec::with_capacity(CLASSES.len());
    for (class, name, says, example) in CLASSES {
        let namespace = PyDict::new(py);
        namespace.set_item("__module__", "pyrust")?;
        namespace.set_item("__doc__", document(says, example))?;
        namespace.set_item("__str__", &plain_str)?;
        if class == Class::Base {
            namespace.set_item("hint", py.None())?;
            namespace.set_item("diagnostics", PyTuple::empty(py))?;
        }
        if class == Class::Sql {
            for attribute in ["line", "column", "length"] {
                namespace.set_item(attribute, py.None())?;
            }
        }
        let parent = |wanted: Class| find(&made, wanted).map(|found| found.bind(py).clone());
        let base = parent(match class {
            Class::MissingFile => Class::Read,
            Class::Timeout => Class::Cancelled,
            _ => Class::Base,
        });
        let builtin = match class {
            Class::Base => Some(py.get_type::<PyRuntimeError>()),
            Class::ColumnNotFound | Class::TableNotFound => Some(py.get_type::<PyKeyError>()),
            Class::RowNotFound => Some(py.get_type::<PyIndexError>()),
            Class::Sql | Class::Schema | Class::InvalidValue => Some(py.get_type::<PyValueError>()),
            Class::MissingFile => Some(py.get_type::<PyFileNotFoundError>()),
            Class::Timeout => Some(py.get_type::<PyTimeoutError>()),
            Class::Write => Some(py.get_type::<PyOSError>()),
            Class::Resources => Some(py.get_type::<PyMemoryError>()),
            Class::OutOfRange => Some(py.get_type::<PyOverflowError>()),
            Class::InvalidType => Some(py.get_type::<PyTypeError>()),
            Class::Read | Class::Cancelled => None,
        };
        let bases = PyTuple::new(py, base.into_iter().chain(builtin).collect::<Vec<_>>())?;
        made.push(metaclass.call1((name, bases, namespace))?.cast_into::<PyType>()?.unbind());
    }
    Ok(made)
}

/// The calls that led to a panic, as the cause of an error: a note to the exception.
#[derive(Debug)]
pub struct Trace(pub String);

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Trace {}

/// The Python exception for an error of the engine.
pub fn to_python(error: Error) -> PyErr {
    let class = match error.kind() {
        ErrorKind::ColumnNotFound => Class::ColumnNotFound,
        ErrorKind::TableNotFound => Class::TableNotFound,
        ErrorKind::Sql => Class::Sql,
        ErrorKind::Schema => Class::Schema,
        ErrorKind::Read => Class::Read,
        ErrorKind::Write => Class::Write,
        ErrorKind::Cancelled => Class::Cancelled,
        ErrorKind::Timeout => Class::Timeout,
        ErrorKind::Resources => Class::Resources,
        ErrorKind::Overflow => Class::OutOfRange,
        ErrorKind::Type => Class::InvalidType,
        ErrorKind::Value => Class::InvalidValue,
        ErrorKind::Internal | ErrorKind::Other => Class::Base,
    };
    raise(class, &error)
}

/// The exception of a chosen class, where the binding knows more than the kind says.
pub fn raise(chosen: Class, error: &Error) -> PyErr {
    // Without an interpreter to ask (it is going down) the plain base says the same words.
    attach(|py| instance(py, chosen, error).unwrap_or_else(|failed| failed))
        .unwrap_or_else(|| PyRuntimeError::new_err(error.to_string()))
}

fn instance(py: Python<'_>, chosen: Class, error: &Error) -> PyResult<PyErr> {
    let value = class(py, chosen)?.call1((error.to_string(),))?;
    if let Some(hint) = error.hint() {
        value.setattr("hint", hint)?;
    }
    let cause = error.cause().map(|cause| cause as &dyn std::error::Error);
    if let Some(trace) = cause.and_then(|cause| cause.downcast_ref::<Trace>()) {
        value.call_method1("add_note", (trace.to_string(),))?;
    }
    let cause = cause.and_then(|cause| cause.downcast_ref::<PyErr>());
    set_place(&value, error)?;
    let raised = PyErr::from_value(value);
    if let Some(cause) = cause {
        raised.set_cause(py, Some(cause.clone_ref(py)));
    }
    Ok(raised)
}

/// Adds to an exception where in a query it is, and all that is wrong with the query.
pub fn set_place(value: &Bound<'_, PyAny>, error: &Error) -> PyResult<()> {
    if let Some(place) = error.location() {
        value.setattr("line", place.line)?;
        value.setattr("column", place.column)?;
        value.setattr("length", place.length)?;
    }
    if error.is_in_text() {
        value.setattr("diagnostics", dicts(value.py(), &error.diagnostics())?)?;
    }
    Ok(())
}

/// A `TypeError` of ours: `operation: message` and a hint (which may be empty).
pub fn type_error(operation: &str, message: impl Into<String>, hint: &str) -> PyErr {
    to_python(Error::new(ErrorKind::Type, operation, message).with_hint(hint))
}

/// A `ValueError` of ours.
pub fn value_error(operation: &str, message: impl Into<String>, hint: &str) -> PyErr {
    to_python(Error::new(ErrorKind::Value, operation, message).with_hint(hint))
}

/// The `ValueError` for a word that is not one of an argument's choices.
pub fn no_choice(operation: &str, argument: &str, given: &str, choices: &[&str]) -> PyErr {
    let hint = format!("{argument} is one of {}", choices.join(", "));
    value_error(operation, format!("there is no {argument}=\"{given}\""), &hint)
}

/// An `OverflowError` of ours.
pub fn overflow_error(operation: &str, message: impl Into<String>, hint: &str) -> PyErr {
    to_python(Error::new(ErrorKind::Overflow, operation, message).with_hint(hint))
}

/// A `SchemaError`.
pub fn schema_error(operation: &str, message: impl Into<String>, hint: &str) -> PyErr {
    to_python(Error::new(ErrorKind::Schema, operation, message).with_hint(hint))
}

/// The repr of a value, cut to what fits a message.
pub fn short(value: &Bound<'_, PyAny>) -> String {
    let text = value.repr().map_or_else(|_| "the value".to_owned(), |repr| repr.to_string());
    if text.chars().count() <= 60 { text } else { text.chars().take(59).chain(['…']).collect() }
}

//! From a call of a reader to a frame.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyrust_engine::file_format::Format;
use pyrust_engine::frame::read::read;
use pyrust_engine::source::{Hive, ReadOptions, note_environment_for};
use pyrust_engine::{Error, Session};

use super::Given;
use super::options::Wanted;
use crate::argument::into_paths;
use crate::data_type::{into_schema, named_types};
use crate::dataframe::{PyDataFrame, Reading};
use crate::exceptions::{Class, raise, short, to_python, type_error};
use crate::runtime::wait;
use crate::spool::spooled;

pub(super) fn open(
    py: Python<'_>,
    session: &Arc<Session>,
    format: Format,
    source: &Bound<'_, PyAny>,
    mut options: ReadOptions,
    wanted: &Wanted<'_, '_>,
    written: Bound<'_, PyDict>,
) -> PyResult<PyDataFrame> {
    let operation = format.operation();
    options.path_column = wanted.include_file_paths.map(str::to_owned);
    let paths = match spooled(operation, source)? {
        Some(copy) => {
            let path = copy.path().as_os_str().to_owned();
            options.origin = Some(source.get_type().name()?.to_string());
            options.spooled = Some(copy);
            vec![path]
        }
        None => into_paths(operation, source)?,
    };
    paths.iter().for_each(|path| note_environment_for(path));
    let (session, is_copy) = (Arc::clone(session), options.spooled.is_some());
    let reading = async move { Ok(read(&session, format, paths, options).await) };
    // The error is looked at before it becomes Python's: a file that is not there has a class of its own.
    match wait(py, reading)? {
        Ok(frame) => {
            let reading = Reading { reader: operation, path: source.clone().unbind(), options: written.unbind() };
            Ok(PyDataFrame::read(wanted.applied(operation, frame)?, (!is_copy).then_some(reading)))
        }
        Err(error) if !is_copy && is_missing(&error) => Err(raise(Class::MissingFile, &error)),
        Err(error) => Err(to_python(error)),
    }
}

/// Whether a local file is not there.
fn is_missing(error: &Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    let cause = error.cause().and_then(|cause| cause.downcast_ref::<std::io::Error>());
    cause.is_some_and(|cause| matches!(cause.kind(), NotFound | NotADirectory))
}

/// The options that are the same in all formats.
pub(super) fn common(
    format: Format,
    hive: Option<bool>,
    schema: Given<'_, '_>,
    overrides: Given<'_, '_>,
) -> PyResult<ReadOptions> {
    let operation = format.operation();
    let schema = schema.map(|schema| into_schema(operation, schema)).transpose()?;
    let overrides = match overrides {
        Some(given) => match given.cast::<PyDict>() {
            Ok(given) => named_types(operation, given)?,
            Err(_) => {
                let message = format!("schema_overrides is {}, not a dict of names and types", short(given));
                return Err(type_error(operation, message, ""));
            }
        },
        None => Vec::new(),
    };
    let hive = match hive {
        None => Hive::Auto,
        Some(true) => Hive::Yes,
        Some(false) => Hive::No,
    };
    Ok(ReadOptions { schema, overrides, hive, ..ReadOptions::default() })
}

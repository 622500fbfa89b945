//! The readers: files to lazy frames, as functions and as methods of `Session`.

use std::path::Path;
use std::sync::Arc;

use pyo3::prelude::*;
use pyrust_engine::source::{Format, ReadOptions, read};
use pyrust_engine::{ErrorKind, Session};

use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{Class, raise, to_python, value_error};
use crate::input::into_paths;
use crate::runtime::wait;
use crate::session::PySession;

fn open(
    py: Python<'_>,
    session: &Arc<Session>,
    operation: &'static str,
    format: Format,
    paths: &Bound<'_, PyAny>,
    options: ReadOptions,
) -> PyResult<PyDataFrame> {
    let paths = into_paths(operation, paths)?;
    let (session, wanted) = (Arc::clone(session), paths.clone());
    let reading = async move { Ok(read(&session, format, wanted, options).await) };
    // The error is looked at before it becomes Python's: a file that is not there has a class of its own.
    match wait(py, reading)? {
        Ok(frame) => Ok(PyDataFrame::new(frame)),
        Err(error) if error.kind() == ErrorKind::Read && paths.iter().any(|path| is_missing(path)) => {
            Err(raise(Class::MissingFile, &error))
        }
        Err(error) => Err(to_python(error)),
    }
}

/// Whether a path names one local file that is not there.
fn is_missing(path: &str) -> bool {
    !path.contains("://") && !path.contains(['*', '?', '[']) && !path.starts_with('~') && !Path::new(path).exists()
}

fn one_byte(name: &str, text: &str) -> PyResult<u8> {
    match text.as_bytes() {
        [byte] => Ok(*byte),
        _ => Err(value_error("read_csv", format!("{name} must be one ASCII character, not {text:?}"), "")),
    }
}

fn csv_options(delimiter: &str, has_header: bool, quote: &str, infer_rows: usize) -> PyResult<ReadOptions> {
    Ok(ReadOptions {
        delimiter: one_byte("delimiter", delimiter)?,
        has_header,
        quote: one_byte("quote", quote)?,
        infer_rows,
    })
}

/// A lazy frame over Parquet files: only their footers are read now.
///
/// Args:
///     path: A path, a glob, a URL, or a list of them.
///
/// Raises:
///     FileNotFoundError: If a file does not exist.
///     ReadError: If a file is empty, cut off, or no Parquet file.
///     SchemaError: If the files disagree about a column.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.read_parquet("no such file.parquet")  # doctest: +ELLIPSIS
///     Traceback (most recent call last):
///         ...
///     pyrust.MissingFileError: read_parquet: ...
#[pyfunction]
pub fn read_parquet(py: Python<'_>, path: &Bound<'_, PyAny>) -> PyResult<PyDataFrame> {
    guard(|| open(py, &PySession::shared(py)?, "read_parquet", Format::Parquet, path, ReadOptions::default()))
}

/// A lazy frame over CSV files: their first rows are read now, to find the types.
///
/// Args:
///     path: A path, a glob, a URL, or a list of them.
///     delimiter: What stands between two values.
///     has_header: Whether the first line names the columns.
///     quote: What encloses a value that holds a delimiter.
///     infer_rows: How many rows are read to find the types.
///
/// Raises:
///     FileNotFoundError: If a file does not exist.
///     ReadError: If a file cannot be read.
///
/// Example:
///     >>> import os, tempfile
///     >>> import pyrust as pr
///     >>> path = os.path.join(tempfile.mkdtemp(), "t.csv")
///     >>> with open(path, "w") as file:
///     ...     _ = file.write("a,b\n1,x\n")
///     >>> pr.read_csv(path).to_dict()
///     {'a': [1], 'b': ['x']}
#[pyfunction]
#[pyo3(signature = (path, *, delimiter = ",", has_header = true, quote = "\"", infer_rows = 1000))]
pub fn read_csv(
    py: Python<'_>,
    path: &Bound<'_, PyAny>,
    delimiter: &str,
    has_header: bool,
    quote: &str,
    infer_rows: usize,
) -> PyResult<PyDataFrame> {
    guard(|| {
        let options = csv_options(delimiter, has_header, quote, infer_rows)?;
        open(py, &PySession::shared(py)?, "read_csv", Format::Csv, path, options)
    })
}

/// A lazy frame over files of JSON objects, one a line; their first rows are read now, to find the types.
///
/// Args:
///     path: A path, a glob, a URL, or a list of them.
///     infer_rows: How many rows are read to find the types.
///
/// Raises:
///     FileNotFoundError: If a file does not exist.
///     ReadError: If a file cannot be read.
///
/// Example:
///     >>> import os, tempfile
///     >>> import pyrust as pr
///     >>> path = os.path.join(tempfile.mkdtemp(), "t.json")
///     >>> with open(path, "w") as file:
///     ...     _ = file.write('{"a": 1}\n{"a": 2}\n')
///     >>> pr.read_json(path).to_dict()
///     {'a': [1, 2]}
#[pyfunction]
#[pyo3(signature = (path, *, infer_rows = 1000))]
pub fn read_json(py: Python<'_>, path: &Bound<'_, PyAny>, infer_rows: usize) -> PyResult<PyDataFrame> {
    guard(|| {
        let options = ReadOptions { infer_rows, ..ReadOptions::default() };
        open(py, &PySession::shared(py)?, "read_json", Format::Json, path, options)
    })
}

/// A lazy frame over Arrow IPC files (Feather version 2).
///
/// Args:
///     path: A path, a glob, a URL, or a list of them.
///
/// Raises:
///     FileNotFoundError: If a file does not exist.
///     ReadError: If a file cannot be read.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.read_ipc("no such file.arrow")  # doctest: +ELLIPSIS
///     Traceback (most recent call last):
///         ...
///     pyrust.MissingFileError: read_ipc: ...
#[pyfunction]
pub fn read_ipc(py: Python<'_>, path: &Bound<'_, PyAny>) -> PyResult<PyDataFrame> {
    guard(|| open(py, &PySession::shared(py)?, "read_ipc", Format::Ipc, path, ReadOptions::default()))
}

#[pymethods]
impl PySession {
    /// A lazy frame over Parquet files; see `pr.read_parquet`.
    fn read_parquet(&self, py: Python<'_>, path: &Bound<'_, PyAny>) -> PyResult<PyDataFrame> {
        guard(|| open(py, self.session(), "read_parquet", Format::Parquet, path, ReadOptions::default()))
    }

    /// A lazy frame over CSV files; see `pr.read_csv`.
    #[pyo3(signature = (path, *, delimiter = ",", has_header = true, quote = "\"", infer_rows = 1000))]
    fn read_csv(
        &self,
        py: Python<'_>,
        path: &Bound<'_, PyAny>,
        delimiter: &str,
        has_header: bool,
        quote: &str,
        infer_rows: usize,
    ) -> PyResult<PyDataFrame> {
        guard(|| {
            let options = csv_options(delimiter, has_header, quote, infer_rows)?;
            open(py, self.session(), "read_csv", Format::Csv, path, options)
        })
    }

    /// A lazy frame over files of JSON objects, one a line; see `pr.read_json`.
    #[pyo3(signature = (path, *, infer_rows = 1000))]
    fn read_json(&self, py: Python<'_>, path: &Bound<'_, PyAny>, infer_rows: usize) -> PyResult<PyDataFrame> {
        guard(|| {
            let options = ReadOptions { infer_rows, ..ReadOptions::default() };
            open(py, self.session(), "read_json", Format::Json, path, options)
        })
    }

    /// A lazy frame over Arrow IPC files; see `pr.read_ipc`.
    fn read_ipc(&self, py: Python<'_>, path: &Bound<'_, PyAny>) -> PyResult<PyDataFrame> {
        guard(|| open(py, self.session(), "read_ipc", Format::Ipc, path, ReadOptions::default()))
    }
}

//! The ways to files: each runs the query, and its file is there as a whole or not at all.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use pyrust_engine::file_format::delimiter_of;
use pyrust_engine::sink::{
    AvroOptions, CsvOptions, Encoding, Existing, IpcOptions, ParquetOptions, Target, TextCompression, WriteOptions,
    write,
};
use pyrust_engine::source::note_environment_for;

use super::PyDataFrame;
use crate::argument::{into_paths, one_byte};
use crate::boundary::guard;
use crate::exceptions::{short, type_error, value_error};
use crate::interpreter::attach;
use crate::runtime::wait;

/// Where to, and over what.
struct Destination<'a, 'py> {
    path: &'a Bound<'py, PyAny>,
    partition_by: Option<&'a Bound<'py, PyAny>>,
    mode: Option<&'a str>,
}

impl PyDataFrame {
    fn written(&self, py: Python<'_>, encoding: Encoding, to: Destination<'_, '_>) -> PyResult<u64> {
        let operation = encoding.operation();
        let existing = match to.mode {
            None => None,
            Some("error") => Some(Existing::Refuse),
            Some("overwrite") => Some(Existing::Replace),
            Some(other) => {
                let message = format!("there is no mode \"{other}\"");
                return Err(value_error(operation, message, "error or overwrite; left out, a file is replaced"));
            }
        };
        let partition_by =
            to.partition_by.map(|names| self.name_list(operation, names)).transpose()?.unwrap_or_default();
        let raised = Arc::new(Mutex::new(None));
        let is_path = to.path.hasattr(intern!(py, "__fspath__"))? || !to.path.hasattr(intern!(py, "write"))?;
        let target = match is_path {
            true => {
                let mut paths = into_paths(operation, to.path)?;
                match (paths.pop(), paths.is_empty()) {
                    (Some(path), true) => {
                        note_environment_for(&path);
                        Target::Path(path)
                    }
                    _ => {
                        let message = "a list of paths is not a place to write to";
                        return Err(type_error(operation, message, "give one path"));
                    }
                }
            }
            false => {
                let text = py.import(intern!(py, "io"))?.getattr(intern!(py, "TextIOBase"))?;
                let is_text = to.path.is_instance(&text)?;
                let object = to.path.clone().unbind();
                Target::Stream(Box::new(FileObject { object, is_text, raised: Arc::clone(&raised) }))
            }
        };
        let frame = Arc::clone(&self.frame);
        let options = WriteOptions { encoding, partition_by, existing };
        let written = wait(py, async move { write(&frame, target, options).await });
        // What the file object itself raised is its own to say.
        let own = raised.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (written, own) {
            (Err(_), Some(own)) => Err(own),
            (written, _) => written,
        }
    }
}

/// A Python file object that takes bytes, or text.
struct FileObject {
    object: Py<PyAny>,
    is_text: bool,
    raised: Arc<Mutex<Option<PyErr>>>,
}

impl FileObject {
    fn call(&self, call: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<usize>) -> io::Result<usize> {
        let answer = attach(|py| call(self.object.bind(py)));
        let answer = answer.ok_or_else(|| io::Error::other("the interpreter is shutting down"))?;
        answer.map_err(|error| {
            let message = error.to_string();
            *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            io::Error::other(message)
        })
    }
}

impl Write for FileObject {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.call(|object| {
            let py = object.py();
            if self.is_text {
                let text = std::str::from_utf8(bytes).map_err(|_| {
                    let message = format!("{} takes text, and these are bytes", short(object));
                    type_error("write", message, "open the file in binary mode")
                })?;
                object.call_method1(intern!(py, "write"), (text,))?;
                return Ok(bytes.len());
            }
            let taken = object.call_method1(intern!(py, "write"), (PyBytes::new(py, bytes),))?;
            // A raw file may take less than it was given, and says so; others give back what they like.
            Ok(taken.extract::<usize>().ok().filter(|taken| (1..=bytes.len()).contains(taken)).unwrap_or(bytes.len()))
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.call(|object| {
            if object.hasattr(intern!(object.py(), "flush"))? {
                object.call_method0(intern!(object.py(), "flush"))?;
            }
            Ok(0)
        })
        .map(drop)
    }
}

fn text_compression(codec: Option<&str>, level: Option<u32>) -> TextCompression {
    TextCompression { codec: codec.map(str::to_owned), level }
}

#[pymethods]
impl PyDataFrame {
    /// Run the query and write its rows as Parquet.
    ///
    /// The file is written next to `path` and renamed when it is complete: an interrupted or failed write leaves
    /// what was there, and a frame may be written over the file that it reads. An ordered frame is written in its
    /// order. Into a file object the bytes go as they come.
    ///
    /// Args:
    ///     path: A path, a URL of an object store, or a file object that takes bytes.
    ///     compression: zstd, snappy, gzip, brotli, lz4 or uncompressed.
    ///     level: How hard zstd (1 to 22), gzip (0 to 9) or brotli (0 to 11) tries.
    ///     row_group_size: The most rows of a row group; a group is also closed at 256 MB.
    ///     statistics: Whether the least and greatest values of pages and row groups are kept.
    ///     partition_by: Columns whose values name folders, `name=value`; `path` is the folder above them then.
    ///     mode: "overwrite" or "error" for what exists. Left out, a file is replaced and a folder refused.
    ///
    /// Returns:
    ///     The number of rows.
    ///
    /// Raises:
    ///     WriteError: If the path cannot be written; an OSError too.
    ///     SchemaError: If Parquet cannot hold a column; it is named.
    ///     PyRustError: What the query fails with.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"day": ["mon", "tue", "mon"], "n": [1, 2, 3]})
    ///     >>> df.write_parquet("days.parquet")
    ///     3
    ///     >>> df.write_parquet("days", partition_by="day")
    ///     3
    ///     >>> sorted(os.listdir("days"))
    ///     ['day=mon', 'day=tue']
    ///     >>> df.write_parquet("no such folder/days.parquet")  # doctest: +ELLIPSIS
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.WriteError: write_parquet: ...
    #[pyo3(signature = (
        path, *, compression = "zstd", level = None, row_group_size = 1_048_576, statistics = true, partition_by = None,
        mode = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are the keywords that users know")]
    fn write_parquet(
        &self,
        py: Python<'_>,
        path: &Bound<'_, PyAny>,
        compression: &str,
        level: Option<u32>,
        row_group_size: usize,
        statistics: bool,
        partition_by: Option<&Bound<'_, PyAny>>,
        mode: Option<&str>,
    ) -> PyResult<u64> {
        guard(|| {
            let compression = compression.to_owned();
            let options = ParquetOptions { compression, level, row_group_size, statistics };
            self.written(py, Encoding::Parquet(options), Destination { path, partition_by, mode })
        })
    }

    /// Run the query and write its rows as CSV; as a whole or not at all, see `write_parquet`.
    ///
    /// Args:
    ///     path: A path, a URL of an object store, or a file object that takes bytes or text.
    ///     delimiter: The character between two values. None is a comma, or a tab in files called `.tsv`.
    ///     has_header: Whether the first line names the columns.
    ///     quote: The character around a value that holds a delimiter, a quote or a line break.
    ///     null_value: What stands for a missing value. The empty string, which is the default, also stands for "".
    ///     compression: gzip, bz2, xz, zstd or uncompressed; None goes by the ending of the path.
    ///     level: How hard it tries: 0 to 9, zstd 1 to 22.
    ///     partition_by: Columns whose values name folders; see `write_parquet`.
    ///     mode: "overwrite" or "error" for what exists; see `write_parquet`.
    ///
    /// Returns:
    ///     The number of rows.
    ///
    /// Raises:
    ///     WriteError: If the path cannot be written; an OSError too.
    ///     SchemaError: If a column has no form in CSV (bytes, lists, structs); it is named.
    ///
    /// Example:
    ///     >>> import io
    ///     >>> import pyrust as pr
    ///     >>> text = io.StringIO()
    ///     >>> pr.DataFrame({"a": [1, None], "b": ["x", "y,z"]}).write_csv(text)
    ///     2
    ///     >>> text.getvalue()
    ///     'a,b\n1,x\n,"y,z"\n'
    ///     >>> pr.DataFrame({"a": [[1, 2]]}).write_csv(text)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: write_csv: column "a" of type list<int64> has no form in CSV
    ///     hint: write_parquet and write_ipc hold it; or drop the column, or cast it to a string first
    #[pyo3(signature = (
        path, *, delimiter = None, has_header = true, quote = "\"", null_value = "", compression = None, level = None,
        partition_by = None, mode = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are the keywords that users know")]
    fn write_csv(
        &self,
        py: Python<'_>,
        path: &Bound<'_, PyAny>,
        delimiter: Option<&str>,
        has_header: bool,
        quote: &str,
        null_value: &str,
        compression: Option<&str>,
        level: Option<u32>,
        partition_by: Option<&Bound<'_, PyAny>>,
        mode: Option<&str>,
    ) -> PyResult<u64> {
        guard(|| {
            let options = CsvOptions {
                delimiter: match delimiter {
                    Some(delimiter) => one_byte("write_csv", "delimiter", delimiter)?,
                    None => delimiter_of(&path.str()?.to_string_lossy()),
                },
                header: has_header,
                quote: one_byte("write_csv", "quote", quote)?,
                null_value: null_value.to_owned(),
                compression: text_compression(compression, level),
            };
            self.written(py, Encoding::Csv(options), Destination { path, partition_by, mode })
        })
    }

    /// Run the query and write its rows as JSON objects, one a line; as a whole or not at all, see `write_parquet`.
    ///
    /// Nulls are written. JSON has neither NaN nor infinities: they become null.
    ///
    /// Args:
    ///     path: A path, a URL of an object store, or a file object that takes bytes or text.
    ///     compression: gzip, bz2, xz, zstd or uncompressed; None goes by the ending of the path.
    ///     level: How hard it tries: 0 to 9, zstd 1 to 22.
    ///     partition_by: Columns whose values name folders; see `write_parquet`.
    ///     mode: "overwrite" or "error" for what exists; see `write_parquet`.
    ///
    /// Returns:
    ///     The number of rows.
    ///
    /// Raises:
    ///     WriteError: If the path cannot be written; an OSError too.
    ///     SchemaError: If a column has no form in JSON; it is named.
    ///
    /// Example:
    ///     >>> import io
    ///     >>> import pyrust as pr
    ///     >>> text = io.StringIO()
    ///     >>> pr.DataFrame({"a": [1, None]}).write_json(text)
    ///     2
    ///     >>> text.getvalue()
    ///     '{"a":1}\n{"a":null}\n'
    ///     >>> pr.range(3).write_json(text, compression="rar")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: write_json: there is no compression "rar" for text
    ///     hint: gzip, bz2, xz, zstd or uncompressed
    #[pyo3(signature = (path, *, compression = None, level = None, partition_by = None, mode = None))]
    fn write_json(
        &self,
        py: Python<'_>,
        path: &Bound<'_, PyAny>,
        compression: Option<&str>,
        level: Option<u32>,
        partition_by: Option<&Bound<'_, PyAny>>,
        mode: Option<&str>,
    ) -> PyResult<u64> {
        guard(|| {
            let encoding = Encoding::Json(text_compression(compression, level));
            self.written(py, encoding, Destination { path, partition_by, mode })
        })
    }

    /// Run the query and write its rows as Arrow IPC; as a whole or not at all, see `write_parquet`.
    ///
    /// Args:
    ///     path: A path, a URL of an object store, or a file object that takes bytes.
    ///     compression: zstd, lz4 or uncompressed.
    ///     format: "file" (Feather version 2), or "stream".
    ///     partition_by: Columns whose values name folders; see `write_parquet`.
    ///     mode: "overwrite" or "error" for what exists; see `write_parquet`.
    ///
    /// Returns:
    ///     The number of rows.
    ///
    /// Raises:
    ///     WriteError: If the path cannot be written; an OSError too.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).write_ipc("numbers.arrow", compression="lz4")
    ///     3
    ///     >>> pr.read_ipc("numbers.arrow").count()
    ///     3
    ///     >>> pr.range(3).write_ipc("numbers.arrow", mode="add")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: write_ipc: there is no mode "add"
    ///     hint: error or overwrite; left out, a file is replaced
    #[pyo3(signature = (path, *, compression = "uncompressed", format = "file", partition_by = None, mode = None))]
    fn write_ipc(
        &self,
        py: Python<'_>,
        path: &Bound<'_, PyAny>,
        compression: &str,
        format: &str,
        partition_by: Option<&Bound<'_, PyAny>>,
        mode: Option<&str>,
    ) -> PyResult<u64> {
        guard(|| {
            if !["file", "stream"].contains(&format) {
                let message = format!("there is no IPC format \"{format}\"");
                return Err(value_error("write_ipc", message, "file or stream"));
            }
            let options = IpcOptions { compression: compression.to_owned(), stream: format == "stream" };
            self.written(py, Encoding::Ipc(options), Destination { path, partition_by, mode })
        })
    }

    /// Run the query and write its rows as Apache Avro; as a whole or not at all, see `write_parquet`.
    ///
    /// Args:
    ///     path: A path, a URL of an object store, or a file object that takes bytes.
    ///     compression: zstd, snappy, deflate, bzip2, xz or uncompressed.
    ///     partition_by: Columns whose values name folders; see `write_parquet`.
    ///     mode: "overwrite" or "error" for what exists; see `write_parquet`.
    ///
    /// Returns:
    ///     The number of rows.
    ///
    /// Raises:
    ///     WriteError: If the path cannot be written; an OSError too.
    ///     SchemaError: If Avro cannot hold a column; it is named.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).write_avro("numbers.avro")
    ///     3
    ///     >>> pr.read_avro("numbers.avro").to_dict()
    ///     {'value': [0, 1, 2]}
    ///     >>> pr.range(3).write_avro("numbers.avro", compression="rar")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: write_avro: Avro has no compression "rar"
    ///     hint: zstd, snappy, deflate, bzip2, xz or uncompressed
    #[pyo3(signature = (path, *, compression = "uncompressed", partition_by = None, mode = None))]
    fn write_avro(
        &self,
        py: Python<'_>,
        path: &Bound<'_, PyAny>,
        compression: &str,
        partition_by: Option<&Bound<'_, PyAny>>,
        mode: Option<&str>,
    ) -> PyResult<u64> {
        guard(|| {
            let options = AvroOptions { compression: compression.to_owned() };
            self.written(py, Encoding::Avro(options), Destination { path, partition_by, mode })
        })
    }
}

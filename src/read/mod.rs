//! The readers: files to lazy frames, as functions and as methods of `Session`.
//!
//! Each is written once: the macro gives the function, which reads into the default session, and the method. The
//! brackets hold the lint that the function is expected to break.

mod open;
mod options;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyrust_engine::file_format::Format;
use pyrust_engine::source::{CsvOptions, ReadOptions};

use crate::argument::one_byte;
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::session::PySession;

use open::{common, open};
use options::{Wanted, charset, texts};

type Given<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// The arguments of a call by name.
macro_rules! written {
    ($py:ident, $($argument:ident),*) => {{
        let written = PyDict::new($py);
        $(written.set_item(stringify!($argument), $argument.clone())?;)*
        written
    }};
}

macro_rules! reader {
    (
        $(#[$doc:meta])* $name:ident($py:ident), $format:expr, [$($function:meta)?],
        ($($argument:ident: $kind:ty = $default:tt),*), $options:expr
    ) => {
        $(#[$doc])*
        #[pyfunction]
        #[pyo3(signature = (
            path, *, $($argument = $default,)* columns = None, n_rows = None, row_index = None, include_file_paths = None
        ))]
        $(#[$function])?
        pub fn $name(
            $py: Python<'_>,
            path: &Bound<'_, PyAny>,
            $($argument: $kind,)*
            columns: Given<'_, '_>,
            n_rows: Option<usize>,
            row_index: Option<&str>,
            include_file_paths: Option<&str>,
        ) -> PyResult<PyDataFrame> {
            guard(|| {
                let written = written!($py, $($argument,)* columns, n_rows, row_index, include_file_paths);
                let wanted = Wanted { columns, n_rows, row_index, include_file_paths };
                open($py, &PySession::shared($py)?, $format, path, $options?, &wanted, written)
            })
        }

        #[pymethods]
        impl PySession {
            #[doc = concat!("Read files into this session; see `pr.", stringify!($name), "`.")]
            #[pyo3(signature = (
                path, *, $($argument = $default,)* columns = None, n_rows = None, row_index = None,
                include_file_paths = None
            ))]
            #[expect(clippy::too_many_arguments, reason = "they are the keywords that users know")]
            fn $name(
                &self,
                $py: Python<'_>,
                path: &Bound<'_, PyAny>,
                $($argument: $kind,)*
                columns: Given<'_, '_>,
                n_rows: Option<usize>,
                row_index: Option<&str>,
                include_file_paths: Option<&str>,
            ) -> PyResult<PyDataFrame> {
                guard(|| {
                    let written = written!($py, $($argument,)* columns, n_rows, row_index, include_file_paths);
                    let wanted = Wanted { columns, n_rows, row_index, include_file_paths };
                    open($py, self.session(), $format, path, $options?, &wanted, written)
                })
            }
        }
    };
}

reader! {
    /// Make a lazy frame over Parquet files: only their footers are read now.
    ///
    /// Args:
    ///     path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
    ///         from its current position to its end.
    ///     schema: The columns and their types, as a dict or a pyarrow schema. Columns are found by name and cast;
    ///         one that a file lacks is null. Left out, they are those of the footers.
    ///     hive_partitioning: Whether folders called `name=value` are columns. None takes them for columns if all
    ///         files agree on the names.
    ///     columns: The names of the columns to read, in the order that they are to have; None is all.
    ///     n_rows: The most rows to read, the first ones; None is all.
    ///     row_index: The name of a first column that numbers the rows from 0; None is none.
    ///     include_file_paths: The name of a last column with the path of the file of each row; None is none.
    ///
    /// Returns:
    ///     A frame. Files are read in the order of their paths; new and rewritten ones are seen at the next run.
    ///
    /// Raises:
    ///     FileNotFoundError: If a file does not exist.
    ///     ReadError: If a file is empty, cut off, or not a Parquet file.
    ///     SchemaError: If the files disagree about a column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> _ = pr.range(3).write_parquet("numbers.parquet")
    ///     >>> pr.read_parquet("numbers.parquet").to_dict()
    ///     {'value': [0, 1, 2]}
    ///     >>> pr.read_parquet("no such file.parquet")  # doctest: +ELLIPSIS
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.MissingFileError: read_parquet: ...
    read_parquet(py), Format::Parquet,
    [expect(clippy::too_many_arguments, reason = "they are the keywords that users know")],
    (schema: Given<'_, '_> = None, hive_partitioning: Option<bool> = None),
    common(Format::Parquet, hive_partitioning, schema, None)
}

reader! {
    /// Make a lazy frame over CSV files: their first rows are read now, to find the types.
    ///
    /// Values may hold line breaks where they are quoted. An empty value is null. In several files the headers
    /// must be the same.
    ///
    /// Args:
    ///     path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
    ///         from its current position to its end.
    ///     delimiter: The character between two values. None is a comma, or a tab in files called `.tsv`.
    ///     has_header: Whether the first line names the columns; they are `column_1` and so on where it does not.
    ///     quote: The character around a value that holds a delimiter; an empty string for none.
    ///     escape: The character before a quote that belongs to the value; None if it is doubled.
    ///     comment: The prefix of lines that are skipped.
    ///     null_values: A string, or a list of strings, that mean null, as the empty one does.
    ///     skip_rows: How many lines before the header are skipped.
    ///     column_names: The names of the columns, instead of those in the header.
    ///     schema: All columns and their types in order, as a dict or a pyarrow schema; nothing is inferred then.
    ///     schema_overrides: Types of some columns, by name.
    ///     truncated_rows: Whether rows may end early; what they lack is null.
    ///     encoding: How the text is written in bytes: utf-8, utf-16, utf-16-be, shift_jis, euc-jp, iso-2022-jp, gbk, gb18030,
    ///         big5, euc-kr, or any encoding of Python's in which a byte is a character (latin-1, cp1252, iso8859-2 ...).
    ///     infer_rows: How many rows of each file are read to find the types; with 0 all columns are strings.
    ///     compression: gzip, bz2, xz, zstd or uncompressed; None goes by the ending of each path.
    ///     hive_partitioning: Whether folders called `name=value` are columns; see `read_parquet`.
    ///     ignore_errors: Whether a value that does not fit its column's type is null, and bytes that are no character of the
    ///         encoding are read as U+FFFD; if not, they are errors.
    ///     columns: The names of the columns to read, in the order that they are to have; None is all.
    ///     n_rows: The most rows to read, the first ones; None is all.
    ///     row_index: The name of a first column that numbers the rows from 0; None is none.
    ///     include_file_paths: The name of a last column with the path of the file of each row; None is none.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     FileNotFoundError: If a file does not exist.
    ///     ReadError: If a file cannot be read; while the query runs, if a value does not fit its column's type.
    ///     SchemaError: If the headers of the files differ.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.read_csv(b"a,b\n1,x\nNA,y\n", null_values="NA").to_dict()
    ///     {'a': [1, None], 'b': ['x', 'y']}
    ///     >>> pr.read_csv(b"a\n1\nx\n", schema={"a": "int64"}).collect()  # doctest: +ELLIPSIS
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ReadError: read_csv: ...
    read_csv(py), Format::Csv,
    [expect(clippy::too_many_arguments, reason = "they are the keywords that users know")],
    (
        delimiter: Option<&str> = None,
        has_header: bool = true,
        quote: &str = "\"",
        escape: Option<&str> = None,
        comment: Option<&str> = None,
        null_values: Given<'_, '_> = None,
        skip_rows: usize = 0,
        column_names: Option<Vec<String>> = None,
        schema: Given<'_, '_> = None,
        schema_overrides: Given<'_, '_> = None,
        truncated_rows: bool = false,
        encoding: &str = "utf-8",
        infer_rows: usize = 1000,
        compression: Option<&str> = None,
        hive_partitioning: Option<bool> = None,
        ignore_errors: bool = false
    ),
    {
        let byte = |name: &str, text: Option<&str>| text.map(|text| one_byte("read_csv", name, text)).transpose();
        let csv = || -> PyResult<CsvOptions> {
            Ok(CsvOptions {
                delimiter: byte("delimiter", delimiter)?,
                has_header,
                quote: byte("quote", Some(quote).filter(|quote| !quote.is_empty()))?,
                escape: byte("escape", escape)?,
                comment: byte("comment", comment)?,
                null_values: texts("read_csv", "null_values", null_values)?.unwrap_or_default(),
                skip_rows,
                truncated_rows,
                charset: charset(py, encoding)?,
                column_names: column_names.clone(),
            })
        };
        common(Format::Csv, hive_partitioning, schema, schema_overrides).and_then(|options| {
            let compression = options::compression("read_csv", compression)?;
            Ok(ReadOptions { csv: csv()?, infer_rows, compression, ignore_errors, ..options })
        })
    }
}

reader! {
    /// Make a lazy frame over files of JSON objects, one a line; their first rows are read now, to find the types.
    ///
    /// The objects may also be the items of one list: a file that begins with `[` is read so. `explain()` says which of
    /// the two it found, as `form=lines` or `form=a list`.
    ///
    /// Integers are `int64`, `uint64` or decimals as they need it, and floats where one has a point. A later value that would
    /// be cut or rounded, and a key that is new, are errors.
    ///
    /// Args:
    ///     path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
    ///         from its current position to its end.
    ///     schema: All columns and their types, as a dict or a pyarrow schema; nothing is inferred then. A key
    ///         that is not in it is skipped, one that a row lacks is null.
    ///     schema_overrides: Types of some columns, by name.
    ///     infer_rows: How many rows of each file are read to find the types.
    ///     compression: gzip, bz2, xz, zstd or uncompressed; None goes by the ending of the paths.
    ///     hive_partitioning: Whether folders called `name=value` are columns; see `read_parquet`.
    ///     columns: The names of the columns to read, in the order that they are to have; None is all.
    ///     n_rows: The most rows to read, the first ones; None is all.
    ///     row_index: The name of a first column that numbers the rows from 0; None is none.
    ///     include_file_paths: The name of a last column with the path of the file of each row; None is none.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     FileNotFoundError: If a file does not exist.
    ///     ReadError: If a file cannot be read; while the query runs, if a value does not fit its column, or a key is new.
    ///     SchemaError: If the files disagree about a column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.read_json(b'{"a": 1}\n{"a": 2, "b": [true]}\n').to_dict()
    ///     {'a': [1, 2], 'b': [None, [True]]}
    ///     >>> pr.read_json(b'{"a": 1}\n{"a": ')
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ReadError: read_json: bytes cannot be read as JSON: read as lines, line 2: it ends in the middle of a row
    ///     hint: the file may be truncated, or of another format
    read_json(py), Format::Json,
    [expect(clippy::too_many_arguments, reason = "they are the keywords that users know")],
    (
        schema: Given<'_, '_> = None,
        schema_overrides: Given<'_, '_> = None,
        infer_rows: usize = 1000,
        compression: Option<&str> = None,
        hive_partitioning: Option<bool> = None
    ),
    common(Format::Json, hive_partitioning, schema, schema_overrides).and_then(|options| {
        let compression = options::compression("read_json", compression)?;
        Ok(ReadOptions { infer_rows, compression, ..options })
    })
}

reader! {
    /// Make a lazy frame over Arrow IPC files, in the file format (Feather version 2) or the stream format.
    ///
    /// Args:
    ///     path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
    ///         from its current position to its end.
    ///     hive_partitioning: Whether folders called `name=value` are columns; see `read_parquet`.
    ///     columns: The names of the columns to read, in the order that they are to have; None is all.
    ///     n_rows: The most rows to read, the first ones; None is all.
    ///     row_index: The name of a first column that numbers the rows from 0; None is none.
    ///     include_file_paths: The name of a last column with the path of the file of each row; None is none.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     FileNotFoundError: If a file does not exist.
    ///     ReadError: If a file cannot be read.
    ///     SchemaError: If the files have different columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> _ = pr.range(3).write_ipc("numbers.arrow")
    ///     >>> pr.read_ipc("numbers.arrow").to_dict()
    ///     {'value': [0, 1, 2]}
    ///     >>> pr.read_ipc("missing.arrow")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.MissingFileError: read_ipc: no such file or folder: .../missing.arrow
    read_ipc(py), Format::Ipc, [], (hive_partitioning: Option<bool> = None),
    common(Format::Ipc, hive_partitioning, None, None)
}

reader! {
    /// Make a lazy frame over Apache Avro files: the schema in their heads is read now.
    ///
    /// Args:
    ///     path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
    ///         from its current position to its end.
    ///     hive_partitioning: Whether folders called `name=value` are columns; see `read_parquet`.
    ///     columns: The names of the columns to read, in the order that they are to have; None is all.
    ///     n_rows: The most rows to read, the first ones; None is all.
    ///     row_index: The name of a first column that numbers the rows from 0; None is none.
    ///     include_file_paths: The name of a last column with the path of the file of each row; None is none.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     FileNotFoundError: If a file does not exist.
    ///     ReadError: If a file cannot be read.
    ///     SchemaError: If the files have different columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.read_avro("no such file.avro")  # doctest: +ELLIPSIS
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.MissingFileError: read_avro: ...
    read_avro(py), Format::Avro, [], (hive_partitioning: Option<bool> = None),
    common(Format::Avro, hive_partitioning, None, None)
}

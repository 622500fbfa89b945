//! Options of the readers, as users write them.

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyrust_engine::Frame;
use pyrust_engine::file_format::Compression;
use pyrust_engine::source::Charset;

use super::Given;
use crate::argument::column;
use crate::exceptions::{short, to_python, type_error, value_error};

/// Which columns and rows of the files are wanted: a projection and a limit above the scan, which both reach it.
pub(super) struct Wanted<'a, 'py> {
    pub columns: Given<'a, 'py>,
    pub n_rows: Option<usize>,
    pub row_index: Option<&'a str>,
    pub include_file_paths: Option<&'a str>,
}

impl Wanted<'_, '_> {
    /// The frame with no more than that.
    pub(super) fn applied(&self, operation: &'static str, mut frame: Arc<Frame>) -> PyResult<Arc<Frame>> {
        if let Some(names) = texts(operation, "columns", self.columns)? {
            let path = self.include_file_paths.filter(|path| !names.iter().any(|name| name == path));
            let wanted = names.iter().map(String::as_str).chain(path);
            frame.check_names(operation, &names).map_err(to_python)?;
            frame = frame.select(wanted.map(column).collect()).map_err(to_python)?;
        }
        if let Some(rows) = self.n_rows {
            frame = frame.limit(0, Some(rows)).map_err(to_python)?;
        }
        match self.row_index {
            Some(name) => frame.with_row_index(name, 0).map_err(to_python),
            None => Ok(frame),
        }
    }
}

/// An encoding by its name: one of the engine's, of Python's those in which a byte is a character, or one that browsers know.
pub(super) fn charset(py: Python<'_>, name: &str) -> PyResult<Charset> {
    let found = Charset::from_name(name).or_else(|| of_python(py, name).ok()?).or_else(|| Charset::from_label(name));
    found.ok_or_else(|| {
        let hint = "utf-8, utf-16, shift_jis, gbk, big5, euc-kr, or one of a byte a character, such as latin-1 or cp1252; else open \
                    the file with that encoding, and give the file object";
        value_error("read_csv", format!("there is no encoding \"{name}\" here"), hint)
    })
}

/// Python's table of an encoding, if it has one, or else the encoding that Python calls so.
fn of_python(py: Python<'_>, name: &str) -> PyResult<Option<Charset>> {
    let name: String = py.import(intern!(py, "codecs"))?.call_method1("lookup", (name,))?.getattr("name")?.extract()?;
    let module = py.import(format!("encodings.{}", name.replace('-', "_")).as_str())?;
    match module.getattr("decoding_table") {
        Ok(table) => Ok(Charset::of_table(&name, table.extract()?)),
        Err(_) => Ok(Charset::from_name(&name).or_else(|| Charset::from_label(&name))),
    }
}

pub(super) fn compression(operation: &str, name: Option<&str>) -> PyResult<Option<Compression>> {
    let unknown = |name: &str| {
        let message = format!("there is no compression \"{name}\"");
        value_error(operation, message, "gzip, bz2, xz, zstd or uncompressed; left out, the ending of the path says it")
    };
    name.map(|name| Compression::from_name(name).ok_or_else(|| unknown(name))).transpose()
}

pub(super) fn texts(operation: &str, name: &str, given: Given<'_, '_>) -> PyResult<Option<Vec<String>>> {
    let Some(given) = given else { return Ok(None) };
    if let Ok(one) = given.cast::<PyString>() {
        return Ok(Some(vec![one.to_str()?.to_owned()]));
    }
    let many = given.extract::<Vec<String>>();
    many.map(Some).map_err(|_| {
        type_error(operation, format!("{name} is {}, not a string or a list of strings", short(given)), "")
    })
}

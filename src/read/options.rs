//! Options of the readers, as users write them.

use pyo3::prelude::*;
use pyo3::types::PyString;
use pyrust_engine::file_format::Compression;
use pyrust_engine::source::Charset;

use super::Given;
use crate::exceptions::{short, type_error, value_error};

pub(super) fn charset(name: &str) -> PyResult<Charset> {
    Charset::from_name(name).ok_or_else(|| {
        let message = format!("there is no encoding \"{name}\" here");
        value_error(
            "read_csv",
            message,
            "utf-8, latin-1, cp1252, utf-16 or utf-16-be; else read the file with open(), \
             and give the file object",
        )
    })
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

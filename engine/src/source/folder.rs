//! Folders that a query names as tables: which format their files have.

use std::ffi::OsStr;
use std::path::PathBuf;

use super::Place;
use super::walk;
use crate::error::{Error, ErrorKind, Result};
use crate::file_format::Format;
use crate::local::names::shown;

const WHAT: &str = "sql";

/// Returns whether a name in a query is a local folder: it has a `/`, and there is a folder of that name.
pub(crate) fn is_folder(name: &str) -> bool {
    path(name).is_some_and(|path| path.is_dir())
}

/// Returns the format of the files in a folder.
///
/// # Errors
/// `Read` if it has none, or files of several formats, or cannot be read.
pub(crate) fn format_in(name: &str) -> Result<Format> {
    let Some(folder) = path(name) else {
        return Err(Error::new(ErrorKind::Read, WHAT, format!("{name} is not a folder")));
    };
    let formats = walk::formats(WHAT, &folder)?;
    match formats.as_slice() {
        [format] => Ok(*format),
        [] => Err(Error::new(ErrorKind::Read, WHAT, format!("{} has no files of a known format", shown(&folder)))
            .with_hint("name the reader: read_csv('folder/*')")),
        [first, ..] => {
            let titles: Vec<&str> = formats.iter().map(|format| format.title()).collect();
            let message = format!("{} has files of several formats: {}", shown(&folder), titles.join(", "));
            Err(Error::new(ErrorKind::Read, WHAT, message)
                .with_hint(format!("name the reader: {}('{name}')", first.operation())))
        }
    }
}

fn path(name: &str) -> Option<PathBuf> {
    if !name.contains(['/', std::path::MAIN_SEPARATOR]) || name.contains("://") {
        return None;
    }
    match Place::parse(WHAT, OsStr::new(name)) {
        Ok(Place::Local(path)) => Some(path),
        _ => None,
    }
}

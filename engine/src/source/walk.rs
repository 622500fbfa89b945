//! The local files below a folder: those of a table, or those that a pattern matches.
//!
//! Only folders that can contain a wanted file are opened, so that unrelated ones (a folder without permissions, a link
//! that is broken or refers to itself) do not matter. A folder of a table that cannot be opened is an error all the
//! same: its rows would be missing silently.

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::listing::{is_file_of, is_folder_of};
use super::place::unreadable;
use crate::error::Result;
use crate::file_format::Format;
use crate::local::names::to_bytes;

/// The options for patterns, here and in stores.
pub(super) const GLOB: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// A file, and its path relative to the start of the search.
pub(super) struct Hit {
    pub(super) path: PathBuf,
    pub(super) steps: Vec<String>,
    pub(super) found: Metadata,
}

/// Returns the files of a table in `folder`, in the order of their paths.
///
/// # Errors
/// When the folder, or one in it that has rows of the table, cannot be read.
pub(super) fn table(folder: &Path, format: Format) -> Result<Vec<Hit>> {
    let mut search = Search { operation: format.operation(), hits: Vec::new(), above: Vec::new(), steps: Vec::new() };
    search.folder(folder, &|name, _| is_folder_of(name), &|name, _| is_file_of(name, format), true)?;
    Ok(search.sorted())
}

/// Returns the formats of the files in `folder`, each once, in the order of their first files.
///
/// # Errors
/// When the folder, or one in it that has rows of the table, cannot be read.
pub(super) fn formats(operation: &'static str, folder: &Path) -> Result<Vec<Format>> {
    let mut search = Search { operation, hits: Vec::new(), above: Vec::new(), steps: Vec::new() };
    let is_file = |name: &str, _: &[String]| Format::from_path(name).is_some_and(|format| is_file_of(name, format));
    search.folder(folder, &|name, _| is_folder_of(name), &is_file, true)?;
    let mut formats = Vec::new();
    for hit in search.sorted() {
        let format = hit.path.file_name().and_then(|name| Format::from_path(&name.to_string_lossy()));
        formats.extend(format.filter(|format| !formats.contains(format)));
    }
    Ok(formats)
}

/// Returns the files that `pattern` matches below `folder`, in the order of their paths. As in a shell, a folder
/// without permissions has none.
///
/// # Errors
/// When `folder` itself cannot be read.
pub(super) fn matches(folder: &Path, pattern: &Pattern, format: Format) -> Result<Vec<Hit>> {
    let mut search = Search { operation: format.operation(), hits: Vec::new(), above: Vec::new(), steps: Vec::new() };
    let names: Vec<&str> = pattern.as_str().split('/').collect();
    let deep = names.iter().position(|name| *name == "**");
    let parts: Vec<Option<Pattern>> = names.iter().map(|name| Pattern::new(name).ok()).collect();
    let enters = |name: &str, depth: usize| match deep {
        // `**` matches any folder that is not hidden.
        Some(deep) if depth >= deep => !name.starts_with('.'),
        _ => depth + 1 < names.len() && parts.get(depth).is_some_and(|part| fits(part.as_ref(), name)),
    };
    let takes = |_: &str, steps: &[String]| pattern.matches_with(&steps.join("/"), GLOB);
    match search.folder(folder, &enters, &takes, false) {
        Err(_) if !folder.exists() => Ok(Vec::new()),
        searched => searched.map(|()| search.sorted()),
    }
}

fn fits(pattern: Option<&Pattern>, name: &str) -> bool {
    pattern.is_some_and(|pattern| pattern.matches_with(name, GLOB))
}

struct Search {
    operation: &'static str,
    hits: Vec<Hit>,
    /// The folders that contain the current one: following a link to one of them would never end.
    above: Vec<Identity>,
    steps: Vec<String>,
}

type Enters<'a> = dyn Fn(&str, usize) -> bool + 'a;
type Takes<'a> = dyn Fn(&str, &[String]) -> bool + 'a;

impl Search {
    fn folder(&mut self, folder: &Path, enters: &Enters<'_>, takes: &Takes<'_>, whole: bool) -> Result<()> {
        let operation = self.operation;
        let refused = |error: io::Error| unreadable(operation, folder, error);
        let this = identity(folder, &fs::metadata(folder).map_err(refused)?);
        if self.above.contains(&this) {
            return Ok(());
        }
        let entries = fs::read_dir(folder).map_err(refused)?;
        let depth = self.above.len();
        self.above.push(this);
        let searched = entries.into_iter().try_for_each(|entry| {
            let entry = entry.map_err(refused)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            self.steps.truncate(depth);
            self.steps.push(name.clone());
            let (may_enter, may_take) = (enters(&name, depth), takes(&name, &self.steps));
            if !may_enter && !may_take {
                return Ok(());
            }
            let path = entry.path();
            match fs::metadata(&path) {
                Ok(found) if found.is_dir() && may_enter => match self.folder(&path, enters, takes, whole) {
                    Err(error) if whole => Err(error),
                    _ => Ok(()),
                },
                Ok(found) if found.is_file() && may_take => {
                    self.hits.push(Hit { path, steps: self.steps.clone(), found });
                    Ok(())
                }
                // A broken link is neither a file nor a folder.
                _ => Ok(()),
            }
        });
        self.above.truncate(depth);
        searched
    }

    fn sorted(mut self) -> Vec<Hit> {
        let key = |hit: &Hit| to_bytes(OsStr::new(&hit.path)).to_vec();
        self.hits.sort_by_cached_key(key);
        self.hits
    }
}

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = PathBuf;

#[cfg(unix)]
fn identity(_: &Path, found: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn identity(folder: &Path, _: &Metadata) -> Identity {
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
}

//! Files and folders whose path begins with what has been typed.

use std::path::Path;
use std::time::Duration;

use crate::file_format::Format;
use crate::sql::complete::{Candidate, ItemKind};

/// How many entries of a folder are looked at.
const MOST_ENTRIES: usize = 5000;

/// Returns the folders, and the files that a query can read, or all where one is to be written; only names are looked at.
pub(super) async fn paths(typed: &str, all: bool, within: Duration) -> Vec<Candidate> {
    if typed.contains("://") {
        return Vec::new();
    }
    let typed = typed.to_owned();
    let work = tokio::task::spawn_blocking(move || listed(&typed, all));
    tokio::time::timeout(within, work).await.ok().and_then(Result::ok).unwrap_or_default()
}

fn listed(typed: &str, all: bool) -> Vec<Candidate> {
    let (folder, begun) = typed.rsplit_once('/').map_or(("", typed), |(folder, begun)| (folder, begun));
    let place = match (folder, typed.starts_with('/')) {
        ("", true) => Path::new("/"),
        ("", false) => Path::new("."),
        _ => Path::new(folder),
    };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let before = &typed[..typed.len() - begun.len()];
    let mut found = Vec::new();
    for entry in entries.take(MOST_ENTRIES).flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') && !begun.starts_with('.') {
            continue;
        }
        let is_folder =
            entry.file_type().is_ok_and(|kind| kind.is_dir() || (kind.is_symlink() && entry.path().is_dir()));
        let format = Format::from_path(&name);
        if !is_folder && !all && format.is_none() {
            continue;
        }
        let (kind, path) = match is_folder {
            true => (ItemKind::Folder, format!("{before}{name}/")),
            false => (ItemKind::File, format!("{before}{name}")),
        };
        let data_type =
            if is_folder { String::new() } else { format.map_or_else(String::new, |format| format.title().to_owned()) };
        found.push(Candidate {
            name: path,
            kind,
            data_type,
            doc: String::new(),
            rank: u8::from(is_folder),
            column: None,
        });
    }
    found.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    found
}

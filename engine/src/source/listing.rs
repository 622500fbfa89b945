//! The files behind a path: the one it names, those that a glob matches, or those of a folder.
//!
//! A folder is searched for files with an extension of the format, directly in it or in folders called `name=value`;
//! names that begin with `.` or `_` are ignored. In a glob `*` stays within a folder and `**` matches across folders,
//! as in a shell. Files come in the order of the given paths, and within one in the order of their paths.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::datasource::listing::ListingTableUrl;
use futures::TryStreamExt;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use super::place::{Place, unreadable};
use super::walk::{self, GLOB, Hit};
use crate::budget::size;
use crate::error::{Error, ErrorKind, Result};
use crate::file_format::Format;
use crate::local::file::described;
use crate::local::names::{location, path, shown};
use crate::source::hive;

/// A file, and the partition columns of the folders above it.
#[derive(Clone, Debug)]
pub(super) struct ListedFile {
    pub(super) meta: ObjectMeta,
    pub(super) folders: Vec<(String, Option<String>)>,
}

/// Returns all files of `places`, each once.
pub(super) async fn list(store: &Arc<dyn ObjectStore>, places: &[Place], format: Format) -> Result<Vec<ListedFile>> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for place in places {
        let found = files_of(store, place, format).await?;
        all.extend(found.into_iter().filter(|found| seen.insert(found.meta.location.clone())));
    }
    Ok(all)
}

/// Returns whether a folder below that of a table belongs to it: one that names a value, as in Hive.
pub(super) fn is_folder_of(name: &str) -> bool {
    name.contains('=') && !name.starts_with('.')
}

/// Returns whether a file in the folder of a table belongs to it.
pub(super) fn is_file_of(name: &str, format: Format) -> bool {
    Format::from_path(name) == Some(format) && !name.starts_with(['.', '_'])
}

pub(super) async fn files_of(store: &Arc<dyn ObjectStore>, place: &Place, format: Format) -> Result<Vec<ListedFile>> {
    match place {
        Place::Remote(remote) => in_store(store, remote.url(), format).await,
        place => {
            let place = place.clone();
            let searching = tokio::task::spawn_blocking(move || on_this_machine(&place, format));
            searching.await.map_err(|e| Error::new(ErrorKind::Other, format.operation(), e.to_string()))?
        }
    }
}

fn on_this_machine(place: &Place, format: Format) -> Result<Vec<ListedFile>> {
    let operation = format.operation();
    let refused = |e: object_store::Error| Error::new(ErrorKind::Read, operation, e.to_string());
    let hits = match place {
        Place::Local(path) => {
            let found = std::fs::metadata(path).map_err(|e| unreadable(operation, path, e))?;
            match found.is_dir() {
                true => walk::table(path, format)?,
                false => vec![Hit { path: path.clone(), steps: Vec::new(), found }],
            }
        }
        Place::Glob(folder, pattern) => walk::matches(folder, pattern, format)?,
        Place::Remote(_) => Vec::new(),
    };
    let found = hits.into_iter().map(|hit| {
        let above = hit.steps.split_last().map_or(Default::default(), |(_, above)| above);
        let folders = hive::values(above.iter().map(String::as_str));
        Ok(ListedFile { meta: described(location(&hit.path).map_err(refused)?, &hit.found), folders })
    });
    found.collect()
}

async fn in_store(store: &Arc<dyn ObjectStore>, place: &ListingTableUrl, format: Format) -> Result<Vec<ListedFile>> {
    let refused = |e: object_store::Error| {
        Error::new(ErrorKind::Read, format.operation(), format!("{} cannot be read: {e}", place.as_str()))
    };
    if place.get_glob().is_none() && !place.is_collection() {
        let meta = store.head(place.prefix()).await.map_err(refused)?;
        return Ok(vec![ListedFile { meta, folders: Vec::new() }]);
    }
    let listed: Vec<ObjectMeta> = store.list(Some(place.prefix())).try_collect().await.map_err(refused)?;
    let mut found: Vec<ListedFile> = listed
        .into_iter()
        .filter_map(|meta| {
            let steps: Vec<&str> = place.strip_prefix(&meta.location)?.collect();
            let (name, above) = steps.split_last()?;
            let wanted = match place.get_glob() {
                Some(glob) => glob.matches_with(&steps.join("/"), GLOB),
                None => is_file_of(name, format) && above.iter().all(|folder| is_folder_of(folder)),
            };
            let folders = hive::values(above.iter().copied());
            wanted.then_some(ListedFile { meta, folders })
        })
        .collect();
    found.sort_by(|a, b| a.meta.location.cmp(&b.meta.location));
    Ok(found)
}

/// Returns a short description of the files: their name and size, or their number.
pub(super) fn describe(paths: &[String], places: &[Place], files: &[ListedFile]) -> String {
    let size = size(files.iter().map(|file| file.meta.size).sum());
    let name = |path: &str| path.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(path).to_string();
    match (paths, files) {
        ([_], [file]) if places.iter().any(Place::is_pattern) => match places {
            [Place::Remote(_)] => format!("{}, {size}", name(file.meta.location.as_ref())),
            _ => format!("{}, {size}", name(&shown(&path(&file.meta.location)))),
        },
        ([path], [_]) => format!("{}, {size}", name(path)),
        ([path], _) => format!("{}, {} files, {size}", name(path), files.len()),
        _ => format!("{} files, {size}", files.len()),
    }
}

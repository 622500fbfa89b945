//! Files as tables: a path, a list of paths, a glob or a folder, in one of the formats.
//!
//! Only footers and the beginning of text files are read here. Errors of a file are found here too, with the file's
//! name in the message: missing, empty, not of the format, no file for a glob.

mod avro;
mod csv;
mod environment;
mod faults;
mod files;
mod folder;
pub(crate) mod hive;
mod ipc;
mod json;
mod listing;
mod numbered;
mod own;
mod parquet;
mod place;
mod schema;
mod spool;
mod unparsed;
mod walk;
mod wanted;

use std::ffi::OsString;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::execution::object_store::ObjectStoreUrl;
use futures::{FutureExt, StreamExt, TryStreamExt};
use object_store::{ObjectMeta, ObjectStore};
use tempfile::NamedTempFile;

pub use csv::{Charset, CsvOptions};
pub use environment::note_for as note_environment_for;
pub(crate) use files::{FilePaths, Files};
pub(crate) use folder::{format_in, is_folder};
pub use hive::Hive;
pub use parquet::rows::ParquetRows;
pub(crate) use place::Place;
pub use spool::spool;

use crate::error::{Error, ErrorKind, Result};
use crate::file_format::Compression;
use crate::file_format::{Format, NO_SENSE, compression_of, not_of_format};
use crate::local::{names::shown as shown_path, shown};
use crate::session::Session;
use avro::Avro;
use csv::Csv;
use faults::{guarded, named, with_look};
use ipc::Ipc;
use json::{Chosen, Json};
use listing::ListedFile;
use own::OwnFiles;
use parquet::Parquet;

/// How many files are read at once.
const FILES_AT_ONCE: usize = 16;

/// How files are read.
#[derive(Debug)]
pub struct ReadOptions {
    /// The columns and their types; the files are not read for them then.
    pub schema: Option<SchemaRef>,
    /// Types of some columns, instead of those in the files.
    pub overrides: Vec<(String, DataType)>,
    /// Whether the names of folders are columns.
    pub hive: Hive,
    /// How CSV or JSON is compressed; `None` goes by the extension of each path.
    pub compression: Option<Compression>,
    /// How many rows of a CSV or JSON file are read to find the types.
    pub infer_rows: usize,
    /// The dialect of CSV.
    pub csv: CsvOptions,
    /// Whether a value of CSV that does not fit its column is null, and invalid characters U+FFFD, and not an error.
    pub ignore_errors: bool,
    /// The name of a column with the path of each row's file.
    pub path_column: Option<String>,
    /// The name of the source in messages and panels, instead of its path.
    pub origin: Option<String>,
    /// A copy that the paths refer to, to be removed when no frame needs it any more.
    pub spooled: Option<NamedTempFile>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            schema: None,
            overrides: Vec::new(),
            hive: Hive::default(),
            compression: None,
            infer_rows: 1000,
            csv: CsvOptions::default(),
            ignore_errors: false,
            path_column: None,
            origin: None,
            spooled: None,
        }
    }
}

/// Files as a table.
pub(crate) struct Opened {
    /// The table.
    pub(crate) files: Files,
    /// What it is, in messages.
    pub(crate) origin: String,
    /// The types of columns that the table has as strings, to be cast with null for what does not fit.
    pub(crate) casts: Vec<(String, DataType)>,
}

/// Files as a table, and their description. Several paths are read one after the other; their columns are matched by
/// name.
///
/// # Errors
/// `Read` when a file is missing, empty or not of the format; `Schema` when files disagree on a column's type.
pub(crate) async fn open(
    session: &Arc<Session>,
    format: Format,
    paths: Vec<OsString>,
    mut options: ReadOptions,
) -> Result<Opened> {
    let operation = format.operation();
    let (places, url, store) = places(session, format, &paths)?;
    let shown = match &options.origin {
        Some(origin) => vec![origin.clone()],
        None => paths.iter().map(|path| shown_path(path.as_ref())).collect(),
    };
    let found = find(&store, format, &shown, &places).await?;
    // An empty file is a JSON file without rows, if the columns are given.
    if format != Format::Json || options.schema.is_none() {
        refuse_empty(format, &store, &shown, &found)?;
    }
    let folders: Vec<_> = found.iter().map(|found| found.folders.clone()).collect();
    let mut partitions = hive::columns(operation, options.hive, &folders)?;
    for field in &mut partitions {
        if let Some(given) = options.schema.as_ref().and_then(|schema| schema.field_with_name(field.name()).ok()) {
            *field = field.clone().with_data_type(given.data_type().clone());
        }
    }
    let (schema, reader) = match format {
        Format::Csv => {
            let compression = options.compression.map(|compression| compression.0);
            let mut csv =
                Csv::try_new(options.csv.clone(), compression, options.ignore_errors, options.origin.clone())?;
            let schema = match options.schema.take() {
                Some(given) => given.as_ref().clone(),
                None => {
                    let schemas = look_into(&store, format, &found, options.origin.as_deref(), |store, file| {
                        let csv = &csv;
                        async move { csv.infer(&store, &file, options.infer_rows).await }
                    })
                    .await?;
                    let merged = schema::of_text(operation, schemas)?;
                    csv.named(merged)?
                }
            };
            (schema, Arc::new(OwnFiles(csv)) as Arc<dyn FileFormat>)
        }
        _ => {
            let reader = reader(format, &options, &found)?;
            let schema = match options.schema.take() {
                Some(given) => given.as_ref().clone(),
                None => {
                    let schemas = look_into(&store, format, &found, options.origin.as_deref(), |store, file| {
                        let reader = &reader;
                        async move {
                            let state = session.state();
                            let read = reader.infer_schema(state.as_ref(), &store, &[file]).await;
                            read.map(|schema| schema.as_ref().clone())
                        }
                    })
                    .await?;
                    schema::merged(operation, format, schemas)?
                }
            };
            (schema, reader)
        }
    };
    // A column of the folders is not read from the files.
    let schema = schema::without(&schema, &partitions);
    let schema = schema::overridden(operation, schema, &mut partitions, &options.overrides)?;
    schema::check_readable(operation, format, &schema)?;
    let schema = if format == Format::Csv { schema::with_plain_text(&schema) } else { schema };
    let (schema, casts) = if options.ignore_errors { schema::as_strings(&schema) } else { (schema, Vec::new()) };
    if let Some(name) = &options.path_column {
        if schema.field_with_name(name).is_ok() || partitions.iter().any(|field| field.name() == name) {
            let message = format!("the files have a column \"{name}\" already");
            return Err(
                Error::new(ErrorKind::Schema, operation, message).with_hint("give include_file_paths another name")
            );
        }
        partitions.push(Field::new(name, DataType::Utf8, false));
    }
    if schema.fields().is_empty() && partitions.is_empty() {
        return Err(Error::new(ErrorKind::Read, operation, format!("{} has no columns", shown.join(", "))));
    }
    let origin = listing::describe(&shown, &places, &found);
    let is_local = crate::local::is_local(&store);
    let paths = options.path_column.take().map(|name| FilePaths { name, is_local, origin: options.origin.clone() });
    let files = Files::new(format, (places, url), reader, Arc::new(schema), partitions, options.spooled.take());
    let files = files.with_paths(paths);
    files.check(&found)?;
    Ok(Opened { files, origin, casts })
}

/// Returns the parsed paths, and their one store.
fn places(
    session: &Session,
    format: Format,
    paths: &[OsString],
) -> Result<(Vec<Place>, ObjectStoreUrl, Arc<dyn ObjectStore>)> {
    let operation = format.operation();
    let fail = |message: String| Error::new(ErrorKind::Read, operation, message);
    let mut places = Vec::with_capacity(paths.len());
    let mut store: Option<(ObjectStoreUrl, Arc<dyn ObjectStore>)> = None;
    for path in paths {
        let place = Place::to_read(operation, path)?;
        let (url, opened) = place.store(session, operation)?;
        match (&store, places.first()) {
            (Some((known, _)), Some(first)) if *known != url => {
                return Err(fail(format!("{place} is in another store than {first}"))
                    .with_hint("read them one by one and put the frames together by union"));
            }
            _ => store = Some((url, opened)),
        }
        places.push(place);
    }
    let (url, store) = store.ok_or_else(|| fail("no path was given".into()))?;
    Ok((places, url, store))
}

/// Returns the files, at least one for each path, none of them empty.
async fn find(
    store: &Arc<dyn ObjectStore>,
    format: Format,
    paths: &[String],
    places: &[Place],
) -> Result<Vec<ListedFile>> {
    let fail = |message: String| Error::new(ErrorKind::Read, format.operation(), message);
    for (path, place) in paths.iter().zip(places) {
        if listing::files_of(store, place, format).await?.is_empty() {
            return Err(fail(format!("no {} file matches {path}", format.title()))
                .with_hint("check the path; a folder is searched for files of the format's usual ending"));
        }
    }
    listing::list(store, places, format).await
}

/// Fails for files without any bytes.
fn refuse_empty(format: Format, store: &Arc<dyn ObjectStore>, paths: &[String], found: &[ListedFile]) -> Result<()> {
    match found.iter().find(|found| found.meta.size == 0) {
        Some(empty) => {
            let name = if found.len() == 1 { paths.join(", ") } else { shown(store, &empty.meta.location) };
            Err(Error::new(ErrorKind::Read, format.operation(), format!("{name} is empty (0 bytes)")))
        }
        None => Ok(()),
    }
}

fn reader(format: Format, options: &ReadOptions, found: &[ListedFile]) -> Result<Arc<dyn FileFormat>> {
    Ok(match format {
        Format::Parquet => Arc::new(Parquet::new()),
        Format::Ipc => Arc::new(OwnFiles(Ipc::new(options.origin.clone()))),
        Format::Avro => Arc::new(OwnFiles(Avro::new(options.origin.clone()))),
        Format::Csv | Format::Json => {
            let compression = match options.compression {
                Some(Compression(given)) => given,
                None => one_compression(format, found)?,
            };
            let chosen = match &options.schema {
                Some(_) => Chosen::All,
                None => Chosen::Some(options.overrides.iter().map(|(name, _)| name.clone()).collect()),
            };
            Arc::new(OwnFiles(Json::new(compression, options.infer_rows, chosen, options.origin.clone())))
        }
    })
}

fn one_compression(format: Format, found: &[ListedFile]) -> Result<FileCompressionType> {
    let mut all = found.iter().map(|found| compression_of(found.meta.location.as_ref()));
    let first = all.next().unwrap_or(FileCompressionType::UNCOMPRESSED);
    match all.all(|other| other == first) {
        true => Ok(first),
        false => Err(Error::new(ErrorKind::Read, format.operation(), "the files are compressed in different ways")
            .with_hint("read them by their endings, with a glob for each, and put the frames together by union")),
    }
}

/// Returns the results of `look` for each file, in their order.
async fn look_into<F>(
    store: &Arc<dyn ObjectStore>,
    format: Format,
    found: &[ListedFile],
    origin: Option<&str>,
    look: impl Fn(Arc<dyn ObjectStore>, ObjectMeta) -> F,
) -> Result<Vec<Schema>>
where
    F: Future<Output = datafusion::error::Result<Schema>>,
{
    let operation = format.operation();
    let looks = found.iter().map(|found| {
        let path = origin.map_or_else(|| shown(store, &found.meta.location), str::to_string);
        let looking = AssertUnwindSafe(look(Arc::clone(store), found.meta.clone())).catch_unwind();
        async move {
            let seen = match looking.await {
                // Decoders trust the lengths in a damaged file: their panic is about the file, not about pyrust.
                Err(_) => Err(Error::new(ErrorKind::Read, operation, NO_SENSE)),
                Ok(seen) => seen.map_err(|e| Error::from_datafusion(operation, e)),
            };
            match seen {
                Ok(schema) => Ok(schema),
                Err(error) => Err(not_of_format(with_look(error, store, found, format).await, format, &path)),
            }
        }
    });
    futures::stream::iter(looks.collect::<Vec<_>>()).buffered(FILES_AT_ONCE).try_collect().await
}

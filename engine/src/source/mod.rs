//! Files as frames: a path, a list of paths, a glob or a folder, in a format that DataFusion reads.
//!
//! Only footers and the head of text files are read here. What can be wrong with a file is found here too, with
//! the file's name in the message: missing, empty, not of the format, no file behind a glob.

mod avro;
mod csv;
mod environment;
mod faults;
mod files;
mod held;
pub(crate) mod hive;
mod ipc;
mod json;
mod listing;
mod local;
mod names;
mod own;
mod parquet;
mod place;
mod schema;
mod spool;
mod store;
mod walk;
mod wanted;

use std::ffi::OsString;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use arrow::datatypes::{DataType, Schema, SchemaRef};
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::execution::object_store::ObjectStoreUrl;
use futures::{FutureExt, StreamExt, TryStreamExt};
use object_store::{ObjectMeta, ObjectStore};
use tempfile::NamedTempFile;

pub use csv::{Charset, CsvOptions};
pub use environment::note as note_environment;
pub(crate) use faults::{in_files, no_sense, shown};
pub(crate) use files::Files;
pub use hive::Hive;
pub(crate) use local::read_at;
pub(crate) use names::shown as shown_path;
pub(crate) use parquet::footer::Footers;
pub(crate) use place::Place;
pub use spool::spool;
pub(crate) use store::Local;

use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::session::Session;
use avro::Avro;
use csv::Csv;
use faults::{NO_SENSE, guarded, in_file, is_local, named, not_of_format, with_look};
use ipc::Ipc;
use json::{Chosen, Json};
use listing::Found;
use own::OwnFiles;
use parquet::Parquet;
use store::store_of;

/// How many files are looked into at once.
const FILES_AT_ONCE: usize = 16;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Comma-separated values, compressed or not.
    Csv,
    /// One JSON object a line, compressed or not.
    Json,
    /// Arrow IPC, file or stream.
    Ipc,
    /// Apache Avro.
    Avro,
}

impl Format {
    /// The format that a path's ending names: `a.parquet`, `b.csv.gz`.
    pub fn from_path(path: &str) -> Option<Self> {
        let (name, _) = split_compression(path);
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Some(match ending.as_str() {
            "parquet" | "parq" | "pq" => Self::Parquet,
            "csv" | "tsv" => Self::Csv,
            "json" | "jsonl" | "ndjson" => Self::Json,
            "arrow" | "arrows" | "ipc" | "feather" => Self::Ipc,
            "avro" => Self::Avro,
            _ => return None,
        })
    }

    /// The verb that reads it.
    pub fn operation(self) -> &'static str {
        match self {
            Self::Parquet => "read_parquet",
            Self::Csv => "read_csv",
            Self::Json => "read_json",
            Self::Ipc => "read_ipc",
            Self::Avro => "read_avro",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Parquet => "Parquet",
            Self::Csv => "CSV",
            Self::Json => "JSON lines",
            Self::Ipc => "Arrow IPC",
            Self::Avro => "Avro",
        }
    }
}

/// How text is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compression(FileCompressionType);

impl Compression {
    /// The compression of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(Self(match name {
            "gzip" => FileCompressionType::GZIP,
            "bz2" => FileCompressionType::BZIP2,
            "xz" => FileCompressionType::XZ,
            "zstd" => FileCompressionType::ZSTD,
            "uncompressed" => FileCompressionType::UNCOMPRESSED,
            _ => return None,
        }))
    }
}

/// How files are read.
#[derive(Debug)]
pub struct ReadOptions {
    /// The columns and their types; nothing is looked for in the files then.
    pub schema: Option<SchemaRef>,
    /// Types of some columns, instead of those that the files say.
    pub overrides: Vec<(String, DataType)>,
    /// Whether the names of folders are columns.
    pub hive: Hive,
    /// How CSV or JSON is packed; `None` goes by the ending of each path.
    pub compression: Option<Compression>,
    /// How many rows of a CSV or JSON file are read to find the types.
    pub infer_rows: usize,
    /// How CSV is written.
    pub csv: CsvOptions,
    /// What messages and panels call the source, instead of its path.
    pub origin: Option<String>,
    /// A copy that the paths mean, to be removed when no frame needs it any more.
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
            origin: None,
            spooled: None,
        }
    }
}

/// A frame over files. Several paths are read one after the other; their columns are matched by name.
///
/// # Errors
/// `Read` when a file is missing, empty or not of the format; `Schema` when files disagree on a column's type.
pub async fn read(
    session: &Arc<Session>,
    format: Format,
    paths: Vec<OsString>,
    mut options: ReadOptions,
) -> Result<Arc<Frame>> {
    let operation = format.operation();
    let (places, url, store) = places(session, format, &paths)?;
    let shown = match &options.origin {
        Some(origin) => vec![origin.clone()],
        None => paths.iter().map(|path| shown_path(path.as_ref())).collect(),
    };
    let found = find(&store, format, &shown, &places).await?;
    // No object at all is no row of JSON, if one is told of which columns.
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
            let mut csv = Csv::try_new(options.csv.clone(), compression, options.origin.clone())?;
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
                            let read = reader.infer_schema(session.state(), &store, &[file]).await;
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
    // A column that folders name is not looked for in the files.
    let schema = schema::without(&schema, &partitions);
    let schema = schema::overridden(operation, schema, &mut partitions, &options.overrides)?;
    schema::check_readable(operation, format, &schema)?;
    let schema = if format == Format::Csv { schema::with_plain_text(&schema) } else { schema };
    if schema.fields().is_empty() && partitions.is_empty() {
        return Err(Error::new(ErrorKind::Read, operation, format!("{} has no columns", shown.join(", "))));
    }
    let origin = listing::describe(&shown, &places, &found);
    let files = Files::new(format, (places, url), reader, Arc::new(schema), partitions, options.spooled.take());
    files.check(&found)?;
    Frame::from_table(session, Arc::new(files), None, &origin)
}

/// The paths as the engine knows them, and their one store.
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

/// The files, at least one for each path, none of them empty.
async fn find(store: &Arc<dyn ObjectStore>, format: Format, paths: &[String], places: &[Place]) -> Result<Vec<Found>> {
    let fail = |message: String| Error::new(ErrorKind::Read, format.operation(), message);
    for (path, place) in paths.iter().zip(places) {
        if listing::files_of(store, place, format).await?.is_empty() {
            return Err(fail(format!("no {} file matches {path}", format.title()))
                .with_hint("check the path; a folder is searched for files of the format's usual ending"));
        }
    }
    listing::list(store, places, format).await
}

/// Refuses files without any bytes.
fn refuse_empty(format: Format, store: &Arc<dyn ObjectStore>, paths: &[String], found: &[Found]) -> Result<()> {
    match found.iter().find(|found| found.meta.size == 0) {
        Some(empty) => {
            let name = if found.len() == 1 { paths.join(", ") } else { shown(store, &empty.meta.location) };
            Err(Error::new(ErrorKind::Read, format.operation(), format!("{name} is empty (0 bytes)")))
        }
        None => Ok(()),
    }
}

fn reader(format: Format, options: &ReadOptions, found: &[Found]) -> Result<Arc<dyn FileFormat>> {
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

fn one_compression(format: Format, found: &[Found]) -> Result<FileCompressionType> {
    let mut all = found.iter().map(|found| compression_of(found.meta.location.as_ref()));
    let first = all.next().unwrap_or(FileCompressionType::UNCOMPRESSED);
    match all.all(|other| other == first) {
        true => Ok(first),
        false => Err(Error::new(ErrorKind::Read, format.operation(), "the files are packed in different ways")
            .with_hint("read them by their endings, with a glob for each, and put the frames together by union")),
    }
}

/// What `look` sees in each file, in their order.
async fn look_into<F>(
    store: &Arc<dyn ObjectStore>,
    format: Format,
    found: &[Found],
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
                // Decoders trust the lengths that a damaged file gives: their panic is about the file, not about pyrust.
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

fn split_compression(path: &str) -> (&str, FileCompressionType) {
    for (ending, compression) in [
        (".gz", FileCompressionType::GZIP),
        (".bz2", FileCompressionType::BZIP2),
        (".xz", FileCompressionType::XZ),
        (".zst", FileCompressionType::ZSTD),
    ] {
        if let Some(rest) = path.strip_suffix(ending) {
            return (rest, compression);
        }
    }
    (path, FileCompressionType::UNCOMPRESSED)
}

fn compression_of(path: &str) -> FileCompressionType {
    split_compression(path).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_names_the_format() {
        assert_eq!(Format::from_path("a/b.parquet"), Some(Format::Parquet));
        assert_eq!(Format::from_path("b.csv.gz"), Some(Format::Csv));
        assert_eq!(Format::from_path("b"), None);
    }
}

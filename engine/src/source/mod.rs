//! Files as frames: a path, a list of paths, a glob or a folder, in a format that DataFusion reads.
//!
//! Only footers and the head of text files are read here. What can be wrong with a file is found here too, with
//! the file's name in the message: missing, empty, not of the format, no file behind a glob.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::arrow::ArrowFormat;
use datafusion::datasource::file_format::avro::AvroFormat;
use datafusion::datasource::file_format::csv::CsvFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::file_format::json::JsonFormat;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use futures::{FutureExt, TryStreamExt};
use object_store::ObjectMeta;

use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::session::Session;

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
            "arrow" | "ipc" | "feather" => Self::Ipc,
            "avro" => Self::Avro,
            _ => return None,
        })
    }

    fn operation(self) -> &'static str {
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

    /// The ending of the files that a folder is searched for.
    fn extension(self) -> &'static str {
        match self {
            Self::Parquet => ".parquet",
            Self::Csv => ".csv",
            Self::Json => ".json",
            Self::Ipc => ".arrow",
            Self::Avro => ".avro",
        }
    }
}

/// How text files are read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// What stands between two values of a CSV line.
    pub delimiter: u8,
    /// Whether the first CSV line names the columns.
    pub has_header: bool,
    /// What encloses a CSV value that holds a delimiter.
    pub quote: u8,
    /// How many rows of a CSV or JSON file are read to find the types.
    pub infer_rows: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { delimiter: b',', has_header: true, quote: b'"', infer_rows: 1000 }
    }
}

/// A frame over files. Several paths are read one after the other; their columns are matched by name.
///
/// # Errors
/// `Read` when a file is missing, empty or not of the format; `Schema` when files disagree on a column's type.
pub async fn read(
    session: &Arc<Session>,
    format: Format,
    paths: Vec<String>,
    options: ReadOptions,
) -> Result<Arc<Frame>> {
    let operation = format.operation();
    let fail = |message: String| Error::new(ErrorKind::Read, operation, message);
    if paths.is_empty() {
        return Err(fail("no path was given".into()));
    }
    let state = session.state();
    let mut urls = Vec::with_capacity(paths.len());
    let mut schemas: Vec<Schema> = Vec::with_capacity(paths.len());
    let mut files: Vec<ObjectMeta> = Vec::new();
    for path in &paths {
        let path = expand_home(path);
        check_exists(&path).map_err(&fail)?;
        let url = ListingTableUrl::parse(&path).map_err(|e| Error::from_datafusion(operation, e))?;
        register_store(session, &url, operation)?;
        let listing = listing_options(format, &path, &url, &options)?;
        let found =
            list(session, &url, &listing.file_extension, operation).await.map_err(|e| in_file(e, operation, &path))?;
        if found.is_empty() {
            return Err(fail(format!("no {} file matches {path}", format.title()))
                .with_hint("check the path; a folder is searched for files of the format's usual ending"));
        }
        if let Some(empty) = found.iter().find(|file| file.size == 0) {
            return Err(fail(format!("{} is empty (0 bytes)", empty.location)));
        }
        // Decoders trust the lengths that a damaged file gives: their panic is about the file, not about pyrust.
        let schema = AssertUnwindSafe(listing.infer_schema(state, &url)).catch_unwind().await;
        let schema = schema
            .map_err(|_| fail("its lengths make no sense".into()))
            .and_then(|schema| schema.map_err(|e| Error::from_datafusion(operation, e)));
        let schema = schema.map_err(|e| not_of_format(e, format, &path))?;
        schemas.push(schema.as_ref().clone());
        files.extend(found);
        urls.push((url, listing));
    }
    let schema = Schema::try_merge(schemas).map_err(|e| {
        Error::from_arrow(operation, e)
            .with_hint("the files name one column with two types: read them one by one and cast")
    })?;
    if schema.fields().is_empty() {
        return Err(fail(format!("{} has no columns", paths.join(", "))));
    }
    let origin = describe(&paths, &files);
    let table = listing_table(session, urls, schema.into()).map_err(|e| Error::from_datafusion(operation, e))?;
    Frame::from_table(session, Arc::new(table), None, &origin)
}

fn listing_table(
    session: &Session,
    urls: Vec<(ListingTableUrl, ListingOptions)>,
    schema: SchemaRef,
) -> datafusion::error::Result<ListingTable> {
    let (urls, mut listings): (Vec<_>, Vec<_>) = urls.into_iter().unzip();
    let Some(mut listing) = listings.pop() else {
        return datafusion::common::plan_err!("no path was given");
    };
    // One set of options serves all paths: where they differ in their ending, each lists just what it names.
    if listings.iter().any(|other| other.file_extension != listing.file_extension) {
        listing.file_extension = String::new();
    }
    let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(listing).with_schema(schema);
    let cache = session.state().runtime_env().cache_manager.get_file_statistic_cache();
    Ok(ListingTable::try_new(config)?.with_cache(cache))
}

fn listing_options(format: Format, path: &str, url: &ListingTableUrl, options: &ReadOptions) -> Result<ListingOptions> {
    let (_, compression) = split_compression(path);
    let delimiter = match path.ends_with(".tsv") && options.delimiter == b',' {
        true => b'\t',
        false => options.delimiter,
    };
    let file_format: Arc<dyn FileFormat> = match format {
        Format::Parquet => Arc::new(ParquetFormat::default()),
        Format::Csv => Arc::new(
            CsvFormat::default()
                .with_has_header(options.has_header)
                .with_delimiter(delimiter)
                .with_quote(options.quote)
                .with_schema_infer_max_rec(options.infer_rows)
                .with_newlines_in_values(true)
                .with_file_compression_type(compression),
        ),
        Format::Json => Arc::new(
            JsonFormat::default().with_schema_infer_max_rec(options.infer_rows).with_file_compression_type(compression),
        ),
        Format::Ipc => Arc::new(ArrowFormat),
        Format::Avro => Arc::new(AvroFormat),
    };
    let extension = if url.is_folder() { format.extension() } else { "" };
    Ok(ListingOptions::new(file_format).with_file_extension(extension))
}

/// Makes the store of a remote path known to the engine, set up from the environment as its own tools do
/// (`AWS_...`, `GOOGLE_...`, `AZURE_...`). A store that is known stays as it is.
fn register_store(session: &Session, url: &ListingTableUrl, operation: &str) -> Result<()> {
    let runtime = session.state().runtime_env();
    if url.scheme() == "file" || runtime.object_store(url).is_ok() {
        return Ok(());
    }
    let store_url = url.object_store();
    let base: &url::Url = store_url.as_ref();
    let settings = std::env::vars().map(|(key, value)| (key.to_ascii_lowercase(), value));
    let settings = settings.filter(|(key, _)| ["aws_", "google_", "azure_"].iter().any(|p| key.starts_with(p)));
    let (store, _) = object_store::parse_url_opts(base, settings)
        .map_err(|e| Error::new(ErrorKind::Read, operation, format!("{base} cannot be opened: {e}")))?;
    runtime.register_object_store(base, Arc::from(store));
    Ok(())
}

async fn list(session: &Session, url: &ListingTableUrl, extension: &str, operation: &str) -> Result<Vec<ObjectMeta>> {
    let convert = |e| Error::from_datafusion(operation, e);
    let store = session.state().runtime_env().object_store(url).map_err(convert)?;
    let files = url.list_all_files(session.state(), store.as_ref(), extension).await.map_err(convert)?;
    files.try_collect().await.map_err(convert)
}

/// A local path that is neither a URL nor a glob must exist; the object store would say it less plainly.
fn check_exists(path: &str) -> std::result::Result<(), String> {
    let is_pattern = path.contains("://") || path.contains(['*', '?', '[']);
    if is_pattern || Path::new(path).exists() {
        return Ok(());
    }
    Err(format!("no such file or folder: {path}"))
}

fn in_file(error: Error, operation: &str, path: &str) -> Error {
    Error::new(error.kind(), operation, format!("{path}: {}", error.message()))
}

fn not_of_format(error: Error, format: Format, path: &str) -> Error {
    let message = format!("{path} cannot be read as {}: {}", format.title(), error.message());
    let kind = match error.kind() {
        ErrorKind::Cancelled | ErrorKind::Resources => error.kind(),
        _ => ErrorKind::Read,
    };
    let hint = match Format::from_path(path) {
        Some(other) if other != format => format!("the name says {}: try {}", other.title(), other.operation()),
        _ => "the file may be truncated, or of another format".to_string(),
    };
    Error::new(kind, format.operation(), message).with_hint(hint)
}

/// A leading `~` is the user's home, as in a shell.
fn expand_home(path: &str) -> String {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest).to_string_lossy().into_owned(),
        _ => path.to_string(),
    }
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

/// The files in a few words: their name and size, or their number.
fn describe(paths: &[String], files: &[ObjectMeta]) -> String {
    let size = bytes_for_people(files.iter().map(|file| file.size).sum());
    let name = |path: &str| path.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(path).to_string();
    match (paths, files) {
        ([_], [file]) => format!("{}, {size}", name(file.location.as_ref())),
        ([path], _) => format!("{}, {} files, {size}", name(path), files.len()),
        _ => format!("{} files, {size}", files.len()),
    }
}

fn bytes_for_people(bytes: u64) -> String {
    let mut value = bytes as f64;
    for unit in ["B", "kB", "MB", "GB"] {
        if value < 1000.0 {
            return if value < 9.95 && unit != "B" {
                format!("{value:.1} {unit}")
            } else {
                format!("{value:.0} {unit}")
            };
        }
        value /= 1000.0;
    }
    format!("{value:.1} TB")
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

    #[test]
    fn sizes_are_readable() {
        assert_eq!(bytes_for_people(0), "0 B");
        assert_eq!(bytes_for_people(2_512_000_000), "2.5 GB");
        assert_eq!(bytes_for_people(249_100_000), "249 MB");
    }
}

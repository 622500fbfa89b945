//! What is wrong with a file, with its name.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::error::ArrowError;
use datafusion::datasource::physical_plan::FileScanConfig;
use datafusion::error::DataFusionError;
use datafusion::execution::object_store::ObjectStoreUrl;
use object_store::path::Path as Location;
use object_store::{ObjectStore, ObjectStoreExt};
use parquet::errors::ParquetError;

use super::{Format, local, names};
use crate::error::{Error, ErrorKind};

/// A file's path as it is written: that of a store begins at its root.
pub(crate) fn shown(store: &Arc<dyn ObjectStore>, location: &object_store::path::Path) -> String {
    if is_local(store) { names::shown(&names::path(location)) } else { location.to_string() }
}

pub(super) fn is_local(store: &Arc<dyn ObjectStore>) -> bool {
    store.to_string() == local::NAME
}

/// What `decode` makes of foreign bytes. Decoders trust the lengths that a damaged file gives: their panic is about the
/// file, not about pyrust.
///
/// # Errors
/// Why the bytes make no sense.
pub(super) fn guarded<T>(
    decode: impl FnOnce() -> std::result::Result<T, ArrowError>,
) -> std::result::Result<T, String> {
    match catch_unwind(AssertUnwindSafe(decode)) {
        Ok(decoded) => decoded.map_err(|error| Error::from_arrow("read", error).message().to_string()),
        Err(_) => Err(NO_SENSE.to_string()),
    }
}

pub(super) const NO_SENSE: &str = "its lengths make no sense";

/// An error of a scan, which is about the file `path` unless it says itself what it is about.
pub(super) fn in_file(error: DataFusionError, format: Format, path: &str) -> DataFusionError {
    not_of_format(Error::from_datafusion(format.operation(), error), format, path).into()
}

/// An error with the name of the file that it is about before its words.
pub(super) fn named(operation: &str, error: &Error, name: &str) -> Error {
    let message = format!("{name}: {}", error.message());
    Error::new(error.kind(), operation, message).with_hint(error.hint().unwrap_or_default())
}

/// What the first bytes of files are, and what to do then.
const KNOWN: [(&[u8], Option<Format>, &str); 10] = [
    (b"PAR1", Some(Format::Parquet), "its first bytes are those of Parquet: try read_parquet"),
    (b"PARE", Some(Format::Parquet), "it is encrypted Parquet"),
    (b"ARROW1", Some(Format::Ipc), "its first bytes are those of Arrow IPC: try read_ipc"),
    (b"Obj\x01", Some(Format::Avro), "its first bytes are those of Avro: try read_avro"),
    (b"\x1f\x8b", None, "its first bytes are those of gzip: compression=\"gzip\" unpacks it"),
    (b"BZh", None, "its first bytes are those of bzip2: compression=\"bz2\" unpacks it"),
    (b"\xfd7zXZ", None, "its first bytes are those of xz: compression=\"xz\" unpacks it"),
    (b"\x28\xb5\x2f\xfd", None, "its first bytes are those of zstd: compression=\"zstd\" unpacks it"),
    (b"PK\x03\x04", None, "it is a zip archive, as files of Excel are"),
    (b"SQLite format 3", None, "it is a database of SQLite"),
];

/// An error of a file with a hint by its first bytes, where they are those of something else.
pub(super) async fn with_look(
    error: Error,
    store: &Arc<dyn ObjectStore>,
    found: &super::listing::Found,
    format: Format,
) -> Error {
    let end = found.meta.size.min(16);
    let Ok(first) = store.get_range(&found.meta.location, 0..end).await else { return error };
    let known = KNOWN.iter().find(|(magic, of, _)| first.starts_with(magic) && *of != Some(format));
    known.map_or(error.clone(), |(_, _, hint)| error.with_hint(*hint))
}

/// What a decoder is taken to say when it panics.
pub(crate) fn no_sense() -> DataFusionError {
    DataFusionError::ParquetError(Box::new(ParquetError::General(NO_SENSE.to_string())))
}

/// What a scan of Parquet files says, with their names, of what it could not decode. Other errors stay as they are.
pub(crate) fn in_files(config: &FileScanConfig) -> impl Fn(DataFusionError) -> DataFusionError + Send + Sync + 'static {
    const MOST_NAMED: usize = 3;
    let files = config.file_groups.iter().flat_map(|group| group.files());
    let is_local = config.object_store_url == ObjectStoreUrl::local_filesystem();
    let name = |location: &Location| match is_local {
        true => names::shown(&names::path(location)),
        false => location.to_string(),
    };
    let mut all: Vec<String> = files.map(|file| name(&file.object_meta.location)).collect();
    all.dedup();
    let name = match all.len() {
        0..=MOST_NAMED => all.join(" or "),
        count => format!("{} or another of {count} files", all.swap_remove(0)),
    };
    move |error| if is_of_bytes(&error) { in_file(error, Format::Parquet, &name) } else { error }
}

/// Whether an error is about bytes, and not about values that were computed.
fn is_of_bytes(error: &DataFusionError) -> bool {
    match error.find_root() {
        DataFusionError::ParquetError(_) => true,
        DataFusionError::ArrowError(inner, _) => match inner.as_ref() {
            ArrowError::ParquetError(_) => true,
            ArrowError::ExternalError(inner) => inner.downcast_ref::<ParquetError>().is_some(),
            _ => false,
        },
        _ => false,
    }
}

pub(super) fn not_of_format(error: Error, format: Format, path: &str) -> Error {
    let message = format!("{path} cannot be read as {}: {}", format.title(), error.message());
    let kind = match error.kind() {
        ErrorKind::Cancelled | ErrorKind::Resources => error.kind(),
        _ => ErrorKind::Read,
    };
    let hint = match (Format::from_path(path), error.hint()) {
        (Some(other), _) if other != format => format!("the name says {}: try {}", other.title(), other.operation()),
        (_, Some(hint)) => hint.to_string(),
        _ => "the file may be truncated, or of another format".to_string(),
    };
    Error::new(kind, format.operation(), message).with_hint(hint)
}

//! Errors of a file, with its name.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::error::ArrowError;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::error::Error;
use crate::file_format::Format;
use crate::file_format::NO_SENSE;

/// Returns the result of `decode` on bytes of a file, with a panic as an error. Decoders trust the lengths in a damaged
/// file: their panic is about the file, not about pyrust.
///
/// # Errors
/// Why the bytes cannot be decoded.
pub(super) fn guarded<T>(
    decode: impl FnOnce() -> std::result::Result<T, ArrowError>,
) -> std::result::Result<T, String> {
    match catch_unwind(AssertUnwindSafe(decode)) {
        Ok(decoded) => decoded.map_err(|error| Error::from_arrow("read", error).message().to_string()),
        Err(_) => Err(NO_SENSE.to_string()),
    }
}

/// Returns an error with the name of its file before its message.
pub(super) fn named(operation: &str, error: &Error, name: &str) -> Error {
    let message = format!("{name}: {}", error.message());
    Error::new(error.kind(), operation, message).with_hint(error.hint().unwrap_or_default())
}

/// The first bytes of known kinds of files, their format, and the hint for them.
const KNOWN: [(&[u8], Option<Format>, &str); 10] = [
    (b"PAR1", Some(Format::Parquet), "its first bytes are those of Parquet: try read_parquet"),
    (b"PARE", Some(Format::Parquet), "it is encrypted Parquet"),
    (b"ARROW1", Some(Format::Ipc), "its first bytes are those of Arrow IPC: try read_ipc"),
    (b"Obj\x01", Some(Format::Avro), "its first bytes are those of Avro: try read_avro"),
    (b"\x1f\x8b", None, "its first bytes are those of gzip: compression=\"gzip\" decompresses it"),
    (b"BZh", None, "its first bytes are those of bzip2: compression=\"bz2\" decompresses it"),
    (b"\xfd7zXZ", None, "its first bytes are those of xz: compression=\"xz\" decompresses it"),
    (b"\x28\xb5\x2f\xfd", None, "its first bytes are those of zstd: compression=\"zstd\" decompresses it"),
    (b"PK\x03\x04", None, "it is a zip archive, as files of Excel are"),
    (b"SQLite format 3", None, "it is a database of SQLite"),
];

/// Returns an error of a file with a hint by its first bytes, if they are those of another kind of file.
pub(super) async fn with_look(
    error: Error,
    store: &Arc<dyn ObjectStore>,
    found: &super::listing::ListedFile,
    format: Format,
) -> Error {
    let end = found.meta.size.min(16);
    let Ok(first) = store.get_range(&found.meta.location, 0..end).await else { return error };
    let known = KNOWN.iter().find(|(magic, of, _)| first.starts_with(magic) && *of != Some(format));
    known.map_or(error.clone(), |(_, _, hint)| error.with_hint(*hint))
}

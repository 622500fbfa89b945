//! Opens and reads a local file, with object_store's types.

use std::fs::{File, Metadata};
use std::io;
use std::ops::Range;
use std::path::Path;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use object_store::path::Path as Location;
use object_store::{Attributes, Error, GetOptions, GetResult, GetResultPayload, ObjectMeta, Result};

use crate::local::names;
use crate::local::names::shown;

/// The name of the store in its errors.
pub(crate) const NAME: &str = "files of this machine";

/// Runs blocking disk access where it does not block the runtime.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => runtime.spawn_blocking(work).await?,
        Err(_) => work(),
    }
}

/// Returns the metadata of a file for object_store.
pub(crate) fn described(location: Location, found: &Metadata) -> ObjectMeta {
    let last_modified: DateTime<Utc> = found.modified().unwrap_or(std::time::SystemTime::UNIX_EPOCH).into();
    let time = last_modified.timestamp_nanos_opt().unwrap_or_default();
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(found);
    #[cfg(not(unix))]
    let number = 0;
    let e_tag = Some(format!("{number:x}-{time:x}-{:x}", found.len()));
    ObjectMeta { location, last_modified, size: found.len(), e_tag, version: None }
}

/// Opens a file, and returns the metadata of the open file.
pub(crate) fn open(location: &Location) -> Result<(File, ObjectMeta)> {
    let path = names::path(location);
    let opened = File::open(&path).and_then(|file| file.metadata().map(|found| (file, found)));
    match opened {
        Ok((file, found)) if found.is_file() => Ok((file, described(location.clone(), &found))),
        Ok(_) => Err(failed(&path, io::Error::other("it is not a file"))),
        Err(error) => Err(failed(&path, error)),
    }
}

/// Returns the bytes at `range`, which must be within the file.
pub(crate) fn read(file: &File, location: &Location, range: Range<u64>) -> Result<Bytes> {
    let length = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
    let path = || names::path(location);
    // No range is larger than its file: the caller has checked it.
    let mut buffer = Vec::with_capacity(length);
    while buffer.len() < length {
        let at = range.start + buffer.len() as u64;
        match append_at(file, &mut buffer, at) {
            Ok(0) => return Err(failed(&path(), io::Error::other(CUT_SHORT))),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(&path(), error)),
        }
    }
    buffer.truncate(length);
    Ok(buffer.into())
}

/// Reads at an offset into the spare capacity of a buffer, without zeroing it first: that took a fifth of a scan.
#[cfg(unix)]
fn append_at(file: &File, buffer: &mut Vec<u8>, at: u64) -> io::Result<usize> {
    Ok(rustix::io::pread(file, rustix::buffer::spare_capacity(buffer), at)?)
}

/// Reads at an offset into the spare capacity of a buffer.
#[cfg(not(unix))]
fn append_at(file: &File, buffer: &mut Vec<u8>, at: u64) -> io::Result<usize> {
    let filled = buffer.len();
    buffer.resize(buffer.capacity(), 0);
    let read = read_at(file, buffer.get_mut(filled..).unwrap_or_default(), at);
    buffer.truncate(filled + read.as_ref().copied().unwrap_or(0));
    read
}

/// The message for a file that was truncated during a scan.
pub(crate) const CUT_SHORT: &str = "it was cut short while it was read";

/// Reads at an offset, and moves no shared file position.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

/// Reads at an offset.
#[cfg(not(unix))]
pub(crate) fn read_at(mut file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(at))?;
    file.read(buffer)
}

/// Writes at an offset, and moves no shared file position.
#[cfg(unix)]
pub(crate) fn write_all_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

/// Writes at an offset.
#[cfg(not(unix))]
pub(crate) fn write_all_at(mut file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    use std::io::{Seek, SeekFrom, Write};
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)
}

fn failed(path: &Path, error: io::Error) -> Error {
    let path = shown(path);
    match error.kind() {
        io::ErrorKind::NotFound => Error::NotFound { path, source: error.into() },
        io::ErrorKind::PermissionDenied => Error::PermissionDenied { path, source: error.into() },
        _ => Error::Generic { store: NAME, source: format!("{path}: {error}").into() },
    }
}

/// Returns the result of a request for an open file.
pub(crate) fn answer(file: File, meta: ObjectMeta, options: &GetOptions) -> Result<GetResult> {
    options.check_preconditions(&meta)?;
    let range = match &options.range {
        Some(range) => range.as_range(meta.size).map_err(|e| Error::Generic { store: NAME, source: Box::new(e) })?,
        None => 0..meta.size,
    };
    let path = names::path(&meta.location);
    Ok(GetResult { payload: GetResultPayload::File(file, path), meta, range, attributes: Attributes::default() })
}

//! Opening and reading a file of this machine, in the words of an object store.

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

/// What the store of these files calls itself.
pub(crate) const NAME: &str = "files of this machine";

/// Runs what waits for a disk where waiting is no harm.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => runtime.spawn_blocking(work).await?,
        Err(_) => work(),
    }
}

/// What a store says of a file.
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

/// Opens a file, and says what is open.
pub(crate) fn open(location: &Location) -> Result<(File, ObjectMeta)> {
    let path = names::path(location);
    let opened = File::open(&path).and_then(|file| file.metadata().map(|found| (file, found)));
    match opened {
        Ok((file, found)) if found.is_file() => Ok((file, described(location.clone(), &found))),
        Ok(_) => Err(failed(&path, io::Error::other("it is not a file"))),
        Err(error) => Err(failed(&path, error)),
    }
}

/// The bytes at `range`, which the file must have.
pub(crate) fn read(file: &File, location: &Location, range: Range<u64>) -> Result<Bytes> {
    let length = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
    let path = || names::path(location);
    // No range that is read is larger than its file: whoever asks has looked.
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

/// Reads what there is room for at the end of a buffer, which need not be made zeros before: that took a fifth of a scan.
#[cfg(unix)]
fn append_at(file: &File, buffer: &mut Vec<u8>, at: u64) -> io::Result<usize> {
    Ok(rustix::io::pread(file, rustix::buffer::spare_capacity(buffer), at)?)
}

/// Reads what there is room for at the end of a buffer.
#[cfg(not(unix))]
fn append_at(file: &File, buffer: &mut Vec<u8>, at: u64) -> io::Result<usize> {
    let filled = buffer.len();
    buffer.resize(buffer.capacity(), 0);
    let read = read_at(file, buffer.get_mut(filled..).unwrap_or_default(), at);
    buffer.truncate(filled + read.as_ref().copied().unwrap_or(0));
    read
}

/// What befalls a file that a scan is not done with.
pub(crate) const CUT_SHORT: &str = "it was cut short while it was read";

/// Reads at a place, which is not where the next reader of the file begins.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

/// Reads at a place.
#[cfg(not(unix))]
pub(crate) fn read_at(mut file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(at))?;
    file.read(buffer)
}

fn failed(path: &Path, error: io::Error) -> Error {
    let path = shown(path);
    match error.kind() {
        io::ErrorKind::NotFound => Error::NotFound { path, source: error.into() },
        io::ErrorKind::PermissionDenied => Error::PermissionDenied { path, source: error.into() },
        _ => Error::Generic { store: NAME, source: format!("{path}: {error}").into() },
    }
}

/// Answers a request for an open file.
pub(crate) fn answer(file: File, meta: ObjectMeta, options: &GetOptions) -> Result<GetResult> {
    options.check_preconditions(&meta)?;
    let range = match &options.range {
        Some(range) => range.as_range(meta.size).map_err(|e| Error::Generic { store: NAME, source: Box::new(e) })?,
        None => 0..meta.size,
    };
    let path = names::path(&meta.location);
    Ok(GetResult { payload: GetResultPayload::File(file, path), meta, range, attributes: Attributes::default() })
}

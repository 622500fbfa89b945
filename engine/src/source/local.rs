//! The files of this machine as an object store, for reading.
//!
//! The store of object_store's own takes no name with a control character, none that is not UTF-8 and none that ends in
//! `#1`, and gives whatever stands under a path when it is asked, so that a scan may read half of one file and half of
//! another that took its name meanwhile. Here every name can be read ([`bytes`](super::bytes)), and whoever says which
//! version of a file is meant (by its tag) reads that one or is told that it is gone.

use std::fmt;
use std::fs::{File, Metadata};
use std::io;
use std::ops::Range;
use std::path::Path;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{FutureExt, StreamExt};
use object_store::path::Path as Location;
use object_store::{
    Attributes, CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

use super::names::{self, shown};

/// What the store calls itself.
pub(super) const NAME: &str = "files of this machine";

/// The store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Local;

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)
    }
}

/// Runs what waits for a disk where waiting is no harm.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => runtime.spawn_blocking(work).await?,
        Err(_) => work(),
    }
}

/// What a store says of a file.
pub(super) fn described(location: Location, found: &Metadata) -> ObjectMeta {
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
pub(super) fn open(location: &Location) -> Result<(File, ObjectMeta)> {
    let path = names::path(location);
    let opened = File::open(&path).and_then(|file| file.metadata().map(|found| (file, found)));
    match opened {
        Ok((file, found)) if found.is_file() => Ok((file, described(location.clone(), &found))),
        Ok(_) => Err(failed(&path, io::Error::other("it is no file"))),
        Err(error) => Err(failed(&path, error)),
    }
}

/// The bytes at `range`, which the file must have.
pub(super) fn read(file: &File, location: &Location, range: Range<u64>) -> Result<Bytes> {
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
pub(super) const CUT_SHORT: &str = "it was cut short while it was read";

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

fn for_reading() -> Error {
    Error::NotSupported { source: "the store of local files is for reading".into() }
}

/// Answers a request for an open file.
pub(super) fn answer(file: File, meta: ObjectMeta, options: &GetOptions) -> Result<GetResult> {
    options.check_preconditions(&meta)?;
    let range = match &options.range {
        Some(range) => range.as_range(meta.size).map_err(|e| Error::Generic { store: NAME, source: Box::new(e) })?,
        None => 0..meta.size,
    };
    let path = names::path(&meta.location);
    Ok(GetResult { payload: GetResultPayload::File(file, path), meta, range, attributes: Attributes::default() })
}

// Boxed futures by hand: `#[async_trait]` costs minutes of compilation.
impl ObjectStore for Local {
    fn get_opts<'a, 'b, 'f>(&'a self, location: &'b Location, options: GetOptions) -> BoxFuture<'f, Result<GetResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        let location = location.clone();
        blocking(move || {
            let (file, meta) = open(&location)?;
            answer(file, meta, &options)
        })
        .boxed()
    }

    fn put_opts<'a, 'b, 'f>(&'a self, _: &'b Location, _: PutPayload, _: PutOptions) -> BoxFuture<'f, Result<PutResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        std::future::ready(Err(for_reading())).boxed()
    }

    fn put_multipart_opts<'a, 'b, 'f>(
        &'a self,
        _: &'b Location,
        _: PutMultipartOptions,
    ) -> BoxFuture<'f, Result<Box<dyn MultipartUpload>>>
    where
        'a: 'f,
        'b: 'f,
    {
        std::future::ready(Err(for_reading())).boxed()
    }

    fn delete_stream(&self, _: BoxStream<'static, Result<Location>>) -> BoxStream<'static, Result<Location>> {
        futures::stream::iter([Err(for_reading())]).boxed()
    }

    /// Files are looked for in [`walk`](super::walk), by their paths.
    fn list(&self, _: Option<&Location>) -> BoxStream<'static, Result<ObjectMeta>> {
        futures::stream::iter([Err(for_reading())]).boxed()
    }

    fn list_with_delimiter<'a, 'b, 'f>(&'a self, _: Option<&'b Location>) -> BoxFuture<'f, Result<ListResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        std::future::ready(Err(for_reading())).boxed()
    }

    fn copy_opts<'a, 'b, 'c, 'f>(
        &'a self,
        _: &'b Location,
        _: &'c Location,
        _: CopyOptions,
    ) -> BoxFuture<'f, Result<()>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
    {
        std::future::ready(Err(for_reading())).boxed()
    }
}

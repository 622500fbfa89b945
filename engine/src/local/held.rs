//! One version of each file for the whole of a scan.
//!
//! A scan reads a file in ranges: its footer, then parts of it, on several threads. If another file is renamed over it
//! meanwhile, half of each would be read. So a plan opens its local files, up to [`MOST_HELD`], and its scans read the
//! open files, whatever is at the path by then. Files beyond that number are opened when they are read, and refused if
//! they are not those that were planned with; so is a file that was changed in place.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::error::{DataFusionError, Result as EngineResult};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path as Location;
use object_store::{
    Error as StoreError, GetOptions, GetRange, GetResult, GetResultPayload, ObjectMeta, ObjectStore, ObjectStoreExt,
    Result as StoreResult,
};

use crate::error::{Error, ErrorKind};
use crate::local::file;
use crate::local::file::{CUT_SHORT, blocking, described};
use crate::local::{is_local, names};
use crate::run::current::add_read;

/// How many files a plan keeps open.
pub(crate) const MOST_HELD: usize = 64;
/// How many bytes of a file that is read from its beginning are read at once.
const CHUNK: u64 = 1 << 20;

/// A file that was opened when the plan was made.
#[derive(Clone, Debug)]
pub(crate) struct Handle(Arc<File>);

/// Opens a local file for the plan that it is a part of; `None` if it does not exist any more.
pub(crate) fn hold(file: &PartitionedFile) -> Option<PartitionedFile> {
    match file::open(&file.object_meta.location) {
        Ok((open, meta)) => {
            let file = PartitionedFile { object_meta: meta, ..file.clone() };
            Some(file.with_extension(Handle(Arc::new(open))))
        }
        Err(StoreError::NotFound { .. }) => None,
        // The scan reports the reason.
        Err(_) => Some(file.clone()),
    }
}

/// Returns a file to be read outside of any plan: the version that is there now.
pub(crate) fn at_hand(store: &Arc<dyn ObjectStore>, file: &ObjectMeta) -> PartitionedFile {
    let file = PartitionedFile::from(file.clone());
    Some(&file).filter(|_| is_local(store)).and_then(hold).unwrap_or(file)
}

/// Returns the planned file, opened now if it is not open.
fn opened(file: &PartitionedFile) -> StoreResult<Arc<File>> {
    if let Some(handle) = file.extension::<Handle>() {
        return Ok(Arc::clone(&handle.0));
    }
    let (open, now) = file::open(&file.object_meta.location)?;
    if now.e_tag != file.object_meta.e_tag {
        return Err(changed(&now.location));
    }
    Ok(Arc::new(open))
}

fn changed(location: &Location) -> StoreError {
    let message = format!("{} was changed while it was read", names::shown(&names::path(location)));
    let error = Error::new(ErrorKind::Read, "read", message).with_hint("run it again");
    StoreError::Generic { store: file::NAME, source: Box::new(error) }
}

/// The bytes of a file from its beginning to its end.
pub(crate) enum Content {
    /// A local file.
    File(Reader),
    /// A file of another store.
    Stream(BoxStream<'static, EngineResult<Bytes>>),
}

impl Content {
    /// Returns the decompressed bytes, in chunks.
    ///
    /// # Errors
    /// When the compression is not supported here.
    pub(crate) fn decompressed(
        self,
        compression: FileCompressionType,
    ) -> EngineResult<BoxStream<'static, EngineResult<Bytes>>> {
        match self {
            Self::File(file) => {
                let mut file = compression.convert_read(file)?;
                let chunks = std::iter::from_fn(move || {
                    let mut chunk = Vec::with_capacity(CHUNK as usize);
                    match file.by_ref().take(CHUNK).read_to_end(&mut chunk) {
                        Ok(0) => None,
                        Ok(_) => Some(Ok(Bytes::from(chunk))),
                        Err(error) => Some(Err(error.into())),
                    }
                });
                Ok(futures::stream::iter(chunks).boxed())
            }
            Self::Stream(stream) => compression.convert_stream(stream),
        }
    }
}

/// Opens a file to be read from its beginning.
///
/// # Errors
/// When it cannot be opened, or is another file by now.
pub(crate) async fn content(store: &Arc<dyn ObjectStore>, file: &PartitionedFile) -> EngineResult<Content> {
    let location = &file.object_meta.location;
    if is_local(store) {
        let planned = file.clone();
        let open = blocking(move || opened(&planned)).await?;
        return Ok(Content::File(Reader { file: open, at: 0, end: file.object_meta.size, name: location.clone() }));
    }
    let found = store.get(location).await.map_err(|error| {
        let message = format!("{location} cannot be opened: {error}");
        DataFusionError::from(Error::new(ErrorKind::Read, "read", message))
    })?;
    let counted = found.into_stream().inspect_ok(|bytes| add_read(bytes.len()));
    Ok(Content::Stream(counted.map_err(DataFusionError::from).boxed()))
}

/// Reads a file to the end that it had when the plan was made: rows that are appended meanwhile are not half read, and
/// a truncated file is an error.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    file: Arc<File>,
    at: u64,
    end: u64,
    name: Location,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..most).filter(|buffer| !buffer.is_empty()) else { return Ok(0) };
        match file::read_at(&self.file, buffer, self.at)? {
            0 => {
                let name = names::shown(&names::path(&self.name));
                Err(io::Error::other(Error::new(ErrorKind::Read, "read", format!("{name}: {CUT_SHORT}"))))
            }
            read => {
                add_read(read);
                self.at += read as u64;
                Ok(read)
            }
        }
    }
}

/// Returns the bytes of `ranges`, of the planned version.
///
/// # Errors
/// When the file has no such range, or is another file by now.
pub(crate) fn ranges_of(file: &PartitionedFile, ranges: &[Range<u64>]) -> StoreResult<Vec<Bytes>> {
    let open = opened(file)?;
    let meta = &file.object_meta;
    let read = ranges.iter().map(|range| {
        if range.end > meta.size || range.start > range.end {
            let message = format!("it has {} bytes, and {}..{} are asked for", meta.size, range.start, range.end);
            return Err(StoreError::Generic { store: file::NAME, source: message.into() });
        }
        file::read(&open, &meta.location, range.clone())
    });
    let read = read.collect::<StoreResult<Vec<_>>>();
    // Bytes that were read before a change that is seen now may be of either version.
    match open.metadata() {
        Ok(now) if described(meta.location.clone(), &now).e_tag == meta.e_tag => read,
        _ => Err(changed(&meta.location)),
    }
}

/// Returns the result of a request for the bytes of a file, of the planned version, in chunks.
///
/// # Errors
/// When the file has no such range.
pub(crate) fn answer(file: PartitionedFile, options: &GetOptions) -> StoreResult<GetResult> {
    let meta: ObjectMeta = file.object_meta.clone();
    let range = options.range.clone().unwrap_or(GetRange::Bounded(0..meta.size));
    let range =
        range.as_range(meta.size).map_err(|e| StoreError::Generic { store: file::NAME, source: Box::new(e) })?;
    let (start, end) = (range.start, range.end);
    let chunks = futures::stream::try_unfold(start, move |at| {
        let (file, next) = (file.clone(), end.min(at.saturating_add(CHUNK)));
        async move {
            if at >= end {
                return Ok(None);
            }
            let read = blocking(move || ranges_of(&file, std::slice::from_ref(&(at..next)))).await?;
            Ok(read.into_iter().next().map(|bytes| {
                add_read(bytes.len());
                (bytes, next)
            }))
        }
    });
    let payload = GetResultPayload::Stream(chunks.boxed());
    Ok(GetResult { payload, meta, range, attributes: Default::default() })
}

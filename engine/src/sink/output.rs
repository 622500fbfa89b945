//! Destinations of encoded bytes: a staged local file, an upload, or anything that takes bytes.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use parking_lot::Mutex;
use tokio::io::AsyncWriteExt;

use crate::error::{Error, ErrorKind, Result};
use crate::local::names::shown as shown_path;
use crate::sink::staged::StagedFile;

/// The buffer that an encoder writes into, and that is then moved to the file: encoders know no `await`.
#[derive(Clone, Default)]
pub(super) struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The destination of one file.
pub(super) enum Output {
    /// A file that is renamed when it is complete.
    Local(StagedFile),
    /// An upload that is visible when it is complete.
    Remote(Upload),
    /// Bytes that cannot be undone once they are written.
    Stream(Box<dyn Write + Send>),
}

impl Output {
    /// Returns the output for a local path. An existing one that is not a file (a pipe, a terminal) is written to
    /// directly.
    pub(super) fn local(what: &'static str, path: PathBuf) -> Result<Self> {
        let failed = |e| unwritable(what, &shown_path(&path), &e);
        match std::fs::metadata(&path) {
            Ok(found) if found.is_dir() => {
                Err(Error::new(ErrorKind::Write, what, format!("{} is a folder", shown_path(&path)))
                    .with_hint("give the path of a file, or partition_by for a folder of files"))
            }
            Ok(found) if !found.is_file() => {
                Ok(Self::Stream(Box::new(File::options().write(true).open(&path).map_err(failed)?)))
            }
            _ => Ok(Self::Local(StagedFile::create(path.clone()).map_err(failed)?)),
        }
    }

    pub(super) fn remote(store: Arc<dyn ObjectStore>, location: Path) -> Self {
        let name = location.to_string();
        Self::Remote(Upload { writer: Some(Box::new(BufWriter::new(store, location))), name })
    }

    /// Moves the bytes in `buffer` to the destination.
    pub(super) async fn put(&mut self, what: &'static str, buffer: &Buffer) -> Result<()> {
        let mut bytes = std::mem::take(&mut *buffer.0.lock());
        if bytes.is_empty() {
            return Ok(());
        }
        match self {
            Self::Local(staged) => {
                staged.write_all(&bytes).map_err(|e| unwritable(what, &shown_path(staged.target()), &e))?;
            }
            Self::Stream(stream) => stream.write_all(&bytes).map_err(|e| unwritable(what, "the file object", &e))?,
            Self::Remote(upload) => {
                let name = &upload.name;
                if let Some(writer) = upload.writer.as_mut() {
                    writer.write_all(&bytes).await.map_err(|e| unwritable(what, name, &e))?;
                }
            }
        }
        // The allocation is used again, unless one large row group has made it large.
        bytes.clear();
        bytes.shrink_to(4 << 20);
        let mut slot = buffer.0.lock();
        if slot.is_empty() {
            *slot = bytes;
        }
        Ok(())
    }

    /// Completes the file and makes it visible.
    pub(super) async fn commit(self, what: &'static str) -> Result<()> {
        match self {
            Self::Local(staged) => {
                let name = shown_path(staged.target());
                staged.commit().map_err(|e| unwritable(what, &name, &e))
            }
            Self::Stream(mut stream) => stream.flush().map_err(|e| unwritable(what, "the file object", &e)),
            Self::Remote(mut upload) => {
                let name = upload.name.clone();
                match upload.writer.as_mut() {
                    Some(writer) => writer.shutdown().await.map_err(|e| unwritable(what, &name, &e))?,
                    None => return Ok(()),
                }
                upload.writer = None;
                Ok(())
            }
        }
    }
}

/// An upload to an object store, which shows nothing of it before it is complete.
pub(super) struct Upload {
    writer: Option<Box<BufWriter>>,
    name: String,
}

impl Drop for Upload {
    /// Aborts the upload: parts that were sent are kept, and charged for, until then.
    fn drop(&mut self) {
        if let (Some(mut writer), Ok(runtime)) = (self.writer.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(async move { writer.abort().await });
        }
    }
}

pub(super) async fn exists(store: &Arc<dyn ObjectStore>, location: &Path) -> bool {
    store.head(location).await.is_ok()
}

pub(super) fn unwritable(what: &'static str, path: &str, error: &io::Error) -> Error {
    let made = Error::new(ErrorKind::Write, what, format!("{path} cannot be written: {error}"));
    match error.kind() {
        io::ErrorKind::NotFound => made.with_hint("the folder must exist"),
        io::ErrorKind::StorageFull => made.with_hint("free some space; what was there is as it was"),
        _ => made,
    }
}

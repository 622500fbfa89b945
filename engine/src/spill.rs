//! Files for operators that exceed their memory (sorts, joins and aggregates) and for results. They have no name.
//!
//! DataFusion's own temporary files have names, in a folder that stays when the process ends abnormally: after a kill,
//! or at the exit of an interpreter that still holds a result. A file without a name is freed with its last handle,
//! whatever ends the process. A full disk is a `Resources` error here, as full memory is.

use std::fs::File;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use datafusion::error::{DataFusionError, Result};
use datafusion_execution::spill_file::{SpillFile, SpillWriter, TempFileFactory};
use futures::Stream;

use crate::budget::{self, DISK, Disk};
use crate::error::{Error, ErrorKind};
use crate::local::file::{read_at, write_all_at};

/// How many bytes are read back at once.
const CHUNK: usize = 256 << 10;
const WHAT: &str = "spill";

/// Makes files, and counts what they take of the disk together.
#[derive(Debug)]
pub(crate) struct Unnamed(Arc<Disk>);

/// The files of this process.
static FILES: LazyLock<Arc<Unnamed>> = LazyLock::new(|| Arc::new(Unnamed(Arc::clone(&DISK))));

/// Returns what makes the files of this process.
pub(crate) fn files() -> &'static Arc<Unnamed> {
    &FILES
}

#[cfg(test)]
impl Unnamed {
    /// Returns what makes files of `most` bytes together: other tests write at the same time.
    pub(crate) fn with_limit(most: u64) -> Self {
        Self(Arc::new(Disk::new(most)))
    }
}

impl Unnamed {
    /// Makes an empty file.
    ///
    /// # Errors
    /// `Resources`, if the folder for temporary files takes none.
    pub(crate) fn create(&self) -> crate::Result<Spilled> {
        let file = tempfile::tempfile_in(budget::temp_folder()).map_err(|e| unwritable(&e))?;
        Ok(Spilled { file: Arc::new(file), end: AtomicU64::new(0), size: Arc::default(), disk: Arc::clone(&self.0) })
    }

    /// Returns how many bytes the files have now.
    pub(crate) fn used(&self) -> u64 {
        self.0.used()
    }

    /// Returns how many bytes they may have.
    pub(crate) fn limit(&self) -> u64 {
        self.0.limit()
    }
}

impl TempFileFactory for Unnamed {
    fn create_temp_file(&self, _: &str) -> Result<Arc<dyn SpillFile>> {
        Ok(Arc::new(self.create()?))
    }
}

/// The error of a folder that takes no more.
fn unwritable(error: &io::Error) -> Error {
    let folder = budget::temp_folder();
    let what = budget::warning(&folder).map(|warning| format!(" ({warning})")).unwrap_or_default();
    let message = format!("what does not fit into memory cannot be written to {}{what}: {error}", folder.display());
    Error::new(ErrorKind::Resources, WHAT, message)
        .with_hint("free some space there, or name another folder: pr.options.engine.temp_dir, PYRUST_TEMP_DIR")
}

/// Takes bytes of the disk, if its limit leaves them.
fn take(disk: &Disk, bytes: u64) -> crate::Result<()> {
    if disk.take(bytes) {
        return Ok(());
    }
    let source = budget::disk_limit().map(|limit| format!(" ({})", limit.source)).unwrap_or_default();
    let limit = budget::size(disk.limit());
    let message = format!("what does not fit into memory takes more of the disk than the limit of {limit}{source}");
    Err(Error::new(ErrorKind::Resources, WHAT, message)
        .with_hint("raise pr.options.engine.disk_limit, or select fewer columns or rows first"))
}

/// A file that is freed with this value.
pub(crate) struct Spilled {
    file: Arc<File>,
    /// Where the next bytes are appended.
    end: AtomicU64,
    size: Arc<AtomicU64>,
    disk: Arc<Disk>,
}

impl Spilled {
    /// Appends bytes; returns where they are. Any thread may append and read meanwhile.
    ///
    /// # Errors
    /// `Resources`, if the disk is full or the limit is reached.
    pub(crate) fn append(&self, bytes: &[u8]) -> crate::Result<u64> {
        let length = bytes.len() as u64;
        take(&self.disk, length)?;
        let at = self.end.fetch_add(length, Ordering::Relaxed);
        write_all_at(&self.file, bytes, at).map_err(|e| {
            self.disk.give_back(length);
            unwritable(&e)
        })?;
        self.size.fetch_add(length, Ordering::Relaxed);
        Ok(at)
    }

    /// Fills `buffer` with the bytes from `at` on.
    ///
    /// # Errors
    /// When they cannot be read, or there are not so many.
    pub(crate) fn read(&self, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
        while !buffer.is_empty() {
            match read_at(&self.file, buffer, at) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    buffer = buffer.get_mut(read..).unwrap_or_default();
                    at += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
impl Spilled {
    /// Cuts the file off, as nobody should.
    pub(crate) fn cut(&self, length: u64) {
        self.file.set_len(length).unwrap();
    }
}

impl std::fmt::Debug for Spilled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spilled").field("size", &self.size).finish_non_exhaustive()
    }
}

impl Drop for Spilled {
    fn drop(&mut self) {
        self.disk.give_back(self.size.load(Ordering::Relaxed));
    }
}

impl SpillFile for Spilled {
    fn size(&self) -> Option<u64> {
        Some(self.size.load(Ordering::Relaxed))
    }

    fn read_stream(&self) -> Result<Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>> {
        let file = Arc::clone(&self.file);
        Ok(Box::pin(futures::stream::try_unfold(0, move |at| {
            let file = Arc::clone(&file);
            async move {
                let reading = tokio::task::spawn_blocking(move || {
                    let mut chunk = vec![0; CHUNK];
                    let read = read_at(&file, &mut chunk, at)?;
                    chunk.truncate(read);
                    Ok::<_, io::Error>(Bytes::from(chunk))
                });
                let chunk = reading.await.map_err(|e| DataFusionError::External(Box::new(e)))??;
                Ok((!chunk.is_empty()).then(|| (chunk.clone(), at + chunk.len() as u64)))
            }
        })))
    }

    fn open_writer(&self) -> Result<Box<dyn SpillWriter>> {
        let (file, size, disk) = (Arc::clone(&self.file), Arc::clone(&self.size), Arc::clone(&self.disk));
        Ok(Box::new(Writer { file, size, disk }))
    }
}

struct Writer {
    file: Arc<File>,
    size: Arc<AtomicU64>,
    disk: Arc<Disk>,
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        take(&self.disk, bytes.len() as u64).map_err(io::Error::other)?;
        self.size.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.file.as_ref().write_all(bytes).map_err(|e| io::Error::other(unwritable(&e)))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl SpillWriter for Writer {
    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt;

    use super::*;

    #[tokio::test]
    async fn what_is_written_is_read_and_counted_until_it_is_dropped() {
        let files = Unnamed::with_limit(u64::MAX);
        let file = files.create_temp_file("a test").unwrap();
        let text = vec![7u8; CHUNK + 3];
        file.open_writer().unwrap().write_all(&text).unwrap();
        let read: Vec<Bytes> = file.read_stream().unwrap().try_collect().await.unwrap();
        assert_eq!(read.concat(), text);
        assert_eq!(files.used(), text.len() as u64);
        drop(file);
        assert_eq!(files.used(), 0);
    }

    #[test]
    fn what_is_appended_is_read_from_anywhere_and_the_limit_holds() {
        let files = Unnamed::with_limit(1_000);
        let file = files.create().unwrap();
        assert_eq!(file.append(&[1; 600]).unwrap(), 0);
        assert_eq!(file.append(&[2; 300]).unwrap(), 600);
        let error = file.append(&[3; 200]).unwrap_err();
        assert_eq!((error.kind(), files.used()), (ErrorKind::Resources, 900));
        assert!(error.message().contains("than the limit of 1.0 kB"), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("disk_limit")), "{error}");
        let mut read = [0; 4];
        file.read(&mut read, 598).unwrap();
        assert_eq!(read, [1, 1, 2, 2]);
        assert!(file.read(&mut read, 898).is_err());
        drop(file);
        assert_eq!(files.used(), 0);
    }

    #[tokio::test]
    async fn a_sort_that_does_not_fit_leaves_no_file() {
        use arrow::array::{AsArray, Int64Array, RecordBatch};
        use arrow::datatypes::Int64Type;
        use datafusion::execution::disk_manager::DiskManagerBuilder;
        use datafusion::execution::memory_pool::FairSpillPool;
        use datafusion::execution::runtime_env::RuntimeEnvBuilder;
        use datafusion::prelude::{SessionConfig, SessionContext, col};

        let files = Arc::new(Unnamed::with_limit(u64::MAX));
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(24 << 20)))
            .with_disk_manager_builder(DiskManagerBuilder::default().with_temp_file_factory(Arc::clone(&files) as _))
            .build_arc()
            .unwrap();
        let config = SessionConfig::new().with_target_partitions(1).with_sort_spill_reservation_bytes(1 << 20);
        let context = SessionContext::new_with_config_rt(config, runtime);
        let values: Int64Array = (0..3_000_000i64).map(|at| at * 7919 % 3_000_017).collect();
        let batch = RecordBatch::try_from_iter([("v", Arc::new(values) as _)]).unwrap();
        let sorted = context.read_batch(batch).unwrap().sort(vec![col("v").sort(true, false)]).unwrap();
        let plan = sorted.create_physical_plan().await.unwrap();
        let batches = datafusion::physical_plan::collect(Arc::clone(&plan), context.task_ctx()).await.unwrap();
        assert!(plan.metrics().and_then(|metrics| metrics.spill_count()).is_some_and(|count| count > 0));
        let values = batches.iter().flat_map(|batch| batch.column(0).as_primitive::<Int64Type>().values().to_vec());
        assert!(values.clone().is_sorted() && values.count() == 3_000_000);
        assert_eq!(files.used(), 0);
    }
}

//! Files for operators that exceed their memory: sorts, joins and aggregates. They have no name.
//!
//! DataFusion's own temporary files have names, in a folder that stays when the process ends abnormally: after a kill,
//! or at the exit of an interpreter that still holds a result. A file without a name is freed with its last handle,
//! whatever ends the process. A full disk is a `Resources` error here, as full memory is.

use std::fs::File;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use datafusion::error::{DataFusionError, Result};
use datafusion_execution::spill_file::{SpillFile, SpillWriter, TempFileFactory};
use futures::Stream;

use crate::error::{Error, ErrorKind};
use crate::local::file::read_at;

/// How many bytes one session may write to disk.
const MOST: u64 = 100 << 30;
/// How many bytes are read back at once.
const CHUNK: usize = 256 << 10;
const WHAT: &str = "spill";

/// Makes the files of one session.
#[derive(Debug, Default)]
pub(crate) struct Unnamed {
    used: Arc<AtomicU64>,
}

impl TempFileFactory for Unnamed {
    fn create_temp_file(&self, _: &str) -> Result<Arc<dyn SpillFile>> {
        let file = tempfile::tempfile().map_err(|e| exhausted(&e))?;
        Ok(Arc::new(Spilled { file: Arc::new(file), size: Arc::default(), used: Arc::clone(&self.used) }))
    }
}

fn exhausted(error: &io::Error) -> Error {
    let folder = std::env::temp_dir();
    let message = format!("what does not fit into memory cannot be written to {}: {error}", folder.display());
    Error::new(ErrorKind::Resources, WHAT, message)
        .with_hint("free some space there, or name another folder in the environment variable TMPDIR")
}

/// A file that is freed with this value.
struct Spilled {
    file: Arc<File>,
    size: Arc<AtomicU64>,
    used: Arc<AtomicU64>,
}

impl Drop for Spilled {
    fn drop(&mut self) {
        self.used.fetch_sub(self.size.load(Ordering::Relaxed), Ordering::Relaxed);
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
        let (file, size, used) = (Arc::clone(&self.file), Arc::clone(&self.size), Arc::clone(&self.used));
        Ok(Box::new(Writer { file, size, used }))
    }
}

struct Writer {
    file: Arc<File>,
    size: Arc<AtomicU64>,
    used: Arc<AtomicU64>,
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = bytes.len() as u64;
        let before = self.used.fetch_add(length, Ordering::Relaxed);
        self.size.fetch_add(length, Ordering::Relaxed);
        if before.saturating_add(length) > MOST {
            let most = MOST >> 30;
            let message = format!("what does not fit into memory takes more than {most} GB of the disk");
            let error = Error::new(ErrorKind::Resources, WHAT, message);
            return Err(io::Error::other(error.with_hint("select fewer columns or rows first")));
        }
        self.file.as_ref().write_all(bytes).map_err(|e| io::Error::other(exhausted(&e)))?;
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
        let files = Unnamed::default();
        let file = files.create_temp_file("a test").unwrap();
        let text = vec![7u8; CHUNK + 3];
        file.open_writer().unwrap().write_all(&text).unwrap();
        let read: Vec<Bytes> = file.read_stream().unwrap().try_collect().await.unwrap();
        assert_eq!(read.concat(), text);
        assert_eq!(files.used.load(Ordering::Relaxed), text.len() as u64);
        drop(file);
        assert_eq!(files.used.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn a_sort_that_does_not_fit_leaves_no_file() {
        use arrow::array::{AsArray, Int64Array, RecordBatch};
        use arrow::datatypes::Int64Type;
        use datafusion::execution::disk_manager::DiskManagerBuilder;
        use datafusion::execution::memory_pool::FairSpillPool;
        use datafusion::execution::runtime_env::RuntimeEnvBuilder;
        use datafusion::prelude::{SessionConfig, SessionContext, col};

        let files = Arc::new(Unnamed::default());
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
        assert_eq!(files.used.load(Ordering::Relaxed), 0);
    }
}

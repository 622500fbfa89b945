//! Reads Arrow IPC files, by the position of the columns in each of them.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileOpenFuture, FileOpener};
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::cache::cache_manager::FileMetadataCache;
use datafusion::execution::memory_pool::MemoryPool;
use futures::StreamExt;
use object_store::ObjectStore;

use super::Ipc;
use super::head::head;
use super::reader::Reader;
use crate::file_format::Format;
use crate::file_format::in_file;
use crate::local::shown;
use crate::local::store_of;
use crate::source::own::Scan;
use crate::source::wanted::as_wanted;

/// The reader of single files.
pub(super) struct Opener {
    store: Arc<dyn ObjectStore>,
    heads: Arc<FileMetadataCache>,
    pool: Arc<dyn MemoryPool>,
    /// The columns that are wanted of each file.
    schema: SchemaRef,
    origin: Option<String>,
}

impl Opener {
    pub(super) fn try_new(ipc: &Ipc, scan: &Scan<Ipc>, store: Arc<dyn ObjectStore>) -> EngineResult<Self> {
        let planned = ipc.planned.clone();
        let (heads, pool) =
            planned.ok_or_else(|| DataFusionError::Internal("a scan of Arrow IPC files was not planned".into()))?;
        Ok(Self { store, heads, pool, schema: scan.wanted_columns()?, origin: ipc.origin.clone() })
    }
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> EngineResult<FileOpenFuture> {
        let (store, heads, schema) = (Arc::clone(&self.store), Arc::clone(&self.heads), Arc::clone(&self.schema));
        let pool = Arc::clone(&self.pool);
        let name = self.origin.clone().unwrap_or_else(|| shown(&store, &file.object_meta.location));
        Ok(Box::pin(async move {
            let wrong = move |error| in_file(error, Format::Ipc, &name);
            let head = head(&store_of(&store, &file), &heads, &file.object_meta).await.map_err(&wrong)?;
            let wanted = schema.fields().iter().filter_map(|field| head.schema.index_of(field.name()).ok()).collect();
            let reader = Reader::new(&store, &pool, file, &head, wanted);
            let batches = match head.has_footer {
                true => reader.of_file().await,
                false => reader.of_stream().await,
            };
            let batches = batches.map_err(&wrong)?;
            let batches = batches.map(move |batch| as_wanted(&batch.map_err(&wrong)?, &schema));
            Ok(batches.boxed())
        }))
    }
}

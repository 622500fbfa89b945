//! Arrow IPC files: the file format (Feather version 2) and the stream format, also mixed in one list.
//!
//! DataFusion's own format takes all files for the format of the first, and finds the columns of each by their position
//! in the first. Here each file's own head says both ([`head`]), and its batches are read one by one ([`reader`]).

mod blocks;
mod head;
mod reader;
mod scan;

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::Session;
use datafusion::datasource::physical_plan::{FileOpener, FileScanConfig};
use datafusion::error::Result as EngineResult;
use datafusion::execution::cache::cache_manager::FileMetadataCache;
use datafusion::execution::memory_pool::MemoryPool;
use object_store::{ObjectMeta, ObjectStore};

use crate::local::held;
use crate::local::store_of;
use crate::source::own::{OwnFormat, Scan};
use scan::Opener;

/// The format of Arrow IPC files.
#[derive(Clone)]
pub(super) struct Ipc {
    /// The name of the file in messages, instead of its path.
    origin: Option<String>,
    /// The heads of the files, and the pool that memory is reserved from; set by the plan.
    planned: Option<(Arc<FileMetadataCache>, Arc<dyn MemoryPool>)>,
    /// Whether all files have footers: a stream does not say where its batches begin.
    have_footers: bool,
}

impl Ipc {
    pub(super) fn new(origin: Option<String>) -> Self {
        Self { origin, planned: None, have_footers: false }
    }
}

impl OwnFormat for Ipc {
    const NAME: &'static str = "arrow";

    async fn columns(
        &self,
        session: &dyn Session,
        store: &Arc<dyn ObjectStore>,
        files: &[ObjectMeta],
    ) -> EngineResult<SchemaRef> {
        let cache = session.runtime_env().cache_manager.get_file_metadata_cache();
        let mut schemas = Vec::with_capacity(files.len());
        for file in files {
            let file = held::at_hand(store, file);
            let head = head::head(&store_of(store, &file), &cache, &file.object_meta).await?;
            schemas.push(head.schema.as_ref().clone());
        }
        Ok(Arc::new(Schema::try_merge(schemas)?))
    }

    async fn planned(&self, session: &dyn Session, config: &FileScanConfig) -> EngineResult<Self> {
        let env = session.runtime_env();
        let (store, cache) = (env.object_store(&config.object_store_url)?, env.cache_manager.get_file_metadata_cache());
        let mut have_footers = true;
        for file in config.file_groups.iter().flat_map(|group| group.files()) {
            have_footers &= head::head(&store_of(&store, file), &cache, &file.object_meta).await?.has_footer;
        }
        Ok(Self { planned: Some((cache, Arc::clone(&env.memory_pool))), have_footers, ..self.clone() })
    }

    fn is_divisible(&self) -> bool {
        self.have_footers
    }

    fn opener(&self, scan: &Scan<Self>, store: Arc<dyn ObjectStore>) -> EngineResult<Arc<dyn FileOpener>> {
        Ok(Arc::new(Opener::try_new(self, scan, store)?))
    }
}

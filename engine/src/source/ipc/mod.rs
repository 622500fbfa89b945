//! Arrow IPC files: the file format (Feather version 2) and the stream format, also in one list.
//!
//! DataFusion's own format takes all files for what the first of them is, and finds the columns of each by the place
//! that they have in the first. Here each file's own head says both
//! ([`head`]), and its batches are read one by one ([`reader`]).

mod blocks;
mod head;
mod reader;
mod scan;

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::Session;
use datafusion::common::Statistics;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::physical_plan::{FileScanConfig, FileScanConfigBuilder, FileSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::physical_plan::ExecutionPlan;
use futures::future::BoxFuture;
use object_store::{ObjectMeta, ObjectStore};

use crate::source::held;
use scan::Scan;

/// The engine's view of Arrow IPC files.
#[derive(Clone, Debug)]
pub(super) struct Ipc {
    /// What messages call the file instead of its path.
    pub(super) origin: Option<String>,
}

// Boxed futures by hand, as for providers: `#[async_trait]` costs minutes of compilation.
impl FileFormat for Ipc {
    fn get_ext(&self) -> String {
        "arrow".into()
    }

    fn get_ext_with_compression(&self, _: &FileCompressionType) -> EngineResult<String> {
        Ok(self.get_ext())
    }

    fn compression_type(&self) -> Option<FileCompressionType> {
        None
    }

    fn infer_schema<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        state: &'b dyn Session,
        store: &'c Arc<dyn ObjectStore>,
        objects: &'d [ObjectMeta],
    ) -> BoxFuture<'f, EngineResult<SchemaRef>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        let cache = state.runtime_env().cache_manager.get_file_metadata_cache();
        Box::pin(async move {
            let mut schemas = Vec::with_capacity(objects.len());
            for object in objects {
                let file = held::at_hand(store, object);
                let head = head::head(&held::store_of(store, &file), &cache, &file.object_meta).await?;
                schemas.push(head.schema.as_ref().clone());
            }
            Ok(Arc::new(Schema::try_merge(schemas)?))
        })
    }

    fn infer_stats<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        _: &'b dyn Session,
        _: &'c Arc<dyn ObjectStore>,
        schema: SchemaRef,
        _: &'d ObjectMeta,
    ) -> BoxFuture<'f, EngineResult<Statistics>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        Box::pin(std::future::ready(Ok(Statistics::new_unknown(&schema))))
    }

    fn create_physical_plan<'a, 'b, 'f>(
        &'a self,
        state: &'b dyn Session,
        config: FileScanConfig,
    ) -> BoxFuture<'f, EngineResult<Arc<dyn ExecutionPlan>>>
    where
        'a: 'f,
        'b: 'f,
    {
        Box::pin(async move {
            let env = state.runtime_env();
            let (store, cache) =
                (env.object_store(&config.object_store_url)?, env.cache_manager.get_file_metadata_cache());
            let mut splits = true;
            for file in config.file_groups.iter().flat_map(|group| group.files()) {
                splits &= head::head(&held::store_of(&store, file), &cache, &file.object_meta).await?.has_footer;
            }
            let scan = config.file_source().downcast_ref::<Scan>().cloned();
            let scan = scan.ok_or_else(|| DataFusionError::Internal("this is no scan of Arrow IPC files".into()))?;
            let source = Arc::new(scan.planned(cache, Arc::clone(&env.memory_pool), splits));
            let config = FileScanConfigBuilder::from(config).with_source(source).build();
            Ok(DataSourceExec::from_data_source(config) as Arc<dyn ExecutionPlan>)
        })
    }

    fn file_source(&self, schema: TableSchema) -> Arc<dyn FileSource> {
        Arc::new(Scan::new(self.origin.clone(), schema))
    }
}

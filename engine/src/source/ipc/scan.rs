//! The scan of Arrow IPC files, for the places that the columns have in each of them.

use std::fmt;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileOpenFuture, FileOpener, FileScanConfig, FileSource};
use datafusion::datasource::projection::{ProjectionOpener, SplitProjection};
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::cache::cache_manager::FileMetadataCache;
use datafusion::execution::memory_pool::MemoryPool;
use datafusion::physical_plan::PhysicalExpr;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use datafusion::physical_plan::projection::ProjectionExprs;
use futures::StreamExt;
use object_store::ObjectStore;

use super::head::head;
use super::reader::Reader;
use crate::source::wanted::as_wanted;
use crate::source::{Format, held, in_file, shown};

/// A scan of Arrow IPC files.
#[derive(Clone)]
pub(super) struct Scan {
    origin: Option<String>,
    schema: TableSchema,
    projection: SplitProjection,
    metrics: ExecutionPlanMetricsSet,
    /// The heads of the files, and where memory is asked for; set by the plan.
    planned: Option<(Arc<FileMetadataCache>, Arc<dyn MemoryPool>)>,
    /// Whether all files have footers.
    splits: bool,
}

impl Scan {
    pub(super) fn new(origin: Option<String>, schema: TableSchema) -> Self {
        let projection = SplitProjection::unprojected(&schema);
        Self { origin, schema, projection, metrics: ExecutionPlanMetricsSet::new(), planned: None, splits: false }
    }

    pub(super) fn planned(self, heads: Arc<FileMetadataCache>, pool: Arc<dyn MemoryPool>, splits: bool) -> Self {
        Self { planned: Some((heads, pool)), splits, ..self }
    }
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan").field("schema", &self.schema).field("splits", &self.splits).finish_non_exhaustive()
    }
}

impl FileSource for Scan {
    fn create_file_opener(
        &self,
        store: Arc<dyn ObjectStore>,
        _: &FileScanConfig,
        _: usize,
    ) -> EngineResult<Arc<dyn FileOpener>> {
        let planned = self.planned.clone();
        let (heads, pool) =
            planned.ok_or_else(|| DataFusionError::Internal("a scan of Arrow IPC files was not planned".into()))?;
        let schema = Arc::new(self.schema.file_schema().project(&self.projection.file_indices)?);
        let opener = Arc::new(Opener { store, heads, pool, schema, origin: self.origin.clone() });
        ProjectionOpener::try_new(self.projection.clone(), opener, self.schema.file_schema())
    }

    fn table_schema(&self) -> &TableSchema {
        &self.schema
    }

    fn with_batch_size(&self, _: usize) -> Arc<dyn FileSource> {
        Arc::new(self.clone())
    }

    fn projection(&self) -> Option<&ProjectionExprs> {
        Some(&self.projection.source)
    }

    fn try_pushdown_projection(&self, projection: &ProjectionExprs) -> EngineResult<Option<Arc<dyn FileSource>>> {
        let merged = self.projection.source.try_merge(projection)?;
        let projection = SplitProjection::new(self.schema.file_schema(), &merged);
        Ok(Some(Arc::new(Self { projection, ..self.clone() })))
    }

    fn metrics(&self) -> &ExecutionPlanMetricsSet {
        &self.metrics
    }

    fn file_type(&self) -> &str {
        "arrow"
    }

    /// A stream says nowhere where a batch begins.
    fn supports_repartitioning(&self) -> bool {
        self.splits
    }

    fn apply_expressions(
        &self,
        visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> EngineResult<TreeNodeRecursion>,
    ) -> EngineResult<TreeNodeRecursion> {
        datafusion::physical_plan::apply_expression_roots(self.projection.source.iter(), visit)
    }
}

struct Opener {
    store: Arc<dyn ObjectStore>,
    heads: Arc<FileMetadataCache>,
    pool: Arc<dyn MemoryPool>,
    /// The columns that are wanted of each file.
    schema: SchemaRef,
    origin: Option<String>,
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> EngineResult<FileOpenFuture> {
        let (store, heads, schema) = (Arc::clone(&self.store), Arc::clone(&self.heads), Arc::clone(&self.schema));
        let pool = Arc::clone(&self.pool);
        let name = self.origin.clone().unwrap_or_else(|| shown(&store, &file.object_meta.location));
        Ok(Box::pin(async move {
            let wrong = move |error| in_file(error, Format::Ipc, &name);
            let head = head(&held::store_of(&store, &file), &heads, &file.object_meta).await.map_err(&wrong)?;
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

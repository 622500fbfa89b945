//! The scan of Arrow IPC files: DataFusion's readers, for the places that the columns have in each file.

use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow::compute::CastOptions;
use arrow::datatypes::SchemaRef;
use datafusion::common::nested_struct::cast_column;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{ArrowSource, FileOpenFuture, FileOpener, FileScanConfig, FileSource};
use datafusion::datasource::projection::{ProjectionOpener, SplitProjection};
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::cache::cache_manager::FileMetadataCache;
use datafusion::physical_plan::PhysicalExpr;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use datafusion::physical_plan::projection::ProjectionExprs;
use futures::StreamExt;
use object_store::ObjectStore;

use super::head::{Head, head};

/// A scan of Arrow IPC files.
#[derive(Clone)]
pub(super) struct Scan {
    schema: TableSchema,
    projection: SplitProjection,
    metrics: ExecutionPlanMetricsSet,
    /// The heads of the files, and whether all have footers; set by the plan.
    heads: Option<Arc<FileMetadataCache>>,
    splits: bool,
}

impl Scan {
    pub(super) fn new(schema: TableSchema) -> Self {
        let projection = SplitProjection::unprojected(&schema);
        Self { schema, projection, metrics: ExecutionPlanMetricsSet::new(), heads: None, splits: false }
    }

    pub(super) fn planned(self, heads: Arc<FileMetadataCache>, splits: bool) -> Self {
        Self { heads: Some(heads), splits, ..self }
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
        config: &FileScanConfig,
        partition: usize,
    ) -> EngineResult<Arc<dyn FileOpener>> {
        let heads = self.heads.clone();
        let heads =
            heads.ok_or_else(|| DataFusionError::Internal("a scan of Arrow IPC files was not planned".into()))?;
        let schema = Arc::new(self.schema.file_schema().project(&self.projection.file_indices)?);
        let opener = Arc::new(Opener { store, heads, schema, config: Arc::new(config.clone()), partition });
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
    /// The columns that are wanted of each file.
    schema: SchemaRef,
    config: Arc<FileScanConfig>,
    partition: usize,
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> EngineResult<FileOpenFuture> {
        let (store, heads, schema) = (Arc::clone(&self.store), Arc::clone(&self.heads), Arc::clone(&self.schema));
        let (config, partition) = (Arc::clone(&self.config), self.partition);
        Ok(Box::pin(async move {
            let head = head(&store, &heads, &file.object_meta).await?;
            let places: Vec<Option<usize>> =
                schema.fields().iter().map(|field| head.schema.index_of(field.name()).ok()).collect();
            let opener = reader(&head, &places)?.create_file_opener(store, &config, partition)?;
            let batches = opener.open(file)?.await?;
            Ok(batches.map(move |batch| as_wanted(&batch?, &places, &schema)).boxed())
        }))
    }
}

/// DataFusion's reader of one file, for the columns at `places`.
fn reader(head: &Head, places: &[Option<usize>]) -> EngineResult<Arc<dyn FileSource>> {
    let schema = TableSchema::from(Arc::clone(&head.schema));
    let source = match head.has_footer {
        true => ArrowSource::new_file_source(schema),
        false => ArrowSource::new_stream_file_source(schema),
    };
    let wanted: Vec<usize> = places.iter().copied().flatten().collect();
    let projected = source.try_pushdown_projection(&ProjectionExprs::from_indices(&wanted, &head.schema))?;
    Ok(projected.unwrap_or_else(|| Arc::new(source)))
}

/// The batch with the columns that are wanted: those that the file has in its order, the others null.
fn as_wanted(batch: &RecordBatch, places: &[Option<usize>], schema: &SchemaRef) -> EngineResult<RecordBatch> {
    let mut found = batch.columns().iter();
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(places.len());
    for (place, field) in places.iter().zip(schema.fields()) {
        let column = place.and_then(|_| found.next());
        columns.push(match column {
            Some(column) if column.data_type() == field.data_type() => Arc::clone(column),
            Some(column) => cast_column(column, field.data_type(), &CastOptions { safe: false, ..Default::default() })?,
            None => new_null_array(field.data_type(), batch.num_rows()),
        });
    }
    let rows = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(Arc::clone(schema), columns, &rows)?)
}

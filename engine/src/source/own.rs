//! The common part of the file formats that are read here, and not by a reader of DataFusion's: the implementation of
//! DataFusion's traits.
//!
//! DataFusion asks a format for the schema of its files and for a scan of them, and a scan for the readers of single
//! files. Only the first and the last of these differ from format to format.

use std::fmt;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::Session;
use datafusion::common::Statistics;
use datafusion::common::parsers::CompressionTypeVariant;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::physical_plan::{FileOpener, FileScanConfig, FileScanConfigBuilder, FileSource};
use datafusion::datasource::projection::{ProjectionOpener, SplitProjection};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::Result;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use datafusion::physical_plan::projection::ProjectionExprs;
use datafusion::physical_plan::{DisplayFormatType, ExecutionPlan, PhysicalExpr, apply_expression_roots};
use futures::future::BoxFuture;
use object_store::{ObjectMeta, ObjectStore};

/// A format that is read here.
pub(super) trait OwnFormat: Clone + Send + Sync + 'static {
    /// The name of the format in plans, and the extension of its files.
    const NAME: &'static str;

    /// The compression of all of its files, if that is known.
    fn compression(&self) -> Option<FileCompressionType> {
        None
    }

    /// Returns the common schema of files.
    fn columns(
        &self,
        session: &dyn Session,
        store: &Arc<dyn ObjectStore>,
        files: &[ObjectMeta],
    ) -> impl Future<Output = Result<SchemaRef>> + Send;

    /// Returns the format as a plan reads it, with what it needs of its session and what its files have in common.
    fn planned(&self, _session: &dyn Session, _config: &FileScanConfig) -> impl Future<Output = Result<Self>> + Send {
        std::future::ready(Ok(self.clone()))
    }

    /// Returns the form that its files were found in, for plans.
    fn form(&self) -> Option<String> {
        None
    }

    /// Returns whether rows can be read from the middle of a file.
    fn is_divisible(&self) -> bool {
        false
    }

    /// Returns the reader of single files, which returns the columns and batches that `scan` wants.
    fn opener(&self, scan: &Scan<Self>, store: Arc<dyn ObjectStore>) -> Result<Arc<dyn FileOpener>>;
}

/// DataFusion's interface to files of a format.
#[derive(Clone)]
pub(super) struct OwnFiles<F>(pub(super) F);

impl<F: OwnFormat> fmt::Debug for OwnFiles<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OwnFiles").field(&F::NAME).finish()
    }
}

// Boxed futures by hand, as for providers: `#[async_trait]` costs minutes of compilation.
impl<F: OwnFormat> FileFormat for OwnFiles<F> {
    fn get_ext(&self) -> String {
        F::NAME.to_owned()
    }

    fn get_ext_with_compression(&self, compression: &FileCompressionType) -> Result<String> {
        Ok(format!("{}{}", F::NAME, CompressionTypeVariant::from(*compression)))
    }

    fn compression_type(&self) -> Option<FileCompressionType> {
        self.0.compression()
    }

    fn infer_schema<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        state: &'b dyn Session,
        store: &'c Arc<dyn ObjectStore>,
        objects: &'d [ObjectMeta],
    ) -> BoxFuture<'f, Result<SchemaRef>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        Box::pin(self.0.columns(state, store, objects))
    }

    fn infer_stats<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        _: &'b dyn Session,
        _: &'c Arc<dyn ObjectStore>,
        schema: SchemaRef,
        _: &'d ObjectMeta,
    ) -> BoxFuture<'f, Result<Statistics>>
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
    ) -> BoxFuture<'f, Result<Arc<dyn ExecutionPlan>>>
    where
        'a: 'f,
        'b: 'f,
    {
        Box::pin(async move {
            let Some(scan) = config.file_source().downcast_ref::<Scan<F>>().cloned() else {
                return datafusion::common::internal_err!("this is not a scan of {} files", F::NAME);
            };
            let format = scan.format.planned(state, &config).await?;
            let mut config = FileScanConfigBuilder::from(config).with_source(Arc::new(Scan { format, ..scan }));
            // A compressed file cannot be read from its middle: the plan must know.
            if let Some(compression) = self.0.compression() {
                config = config.with_file_compression_type(compression);
            }
            Ok(DataSourceExec::from_data_source(config.build()) as Arc<dyn ExecutionPlan>)
        })
    }

    fn file_source(&self, schema: TableSchema) -> Arc<dyn FileSource> {
        let projection = SplitProjection::unprojected(&schema);
        let metrics = ExecutionPlanMetricsSet::new();
        Arc::new(Scan { format: self.0.clone(), schema, projection, batch_size: 8192, metrics })
    }
}

/// A scan of such files.
#[derive(Clone)]
pub(super) struct Scan<F> {
    format: F,
    schema: TableSchema,
    projection: SplitProjection,
    batch_size: usize,
    metrics: ExecutionPlanMetricsSet,
}

impl<F> Scan<F> {
    /// The columns of the files.
    pub(super) fn columns(&self) -> &SchemaRef {
        self.schema.file_schema()
    }

    /// The indices of the wanted columns.
    pub(super) fn wanted(&self) -> &[usize] {
        &self.projection.file_indices
    }

    /// Returns how many rows a batch should have.
    pub(super) fn batch_size(&self) -> usize {
        self.batch_size
    }

    /// The wanted columns.
    pub(super) fn wanted_columns(&self) -> Result<SchemaRef> {
        Ok(Arc::new(self.columns().project(self.wanted())?))
    }
}

impl<F: OwnFormat> fmt::Debug for Scan<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan").field("of", &F::NAME).field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl<F: OwnFormat> FileSource for Scan<F> {
    fn create_file_opener(
        &self,
        store: Arc<dyn ObjectStore>,
        _: &FileScanConfig,
        _: usize,
    ) -> Result<Arc<dyn FileOpener>> {
        ProjectionOpener::try_new(self.projection.clone(), self.format.opener(self, store)?, self.columns())
    }

    fn table_schema(&self) -> &TableSchema {
        &self.schema
    }

    fn with_batch_size(&self, batch_size: usize) -> Arc<dyn FileSource> {
        Arc::new(Self { batch_size, ..self.clone() })
    }

    fn projection(&self) -> Option<&ProjectionExprs> {
        Some(&self.projection.source)
    }

    fn try_pushdown_projection(&self, projection: &ProjectionExprs) -> Result<Option<Arc<dyn FileSource>>> {
        let merged = self.projection.source.try_merge(projection)?;
        let projection = SplitProjection::new(self.columns(), &merged);
        Ok(Some(Arc::new(Self { projection, ..self.clone() })))
    }

    fn metrics(&self) -> &ExecutionPlanMetricsSet {
        &self.metrics
    }

    fn file_type(&self) -> &str {
        F::NAME
    }

    fn fmt_extra(&self, t: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.format.form(), t) {
            (None, _) => Ok(()),
            (Some(form), DisplayFormatType::TreeRender) => writeln!(f, "form={form}"),
            (Some(form), _) => write!(f, ", form={form}"),
        }
    }

    fn supports_repartitioning(&self) -> bool {
        self.format.is_divisible()
    }

    fn apply_expressions(
        &self,
        visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        apply_expression_roots(self.projection.source.iter(), visit)
    }
}

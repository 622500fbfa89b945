//! The scan of Avro files: the rows of a few blocks at a time.

use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use arrow_avro::reader::read_header_info;
use bytes::{Bytes, BytesMut};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileOpenFuture, FileOpener, FileScanConfig, FileSource};
use datafusion::datasource::projection::{ProjectionOpener, SplitProjection};
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool, MemoryReservation};
use datafusion::physical_plan::PhysicalExpr;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use datafusion::physical_plan::projection::ProjectionExprs;
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::ObjectStore;

use super::container::Container;
use super::{Avro, WHAT, fail};
use crate::source::wanted::as_wanted;
use crate::source::{Format, held, in_file, shown};

/// How many bytes of rows are decoded at once, and how many rows.
const ENOUGH: usize = 1 << 20;
const ENOUGH_ROWS: usize = 64 << 10;
/// No header is longer.
const LONGEST_HEADER: usize = 64 << 20;

/// A scan of Avro files.
#[derive(Clone)]
pub(super) struct Scan {
    avro: Avro,
    schema: TableSchema,
    projection: SplitProjection,
    batch_size: usize,
    metrics: ExecutionPlanMetricsSet,
    /// Where memory is asked for; set by the plan.
    pool: Option<Arc<dyn MemoryPool>>,
}

impl Scan {
    pub(super) fn new(avro: Avro, schema: TableSchema) -> Self {
        let projection = SplitProjection::unprojected(&schema);
        let metrics = ExecutionPlanMetricsSet::new();
        Self { avro, schema, projection, batch_size: 8192, metrics, pool: None }
    }

    pub(super) fn planned(self, pool: Arc<dyn MemoryPool>) -> Self {
        Self { pool: Some(pool), ..self }
    }
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl FileSource for Scan {
    fn create_file_opener(
        &self,
        store: Arc<dyn ObjectStore>,
        _: &FileScanConfig,
        _: usize,
    ) -> EngineResult<Arc<dyn FileOpener>> {
        let pool = self.pool.clone();
        let pool = pool.ok_or_else(|| DataFusionError::Internal("a scan of Avro files was not planned".into()))?;
        let schema = Arc::new(self.schema.file_schema().project(&self.projection.file_indices)?);
        let opener =
            Arc::new(Opener { store, pool, schema, origin: self.avro.origin.clone(), batch_size: self.batch_size });
        ProjectionOpener::try_new(self.projection.clone(), opener, self.schema.file_schema())
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

    fn try_pushdown_projection(&self, projection: &ProjectionExprs) -> EngineResult<Option<Arc<dyn FileSource>>> {
        let merged = self.projection.source.try_merge(projection)?;
        let projection = SplitProjection::new(self.schema.file_schema(), &merged);
        Ok(Some(Arc::new(Self { projection, ..self.clone() })))
    }

    fn metrics(&self) -> &ExecutionPlanMetricsSet {
        &self.metrics
    }

    fn file_type(&self) -> &str {
        "avro"
    }

    /// A block is found from the one before it.
    fn supports_repartitioning(&self) -> bool {
        false
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
    pool: Arc<dyn MemoryPool>,
    /// The columns that are wanted of each file.
    schema: SchemaRef,
    origin: Option<String>,
    batch_size: usize,
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> EngineResult<FileOpenFuture> {
        let (store, schema, batch_size) = (Arc::clone(&self.store), Arc::clone(&self.schema), self.batch_size);
        let memory = MemoryConsumer::new(WHAT).register(&self.pool);
        let name = self.origin.clone().unwrap_or_else(|| shown(&store, &file.object_meta.location));
        Ok(Box::pin(async move {
            let wrong = move |error| in_file(error, Format::Avro, &name);
            let left = file.object_meta.size;
            let text = held::content(&store, &file).await?.unpacked(FileCompressionType::UNCOMPRESSED)?;
            let bytes = Ahead { text, bytes: BytesMut::new() };
            let blocks = Blocks::open(bytes, left, memory, &schema).await.map_err(&wrong)?;
            let batches = futures::stream::try_unfold(blocks, |mut blocks| async move {
                Ok(blocks.next().await?.map(|batch| (batch, blocks)))
            });
            let batches = batches.flat_map(move |batch| {
                let batch = batch.map_err(&wrong).and_then(|batch: RecordBatch| as_wanted(&batch, &schema));
                futures::stream::iter(in_pieces(batch, batch_size))
            });
            Ok(batches.boxed())
        }))
    }
}

fn in_pieces(batch: EngineResult<RecordBatch>, rows: usize) -> Vec<EngineResult<RecordBatch>> {
    match batch {
        Ok(batch) => (0..batch.num_rows())
            .step_by(rows.max(1))
            .map(|at| Ok(batch.slice(at, rows.min(batch.num_rows() - at))))
            .collect(),
        Err(error) => vec![Err(error)],
    }
}

/// The bytes that come next.
struct Ahead {
    text: BoxStream<'static, EngineResult<Bytes>>,
    bytes: BytesMut,
}

impl Ahead {
    /// Waits for more; says whether some have come.
    async fn more(&mut self) -> EngineResult<bool> {
        let chunk = self.text.next().await.transpose()?;
        self.bytes.extend_from_slice(&chunk.clone().unwrap_or_default());
        Ok(chunk.is_some())
    }
}

/// The rows of a file, a few blocks at a time.
struct Blocks {
    ahead: Ahead,
    /// How many bytes the file has from where `ahead` begins.
    left: u64,
    container: Container,
    columns: Schema,
    /// The places of the columns that are wanted; none if all are.
    wanted: Option<Vec<usize>>,
    memory: MemoryReservation,
}

impl Blocks {
    async fn open(mut ahead: Ahead, left: u64, memory: MemoryReservation, schema: &SchemaRef) -> EngineResult<Self> {
        let header = loop {
            match read_header_info(ahead.bytes.as_ref()) {
                Ok(header) => break header,
                Err(error) => {
                    if ahead.bytes.len() > LONGEST_HEADER || !ahead.more().await? {
                        return Err(fail(&error.to_string()).into());
                    }
                }
            }
        };
        let length = usize::try_from(header.header_len()).unwrap_or(usize::MAX).min(ahead.bytes.len());
        let _ = ahead.bytes.split_to(length);
        let container = Container::new(&header)?;
        let columns = container.columns()?;
        let places: Vec<usize> =
            schema.fields().iter().filter_map(|field| columns.index_of(field.name()).ok()).collect();
        let wanted = Some(places).filter(|places| !places.is_empty() && places.len() < columns.fields().len());
        Ok(Self { ahead, left: left - length as u64, container, columns, wanted, memory })
    }

    async fn next(&mut self) -> EngineResult<Option<RecordBatch>> {
        let (mut rows, mut count) = (Vec::new(), 0usize);
        self.memory.free();
        while self.left > 0 && rows.len() < ENOUGH && count < ENOUGH_ROWS {
            match self.container.block(&self.ahead.bytes, self.left)? {
                Some(block) if block.size() <= self.ahead.bytes.len() => {
                    // Rows without bytes are a matter of their own.
                    let is_empty = block.start == block.end;
                    if is_empty && block.rows > 0 && count > 0 {
                        break;
                    }
                    let bytes = self.ahead.bytes.split_to(block.size());
                    self.left -= block.size() as u64;
                    self.container.unpack(&bytes, &block, &mut rows, &mut self.memory)?;
                    count = count.saturating_add(block.rows);
                    if is_empty && block.rows > 0 {
                        break;
                    }
                }
                Some(block) => {
                    self.memory.try_grow(block.size())?;
                    while self.ahead.bytes.len() < block.size() {
                        if !self.ahead.more().await? {
                            return Err(fail("it is cut off within a block").into());
                        }
                    }
                    self.memory.shrink(block.size());
                }
                None => {
                    if !self.ahead.more().await? {
                        return Err(fail("it is cut off within a block").into());
                    }
                }
            }
        }
        self.memory.try_grow(rows.len())?;
        let batch = self.container.rows(&self.columns, &rows, count, self.wanted.as_deref())?;
        Ok(batch)
    }
}

//! Reads Avro files, the rows of a few blocks at a time.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use arrow_avro::reader::read_header_info;
use bytes::{Bytes, BytesMut};
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileOpenFuture, FileOpener};
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool, MemoryReservation};
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::ObjectStore;

use super::container::Container;
use super::{Avro, WHAT, fail};
use crate::file_format::Format;
use crate::file_format::in_file;
use crate::local::{held, shown};
use crate::source::own::Scan;
use crate::source::wanted::as_wanted;

/// How many bytes of rows, and how many rows, are decoded at once.
const ENOUGH: usize = 1 << 20;
const ENOUGH_ROWS: usize = 64 << 10;
/// The longest header.
const LONGEST_HEADER: usize = 64 << 20;

/// The reader of single files.
pub(super) struct Opener {
    store: Arc<dyn ObjectStore>,
    pool: Arc<dyn MemoryPool>,
    /// The columns that are wanted of each file.
    schema: SchemaRef,
    origin: Option<String>,
    batch_size: usize,
}

impl Opener {
    pub(super) fn try_new(avro: &Avro, scan: &Scan<Avro>, store: Arc<dyn ObjectStore>) -> EngineResult<Self> {
        let pool = avro.pool.clone();
        let pool = pool.ok_or_else(|| DataFusionError::Internal("a scan of Avro files was not planned".into()))?;
        let (schema, origin) = (scan.wanted_columns()?, avro.origin.clone());
        Ok(Self { store, pool, schema, origin, batch_size: scan.batch_size() })
    }
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> EngineResult<FileOpenFuture> {
        let (store, schema, batch_size) = (Arc::clone(&self.store), Arc::clone(&self.schema), self.batch_size);
        let memory = MemoryConsumer::new(WHAT).register(&self.pool);
        let name = self.origin.clone().unwrap_or_else(|| shown(&store, &file.object_meta.location));
        Ok(Box::pin(async move {
            let wrong = move |error| in_file(error, Format::Avro, &name);
            let left = file.object_meta.size;
            let text = held::content(&store, &file).await?.decompressed(FileCompressionType::UNCOMPRESSED)?;
            let bytes = Ahead { text, bytes: BytesMut::new() };
            let blocks = Blocks::open(bytes, left, memory, &schema).await.map_err(&wrong)?;
            let batches = futures::stream::try_unfold(blocks, |mut blocks| async move {
                Ok(blocks.next().await?.map(|batch| (batch, blocks)))
            });
            let batches = batches.flat_map(move |batch| {
                let batch = batch.map_err(&wrong).and_then(|batch: RecordBatch| as_wanted(&batch, &schema));
                futures::stream::iter(in_slices(batch, batch_size))
            });
            Ok(batches.boxed())
        }))
    }
}

fn in_slices(batch: EngineResult<RecordBatch>, rows: usize) -> Vec<EngineResult<RecordBatch>> {
    match batch {
        Ok(batch) => (0..batch.num_rows())
            .step_by(rows.max(1))
            .map(|at| Ok(batch.slice(at, rows.min(batch.num_rows() - at))))
            .collect(),
        Err(error) => vec![Err(error)],
    }
}

/// The bytes that have been read ahead.
struct Ahead {
    text: BoxStream<'static, EngineResult<Bytes>>,
    bytes: BytesMut,
}

impl Ahead {
    /// Waits for more; returns whether some have come.
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
    /// The indices of the wanted columns; `None` if all are.
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
        Ok(Self { ahead, left: left.saturating_sub(length as u64), container, columns, wanted, memory })
    }

    async fn next(&mut self) -> EngineResult<Option<RecordBatch>> {
        let (mut rows, mut count) = (Vec::new(), 0usize);
        self.memory.free();
        while self.left > 0 && rows.len() < ENOUGH && count < ENOUGH_ROWS {
            match self.container.block(&self.ahead.bytes, self.left)? {
                Some(block) if block.size() <= self.ahead.bytes.len() => {
                    // Rows without bytes are decoded separately.
                    let is_empty = block.start == block.end;
                    if is_empty && block.rows > 0 && count > 0 {
                        break;
                    }
                    let bytes = self.ahead.bytes.split_to(block.size());
                    self.left -= block.size() as u64;
                    self.container.decompress(&bytes, &block, &mut rows, &mut self.memory)?;
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

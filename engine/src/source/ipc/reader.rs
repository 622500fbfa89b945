//! The batches of one Arrow IPC file, message by message.
//!
//! DataFusion's reader of the file format holds all the batches of its range at once, and neither of its readers checks
//! lengths. Here a message at a time is read, checked ([`blocks`]), counted in the pool, and passed to arrow.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::buffer::Buffer;
use arrow::ipc::Block;
use arrow::ipc::reader::FileDecoder;
use bytes::BytesMut;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::error::Result as EngineResult;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool, MemoryReservation};
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::{ObjectStore, ObjectStoreExt};

use super::blocks::{self, Damaged, Footer, Kind, TAIL};
use super::head::{Head, fail, framed};
use crate::error::Error;
use crate::local::held;
use crate::local::store_of;

type Batches = BoxStream<'static, EngineResult<RecordBatch>>;

/// One file that is read.
pub(super) struct Reader {
    store: Arc<dyn ObjectStore>,
    file: PartitionedFile,
    decoder: FileDecoder,
    memory: MemoryReservation,
}

impl Reader {
    /// Returns a reader of the columns at `wanted` of a file.
    pub(super) fn new(
        store: &Arc<dyn ObjectStore>,
        pool: &Arc<dyn MemoryPool>,
        file: PartitionedFile,
        head: &Head,
        wanted: Vec<usize>,
    ) -> Self {
        let decoder = FileDecoder::new(Arc::clone(&head.schema), head.version).with_projection(wanted);
        let memory = MemoryConsumer::new("read_ipc").register(pool);
        Self { store: Arc::clone(store), file, decoder, memory }
    }

    /// The batches of a file with a footer that begin in the requested range.
    ///
    /// # Errors
    /// When the footer or a dictionary is invalid.
    pub(super) async fn of_file(mut self) -> EngineResult<Batches> {
        let store = store_of(&self.store, &self.file);
        let footer = self.footer(&store).await?;
        for block in &footer.dictionaries {
            let message = self.message(&store, block).await?;
            self.decode(block, &message)?;
        }
        let range = self.file.range.clone();
        let wanted =
            move |block: &Block| range.as_ref().is_none_or(|range| (range.start..range.end).contains(&block.offset()));
        let blocks: Vec<Block> = footer.batches.into_iter().filter(wanted).collect();
        let state = (self, store, blocks.into_iter());
        let batches = futures::stream::try_unfold(state, |(mut reader, store, mut blocks)| async move {
            for block in blocks.by_ref() {
                let message = reader.message(&store, &block).await?;
                if let Some(batch) = reader.decode(&block, &message)? {
                    return Ok(Some((batch, (reader, store, blocks))));
                }
            }
            Ok(None)
        });
        Ok(batches.boxed())
    }

    async fn footer(&self, store: &Arc<dyn ObjectStore>) -> EngineResult<Footer> {
        let (location, size) = (&self.file.object_meta.location, self.file.object_meta.size);
        let at = size.saturating_sub(TAIL);
        let tail = store.get_range(location, at..size).await?;
        let length = blocks::footer_length(&tail, size).map_err(damaged)?;
        let start = at.saturating_sub(length);
        let bytes = store.get_range(location, start..at).await?;
        Ok(blocks::footer(&bytes, start).map_err(damaged)?)
    }

    async fn message(&mut self, store: &Arc<dyn ObjectStore>, block: &Block) -> EngineResult<Buffer> {
        // The footer has been checked against the size of the file.
        let start = block.offset().unsigned_abs();
        let length = u64::from(block.metaDataLength().unsigned_abs()) + block.bodyLength().unsigned_abs();
        self.memory.try_resize(usize::try_from(length).unwrap_or(usize::MAX))?;
        let bytes = store.get_range(&self.file.object_meta.location, start..start + length).await?;
        Ok(Buffer::from(bytes))
    }

    /// Returns the batch of a message; a dictionary is kept for later batches.
    fn decode(&mut self, block: &Block, message: &Buffer) -> EngineResult<Option<RecordBatch>> {
        let head = usize::try_from(block.metaDataLength()).unwrap_or(0);
        let (kind, decompressed) = blocks::look(message, head).map_err(damaged)?;
        let decompressed = usize::try_from(decompressed).unwrap_or(usize::MAX);
        self.memory.try_resize(message.len().saturating_add(decompressed))?;
        let decoded = crate::source::guarded(|| match kind {
            Kind::Batch => self.decoder.read_record_batch(block, message),
            Kind::Dictionary => self.decoder.read_dictionary(block, message).map(|()| None),
            Kind::Other => Ok(None),
        });
        decoded.map_err(|reason| damaged(reason).into())
    }

    /// The batches of a stream.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub(super) async fn of_stream(self) -> EngineResult<Batches> {
        let content = held::content(&self.store, &self.file).await?;
        let bytes = content.decompressed(FileCompressionType::UNCOMPRESSED)?;
        let left = self.file.object_meta.size;
        let state = (self, Stream { bytes, ahead: BytesMut::new(), left });
        let batches = futures::stream::try_unfold(state, |(mut reader, mut stream)| async move {
            while let Some((block, message)) = stream.message(&mut reader.memory).await? {
                if let Some(batch) = reader.decode(&block, &message)? {
                    return Ok(Some((batch, (reader, stream))));
                }
            }
            Ok(None)
        });
        Ok(batches.boxed())
    }
}

/// The messages of a stream, one after the other.
struct Stream {
    bytes: BoxStream<'static, EngineResult<bytes::Bytes>>,
    ahead: BytesMut,
    /// How many bytes the file has after the last message.
    left: u64,
}

impl Stream {
    /// Waits for `length` bytes; returns whether they have come.
    async fn has(&mut self, length: usize) -> EngineResult<bool> {
        while self.ahead.len() < length {
            match self.bytes.next().await.transpose()? {
                Some(chunk) => self.ahead.extend_from_slice(&chunk),
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    async fn message(&mut self, memory: &mut MemoryReservation) -> EngineResult<Option<(Block, Buffer)>> {
        const CUT_OFF: &str = "it is cut off within a message";
        // The end is a length of zero, or the end of the file.
        if !self.has(8).await? && self.ahead.len() < 4 {
            return if self.ahead.is_empty() { Ok(None) } else { Err(damaged(CUT_OFF.into()).into()) };
        }
        let Some(head) = framed(&self.ahead) else {
            return match self.ahead.iter().all(|byte| matches!(byte, 0 | 0xff)) {
                true => Ok(None),
                false => Err(damaged("a message has a length that makes no sense".into()).into()),
            };
        };
        if head.end > self.left {
            return Err(damaged(CUT_OFF.into()).into());
        }
        let until = head.end as usize;
        memory.try_resize(until)?;
        if !self.has(until).await? {
            return Err(damaged(CUT_OFF.into()).into());
        }
        let bytes = self.ahead.get(head.start as usize..until).unwrap_or_default();
        let message = arrow::ipc::root_as_message(bytes);
        let body = message.map_err(|_| damaged("a message makes no sense".into()))?.bodyLength();
        let whole = u64::try_from(body).ok().and_then(|body| body.checked_add(head.end));
        let whole = whole.filter(|whole| *whole <= self.left).ok_or_else(|| damaged(CUT_OFF.into()))?;
        memory.try_resize(whole as usize)?;
        if !self.has(whole as usize).await? {
            return Err(damaged(CUT_OFF.into()).into());
        }
        self.left -= whole;
        let message = Buffer::from(self.ahead.split_to(whole as usize).freeze());
        Ok(Some((Block::new(0, i32::try_from(until).unwrap_or(i32::MAX), body), message)))
    }
}

fn damaged(reason: Damaged) -> Error {
    fail(&reason)
}

//! The rows of one batch on disk, in blocks of about a megabyte of which a reader decodes the columns it needs.
//!
//! A block is a message of the Arrow IPC format; where the blocks are is kept here, not in the file, so that nothing is
//! read but them. Each batch has its own dictionaries: the IPC *file* format refuses one that changes from batch to
//! batch. Blocks are read by their position, not mapped: nothing here needs `unsafe`, no truncated file can kill the
//! process, and no reader waits for the writer.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::buffer::{Buffer, MutableBuffer};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::convert::fb_to_schema;
use arrow::ipc::reader::FileDecoder;
use arrow::ipc::writer::{
    DictionaryTracker, EncodedData, IpcDataGenerator, IpcWriteContext, IpcWriteOptions, write_message,
};
use arrow::ipc::{Block, MetadataVersion, root_as_message};

use super::WHAT;
use crate::error::{Error, ErrorKind, Result};
use crate::memory::compacted;
use crate::spill::Spilled;

/// About how many bytes a block has: a page of rows touches one or two, and reading one takes well below a millisecond.
const BLOCK_BYTES: u64 = 1 << 20;

/// The schema of some batches, and the same one as a decoder wants it: with the numbers of its dictionaries.
#[derive(Debug)]
pub(super) struct Format {
    schema: SchemaRef,
    decoded: SchemaRef,
}

/// The rows of one batch on disk.
#[derive(Debug)]
pub(super) struct Stored {
    file: Arc<Spilled>,
    format: Arc<Format>,
    rows: usize,
    /// How many rows each block but the last has.
    rows_each: usize,
    blocks: Vec<Block>,
    /// The dictionaries, each with the number of the first block that needs it.
    dictionaries: Vec<(usize, Block)>,
    bytes: u64,
}

impl Format {
    fn try_new(schema: &SchemaRef) -> std::result::Result<Self, ArrowError> {
        let written = schema_message(schema, &mut DictionaryTracker::new(false));
        let message = root_as_message(&written.ipc_message).map_err(|e| ArrowError::IpcError(e.to_string()))?;
        let decoded = message.header_as_schema().map(fb_to_schema);
        let decoded = decoded.ok_or_else(|| ArrowError::IpcError("a schema was not written".into()))?;
        Ok(Self { schema: Arc::clone(schema), decoded: Arc::new(decoded) })
    }

    /// Returns the format of batches of `schema`: `known`, if it is that.
    pub(super) fn of(schema: &SchemaRef, known: Option<&Arc<Self>>) -> Result<Arc<Self>> {
        match known.filter(|known| Arc::ptr_eq(&known.schema, schema) || known.schema == *schema) {
            Some(known) => Ok(Arc::clone(known)),
            None => Self::try_new(schema).map(Arc::new).map_err(|e| Error::from_arrow(WHAT, e)),
        }
    }
}

impl Stored {
    /// Appends the rows of `batch`, of `size` bytes, to `file`.
    ///
    /// # Errors
    /// `Resources`, if the disk takes no more.
    pub(super) fn write(batch: &RecordBatch, size: u64, format: Arc<Format>, file: Arc<Spilled>) -> Result<Self> {
        let convert = |e| Error::from_arrow(WHAT, e);
        let rows = batch.num_rows();
        let rows_each =
            usize::try_from(rows as u64 * BLOCK_BYTES / size.max(1)).unwrap_or(usize::MAX).clamp(1, rows.max(1));
        let mut stored = Self { file, format, rows, rows_each, blocks: Vec::new(), dictionaries: Vec::new(), bytes: 0 };
        let (mut tracker, mut context) = (DictionaryTracker::new(false), IpcWriteContext::default());
        // The numbers of the dictionaries.
        schema_message(&stored.format.schema, &mut tracker);
        for from in (0..rows).step_by(rows_each) {
            let part = batch.slice(from, rows_each.min(rows - from));
            // A part of a view array takes all of its buffers with it.
            let part = if rows_each < rows { compacted(&part).map_err(convert)? } else { part };
            let encoded = IpcDataGenerator::default().encode(&part, &mut tracker, &options(), &mut context);
            let (dictionaries, rows) = encoded.map_err(convert)?;
            for dictionary in dictionaries {
                let block = stored.append(dictionary)?;
                stored.dictionaries.push((stored.blocks.len(), block));
            }
            let block = stored.append(rows)?;
            stored.blocks.push(block);
        }
        Ok(stored)
    }

    fn append(&mut self, message: EncodedData) -> Result<Block> {
        let mut bytes = Vec::with_capacity(message.ipc_message.len() + message.arrow_data.len() + 128);
        let convert = |e| Error::from_arrow(WHAT, e);
        let (head, body) = write_message(&mut bytes, message, &options()).map_err(convert)?;
        let at = self.file.append(&bytes).map_err(|error| {
            let kept = Error::new(error.kind(), WHAT, format!("the rows cannot be kept on disk: {}", error.message()));
            match error.hint() {
                Some(hint) => kept.with_hint(hint),
                None => kept,
            }
        })?;
        self.bytes += bytes.len() as u64;
        let too_long = || Error::new(ErrorKind::Resources, WHAT, "a row is longer than a file may be");
        let (at, head) = (i64::try_from(at).map_err(|_| too_long())?, i32::try_from(head).map_err(|_| too_long())?);
        Ok(Block::new(at, head, body as i64))
    }

    /// Returns how many bytes they take on disk.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns the numbers of the blocks with rows of `rows`, each with the rows of it.
    pub(super) fn find(&self, rows: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
        let (each, all) = (self.rows_each, self.rows);
        let blocks = rows.start / each..rows.end.min(all).div_ceil(each);
        blocks.map(move |block| {
            let start = block * each;
            (block, rows.start.max(start) - start..rows.end.min(start + each).min(all) - start)
        })
    }

    /// Returns these columns of one block.
    pub(super) fn read(&self, block: usize, columns: &[usize]) -> Result<RecordBatch> {
        let convert = |e| Error::from_arrow(WHAT, e);
        let schema = Arc::new(self.format.schema.project(columns).map_err(convert)?);
        let decoder = FileDecoder::new(Arc::clone(&self.format.decoded), MetadataVersion::V5);
        let mut decoder = decoder.with_projection(columns.to_vec());
        if schema.flattened_fields().iter().any(|field| matches!(field.data_type(), DataType::Dictionary(..))) {
            for (_, dictionary) in self.dictionaries.iter().take_while(|(first, _)| *first <= block) {
                decoder.read_dictionary(dictionary, &self.fetch(dictionary)?).map_err(convert)?;
            }
        }
        let lost = || Error::new(ErrorKind::Internal, WHAT, format!("there is no block {block}"));
        let place = self.blocks.get(block).ok_or_else(lost)?;
        let found = decoder.read_record_batch(place, &self.fetch(place)?).map_err(convert)?.ok_or_else(lost)?;
        let options = RecordBatchOptions::new().with_row_count(Some(found.num_rows()));
        RecordBatch::try_new_with_options(schema, found.columns().to_vec(), &options).map_err(convert)
    }

    fn fetch(&self, block: &Block) -> Result<Buffer> {
        let length = usize::try_from(i64::from(block.metaDataLength()) + block.bodyLength()).unwrap_or(0);
        let mut bytes = MutableBuffer::from_len_zeroed(length);
        self.file.read(bytes.as_slice_mut(), u64::try_from(block.offset()).unwrap_or(0)).map_err(|error| {
            Error::new(ErrorKind::Resources, WHAT, format!("the rows cannot be read back from disk: {error}"))
        })?;
        Ok(bytes.into())
    }
}

fn options() -> IpcWriteOptions {
    IpcWriteOptions::default()
}

/// Returns the message of a schema; `tracker` gives its dictionaries their numbers.
fn schema_message(schema: &SchemaRef, tracker: &mut DictionaryTracker) -> EncodedData {
    IpcDataGenerator::default().schema_to_bytes_with_dictionary_tracker(schema, tracker, &options())
}

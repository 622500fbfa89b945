//! The blocks of an Avro file: complete, decompressed, and each followed by the file's sync marker.
//!
//! arrow's reader takes the end of a file within a block for the end of the file, never ends over a block that has more
//! bytes than its rows take, and allocates what a length says. So the blocks are parsed here, and it gets the rows of a
//! few blocks at a time, in a file that is made for it.

use std::io::{self, Read};
use std::sync::Arc;

use arrow::array::{ArrayRef, NullArray, RecordBatch};
use arrow::datatypes::{DataType, Schema};
use arrow_avro::compression::CompressionCodec;
use arrow_avro::reader::{HeaderInfo, ReaderBuilder};
use datafusion::execution::memory_pool::MemoryReservation;

use super::fail;
use crate::error::{Error, Result};
use crate::source::guarded;

/// The first bytes of every file.
pub(super) const MAGIC: &[u8] = b"Obj\x01";
/// The length of a file's sync marker.
const SYNC: usize = 16;
/// The limit of what a byte of snappy decompresses to; the maximum is about 21.
const MOST_OF_SNAPPY: u64 = 64;
/// How many bytes are decompressed before memory is reserved again.
const STEP: usize = 256 << 10;

/// The header of a file.
pub(super) struct Container {
    schema: String,
    codec: Option<CompressionCodec>,
    sync: [u8; SYNC],
}

/// The position of a block in a file.
pub(super) struct Block {
    pub(super) rows: usize,
    /// Where its bytes begin and end, relative to the block.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Block {
    /// Returns how many bytes it takes with its marker.
    pub(super) fn size(&self) -> usize {
        self.end + SYNC
    }
}

impl Container {
    pub(super) fn new(header: &HeaderInfo) -> Result<Self> {
        let refused = |e: arrow_avro::errors::AvroError| fail(&e.to_string());
        Ok(Self {
            schema: header.writer_schema().map_err(refused)?.json_string,
            codec: header.compression().map_err(refused)?,
            sync: header.sync(),
        })
    }

    /// Returns the block at the beginning of `bytes`, in a file that has `left` bytes from there; `None` if more of
    /// them are needed.
    ///
    /// # Errors
    /// When its lengths are invalid.
    pub(super) fn block(&self, bytes: &[u8], left: u64) -> Result<Option<Block>> {
        let wrong = || fail("a block has lengths that make no sense");
        let Some((rows, first)) = long(bytes)? else { return Ok(None) };
        let Some((length, second)) = long(bytes.get(first..).unwrap_or_default())? else { return Ok(None) };
        let start = first + second;
        let end = usize::try_from(length).ok().and_then(|length| start.checked_add(length)).ok_or_else(wrong)?;
        let block = Block { rows: usize::try_from(rows).map_err(|_| wrong())?, start, end };
        match end.checked_add(SYNC) {
            Some(size) if size as u64 <= left => Ok(Some(block)),
            _ => Err(fail("it is cut off within a block")),
        }
    }

    /// Appends the decompressed rows of a complete block to `rows`.
    ///
    /// # Errors
    /// When the block does not end with the file's marker, or cannot be decompressed.
    pub(super) fn decompress(
        &self,
        bytes: &[u8],
        block: &Block,
        rows: &mut Vec<u8>,
        memory: &mut MemoryReservation,
    ) -> Result<()> {
        if bytes.get(block.end..block.size()) != Some(&self.sync) {
            return Err(fail("a block does not end where it says"));
        }
        let compressed = bytes.get(block.start..block.end).unwrap_or_default();
        let before = rows.len();
        match self.codec {
            None => grow(rows, compressed, memory)?,
            Some(CompressionCodec::Snappy) => decompress_snappy(compressed, rows, memory)?,
            Some(CompressionCodec::Deflate) => pour(flate2::read::DeflateDecoder::new(compressed), rows, memory)?,
            Some(CompressionCodec::ZStandard) => {
                pour(zstd::Decoder::new(compressed).map_err(|e| undecodable(&e))?, rows, memory)?;
            }
            Some(CompressionCodec::Bzip2) => pour(bzip2::read::BzDecoder::new(compressed), rows, memory)?,
            Some(CompressionCodec::Xz) => pour(liblzma::read::XzDecoder::new(compressed), rows, memory)?,
        }
        match block.rows > 0 || rows.len() == before {
            true => Ok(()),
            false => Err(fail("a block has bytes and no rows")),
        }
    }

    /// The schema of the file.
    pub(super) fn columns(&self) -> Result<Schema> {
        let file = self.file(&[], 0);
        let reader = guarded(|| ReaderBuilder::new().build(file.as_slice()));
        Ok(reader.map_err(|reason| fail(&reason))?.schema().as_ref().clone())
    }

    /// Decodes `bytes`, which are exactly `count` rows, to the columns at `wanted`.
    ///
    /// # Errors
    /// When they are more or fewer, or invalid.
    pub(super) fn rows(
        &self,
        schema: &Schema,
        bytes: &[u8],
        count: usize,
        wanted: Option<&[usize]>,
    ) -> Result<Option<RecordBatch>> {
        const OTHERWISE: &str = "a block has another number of rows than it says";
        if count == 0 {
            return Ok(None);
        }
        if bytes.is_empty() {
            return nulls(schema, count, wanted).map(Some).ok_or_else(|| fail(OTHERWISE));
        }
        // A row takes a byte, unless all of its columns are null.
        let all_null = schema.fields().iter().all(|field| *field.data_type() == DataType::Null);
        if count > bytes.len() || all_null {
            return Err(fail(OTHERWISE));
        }
        // Twice as many rows are announced: the reader is at the end only if it finds none of the additional rows, and
        // it never ends over bytes that belong to no row.
        let file = self.file(bytes, count.saturating_mul(2));
        let mut builder = ReaderBuilder::new().with_batch_size(count);
        if let Some(wanted) = wanted {
            builder = builder.with_projection(wanted.to_vec());
        }
        let decoded = guarded(|| {
            let mut reader = builder.build(file.as_slice())?;
            let batch = reader.next().transpose()?;
            Ok((batch, reader.next().is_none()))
        });
        // Bytes after the last row are taken for another row, which is invalid.
        match decoded.map_err(|reason| fail(&format!("{OTHERWISE}, or rows that make no sense: {reason}")))? {
            (Some(batch), true) if batch.num_rows() == count => Ok(Some(batch)),
            _ => Err(fail(OTHERWISE)),
        }
    }

    /// Returns a file of one block, not compressed.
    fn file(&self, bytes: &[u8], rows: usize) -> Vec<u8> {
        let mut file = Vec::with_capacity(bytes.len() + self.schema.len() + 128);
        file.extend_from_slice(MAGIC);
        put_long(&mut file, 1);
        for text in ["avro.schema", &self.schema] {
            put_long(&mut file, text.len());
            file.extend_from_slice(text.as_bytes());
        }
        put_long(&mut file, 0);
        file.extend_from_slice(&self.sync);
        if rows > 0 {
            put_long(&mut file, rows);
            put_long(&mut file, bytes.len());
            file.extend_from_slice(bytes);
            file.extend_from_slice(&self.sync);
        }
        file
    }
}

/// Returns a batch of rows that take no bytes, as all of their columns are null.
fn nulls(schema: &Schema, count: usize, wanted: Option<&[usize]>) -> Option<RecordBatch> {
    let all: Vec<usize> = (0..schema.fields().len()).collect();
    let projected = schema.project(wanted.unwrap_or(&all)).ok()?;
    let is_null = |field: &Arc<arrow::datatypes::Field>| *field.data_type() == DataType::Null;
    if !schema.fields().iter().all(is_null) || projected.fields().is_empty() {
        return None;
    }
    let columns = projected.fields().iter().map(|_| Arc::new(NullArray::new(count)) as ArrayRef).collect();
    RecordBatch::try_new(Arc::new(projected), columns).ok()
}

/// Returns an integer in Avro's encoding, and the bytes it takes; `None` if more of them are needed.
fn long(bytes: &[u8]) -> Result<Option<(i64, usize)>> {
    let mut value = 0u64;
    for (at, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Ok(Some(((value >> 1).cast_signed() ^ -((value & 1).cast_signed()), at + 1)));
        }
    }
    if bytes.len() < 10 { Ok(None) } else { Err(fail("a block has lengths that make no sense")) }
}

fn put_long(out: &mut Vec<u8>, value: usize) {
    let mut left = (value as u64) << 1;
    while left >= 0x80 {
        out.push((left & 0x7f) as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

fn grow(rows: &mut Vec<u8>, bytes: &[u8], memory: &mut MemoryReservation) -> Result<()> {
    memory.try_grow(bytes.len()).map_err(|e| Error::from_datafusion(super::WHAT, e))?;
    rows.extend_from_slice(bytes);
    Ok(())
}

fn pour(mut compressed: impl Read, rows: &mut Vec<u8>, memory: &mut MemoryReservation) -> Result<()> {
    let mut step = vec![0; STEP];
    loop {
        match compressed.read(&mut step).map_err(|e| undecodable(&e))? {
            0 => return Ok(()),
            read => grow(rows, step.get(..read).unwrap_or_default(), memory)?,
        }
    }
}

fn decompress_snappy(compressed: &[u8], rows: &mut Vec<u8>, memory: &mut MemoryReservation) -> Result<()> {
    let wrong = || fail("a block cannot be decompressed");
    let (compressed, sum) = compressed.split_last_chunk::<4>().ok_or_else(wrong)?;
    let length = snap::raw::decompress_len(compressed).map_err(|_| wrong())?;
    if length as u64 > MOST_OF_SNAPPY.saturating_mul(compressed.len() as u64) {
        return Err(wrong());
    }
    memory.try_grow(length).map_err(|e| Error::from_datafusion(super::WHAT, e))?;
    let decompressed = snap::raw::Decoder::new().decompress_vec(compressed).map_err(|_| wrong())?;
    let mut found = flate2::Crc::new();
    found.update(&decompressed);
    if found.sum() != u32::from_be_bytes(*sum) {
        return Err(fail("the bytes of a block have changed: its checksum is another one"));
    }
    rows.extend_from_slice(&decompressed);
    Ok(())
}

fn undecodable(error: &io::Error) -> Error {
    fail(&format!("a block cannot be decompressed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_they_are_written() {
        for value in [0, 1, 63, 64, 8191, usize::MAX / 4] {
            let mut bytes = Vec::new();
            put_long(&mut bytes, value);
            let length = bytes.len();
            bytes.push(7);
            assert_eq!(long(&bytes).unwrap(), Some((value as i64, length)), "{value}");
        }
        assert_eq!(long(&[1]).unwrap(), Some((-1, 1)));
        assert_eq!(long(&[0x80, 0x80]).unwrap(), None);
        assert!(long(&[0xff; 11]).is_err());
    }
}

//! The messages of an Arrow IPC file: where they are, and whether their lengths are possible.
//!
//! arrow's readers trust each length: of a message, of a buffer, of a decompressed buffer. One damaged byte allocates
//! terabytes, or is an index far out of range. So a message is checked before they see it: its buffers are within it,
//! and they decompress to no more than their bytes can.

use arrow::ipc::{Block, CompressionType, Message, RecordBatch, root_as_footer, root_as_message};

use super::head::{MAGIC, framed, word};

/// The length of a footer and the magic after it.
pub(super) const TAIL: u64 = 10;
/// The number of bytes before those of a compressed buffer: its decompressed length.
const PREFIX: usize = 8;
/// The most bytes that one byte of LZ4 decompresses to.
const MOST_OF_LZ4: u64 = 256;
/// The most bytes that one byte of zstd decompresses to: a block of 128 kB takes a few.
const MOST_OF_ZSTD: u64 = 1 << 16;
/// More rows than any writer puts into one batch.
const MOST_ROWS: i64 = 1 << 40;

/// Why a file is damaged.
pub(super) type Damaged = String;

/// Where the messages of a file with a footer are.
#[derive(Clone, Debug)]
pub(super) struct Footer {
    pub(super) dictionaries: Vec<Block>,
    pub(super) batches: Vec<Block>,
}

/// Returns the length of the footer that ends in `tail`, of a file of `size` bytes.
pub(super) fn footer_length(tail: &[u8], size: u64) -> Result<u64, Damaged> {
    match word(tail, 0) {
        Some(length) if tail.get(4..) == Some(MAGIC) => u64::try_from(i32::from_le_bytes(length))
            .ok()
            .filter(|length| *length > 0 && length + TAIL + MAGIC.len() as u64 <= size)
            .ok_or_else(|| "its footer has a length that makes no sense".into()),
        _ => Err("it is cut off: an Arrow file ends with a footer".into()),
    }
}

/// Returns the footer of a file whose messages end at `end`.
pub(super) fn footer(bytes: &[u8], end: u64) -> Result<Footer, Damaged> {
    let footer = root_as_footer(bytes).map_err(|_| "its footer makes no sense")?;
    let found = Footer {
        dictionaries: footer.dictionaries().iter().flatten().copied().collect(),
        batches: footer.recordBatches().iter().flatten().copied().collect(),
    };
    match found.dictionaries.iter().chain(&found.batches).all(|block| is_within(block, end)) {
        true => Ok(found),
        false => Err("its footer names batches where there are none".into()),
    }
}

fn is_within(block: &Block, end: u64) -> bool {
    let (at, head, body) = (block.offset(), i64::from(block.metaDataLength()), block.bodyLength());
    let stop = at.checked_add(head).and_then(|at| at.checked_add(body)).and_then(|stop| u64::try_from(stop).ok());
    at >= 0 && head > 8 && body >= 0 && stop.is_some_and(|stop| stop <= end)
}

/// The kind of a message.
pub(super) enum Kind {
    Batch,
    Dictionary,
    /// A message without rows.
    Other,
}

/// Checks a message whose head takes `head` bytes; returns its kind, and how many bytes it decompresses to.
pub(super) fn look(bytes: &[u8], head: usize) -> Result<(Kind, u64), Damaged> {
    let start = framed(bytes).ok_or("a message has no length")?.start;
    let message = bytes.get(start as usize..head).ok_or("a message ends before its head does")?;
    let message = root_as_message(message).map_err(|_| "a message makes no sense")?;
    let body = bytes.get(head..).unwrap_or_default();
    let (kind, batch) = described(&message)?;
    match batch {
        Some(batch) => Ok((kind, decompressed(&batch, body)?)),
        None => Ok((kind, 0)),
    }
}

fn described<'a>(message: &Message<'a>) -> Result<(Kind, Option<RecordBatch<'a>>), Damaged> {
    if let Some(batch) = message.header_as_record_batch() {
        return Ok((Kind::Batch, Some(batch)));
    }
    match message.header_as_dictionary_batch() {
        Some(dictionary) => match dictionary.data() {
            Some(batch) => Ok((Kind::Dictionary, Some(batch))),
            None => Err("a dictionary has no values".into()),
        },
        None => Ok((Kind::Other, None)),
    }
}

/// Returns the bytes that the buffers of a batch decompress to, 0 if they are not compressed.
fn decompressed(batch: &RecordBatch<'_>, body: &[u8]) -> Result<u64, Damaged> {
    const WRONG: &str = "a batch has lengths that make no sense";
    let counts = batch
        .nodes()
        .iter()
        .flatten()
        .all(|node| (0..=MOST_ROWS).contains(&node.length()) && (0..=node.length()).contains(&node.null_count()));
    let variadic =
        batch.variadicBufferCounts().iter().flatten().all(|count| (0..=i64::from(i32::MAX)).contains(&count));
    if !counts || !variadic || !(0..=MOST_ROWS).contains(&batch.length()) {
        return Err(WRONG.into());
    }
    let codec = batch.compression().map(|compression| compression.codec());
    let mut total = 0u64;
    for buffer in batch.buffers().iter().flatten() {
        let (start, length) = (usize::try_from(buffer.offset()), usize::try_from(buffer.length()));
        let (Ok(start), Ok(length)) = (start, length) else { return Err(WRONG.into()) };
        let end = start.checked_add(length).ok_or(WRONG)?;
        // An empty buffer may be anywhere: some writers count on after the body.
        let bytes = if length == 0 { &[] } else { body.get(start..end).ok_or(WRONG)? };
        if let Some(codec) = codec.filter(|_| !bytes.is_empty()) {
            total = total.saturating_add(claimed(bytes, codec).ok_or(WRONG)?);
        }
    }
    Ok(total)
}

/// Returns the decompressed length that a buffer claims, if it is possible.
fn claimed(bytes: &[u8], codec: CompressionType) -> Option<u64> {
    let prefix: [u8; PREFIX] = bytes.get(..PREFIX)?.try_into().ok()?;
    let compressed = bytes.get(PREFIX..)?;
    let claimed = match i64::from_le_bytes(prefix) {
        -1 => return Some(compressed.len() as u64),
        claimed => u64::try_from(claimed).ok()?,
    };
    let most = match codec {
        CompressionType::ZSTD => {
            let noted = zstd::zstd_safe::get_frame_content_size(compressed).ok().flatten();
            if claimed > 0 && noted.is_some_and(|noted| noted != claimed) {
                return None;
            }
            MOST_OF_ZSTD
        }
        _ => MOST_OF_LZ4,
    };
    (claimed <= most.saturating_mul(compressed.len() as u64)).then_some(claimed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_no_more_than_its_bytes_bear() {
        let with = |length: i64, compressed: usize| [length.to_le_bytes().to_vec(), vec![0; compressed]].concat();
        assert_eq!(claimed(&with(-1, 7), CompressionType::LZ4_FRAME), Some(7));
        assert_eq!(claimed(&with(1000, 20), CompressionType::LZ4_FRAME), Some(1000));
        assert_eq!(claimed(&with(1 << 40, 20), CompressionType::LZ4_FRAME), None);
        assert_eq!(claimed(&with(-2, 20), CompressionType::LZ4_FRAME), None);
        assert_eq!(claimed(&[0; 7], CompressionType::LZ4_FRAME), None);
    }

    #[test]
    fn a_footer_lies_in_its_file() {
        let tail = |length: i32| [length.to_le_bytes().as_slice(), b"ARROW1"].concat();
        assert_eq!(footer_length(&tail(100), 1000), Ok(100));
        for (length, size) in [(0, 1000), (-1, 1000), (990, 1000), (i32::MAX, 1000)] {
            assert!(footer_length(&tail(length), size).is_err(), "{length}");
        }
        assert!(footer_length(b"0123456789", 1000).is_err());
    }
}

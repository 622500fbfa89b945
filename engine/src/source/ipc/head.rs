//! The head of an Arrow IPC file: which of the two formats it has, and the schema of that file.
//!
//! It is checked before any reader of arrow's reads the file: a reader of streams takes the first bytes of any file for
//! a length and allocates it, and ignores the byte order, so that a stream from a big-endian machine gives other
//! values. Columns of one name are made unique here, as in a frame.

use std::any::Any;
use std::sync::Arc;

use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::ipc::convert::fb_to_schema;
use arrow::ipc::{MetadataVersion, root_as_message};
use datafusion::common::HashMap;
use datafusion::error::Result as EngineResult;
use datafusion::execution::cache::cache_manager::{CachedFileMetadataEntry, FileMetadata, FileMetadataCache};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::error::{Error, ErrorKind};
use crate::expr::names::distinct_names;

const WHAT: &str = "read_ipc";
pub(super) const MAGIC: &[u8] = b"ARROW1";
/// The magic of the file format is padded to a multiple of this; arrow-rs pads to 64 bytes.
const FILLED: usize = 8;
/// The marker before a message's length since Arrow 0.15.
const CONTINUATION: [u8; 4] = [0xff; 4];
/// How many bytes are read first: the schema of most files, in one request.
const FIRST: u64 = 16 << 10;

/// What is known of a file before its rows are read.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Whether it has a footer with the positions of its batches, so that several threads can read it.
    pub(super) has_footer: bool,
    /// The columns in the order of the file, each with a unique name.
    pub(super) schema: SchemaRef,
    pub(super) version: MetadataVersion,
}

impl FileMetadata for Head {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn memory_size(&self) -> usize {
        size_of::<Self>() + self.schema.fields().size()
    }

    fn extra_info(&self) -> HashMap<String, String> {
        HashMap::new()
    }
}

/// Returns the head of a file, cached in `cache` until the file changes.
///
/// # Errors
/// When the file is not Arrow IPC, or not of this machine's byte order.
pub(super) async fn head(
    store: &Arc<dyn ObjectStore>,
    cache: &Arc<FileMetadataCache>,
    file: &ObjectMeta,
) -> EngineResult<Head> {
    if let Some(known) = cache.get(&file.location).filter(|known| known.is_valid_for(file))
        && let Some(head) = known.file_metadata.as_any().downcast_ref::<Head>()
    {
        return Ok(head.clone());
    }
    let first = store.get_range(&file.location, 0..file.size.min(FIRST)).await?;
    let has_footer = first.starts_with(MAGIC);
    let start = if has_footer { after_magic(&first) } else { 0 };
    let message = first.get(start as usize..).and_then(framed).map(|range| range.start + start..range.end + start);
    let message = message.filter(|range| range.end <= file.size);
    let message = message.ok_or_else(|| fail("it does not begin as Arrow IPC does"))?;
    let bytes = match usize::try_from(message.end) {
        Ok(end) if end <= first.len() => first.slice(message.start as usize..end),
        _ => store.get_range(&file.location, message).await?,
    };
    let message = root_as_message(&bytes).map_err(|e| fail(&format!("its first message makes no sense: {e}")))?;
    let schema = message.header_as_schema().ok_or_else(|| fail("its first message is not a schema"))?;
    if !schema.endianness().equals_to_target_endianness() {
        return Err(fail("it was written on a machine with the other order of bytes (big-endian)")
            .with_hint("pyarrow can read it: pr.DataFrame(pyarrow.ipc.open_stream(path).read_all()), or open_file")
            .into());
    }
    let version = message.version();
    let head = Head { has_footer, schema: Arc::new(with_unique_names(fb_to_schema(schema))), version };
    cache.put(&file.location, CachedFileMetadataEntry::new(file.clone(), Arc::new(head.clone())));
    Ok(head)
}

/// Returns where the first message begins in the file format.
fn after_magic(bytes: &[u8]) -> u64 {
    let filled = bytes.chunks(FILLED).skip(1).take_while(|chunk| chunk.iter().all(|byte| *byte == 0)).count();
    ((1 + filled) * FILLED) as u64
}

/// Returns where the head of the message is that begins with these bytes, if they are a length.
pub(super) fn framed(bytes: &[u8]) -> Option<std::ops::Range<u64>> {
    let first = word(bytes, 0)?;
    let (length, start) = if first == CONTINUATION { (word(bytes, 4)?, 8) } else { (first, 4) };
    let length = u64::try_from(i32::from_le_bytes(length)).ok().filter(|length| *length > 0)?;
    Some(start..start + length)
}

pub(super) fn word(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at + 4)?.try_into().ok()
}

fn with_unique_names(schema: Schema) -> Schema {
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    match distinct_names(&names) {
        Some(names) => {
            let fields = schema.fields().iter().zip(names).map(|(field, name)| field.as_ref().clone().with_name(name));
            Schema::new_with_metadata(fields.collect::<Vec<Field>>(), schema.metadata().clone())
        }
        None => schema,
    }
}

pub(super) fn fail(reason: &str) -> Error {
    Error::new(ErrorKind::Read, WHAT, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_looked_for_where_a_message_begins() {
        assert_eq!(framed(&[0xff, 0xff, 0xff, 0xff, 16, 0, 0, 0]), Some(8..24));
        assert_eq!(framed(&[16, 0, 0, 0]), Some(4..20));
        assert_eq!(framed(b"a,b\n1,2\n"), Some(4..4 + 0x0a62_2c61));
        assert_eq!(framed(&[0xff; 8]), None);
        assert_eq!(framed(&[0xff; 3]), None);
        assert_eq!(after_magic(b"ARROW1\0\0\xff\xff\xff\xff"), 8);
        assert_eq!(after_magic(&[b"ARROW1".as_slice(), &[0; 58], &[0xff; 8]].concat()), 64);
    }
}

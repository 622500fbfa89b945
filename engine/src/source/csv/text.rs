//! The text of a CSV file in chunks: decompressed, in UTF-8, without the skipped lines.

use bytes::{Buf, Bytes};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::error::Result as EngineResult;
use futures::stream::BoxStream;
use futures::{StreamExt, future, stream};
use object_store::ObjectStore;
use std::sync::Arc;

use super::Csv;
use super::charset::Decoder;
use crate::local::held;

/// A text in chunks.
pub(super) type Text = BoxStream<'static, EngineResult<Bytes>>;

/// Returns the text of a file.
///
/// # Errors
/// When the file cannot be opened.
pub(super) async fn text(csv: &Csv, store: &Arc<dyn ObjectStore>, file: &PartitionedFile) -> EngineResult<Text> {
    let compression = csv.compression_of(file.object_meta.location.as_ref());
    let compressed = held::content(store, file).await?;
    let mut decoder = Decoder::new(csv.options.charset.clone(), csv.replaces);
    // The end is a chunk of its own: a character may lack its second half.
    let ended = compressed.decompressed(compression)?.map(Some).chain(stream::once(future::ready(None)));
    let decoded = ended.map(move |chunk| match chunk {
        Some(chunk) => Ok(decoder.next(chunk?, false)?),
        None => Ok(decoder.next(Bytes::new(), true)?),
    });
    Ok(without_head(decoded.boxed(), csv.options.skip_rows))
}

/// Returns a text without its first lines.
fn without_head(text: Text, lines: usize) -> Text {
    if lines == 0 {
        return text;
    }
    text.scan(lines, |lines, chunk| {
        let chunk = chunk.map(|mut chunk: Bytes| {
            while *lines > 0 {
                let end = chunk.iter().position(|byte| *byte == b'\n');
                chunk.advance(end.map_or(chunk.len(), |end| end + 1));
                if end.is_none() {
                    break;
                }
                *lines -= 1;
            }
            chunk
        });
        future::ready(Some(chunk))
    })
    .boxed()
}

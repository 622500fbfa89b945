//! Reads JSON lines: complete rows are checked, then parsed.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::json::ReaderBuilder;
use arrow::json::reader::Decoder;
use bytes::{Buf, Bytes};
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileOpenFuture, FileOpener};
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion_datasource::boundary_stream::AlignedBoundaryStream;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt};

use super::cursor::Fault;
use super::form::Form;
use super::rules::Keys;
use super::{Chosen, Json, WHAT, breaks, cut_off, in_line, list};
use crate::error::Error;
use crate::local::store_of;
use crate::local::{held, shown};
use crate::source::named;
use crate::source::own::Scan;
use crate::source::unparsed::Unparsed;

/// How many bytes of a file are read at once.
const CHUNK: usize = 1 << 20;
/// How many bytes are checked at once, unless the file ends.
const BLOCK: usize = 256 << 10;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) type Text = BoxStream<'static, EngineResult<Bytes>>;

/// The reader of single files.
pub(super) struct Opener {
    json: Json,
    rules: Arc<Keys>,
    /// The wanted columns.
    schema: SchemaRef,
    batch_size: usize,
    store: Arc<dyn ObjectStore>,
}

impl Opener {
    pub(super) fn try_new(json: Json, scan: &Scan<Json>, store: Arc<dyn ObjectStore>) -> EngineResult<Self> {
        let (wanted, chosen) = (scan.wanted(), &json.chosen);
        let closed = matches!(chosen, Chosen::Some(_));
        let rules = Keys::of_rows(scan.columns().fields(), closed, |at| wanted.contains(&at), |name| chosen.has(name));
        let (rules, schema) = (Arc::new(rules), scan.wanted_columns()?);
        Ok(Self { json, rules, schema, batch_size: scan.batch_size(), store })
    }
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> EngineResult<FileOpenFuture> {
        let (store, compression) = (Arc::clone(&self.store), self.json.compression);
        let origin = self.json.origin.clone();
        let (rules, form) = (Arc::clone(&self.rules), self.json.form.clone());
        // A value that is not a string is read into a string column as it is written.
        let decoder = ReaderBuilder::new(Arc::clone(&self.schema))
            .with_batch_size(self.batch_size)
            .with_coerce_primitive(true)
            .build_decoder()?;
        let batch_size = self.batch_size;
        Ok(Box::pin(async move {
            let text = text(&store, &file, compression, &form).await?;
            let name = origin.unwrap_or_else(|| shown(&store, &file.object_meta.location));
            let rows = Rows {
                text,
                rules,
                decoder,
                batch_size,
                rest: Vec::new(),
                unparsed: Unparsed::new(WHAT),
                enough: BLOCK,
                ready: Bytes::new(),
                lines: 0,
                ended: false,
            };
            let place = Arc::new(Place { store, file, name });
            let batches = futures::stream::try_unfold(rows, move |mut rows| {
                let place = Arc::clone(&place);
                async move {
                    match rows.next().await {
                        Ok(batch) => Ok(batch.map(|batch| (batch, rows))),
                        Err(wrong) => Err(place.error(wrong, rows.lines).await),
                    }
                }
            });
            Ok(batches.boxed())
        }))
    }
}

/// Returns the bytes of a file, or of the rows that begin in a range of it, decompressed, and notes their form.
pub(super) async fn text(
    store: &Arc<dyn ObjectStore>,
    file: &PartitionedFile,
    compression: FileCompressionType,
    form: &Form,
) -> EngineResult<Text> {
    if let Some(range) = &file.range {
        let place = |at: i64| u64::try_from(at).unwrap_or(0);
        let (store, path, size) = (store_of(store, file), file.object_meta.location.clone(), file.object_meta.size);
        let lines = AlignedBoundaryStream::new(store, path, place(range.start), place(range.end), size, b'\n').await?;
        let lines = lines.map_err(DataFusionError::from).boxed();
        form.note(false);
        return Ok(if range.start == 0 { unmarked(lines) } else { lines });
    }
    let text = held::content(store, file).await?.decompressed(compression)?;
    Ok(list::rows_of(unmarked(text), form.clone()))
}

/// Returns a text without its byte order mark.
fn unmarked(text: Text) -> Text {
    text.enumerate()
        .map(|(at, chunk)| {
            chunk.map(|mut chunk: Bytes| {
                if at == 0 && chunk.starts_with(BYTE_ORDER_MARK) {
                    chunk.advance(BYTE_ORDER_MARK.len());
                }
                chunk
            })
        })
        .boxed()
}

/// The kinds of errors in the rows of a file.
enum Wrong {
    /// A fault, in bytes that come after this many line breaks.
    Rows(Box<Fault>, usize),
    /// The file ends within a row, of which this much is there.
    CutOff(Vec<u8>),
    Other(DataFusionError),
}

impl<E: Into<DataFusionError>> From<E> for Wrong {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// The rows of a text, batch by batch.
struct Rows {
    text: Text,
    rules: Arc<Keys>,
    decoder: Decoder,
    batch_size: usize,
    /// The bytes that have not been checked, and how many of them are worth checking.
    rest: Vec<u8>,
    enough: usize,
    unparsed: Unparsed,
    /// Complete rows.
    ready: Bytes,
    /// How many line breaks precede.
    lines: usize,
    ended: bool,
}

impl Rows {
    async fn next(&mut self) -> Result<Option<RecordBatch>, Wrong> {
        loop {
            if !self.ready.is_empty() {
                let read = self.decoder.decode(&self.ready)?;
                self.ready.advance(read);
            }
            // arrow stops at a full batch.
            if self.decoder.len() >= self.batch_size || (self.ended && self.ready.is_empty()) {
                let batch = self.decoder.flush()?;
                self.unparsed.clear();
                self.unparsed.add(self.rest.len())?;
                return Ok(batch);
            }
            if self.ready.is_empty() {
                self.fill().await?;
            }
        }
    }

    async fn fill(&mut self) -> Result<(), Wrong> {
        while self.rest.len() < self.enough && !self.ended {
            match self.text.next().await.transpose()? {
                Some(chunk) => {
                    self.unparsed.add(chunk.len())?;
                    self.rest.extend_from_slice(&chunk);
                }
                None => self.ended = true,
            }
        }
        let end = self.rules.rows(&self.rest).map_err(|fault| {
            let before = breaks(&self.rest[..fault.at]);
            Wrong::Rows(fault, before)
        })?;
        let rest = self.rest.split_off(end);
        let rows = std::mem::replace(&mut self.rest, rest);
        self.lines += breaks(&rows);
        if self.ended && !self.rest.trim_ascii().is_empty() {
            return Err(Wrong::CutOff(std::mem::take(&mut self.rest)));
        }
        // A longer row is not checked again for each chunk.
        self.enough = if rows.is_empty() { self.rest.len() * 2 } else { BLOCK };
        self.ready = Bytes::from(rows);
        Ok(())
    }
}

/// The file that the rows come from, for errors.
struct Place {
    store: Arc<dyn ObjectStore>,
    file: PartitionedFile,
    name: String,
}

impl Place {
    /// Returns the error with the file and the line.
    async fn error(&self, wrong: Wrong, lines: usize) -> DataFusionError {
        let error = match wrong {
            Wrong::Rows(fault, before) => in_line(&fault, self.lines_before().await + lines + before),
            Wrong::CutOff(rest) => cut_off(self.lines_before().await + lines, &rest),
            Wrong::Other(error) => Error::from_datafusion(WHAT, error),
        };
        named(WHAT, &error, &self.name).into()
    }

    /// Returns how many lines precede the rows that begin in this file's range.
    async fn lines_before(&self) -> usize {
        let start = self.file.range.as_ref().map_or(0, |range| u64::try_from(range.start).unwrap_or(0));
        let mut lines = 0;
        let mut at = 0;
        // The row that contains the last byte before the range belongs to the range before.
        let end = start.saturating_sub(1);
        while at < end {
            let next = end.min(at + CHUNK as u64);
            match store_of(&self.store, &self.file).get_range(&self.file.object_meta.location, at..next).await {
                Ok(bytes) => lines += breaks(&bytes),
                Err(_) => break,
            }
            at = next;
        }
        lines + usize::from(start > 0)
    }
}

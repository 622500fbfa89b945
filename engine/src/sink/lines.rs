//! Rows as lines of text. A line depends only on its row, so any thread may make the lines of any rows: those of a run
//! are made on the runtime's workers, a few slices ahead of the one that is written, and written in their order.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::csv::{QuoteStyle, WriterBuilder};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::json::LineDelimitedWriter;
use datafusion::common::runtime::SpawnedTask;
use futures::{Stream, StreamExt, stream};

use crate::cast::batch::cast_to_schema;
use crate::error::Result;
use crate::run::lost;
use crate::sink::file::refused;
use crate::sink::{CsvOptions, Encoding, calendar};

/// The most rows that one task converts to lines.
const ROWS_A_SLICE: usize = 16_384;

const BYTES_A_CELL: usize = 12;
const MOST_AT_ONCE: usize = 4 << 20;

/// Converts the rows of one file to lines.
pub(super) struct Lines {
    what: &'static str,
    schema: SchemaRef,
    form: Form,
}

/// The format of lines.
pub(super) enum Form {
    Csv(CsvOptions),
    /// Nulls are written: a column of nulls in the first rows is a column all the same.
    Json,
}

/// Lines, and the number of their rows.
pub(super) struct Text {
    pub(super) bytes: Vec<u8>,
    pub(super) rows: usize,
}

impl Lines {
    /// Returns the line writer of a format that has lines.
    pub(super) fn of(encoding: &Encoding, schema: &SchemaRef) -> Option<Self> {
        Some(Self { what: encoding.operation(), schema: Arc::clone(schema), form: Form::of(encoding)? })
    }

    /// Returns the lines of `batch`.
    pub(super) fn text(&self, batch: &RecordBatch) -> Result<Text> {
        let rows = batch.num_rows();
        let batch = cast_to_schema(&self.schema, batch.clone()).map_err(|e| refused(self.what, e))?;
        calendar::check(self.what, &batch)?;
        let bytes = self.form.bytes(&batch).map_err(|e| refused(self.what, e))?;
        Ok(Text { bytes, rows })
    }

    /// Returns the lines of `batches` in their order, made by other tasks, `ahead` of which may be running or done.
    pub(super) fn ahead<S>(self: Arc<Self>, batches: S, ahead: usize) -> impl Stream<Item = Result<Text>> + Send
    where
        S: Stream<Item = Result<RecordBatch>> + Send,
    {
        let slices = batches.flat_map(|batch| {
            stream::iter(match batch {
                Ok(batch) => slices(&batch).into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            })
        });
        let texts = slices.map(move |slice| {
            let (what, lines) = (self.what, Arc::clone(&self));
            // A task whose result nobody waits for is stopped.
            let task = slice.map(|slice| SpawnedTask::spawn(async move { lines.text(&slice) }));
            async move { task?.join_unwind().await.map_err(|_| lost(what))? }
        });
        texts.buffered(ahead)
    }
}

impl Form {
    /// Returns the form of a format that has lines.
    pub(super) fn of(encoding: &Encoding) -> Option<Self> {
        match encoding {
            Encoding::Csv(options) => Some(Self::Csv(options.clone())),
            Encoding::Json(_) => Some(Self::Json),
            Encoding::Parquet(_) | Encoding::Ipc(_) | Encoding::Avro(_) => None,
        }
    }

    /// Returns the lines of `batch`.
    pub(super) fn bytes(&self, batch: &RecordBatch) -> std::result::Result<Vec<u8>, ArrowError> {
        // About the size of numbers; longer values make it grow once or twice.
        let cells = batch.num_rows() * batch.num_columns();
        let mut bytes = Vec::with_capacity((cells * BYTES_A_CELL).min(MOST_AT_ONCE));
        match self {
            Self::Csv(options) => writer(options).with_header(false).build(&mut bytes).write(batch)?,
            Self::Json => {
                let mut writer: LineDelimitedWriter<_> =
                    arrow::json::WriterBuilder::new().with_explicit_nulls(true).build(&mut bytes);
                writer.write(batch)?;
                writer.finish()?;
            }
        }
        Ok(bytes)
    }
}

/// Returns the line with the names of the columns.
pub(super) fn header(options: &CsvOptions, schema: &SchemaRef) -> std::result::Result<Vec<u8>, ArrowError> {
    let mut bytes = Vec::new();
    if options.header && !schema.fields().is_empty() {
        writer(options).build(&mut bytes).write(&RecordBatch::new_empty(Arc::clone(schema)))?;
    }
    Ok(bytes)
}

fn writer(options: &CsvOptions) -> WriterBuilder {
    WriterBuilder::new()
        .with_delimiter(options.delimiter)
        .with_quote(options.quote)
        .with_quote_style(QuoteStyle::Necessary)
        .with_null(options.null_value.clone())
}

fn slices(batch: &RecordBatch) -> Vec<RecordBatch> {
    let rows = batch.num_rows();
    let starts = (0..rows).step_by(ROWS_A_SLICE);
    starts.map(|start| batch.slice(start, ROWS_A_SLICE.min(rows - start))).collect()
}

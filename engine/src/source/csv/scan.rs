//! Reads CSV files: batches of each file in turn, of the wanted columns.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::csv::ReaderBuilder;
use arrow::csv::reader::Decoder;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use bytes::{Buf, Bytes};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileOpenFuture, FileOpener};
use datafusion::error::{DataFusionError, Result as EngineResult};
use futures::StreamExt;
use object_store::ObjectStore;

use super::records::{endless, line_of};
use super::text::{Text, text};
use super::{Csv, MOST_OF_A_ROW, WHAT};
use crate::error::wording::{self, BadRecord};
use crate::error::{Error, ErrorKind};
use crate::local::shown;
use crate::source::named;
use crate::source::own::Scan;
use crate::source::unparsed::Unparsed;

/// The reader of single files.
pub(super) struct Opener {
    csv: Csv,
    schema: SchemaRef,
    columns: Vec<usize>,
    batch_size: usize,
    store: Arc<dyn ObjectStore>,
}

impl Opener {
    pub(super) fn new(csv: Csv, scan: &Scan<Csv>, store: Arc<dyn ObjectStore>) -> Self {
        let (schema, columns) = (Arc::clone(scan.columns()), scan.wanted().to_vec());
        Self { csv, schema, columns, batch_size: scan.batch_size(), store }
    }
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> EngineResult<FileOpenFuture> {
        let (csv, store) = (self.csv.clone(), Arc::clone(&self.store));
        let path = file.object_meta.location.to_string();
        let builder = ReaderBuilder::new(Arc::clone(&self.schema))
            .with_format(csv.parser(&path))
            .with_header_validation(csv.options.has_header && !csv.renamed)
            .with_projection(self.columns.clone())
            .with_batch_size(self.batch_size);
        let (columns, has_header) = (Arc::clone(&self.schema), csv.options.has_header);
        let name = csv.origin.clone().unwrap_or_else(|| shown(&store, &file.object_meta.location));
        let rows = Rows {
            decoder: builder.build_decoder(),
            chunk: Bytes::new(),
            ended: false,
            unfinished: 0,
            unparsed: Unparsed::new(WHAT),
            batch_size: self.batch_size,
            records: usize::from(has_header),
        };
        Ok(Box::pin(async move {
            let text = text(&csv, &store, &file).await?;
            let place = Arc::new(Place { csv, store, file, name, columns });
            let batches = futures::stream::try_unfold((text, rows), move |(mut text, mut rows)| {
                let place = Arc::clone(&place);
                async move {
                    match rows.next(&mut text).await {
                        Ok(batch) => Ok(batch.map(|batch| (batch, (text, rows)))),
                        Err(wrong) => Err(place.error(wrong, &rows).await),
                    }
                }
            });
            Ok(batches.boxed())
        }))
    }
}

/// The kinds of errors in the rows of a file.
enum Wrong {
    /// A row is longer than the limit.
    Endless,
    /// There is no memory for the rows of a batch.
    Memory(Error),
    Parser(ArrowError),
    Text(DataFusionError),
}

impl From<ArrowError> for Wrong {
    fn from(error: ArrowError) -> Self {
        Self::Parser(error)
    }
}

/// The rows of a text, batch by batch.
struct Rows {
    decoder: Decoder,
    chunk: Bytes,
    ended: bool,
    /// The approximate bytes of the incomplete row.
    unfinished: usize,
    unparsed: Unparsed,
    batch_size: usize,
    /// How many records precede the current batch.
    records: usize,
}

impl Rows {
    async fn next(&mut self, text: &mut Text) -> Result<Option<RecordBatch>, Wrong> {
        loop {
            if self.chunk.is_empty() && !self.ended {
                match text.next().await.transpose().map_err(Wrong::Text)? {
                    Some(next) => self.chunk = next,
                    None => self.ended = true,
                }
                if self.chunk.is_empty() && !self.ended {
                    continue;
                }
            }
            let free = self.decoder.capacity();
            let read = self.decoder.decode(&self.chunk)?;
            self.unfinished = if self.decoder.capacity() == free { self.unfinished + read } else { 0 };
            if self.unfinished > MOST_OF_A_ROW {
                return Err(Wrong::Endless);
            }
            self.unparsed.add(read).map_err(Wrong::Memory)?;
            self.chunk.advance(read);
            if self.decoder.capacity() == 0 || self.ended {
                let batch = self.decoder.flush()?;
                self.unparsed.clear();
                self.records += batch.as_ref().map_or(0, RecordBatch::num_rows);
                return Ok(batch);
            }
        }
    }
}

/// The file that the rows come from, for errors.
struct Place {
    csv: Csv,
    store: Arc<dyn ObjectStore>,
    file: PartitionedFile,
    name: String,
    columns: SchemaRef,
}

impl Place {
    /// Returns the error with the file, the line and the column.
    async fn error(&self, wrong: Wrong, rows: &Rows) -> DataFusionError {
        let error = match wrong {
            Wrong::Endless => {
                let whole = rows.batch_size.saturating_sub(rows.decoder.capacity());
                endless(self.line_of(rows.records + whole).await.unwrap_or(1))
            }
            Wrong::Memory(error) => error,
            Wrong::Text(error) => Error::from_datafusion(WHAT, error),
            Wrong::Parser(ArrowError::CsvError(text)) => self.of_records(&text).await,
            Wrong::Parser(ArrowError::ParseError(text)) => self.of_value(&text).await,
            Wrong::Parser(error) => Error::from_arrow(WHAT, error),
        };
        named(WHAT, &error, &self.name).into()
    }

    /// Returns the error of a record, which arrow counts from 1.
    async fn of_records(&self, text: &str) -> Error {
        match wording::bad_record(text) {
            Some(BadRecord::Charset { record, field }) => {
                let line = self.line_of(record.saturating_sub(1)).await;
                let column = self.columns.fields().get(field.saturating_sub(1)).map(|field| field.name().as_str());
                bad_text(line, column)
            }
            Some(BadRecord::Count { record, expected, given }) => {
                let line = self.line_of(record.saturating_sub(1)).await;
                wrong_count(line.unwrap_or(record), expected, given)
            }
            None => Error::new(ErrorKind::Read, WHAT, text).with_hint(FORM),
        }
    }

    /// Returns the error of a value that does not fit its column, in a record that arrow counts from 0.
    async fn of_value(&self, text: &str) -> Error {
        let column =
            wording::csv_column(text).and_then(|at| Some((at, self.columns.fields().get(at)?.name().as_str())));
        let Some((at, name)) = column else { return Error::new(ErrorKind::Read, WHAT, text).with_hint(FORM) };
        let line = match wording::csv_record(text) {
            Some(record) => self.line_of(record).await.map(|line| (record, line)),
            None => None,
        };
        Error::new(ErrorKind::Read, WHAT, wording::bad_value(text, (at, name), line)).with_hint(format!(
            "schema_overrides={{\"{name}\": \"string\"}} reads it as a string; null_values names strings that mean null"
        ))
    }

    async fn line_of(&self, record: usize) -> Option<usize> {
        let text = text(&self.csv, &self.store, &self.file).await.ok()?;
        line_of(text, self.csv.tracker(self.file.object_meta.location.as_ref()), record).await
    }
}

const FORM: &str = "delimiter, quote, escape, comment, skip_rows and truncated_rows say how the file is written";

/// Returns the error of a row with another number of values than there are columns.
pub(super) fn wrong_count(line: usize, expected: usize, got: &str) -> Error {
    let message = format!("line {line} has {got} values, and there are {expected} columns");
    Error::new(ErrorKind::Read, WHAT, message).with_hint(FORM)
}

/// Returns the error of a text that is not in the expected charset.
pub(super) fn bad_text(line: Option<usize>, column: Option<&str>) -> Error {
    let line = line.map_or_else(String::new, |line| format!("line {line}"));
    let column = column.map_or_else(String::new, |name| format!(", column \"{name}\""));
    Error::new(ErrorKind::Read, WHAT, format!("{line}{column}: this is not UTF-8"))
        .with_hint(
            "encoding says how the text is written: \"latin-1\", \"cp1252\", \"shift_jis\"; ignore_errors=True reads U+FFFD \
             where a character is invalid",
        )
}

//! Reads CSV files: batches of each file in turn, of the wanted columns. A file is parsed on all cores, block by block
//! ([`super::blocks`]).

use std::collections::VecDeque;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::csv::ReaderBuilder;
use arrow::csv::reader::{Decoder, Format};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use bytes::Buf;
use datafusion::common::runtime::SpawnedTask;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileOpenFuture, FileOpener};
use datafusion::error::{DataFusionError, Result as EngineResult};
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use object_store::ObjectStore;

use super::blocks::{Block, Blocks};
use super::records::{endless, line_of};
use super::text::text;
use super::{Csv, WHAT};
use crate::budget;
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
        let name = csv.origin.clone().unwrap_or_else(|| shown(&store, &file.object_meta.location));
        let parser = Parser {
            format: csv.parser(&path),
            has_header: csv.options.has_header,
            renamed: csv.renamed,
            schema: Arc::clone(&self.schema),
            columns: self.columns.clone(),
            batch_size: self.batch_size,
        };
        let threads = budget::threads()?.value;
        let columns = Arc::clone(&self.schema);
        Ok(Box::pin(async move {
            let blocks = Blocks::new(text(&csv, &store, &file).await?, &csv, &path, parser.batch_size);
            let place = Place { csv, store, file, name, columns };
            let parsed = futures::stream::unfold(Some(blocks), |blocks| async move {
                let mut blocks = blocks?;
                match blocks.next().await.transpose()? {
                    Ok(block) => Some((Ok(block), Some(blocks))),
                    Err(error) => Some((Err(error), None)),
                }
            });
            // Each block is parsed by a task of its own, and the rows keep their order.
            let parsed = parsed.map(move |block| {
                let task = block.map(|block| {
                    let parser = parser.clone();
                    SpawnedTask::spawn(async move { parser.rows(block) })
                });
                async move {
                    match task {
                        Ok(task) => task.join_unwind().await.unwrap_or_else(|_| Parsed::cancelled()),
                        Err(error) => Parsed::failed(Wrong::Text(error)),
                    }
                }
            });
            Ok(in_turn(parsed.buffered(threads).boxed(), place).boxed())
        }))
    }
}

/// Returns the batches of the blocks in turn, and the error of the first that has one.
fn in_turn(parsed: BoxStream<'static, Parsed>, place: Place) -> impl Stream<Item = EngineResult<RecordBatch>> {
    let start = (parsed, Parsed::default(), 0, Arc::new(place));
    futures::stream::try_unfold(start, |(mut parsed, mut block, mut before, place)| async move {
        loop {
            if let Some(batch) = block.batches.pop_front() {
                return Ok(Some((batch, (parsed, block, before, place))));
            }
            if let Some(wrong) = block.wrong {
                return Err(place.error(wrong, before, block.records).await);
            }
            before += block.records;
            match parsed.next().await {
                Some(next) => block = next,
                None => return Ok(None),
            }
        }
    })
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

/// The rows of a block, up to the first that is wrong.
#[derive(Default)]
struct Parsed {
    batches: VecDeque<RecordBatch>,
    /// How many records are in the batches, with the header; of a block with an error: how many precede it.
    records: usize,
    wrong: Option<Wrong>,
}

impl Parsed {
    fn failed(wrong: Wrong) -> Self {
        Self { wrong: Some(wrong), ..Self::default() }
    }

    /// What nobody sees: the run has ended.
    fn cancelled() -> Self {
        Self::failed(Wrong::Memory(Error::cancelled(WHAT)))
    }
}

/// Parses blocks.
#[derive(Clone)]
struct Parser {
    format: Format,
    has_header: bool,
    renamed: bool,
    schema: SchemaRef,
    columns: Vec<usize>,
    batch_size: usize,
}

impl Parser {
    fn decoder(&self, has_header: bool) -> Decoder {
        ReaderBuilder::new(Arc::clone(&self.schema))
            .with_format(self.format.clone().with_header(has_header))
            .with_header_validation(has_header && !self.renamed)
            .with_projection(self.columns.clone())
            .with_batch_size(self.batch_size)
            .build_decoder()
    }

    fn rows(&self, block: Block) -> Parsed {
        let has_header = self.has_header && block.is_first;
        let mut decoder = self.decoder(has_header);
        let mut parsed = Parsed { records: usize::from(has_header), ..Parsed::default() };
        if let Err(wrong) = parsed.fill(&mut decoder, block) {
            if matches!(wrong, Wrong::Endless) {
                parsed.records += self.batch_size.saturating_sub(decoder.capacity());
            }
            parsed.wrong = Some(wrong);
        }
        parsed
    }
}

impl Parsed {
    fn fill(&mut self, decoder: &mut Decoder, block: Block) -> Result<(), Wrong> {
        let mut unparsed = Unparsed::new(WHAT);
        for mut piece in block.pieces {
            while !piece.is_empty() {
                let read = decoder.decode(&piece)?;
                unparsed.add(read).map_err(Wrong::Memory)?;
                piece.advance(read);
                if decoder.capacity() == 0 {
                    self.flush(decoder)?;
                    unparsed.clear();
                }
            }
        }
        if block.is_endless {
            return Err(Wrong::Endless);
        }
        // The last row may lack its line break.
        decoder.decode(&[])?;
        self.flush(decoder)
    }

    fn flush(&mut self, decoder: &mut Decoder) -> Result<(), Wrong> {
        if let Some(batch) = decoder.flush()? {
            self.records += batch.num_rows();
            self.batches.push_back(batch);
        }
        Ok(())
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
    /// Returns the error with the file, the line and the column. So many records precede its block, and so many of the
    /// block precede it.
    async fn error(&self, wrong: Wrong, before: usize, records: usize) -> DataFusionError {
        let error = match wrong {
            Wrong::Endless => endless(self.line_of(before + records).await.unwrap_or(1)),
            Wrong::Memory(error) => error,
            Wrong::Text(error) => Error::from_datafusion(WHAT, error),
            Wrong::Parser(ArrowError::CsvError(text)) => self.of_records(&text, before).await,
            Wrong::Parser(ArrowError::ParseError(text)) => self.of_value(&text, before).await,
            Wrong::Parser(error) => Error::from_arrow(WHAT, error),
        };
        named(WHAT, &error, &self.name).into()
    }

    /// Returns the error of a record, which arrow counts from 1 in each block.
    async fn of_records(&self, text: &str, before: usize) -> Error {
        match wording::bad_record(text) {
            Some(BadRecord::Charset { record, field }) => {
                let line = self.line_of(before + record.saturating_sub(1)).await;
                let column = self.columns.fields().get(field.saturating_sub(1)).map(|field| field.name().as_str());
                bad_text(line, column)
            }
            Some(BadRecord::Count { record, expected, given }) => {
                let line = self.line_of(before + record.saturating_sub(1)).await;
                wrong_count(line.unwrap_or(before + record), expected, given)
            }
            None => Error::new(ErrorKind::Read, WHAT, text).with_hint(FORM),
        }
    }

    /// Returns the error of a value that does not fit its column, in a record that arrow counts from 0 in each block.
    async fn of_value(&self, text: &str, before: usize) -> Error {
        let column =
            wording::csv_column(text).and_then(|at| Some((at, self.columns.fields().get(at)?.name().as_str())));
        let Some((at, name)) = column else { return Error::new(ErrorKind::Read, WHAT, text).with_hint(FORM) };
        let line = match wording::csv_record(text) {
            Some(record) => self.line_of(before + record).await.map(|line| (record, line)),
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

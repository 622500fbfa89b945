//! Infers the columns of a CSV file and their types, from its first rows.
//!
//! arrow infers a type from the pattern of the values, and its parser may refuse some that match: `2023-02-29` is a
//! date by its digits. So the rows that were read are parsed too, and a column that fails is a string.

use std::sync::Arc;

use arrow::csv::ReaderBuilder;
use arrow::csv::reader::Format as CsvParser;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use bytes::Bytes;
use datafusion::error::Result as EngineResult;
use futures::StreamExt;
use object_store::{ObjectMeta, ObjectStore};

use super::records::{Record, Tracker};
use super::scan::{bad_text, wrong_count};
use super::text::text;
use super::{Csv, WHAT};
use crate::error::{Error, Result, wording};
use crate::local::held;
use crate::source::schema;

/// How many bytes are inferred from at once.
const BLOCK: usize = 4 << 20;

impl Csv {
    /// Returns the columns of one file, their types inferred from its first `rows` rows: null where there is no value.
    pub(in crate::source) async fn infer(
        &self,
        store: &Arc<dyn ObjectStore>,
        file: &ObjectMeta,
        rows: usize,
    ) -> EngineResult<Schema> {
        let mut text = text(self, store, &held::at_hand(store, file)).await?;
        let mut look = Look::new(self, file.location.as_ref(), rows);
        while let Some(chunk) = text.next().await.transpose()? {
            if look.take(&chunk)? {
                break;
            }
        }
        let schema = look.schema()?;
        // With no rows to infer from, no types are wanted.
        Ok(if rows == 0 { untyped(&schema) } else { schema })
    }
}

fn untyped(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| field.as_ref().clone().with_data_type(DataType::Null));
    Schema::new(fields.collect::<Vec<_>>())
}

/// The state of inferring from one file.
struct Look<'a> {
    csv: &'a Csv,
    parser: CsvParser,
    tracker: Tracker,
    /// How many records are still wanted, with the header.
    left: usize,
    /// How many values each must have.
    width: Option<usize>,
    /// Complete records that have not been inferred from, and the beginning of another.
    block: Vec<u8>,
    whole: usize,
    /// The lines of the complete records.
    lines: Vec<usize>,
    seen: Option<Schema>,
}

impl<'a> Look<'a> {
    fn new(csv: &'a Csv, path: &str, rows: usize) -> Self {
        Self {
            csv,
            parser: csv.parser(path),
            tracker: csv.tracker(path),
            left: rows.saturating_add(usize::from(csv.options.has_header)).max(1),
            width: None,
            block: Vec::new(),
            whole: 0,
            lines: Vec::new(),
            seen: None,
        }
    }

    /// Takes a chunk; returns whether it is enough.
    fn take(&mut self, chunk: &Bytes) -> Result<bool> {
        let mut rest = chunk.as_ref();
        while self.left > 0 && !rest.is_empty() {
            let (record, read) = self.tracker.next(rest);
            let (passed, after) = rest.split_at(read);
            self.block.extend_from_slice(passed);
            rest = after;
            match record {
                Some(record) => self.passed(record)?,
                None => self.tracker.check()?,
            }
            if self.whole >= BLOCK {
                self.look()?;
            }
        }
        Ok(self.left == 0)
    }

    fn passed(&mut self, record: Record) -> Result<()> {
        let width = *self.width.get_or_insert(record.values);
        let may_be_short = self.csv.options.truncated_rows && record.values < width;
        if record.values != width && !may_be_short {
            return Err(wrong_count(record.line, width, &record.values.to_string()));
        }
        self.left -= 1;
        self.whole = self.block.len();
        self.lines.push(record.line);
        Ok(())
    }

    /// Infers from the complete records that have come.
    fn look(&mut self) -> Result<()> {
        let rest = self.block.split_off(self.whole);
        let block = std::mem::replace(&mut self.block, rest);
        self.whole = 0;
        let lines = std::mem::take(&mut self.lines);
        if let Err(wrong) = std::str::from_utf8(&block) {
            return Err(bad_text(Some(self.line_at(&block, wrong.valid_up_to(), &lines)), None));
        }
        let is_first = self.seen.is_none();
        let has_header = self.csv.options.has_header && is_first;
        let parser = self.parser.clone().with_header(has_header);
        let refused = |e| Error::from_arrow(WHAT, e);
        let (found, _) = parser.infer_schema(block.as_slice(), None).map_err(refused)?;
        let fitting = self.fitting(found, &parser, &block);
        self.seen = Some(match self.seen.take() {
            None => fitting,
            Some(seen) => schema::widened(&seen, &fitting),
        });
        Ok(())
    }

    /// Returns the line of a byte of the block, whose records begin on `lines`.
    fn line_at(&self, block: &[u8], at: usize, lines: &[usize]) -> usize {
        let breaks = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
        let before = block.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        lines.first().map_or(1, |first| first + breaks(block.get(before..at).unwrap_or_default()))
    }

    /// Returns the schema with string in place of each type that does not fit the values of the block.
    fn fitting(&self, found: Schema, parser: &CsvParser, block: &[u8]) -> Schema {
        let mut schema = found;
        for _ in 0..schema.fields().len() {
            let is_plain = |field: &Arc<Field>| matches!(field.data_type(), DataType::Utf8 | DataType::Null);
            if schema.fields().iter().all(is_plain) {
                break;
            }
            let rows = ReaderBuilder::new(Arc::new(schema.clone())).with_format(parser.clone()).build_buffered(block);
            let refused = rows.ok().and_then(|mut rows| rows.find_map(std::result::Result::err));
            let column = |error: ArrowError| wording::csv_column(&error.to_string());
            let Some(at) = refused.and_then(column) else { break };
            let fields = schema.fields().iter().enumerate().map(|(place, field)| match place == at {
                true => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8)),
                false => Arc::clone(field),
            });
            schema = Schema::new(fields.collect::<Vec<_>>());
        }
        schema
    }

    fn schema(mut self) -> Result<Schema> {
        if self.left > 0
            && let Some(record) = self.tracker.last()
        {
            self.passed(record)?;
        }
        if self.whole > 0 || self.seen.is_none() {
            self.look()?;
        }
        Ok(self.seen.unwrap_or_else(Schema::empty))
    }
}

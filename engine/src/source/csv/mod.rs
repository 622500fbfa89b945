//! CSV files, read by arrow's parser.
//!
//! DataFusion's own CSV format has no other null values when it reads, skips no lines, takes one compression for all
//! files, and matches the columns of several files by position whatever their headers say. This one adds that, and
//! nothing else: the header of each file is checked against the announced columns.

mod blocks;
mod charset;
mod infer;
mod records;
mod scan;
mod text;

use std::sync::Arc;

use arrow::csv::reader::Format as CsvParser;
use arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::catalog::Session;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::physical_plan::FileOpener;
use datafusion::error::Result as EngineResult;
use object_store::{ObjectMeta, ObjectStore};
use regex::Regex;

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::distinct_names;
use crate::file_format::delimiter_of;
use crate::source::own::{OwnFormat, Scan};
use crate::source::{compression_of, schema};
pub use charset::Charset;
use records::Tracker;
use scan::Opener;

const WHAT: &str = "read_csv";
/// The longest row: a quote that is never closed would make one of the whole file.
const MOST_OF_A_ROW: usize = 128 << 20;

/// The dialect of CSV.
#[derive(Clone, Debug)]
pub struct CsvOptions {
    /// The character between two values; `None` is a comma, or a tab if the path ends in `.tsv`.
    pub delimiter: Option<u8>,
    /// Whether the first line has the names of the columns.
    pub has_header: bool,
    /// The character around a value that contains a delimiter; `None` for none.
    pub quote: Option<u8>,
    /// The character before a quote that belongs to the value; by default a quote is doubled.
    pub escape: Option<u8>,
    /// The first character of a line that is skipped.
    pub comment: Option<u8>,
    /// Strings that mean null, in addition to the empty one.
    pub null_values: Vec<String>,
    /// How many lines before the header, or the first row, are skipped.
    pub skip_rows: usize,
    /// Whether rows may have fewer values; the missing ones are null.
    pub truncated_rows: bool,
    /// The encoding of the text.
    pub charset: Charset,
    /// The names of the columns, instead of those in the header.
    pub column_names: Option<Vec<String>>,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self {
            delimiter: None,
            has_header: true,
            quote: Some(b'"'),
            escape: None,
            comment: None,
            null_values: Vec::new(),
            skip_rows: 0,
            truncated_rows: false,
            charset: Charset::default(),
            column_names: None,
        }
    }
}

/// The format of CSV files.
#[derive(Clone, Debug)]
pub(super) struct Csv {
    options: CsvOptions,
    nulls: Option<Regex>,
    compression: Option<FileCompressionType>,
    /// Whether what is no character of the encoding becomes U+FFFD, and is not an error.
    replaces: bool,
    /// The name of the file in messages, instead of its path.
    origin: Option<String>,
    /// Whether the names of the columns differ from the header.
    renamed: bool,
}

impl Csv {
    pub(super) fn try_new(
        options: CsvOptions,
        compression: Option<FileCompressionType>,
        replaces: bool,
        origin: Option<String>,
    ) -> Result<Self> {
        let nulls = match options.null_values.as_slice() {
            [] => None,
            texts => {
                let texts: Vec<String> = texts.iter().map(|text| regex::escape(text)).collect();
                let pattern = format!("^(?:|{})$", texts.join("|"));
                Some(Regex::new(&pattern).map_err(|e| Error::new(ErrorKind::Value, WHAT, e.to_string()))?)
            }
        };
        let renamed = options.column_names.is_some();
        Ok(Self { options, nulls, compression, replaces, origin, renamed })
    }

    fn parser(&self, path: &str) -> CsvParser {
        let options = &self.options;
        let mut parser = CsvParser::default()
            .with_header(options.has_header)
            .with_delimiter(self.delimiter(path))
            .with_truncated_rows(options.truncated_rows)
            // Without quoting, a byte that no text contains is the quote.
            .with_quote(options.quote.unwrap_or(0xff));
        if let Some(escape) = options.escape {
            parser = parser.with_escape(escape);
        }
        if let Some(comment) = options.comment {
            parser = parser.with_comment(comment);
        }
        if let Some(nulls) = &self.nulls {
            parser = parser.with_null_regex(nulls.clone());
        }
        parser
    }

    fn delimiter(&self, path: &str) -> u8 {
        self.options.delimiter.unwrap_or_else(|| delimiter_of(path))
    }

    /// Returns the tracker of the records of a file.
    fn tracker(&self, path: &str) -> Tracker {
        Tracker::new(&self.options, self.delimiter(path), self.options.skip_rows)
    }

    fn compression_of(&self, path: &str) -> FileCompressionType {
        self.compression.unwrap_or_else(|| compression_of(path))
    }

    /// Returns the names that are used: given, or of the header with repeated and missing ones made unique.
    pub(super) fn named(&mut self, schema: Schema) -> Result<Schema> {
        let count = schema.fields().len();
        let names: Vec<String> = match &self.options.column_names {
            Some(names) if names.len() != count => {
                let message = format!("{} column names were given for {count} columns", names.len());
                return Err(Error::new(ErrorKind::Schema, WHAT, message));
            }
            Some(names) => names.clone(),
            None => distinct(schema.fields().iter().map(|field| field.name().as_str())),
        };
        self.renamed |= schema.fields().iter().zip(&names).any(|(field, name)| field.name() != name);
        let fields: Vec<Field> =
            schema.fields().iter().zip(names).map(|(field, name)| field.as_ref().clone().with_name(name)).collect();
        Ok(Schema::new(fields))
    }
}

/// Makes names unique: an empty one gets its position, a repeated one a number.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let placed =
        |(at, name): (usize, &str)| if name.is_empty() { format!("column_{}", at + 1) } else { name.to_string() };
    let names: Vec<String> = names.enumerate().map(placed).collect();
    let unique = distinct_names(&names.iter().map(String::as_str).collect::<Vec<_>>());
    unique.unwrap_or(names)
}

impl OwnFormat for Csv {
    const NAME: &'static str = "csv";

    fn compression(&self) -> Option<FileCompressionType> {
        self.compression
    }

    async fn columns(
        &self,
        _: &dyn Session,
        store: &Arc<dyn ObjectStore>,
        files: &[ObjectMeta],
    ) -> EngineResult<SchemaRef> {
        match files.first() {
            Some(file) => Ok(Arc::new(schema::of_text(WHAT, vec![self.infer(store, file, 1000).await?])?)),
            None => Ok(Arc::new(Schema::empty())),
        }
    }

    // A line break may be part of a value, so no byte in the middle of a file is known to begin a row: not divisible.

    fn opener(&self, scan: &Scan<Self>, store: Arc<dyn ObjectStore>) -> EngineResult<Arc<dyn FileOpener>> {
        Ok(Arc::new(Opener::new(self.clone(), scan, store)))
    }
}

//! Batches as the bytes of a file: by arrow's and parquet's own writers, and as [`lines`](super::lines).
//!
//! A column that a format does not support is found before anything is computed: one row with a null is encoded as a
//! trial, and the writer's refusal becomes one that names the column.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::array::{RecordBatch, new_null_array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::CompressionType;
use arrow::ipc::writer::{DictionaryHandling, FileWriter, IpcWriteOptions, StreamWriter};
use parquet::arrow::ArrowWriter;
use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::error::{Error, ErrorKind, Result};
use crate::memory::compacted;
use crate::render::type_name;
use crate::sink::avro::Avro;
use crate::sink::compressed::CompressedWriter;
use crate::sink::dictionaries::Dictionaries;
use crate::sink::lines::{Form, header};
use crate::sink::output::Buffer;
use crate::sink::{Encoding, IpcOptions, ParquetOptions};

/// A row group is closed before it takes more than this, whatever its number of rows.
const ROW_GROUP_BYTES: usize = 256 << 20;

pub(super) type Encoded = std::result::Result<(), ArrowError>;

/// Encodes batches as the bytes of one file.
pub(super) trait Encoder: Send {
    fn write(&mut self, batch: &RecordBatch) -> Encoded;

    /// Writes lines that have been made elsewhere; only text formats accept them.
    fn append(&mut self, _text: &[u8]) -> Encoded {
        Err(ArrowError::NotYetImplemented("this format has no lines".to_owned()))
    }

    /// Writes the end of the file.
    fn finish(&mut self) -> Encoded;

    /// Returns how many bytes are held back until more rows have come.
    fn waiting(&self) -> usize {
        0
    }
}

/// Returns the encoder of a file called `path` with the columns of `schema`.
///
/// # Errors
/// `Schema` with the name of a column that the format does not support; `Value` for invalid options.
pub(super) fn encoder(encoding: &Encoding, path: &str, schema: &SchemaRef, out: Buffer) -> Result<Box<dyn Encoder>> {
    // Options are checked first: a trial would report the columns instead.
    make(encoding, path, &Arc::new(Schema::empty()), Buffer::default())?;
    for field in schema.fields() {
        let refused = match only_text(encoding, field.data_type()) {
            Some(reason) => Some(reason.to_string()),
            // Some refusals are panics (ARROW-8817: unions in Parquet).
            None => match catch_unwind(AssertUnwindSafe(|| trial(encoding, field))) {
                Ok(tried) => tried.err().map(|error| error.to_string()),
                Err(_) => Some("not implemented".to_string()),
            },
        };
        if refused.is_some() {
            let name = type_name(field.data_type());
            let message = format!("column \"{}\" of type {name} has no form in {}", field.name(), title(encoding));
            return Err(Error::new(ErrorKind::Schema, encoding.operation(), message).with_hint(hint(encoding)));
        }
    }
    make(encoding, path, schema, out)
}

fn title(encoding: &Encoding) -> &'static str {
    match encoding {
        Encoding::Parquet(_) => "Parquet",
        Encoding::Csv(_) => "CSV",
        Encoding::Json(_) => "JSON",
        Encoding::Ipc(_) => "Arrow IPC",
        Encoding::Avro(_) => "Avro",
    }
}

fn hint(encoding: &Encoding) -> &'static str {
    match encoding {
        Encoding::Parquet(_) => "write_ipc holds every type; or drop or cast the column",
        Encoding::Csv(_) => "write_parquet and write_ipc hold it; or drop the column, or cast it to a string first",
        Encoding::Avro(_) => "write_parquet and write_ipc hold it; or drop or cast the column",
        Encoding::Json(_) => "write_parquet or write_ipc; or drop the column, or cast it to a string first",
        Encoding::Ipc(_) => "drop or cast the column",
    }
}

/// Why a text format does not support a type although the writer would write something: bytes are not text, and a
/// reader could not recover them.
fn only_text(encoding: &Encoding, data_type: &DataType) -> Option<&'static str> {
    use DataType::*;
    match (encoding, data_type) {
        (Encoding::Csv(_), Binary | LargeBinary | BinaryView | FixedSizeBinary(_)) => Some("bytes are not text"),
        (Encoding::Csv(_) | Encoding::Json(_), Dictionary(_, values)) => only_text(encoding, values),
        (Encoding::Csv(_) | Encoding::Json(_), RunEndEncoded(_, values)) => only_text(encoding, values.data_type()),
        _ => None,
    }
}

/// Encodes one null.
fn trial(encoding: &Encoding, field: &Field) -> Result<()> {
    let refused = |e| Error::from_arrow(encoding.operation(), e);
    let schema = Arc::new(Schema::new(vec![field.clone().with_nullable(true)]));
    let column = new_null_array(field.data_type(), 1);
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![column]).map_err(refused)?;
    let mut encoder = make(encoding, "", &schema, Buffer::default())?;
    encoder.write(&batch).and_then(|()| encoder.finish()).map_err(refused)
}

fn make(encoding: &Encoding, path: &str, schema: &SchemaRef, out: Buffer) -> Result<Box<dyn Encoder>> {
    let what = encoding.operation();
    let refused = |e| Error::from_arrow(what, e);
    Ok(match encoding {
        Encoding::Parquet(options) => {
            let writer = ArrowWriter::try_new(out, Arc::clone(schema), Some(properties(options)?));
            Box::new(Parquet(writer.map_err(|e| refused(e.into()))?))
        }
        Encoding::Csv(options) => {
            let mut rows = Rows {
                form: Form::Csv(options.clone()),
                out: Some(CompressedWriter::try_new(what, &options.compression, path, out)?),
            };
            // A frame without rows has a header too.
            header(options, schema).and_then(|line| rows.append(&line)).map_err(refused)?;
            Box::new(rows)
        }
        Encoding::Json(compression) => {
            Box::new(Rows { form: Form::Json, out: Some(CompressedWriter::try_new(what, compression, path, out)?) })
        }
        Encoding::Avro(options) => Box::new(Avro::try_new(options, schema, out)?),
        Encoding::Ipc(options) if options.stream => {
            let writer = StreamWriter::try_new_with_options(out, schema, ipc_options(options)?);
            Box::new(IpcStream(writer.map_err(refused)?))
        }
        Encoding::Ipc(options) => {
            let writer = FileWriter::try_new_with_options(out, schema, ipc_options(options)?);
            Box::new(Ipc { writer: writer.map_err(refused)?, dictionaries: Dictionaries::default() })
        }
    })
}

struct Parquet(ArrowWriter<Buffer>);

impl Encoder for Parquet {
    fn write(&mut self, batch: &RecordBatch) -> Encoded {
        Ok(self.0.write(batch)?)
    }

    fn finish(&mut self) -> Encoded {
        self.0.finish()?;
        Ok(())
    }

    fn waiting(&self) -> usize {
        self.0.memory_size()
    }
}

fn properties(options: &ParquetOptions) -> Result<WriterProperties> {
    let wrong = |message: String| {
        Error::new(ErrorKind::Value, "write_parquet", message).with_hint(
            "compression is zstd, snappy, gzip, brotli, lz4 or uncompressed; the first, gzip and brotli have levels",
        )
    };
    let no_level = |compression: Compression| match options.level {
        Some(_) => Err(wrong(format!("{} has no levels", options.compression))),
        None => Ok(compression),
    };
    let bad_level = |e: parquet::errors::ParquetError| wrong(e.to_string());
    let compression = match (options.compression.as_str(), options.level) {
        ("zstd", None) => Compression::ZSTD(ZstdLevel::default()),
        ("zstd", Some(level)) => {
            Compression::ZSTD(ZstdLevel::try_new(i32::try_from(level).unwrap_or(i32::MAX)).map_err(bad_level)?)
        }
        ("gzip", None) => Compression::GZIP(GzipLevel::default()),
        ("gzip", Some(level)) => Compression::GZIP(GzipLevel::try_new(level).map_err(bad_level)?),
        ("brotli", None) => Compression::BROTLI(BrotliLevel::default()),
        ("brotli", Some(level)) => Compression::BROTLI(BrotliLevel::try_new(level).map_err(bad_level)?),
        ("snappy", _) => no_level(Compression::SNAPPY)?,
        ("lz4", _) => no_level(Compression::LZ4_RAW)?,
        ("uncompressed", _) => no_level(Compression::UNCOMPRESSED)?,
        (other, _) => return Err(wrong(format!("Parquet has no compression \"{other}\""))),
    };
    if options.row_group_size == 0 {
        return Err(Error::new(ErrorKind::Value, "write_parquet", "a row group of 0 rows holds nothing"));
    }
    let statistics = if options.statistics { EnabledStatistics::Page } else { EnabledStatistics::None };
    Ok(WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(options.row_group_size))
        .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
        .set_statistics_enabled(statistics)
        .build())
}

/// Lines of text, compressed.
struct Rows {
    form: Form,
    /// Taken out to be finished.
    out: Option<CompressedWriter>,
}

impl Encoder for Rows {
    fn write(&mut self, batch: &RecordBatch) -> Encoded {
        let text = self.form.bytes(batch)?;
        self.append(&text)
    }

    fn append(&mut self, text: &[u8]) -> Encoded {
        Ok(self.out.as_mut().map_or(Ok(()), |out| out.write_all(text))?)
    }

    fn finish(&mut self) -> Encoded {
        Ok(self.out.take().map_or(Ok(()), CompressedWriter::finish)?)
    }
}

struct Ipc<W: Write> {
    writer: FileWriter<W>,
    dictionaries: Dictionaries,
}

impl<W: Write + Send> Encoder for Ipc<W> {
    fn write(&mut self, batch: &RecordBatch) -> Encoded {
        self.writer.write(&self.dictionaries.unified(&compacted(batch)?)?)
    }

    fn finish(&mut self) -> Encoded {
        self.writer.finish()
    }
}

struct IpcStream<W: Write>(StreamWriter<W>);

impl<W: Write + Send> Encoder for IpcStream<W> {
    fn write(&mut self, batch: &RecordBatch) -> Encoded {
        self.0.write(&compacted(batch)?)
    }

    fn finish(&mut self) -> Encoded {
        self.0.finish()
    }
}

fn ipc_options(options: &IpcOptions) -> Result<IpcWriteOptions> {
    let compression = match options.compression.as_str() {
        "uncompressed" => None,
        "lz4" => Some(CompressionType::LZ4_FRAME),
        "zstd" => Some(CompressionType::ZSTD),
        other => {
            let message = format!("Arrow IPC has no compression \"{other}\"");
            return Err(Error::new(ErrorKind::Value, "write_ipc", message).with_hint("zstd, lz4 or uncompressed"));
        }
    };
    // A stream may replace a dictionary, which every reader supports; a file can only add to it.
    let dictionaries = if options.stream { DictionaryHandling::Resend } else { DictionaryHandling::Delta };
    IpcWriteOptions::default()
        .with_dictionary_handling(dictionaries)
        .try_with_compression(compression)
        .map_err(|e| Error::from_arrow("write_ipc", e))
}

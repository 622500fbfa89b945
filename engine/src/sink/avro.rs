//! Batches as an Avro file, by arrow-avro's own writer.
//!
//! A schema that was read from an Avro file has that file's schema among its metadata, which the writer would take
//! although the columns are others by now, so metadata is left out. The writer knows no string views.

use std::io::Write;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow_avro::compression::CompressionCodec;
use arrow_avro::writer::format::AvroOcfFormat;
use arrow_avro::writer::{Writer, WriterBuilder};

use super::AvroOptions;
use super::encode::{Encoded, Encoder};
use crate::cast::batch::cast_to_schema;
use crate::error::{Error, ErrorKind, Result};

/// An Avro file that is being written.
pub(super) struct Avro<W: Write> {
    writer: Writer<W, AvroOcfFormat>,
    schema: SchemaRef,
}

impl<W: Write> Avro<W> {
    /// # Errors
    /// `Value` for an unknown compression; `Schema` for a type that the format does not have.
    pub(super) fn try_new(options: &AvroOptions, schema: &Schema, out: W) -> Result<Self> {
        let codec = match options.compression.as_str() {
            "uncompressed" => None,
            "zstd" => Some(CompressionCodec::ZStandard),
            "snappy" => Some(CompressionCodec::Snappy),
            "deflate" => Some(CompressionCodec::Deflate),
            "bzip2" => Some(CompressionCodec::Bzip2),
            "xz" => Some(CompressionCodec::Xz),
            other => {
                let message = format!("Avro has no compression \"{other}\"");
                return Err(Error::new(ErrorKind::Value, "write_avro", message)
                    .with_hint("zstd, snappy, deflate, bzip2, xz or uncompressed"));
            }
        };
        // What is written of nothing but nulls has no bytes, which readers take for a damaged block.
        if schema.fields().iter().any(|field| *field.data_type() == DataType::Null) {
            return Err(Error::new(ErrorKind::Schema, "write_avro", "a column of nulls has no bytes"));
        }
        let schema = Arc::new(plain(schema));
        let writer = WriterBuilder::new(schema.as_ref().clone()).with_compression(codec).build(out);
        let writer = writer.map_err(|error| Error::new(ErrorKind::Schema, "write_avro", error.to_string()))?;
        Ok(Self { writer, schema })
    }
}

impl<W: Write + Send> Encoder for Avro<W> {
    fn write(&mut self, batch: &RecordBatch) -> Encoded {
        let batch = cast_to_schema(&self.schema, batch.clone())?;
        self.writer.write(&batch).map_err(|error| ArrowError::ExternalError(Box::new(error)))
    }

    fn finish(&mut self) -> Encoded {
        self.writer.finish().map_err(|error| ArrowError::ExternalError(Box::new(error)))
    }
}

fn plain(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| {
        let data_type = match field.data_type() {
            DataType::Utf8View => DataType::Utf8,
            DataType::BinaryView => DataType::Binary,
            other => other.clone(),
        };
        Field::new(field.name(), data_type, field.is_nullable())
    });
    Schema::new(fields.collect::<Vec<_>>())
}

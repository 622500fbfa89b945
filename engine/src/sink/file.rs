//! One file while it is written: batches are encoded into a buffer, and the buffer is moved to the output.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use crate::cast::batch::cast_to_schema;
use crate::error::{Error, ErrorKind, Result};
use crate::sink::Encoding;
use crate::sink::encode::{self, Encoder};
use crate::sink::lines::{Lines, Text};
use crate::sink::output::{Buffer, Output};

/// A file that is being written.
pub(super) struct FileWriter {
    what: &'static str,
    schema: SchemaRef,
    encoder: Box<dyn Encoder>,
    lines: Option<Arc<Lines>>,
    buffer: Buffer,
    output: Output,
    rows: u64,
}

impl FileWriter {
    pub(super) fn try_new(encoding: &Encoding, name: &str, schema: SchemaRef, output: Output) -> Result<Self> {
        let buffer = Buffer::default();
        let encoder = encode::encoder(encoding, name, &schema, buffer.clone())?;
        let lines = Lines::of(encoding, &schema).map(Arc::new);
        Ok(Self { what: encoding.operation(), schema, encoder, lines, buffer, output, rows: 0 })
    }

    /// The line writer for this file, for any thread; `None` if its format has no lines.
    pub(super) fn lines(&self) -> Option<Arc<Lines>> {
        self.lines.clone()
    }

    pub(super) async fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        if let Some(lines) = &self.lines {
            let text = lines.text(batch)?;
            return self.append(text).await;
        }
        let batch = cast_to_schema(&self.schema, batch.clone()).map_err(|e| refused(self.what, e))?;
        self.encoder.write(&batch).map_err(|e| refused(self.what, e))?;
        self.rows += batch.num_rows() as u64;
        self.output.put(self.what, &self.buffer).await
    }

    /// Writes the lines that [`lines`](Self::lines) has made.
    pub(super) async fn append(&mut self, text: Text) -> Result<()> {
        self.encoder.append(&text.bytes).map_err(|e| refused(self.what, e))?;
        self.rows += text.rows as u64;
        self.output.put(self.what, &self.buffer).await
    }

    /// Returns how many bytes wait for their row group to be complete.
    pub(super) fn waiting(&self) -> usize {
        self.encoder.waiting()
    }

    pub(super) async fn finish(mut self) -> Result<u64> {
        self.encoder.finish().map_err(|e| refused(self.what, e))?;
        self.output.put(self.what, &self.buffer).await?;
        self.output.commit(self.what).await?;
        Ok(self.rows)
    }
}

/// Returns the error of an encoder.
pub(super) fn refused(what: &'static str, error: ArrowError) -> Error {
    let error = Error::from_arrow(what, error);
    match error.kind() {
        // An encoding error is not one of reading, whatever module of arrow reports it.
        ErrorKind::Read | ErrorKind::Other => Error::new(ErrorKind::Write, what, error.message()),
        _ => error,
    }
}

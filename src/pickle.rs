//! What pickles hold: rows and schemas as a stream of Arrow's messages (IPC), which every Arrow library could read.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use pyo3::prelude::*;
use pyrust_engine::Error;

use crate::exceptions::to_python;

/// The schema and the rows as bytes.
pub fn written(schema: &SchemaRef, batches: &[RecordBatch]) -> PyResult<Vec<u8>> {
    let write = || -> Result<Vec<u8>, ArrowError> {
        let mut writer = StreamWriter::try_new(Vec::new(), schema)?;
        for batch in batches {
            writer.write(batch)?;
        }
        writer.into_inner()
    };
    write().map_err(|error| to_python(Error::from_arrow("pickle", error)))
}

/// What [`written`] has made of them.
pub fn read(bytes: &[u8]) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let read = || -> Result<_, ArrowError> {
        let reader = StreamReader::try_new(bytes, None)?;
        Ok((Arc::clone(&reader.schema()), reader.collect::<Result<_, _>>()?))
    };
    read().map_err(|error| to_python(Error::from_arrow("pickle", error)))
}

//! Batches cast to an announced schema: what a plan computes may differ from its schema in nullability, in the layout
//! of strings, and in metadata. A product of a `uint64` and an `int64` is announced with the digits of its factors:
//! where it has more, it is an error and not null.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

/// Returns `batch` with the types and the metadata of `schema`.
///
/// # Errors
/// When a column cannot be cast, or has nulls where the schema allows none.
pub fn cast_to_schema(schema: &SchemaRef, batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    if batch.schema_ref() == schema {
        return Ok(batch);
    }
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    let columns = batch
        .columns()
        .iter()
        .zip(schema.fields())
        .map(|(column, field)| match column.data_type() == field.data_type() {
            true => Ok(Arc::clone(column)),
            // A value that does not fit is an error: it must not become null.
            false => cast_with_options(column, field.data_type(), &strict),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

//! Batches as a schema has announced them: what a plan computes may differ from its schema in nullability, in the
//! encoding of text, and in what is noted about a column. A product of a `uint64` and an `int64` is announced with the
//! digits of its factors: where it has more, it is an error and no null.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

/// `batch` with the types and the metadata of `schema`.
///
/// # Errors
/// When a column cannot have the type, or holds nulls where the schema has none.
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

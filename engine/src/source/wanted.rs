//! Batches of a file, cast to the schema that is wanted.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow::compute::CastOptions;
use arrow::datatypes::SchemaRef;
use datafusion::common::nested_struct::cast_column;
use datafusion::error::Result;

/// Returns the columns of `schema` by name from `batch`, cast where the types differ; one that the file lacks is null.
///
/// # Errors
/// When a value does not fit the wanted type.
pub(super) fn as_wanted(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let columns = schema.fields().iter().map(|field| -> Result<ArrayRef> {
        Ok(match batch.column_by_name(field.name()) {
            Some(column) if column.data_type() == field.data_type() => Arc::clone(column),
            Some(column) => cast_column(column, field.data_type(), &CastOptions { safe: false, ..Default::default() })?,
            None => new_null_array(field.data_type(), batch.num_rows()),
        })
    });
    let columns = columns.collect::<Result<Vec<_>>>()?;
    let rows = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(Arc::clone(schema), columns, &rows)?)
}

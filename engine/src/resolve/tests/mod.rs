//! Tests of expressions over columns of known types: their values, names and errors.

mod names;
mod refusals;
mod values;

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, DurationSecondArray, Float64Array, Int64Array, RecordBatch, StringArray,
    UInt32Array,
};
use datafusion::common::{DFSchema, ToDFSchema};

use crate::expr::names::column;

/// One row: a column of each type that operators distinguish, under a name of one letter.
fn row() -> (RecordBatch, DFSchema) {
    let columns: [(&str, ArrayRef); 7] = [
        ("i", Arc::new(Int64Array::from(vec![-7]))),
        ("u", Arc::new(UInt32Array::from(vec![7]))),
        ("f", Arc::new(Float64Array::from(vec![-7.0]))),
        ("s", Arc::new(StringArray::from(vec!["x"]))),
        ("b", Arc::new(BooleanArray::from(vec![true]))),
        ("d", Arc::new(Date32Array::from(vec![1]))),
        ("t", Arc::new(DurationSecondArray::from(vec![90]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let schema = batch.schema().to_dfschema().unwrap();
    (batch, schema)
}

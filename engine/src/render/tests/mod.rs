//! Tests over many types at once; the tests of one file's own rules are in that file.

mod bounds;
mod nested;
mod tables;
mod values;

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray, StringViewArray};

use super::{CellKind, Column};

/// Returns a batch with a number, the strings, and a column of nulls and empty strings.
pub(super) fn sample(texts: &[&str]) -> RecordBatch {
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values((0..texts.len() as u32).map(|i| 10_i64.pow(i))));
    let more = texts.iter().enumerate().map(|(row, _)| if row == 0 { None } else { Some("") });
    let more: ArrayRef = Arc::new(StringArray::from_iter(more));
    let texts: ArrayRef = Arc::new(StringViewArray::from(texts.to_vec()));
    RecordBatch::try_from_iter_with_nullable([("number", numbers, true), ("text", texts, true), ("more", more, true)])
        .unwrap()
}

fn column(array: impl Array + 'static) -> Column {
    Column::try_new(&(Arc::new(array) as ArrayRef)).unwrap()
}

/// Returns the texts of all rows, each with 200 characters at most.
fn texts(array: impl Array + 'static) -> Vec<String> {
    let rows = array.len();
    let column = column(array);
    (0..rows).map(|row| column.cell(row, 200).text.into_owned()).collect()
}

fn kinds(array: impl Array + 'static) -> Vec<CellKind> {
    let rows = array.len();
    let column = column(array);
    (0..rows).map(|row| column.cell(row, 200).kind).collect()
}

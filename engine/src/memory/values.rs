//! The size of the values of a batch: what they would take alone, whatever their buffers hold besides.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::DataType;

/// Returns the bytes of the values of `batch`. A slice has those of its own rows.
pub(crate) fn value_bytes(batch: &RecordBatch) -> usize {
    batch.columns().iter().map(bytes_of).sum()
}

fn bytes_of(column: &ArrayRef) -> usize {
    // Arrow counts the views, not what they refer to.
    let viewed = match column.data_type() {
        DataType::Utf8View => column.as_string_view().total_buffer_bytes_used(),
        DataType::BinaryView => column.as_binary_view().total_buffer_bytes_used(),
        _ => 0,
    };
    viewed + column.to_data().get_slice_memory_size().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Int64Array, StringViewArray};

    use super::*;

    #[test]
    fn a_slice_has_the_bytes_of_its_rows() {
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(0..1_000));
        let strings = (0..1_000).map(|row| format!("a string of 24 bytes {row:03}"));
        let strings: ArrayRef = Arc::new(StringViewArray::from_iter_values(strings));
        let batch = RecordBatch::try_from_iter([("n", numbers), ("s", strings)]).unwrap();
        assert_eq!(value_bytes(&batch), 1_000 * (8 + 16 + 24));
        assert_eq!(value_bytes(&batch.slice(100, 10)), 10 * (8 + 16 + 24));
    }
}

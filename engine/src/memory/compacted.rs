//! Batches without unrelated data. The strings of a view array are in buffers that many batches share: a filter leaves
//! views into the whole pages they came from, a join views into all strings of its other side. Keeping a few such rows
//! keeps all of that alive; and each batch that is written takes its buffers with it, whole, so that a file would grow
//! with the square of its rows. `StringViewArray::gc` of arrow-rs copies always, and one level deep.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, GenericByteViewArray, RecordBatch, RecordBatchOptions};
use arrow::datatypes::{ByteViewType, DataType};
use arrow::error::ArrowError;

use super::with_children;

/// A view array is copied when its buffers hold more than this many times the bytes that its views use.
const USED: usize = 2;

/// Returns `batch` with view arrays compacted where they use less than half of their buffers.
///
/// # Errors
/// When arrow refuses the arrays; it does not.
pub(crate) fn compacted(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let columns = batch.columns().iter().map(without_rest).collect::<Result<_, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(batch.schema(), columns, &options)
}

fn without_rest(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    Ok(match array.data_type() {
        DataType::Utf8View => own(array.as_string_view()).unwrap_or_else(|| Arc::clone(array)),
        DataType::BinaryView => own(array.as_binary_view()).unwrap_or_else(|| Arc::clone(array)),
        nested if nested.is_nested() => with_children(array, without_rest)?,
        _ => Arc::clone(array),
    })
}

fn own<T: ByteViewType>(array: &GenericByteViewArray<T>) -> Option<ArrayRef> {
    let held: usize = array.data_buffers().iter().map(|buffer| buffer.len()).sum();
    (held > USED * array.total_buffer_bytes_used()).then(|| Arc::new(array.gc()) as ArrayRef)
}

#[cfg(test)]
mod tests {
    use arrow::array::{Int64Array, ListArray, StringViewArray};
    use arrow::buffer::OffsetBuffer;
    use arrow::datatypes::{Field, Schema};

    use super::*;

    fn texts(rows: usize) -> ArrayRef {
        Arc::new(StringViewArray::from_iter_values((0..rows).map(|row| format!("a text that is not short {row}"))))
    }

    fn held(array: &dyn Array) -> usize {
        array.as_string_view().data_buffers().iter().map(|buffer| buffer.len()).sum()
    }

    #[test]
    fn a_small_part_of_texts_is_given_its_own_and_all_of_them_keep_theirs() {
        let all = texts(1_000);
        let items = Arc::new(Field::new_list_field(DataType::Utf8View, true));
        let list = ListArray::new(Arc::clone(&items), OffsetBuffer::from_lengths([4, 6]), all.slice(10, 10), None);
        let schema = Schema::new(vec![
            Field::new("n", DataType::Int64, true),
            Field::new("s", DataType::Utf8View, true),
            Field::new("l", DataType::List(items), true),
        ]);
        let columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(vec![1, 2])), all.slice(7, 2), Arc::new(list)];
        let batch = RecordBatch::try_new(Arc::new(schema), columns).unwrap();
        let less = compacted(&batch).unwrap();
        assert_eq!(less, batch);
        assert!(held(less.column(1)) < 60 && held(batch.column(1)) > 20_000);
        assert!(held(less.column(2).as_list::<i32>().values()) < 300);
        let whole = RecordBatch::try_from_iter([("s", all)]).unwrap();
        assert!(Arc::ptr_eq(compacted(&whole).unwrap().column(0), whole.column(0)));
    }
}

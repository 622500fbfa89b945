//! Long lists split over several rows: `unnest` makes all rows of a batch at once, which for a list of millions takes
//! seconds without a check for a cancel. The parts of a long list become rows of their own, which `unnest` to the same
//! rows.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, GenericListArray, OffsetSizeTrait, RecordBatch, UInt64Array};
use arrow::buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::compute::take;
use arrow::datatypes::DataType;
use arrow::error::ArrowError;

/// Returns the rows with lists of no more than `most` items in the columns at `lists`.
///
/// # Errors
/// When the other columns cannot be repeated.
pub(super) fn cut(batch: RecordBatch, lists: &[usize], most: usize) -> Result<RecordBatch, ArrowError> {
    let known = |at: &usize| matches!(batch.column(*at).data_type(), DataType::List(_) | DataType::LargeList(_));
    if !lists.iter().all(known) {
        return Ok(batch);
    }
    let longest = |row| lists.iter().map(|at| length(batch.column(*at), row)).max().unwrap_or(0);
    if (0..batch.num_rows()).all(|row| longest(row) <= most) {
        return Ok(batch);
    }
    let parts = |row| (0..longest(row).max(1)).step_by(most).map(move |from| (row, from));
    let parts: Vec<(usize, usize)> = (0..batch.num_rows()).flat_map(parts).collect();
    let rows: UInt64Array = parts.iter().map(|(row, _)| *row as u64).collect();
    let columns = batch.columns().iter().enumerate().map(|(at, column)| match column.data_type() {
        DataType::List(_) if lists.contains(&at) => divided(column.as_list::<i32>(), &parts),
        DataType::LargeList(_) if lists.contains(&at) => divided(column.as_list::<i64>(), &parts),
        _ => take(column, &rows, None),
    });
    RecordBatch::try_new(batch.schema(), columns.collect::<Result<_, _>>()?)
}

fn length(column: &ArrayRef, row: usize) -> usize {
    match column.data_type() {
        _ if column.is_null(row) => 0,
        DataType::List(_) => column.as_list::<i32>().value_length(row).try_into().unwrap_or(0),
        _ => column.as_list::<i64>().value_length(row).try_into().unwrap_or(0),
    }
}

/// Returns the lists split into `parts`: each a row and its first item, up to where the next begins.
fn divided<O: OffsetSizeTrait>(lists: &GenericListArray<O>, parts: &[(usize, usize)]) -> Result<ArrayRef, ArrowError> {
    let (DataType::List(field) | DataType::LargeList(field)) = lists.data_type() else {
        return Err(ArrowError::InvalidArgumentError("it is not a list".to_owned()));
    };
    let offsets = lists.value_offsets();
    let begin = |(row, from): &(usize, usize)| {
        let length = (offsets[row + 1] - offsets[*row]).as_usize();
        offsets[*row] + O::usize_as((*from).min(length))
    };
    let ends = offsets.last().copied();
    let divided: ScalarBuffer<O> = parts.iter().map(begin).chain(ends).collect();
    let nulls = lists.nulls().map(|nulls| parts.iter().map(|(row, _)| nulls.is_valid(*row)).collect::<NullBuffer>());
    let (field, values) = (Arc::clone(field), Arc::clone(lists.values()));
    Ok(Arc::new(GenericListArray::<O>::try_new(field, OffsetBuffer::new(divided), values, nulls)?))
}

#[cfg(test)]
mod tests {
    use arrow::array::{Int64Array, LargeListArray, ListArray};
    use arrow::datatypes::Int64Type;

    use super::*;

    #[test]
    fn a_long_list_goes_on_in_rows_of_its_own() {
        let some = |items: std::ops::Range<i64>| Some(items.map(Some).collect::<Vec<_>>());
        let long = ListArray::from_iter_primitive::<Int64Type, _, _>([some(0..2), some(2..9), None, some(9..9)]);
        let short = LargeListArray::from_iter_primitive::<Int64Type, _, _>([some(0..1), some(1..5), some(5..9), None]);
        let numbers = Int64Array::from(vec![1, 2, 3, 4]);
        let columns: [(&str, ArrayRef); 3] = [("l", Arc::new(long)), ("n", Arc::new(numbers)), ("s", Arc::new(short))];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let made = cut(batch.slice(0, 4), &[0, 2], 3).unwrap();
        let numbers: Vec<i64> = made.column(1).as_primitive::<Int64Type>().values().to_vec();
        assert_eq!(numbers, [1, 2, 2, 2, 3, 3, 4]);
        let lengths = |at: usize| (0..7).map(|row| length(made.column(at), row)).collect::<Vec<_>>();
        assert_eq!((lengths(0), lengths(2)), (vec![2, 3, 3, 1, 0, 0, 0], vec![1, 3, 1, 0, 3, 1, 0]));
        let items = made.column(0).as_list::<i32>();
        assert_eq!(items.value(3).as_primitive::<Int64Type>().values().to_vec(), [8]);
        assert!(items.is_null(4) && items.is_null(5) && !items.is_null(6) && made.column(2).is_null(6));
        let same = cut(batch.slice(1, 3), &[0, 2], 7).unwrap();
        assert_eq!(same, batch.slice(1, 3));
        assert_eq!(cut(batch.slice(1, 1), &[0, 2], 5).unwrap().num_rows(), 2);
    }
}

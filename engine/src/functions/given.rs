//! An argument of a function, as far as it determines the size of the function's result ([`super::growth`]).

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type, IntervalMonthDayNanoType, IntervalUnit};
use datafusion::error::Result;
use datafusion::logical_expr::ColumnarValue;

use super::list::item_type;
use crate::render::nanoseconds_in;

/// The nanoseconds of a day. The months of an interval count as 28 days, the shortest.
const DAY: i128 = 86_400_000_000_000;
const MONTH: i128 = 28 * DAY;

/// An argument, row by row.
pub(super) struct Given {
    array: ArrayRef,
    single: bool,
    /// Its number, if it is a number, a timestamp or an interval, the latter two in nanoseconds.
    numbers: Option<Numbers>,
}

enum Numbers {
    Whole(Int64Array, i128),
    Steps(ArrayRef),
}

impl Given {
    pub(super) fn new(given: &ColumnarValue) -> Result<Self> {
        let (array, single) = match given {
            ColumnarValue::Array(array) => (Arc::clone(array), false),
            ColumnarValue::Scalar(scalar) => (scalar.to_array()?, true),
        };
        let whole = |scale| cast(&array, &DataType::Int64).map(|cast| Numbers::Whole(as_whole(&cast), scale));
        let numbers = match array.data_type() {
            DataType::Date32 => {
                let days = cast(&array, &DataType::Int32).and_then(|days| cast(&days, &DataType::Int64))?;
                Some(Numbers::Whole(as_whole(&days), DAY))
            }
            DataType::Timestamp(unit, _) => Some(whole(i128::from(nanoseconds_in(*unit)))?),
            DataType::Date64 => Some(whole(1_000_000)?),
            DataType::Interval(IntervalUnit::MonthDayNano) => Some(Numbers::Steps(Arc::clone(&array))),
            number if number.is_integer() => whole(1).ok(),
            _ => None,
        };
        Ok(Self { array, single, numbers })
    }

    /// Returns how many rows it has; one for a constant.
    pub(super) fn rows(&self) -> usize {
        self.array.len().max(1)
    }

    pub(super) fn is_list(&self) -> bool {
        item_type(self.array.data_type()).is_some()
    }

    fn at(&self, row: usize) -> Option<usize> {
        let row = if self.single { 0 } else { row };
        (row < self.array.len() && self.array.is_valid(row)).then_some(row)
    }

    /// Returns how many bytes a string has.
    pub(super) fn length(&self, row: usize) -> usize {
        let Some(row) = self.at(row) else { return 0 };
        match self.array.data_type() {
            DataType::Utf8 => self.array.as_string::<i32>().value_length(row).try_into().unwrap_or(0),
            DataType::LargeUtf8 => self.array.as_string::<i64>().value_length(row).try_into().unwrap_or(0),
            DataType::Utf8View => self.array.as_string_view().value(row).len(),
            DataType::Binary => self.array.as_binary::<i32>().value_length(row).try_into().unwrap_or(0),
            DataType::LargeBinary => self.array.as_binary::<i64>().value_length(row).try_into().unwrap_or(0),
            DataType::BinaryView => self.array.as_binary_view().value(row).len(),
            _ => 0,
        }
    }

    /// Returns how many bytes the strings of `rows` rows have.
    pub(super) fn total(&self, rows: usize) -> usize {
        if self.single {
            return self.length(0).saturating_mul(rows);
        }
        match self.array.data_type() {
            DataType::Utf8View => seen(self.array.as_string_view().views()),
            DataType::BinaryView => seen(self.array.as_binary_view().views()),
            _ => self.bytes(),
        }
    }

    /// The size of all of it in bytes.
    fn bytes(&self) -> usize {
        bytes(self.array.as_ref())
    }

    /// Its size in `rows` rows in bytes.
    pub(super) fn bytes_in(&self, rows: usize) -> usize {
        if self.single { self.bytes().saturating_mul(rows) } else { self.bytes() }
    }

    /// Returns how many items its lists have in `rows` rows.
    pub(super) fn items_in(&self, rows: usize) -> usize {
        if self.single {
            return self.items(0).saturating_mul(rows);
        }
        (0..self.array.len()).fold(0, |sum: usize, row| sum.saturating_add(self.items(row)))
    }

    pub(super) fn text(&self, row: usize) -> Option<&str> {
        let row = self.at(row)?;
        match self.array.data_type() {
            DataType::Utf8 => Some(self.array.as_string::<i32>().value(row)),
            DataType::LargeUtf8 => Some(self.array.as_string::<i64>().value(row)),
            DataType::Utf8View => Some(self.array.as_string_view().value(row)),
            _ => None,
        }
    }

    pub(super) fn is_text(&self) -> bool {
        self.array.data_type().is_string() || self.array.data_type().is_binary()
    }

    pub(super) fn is_ascii(&self) -> bool {
        match self.array.data_type() {
            DataType::Utf8 => self.array.as_string::<i32>().is_ascii(),
            DataType::LargeUtf8 => self.array.as_string::<i64>().is_ascii(),
            DataType::Utf8View => self.array.as_string_view().is_ascii(),
            _ => true,
        }
    }

    pub(super) fn number(&self, row: usize) -> Option<i128> {
        let row = self.at(row)?;
        match self.numbers.as_ref()? {
            Numbers::Whole(numbers, scale) => numbers.is_valid(row).then(|| i128::from(numbers.value(row)) * scale),
            Numbers::Steps(steps) => {
                let (months, days, rest) =
                    IntervalMonthDayNanoType::to_parts(steps.as_primitive::<IntervalMonthDayNanoType>().value(row));
                Some(i128::from(months) * MONTH + i128::from(days) * DAY + i128::from(rest))
            }
        }
    }

    /// Returns a number as a count; 0 if it is negative.
    pub(super) fn count(&self, row: usize) -> usize {
        self.number(row).map_or(0, |number| usize::try_from(number.max(0)).unwrap_or(usize::MAX))
    }

    /// Returns how many items a list has.
    pub(super) fn items(&self, row: usize) -> usize {
        let Some(row) = self.at(row) else { return 0 };
        match self.array.data_type() {
            DataType::List(_) => self.array.as_list::<i32>().value_length(row).try_into().unwrap_or(0),
            DataType::LargeList(_) => self.array.as_list::<i64>().value_length(row).try_into().unwrap_or(0),
            DataType::FixedSizeList(_, size) => (*size).try_into().unwrap_or(0),
            _ => 0,
        }
    }

    /// The average size of a value.
    pub(super) fn average(&self) -> usize {
        self.bytes().div_ceil(self.array.len().max(1))
    }

    /// The average size of an item of a list.
    pub(super) fn average_item(&self) -> usize {
        let items = (0..self.array.len()).map(|row| self.items(row)).sum::<usize>();
        let least = item_type(self.array.data_type()).and_then(DataType::primitive_width).unwrap_or(1);
        self.bytes().checked_div(items).unwrap_or(0).max(least)
    }
}

/// Returns the size of an array's values, and of a slice only its own: arrow counts all items of a list column for each
/// slice of it.
fn bytes(array: &dyn Array) -> usize {
    let items = |values: &ArrayRef, from: usize, to: usize| bytes(values.slice(from, to - from).as_ref());
    match array.data_type() {
        DataType::Utf8View => size_of::<u128>() * array.len() + seen(array.as_string_view().views()),
        DataType::BinaryView => size_of::<u128>() * array.len() + seen(array.as_binary_view().views()),
        DataType::List(_) => {
            let (list, ends) = (array.as_list::<i32>(), array.as_list::<i32>().offsets());
            size_of_val(ends.as_ref()) + items(list.values(), ends[0] as usize, ends[array.len()] as usize)
        }
        DataType::LargeList(_) => {
            let (list, ends) = (array.as_list::<i64>(), array.as_list::<i64>().offsets());
            size_of_val(ends.as_ref()) + items(list.values(), ends[0] as usize, ends[array.len()] as usize)
        }
        DataType::FixedSizeList(..) => bytes(array.as_fixed_size_list().values().as_ref()),
        DataType::Struct(_) => array.as_struct().columns().iter().map(|column| bytes(column.as_ref())).sum(),
        _ => array.to_data().get_slice_memory_size().unwrap_or(0),
    }
}

/// Returns how many bytes views refer to.
fn seen(views: &[u128]) -> usize {
    views.iter().map(|view| *view as u32 as usize).sum()
}

fn as_whole(array: &ArrayRef) -> Int64Array {
    array.as_primitive::<Int64Type>().clone()
}

#[cfg(test)]
mod tests {
    use arrow::array::{ListArray, StringViewArray};

    use super::*;

    #[test]
    fn a_part_of_a_column_of_lists_is_as_large_as_its_own_items() {
        let lists = (0..1000).map(|row| Some(vec![Some(row); 100]));
        let lists: ArrayRef = Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>(lists));
        let whole = Given::new(&ColumnarValue::Array(Arc::clone(&lists))).unwrap();
        let part = Given::new(&ColumnarValue::Array(lists.slice(500, 10))).unwrap();
        assert_eq!(whole.average(), part.average());
        assert!(part.bytes() < 10_000, "{}", part.bytes());
        assert_eq!((part.items_in(10), part.average_item()), (1000, 8));
    }

    #[test]
    fn texts_behind_views_count() {
        let texts: ArrayRef = Arc::new(StringViewArray::from_iter_values(["x".repeat(1000)]));
        assert!(Given::new(&ColumnarValue::Array(texts)).unwrap().bytes() > 1000);
    }
}

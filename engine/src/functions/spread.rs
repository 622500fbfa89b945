//! The median, the variance and the standard deviation of each list, which DataFusion has of columns only.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use arrow::compute::cast;
use arrow::datatypes::{ArrowNativeType, DataType, Field, Float64Type};
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;

use super::Function;
use super::list::item_type;
use crate::cast::value_type;
use crate::error::{Error, Result};

macro_rules! of_lists {
    ($($function:ident $name:literal $figure:expr;)*) => {
        $(
            static $function: Function = Function {
                name: $name,
                wants: "lists of numbers",
                returns: |given, _| is_of_numbers(given).then_some(DataType::Float64),
                of_null: DataType::Null,
                compute: |lists, constants| each($name, lists, ddof(constants), $figure),
            };
        )*
    };
}

of_lists! {
    MEDIAN "list_median" |items, _| median(items);
    VARIANCE "list_var" variance;
    DEVIATION "list_std" |items, ddof| variance(items, ddof).map(f64::sqrt);
}

/// Returns the middle item of each list, or the mean of the two in the middle; null for a list without any.
pub fn list_median(list: Expr) -> Expr {
    MEDIAN.call(list, [])
}

/// Returns the variance of each list's items, the squares divided by their number less `ddof`.
pub fn list_var(list: Expr, ddof: u32) -> Expr {
    VARIANCE.call(list, [ScalarValue::UInt32(Some(ddof))])
}

/// Returns the square root of [`list_var`].
pub fn list_std(list: Expr, ddof: u32) -> Expr {
    DEVIATION.call(list, [ScalarValue::UInt32(Some(ddof))])
}

fn is_of_numbers(given: &DataType) -> bool {
    let is_number = |item: &DataType| {
        let item = value_type(item);
        item.is_numeric() || matches!(item, DataType::Boolean | DataType::Null)
    };
    given.is_null() || item_type(given).is_some_and(is_number)
}

fn ddof(constants: &[ScalarValue]) -> u32 {
    match constants.first() {
        Some(ScalarValue::UInt32(Some(ddof))) => *ddof,
        _ => 1,
    }
}

/// Returns one figure for each list, computed from its items that are not null.
fn each(name: &str, lists: &ArrayRef, ddof: u32, figure: impl Fn(&mut [f64], u32) -> Option<f64>) -> Result<ArrayRef> {
    let floats = DataType::LargeList(Arc::new(Field::new_list_field(DataType::Float64, true)));
    let lists = cast(lists, &floats).map_err(|error| Error::from_arrow(name, error))?;
    let lists = lists.as_list::<i64>();
    let (values, offsets) = (lists.values().as_primitive::<Float64Type>(), lists.value_offsets());
    let mut items = Vec::new();
    let figures = (0..lists.len()).map(|row| {
        items.clear();
        if lists.is_valid(row) {
            let places = offsets[row].as_usize()..offsets[row + 1].as_usize();
            items.extend(places.filter(|place| values.is_valid(*place)).map(|place| values.value(place)));
        }
        figure(&mut items, ddof)
    });
    Ok(Arc::new(figures.collect::<Float64Array>()))
}

fn median(items: &mut [f64]) -> Option<f64> {
    let count = items.len();
    // NaN is the largest number, as in every order.
    items.sort_unstable_by(f64::total_cmp);
    let low = items.get(count.checked_sub(1)? / 2)?;
    items.get(count / 2).map(|high| f64::midpoint(*low, *high))
}

#[expect(clippy::cast_precision_loss, reason = "no list has 2^53 items")]
fn variance(items: &mut [f64], ddof: u32) -> Option<f64> {
    let count = items.len();
    let divisor = count.checked_sub(usize::try_from(ddof).ok()?).filter(|divisor| *divisor > 0)?;
    let mean = items.iter().sum::<f64>() / count as f64;
    Some(items.iter().map(|item| (item - mean) * (item - mean)).sum::<f64>() / divisor as f64)
}

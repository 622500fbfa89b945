//! The sum and the product of each list, exact or an error: DataFusion's functions convert all numbers to floats, which
//! hold no more than 53 bits of an integer, and parse strings as numbers. They have the names of DataFusion's, and
//! replace them in SQL too.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, PrimitiveArray, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::{
    ArrowNativeType, DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, Decimal128Type, Decimal256Type,
    DecimalType, Field, Float64Type, Int64Type, UInt64Type,
};
use datafusion::logical_expr::{Expr, ScalarUDF};

use super::{Function, Native};
use crate::error::{Error, ErrorKind, Result};
use crate::render::type_name;

/// How many digits a sum of decimals has more than its items, as in `sum` of a column.
const MORE_DIGITS: u8 = 10;

static SUM: Function = Function {
    name: "array_sum",
    wants: "lists of numbers or durations",
    returns: |given, _| sum_type(given),
    of_null: DataType::Null,
    compute: |lists, _| computed(&SUM, lists, sum),
};

static PRODUCT: Function = Function {
    name: "array_product",
    wants: "lists of numbers",
    returns: |given, _| match sum_type(given)? {
        DataType::Duration(_) => None,
        // The digits after the decimal point would add up.
        DataType::Decimal128(..) | DataType::Decimal256(..) => Some(DataType::Float64),
        other => Some(other),
    },
    of_null: DataType::Null,
    compute: |lists, _| computed(&PRODUCT, lists, product),
};

/// Returns the sum of each list's items; null for a list without any.
pub fn array_sum(list: Expr) -> Expr {
    SUM.call(list, [])
}

/// Returns the product of each list's items; null for a list without any.
pub fn array_product(list: Expr) -> Expr {
    PRODUCT.call(list, [])
}

/// Both functions, under the names of DataFusion's.
pub(super) fn in_sql() -> [Arc<ScalarUDF>; 2] {
    [(&SUM, "list_sum"), (&PRODUCT, "list_product")]
        .map(|(function, alias)| Arc::new(ScalarUDF::new_from_impl(Native::new(function)).with_aliases([alias])))
}

/// Returns the type of the items of a list type; `None` for other types.
pub(crate) fn item_type(list: &DataType) -> Option<&DataType> {
    use DataType::{FixedSizeList, LargeList, LargeListView, List, ListView};
    match list {
        List(item) | LargeList(item) | ListView(item) | LargeListView(item) | FixedSizeList(item, _) => {
            Some(item.data_type())
        }
        _ => None,
    }
}

fn sum_type(list: &DataType) -> Option<DataType> {
    use DataType::{Boolean, Decimal32, Decimal64, Decimal128, Decimal256, Dictionary, Duration, Float64, Int64, Null};
    let sum_of = |item: &DataType| {
        Some(match item {
            // True counts as 1, as in the sum of a column.
            Boolean | Null => Int64,
            unsigned if unsigned.is_unsigned_integer() => DataType::UInt64,
            signed if signed.is_integer() => Int64,
            float if float.is_floating() => Float64,
            Decimal32(digits, scale) | Decimal64(digits, scale) | Decimal128(digits, scale) => {
                Decimal128(digits.saturating_add(MORE_DIGITS).min(DECIMAL128_MAX_PRECISION), *scale)
            }
            Decimal256(digits, scale) => {
                Decimal256(digits.saturating_add(MORE_DIGITS).min(DECIMAL256_MAX_PRECISION), *scale)
            }
            Duration(unit) => Duration(*unit),
            _ => return None,
        })
    };
    match list {
        Null => Some(Int64),
        list => match item_type(list)? {
            Dictionary(_, values) => sum_of(values),
            item => sum_of(item),
        },
    }
}

/// Returns the results for lists of any layout, computed from their items in the type of the computation.
fn computed(
    function: &Function,
    lists: &ArrayRef,
    figures: fn(&ArrayRef, &DataType) -> Result<ArrayRef>,
) -> Result<ArrayRef> {
    let to = function.returned(&Field::new("the lists", lists.data_type().clone(), true), &[])?;
    if lists.data_type().is_null() {
        return Ok(new_null_array(&to, lists.len()));
    }
    let counted = if matches!(to, DataType::Duration(_)) { DataType::Int64 } else { to.clone() };
    let counted = DataType::LargeList(Arc::new(Field::new_list_field(counted, true)));
    let failed = |error| Error::from_arrow(function.name, error);
    let made = figures(&cast(lists, &counted).map_err(failed)?, &to)?;
    cast(&made, &to).map_err(failed)
}

fn sum(lists: &ArrayRef, to: &DataType) -> Result<ArrayRef> {
    match to {
        DataType::Float64 => each::<Float64Type>(lists, |items| Ok(items.sum())),
        DataType::UInt64 => each::<UInt64Type>(lists, |items| fitting("sum", Some(items.map(i128::from).sum()), to)),
        DataType::Decimal128(digits, _) => each::<Decimal128Type>(lists, |items| {
            decimal::<Decimal128Type>(items.map(Some).reduce(|a, b| a?.checked_add(b?)).flatten(), *digits, to)
        }),
        DataType::Decimal256(digits, _) => each::<Decimal256Type>(lists, |items| {
            decimal::<Decimal256Type>(items.map(Some).reduce(|a, b| a?.checked_add(b?)).flatten(), *digits, to)
        }),
        _ => each::<Int64Type>(lists, |items| fitting("sum", Some(items.map(i128::from).sum()), to)),
    }
}

fn product(lists: &ArrayRef, to: &DataType) -> Result<ArrayRef> {
    match to {
        DataType::Float64 => each::<Float64Type>(lists, |items| Ok(items.product())),
        DataType::UInt64 => each::<UInt64Type>(lists, |items| fitting("product", multiplied(items), to)),
        _ => each::<Int64Type>(lists, |items| fitting("product", multiplied(items), to)),
    }
}

/// Returns one result for each list, null for those that have no item that is not null.
fn each<T: ArrowPrimitiveType>(
    lists: &ArrayRef,
    figure: impl Fn(&mut dyn Iterator<Item = T::Native>) -> Result<T::Native>,
) -> Result<ArrayRef> {
    let lists = lists.as_list::<i64>();
    let (values, offsets) = (lists.values().as_primitive::<T>(), lists.value_offsets());
    let one = |row: usize| {
        let places = if lists.is_valid(row) { offsets[row]..offsets[row + 1] } else { 0..0 };
        let places = places.map(|place| place.as_usize()).filter(|place| values.is_valid(*place));
        let mut items = places.map(|place| values.value(place)).peekable();
        if items.peek().is_some() { figure(&mut items).map(Some) } else { Ok(None) }
    };
    let figures = (0..lists.len()).map(one).collect::<Result<PrimitiveArray<T>>>()?;
    Ok(Arc::new(figures.with_data_type(values.data_type().clone())))
}

/// Returns the product, unless it exceeds 128 bits; items after a 0 do not matter.
fn multiplied<N: Into<i128>>(items: &mut dyn Iterator<Item = N>) -> Option<i128> {
    let mut product = Some(1i128);
    for item in items.map(Into::into) {
        if item == 0 {
            return Some(0);
        }
        product = product.and_then(|product| product.checked_mul(item));
    }
    product
}

fn fitting<N: TryFrom<i128>>(what: &str, figure: Option<i128>, to: &DataType) -> Result<N> {
    figure.and_then(|figure| N::try_from(figure).ok()).ok_or_else(|| too_large(what, figure, to))
}

fn decimal<T: DecimalType>(total: Option<T::Native>, digits: u8, to: &DataType) -> Result<T::Native> {
    let fits = |total: &T::Native| T::is_valid_decimal_precision(*total, digits);
    total.filter(fits).ok_or_else(|| too_large("sum", None, to))
}

fn too_large(what: &str, figure: Option<i128>, to: &DataType) -> Error {
    let figure = figure.map_or_else(|| format!("the {what}"), |figure| format!("the {what} {figure}"));
    let message = format!("{figure} of a list does not fit {}", type_name(to));
    Error::new(ErrorKind::Overflow, format!("array_{what}"), message)
        .with_hint("cast the lists to a wider type first: .cast(\"list<decimal(38,0)>\"), or to \"list<float64>\"")
}

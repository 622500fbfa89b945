//! Shifts of integers that lose no bits silently. DataFusion's take the count modulo the width of the type, so that `1
//! << 64` is 1.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, Datum, PrimitiveArray};
use arrow::compute::kernels::arity::try_binary;
use arrow::datatypes::{
    DataType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::error::ArrowError;

type Shift = fn(i128, i128, u32) -> Option<i128>;

/// Returns `left << right`: an error if the result does not fit its type, or the count is negative.
pub(super) fn left(left: &dyn Datum, right: &dyn Datum) -> Result<ArrayRef, ArrowError> {
    shift(left, right, "<<", |value, count, bits| match u32::try_from(count) {
        Ok(count) if count < bits => Some(value << count),
        Ok(_) if value == 0 => Some(0),
        _ => None,
    })
}

/// Returns `left >> right`, rounded down; an error if the count is negative.
pub(super) fn right(left: &dyn Datum, right: &dyn Datum) -> Result<ArrayRef, ArrowError> {
    shift(left, right, ">>", |value, count, bits| u32::try_from(count).ok().map(|count| value >> count.min(bits)))
}

fn shift(left: &dyn Datum, right: &dyn Datum, sign: &str, how: Shift) -> Result<ArrayRef, ArrowError> {
    match left.get().0.data_type() {
        DataType::Int8 => typed::<Int8Type>(left, right, sign, how),
        DataType::Int16 => typed::<Int16Type>(left, right, sign, how),
        DataType::Int32 => typed::<Int32Type>(left, right, sign, how),
        DataType::Int64 => typed::<Int64Type>(left, right, sign, how),
        DataType::UInt8 => typed::<UInt8Type>(left, right, sign, how),
        DataType::UInt16 => typed::<UInt16Type>(left, right, sign, how),
        DataType::UInt32 => typed::<UInt32Type>(left, right, sign, how),
        DataType::UInt64 => typed::<UInt64Type>(left, right, sign, how),
        other => Err(ArrowError::InvalidArgumentError(format!("a {other} cannot be shifted"))),
    }
}

fn typed<T>(left: &dyn Datum, right: &dyn Datum, sign: &str, how: Shift) -> Result<ArrayRef, ArrowError>
where
    T: ArrowPrimitiveType,
    T::Native: Into<i128> + TryFrom<i128>,
{
    let bits = u32::try_from(size_of::<T::Native>() * 8).unwrap_or(u32::MAX);
    let one = |value: T::Native, count: T::Native| {
        how(value.into(), count.into(), bits)
            .and_then(|shifted| T::Native::try_from(shifted).ok())
            .ok_or_else(|| ArrowError::ArithmeticOverflow(format!("{value:?} {sign} {count:?}")))
    };
    let ((left, one_left), (right, one_right)) = (left.get(), right.get());
    let (values, counts) = (left.as_primitive::<T>(), right.as_primitive::<T>());
    let single = |array: &PrimitiveArray<T>| array.is_valid(0).then(|| array.value(0));
    let shifted: PrimitiveArray<T> = match (one_left, one_right) {
        (false, true) => match single(counts) {
            Some(count) => values.try_unary(|value| one(value, count))?,
            None => PrimitiveArray::new_null(values.len()),
        },
        (true, false) => match single(values) {
            Some(value) => counts.try_unary(|count| one(value, count))?,
            None => PrimitiveArray::new_null(counts.len()),
        },
        _ => try_binary(values, counts, one)?,
    };
    Ok(Arc::new(shifted))
}

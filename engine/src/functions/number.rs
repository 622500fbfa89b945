//! Functions of numbers that DataFusion would change: floats rounded to decimals, where scaling by a power of ten must
//! neither overflow nor add digits, and tests whether a number of any type is finite.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float32Type, Float64Type};
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;

use super::Function;
use crate::error::{Error, Result};

/// From this value on a float has no digits after the decimal point.
const WHOLE: f64 = 4_503_599_627_370_496.0;

static ROUND: Function = Function {
    name: "round",
    wants: "floats",
    returns: float,
    of_null: DataType::Float64,
    compute: |array, constants| Ok(scaled(array, constants, f64::round)),
};

static TRUNC: Function = Function {
    name: "trunc",
    wants: "floats",
    returns: float,
    of_null: DataType::Float64,
    compute: |array, constants| Ok(scaled(array, constants, f64::trunc)),
};

static LOG1P: Function = Function {
    name: "log1p",
    wants: "numbers",
    returns: |given, _| given.is_numeric().then_some(DataType::Float64),
    of_null: DataType::Float64,
    compute: |array, _| {
        let floats = cast(array, &DataType::Float64).map_err(|error| Error::from_arrow(LOG1P.name, error))?;
        Ok(Arc::new(floats.as_primitive::<Float64Type>().unary::<_, Float64Type>(f64::ln_1p)))
    },
};

static FINITE: Function = Function {
    name: "is_finite",
    wants: "numbers",
    returns: |given, _| given.is_numeric().then_some(DataType::Boolean),
    of_null: DataType::Float64,
    compute: |array, _| asked(FINITE.name, array, f64::is_finite),
};

static INFINITE: Function = Function {
    name: "is_infinite",
    wants: "numbers",
    returns: |given, _| given.is_numeric().then_some(DataType::Boolean),
    of_null: DataType::Float64,
    compute: |array, _| asked(INFINITE.name, array, f64::is_infinite),
};

static RESCALE_DECIMAL_FUNCTION: Function = Function {
    name: RESCALE_DECIMAL,
    wants: "decimals in tens, hundreds and so on",
    returns: |given, _| crate::cast::with_nonnegative_scale(given),
    of_null: DataType::Decimal128(1, -1),
    compute: |array, _| match crate::cast::with_nonnegative_scale(array.data_type()) {
        Some(to) => cast(array, &to).map_err(|error| Error::from_arrow(RESCALE_DECIMAL, error)),
        None => Ok(Arc::clone(array)),
    },
};

/// The name of the function that gives decimals with a negative scale the scale 0.
pub(crate) const RESCALE_DECIMAL: &str = "rescale_decimal";

/// Returns decimals with a negative scale as the same values with scale 0. A cast would do, but DataFusion compares a
/// cast column by casting the constant the other way, where it divides by zero.
pub fn rescale_decimal(expr: Expr) -> Expr {
    RESCALE_DECIMAL_FUNCTION.call(expr, [])
}

/// Returns a float rounded to `decimals` decimals, halves away from zero; a negative number rounds to tens, hundreds
/// ...
pub fn round(expr: Expr, decimals: i64) -> Expr {
    ROUND.call(expr, [ScalarValue::Int64(Some(decimals))])
}

/// Returns a float truncated towards zero after `decimals` decimals.
pub fn trunc(expr: Expr, decimals: i64) -> Expr {
    TRUNC.call(expr, [ScalarValue::Int64(Some(decimals))])
}

/// Returns the natural logarithm of 1 and the number, exact also next to 0.
pub fn log1p(expr: Expr) -> Expr {
    LOG1P.call(expr, [])
}

/// Returns whether a number is neither infinite nor NaN.
pub fn is_finite(expr: Expr) -> Expr {
    FINITE.call(expr, [])
}

/// Returns whether a number is infinite.
pub fn is_infinite(expr: Expr) -> Expr {
    INFINITE.call(expr, [])
}

fn float(given: &DataType, _constants: &[ScalarValue]) -> Option<DataType> {
    matches!(given, DataType::Float32 | DataType::Float64).then(|| given.clone())
}

fn scaled(array: &ArrayRef, constants: &[ScalarValue], cut: fn(f64) -> f64) -> ArrayRef {
    let decimals = match constants.first() {
        Some(ScalarValue::Int64(Some(decimals))) => i32::try_from(*decimals).unwrap_or(i32::MAX),
        _ => 0,
    };
    let factor = 10f64.powi(decimals.saturating_abs());
    let one = |value: f64| {
        if decimals < 0 {
            return if factor.is_finite() { cut(value / factor) * factor } else { 0.0 * value };
        }
        let large = value * factor;
        // There is no digit that far after the point, and dividing again would invent one.
        if large.abs() < WHOLE { cut(large) / factor } else { value }
    };
    match array.data_type() {
        #[expect(clippy::cast_possible_truncation, reason = "the result is near the float32 that came in")]
        DataType::Float32 => {
            Arc::new(array.as_primitive::<Float32Type>().unary::<_, Float32Type>(|value| one(value.into()) as f32))
        }
        _ => Arc::new(array.as_primitive::<Float64Type>().unary::<_, Float64Type>(one)),
    }
}

fn asked(name: &str, array: &ArrayRef, ask: fn(f64) -> bool) -> Result<ArrayRef> {
    if !array.data_type().is_floating() {
        let answer = BooleanArray::from(vec![ask(0.0); array.len()]);
        return Ok(Arc::new(BooleanArray::new(answer.values().clone(), array.nulls().cloned())));
    }
    let floats = cast(array, &DataType::Float64).map_err(|error| Error::from_arrow(name, error))?;
    Ok(Arc::new(BooleanArray::from_unary(floats.as_primitive::<Float64Type>(), ask)))
}

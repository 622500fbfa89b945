//! `decimal.Decimal` to Arrow decimals and back, digit for digit.
//!
//! A column gets the largest scale among its values and just enough precision for all of them: up to 38 digits
//! a decimal128, up to 76 a decimal256.

use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Decimal256Array};
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, i256};
use arrow::error::ArrowError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use super::Place;
use crate::exceptions::{overflow_error, value_error};
use crate::interpreter::breathe;

/// How many plain values a decimal's way through its text costs as much as.
const TEXT: usize = 8;

/// Python's class `decimal.Decimal`.
pub fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "decimal", "Decimal")
}

/// A decimal number as its digits (with the sign) and the power of ten they count.
struct Digits {
    digits: String,
    exponent: i64,
}

impl Digits {
    /// Reads what `str()` of a Decimal or int gives: `-12.50`, `1E+3`.
    fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['E', 'e']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let sign = if whole.starts_with('-') { "-" } else { "" };
        let digits = format!("{}{fraction}", whole.trim_start_matches(['-', '+']));
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let significant = digits.trim_start_matches('0');
        let digits = if significant.is_empty() { "0".to_owned() } else { format!("{sign}{significant}") };
        Some(Self { digits, exponent: exponent - fraction.len() as i64 })
    }

    fn scale(&self) -> i64 {
        (-self.exponent).max(0)
    }

    fn digits_before_point(&self) -> i64 {
        if self.digits == "0" { 0 } else { self.digits.trim_start_matches('-').len() as i64 + self.exponent }
    }

    /// The number times 10^scale, as digits; the scale is at least its own.
    fn at_scale(&self, scale: i64) -> String {
        let zeros = if self.digits == "0" { 0 } else { usize::try_from(scale + self.exponent).unwrap_or(0) };
        format!("{}{}", self.digits, "0".repeat(zeros))
    }
}

/// A column of decimals; ints among them are taken exactly.
pub fn array(place: &Place, values: &[Bound<'_, PyAny>]) -> PyResult<ArrayRef> {
    let too_long = |row: usize| {
        let message = format!("{} has more digits than a decimal can hold ({DECIMAL256_MAX_PRECISION})", place.at(row));
        overflow_error(place.operation, message, "round it, or use float")
    };
    let mut parsed = Vec::with_capacity(values.len());
    let (mut scale, mut before) = (0, 0);
    for (row, value) in values.iter().enumerate() {
        breathe(value.py(), TEXT)?;
        if value.is_none() {
            parsed.push(None);
            continue;
        }
        let text = value.str()?.to_string();
        let Some(digits) = Digits::parse(&text) else {
            let message = format!("{} {text} is not a finite decimal", place.at(row));
            return Err(value_error(place.operation, message, "use None or float for values that are not numbers"));
        };
        scale = scale.max(digits.scale());
        before = before.max(digits.digits_before_point());
        if scale + before > i64::from(DECIMAL256_MAX_PRECISION) {
            return Err(too_long(row));
        }
        parsed.push(Some(digits));
    }
    let precision = u8::try_from((scale + before).max(1)).unwrap_or(DECIMAL256_MAX_PRECISION);
    let arrow_scale = i8::try_from(scale).unwrap_or(i8::MAX);
    let build = || -> Result<ArrayRef, ArrowError> {
        let unscaled = parsed.iter().map(|digits| digits.as_ref().map(|digits| digits.at_scale(scale)));
        if precision <= DECIMAL128_MAX_PRECISION {
            let numbers: Decimal128Array = unscaled.map(|text| text.and_then(|text| text.parse().ok())).collect();
            return Ok(Arc::new(numbers.with_precision_and_scale(precision, arrow_scale)?));
        }
        let numbers: Decimal256Array = unscaled.map(|text| text.and_then(|text| i256::from_string(&text))).collect();
        Ok(Arc::new(numbers.with_precision_and_scale(precision, arrow_scale)?))
    };
    let made = match values.first() {
        Some(value) => value.py().detach(build),
        None => build(),
    };
    made.map_err(|error| overflow_error(place.operation, error.to_string(), ""))
}

/// The Python Decimal of `unscaled` times 10^-scale.
pub fn to_python<'py>(py: Python<'py>, unscaled: &str, scale: i8) -> PyResult<Bound<'py, PyAny>> {
    // The constructor is exact whatever the context's precision; arithmetic would not be.
    class(py)?.call1((format!("{unscaled}E{}", -i16::from(scale)),))
}

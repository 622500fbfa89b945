//! Numbers: exact, and as short as possible without changing the value.

use std::fmt::{self, Debug, Display, Write};

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, PrimitiveArray};
use arrow::datatypes::{
    DataType, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float16Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};

use super::cells::{CellKind, Values, typed};
use super::sink::Sink;
use crate::error::Result;

pub(super) fn integers(array: &ArrayRef) -> Result<Box<dyn Values>> {
    Ok(match array.data_type() {
        DataType::Int8 => Box::new(Integers::<Int8Type>(typed(array)?)),
        DataType::Int16 => Box::new(Integers::<Int16Type>(typed(array)?)),
        DataType::Int32 => Box::new(Integers::<Int32Type>(typed(array)?)),
        DataType::UInt8 => Box::new(Integers::<UInt8Type>(typed(array)?)),
        DataType::UInt16 => Box::new(Integers::<UInt16Type>(typed(array)?)),
        DataType::UInt32 => Box::new(Integers::<UInt32Type>(typed(array)?)),
        DataType::UInt64 => Box::new(Integers::<UInt64Type>(typed(array)?)),
        _ => Box::new(Integers::<Int64Type>(typed(array)?)),
    })
}

pub(super) fn floats(array: &ArrayRef) -> Result<Box<dyn Values>> {
    Ok(match array.data_type() {
        DataType::Float16 => Box::new(Floats::<Float16Type>(typed(array)?)),
        DataType::Float32 => Box::new(Floats::<Float32Type>(typed(array)?)),
        _ => Box::new(Floats::<Float64Type>(typed(array)?)),
    })
}

pub(super) fn decimals(array: &ArrayRef) -> Result<Box<dyn Values>> {
    Ok(match array.data_type() {
        DataType::Decimal32(_, scale) => Box::new(Decimals::<Decimal32Type>(typed(array)?, *scale)),
        DataType::Decimal64(_, scale) => Box::new(Decimals::<Decimal64Type>(typed(array)?, *scale)),
        DataType::Decimal128(_, scale) => Box::new(Decimals::<Decimal128Type>(typed(array)?, *scale)),
        DataType::Decimal256(_, scale) => Box::new(Decimals::<Decimal256Type>(typed(array)?, *scale)),
        _ => integers(array)?,
    })
}

struct Integers<T: ArrowPrimitiveType>(PrimitiveArray<T>);

impl<T: ArrowPrimitiveType<Native: Display>> Values for Integers<T> {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        out.format(format_args!("{}", self.0.value(row)));
        CellKind::Number
    }
}

struct Floats<T: ArrowPrimitiveType>(PrimitiveArray<T>);

impl<T: FloatType> Values for Floats<T> {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        let value = self.0.value(row);
        let word = match T::widened(value) {
            wide if wide.is_finite() => {
                T::write_finite(value, out);
                return CellKind::Number;
            }
            wide if wide.is_nan() => "NaN",
            wide if wide > 0.0 => "inf",
            _ => "-inf",
        };
        out.ascii(word);
        CellKind::Special
    }
}

/// Floats as their shortest text: the fewest digits that read back as the same value. The form is Rust's `Debug`, which
/// switches to an exponent where Python's `repr` does (from 1e16, and below 1e-4).
trait FloatType: ArrowPrimitiveType<Native: Debug> {
    fn widened(value: Self::Native) -> f64;

    fn write_finite(value: Self::Native, out: &mut Sink<'_>) {
        write_debug(value, out);
    }
}

impl FloatType for Float64Type {
    fn widened(value: f64) -> f64 {
        value
    }
}

impl FloatType for Float32Type {
    fn widened(value: f32) -> f64 {
        value.into()
    }
}

impl FloatType for Float16Type {
    fn widened(value: Self::Native) -> f64 {
        value.to_f64()
    }

    fn write_finite(value: Self::Native, out: &mut Sink<'_>) {
        let wide = value.to_f64();
        if wide.fract() == 0.0 {
            return write_debug(wide, out);
        }
        // Five digits distinguish all half floats, so the search ends; Rust has no shortest printer for them.
        let shortest = (0..5).find_map(|digits| {
            let mut text = Digits::default();
            write!(text, "{wide:.digits$e}").ok()?;
            let read: f64 = text.as_str().parse().ok()?;
            (Self::Native::from_f64(read) == value).then_some(read)
        });
        write_debug(shortest.unwrap_or(wide), out);
    }
}

fn write_debug(value: impl Debug, out: &mut Sink<'_>) {
    out.format(format_args!("{value:?}"));
}

struct Decimals<T: ArrowPrimitiveType>(PrimitiveArray<T>, i8);

impl<T: ArrowPrimitiveType<Native: Display>> Values for Decimals<T> {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        let mut digits = Digits::default();
        if write!(digits, "{}", self.0.value(row)).is_err() {
            return CellKind::Invalid;
        }
        write_scaled(digits.as_str(), self.1, out);
        CellKind::Number
    }
}

/// Writes the unscaled `digits` with their decimal point. All digits are kept, also those beyond the precision of the
/// type: the stored value is shown.
fn write_scaled(digits: &str, scale: i8, out: &mut Sink<'_>) {
    let unsigned = digits.trim_start_matches('-');
    out.ascii(&digits[..digits.len() - unsigned.len()]);
    let places = usize::from(scale.unsigned_abs());
    if scale <= 0 {
        out.ascii(unsigned);
        if unsigned != "0" {
            write_zeros(places, out);
        }
    } else if let Some(whole) = unsigned.len().checked_sub(places).filter(|whole| *whole > 0) {
        out.ascii(&unsigned[..whole]);
        out.ascii(".");
        out.ascii(&unsigned[whole..]);
    } else {
        out.ascii("0.");
        write_zeros(places - unsigned.len(), out);
        out.ascii(unsigned);
    }
}

fn write_zeros(count: usize, out: &mut Sink<'_>) {
    (0..count).for_each(|_| out.ascii("0"));
}

/// The digits of a number on the stack; the longest, a 256-bit integer with its sign, has 78.
struct Digits {
    bytes: [u8; 80],
    length: usize,
}

impl Default for Digits {
    fn default() -> Self {
        Self { bytes: [0; 80], length: 0 }
    }
}

impl Digits {
    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl Write for Digits {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

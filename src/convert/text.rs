//! Texts and bytes to Arrow: with offsets of 32 bits, or of 64 where they are longer together.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryArray, LargeBinaryArray, LargeStringArray, StringArray};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use super::Place;
use crate::exceptions::value_error;
use crate::interpreter::breathe;

/// How many bytes are as much work as a value.
pub const BYTES: usize = 256;

/// The array of texts.
pub fn texts(place: &Place, values: &[Bound<'_, PyAny>]) -> PyResult<ArrayRef> {
    let mut parts: Vec<Option<&str>> = Vec::with_capacity(values.len());
    let mut total = 0;
    for (row, value) in values.iter().enumerate() {
        let part = match value.cast::<PyString>() {
            Ok(text) => Some(text.to_str().map_err(|_| {
                let message =
                    format!("{} is a string with a lone surrogate, which no encoding can hold", place.at(row));
                value_error(place.operation, message, "encode it with errors=\"replace\" first")
            })?),
            Err(_) => None,
        };
        let length = part.map_or(0, str::len);
        breathe(value.py(), 1 + length / BYTES)?;
        total += length;
        parts.push(part);
    }
    let copy = || -> ArrayRef {
        match i32::try_from(total) {
            Ok(_) => Arc::new(StringArray::from(parts)),
            Err(_) => Arc::new(LargeStringArray::from(parts)),
        }
    };
    // The texts stay where they are, as the values hold them.
    Ok(match values.first() {
        Some(value) => value.py().detach(copy),
        None => copy(),
    })
}

/// The array of bytes.
pub fn bytes(values: &[Bound<'_, PyAny>]) -> PyResult<ArrayRef> {
    let mut parts: Vec<Option<Cow<'_, [u8]>>> = Vec::with_capacity(values.len());
    let mut total = 0;
    for value in values {
        let part = match value.cast::<PyBytes>() {
            Ok(bytes) => Some(Cow::Borrowed(bytes.as_bytes())),
            Err(_) if value.is_none() => None,
            // `bytes(value)`: a bytearray or memoryview may change, and a view need not be in one piece.
            Err(_) => Some(Cow::Owned(value.py().get_type::<PyBytes>().call1((value,))?.extract()?)),
        };
        let length = part.as_ref().map_or(0, |part| part.len());
        breathe(value.py(), 1 + length / BYTES)?;
        total += length;
        parts.push(part);
    }
    let copy = || -> ArrayRef {
        let parts = parts.iter().map(Option::as_deref);
        match i32::try_from(total) {
            Ok(_) => Arc::new(parts.collect::<BinaryArray>()),
            Err(_) => Arc::new(parts.collect::<LargeBinaryArray>()),
        }
    };
    Ok(match values.first() {
        Some(value) => value.py().detach(copy),
        None => copy(),
    })
}

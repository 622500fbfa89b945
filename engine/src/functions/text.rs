//! Parts of strings, as Python's `str` takes them: counted from 0 or from the end, or without a given prefix or suffix; and
//! the integers that strings spell out.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int64Array, StringArray};
use arrow::datatypes::DataType;
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;

use super::pattern::strings;
use super::{Function, text};
use crate::error::{Error, ErrorKind, Result};

static SLICE: Function = Function {
    name: "slice",
    wants: "strings",
    returns: text_of_text,
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let number = |index: usize| match constants.get(index) {
            Some(ScalarValue::Int64(number)) => *number,
            _ => None,
        };
        let (offset, length) = (number(0).unwrap_or(0), number(1).map(unsigned));
        each(SLICE.name, array, |value| part(value, offset, length))
    },
};

static STRIP_PREFIX: Function = Function {
    name: "strip_prefix",
    wants: "strings",
    returns: text_of_text,
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let prefix = text(constants.first());
        each(STRIP_PREFIX.name, array, |value| value.strip_prefix(prefix).unwrap_or(value))
    },
};

static STRIP_SUFFIX: Function = Function {
    name: "strip_suffix",
    wants: "strings",
    returns: text_of_text,
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let suffix = text(constants.first());
        each(STRIP_SUFFIX.name, array, |value| value.strip_suffix(suffix).unwrap_or(value))
    },
};

static TO_INTEGER: Function = Function {
    name: "to_integer",
    wants: "strings",
    returns: |given, _| given.is_string().then_some(DataType::Int64),
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let base = match constants.first() {
            Some(ScalarValue::UInt32(Some(base))) => *base,
            _ => 10,
        };
        let strict = constants.get(1) != Some(&ScalarValue::Boolean(Some(false)));
        let one = |value: Option<&str>| {
            let Some(value) = value else { return Ok(None) };
            match i64::from_str_radix(value, base) {
                Ok(number) => Ok(Some(number)),
                Err(_) if !strict => Ok(None),
                Err(_) => Err(no_integer(value, base)),
            }
        };
        let texts = strings(TO_INTEGER.name, array)?;
        Ok(Arc::new(texts.as_string::<i32>().iter().map(one).collect::<Result<Int64Array>>()?))
    },
};

fn no_integer(value: &str, base: u32) -> Error {
    Error::new(ErrorKind::Value, TO_INTEGER.name, format!("{value:?} is not an integer of base {base}"))
        .with_hint("give strict=False for null in its place")
}

/// Returns the integer that a string spells out in a base from 2 to 36; where it spells none, an error if `strict`, or null.
///
/// # Errors
/// `Value` for another base.
pub fn to_integer(expr: Expr, base: u32, strict: bool) -> Result<Expr> {
    if !(2..=36).contains(&base) {
        return Err(Error::new(ErrorKind::Value, TO_INTEGER.name, format!("base must be from 2 to 36, got {base}")));
    }
    Ok(TO_INTEGER.call(expr, [ScalarValue::UInt32(Some(base)), strict.into()]))
}

/// Returns some characters of a string: from `offset`, counted from 0 or, if negative, from the end; `length` of them,
/// or the rest. A start before the string is the start of the string.
pub fn slice(expr: Expr, offset: i64, length: Option<i64>) -> Expr {
    SLICE.call(expr, [ScalarValue::Int64(Some(offset)), ScalarValue::Int64(length)])
}

/// Returns a string without `prefix`, if it starts with it.
pub fn strip_prefix(expr: Expr, prefix: &str) -> Expr {
    STRIP_PREFIX.call(expr, [prefix.into()])
}

/// Returns a string without `suffix`, if it ends with it.
pub fn strip_suffix(expr: Expr, suffix: &str) -> Expr {
    STRIP_SUFFIX.call(expr, [suffix.into()])
}

fn text_of_text(given: &DataType, _constants: &[ScalarValue]) -> Option<DataType> {
    given.is_string().then_some(DataType::Utf8)
}

fn each(name: &str, array: &ArrayRef, one: impl Fn(&str) -> &str) -> Result<ArrayRef> {
    let texts = strings(name, array)?;
    let parts: StringArray = texts.as_string::<i32>().iter().map(|value| value.map(&one)).collect();
    Ok(Arc::new(parts))
}

fn unsigned(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

fn part(value: &str, offset: i64, length: Option<usize>) -> &str {
    let start = if offset < 0 {
        // The n-th character from the end, or the first where there are fewer.
        let back = usize::try_from(offset.unsigned_abs() - 1).unwrap_or(usize::MAX);
        value.char_indices().rev().nth(back).map_or(0, |(place, _)| place)
    } else {
        place_of(value, unsigned(offset))
    };
    let rest = &value[start..];
    length.map_or(rest, |length| &rest[..place_of(rest, length)])
}

/// Returns the byte offset of the n-th character, counted from 0, or the end.
fn place_of(value: &str, n: usize) -> usize {
    value.char_indices().nth(n).map_or(value.len(), |(place, _)| place)
}

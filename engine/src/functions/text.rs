//! Parts of strings, as Python's `str` takes them: counted from 0 or from the end, without a given prefix or suffix, without
//! characters at its ends; strings that are filled to a length; and the integers that strings spell out.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int64Array, StringArray};
use arrow::datatypes::DataType;
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;

use super::growth::granted;
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
        each(SLICE.name, array, |value| part(value, offset, length).into())
    },
};

static STRIP_PREFIX: Function = Function {
    name: "strip_prefix",
    wants: "strings",
    returns: text_of_text,
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let prefix = text(constants.first());
        each(STRIP_PREFIX.name, array, |value| value.strip_prefix(prefix).unwrap_or(value).into())
    },
};

static STRIP_SUFFIX: Function = Function {
    name: "strip_suffix",
    wants: "strings",
    returns: text_of_text,
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let suffix = text(constants.first());
        each(STRIP_SUFFIX.name, array, |value| value.strip_suffix(suffix).unwrap_or(value).into())
    },
};

/// Makes a function that changes the ends of a string; the first constant is a string, the second a number.
macro_rules! of_ends {
    ($($function:ident $name:literal |$value:ident, $text:ident, $length:ident| $change:expr;)*) => {
        $(
            static $function: Function = Function {
                name: $name,
                wants: "strings",
                returns: text_of_text,
                of_null: DataType::Utf8,
                compute: |array, constants| {
                    let $text = constants.first().and_then(|given| given.try_as_str().flatten());
                    let $length = match constants.get(1) {
                        Some(ScalarValue::Int64(Some(length))) => unsigned(*length),
                        _ => 0,
                    };
                    let added = array.len().saturating_mul($length).saturating_mul($text.map_or(1, str::len));
                    let _room = granted($name, &DataType::Utf8, added, added)?;
                    each($name, array, |$value| $change)
                },
            };
        )*
    };
}

of_ends! {
    STRIP "strip_chars" |value, text, length| value.trim_matches(|found| is_stripped(text, found)).into();
    STRIP_START "strip_chars_start" |value, text, length| value.trim_start_matches(|found| is_stripped(text, found)).into();
    STRIP_END "strip_chars_end" |value, text, length| value.trim_end_matches(|found| is_stripped(text, found)).into();
    PAD_START "pad_start" |value, text, length| match missing(value, length) {
        0 => value.into(),
        count => (text.unwrap_or(" ").repeat(count) + value).into(),
    };
    PAD_END "pad_end" |value, text, length| match missing(value, length) {
        0 => value.into(),
        count => (value.to_owned() + &text.unwrap_or(" ").repeat(count)).into(),
    };
    ZFILL "zfill" |value, text, length| match missing(value, length) {
        0 => value.into(),
        count => {
            let (sign, digits) = value.split_at(usize::from(value.starts_with(['+', '-'])));
            format!("{sign}{}{digits}", "0".repeat(count)).into()
        }
    };
}

/// At which end of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At its first character.
    Start,
    /// Behind its last.
    Last,
    /// At both.
    Both,
}

/// Returns a string without these characters at its ends; without whitespace, where none are given.
pub fn strip_chars(expr: Expr, end: End, characters: Option<&str>) -> Expr {
    let function = match end {
        End::Start => &STRIP_START,
        End::Last => &STRIP_END,
        End::Both => &STRIP,
    };
    function.call(expr, [ScalarValue::Utf8(characters.map(str::to_owned))])
}

/// Returns a string that is filled with `fill` before its start to a number of characters; a longer one as it is.
pub fn pad_start(expr: Expr, length: u32, fill: char) -> Expr {
    PAD_START.call(expr, [fill.to_string().into(), i64::from(length).into()])
}

/// Returns a string that is filled with `fill` behind its end to a number of characters; a longer one as it is.
pub fn pad_end(expr: Expr, length: u32, fill: char) -> Expr {
    PAD_END.call(expr, [fill.to_string().into(), i64::from(length).into()])
}

/// Returns a string that is filled with zeros, behind its sign, to a number of characters; a longer one as it is.
pub fn zfill(expr: Expr, length: u32) -> Expr {
    ZFILL.call(expr, ["0".into(), i64::from(length).into()])
}

fn is_stripped(characters: Option<&str>, found: char) -> bool {
    characters.map_or_else(|| found.is_whitespace(), |characters| characters.contains(found))
}

/// Returns how many characters a string has less than `length`.
fn missing(value: &str, length: usize) -> usize {
    length.saturating_sub(value.chars().count())
}

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

fn each(name: &str, array: &ArrayRef, one: impl Fn(&str) -> Cow<'_, str>) -> Result<ArrayRef> {
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

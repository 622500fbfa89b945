//! The values of one column as cells.
//!
//! A [`Column`] resolves the array's type once; writing a cell then is one virtual call that appends to a text and
//! stops at the limit. Nothing is lossy: integers, decimals and floats are exact, and a value outside the range of its
//! type (a date in the year 5 million, a time of 30 hours) is shown as its number with its unit.

use std::any::type_name as rust_name;
use std::borrow::Cow;

use arrow::array::{Array, ArrayAccessor, ArrayRef, BinaryArray, BinaryViewArray, BooleanArray};
use arrow::array::{FixedSizeBinaryArray, LargeBinaryArray, LargeStringArray, StringArray, StringViewArray};
use arrow::buffer::NullBuffer;
use arrow::datatypes::DataType;

use super::sink::{Sink, plain_prefix};
use super::{durations, nested, numbers, temporal};
use crate::error::{Error, ErrorKind, Result};

/// What a cell is, in addition to its text. The numbers are part of the grid's protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CellKind {
    /// Text.
    Text = 0,
    /// A number.
    Number = 1,
    /// Null; the text is empty.
    Null = 2,
    /// An empty string.
    Empty = 3,
    /// NaN or an infinity.
    Special = 4,
    /// `true` or `false`.
    Bool = 5,
    /// A date, time, timestamp, duration or interval.
    Temporal = 6,
    /// A list, struct or map.
    Nested = 7,
    /// Bytes in hexadecimal.
    Binary = 8,
    /// A stored number outside the range of its type.
    Invalid = 9,
}

/// One value as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The text; for a cut value its beginning, without an ellipsis.
    pub text: Cow<'a, str>,
    /// What it is.
    pub kind: CellKind,
    /// Whether the value is longer than the text.
    pub cut: bool,
}

/// The values of one type. The rows that are asked for exist and are not null.
pub(super) trait Values: Send + Sync {
    /// Writes the value of `row`.
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind;

    /// Writes the value as an item of a nested one, in quotes where JSON would have them.
    fn write_item(&self, row: usize, out: &mut Sink<'_>) {
        self.write(row, out);
    }

    /// Returns the value itself, if it is a string.
    fn text(&self, _row: usize) -> Option<&str> {
        None
    }
}

/// The values of one array as cells.
pub struct Column {
    length: usize,
    nulls: Option<NullBuffer>,
    values: Box<dyn Values>,
}

impl Column {
    /// Prepares an array of any type; reads no value.
    ///
    /// # Errors
    /// Only for an array that is not of the type it says it is.
    pub fn try_new(array: &ArrayRef) -> Result<Self> {
        Ok(Self { length: array.len(), nulls: array.nulls().cloned(), values: values(array)? })
    }

    /// Returns the value of `row` for display: at most `max_chars` characters, all of them visible.
    pub fn cell(&self, row: usize, max_chars: usize) -> Cell<'_> {
        if let Some(text) = self.text(row).filter(|text| !text.is_empty()) {
            let plain = plain_prefix(text, max_chars);
            if plain == text.len().min(max_chars) {
                return Cell { text: Cow::Borrowed(&text[..plain]), kind: CellKind::Text, cut: plain < text.len() };
            }
        }
        let mut text = String::new();
        let mut sink = Sink::shown(&mut text, max_chars);
        let kind = self.write(row, &mut sink);
        let cut = sink.is_cut();
        Cell { text: Cow::Owned(text), kind, cut }
    }

    /// Returns the value of `row` unchanged, without marks for invisible characters, at most `max_bytes` of it.
    pub fn raw(&self, row: usize, max_bytes: usize) -> Cell<'_> {
        if let Some(text) = self.text(row).filter(|text| !text.is_empty()) {
            let fits = text.floor_char_boundary(max_bytes);
            return Cell { text: Cow::Borrowed(&text[..fits]), kind: CellKind::Text, cut: fits < text.len() };
        }
        let mut text = String::new();
        let mut sink = Sink::raw(&mut text, max_bytes);
        let kind = self.write(row, &mut sink);
        let cut = sink.is_cut();
        Cell { text: Cow::Owned(text), kind, cut }
    }

    /// Appends the value of `row`. A row beyond the end is `Invalid` and has no text.
    pub(super) fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        match self.state(row) {
            State::Value => self.values.write(row, out),
            State::Null => CellKind::Null,
            State::Outside => CellKind::Invalid,
        }
    }

    /// Appends the value of `row` as an item of a nested value.
    pub(super) fn write_item(&self, row: usize, out: &mut Sink<'_>) {
        match self.state(row) {
            State::Value => self.values.write_item(row, out),
            State::Null => out.ascii("null"),
            State::Outside => out.ascii("?"),
        }
    }

    /// Returns the value of `row`, if it is a string.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        match self.state(row) {
            State::Value => self.values.text(row),
            State::Null | State::Outside => None,
        }
    }

    fn state(&self, row: usize) -> State {
        if row >= self.length {
            State::Outside
        } else if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            State::Null
        } else {
            State::Value
        }
    }
}

enum State {
    Value,
    Null,
    Outside,
}

/// Returns the array, downcast to the type that its data type promises.
pub(super) fn typed<A: Array + Clone + 'static>(array: &ArrayRef) -> Result<A> {
    array.as_any().downcast_ref::<A>().cloned().ok_or_else(|| {
        let message = format!("an array of type {} is not a {}", array.data_type(), rust_name::<A>());
        Error::new(ErrorKind::Internal, "render", message)
    })
}

fn values(array: &ArrayRef) -> Result<Box<dyn Values>> {
    use DataType::*;
    Ok(match array.data_type() {
        Null => Box::new(Nothing),
        Boolean => Box::new(Booleans(typed(array)?)),
        Utf8 => Box::new(Texts::<StringArray>(typed(array)?)),
        LargeUtf8 => Box::new(Texts::<LargeStringArray>(typed(array)?)),
        Utf8View => Box::new(Texts::<StringViewArray>(typed(array)?)),
        Binary => Box::new(Bytes::<BinaryArray>(typed(array)?)),
        LargeBinary => Box::new(Bytes::<LargeBinaryArray>(typed(array)?)),
        BinaryView => Box::new(Bytes::<BinaryViewArray>(typed(array)?)),
        FixedSizeBinary(_) => Box::new(Bytes::<FixedSizeBinaryArray>(typed(array)?)),
        Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 | UInt64 => numbers::integers(array)?,
        Float16 | Float32 | Float64 => numbers::floats(array)?,
        Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) => numbers::decimals(array)?,
        Timestamp(..) | Date32 | Date64 | Time32(_) | Time64(_) => temporal::values(array)?,
        Duration(_) | Interval(_) => durations::values(array)?,
        List(_) | LargeList(_) | ListView(_) | LargeListView(_) | FixedSizeList(..) => nested::lists(array)?,
        Map(..) => nested::maps(array)?,
        Struct(_) => nested::structs(array)?,
        Union(..) => nested::unions(array)?,
        Dictionary(..) => nested::dictionaries(array)?,
        RunEndEncoded(..) => nested::runs(array)?,
    })
}

struct Nothing;

impl Values for Nothing {
    fn write(&self, _row: usize, _out: &mut Sink<'_>) -> CellKind {
        CellKind::Null
    }

    fn write_item(&self, _row: usize, out: &mut Sink<'_>) {
        out.ascii("null");
    }
}

struct Booleans(BooleanArray);

impl Values for Booleans {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        out.ascii(if self.0.value(row) { "true" } else { "false" });
        CellKind::Bool
    }
}

struct Texts<A>(A);

impl<A> Values for Texts<A>
where
    A: Send + Sync,
    for<'a> &'a A: ArrayAccessor<Item = &'a str>,
{
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        let text = (&self.0).value(row);
        out.text(text);
        if text.is_empty() { CellKind::Empty } else { CellKind::Text }
    }

    fn write_item(&self, row: usize, out: &mut Sink<'_>) {
        out.quoted((&self.0).value(row));
    }

    fn text(&self, row: usize) -> Option<&str> {
        Some((&self.0).value(row))
    }
}

struct Bytes<A>(A);

impl<A> Values for Bytes<A>
where
    A: Send + Sync,
    for<'a> &'a A: ArrayAccessor<Item = &'a [u8]>,
{
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        out.hex((&self.0).value(row));
        CellKind::Binary
    }

    fn write_item(&self, row: usize, out: &mut Sink<'_>) {
        out.ascii("\"");
        self.write(row, out);
        out.ascii("\"");
    }
}

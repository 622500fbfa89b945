//! What the static tables share: the columns they show, the text of a cell and the line below the table.

use std::borrow::Cow;

use arrow::array::{Array, AsArray, Float64Array, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Schema};

use super::cells::{Cell, CellKind, Column};
use super::sink::{shown_name, visible};
use super::style::{FloatFormat, Style};
use super::types::{ColumnKind, column_kind, type_name};
use crate::error::{Error, Result};

/// A table to be shown: its schema, its first rows, and what is known of the rest.
pub struct TableText<'a> {
    /// The whole schema.
    pub schema: &'a Schema,
    /// The rows to show, of the columns that [`shown_columns`] names.
    pub head: &'a RecordBatch,
    /// How many rows there are, or are known so far.
    pub rows: Option<u64>,
    /// Whether `rows` is all of them.
    pub exact: bool,
    /// A note after the shape.
    pub note: Option<&'a str>,
    /// How values are shown.
    pub style: &'a Style,
}

/// The most characters of a column name and of a type.
const NAME_CHARS: usize = 60;
/// The most columns; of more, the first and the last are shown.
const MOST_COLUMNS: usize = 20;

/// Returns the indices of the columns, of `count`, that a static table shows: all, or the first and the last. Only
/// these need to be read.
pub fn shown_columns(count: usize) -> Vec<usize> {
    if count <= MOST_COLUMNS {
        return (0..count).collect();
    }
    let last = count - MOST_COLUMNS / 2;
    (0..MOST_COLUMNS.div_ceil(2)).chain(last..count).collect()
}

/// A column that is shown.
pub(super) struct Shown<'a> {
    pub name: Cow<'a, str>,
    pub type_name: String,
    pub right: bool,
    values: Option<Column>,
    /// The values again, where a format of floats is asked for.
    floats: Option<(Float64Array, FloatFormat)>,
    style: &'a Style,
}

impl Shown<'_> {
    /// Returns the cell of a row, if rows of this column were read.
    pub fn cell(&self, row: usize) -> Option<Cell<'_>> {
        if let Some((floats, format)) = &self.floats
            && floats.is_valid(row)
            && floats.value(row).is_finite()
        {
            let text = Cow::Owned(format.written(floats.value(row)));
            return Some(Cell { text, kind: CellKind::Number, cut: false });
        }
        self.values.as_ref().map(|values| values.cell(row, self.style.cell_chars))
    }

    /// Returns what stands for null.
    pub fn null(&self) -> Cow<'_, str> {
        visible(&self.style.null, self.style.cell_chars)
    }

    /// Returns the text of a cell in a table without styles.
    pub fn words(&self, row: usize) -> String {
        let Some(cell) = self.cell(row) else { return String::new() };
        match cell.kind {
            CellKind::Null => self.null().into_owned(),
            CellKind::Empty => "\"\"".into(),
            _ if cell.cut => format!("{}…", cell.text),
            _ => cell.text.into_owned(),
        }
    }
}

impl<'a> TableText<'a> {
    /// The columns to show; `None` stands for those that are left out.
    pub(super) fn shown(&self) -> Result<Vec<Option<Shown<'a>>>> {
        let indices = shown_columns(self.schema.fields().len());
        let mut shown = Vec::with_capacity(indices.len() + 1);
        let mut next = 0;
        for (place, index) in indices.into_iter().enumerate() {
            if index != next {
                shown.push(None);
            }
            shown.push(Some(self.column(index, place)?));
            next = index + 1;
        }
        Ok(shown)
    }

    fn column(&self, index: usize, place: usize) -> Result<Shown<'a>> {
        let field = self.schema.field(index);
        let type_name = type_name(field.data_type());
        Ok(Shown {
            name: shown_name(field.name(), NAME_CHARS),
            type_name: visible(&type_name, NAME_CHARS).into_owned(),
            right: is_right(field.data_type()),
            floats: self.floats(place)?,
            values: self.head.columns().get(place).map(Column::try_new).transpose()?,
            style: self.style,
        })
    }

    /// The floats of a column, where they have a format.
    fn floats(&self, place: usize) -> Result<Option<(Float64Array, FloatFormat)>> {
        let (Some(format), Some(values)) = (self.style.float, self.head.columns().get(place)) else { return Ok(None) };
        if !values.data_type().is_floating() {
            return Ok(None);
        }
        let floats = cast(values, &DataType::Float64).map_err(|error| Error::from_arrow("render", error))?;
        Ok(Some((floats.as_primitive::<Float64Type>().clone(), format)))
    }

    /// The line under the table: its shape, as far as it is known, and the note.
    pub(super) fn summary(&self) -> String {
        let columns = self.schema.fields().len() as u64;
        let head = self.head.num_rows() as u64;
        let columns = format!("{} {}", grouped(columns), if columns == 1 { "column" } else { "columns" });
        let part = |whole: String| if head > 0 { format!("first {} of {whole}", grouped(head)) } else { whole };
        let mut line = match self.rows {
            Some(rows) if self.exact && (rows == head || head == 0) => format!("{} × {columns}", counted(rows)),
            Some(rows) if self.exact => format!("{} × {columns}", part(counted(rows))),
            Some(rows) => format!("{} so far × {columns}", part(counted(rows))),
            None if head > 0 => format!("first {} × {columns}", counted(head)),
            None => columns,
        };
        if let Some(note) = self.note {
            line.push_str(" · ");
            line.push_str(&visible(note, 200));
        }
        line
    }
}

/// Returns whether a column is aligned right, so that its digits line up.
fn is_right(data_type: &DataType) -> bool {
    column_kind(data_type) == ColumnKind::Number
}

fn counted(rows: u64) -> String {
    format!("{} {}", grouped(rows), if rows == 1 { "row" } else { "rows" })
}

/// Returns a count with its digits in groups of three, from five digits on.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

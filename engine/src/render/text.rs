//! The static table for terminals: plain columns, aligned by display width, no wider than asked.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::table::{Shown, TableText};
use crate::error::Result;

const GAP: &str = "  ";
/// The widths of a text column, tried from the left until the table fits; then columns are left out.
const CAPS: [usize; 6] = [60, 44, 32, 24, 20, 16];

/// Returns the table as lines of at most `width` columns of a terminal.
///
/// # Errors
/// Only for an array that is not of the type it says it is.
pub fn text(table: &TableText<'_>, width: usize) -> Result<String> {
    let columns = table.shown()?;
    let columns: Vec<Block> = columns.iter().map(|column| Block::new(column.as_ref(), table.head.num_rows())).collect();
    let columns = fitted(columns, width);
    let mut out = String::new();
    for line in 0..columns.first().map_or(0, |column| column.lines.len()) {
        let start = out.len();
        for (place, column) in columns.iter().enumerate() {
            if place > 0 {
                out.push_str(GAP);
            }
            column.write(line, &mut out);
        }
        let end = start + out[start..].trim_end().len();
        out.truncate(end);
        out.push('\n');
    }
    out.push_str(&table.summary());
    Ok(out)
}

/// Returns the same in at most `most` bytes: with as many of the rows as fit.
///
/// # Errors
/// When a value cannot be formatted.
pub fn text_within(table: &TableText<'_>, width: usize, most: usize) -> Result<String> {
    let mut rows = table.head.num_rows();
    loop {
        let head = table.head.slice(0, rows);
        let mut found = text(&TableText { head: &head, ..*table }, width)?;
        if found.len() > most && rows > 0 {
            rows /= 2;
            continue;
        }
        if found.len() > most {
            found.truncate(found.floor_char_boundary(most.saturating_sub("…".len())));
            found.push('…');
        }
        return Ok(found);
    }
}

/// A column of text: name, type, rule, values.
struct Block {
    lines: Vec<String>,
    right: bool,
    width: usize,
    gap: bool,
}

/// The line of the rule under the header.
const RULE: usize = 2;

impl Block {
    fn new(column: Option<&Shown<'_>>, rows: usize) -> Self {
        let Some(column) = column else { return Self::gap(rows + RULE + 1) };
        let mut lines = vec![column.name.to_string(), column.type_name.clone(), String::new()];
        lines.extend((0..rows).map(|row| column.words(row)));
        let width = lines.iter().map(|line| line.width()).max().unwrap_or(0);
        Self { lines, right: column.right, width, gap: false }
    }

    /// Returns the block that stands for columns that are left out.
    fn gap(lines: usize) -> Self {
        Self { lines: vec!["…".into(); lines], right: false, width: 1, gap: true }
    }

    /// Returns the width under a cap; numbers are never cut to make room for others.
    fn capped(&self, cap: usize) -> usize {
        if self.right { self.width } else { self.width.min(cap) }
    }

    fn write(&self, line: usize, out: &mut String) {
        if line == RULE {
            return out.extend(std::iter::repeat_n('─', self.width));
        }
        let text = &self.lines[line];
        let taken = text.width();
        let (shown, taken) = if taken > self.width { clipped(text, self.width) } else { (text.clone(), taken) };
        let space = std::iter::repeat_n(' ', self.width.saturating_sub(taken));
        if self.right {
            out.extend(space);
            out.push_str(&shown);
        } else {
            out.push_str(&shown);
            out.extend(space);
        }
    }
}

/// Narrows the columns, then leaves out those in the middle, until the table fits into `width`.
fn fitted(mut columns: Vec<Block>, width: usize) -> Vec<Block> {
    loop {
        let gaps = columns.len().saturating_sub(1) * GAP.len();
        let total = |cap: usize| columns.iter().map(|column| column.capped(cap)).sum::<usize>() + gaps;
        if let Some(cap) = CAPS.into_iter().find(|cap| total(*cap) <= width) {
            columns.iter_mut().for_each(|column| column.width = column.capped(cap));
            return columns;
        }
        let real = columns.iter().filter(|column| !column.gap).count();
        if real <= 1 {
            columns.iter_mut().for_each(|column| column.width = column.width.min(width.max(1)));
            columns.truncate(1);
            return columns;
        }
        let middle = match columns.iter().position(|column| column.gap) {
            // The first half is the larger one; keep it so.
            Some(gap) if gap > columns.len() - 1 - gap => gap - 1,
            Some(gap) => gap + 1,
            None => {
                let gap = Block::gap(columns.first().map_or(0, |column| column.lines.len()));
                let place = columns.len() / 2;
                columns[place] = gap;
                continue;
            }
        };
        columns.remove(middle);
    }
}

/// Returns the beginning of `text` that leaves room for an ellipsis within `width`, and the width of both.
fn clipped(text: &str, width: usize) -> (String, usize) {
    let room = width.saturating_sub(1);
    let mut taken = 0;
    let mut shown = String::new();
    for character in text.chars() {
        let more = character.width().unwrap_or(0);
        if taken + more > room {
            break;
        }
        taken += more;
        shown.push(character);
    }
    shown.push('…');
    (shown, taken + 1)
}

#[cfg(test)]
mod tests {
    use super::super::{Style, shown_columns, tests::sample};
    use super::*;

    fn table(batch: &arrow::array::RecordBatch, width: usize) -> String {
        let rows = batch.num_rows() as u64;
        let head = &batch.project(&shown_columns(batch.num_columns())).unwrap();
        text(
            &TableText {
                schema: &batch.schema(),
                head,
                rows: Some(rows),
                exact: true,
                note: None,
                style: &Style::default(),
            },
            width,
        )
        .unwrap()
    }

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let shown = table(&sample(&["日本語", "x"]), 80);
        let wanted = "\
number  text    more
 int64  string  string
──────  ──────  ──────
     1  日本語  null
    10  x       \"\"
2 rows × 3 columns";
        assert_eq!(shown, wanted);
    }

    #[test]
    fn a_table_fits_its_width() {
        let long = "word ".repeat(100);
        for width in [1, 5, 10, 20, 40, 79, 80, 200] {
            let shown = table(&sample(&[&long, "日本語日本語日本語日本語日本語", "\u{1b}[31mred"]), width);
            assert!(!shown.contains('\u{1b}'));
            for line in shown.lines().filter(|line| !line.contains("rows ×")) {
                assert!(line.width() <= width.max(1), "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn columns_in_the_middle_give_way() {
        use arrow::array::{ArrayRef, Int64Array, RecordBatch};
        use std::sync::Arc;
        let value: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let batch = RecordBatch::try_from_iter((0..100).map(|i| (format!("column{i}"), Arc::clone(&value)))).unwrap();
        let shown = table(&batch, 60);
        let header = shown.lines().next().unwrap();
        assert_eq!(header, "column0  column1  column2  …  column97  column98  column99");
    }

    #[test]
    fn nothing_to_show_is_still_a_line() {
        let batch = arrow::array::RecordBatch::new_empty(std::sync::Arc::new(arrow::datatypes::Schema::empty()));
        assert_eq!(table(&batch, 80), "0 rows × 0 columns");
    }
}

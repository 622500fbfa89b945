//! Values as text for the clipboard: unchanged, and complete or not at all.

use arrow::array::RecordBatch;

use super::cells::Column;
use crate::error::{Error, ErrorKind, Result};

/// Returns the cells of `batch` as spreadsheets read them: tabs between columns, one line per row, at most `most_bytes`
/// of text.
///
/// # Errors
/// A `Value` error if the text is longer: what is pasted must not be cut silently.
pub fn tab_separated(batch: &RecordBatch, most_bytes: usize) -> Result<String> {
    let columns = batch.columns().iter().map(Column::try_new).collect::<Result<Vec<_>>>()?;
    let mut text = String::new();
    for row in 0..batch.num_rows() {
        for (place, column) in columns.iter().enumerate() {
            if place > 0 {
                text.push('\t');
            }
            let cell = column.raw(row, most_bytes.saturating_sub(text.len()));
            if cell.cut {
                return Err(too_long(most_bytes));
            }
            push_quoted(&mut text, &cell.text);
        }
        text.push('\n');
    }
    if text.len() > most_bytes {
        return Err(too_long(most_bytes));
    }
    Ok(text)
}

fn too_long(most_bytes: usize) -> Error {
    let message = format!("the cells are more than {} MB of text", most_bytes >> 20);
    Error::new(ErrorKind::Value, "copy", message).with_hint("select less, or write a file")
}

/// Appends a value, quoted if it contains a separator.
fn push_quoted(text: &mut String, value: &str) {
    if value.contains(['\t', '\n', '\r', '"']) {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn values_are_as_they_are_and_quoted_where_they_must_be() {
        let batch = sample(&["a\tb", "say \"hi\"", "\u{202e}x\ny"]);
        let text = tab_separated(&batch, 1 << 20).unwrap();
        assert_eq!(text, "1\t\"a\tb\"\t\n10\t\"say \"\"hi\"\"\"\t\n100\t\"\u{202e}x\ny\"\t\n");
    }

    #[test]
    fn what_does_not_fit_whole_is_refused() {
        let batch = sample(&[&"x".repeat(100), "b", "c"]);
        let whole = tab_separated(&batch, 1 << 20).unwrap();
        assert_eq!(tab_separated(&batch, whole.len()).unwrap(), whole);
        for most in [0, 1, 50, 100, whole.len() - 1] {
            assert_eq!(tab_separated(&batch, most).unwrap_err().kind(), ErrorKind::Value, "{most} bytes");
        }
    }
}

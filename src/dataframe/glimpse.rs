//! `glimpse`: a frame as text, a line for each column. It reads the rows that it shows.

use pyo3::prelude::*;
use pyrust_engine::render::{Cell, CellKind, Column, shown_name, type_name};

use super::PyDataFrame;
use crate::argument::row_count;
use crate::boundary::guard;
use crate::exceptions::to_python;
use crate::terminal::terminal_width;

/// How many characters of a value are shown.
const LONGEST_VALUE: usize = 40;
/// How many columns are shown.
const MOST_COLUMNS: usize = 1_000;

#[pymethods]
impl PyDataFrame {
    /// Print the columns, their types and first values, a line each. Runs the query as far as these need.
    ///
    /// Args:
    ///     max_items: How many rows are read; of their values a line shows as many as it has room for.
    ///     return_as_string: Whether to return the text instead of printing it.
    ///
    /// Returns:
    ///     None, or the text. The number of rows is in it if it is known without a run.
    ///
    /// Raises:
    ///     ValueError: If `max_items` is negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"name": ["x", None], "n": [1, 2]}).glimpse()
    ///     2 columns, 2 rows
    ///     name  string  "x", null
    ///     n     int64   1, 2
    ///     >>> pr.range(5).glimpse(-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: glimpse: max_items must be 0 or more, got -1
    ///     hint: it is a number of rows
    #[pyo3(signature = (max_items = 10, *, return_as_string = false))]
    fn glimpse(&self, py: Python<'_>, max_items: i64, return_as_string: bool) -> PyResult<Option<String>> {
        guard(|| {
            let rows = self.window(py, 0, row_count("glimpse", "max_items", max_items, "it is a number of rows")?)?;
            let fields = self.frame.schema().fields();
            let known = self.frame.rows().map(|rows| rows.count()).or(self.frame.cached().map(|size| size.rows));
            let plural = |count: u64, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
            let mut lines = vec![match known {
                Some(rows) => format!("{}, {}", plural(fields.len() as u64, "column"), plural(rows, "row")),
                None => plural(fields.len() as u64, "column"),
            }];
            let named = fields.iter().take(MOST_COLUMNS);
            let heads: Vec<(String, String)> = named
                .map(|field| (shown_name(field.name(), LONGEST_VALUE).to_string(), type_name(field.data_type())))
                .collect();
            let longest = |text: fn(&(String, String)) -> &String| {
                heads.iter().map(|head| text(head).chars().count()).max().unwrap_or(0).min(LONGEST_VALUE)
            };
            let (names, types) = (longest(|head| &head.0), longest(|head| &head.1));
            let width = terminal_width(py);
            for (at, (name, kind)) in heads.iter().enumerate() {
                let mut line = format!("{name:names$}  {kind:types$} ");
                let values = Column::try_new(rows.column(at)).map_err(to_python)?;
                for row in 0..rows.num_rows() {
                    let value = shown(&values.cell(row, LONGEST_VALUE));
                    let gap = if row == 0 { " " } else { ", " };
                    if row > 0 && line.chars().count() + gap.len() + value.chars().count() > width {
                        line.push_str(", …");
                        break;
                    }
                    line.push_str(gap);
                    line.push_str(&value);
                }
                lines.push(line.trim_end().to_owned());
            }
            if fields.len() > heads.len() {
                lines.push(format!("… and {} more columns", fields.len() - heads.len()));
            }
            let text = lines.join("\n");
            if return_as_string {
                return Ok(Some(text));
            }
            py.import("builtins")?.call_method1("print", (text,))?;
            Ok(None)
        })
    }
}

/// A value as it is shown in a row of others.
fn shown(cell: &Cell<'_>) -> String {
    let cut = if cell.cut { "…" } else { "" };
    match cell.kind {
        CellKind::Null => "null".to_owned(),
        CellKind::Text | CellKind::Empty => format!("\"{}{cut}\"", cell.text),
        _ => format!("{}{cut}", cell.text),
    }
}

//! How a frame shows itself: as a live grid; where there is none, `repr` as text, `_repr_html_` as a small static table,
//! `_repr_llm_` for readers that are programs.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyrust_engine::render::{self, TableText, shown_columns, shown_name, type_name, visible};

use super::PyDataFrame;
use crate::boundary::guard;
use crate::exceptions::to_python;
use crate::style::display_style;
use crate::terminal::terminal_width;
use crate::view::PyView;

/// The most bytes of what a program reads of a frame.
const BRIEF_BYTES: usize = 2_048;
/// How many of them the first rows may take.
const BRIEF_ROWS_BYTES: usize = 900;
/// How many of the rows it shows.
const BRIEF_ROWS: u64 = 5;
const BRIEF_WIDTH: usize = 100;
/// The most characters of a column's name and of its type.
const BRIEF_CHARS: usize = 40;

impl PyDataFrame {
    /// The columns with their types, a line each, in at most `room` bytes.
    fn brief_columns(&self, room: usize) -> String {
        let mut text = String::new();
        for (place, field) in self.frame.schema().fields().iter().enumerate() {
            let name = shown_name(field.name(), BRIEF_CHARS);
            let line = format!("  {name}  {}\n", visible(&type_name(field.data_type()), BRIEF_CHARS));
            if text.len() + line.len() > room {
                text.push_str(&format!("  … and {} more columns\n", self.width - place));
                break;
            }
            text.push_str(&line);
        }
        text
    }
}

#[pymethods]
impl PyDataFrame {
    /// Show the rows as a live grid that can be sorted, filtered and searched: `pr.view(df)`. The arguments say what it shows
    /// at first.
    ///
    /// Args:
    ///     sort: The columns to sort by, most important first: names, or dicts of `column`, `descending` and `nulls`.
    ///     descending: Largest first, for all names or one flag a name.
    ///     nulls_last: Whether nulls come after everything else (they do, in both directions), for all names or each.
    ///     filters: Conditions on one column each, all of which a row must meet, as in
    ///         `{"column": "price", "test": "between", "low": 10}`.
    ///     where: One condition in SQL.
    ///     search: What a string of the row must contain, in capitals or small letters.
    ///     columns: The columns to show, names or expressions; all by default.
    ///     height: How many rows are on screen.
    ///     density: "comfortable" (the default) or "compact".
    ///
    /// Returns:
    ///     The grid, a widget: `grid.frame` is what it shows, `grid.spec` can be saved and set, `grid.close()` ends it.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SqlError: If `where` cannot be read.
    ///     ValueError: If a filter does not fit its column, or an argument is not one of its values.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> grid = pr.DataFrame({"a": [1, 2, 3]}).view(sort="a", descending=True, where="a > 1")
    ///     >>> grid.frame.to_dict()
    ///     {'a': [3, 2]}
    ///     >>> grid.close()
    ///     >>> pr.range(3).view(sort="valu")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: view: there is no column "valu"
    ///     hint: did you mean value?
    #[pyo3(signature = (
        *, sort = None, descending = None, nulls_last = None, filters = None, r#where = None, search = None,
        columns = None, height = None, density = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "one for each argument of Python")]
    fn view<'py>(
        this: &Bound<'py, Self>,
        sort: Option<Bound<'py, PyAny>>,
        descending: Option<Bound<'py, PyAny>>,
        nulls_last: Option<Bound<'py, PyAny>>,
        filters: Option<Bound<'py, PyAny>>,
        r#where: Option<Bound<'py, PyAny>>,
        search: Option<Bound<'py, PyAny>>,
        columns: Option<Bound<'py, PyAny>>,
        height: Option<Bound<'py, PyAny>>,
        density: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let py = this.py();
            let given = PyDict::new(py);
            given.set_item(intern!(py, "sort"), sort)?;
            given.set_item(intern!(py, "descending"), descending)?;
            given.set_item(intern!(py, "nulls_last"), nulls_last)?;
            given.set_item(intern!(py, "filters"), filters)?;
            given.set_item(intern!(py, "where"), r#where)?;
            given.set_item(intern!(py, "search"), search)?;
            given.set_item(intern!(py, "columns"), columns)?;
            given.set_item(intern!(py, "height"), height)?;
            given.set_item(intern!(py, "density"), density)?;
            py.import(intern!(py, "pyrust.widgets"))?.getattr(intern!(py, "view"))?.call((this,), Some(&given))
        })
    }

    /// Show the first rows where they are in memory; else the columns and the source. It never runs a query.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| {
            let schema = self.frame.schema();
            if let Some(rows) = self.frame.rows() {
                let (style, most) = display_style(py)?;
                let head = rows.window(0..most as u64, &shown_columns(self.width)).map_err(to_python)?;
                let rows = Some(rows.count());
                let table = TableText { schema, head: &head, rows, exact: true, note: None, style: &style };
                return render::text(&table, terminal_width(py)).map_err(to_python);
            }
            let state =
                self.frame.cached().map_or_else(|| "not run yet".to_owned(), |size| format!("{} rows", size.rows));
            let mut text = format!("DataFrame: {}, {state}\n", self.frame.describe_source());
            let longest = schema.fields().iter().map(|field| field.name().chars().count()).max().unwrap_or(0).min(40);
            for field in schema.fields().iter().take(30) {
                text.push_str(&format!("  {:longest$}  {}\n", field.name(), type_name(field.data_type())));
            }
            if self.width > 30 {
                text.push_str(&format!("  … and {} more columns\n", self.width - 30));
            }
            text.push_str("df.head().collect() shows rows, df.collect() runs all of it");
            Ok(text)
        })
    }

    /// Show the first rows as a static HTML table. Runs the query as far as they need.
    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| PyView::open(py, &self.frame)?.html(py, display_style(py)?.1))
    }

    /// Describe the frame to a program that reads: columns, the rows that are known, exactly or so far, and the first ones if
    /// they are in memory; at most 2 KB. It never runs a query.
    fn _repr_llm_(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| {
            let rows = match self.frame.known_rows() {
                Some((rows, true)) => format!("{rows} (exact)"),
                Some((rows, false)) => format!("{rows} so far, more may come"),
                None => "not known before its query runs".to_owned(),
            };
            let source = visible(self.frame.describe_source(), BRIEF_CHARS);
            let mut text = format!("pyrust DataFrame, lazy: {source}\nrows: {rows}\ncolumns: {}\n", self.width);
            let mut end = String::new();
            if let Some(rows) = self.frame.rows() {
                let (style, _) = display_style(py)?;
                let head = rows.window(0..BRIEF_ROWS, &shown_columns(self.width)).map_err(to_python)?;
                let schema = self.frame.schema();
                let table =
                    TableText { schema, head: &head, rows: Some(rows.count()), exact: true, note: None, style: &style };
                end = render::text_within(&table, BRIEF_WIDTH, BRIEF_ROWS_BYTES).map_err(to_python)?;
                end = format!("first rows:\n{end}\n");
            }
            end.push_str("df.head(5).to_dict() reads rows, df.describe() statistics");
            text.push_str(&self.brief_columns(
                BRIEF_BYTES.saturating_sub(text.len() + end.len() + "  … and 100000 more columns\n".len()),
            ));
            text.push_str(&end);
            Ok(text)
        })
    }
}

//! How a frame shows itself where no grid does: `repr` as text, `_repr_html_` as a small static table.

use pyo3::prelude::*;
use pyrust_engine::render::{self, TableText, shown_columns, type_name};

use super::PyDataFrame;
use crate::boundary::guard;
use crate::exceptions::to_python;
use crate::style::display_style;
use crate::terminal::terminal_width;
use crate::view::PyView;

#[pymethods]
impl PyDataFrame {
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
}

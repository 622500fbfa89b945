//! Views that sort, filter and search, as a specification says (docs/protocol.md).

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyrust_engine::statement::functions_of_a_row;
use pyrust_engine::view::spec::ViewSpec;
use pyrust_engine::view::{Problem, Start, derived, described};

use super::PyView;
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::to_python;
use crate::look::PyLook;
use crate::runtime::begin;
use crate::udf::Functions;

#[pymethods]
impl PyView {
    /// Make another view of the same rows, sorted and filtered; its order is computed in the background. Filters and keys
    /// that do not fit the frame do nothing: `described` says why.
    ///
    /// Args:
    ///     spec: What it shows, as JSON (docs/protocol.md).
    fn arranged(&self, py: Python<'_>, spec: &str) -> PyResult<Self> {
        guard(|| {
            let spec = ViewSpec::from_json(spec).map_err(to_python)?;
            let (view, quickly) = (Arc::clone(&self.view), self.view.frame().plans_quickly());
            let functions = Functions::of_plan(self.view.frame().plan());
            let view = begin(py, quickly, async move { view.arranged(&spec).await })?;
            Ok(Self { view, head: Arc::default(), functions })
        })
    }

    /// Make the frame of the rows that a view of `frame` shows, lazily.
    ///
    /// Args:
    ///     frame: The frame.
    ///     spec: What the view shows, as JSON.
    #[staticmethod]
    fn derived(frame: &Bound<'_, PyDataFrame>, spec: &str) -> PyResult<PyDataFrame> {
        guard(|| {
            let derived = ViewSpec::from_json(spec).and_then(|spec| derived(frame.get().frame(), &spec));
            Ok(PyDataFrame::new(derived.map_err(to_python)?))
        })
    }

    /// Describe what a view of `frame` shows: a dict of `sort` (for each key its `problem`), `filters` (for each its `words`,
    /// which follow the column's name, and its `problem`) and `where` (its `problem`). A problem is None, or a dict of
    /// `message`, `hint`, `line` and `column`.
    ///
    /// Args:
    ///     frame: The frame.
    ///     spec: What the view shows, as JSON.
    #[staticmethod]
    fn described<'py>(py: Python<'py>, frame: &Bound<'py, PyDataFrame>, spec: &str) -> PyResult<Bound<'py, PyDict>> {
        guard(|| {
            let spec = ViewSpec::from_json(spec).map_err(to_python)?;
            let found = described(frame.get().frame(), &spec);
            let of = |problem: Option<Problem>| -> PyResult<Bound<'py, PyDict>> {
                let part = PyDict::new(py);
                part.set_item("problem", problem.map(|problem| problem_dict(py, &problem)).transpose()?)?;
                Ok(part)
            };
            let filters = PyList::empty(py);
            for (words, problem) in found.filters {
                let filter = of(problem)?;
                filter.set_item("words", words)?;
                filters.append(filter)?;
            }
            let description = PyDict::new(py);
            description.set_item("sort", found.sort.into_iter().map(of).collect::<PyResult<Vec<_>>>()?)?;
            description.set_item("filters", filters)?;
            description.set_item("where", of(found.condition)?)?;
            Ok(description)
        })
    }

    /// List the functions that a condition over a frame may call, by name.
    ///
    /// Args:
    ///     frame: The frame, whose session has functions of its own.
    #[staticmethod]
    fn functions(frame: &Bound<'_, PyDataFrame>) -> PyResult<Vec<String>> {
        guard(|| Ok(functions_of_a_row(frame.get().frame().session())))
    }

    /// List values of a column in the rows that pass all filters but its own, the most frequent first: a dict of `values`
    /// (each a pair of its text, None for null, and in how many rows it is) and `distinct`, how many different ones there are.
    ///
    /// Args:
    ///     spec: The filters, as JSON.
    ///     column: The name of the column.
    ///     search: What the text of a value must contain.
    ///     offset: How many of them are left out.
    ///     limit: How many there may be.
    ///     look: How to stop waiting for them.
    #[pyo3(signature = (spec, column, search = "", offset = 0, limit = 100, look = None))]
    #[expect(clippy::too_many_arguments, reason = "one for each argument of Python")]
    fn values<'py>(
        &self,
        py: Python<'py>,
        spec: &str,
        column: String,
        search: &str,
        offset: usize,
        limit: usize,
        look: Option<&PyLook>,
    ) -> PyResult<Bound<'py, PyDict>> {
        guard(|| {
            let spec = ViewSpec::from_json(spec).map_err(to_python)?;
            let (view, search) = (Arc::clone(&self.view), search.to_string());
            let found =
                self.looked(py, look, async move { view.values(&spec, &column, &search, offset, limit).await })?;
            let values = PyDict::new(py);
            values.set_item("values", found.values)?;
            values.set_item("distinct", found.distinct)?;
            Ok(values)
        })
    }

    /// Find the next cell, row by row, whose text contains another, in capitals or small letters; after the last one the
    /// first. Returns its row and the index of its column, or None.
    ///
    /// Args:
    ///     text: What to look for.
    ///     row: The row to look from.
    ///     column: The index of the column to look from.
    ///     backwards: Whether to look for the cell before it.
    ///     look: How to stop waiting for it.
    #[pyo3(signature = (text, row, column, backwards = false, look = None))]
    fn find(
        &self,
        py: Python<'_>,
        text: &str,
        row: u64,
        column: usize,
        backwards: bool,
        look: Option<&PyLook>,
    ) -> PyResult<Option<(u64, usize)>> {
        guard(|| {
            let (view, text) = (Arc::clone(&self.view), text.to_string());
            let from = Start { row, column, backwards };
            self.looked(py, look, async move { view.find(&text, from).await })
        })
    }
}

/// What is wrong with a part of a view.
fn problem_dict<'py>(py: Python<'py>, problem: &Problem) -> PyResult<Bound<'py, PyDict>> {
    let found = PyDict::new(py);
    found.set_item("message", &problem.message)?;
    found.set_item("hint", problem.hint.as_deref())?;
    found.set_item("line", problem.location.map(|place| place.line))?;
    found.set_item("column", problem.location.map(|place| place.column))?;
    Ok(found)
}

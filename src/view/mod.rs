//! `View`: what a grid, or a static table, sees of a frame: pages of cells that are formatted already; `arranged`: sorted,
//! filtered and searched.

mod arranged;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arrow::array::RecordBatch;

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};
use pyrust_engine::render::{
    self, Column, TableText, column_kind, encode_page, shown_columns, shown_name, tab_separated, type_name, visible,
};
use pyrust_engine::store::set_patience;
use pyrust_engine::{Frame, View};

use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::value_error;
use crate::interpreter;
use crate::look::{PyLook, until_stopped};
use crate::run::PyProgress;
use crate::runtime::{begin, look};
use crate::style::display_style;
use crate::terminal::terminal_width;
use crate::udf::Functions;

/// The most characters of a cell in a page.
const PAGE_CHARS: usize = 200;
/// The most characters of a name, of a type and of where rows come from.
const NAME_CHARS: usize = 200;
/// The most bytes of a page, but for its last row; beyond that it has fewer rows.
const PAGE_BYTES: usize = 4 << 20;
/// The most bytes of one cell on its own.
const CELL_BYTES: usize = 1 << 20;
/// The most cells that are copied at once, and the most bytes of their text.
const COPY_CELLS: usize = 100_000;
const COPY_BYTES: usize = 32 << 20;

/// A frame being looked at: its rows by number, and how far they are. All views of one frame share its rows, and
/// a query runs once for them. Every method may be called from any thread.
///
/// Args:
///     frame: The frame to look at.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust._core import View
///     >>> View(pr.range(1_000_000_000)).status()["rows"]
///     1000000000
#[pyclass(name = "View", module = "pyrust", frozen, weakref)]
pub struct PyView {
    view: Arc<View>,
    /// The first rows, once they are all there: the grid's first page, HTML and text of one output show the same.
    head: Arc<Mutex<Option<Head>>>,
    /// The user functions that the frame calls.
    functions: Functions,
}

impl PyView {
    /// Make a view of `frame`.
    pub fn open(py: Python<'_>, frame: &Arc<Frame>) -> PyResult<Self> {
        let functions = Functions::of_plan(frame.plan());
        let frame = Arc::clone(frame);
        let view = begin(py, frame.plans_quickly(), async move { View::open(&frame).await })?;
        Ok(Self { view, head: Arc::default(), functions })
    }

    /// Waits for rows, for as long as somebody looks. Whoever stops the cell that waits for them means the query as well:
    /// it would go on unseen.
    fn looked<T, F>(&self, py: Python<'_>, until: Option<&PyLook>, future: F) -> PyResult<T>
    where
        T: Send + 'static,
        F: Future<Output = pyrust_engine::Result<T>> + Send + 'static,
    {
        look(py, until_stopped(until, future)).inspect_err(|error| {
            if error.is_instance_of::<PyKeyboardInterrupt>(py) {
                self.view.cancel();
            }
        })
    }

    /// The first rows and what else a static table needs, through `draw`.
    fn drawn(
        &self,
        py: Python<'_>,
        rows: usize,
        draw: impl FnOnce(&TableText<'_>) -> pyrust_engine::Result<String> + Send + 'static,
    ) -> PyResult<String> {
        let (view, kept) = (Arc::clone(&self.view), Arc::clone(&self.head));
        let (style, _) = display_style(py)?;
        self.looked(py, None, async move {
            let schema = Arc::clone(view.frame().schema());
            let head = first_rows(&view, &kept, rows, shown_columns(schema.fields().len())).await?;
            let status = view.status();
            let note = status.error.map(|error| error.to_string());
            draw(&TableText {
                schema: &schema,
                head: &head,
                rows: Some(status.rows),
                exact: status.exact,
                note: note.as_deref(),
                style: &style,
            })
        })
    }
}

#[pymethods]
impl PyView {
    #[new]
    fn py_new(py: Python<'_>, frame: &Bound<'_, PyDataFrame>) -> PyResult<Self> {
        guard(|| Self::open(py, frame.get().frame()))
    }

    /// The number of the frame.
    #[getter]
    fn frame_id(&self) -> u64 {
        self.view.frame().id()
    }

    /// Whether its rows were dropped to make room for others, as nobody had looked at them for long: a new view of the frame
    /// has them.
    #[getter]
    fn is_dropped(&self) -> bool {
        self.view.is_dropped()
    }

    /// Describe some columns of a frame: a dict of `name`, `type`, `kind` and `nullable` for each, and of `label` where a
    /// name is shown in another way than it is written. Of a longer name they have the first 200 characters.
    ///
    /// Args:
    ///     frame: The frame; its rows need not have been opened.
    ///     first: The place of the first column.
    ///     count: How many columns; fewer at the end.
    #[staticmethod]
    fn columns<'py>(
        py: Python<'py>,
        frame: &Bound<'py, PyDataFrame>,
        first: usize,
        count: usize,
    ) -> PyResult<Bound<'py, PyList>> {
        let columns = PyList::empty(py);
        for field in frame.get().frame().schema().fields().iter().skip(first).take(count) {
            let column = PyDict::new(py);
            let label = shown_name(field.name(), NAME_CHARS);
            let end = field.name().char_indices().nth(NAME_CHARS).map_or(field.name().len(), |(at, _)| at);
            let name = &field.name()[..end];
            column.set_item("name", name)?;
            if label != name {
                column.set_item("label", label)?;
            }
            column.set_item("type", visible(&type_name(field.data_type()), NAME_CHARS))?;
            column.set_item("kind", column_kind(field.data_type()).as_str())?;
            column.set_item("nullable", field.is_nullable())?;
            columns.append(column)?;
        }
        Ok(columns)
    }

    /// Write rows as a page for the grid (docs/protocol.md); fewer than asked for where the rows end, or where the page would
    /// be more than 4 MB: then its flags say so.
    ///
    /// Args:
    ///     first: The number of the first row.
    ///     count: How many rows.
    ///     columns: Which columns, by place.
    ///     look: How to stop waiting for them.
    #[pyo3(signature = (first, count, columns, look = None))]
    fn page<'py>(
        &self,
        py: Python<'py>,
        first: u64,
        count: usize,
        columns: Vec<usize>,
        look: Option<&PyLook>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        guard(|| {
            let (view, kept) = (Arc::clone(&self.view), Arc::clone(&self.head));
            let page = self.looked(py, look, async move {
                let batch = match first {
                    0 => first_rows(&view, &kept, count, columns).await?,
                    _ => view.window(first, count, columns).await?,
                };
                encode_page(&batch, first, PAGE_CHARS, PAGE_BYTES)
            })?;
            Ok(PyBytes::new(py, &page))
        })
    }

    /// Write one value as text, up to a megabyte: a dict of `text`, `kind` and `cut`.
    #[pyo3(signature = (row, column, look = None))]
    fn cell<'py>(
        &self,
        py: Python<'py>,
        row: u64,
        column: usize,
        look: Option<&PyLook>,
    ) -> PyResult<Bound<'py, PyDict>> {
        guard(|| {
            let view = Arc::clone(&self.view);
            let found = self.looked(py, look, async move {
                let batch = view.window(row, 1, vec![column]).await?;
                if batch.num_rows() == 0 {
                    return Ok(None);
                }
                let values = Column::try_new(batch.column(0))?;
                let cell = values.raw(0, CELL_BYTES);
                Ok(Some((cell.text.into_owned(), cell.kind as u8, cell.cut)))
            })?;
            let Some((text, kind, cut)) = found else {
                return Err(value_error("cell", format!("there is no row {row}"), ""));
            };
            let cell = PyDict::new(py);
            cell.set_item("text", text)?;
            cell.set_item("kind", kind)?;
            cell.set_item("cut", cut)?;
            Ok(cell)
        })
    }

    /// Write values as text for the clipboard: tabs between columns, a line a row; at most 100,000 cells and 32 MB, each
    /// whole.
    #[pyo3(signature = (first, count, columns, look = None))]
    fn copy(
        &self,
        py: Python<'_>,
        first: u64,
        count: usize,
        columns: Vec<usize>,
        look: Option<&PyLook>,
    ) -> PyResult<String> {
        guard(|| {
            if count.saturating_mul(columns.len()) > COPY_CELLS {
                let message = format!("{count} rows of {} columns are more than {COPY_CELLS} cells", columns.len());
                return Err(value_error("copy", message, "select less, or write a file"));
            }
            let view = Arc::clone(&self.view);
            self.looked(py, look, async move {
                let batch = view.window(first, count, columns).await?;
                tab_separated(&batch, COPY_BYTES)
            })
        })
    }

    /// Report how far the rows are: a dict of `epoch` (the number of these rows: another one once they are computed anew),
    /// `rows`, `exact`, `total` and `total_exact` (the rows of the frame, however few pass the filters), `state`, `paused`, `stopped` (a paused run has ended; more rows are computed by another one),
    /// `source`, `ordered`, `seconds`, `error`, and `progress`: None, or what the run does and how far it is.
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        guard(|| {
            let found = self.view.status();
            let status = PyDict::new(py);
            status.set_item("epoch", found.epoch)?;
            status.set_item("rows", found.rows)?;
            status.set_item("exact", found.exact)?;
            status.set_item("total", found.total)?;
            status.set_item("total_exact", found.total_exact)?;
            status.set_item("state", found.state.as_str())?;
            status.set_item("paused", found.paused)?;
            status.set_item("stopped", found.stopped)?;
            status.set_item("source", visible(&found.source, NAME_CHARS))?;
            status.set_item("ordered", found.ordered)?;
            status.set_item("seconds", found.seconds)?;
            status.set_item("error", found.error.map(|error| error.to_string()))?;
            let progress = found.progress.map(|progress| PyProgress::new(progress).to_dict(py)).transpose()?;
            status.set_item("progress", progress)?;
            Ok(status)
        })
    }

    /// Continue a computation that has paused.
    ///
    /// Args:
    ///     rows: How many rows there should be at least after this step.
    #[pyo3(signature = (rows = 0))]
    fn resume(&self, rows: u64) -> PyResult<()> {
        guard(|| {
            self.view.resume(rows);
            Ok(())
        })
    }

    /// Stop the computation; the rows that are there stay.
    fn cancel(&self, py: Python<'_>) -> PyResult<()> {
        guard(|| {
            self.view.cancel();
            interpreter::end_cancelled(py);
            Ok(())
        })
    }

    /// Write the first rows as a static HTML table: escaped, without script.
    ///
    /// Args:
    ///     rows: How many rows it shows.
    #[pyo3(signature = (rows = 10))]
    pub fn html(&self, py: Python<'_>, rows: usize) -> PyResult<String> {
        guard(|| self.drawn(py, rows, render::html))
    }

    /// Write the first rows as text.
    ///
    /// Args:
    ///     rows: How many rows it shows.
    ///     width: How wide it may be; the terminal's width where none is given.
    ///     most: How many bytes it may have: fewer rows are shown then.
    #[pyo3(signature = (rows = 10, width = None, most = usize::MAX))]
    fn text(&self, py: Python<'_>, rows: usize, width: Option<usize>, most: usize) -> PyResult<String> {
        guard(|| {
            let width = width.unwrap_or_else(|| terminal_width(py));
            self.drawn(py, rows, move |table| render::text_within(table, width, most))
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }

    fn __repr__(&self) -> String {
        format!("<View of frame {}>", self.view.frame().id())
    }
}

/// Set how long a query that has paused waits for somebody who wants more of its rows before it ends:
/// `options.display.paused_seconds`.
///
/// Args:
///     seconds: How many seconds.
///
/// Example:
///     >>> from pyrust._core import set_paused_seconds
///     >>> set_paused_seconds(30)
#[pyfunction]
pub fn set_paused_seconds(seconds: u32) {
    set_patience(Duration::from_secs(seconds.into()));
}

/// The first rows of some columns.
struct Head {
    /// How many rows were asked for; fewer are all there are.
    rows: usize,
    columns: Vec<usize>,
    batch: RecordBatch,
}

impl Head {
    /// Fewer rows or columns of it; none where it does not have them.
    fn part(&self, rows: usize, columns: &[usize]) -> Option<RecordBatch> {
        let place = |column: &usize| self.columns.iter().position(|known| known == column);
        let places = columns.iter().map(place).collect::<Option<Vec<_>>>()?;
        let batch = (rows <= self.rows).then(|| self.batch.slice(0, rows.min(self.batch.num_rows())))?;
        batch.project(&places).ok()
    }
}

/// The first rows of a view: those that are kept, or read and kept now if no more can come.
async fn first_rows(
    view: &View,
    kept: &Mutex<Option<Head>>,
    rows: usize,
    columns: Vec<usize>,
) -> pyrust_engine::Result<RecordBatch> {
    let kept = || kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(batch) = kept().as_ref().and_then(|head| head.part(rows, &columns)) {
        return Ok(batch);
    }
    let batch = view.window(0, rows, columns.clone()).await?;
    if view.status().exact || batch.num_rows() == rows {
        *kept() = Some(Head { rows, columns, batch: batch.clone() });
    }
    Ok(batch)
}

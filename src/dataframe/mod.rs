//! `DataFrame`: an immutable, lazy table. The class and what it is; its verbs are in the other files, by topic.

mod collect;
mod display;
mod glimpse;
mod group;
mod join;
mod map_batches;
mod missing;
mod numpy;
mod order;
mod partition;
mod plan;
mod reshape;
mod rows;
mod select;
mod sets;
mod shift;
mod slice;
mod stack;
mod statistics;
mod syntax;
mod time;
mod update;
mod write;

pub use partition::parts;
pub use stack::concat;
pub use syntax::PyColumns;

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::logical_expr::{Expr, ExprSchemable};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PySlice, PyTuple};
use pyrust_engine::Frame;

use crate::argument;
use crate::boundary::guard;
use crate::convert::Declared;
use crate::data_type::PyDataType;
use crate::exceptions::{to_python, type_error};
use crate::expr::PyExpr;
use crate::pickle;
use crate::session::PySession;
use crate::udf::Functions;

/// An immutable, lazy table.
///
/// A verb such as `filter` gives a new frame at once and runs nothing; `collect`, `count`, the `to_...`
/// methods and the display run the query.
///
/// Args:
///     data: A dict of columns (a single value stands in every row); rows, as dicts, tuples, lists, named tuples or data
///         classes, from a list, a generator or a database's cursor; an array of numpy; another frame; or any object with
///         `__arrow_c_stream__` or `__arrow_c_array__` (pyarrow, polars, pandas from 2.2, duckdb ...), which is read
///         without a copy. A stream that can be read only once is read into memory. None is a frame without rows.
///     schema: The columns in their order: a list of names, a dict of names and types (None for a type that the values
///         decide), or a schema of Arrow. Where data has names of its own, these must be the same. Of rows that are dicts,
///         keys that the schema does not name are left out, and names that no dict has are null.
///     schema_overrides: The types of some columns, by name.
///     session: The session it belongs to; the default session where none is given.
///
/// Raises:
///     TypeError: If the data is not a table, or a column mixes types.
///     SchemaError: If the columns or the rows differ in length, or the schema names other columns.
///     ValueError: If a value does not fit the type that is declared.
///     OverflowError: If an int does not fit 64 bits.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, 2, None], "b": ["x", "y", "z"]})
///     >>> df.schema
///     {'a': pr.Int64, 'b': pr.String}
///     >>> df.filter(pr.col("a") > 1).to_list()
///     [{'a': 2, 'b': 'y'}]
///     >>> pr.DataFrame([(1, "x"), (2, "y")], schema={"a": pr.Int8, "b": None}).to_dict()
///     {'a': [1, 2], 'b': ['x', 'y']}
///     >>> pr.DataFrame([(1, "x"), (2,)])
///     Traceback (most recent call last):
///         ...
///     pyrust.SchemaError: DataFrame: row 1 has 1 values, the rows before have 2
///     hint: give all rows the same number of values, with None for a missing one
///     >>> pr.DataFrame({"a": [1, 2], "b": [3]})
///     Traceback (most recent call last):
///         ...
///     pyrust.SchemaError: DataFrame: column "a" has 2 rows, column "b" has 1
///     hint: give all columns the same number of values
#[pyclass(name = "DataFrame", module = "pyrust", frozen, weakref)]
pub struct PyDataFrame {
    frame: Arc<Frame>,
    width: usize,
    /// The user functions that its plan calls: a plan itself owns nothing of Python's.
    functions: Functions,
    /// How it was read, where it is nothing but files.
    reading: Option<Reading>,
}

/// The call of a reader: what a frame over files is pickled as.
pub struct Reading {
    /// The name of the function.
    pub reader: &'static str,
    /// The path or the paths, as they were given.
    pub path: Py<PyAny>,
    /// The other arguments, by name.
    pub options: Py<PyDict>,
}

/// Make a frame of the rows that its pickle holds.
#[pyfunction(name = "_restore_frame")]
pub fn restore(py: Python<'_>, bytes: &[u8]) -> PyResult<PyDataFrame> {
    guard(|| {
        let (schema, batches) = py.detach(|| pickle::read(bytes))?;
        let frame = Frame::from_batches(&PySession::shared(py)?, schema, batches);
        frame.map(PyDataFrame::new).map_err(to_python)
    })
}

/// Read files as the pickle of a frame says.
#[pyfunction(name = "_read_again")]
pub fn read_again<'py>(
    py: Python<'py>,
    reader: &str,
    path: &Bound<'py, PyAny>,
    options: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| py.import(intern!(py, "pyrust._core"))?.call_method(reader, (path,), Some(options)))
}

impl PyDataFrame {
    /// The Python face of a frame.
    pub fn new(frame: Arc<Frame>) -> Self {
        let width = frame.schema().fields().len();
        let functions = Functions::of_plan(frame.plan());
        Self { frame, width, functions, reading: None }
    }

    /// The same of a frame that is nothing but files.
    pub fn read(frame: Arc<Frame>, reading: Option<Reading>) -> Self {
        Self { reading, ..Self::new(frame) }
    }

    /// The engine's frame.
    pub fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    /// Whether an expression is computed and gives true or false.
    fn is_condition(&self, expr: &Expr) -> bool {
        !matches!(expr, Expr::Column(_))
            && expr.get_type(self.frame.plan().schema().as_ref()).is_ok_and(|found| found == DataType::Boolean)
    }

    /// A verb's result.
    fn derived(result: pyrust_engine::Result<Arc<Frame>>) -> PyResult<Self> {
        result.map(Self::new).map_err(to_python)
    }
}

#[pymethods]
impl PyDataFrame {
    #[new]
    #[pyo3(signature = (data = None, schema = None, *, schema_overrides = None, session = None))]
    fn py_new(
        py: Python<'_>,
        data: Option<&Bound<'_, PyAny>>,
        schema: Option<&Bound<'_, PyAny>>,
        schema_overrides: Option<&Bound<'_, PyAny>>,
        session: Option<&Bound<'_, PySession>>,
    ) -> PyResult<Self> {
        guard(|| {
            let declared = Declared::from_python(schema, schema_overrides)?;
            let session = match session {
                Some(session) => Arc::clone(session.get().session()),
                None => PySession::shared(py)?,
            };
            let data = data.cloned().unwrap_or_else(|| py.None().into_bound(py));
            argument::into_frame_as(&session, &data, &declared).map(Self::new)
        })
    }

    /// The number of columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1], "b": [2]}).width
    ///     2
    #[getter]
    fn width(&self) -> usize {
        self.width
    }

    /// The number of this frame, unique in the process: it names the frame in the inspector.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).frame_id != pr.range(3).frame_id
    ///     True
    #[getter]
    fn frame_id(&self) -> u64 {
        self.frame.id()
    }

    /// The names of the columns, in order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1], "b": [2]}).columns
    ///     ['a', 'b']
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.frame.names().map(str::to_owned).collect()
    }

    /// The types of the columns, in order: a list of `DataType`, each equal to its name.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1], "b": ["x"]}).dtypes
    ///     [pr.Int64, pr.String]
    ///     >>> pr.DataFrame({"a": [1]}).dtypes == ["int64"]
    ///     True
    #[getter]
    fn dtypes<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDataType>>> {
        self.frame.schema().fields().iter().map(|field| PyDataType::bound(py, field.data_type())).collect()
    }

    /// The columns and their types: a dict of name to `DataType`, in order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).schema
    ///     {'value': pr.Int64}
    #[getter]
    fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        PyDataType::of_fields(py, self.frame.schema().fields())
    }

    /// The session the frame belongs to.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> session.range(3).session == session
    ///     True
    #[getter]
    fn session(&self) -> PySession {
        PySession::new(Arc::clone(self.frame.session()))
    }

    /// Select columns by `df["a"]` and `df[["a", "b"]]`; take rows by `df[10:20]`, `df[-5:]` and `df[::2]`.
    fn __getitem__(&self, py: Python<'_>, key: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            if let Ok(slice) = key.cast::<PySlice>() {
                return self.sliced(slice);
            }
            if key.is_instance_of::<pyo3::types::PyInt>() {
                return Err(type_error(
                    "df[...]",
                    "a frame is not indexed by row",
                    "use df[10:11], or df.limit(1, offset=10)",
                ));
            }
            let exprs = self.exprs("df[...]", &PyTuple::new(py, [key])?, None)?;
            if key.is_instance_of::<PyExpr>() && exprs.iter().any(|expr| self.is_condition(expr)) {
                let message = "a condition chooses rows, and brackets choose columns";
                return Err(type_error("df[...]", message, "use df.filter(...)"));
            }
            self.selected("df[...]", exprs)
        })
    }

    /// Return the frame itself, as it never changes.
    fn __copy__(this: Bound<'_, Self>) -> Bound<'_, Self> {
        this
    }

    fn __deepcopy__<'py>(this: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        this
    }

    /// Pickle the rows of a frame in memory, or which files a frame has just read.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        guard(|| {
            let core = py.import(intern!(py, "pyrust._core"))?;
            if let Some(batches) = self.frame.batches() {
                let bytes = py.detach(|| pickle::written(self.frame.schema(), batches))?;
                let restore = core.getattr(intern!(py, "_restore_frame"))?;
                return Ok((restore, PyTuple::new(py, [PyBytes::new(py, &bytes)])?));
            }
            if let Some(reading) = &self.reading {
                let restore = core.getattr(intern!(py, "_read_again"))?;
                return Ok((restore, (reading.reader, &reading.path, &reading.options).into_pyobject(py)?));
            }
            let message = "a frame that has not run cannot be pickled: it is a query of this process, not its rows";
            let hint = "pickle df.collect(), or the frame that reads the files, and filter it on the other side";
            Err(type_error("pickle", message, hint))
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if let Some(reading) = &self.reading {
            visit.call(&reading.path)?;
            visit.call(&reading.options)?;
        }
        self.functions.traverse(&visit)
    }
}

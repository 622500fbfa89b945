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
use pyo3::prelude::*;
use pyo3::types::{PyDict, PySlice, PyTuple};
use pyrust_engine::Frame;
use pyrust_engine::render::type_name;

use crate::argument;
use crate::boundary::guard;
use crate::exceptions::{to_python, type_error};
use crate::expr::PyExpr;
use crate::session::PySession;
use crate::udf::Functions;

/// An immutable, lazy table.
///
/// A verb such as `filter` gives a new frame at once and runs nothing; `collect`, `count`, the `to_...`
/// methods and the display run the query.
///
/// Args:
///     data: A dict of columns, a list of dicts, another frame, or any object with `__arrow_c_stream__` or
///         `__arrow_c_array__` (pyarrow, polars, pandas from 2.2, duckdb ...), which is read without a
///         copy. A stream that can be read only once is read into memory.
///     session: The session it belongs to; the default session where none is given.
///
/// Raises:
///     TypeError: If the data is not a table, or a column mixes types.
///     SchemaError: If the columns differ in length.
///     OverflowError: If an int does not fit 64 bits.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, 2, None], "b": ["x", "y", "z"]})
///     >>> df.schema
///     {'a': 'int64', 'b': 'string'}
///     >>> df.filter(pr.col("a") > 1).to_list()
///     [{'a': 2, 'b': 'y'}]
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
}

impl PyDataFrame {
    /// The Python face of a frame.
    pub fn new(frame: Arc<Frame>) -> Self {
        let width = frame.schema().fields().len();
        let functions = Functions::of_plan(frame.plan());
        Self { frame, width, functions }
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
    #[pyo3(signature = (data, *, session = None))]
    fn py_new(py: Python<'_>, data: &Bound<'_, PyAny>, session: Option<&Bound<'_, PySession>>) -> PyResult<Self> {
        guard(|| {
            let session = match session {
                Some(session) => Arc::clone(session.get().session()),
                None => PySession::shared(py)?,
            };
            argument::into_frame(&session, data).map(Self::new)
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
        self.frame.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The types of the columns, in order, by name.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1], "b": ["x"]}).dtypes
    ///     ['int64', 'string']
    #[getter]
    fn dtypes(&self) -> Vec<String> {
        self.frame.schema().fields().iter().map(|field| type_name(field.data_type())).collect()
    }

    /// The columns and their types: a dict of name to type name, in order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).schema
    ///     {'value': 'int64'}
    #[getter]
    fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let schema = PyDict::new(py);
        for field in self.frame.schema().fields() {
            schema.set_item(field.name(), type_name(field.data_type()))?;
        }
        Ok(schema)
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

    fn __reduce__(&self) -> PyResult<Py<PyAny>> {
        let message = "a frame cannot be pickled: it is a query of this process, not its rows";
        Err(type_error("pickle", message, "send df.to_pyarrow(), or write a file and read it on the other side"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }
}

//! Groups by windows of time: `DynamicGroupBy`, whose windows begin at regular intervals, and `RollingGroupBy`, with a
//! window for each row. Each is a frame with its windows, on the way to `agg`.

use std::sync::Arc;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyrust_engine::Frame;
use pyrust_engine::frame::{DynamicWindows, RollingWindows};
use pyrust_engine::resolve::label;

use crate::argument::into_exprs;
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{to_python, value_error};
use crate::expr::{expand, resolve_aggregates};
use crate::udf::Functions;

const NOTHING: &str = "there is nothing to aggregate";

/// A frame with windows of time that begin at regular intervals; `agg` makes one row of each that has rows.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
///     >>> df.group_by_dynamic("t", every="3i").agg(total=pr.col("v").sum()).to_list()
///     [{'t': 0, 'total': 30}, {'t': 3, 'total': 30}]
#[pyclass(name = "DynamicGroupBy", module = "pyrust", frozen)]
pub struct PyDynamicGroupBy {
    frame: Arc<Frame>,
    windows: DynamicWindows,
    functions: Functions,
}

impl PyDynamicGroupBy {
    /// Windows whose index and keys are resolved already.
    pub fn new(frame: Arc<Frame>, windows: DynamicWindows) -> Self {
        let functions = Functions::of_frame_and(&frame, &windows.keys);
        Self { frame, windows, functions }
    }
}

#[pymethods]
impl PyDynamicGroupBy {
    /// Make one row of each window: the keys, the window, then these aggregates; sorted by keys and windows. Lazy.
    ///
    /// Args:
    ///     aggregates: Expressions that aggregate, such as `pr.col("a").sum()`.
    ///     named: The same with the new column's name as keyword.
    ///
    /// Returns:
    ///     A lazy frame; a window without rows is not in it.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If an expression does not aggregate.
    ///     TypeError: If the windows do not fit the index.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
    ///     >>> df.group_by_dynamic("t", every="3i").agg(pr.col("v").max()).to_dict()
    ///     {'t': [0, 3], 'max(v)': [20, 30]}
    ///     >>> df.group_by_dynamic("t", every="3i").agg("v")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: agg: v does not make one value of a group
    ///     hint: wrap it: .sum(), .mean(), .min(), .first() ...
    #[pyo3(signature = (*aggregates, **named))]
    fn agg(&self, aggregates: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyDataFrame> {
        guard(|| {
            let exprs = resolve_aggregates("agg", &self.frame, into_exprs("agg", aggregates, named)?)?;
            if exprs.is_empty() {
                return Err(value_error("agg", NOTHING, "pr.functions.count() counts the rows of each window"));
            }
            self.frame.group_by_dynamic(&self.windows, exprs).map(PyDataFrame::new).map_err(to_python)
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }

    fn __repr__(&self) -> String {
        format!("<DynamicGroupBy {}>", label(&self.windows.index))
    }
}

/// A frame with a window of time for each of its rows; `agg` makes one row of each.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
///     >>> df.rolling("t", period="3i").agg(total=pr.col("v").sum()).to_list()
///     [{'t': 1, 'total': 10}, {'t': 2, 'total': 30}, {'t': 5, 'total': 30}]
#[pyclass(name = "RollingGroupBy", module = "pyrust", frozen)]
pub struct PyRollingGroupBy {
    frame: Arc<Frame>,
    windows: RollingWindows,
    functions: Functions,
}

impl PyRollingGroupBy {
    /// Windows whose index and keys are resolved already.
    pub fn new(frame: Arc<Frame>, windows: RollingWindows) -> Self {
        let functions = Functions::of_frame_and(&frame, &windows.keys);
        Self { frame, windows, functions }
    }
}

#[pymethods]
impl PyRollingGroupBy {
    /// Make one row of each row's window: the keys, the index, then these aggregates; sorted by keys and index. Lazy.
    ///
    /// Args:
    ///     aggregates: Expressions that aggregate, such as `pr.col("a").sum()`.
    ///     named: The same with the new column's name as keyword.
    ///
    /// Returns:
    ///     A lazy frame with as many rows as the frame has with an index.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If an expression does not aggregate.
    ///     TypeError: If the windows do not fit the index.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
    ///     >>> df.rolling("t", period="2i").agg(pr.col("v").mean()).to_dict()
    ///     {'t': [1, 2, 5], 'mean(v)': [10.0, 15.0, 30.0]}
    ///     >>> df.rolling("t", period="2i").agg("v")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: agg: v does not make one value of a window
    ///     hint: wrap it: .sum(), .mean(), .min(), .first() ...
    #[pyo3(signature = (*aggregates, **named))]
    fn agg(&self, aggregates: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyDataFrame> {
        guard(|| {
            let exprs = expand("agg", &self.frame, into_exprs("agg", aggregates, named)?)?;
            if exprs.is_empty() {
                return Err(value_error("agg", NOTHING, "pr.functions.count() counts the rows of each window"));
            }
            self.frame.rolling(&self.windows, exprs).map(PyDataFrame::new).map_err(to_python)
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }

    fn __repr__(&self) -> String {
        format!("<RollingGroupBy {}>", label(&self.windows.index))
    }
}

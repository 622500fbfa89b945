//! The functions of the module that work on the default session.

use pyo3::prelude::*;

use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::session::{PySession, frame_of_range};
use crate::udf::PyFunction;

/// Get the default session: the one that `pr.sql`, `%%pyrust`, `pr.DataFrame` and `pr.read_...` use.
///
/// Returns:
///     A `Session`, the same at each call.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.session() == pr.range(3).session
///     True
///     >>> pr.session().register("numbers", pr.range(3))
///     >>> pr.sql("select count(*) as n from numbers").item()
///     3
///     >>> pr.session().deregister("numbers")
///     True
#[pyfunction(name = "session")]
pub fn default_session(py: Python<'_>) -> PyResult<&Bound<'_, PySession>> {
    guard(|| PySession::by_default(py))
}

/// Give a table a name that `pr.sql` and `%%pyrust` can use; see `Session.register`.
///
/// Args:
///     name: The name, exactly as queries write it.
///     data: A frame, or anything that `DataFrame` takes.
///
/// Raises:
///     TypeError: If the data is not a table.
///     ValueError: If the name is empty.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.register("numbers", pr.range(3))
///     >>> pr.sql("select sum(value) as total from numbers").item()
///     3
///     >>> pr.tables(), pr.deregister("numbers")
///     (['numbers'], True)
///     >>> pr.register("", pr.range(3))
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: register: a table needs a name
#[pyfunction]
pub fn register(py: Python<'_>, name: &str, data: &Bound<'_, PyAny>) -> PyResult<()> {
    default_session(py)?.get().register(name, data)
}

/// Forget the name of a table of the default session; frames made from it stay as they are.
///
/// Args:
///     name: The name.
///
/// Returns:
///     Whether there was a table of that name.
///
/// Raises:
///     TypeError: If the name is not a string.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.deregister("numbers")
///     False
///     >>> pr.deregister(1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: deregister: name must be a string, got 1
#[pyfunction]
pub fn deregister(py: Python<'_>, name: &str) -> PyResult<bool> {
    default_session(py)?.get().deregister(name)
}

/// List the names of the tables that are registered in the default session, sorted.
///
/// Returns:
///     A list of str.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.tables()
///     []
#[pyfunction]
pub fn tables(py: Python<'_>) -> PyResult<Vec<String>> {
    Ok(default_session(py)?.get().tables())
}

/// Give the default session's SQL a user function; see `Session.register_function`.
///
/// Args:
///     function: A function made by `pr.udf`, `pr.udaf` or `pr.udwf`.
///
/// Returns:
///     The function, so that this can stand above it as a decorator.
///
/// Raises:
///     TypeError: If it is not a function made by `pr.udf`, `pr.udaf` or `pr.udwf`.
///
/// Example:
///     >>> import pyrust as pr
///     >>> @pr.register_function
///     ... @pr.udf(args=["int64"], returns="int64")
///     ... def triple(x):
///     ...     return x.to_numpy() * 3
///     >>> pr.sql("select triple(value) as x from t", t=pr.range(3)).to_dict()
///     {'x': [0, 3, 6]}
///     >>> pr.session().deregister_function("triple")
///     True
///     >>> pr.register_function(len)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: register_function: function must be a UserFunction, got <built-in function len>
#[pyfunction]
pub fn register_function(function: Bound<'_, PyFunction>) -> PyResult<Bound<'_, PyFunction>> {
    guard(|| default_session(function.py())?.get().register_function(function.clone()))
}

/// Make a frame of one int64 column `value`, counted as Python's `range` does. No row is made before it is needed, so a
/// billion is instant.
///
/// Args:
///     start: The first number, or the end where it is the only argument (then counting starts at 0).
///     stop: The end, which is not included.
///     step: The distance between two numbers.
///
/// Returns:
///     A lazy frame.
///
/// Raises:
///     ValueError: If the step is 0.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.range(2, 10, 3).to_dict()
///     {'value': [2, 5, 8]}
///     >>> pr.range(2, 10, 0)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: range: the step must not be 0
#[pyfunction]
#[pyo3(signature = (start, stop = None, step = 1))]
pub fn range(py: Python<'_>, start: i64, stop: Option<i64>, step: i64) -> PyResult<PyDataFrame> {
    guard(|| frame_of_range(&PySession::shared(py)?, start, stop, step))
}

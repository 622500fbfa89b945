//! `from_pandas`: a pandas frame, with its index dropped or made columns.
//!
//! pandas' own way to Arrow decides by the kind of the index whether it becomes a column. Here the caller does.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::argument::into_frame;
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::type_error;
use crate::session::PySession;

/// Make a frame of a pandas.DataFrame or Series, whose rows are converted by way of pyarrow.
///
/// `pr.DataFrame(data)` takes a pandas frame as pandas gives it to Arrow: an index that counts the rows
/// (RangeIndex) goes, any other becomes a column, called `__index_level_0__` where it has no name. This function
/// does not depend on the kind of the index.
///
/// Args:
///     data: The pandas object. Column labels that are not strings become strings.
///     index: False drops the index, whatever it is. True makes it columns before the others: one called by the
///         index's name, or `index` where it has none; of a MultiIndex one for each level, `level_0` and so on
///         where they have no names; of a RangeIndex the row numbers.
///
/// Returns:
///     A frame in memory.
///
/// Raises:
///     TypeError: If the data is not of pandas.
///     ValueError: If the index has the name of a column.
///     ImportError: If pyarrow is not installed.
///
/// Example:
///     >>> import pandas as pd
///     >>> import pyrust as pr
///     >>> data = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["a", "b"], name="key"))
///     >>> pr.from_pandas(data).columns
///     ['n']
///     >>> pr.from_pandas(data, index=True).to_dict()
///     {'key': ['a', 'b'], 'n': [1, 2]}
///     >>> pr.from_pandas([1, 2])
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: from_pandas: expected a pandas DataFrame or Series, got list
///     hint: pr.DataFrame takes what other libraries have
#[pyfunction]
#[pyo3(signature = (data, *, index = false))]
pub fn from_pandas(py: Python<'_>, data: &Bound<'_, PyAny>, index: bool) -> PyResult<PyDataFrame> {
    guard(|| {
        if !data.hasattr(intern!(py, "reset_index"))? {
            let message = format!("expected a pandas DataFrame or Series, got {}", data.get_type().name()?);
            return Err(type_error("from_pandas", message, "pr.DataFrame takes what other libraries have"));
        }
        let frame = match data.hasattr(intern!(py, "to_frame"))? {
            true => data.call_method0(intern!(py, "to_frame"))?,
            false => data.clone(),
        };
        let options = PyDict::new(py);
        options.set_item(intern!(py, "drop"), !index)?;
        let plain = frame.call_method(intern!(py, "reset_index"), (), Some(&options))?;
        into_frame(&PySession::shared(py)?, &plain).map(PyDataFrame::new)
    })
}

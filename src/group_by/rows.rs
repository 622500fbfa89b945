//! The rows of groups: the first or last ones of each, a frame for each, a function of each.

use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyList};

use super::PyGroupBy;
use crate::argument::row_count;
use crate::boundary::guard;
use crate::dataframe::{PyDataFrame, parts};
use crate::exceptions::to_python;
use crate::udf;

impl PyGroupBy {
    fn ends(&self, operation: &str, n: i64, last: bool) -> PyResult<PyDataFrame> {
        self.of_plain_keys(operation)?;
        let count = row_count(operation, "n", n, "it is a number of rows of each group")?;
        let found = self.frame.ends_of_groups(self.keys.clone(), count, last);
        found.map(PyDataFrame::new).map_err(to_python)
    }
}

#[pymethods]
impl PyGroupBy {
    /// Take the first rows of each group, in the order of the frame. Lazy.
    ///
    /// Args:
    ///     n: How many rows of each group.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then the other columns.
    ///
    /// Raises:
    ///     ValueError: If n is negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, 3], "k": ["x", "x", "y"]})
    ///     >>> df.group_by("k").head(1).to_dict()
    ///     {'k': ['x', 'y'], 'a': [1, 3]}
    ///     >>> df.group_by("k").head(-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: head: n must be 0 or more, got -1
    ///     hint: it is a number of rows of each group
    #[pyo3(signature = (n = 5))]
    fn head(&self, n: i64) -> PyResult<PyDataFrame> {
        guard(|| self.ends("head", n, false))
    }

    /// Take the last rows of each group, in the order of the frame. Lazy.
    ///
    /// Args:
    ///     n: How many rows of each group.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then the other columns.
    ///
    /// Raises:
    ///     ValueError: If n is negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, 3], "k": ["x", "x", "y"]})
    ///     >>> df.group_by("k").tail(1).to_dict()
    ///     {'k': ['x', 'y'], 'a': [2, 3]}
    ///     >>> df.group_by("k").tail(-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: tail: n must be 0 or more, got -1
    ///     hint: it is a number of rows of each group
    #[pyo3(signature = (n = 5))]
    fn tail(&self, n: i64) -> PyResult<PyDataFrame> {
        guard(|| self.ends("tail", n, true))
    }

    /// Make a frame by calling a Python function with the rows of each group. Lazy; the order of the groups is not defined.
    ///
    /// The function is called for one group at a time. It gets a frame in memory with all columns, or the table of a
    /// library if its argument is annotated with one (`pa.Table`, `pl.DataFrame`, `pd.DataFrame`), and gives any table, of
    /// any number of rows. All groups are held in memory while the query runs.
    ///
    /// Args:
    ///     function: A function of the rows of one group.
    ///     schema: The columns of its result: a dict of names and types, a frame, or an Arrow schema. Where none is
    ///         given, the function is called once, now, with a group of no rows.
    ///
    /// Returns:
    ///     A lazy frame: what the function gives for each group, one after the other.
    ///
    /// Raises:
    ///     TypeError: If it is not callable, or the schema is not one.
    ///     PyRustError: What the function raises for a group of no rows, as the cause. When the query runs, also
    ///         `SchemaError` if a result has other columns than the schema.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [3, 1, 2]})
    ///     >>> df.group_by("k").map_groups(lambda group: group.sort("a").head(1)).sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [1, 2]}
    ///     >>> df.group_by("k").map_groups(7)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: map_groups: int is not callable
    ///     hint: give a function of the rows of one group
    #[pyo3(signature = (function, schema = None))]
    fn map_groups<'py>(
        &self,
        py: Python<'py>,
        function: &Bound<'py, PyAny>,
        schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<PyDataFrame> {
        guard(|| {
            self.of_plain_keys("map_groups")?;
            udf::map_groups(py, &self.frame, self.keys.clone(), function, schema)
        })
    }

    /// Run the query and iterate over the groups: pairs of a tuple of the keys' values and a frame in memory.
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        guard(|| {
            self.of_plain_keys("group_by")?;
            let found = parts(py, "group_by", &self.frame, self.keys.clone())?;
            PyList::new(py, found)?.try_iter()
        })
    }
}

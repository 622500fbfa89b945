//! `GroupBy`: a frame with its keys, on the way to `agg`.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::functions_aggregate::count::count_all;
use datafusion::logical_expr::Expr;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyrust_engine::Frame;
use pyrust_engine::frame::Grouping;
use pyrust_engine::resolve::label;

use crate::aggregation::{NamedAggregate, aggregated};
use crate::argument::{column, into_exprs};
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::value_error;
use crate::expr::resolve_aggregates;
use crate::udf::Functions;

/// A frame with the keys of its groups; `agg` makes one row of each group.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"k": ["x", "y", "x"], "v": [1, 2, 3]})
///     >>> df.group_by("k").agg(total=pr.col("v").sum()).sort("k").to_list()
///     [{'k': 'x', 'total': 4}, {'k': 'y', 'total': 2}]
#[pyclass(name = "GroupBy", module = "pyrust", frozen)]
pub struct PyGroupBy {
    frame: Arc<Frame>,
    keys: Vec<Expr>,
    grouping: Grouping,
    /// The user functions that both call.
    functions: Functions,
}

impl PyGroupBy {
    /// Groups `frame` by keys that are resolved already.
    pub fn new(frame: Arc<Frame>, keys: Vec<Expr>, grouping: Grouping) -> Self {
        let functions = Functions::of_frame_and(&frame, &keys);
        Self { frame, keys, grouping, functions }
    }

    /// The frame whose rows are grouped.
    pub fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    fn aggregated(&self, operation: &'static str, aggregates: Vec<Expr>) -> PyResult<PyDataFrame> {
        let aggregates = resolve_aggregates(operation, &self.frame, aggregates)?;
        aggregated(operation, &self.frame, self.keys.clone(), &self.grouping, aggregates).map(PyDataFrame::new)
    }

    /// The same aggregate of every column that is not a key and whose type it can take.
    fn of_others(&self, aggregate: NamedAggregate) -> PyResult<PyDataFrame> {
        let keys: HashSet<String> = self.keys.iter().map(label).collect();
        let others = self.frame.schema().fields().iter().filter(|field| !keys.contains(field.name()));
        let others = others.filter(|field| aggregate.takes(field.data_type()));
        let aggregates: Vec<Expr> =
            others.map(|field| aggregate.of(column(field.name())).alias(field.name())).collect();
        if aggregates.is_empty() {
            let message = "there is no column to aggregate";
            return Err(value_error(aggregate.name(), message, "use .len() for the number of rows"));
        }
        self.aggregated(aggregate.name(), aggregates)
    }
}

#[pymethods]
impl PyGroupBy {
    /// Make one row of each group: the keys, then these aggregates. The order of the groups is not defined: sort it.
    ///
    /// Args:
    ///     aggregates: Expressions that aggregate, such as `pr.col("a").sum()`; also constants, and what is made of keys.
    ///     named: The same with the new column's name as keyword.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If an expression does not aggregate.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": [1, 1, 2], "v": [1.0, 3.0, 5.0]})
    ///     >>> df.group_by("k").agg(pr.functions.mean("v"), share=pr.col("v").sum() / 9).sort("k").to_dict()
    ///     {'k': [1, 2], 'mean(v)': [2.0, 5.0], 'share': [0.4444444444444444, 0.5555555555555556]}
    ///     >>> df.group_by("k").agg("v")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: agg: v does not make one value of a group
    ///     hint: wrap it: .sum(), .mean(), .min(), .first() ...
    #[pyo3(signature = (*aggregates, **named))]
    fn agg(&self, aggregates: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyDataFrame> {
        guard(|| {
            let aggregates = into_exprs("agg", aggregates, named)?;
            if aggregates.is_empty() {
                return Err(value_error(
                    "agg",
                    "there is nothing to aggregate",
                    "use df.select(keys).distinct() for the keys alone",
                ));
            }
            self.aggregated("agg", aggregates)
        })
    }

    /// Count the rows of each group, as a column `count`. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then the number.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"k": ["x", "y", "x"]}).group_by("k").count().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'count': [2, 1]}
    fn count(&self) -> PyResult<PyDataFrame> {
        guard(|| self.aggregated("count", vec![count_all().alias("count")]))
    }

    /// Count the rows of each group, as a column of this name. Lazy.
    ///
    /// Args:
    ///     name: The column's name.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then the number.
    ///
    /// Raises:
    ///     SchemaError: If a key has this name.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"k": ["x", "y", "x"]}).group_by("k").len("n").sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'n': [2, 1]}
    ///     >>> pr.DataFrame({"k": ["x"]}).group_by("k").len("k")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: agg: two columns would be called "k"
    ///     hint: give one another name with .alias(...)
    #[pyo3(signature = (name = "len"))]
    fn len(&self, name: &str) -> PyResult<PyDataFrame> {
        guard(|| self.aggregated("len", vec![count_all().alias(name)]))
    }

    /// Compute the sums of all other columns of numbers. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").sum().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [3, 4]}
    fn sum(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others(NamedAggregate::Sum))
    }

    /// Compute the means of all other columns of numbers. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").mean().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [1.5, 4.0]}
    fn mean(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others(NamedAggregate::Mean))
    }

    /// Compute the medians of all other columns of numbers. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").median().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [1.5, 4.0]}
    fn median(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others(NamedAggregate::Median))
    }

    /// Compute the smallest values of all other columns but nested ones. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").min().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [1, 4]}
    fn min(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others(NamedAggregate::Min))
    }

    /// Compute the largest values of all other columns but nested ones. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").max().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [2, 4]}
    fn max(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others(NamedAggregate::Max))
    }

    /// Get the values of each group's first row, nulls included. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").first().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [1, 4]}
    fn first(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others(NamedAggregate::First))
    }

    /// Get the values of each group's last row, nulls included. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").last().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [2, 4]}
    fn last(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others(NamedAggregate::Last))
    }

    /// Count the distinct values of all other columns; null is not counted. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").n_unique().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [2, 1]}
    fn n_unique(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others(NamedAggregate::NUnique))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }

    fn __repr__(&self) -> String {
        format!("<GroupBy {}>", self.keys.iter().map(label).collect::<Vec<_>>().join(", "))
    }
}

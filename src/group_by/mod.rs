//! `GroupBy`: a frame with its keys, on the way to `agg`. `columns` has the same aggregate of all other columns, `rows` the
//! rows of groups, `windows` groups by windows of time.

mod columns;
mod rows;
mod windows;

pub use windows::{PyDynamicGroupBy, PyRollingGroupBy};

use std::sync::Arc;

use datafusion::functions_aggregate::count::count_all;
use datafusion::logical_expr::Expr;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyrust_engine::Frame;
use pyrust_engine::frame::Grouping;
use pyrust_engine::resolve::{check_condition, label};

use crate::aggregation::aggregated;
use crate::argument::{column, into_exprs};
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{short, to_python, type_error, value_error};
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
    /// What groups must fulfil to be in the result.
    having: Vec<Expr>,
    /// The user functions that these call.
    functions: Functions,
}

impl PyGroupBy {
    /// The frame whose rows are grouped.
    pub fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    /// Groups `frame` by keys that are resolved already.
    pub fn new(frame: Arc<Frame>, keys: Vec<Expr>, grouping: Grouping) -> Self {
        let functions = Functions::of_frame_and(&frame, &keys);
        Self { frame, keys, grouping, having: Vec::new(), functions }
    }

    fn aggregated(&self, operation: &'static str, aggregates: Vec<Expr>) -> PyResult<PyDataFrame> {
        let mut exprs = resolve_aggregates(operation, &self.frame, aggregates)?;
        let make = |exprs| aggregated(operation, &self.frame, self.keys.clone(), &self.grouping, exprs);
        if self.having.is_empty() {
            return make(exprs).map(PyDataFrame::new);
        }
        let shown: Vec<Expr> = self.keys.iter().chain(&exprs).map(|expr| column(&label(expr))).collect();
        let name = |at: usize| format!("?having {at}?");
        exprs.extend(self.having.iter().enumerate().map(|(at, predicate)| predicate.clone().unalias().alias(name(at))));
        let predicates = (0..self.having.len()).map(|at| column(&name(at))).reduce(Expr::and).unwrap_or_default();
        let kept = make(exprs)?.filter(predicates).and_then(|kept| kept.select(shown));
        kept.map(PyDataFrame::new).map_err(to_python)
    }

    /// Refuses what has no predicate on groups.
    fn without_having(&self, operation: &str) -> PyResult<()> {
        if self.having.is_empty() {
            return Ok(());
        }
        let message = "having() chooses among the rows of an aggregation";
        Err(value_error(operation, message, "use .agg(...), or filter the frame by an aggregate with .over(...)"))
    }

    /// Refuses what needs one group for each row.
    fn of_plain_keys(&self, operation: &str) -> PyResult<()> {
        self.without_having(operation)?;
        if self.grouping == Grouping::Keys {
            return Ok(());
        }
        let message = "a row is in several groups of a rollup, a cube or grouping sets";
        Err(value_error(operation, message, "use df.group_by(...)"))
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
            refuse_function_names(aggregates, named)?;
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

    /// Keep only the groups for which all predicates are true. Lazy; the next call aggregates them.
    ///
    /// Args:
    ///     predicates: Boolean expressions of aggregates and keys, such as `pr.col("a").sum() > 10`. A null counts as not
    ///         true.
    ///
    /// Returns:
    ///     A `GroupBy` with the same keys.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If an expression is not boolean.
    ///     TypeError: If there is no predicate.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "y", "x"], "v": [1, 2, 3]})
    ///     >>> df.group_by("k").having(pr.col("v").sum() > 2).agg(n=pr.functions.count()).to_dict()
    ///     {'k': ['x'], 'n': [2]}
    ///     >>> df.group_by("k").having(pr.col("v").sum())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: having: sum(v) is int64, not a boolean
    #[pyo3(signature = (*predicates))]
    fn having(&self, predicates: &Bound<'_, PyTuple>) -> PyResult<Self> {
        guard(|| {
            let given = into_exprs("having", predicates, None)?;
            if given.is_empty() {
                let hint = "df.group_by(\"k\").having(pr.col(\"a\").sum() > 1)";
                return Err(type_error("having", "no predicate was given", hint));
            }
            let given = resolve_aggregates("having", &self.frame, given)?;
            for predicate in &given {
                check_condition("having", self.frame.plan().schema(), predicate).map_err(to_python)?;
            }
            let having: Vec<Expr> = self.having.iter().cloned().chain(given).collect();
            let all: Vec<Expr> = self.keys.iter().chain(&having).cloned().collect();
            let functions = Functions::of_frame_and(&self.frame, &all);
            let (frame, keys, grouping) = (Arc::clone(&self.frame), self.keys.clone(), self.grouping.clone());
            Ok(Self { frame, keys, grouping, having, functions })
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

    /// Refuse `groups["a"]`, which chooses a column elsewhere.
    fn __getitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<PyDataFrame> {
        let message = format!("a GroupBy has no columns, got {}", short(key));
        Err(type_error("df.group_by(...)[...]", message, "aggregate one: .agg(pr.col(\"a\").sum())"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }

    fn __repr__(&self) -> String {
        format!("<GroupBy {}>", self.keys.iter().map(label).collect::<Vec<_>>().join(", "))
    }
}

/// Refuses the names of functions in strings, as pandas takes them: `agg({"a": "sum"})`, `agg(total=("a", "sum"))`.
fn refuse_function_names(aggregates: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
    let dict = aggregates.iter().find(|value| value.is_instance_of::<PyDict>());
    let pair = named.into_iter().flatten().map(|(_, value)| value).find(|value| value.is_instance_of::<PyTuple>());
    match dict.or(pair) {
        Some(value) => {
            let message = format!("{} is not an expression", short(&value));
            Err(type_error("agg", message, "write pr.col(\"a\").sum(), or total=pr.col(\"a\").sum() for a name"))
        }
        None => Ok(()),
    }
}

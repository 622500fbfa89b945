//! The same aggregate of every column that is not a key and whose type it can take.

use std::collections::HashSet;

use arrow::datatypes::DataType;
use datafusion::functions_aggregate::array_agg::array_agg_udaf;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyrust_engine::resolve::label;

use super::PyGroupBy;
use crate::aggregation::NamedAggregate;
use crate::argument::{Argument, column};
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::value_error;
use crate::functions::{Share, quantile_of};

impl PyGroupBy {
    fn named(&self, aggregate: NamedAggregate) -> PyResult<PyDataFrame> {
        self.of_others(aggregate.name(), |data_type| aggregate.takes(data_type), |value| Ok(aggregate.of(value)))
    }

    fn of_others(
        &self,
        operation: &'static str,
        takes: impl Fn(&DataType) -> bool,
        make: impl Fn(Expr) -> PyResult<Expr>,
    ) -> PyResult<PyDataFrame> {
        let keys: HashSet<String> = self.keys.iter().map(label).collect();
        let others = self.frame.schema().fields().iter().filter(|field| !keys.contains(field.name()));
        let others = others.filter(|field| takes(field.data_type()));
        let aggregates = others.map(|field| Ok(make(column(field.name()))?.alias(field.name())));
        let aggregates: Vec<Expr> = aggregates.collect::<PyResult<_>>()?;
        if aggregates.is_empty() {
            let message = "there is no column to aggregate";
            return Err(value_error(operation, message, "use .len() for the number of rows"));
        }
        self.aggregated(operation, aggregates)
    }
}

macro_rules! of_all_others {
    ($($name:ident, $aggregate:ident, $doc:literal => $result:literal;)*) => {
        #[pymethods]
        impl PyGroupBy {
            $(
                #[doc = concat!(
                    $doc, " Lazy.\n\nReturns:\n    A lazy frame: the keys, then those columns.\n\n",
                    "Example:\n    >>> import pyrust as pr\n",
                    "    >>> df = pr.DataFrame({\"k\": [\"x\", \"x\", \"y\"], \"a\": [1, 2, 4]})\n",
                    "    >>> df.group_by(\"k\").", stringify!($name), "().sort(\"k\").to_dict()\n    ", $result, "\n"
                )]
                fn $name(&self) -> PyResult<PyDataFrame> {
                    guard(|| self.named(NamedAggregate::$aggregate))
                }
            )*
        }
    };
}

of_all_others! {
    sum, Sum, "Compute the sums of all other columns of numbers." => "{'k': ['x', 'y'], 'a': [3, 4]}";
    mean, Mean, "Compute the means of all other columns of numbers." => "{'k': ['x', 'y'], 'a': [1.5, 4.0]}";
    median, Median, "Compute the medians of all other columns of numbers." => "{'k': ['x', 'y'], 'a': [1.5, 4.0]}";
    min, Min, "Compute the smallest values of all other columns but nested ones." => "{'k': ['x', 'y'], 'a': [1, 4]}";
    max, Max, "Compute the largest values of all other columns but nested ones." => "{'k': ['x', 'y'], 'a': [2, 4]}";
    first, First, "Get the values of each group's first row, nulls included." => "{'k': ['x', 'y'], 'a': [1, 4]}";
    last, Last, "Get the values of each group's last row, nulls included." => "{'k': ['x', 'y'], 'a': [2, 4]}";
    n_unique, NUnique, "Count the distinct values of all other columns; null is not counted." => "{'k': ['x', 'y'], 'a': [2, 1]}";
}

#[pymethods]
impl PyGroupBy {
    /// Compute the sample standard deviations (divided by n - 1) of all other columns of numbers; null for fewer than two
    /// values. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "x", "y"], "a": [1.0, 4.0, 7.0, 4.0]})
    ///     >>> df.group_by("k").std().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [3.0, None]}
    #[pyo3(name = "std")]
    fn deviation(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others("std", DataType::is_numeric, |value| Ok(aggregate_fn::stddev(value))))
    }

    /// Compute the sample variances (divided by n - 1) of all other columns of numbers; null for fewer than two values. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1.0, 3.0, 4.0]})
    ///     >>> df.group_by("k").var().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [2.0, None]}
    fn var(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others("var", DataType::is_numeric, |value| Ok(aggregate_fn::var_sample(value))))
    }

    /// Compute a quantile of all other columns of numbers: the value below which a share of the values lies. Lazy.
    ///
    /// Args:
    ///     q: The share of the values that are smaller, from 0 to 1.
    ///     interpolation: How to interpolate between two values: `"linear"`, `"lower"`, `"higher"`, `"nearest"`,
    ///         `"midpoint"`.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Raises:
    ///     ValueError: If `q` is not from 0 to 1, or there is no such interpolation.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
    ///     >>> df.group_by("k").quantile(0.25).sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [1.25, 4.0]}
    ///     >>> df.group_by("k").quantile(25)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: quantile: 25 is not between 0 and 1
    ///     hint: a percentile is a share: 0.9 for 90 %
    #[pyo3(signature = (q, *, interpolation = "linear"))]
    fn quantile(&self, q: Share, interpolation: &str) -> PyResult<PyDataFrame> {
        guard(|| {
            let q = q.seen("quantile")?;
            self.of_others("quantile", DataType::is_numeric, |value| quantile_of(value, q, interpolation))
        })
    }

    /// Gather the values of all other columns into lists, in the order of the frame if it has one, nulls included. Lazy.
    ///
    /// Returns:
    ///     A lazy frame: the keys, then those columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, None, 4]})
    ///     >>> df.group_by("k").all().sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [[1, None], [4]]}
    fn all(&self) -> PyResult<PyDataFrame> {
        guard(|| self.of_others("all", |_| true, |value| Ok(array_agg_udaf().call(vec![value]))))
    }
}

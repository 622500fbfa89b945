//! What the columns of a frame are like: each verb is one aggregation over all of them. Lazy but for the counts.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field};
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::logical_expr::{Expr, cast};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyrust_engine::frame::Keep;

use super::PyDataFrame;
use crate::argument::column;
use crate::boundary::guard;
use crate::exceptions::{to_python, type_error, value_error};
use crate::expr::resolve_aggregates;
use crate::functions::correlation_from_name;
use crate::runtime::wait;

impl PyDataFrame {
    /// One row: `function` of every column of numbers (booleans are 0 and 1), or else of every one that has an order;
    /// null for the others.
    fn of_all(
        &self,
        operation: &'static str,
        numbers: bool,
        function: fn(Expr) -> Expr,
        otherwise: impl Fn(&DataType) -> DataType,
    ) -> PyResult<Self> {
        let one = |field: &Arc<Field>| {
            let (name, data_type) = (field.name(), field.data_type());
            let value = column(name);
            let made = match data_type {
                other if !(if numbers { is_number(other) } else { has_order(other) }) => {
                    // A null that aggregates, as one row holds nothing but aggregates.
                    let null = ScalarValue::try_from(&otherwise(data_type)).unwrap_or(ScalarValue::Null);
                    aggregate_fn::first_value(Expr::Literal(null, None), Vec::new())
                }
                DataType::Boolean if numbers => function(cast(value, DataType::Int64)),
                _ => function(value),
            };
            made.alias(name)
        };
        if self.width == 0 {
            return Err(value_error(operation, "the frame has no columns", ""));
        }
        let exprs = self.frame.schema().fields().iter().map(one).collect();
        self.selected(operation, resolve_aggregates(operation, &self.frame, exprs)?)
    }
}

macro_rules! of_all_columns {
    ($($name:ident, $numbers:literal, $function:expr, $otherwise:expr, $doc:literal, $data:literal => $result:literal;)*) => {
        #[pymethods]
        impl PyDataFrame {
            $(
                #[doc = concat!(
                    $doc, "\n\nReturns:\n    A lazy frame of one row with the same columns.\n\n",
                    "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame(", $data, ")\n    >>> df.",
                    stringify!($name), "().to_list()\n    ", $result, "\n"
                )]
                fn $name(&self) -> PyResult<Self> {
                    guard(|| self.of_all(stringify!($name), $numbers, $function, $otherwise))
                }
            )*
        }
    };
}

of_all_columns! {
    max, false, aggregate_fn::max, DataType::clone,
        "Compute the largest value of every column; null where a type has no order. Lazy.",
        "{\"a\": [1, 3, None], \"b\": [\"x\", \"y\", \"z\"]}" => "[{'a': 3, 'b': 'z'}]";
    mean, true, aggregate_fn::avg, |_| DataType::Float64,
        "Compute the mean of every column of numbers or booleans (as 0 and 1), null for any other. Lazy.",
        "{\"a\": [1, 2, None], \"b\": [\"x\", \"y\", \"z\"]}" => "[{'a': 1.5, 'b': None}]";
    median, true, aggregate_fn::median, |_| DataType::Float64,
        "Compute the median of every column of numbers or booleans (as 0 and 1), null for any other. Lazy.",
        "{\"a\": [1, 2, 9], \"b\": [\"x\", \"y\", \"z\"]}" => "[{'a': 2.0, 'b': None}]";
    min, false, aggregate_fn::min, DataType::clone,
        "Compute the smallest value of every column; null where a type has no order. Lazy.",
        "{\"a\": [1, 3, None], \"b\": [\"x\", \"y\", \"z\"]}" => "[{'a': 1, 'b': 'x'}]";
    sum, true, aggregate_fn::sum, DataType::clone,
        "Compute the sum of every column of numbers or booleans (as 0 and 1), null for any other. Lazy.",
        "{\"a\": [1, 2, None], \"b\": [True, True, False]}" => "[{'a': 3, 'b': 2}]";
    var, true, aggregate_fn::var_sample, |_| DataType::Float64,
        "Compute the sample variance (divided by n - 1) of every column of numbers or booleans, null for any other. \
         Lazy.",
        "{\"a\": [1.0, 3.0], \"b\": [\"x\", \"y\"]}" => "[{'a': 2.0, 'b': None}]";
}

#[pymethods]
impl PyDataFrame {
    /// Compute the sample standard deviation (divided by n - 1) of every column of numbers or booleans, null for any
    /// other. Lazy.
    ///
    /// Returns:
    ///     A lazy frame of one row with the same columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1.0, 4.0, 7.0]}).std().to_list()
    ///     [{'a': 3.0}]
    #[pyo3(name = "std")]
    fn deviation(&self) -> PyResult<Self> {
        guard(|| self.of_all("std", true, aggregate_fn::stddev, |_| DataType::Float64))
    }

    /// Describe every column: count, nulls, mean, deviation, smallest, quantiles and largest. Lazy, in one pass.
    ///
    /// Columns of numbers and booleans (as 0 and 1) are described by float64, so integers beyond 2 ** 53 are rounded;
    /// `min()` and `max()` give them exactly. Any other column is described by strings, and by what makes sense for it.
    /// The quantiles are exact: they need 8 bytes of memory for each value of these columns; `percentiles=()` needs
    /// none. NaN counts as a value, larger than all numbers.
    ///
    /// Args:
    ///     percentiles: The quantiles, as numbers from 0 to 1.
    ///
    /// Returns:
    ///     A lazy frame: the column `statistic`, then the columns of this frame.
    ///
    /// Raises:
    ///     ValueError: If a percentile is outside 0 to 1.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, 3, None], "b": ["x", "y", "z", "z"]})
    ///     >>> for row in df.describe(percentiles=[0.5]).iter_rows():
    ///     ...     print(row)
    ///     ('count', 3.0, '4')
    ///     ('null_count', 1.0, '0')
    ///     ('mean', 2.0, None)
    ///     ('std', 1.0, None)
    ///     ('min', 1.0, 'x')
    ///     ('50%', 2.0, None)
    ///     ('max', 3.0, 'z')
    ///     >>> df.describe(percentiles=[50])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: describe: there is no quantile 50
    ///     hint: quantiles are numbers from 0 to 1: 0.5 is the median
    #[pyo3(signature = (percentiles = vec![0.25, 0.5, 0.75]))]
    fn describe(&self, percentiles: Vec<f64>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.describe(&percentiles)))
    }

    /// Count how often each value of a column occurs, or each combination of several. Lazy.
    ///
    /// Args:
    ///     columns: Column names, selectors, or lists of them. Null is a value of its own.
    ///     sort: Whether the most frequent come first, equally frequent ones in the order of their values; if not, the
    ///         order of the rows is not defined.
    ///     normalize: Whether to give the share of all rows, and not their number.
    ///     name: The name of the last column; `"count"`, or `"proportion"` for shares, where none is given.
    ///
    /// Returns:
    ///     A lazy frame of these columns and the counts.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     ValueError: If one of the columns is called like the counts.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": ["x", "y", "y", "y"]})
    ///     >>> df.value_counts("a").rows(), df.value_counts("a", normalize=True).rows()
    ///     ([('y', 3), ('x', 1)], [('y', 0.75), ('x', 0.25)])
    ///     >>> df.value_counts("b")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: value_counts: there is no column "b"
    ///     hint: the columns are a
    #[pyo3(signature = (*columns, sort = true, normalize = false, name = None))]
    fn value_counts(
        &self,
        columns: &Bound<'_, PyTuple>,
        sort: bool,
        normalize: bool,
        name: Option<&str>,
    ) -> PyResult<Self> {
        guard(|| {
            let columns = self.names("value_counts", columns)?;
            if columns.is_empty() {
                return Err(type_error("value_counts", "there is no column to count", "df.value_counts(\"a\")"));
            }
            let name = name.unwrap_or(if normalize { "proportion" } else { "count" });
            Self::derived(self.frame.value_counts(&columns, name, sort, normalize))
        })
    }

    /// Count the nulls of every column. Lazy.
    ///
    /// Returns:
    ///     A lazy frame of one row with the same columns.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, None], "b": ["x", "y"]}).null_count().to_list()
    ///     [{'a': 1, 'b': 0}]
    fn null_count(&self) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.null_count()))
    }

    /// Compute a quantile of every column of numbers or booleans (as 0 and 1), null for any other. Lazy.
    ///
    /// It is exact, linear between the two nearest values, and needs 8 bytes of memory for each value.
    ///
    /// Args:
    ///     q: A number from 0 to 1: 0.5 is the median.
    ///
    /// Returns:
    ///     A lazy frame of one row with the same columns.
    ///
    /// Raises:
    ///     ValueError: If `q` is outside 0 to 1.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2, 3, 4]}).quantile(0.25).item()
    ///     1.75
    ///     >>> pr.DataFrame({"a": [1, 2, 3, 4]}).quantile(25)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: quantile: there is no quantile 25
    ///     hint: quantiles are numbers from 0 to 1: 0.5 is the median
    fn quantile(&self, q: f64) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.quantile(q)))
    }

    /// Compute the correlation of every two numeric columns, from -1 to 1, as a table. Lazy.
    ///
    /// Rows where one of two columns is null do not count for these two. Booleans are 0 and 1.
    ///
    /// Args:
    ///     method: `"pearson"`: how near the points are to a line; or `"spearman"`: the same for the ranks of the values,
    ///         so how near they are to any curve that only rises or only falls. It needs 9 bytes of memory for each
    ///         value, and takes NaN for the largest number.
    ///
    /// Returns:
    ///     A lazy frame: the names in a column `column`, then one column for each. Null stands where all values of a
    ///     column are equal.
    ///
    /// Raises:
    ///     SchemaError: If a column is not numeric.
    ///     ValueError: If there is no such method.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, 3], "b": [6, 4, 2], "c": [1, 10, 100]})
    ///     >>> df.select("a", "b").corr().rows()
    ///     [('a', 1.0, -1.0), ('b', -1.0, 1.0)]
    ///     >>> df.select("a", "c").corr("spearman").rows()
    ///     [('a', 1.0, 1.0), ('c', 1.0, 1.0)]
    ///     >>> pr.DataFrame({"s": ["x"]}).corr()
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: corr: column "s" is not numeric
    ///     hint: select the numeric columns first: df.select(...).corr()
    #[pyo3(signature = (method = "pearson"))]
    fn corr(&self, method: &str) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.correlation(correlation_from_name(method)?)))
    }

    /// Run the query and count its distinct rows.
    ///
    /// Args:
    ///     columns: The columns that count: names, selectors, or lists of them; all where none is given. Null is a value of
    ///         its own.
    ///     subset: The same in one argument.
    ///
    /// Returns:
    ///     The number of distinct rows, an int.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 1, 2], "b": ["x", "x", "x"]})
    ///     >>> df.n_unique(), df.n_unique("b")
    ///     (2, 1)
    ///     >>> df.n_unique("c")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: n_unique: there is no column "c"
    ///     hint: the columns are a, b
    #[pyo3(signature = (*columns, subset = None))]
    fn n_unique(
        &self,
        py: Python<'_>,
        columns: &Bound<'_, PyTuple>,
        subset: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<u64> {
        guard(|| {
            let frame = match self.subset("n_unique", columns, subset)? {
                Some(names) => {
                    self.frame.check_names("n_unique", &names).map_err(to_python)?;
                    self.frame.select(names.iter().map(|name| column(name)).collect()).map_err(to_python)?
                }
                None => Arc::clone(&self.frame),
            };
            let distinct = frame.distinct(None, Keep::Any).map_err(to_python)?;
            wait(py, async move { distinct.count().await })
        })
    }

    /// Run the query as far as its first row and return whether there is none.
    ///
    /// Returns:
    ///     True or False.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(1_000_000_000).filter(pr.col("value") > 5).is_empty()
    ///     False
    fn is_empty(&self, py: Python<'_>) -> PyResult<bool> {
        guard(|| {
            let frame = Arc::clone(&self.frame);
            wait(py, async move { frame.is_empty().await })
        })
    }
}

fn is_number(data_type: &DataType) -> bool {
    data_type.is_numeric() || data_type == &DataType::Boolean
}

/// Whether values of the type have a smallest and a largest.
fn has_order(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, value) => has_order(value),
        DataType::Interval(_) | DataType::Null => false,
        other => is_number(other) || other.is_string() || other.is_temporal() || other.is_binary(),
    }
}

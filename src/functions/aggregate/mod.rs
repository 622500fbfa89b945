//! Functions that make one value of many rows. Each takes the same options after its arguments; `options` says what
//! they mean for which function, and any of them becomes a window by `.over(...)`.

mod distribution;
mod options;
mod order;
mod pair;
mod percentile;
mod position;
mod table;

pub use options::{SortKeys, total};
pub use pair::correlation_from_name;
pub use percentile::{Share, quantile_of};

use datafusion::functions_aggregate::count::count_all;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::functions_aggregate::string_agg::string_agg_udaf;
use datafusion::logical_expr::lit;
use pyo3::prelude::*;

use crate::argument::{Argument, Column, Text};
use crate::boundary::guard;
use crate::expr::PyExpr;
use options::Options;
use table::aggregates;

aggregates! {
    (filter: Option<Column<'_>> = None, "A predicate; only rows for which it is true count.";
     order_by: Option<SortKeys<'_>> = None,
        "Names or expressions, or a list of them: the order of the values, where the result depends on it.";
     distinct: bool = false, "Whether each distinct value counts once.")

    sum(), "Compute the sum of the values that are not null; null where there is none.",
        "[1, 2, None]", () => "[3]", |e| total(e);
    mean(), "Compute the mean of the values that are not null.",
        "[1, 2, None]", () => "[1.5]", |e| aggregate_fn::avg(e);
    min(), "Compute the smallest value.",
        "[3, 1, 2]", () => "[1]", |e| aggregate_fn::min(e);
    max(), "Compute the largest value.",
        "[3, 1, 2]", () => "[3]", |e| aggregate_fn::max(e);
    n_unique(), "Count the distinct values; null is not counted.",
        "[1, 1, None]", () => "[1]", |e| aggregate_fn::count_distinct(e);
    median(), "Compute the median: the middle value, or the mean of the two middle ones.",
        "[1, 2, 3, 4]", () => "[2.5]", |e| aggregate_fn::median(e);
    deviation = "std"(),
        "Compute the standard deviation of a sample (divided by n - 1); null for fewer than two values.",
        "[1.0, 4.0, 7.0]", () => "[3.0]", |e| aggregate_fn::stddev(e);
    stddev_pop(), "Compute the standard deviation of a population (divided by n).",
        "[1.0, 3.0]", () => "[1.0]", |e| aggregate_fn::stddev_pop(e);
    var(), "Compute the variance of a sample (divided by n - 1); null for fewer than two values.",
        "[1.0, 3.0]", () => "[2.0]", |e| aggregate_fn::var_sample(e);
    var_pop(), "Compute the variance of a population (divided by n).",
        "[1.0, 3.0]", () => "[1.0]", |e| aggregate_fn::var_pop(e);
    bool_and as "all"(), "Check whether all values that are not null are true; null where there is none.",
        "[True, None, False]", () => "[False]", |e| aggregate_fn::bool_and(e);
    bool_or as "any"(), "Check whether any value is true; null where all are null.",
        "[True, None, False]", () => "[True]", |e| aggregate_fn::bool_or(e);
    bit_and(), "Compute the bits that all integers have.",
        "[7, 6, 12]", () => "[4]", |e| aggregate_fn::bit_and(e);
    bit_or(), "Compute the bits that any integer has.",
        "[1, 2, 4]", () => "[7]", |e| aggregate_fn::bit_or(e);
    bit_xor(), "Compute the bits that an odd number of integers have.",
        "[1, 3, 4]", () => "[6]", |e| aggregate_fn::bit_xor(e);
    any_value(), "Pick one of the values that are not null; which one is not defined.",
        "[None, 5, 5]", () => "[5]", |e| aggregate_fn::any_value(e);
    approx_distinct as "approx_n_unique"(),
        "Estimate the number of distinct values (HyperLogLog: a fixed, small memory).",
        "[1, 1, 2]", () => "[2]", |e| aggregate_fn::approx_distinct(e);
    approx_median(), "Estimate the median (t-digest: a fixed, small memory).",
        "[1.0, 2.0, 3.0]", () => "[2.0]", |e| aggregate_fn::approx_median(e);
    string_agg(delimiter: Option<Text<'_>> = None, "The separator; none by default."),
        "Concatenate the strings, without the nulls. Give `order_by`: the order is not defined without.",
        "[\"x\", None, \"y\"]", ("-") => "['x-y']",
        fails (1) "TypeError: If `delimiter` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, delimiter| string_agg_udaf().call(vec![e, delimiter.unwrap_or_else(|| lit(""))]);
}

/// Count the rows, or the values that are not null.
///
/// Args:
///     expr: A column's name or an expression; without it, rows are counted.
///     filter: A predicate; only rows for which it is true count.
///     distinct: Whether each distinct value counts once.
///
/// Returns:
///     An aggregate expression, which `.over(...)` makes a window of.
///
/// Raises:
///     TypeError: If the filter is not an expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, None, 1]})
///     >>> df.select(rows=pr.functions.count(), values=pr.functions.count("a")).to_list()
///     [{'rows': 3, 'values': 2}]
///     >>> df.select(big=pr.functions.count(filter=pr.col("a") > 1)).to_dict()
///     {'big': [0]}
///     >>> pr.col("a").count(filter=1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: count: 1 is neither a column's name nor an expression
///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
#[pyfunction]
#[pyo3(signature = (expr = None, *, filter = None, distinct = false))]
fn count(expr: Option<Column<'_>>, filter: Option<Column<'_>>, distinct: bool) -> PyResult<PyExpr> {
    guard(|| {
        let counted = match expr.seen("count")? {
            Some(expr) => aggregate_fn::count(expr),
            None => count_all(),
        };
        Options { filter, distinct, ..Options::default() }.applied("count", counted)
    })
}

/// Tell which of the keys a row of a rollup, cube or grouping set was not grouped by: 0 where it was, 1 where not; over
/// several keys one bit each, the last key the lowest.
///
/// Args:
///     keys: Names of keys, or the expressions that were given as keys.
///
/// Returns:
///     An aggregate expression, for `agg` after a grouping with sets.
///
/// Raises:
///     TypeError: If a key is neither a name nor an expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.functions.grouping("k")
///     <Expr grouping(k)>
///     >>> pr.functions.grouping(1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: grouping: 1 is neither a column's name nor an expression
///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
#[pyfunction]
#[pyo3(signature = (*keys))]
fn grouping(keys: &Bound<'_, pyo3::types::PyTuple>) -> PyResult<PyExpr> {
    guard(|| {
        let keys = crate::argument::into_exprs("grouping", keys, None)?;
        Ok(PyExpr::new(datafusion::functions_aggregate::grouping::grouping_udaf().call(keys)))
    })
}

#[pymethods]
impl PyExpr {
    /// Count the values that are not null.
    ///
    /// Args:
    ///     filter: A predicate; only rows for which it is true count.
    ///     distinct: Whether each distinct value counts once.
    ///
    /// Returns:
    ///     An expression of type int64; 0 where there are no rows.
    ///
    /// Raises:
    ///     TypeError: If the filter is not an expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, None]}).select(x=pr.col("a").count()).to_dict()
    ///     {'x': [1]}
    ///     >>> pr.col("a").count(filter=1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: count: 1 is neither a column's name nor an expression
    ///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
    #[pyo3(signature = (*, filter = None, distinct = false))]
    fn count(&self, filter: Option<Column<'_>>, distinct: bool) -> PyResult<PyExpr> {
        guard(|| {
            let counted = aggregate_fn::count(self.plain("count")?);
            Options { filter, distinct, ..Options::default() }.applied("count", counted)
        })
    }
}

/// The engine's names, under which users of SQL look for these functions.
const ALIASES: [(&str, &str); 13] = [
    ("approx_quantile", "approx_percentile_cont"),
    ("avg", "mean"),
    ("count_distinct", "n_unique"),
    ("covar", "covar_samp"),
    ("first_value", "first"),
    ("last_value", "last"),
    ("quantile_cont", "percentile_cont"),
    ("std_pop", "stddev_pop"),
    ("stddev", "std"),
    ("stddev_samp", "std"),
    ("var_population", "var_pop"),
    ("var_samp", "var"),
    ("var_sample", "var"),
];

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_aggregates(module)?;
    distribution::register(module)?;
    order::register_aggregates(module)?;
    pair::register(module)?;
    percentile::register(module)?;
    module.add_function(wrap_pyfunction!(count, module)?)?;
    module.add_function(wrap_pyfunction!(grouping, module)?)?;
    for (alias, name) in ALIASES {
        module.add(alias, module.getattr(name)?)?;
    }
    Ok(())
}

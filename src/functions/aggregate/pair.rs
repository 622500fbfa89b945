//! Aggregates of pairs of values: correlation, covariance and the line through the points. A pair of which one value
//! is null does not count.

use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use pyo3::prelude::*;
use pyrust_engine::frame::{Correlation, spearman};
use pyrust_engine::resolve::label;

use super::options::Options;
use crate::argument::{Argument, Column};
use crate::boundary::guard;
use crate::exceptions::value_error;
use crate::expr::PyExpr;

macro_rules! pairs {
    ($($name:ident, $gives:literal, $result:literal;)*) => {
        $(
            #[doc = concat!(
                $gives, " A pair with a null does not count.\n\nArgs:\n",
                "    y: A column's name or an expression: the value that depends.\n",
                "    x: A column's name or an expression: the value it depends on.\n",
                "    filter: A predicate; only rows for which it is true count.\n",
                "\nReturns:\n    An aggregate expression, which `.over(...)` makes a window of.\n\n",
                "Raises:\n    TypeError: If `y` or `x` is neither a name nor an expression.\n\n",
                "Example:\n    >>> import pyrust as pr\n",
                "    >>> df = pr.DataFrame({\"x\": [1.0, 2.0, 3.0], \"y\": [3.0, 5.0, 7.0]})\n",
                "    >>> df.select(z=pr.functions.", stringify!($name), "(\"y\", \"x\")).to_dict()\n",
                "    {'z': [", $result, "]}\n    >>> pr.functions.", stringify!($name), "(\"y\", 1)\n",
                "    Traceback (most recent call last):\n        ...\n    pyrust.InvalidTypeError: ", stringify!($name),
                ": 1 is neither a column's name nor an expression\n",
                "    hint: use pr.lit(...) for a constant, pr.col(...) for a column\n"
            )]
            #[pyfunction]
            #[pyo3(signature = (y, x, *, filter = None))]
            fn $name(y: Column<'_>, x: Column<'_>, filter: Option<Column<'_>>) -> PyResult<PyExpr> {
                const NAME: &str = stringify!($name);
                guard(|| {
                    let aggregate = aggregate_fn::$name(y.seen(NAME)?, x.seen(NAME)?);
                    Options { filter, ..Options::default() }.applied(NAME, aggregate)
                })
            }
        )*

        fn register_pairs(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            Ok(())
        }
    };
}

pairs! {
    covar_samp, "Compute the covariance of a sample (divided by n - 1).", "2.0";
    covar_pop, "Compute the covariance of a population (divided by n).", "1.3333333333333333";
    regr_slope, "Compute the slope of the line nearest to the points (least squares).", "2.0";
    regr_intercept, "Compute the intercept of the line nearest to the points: its value at x = 0.", "1.0";
    regr_count, "Count the pairs.", "3";
    regr_r2, "Compute the coefficient of determination: the share of the variance of y that the line nearest to the \
     points explains, from 0 to 1.", "1.0";
    regr_avgx, "Compute the mean of x over the pairs.", "2.0";
    regr_avgy, "Compute the mean of y over the pairs.", "5.0";
    regr_sxx, "Compute the sum of the squared distances of x from its mean.", "2.0";
    regr_syy, "Compute the sum of the squared distances of y from its mean.", "8.0";
    regr_sxy, "Compute the sum of the products of both distances from the means.", "4.0";
}

/// Compute the correlation of two columns, from -1 to 1. A pair with a null does not count.
///
/// Args:
///     y: A column's name or an expression.
///     x: A column's name or an expression.
///     method: `"pearson"`: how near the points are to a line; or `"spearman"`: the same for the ranks of the values,
///         which are held in memory.
///     filter: A predicate; only rows for which it is true count.
///
/// Returns:
///     An aggregate expression, which `.over(...)` makes a window of.
///
/// Raises:
///     ValueError: If there is no such method.
///     TypeError: If `y` or `x` is neither a name nor an expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [1.0, 10.0, 100.0]})
///     >>> df.select(p=pr.functions.corr("y", "x").round(3), s=pr.functions.corr("y", "x", method="spearman")).to_dict()
///     {'p': [0.904], 's': [1.0]}
///     >>> pr.functions.corr("y", "x", method="kendall")
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: corr: there is no method "kendall"
///     hint: the method is "pearson" or "spearman"
#[pyfunction]
#[pyo3(signature = (y, x, *, method = "pearson", filter = None))]
fn corr(y: Column<'_>, x: Column<'_>, method: &str, filter: Option<Column<'_>>) -> PyResult<PyExpr> {
    const NAME: &str = "corr";
    guard(|| {
        let (y, x) = (y.seen(NAME)?, x.seen(NAME)?);
        let aggregate = match correlation_from_name(method)? {
            Correlation::Pearson => aggregate_fn::corr(y, x),
            Correlation::Spearman => {
                let name = format!("corr({}, {}, \"spearman\")", label(&y), label(&x));
                spearman(y, x).alias(name)
            }
        };
        Options { filter, ..Options::default() }.applied(NAME, aggregate)
    })
}

/// The correlation that a user names.
pub fn correlation_from_name(method: &str) -> PyResult<Correlation> {
    match method {
        "pearson" => Ok(Correlation::Pearson),
        "spearman" => Ok(Correlation::Spearman),
        other => {
            let hint = "the method is \"pearson\" or \"spearman\"";
            Err(value_error("corr", format!("there is no method \"{other}\""), hint))
        }
    }
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_pairs(module)?;
    module.add_function(wrap_pyfunction!(corr, module)?)
}

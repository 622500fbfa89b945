//! Percentiles: the value below which a share of the values lies, exactly or about.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions_aggregate::approx_percentile_cont::approx_percentile_cont_udaf;
use datafusion::functions_aggregate::approx_percentile_cont_with_weight::approx_percentile_cont_with_weight_udaf;
use datafusion::functions_aggregate::array_agg::array_agg_udaf;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::functions_aggregate::percentile_cont::percentile_cont_udaf;
use datafusion::functions_nested::expr_fn as nested_fn;
use datafusion::logical_expr::expr::NullTreatment;
use datafusion::logical_expr::{Expr, ExprFunctionExt, cast, lit};
use pyo3::prelude::*;
use pyrust_engine::Error;
use pyrust_engine::resolve::label;

use super::options::Options;
use super::table::aggregates;
use crate::argument::{Argument, Column};
use crate::boundary::guard;
use crate::exceptions::{to_python, value_error};
use crate::expr::PyExpr;

use arrow::datatypes::DataType;

/// A share, from 0 to 1.
#[derive(FromPyObject)]
pub struct Share(f64);

impl Argument for Share {
    type Seen = f64;

    fn seen(self, operation: &'static str) -> PyResult<f64> {
        if (0.0..=1.0).contains(&self.0) {
            return Ok(self.0);
        }
        let message = format!("{} is not between 0 and 1", self.0);
        Err(value_error(operation, message, "a percentile is a share: 0.9 for 90 %"))
    }
}

aggregates! {
    (filter: Option<Column<'_>> = None, "A predicate; only rows for which it is true count.";
     distinct: bool = false, "Whether each distinct value counts once.")

    percentile_cont(percentile: Share, "The share of the values that are smaller, from 0 to 1."),
        "Compute a percentile: the value below which a share of the values lies, interpolated linearly between two \
         values (DataFusion computes the place between them to six decimals).",
        "[1.0, 2.0, 3.0, 4.0]", (0.5) => "[2.5]",
        fails (1.5) "ValueError: If `percentile` is not from 0 to 1." =>
        "pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1\n    hint: a percentile is a share: 0.9 for 90 %",
        |e, percentile| percentile_cont_udaf().call(vec![e, lit(percentile)]);
    quantile(q: Share, "The share of the values that are smaller, from 0 to 1.";
             interpolation: &str = "linear",
                "How to interpolate between two values: `\"linear\"`, `\"lower\"`, `\"higher\"`, `\"nearest\"`, \
                    `\"midpoint\"`."),
        "Compute a quantile: the value below which a share of the values lies.",
        "[1, 2, 3, 4]", (0.5, "lower") => "[2]",
        fails (0.5, "cubic") "ValueError: If there is no such interpolation, or `q` is not from 0 to 1." =>
        "pyrust.InvalidValueError: ...: there is no interpolation \"cubic\"\n    hint: interpolation is one of linear, lower, higher, nearest, midpoint", |e, q, interpolation| quantile_of(e, q, interpolation)?;
    approx_percentile_cont(percentile: Share, "The share of the values that are smaller, from 0 to 1.";
                           centroids: i64 = 100, "How many points the sketch keeps: more are more accurate and slower."),
        "Estimate a percentile: the value below which a share of the values lies (t-digest: a fixed, small memory).",
        "[1.0, 2.0, 3.0]", (0.5) => "[2.0]",
        fails (1.5) "ValueError: If `percentile` is not from 0 to 1." =>
        "pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1\n    hint: a percentile is a share: 0.9 for 90 %",
        |e, percentile, centroids| approx_percentile_cont_udaf().call(vec![e, lit(percentile), centroids]);
    approx_percentile_cont_with_weight(weight: Column<'_>, "A column's name or an expression: how often the value counts.";
                                       percentile: Share, "The share of the weight below, from 0 to 1."),
        "Estimate a weighted percentile: the value below which a share of the weight lies (t-digest: a fixed, small \
         memory).",
        "[1.0, 2.0, 3.0]", ("a", 0.5) => "[2.5]",
        fails ("a", 1.5) "ValueError: If `percentile` is not from 0 to 1." =>
        "pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1\n    hint: a percentile is a share: 0.9 for 90 %",
        |e, weight, percentile| approx_percentile_cont_with_weight_udaf().call(vec![e, weight, lit(percentile)]);
}

/// The quantile in the way that was asked for. The engine has the linear one; the others pick from the sorted values.
pub fn quantile_of(expr: Expr, q: f64, interpolation: &str) -> PyResult<Expr> {
    let name = format!("quantile({}, {q})", label(&expr));
    let place = || {
        let distance = cast(aggregate_fn::count(expr.clone()), DataType::Float64) - lit(1.0);
        distance * lit(q)
    };
    let at = |place: Expr| -> PyResult<Expr> {
        let sorted = array_agg_udaf()
            .call(vec![expr.clone()])
            .order_by(vec![expr.clone().sort(true, false)])
            .null_treatment(NullTreatment::IgnoreNulls)
            .build()
            .map_err(|error| to_python(Error::from_datafusion("quantile", error)))?;
        Ok(nested_fn::array_element(sorted, cast(place + lit(1.0), DataType::Int64)))
    };
    let found = match interpolation {
        "linear" => percentile_cont_udaf().call(vec![cast(expr.clone(), DataType::Float64), lit(q)]),
        "lower" => at(scalar_fn::floor(place()))?,
        "higher" => at(scalar_fn::ceil(place()))?,
        "nearest" => at(scalar_fn::round(vec![place()]))?,
        "midpoint" => {
            let float = |value| cast(value, DataType::Float64);
            (float(at(scalar_fn::floor(place()))?) + float(at(scalar_fn::ceil(place()))?)) / lit(2.0)
        }
        other => {
            let hint = "interpolation is one of linear, lower, higher, nearest, midpoint";
            return Err(value_error("quantile", format!("there is no interpolation \"{other}\""), hint));
        }
    };
    Ok(found.alias(name))
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_aggregates(module)
}

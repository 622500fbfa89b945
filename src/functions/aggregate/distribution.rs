//! Aggregates that say how values are distributed: which comes most often, which are the largest, how even they lie.

use arrow::datatypes::DataType;
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions_aggregate::array_agg::array_agg_udaf;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::functions_nested::expr_fn as nested_fn;
use datafusion::logical_expr::expr::NullTreatment;
use datafusion::logical_expr::{Expr, ExprFunctionExt, cast, lit, when};
use pyo3::prelude::*;
use pyrust_engine::aggregate as native_fn;
use pyrust_engine::resolve::label;

use super::options::Options;
use super::table::aggregates;
use crate::argument::{Argument, Column};
use crate::boundary::guard;
use crate::expr::PyExpr;
use crate::functions::built;

aggregates! {
    (filter: Option<Column<'_>> = None, "A predicate; only rows for which it is true count.")

    bottom_k(k: u32, "How many."), "Collect the k smallest values to a list, the smallest first; nulls are left out.",
        "[3, 1, None, 2]", (2) => "[[1, 2]]",
        fails ("x") "TypeError: If `k` is not an int." =>
        "pyrust.InvalidTypeError: bottom_k: k must be an integer, got 'x'",
        |e, k| first_sorted("bottom_k", e, k, true)?;
    kurtosis(
        fisher: bool = true, "Whether a normal distribution has 0; otherwise it has 3.";
        bias: bool = true, "Whether it is that of the values; otherwise that of the population they are a sample of."
    ), "Compute the kurtosis: how heavy the ends of the distribution are; NaN where all values are equal.",
        "[1, 2, 3, 9]", () => "[-0.7980853277835589]",
        fails ("x") "TypeError: If `fisher` is not a bool." =>
        "pyrust.InvalidTypeError: kurtosis: fisher must be True or False, got 'x'",
        |e, fisher, bias| kurtosis_of(e, fisher, bias)?;
    mode(), "Get the value that comes most often, the smallest of several; nulls do not count.",
        "[2, 1, 2, 1, 3, None, None, None]", () => "[1]", |e| native_fn::mode(e);
    null_count(), "Count the nulls.",
        "[1, None, None]", () => "[2]", |e| {
            let name = format!("null_count({})", label(&e));
            aggregate_fn::count(built(when(e.is_null(), lit(true)).end())?).alias(name)
        };
    product(), "Compute the product of the values that are not null: an int for ints, or an error where it does not fit.",
        "[2, 3, None]", () => "[6]", |e| native_fn::product(e);
    skew(bias: bool = true, "Whether it is that of the values; otherwise that of the population they are a sample of."),
        "Compute the skewness: above 0 where the larger values reach further; NaN where all values are equal.",
        "[1.0, 2.0, 4.0]", () => "[0.38180177416060634]",
        fails ("x") "TypeError: If `bias` is not a bool." =>
        "pyrust.InvalidTypeError: skew: bias must be True or False, got 'x'",
        |e, bias| skew_of(e, bias)?;
    top_k(k: u32, "How many."),
        "Collect the k largest values to a list, the largest first; nulls are left out, and NaN is the largest.",
        "[3, 1, None, 2]", (2) => "[[3, 2]]",
        fails ("x") "TypeError: If `k` is not an int." =>
        "pyrust.InvalidTypeError: top_k: k must be an integer, got 'x'",
        |e, k| first_sorted("top_k", e, k, false)?;
}

/// The first values of an order, as a list.
fn first_sorted(operation: &str, e: Expr, k: u32, ascending: bool) -> PyResult<Expr> {
    let name = format!("{operation}({}, {k})", label(&e));
    let sorted = array_agg_udaf().call(vec![e.clone()]).order_by(vec![e.sort(ascending, false)]);
    let sorted = built(sorted.null_treatment(NullTreatment::IgnoreNulls).build())?;
    Ok(nested_fn::array_slice(sorted, lit(1i64), lit(i64::from(k)), None).alias(name))
}

fn count_of(e: &Expr) -> Expr {
    cast(aggregate_fn::count(e.clone()), DataType::Float64)
}

fn skew_of(e: Expr, bias: bool) -> PyResult<Expr> {
    if bias {
        return Ok(native_fn::skew(e));
    }
    let name = format!("skew({}, bias=False)", label(&e));
    let (n, skew) = (count_of(&e), native_fn::skew(e));
    let factor = scalar_fn::sqrt(n.clone() * (n.clone() - lit(1.0))) / (n.clone() - lit(2.0));
    Ok(built(when(n.gt(lit(2.0)), factor * skew).end())?.alias(name))
}

fn kurtosis_of(e: Expr, fisher: bool, bias: bool) -> PyResult<Expr> {
    let mut name = format!("kurtosis({}", label(&e));
    if !fisher {
        name.push_str(", fisher=False");
    }
    if !bias {
        name.push_str(", bias=False");
    }
    name.push(')');
    let (n, excess) = (count_of(&e), native_fn::kurtosis(e));
    let excess = if bias {
        excess
    } else {
        let scaled = (n.clone() + lit(1.0)) * excess + lit(6.0);
        let factor = (n.clone() - lit(1.0)) / ((n.clone() - lit(2.0)) * (n.clone() - lit(3.0)));
        built(when(n.gt(lit(3.0)), factor * scaled).end())?
    };
    Ok(match (fisher, bias) {
        (true, true) => excess,
        (true, false) => excess.alias(name),
        (false, _) => (excess + lit(3.0)).alias(name),
    })
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_aggregates(module)
}

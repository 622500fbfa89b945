//! Functions of numbers.

use datafusion::functions::expr_fn as scalar_fn;
use pyo3::prelude::*;

use super::argument::Argument;
use super::table::{family, heading};
use crate::boundary::guard;
use crate::expr::PyExpr;

family! { PyExpr, "";
    abs(), "The absolute value.",
        "[-1, 2]", () => "[1, 2]", |e| scalar_fn::abs(e);
    floor(), "The nearest whole number below.",
        "[1.5, -1.5]", () => "[1.0, -2.0]", |e| scalar_fn::floor(e);
    ceil(), "The nearest whole number above.",
        "[1.5, -1.5]", () => "[2.0, -1.0]", |e| scalar_fn::ceil(e);
    sqrt(), "The square root.",
        "[4.0, 9.0]", () => "[2.0, 3.0]", |e| scalar_fn::sqrt(e);
    exp(), "e to the power of the value.",
        "[0.0]", () => "[1.0]", |e| scalar_fn::exp(e);
    ln(), "The natural logarithm.",
        "[1.0]", () => "[0.0]", |e| scalar_fn::ln(e);
    is_nan(), "Whether a float is NaN.",
        "[1.0, float(\"nan\")]", () => "[False, True]", |e| scalar_fn::isnan(e);
    round(decimals: i64 = 0, "How many digits after the point are kept."),
        "The number rounded to so many decimals, halves away from zero.",
        "[2.5, 1.25]", (1) => "[2.5, 1.3]", |e, decimals| scalar_fn::round(vec![e, decimals]);
}

//! Aggregates and window functions that DataFusion computes inexactly or wrongly.
//!
//! - Over a sliding frame DataFusion subtracts from a sum, a mean or a variance what leaves the frame. Floats do not
//!   recover from that: 1e9, 1, 2 leave a variance of 128 where it is 0.5, and an infinite value never leaves. Here the
//!   result of a frame is combined from those of its parts ([`sliding`], [`queue`], [`moments`]), never subtracted.
//! - `corr` of groups sums squares, which cancel where the values are far from 0: here it is computed from distances to
//!   the mean ([`correlation`]), as DataFusion does it without groups.
//! - `min` and `max` of groups are wrong where a float is NaN or infinite ([`extremes`]).
//! - `percentile_cont` rounds intermediate results ([`percentile`]).
//! - `lead` and `lag` skip gaps of nulls wrongly where DataFusion evaluates them row by row ([`shift`]).
//! - Windows over dictionaries see no null among the values, and run out of small keys ([`dictionaries`]).
//!
//! An analyzer rule ([`rule`]) replaces DataFusion's functions by these, in SQL and in verbs. What DataFusion lacks is
//! here as well: `skew` and `kurtosis` ([`shape`]), [`product`](mod@product), [`mode`](mod@mode).

mod correlation;
mod dictionaries;
mod extremes;
mod flags;
mod gathered;
mod last_step;
mod mode;
mod moments;
mod percentile;
mod product;
pub(crate) mod quantiles;
mod queue;
mod rule;
mod shape;
mod shift;
mod sliding;

use std::sync::Arc;

use datafusion::common::not_impl_err;
use datafusion::error::Result;
use datafusion::logical_expr::AggregateUDF;
use datafusion::logical_expr::function::AccumulatorArgs;

pub use mode::mode;
pub use product::product;
pub(crate) use rule::rule;
pub use shape::{kurtosis, skew};

/// The aggregates that DataFusion lacks, for SQL.
pub(crate) fn in_sql() -> Vec<Arc<AggregateUDF>> {
    shape::functions().into_iter().chain([product::function(), mode::function()]).collect()
}

/// Refuses DISTINCT, which DataFusion leaves to the accumulator.
fn refuse_distinct(name: &str, args: &AccumulatorArgs<'_>) -> Result<()> {
    match args.is_distinct {
        true => not_impl_err!("{name} cannot be computed of distinct values only"),
        false => Ok(()),
    }
}

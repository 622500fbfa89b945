//! What an aggregate may be told besides its arguments: which rows count, in which order they come, whether each
//! value counts once and whether nulls count. Here it is decided what each of these means for which function.

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::expr::{AggregateFunction, NullTreatment};
use datafusion::logical_expr::{Expr, SortExpr};

use super::choice::taken_over;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::SAME_IN_ANY_ORDER;

/// Functions to which a value that comes twice says nothing new.
const SAME_WITH_DOUBLES: [&str; 10] = [
    "any_value",
    "approx_distinct",
    "bit_and",
    "bit_or",
    "bool_and",
    "bool_or",
    "first_value",
    "last_value",
    "max",
    "min",
];
/// Functions that the engine computes of different values only. It takes `distinct` for others too, and ignores it.
const KNOWS_DISTINCT: [&str; 10] =
    ["array_agg", "avg", "bit_xor", "count", "median", "percentile_cont", "string_agg", "sum", "var", "var_pop"];

/// The options of one call.
#[derive(Debug, Default)]
pub struct AggregateOptions {
    /// Only rows for which this is true count.
    pub filter: Option<Expr>,
    /// The order in which the values come.
    pub order_by: Vec<SortExpr>,
    /// Each different value once.
    pub distinct: bool,
    /// Nulls are left out.
    pub ignore_nulls: bool,
}

impl AggregateOptions {
    /// `expr` with the options in every aggregate it is made of.
    ///
    /// # Errors
    /// A `Value` error where an aggregate cannot be computed of different values only.
    pub fn applied(self, operation: &str, expr: Expr) -> Result<Expr> {
        let Self { filter, order_by, distinct, ignore_nulls } = self;
        let mut refused: Option<Error> = None;
        let changed = expr.transform_down(|node| {
            let Expr::AggregateFunction(aggregate) = node else { return Ok(Transformed::no(node)) };
            let mut aggregate = taken_over(aggregate)?;
            let name = aggregate.func.name().to_owned();
            let filters = aggregate.params.filter.take().map(|filter| *filter).into_iter().chain(filter.clone());
            aggregate.params.filter = filters.reduce(Expr::and).map(Box::new);
            if aggregate.params.order_by.is_empty() && !SAME_IN_ANY_ORDER.contains(&name.as_str()) {
                aggregate.params.order_by = order_by.clone();
            }
            if ignore_nulls {
                aggregate.params.null_treatment = Some(NullTreatment::IgnoreNulls);
            }
            let node = match distinct && !SAME_WITH_DOUBLES.contains(&name.as_str()) {
                true if name.starts_with("stddev") => distinct_deviation(aggregate),
                true if KNOWS_DISTINCT.contains(&name.as_str()) => {
                    aggregate.params.distinct = true;
                    Expr::AggregateFunction(aggregate)
                }
                true => {
                    let message = format!("{operation} cannot be computed of distinct values only");
                    let hint = "use df.distinct() first, or leave out distinct";
                    refused = Some(Error::new(ErrorKind::Value, operation, message).with_hint(hint));
                    Expr::AggregateFunction(aggregate)
                }
                false => Expr::AggregateFunction(aggregate),
            };
            Ok(Transformed::new(node, true, TreeNodeRecursion::Jump))
        });
        match refused {
            Some(error) => Err(error),
            None => changed.map(|changed| changed.data).map_err(|error| Error::from_datafusion(operation, error)),
        }
    }
}

/// The engine has the variance of different values, but not the deviation.
fn distinct_deviation(aggregate: AggregateFunction) -> Expr {
    let variance = match aggregate.func.name() {
        "stddev_pop" => datafusion::functions_aggregate::variance::var_pop_udaf(),
        _ => datafusion::functions_aggregate::variance::var_samp_udaf(),
    };
    let mut params = aggregate.params;
    params.distinct = true;
    scalar_fn::sqrt(Expr::AggregateFunction(AggregateFunction { func: variance, params }))
}

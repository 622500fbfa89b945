//! Integer arithmetic that never wraps around unseen, and decimal arithmetic that is quick.
//!
//! DataFusion's `+ - *`, unary minus, shifts and `sum` of integers wrap around silently. An [`AnalyzerRule`] puts
//! checked ones in their place ([`rule`]), once the types are known and before anything is computed, so that SQL
//! and expressions, constants, filters, keys and windows all get them:
//!
//! - an operator becomes a function of [`operators`], which gives an error instead of a wrong number;
//! - `sum` becomes the one of [`sum`], which counts in 128 bits: only a total that does not fit is an error, in
//!   whatever order and division the rows come.
//!
//! Sums of one column with many constants are then made one ([`shifted`]), which the engine would do with its own.
//!
//! Decimals are exact or an error in the engine too, only slow: a physical rule ([`decimal_rule`]) puts an operator
//! ([`decimal`]) in the place of its own that computes in 64 bits what fits there ([`narrow`]).
//!
//! What counts as an overflow is written down in `docs/conversions.md`, the design in
//! `docs/decisions/0007-checked-arithmetic.md`.

mod decimal;
mod decimal64;
mod decimal_rule;
mod groups;
mod operators;
mod rule;
mod shift;
mod sum;
mod sum_of_offsets;
mod total;
mod wide;

use std::sync::Arc;

use datafusion::logical_expr::{Operator, ScalarUDF};
use datafusion::optimizer::AnalyzerRule;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_optimizer::PhysicalOptimizerRule;

use crate::error::{Error, ErrorKind};

pub(crate) use decimal::fits;

/// The rules; they belong behind the engine's own, as they ask for the types that these settle.
pub(crate) fn rules() -> [Arc<dyn AnalyzerRule + Send + Sync>; 2] {
    [Arc::new(rule::CheckedArithmetic::new()), Arc::new(sum_of_offsets::ShiftedSums)]
}

/// The rule for decimals, which comes before all others: they compare expressions, which must not change under them.
pub(crate) fn physical_rule() -> Arc<dyn PhysicalOptimizerRule + Send + Sync> {
    Arc::new(decimal_rule::FastDecimals)
}

/// The signs of an operation or a chain of them, if a function is one of ours.
pub(crate) fn signs(function: &ScalarUDF) -> Option<Vec<&'static str>> {
    let checked = function.inner().downcast_ref::<operators::Checked>()?;
    Some(checked.signs())
}

/// The operator of two decimals that takes the place of the engine's.
pub(crate) fn decimal_op(expr: &Arc<dyn PhysicalExpr>) -> Option<Operator> {
    expr.downcast_ref::<decimal::DecimalOperator>().map(decimal::DecimalOperator::op)
}

fn overflow(operation: &str, message: String) -> Error {
    Error::new(ErrorKind::Overflow, operation, message).with_hint(
        "compute in a wider type: .cast(\"decimal(38,0)\") in an expression, CAST(x AS DECIMAL(38, 0)) in SQL",
    )
}

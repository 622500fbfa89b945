//! Integer arithmetic that never wraps around silently, and fast decimal arithmetic.
//!
//! DataFusion's `+ - *`, unary minus, shifts and `sum` of integers wrap around silently. An [`AnalyzerRule`] replaces
//! them by checked ones ([`rule`]), once the types are known and before anything is computed, so that SQL and
//! expressions, constants, filters, keys and windows all get them:
//!
//! - an operator becomes a function of [`operators`], which fails instead of returning a wrong number;
//! - `sum` becomes the one of [`sum`], which adds in 128 bits: only a total that does not fit is an error, whatever the
//!   order and the partitions of the rows.
//!
//! Sums of one column plus constants then become one sum ([`sum_of_offsets`]), as DataFusion does with its own.
//!
//! Decimals are exact or an error in DataFusion too, only slow: a physical rule ([`decimal_rule`]) replaces its
//! operator by one ([`decimal`]) that computes in 64 bits what fits there ([`decimal64`]).
//!
//! `docs/conversions.md` says what counts as an overflow, `docs/decisions/0007-checked-arithmetic.md` has the design.

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

/// The rules; they run after DataFusion's own, which settle the types that they ask for.
pub(crate) fn rules() -> [Arc<dyn AnalyzerRule + Send + Sync>; 2] {
    [Arc::new(rule::CheckedArithmetic::new()), Arc::new(sum_of_offsets::ShiftedSums)]
}

/// The rule for decimals, which runs before all others: they compare expressions, which must not change under them.
pub(crate) fn physical_rule() -> Arc<dyn PhysicalOptimizerRule + Send + Sync> {
    Arc::new(decimal_rule::FastDecimals)
}

/// Returns the signs of an operation or a chain of them, if `function` is one of ours.
pub(crate) fn signs(function: &ScalarUDF) -> Option<Vec<&'static str>> {
    let checked = function.inner().downcast_ref::<operators::Checked>()?;
    Some(checked.signs())
}

/// Returns the operator, if `expr` is one of two decimals that replaces DataFusion's.
pub(crate) fn decimal_op(expr: &Arc<dyn PhysicalExpr>) -> Option<Operator> {
    expr.downcast_ref::<decimal::DecimalOperator>().map(decimal::DecimalOperator::op)
}

fn overflow(operation: &str, message: String) -> Error {
    Error::new(ErrorKind::Overflow, operation, message).with_hint(
        "compute in a wider type: .cast(\"decimal(38,0)\") in an expression, CAST(x AS DECIMAL(38, 0)) in SQL",
    )
}

//! 0.0 and -0.0 are one value. DataFusion compares them as equal, but looks constants up by their bits: in the list of
//! an IN, in the branches of CASE, in `nullif`. A CASE and a `nullif` become comparisons first, and so does IN where a
//! constant is looked up; a list gets both zeros once it is made, as the optimizer makes lists of comparisons too.

use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result};
use datafusion::functions::core::nullif::NullIfFunc;
use datafusion::logical_expr::expr::{InList, ScalarFunction};
use datafusion::logical_expr::{Case, Expr, ExprSchemable, LogicalPlan, lit, when};
use datafusion::optimizer::{ApplyOrder, OptimizerConfig, OptimizerRule};
use datafusion::scalar::ScalarValue;

use crate::expr::scope::rewrite_parts;

/// Returns whether an expression may look floats up by their bits.
pub(super) fn looks_up(node: &Expr) -> bool {
    match node {
        Expr::Case(case) => case.expr.is_some(),
        Expr::ScalarFunction(call) => call.func.inner().is::<NullIfFunc>(),
        Expr::InList(list) => list.expr.column_refs().is_empty(),
        _ => false,
    }
}

/// Returns the same expression as comparisons, if it is about floats.
pub(super) fn compared(node: &Expr, schema: &DFSchema) -> Result<Option<Expr>> {
    match node {
        Expr::Case(Case { expr: Some(value), when_then_expr, else_expr }) if is_float(value, schema)? => {
            let compared = |(when, then): &(Box<Expr>, Box<Expr>)| {
                (Box::new(value.as_ref().clone().eq(when.as_ref().clone())), then.clone())
            };
            let when_then_expr = when_then_expr.iter().map(compared).collect();
            Ok(Some(Expr::Case(Case { expr: None, when_then_expr, else_expr: else_expr.clone() })))
        }
        Expr::ScalarFunction(ScalarFunction { func, args }) if func.inner().is::<NullIfFunc>() => {
            let [value, other] = args.as_slice() else { return Ok(None) };
            if !is_float(value, schema)? {
                return Ok(None);
            }
            let null = lit(ScalarValue::try_from(&value.get_type(schema)?)?);
            when(value.clone().eq(other.clone()), null).otherwise(value.clone()).map(Some)
        }
        // A constant is looked up before its list gets both zeros.
        Expr::InList(InList { expr, list, negated }) if expr.column_refs().is_empty() && is_float(expr, schema)? => {
            let found = list.iter().map(|item| expr.as_ref().clone().eq(item.clone())).reduce(Expr::or);
            Ok(found.map(|found| if *negated { !found } else { found }))
        }
        _ => Ok(None),
    }
}

/// Returns whether a value is a float that may be evaluated more than once.
fn is_float(value: &Expr, schema: &DFSchema) -> Result<bool> {
    Ok(!value.is_volatile() && value.get_type(schema)?.is_floating())
}

/// Adds the other zero to every list of floats that has one.
#[derive(Debug)]
pub(crate) struct BothZeros;

impl OptimizerRule for BothZeros {
    fn name(&self) -> &str {
        "both_zeros"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::BottomUp)
    }

    fn supports_rewrite(&self) -> bool {
        true
    }

    fn rewrite(&self, plan: LogicalPlan, _config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        let with_both = |node| match (missing(&node), node) {
            (Some(zero), Expr::InList(mut list)) => {
                list.list.push(lit(zero));
                Ok(Transformed::yes(Expr::InList(list)))
            }
            (_, node) => Ok(Transformed::no(node)),
        };
        rewrite_parts(plan, |part| missing(part).is_some(), with_both)
    }
}

/// Returns the zero that a list lacks, if it has the other one.
fn missing(node: &Expr) -> Option<ScalarValue> {
    let Expr::InList(InList { list, .. }) = node else { return None };
    let holds =
        |wanted: &ScalarValue| list.iter().any(|item| matches!(item, Expr::Literal(value, _) if value == wanted));
    list.iter().find_map(|item| {
        let Expr::Literal(value, _) = item else { return None };
        other_zero(value).filter(|zero| !holds(zero))
    })
}

fn other_zero(value: &ScalarValue) -> Option<ScalarValue> {
    match value {
        ScalarValue::Float16(Some(zero)) if zero.to_f32() == 0.0 => Some(ScalarValue::Float16(Some(-*zero))),
        ScalarValue::Float32(Some(zero)) if *zero == 0.0 => Some(ScalarValue::Float32(Some(-*zero))),
        ScalarValue::Float64(Some(zero)) if *zero == 0.0 => Some(ScalarValue::Float64(Some(-*zero))),
        _ => None,
    }
}

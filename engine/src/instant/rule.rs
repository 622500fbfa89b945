//! The rule that compares dates and timestamps with constants in their own unit.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result};
use datafusion::config::ConfigOptions;
use datafusion::logical_expr::expr::{Cast, InList};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Between, BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, binary_expr, lit, when};
use datafusion::optimizer::AnalyzerRule;

use super::constant::{constant, moment, step, zone};
use crate::scope::scope_of;

/// The rule; it belongs behind the engine's own, whose casts it takes away.
pub(crate) fn rule() -> Arc<dyn AnalyzerRule + Send + Sync> {
    Arc::new(Moments)
}

#[derive(Debug)]
struct Moments;

impl AnalyzerRule for Moments {
    fn name(&self) -> &str {
        "moments"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(rewritten)?.data)
    }
}

fn rewritten(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    let mut found = false;
    plan.apply_expressions(|expr| {
        found = found || expr.exists(|node| Ok(casts_to_timestamp(node)))?;
        Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    if !found {
        return Ok(Transformed::no(plan));
    }
    let schema = scope_of(&plan)?;
    let names = NamePreserver::new(&plan);
    plan.map_expressions(|expr| {
        let name = names.save(&expr);
        let rewritten = expr.transform_up(|node| expression(node, &schema))?;
        Ok(rewritten.update_data(|expr| name.restore(expr)))
    })
}

fn casts_to_timestamp(node: &Expr) -> bool {
    matches!(node, Expr::Cast(Cast { field, .. }) if matches!(field.data_type(), DataType::Timestamp(..)))
}

fn expression(node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let made = match &node {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => comparison(left, *op, right, schema)?,
        Expr::Between(between) if !between.expr.is_volatile() => within(between, schema)?,
        Expr::InList(list) => among(list, schema)?,
        _ => None,
    };
    Ok(match made {
        Some(made) => Transformed::yes(made),
        None => Transformed::no(node),
    })
}

fn comparison(left: &Expr, op: Operator, right: &Expr, schema: &DFSchema) -> Result<Option<Expr>> {
    if held(0, op, 0).is_none() || !(casts_to_timestamp(left) || casts_to_timestamp(right)) {
        return Ok(None);
    }
    let (values, op, moment) = match (moment(left), moment(right)) {
        (None, Some(right)) => (left, Some(op), right),
        (Some(left), None) => (right, op.swap(), left),
        (Some(left), Some(right)) => return Ok(held(left, op, right).map(lit)),
        (None, None) => return Ok(None),
    };
    let Some(op) = op else { return Ok(None) };
    let Some((values, data_type)) = uncast(values, schema)? else { return Ok(None) };
    against(values, &data_type, op, moment)
}

/// How two moments compare.
fn held(left: i128, op: Operator, right: i128) -> Option<bool> {
    Some(match op {
        Operator::Eq | Operator::IsNotDistinctFrom => left == right,
        Operator::NotEq | Operator::IsDistinctFrom => left != right,
        Operator::Lt => left < right,
        Operator::LtEq => left <= right,
        Operator::Gt => left > right,
        Operator::GtEq => left >= right,
        _ => return None,
    })
}

/// Dates or timestamps without the cast to a finer unit, which is what overflows.
fn uncast<'a>(values: &'a Expr, schema: &DFSchema) -> Result<Option<(&'a Expr, DataType)>> {
    if let Expr::Cast(Cast { expr: inner, field }) = values
        && let (to, from) = (field.data_type(), inner.get_type(schema)?)
        && let (Some(to_step), Some(from_step)) = (step(to), step(&from))
        && from_step >= to_step
        && zone(&from) == zone(to)
    {
        return Ok(Some((inner, from)));
    }
    let data_type = values.get_type(schema)?;
    Ok(step(&data_type).map(|_| (values, data_type)))
}

/// `values op moment`, in the unit of the values.
fn against(values: &Expr, data_type: &DataType, op: Operator, moment: i128) -> Result<Option<Expr>> {
    let Some(step) = step(data_type) else { return Ok(None) };
    let (count, exact) = (moment.div_euclid(step), moment.rem_euclid(step) == 0);
    let Some(value) = constant(data_type, count) else {
        // Beyond all values: they compare as 1970 does.
        return held(0, op, moment).map(|always| always_or_never(values, op, always)).transpose();
    };
    let compared = |op| Some(binary_expr(values.clone(), op, lit(value.clone())));
    Ok(match op {
        _ if exact => compared(op),
        Operator::Lt | Operator::LtEq => compared(Operator::LtEq),
        Operator::Gt | Operator::GtEq => compared(Operator::Gt),
        // No value is that moment.
        _ => held(0, op, 1).map(|always| always_or_never(values, op, always)).transpose()?,
    })
}

/// The same for all values, and null for null.
fn always_or_never(values: &Expr, op: Operator, always: bool) -> Result<Expr> {
    match op {
        Operator::IsDistinctFrom | Operator::IsNotDistinctFrom => Ok(lit(always)),
        _ => when(values.clone().is_not_null(), lit(always)).end(),
    }
}

fn within(between: &Between, schema: &DFSchema) -> Result<Option<Expr>> {
    let Between { expr, negated, low, high } = between;
    let (from, to) = if *negated { (Operator::Lt, Operator::Gt) } else { (Operator::GtEq, Operator::LtEq) };
    let ends = (comparison(expr, from, low, schema)?, comparison(expr, to, high, schema)?);
    if ends == (None, None) {
        return Ok(None);
    }
    let plain = |op, end: &Expr| binary_expr(expr.as_ref().clone(), op, end.clone());
    let from = ends.0.unwrap_or_else(|| plain(from, low));
    let to = ends.1.unwrap_or_else(|| plain(to, high));
    Ok(Some(if *negated { from.or(to) } else { from.and(to) }))
}

fn among(list: &InList, schema: &DFSchema) -> Result<Option<Expr>> {
    let InList { expr, list, negated } = list;
    if !(casts_to_timestamp(expr) || list.iter().any(casts_to_timestamp)) {
        return Ok(None);
    }
    let Some(moments) = list.iter().map(moment).collect::<Option<Vec<_>>>() else { return Ok(None) };
    let Some((values, data_type)) = uncast(expr, schema)? else { return Ok(None) };
    let Some(step) = step(&data_type) else { return Ok(None) };
    let exact = moments.into_iter().filter(|moment| moment.rem_euclid(step) == 0);
    let constants: Vec<Expr> = exact.filter_map(|moment| constant(&data_type, moment / step)).map(lit).collect();
    if constants.is_empty() {
        return when(values.clone().is_not_null(), lit(*negated)).end().map(Some);
    }
    Ok(Some(values.clone().in_list(constants, *negated)))
}

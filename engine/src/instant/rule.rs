//! The rule that compares dates and timestamps with constants in the column's own unit.

use std::sync::Arc;

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, NullEquality, Result};
use datafusion::config::ConfigOptions;
use datafusion::logical_expr::expr::{Cast, InList, ScalarFunction, TryCast};
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{
    Between, BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, ScalarUDF, binary_expr, cast as cast_to, lit,
    try_cast, when,
};
use datafusion::optimizer::AnalyzerRule;

use super::compared::compared;
use super::constant::{constant, held, moment, step, zone};
use super::whole_days::{has_hours, whole_days};
use crate::expr::scope::{has_part, rewrite_parts, scope_of};
use crate::functions::far;
use crate::trial::Mend;

/// The rule; it runs after DataFusion's own, whose casts it removes.
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
    if !has_part(&plan, |part| casts_to_timestamp(part) || far_call(part).is_some() || adds(part)) {
        return Ok(Transformed::no(plan));
    }
    let plan = matched(plan)?;
    let schema = scope_of(&plan)?;
    rewrite_parts(plan, |_| true, |node| expression(node, &schema))
}

fn casts_to_timestamp(node: &Expr) -> bool {
    matches!(
        node,
        Expr::Cast(Cast { field, .. }) | Expr::TryCast(TryCast { field, .. })
            if matches!(field.data_type(), DataType::Timestamp(..)) && Mend::Moments.is_on()
    )
}

fn adds(node: &Expr) -> bool {
    matches!(node, Expr::BinaryExpr(BinaryExpr { op: Operator::Plus | Operator::Minus, .. })) && Mend::WholeDays.is_on()
}

/// Returns a date plus or minus an interval, which must be of whole days.
fn of_date_and_interval(sum: &BinaryExpr, schema: &DFSchema) -> Result<Option<Expr>> {
    let BinaryExpr { left, op, right } = sum;
    let is_date =
        |side: &Expr| -> Result<bool> { Ok(matches!(side.get_type(schema)?, DataType::Date32 | DataType::Date64)) };
    Ok(if is_interval(right, schema, 0)? && is_date(left)? {
        Some(binary_expr(left.as_ref().clone(), *op, whole_days(right.as_ref().clone())))
    } else if is_interval(left, schema, 0)? && is_date(right)? {
        Some(binary_expr(whole_days(left.as_ref().clone()), *op, right.as_ref().clone()))
    } else {
        None
    })
}

/// Returns whether `side` is an interval with hours, looking at most three levels deep: the types of all parts of a
/// long sum would take too long.
fn is_interval(side: &Expr, schema: &DFSchema, depth: usize) -> Result<bool> {
    Ok(match side {
        Expr::Literal(value, _) => has_hours(&value.data_type()),
        Expr::Cast(Cast { field, .. }) | Expr::TryCast(TryCast { field, .. }) => has_hours(field.data_type()),
        Expr::Column(_) => has_hours(&side.get_type(schema)?),
        Expr::Negative(inner) => is_interval(inner, schema, depth)?,
        Expr::BinaryExpr(BinaryExpr { left, right, .. }) if depth < 3 => {
            (is_interval(left, schema, depth + 1)? || is_interval(right, schema, depth + 1)?)
                && has_hours(&side.get_type(schema)?)
        }
        _ => false,
    })
}

/// Returns the function that computes a call of DataFusion's for all timestamps.
fn far_call(node: &Expr) -> Option<Arc<ScalarUDF>> {
    match node {
        Expr::ScalarFunction(call) if Mend::Far.is_on() => far(&call.func),
        _ => None,
    }
}

fn expression(node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    if let (Some(func), Expr::ScalarFunction(call)) = (far_call(&node), &node) {
        let moments = call.args.get(1).map(|moments| moments.get_type(schema)).transpose()?;
        let call = ScalarFunction { func, args: call.args.clone() };
        return Ok(if matches!(moments, Some(DataType::Timestamp(..))) {
            Transformed::yes(Expr::ScalarFunction(call))
        } else {
            Transformed::no(node)
        });
    }
    let made = match &node {
        Expr::TryCast(cast) => through_milliseconds(cast, schema)?,
        Expr::BinaryExpr(sum) if adds(&node) => of_date_and_interval(sum, schema)?,
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
        (None, None) => return of_columns(left, op, right, schema),
    };
    let Some(op) = op else { return Ok(None) };
    let Some((values, data_type)) = uncast(values, schema)? else { return Ok(None) };
    against(values, &data_type, op, moment)
}

/// Removes a cast of dates or timestamps to a finer unit, which is what overflows.
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

/// Returns the comparison of two columns by value, if their units differ.
fn of_columns(left: &Expr, op: Operator, right: &Expr, schema: &DFSchema) -> Result<Option<Expr>> {
    let (Some((left, of_left)), Some((right, of_right))) = (uncast(left, schema)?, uncast(right, schema)?) else {
        return Ok(None);
    };
    let differ = step(&of_left) != step(&of_right) && zone(&of_left) == zone(&of_right);
    let distinct = matches!(op, Operator::IsDistinctFrom | Operator::IsNotDistinctFrom);
    Ok((differ && !distinct).then(|| compared(left.clone(), op, right.clone())))
}

/// Casts both sides of the equalities in joins and filters to one unit, so that DataFusion can hash them: a value out
/// of the range of the other unit becomes null, and equals nothing.
fn matched(plan: LogicalPlan) -> Result<LogicalPlan> {
    Ok(match plan {
        LogicalPlan::Join(mut join) if join.null_equality == NullEquality::NullEqualsNothing => {
            let scope = scope_of(&LogicalPlan::Join(join.clone()))?;
            for (left, right) in &mut join.on {
                (*left, *right) = equal(left.clone(), right.clone(), &scope)?;
            }
            join.filter = join.filter.map(|filter| equalities(filter, &scope)).transpose()?;
            LogicalPlan::Join(join)
        }
        LogicalPlan::Filter(mut filter) => {
            let scope = scope_of(&LogicalPlan::Filter(filter.clone()))?;
            filter.predicate = equalities(filter.predicate, &scope)?;
            LogicalPlan::Filter(filter)
        }
        other => other,
    })
}

fn equalities(condition: Expr, scope: &DFSchema) -> Result<Expr> {
    let parts = split_conjunction_owned(condition).into_iter().map(|part| match part {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => {
            let (left, right) = equal(*left, *right, scope)?;
            Ok(binary_expr(left, Operator::Eq, right))
        }
        other => Ok(other),
    });
    let parts = parts.collect::<Result<Vec<_>>>()?;
    Ok(conjunction(parts).unwrap_or_else(|| lit(true)))
}

/// Returns both sides of an equality of columns in the finer unit; a value out of its range becomes null.
fn equal(left: Expr, right: Expr, scope: &DFSchema) -> Result<(Expr, Expr)> {
    let casts = casts_to_timestamp(&left) || casts_to_timestamp(&right);
    if !casts || moment(&left).is_some() || moment(&right).is_some() {
        return Ok((left, right));
    }
    let (Some((inner, of_left)), Some((other, of_right))) = (uncast(&left, scope)?, uncast(&right, scope)?) else {
        return Ok((left, right));
    };
    let finer = if step(&of_left) <= step(&of_right) { &of_left } else { &of_right };
    let common = match finer {
        DataType::Date64 => &DataType::Timestamp(TimeUnit::Millisecond, None),
        other => other,
    };
    if zone(&of_left) != zone(&of_right) || !matches!(common, DataType::Timestamp(..)) {
        return Ok((left, right));
    }
    let in_common = |side: &Expr, data_type: &DataType| match data_type == common {
        true => side.clone(),
        false => try_cast(side.clone(), common.clone()),
    };
    Ok((in_common(inner, &of_left), in_common(other, &of_right)))
}

/// Returns a cast of a `date64` by way of milliseconds: it counts milliseconds, and wraps around in anything finer.
fn through_milliseconds(cast: &TryCast, schema: &DFSchema) -> Result<Option<Expr>> {
    let TryCast { expr, field } = cast;
    let finer = matches!(field.data_type(), DataType::Timestamp(TimeUnit::Microsecond | TimeUnit::Nanosecond, _));
    if !finer || expr.get_type(schema)? != DataType::Date64 {
        return Ok(None);
    }
    let milliseconds = cast_to(expr.as_ref().clone(), DataType::Timestamp(TimeUnit::Millisecond, None));
    Ok(Some(Expr::TryCast(TryCast { expr: Box::new(milliseconds), field: Arc::clone(field) })))
}

/// Returns the comparison `values op moment` in the unit of the values.
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
        // No value equals it.
        _ => held(0, op, 1).map(|always| always_or_never(values, op, always)).transpose()?,
    })
}

/// Returns the constant `always` for all values, and null for null.
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

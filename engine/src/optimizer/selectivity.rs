//! The selectivity of a predicate: the fraction of its input's rows that pass it.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::logical_expr::Operator;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{
    BinaryExpr, DynamicFilterPhysicalExpr, InListExpr, IsNotNullExpr, IsNullExpr, LikeExpr, Literal, NotExpr,
};
use datafusion::physical_expr::split_conjunction;

use super::estimate::{Estimate, column_in, number};

/// The selectivity of a predicate about which nothing is known.
pub(super) const DEFAULT_SELECTIVITY: f64 = 0.33;
/// The selectivity of `=` where the number of distinct values is unknown.
const EQUALITY_SELECTIVITY: f64 = 0.05;
/// The selectivity of `LIKE`.
const LIKE_SELECTIVITY: f64 = 0.05;
/// The selectivity of `<` and `>` where the column's minimum and maximum are unknown; low, because predicates on totals
/// (HAVING) usually keep few rows.
const RANGE_SELECTIVITY: f64 = 0.1;
/// The lowest selectivity that is ever assumed.
const MIN_SELECTIVITY: f64 = 1e-9;

/// Returns the selectivity of `condition` over the rows of `input`.
pub(super) fn of(condition: &Arc<dyn PhysicalExpr>, input: &Estimate) -> f64 {
    // Both bounds of a range are one predicate, or "a year" would be taken for a quarter of all time.
    let mut ranges: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    let mut selectivity = 1.0;
    for part in split_conjunction(condition) {
        match bound(part, input) {
            Some(Bound { column, low, high }) => {
                let range = ranges.entry(column).or_insert((f64::NEG_INFINITY, f64::INFINITY));
                *range = (range.0.max(low), range.1.min(high));
            }
            None => selectivity *= one(part, input),
        }
    }
    for (column, (low, high)) in ranges {
        if let Some((least, most)) = input.columns.get(column).and_then(|column| column.range) {
            let (low, high) = (low.max(least), high.min(most));
            selectivity *= if most > least { ((high - low) / (most - least)).clamp(0.0, 1.0) } else { 1.0 };
        }
    }
    selectivity.clamp(MIN_SELECTIVITY, 1.0)
}

/// A lower or an upper bound of a column.
struct Bound {
    column: usize,
    low: f64,
    high: f64,
}

fn bound(condition: &Arc<dyn PhysicalExpr>, input: &Estimate) -> Option<Bound> {
    let (column, operator, value) = comparison(condition)?;
    let known = input.columns.get(column)?;
    known.range?;
    let value = value?;
    match operator {
        Operator::Lt | Operator::LtEq => Some(Bound { column, low: f64::NEG_INFINITY, high: value }),
        Operator::Gt | Operator::GtEq => Some(Bound { column, low: value, high: f64::INFINITY }),
        _ => None,
    }
}

/// Returns a comparison of a column with a constant, the column on the left; the constant as a number, if it is one.
fn comparison(condition: &Arc<dyn PhysicalExpr>) -> Option<(usize, Operator, Option<f64>)> {
    let binary = condition.downcast_ref::<BinaryExpr>()?;
    let constant = |expr: &Arc<dyn PhysicalExpr>| expr.downcast_ref::<Literal>().map(|literal| number(literal.value()));
    match (column_in(binary.left()), constant(binary.right())) {
        (Some(column), Some(value)) => Some((column.index(), *binary.op(), value)),
        _ => {
            let (column, value) = (column_in(binary.right())?, constant(binary.left())?);
            Some((column.index(), binary.op().swap()?, value))
        }
    }
}

fn one(condition: &Arc<dyn PhysicalExpr>, input: &Estimate) -> f64 {
    // The filter that a join pushes down is counted at the join.
    if condition.is::<DynamicFilterPhysicalExpr>() || condition.is::<Literal>() {
        return 1.0;
    }
    if let Some(binary) = condition.downcast_ref::<BinaryExpr>() {
        return of_binary(condition, binary, input);
    }
    if let Some(list) = condition.downcast_ref::<InListExpr>() {
        let found = (one_value(list.expr(), input) * list.list().len() as f64).min(0.5);
        return if list.negated() { 1.0 - found } else { found };
    }
    if let Some(like) = condition.downcast_ref::<LikeExpr>() {
        return if like.negated() { 1.0 - LIKE_SELECTIVITY } else { LIKE_SELECTIVITY };
    }
    if let Some(not) = condition.downcast_ref::<NotExpr>() {
        return 1.0 - of(not.arg(), input);
    }
    let nulls = |expr: &Arc<dyn PhysicalExpr>| {
        column_in(expr).and_then(|column| input.columns.get(column.index())).map_or(0.1, |known| known.nulls)
    };
    if let Some(null) = condition.downcast_ref::<IsNullExpr>() {
        return nulls(null.arg());
    }
    if let Some(known) = condition.downcast_ref::<IsNotNullExpr>() {
        return 1.0 - nulls(known.arg());
    }
    DEFAULT_SELECTIVITY
}

fn of_binary(condition: &Arc<dyn PhysicalExpr>, binary: &BinaryExpr, input: &Estimate) -> f64 {
    match binary.op() {
        Operator::Or => {
            let (left, right) = (of(binary.left(), input), of(binary.right(), input));
            left + right - left * right
        }
        Operator::Eq | Operator::NotEq => {
            let (left, right) = (one_value(binary.left(), input), one_value(binary.right(), input));
            let equal = if comparison(condition).is_some() { left.max(right) } else { left.min(right) };
            if *binary.op() == Operator::Eq { equal } else { 1.0 - equal }
        }
        _ if comparison(condition).is_some() => RANGE_SELECTIVITY,
        _ => DEFAULT_SELECTIVITY,
    }
}

/// Returns the selectivity of `expr = v` for one value `v`.
fn one_value(expr: &Arc<dyn PhysicalExpr>, input: &Estimate) -> f64 {
    match column_in(expr).and_then(|column| input.columns.get(column.index())) {
        Some(known) => known.distinct.map_or(EQUALITY_SELECTIVITY, |distinct| 1.0 / distinct.max(1.0)),
        None if expr.is::<Literal>() => 0.0,
        None => EQUALITY_SELECTIVITY,
    }
}

//! Comparisons of times of day in different units, and of binary values in different layouts.
//!
//! The analysis finds no type in which they are comparable, and a constant time is always in nanoseconds. So both sides
//! are cast before. Where rows are joined on dates and timestamps the cast is to a unit that has them all.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{DFSchema, NullEquality};
use datafusion::error::Result;
use datafusion::logical_expr::expr::{Case, InList, InSubquery};
use datafusion::logical_expr::{Between, BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, Subquery};

use super::types::with_types;
use crate::expr::common_type::{cast_to, of_choice, of_comparison};
use crate::expr::scope::{rewrite_parts, scope_of};

type Common = fn(&[DataType]) -> Option<DataType>;

/// Returns `plan` with times that are compared in one unit.
pub(super) fn in_one_unit(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|mut node| {
        let schema = scope_of(&node)?;
        if let LogicalPlan::Join(join) = &mut node {
            // Equality of dates and timestamps where null equals nothing is left to `crate::instant`.
            let common: Common = match join.null_equality {
                NullEquality::NullEqualsNull => of_choice,
                NullEquality::NullEqualsNothing => of_comparison,
            };
            for (left, right) in &mut join.on {
                met([left, right], &schema, common);
            }
        }
        rewrite_parts(node, |_| true, |part| compared(part, &schema))
    })
    .data()
}

fn compared(mut part: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let changed = match &mut part {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if is_comparison(*op) => {
            met([left.as_mut(), right.as_mut()], schema, of_comparison)
        }
        Expr::Between(Between { expr, low, high, .. }) => {
            met([expr.as_mut(), low.as_mut(), high.as_mut()], schema, of_comparison)
        }
        Expr::InList(InList { expr, list, .. }) => {
            met(std::iter::once(expr.as_mut()).chain(list), schema, of_comparison)
        }
        Expr::Case(Case { expr: Some(value), when_then_expr, .. }) => {
            let whens = when_then_expr.iter_mut().map(|(when, _)| when.as_mut());
            met(std::iter::once(value.as_mut()).chain(whens), schema, of_choice)
        }
        Expr::InSubquery(within) => met_within(within, schema)?,
        _ => false,
    };
    Ok(Transformed::new_transformed(part, changed))
}

/// Returns both sides of a comparison in one unit.
pub fn comparable(mut left: Expr, mut right: Expr, type_of: impl Fn(&Expr) -> DataType) -> (Expr, Expr) {
    if let Some(common) = of_comparison(&[type_of(&left), type_of(&right)]) {
        cast_to([&mut left, &mut right], &common, &type_of);
    }
    (left, right)
}

fn is_comparison(op: Operator) -> bool {
    use Operator::{Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq};
    matches!(op, Eq | NotEq | Lt | LtEq | Gt | GtEq | IsDistinctFrom | IsNotDistinctFrom)
}

/// Casts `values` to their common type, if they have several types and DataFusion does not decide it; returns whether
/// it did.
fn met<'a>(values: impl IntoIterator<Item = &'a mut Expr>, schema: &DFSchema, common: Common) -> bool {
    let type_of = |value: &Expr| value.get_type(schema).unwrap_or(DataType::Null);
    let values: Vec<&mut Expr> = values.into_iter().collect();
    let types: Vec<DataType> = values.iter().map(|value| type_of(value)).collect();
    common(&types).is_some_and(|common| cast_to(values, &common, type_of))
}

/// Returns the same for a value and those of a subquery.
fn met_within(within: &mut InSubquery, schema: &DFSchema) -> Result<bool> {
    let Ok(asked) = within.expr.get_type(schema) else { return Ok(false) };
    let plan = &within.subquery.subquery;
    let [field] = plan.schema().fields().as_ref() else { return Ok(false) };
    let given = field.data_type().clone();
    if asked == given {
        return Ok(false);
    }
    let Some(common) = of_choice(&[asked.clone(), given.clone()]) else { return Ok(false) };
    cast_to([within.expr.as_mut()], &common, |_| asked.clone());
    if given != common {
        let plan = with_types(plan.as_ref().clone(), &[Some(common)])?;
        let Subquery { outer_ref_columns, spans, .. } = within.subquery.clone();
        within.subquery = Subquery { subquery: Arc::new(plan), outer_ref_columns, spans };
    }
    Ok(true)
}

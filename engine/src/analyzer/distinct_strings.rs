//! Distinct strings that are aggregated in order: `string_agg(DISTINCT s, ',' ORDER BY s)`.
//!
//! Where `s` is a dictionary the analysis casts the argument to string and the order not, and DataFusion requires them
//! to be one expression. So both are cast before.

use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::error::Result;
use datafusion::logical_expr::expr::{AggregateFunction, AggregateFunctionParams};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, cast};

use crate::cast::value_type;
use crate::expr::scope::{rewrite_parts, scope_of};

/// Returns whether `part` is such a call, of strings in any layout.
pub(super) fn is_concerned(part: &Expr) -> bool {
    matches!(part, Expr::AggregateFunction(AggregateFunction { func, params })
        if func.name() == "string_agg" && params.distinct && !params.order_by.is_empty())
}

/// Returns `plan` with such calls of plain strings.
pub(super) fn of_plain_strings(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| {
        let schema = scope_of(&node)?;
        rewrite_parts(node, is_concerned, |part| {
            if !is_concerned(&part) {
                return Ok(Transformed::no(part));
            }
            let Expr::AggregateFunction(AggregateFunction { func, mut params }) = part else {
                return Ok(Transformed::no(part));
            };
            let changed = in_plain(&mut params, &schema)?;
            let made = Expr::AggregateFunction(AggregateFunction { func, params });
            Ok(Transformed::new_transformed(made, changed))
        })
    })
    .data()
}

fn in_plain(params: &mut AggregateFunctionParams, schema: &DFSchema) -> Result<bool> {
    // A verb has cast the argument already.
    let text = match params.args.first() {
        Some(Expr::Cast(cast)) => cast.expr.as_ref().clone(),
        Some(text) => text.clone(),
        None => return Ok(false),
    };
    let data_type = text.get_type(schema)?;
    let values = value_type(&data_type);
    if *values == data_type {
        return Ok(false);
    }
    let made = cast(text.clone(), values.clone());
    for sort in params.order_by.iter_mut().filter(|sort| sort.expr == text) {
        sort.expr = made.clone();
    }
    if let Some(first) = params.args.first_mut() {
        *first = made;
    }
    Ok(true)
}

//! Sums of one column plus different constants, `sum(x + 1)`, `sum(x + 2)` and so on, become one sum and one count:
//! `sum(x + c)` is `sum(x) + c * count(x)`.
//!
//! Only if both the column and the constant have at most 32 bits: no row's addition can then overflow, nor the sum or
//! the product below 2^32 rows, so there is an error exactly where there would have been one.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{Column, DFSchema, ScalarValue};
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::logical_expr::expr::{AggregateFunction, AggregateFunctionParams, Cast};
use datafusion::logical_expr::{Aggregate, AggregateUDF, Expr, ExprSchemable, LogicalPlan, Projection, lit};
use datafusion::optimizer::AnalyzerRule;

use super::operators::{Checked, Operation};
use super::sum::CheckedSum;
use crate::expr::names::unaliased;

/// From this number of sums of a column on, it is less work.
const SUMS: usize = 3;

/// The rule; it runs after the one that inserts the checked operators and the checked `sum`.
#[derive(Debug)]
pub(super) struct ShiftedSums;

impl AnalyzerRule for ShiftedSums {
    fn name(&self) -> &str {
        "shifted_sums"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| match plan {
            LogicalPlan::Aggregate(aggregate) => rewritten(aggregate),
            other => Ok(Transformed::no(other)),
        })
        .data()
    }
}

/// A sum of `column + constant`.
struct Shifted<'a> {
    sum: &'a Arc<AggregateUDF>,
    /// The column, cast to the type of the sum.
    column: &'a Expr,
    constant: i64,
}

fn rewritten(aggregate: Aggregate) -> Result<Transformed<LogicalPlan>> {
    let input = Arc::clone(aggregate.input.schema());
    let shifted: Vec<_> = aggregate.aggr_expr.iter().map(|expr| Shifted::of(expr, &input)).collect();
    if shifted.iter().flatten().count() < SUMS {
        return Ok(Transformed::no(LogicalPlan::Aggregate(aggregate)));
    }
    let sums_of = |column: &Expr| shifted.iter().flatten().filter(|sum| sum.column == column).count();
    let keys = aggregate.schema.fields().len() - aggregate.aggr_expr.len();
    let (mut aggregates, mut columns): (Vec<Expr>, Vec<&Expr>) = (Vec::new(), Vec::new());
    let name = |of: &str, at: usize| format!("__{of}_of_shifted_{at}");
    let mut results: Vec<Expr> = aggregate.schema.columns().into_iter().map(Expr::Column).collect();
    for (result, (expr, shifted)) in results[keys..].iter_mut().zip(aggregate.aggr_expr.iter().zip(&shifted)) {
        let Some(Shifted { sum, column, constant }) = shifted.as_ref().filter(|sum| sums_of(sum.column) >= SUMS) else {
            aggregates.push(expr.clone());
            continue;
        };
        let at = columns.iter().position(|known| known == column).unwrap_or_else(|| {
            columns.push(column);
            let of_column = |function: &AggregateUDF| function.call(vec![(*column).clone()]);
            let at = columns.len() - 1;
            aggregates
                .extend([of_column(sum).alias(name("sum", at)), of_column(&count_udaf()).alias(name("count", at))]);
            at
        });
        let made = |of: &str| Expr::Column(Column::new_unqualified(name(of, at)));
        let constants = Checked::function(vec![Operation::Multiply]).call(vec![made("count"), lit(*constant)]);
        let total = Checked::function(vec![Operation::Add]).call(vec![made("sum"), constants]);
        *result = total.alias(result.qualified_name().1);
    }
    if columns.is_empty() {
        return Ok(Transformed::no(LogicalPlan::Aggregate(aggregate)));
    }
    let schema = Arc::clone(&aggregate.schema);
    let aggregate = Aggregate::try_new(Arc::clone(&aggregate.input), aggregate.group_expr.clone(), aggregates)?;
    let input = Arc::new(LogicalPlan::Aggregate(aggregate));
    Ok(Transformed::yes(LogicalPlan::Projection(Projection::try_new_with_schema(results, input, schema)?)))
}

impl<'a> Shifted<'a> {
    fn of(aggregate: &'a Expr, input: &DFSchema) -> Option<Self> {
        let Expr::AggregateFunction(AggregateFunction { func: sum, params }) = unaliased(aggregate) else {
            return None;
        };
        let AggregateFunctionParams { args, distinct: false, filter: None, order_by, null_treatment: _ } = params
        else {
            return None;
        };
        let [Expr::ScalarFunction(addition)] = args.as_slice() else { return None };
        if !sum.inner().is::<CheckedSum>() || !order_by.is_empty() {
            return None;
        }
        let (column, constant) = match (Checked::operations(addition)?, addition.args.as_slice()) {
            ([Operation::Add], [column, Expr::Literal(constant, _)] | [Expr::Literal(constant, _), column]) => {
                (column, narrow(constant)?)
            }
            ([Operation::Subtract], [column, Expr::Literal(constant, _)]) => (column, -narrow(constant)?),
            _ => return None,
        };
        let Expr::Cast(Cast { expr: inner, .. }) = column else { return None };
        let of = inner.get_type(input).ok().filter(DataType::is_integer)?;
        (of.primitive_width()? <= 4 && !column.is_volatile()).then_some(Self { sum, column, constant })
    }
}

/// Returns a constant of 64 bits, if it fits into 32.
fn narrow(constant: &ScalarValue) -> Option<i64> {
    match constant {
        ScalarValue::Int64(Some(constant)) => i32::try_from(*constant).ok().map(i64::from),
        _ => None,
    }
}

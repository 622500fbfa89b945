//! The rule that puts the operators of [`decimal`](super::decimal) into a physical plan where values are computed: in
//! projections and in the arguments of aggregates.
//!
//! Filters, keys and join conditions keep DataFusion's operators, which its rules about statistics and orders know. It
//! is the first of the physical rules, so that all others see the same expression.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::projection::{ProjectionExec, ProjectionExpr};

use super::decimal::DecimalOperator;

/// Replaces the operators of decimals.
#[derive(Debug)]
pub(super) struct FastDecimals;

impl PhysicalOptimizerRule for FastDecimals {
    fn name(&self) -> &str {
        "fast_decimals"
    }

    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        let rewritten = plan.transform_up(|node| {
            let replaced = if let Some(projection) = node.downcast_ref::<ProjectionExec>() {
                in_projection(projection)?
            } else if let Some(aggregate) = node.downcast_ref::<AggregateExec>() {
                in_aggregate(aggregate)?
            } else {
                None
            };
            Ok(match replaced {
                Some(replaced) => Transformed::yes(replaced),
                None => Transformed::no(node),
            })
        })?;
        Ok(rewritten.data)
    }

    fn schema_check(&self) -> bool {
        true
    }
}

fn in_projection(projection: &ProjectionExec) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let input = projection.input();
    let (schema, mut any) = (input.schema(), false);
    let replaced = projection.expr().iter().map(|column| {
        let expr = DecimalOperator::within(&column.expr, &schema)?;
        any |= expr.is_some();
        Ok(ProjectionExpr { expr: expr.unwrap_or_else(|| Arc::clone(&column.expr)), alias: column.alias.clone() })
    });
    let replaced = replaced.collect::<Result<Vec<_>>>()?;
    if !any {
        return Ok(None);
    }
    let output = projection.schema();
    Ok(Some(Arc::new(ProjectionExec::try_new_with_schema_metadata(replaced, Arc::clone(input), &output)?)))
}

fn in_aggregate(aggregate: &AggregateExec) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let mut any = false;
    let replaced = aggregate.aggr_expr().iter().map(|function| {
        let new = with_fast_arguments(function, aggregate)?;
        any |= new.is_some();
        Ok(new.map_or_else(|| Arc::clone(function), Arc::new))
    });
    let replaced = replaced.collect::<Result<Vec<_>>>()?;
    Ok(any.then(|| Arc::new(aggregate.with_new_aggr_exprs(replaced)) as Arc<dyn ExecutionPlan>))
}

fn with_fast_arguments(
    function: &AggregateFunctionExpr,
    aggregate: &AggregateExec,
) -> Result<Option<AggregateFunctionExpr>> {
    let (expressions, schema) = (function.all_expressions(), aggregate.input_schema());
    let mut any = false;
    let args = expressions.args.iter().map(|argument| {
        let new = DecimalOperator::within(argument, &schema)?;
        any |= new.is_some();
        Ok(new.unwrap_or_else(|| Arc::clone(argument)))
    });
    let args = args.collect::<Result<Vec<_>>>()?;
    Ok(if any { function.with_new_expressions(args, expressions.order_by_exprs) } else { None })
}

//! The rule that puts the functions of this folder in the place of the engine's.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{DFSchema, Result};
use datafusion::config::ConfigOptions;
use datafusion::functions_aggregate::correlation::Correlation;
use datafusion::functions_window::lead_lag::WindowShift;
use datafusion::logical_expr::expr::{NullTreatment, WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{AggregateUDF, Expr, ExprSchemable, LogicalPlan, WindowFunctionDefinition};
use datafusion::optimizer::AnalyzerRule;
use datafusion::scalar::ScalarValue;

use super::correlation::GroupedCorrelation;
use super::extremes::Extreme;
use super::keyed::keyed;
use super::shift::Shift;
use super::sliding::Sliding;
use crate::scope::scope_of;

/// The rule; it belongs behind the engine's own, as it asks for the types that they settle.
pub(crate) fn rule() -> Arc<dyn AnalyzerRule + Send + Sync> {
    Arc::new(ExactAggregates { correlation: Arc::new(AggregateUDF::new_from_impl(GroupedCorrelation::default())) })
}

#[derive(Debug)]
struct ExactAggregates {
    correlation: Arc<AggregateUDF>,
}

impl AnalyzerRule for ExactAggregates {
    fn name(&self) -> &str {
        "exact_aggregates"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(|plan| self.plan(plan))?.data)
    }
}

impl ExactAggregates {
    fn plan(&self, plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
        if !matches!(plan, LogicalPlan::Window(_) | LogicalPlan::Aggregate(_)) {
            return Ok(Transformed::no(plan));
        }
        let schema = scope_of(&plan)?;
        let names = NamePreserver::new(&plan);
        plan.map_expressions(|expr| {
            let name = names.save(&expr);
            let rewritten = expr.transform_up(|node| self.expression(node, &schema))?;
            Ok(rewritten.update_data(|expr| name.restore(expr)))
        })
    }

    fn expression(&self, node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
        Ok(match node {
            Expr::AggregateFunction(mut aggregate) if aggregate.func.inner().is::<Correlation>() => {
                aggregate.func = Arc::clone(&self.correlation);
                Transformed::yes(Expr::AggregateFunction(aggregate))
            }
            Expr::AggregateFunction(mut aggregate) => {
                let data_type = aggregate.params.args.first().map(|value| value.get_type(schema)).transpose()?;
                let instead = data_type.and_then(|data_type| Extreme::instead_of(&aggregate.func, &data_type));
                let changed = instead.is_some();
                aggregate.func = instead.unwrap_or(aggregate.func);
                Transformed::new_transformed(Expr::AggregateFunction(aggregate), changed)
            }
            Expr::WindowFunction(mut window) => {
                let instead = instead_of(&window, schema)?;
                let mut changed = instead.is_some();
                window.fun = instead.unwrap_or(window.fun);
                let ignores = window.params.null_treatment == Some(NullTreatment::IgnoreNulls);
                if let (true, Some(values)) = (ignores, window.params.args.first_mut())
                    && matches!(values.get_type(schema)?, DataType::Dictionary(..))
                {
                    *values = keyed(std::mem::take(values));
                    changed = true;
                }
                Transformed::new_transformed(Expr::WindowFunction(window), changed)
            }
            other => Transformed::no(other),
        })
    }
}

/// The function that a window is computed with, if it is not the engine's.
fn instead_of(window: &WindowFunction, schema: &DFSchema) -> Result<Option<WindowFunctionDefinition>> {
    let params = &window.params;
    Ok(match &window.fun {
        // Those of different values only, the engine counts.
        WindowFunctionDefinition::AggregateUDF(function) if !params.distinct => {
            let types = params.args.iter().map(|arg| arg.get_type(schema)).collect::<Result<Vec<DataType>>>()?;
            Sliding::instead_of(function, &types).map(WindowFunctionDefinition::AggregateUDF)
        }
        WindowFunctionDefinition::WindowUDF(function) => {
            let shift = function.inner().downcast_ref::<WindowShift>();
            let shift =
                shift.filter(|_| params.null_treatment == Some(NullTreatment::IgnoreNulls) || is_backwards(params));
            shift.map(|shift| WindowFunctionDefinition::WindowUDF(Shift::instead_of(shift)))
        }
        WindowFunctionDefinition::AggregateUDF(_) => None,
    })
}

/// Whether the distance is a negative number.
fn is_backwards(params: &WindowFunctionParams) -> bool {
    let Some(Expr::Literal(distance, _)) = params.args.get(1) else { return false };
    match distance.cast_to(&DataType::Int64) {
        Ok(ScalarValue::Int64(Some(distance))) => distance < 0,
        _ => false,
    }
}

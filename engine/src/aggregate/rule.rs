//! The rule that replaces DataFusion's functions by those of this module.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result};
use datafusion::config::ConfigOptions;
use datafusion::functions_aggregate::correlation::Correlation;
use datafusion::functions_window::lead_lag::WindowShift;
use datafusion::logical_expr::expr::{NullTreatment, WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::{
    AggregateUDF, Expr, ExprSchemable, LogicalPlan, Operator, WindowFrameUnits, WindowFunctionDefinition, binary_expr,
    lit,
};
use datafusion::optimizer::AnalyzerRule;
use datafusion::scalar::ScalarValue;

use super::correlation::GroupedCorrelation;
use super::dictionaries::over_values;
use super::extremes::Extreme;
use super::gathered::Gathered;
use super::percentile::Percentile;
use super::shift::Shift;
use super::sliding::Sliding;
use crate::expr::scope::{rewrite_parts, scope_of};
use crate::trial::Mend;

/// The rule; it runs after DataFusion's own, which settle the types that it asks for.
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
        // All windows of a node have the same keys.
        let peers = matches!(&plan, LogicalPlan::Window(node) if node.window_expr.iter().any(ties));
        let rewrite = |node| {
            let rewritten = self.expression(node, &schema)?;
            rewritten.transform_data(|node| with_one_zero(node, peers, &schema))
        };
        let rewritten = rewrite_parts(plan, |_| true, rewrite)?;
        match Mend::Dictionaries.is_on() {
            true => rewritten.transform_data(over_values),
            false => Ok(rewritten),
        }
    }

    fn expression(&self, node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
        Ok(match node {
            Expr::AggregateFunction(mut aggregate)
                if aggregate.func.inner().is::<Correlation>() && Mend::Correlation.is_on() =>
            {
                aggregate.func = Arc::clone(&self.correlation);
                Transformed::yes(Expr::AggregateFunction(aggregate))
            }
            Expr::AggregateFunction(mut aggregate) => {
                let data_type = aggregate.params.args.first().map(|value| value.get_type(schema)).transpose()?;
                let data_type = data_type.filter(|_| Mend::Extremes.is_on());
                let instead = data_type.and_then(|data_type| Extreme::instead_of(&aggregate.func, &data_type));
                let instead = instead.or_else(|| Percentile::instead_of(&aggregate.func));
                let instead = instead.or_else(|| Gathered::instead_of(&aggregate.func));
                let changed = instead.is_some();
                aggregate.func = instead.unwrap_or(aggregate.func);
                Transformed::new_transformed(Expr::AggregateFunction(aggregate), changed)
            }
            Expr::WindowFunction(mut window) => {
                let instead = instead_of(&window, schema)?;
                let changed = instead.is_some();
                window.fun = instead.unwrap_or(window.fun);
                Transformed::new_transformed(Expr::WindowFunction(window), changed)
            }
            other => Transformed::no(other),
        })
    }
}

/// Returns the function that replaces that of a window, if one does.
fn instead_of(window: &WindowFunction, schema: &DFSchema) -> Result<Option<WindowFunctionDefinition>> {
    let params = &window.params;
    Ok(match &window.fun {
        // DataFusion computes DISTINCT, by counts.
        WindowFunctionDefinition::AggregateUDF(function) if !params.distinct && Mend::Sliding.is_on() => {
            let types = params.args.iter().map(|arg| arg.get_type(schema)).collect::<Result<Vec<DataType>>>()?;
            let instead = Sliding::instead_of(function, &types).or_else(|| Percentile::instead_of(function));
            instead.map(WindowFunctionDefinition::AggregateUDF)
        }
        WindowFunctionDefinition::WindowUDF(function) if Mend::Shift.is_on() => {
            let shift = function.inner().downcast_ref::<WindowShift>();
            let shift = shift.filter(|_| params.null_treatment == Some(NullTreatment::IgnoreNulls) || is_odd(params));
            shift.map(|shift| WindowFunctionDefinition::WindowUDF(Shift::instead_of(shift)))
        }
        WindowFunctionDefinition::AggregateUDF(_) | WindowFunctionDefinition::WindowUDF(_) => None,
    })
}

/// DataFusion's window functions that give peers the same value.
const RANKS: [&str; 4] = ["cume_dist", "dense_rank", "percent_rank", "rank"];
/// Those that use the frame.
const OF_FRAME: [&str; 3] = ["first_value", "last_value", "nth_value"];

/// Returns whether the result of a window function depends on which rows are peers.
fn ties(window: &Expr) -> bool {
    match window {
        Expr::Alias(alias) => ties(&alias.expr),
        Expr::WindowFunction(window) => {
            let of_frame = match &window.fun {
                WindowFunctionDefinition::AggregateUDF(_) => true,
                WindowFunctionDefinition::WindowUDF(function) => OF_FRAME.contains(&function.name()),
            };
            let by_value = window.params.window_frame.units != WindowFrameUnits::Rows;
            RANKS.contains(&window.fun.name()) || (of_frame && by_value)
        }
        _ => false,
    }
}

/// Returns a window for which 0.0 and -0.0 are one key, as they are one value.
fn with_one_zero(node: Expr, peers: bool, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let Expr::WindowFunction(mut window) = node else { return Ok(Transformed::no(node)) };
    if !Mend::WindowZeros.is_on() {
        return Ok(Transformed::no(Expr::WindowFunction(window)));
    }
    let partitions = window.params.partition_by.iter_mut();
    let orders = window.params.order_by.iter_mut().filter(|_| peers).map(|order| &mut order.expr);
    let mut changed = false;
    for key in partitions.chain(orders) {
        let zero = match key.get_type(schema)? {
            DataType::Float32 => lit(0.0_f32),
            DataType::Float64 => lit(0.0_f64),
            _ => continue,
        };
        *key = binary_expr(std::mem::take(key), Operator::Plus, zero);
        changed = true;
    }
    Ok(Transformed::new_transformed(Expr::WindowFunction(window), changed))
}

/// Returns whether the offset is, or may turn out to be, negative or null.
fn is_odd(params: &WindowFunctionParams) -> bool {
    let distance = match params.args.get(1) {
        None => return false,
        Some(Expr::Literal(distance, _)) => distance,
        Some(_) => return true,
    };
    match distance.cast_to(&DataType::Int64) {
        Ok(ScalarValue::Int64(distance)) => distance.is_none_or(|distance| distance < 0),
        _ => false,
    }
}

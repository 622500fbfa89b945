//! The rule that puts the checked operators and the checked `sum` into a plan.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::functions_aggregate::sum::Sum;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{
    AggregateUDF, BinaryExpr, Expr, ExprSchemable, LogicalPlan, ScalarUDF, WindowFunctionDefinition,
};
use datafusion::optimizer::AnalyzerRule;

use super::operators::{Checked, Operation};
use super::sum::CheckedSum;

/// Rewrites what wraps around. The functions are made once: plans share them.
#[derive(Debug)]
pub(super) struct CheckedArithmetic {
    operators: Vec<(Operation, Arc<ScalarUDF>)>,
    sum: Arc<AggregateUDF>,
}

impl CheckedArithmetic {
    pub(super) fn new() -> Self {
        Self {
            operators: Operation::ALL.into_iter().map(|operation| (operation, Checked::function(operation))).collect(),
            sum: Arc::new(AggregateUDF::new_from_impl(CheckedSum::new())),
        }
    }

    fn plan(&self, plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
        let schema = match (plan.inputs().as_slice(), &plan) {
            ([only], _) => Arc::clone(only.schema()),
            // The filters of a scan are about the columns of its source, also those that it does not give on.
            ([], LogicalPlan::TableScan(scan)) if !scan.filters.is_empty() => {
                Arc::new(DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?)
            }
            (inputs, _) => Arc::new(merge_schema(inputs)),
        };
        let names = NamePreserver::new(&plan);
        plan.map_expressions(|expr| {
            let name = names.save(&expr);
            let rewritten = expr.transform_up(|node| self.expression(node, &schema))?;
            Ok(rewritten.update_data(|expr| name.restore(expr)))
        })
    }

    fn expression(&self, node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
        Ok(match node {
            Expr::BinaryExpr(BinaryExpr { left, op, right }) => match Operation::of(op) {
                Some(operation) if is_integer(&left, schema)? && is_integer(&right, schema)? => {
                    Transformed::yes(self.call(operation, vec![*left, *right]))
                }
                _ => Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right })),
            },
            Expr::Negative(inner) if is_integer(&inner, schema)? => {
                Transformed::yes(self.call(Operation::Negate, vec![*inner]))
            }
            Expr::AggregateFunction(mut aggregate)
                if self.replaces(&aggregate.func, &aggregate.params.args, schema)? =>
            {
                aggregate.func = Arc::clone(&self.sum);
                Transformed::yes(Expr::AggregateFunction(aggregate))
            }
            Expr::WindowFunction(mut window) => match &window.fun {
                WindowFunctionDefinition::AggregateUDF(function)
                    if self.replaces(function, &window.params.args, schema)? =>
                {
                    window.fun = WindowFunctionDefinition::AggregateUDF(Arc::clone(&self.sum));
                    Transformed::yes(Expr::WindowFunction(window))
                }
                _ => Transformed::no(Expr::WindowFunction(window)),
            },
            other => Transformed::no(other),
        })
    }

    fn call(&self, operation: Operation, args: Vec<Expr>) -> Expr {
        let known = self.operators.iter().find(|(known, _)| *known == operation);
        let func = known.map_or_else(|| Checked::function(operation), |(_, function)| Arc::clone(function));
        Expr::ScalarFunction(ScalarFunction { func, args })
    }

    fn replaces(&self, function: &AggregateUDF, args: &[Expr], schema: &DFSchema) -> Result<bool> {
        match args {
            [only] if function.inner().is::<Sum>() => Ok(CheckedSum::can_add(&only.get_type(schema)?)),
            _ => Ok(false),
        }
    }
}

impl AnalyzerRule for CheckedArithmetic {
    fn name(&self) -> &str {
        "checked_arithmetic"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(|plan| self.plan(plan))?.data)
    }
}

fn is_integer(expr: &Expr, schema: &DFSchema) -> Result<bool> {
    Ok(matches!(expr.get_type(schema)?, data_type if DataType::is_integer(&data_type)))
}

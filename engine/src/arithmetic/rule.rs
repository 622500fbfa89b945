//! The rule that puts the checked operators and the checked `sum` into a plan.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::Transformed;
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::functions_aggregate::sum::Sum;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    AggregateUDF, BinaryExpr, Expr, ExprSchemable, LogicalPlan, ScalarUDF, WindowFunctionDefinition,
};
use datafusion::optimizer::AnalyzerRule;

use super::operators::{Checked, Operation};
use super::sum::CheckedSum;
use crate::expr::scope::{rewrite_parts, scope_of};

/// From this number of operations in a row on, they are one call. DataFusion asks every call for its type and its name,
/// which are made of those of its operands: nested a hundred deep that takes longer than the query.
const CHAINED: usize = 8;

/// The most operands of a call, as all of them are in memory at once.
const OPERANDS: usize = 64;

/// Replaces what wraps around. The functions are made once: plans share them.
#[derive(Debug)]
pub(super) struct CheckedArithmetic {
    operators: Vec<(Operation, Arc<ScalarUDF>)>,
    sum: Arc<AggregateUDF>,
}

impl CheckedArithmetic {
    pub(super) fn new() -> Self {
        Self {
            operators: Operation::ALL
                .into_iter()
                .map(|operation| (operation, Checked::function(vec![operation])))
                .collect(),
            sum: Arc::new(AggregateUDF::new_from_impl(CheckedSum::new())),
        }
    }

    fn plan(&self, plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
        let schema = scope_of(&plan)?;
        rewrite_parts(plan, |_| true, |node| self.expression(node, &schema))
    }

    fn expression(&self, node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
        Ok(match node {
            Expr::BinaryExpr(BinaryExpr { left, op, right }) => match Operation::of(op) {
                Some(operation) if is_integer(&left, schema)? && is_integer(&right, schema)? => {
                    Transformed::yes(self.binary(operation, *left, *right))
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

    fn binary(&self, operation: Operation, left: Expr, right: Expr) -> Expr {
        if operation.chains() && is_long(&left) {
            let (mut operations, mut operands) = unrolled(left);
            operations.push(operation);
            operands.push(right);
            return Expr::ScalarFunction(ScalarFunction { func: Checked::function(operations), args: operands });
        }
        self.call(operation, vec![left, right])
    }

    fn call(&self, operation: Operation, args: Vec<Expr>) -> Expr {
        let known = self.operators.iter().find(|(known, _)| *known == operation);
        let func = known.map_or_else(|| Checked::function(vec![operation]), |(_, function)| Arc::clone(function));
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

/// Returns the operations of a call that may be part of a chain.
fn links(expr: &Expr) -> Option<(&[Operation], &[Expr])> {
    match expr {
        Expr::ScalarFunction(call) => Checked::operations(call)
            .filter(|operations| operations.iter().all(|operation| operation.chains()))
            .map(|operations| (operations, call.args.as_slice())),
        _ => None,
    }
}

/// Returns whether one more operation on this makes it a chain.
fn is_long(left: &Expr) -> bool {
    let (mut next, mut count) = (left, 1);
    while let Some((operations, operands)) = links(next) {
        match operations {
            [_] => count += 1,
            // A chain grows until it is full; its right side then begins the next one.
            _ if count == 1 => return operands.len() < OPERANDS,
            _ => break,
        }
        if count >= CHAINED {
            return true;
        }
        next = &operands[0];
    }
    false
}

/// Returns the operations on the left of a chain, and their operands.
fn unrolled(left: Expr) -> (Vec<Operation>, Vec<Expr>) {
    let (mut operations, mut operands) = (Vec::new(), Vec::new());
    let mut next = left;
    loop {
        match links(&next).map(|(operations, _)| operations.to_vec()) {
            Some(all) if all.len() > 1 && operations.is_empty() => return (all, call_operands(next)),
            Some(only) if only.len() == 1 => {
                let mut both = call_operands(next);
                operations.extend(only);
                operands.extend(both.pop());
                match both.pop() {
                    Some(left) => next = left,
                    None => break,
                }
            }
            _ => {
                operands.push(next);
                break;
            }
        }
    }
    operations.reverse();
    operands.reverse();
    (operations, operands)
}

fn call_operands(expr: Expr) -> Vec<Expr> {
    match expr {
        Expr::ScalarFunction(call) => call.args,
        other => vec![other],
    }
}

fn is_integer(expr: &Expr, schema: &DFSchema) -> Result<bool> {
    // A checked operation is not asked for its type, which is computed from the bottom every time.
    if matches!(expr, Expr::ScalarFunction(call) if Checked::operations(call).is_some()) {
        return Ok(true);
    }
    Ok(matches!(expr.get_type(schema)?, data_type if DataType::is_integer(&data_type)))
}

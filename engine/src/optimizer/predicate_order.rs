//! The order in which a filter evaluates its predicates: the cheapest first.
//!
//! DataFusion evaluates them as they are written, `((a AND b) AND c)`, and where those so far let few rows pass it
//! copies these rows, with all their columns, for the next one alone. So a string is compared in every row because it
//! was written first, and comparisons of numbers, which are faster than any copy, are made on copies. Here `text LIKE
//! .. AND a AND b` becomes `((a AND b) AND text LIKE ..)`: the rows that pass all the cheap ones are copied once.

use std::sync::Arc;

use arrow::datatypes::{DataType, Schema};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{BinaryExpr, Column, IsNotNullExpr, IsNullExpr, Literal};
use datafusion::physical_expr::{PhysicalExpr, split_conjunction};
use datafusion::physical_expr_common::physical_expr::is_volatile;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::filter::{FilterExec, FilterExecBuilder};

type Expr = Arc<dyn PhysicalExpr>;

/// The rule; it runs when all predicates have been pushed down.
#[derive(Debug)]
pub(super) struct PredicateOrder;

impl PhysicalOptimizerRule for PredicateOrder {
    fn name(&self) -> &str {
        "condition_order"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let Some(filter) = node.downcast_ref::<FilterExec>() else { return Ok(Transformed::no(node)) };
            match ordered(filter.predicate(), &filter.input().schema()) {
                Some(predicate) => {
                    let filter = FilterExecBuilder::from(filter).with_predicate(predicate).build()?;
                    Ok(Transformed::yes(Arc::new(filter) as _))
                }
                None => Ok(Transformed::no(node)),
            }
        })
        .data()
    }
}

/// Returns `condition` with its cheap conjuncts first; `None` if it is in order.
///
/// Cheap conjuncts cannot fail, so a conjunct that can is evaluated for fewer rows than before and no others.
fn ordered(condition: &Expr, schema: &Schema) -> Option<Expr> {
    let parts = split_conjunction(condition);
    let as_it_is = match parts.as_slice() {
        [] | [_] => true,
        [first, _] => is_cheap(first, schema),
        _ => false,
    };
    if as_it_is || is_volatile(condition) {
        return None;
    }
    let (quick, slow): (Vec<_>, Vec<_>) = parts.into_iter().cloned().partition(|part| is_cheap(part, schema));
    // From the right, so that no copy is made for a cheap conjunct unless the one before it leaves few rows by itself.
    let quick = quick.into_iter().rev().reduce(|rest, part| and(part, rest));
    quick.into_iter().chain(slow).reduce(and)
}

fn and(left: Expr, right: Expr) -> Expr {
    Arc::new(BinaryExpr::new(left, Operator::And, right))
}

/// Returns whether a predicate is a comparison of columns and constants of a fixed width, or a test for null.
fn is_cheap(condition: &Expr, schema: &Schema) -> bool {
    let plain = |expr: &Expr| expr.is::<Column>() || expr.is::<Literal>();
    let narrow = |expr: &Expr| expr.data_type(schema).is_ok_and(|of| of.is_primitive() || of == DataType::Boolean);
    if let Some(comparison) = condition.downcast_ref::<BinaryExpr>() {
        let sides = [comparison.left(), comparison.right()];
        return comparison.op().supports_propagation() && sides.into_iter().all(|side| plain(side) && narrow(side));
    }
    let asks_for_nulls = condition.downcast_ref::<IsNullExpr>().map(IsNullExpr::arg);
    let asked = asks_for_nulls.or_else(|| condition.downcast_ref::<IsNotNullExpr>().map(IsNotNullExpr::arg));
    plain(asked.unwrap_or(condition)) && (asked.is_some() || narrow(condition))
}

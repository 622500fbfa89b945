//! Times of day in different units, compared.
//!
//! The analysis finds no type in which times of two units are comparable, and a constant is always in nanoseconds. All of them
//! have a number there, so both sides are cast before it looks.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{DFSchema, ScalarValue};
use datafusion::error::Result;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Between, BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, cast};

use crate::scope::scope_of;

/// `plan` with times that are compared in one unit.
pub(super) fn in_one_unit(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|mut node| {
        let schema = scope_of(&node)?;
        if let LogicalPlan::Join(join) = &mut node {
            for (left, right) in &mut join.on {
                if differ(&[left, right], &schema) {
                    (*left, *right) = (fine(std::mem::take(left)), fine(std::mem::take(right)));
                }
            }
        }
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            Ok(expr.transform_up(|part| Ok(compared(part, &schema)))?.update_data(|expr| name.restore(expr)))
        })
    })
    .data()
}

fn compared(part: Expr, schema: &DFSchema) -> Transformed<Expr> {
    match part {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if is_comparison(op) && differ(&[&left, &right], schema) => {
            let (left, right) = (Box::new(fine(*left)), Box::new(fine(*right)));
            Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op, right }))
        }
        Expr::Between(Between { expr, negated, low, high }) if differ(&[&expr, &low, &high], schema) => {
            let [expr, low, high] = [expr, low, high].map(|value| Box::new(fine(*value)));
            Transformed::yes(Expr::Between(Between { expr, negated, low, high }))
        }
        Expr::InList(InList { expr, list, negated })
            if differ(&std::iter::once(expr.as_ref()).chain(&list).collect::<Vec<_>>(), schema) =>
        {
            let list = list.into_iter().map(fine).collect();
            Transformed::yes(Expr::InList(InList { expr: Box::new(fine(*expr)), list, negated }))
        }
        other => Transformed::no(other),
    }
}

fn is_comparison(op: Operator) -> bool {
    use Operator::{Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq};
    matches!(op, Eq | NotEq | Lt | LtEq | Gt | GtEq | IsDistinctFrom | IsNotDistinctFrom)
}

/// Whether all values are times, of more than one unit.
fn differ(values: &[&Expr], schema: &DFSchema) -> bool {
    let mut units: Vec<DataType> = Vec::new();
    for value in values {
        match value.get_type(schema) {
            Ok(DataType::Null) => {}
            Ok(time @ (DataType::Time32(_) | DataType::Time64(_))) => units.push(time),
            _ => return false,
        }
    }
    units.iter().any(|unit| units.first() != Some(unit))
}

/// In nanoseconds, the unit that has a number for each.
fn fine(value: Expr) -> Expr {
    match value {
        Expr::Literal(ScalarValue::Null, _) => value,
        other => cast(other, DataType::Time64(TimeUnit::Nanosecond)),
    }
}

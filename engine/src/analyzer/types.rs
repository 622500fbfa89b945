//! One type for each column of a union and for each choice.
//!
//! The planner gives a union the types of its first input and a CASE that of its first value, and leaves it to the analyzer
//! to find types that fit all. A frame has said by then what its columns are, and would cast 0.5 to the integer that it was
//! told.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::expr::Case;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::type_coercion::other::get_coerce_type_for_case_expression;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, Union, cast};
use datafusion::optimizer::analyzer::type_coercion::TypeCoercionRewriter;

use crate::scope::{has_part, is_part, scope_of};
use crate::subquery::recomputed;

/// `plan` with the types of its unions and choices settled.
pub(crate) fn settled(plan: LogicalPlan) -> Result<LogicalPlan> {
    let mut open = false;
    plan.apply_with_subqueries(|node| {
        open |= matches!(node, LogicalPlan::Union(union) if has_several_types(union)) || has_part(node, is_choice);
        Ok(if open { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    if !open {
        return Ok(plan);
    }
    plan.transform_up_with_subqueries(|node| {
        let node = match node {
            // Where no type fits all, the planner's union is refused in better words than these.
            LogicalPlan::Union(union) if has_several_types(&union) => {
                TypeCoercionRewriter::coerce_union(union.clone()).unwrap_or(LogicalPlan::Union(union))
            }
            node => node,
        };
        let (scope, names) = (scope_of(&node)?, NamePreserver::new(&node));
        let node = node.map_expressions(|expr| {
            if !is_part(&expr, is_choice) {
                return Ok(Transformed::no(expr));
            }
            let name = names.save(&expr);
            let choices = expr.transform_up(|part| match part {
                Expr::Case(case) => {
                    let type_of = |value: &Expr| value.get_type(scope.as_ref()).unwrap_or(DataType::Null);
                    Ok(Transformed::yes(Expr::Case(of_one_type(case, type_of))))
                }
                other => Ok(Transformed::no(other)),
            })?;
            Ok(choices.update_data(|expr| name.restore(expr)))
        })?;
        // What is above has changed with what is below.
        recomputed(node.data).map(Transformed::yes)
    })
    .data()
}

/// A choice whose values are cast to a type that fits all; as it is where there is none, or they have it.
pub fn of_one_type(case: Case, type_of: impl Fn(&Expr) -> DataType) -> Case {
    let values = case.when_then_expr.iter().map(|(_, value)| value).chain(&case.else_expr);
    let types: Vec<DataType> = values.map(|value| type_of(value)).collect();
    let Some(common) = get_coerce_type_for_case_expression(&types, None) else { return case };
    if types.iter().all(|known| *known == common) {
        return case;
    }
    let fitted =
        |value: Box<Expr>| if type_of(&value) == common { value } else { Box::new(cast(*value, common.clone())) };
    Case {
        expr: case.expr,
        when_then_expr: case.when_then_expr.into_iter().map(|(when, value)| (when, fitted(value))).collect(),
        else_expr: case.else_expr.map(fitted),
    }
}

fn is_choice(expr: &Expr) -> bool {
    matches!(expr, Expr::Case(_))
}

fn has_several_types(union: &Union) -> bool {
    let types = |plan: &Arc<LogicalPlan>| -> Vec<DataType> {
        plan.schema().fields().iter().map(|field| field.data_type().clone()).collect()
    };
    let mut all = union.inputs.iter().map(types);
    all.next().is_some_and(|first| all.any(|other| other != first))
}

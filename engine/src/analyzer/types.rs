//! One type for each column of a union and for each CASE.
//!
//! The planner gives a union the types of its first input and a CASE that of its first value, and leaves it to the
//! analyzer to find types that fit all. A frame has announced its schema by then, and would cast 0.5 to an integer. A
//! `TIMESTAMP` without a unit gets the one of the value that is cast.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::expr::{Case, ScalarFunction};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::type_coercion::other::get_coerce_type_for_case_expression;
use datafusion::logical_expr::{
    Expr, ExprSchemable, LogicalPlan, LogicalPlanBuilder, Projection, Subquery, Union, cast,
};
use datafusion::optimizer::analyzer::type_coercion::TypeCoercionRewriter;

use crate::expr::common_type::{cast_to, in_one_type, of_choice};
use crate::expr::scope::{has_part, rewrite_parts, scope_of};
use crate::functions::engines_choice;
use crate::instant;
use crate::subquery::recomputed;
use crate::trial::Mend;

/// Returns `plan` with the types of its unions and CASEs settled.
pub(crate) fn settled(plan: LogicalPlan) -> Result<LogicalPlan> {
    let (mut open, mut is_recursive) = (false, false);
    plan.apply_with_subqueries(|node| {
        open |= matches!(node, LogicalPlan::Union(union) if has_several_types(union)) || has_part(node, is_choice);
        is_recursive |= matches!(node, LogicalPlan::RecursiveQuery(_));
        Ok(TreeNodeRecursion::Continue)
    })?;
    if !open || !Mend::Types.is_on() {
        return Ok(plan);
    }
    plan.transform_up_with_subqueries(|node| {
        let node = match node {
            // Where no type fits all, the planner's message for the union is better than this one.
            LogicalPlan::Union(union) if has_several_types(&union) => {
                let union = met(union)?;
                TypeCoercionRewriter::coerce_union(union.clone()).unwrap_or(LogicalPlan::Union(union))
            }
            node => node,
        };
        let scope = scope_of(&node)?;
        let node = rewrite_parts(node, is_choice, |part| one(part, &scope, is_recursive))?;
        // What is above has changed with what is below, and so have outer references in subqueries.
        let node = match (node.transformed, node.data) {
            (true, LogicalPlan::Values(values)) => LogicalPlanBuilder::values(values.values)?.build()?,
            (_, node) => recomputed(with_outer_types(node, &scope)?)?,
        };
        Ok(Transformed::yes(node))
    })
    .data()
}

fn one(part: Expr, scope: &DFSchema, is_recursive: bool) -> Result<Transformed<Expr>> {
    let type_of = |value: &Expr| value.get_type(scope).unwrap_or(DataType::Null);
    Ok(Transformed::yes(match part {
        Expr::Case(case) => Expr::Case(of_one_type(case, type_of)),
        Expr::ScalarFunction(call) if let Some(func) = engines_choice(&call.func) => {
            let mut args = call.args;
            in_one_type(&mut args, type_of);
            Expr::ScalarFunction(ScalarFunction { func, args })
        }
        // The tables of a recursion already have the schema of its first term.
        part if instant::is_open(&part) => instant::closed(part, type_of, is_recursive),
        other => return Ok(Transformed::no(other)),
    }))
}

/// Returns a CASE whose values are cast to a type that fits all; unchanged if there is none, or they have it.
pub fn of_one_type(mut case: Case, type_of: impl Fn(&Expr) -> DataType) -> Case {
    let values = case.when_then_expr.iter().map(|(_, value)| value).chain(&case.else_expr);
    let types: Vec<DataType> = values.map(|value| type_of(value)).collect();
    if let Some(common) = of_choice(&types).or_else(|| get_coerce_type_for_case_expression(&types, None)) {
        let values = case.when_then_expr.iter_mut().map(|(_, value)| value).chain(&mut case.else_expr);
        cast_to(values.map(AsMut::as_mut), &common, &type_of);
    }
    case
}

fn is_choice(expr: &Expr) -> bool {
    match expr {
        Expr::Case(_) => true,
        Expr::ScalarFunction(call) => engines_choice(&call.func).is_some(),
        other => instant::is_open(other),
    }
}

fn types_of(plan: &LogicalPlan) -> Vec<DataType> {
    plan.schema().fields().iter().map(|field| field.data_type().clone()).collect()
}

fn has_several_types(union: &Union) -> bool {
    let mut all = union.inputs.iter().map(|input| types_of(input));
    all.next().is_some_and(|first| all.any(|other| other != first))
}

/// Returns `union` with those columns cast whose common type DataFusion does not find.
fn met(union: Union) -> Result<Union> {
    let all: Vec<Vec<DataType>> = union.inputs.iter().map(|input| types_of(input)).collect();
    let common: Vec<_> = (0..union.schema.fields().len())
        .map(|at| of_choice(&all.iter().filter_map(|of| of.get(at).cloned()).collect::<Vec<_>>()))
        .collect();
    let mut inputs = Vec::with_capacity(union.inputs.len());
    for input in union.inputs {
        let is_met = types_of(&input).iter().zip(&common).all(|(is, common)| common.as_ref().is_none_or(|to| to == is));
        inputs.push(if is_met { input } else { Arc::new(with_types(Arc::unwrap_or_clone(input), &common)?) });
    }
    let fields = union.schema.iter().zip(common).map(|((qualifier, field), common)| {
        let data_type = common.unwrap_or_else(|| field.data_type().clone());
        (qualifier.cloned(), Arc::new(field.as_ref().clone().with_data_type(data_type)))
    });
    let schema = DFSchema::new_with_metadata(fields.collect(), union.schema.metadata().clone())?;
    Ok(Union { inputs, schema: Arc::new(schema) })
}

/// Returns `plan` with its columns, which keep their names, cast to those of `types` that are given.
pub(super) fn with_types(plan: LogicalPlan, types: &[Option<DataType>]) -> Result<LogicalPlan> {
    let (columns, input) = match plan {
        LogicalPlan::Projection(Projection { expr, input, .. }) => (expr, input),
        other => (other.schema().columns().into_iter().map(Expr::Column).collect(), Arc::new(other)),
    };
    let names = NamePreserver::new_for_projection();
    let mut made = Vec::with_capacity(columns.len());
    for (column, wanted) in columns.into_iter().zip(types) {
        made.push(match wanted {
            Some(wanted) if column.get_type(input.schema())? != *wanted => {
                names.save(&column).restore(cast(column.unalias(), wanted.clone()))
            }
            _ => column,
        });
    }
    Ok(LogicalPlan::Projection(Projection::try_new(made, input)?))
}

/// Returns `node` with subqueries whose outer references have the current types.
fn with_outer_types(node: LogicalPlan, scope: &DFSchema) -> Result<LogicalPlan> {
    node.map_subqueries(|subquery| {
        let LogicalPlan::Subquery(Subquery { subquery, outer_ref_columns, spans }) = subquery else {
            return Ok(Transformed::no(subquery));
        };
        let changed = |part: &Expr| retyped(part, scope).is_some();
        if !outer_ref_columns.iter().any(changed) {
            let same = Subquery { subquery, outer_ref_columns, spans };
            return Ok(Transformed::no(LogicalPlan::Subquery(same)));
        }
        let plan = Arc::unwrap_or_clone(subquery).transform_up_with_subqueries(|node| {
            let node = node.map_expressions(|expr| {
                expr.transform(|part| Ok(retyped(&part, scope).map_or_else(|| Transformed::no(part), Transformed::yes)))
            })?;
            recomputed(node.data).map(Transformed::yes)
        })?;
        let outer_ref_columns = plan.data.all_out_ref_exprs();
        let subquery = Subquery { subquery: Arc::new(plan.data), outer_ref_columns, spans };
        Ok(Transformed::yes(LogicalPlan::Subquery(subquery)))
    })
    .data()
}

/// Returns an outer reference to `scope` whose type has changed, with the new type.
fn retyped(part: &Expr, scope: &DFSchema) -> Option<Expr> {
    let Expr::OuterReferenceColumn(known, column) = part else { return None };
    let now = scope.iter().nth(scope.maybe_index_of_column(column)?)?.1;
    (now.data_type() != known.data_type()).then(|| Expr::OuterReferenceColumn(Arc::clone(now), column.clone()))
}

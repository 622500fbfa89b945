//! Subqueries as joins, for those that DataFusion refuses or gets wrong.
//!
//! A subquery that names columns of the query around it would be evaluated anew for each of its rows. Here the distinct
//! values of those columns, the [`domain`], are joined into the subquery instead, operator by operator ([`dependent`]),
//! so that each of its rows has the values for which it holds; then it is joined to the outer rows ([`attach`]). Any
//! subquery becomes joins that way, whatever its operators: Neumann and Kemper, "Unnesting Arbitrary Queries", BTW
//! 2015.
//!
//! It is an analyzer rule, the first one: the check that refuses most correlated subqueries is at the end of the
//! analysis, and types are settled after it. What DataFusion's own rules do correctly, and faster, is left to them
//! ([`native`]); `docs/decisions/0020-subqueries.md` has the reasons.

mod attach;
mod dependent;
mod domain;
mod grouping;
mod join_condition;
mod lateral;
mod limit;
mod may_be_null;
mod native;
mod shape;
mod single_value;

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema};
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{Distinct, DistinctOn, Expr, Filter, LogicalPlan, Projection, Subquery};
use datafusion::optimizer::AnalyzerRule;

use attach::Attach;
use native::Place;
use shape::{Names, columns_of};

use crate::expr::scope::{has_part, is_part};
use crate::trial::Mend;

pub(crate) use may_be_null::nullable_values;
pub(crate) use shape::recomputed;

/// The rule that makes joins of subqueries.
#[derive(Debug)]
pub(crate) struct UnnestSubqueries;

impl AnalyzerRule for UnnestSubqueries {
    fn name(&self) -> &str {
        "unnest_subqueries"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        if has_subquery(&plan)? && Mend::Subqueries.is_on() {
            unnested(plan, &Names::default(), true)
        } else {
            Ok(plan)
        }
    }
}

/// Returns `plan` without the subqueries that DataFusion cannot compute; inner subqueries go first, so that what is
/// left in one names only columns from further out. The `outermost` query has nothing further out.
fn unnested(plan: LogicalPlan, names: &Names, outermost: bool) -> Result<LogicalPlan> {
    plan.transform_up(|node| {
        let node = node.map_subqueries(|subquery| match subquery {
            LogicalPlan::Subquery(subquery) => {
                let plan = unnested(Arc::unwrap_or_clone(subquery.subquery), names, false)?;
                let outer_ref_columns = plan.all_out_ref_exprs();
                let subquery = Subquery { subquery: Arc::new(plan), outer_ref_columns, spans: subquery.spans };
                Ok(Transformed::yes(LogicalPlan::Subquery(subquery)))
            }
            other => Ok(Transformed::no(other)),
        });
        let node = node?.data;
        match node {
            LogicalPlan::Join(join) => match lateral::side(&join, outermost) {
                Some(side) => lateral::unnested(&join, &side, names).map(Transformed::yes),
                None if join.filter.as_ref().is_some_and(is_subquery_in) && Mend::JoinCondition.is_on() => {
                    join_condition::unnested(join, names).map(Transformed::yes)
                }
                None => recomputed(LogicalPlan::Join(join)).map(Transformed::yes),
            },
            LogicalPlan::Filter(filter) if is_subquery_in(&filter.predicate) => {
                filtered(filter, names).map(Transformed::yes)
            }
            LogicalPlan::Projection(_) | LogicalPlan::Aggregate(_) | LogicalPlan::Window(_) | LogicalPlan::Sort(_)
                if asks(&node) =>
            {
                computed(node, names).map(Transformed::yes)
            }
            LogicalPlan::Distinct(Distinct::On(_)) if asks(&node) => first_rows(node, names).map(Transformed::yes),
            // What is below may be nullable where it was not.
            node => recomputed(node).map(Transformed::yes),
        }
    })
    .data()
}

/// Returns a filter whose predicates contain subqueries. Predicates without any come first: they leave fewer rows to
/// ask for.
fn filtered(filter: Filter, names: &Names) -> Result<LogicalPlan> {
    let predicate = native::as_comparisons(filter.predicate, filter.input.schema())?;
    let (asking, plain): (Vec<_>, Vec<_>) = split_conjunction_owned(predicate).into_iter().partition(is_subquery_in);
    let columns = columns_of(filter.input.schema());
    let input = match conjunction(plain) {
        Some(plain) => Arc::new(LogicalPlan::Filter(Filter::try_new(plain, filter.input)?)),
        None => filter.input,
    };
    let mut attach = Attach::new(&input, names);
    let mut left = Vec::new();
    for condition in asking {
        if native::is_condition(&condition, input.schema()) {
            left.push(condition);
        } else if let Some(condition) = attach.keep_where(condition)? {
            left.push(condition);
        }
    }
    let widened = attach.is_wider();
    let mut plan = attach.into_plan();
    if let Some(condition) = conjunction(left) {
        plan = Arc::new(LogicalPlan::Filter(Filter::try_new(condition, plan)?));
    }
    if widened {
        return Ok(LogicalPlan::Projection(Projection::try_new(columns, plan)?));
    }
    Ok(Arc::unwrap_or_clone(plan))
}

/// Returns an operator with one input whose expressions contain subqueries.
fn computed(node: LogicalPlan, names: &Names) -> Result<LogicalPlan> {
    let columns = columns_of(node.schema());
    let Some(input) = node.inputs().first().map(|input| Arc::new((*input).clone())) else { return Ok(node) };
    let before = input.schema().fields().len();
    let input = if matches!(node, LogicalPlan::Sort(_)) { with_named_columns(input, &node)? } else { input };
    let passes_on = matches!(node, LogicalPlan::Window(_) | LogicalPlan::Sort(_));
    let place = if matches!(node, LogicalPlan::Projection(_)) { Place::Output } else { Place::Elsewhere };
    let mut attach = Attach::new(&input, names);
    let preserver = NamePreserver::new(&node);
    let renames = !matches!(node, LogicalPlan::Sort(_));
    let node = node
        .map_expressions(|expr| {
            if !is_subquery_in(&expr) {
                return Ok(Transformed::no(expr));
            }
            let name = preserver.save(&expr);
            let expr = attach.value_of(native::as_comparisons(expr, input.schema())?, place)?;
            Ok(Transformed::yes(if renames { name.restore(expr) } else { expr }))
        })?
        .data;
    if !attach.is_wider() && input.schema().fields().len() == before {
        return Ok(node);
    }
    let expressions = node.expressions();
    let plan = node.with_new_exprs(expressions, vec![Arc::unwrap_or_clone(attach.into_plan())])?;
    if passes_on { Ok(LogicalPlan::Projection(Projection::try_new(columns, Arc::new(plan))?)) } else { Ok(plan) }
}

/// Returns `DISTINCT ON` whose output, keys or order contain subqueries.
fn first_rows(node: LogicalPlan, names: &Names) -> Result<LogicalPlan> {
    let LogicalPlan::Distinct(Distinct::On(DistinctOn { on_expr, select_expr, sort_expr, input, .. })) = node else {
        return Ok(node);
    };
    let mut attach = Attach::new(&input, names);
    let mut answered = |expr: Expr| attach.value_of(native::as_comparisons(expr, input.schema())?, Place::Elsewhere);
    let preserver = NamePreserver::new_for_projection();
    let on: Vec<Expr> = on_expr.into_iter().map(&mut answered).collect::<Result<_>>()?;
    let mut select = Vec::with_capacity(select_expr.len());
    for expr in select_expr {
        let name = preserver.save(&expr);
        select.push(name.restore(answered(expr)?));
    }
    let mut sorts = sort_expr;
    for (at, sort) in sorts.iter_mut().flatten().enumerate() {
        // The first ones are the keys; in nested subqueries the names differ by now.
        sort.expr = on.get(at).cloned().map_or_else(|| answered(std::mem::take(&mut sort.expr)), Ok)?;
    }
    Ok(LogicalPlan::Distinct(Distinct::On(DistinctOn::try_new(on, select, sorts, attach.into_plan())?)))
}

/// Returns the input of a sort, with the columns of what is below it that the sort's subqueries name: the planner adds
/// only those that its own expressions name.
fn with_named_columns(input: Arc<LogicalPlan>, sort: &LogicalPlan) -> Result<Arc<LogicalPlan>> {
    let LogicalPlan::Projection(projection) = input.as_ref() else { return Ok(input) };
    let mut named = Vec::new();
    for expr in sort.expressions() {
        expr.apply(|part| {
            if let Some(subquery) = subquery_of(part) {
                named.extend(domain::outer_columns(&subquery.subquery, projection.input.schema()));
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
    }
    named.retain(|column| !is_of(&projection.schema, column));
    if named.is_empty() {
        return Ok(input);
    }
    let mut expressions = projection.expr.clone();
    for column in named.into_iter().map(Expr::Column) {
        if !expressions.contains(&column) {
            expressions.push(column);
        }
    }
    let wider = Projection::try_new(expressions, Arc::clone(&projection.input))?;
    Ok(Arc::new(LogicalPlan::Projection(wider)))
}

/// Returns whether there is a subquery anywhere in `plan`.
fn has_subquery(plan: &LogicalPlan) -> Result<bool> {
    plan.exists(|node| Ok(matches!(node, LogicalPlan::Subquery(_)) || asks(node)))
}

/// Returns whether an expression of `node` asks a subquery.
fn asks(node: &LogicalPlan) -> bool {
    has_part(node, |part| subquery_of(part).is_some())
}

/// Returns the subquery, if `expr` is one.
fn subquery_of(expr: &Expr) -> Option<&Subquery> {
    match expr {
        Expr::ScalarSubquery(subquery) => Some(subquery),
        Expr::Exists(exists) => Some(&exists.subquery),
        Expr::InSubquery(within) => Some(&within.subquery),
        Expr::SetComparison(comparison) => Some(&comparison.subquery),
        _ => None,
    }
}

/// Returns whether `expr` contains a subquery.
fn is_subquery_in(expr: &Expr) -> bool {
    is_part(expr, |part| subquery_of(part).is_some())
}

/// Returns whether `schema` has the column that an outer reference to `column` means: the nearest scope that has the
/// name.
fn is_of(schema: &DFSchema, column: &Column) -> bool {
    schema.maybe_index_of_column(column).is_some()
}

//! Which subqueries DataFusion's own rules compute correctly.
//!
//! They pull predicates out of a subquery and make them those of a join, without a table of the outer values: that is
//! faster, and enough for predicates directly above rows that do not depend on the outer row. With an aggregate, a
//! limit or a set operation in between they fail, or return other rows.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema};
use datafusion::error::Result;
use datafusion::logical_expr::expr::{Exists, InSubquery};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{
    Aggregate, BinaryExpr, Expr, ExprSchemable, Join, JoinType, LogicalPlan, Operator, Subquery, binary_expr,
};

use super::{is_of, is_subquery_in, subquery_of};

/// Returns whether DataFusion computes the subqueries of a predicate, one of several that must all hold.
pub(super) fn is_condition(condition: &Expr, schema: &DFSchema) -> bool {
    match condition {
        Expr::Not(inner) => match inner.as_ref() {
            Expr::Exists(Exists { subquery, .. }) => is_existence(subquery, schema),
            Expr::InSubquery(within) => {
                is_membership(&InSubquery { negated: !within.negated, ..within.clone() }, schema)
            }
            _ => is_computed(condition, schema),
        },
        Expr::Exists(Exists { subquery, .. }) => is_existence(subquery, schema),
        Expr::InSubquery(within) => is_membership(within, schema),
        _ => is_computed(condition, schema),
    }
}

/// Returns whether every subquery in a predicate is a value that DataFusion computes, or an EXISTS, which is never
/// NULL.
fn is_computed(condition: &Expr, schema: &DFSchema) -> bool {
    let mut all = true;
    let _ = condition.apply(|part| {
        all &= match part {
            Expr::Exists(Exists { subquery, .. }) => is_existence(subquery, schema),
            other => subquery_of(other).is_none() || is_value(other, schema, Place::Output),
        };
        Ok(if all { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
    });
    all
}

/// Where an expression with subqueries is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the list of a SELECT.
    Output,
    /// In a filter.
    Condition,
    /// In anything else: an order, a group key, a window, the condition of an outer join.
    Elsewhere,
}

/// Returns whether DataFusion computes a scalar subquery. It computes an uncorrelated one before the rows, but plans
/// those only in filters and projections.
pub(super) fn is_value(part: &Expr, schema: &DFSchema, place: Place) -> bool {
    let Expr::ScalarSubquery(subquery) = part else { return false };
    match place {
        Place::Output => {
            let plan = &subquery.subquery;
            subquery.outer_ref_columns.is_empty() || (is_total(plan, schema) && !has_namesakes(plan))
        }
        Place::Condition => subquery.outer_ref_columns.is_empty(),
        Place::Elsewhere => false,
    }
}

/// Returns `IN` of the one row of an aggregate as an equality, which DataFusion computes.
pub(super) fn as_comparisons(expr: Expr, schema: &DFSchema) -> Result<Expr> {
    expr.transform_up(|part| match part {
        Expr::InSubquery(InSubquery { expr, subquery, negated })
            if !subquery.outer_ref_columns.is_empty() && is_total(&subquery.subquery, schema) =>
        {
            let value = Expr::ScalarSubquery(subquery);
            let op = if negated { Operator::NotEq } else { Operator::Eq };
            Ok(Transformed::yes(binary_expr(*expr, op, value)))
        }
        other => Ok(Transformed::no(other)),
    })
    .data()
}

/// Returns whether DataFusion computes a lateral subquery.
pub(super) fn is_lateral(plan: &LogicalPlan, schema: &DFSchema) -> bool {
    is_filtered(plan, schema, |_, _| true) && !has_namesakes(plan)
}

fn is_existence(subquery: &Subquery, schema: &DFSchema) -> bool {
    is_uncorrelated_rows(subquery)
        || (is_filtered(&subquery.subquery, schema, |_, _| true) && !has_namesakes(&subquery.subquery))
}

fn is_membership(within: &InSubquery, schema: &DFSchema) -> bool {
    let InSubquery { expr, subquery, negated } = within;
    if is_subquery_in(expr) || expr.contains_outer() {
        return false;
    }
    if *negated {
        // DataFusion's null-aware anti join has one key, a column.
        return matches!(expr.as_ref(), Expr::Column(_)) && is_uncorrelated_rows(subquery);
    }
    // A cast in place of a column would be a second column of its name there.
    let fields = subquery.subquery.schema().fields();
    let is_of_one_type = expr.get_type(schema).ok().as_ref() == fields.first().map(|field| field.data_type());
    expr.any_column_refs()
        && is_of_one_type
        && (subquery.outer_ref_columns.is_empty()
            || (is_filtered(&subquery.subquery, schema, |_, _| true) && !has_namesakes(&subquery.subquery)))
}

fn is_uncorrelated_rows(subquery: &Subquery) -> bool {
    subquery.outer_ref_columns.is_empty()
}

/// Returns whether two columns have one name, of the output of a subquery and of its predicates with outer columns:
/// they are columns of one table in the join that DataFusion makes of it, which takes one for the other.
fn has_namesakes(plan: &LogicalPlan) -> bool {
    let mut columns: Vec<Column> = Vec::new();
    let mut plan = plan;
    loop {
        plan = match plan {
            LogicalPlan::Projection(projection) => {
                columns.extend(projection.expr.iter().map(|expr| match expr {
                    Expr::Column(column) => column.clone(),
                    other => Column::new_unqualified(other.schema_name().to_string()),
                }));
                &projection.input
            }
            LogicalPlan::Aggregate(aggregate) => &aggregate.input,
            LogicalPlan::Filter(filter) => {
                let correlated = split_conjunction(&filter.predicate).into_iter().filter(|part| part.contains_outer());
                columns.extend(correlated.flat_map(Expr::column_refs).cloned());
                break;
            }
            _ => break,
        };
    }
    let twice = |column: &Column| columns.iter().any(|other| other.name == column.name && other != column);
    columns.iter().any(twice)
}

/// Returns whether `plan` is rows under predicates, all of which name outer columns of `schema` alone.
fn is_filtered(plan: &LogicalPlan, schema: &DFSchema, fits: impl Fn(&Expr, &DFSchema) -> bool + Copy) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => {
            !projection.expr.iter().any(Expr::contains_outer)
                && !projection.expr.iter().any(is_subquery_in)
                && is_filtered(&projection.input, schema, fits)
        }
        LogicalPlan::Filter(filter) => {
            let mut conditions = split_conjunction(&filter.predicate).into_iter();
            conditions.all(|condition| {
                !condition.contains_outer()
                    || (!is_subquery_in(condition)
                        && names_only(condition, schema)
                        && fits(condition, filter.input.schema()))
            }) && is_plain(&filter.input)
        }
        _ => false,
    }
}

/// Returns whether `plan` is one aggregate of rows that equal the outer row in some columns.
fn is_total(plan: &LogicalPlan, schema: &DFSchema) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => {
            !projection.expr.iter().any(Expr::contains_outer)
                && !projection.expr.iter().any(is_subquery_in)
                && is_total(&projection.input, schema)
        }
        LogicalPlan::Aggregate(Aggregate { input, group_expr, aggr_expr, .. }) => {
            group_expr.is_empty()
                && !aggr_expr.iter().any(|expr| expr.contains_outer() || is_subquery_in(expr))
                && matches!(input.as_ref(), LogicalPlan::Filter(_))
                && is_filtered(input, schema, is_equation)
        }
        _ => false,
    }
}

/// Returns whether rows name no outer column, and a predicate may be pulled up from them without changing them: no
/// aggregate, no limit, no side of an outer join.
fn is_plain(plan: &LogicalPlan) -> bool {
    if plan.expressions().iter().any(Expr::contains_outer) {
        return false;
    }
    match plan {
        LogicalPlan::TableScan(_) => true,
        LogicalPlan::SubqueryAlias(alias) => is_plain(&alias.input),
        LogicalPlan::Projection(projection) => is_plain(&projection.input),
        LogicalPlan::Filter(filter) => is_plain(&filter.input),
        LogicalPlan::Join(Join { left, right, join_type: JoinType::Inner, .. }) => is_plain(left) && is_plain(right),
        _ => false,
    }
}

/// Returns whether `condition` says that a column of the subquery, whose rows have `inner`, equals something of the
/// outer row. Dates and timestamps of different units, and strings of a dictionary next to others, are no longer columns
/// when DataFusion looks for them.
fn is_equation(condition: &Expr, inner: &DFSchema) -> bool {
    let Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) = condition else { return false };
    let (column, outer) = match (left.as_ref(), right.as_ref()) {
        (column @ Expr::Column(_), outer @ Expr::OuterReferenceColumn(..))
        | (outer @ Expr::OuterReferenceColumn(..), column @ Expr::Column(_)) => (column, outer),
        _ => return false,
    };
    match (column.get_type(inner), outer.get_type(inner)) {
        (Ok(column), Ok(outer)) => {
            let is_changed = |side: &DataType| side.is_temporal() || matches!(side, DataType::Dictionary(..));
            column == outer || !(is_changed(&column) || is_changed(&outer))
        }
        _ => false,
    }
}

/// Returns whether all outer columns of `condition` are of `schema`, and not from further out.
fn names_only(condition: &Expr, schema: &DFSchema) -> bool {
    let mut only = true;
    let _ = condition.apply(|part| {
        if let Expr::OuterReferenceColumn(_, column) = part {
            only &= is_of(schema, column);
        }
        Ok(TreeNodeRecursion::Continue)
    });
    only
}

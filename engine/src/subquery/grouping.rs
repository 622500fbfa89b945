//! An aggregate for all values of a domain: they become group keys.
//!
//! An aggregate without keys has a row also where its input has none, as has the grand total of `ROLLUP`: `count` is 0
//! then, and a user's function may return anything. So each value of the domain without a row gets one, which the
//! filters of the functions exclude.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::functions_aggregate::grouping::grouping_udaf;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::grouping_set_to_exprlist;
use datafusion::logical_expr::{Aggregate, Expr, Filter, GroupingSet, JoinType, LogicalPlan, Projection, lit};

use super::dependent::Dependent;
use super::domain::Domain;
use super::shape::{columns_of, joined, named, pairs, shaped};
use crate::expr::scope::is_part;

/// Returns `aggregate`, which is `whole`, for all values of the domain.
pub(super) fn applied(domain: &Domain<'_>, aggregate: &Aggregate, whole: &LogicalPlan) -> Result<Dependent> {
    let rows = domain.applied_to(&aggregate.input)?;
    let (rows, present) =
        if has_grand_total(&aggregate.group_expr) { with_every_value(domain, rows)? } else { (rows, None) };
    let Dependent { plan: input, keys } = rows;
    let mut groups: Vec<Expr> = keys.iter().cloned().map(Expr::Column).collect();
    // In front, so that grouping ids, which count from the last key on, stay the same.
    let preserver = NamePreserver::new_for_projection();
    for expr in &aggregate.group_expr {
        let is_set = matches!(expr, Expr::GroupingSet(_));
        let name = preserver.save(expr);
        let bound = domain.bound(expr.clone(), &keys)?;
        groups.push(if is_set { bound } else { name.restore(bound) });
    }
    let mut functions = Vec::with_capacity(aggregate.aggr_expr.len() + 1);
    for expr in &aggregate.aggr_expr {
        let name = preserver.save(expr);
        let bound = domain.bound(expr.clone(), &keys)?;
        let bound = match &present {
            Some(present) => of_present(bound, present)?,
            None => bound,
        };
        functions.push(name.restore(bound));
    }
    let is_set = groups.iter().any(|expr| matches!(expr, Expr::GroupingSet(_)));
    // Once `grouping` is computed from it, the grouping id is dropped.
    let asks_set = aggregate.aggr_expr.iter().any(|expr| is_part(expr, is_grouping));
    let shape = |plan: LogicalPlan, keys: Vec<Column>| {
        let mut columns = whole.schema().columns();
        columns.retain(|column| !asks_set || column.name != Aggregate::INTERNAL_GROUPING_ID);
        columns.extend(keys.iter().cloned());
        Ok(Dependent { plan: shaped(Arc::new(plan), columns)?, keys })
    };
    let Some(present) = present.filter(|_| is_set) else {
        return shape(LogicalPlan::Aggregate(Aggregate::try_new(input, groups, functions)?), keys);
    };
    // The row that was added makes groups of its own in the other grouping sets.
    let name = domain.names.next("rows");
    let of_group = vec![Expr::Column(present)];
    let rows = AggregateFunction::new_udf(count_udaf(), of_group, false, None, Vec::new(), None);
    functions.push(Expr::AggregateFunction(rows).alias(name.as_str()));
    let mut set = Column::new_unqualified(Aggregate::INTERNAL_GROUPING_ID);
    if asks_set {
        set = Column::new_unqualified(domain.names.next("set"));
        let sets = grouping_set_to_exprlist(&aggregate.group_expr)?.into_iter();
        let of_sets = sets.map(|expr| domain.bound(expr.clone(), &keys)).collect::<Result<_>>()?;
        let number = AggregateFunction::new_udf(grouping_udaf(), of_sets, false, None, Vec::new(), None);
        functions.push(Expr::AggregateFunction(number).alias(set.name.as_str()));
    }
    let plan = Arc::new(LogicalPlan::Aggregate(Aggregate::try_new(input, groups, functions)?));
    // In the id of a set each key that is not grouped by is a bit; the keys of the domain, in front, are 0.
    let own = whole.schema().fields().len().saturating_sub(aggregate.aggr_expr.len() + 1);
    let total = 1_u64.checked_shl(u32::try_from(own).unwrap_or(u32::MAX)).map_or(u64::MAX, |bit| bit - 1);
    let condition = Expr::Column(Column::new_unqualified(name)).gt(lit(0_i64)).or(Expr::Column(set).eq(lit(total)));
    shape(LogicalPlan::Filter(Filter::try_new(condition, plan)?), keys)
}

fn is_grouping(part: &Expr) -> bool {
    matches!(part, Expr::AggregateFunction(function) if function.func.name() == "grouping")
}

/// Returns the rows, and one more for each value of the domain that has none; the column is null in these.
fn with_every_value(domain: &Domain<'_>, rows: Dependent) -> Result<(Dependent, Option<Column>)> {
    let present = domain.names.column("present");
    let mut marked = columns_of(rows.plan.schema());
    marked.push(named(lit(true), &present));
    let marked = Arc::new(LogicalPlan::Projection(Projection::try_new(marked, rows.plan)?));
    let (values, keys) = domain.rows()?;
    let plan = joined(values, marked, pairs(&keys, &rows.keys), None, JoinType::Left)?;
    Ok((Dependent { plan, keys }, Some(present)))
}

/// Returns the aggregate over the rows in which the column is not null.
fn of_present(expr: Expr, present: &Column) -> Result<Expr> {
    expr.transform(|part| match part {
        // `grouping` tells which keys a row is grouped by, and reads no rows.
        Expr::AggregateFunction(mut function) if function.func.name() != "grouping" => {
            let is_there = Expr::Column(present.clone()).is_not_null();
            let filter = match function.params.filter.take() {
                Some(filter) => is_there.and(*filter),
                None => is_there,
            };
            function.params.filter = Some(Box::new(filter));
            Ok(Transformed::yes(Expr::AggregateFunction(function)))
        }
        other => Ok(Transformed::no(other)),
    })
    .data()
}

/// Returns whether one of the groups is that of all rows.
fn has_grand_total(groups: &[Expr]) -> bool {
    groups.iter().all(|group| match group {
        Expr::GroupingSet(GroupingSet::Rollup(_) | GroupingSet::Cube(_)) => true,
        Expr::GroupingSet(GroupingSet::GroupingSets(sets)) => sets.iter().any(Vec::is_empty),
        _ => false,
    })
}

//! Aggregates above joins, by the keys of an aggregate below.
//!
//! DataFusion's functional dependencies say of an aggregate that its keys determine all of its columns, and of a join
//! with it that they still determine these, in several rows. The next aggregate takes that to mean that they determine
//! all of *its* columns; and the one after it loses every key but them (docs/upstream/dependent-keys.md). So such a key
//! goes through a function of which nothing is known before it is grouped by again.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{Column, DFSchema, Dependency};
use datafusion::error::Result;
use datafusion::logical_expr::{Aggregate, Distinct, Expr, LogicalPlan, Projection};

use crate::functions::first_of;
use crate::subquery::recomputed;

/// Returns `plan` with such keys.
pub(super) fn unknown(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Aggregate(aggregate) => {
            let keys = aggregate.group_expr.iter().flat_map(Expr::column_refs).cloned().collect();
            let Some(input) = over_unknown(&aggregate.input, &keys)? else {
                return Ok(Transformed::no(LogicalPlan::Aggregate(aggregate)));
            };
            let made = Aggregate::try_new(input, aggregate.group_expr, aggregate.aggr_expr)?;
            Ok(Transformed::yes(LogicalPlan::Aggregate(made)))
        }
        // The optimizer makes an aggregate of it, too late for what is above to be handled.
        LogicalPlan::Distinct(Distinct::All(input)) => {
            let columns = input.schema().columns();
            let keys = columns.iter().cloned().map(Expr::Column).collect();
            let input = over_unknown(&input, &columns.into_iter().collect())?.unwrap_or(input);
            Ok(Transformed::yes(LogicalPlan::Aggregate(Aggregate::try_new(input, keys, Vec::new())?)))
        }
        // The dependencies of the input are passed up.
        node => recomputed(node).map(Transformed::yes),
    })
    .data()
}

/// Returns `input` with those keys wrapped that determine others in several rows; `None` if there are none.
fn over_unknown(input: &Arc<LogicalPlan>, keys: &HashSet<Column>) -> Result<Option<Arc<LogicalPlan>>> {
    let known = known_among(input.schema(), keys);
    if known.is_empty() {
        return Ok(None);
    }
    let columns = input.schema().columns().into_iter().enumerate().map(|(at, column)| {
        if !known.contains(&at) {
            return Expr::Column(column);
        }
        let (relation, name) = (column.relation.clone(), column.name.clone());
        first_of(vec![Expr::Column(column)]).alias_qualified(relation, name)
    });
    let projection = Projection::try_new(columns.collect(), Arc::clone(input))?;
    Ok(Some(Arc::new(LogicalPlan::Projection(projection))))
}

fn known_among(schema: &DFSchema, keys: &HashSet<Column>) -> HashSet<usize> {
    let columns = schema.columns();
    let is_key = |at: &usize| columns.get(*at).is_some_and(|column| keys.contains(column));
    let dependences = schema.functional_dependencies().iter();
    let several =
        dependences.filter(|known| known.mode == Dependency::Multi && known.source_indices.iter().all(is_key));
    several.flat_map(|known| known.source_indices.iter().copied()).collect()
}

//! Lineage: for each column of a plan, the columns of files and tables that its values are made of.
//!
//! Only what a value is made of counts, not what decides whether its row is there (filters, join keys). Where
//! DataFusion's plan does not say (an operator of somebody else, a recursive query), the lineage is unknown.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};

use datafusion::catalog::TableProvider;
use datafusion::common::{Column, DFSchemaRef, JoinType};
use datafusion::datasource::source_as_provider;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::{Distinct, Expr, Extension, LogicalPlan, TableScan};

use crate::error::{Error, Result};
use crate::operator::{AsofJoin, Sequence, Tail};
use crate::plan::relation::UNNAMED;
use crate::query::cache::Cache;
use crate::source::Files;
use crate::table::RowsTable;

/// A file, some files of one schema, or a table that a plan reads.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path, its name in SQL, or else its kind; two of one name get numbers.
    pub name: String,
    /// `parquet`, `csv` ..., `memory`, `range`, or `table` for a provider of somebody else.
    pub kind: String,
    /// The paths, for files.
    pub paths: Vec<String>,
    /// The columns that the plan reads, in the order of the source.
    pub columns: Vec<String>,
    /// A weak reference keeps the address from being used again, so it identifies the table.
    table: Weak<dyn TableProvider>,
}

/// The columns of sources, by the number of the source, that a value is made of; `None` if unknown.
type Origin = Option<BTreeSet<(usize, String)>>;

/// Where the columns of a plan come from.
#[derive(Clone, Debug)]
pub struct Origins {
    /// The sources that the plan reads.
    pub sources: Vec<Source>,
    /// For each column of the plan, what it is made of: numbers of sources and names of their columns.
    pub columns: Vec<Origin>,
}

/// Returns where the columns of `plan` come from.
pub(crate) fn origins_of(plan: &LogicalPlan) -> Result<Origins> {
    let mut sources = Vec::new();
    let columns = walk(plan, &mut sources).map_err(|e| Error::from_datafusion("lineage", e))?;
    for index in 1..sources.len() {
        let base = sources[index].name.clone();
        let mut number = 1;
        while sources[..index].iter().any(|before: &Source| before.name == sources[index].name) {
            number += 1;
            sources[index].name = format!("{base} {number}");
        }
    }
    Ok(Origins { sources, columns })
}

fn walk(plan: &LogicalPlan, sources: &mut Vec<Source>) -> EngineResult<Vec<Origin>> {
    match plan {
        LogicalPlan::TableScan(scan) => scanned(scan, sources),
        LogicalPlan::Projection(projection) => {
            let below = walk(&projection.input, sources)?;
            computed(&projection.expr, projection.input.schema(), &below, sources)
        }
        LogicalPlan::Window(window) => {
            let mut columns = walk(&window.input, sources)?;
            let made = computed(&window.window_expr, window.input.schema(), &columns, sources)?;
            columns.extend(made);
            Ok(columns)
        }
        LogicalPlan::Aggregate(aggregate) => {
            let (below, schema) = (walk(&aggregate.input, sources)?, aggregate.input.schema());
            let keys: Vec<Expr> = match aggregate.group_expr.as_slice() {
                [Expr::GroupingSet(sets)] => sets.distinct_expr().into_iter().cloned().collect(),
                keys => keys.to_vec(),
            };
            let mut columns = computed(&keys, schema, &below, sources)?;
            // DataFusion's own column of the grouping id.
            columns.resize(plan.schema().fields().len() - aggregate.aggr_expr.len(), Some(BTreeSet::new()));
            columns.extend(computed(&aggregate.aggr_expr, schema, &below, sources)?);
            Ok(columns)
        }
        LogicalPlan::Join(join) => {
            let (mut left, right) = (walk(&join.left, sources)?, walk(&join.right, sources)?);
            Ok(match join.join_type {
                JoinType::LeftSemi | JoinType::LeftAnti => left,
                JoinType::RightSemi | JoinType::RightAnti => right,
                JoinType::LeftMark => [left, vec![Some(BTreeSet::new())]].concat(),
                JoinType::RightMark => [right, vec![Some(BTreeSet::new())]].concat(),
                _ => {
                    left.extend(right);
                    left
                }
            })
        }
        LogicalPlan::Union(union) => {
            let mut inputs = union.inputs.iter();
            let Some(first) = inputs.next() else { return Ok(Vec::new()) };
            let mut columns = walk(first, sources)?;
            for input in inputs {
                for (column, other) in columns.iter_mut().zip(walk(input, sources)?) {
                    *column = merged(column.take(), other);
                }
            }
            Ok(columns)
        }
        LogicalPlan::Distinct(Distinct::On(distinct)) => {
            let below = walk(&distinct.input, sources)?;
            computed(&distinct.select_expr, distinct.input.schema(), &below, sources)
        }
        LogicalPlan::Unnest(unnest) => {
            let below = walk(&unnest.input, sources)?;
            let made = unnest.dependency_indices.iter();
            Ok(made.map(|index| below.get(*index).cloned().unwrap_or_default()).collect())
        }
        LogicalPlan::Filter(_)
        | LogicalPlan::Sort(_)
        | LogicalPlan::Limit(_)
        | LogicalPlan::Repartition(_)
        | LogicalPlan::Subquery(_)
        | LogicalPlan::SubqueryAlias(_)
        | LogicalPlan::Distinct(Distinct::All(_)) => match plan.inputs().as_slice() {
            [input] => walk(input, sources),
            _ => Ok(unknown(plan)),
        },
        LogicalPlan::Extension(extension) if is_same_columns(extension) => match plan.inputs().as_slice() {
            [input] => walk(input, sources),
            inputs => {
                let sides = inputs.iter().map(|input| walk(input, sources)).collect::<EngineResult<Vec<_>>>()?;
                Ok(sides.concat())
            }
        },
        LogicalPlan::Values(_) | LogicalPlan::EmptyRelation(_) => {
            Ok(vec![Some(BTreeSet::new()); plan.schema().fields().len()])
        }
        other => {
            for input in other.inputs() {
                walk(input, sources)?;
            }
            Ok(unknown(other))
        }
    }
}

/// Returns whether an operator of ours outputs the columns of its inputs, one after the other.
fn is_same_columns(extension: &Extension) -> bool {
    let node = extension.node.as_any();
    node.is::<Sequence>() || node.is::<Tail>() || node.is::<AsofJoin>()
}

fn unknown(plan: &LogicalPlan) -> Vec<Origin> {
    vec![None; plan.schema().fields().len()]
}

fn merged(one: Origin, other: Origin) -> Origin {
    let (mut one, other) = (one?, other?);
    one.extend(other);
    Some(one)
}

/// Returns the origins of expressions over the columns `below`.
fn computed(
    exprs: &[Expr],
    schema: &DFSchemaRef,
    below: &[Origin],
    sources: &mut Vec<Source>,
) -> EngineResult<Vec<Origin>> {
    let mut made = Vec::with_capacity(exprs.len());
    for expr in exprs {
        let mut origin = Some(BTreeSet::new());
        let mut columns: Vec<&Column> = expr.column_refs().into_iter().collect();
        columns.sort();
        for column in columns {
            let index = schema.maybe_index_of_column(column);
            origin = merged(origin, index.and_then(|index| below.get(index).cloned()).flatten());
        }
        for subquery in subqueries(expr)? {
            for column in walk(&subquery, sources)? {
                origin = merged(origin, column);
            }
        }
        made.push(origin);
    }
    Ok(made)
}

/// Returns the subqueries of an expression whose values become part of it.
fn subqueries(expr: &Expr) -> EngineResult<Vec<Arc<LogicalPlan>>> {
    use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
    let mut found = Vec::new();
    expr.apply(|node| {
        if let Expr::ScalarSubquery(subquery) = node {
            found.push(Arc::clone(&subquery.subquery));
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(found)
}

fn scanned(scan: &TableScan, sources: &mut Vec<Source>) -> EngineResult<Vec<Origin>> {
    let Ok(table) = source_as_provider(&scan.source) else {
        return Ok(vec![None; scan.projected_schema.fields().len()]);
    };
    let names: Vec<&String> = scan.projected_schema.fields().iter().map(|field| field.name()).collect();
    let places = |schema: &arrow::datatypes::Schema| -> Vec<Option<usize>> {
        names.iter().map(|name| schema.index_of(name).ok()).collect()
    };
    let inner = match (Cache::behind(&table), table.get_logical_plan()) {
        (Some(cache), _) => Some(adopted(cache.origins(), sources)),
        (None, Some(plan)) => Some(walk(&plan, sources)?),
        (None, None) => None,
    };
    if let Some(inner) = inner {
        let picked = places(&table.schema()).into_iter();
        return Ok(picked.map(|place| place.and_then(|place| inner.get(place).cloned()).flatten()).collect());
    }
    let source = entered(described(scan, &table), sources);
    let columns = names.iter().map(|name| Some(BTreeSet::from([(source, (*name).clone())])));
    Ok(columns.collect())
}

/// Returns the origins of a plan that was analyzed before, with its sources added to `sources`.
fn adopted(origins: &Origins, sources: &mut Vec<Source>) -> Vec<Origin> {
    let numbers: Vec<usize> = origins.sources.iter().map(|source| entered(source.clone(), sources)).collect();
    let moved = |(source, name): &(usize, String)| Some((*numbers.get(*source)?, name.clone()));
    origins.columns.iter().map(|origin| origin.as_ref().map(|of| of.iter().filter_map(moved).collect())).collect()
}

/// Returns the number of a source, which is added if it is new.
fn entered(source: Source, sources: &mut Vec<Source>) -> usize {
    let same = |known: &Source| {
        if source.paths.is_empty() { known.table.ptr_eq(&source.table) } else { known.paths == source.paths }
    };
    match sources.iter().position(same) {
        Some(known) => {
            let new = source.columns.into_iter().filter(|name| !sources[known].columns.contains(name));
            let new: Vec<String> = new.collect();
            sources[known].columns.extend(new);
            known
        }
        None => {
            sources.push(source);
            sources.len() - 1
        }
    }
}

fn described(scan: &TableScan, table: &Arc<dyn TableProvider>) -> Source {
    let columns = scan.projected_schema.fields().iter().map(|field| field.name().clone()).collect();
    let named = Some(scan.table_name.table()).filter(|name| *name != UNNAMED);
    let (kind, paths) = if let Some(files) = table.downcast_ref::<Files>() {
        (files.kind(), files.places().iter().map(ToString::to_string).collect())
    } else if let Some(rows) = table.downcast_ref::<RowsTable>() {
        (if rows.0.batches().is_some() { "memory" } else { "range" }, Vec::new())
    } else {
        ("table", Vec::new())
    };
    let paths: Vec<String> = paths;
    let name = match paths.as_slice() {
        [] => named.unwrap_or(kind).to_string(),
        paths => paths.join(", "),
    };
    Source { name, kind: kind.to_string(), paths, columns, table: Arc::downgrade(table) }
}

//! Adds to errors of single values the part of the query that they come from, with its columns.
//!
//! A kernel that cannot cast `"x"` to a number says so, and knows of no column. So every part of an expression that can
//! fail is wrapped in a [`TracedExpr`], which returns its values unchanged and adds context to an error. It happens
//! last, once a plan is final, in SQL as in verbs: the rules of the optimizer and decisions by statistics never see it,
//! and each changed node keeps the properties it had ([`TracedExec`]). A scan's filter keeps its casts unwrapped, as it
//! compares them with statistics when it opens a file.
//!
//! The nodes of a plan have no common way to exchange their expressions, so each type of node that evaluates
//! expressions is listed here; in one that is not, an error keeps DataFusion's message.

mod message;
pub(crate) mod scan;
mod traced_exec;
mod traced_expr;
pub(crate) mod type_error;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::datasource::physical_plan::FileSource;
use datafusion::datasource::physical_plan::{FileScanConfig, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::Result;
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::projection::{ProjectionExpr, ProjectionExprs};
use datafusion::physical_expr::window::{PlainAggregateWindowExpr, SlidingAggregateWindowExpr};
use datafusion::physical_expr::{LexOrdering, PhysicalExpr, PhysicalSortExpr, conjunction, split_conjunction};
use datafusion::physical_plan::aggregates::{AggregateExec, AggregateInputMode, PhysicalGroupBy};
use datafusion::physical_plan::filter::{FilterExec, FilterExecBuilder};
use datafusion::physical_plan::joins::utils::JoinFilter;
use datafusion::physical_plan::joins::{
    HashJoinExec, HashJoinExecBuilder, NestedLoopJoinExec, NestedLoopJoinExecBuilder,
};
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::windows::{BoundedWindowAggExec, WindowAggExec};
use datafusion::physical_plan::{ExecutionPlan, Partitioning};

use scan::in_files;
use traced_exec::{Explain, TracedExec};
use traced_expr::{CseAliases, ExprSite, TracedExpr};

use crate::error::wording;

pub(crate) use message::explain_constant_error;

type Plan = Arc<dyn ExecutionPlan>;
type Expr = Arc<dyn PhysicalExpr>;

/// Returns `plan` with context for the errors of its expressions.
///
/// # Errors
/// When DataFusion cannot rebuild a node.
pub(crate) fn with_error_context(plan: Plan) -> Result<Plan> {
    let names = Arc::new(names(&plan)?);
    let changed = plan.transform_up(|node| {
        let (changed, explain) = (node_of(&node, &names)?, of_its_own(&node, &names)?);
        if let Some(explain) = of_files(&node) {
            let changed = changed.unwrap_or_else(|| Arc::clone(&node));
            return Ok(Transformed::yes(Arc::new(TracedExec::of_scan(changed, &node, explain)) as Plan));
        }
        Ok(match changed.is_some() || explain.is_some() {
            true => {
                let changed = changed.unwrap_or_else(|| Arc::clone(&node));
                Transformed::yes(Arc::new(TracedExec::new(changed, &node, explain)))
            }
            false => Transformed::no(node),
        })
    })?;
    Ok(changed.data)
}

/// Returns the context of a scan of Parquet files, which names files that cannot be decoded; the other formats add
/// their own.
fn of_files(plan: &Plan) -> Option<Explain> {
    let scan = plan.downcast_ref::<DataSourceExec>()?;
    let config: &FileScanConfig = scan.data_source().downcast_ref()?;
    config.file_source().downcast_ref::<ParquetSource>()?;
    Some(Arc::new(in_files(config)))
}

/// Returns the expressions behind DataFusion's names for common subexpressions.
fn names(plan: &Plan) -> Result<CseAliases> {
    let mut names = BTreeMap::new();
    plan.apply(|node| {
        let scan = node.downcast_ref::<DataSourceExec>().and_then(|scan| scan.data_source().downcast_ref());
        let read = scan.and_then(|files: &FileScanConfig| files.file_source().projection());
        let made = node.downcast_ref::<ProjectionExec>().map(ProjectionExec::projection_expr).or(read);
        for column in made.into_iter().flat_map(ProjectionExprs::iter) {
            if wording::is_common_expression(&column.alias) {
                names.insert(column.alias.clone(), Arc::clone(&column.expr));
            }
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(names)
}

/// Returns the context of errors of a node itself: of aggregates and their totals, and of the arguments of window
/// functions.
fn of_its_own(plan: &Plan, names: &Arc<CseAliases>) -> Result<Option<Explain>> {
    let windows = match plan.downcast_ref::<WindowAggExec>() {
        Some(window) => window.window_expr(),
        None => plan.downcast_ref::<BoundedWindowAggExec>().map_or(&[][..], BoundedWindowAggExec::window_expr),
    };
    let aggregate = plan.downcast_ref::<AggregateExec>();
    if windows.is_empty() && aggregate.is_none_or(|aggregate| aggregate.aggr_expr().is_empty()) {
        return Ok(None);
    }
    let schema = aggregate.map_or_else(|| plan.children()[0].schema(), AggregateExec::input_schema);
    let mut given = Vec::new();
    for argument in windows.iter().flat_map(|window| window.expressions()) {
        given.extend(TracedExpr::failing(&argument, &schema)?);
    }
    let of_windows = windows.iter().filter_map(|window| {
        let window = window.as_any();
        let plain = window.downcast_ref::<PlainAggregateWindowExpr>().map(PlainAggregateWindowExpr::get_aggregate_expr);
        plain.or_else(|| Some(window.downcast_ref::<SlidingAggregateWindowExpr>()?.get_aggregate_expr()))
    });
    let of_groups = aggregate.into_iter().flat_map(AggregateExec::aggr_expr).map(Arc::as_ref);
    let aggregates = of_windows.chain(of_groups);
    let aggregates: Vec<_> =
        aggregates.map(|function| (function.fun().name().to_owned(), function.all_expressions().args)).collect();
    let names = Arc::clone(names);
    Ok(Some(Arc::new(move |error| message::add_node_context(&aggregates, &given, &schema, &names, error))))
}

fn node_of(plan: &Plan, names: &Arc<CseAliases>) -> Result<Option<Plan>> {
    let wrap_fallible =
        |expr: &Expr, schema: &Schema| TracedExpr::wrap_fallible(expr, schema, names, ExprSite::Operator);
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        return in_projection(projection, wrap_fallible);
    }
    if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        let predicate = wrap_fallible(filter.predicate(), &filter.input().schema())?;
        let build = |predicate| FilterExecBuilder::from(filter).with_predicate(predicate).build();
        return Ok(predicate.map(build).transpose()?.map(|filter| Arc::new(filter) as Plan));
    }
    if let Some(aggregate) = plan.downcast_ref::<AggregateExec>() {
        return in_aggregate(aggregate, wrap_fallible);
    }
    if let Some(sort) = plan.downcast_ref::<SortExec>() {
        return in_sort(sort, wrap_fallible);
    }
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        let Some(filter) = in_join(join.filter.as_ref(), wrap_fallible)? else { return Ok(None) };
        return Ok(Some(Arc::new(HashJoinExecBuilder::from(join).with_filter(Some(filter)).build()?)));
    }
    if let Some(join) = plan.downcast_ref::<NestedLoopJoinExec>() {
        let Some(filter) = in_join(join.filter(), wrap_fallible)? else { return Ok(None) };
        return Ok(Some(Arc::new(NestedLoopJoinExecBuilder::from(join).with_filter(Some(filter)).build()?)));
    }
    if let Some(repartition) = plan.downcast_ref::<RepartitionExec>() {
        return in_repartition(repartition, wrap_fallible);
    }
    match plan.downcast_ref::<DataSourceExec>() {
        Some(scan) => in_scan(scan, names),
        None => Ok(None),
    }
}

/// Returns all items, if one of them changes; else `None`.
fn some_of<T: Clone>(all: &[T], change: impl Fn(&T) -> Result<Option<T>>) -> Result<Option<Vec<T>>> {
    let mut any = false;
    let all = all.iter().map(|item| {
        let changed = change(item)?;
        any |= changed.is_some();
        Ok(changed.unwrap_or_else(|| item.clone()))
    });
    let all = all.collect::<Result<Vec<_>>>()?;
    Ok(any.then_some(all))
}

fn in_projection(
    projection: &ProjectionExec,
    wrap_fallible: impl Fn(&Expr, &Schema) -> Result<Option<Expr>>,
) -> Result<Option<Plan>> {
    let input = projection.input();
    let schema = input.schema();
    let columns = some_of(projection.expr(), |column| {
        let expr = wrap_fallible(&column.expr, &schema)?;
        Ok(expr.map(|expr| ProjectionExpr::new(expr, column.alias.clone())))
    })?;
    let Some(columns) = columns else { return Ok(None) };
    let output = projection.schema();
    Ok(Some(Arc::new(ProjectionExec::try_new_with_schema_metadata(columns, Arc::clone(input), &output)?)))
}

fn in_aggregate(
    aggregate: &AggregateExec,
    wrap_fallible: impl Fn(&Expr, &Schema) -> Result<Option<Expr>>,
) -> Result<Option<Plan>> {
    // Later steps read the states of the first, whatever their arguments were.
    if aggregate.mode().input_mode() != AggregateInputMode::Raw {
        return Ok(None);
    }
    let schema = aggregate.input_schema();
    let functions =
        some_of(aggregate.aggr_expr(), |function| Ok(in_function(function, &schema, &wrap_fallible)?.map(Arc::new)))?;
    let group = aggregate.group_expr();
    let keys = some_of(group.expr(), |(key, name)| Ok(wrap_fallible(key, &schema)?.map(|key| (key, name.clone()))))?;
    let filters = some_of(aggregate.filter_expr(), |filter| {
        let Some(filter) = filter else { return Ok(None) };
        Ok(wrap_fallible(filter, &schema)?.map(Some))
    })?;
    if keys.is_none() && filters.is_none() {
        return Ok(functions.map(|functions| Arc::new(aggregate.with_new_aggr_exprs(functions)) as Plan));
    }
    // A dynamic filter that has been pushed down to the scan below belongs to the old node.
    if !aggregate.dynamic_expressions_produced().is_empty() {
        return Ok(None);
    }
    let functions = functions.unwrap_or_else(|| aggregate.aggr_expr().to_vec());
    let filters = filters.unwrap_or_else(|| aggregate.filter_expr().to_vec());
    let group = match keys {
        Some(keys) => {
            let groups = group.groups().to_vec();
            PhysicalGroupBy::new(keys, group.null_expr().to_vec(), groups, group.has_grouping_set())
        }
        None => group.clone(),
    };
    let (input, schema) = (Arc::clone(aggregate.input()), aggregate.input_schema());
    let new = AggregateExec::try_new(*aggregate.mode(), group, functions, filters, input, schema)?;
    // Sorted rows are aggregated as they come.
    let same = new.input_order_mode() == aggregate.input_order_mode() && new.schema() == aggregate.schema();
    Ok(same.then(|| Arc::new(new.with_limit_options(aggregate.limit_options())) as Plan))
}

fn in_function(
    function: &AggregateFunctionExpr,
    schema: &Schema,
    wrap_fallible: impl Fn(&Expr, &Schema) -> Result<Option<Expr>>,
) -> Result<Option<AggregateFunctionExpr>> {
    let all = function.all_expressions();
    let args = some_of(&all.args, |expr| wrap_fallible(expr, schema))?;
    let keys = some_of(&all.order_by_exprs, |expr| wrap_fallible(expr, schema))?;
    if args.is_none() && keys.is_none() {
        return Ok(None);
    }
    Ok(function.with_new_expressions(args.unwrap_or(all.args), keys.unwrap_or(all.order_by_exprs)))
}

fn in_sort(sort: &SortExec, wrap_fallible: impl Fn(&Expr, &Schema) -> Result<Option<Expr>>) -> Result<Option<Plan>> {
    let schema = sort.input().schema();
    let keys: Vec<PhysicalSortExpr> = sort.expr().iter().cloned().collect();
    let keys = some_of(&keys, |key| {
        Ok(wrap_fallible(&key.expr, &schema)?.map(|expr| PhysicalSortExpr::new(expr, key.options)))
    })?;
    let Some(keys) = keys.and_then(LexOrdering::new) else { return Ok(None) };
    let new = SortExec::new(keys, Arc::clone(sort.input())).with_preserve_partitioning(sort.preserve_partitioning());
    let new = new.with_fetch(sort.fetch());
    // The dynamic filter that the scan below has got.
    let handed = sort.dynamic_expressions_produced().into_iter().next();
    let handed = handed.and_then(|filter| (filter as Arc<dyn Any + Send + Sync>).downcast().ok());
    Ok(Some(Arc::new(match handed {
        Some(filter) => new.with_dynamic_filter_expr(filter)?,
        None => new,
    })))
}

fn in_join(
    filter: Option<&JoinFilter>,
    wrap_fallible: impl Fn(&Expr, &Schema) -> Result<Option<Expr>>,
) -> Result<Option<JoinFilter>> {
    let Some(filter) = filter else { return Ok(None) };
    let new = wrap_fallible(filter.expression(), filter.schema())?;
    Ok(new.map(|expr| JoinFilter::new(expr, filter.column_indices().to_vec(), Arc::clone(filter.schema()))))
}

fn in_repartition(
    repartition: &RepartitionExec,
    wrap_fallible: impl Fn(&Expr, &Schema) -> Result<Option<Expr>>,
) -> Result<Option<Plan>> {
    let Partitioning::Hash(keys, count) = repartition.partitioning() else { return Ok(None) };
    let schema = repartition.input().schema();
    let Some(keys) = some_of(keys, |expr| wrap_fallible(expr, &schema))? else { return Ok(None) };
    let new = RepartitionExec::try_new(Arc::clone(repartition.input()), Partitioning::Hash(keys, *count))?;
    Ok(Some(Arc::new(if repartition.preserve_order() { new.with_preserve_order() } else { new })))
}

/// Returns a scan that evaluates expressions in its projection or its filter.
fn in_scan(scan: &DataSourceExec, names: &Arc<CseAliases>) -> Result<Option<Plan>> {
    let Some(files) = scan.data_source().downcast_ref::<FileScanConfig>() else { return Ok(None) };
    let mut source = Arc::clone(files.file_source());
    let table: SchemaRef = Arc::clone(source.table_schema().table_schema());
    let mut any = false;
    if let Some(columns) = source.projection() {
        // Over the existing columns, into which DataFusion merges it.
        let over = columns.iter().enumerate().map(|(index, column)| {
            let name = column.alias.as_str();
            let given: Expr = Arc::new(Column::new(name, index));
            let fails = TracedExpr::wrap_fallible(&column.expr, &table, names, ExprSite::Operator)?.is_some();
            any |= fails;
            let expr = if fails { TracedExpr::over(given, names) } else { given };
            Ok(ProjectionExpr::new(expr, name.to_owned()))
        });
        let over = ProjectionExprs::new(over.collect::<Result<Vec<_>>>()?);
        if any && let Some(new) = source.try_pushdown_projection(&over)? {
            source = new;
        }
    }
    let parquet = source.downcast_ref::<ParquetSource>();
    if let Some((parquet, predicate)) = parquet.and_then(|parquet| Some((parquet, parquet.filter()?)))
        && parquet.table_parquet_options().global.pushdown_filters
    {
        let conditions: Vec<Expr> = split_conjunction(&predicate).into_iter().cloned().collect();
        let change = |expr: &Expr| TracedExpr::wrap_fallible(expr, &table, names, ExprSite::Scan);
        if let Some(conditions) = some_of(&conditions, change)? {
            source = Arc::new(parquet.with_predicate(conjunction(conditions)));
            any = true;
        }
    }
    let files = || FileScanConfigBuilder::from(files.clone()).with_source(source).build();
    Ok(any.then(|| DataSourceExec::from_data_source(files()) as Plan))
}

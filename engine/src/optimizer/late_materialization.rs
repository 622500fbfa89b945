//! Chooses which Parquet scans use late materialization: decode the filter columns first, and the other columns only
//! for the rows that pass.
//!
//! DataFusion can do so for all scans or for none. It pays where very few rows pass: each predicate is a pass of its
//! own over the pages, and skipped values have been decompressed all the same. Where a join's filter has been pushed
//! down through an aggregate it pays much earlier, as the aggregate then has fewer rows to group as well. So each scan
//! is decided on by an estimate of the rows that pass, and dynamic filters of joins that would have no effect are
//! removed.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{JoinSide, JoinType};
use datafusion::datasource::physical_plan::{FileScanConfigBuilder, FileSource, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::Result;
use datafusion::physical_expr::expressions::{Column, DynamicFilterPhysicalExpr};
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_expr::{PhysicalExpr, conjunction, split_conjunction};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::filter::{FilterExec, FilterExecBuilder};
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::joins::utils::ColumnIndex;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::union::UnionExec;

use super::estimate::{Estimate, semi_join_selectivity};
use super::selectivity;
use crate::trial::Mend;

/// The highest selectivity of a scan's filters at which its other columns are read late (figures: docs/decisions/0014).
const MAX_SELECTIVITY: f64 = 0.005;
/// The same limit for a filter pushed down through an aggregate, which then has fewer rows to group as well.
const MAX_SELECTIVITY_THROUGH_AGGREGATE: f64 = 0.4;
/// Filter columns are decoded first only where there are more than this many times as many other columns.
const MIN_COLUMN_RATIO: usize = 2;

type Plan = Arc<dyn ExecutionPlan>;

/// The filters that operators above push down, by the column that they test.
type PushedFilters = BTreeMap<usize, PushedFilter>;

/// A filter that a join pushes down, or a sort with a limit.
#[derive(Clone, Copy, Debug)]
struct PushedFilter {
    /// The fraction of the rows that pass it.
    selectivity: f64,
    /// Whether it has been pushed down through an aggregate, which then has fewer rows to group.
    through_aggregate: bool,
}

/// Marks the scans; runs before filters are pushed into them.
#[derive(Debug)]
pub(super) struct LateMaterialization;

impl PhysicalOptimizerRule for LateMaterialization {
    fn name(&self) -> &str {
        "late_materialization"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Plan, config: &ConfigOptions) -> Result<Plan> {
        // An explicit setting applies to all scans.
        if config.execution.parquet.pushdown_filters {
            return Ok(plan);
        }
        marked(plan, &PushedFilters::new(), false).data()
    }
}

/// Returns `plan` with its scans marked, where joins above push filters down, or the predicate right above lets `few`
/// rows pass.
fn marked(plan: Plan, pushed: &PushedFilters, few: bool) -> Result<Transformed<Plan>> {
    if plan.is::<DataSourceExec>() {
        let left: f64 = pushed.values().map(|key| key.selectivity).product();
        let grouped = pushed.values().any(|key| key.through_aggregate);
        let late = few || left <= if grouped { MAX_SELECTIVITY_THROUGH_AGGREGATE } else { MAX_SELECTIVITY };
        return Ok(with_parquet(plan, |source| late.then(|| source.clone().with_pushdown_filters(true))));
    }
    let few = plan.downcast_ref::<FilterExec>().is_some_and(leaves_few);
    let mut pushed = below(&plan, pushed).into_iter();
    plan.map_children(|child| marked(child, &pushed.next().unwrap_or_default(), few))
}

fn leaves_few(filter: &FilterExec) -> bool {
    let looked_at = collect_columns(filter.predicate()).len();
    let others = filter.input().schema().fields().len() - looked_at;
    others > looked_at * MIN_COLUMN_RATIO
        && selectivity::of(filter.predicate(), &Estimate::of(filter.input())) <= MAX_SELECTIVITY
}

/// Returns the filters that are pushed down to each input of `plan`, if `pushed` is pushed down to `plan` itself.
fn below(plan: &Plan, pushed: &PushedFilters) -> Vec<PushedFilters> {
    let through = |columns: &[Option<usize>]| -> PushedFilters {
        let place = |(column, key): (&usize, &PushedFilter)| Some(((*columns.get(*column)?)?, *key));
        pushed.iter().filter_map(place).collect()
    };
    let column = |expr: &Arc<dyn PhysicalExpr>| expr.downcast_ref::<Column>().map(Column::index);
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        let columns: Vec<_> = projection.expr().iter().map(|expr| column(&expr.expr)).collect();
        return vec![through(&columns)];
    }
    if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        return match filter.projection() {
            Some(projection) => vec![through(&projection.iter().map(|at| Some(*at)).collect::<Vec<_>>())],
            None => vec![pushed.clone()],
        };
    }
    if let Some(aggregate) = plan.downcast_ref::<AggregateExec>() {
        let keys = aggregate.group_expr();
        if keys.is_true_no_grouping() || keys.has_grouping_set() {
            return vec![PushedFilters::new()];
        }
        let columns: Vec<_> = keys.expr().iter().map(|(expr, _)| column(expr)).collect();
        let grouped = through(&columns)
            .into_iter()
            .map(|(column, key)| (column, PushedFilter { through_aggregate: true, ..key }));
        return vec![grouped.collect()];
    }
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        return below_join(join, pushed);
    }
    if let Some(sort) = plan.downcast_ref::<SortExec>() {
        return vec![below_sort(sort, pushed)];
    }
    match plan.children().len() {
        1 => vec![pushed.clone()],
        inputs if plan.is::<UnionExec>() => vec![pushed.clone(); inputs],
        inputs => vec![PushedFilters::new(); inputs],
    }
}

fn below_join(join: &HashJoinExec, pushed: &PushedFilters) -> Vec<PushedFilters> {
    let (mut left, mut right) = (PushedFilters::new(), PushedFilters::new());
    let (fields_left, fields_right) = (join.left().schema().fields().len(), join.right().schema().fields().len());
    let all: Vec<ColumnIndex> = match join.join_type() {
        JoinType::LeftSemi | JoinType::LeftAnti | JoinType::LeftMark => side(JoinSide::Left, fields_left),
        JoinType::RightSemi | JoinType::RightAnti | JoinType::RightMark => side(JoinSide::Right, fields_right),
        _ => side(JoinSide::Left, fields_left).into_iter().chain(side(JoinSide::Right, fields_right)).collect(),
    };
    let (keeps_left, keeps_right) = match join.join_type() {
        JoinType::Inner | JoinType::LeftSemi | JoinType::RightSemi => (true, true),
        JoinType::Left | JoinType::LeftAnti | JoinType::LeftMark => (true, false),
        JoinType::Right | JoinType::RightAnti | JoinType::RightMark => (false, true),
        JoinType::Full => (false, false),
    };
    for (column, key) in pushed {
        let column = match &join.projection {
            Some(projection) => projection.get(*column).copied(),
            None => Some(*column),
        };
        match column.and_then(|column| all.get(column)) {
            Some(ColumnIndex { index, side: JoinSide::Left }) if keeps_left => left.insert(*index, *key),
            Some(ColumnIndex { index, side: JoinSide::Right }) if keeps_right => right.insert(*index, *key),
            _ => None,
        };
    }
    if let Some((column, selectivity)) = dynamic_filter_selectivity(join) {
        let own = PushedFilter { selectivity, through_aggregate: false };
        right.entry(column).and_modify(|known| known.selectivity = known.selectivity.min(selectivity)).or_insert(own);
    }
    vec![left, right]
}

/// Returns the filter that a sort with a limit pushes down. It lets only rows pass that may still be among the first:
/// very few after the first batches. The filters of operators above stay above it.
fn below_sort(sort: &SortExec, pushed: &PushedFilters) -> PushedFilters {
    let Some(fetch) = sort.fetch() else { return pushed.clone() };
    let keys = sort.expr();
    let others = sort.input().schema().fields().len().saturating_sub(keys.len());
    match keys.first().expr.downcast_ref::<Column>() {
        Some(column) if others > keys.len() * MIN_COLUMN_RATIO => {
            let selectivity = fetch as f64 / Estimate::of(sort.input()).rows.max(1.0);
            PushedFilters::from([(column.index(), PushedFilter { selectivity, through_aggregate: false })])
        }
        _ => PushedFilters::new(),
    }
}

fn side(side: JoinSide, fields: usize) -> Vec<ColumnIndex> {
    (0..fields).map(|index| ColumnIndex { index, side }).collect()
}

/// Returns the selectivity of a join's dynamic filter on its right side, and the column of its most selective key.
fn dynamic_filter_selectivity(join: &HashJoinExec) -> Option<(usize, f64)> {
    if !join.join_type().on_lr_is_preserved().1 {
        return None;
    }
    let (left, right) = (Estimate::of(join.left()), Estimate::of(join.right()));
    let (left_schema, right_schema) = (join.left().schema(), join.right().schema());
    let selectivities = join.on().iter().filter_map(|(l, r)| {
        let key = (left.column_of(l, &left_schema), right.column_of(r, &right_schema));
        Some((r.downcast_ref::<Column>()?.index(), semi_join_selectivity(&left, &[key], false)))
    });
    selectivities.min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Removes filters without effect from the late scans, and those with a wrong one from all that applies them to rows;
/// runs after the joins have pushed them down.
#[derive(Debug)]
pub(super) struct DropIneffectiveFilters;

impl PhysicalOptimizerRule for DropIneffectiveFilters {
    fn name(&self) -> &str {
        "effective_filters"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Plan, _: &ConfigOptions) -> Result<Plan> {
        // Joins are visited only if there is a late scan, or a dynamic filter, which most plans have not.
        let idle = LazyCell::new(|| filters_of(&plan, &|join| has_float_keys(join) || is_idle(join)));
        let wrong = LazyCell::new(|| filters_of(&plan, &has_float_keys));
        Arc::clone(&plan)
            .transform_up(|node| match node.downcast_ref::<FilterExec>() {
                Some(filter) => Ok(without(filter, &wrong)?.map_or_else(|| Transformed::no(node), Transformed::yes)),
                None => Ok(with_parquet(node, |source| with_effective(source, &idle))),
            })
            .data()
    }
}

/// Returns the dynamic filters of the joins that `is_one` is true of.
fn filters_of(plan: &Plan, is_one: &dyn Fn(&HashJoinExec) -> bool) -> Vec<u64> {
    let join = plan.downcast_ref::<HashJoinExec>().filter(|join| is_one(join));
    let filters = join.map(|join| join.dynamic_expressions_produced()).unwrap_or_default();
    let below = plan.children().into_iter().flat_map(|child| filters_of(child, is_one));
    filters.iter().filter_map(|filter| filter.expression_id()).chain(below).collect()
}

/// Returns whether the dynamic filter of a join lets most rows pass.
fn is_idle(join: &HashJoinExec) -> bool {
    dynamic_filter_selectivity(join).is_none_or(|(_, selectivity)| selectivity > MAX_SELECTIVITY_THROUGH_AGGREGATE)
}

/// Returns a filter without those of its predicates that are in `wrong`; `None` if it has none of them.
fn without(filter: &FilterExec, wrong: &LazyCell<Vec<u64>, impl FnOnce() -> Vec<u64>>) -> Result<Option<Plan>> {
    let all = split_conjunction(filter.predicate());
    if !all.iter().any(|part| part.is::<DynamicFilterPhysicalExpr>()) {
        return Ok(None);
    }
    let is_wrong = |part: &Arc<dyn PhysicalExpr>| part.expression_id().is_some_and(|id| wrong.contains(&id));
    let kept: Vec<_> = all.iter().filter(|part| !is_wrong(part)).map(|part| Arc::clone(part)).collect();
    if kept.len() == all.len() {
        return Ok(None);
    }
    if kept.is_empty() && filter.projection().is_none() && filter.fetch().is_none() {
        return Ok(Some(Arc::clone(filter.input())));
    }
    Ok(Some(Arc::new(FilterExecBuilder::from(filter).with_predicate(conjunction(kept)).build()?)))
}

/// Returns whether a key of a join is a float, or may contain one: its dynamic filter tells -0.0 from 0.0, and so would
/// take rows that the join keeps.
fn has_float_keys(join: &HashJoinExec) -> bool {
    if !Mend::FloatFilters.is_on() {
        return false;
    }
    let schema = join.right().schema();
    let may_be_float = |key: &Arc<dyn PhysicalExpr>| {
        key.data_type(&schema).map_or(true, |data_type| data_type.is_floating() || data_type.is_nested())
    };
    join.on().iter().any(|(_, right)| may_be_float(right))
}

/// Returns a late scan without the filters in `idle`; `None` for a scan that is not late.
fn with_effective(
    source: &ParquetSource,
    idle: &LazyCell<Vec<u64>, impl FnOnce() -> Vec<u64>>,
) -> Option<ParquetSource> {
    let predicate = source.filter().filter(|_| source.table_parquet_options().global.pushdown_filters)?;
    let is_idle = |filter: &Arc<dyn PhysicalExpr>| filter.expression_id().is_some_and(|id| idle.contains(&id));
    let kept = split_conjunction(&predicate).into_iter().filter(|part| !is_idle(part)).cloned();
    // A scan applies them one after the other: join filters first, as they leave the fewest rows.
    let (mut filters, of_query): (Vec<_>, Vec<_>) = kept.partition(|part| part.is::<DynamicFilterPhysicalExpr>());
    filters.extend(of_query);
    // The query's own predicates are applied only here: only a scan without any filter is no longer late.
    let late = !filters.is_empty();
    Some(source.with_predicate(conjunction(filters)).with_pushdown_filters(late))
}

/// Returns a scan of Parquet files with another source, if `change` returns one; any other plan unchanged.
pub(super) fn with_parquet(
    plan: Plan,
    change: impl FnOnce(&ParquetSource) -> Option<ParquetSource>,
) -> Transformed<Plan> {
    let scan = plan.downcast_ref::<DataSourceExec>().and_then(|scan| scan.downcast_to_file_source::<ParquetSource>());
    let changed = scan.and_then(|(files, source)| {
        let source = Arc::new(change(source)?);
        Some(FileScanConfigBuilder::from(files.clone()).with_source(source).build())
    });
    match changed {
        Some(files) => Transformed::yes(DataSourceExec::from_data_source(files)),
        None => Transformed::no(plan),
    }
}

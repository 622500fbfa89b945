//! Names and forms of DataFusion's plans: its rules and their order, its operators and their fields.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::optimizer::{Analyzer, Optimizer};
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion::physical_plan::ExecutionPlan;

use super::{datafusion, physical};
use crate::session;

/// `optimizer/mod.rs` places rules of ours by these names, and takes it that filters are pushed down twice and that
/// the sanity check is last.
#[test]
fn the_physical_rules_have_their_names_and_their_order() {
    let names: Vec<String> = PhysicalOptimizer::new().rules.iter().map(|rule| rule.name().to_owned()).collect();
    let expected = [
        "OutputRequirements",
        "aggregate_statistics",
        "join_selection",
        "LimitedDistinctAggregation",
        "FilterPushdown",
        "WindowTopN",
        "EnsureRequirements",
        "CombinePartialFinalAggregate",
        "OptimizeAggregateOrder",
        "ProjectionPushdown",
        "OutputRequirements",
        "LimitAggregation",
        "LimitPushPastWindows",
        "HashJoinBuffering",
        "LimitPushdown",
        "TopKRepartition",
        "ProjectionPushdown",
        "PushdownSort",
        "EnsureCooperative",
        "FilterPushdown(Post)",
        "SanityCheckPlan",
    ];
    assert_eq!(names, expected);
}

/// `optimizer/mod.rs` replaces rules of these names.
#[test]
fn the_logical_rules_have_their_names_and_their_order() {
    let names: Vec<String> = Optimizer::new().rules.iter().map(|rule| rule.name().to_owned()).collect();
    let expected = [
        "rewrite_set_comparison",
        "optimize_unions",
        "unions_to_filter",
        "simplify_expressions",
        "replace_distinct_aggregate",
        "eliminate_join",
        "decorrelate_predicate_subquery",
        "scalar_subquery_to_join",
        "decorrelate_lateral_join",
        "extract_equijoin_predicate",
        "eliminate_duplicated_expr",
        "eliminate_filter",
        "eliminate_cross_join",
        "eliminate_limit",
        "propagate_empty_relation",
        "filter_null_join_keys",
        "eliminate_outer_join",
        "push_down_limit",
        "push_down_filter",
        "single_distinct_aggregation_to_group_by",
        "eliminate_group_by_constant",
        "common_sub_expression_eliminate",
        "extract_leaf_expressions",
        "push_down_leaf_projections",
        "optimize_projections",
    ];
    assert_eq!(names, expected);
}

/// `analyzer/mod.rs` puts rules before and after these.
#[test]
fn the_analyzer_has_two_rules() {
    let names: Vec<String> = Analyzer::new().rules.iter().map(|rule| rule.name().to_owned()).collect();
    assert_eq!(names, ["resolve_grouping_function", "type_coercion"]);
}

/// The operators that compute with expressions of ours are listed by hand in `diagnostics/mod.rs`; what keeps an order in
/// `operator/concat_partitions.rs`, what counts rows in `optimizer/estimate.rs`.
#[test]
fn plans_are_made_of_known_operators() {
    let statements = [
        "select n + 1 from t where n > 1 order by word limit 2",
        "select word, sum(n), count(distinct n) from t group by word having sum(n) > 0",
        "select a.n from t a join t b on a.n = b.n and a.word < b.word left join t c on a.n < c.n",
        "select sum(n) over (partition by word order by n), rank() over (order by n) from t",
        "select unnest(list) from t union all select n from t",
        "select n from t where n = (select max(n) from t) and exists (select 1 from t b where b.n = t.n)",
        "select n from t cross join (values (1), (2)) v(x)",
        "with recursive r(n) as (select 1 union all select n + 1 from r where n < 3) select * from r",
        "select distinct word from t order by word",
    ];
    let mut seen: Vec<String> = Vec::new();
    for statement in statements {
        physical(&datafusion(2), statement)
            .apply(|node| {
                seen.push(node.name().to_owned());
                Ok(TreeNodeRecursion::Continue)
            })
            .unwrap();
    }
    seen.sort();
    seen.dedup();
    let known = [
        "AggregateExec",
        "BoundedWindowAggExec",
        "CoalescePartitionsExec",
        "CrossJoinExec",
        "DataSourceExec",
        "FilterExec",
        "HashJoinExec",
        "NestedLoopJoinExec",
        "PlaceholderRowExec",
        "ProjectionExec",
        "RecursiveQueryExec",
        "RepartitionExec",
        "ScalarSubqueryExec",
        "SortExec",
        "SortExec(TopK)",
        "SortPreservingMergeExec",
        "UnionExec",
        "UnnestExec",
        "WorkTableExec",
    ];
    assert_eq!(seen, known);
}

/// `source/schema.rs` and `cast/batch.rs` take it that a batch's schema says what is null.
#[test]
fn a_schema_refuses_nulls_where_it_has_none() {
    let schema = Schema::new(vec![Field::new("n", DataType::Int64, false)]);
    let nulls: ArrayRef = Arc::new(Int64Array::from(vec![None]));
    let error = RecordBatch::try_new(Arc::new(schema), vec![nulls]).unwrap_err();
    assert!(error.to_string().contains("null"), "{error}");
}

/// Returns the names of the fields of a node, as its `Debug` shows them.
fn fields(node: &dyn ExecutionPlan) -> Vec<String> {
    let shown = format!("{node:#?}");
    let names = shown
        .lines()
        .filter_map(|line| line.strip_prefix("    ").filter(|line| !line.starts_with([' ', '}', ']', ')'])));
    names.filter_map(|line| line.split_once(": ")).map(|(name, _)| name.to_owned()).collect()
}

/// `diagnostics/mod.rs` builds these nodes anew with other expressions: a field that it does not know would be lost.
#[test]
fn rebuilt_nodes_have_known_fields() {
    let statement = "select a.word, count(*) from t a join t b on a.n = b.n and a.big < b.big + b.n \
                     left join t c on a.n < c.n group by a.word order by a.word limit 2";
    let known = [
        ("SortExec(TopK)", "input expr metrics_set preserve_partitioning fetch common_sort_prefix cache filter"),
        (
            "AggregateExec",
            "mode group_by aggr_expr filter_expr limit_options input schema input_schema metrics required_input_ordering \
             input_order_mode cache dynamic_filter",
        ),
        ("RepartitionExec", "input state metrics preserve_order cache"),
        (
            "HashJoinExec",
            "left right on filter join_type join_schema left_fut random_state mode metrics projection column_indices \
             null_equality cache",
        ),
        (
            "NestedLoopJoinExec",
            "left right filter join_type join_schema build_side_data left_spill_data column_indices projection metrics \
             cache",
        ),
    ];
    let mut seen = Vec::new();
    physical(&datafusion(2), statement)
        .apply(|node| {
            if let Some((name, expected)) = known.iter().find(|(name, _)| *name == node.name()) {
                assert_eq!(fields(node.as_ref()).join(" "), *expected, "{name}: look at diagnostics/mod.rs");
                seen.push(*name);
            }
            Ok(TreeNodeRecursion::Continue)
        })
        .unwrap();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), known.len(), "{seen:?}");
}

/// `diagnostics/mod.rs` takes over the filter that a sort or a join has given to the scan below.
#[test]
fn a_sort_of_the_first_rows_gives_its_scan_a_filter() {
    let mut filters = 0;
    physical(&datafusion(1), "select n from t order by n limit 2")
        .apply(|node| {
            filters += node.dynamic_expressions_produced().len();
            Ok(TreeNodeRecursion::Continue)
        })
        .unwrap();
    assert_eq!(filters, 1);
}

/// `session/mod.rs` sets these, each for a reason: one that has that value by default now need not be set.
#[test]
fn options_that_are_set_have_another_default() {
    let (defaults, ours) = (datafusion(2).state().config_options().entries(), session().settings());
    let other = defaults.into_iter().filter(|entry| ours.get(&entry.key).is_some_and(|value| *value != entry.value));
    let mut other: Vec<String> = other.map(|entry| entry.key.trim_start_matches("datafusion.").to_owned()).collect();
    other.retain(|key| key != "execution.target_partitions");
    other.sort_unstable();
    let expected = [
        "catalog.information_schema",
        "execution.enable_file_stream_work_stealing",
        "execution.max_spill_file_size_bytes",
        "execution.perfect_hash_join_min_key_density",
        "execution.skip_physical_aggregate_schema_check",
        "optimizer.enable_aggregate_dynamic_filter_pushdown",
        "optimizer.hash_join_single_partition_threshold",
        "optimizer.hash_join_single_partition_threshold_rows",
        "optimizer.join_reordering",
        "sql_parser.collect_spans",
        "sql_parser.default_null_ordering",
        "sql_parser.enable_ident_normalization",
        "sql_parser.enable_subquery_sort_elimination",
        "sql_parser.recursion_limit",
    ];
    assert_eq!(other, expected);
}

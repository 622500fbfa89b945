//! What is leaned on without a promise: each test here turns red when an upgrade of DataFusion or arrow-rs changes one
//! behaviour, and names the file that has to be looked at then. Everything runs on DataFusion alone, without what pyrust
//! adds to it.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, ListArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Int64Type, Schema};
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::execution::SessionStateBuilder;
use datafusion::optimizer::{Analyzer, Optimizer};
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion::physical_plan::{ExecutionPlan, displayable};
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::wait;

/// DataFusion alone, on two threads, with a table `t`: `n` counts, `word` is text, `list` holds integers, `big` is the largest.
fn datafusion(partitions: usize) -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(partitions);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let context = SessionContext::new_with_state(state);
    let list = ListArray::from_iter_primitive::<Int64Type, _, _>((0..4).map(|n| Some(vec![Some(n), None])));
    let columns: [(&str, ArrayRef); 4] = [
        ("n", Arc::new(Int64Array::from(vec![0, 1, 2, 3]))),
        ("word", Arc::new(StringArray::from(vec!["0", "1", "x", "3"]))),
        ("list", Arc::new(list)),
        ("big", Arc::new(Int64Array::from(vec![i64::MAX; 4]))),
    ];
    context.register_batch("t", RecordBatch::try_from_iter(columns).unwrap()).unwrap();
    context
}

/// What DataFusion says of a statement that it refuses, or that fails.
fn error_of(statement: &str) -> String {
    let context = datafusion(1);
    let said = wait(async { context.sql(statement).await?.collect().await });
    said.expect_err(statement).to_string()
}

fn physical(statement: &str, partitions: usize) -> Arc<dyn ExecutionPlan> {
    let context = datafusion(partitions);
    wait(async { context.sql(statement).await?.create_physical_plan().await }).unwrap()
}

fn shown(statement: &str, partitions: usize) -> String {
    displayable(physical(statement, partitions).as_ref()).indent(true).to_string()
}

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

/// What is said of values: `diagnostics/message.rs` and `error/mod.rs` read these words.
#[test]
fn errors_of_values_have_their_words() {
    let cases = [
        ("select cast(word as bigint) from t", "Cannot cast string 'x' to value of Int64 type"),
        ("select cast(n + 300 as tinyint) from t", "Can't cast value 300 to type Int8"),
        ("select 1 / (n - n) from t", "Divide by zero"),
        ("select cast(word as timestamp) from t where word = 'x'", "Error parsing timestamp from 'x'"),
        ("select to_timestamp(word) from t where word = 'x'", "Error parsing timestamp from 'x'"),
        ("select cast(big as decimal(5, 2)) from t", "is too large to store in a Decimal"),
        ("select regexp_like(word, '[' || word) from t", "regex parse error:"),
    ];
    check(&cases);
}

/// Arrow names the operands of what does not fit; `diagnostics/message.rs` and `arithmetic/operators.rs` read them.
#[test]
fn an_overflow_names_its_operands() {
    let (most, one) = (Int64Array::from(vec![i64::MAX]), Int64Array::from(vec![1]));
    let error = arrow::compute::kernels::numeric::add(&most, &one).unwrap_err();
    assert!(error.to_string().contains("Overflow happened on: 9223372036854775807 + 1"), "{error}");
}

/// What is said of types: `error/mod.rs`, `diagnostics/type_error.rs` and `sql/refusal.rs` read these words.
#[test]
fn errors_of_types_have_their_words() {
    let cases = [
        ("select abs(word, n) from t", "'abs'"),
        ("select date_part('year', list) from t", "date_part"),
        ("select nosuch(n) from t", "Invalid function 'nosuch'"),
        ("select avg(list) from t", "avg"),
        ("select n from t where n", "non-boolean predicate"),
    ];
    check(&cases);
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(statement, words)| (statement, words, error_of(statement)))
        .filter(|(_, words, said)| !said.contains(*words))
        .map(|(statement, words, said)| format!("{statement}\n  no {words:?} in: {said}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `diagnostics/mod.rs` looks up what is computed once by this prefix.
#[test]
fn common_expressions_have_their_prefix() {
    let plan = shown("select abs(n * 3) + 1, abs(n * 3) + 2 from t", 1);
    assert!(plan.contains("__common_expr_1"), "{plan}");
}

/// `diagnostics/message.rs` reads the list of an unnested column out of this name.
#[test]
fn unnested_columns_have_their_prefix() {
    let plan = shown("select unnest(list) + 1 from t", 1);
    assert!(plan.contains("__unnest_placeholder(t.list,depth=1)"), "{plan}");
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
        physical(statement, 2)
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

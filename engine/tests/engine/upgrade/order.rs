//! Orders that DataFusion loses: sorts that it moves, leaves out or cuts short, and windows that rely on them.

use std::sync::Arc;

use datafusion::common::tree_node::Transformed;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, Union, col, lit};
use datafusion::optimizer::propagate_empty_relation::PropagateEmptyRelation;
use datafusion::optimizer::{OptimizerContext, OptimizerRule};

use super::{Defect, datafusion, shown};

#[test]
fn a_sort_moves_below_an_offset() {
    let rows = "with u(a, b) as (values (1, 6), (1, 5), (1, 4), (2, 3), (2, 2), (2, 1))";
    let few = format!("{rows} select * from (select * from u order by a limit 3 offset 2) order by a, b");
    Defect::new("offsets", "optimizer/fences.rs")
        .still(&[("select n from (select * from t order by n desc offset 2) order by n", "2; 3"), (&few, "1, 6")]);
}

#[test]
fn a_sort_by_a_key_of_grouping_sets_is_left_out() {
    let statement = "select n, count(*) from t where n = 1 group by rollup (n) order by n nulls last";
    Defect::new("grouping-sets-order", "analyzer/grouping_sets.rs").still(&[(statement, "null, 1; 1, 1")]);
}

#[test]
fn a_sort_by_a_constant_of_an_outer_joins_other_side_is_left_out() {
    let sorted = |side| format!("select c.x from a left join ({side}) c on a.k = c.k order by c.x nulls first");
    let (written, within) =
        (sorted("select k, 1 as x from b"), sorted("select k, k as x from b where k between 1 and 1"));
    Defect::new("outer-constants", "optimizer/outer_joins.rs").still(&[(&written, "1; null"), (&within, "1; null")]);
}

#[test]
fn a_sort_by_the_result_of_a_window_is_left_out() {
    let statement = "select count(*) over (partition by k rows between 1 preceding and current row) as c \
                     from (values (1), (1), (3)) v(k) order by c";
    Defect::new("window-order", "analyzer/window_order.rs").still(&[(statement, "1; 2; 1")]);
}

#[test]
fn a_partition_by_an_expression_above_an_equation_is_refused() {
    let statement = "select rank() over (partition by abs(b.n), a.j order by a.n) \
                     from (select n, n as j from t) a join t b on a.n = b.n";
    Defect::new("window-keys", "analyzer/computed_keys.rs")
        .still(&[(statement, "error: Expects PARTITION BY expression")]);
}

#[test]
fn window_functions_that_become_the_same_are_refused() {
    let statement = "select sum(n * 1) over (order by n), sum(n) over (order by n) from t";
    Defect::new("equal-windows", "optimizer/equal_windows.rs")
        .still(&[(statement, "error: Physical plan does not support logical expression WindowFunction")]);
}

#[test]
fn a_condition_of_a_join_contradicts_itself() {
    let statement = "select a.x, b.k from a left join b on a.k = b.k and 1 = a.k";
    Defect::new("contradictions", "analyzer/constant_sides.rs").still(&[(statement, "1, null; 2, null")]);
}

#[test]
fn an_order_by_a_function_of_an_unknown_range_is_refused() {
    let rows = "(select 4.0 as x union all select 9.0)";
    let (root, remainder) =
        (format!("select x from {rows} order by sqrt(x)"), format!("select x from {rows} order by abs(x % 7)"));
    let refused = "error: does not satisfy order requirements";
    Defect::new("computed-keys", "analyzer/computed_keys.rs").still(&[(&root, refused), (&remainder, refused)]);
}

#[test]
fn frames_between_peers_are_refused_for_some_keys() {
    let statement =
        "select count(*) over (order by struct(n) range between unbounded preceding and current row) from t";
    Defect { page: "../decisions/0013-windows", mend: "analyzer/window_peers.rs" }
        .still(&[(statement, "error: Cannot run range queries")]);
}

/// The streams of the union share one filter of their first rows by `n` alone; which rows that drops depends on time.
#[test]
fn the_first_rows_of_a_union_are_chosen_by_fewer_keys() {
    let statement = "select k, 5 as c from b union all select x, 4 from a order by 2 desc, 1 limit 5";
    let plan = shown(&datafusion(4), statement);
    let defect = Defect::new("merged-top-k", "optimizer/merged_top_k.rs");
    assert!(plan.contains("SortPreservingMergeExec: [c@1 DESC, k@0 ASC NULLS LAST], fetch=5"), "{plan}");
    assert!(plan.contains("SortExec: TopK(fetch=5), expr=[k@0 ASC NULLS LAST]"), "{plan}{}", defect.says());
}

/// The only part with rows is given the columns of the union, which are not those that it has.
#[test]
fn a_union_of_one_part_loses_its_names() {
    let named = |name: &str| LogicalPlanBuilder::empty(true).project([lit(1).alias(name)]).unwrap();
    let none = LogicalPlanBuilder::empty(false).build().unwrap();
    let (first, second) = (named("c").build().unwrap(), named("d").build().unwrap());
    let union = Union { schema: Arc::clone(first.schema()), inputs: vec![Arc::new(none), Arc::new(second.clone())] };
    let plan = LogicalPlan::Union(union);
    let Transformed { data, .. } = PropagateEmptyRelation::new().rewrite(plan, &OptimizerContext::new()).unwrap();
    let LogicalPlan::Projection(projection) = data else { panic!("{data}") };
    let defect = Defect::new("empty-parts", "optimizer/empty_parts.rs");
    assert_eq!(projection.expr, [col("c")], "{}", defect.says());
    assert!(!second.schema().has_column_with_unqualified_name("c"));
}

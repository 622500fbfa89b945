//! Values that DataFusion computes wrongly: functions, comparisons, aggregates, windows.

use std::sync::Arc;

use arrow::array::{Array, DictionaryArray, Int8Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int8Type};

use super::Defect;

#[test]
fn integers_wrap_around() {
    Defect { page: "../decisions/0007-checked-arithmetic", mend: "arithmetic" }.still(&[
        ("select 9223372036854775807 + n from t where n = 1", "-9223372036854775808"),
        ("select sum(big) from t", "-4"),
        ("select n << 65 from t where n = 1", "2"),
    ]);
}

#[test]
fn minus_zero_is_not_found_among_constants() {
    Defect::new("float-zeros", "functions/zeros.rs").still(&[(
        "select a in (0.0, 5.0, 6.0, 7.0), case a when 0.0 then 'zero' end, nullif(a, 0.0) from (values (double '-0.0')) v(a)",
        "false, null, -0.0",
    )]);
    // A window has two partitions for them.
    Defect::new("float-zeros", "aggregate/rule.rs")
        .still(&[("select count(*) over (partition by x) from (values (double '0.0'), (double '-0.0')) v(x)", "1; 1")]);
    // The filter of the join is applied below the sort.
    Defect::new("float-zeros", "optimizer/late_materialization.rs").still(&[(
        "select x from (values (double '0.0'), (double '1.0')) v(x) where x in (select double '-0.0' from b) order by x",
        "",
    )]);
}

#[test]
fn the_first_groups_by_floats_are_lost_or_doubled() {
    let values = |rows| format!("from (values {rows}) v(k, x)");
    let distinct = format!("select distinct x {} order by x limit 2", values("(1, double 'nan'), (2, double 'nan')"));
    let largest = format!(
        "select k, max(x) as m {} group by k order by m desc limit 1",
        values("(1, 1.0), (2, double 'nan'), (3, 2.0)")
    );
    Defect::new("limits-of-floats", "optimizer/aggregate_limits.rs")
        .still(&[(&distinct, "NaN; NaN"), (&largest, "3, 2.0")]);
}

#[test]
fn minima_of_groups_misplace_nan_and_infinity() {
    Defect::new("grouped-min-max-nan", "aggregate/extremes.rs").still(&[
        (
            "select k, min(v), max(v) from (values (1, 1.0), (1, double 'nan'), (1, 2.0)) v(k, v) group by k",
            "1, 2.0, 2.0",
        ),
        ("select min(v) < double 'inf' from (values (1, double 'inf')) v(k, v) group by k", "true"),
    ]);
}

#[test]
fn a_null_in_a_list_is_lost() {
    Defect::new("lists", "analyzer/lists.rs").still(&[
        ("select n from t where n in (1) and n not in (null)", "1"),
        ("select k from (values (2, 2)) v(k, j) where k in (1, j) and k not in (2, 5)", "2"),
        ("select (x in (1) and x not in (1, 3)) is null from (values (cast(null as bigint))) v(x)", "false"),
    ]);
}

#[test]
fn patterns_become_other_patterns() {
    Defect::new("regex-to-like", "functions/constant_pattern.rs").still(&[
        (r"select s ~ 'a\\b' from (values ('a\b'), ('ab')) v(s)", "false; true"),
        ("select s ~ '.*' from (values (cast(null as varchar))) v(s)", "false"),
        ("select 'abc' similar to 'b'", "true"),
    ]);
}

#[test]
fn sliding_frames_keep_what_has_left_them() {
    Defect::new("sliding-floats", "aggregate/sliding.rs").still(&[
        (
            "select sum(v) over (order by i rows between 1 preceding and current row) \
             from (values (1, double 'inf'), (2, 1.0), (3, 2.0)) v(i, v)",
            "inf; inf; NaN",
        ),
        (
            "select var_samp(v) over (order by i rows between 1 preceding and current row) > 100 \
             from (values (1, 1e9), (2, 1.0), (3, 2.0), (4, 3.0)) v(i, v)",
            "null; true; true; true",
        ),
    ]);
    let of_groups = "select corr(x, y) from (values (1, 1e9, 1e9 + 1.0), (1, 1e9 + 1, 1e9 + 2.0), (1, 1e9 + 2, 1e9 + 4.0)) \
                     v(k, x, y) group by k";
    Defect::new("sliding-floats", "aggregate/correlation.rs").still(&[(of_groups, "null")]);
}

#[test]
fn quotients_of_unsigned_integers_are_decimals() {
    let quotients = "select arrow_cast(1, 'UInt64') / 2, arrow_cast(3, 'UInt64') / 2";
    Defect::new("unsigned-quotients", "sql/operators.rs").still(&[(quotients, "0.5000, 1.5000")]);
}

#[test]
fn functions_lose_a_part_of_an_argument() {
    Defect::new("constants-and-columns", "functions/guarded.rs").still(&[
        (
            "select cast(date_trunc('millisecond', timestamp '1969-12-31 23:59:59.999999') as varchar)",
            "1970-01-01T00:00:00",
        ),
        ("select lpad(word, n - 1) from t", "panic"),
        ("select array_has_all(x, null::bigint[]) from lists", "true; true"),
    ]);
    let hours = "select cast(date '2024-01-31' + interval '1 hour' as varchar)";
    Defect::new("constants-and-columns", "instant/whole_days.rs").still(&[(hours, "2024-01-31")]);
    let no_distance = "select lag(n, null) over (order by n) from t";
    Defect::new("constants-and-columns", "aggregate/shift.rs").still(&[(no_distance, "0; 1; 2; 3")]);
}

#[test]
fn timestamps_end_with_nanoseconds() {
    Defect::new("far-timestamps", "instant").still(&[
        (
            "select arrow_cast('2024-01-01', 'Timestamp(Microsecond, None)') < '3000-01-01'",
            "error: Overflow converting",
        ),
        ("select arrow_cast(n, 'Timestamp(Second, None)') = '1970-01-01 00:00:00.5' from t where n = 0", "true"),
        ("select timestamp '3000-01-01'", "error: Overflow converting"),
    ]);
    Defect::new("far-timestamps", "functions/far.rs").still(&[
        ("select date_bin(interval '1 hour', arrow_cast(32503680000, 'Timestamp(Second, None)'))", "null"),
        ("select date_trunc('month', arrow_cast(32503680000, 'Timestamp(Second, None)'))", "error: out of range"),
    ]);
    let wrapped = "select try_cast(arrow_cast(32503680000000 + n, 'Date64') as timestamp) < timestamp '1900-01-01' from t \
                   where n = 0";
    Defect::new("far-timestamps", "cast/mod.rs").still(&[(wrapped, "true")]);
}

#[test]
fn the_view_of_a_dictionary_forgets_its_nulls() {
    let words = Arc::new(StringArray::from(vec![None, Some("ba")]));
    let dictionary = DictionaryArray::<Int8Type>::new(Int8Array::from(vec![0, 1]), words);
    let views = cast(&dictionary, &DataType::Utf8View).unwrap();
    let defect = Defect::new("dictionary-views", "cast/mod.rs");
    assert_eq!(views.null_count(), 0, "{}", defect.says());
    defect.still(&[("select cast(s as varchar) = '' from dict where i = 1", "true")]);
}

#[test]
fn windows_do_not_see_the_nulls_of_a_dictionary() {
    let first =
        "select first_value(s) ignore nulls over (order by i desc rows between 1 preceding and current row) from dict";
    Defect::new("lead-ignore-nulls", "aggregate/dictionaries.rs").still(&[(first, "ba; ba; ba")]);
}

#[test]
fn lead_and_lag_miscount() {
    let defect = Defect::new("lead-ignore-nulls", "aggregate/shift.rs");
    defect.still(&[
        (
            "select lead(v, 2) ignore nulls over (order by i) from (values (1,10),(2,20),(3,30),(4,40),(5,null),(6,null),\
             (7,70),(8,80),(9,null)) v(i, v) order by i limit 3",
            "30; 40; null",
        ),
        (
            "select i, lag(i, -1) over (order by i rows between unbounded preceding and current row) from dict limit 2",
            "1, 2; 2, null",
        ),
    ]);
}

#[test]
fn calls_panic_or_are_wrong() {
    Defect::new("calls-that-panic", "functions/calls.rs").still(&[
        ("select first_value() over () from t", "panic"),
        ("select count(n order by word) from t group by word", "panic"),
        ("select array_concat([[1]], arrow_cast([2], 'LargeList(Int64)'))", "panic"),
        ("select array_concat()", "error: at least one argument"),
    ]);
    let percentile = "select percentile_cont(0.3) within group (order by x) from (values (1), (2), (4), (4)) v(x)";
    Defect::new("calls-that-panic", "aggregate/percentile.rs").still(&[(percentile, "1.899999")]);
    Defect::new("calls-that-panic", "cast/valid.rs").still(&[("select cast(-1 as time) < time '00:00:00'", "true")]);
}

#[test]
fn null_equals_null_where_nobody_said_so() {
    let rows = "(values (1, 1), (null, null), (2, 3))";
    let statement = format!(
        "with l(k, x) as {rows}, r(k, x) as {rows} select l.k from l join r on l.k is not distinct from r.k where l.x = r.x"
    );
    Defect::new("null-safe-joins", "optimizer/null_safe.rs").still(&[(&statement, "1; null; 2")]);
}

#[test]
fn a_group_of_all_rows_has_a_row_where_a_predicate_drops_it() {
    let statement = "select * from (select sum(k) as s from (select 1 as k where false) e) d where not (s = s)";
    Defect::new("constant-conditions", "optimizer/constant_conditions.rs").still(&[(statement, "null")]);
}

#[test]
fn statistics_answer_the_wrong_aggregate() {
    Defect::new("aggregate-statistics", "optimizer/aggregate_statistics.rs").still(&[(
        "select count(*) filter (where c > 100) from (select count(*) c from t) a",
        "error: Assertion failed",
    )]);
}

#[test]
fn a_group_loses_keys_above_a_join_with_groups() {
    let statement = "with t(k) as (values (1), (2), (2)), u(k, j, n) as (values (2, 1, 4), (1, 2, 0), (2, 1, 9), (1, 2, 6)) \
                     select d.k, count(distinct u.n) from (select distinct k from t) d join u on u.k >= d.k \
                     group by d.k, u.j order by 1";
    Defect::new("dependent-keys", "analyzer/dependent_keys.rs").still(&[(statement, "1, 4; 2, 2")]);
}

#[test]
fn times_of_two_units_are_not_compared() {
    let times = "select arrow_cast(n, 'Time32(Second)') = arrow_cast(n, 'Time64(Nanosecond)') from t";
    Defect { page: "../checks", mend: "analyzer/times.rs" }
        .still(&[(times, "error: Cannot infer common argument type")]);
}

#[test]
fn distinct_strings_of_a_dictionary_are_not_aggregated_in_order() {
    let strings = "select string_agg(distinct s, ',' order by s) from dict";
    Defect { page: "../checks", mend: "analyzer/distinct_strings.rs" }
        .still(&[(strings, "error: must appear in argument list")]);
}

#[test]
fn a_union_with_unsigned_integers_is_of_decimals() {
    let union =
        "select arrow_typeof(x) from (select arrow_cast(n, 'UInt64') as x from t union all select n from t) limit 1";
    Defect { page: "../conversions", mend: "analyzer/types.rs" }.still(&[(union, "Decimal128(20, 0)")]);
}

//! Views that sort, filter and search: the same rows, in the same order, as the verbs give, wherever the rows are.

use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::Int64Type;
use datafusion::prelude::{ident, lit};
use pyrust_engine::view::spec::ViewSpec;
use pyrust_engine::view::{Start, derived, described};
use pyrust_engine::{ErrorKind, Frame, RunState, Session, View};

use crate::{Numbers, batch, collected, in_memory, living, parquet, query, session, shown_rows, soon, wait};

/// 30,000 rows: in memory, in Parquet files of several row groups, and as the result of a query.
fn everywhere(session: &Arc<Session>, folder: &std::path::Path) -> Vec<Arc<Frame>> {
    let (a, b) = (folder.join("a.parquet"), folder.join("b.parquet"));
    crate::write_parquet(&a, 0, 10_000, 999);
    crate::write_parquet(&b, 10_000, 30_000, 4_000);
    let memory = in_memory(session, vec![batch(0, 7), batch(7, 12_000), batch(12_000, 30_000)]);
    let computed = memory.filter(ident("n").gt_eq(lit(0))).unwrap();
    vec![memory.clone(), parquet(session, &[&a, &b]), computed, memory.cache().unwrap()]
}

/// A query of as many rows.
fn computed(session: &Arc<Session>, rows: u32, columns: &str) -> Arc<Frame> {
    query(session, &format!("SELECT {columns} FROM (SELECT unnest(range(0, {rows})) AS value)")).unwrap()
}

fn spec(json: &str) -> ViewSpec {
    ViewSpec::from_json(json).unwrap()
}

fn opened(frame: &Arc<Frame>, spec: &ViewSpec) -> Arc<View> {
    wait(async { View::open(frame).await.unwrap().arranged(spec).await.unwrap() })
}

/// Waits until the view has all its rows, and returns how many.
fn all(view: &View) -> u64 {
    assert!(soon(|| view.status().exact || view.status().error.is_some()), "{:?}", view.status());
    assert!(view.status().error.is_none(), "{:?}", view.status().error);
    view.status().rows
}

fn whole(frame: &Arc<Frame>) -> RecordBatch {
    concat_batches(frame.schema(), &collected(frame)).unwrap()
}

const SPECS: [&str; 14] = [
    r#"{"sort": [{"column": "n", "descending": true}]}"#,
    r#"{"sort": [{"column": "Word"}]}"#,
    r#"{"sort": [{"column": "Word", "descending": true, "nulls": "first"}, {"column": "n"}]}"#,
    r#"{"filters": [{"column": "n", "test": "between", "low": "100", "high": "25000"}]}"#,
    r#"{"filters": [{"column": "Word", "test": "null"}], "sort": [{"column": "n", "descending": true}]}"#,
    r#"{"filters": [{"column": "Word", "test": "in", "values": ["word 5", null, "word 29999"]}]}"#,
    r#"{"filters": [{"column": "Word", "test": "contains", "text": "D 77"}, {"column": "n", "test": "between", "high": "8000.5"}]}"#,
    r#"{"filters": [{"column": "Word", "test": "starts", "text": "word 2", "negated": true}]}"#,
    r#"{"filters": [{"column": "Word", "test": "regex", "text": "^word [13]+$", "case": true}]}"#,
    r#"{"where": "n % 1000 = 1 or \"Word\" is null", "sort": [{"column": "Word"}]}"#,
    r#"{"search": "99"}"#,
    r#"{"search": "99", "where": "n > 10", "filters": [{"column": "Word", "test": "ends", "text": "9", "off": true}]}"#,
    r#"{"where": "n < 0"}"#,
    r#"{"filters": [{"column": "gone", "test": "null"}], "sort": [{"column": "gone"}, {"column": "n", "descending": true}]}"#,
];

#[test]
fn every_window_is_a_slice_of_what_the_verbs_give() {
    let folder = tempfile::tempdir().unwrap();
    let (session, mut numbers) = (session(), Numbers(5));
    let frames = everywhere(&session, folder.path());
    for text in SPECS {
        let spec = spec(text);
        let expected = whole(&derived(&frames[0], &spec).unwrap());
        let rows = expected.num_rows() as u64;
        for frame in &frames {
            let view = opened(frame, &spec);
            assert_eq!(all(&view), rows, "{text}");
            assert_eq!((view.status().total, view.status().total_exact), (30_000, true));
            for _ in 0..12 {
                let first = numbers.below(rows + 5);
                let count = numbers.below(80);
                let columns = [vec![0], vec![1], vec![1, 0], vec![]][numbers.below(4) as usize].clone();
                let found = wait(view.window(first, count as usize, columns.clone())).unwrap();
                let (from, length) = (first.min(rows), count.min(rows.saturating_sub(first)));
                assert_eq!(found.num_rows() as u64, length);
                if !columns.is_empty() {
                    let slice = expected.slice(from as usize, length as usize).project(&columns).unwrap();
                    assert_eq!(shown_rows(&[found]), shown_rows(&[slice]), "{text}: {count} from {first}");
                }
            }
        }
    }
    assert!(soon(|| living(&session).is_empty()));
}

#[test]
fn what_only_filters_files_is_arranged_over_them_and_no_row_is_kept_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (session, mut numbers) = (session(), Numbers(9));
    let (a, b) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    crate::write_parquet(&a, 0, 10_000, 999);
    crate::write_parquet(&b, 10_000, 30_000, 4_000);
    let files = parquet(&session, &[&a, &b]);
    let twice = parquet(&session, &[&a, &b, &a]);
    let columns = |frame: &Arc<Frame>| frame.select(vec![ident("Word"), ident("n").alias("m")]).unwrap();
    let frames = [
        columns(&files.filter(ident("n").gt_eq(lit(5))).unwrap()).filter(ident("m").lt(lit(29_000))).unwrap(),
        files.filter((ident("n") % lit(7)).eq(lit(3))).unwrap(),
        // What fails for rows that do not pass is computed of none of them.
        files.filter(ident("n").gt(lit(0))).unwrap().with_columns(vec![(lit(9) / ident("n")).alias("of")]).unwrap(),
        twice.filter(ident("n").gt_eq(lit(20_000))).unwrap(),
        twice,
        files.limit(5, Some(20_000)).unwrap(),
    ];
    for frame in &frames {
        let number =
            frame.schema().fields().iter().find(|field| field.data_type().is_integer()).unwrap().name().clone();
        for text in SPECS {
            let spec = spec(
                &text
                    .replace("\"n\"", &format!("\"{number}\""))
                    .replace("n %", &format!("{number} %"))
                    .replace("n >", &format!("{number} >"))
                    .replace("n <", &format!("{number} <")),
            );
            let expected = whole(&derived(frame, &spec).unwrap());
            let rows = expected.num_rows() as u64;
            let view = opened(frame, &spec);
            assert_eq!(all(&view), rows, "{text}");
            for _ in 0..6 {
                let (first, count) = (numbers.below(rows + 5), numbers.below(80));
                let found = wait(view.window(first, count as usize, vec![1, 0])).unwrap();
                let (from, length) = (first.min(rows), count.min(rows.saturating_sub(first)));
                let slice = expected.slice(from as usize, length as usize).project(&[1, 0]).unwrap();
                assert_eq!(shown_rows(&[found]), shown_rows(&[slice]), "{text}: {count} from {first}");
            }
        }
    }
    // The query itself is not needed for it.
    let huge = files.filter(ident("n").gt_eq(lit(0))).unwrap();
    let view = wait(View::open(&huge)).unwrap();
    view.cancel();
    let sorted = wait(view.arranged(&spec(SPECS[0]))).unwrap();
    assert_eq!(all(&sorted), 30_000);
}

#[test]
fn equal_rows_stay_in_their_order_and_two_views_of_a_frame_are_sorted_differently() {
    let session = session();
    let frame = computed(&session, 600_000, "value AS n, value % 3 AS k");
    let by_k = opened(&frame, &spec(r#"{"sort": [{"column": "k", "descending": true}]}"#));
    let backwards = opened(&frame, &spec(r#"{"sort": [{"column": "n", "descending": true}]}"#));
    let column = |view: &View, first: u64| {
        let rows = wait(view.window(first, 4, vec![0])).unwrap();
        rows.column(0).as_primitive::<Int64Type>().values().to_vec()
    };
    // The first rows, which a run of their own has sorted, and those after them.
    for first in [0, 998, 199_998] {
        let expected: Vec<i64> = (first..first + 4).map(|at| at % 200_000 * 3 + 2 - at / 200_000).collect();
        assert_eq!(column(&by_k, first as u64), expected, "{first}");
        let expected: Vec<i64> = (first..first + 4).map(|at| 599_999 - at).collect();
        assert_eq!(column(&backwards, first as u64), expected, "{first}");
    }
    assert_eq!((all(&by_k), all(&backwards)), (600_000, 600_000));
}

#[test]
fn what_does_not_fit_is_said_and_left_out() {
    let session = session();
    let frame = in_memory(&session, vec![batch(0, 100)]);
    let problems = |text: &str| {
        let found = described(&frame, &spec(text));
        let message = |(words, problem): (String, Option<pyrust_engine::view::Problem>)| {
            (words, problem.map(|problem| problem.message))
        };
        found.filters.into_iter().map(message).collect::<Vec<_>>()
    };
    let found = problems(
        r#"{"filters": [
            {"column": "n", "test": "between", "low": "3", "high": "1e"},
            {"column": "wrod", "test": "null", "negated": true},
            {"column": "n", "test": "true"},
            {"column": "n", "test": "empty"},
            {"column": "Word", "test": "regex", "text": "("},
            {"column": "Word", "test": "part", "part": "year", "values": ["2024"]},
            {"column": "n", "test": "between"},
            {"column": "n", "test": "in", "values": ["5", null, "7", "8", "9"], "negated": true}]}"#,
    );
    let words: Vec<&str> = found.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(words[0], "3 … 1e");
    assert_eq!(words[1], "is not null");
    assert_eq!(words[7], "is not 5, null, 7, 2 more");
    assert!(found[..7].iter().all(|(_, problem)| problem.is_some()), "{found:?}");
    assert_eq!(found[0].1.as_deref(), Some("\"1e\" is not a value of int64"));
    assert_eq!(found[7].1, None);
    let condition = described(&frame, &spec(r#"{"where": "n >\n nn"}"#)).condition.unwrap();
    assert_eq!(condition.location.unwrap().line, 2);
    let error = wait(async { View::open(&frame).await.unwrap().arranged(&spec(r#"{"where": "n >"}"#)).await });
    assert_eq!(error.err().unwrap().kind(), ErrorKind::Sql);
    for text in [r#"{"sort": 1}"#, r#"{"filters": [{"column": "n", "test": "near"}]}"#, r#"{"order": []}"#, "["] {
        assert_eq!(ViewSpec::from_json(text).unwrap_err().kind(), ErrorKind::Value);
    }
    let saved = spec(SPECS[2]);
    assert_eq!(spec(&saved.to_json().unwrap()), saved);
}

#[test]
fn values_are_counted_under_the_filters_of_other_columns() {
    let session = session();
    let frame = computed(&session, 100, "value % 5 AS k, CASE WHEN value % 4 > 0 THEN 'w' || value % 4 END AS w");
    let view = wait(View::open(&frame)).unwrap();
    let spec = spec(
        r#"{"filters": [{"column": "w", "test": "null", "negated": true}, {"column": "k", "test": "between", "high": "1"}]}"#,
    );
    let values = |column: &str, search: &str, offset, limit| {
        let found = wait(view.values(&spec, column, search, offset, limit)).unwrap();
        let pairs =
            found.values.into_iter().map(|(text, count)| format!("{} {count}", text.as_deref().unwrap_or("null")));
        (pairs.collect::<Vec<_>>(), found.distinct)
    };
    assert_eq!(values("w", "", 0, 10), (vec!["w1 10".into(), "w2 10".into(), "w3 10".into(), "null 10".into()], 4));
    assert_eq!(values("w", "W2", 0, 10), (vec!["w2 10".into()], 1));
    assert_eq!(values("k", "", 1, 2), (vec!["1 15".into(), "2 15".into()], 5));
    assert_eq!(wait(view.values(&spec, "kk", "", 0, 1)).unwrap_err().kind(), ErrorKind::ColumnNotFound);
}

#[test]
fn a_text_is_found_cell_by_cell_in_the_order_of_the_view() {
    let session = session();
    let words = "CASE value % 3 WHEN 1 THEN 'Seven ' || (value + 6) WHEN 2 THEN 'x' END AS w";
    let frame = computed(&session, 80, &format!("value AS n, {words}"));
    let sorted = spec(r#"{"sort": [{"column": "n", "descending": true}], "where": "n < 70"}"#);
    for spec in [ViewSpec::default(), sorted] {
        let view = opened(&frame, &spec);
        let rows = whole(&derived(&frame, &spec).unwrap());
        let texts = shown_rows(&[rows.project(&[0]).unwrap()]);
        let words = shown_rows(&[rows.project(&[1]).unwrap()]);
        let mut expected = Vec::new();
        for (row, (n, word)) in texts.iter().zip(&words).enumerate() {
            expected.extend(n.contains('7').then_some((row as u64, 0)));
            expected.extend((word != "null" && word.contains('7')).then_some((row as u64, 1)));
        }
        assert!(expected.len() > 10);
        for backwards in [false, true] {
            let mut at = (0, if backwards { 0 } else { usize::MAX });
            let ahead = expected.iter().filter(|cell| **cell > (0, usize::MAX));
            let mut wanted: Vec<_> = match backwards {
                false => ahead.chain(expected.iter().filter(|cell| cell.0 == 0)).copied().collect(),
                true => expected.iter().rev().copied().collect(),
            };
            wanted.truncate(expected.len());
            for cell in wanted {
                at = wait(view.find("7", Start { row: at.0, column: at.1, backwards })).unwrap().unwrap();
                assert_eq!(at, cell, "{backwards}");
            }
        }
        assert_eq!(wait(view.find("SEVEN 7", Start { row: 0, column: 0, backwards: false })).unwrap().unwrap().1, 1);
        assert_eq!(wait(view.find("nowhere", Start { row: 3, column: 0, backwards: true })).unwrap(), None);
    }
}

#[test]
fn a_view_that_is_stopped_or_fails_says_so_and_leaves_nothing() {
    let session = session();
    let frame = computed(&session, 3_000_000, "value AS n");
    let failing = opened(&frame, &spec(r#"{"where": "10 / (n - 2999999) < 5"}"#));
    assert!(soon(|| failing.status().state == RunState::Failed), "{:?}", failing.status());
    assert!(wait(failing.window(0, 5, vec![0])).is_ok() || failing.status().error.is_some());
    let many = "(SELECT unnest(range(0, 4000)) AS n)";
    let slow = query(&session, &format!("SELECT a.n FROM {many} a, {many} b, {many} c")).unwrap();
    let view = opened(&slow, &spec(r#"{"sort": [{"column": "n"}]}"#));
    assert!(!view.status().exact);
    view.cancel();
    assert!(soon(|| view.status().error.is_some_and(|error| error.kind() == ErrorKind::Cancelled)));
    let dropped = opened(&slow, &spec(r#"{"sort": [{"column": "n"}]}"#));
    drop((dropped, view, failing));
    assert!(soon(|| living(&session).is_empty()));
}

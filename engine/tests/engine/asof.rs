//! The as-of join, beside a loop over all pairs of rows.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int64Array, RecordBatch};
use arrow::datatypes::Int64Type;
use datafusion::common::ScalarValue;
use datafusion::prelude::ident;
use pyrust_engine::frame::Asof;
use pyrust_engine::{AsofStrategy, ErrorKind, Frame};

use crate::budget::{all_but, capped};
use crate::{Numbers, collected, living, session, soon, wait};

type Row = (Option<i64>, Option<i64>);

fn rows(numbers: &mut Numbers, count: u64) -> Vec<Row> {
    (0..count).map(|_| (numbers.or_null(40, 9), numbers.or_null(3, 9))).collect()
}

/// The rows as batches of a few: `t` is compared, `g` must be equal, `id` counts.
fn batches(rows: &[Row]) -> Vec<RecordBatch> {
    let sizes = [3, 1, 7, 20];
    let (mut at, mut batches) = (0, Vec::new());
    for size in sizes.iter().cycle() {
        let end = rows.len().min(at + size);
        let column = |values: Vec<Option<i64>>| Arc::new(Int64Array::from(values)) as ArrayRef;
        let columns = [
            ("t", column(rows[at..end].iter().map(|row| row.0).collect())),
            ("g", column(rows[at..end].iter().map(|row| row.1).collect())),
            ("id", column((at as i64..end as i64).map(Some).collect())),
        ];
        batches.push(RecordBatch::try_from_iter_with_nullable(columns.map(|(n, c)| (n, c, true))).unwrap());
        at = end;
        if at == rows.len() {
            return batches;
        }
    }
    batches
}

/// Returns the index of the nearest row: of several with that key the last one.
fn nearest(left: Row, right: &[Row], asof: &Asof, tolerance: Option<i64>) -> Option<i64> {
    let (key, group) = (left.0?, left.1?);
    let fits = |other: i64| {
        let sided = match asof.strategy {
            AsofStrategy::Backward => other <= key,
            AsofStrategy::Forward => other >= key,
            AsofStrategy::Nearest => true,
        };
        sided && (asof.exact || other != key) && tolerance.is_none_or(|most| (other - key).abs() <= most)
    };
    let candidates = right.iter().enumerate().filter_map(|(at, (other, of))| Some((at, (*other)?, (*of)?)));
    let candidates = candidates.filter(|(_, other, of)| *of == group && fits(*other));
    // The smallest distance; of two at one distance the later key.
    let best = candidates.clone().map(|(_, other, _)| ((other - key).abs(), -other)).min()?;
    let found = candidates.filter(|(_, other, _)| ((other - key).abs(), -other) == best);
    // Of equal keys the first ahead, the last behind.
    let mut found = found.map(|(at, ..)| at as i64);
    match asof.strategy {
        AsofStrategy::Forward => found.next(),
        _ => found.last(),
    }
}

#[test]
fn each_row_finds_the_row_that_a_loop_finds() {
    let session = session();
    let mut numbers = Numbers(7);
    let mut matched = 0;
    for round in 0..24 {
        let (left, right) = (rows(&mut numbers, 60), rows(&mut numbers, [0, 1, 50][round % 3]));
        let frame = |rows: &[Row]| Frame::from_batches(&session, batches(&left)[0].schema(), batches(rows)).unwrap();
        let frames = (frame(&left), frame(&right));
        for strategy in [AsofStrategy::Backward, AsofStrategy::Forward, AsofStrategy::Nearest] {
            let tolerance = [None, Some(2)][(round / 2) % 2];
            let asof = Asof {
                left_on: ident("t"),
                right_on: ident("t"),
                by: vec![("g".to_owned(), "g".to_owned())],
                strategy,
                exact: round % 2 == 0,
                tolerance: tolerance.map(|most| ScalarValue::Int64(Some(most))),
                suffix: "_right".to_owned(),
            };
            let joined = frames.0.join_asof(&frames.1, &asof).unwrap();
            let found: Vec<Option<i64>> = collected(&joined)
                .iter()
                .flat_map(|batch| {
                    batch.column_by_name("id_right").unwrap().as_primitive::<Int64Type>().iter().collect::<Vec<_>>()
                })
                .collect();
            let expected: Vec<Option<i64>> = left.iter().map(|row| nearest(*row, &right, &asof, tolerance)).collect();
            assert_eq!(found, expected, "round {round}, {asof:?}");
            matched += found.iter().flatten().count();
        }
    }
    assert!(matched > 500, "{matched}");
}

#[test]
fn a_join_without_memory_for_its_right_rows_names_itself_and_gives_all_back() {
    let session = capped(200);
    let others = all_but(&session, 1 << 20);
    let held = session.reserved();
    let frame = |to: i64| Frame::range(&session, 0, to, 1).unwrap();
    let asof = Asof {
        left_on: ident("value"),
        right_on: ident("value"),
        by: Vec::new(),
        strategy: AsofStrategy::Backward,
        exact: true,
        tolerance: None,
        suffix: "_right".to_owned(),
    };
    let joined = frame(10).join_asof(&frame(1_000_000), &asof).unwrap();
    let error = wait(joined.collect()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Resources);
    assert!(error.to_string().contains("the as-of join needs "), "{error}");
    assert!(soon(|| session.reserved() == held && living(&session).is_empty()));
    drop(others);
    assert_eq!(wait(joined.count()).unwrap(), 10);
}

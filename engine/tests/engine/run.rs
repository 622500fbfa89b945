//! Runs: their states, their history, their progress and their reports.

use std::sync::Arc;
use std::time::Duration;

use datafusion::functions_aggregate::expr_fn::{count, sum};
use datafusion::logical_expr::{ident, lit};
use futures::StreamExt;
use pyrust_engine::{Caller, ErrorKind, Frame, Run, RunState, RunWatch, runs};

use crate::{RUNTIME, living, session, soon, wait};

/// Groups that never come to an end, and hold memory.
fn endless(session: &Arc<pyrust_engine::Session>) -> Arc<Frame> {
    let numbers = Frame::range(session, 0, 1_000_000_000_000, 1).unwrap();
    numbers.aggregate(vec![ident("value") % lit(1_000_003)], vec![sum(ident("value"))]).unwrap()
}

fn last(session: &pyrust_engine::Session) -> Arc<Run> {
    session.runs().pop().unwrap()
}

#[test]
fn a_run_waits_for_its_reader_and_is_over_when_its_rows_are_taken() {
    let session = session();
    let frame = Frame::range(&session, 0, 20_000, 1).unwrap().filter(ident("value").gt(lit(5))).unwrap();
    let (run, mut stream) = wait(frame.start("show")).unwrap();
    assert_eq!(run.state(), RunState::Running);
    wait(stream.next()).unwrap().unwrap();
    assert_eq!(run.state(), RunState::Waiting);
    while wait(stream.next()).is_some() {}
    assert_eq!((run.state(), run.rows()), (RunState::Done, 19_994));
    assert!(living(&session).is_empty());
    assert_eq!(last(&session).id(), run.id());
}

#[test]
fn nobody_has_to_poll_a_cancelled_run_for_its_memory_to_go() {
    let session = session();
    let (run, stream) = wait(endless(&session).start("collect")).unwrap();
    assert!(soon(|| run.reserved() > 0));
    run.cancel();
    assert!(matches!(run.state(), RunState::Cancelling | RunState::Cancelled));
    // Nobody polls the stream.
    assert!(soon(|| run.state() == RunState::Cancelled), "{} bytes are reserved", run.reserved());
    assert_eq!((run.reserved(), session.reserved()), (0, 0));
    wait(run.over());
    drop(stream);
}

#[test]
fn a_run_that_is_cancelled_twice_stays_as_it_was() {
    let session = session();
    let (run, stream) = wait(endless(&session).start("collect")).unwrap();
    run.cancel();
    run.cancel();
    assert_eq!(wait(stream.collect()).unwrap_err().kind(), ErrorKind::Cancelled);
    assert!(soon(|| run.state() == RunState::Cancelled));
    let done = wait(Frame::range(&session, 0, 10, 1).unwrap().filter(ident("value").gt(lit(5))).unwrap().collect());
    done.unwrap();
    let run = last(&session);
    run.cancel();
    assert_eq!(run.state(), RunState::Done);
    assert!(run.error().is_none());
}

#[test]
fn a_failed_run_keeps_its_error() {
    let session = session();
    let frame = Frame::range(&session, 0, 10, 1).unwrap();
    let failing = frame.select(vec![(lit(1) / (ident("value") - lit(5))).alias("x")]).unwrap();
    wait(failing.collect()).unwrap_err();
    let run = last(&session);
    assert_eq!(run.state(), RunState::Failed);
    assert!(run.error().unwrap().message().contains("the divisor is 0"));
}

#[test]
fn a_hundred_runs_are_remembered_and_no_more() {
    let session = session();
    let frame = Frame::range(&session, 0, 10, 1).unwrap().filter(ident("value").gt(lit(5))).unwrap();
    for _ in 0..120 {
        wait(frame.collect()).unwrap();
    }
    let ended = runs().iter().filter(|run| run.state().is_over()).count();
    assert!(ended <= 100, "{ended}");
}

#[test]
fn a_run_that_takes_longer_than_it_may_is_stopped() {
    let session = session();
    let watch = RunWatch::of(Caller { timeout: Some(Duration::from_millis(200)), ..Caller::default() });
    let frame = endless(&session);
    let error = wait(watch.over(async move { frame.collect().await })).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("0.2 s"), "{error}");
    assert!(soon(|| last(&session).state() == RunState::Cancelled));
}

#[test]
fn one_of_what_was_submitted_computes_and_the_others_wait_in_their_order() {
    let session = session();
    let tasks: Vec<_> = (0..4).map(|_| endless(&session).submit()).collect();
    let (runs, futures): (Vec<_>, Vec<_>) = tasks.into_iter().unzip();
    assert!(runs.iter().all(|run| run.state() == RunState::Queued));
    assert_eq!(runs[3].progress().phase, "waiting for its turn, behind 3 runs");
    // Whichever is polled first.
    let mut tasks: Vec<_> = futures.into_iter().rev().map(|future| RUNTIME.spawn(future)).collect();
    tasks.reverse();
    let states = |expected: [RunState; 4]| soon(|| runs.iter().map(|run| run.state()).eq(expected));
    assert!(states([RunState::Running, RunState::Queued, RunState::Queued, RunState::Queued]));
    assert!(runs[1].seconds() == 0.0);
    runs[1].cancel();
    assert!(states([RunState::Running, RunState::Cancelled, RunState::Queued, RunState::Queued]));
    assert!(soon(|| runs[2].progress().phase == "waiting for its turn, behind another run"));
    // Somebody waits for the last one.
    runs[3].bring_forward();
    runs[3].bring_forward();
    assert!(states([RunState::Running, RunState::Cancelled, RunState::Queued, RunState::Running]));
    runs[0].cancel();
    assert!(states([RunState::Cancelled, RunState::Cancelled, RunState::Running, RunState::Running]));
    // Another session has a queue of its own.
    let other = crate::session();
    let (run, rows) = Frame::range(&other, 0, 10, 1).unwrap().filter(ident("value").gt(lit(5))).unwrap().submit();
    runs[3].cancel();
    assert_eq!(wait(wait(async { RUNTIME.spawn(rows).await }).unwrap().unwrap().count()).unwrap(), 4);
    assert_eq!((run.state(), runs[2].state()), (RunState::Done, RunState::Running));
    runs.iter().for_each(|run| run.cancel());
    for task in tasks {
        assert_eq!(wait(task).unwrap().unwrap_err().kind(), ErrorKind::Cancelled);
    }
}

#[test]
fn progress_counts_the_rows_of_its_sources_and_never_goes_back() {
    let session = session();
    let numbers = Frame::range(&session, 0, 3_000_000, 1).unwrap();
    let (run, mut stream) = wait(numbers.filter(ident("value").gt(lit(5))).unwrap().start("show")).unwrap();
    let mut seen = 0.0;
    while let Some(batch) = wait(stream.next()) {
        batch.unwrap();
        if let Some(fraction) = run.progress().fraction {
            assert!((seen..=1.0).contains(&fraction), "{fraction} after {seen}");
            seen = fraction;
        }
    }
    assert!(seen > 0.9, "{seen}");
    let over = run.progress();
    assert_eq!((over.phase.as_ref(), over.rows, over.seconds_left), ("done", 2_999_994, None));
}

#[test]
fn progress_names_the_operator_that_must_have_all_of_its_rows() {
    let session = session();
    let (run, stream) = wait(endless(&session).start("collect")).unwrap();
    let consumer = RUNTIME.spawn(stream.collect());
    assert!(soon(|| run.progress().phase_rows.is_some_and(|rows| rows > 1_000_000)), "{:?}", run.progress());
    let now = run.progress();
    assert_eq!(now.phase, "grouping");
    assert!(now.reserved > 0 && now.fraction.is_some_and(|fraction| fraction < 0.5), "{now:?}");
    run.cancel();
    wait(consumer).unwrap().unwrap_err();
}

#[test]
fn a_report_has_what_the_operators_did_and_no_rows() {
    let session = session();
    let numbers = Frame::range(&session, 0, 100_000, 1).unwrap();
    let groups = numbers.aggregate(vec![(ident("value") % lit(7)).alias("k")], vec![count(ident("value"))]).unwrap();
    let report = wait(groups.analyze()).unwrap();
    assert_eq!(last(&session).state(), RunState::Done);
    let mut operators = vec![report.root()];
    let mut place = 0;
    while place < operators.len() {
        operators.extend(&operators[place].inputs);
        place += 1;
    }
    let names: Vec<_> = operators.iter().map(|operator| operator.name.as_str()).collect();
    assert!(names.contains(&"Aggregate") && names.contains(&"DataSource"), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("TimeSlice") || name.contains("Cooperative")), "{names:?}");
    let scan = operators.iter().find(|operator| operator.name == "DataSource").unwrap();
    assert_eq!((scan.rows, scan.expected), (Some(100_000), Some(100_000)));
    assert_eq!(report.root().rows, Some(7));
}

//! Lanes: what somebody waits for computes first, and nobody waits for ever.

use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::logical_expr::{ident, lit};
use futures::StreamExt;
use pyrust_engine::{Error, Frame, Lane, Run, RunState, Session, View};
use tokio::task::JoinHandle;

use crate::{RUNTIME, session, soon, wait};

const OTHERS: &str = "waiting for other queries";

/// Numbers of which few are returned, up to `rows`.
fn few(session: &Arc<Session>, rows: i64) -> Arc<Frame> {
    let numbers = Frame::range(session, 0, rows, 1).unwrap();
    numbers.filter((ident("value") % lit(1_000)).eq(lit(7))).unwrap()
}

/// Groups that never come to an end.
fn endless(session: &Arc<Session>) -> Arc<Frame> {
    let numbers = Frame::range(session, 0, 1_000_000_000_000, 1).unwrap();
    numbers.aggregate(vec![ident("value") % lit(1_003)], vec![sum(ident("value"))]).unwrap()
}

fn read_rows(run: &Run) -> u64 {
    run.progress().phase_rows.unwrap_or(0)
}

/// A query that computes, without an end, and who waits for it.
fn awaited(session: &Arc<Session>) -> (Arc<Run>, JoinHandle<Result<Vec<RecordBatch>, Error>>) {
    let (query, stream) = wait(endless(session).start("collect")).unwrap();
    let reader = RUNTIME.spawn(stream.collect());
    assert!(soon(|| read_rows(&query) > 0));
    (query, reader)
}

/// The run of the frame that was shown last.
fn shown(session: &Session) -> Arc<Run> {
    session.runs().into_iter().rev().find(|run| run.what() == "show").unwrap()
}

#[test]
fn what_was_submitted_reads_nothing_while_a_query_computes_that_somebody_waits_for() {
    let session = session();
    let (query, reader) = awaited(&session);
    let (task, rows) = endless(&session).submit();
    let rows = RUNTIME.spawn(rows);
    assert!(soon(|| task.progress().phase == OTHERS), "{:?}", task.progress());
    assert_eq!((query.lane(), task.lane(), task.progress().fraction), (Lane::Query, Lane::Background, Some(0.0)));
    let before = read_rows(&query);
    assert!(soon(|| read_rows(&query) > before + 1_000_000));
    assert_eq!(task.progress().fraction, Some(0.0));
    query.cancel();
    wait(reader).unwrap().unwrap_err();
    assert!(soon(|| read_rows(&task) > 0), "{:?}", task.progress());
    task.cancel();
    wait(rows).unwrap().unwrap_err();
}

#[test]
fn a_query_that_waits_for_its_reader_holds_nobody_up() {
    let session = session();
    let (query, mut stream) = wait(few(&session, 1_000_000_000).start("iter_rows")).unwrap();
    // Neither before its first batch is asked for nor after it.
    for _ in 0..2 {
        let (task, rows) = few(&session, 100_000).submit();
        let rows = RUNTIME.spawn(rows);
        assert!(soon(|| task.state() == RunState::Done), "{:?}", task.progress());
        wait(rows).unwrap().unwrap();
        wait(stream.next()).unwrap().unwrap();
        assert_eq!(query.state(), RunState::Waiting);
    }
}

#[test]
fn a_query_that_waits_for_a_task_brings_it_forward() {
    let session = session();
    let (query, reader) = awaited(&session);
    let (task, rows) = few(&session, 100_000).submit();
    let rows = RUNTIME.spawn(rows);
    assert!(soon(|| task.progress().phase == OTHERS), "{:?}", task.progress());
    task.bring_forward();
    assert_eq!(wait(wait(rows).unwrap().unwrap().count()).unwrap(), 100);
    assert_eq!((task.lane(), task.state()), (Lane::Query, RunState::Done));
    query.cancel();
    wait(reader).unwrap().unwrap_err();
}

#[test]
fn a_task_that_is_held_up_can_be_cancelled() {
    let session = session();
    let (query, reader) = awaited(&session);
    let (task, rows) = endless(&session).submit();
    let rows = RUNTIME.spawn(rows);
    assert!(soon(|| task.progress().phase == OTHERS), "{:?}", task.progress());
    task.cancel();
    wait(rows).unwrap().unwrap_err();
    assert!(soon(|| task.state() == RunState::Cancelled));
    assert!(query.is_running());
    query.cancel();
    wait(reader).unwrap().unwrap_err();
}

#[test]
fn a_query_that_is_shown_is_in_the_background_once_its_first_page_is_there() {
    let session = session();
    let view = wait(RUNTIME.spawn({
        let frame = few(&session, 1_000_000_000_000);
        async move { View::open(&frame).await }
    }));
    let view = view.unwrap().unwrap();
    let run = shown(&session);
    assert_eq!(wait(view.window(0, 10, vec![0])).unwrap().num_rows(), 10);
    assert!(soon(|| run.lane() == Lane::Background && run.state() == RunState::Running), "{run:?}");
    // A reader takes it out again, also while a query computes.
    let (query, stream) = wait(endless(&session).start("collect")).unwrap();
    let reader = RUNTIME.spawn(stream.collect());
    assert!(soon(|| run.progress().phase == OTHERS), "{:?}", run.progress());
    let rows = view.status().rows;
    let further = RUNTIME.spawn({
        let view = Arc::clone(&view);
        async move { view.window(rows + 1_000, 10, vec![0]).await }
    });
    assert_eq!(wait(further).unwrap().unwrap().num_rows(), 10);
    assert!(soon(|| run.progress().phase == OTHERS), "{:?}", run.progress());
    // One who gives up does not.
    let further = RUNTIME.spawn({
        let view = Arc::clone(&view);
        async move { view.window(1_000_000_000, 10, vec![0]).await }
    });
    assert!(soon(|| run.lane() == Lane::Look));
    further.abort();
    assert!(soon(|| run.lane() == Lane::Background));
    query.cancel();
    wait(reader).unwrap().unwrap_err();
    view.cancel();
}

#[test]
fn of_twenty_frames_that_are_shown_one_computes_after_the_other() {
    let session = session();
    let (mut views, mut runs) = (Vec::new(), Vec::new());
    // Until all have been opened, none computes more than its first page.
    let (query, reader) = awaited(&session);
    for _ in 0..20 {
        let frame = few(&session, 5_000_000);
        let view = wait(RUNTIME.spawn(async move { View::open(&frame).await })).unwrap().unwrap();
        runs.push(shown(&session));
        // As few as its first batch has: later rows are gathered, in a tenth of a second all of them.
        assert_eq!(wait(view.window(0, 5, vec![0])).unwrap().num_rows(), 5);
        views.push(view);
    }
    // Somebody has asked for this one.
    let (task, rows) = few(&session, 1_000_000).submit();
    let rows = RUNTIME.spawn(rows);
    assert!(soon(|| task.progress().phase == OTHERS), "{:?}", task.progress());
    query.cancel();
    wait(reader).unwrap().unwrap_err();
    assert!(soon(|| {
        // The last one first: those before it can only be further by then.
        let mut states: Vec<_> = runs.iter().rev().map(|run| (run.lane(), run.state())).collect();
        states.reverse();
        let queued = states.iter().rev().take_while(|found| **found == (Lane::Background, RunState::Queued)).count();
        let before = &states[..(20 - queued).saturating_sub(1)];
        assert!(before.iter().all(|(_, state)| *state == RunState::Done), "{states:?}");
        let is_asked_for_done = before.len() < 19 || task.state() == RunState::Done;
        assert!(is_asked_for_done, "what somebody has asked for is before what nobody has: {states:?}");
        states.iter().all(|(_, state)| *state == RunState::Done)
    }));
    assert_eq!(wait(wait(rows).unwrap().unwrap().count()).unwrap(), 1_000);
    // A run has ended a moment before the store of its rows knows.
    assert!(soon(|| views.iter().all(|view| view.status().rows == 5_000 && view.status().exact)));
}

//! The memory of the process and what sessions have of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::common::JoinType;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::prelude::{ident, lit};
use pyrust_engine::budget::{self, Amount};
use pyrust_engine::frame::Join;
use pyrust_engine::{Error, ErrorKind, Frame, Session, SessionOptions};

use crate::{batch, collected, in_memory, integers, session, soon, wait};

/// A session that may reserve so many megabytes.
pub fn capped(megabytes: u64) -> Arc<Session> {
    let memory_limit = Some(Amount::Bytes(megabytes * 1_000_000));
    Session::with_options(SessionOptions { memory_limit, ..SessionOptions::default() }).unwrap()
}

/// Takes all memory of a session but so many bytes, until the result is dropped.
pub fn all_but(session: &Session, bytes: usize) -> MemoryReservation {
    let others = MemoryConsumer::new("others").register(&session.state().runtime_env().memory_pool);
    others.try_grow(session.memory_limit() - bytes).unwrap();
    others
}

#[test]
fn sessions_share_the_memory_of_the_process() {
    let (one, two) = (session(), session());
    assert_eq!(one.memory_limit(), budget::memory_limit().unwrap().value);
    assert_eq!(one.memory_limit(), two.memory_limit());
    let kept = |session: &Arc<Session>| {
        let frame = in_memory(session, vec![batch(0, 50_000)]).filter(ident("n").gt(lit(-1))).unwrap();
        let cached = frame.cache().unwrap();
        assert_eq!(wait(cached.count()).unwrap(), 50_000);
        cached
    };
    let caches = (kept(&one), kept(&two));
    let (mine, theirs) = (one.reserved(), two.reserved());
    assert!(mine > 400_000 && theirs > 400_000, "{mine}, {theirs}");
    assert!(budget::reserved() >= mine + theirs);
    drop(caches);
    assert!(soon(|| one.reserved() == 0 && two.reserved() == 0));
}

#[test]
fn a_session_has_no_more_than_its_limit() {
    let session = capped(40);
    assert_eq!(session.memory_limit(), 40_000_000);
    let many =
        Session::with_options(SessionOptions { memory_limit: Some(Amount::Percent(50.0)), ..Default::default() });
    assert_eq!(many.unwrap().memory_limit(), budget::memory_limit().unwrap().value / 2);
    for (limit, said) in [(Amount::Bytes(0), "at least 1.0 MB"), (Amount::Bytes(1 << 60), "must be at most ")] {
        let options = SessionOptions { memory_limit: Some(limit), ..SessionOptions::default() };
        let error = Session::with_options(options).unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Value, "Session"));
        assert!(error.message().starts_with("memory_limit must be ") && error.message().contains(said), "{error}");
    }
}

const ROWS: i64 = 4_000_000;

/// Rows of two tables of numbers that meet in a join, which keeps one of them in memory.
fn joined(session: &Arc<Session>) -> Arc<Frame> {
    let side = |name: &str| {
        let numbers = Frame::range(session, 0, ROWS, 1).unwrap();
        // Spread out, so that no array over the range of the keys takes the place of a hash table.
        numbers.select(vec![(ident("value") * lit(1_000_003)).alias(name)]).unwrap()
    };
    let join = Join {
        how: JoinType::Inner,
        left_on: vec![ident("a")],
        right_on: vec![ident("b")],
        condition: None,
        suffix: "_right".to_owned(),
        nulls_equal: false,
        coalesce: None,
    };
    side("a").join(&side("b"), &join).unwrap()
}

fn refused(frame: &Arc<Frame>) -> Error {
    wait(frame.collect()).unwrap_err()
}

#[test]
fn a_join_that_does_not_fit_says_so_and_fits_when_it_sorts() {
    let session = capped(60);
    let joined = joined(&session);
    let error = refused(&joined);
    assert_eq!(error.kind(), ErrorKind::Resources);
    let message = error.message();
    for part in ["the hash join needs ", " more than the session's memory limit of 60 MB leaves it", "this run holds "]
    {
        assert!(message.contains(part), "{message}");
    }
    assert!(error.hint().is_some_and(|hint| hint.contains("prefer_hash_join")), "{error}");
    let settings = BTreeMap::from([("datafusion.optimizer.prefer_hash_join".to_owned(), "false".to_owned())]);
    let sorted = joined.with_settings(&settings).unwrap();
    assert_eq!(wait(sorted.count()).unwrap(), ROWS as u64);
    assert_eq!(sorted.session().id(), session.id());
    // The setting is that of the retry alone.
    assert_eq!(refused(&joined).kind(), ErrorKind::Resources);
    assert!(soon(|| session.reserved() == 0), "{} bytes are still reserved", session.reserved());
}

#[test]
fn a_frame_with_settings_is_the_same_table() {
    let session = session();
    session.register("t", &in_memory(&session, vec![batch(0, 10)])).unwrap();
    let settings = BTreeMap::from([("datafusion.execution.batch_size".to_owned(), "3".to_owned())]);
    let frame = session.table("t").unwrap().with_settings(&settings).unwrap();
    assert_eq!(integers(&collected(&frame), 0), (0..10).collect::<Vec<i64>>());
    assert_eq!(frame.session().settings()["datafusion.execution.batch_size"].as_deref(), Some("3"));
    assert_eq!(frame.session().tables(), ["t"]);
    assert_ne!(session.settings()["datafusion.execution.batch_size"].as_deref(), Some("3"));
}

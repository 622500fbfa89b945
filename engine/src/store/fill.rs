//! Moves the rows of a run into a store, as far as anybody wants them. A run that waits holds its operators: hash tables,
//! sorted rows, open files. So it does for a while only; then it ends, the rows so far stay, and more are computed by
//! another run of the same plan, whose first rows are compared with them (docs/decisions/0033).

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use tokio::sync::watch;

use super::chunks::Stage;
use super::gathered::Gathered;
use super::kept::Kept;
use super::{WHAT, eviction};
use crate::error::Result;
use crate::run::{BatchStream, Run, lost};

/// Starts another run of the same plan.
pub(crate) type Again = Box<dyn Fn() -> BoxFuture<'static, Result<BatchStream>> + Send + Sync>;

/// How long a run waits for somebody who wants more: who reads on does so within seconds, and who has turned to another
/// cell should not find its memory taken.
static PATIENCE: LazyLock<watch::Sender<Duration>> = LazyLock::new(|| watch::channel(Duration::from_secs(30)).0);

/// Sets how long a run that has paused waits for somebody who wants more rows before it ends.
pub fn set_patience(time: Duration) {
    PATIENCE.send_replace(time);
}

/// What comes after a pause.
#[derive(PartialEq, Eq)]
enum Next {
    /// Somebody reads; perhaps more than there is.
    More,
    /// The run has been given up.
    Stopped,
}

/// Moves the rows of `stream`, and of the runs that `again` starts, into `kept`.
pub(super) async fn fill(kept: Arc<Kept>, stream: BatchStream, again: Option<Again>) {
    let mut wanted = kept.wanted.subscribe();
    let mut stream = Some(Gathered::new(stream));
    // How many rows of this run have come.
    let mut at = 0;
    let error = loop {
        let (rows, bytes) = *wanted.borrow_and_update();
        let bytes = if rows == u64::MAX { bytes } else { eviction::ahead(&kept, bytes) };
        let has_all = |at| kept.with(|chunks| chunks.rows >= rows && chunks.bytes() >= bytes && at >= chunks.rows);
        let has_ended = match &mut stream {
            // A store that has all of its rows is complete, whether or not somebody wants more.
            Some(stream) if has_all(at) => stream.has_ended().await,
            _ => false,
        };
        if has_all(at) && !has_ended {
            if pause(&kept, stream.as_ref().map(Gathered::run), &mut wanted).await == Next::Stopped {
                stream = None;
            }
            // A cancelled run is seen by the next poll of its stream.
            if stream.as_ref().is_none_or(|stream| stream.run().is_running()) {
                continue;
            }
        }
        kept.go_on();
        kept.choose_lane();
        let running = match (&mut stream, &again) {
            (Some(running), _) => running,
            (None, None) => return,
            (None, Some(again)) => match again().await {
                Ok(begun) => {
                    kept.restart(begun.run());
                    at = 0;
                    stream.insert(Gathered::new(begun))
                }
                Err(error) => break Some(error),
            },
        };
        match running.next().await {
            None => break None,
            Some(Err(error)) => break Some(error),
            Some(Ok(batch)) if batch.num_rows() == 0 => {}
            Some(Ok(batch)) => {
                let kept = Arc::clone(&kept);
                // Compacting and writing block, so they run outside of the runtime's worker threads.
                match tokio::task::spawn_blocking(move || kept.follow(at, batch)).await {
                    Ok(Ok(come)) => at = come,
                    Ok(Err(error)) => break Some(error),
                    Err(_) => break Some(lost(WHAT)),
                }
            }
        }
    };
    // Of a run anew there may be fewer rows.
    if error.is_none() && kept.with(|chunks| chunks.rows > at) {
        kept.begin_anew(at);
    }
    drop(stream);
    kept.end(error);
}

/// Waits until somebody wants more rows than there are, or nobody has wanted any for a while.
async fn pause(kept: &Kept, run: Option<&Arc<Run>>, wanted: &mut watch::Receiver<(u64, usize)>) -> Next {
    let since = Instant::now();
    kept.enter(if run.is_some() { Stage::Paused } else { Stage::Stopped });
    let cancelled = async {
        match run {
            Some(run) => drop(run.cancelled().await),
            None => std::future::pending().await,
        }
    };
    let mut patience = PATIENCE.subscribe();
    let nobody_waits = async {
        loop {
            let left = patience.borrow_and_update().saturating_sub(since.elapsed().min(kept.seen().elapsed()));
            match run {
                None => std::future::pending().await,
                Some(_) if left.is_zero() => break,
                Some(_) => drop(tokio::time::timeout(left, patience.changed()).await),
            }
        }
    };
    tokio::select! {
        _ = wanted.changed() => {}
        () = cancelled => {}
        () = nobody_waits => drop(kept.stop()),
    }
    // It was stopped, here or to make room; somebody may want more by now.
    if kept.with(|chunks| chunks.given_up && run.is_some() || chunks.stage == Stage::Dropped) {
        return Next::Stopped;
    }
    Next::More
}

//! Lanes: who waits for a run, and so which runs compute first.
//!
//! What somebody waits for computes at once, whatever else does. A run in the background computes when it is the first of
//! its session's [`queue`], and while nobody waits for another run anywhere in the process: its scans, and who takes its
//! rows, ask at a gate. A run changes its lane whenever somebody begins to wait for it, and each gate is told; so nobody
//! ever waits for a run that waits for them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::sync::watch;

use crate::error::Result;
use crate::run::{Run, RunOwner, queue};

/// Who waits for a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody looks at its rows, or is about to: a page of a table, the first page of a query that is shown.
    Look,
    /// A cell, or whoever asked for it.
    Query,
    /// Nobody: it was submitted, or computes rows before anybody asks for them.
    Background,
}

impl Lane {
    /// The lane in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Query => "query",
            Self::Background => "background",
        }
    }
}

/// Whether a run may compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// At once: somebody waits for it.
    Free,
    /// As soon as nobody waits for any other run: it is the first of its queue.
    First,
    /// Later: others are before it.
    Behind,
    /// Not now: nobody wants more of its rows, and it stands in no queue.
    Resting,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) lane: Lane,
    pub(super) turn: Turn,
}

/// How many runs compute that somebody waits for.
static AWAITED: LazyLock<watch::Sender<usize>> = LazyLock::new(|| watch::channel(0).0);

/// How long nobody must have waited before a run in the background goes on: a reader that takes one batch after the other
/// waits again within this time.
const QUIET: Duration = Duration::from_millis(20);

/// The lane of a run, and its place in the queue of its session.
#[derive(Debug)]
pub(crate) struct Standing {
    session: u64,
    place: watch::Sender<Place>,
    /// Whether its rows, or its plan, are being asked for: it does not wait for its reader.
    is_computing: AtomicBool,
    /// Whether it is among those that are awaited.
    is_counted: AtomicBool,
    is_over: AtomicBool,
}

impl Standing {
    /// Returns that of a run of this session that somebody waits for.
    pub(super) fn new(session: u64) -> Arc<Self> {
        Arc::new(Self {
            session,
            place: watch::channel(Place { lane: Lane::Query, turn: Turn::Free }).0,
            is_computing: AtomicBool::new(false),
            is_counted: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
        })
    }

    pub(super) fn session(&self) -> u64 {
        self.session
    }

    pub(super) fn place(&self) -> Place {
        *self.place.borrow()
    }

    /// Moves it; those who ask at its gates are told. Called by its queue alone.
    pub(super) fn stand(&self, place: Place) {
        self.place.send_if_modified(|before| std::mem::replace(before, place) != place);
    }

    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    /// Returns whether a run of this lane may have to wait at gates, now or later.
    pub(crate) fn may_wait(&self) -> bool {
        self.place().lane != Lane::Query
    }

    /// Enters a lane; in the background it is behind those that somebody has asked for, too.
    pub(crate) fn enter(self: &Arc<Self>, lane: Lane) {
        if self.is_over() {
            return;
        }
        match lane {
            Lane::Background => queue::join(self, true),
            lane => queue::leave(self, Place { lane, turn: Turn::Free }),
        }
        self.count();
    }

    /// Computes rows that nobody has asked for: it is behind all that somebody has.
    pub(crate) fn compute_ahead(self: &Arc<Self>) {
        queue::join(self, false);
        self.count();
    }

    /// Computes nothing until it enters a lane: nobody wants more of its rows.
    pub(crate) fn rest(&self) {
        if self.is_over() {
            return;
        }
        queue::leave(self, Place { lane: Lane::Background, turn: Turn::Resting });
        self.count();
    }

    /// Notes whether it computes for somebody, who does not do anything else meanwhile.
    pub(super) fn computes(&self, computes: bool) {
        if self.is_computing.swap(computes, Ordering::AcqRel) != computes {
            self.count();
        }
    }

    /// Leaves for good.
    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::Release);
        queue::leave(self, Place { turn: Turn::Free, ..self.place() });
        self.computes(false);
    }

    /// Counts it among those that are awaited, or no more.
    fn count(&self) {
        AWAITED.send_if_modified(|awaited| {
            let is_awaited = self.is_computing.load(Ordering::Acquire) && self.place().lane != Lane::Background;
            if self.is_counted.swap(is_awaited, Ordering::AcqRel) == is_awaited {
                return false;
            }
            *awaited = if is_awaited { *awaited + 1 } else { awaited.saturating_sub(1) };
            *awaited == usize::from(is_awaited)
        });
    }

    /// Returns whether it may compute now.
    pub(crate) fn is_open(&self) -> bool {
        match self.place().turn {
            Turn::Free => true,
            Turn::First => *AWAITED.borrow() == 0,
            Turn::Behind | Turn::Resting => false,
        }
    }

    /// Returns whether it would compute, but for others that somebody waits for.
    pub(super) fn gives_way(&self) -> bool {
        self.place().turn == Turn::First && !self.is_open()
    }

    /// Waits until nobody is before it.
    pub(super) async fn is_next(&self) {
        // The sender is its own, so it is there.
        let _ = self.place.subscribe().wait_for(|place| matches!(place.turn, Turn::Free | Turn::First)).await;
    }

    /// Waits until it may compute.
    pub(crate) async fn opens(&self) {
        let (mut place, mut awaited) = (self.place.subscribe(), AWAITED.subscribe());
        loop {
            let turn = place.borrow_and_update().turn;
            if turn == Turn::Free || turn == Turn::First && *awaited.borrow_and_update() == 0 {
                return;
            }
            let quiet = async {
                if turn != Turn::First || awaited.wait_for(|awaited| *awaited == 0).await.is_err() {
                    std::future::pending::<()>().await;
                }
                tokio::time::sleep(QUIET).await;
            };
            tokio::select! {
                _ = place.changed() => {}
                () = quiet => {}
            }
        }
    }
}

impl Run {
    /// The lane that it is in now.
    pub fn lane(&self) -> Lane {
        self.standing.place().lane
    }

    /// Computes at once, as somebody waits for it: who waits may be what the run before it waits for.
    pub fn bring_forward(&self) {
        if self.lane() == Lane::Background {
            self.standing.enter(Lane::Query);
        }
    }

    /// Its lane and its place in the queue.
    pub(crate) fn standing(&self) -> &Arc<Standing> {
        &self.standing
    }
}

impl RunOwner {
    /// Returns the same in another lane than that of queries.
    pub(crate) fn in_lane(self, lane: Lane) -> Self {
        self.run().standing.enter(lane);
        self
    }

    /// Waits until no run is before it, if it is in the background.
    ///
    /// # Errors
    /// `Cancelled`, if the run is cancelled while it waits.
    pub(crate) async fn turn(&self) -> Result<()> {
        tokio::select! {
            biased;
            error = self.run().cancelled() => Err(error),
            () = self.run().standing.is_next() => Ok(()),
        }
    }
}

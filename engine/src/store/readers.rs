//! Who waits for the rows of a store, and so in which lane they are computed: the first page, and what a reader or somebody
//! who has asked for more waits for, at once; the rest when nobody waits for anything.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::chunks::Stage;
use super::kept::Kept;
use crate::run::lane::Lane;

/// Who waits for the rows of a store.
pub(super) struct Waiting {
    readers: AtomicUsize,
    /// How many rows somebody waits for who does not read them yet.
    rows: AtomicU64,
}

impl Default for Waiting {
    fn default() -> Self {
        // Somebody is about to read the first ones.
        Self { readers: AtomicUsize::new(0), rows: AtomicU64::new(1) }
    }
}

impl Kept {
    /// Puts the run into the lane of those who wait for its rows.
    pub(super) fn choose_lane(&self) {
        if !self.is_shown() {
            return;
        }
        // Together with the stage, so that whoever comes last decides by what is so.
        self.with(|chunks| {
            let (run, waiting) = (self.run(), &self.waiting);
            let is_awaited =
                waiting.readers.load(Ordering::Acquire) > 0 || chunks.rows < waiting.rows.load(Ordering::Acquire);
            match chunks.stage {
                Stage::Computing if is_awaited => run.standing().enter(Lane::Look),
                Stage::Computing => run.standing().compute_ahead(),
                _ => run.standing().rest(),
            }
        });
    }

    /// Returns what makes the run compute for a reader until it is dropped.
    pub(super) fn reader(&self) -> Reader<'_> {
        self.waiting.readers.fetch_add(1, Ordering::AcqRel);
        self.choose_lane();
        Reader(self)
    }

    /// Makes the run compute for somebody until there are `rows`.
    pub(super) fn hurry(&self, rows: u64) {
        self.waiting.rows.fetch_max(rows, Ordering::AcqRel);
        self.choose_lane();
    }
}

/// A reader who waits for rows.
pub(super) struct Reader<'a>(&'a Kept);

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        self.0.waiting.readers.fetch_sub(1, Ordering::AcqRel);
        self.0.choose_lane();
    }
}

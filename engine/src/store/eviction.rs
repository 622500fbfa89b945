//! Which results give way when memory or disk is short: those that nobody has looked at for longest. First their rows go
//! from memory to disk, then runs that have paused end, and at last rows are dropped that can be computed again. So no
//! query fails because of a table that nobody looks at.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::kept::Kept;
use crate::memory::set_holder;

/// All results together may have this part of the memory limit and of the disk, one in so many, before those that were
/// not seen for longest give way to newer ones: the rest is for queries.
const PARTS: usize = 2;
/// The least that is made free at once: a refused operator asks for little and soon again.
const LEAST: usize = 16 << 20;
/// Rows that were looked at within this time are never dropped: somebody may be about to read the next ones.
const UNSEEN: Duration = Duration::from_secs(10);
/// How long a refused operator waits for the memory of runs that end.
const WAIT: Duration = Duration::from_millis(250);

/// How many results are computed ahead of their readers in full; the others, of a notebook whose cells were all run, by a
/// part of that only, one in so many.
const AHEAD: usize = 8;
const UNSEEN_PART: usize = 16;

static STORES: Mutex<Vec<Weak<Kept>>> = Mutex::new(Vec::new());

/// Lists a store among those that may give way.
pub(super) fn list(kept: &Arc<Kept>) {
    set_holder(free_memory);
    let mut stores = STORES.lock();
    stores.retain(|store| store.strong_count() > 0);
    stores.push(Arc::downgrade(kept));
}

/// Returns the stores but for one, the one that was not seen for longest first.
fn oldest_first(but: Option<&Kept>) -> Vec<Arc<Kept>> {
    let mut stores: Vec<_> = STORES.lock().iter().filter_map(Weak::upgrade).collect();
    stores.retain(|store| but.is_none_or(|but| !std::ptr::eq(Arc::as_ptr(store), but)));
    stores.sort_by_cached_key(|store| store.seen());
    stores
}

/// Returns how many bytes of a result are computed of `bytes` that are wanted, as nobody has asked for their rows.
pub(super) fn ahead(kept: &Kept, bytes: usize) -> usize {
    let (seen, mut later) = (kept.seen(), 0);
    for store in STORES.lock().iter().filter_map(Weak::upgrade) {
        later += usize::from(store.is_shown() && store.seen() > seen);
    }
    if later < AHEAD { bytes } else { bytes.min(kept.eager() / UNSEEN_PART) }
}

/// Frees memory for an operator that was refused it; returns how many bytes are free now.
fn free_memory(bytes: usize) -> usize {
    let bytes = bytes.max(LEAST);
    let stores = oldest_first(None);
    let mut freed = move_to_disk(&stores, bytes);
    if freed < bytes {
        freed += stop_paused(&stores, bytes - freed);
    }
    for store in &stores {
        // Those that the disk did not take; the rows of others take no memory.
        if freed < bytes && store.with(|chunks| chunks.in_memory.bytes() > 0) {
            freed += store.drop_rows(UNSEEN).0;
        }
    }
    freed
}

/// Moves rows of these stores from memory to disk; returns how many bytes are free now.
fn move_to_disk(stores: &[Arc<Kept>], bytes: usize) -> usize {
    // All threads of a query are refused at once, and would write the same rows.
    static MOVING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = MOVING.lock();
    let mut freed = 0;
    for store in stores {
        if freed < bytes {
            freed += store.move_to_disk(bytes - freed);
        }
    }
    freed
}

/// Ends runs that have paused until theirs are `bytes` or more, and waits for them a moment; returns what came free.
fn stop_paused(stores: &[Arc<Kept>], bytes: usize) -> usize {
    let (mut held, mut runs) = (0, Vec::new());
    for store in stores {
        let reserved = store.run().reserved();
        if held < bytes && reserved > 0 && store.stop().is_some() {
            held += reserved;
            runs.push(store.run());
        }
    }
    let left = || runs.iter().map(|run| run.reserved()).sum::<usize>();
    let begun = Instant::now();
    while left() > 0 && begun.elapsed() < WAIT {
        std::thread::sleep(Duration::from_millis(1));
    }
    held.saturating_sub(left())
}

/// Frees disk for the rows of a store; returns how many bytes are free now.
pub(super) fn free_disk(bytes: u64, but: &Kept) -> u64 {
    let mut freed = 0;
    for store in oldest_first(Some(but)) {
        // Others may have files of their own, or nothing there.
        let has_some = std::ptr::eq(store.files(), but.files()) && store.with(|chunks| chunks.on_disk > 0);
        if freed < bytes && has_some {
            freed += store.drop_rows(UNSEEN).1;
        }
    }
    freed
}

/// Lets others give way where the stores have grown beyond their part of memory or disk.
pub(super) fn keep_share(kept: &Kept) {
    let memory = kept.room().excess(PARTS);
    if memory > 0 {
        let mut others = oldest_first(Some(kept));
        others.retain(|store| std::ptr::eq(store.room(), kept.room()));
        move_to_disk(&others, memory);
    }
    let files = kept.files();
    let disk = files.used().saturating_sub(files.limit() / PARTS as u64);
    if disk > 0 {
        free_disk(disk, kept);
    }
}

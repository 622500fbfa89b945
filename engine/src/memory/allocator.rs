//! The counting allocator: jemalloc with a counter (docs/decisions/0017).
//!
//! One atomic counter touched by every allocation of every thread would cost more than the allocations, so each thread
//! keeps its own drift and adds it to the shared sum once it exceeds [`FLUSH`]. The figure is thus off by less than
//! `FLUSH` per live thread; a thread that parks or ends calls [`flush_thread`], so that its drift is not lost. Only
//! Rust allocations of this library are counted: not Python's, not those of C libraries, no memory maps.

#![expect(unsafe_code, reason = "a global allocator can only be written in unsafe code")]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use tikv_jemalloc_sys::mallctl;
use tikv_jemallocator::Jemalloc;

/// The drift of a thread, in bytes, at which it is added to the shared sum.
const FLUSH: i64 = 64 * 1024;

/// The configuration that jemalloc reads at start (docs/decisions/0017): a background thread returns pages that nobody
/// has used for a second, also in an idle kernel; blocks from 32 MiB on are returned as soon as they are freed.
// SAFETY: this is the name that jemalloc looks for in this build, and the type a pointer to text that ends in zero.
#[unsafe(export_name = "_rjem_malloc_conf")]
pub static CONFIGURATION: Option<&'static std::ffi::c_char> =
    Some(unsafe { &*c"background_thread:true,dirty_decay_ms:1000,oversize_threshold:33554432".as_ptr() });

static ALLOCATED: AtomicI64 = AtomicI64::new(0);
static PEAK: AtomicI64 = AtomicI64::new(0);

thread_local! {
    // Constant and without a destructor: it needs no allocation and can be used until the thread ends.
    static DRIFT: Cell<i64> = const { Cell::new(0) };
}

/// A global allocator that passes requests to jemalloc and counts them.
pub struct CountingAllocator(Jemalloc);

impl CountingAllocator {
    /// The allocator, to be named in a `#[global_allocator]`.
    pub const fn new() -> Self {
        Self(Jemalloc)
    }
}

impl Default for CountingAllocator {
    fn default() -> Self {
        Self::new()
    }
}

// SAFETY: every method passes its arguments to jemalloc unchanged and returns jemalloc's answer; counting neither
// allocates nor unwinds, so the contract of `GlobalAlloc` is jemalloc's own.
unsafe impl GlobalAlloc for CountingAllocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc`.
        let pointer = unsafe { self.0.alloc(layout) };
        count_if(!pointer.is_null(), size(layout));
        pointer
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        let pointer = unsafe { self.0.alloc_zeroed(layout) };
        count_if(!pointer.is_null(), size(layout));
        pointer
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`, and `pointer` came from this allocator, hence jemalloc.
        unsafe { self.0.dealloc(pointer, layout) };
        count(-size(layout));
    }

    #[inline]
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as in `dealloc`; on failure the old block stays as it was, and stays counted.
        let moved = unsafe { self.0.realloc(pointer, layout, new_size) };
        count_if(!moved.is_null(), new_size as i64 - size(layout));
        moved
    }
}

/// The bytes that are allocated now, exact for the calling thread.
pub fn allocated() -> usize {
    flush_thread();
    // A thread that frees what another allocated may have been flushed first, so the sum can dip below zero.
    ALLOCATED.load(Relaxed).max(0) as usize
}

/// The most bytes that were ever allocated at once, as far as the flushes saw it.
pub fn peak() -> usize {
    flush_thread();
    PEAK.load(Relaxed).max(0) as usize
}

/// Adds the drift of the calling thread to the shared sum; for threads that park or end.
pub fn flush_thread() {
    if let Ok(drift) = DRIFT.try_with(Cell::take)
        && drift != 0
    {
        add(drift);
    }
}

/// Returns unused pages to the system at once; otherwise that takes up to a second.
pub fn purge() {
    // The number stands for all arenas (MALLCTL_ARENAS_ALL).
    // SAFETY: the name is one that jemalloc knows, ends in zero, and neither takes nor gives a value.
    unsafe { mallctl(c"arena.4096.purge".as_ptr(), null_mut(), null_mut(), null_mut(), 0) };
}

fn size(layout: Layout) -> i64 {
    layout.size() as i64
}

fn count_if(done: bool, change: i64) {
    if done {
        count(change);
    }
}

#[inline]
fn count(change: i64) {
    let due = DRIFT.try_with(|drift| {
        let sum = drift.get() + change;
        let due = sum.abs() >= FLUSH;
        drift.set(if due { 0 } else { sum });
        if due { sum } else { 0 }
    });
    match due {
        Ok(0) => {}
        Ok(sum) => add(sum),
        Err(_) => add(change),
    }
}

#[cold]
fn add(change: i64) {
    let sum = ALLOCATED.fetch_add(change, Relaxed) + change;
    if change > 0 {
        PEAK.fetch_max(sum, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The tests of this crate run under the counting allocator, as the module does in Python.
    #[global_allocator]
    static ALLOCATOR: CountingAllocator = CountingAllocator::new();

    /// Returns the drift that `work` adds to a thread that does nothing else.
    fn drift(work: impl FnOnce() -> i64 + Send) -> i64 {
        std::thread::scope(|scope| scope.spawn(work).join()).unwrap()
    }

    fn now() -> i64 {
        DRIFT.with(Cell::get)
    }

    #[test]
    fn every_way_to_allocate_is_counted() {
        drift(|| {
            flush_thread();
            let mut block: Vec<u8> = Vec::with_capacity(1000);
            assert_eq!(now(), 1000);
            block.reserve_exact(5000);
            assert_eq!(now(), 5000);
            block.push(1);
            block.shrink_to_fit();
            assert_eq!(now(), 1);
            let zeroed = vec![0_u64; 100];
            assert_eq!(now(), 801);
            drop((block, zeroed));
            assert_eq!(now(), 0);
            now()
        });
    }

    #[test]
    fn a_drift_is_flushed_when_it_is_large() {
        let left = drift(|| {
            flush_thread();
            count(FLUSH - 1);
            assert_eq!(now(), FLUSH - 1);
            count(1);
            assert_eq!(now(), 0);
            count(-FLUSH);
            now()
        });
        assert_eq!(left, 0);
    }

    // Other tests allocate at the same time, so a block far bigger than theirs is measured. It is never touched.
    const BIG: usize = 4 << 30;

    fn close(actual: usize, wanted: usize) -> bool {
        actual.abs_diff(wanted) < BIG / 4
    }

    #[test]
    fn a_block_is_counted_while_it_lives_whoever_frees_it() {
        let before = allocated();
        let block: Vec<u8> = Vec::with_capacity(BIG);
        assert!(close(allocated(), before + BIG));
        assert!(peak() > before + BIG / 2);
        let freed = std::thread::spawn(move || drop(block));
        assert!(freed.join().is_ok());
        assert!(close(allocated(), before));
    }
}

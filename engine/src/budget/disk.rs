//! The disk that temporary files take: counted while they are there, and limited.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

/// The disk of this process.
pub(crate) static DISK: LazyLock<Arc<Disk>> = LazyLock::new(|| Arc::new(Disk::new(u64::MAX)));

/// Bytes on a disk, of which there is a limit.
#[derive(Debug)]
pub(crate) struct Disk {
    limit: AtomicU64,
    used: AtomicU64,
}

impl Disk {
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit: AtomicU64::new(limit), used: AtomicU64::new(0) }
    }

    /// Takes `bytes` if the limit leaves them; returns whether it does.
    pub(crate) fn take(&self, bytes: u64) -> bool {
        let limit = self.limit();
        let more = |used: u64| used.checked_add(bytes).filter(|sum| *sum <= limit);
        self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok()
    }

    /// Gives back bytes that were taken.
    pub(crate) fn give_back(&self, bytes: u64) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }

    pub(crate) fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    pub(crate) fn limit(&self) -> u64 {
        self.limit.load(Ordering::Relaxed)
    }

    pub(super) fn set_limit(&self, bytes: u64) {
        self.limit.store(bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_limit_does_not_leave_is_not_taken() {
        let disk = Disk::new(10);
        assert!(disk.take(6) && !disk.take(5) && disk.take(4));
        assert!(!disk.take(u64::MAX));
        disk.give_back(6);
        assert_eq!(disk.used(), 4);
        disk.set_limit(3);
        assert!(!disk.take(1));
    }
}

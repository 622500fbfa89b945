//! The memory that the results of one pool hold together, each buffer once however many results share it: a query over
//! a frame in memory returns slices of that frame's buffers.

use std::sync::{Arc, Weak};

use arrow::array::RecordBatch;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation};
use parking_lot::Mutex;

use crate::memory::Footprint;

/// What the results of one pool hold, reserved there.
pub(super) struct Room {
    pool: Arc<dyn MemoryPool>,
    reservation: MemoryReservation,
    held: Mutex<Footprint>,
}

static ROOMS: Mutex<Vec<Weak<Room>>> = Mutex::new(Vec::new());

impl Room {
    /// Returns the room in this pool.
    pub(super) fn of(pool: &Arc<dyn MemoryPool>) -> Arc<Self> {
        let mut rooms = ROOMS.lock();
        rooms.retain(|room| room.strong_count() > 0);
        if let Some(room) = rooms.iter().filter_map(Weak::upgrade).find(|room| Arc::ptr_eq(&room.pool, pool)) {
            return room;
        }
        let reservation = MemoryConsumer::new("results").register(pool);
        let room = Arc::new(Self { pool: Arc::clone(pool), reservation, held: Mutex::default() });
        rooms.push(Arc::downgrade(&room));
        room
    }

    /// Counts a batch, if the pool grants what it adds.
    pub(super) fn take(&self, batch: &RecordBatch) -> bool {
        let mut held = self.held.lock();
        let before = held.bytes();
        held.add(batch);
        let granted = self.reservation.try_grow(held.bytes() - before).is_ok();
        if !granted {
            held.remove(batch);
        }
        granted
    }

    /// Counts a batch no more; returns how many bytes that frees.
    pub(super) fn give_back(&self, batch: &RecordBatch) -> usize {
        let mut held = self.held.lock();
        let before = held.bytes();
        held.remove(batch);
        let freed = before - held.bytes();
        self.reservation.shrink(freed);
        freed
    }

    /// Returns how many bytes it holds beyond its part of the pool, one in `parts`.
    pub(super) fn excess(&self, parts: usize) -> usize {
        match self.pool.memory_limit() {
            MemoryLimit::Finite(limit) => self.reservation.size().saturating_sub(limit / parts),
            MemoryLimit::Infinite | MemoryLimit::Unknown => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::Int64Array;
    use datafusion::execution::memory_pool::GreedyMemoryPool;

    use super::*;

    fn batch(rows: i64) -> RecordBatch {
        RecordBatch::try_from_iter([("n", Arc::new(Int64Array::from_iter_values(0..rows)) as _)]).unwrap()
    }

    #[test]
    fn shared_buffers_count_once_and_all_is_given_back() {
        let pool: Arc<dyn MemoryPool> = Arc::new(GreedyMemoryPool::new(20_000));
        let (one, other) = (Room::of(&pool), Room::of(&pool));
        assert!(Arc::ptr_eq(&one, &other));
        let shared = batch(1_000);
        assert!(one.take(&shared) && other.take(&shared.slice(10, 100)));
        assert_eq!(pool.reserved(), 8_000);
        assert_eq!((one.excess(4), one.excess(2)), (3_000, 0));
        let large = batch(2_000);
        assert!(!one.take(&large));
        assert_eq!(pool.reserved(), 8_000);
        assert_eq!(one.give_back(&shared), 0);
        assert_eq!(other.give_back(&shared.slice(10, 100)), 8_000);
        assert!(one.take(&large));
        one.give_back(&large);
        assert_eq!(pool.reserved(), 0);
    }
}

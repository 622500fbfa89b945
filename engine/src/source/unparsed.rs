//! Text that a parser holds until it is a batch: a reader's own memory, which no operator counts.

use datafusion::execution::memory_pool::MemoryReservation;

use crate::error::Result;
use crate::run::reservation::room_for;

/// A parser keeps the values and their offsets, in vectors that double.
const OF_A_BYTE: usize = 2;

/// The bytes that a parser holds, reserved from the pool of the run.
#[derive(Debug)]
pub(super) struct Unparsed {
    what: &'static str,
    bytes: usize,
    reserved: usize,
    room: Option<MemoryReservation>,
}

impl Unparsed {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, bytes: 0, reserved: 0, room: None }
    }

    /// Counts bytes that the parser has taken.
    ///
    /// # Errors
    /// `Resources`, if the memory limit does not leave that much.
    pub(super) fn add(&mut self, bytes: usize) -> Result<()> {
        self.bytes = self.bytes.saturating_add(bytes);
        let needed = self.bytes.saturating_mul(OF_A_BYTE);
        if needed > self.reserved {
            // In steps that double: a reservation takes a lock that all runs share.
            let next = needed.checked_next_power_of_two().unwrap_or(needed);
            self.room = None;
            self.room = room_for(self.what, "the text of a batch of rows", next)?;
            self.reserved = next;
        }
        Ok(())
    }

    /// Counts from nothing again, after a batch.
    pub(super) fn clear(&mut self) {
        self.bytes = 0;
        // What a usual batch takes stays reserved: the parser keeps its vectors, too.
        if self.room.is_some() {
            (self.reserved, self.room) = (0, None);
        }
    }
}

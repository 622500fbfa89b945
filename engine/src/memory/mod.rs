//! What the process holds, seen from three sides.
//!
//! - [`allocated`] and [`peak`]: bytes our own Rust code holds, counted where they are allocated;
//! - [`rss`] and [`memory_limit_of_machine`]: what the operating system says of the process and of its bounds;
//! - [`retained`]: what a set of batches keeps alive, each allocation counted once.

mod allocator;
mod footprint;
mod ledger;
mod process;

pub use allocator::{CountingAllocator, allocated, flush_thread, peak};
pub(crate) use footprint::Footprint;
pub use ledger::retained;
pub use process::{memory_limit_of_machine, rss};

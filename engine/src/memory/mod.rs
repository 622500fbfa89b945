//! What the process holds, seen from three sides.
//!
//! - [`allocated`] and [`peak`]: bytes our own Rust code holds, counted where they are allocated;
//! - [`rss`] and [`memory_limit_of_machine`]: what the operating system says of the process and of its bounds;
//! - [`retained`] and [`Footprint`]: what a set of batches keeps alive, each allocation counted once.
//!
//! [`with_children`] makes a nested array over other children; [`trimmed`] takes from a batch that is to be kept or written down what it only carries along.

mod allocator;
mod children;
mod footprint;
mod ledger;
mod process;
mod trimmed;

pub use allocator::{CountingAllocator, allocated, flush_thread, peak};
pub(crate) use children::with_children;
pub(crate) use footprint::Footprint;
pub use ledger::retained;
pub use process::{memory_limit_of_machine, rss};
pub(crate) use trimmed::trimmed;

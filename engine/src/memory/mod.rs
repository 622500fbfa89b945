//! What the process holds, seen from three sides.
//!
//! - [`allocated`] and [`peak`]: bytes our own Rust code holds, counted where they are allocated;
//! - [`rss`] and [`memory_limit_of_machine`]: what the operating system says of the process and of its bounds;
//! - [`retained`] and [`Footprint`]: what a set of batches keeps alive, each allocation counted once.
//!
//! [`with_children`] makes a nested array over other children; [`compacted`] compacts view buffers before a batch is stored or
//! written, so that it keeps no unrelated data alive.

mod allocator;
mod children;
mod compacted;
mod footprint;
mod ledger;
mod process;

pub use allocator::{CountingAllocator, allocated, flush_thread, peak};
pub(crate) use children::with_children;
pub(crate) use compacted::compacted;
pub(crate) use footprint::Footprint;
pub use ledger::retained;
pub use process::{memory_limit_of_machine, rss};

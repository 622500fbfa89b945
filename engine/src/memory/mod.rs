//! The memory of the process, measured in several ways.
//!
//! - [`allocated`] and [`peak`]: bytes that our own Rust code holds, counted where they are allocated;
//! - [`rss`] and [`HardLimit`]: what the operating system reports of the process and its limits;
//! - [`retained`] and [`Footprint`]: what a set of batches keeps alive, each allocation counted once; `value_bytes`: what
//!   the values of a batch would take alone.
//!
//! [`reclaim`] asks for memory that its holder can do without.
//!
//! [`with_children`] rebuilds a nested array over other children; [`compacted`] compacts view buffers before a batch is
//! stored or written, so that it keeps no unrelated data alive.

mod allocator;
mod cgroup;
mod children;
mod compacted;
mod footprint;
mod ledger;
mod process;
mod reclaim;
mod values;

pub use allocator::{CountingAllocator, allocated, flush_thread, peak, purge};
pub(crate) use children::with_children;
pub(crate) use compacted::compacted;
pub(crate) use footprint::Footprint;
pub use ledger::retained;
pub use process::{HardLimit, rss};
pub(crate) use reclaim::{reclaim, set_holder};
pub(crate) use values::value_bytes;

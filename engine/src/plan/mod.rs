//! Logical plans: what a frame's plan is, and what can be said of one without running it.
//!
//! - [`relation`]: a plan, or rows that need none; [`order`]: whether its rows have an order; [`size`]: whether it is small;
//! - [`sample`]: rows by chance; [`multiset`]: rows that are compared with their copies counted.

pub(crate) mod multiset;
pub(crate) mod order;
pub(crate) mod relation;
pub(crate) mod sample;
pub(crate) mod size;

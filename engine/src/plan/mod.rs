//! Logical plans: the plan of a frame, and its properties that are known without running it.
//!
//! - [`relation`]: a plan, or rows without one; [`order`]: whether its rows have an order; [`size`]: whether it is
//!   small;
//! - [`sample`]: random samples; [`multiset`]: set operations that count copies; [`texts`]: the queries that plans were
//!   written as.

pub(crate) mod multiset;
pub(crate) mod order;
pub(crate) mod relation;
pub(crate) mod sample;
pub(crate) mod size;
pub(crate) mod texts;

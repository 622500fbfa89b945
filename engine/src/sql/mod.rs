//! SQL: what a statement's text and its tree become before DataFusion plans them, what its planner is told meanwhile, and
//! the words for what it refuses. Nothing here knows a session or a frame: [`crate::statement`] brings them together.
//!
//! - `reading` and `dialect`: text as a tree; `bound`: values of `$name`; `rewrite`: the tree written anew, where it would be refused or misunderstood;
//! - `operators`, `case` and [`Relations`](rewrite::Relations): what the planner asks, or does not ask;
//! - `recursion` and `unqualified`: the plan that comes of it; `location` and `refusal`: errors with their place in the text.

pub(crate) mod bound;
pub(crate) mod case;
mod dialect;
pub(crate) mod location;
mod opened;
pub(crate) mod operators;
pub(crate) mod reading;
pub(crate) mod recursion;
pub(crate) mod refusal;
pub(crate) mod rewrite;
pub(crate) mod unqualified;

pub(crate) use operators::Operators;
pub(crate) use rewrite::Relations;

//! SQL: what happens to a statement before DataFusion plans it, extensions of its planner, and messages for what it
//! refuses. Nothing here knows a session or a frame: [`crate::statement`] combines them.
//!
//! - `text`: positions; `tokens`: what the text is made of; `script`: its statements;
//! - `reading` and `dialect`: the parser; `bound`: values of `$name`; `rewrite`: statements that would be refused or
//!   misread, rewritten;
//! - `operators`, `case` and [`Relations`](rewrite::Relations): extensions of the planner;
//! - `recursion` and `unqualified`: the resulting plan; `location` and `refusal`: errors with their location in the
//!   text.

pub(crate) mod bound;
pub(crate) mod case;
pub(crate) mod dialect;
pub(crate) mod location;
mod opened;
pub(crate) mod operators;
pub(crate) mod reading;
pub(crate) mod recursion;
pub(crate) mod refusal;
pub(crate) mod rewrite;
pub(crate) mod script;
pub(crate) mod text;
pub(crate) mod tokens;
pub(crate) mod unqualified;

pub(crate) use operators::Operators;
pub(crate) use rewrite::Relations;

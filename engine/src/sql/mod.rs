//! SQL: what happens to a statement before DataFusion plans it, extensions of its planner, and messages for what it
//! refuses. Nothing here knows a session or a frame: [`crate::statement`] combines them.
//!
//! - `complete`: what may be written at a cursor, by the words of an unfinished text; `format`: other white space;
//! - `text`: positions; `tokens` and `mistaken`: what a text is made of; `script`: its statements;
//! - `calls`: the functions that a statement calls;
//! - `dialect`, `forms` and `reading`: the parser, after `edits` of names; `bound`: values of `$name`; `rewrite`: statements that
//!   would be refused or misread, rewritten;
//! - `operators` and [`Relations`](rewrite::Relations): extensions of the planner; `recursion` and `unqualified`: the
//!   resulting plan;
//! - `lookup` and `case`: names in another case, and names that there are not; `location`, `keywords`, `retold`,
//!   `refusal` and `blame`: errors with their location in the text; `warning`: what runs and is probably not meant.

pub(crate) mod blame;
pub(crate) mod bound;
pub(crate) mod calls;
pub(crate) mod case;
pub(crate) mod complete;
pub(crate) mod dialect;
pub(crate) mod edits;
pub(crate) mod format;
pub(crate) mod forms;
mod keywords;
pub(crate) mod location;
pub(crate) mod lookup;
mod mistaken;
mod opened;
pub(crate) mod operators;
pub(crate) mod reading;
pub(crate) mod recursion;
pub(crate) mod refusal;
mod retold;
pub(crate) mod rewrite;
pub(crate) mod script;
pub(crate) mod tables;
pub(crate) mod text;
pub(crate) mod tokens;
pub(crate) mod unqualified;
pub(crate) mod warning;

pub(crate) use operators::Operators;
pub(crate) use rewrite::Relations;

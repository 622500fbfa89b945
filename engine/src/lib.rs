//! What pyrust adds to DataFusion, without Python.
//!
//! - [`session`]: a configured engine with its catalog and its memory pool;
//! - [`frame`]: an immutable, lazy table and its verbs; [`source`] and [`table`] make frames of files and memory,
//!   [`sql`] of a query text;
//! - [`functions`]: scalar functions that DataFusion lacks; [`foreign`] ones are of somebody else's making;
//! - `operator`: the operators that DataFusion's plans lack;
//! - `subquery`: subqueries as joins; `analyzer`: what else is rewritten so that its rows are right;
//! - `optimizer`: the order of joins, and other rules that DataFusion's optimizer lacks;
//! - [`run`]: one execution, the only way a plan is executed: it can be watched and cancelled; [`current`] tells a
//!   foreign function which one it works for;
//! - `spill`: where operators put what does not fit into memory;
//! - [`sink`]: frames as files, in place as a whole or not at all;
//! - [`rows`]: random access to the rows of a frame; [`view`] is what a grid sees of it;
//! - [`refusal`]: what cannot be computed of a type, in words;
//! - [`render`]: values as text, once for terminals, HTML and the grid;
//! - [`memory`]: what the process holds, counted at the allocator and at the buffers;
//! - `blame`: errors of single values, with the part of the query that they come from;
//! - `arithmetic`: integers that never wrap around unseen, decimals that are quick; `aggregate`: figures of floats over
//!   frames that slide; `instant`: moments beyond nanoseconds; [`cast`]: a text for every value;
//! - `trial`: what a build for tests leaves out of all that.

mod aggregate;
mod analyzer;
mod arithmetic;
mod blame;
pub mod cast;
pub mod current;
pub mod depth;
pub mod error;
pub mod foreign;
pub mod frame;
pub mod functions;
mod instant;
pub mod memory;
mod operator;
mod optimizer;
pub mod refusal;
pub mod render;
pub mod rows;
pub mod run;
mod scope;
pub mod session;
pub mod sink;
pub mod source;
mod spill;
pub mod sql;
mod subquery;
pub mod table;
mod trial;
pub mod view;

pub use analyzer::{comparable, in_one_type, of_choice, of_one_type};
pub use current::{Watch, current};
pub use error::{Error, ErrorKind, Location, Result};
pub use foreign::Function;
pub use frame::Frame;
pub use operator::AsofStrategy;
pub use run::{BatchStream, Run, RunState};
pub use session::Session;
pub use view::View;

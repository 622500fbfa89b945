//! What pyrust adds to DataFusion, without Python.
//!
//! The rooms in the order of reading: each knows only those before it, which `tests/structure` holds.
//!
//! - `trial`: what a build for tests leaves out of the rest;
//! - [`error`]: what went wrong, in words; [`file_format`]: the formats of files, by their names;
//! - [`render`]: values as text, once for terminals, HTML and the grid;
//! - [`memory`]: what the process holds, counted at the allocator and at the buffers;
//! - [`run`]: one execution: it can be watched and cancelled, and has its share of the session's memory;
//! - [`expr`]: names, scopes and depth of expressions;
//! - `arithmetic`: integers that never wrap around unseen, decimals that are quick; [`cast`]: a text for every value;
//!   [`functions`]: scalar functions that DataFusion lacks; `aggregate`: figures of floats over frames that slide;
//!   `instant`: moments beyond nanoseconds;
//! - `subquery`: subqueries as joins; `analyzer`: what else is rewritten so that its rows are right;
//! - `operator`: the operators that DataFusion's plans lack; `optimizer`: the order of joins, and other rules that
//!   DataFusion's optimizer lacks;
//! - `local`: the files of this machine as an object store; `spill`: where operators put what does not fit into memory;
//! - [`diagnostics`]: errors of single values with the part of the query that they come from, and of types in words;
//!   [`resolve`]: what the verbs' expressions mean over given columns;
//! - [`store`]: the rows of a run, kept; [`table`]: rows in memory; `plan`: what can be said of a plan without running it;
//! - `sql`: what SQL's text becomes before it is planned;
//! - [`session`]: a configured engine with its catalog and its memory pool; `execute`: physical plans as batches;
//! - [`source`]: files as tables; [`query`]: logical plans as runs, caches, lineage;
//! - [`frame`]: an immutable, lazy table and its verbs; what a grid sees of it;
//! - [`statement`]: SQL text as a frame; [`sink`]: frames as files, in place as a whole or not at all.

mod trial;

pub mod error;

pub mod file_format;

pub mod render;

pub mod memory;

pub mod run;

pub mod expr;

mod arithmetic;

pub mod cast;

pub mod functions;

mod aggregate;

mod instant;

mod subquery;

mod analyzer;

mod operator;

mod optimizer;

mod local;

mod spill;

pub mod diagnostics;

pub mod resolve;

pub mod store;

pub mod table;

mod plan;

mod sql;

pub mod session;

mod execute;

pub mod source;

pub mod query;

pub mod frame;

pub mod statement;

pub mod sink;

pub use error::{Error, ErrorKind, Location, Result};
pub use frame::Frame;
pub use frame::view::View;
pub use operator::{AsofStrategy, BatchMap, MapNode};
pub use run::current::{RunWatch, current};
pub use run::{BatchStream, Run, RunState};
pub use session::{Session, UserFunction};

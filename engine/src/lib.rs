//! What pyrust adds to DataFusion, without Python.
//!
//! The modules in the order of reading: each imports only from those before it, which `tests/structure` checks.
//! - `trial`: switches of test builds, which turn fixes off one by one; `splitmix`: numbers that look random;
//! - [`error`]: the error type and its messages; [`file_format`]: the names of file formats;
//! - [`render`]: values as text, for terminals, HTML and the grid;
//! - [`memory`]: memory counted at the allocator, at the buffers and for the process;
//! - [`budget`]: what the process may take: memory, threads, disk, and where each limit came from;
//! - [`run`]: one execution of a plan, which can be watched and cancelled and has its own memory pool;
//! - [`expr`]: names, scopes and depth of expressions; `canonical_nan`: one NaN;
//! - `arithmetic`: integers that never wrap around silently, fast decimals; [`cast`]: casts of every type to string;
//!   [`functions`]: scalar functions that DataFusion lacks; [`aggregate`]: exact aggregates of floats over sliding
//!   frames, and aggregates that DataFusion lacks; [`window`]: window functions that it lacks; `instant`: dates and timestamps beyond nanoseconds;
//! - `subquery`: subqueries as joins; `analyzer`: the other analyzer rules;
//! - `operator`: operators that DataFusion lacks; `optimizer`: the order of joins, and other optimizer rules that
//!   DataFusion lacks;
//! - `local`: the local file system as an object store; `spill`: the files of operators that exceed their memory;
//! - `diagnostics`: errors of values with the expression that they come from, and errors of types; [`resolve`]: what
//!   the verbs' expressions mean over given columns;
//! - [`store`]: the rows of a run, kept; [`table`]: rows in memory; `plan`: properties of logical plans;
//! - `sql`: SQL before it is planned;
//! - [`session`]: a configured DataFusion session with its catalog and its memory pool; `execute`: physical plans as
//!   batches;
//! - [`source`]: files as tables; [`query`]: logical plans as runs, caches, lineage;
//! - [`frame`]: an immutable, lazy table and its verbs, and its rows by number;
//! - [`statement`]: SQL as a frame; [`view`]: a frame for a grid, sorted and filtered; [`sink`]: frames as files, each written as a whole or not at all.

mod trial;

mod splitmix;

pub mod error;

pub mod file_format;

pub mod render;

pub mod memory;

pub mod budget;

pub mod run;

pub mod expr;

mod canonical_nan;

mod arithmetic;

pub mod cast;

pub mod functions;

pub mod aggregate;

pub mod window;

mod instant;

mod subquery;

mod analyzer;

mod operator;

mod optimizer;

mod local;

mod spill;

mod diagnostics;

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

pub mod view;

pub mod sink;

pub use error::{Diagnostic, Error, ErrorKind, Location, Place, Result, Severity};
pub use frame::Frame;

pub use operator::{AsofStrategy, BatchMap, MapNode};
pub use run::current::{Caller, Origin, RunWatch, current};
pub use run::history::runs;
pub use run::lane::Lane;
pub use run::state::RunState;
pub use run::{BatchStream, Run};
pub use session::{Session, SessionOptions, UserFunction};
pub use view::View;

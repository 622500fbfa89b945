//! User functions in Python: `@pr.udf`, `@pr.udaf`, `@pr.udwf`, and what `map_batches`, `map_groups` and `map_rows` call.
//!
//! `function` is the object that Python sees, `signature` what it takes and gives, `owner` who keeps it alive;
//! `scalar`, `aggregate` (with `groups` and `arrangement`), `window` and `map` are the forms in which the engine calls it, all through
//! `call`, and `result` is what becomes of what comes back. The decorators, which read annotations, are in
//! `pyrust/_udf`.

mod aggregate;
mod arrangement;
mod call;
mod function;
mod groups;
mod map;
mod owner;
mod result;
mod scalar;
mod signature;
mod window;

pub use function::{PyFunction, for_sql};
pub use map::{map_batches, map_groups, map_rows};
pub use owner::{Functions, Owned, held};

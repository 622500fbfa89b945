//! Helpers over expressions alone: their names, their scope, their depth, and common types.

pub mod common_type;
pub mod depth;
pub mod names;
pub(crate) mod scope;

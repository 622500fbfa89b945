//! What is known of expressions alone: their names, what they can see, how deep they are, the type that some have in common.

pub mod common_type;
pub mod depth;
pub mod names;
pub(crate) mod scope;

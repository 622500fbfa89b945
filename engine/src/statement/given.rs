//! What a statement is planned with, and what comes of it.

use std::sync::Arc;

use datafusion::common::ScalarValue;

use crate::error::Diagnostic;
use crate::frame::Frame;
use crate::session::UserFunction;

/// A value for `$name`.
#[derive(Clone, Debug)]
pub enum Value {
    /// One value with its type.
    Scalar(ScalarValue),
    /// Several, for `x IN ($name)`; elsewhere they are a list.
    List(Vec<ScalarValue>),
}

impl Value {
    /// Returns a null without a type.
    pub fn nothing() -> Self {
        Self::Scalar(ScalarValue::Null)
    }

    /// Returns whether it is a null without a type.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Scalar(ScalarValue::Null))
    }
}

/// What the owner of a scope knows of the names in a statement.
#[derive(Default)]
pub struct Given {
    /// Tables, by the names that they have in the scope: the statement may write them in another case.
    pub tables: Vec<(String, Arc<Frame>)>,
    /// Functions.
    pub functions: Vec<UserFunction>,
    /// Values of parameters, by their names without `$`.
    pub values: Vec<(String, Value)>,
    /// The names of all tables of the scope: for hints, and where a statement lists them.
    pub names: Vec<String>,
    /// Names of the statement's tables that mean something else, with what it is (`a list`) and what to do.
    pub others: Vec<(String, String, String)>,
    /// Names of the statement's tables whose columns are not known, for [`diagnosed`](super::Statement::diagnosed).
    pub opaque: Vec<String>,
    /// Names of the session's tables that are tables of the scope, too, and other ones.
    pub hidden: Vec<String>,
}

/// A planned statement.
pub struct Planned {
    /// Its rows.
    pub frame: Arc<Frame>,
    /// What is worth knowing: warnings, and what was taken for what.
    pub notes: Vec<Diagnostic>,
}

//! The text of a statement, for errors of its rows.

use std::sync::Arc;

use super::{SqlDialect, Statement};
use crate::error::{Error, QueryText};
use crate::frame::Frame;
use crate::plan::texts;
use crate::sql::blame::blaming;
use crate::sql::edits::Edits;
use crate::sql::location::StatementText;
use crate::sql::reading::{self, sql_statement};
use crate::sql::script::{Part, Script};

/// What a statement was read from: it is parsed again where an error asks for it.
#[derive(Debug)]
struct Source {
    script: Arc<Script>,
    part: Part,
    dialect: SqlDialect,
    edits: Edits,
    recursion_limit: usize,
}

impl QueryText for Source {
    fn locate(&self, error: Error) -> Error {
        let parsed = reading::statement(&self.script, &self.part, self.dialect, self.recursion_limit, &self.edits);
        match parsed.as_ref().ok().and_then(sql_statement) {
            Some(statement) => blaming(StatementText { script: &self.script, part: &self.part }, statement, error),
            None => error,
        }
    }
}

impl Statement {
    /// Remembers the text of a frame that was planned from the statement.
    pub(super) fn remember(&self, frame: &Frame) {
        let source = Source {
            script: Arc::clone(&self.script),
            part: self.part.clone(),
            dialect: self.dialect,
            edits: self.edits.clone(),
            recursion_limit: self.session.state().config_options().sql_parser.recursion_limit.get(),
        };
        texts::remember(&frame.shared_plan(), Arc::new(source));
    }
}

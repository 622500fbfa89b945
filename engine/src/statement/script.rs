//! Several statements in one text.

use std::sync::Arc;

use super::Statement;
use crate::error::{Error, ErrorKind, Result};
use crate::session::Session;
use crate::sql::dialect::SqlDialect;
use crate::sql::location::StatementText;
use crate::sql::script::{Nothing, Script};

/// A text of SQL with its statements, which are divided by `;`. Each is parsed by itself: one that is wrong does not hide
/// the others.
#[derive(Clone)]
pub struct Statements {
    session: Arc<Session>,
    script: Arc<Script>,
    dialect: SqlDialect,
}

impl Statements {
    /// Reads where the statements of `text` are, without parsing them.
    ///
    /// # Errors
    /// `Sql`, if there is none.
    pub fn read(session: &Arc<Session>, text: &str, dialect: SqlDialect) -> Result<Self> {
        let script = Script::new(text, dialect.parser().as_ref());
        let message = match script.nothing() {
            None => return Ok(Self { session: Arc::clone(session), script: Arc::new(script), dialect }),
            Some(Nothing::Empty) => "there is no statement: the text is empty",
            Some(Nothing::Comments) => "there is no statement: the text has comments alone",
        };
        Err(Error::new(ErrorKind::Sql, "sql", message).with_hint("write a query: select 1"))
    }

    /// Returns how many statements there are: at least one.
    #[expect(clippy::len_without_is_empty, reason = "a text without a statement is an error of `read`")]
    pub fn len(&self) -> usize {
        self.script.parts().len()
    }

    /// Returns the text of a statement, counted from 0, without the semicolon.
    pub fn text(&self, at: usize) -> Option<&str> {
        self.script.parts().get(at).map(|part| self.script.written(part))
    }

    /// Parses a statement, counted from 0.
    ///
    /// # Errors
    /// `Sql`, with the location in the whole text.
    pub fn parse(&self, at: usize) -> Result<Statement> {
        match self.script.parts().get(at) {
            Some(part) => Statement::of(&self.session, &self.script, part.clone(), self.dialect),
            None => Err(Error::new(ErrorKind::Sql, "sql", format!("there is no statement {}", at + 1))),
        }
    }

    /// Parses the statement of a text that has one.
    ///
    /// # Errors
    /// `Sql`, with the location of a second statement, or of what is wrong in the only one.
    pub fn only(&self) -> Result<Statement> {
        match self.script.parts() {
            [_, second, ..] => {
                let message = format!("one statement is expected, and there are {}", self.len());
                let error = Error::new(ErrorKind::Sql, "sql", message).with_hint("run them one after the other");
                Err(StatementText { script: &self.script, part: second }.at_first(error))
            }
            _ => self.parse(0),
        }
    }
}

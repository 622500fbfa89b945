//! What is wrong with a statement, without doing it: no file is opened and no row is read.

use std::sync::Arc;

use datafusion::common::TableReference;

use super::tables::is_path;
use super::{Given, Planned, Statement};
use crate::error::Diagnostic;
use crate::frame::Frame;
use crate::sql::reading::sql_statement;
use crate::sql::warning;

impl Statement {
    /// Returns what is wrong with the statement, and what is worth knowing about it, in the order of its text; and its
    /// rows as a frame that has not run, if it can be planned without looking into a file.
    pub async fn diagnosed(mut self, given: Given) -> (Vec<Diagnostic>, Option<Arc<Frame>>) {
        let session_tables = self.session.snapshot();
        let is_file = |reference: &TableReference| {
            let name = reference.table();
            let is_known = session_tables.contains_key(name) || given.tables.iter().any(|(known, _)| known == name);
            is_path(name) && !is_known
        };
        let is_opaque = |reference: &TableReference| given.opaque.iter().any(|name| name == reference.table());
        let is_call = |reference: &TableReference| self.calls.iter().any(|(call, _)| call == reference.table());
        let count = self.references.len();
        let is_known = |reference: &TableReference| !is_file(reference) && !is_call(reference) && !is_opaque(reference);
        let known: Vec<_> = self.references.iter().filter(|(reference, _)| is_known(reference)).cloned().collect();
        self.references = known;
        if self.references.len() == count {
            return match self.plan(given).await {
                Ok(Planned { frame, notes }) => (notes, Some(frame)),
                Err(error) => (error.diagnostics(), None),
            };
        }
        // The columns of a file are not known here, so that there is no plan.
        let mut tables = session_tables;
        let scope = given.tables.iter().map(|(name, frame)| (name.clone(), Arc::clone(frame.content())));
        tables.extend(scope);
        let mut found = match self.resolve(&mut tables, &given).await {
            Ok(notes) => {
                let missing = self.missing(&tables).into_iter();
                notes.into_iter().chain(missing.map(|error| error.diagnostic())).collect()
            }
            Err(error) => error.diagnostics(),
        };
        if let Some(statement) = sql_statement(&self.parsed) {
            found.extend(warning::warnings(self.text(), statement));
        }
        (found, None)
    }
}

//! The tables that a statement names: of the session, of the scope of its caller, and files by their paths.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::common::TableReference;

use super::nonnegative_scale::rescaled;
use super::{Given, Statement};
use crate::error::{Diagnostic, Error, ErrorKind, Fix, Result, Severity, nearest};
use crate::file_format::Format;
use crate::frame::Frame;
use crate::frame::read::read;
use crate::plan::relation::Relation;
use crate::source::{ReadOptions, format_in, is_folder};
use crate::sql::edits::is_same_in_any_case;
use crate::sql::reading::sql_statement;
use crate::sql::tables::{Named, commons, named};

/// Tables by the names that a statement uses for them.
pub(super) type Tables = BTreeMap<String, Arc<Relation>>;

/// A table that a statement needs and its session does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name, as it is written.
    pub name: String,
    /// Whether it is in quotes: then no other case of it is meant.
    pub is_quoted: bool,
}

/// What a name fits.
enum Fit<'a> {
    One(&'a Arc<Relation>),
    /// Several that differ only in case.
    Many(Vec<&'a str>),
    None,
}

impl Statement {
    /// The tables that neither the session nor the file system has by exactly this name, in the order of the text.
    pub fn unknown_tables(&self) -> Vec<Wanted> {
        let known = self.session.snapshot();
        let is_known = |name: &str| known.contains_key(name) || self.calls.iter().any(|(call, _)| call == name);
        self.bare()
            .filter(|(name, _)| !is_known(name) && !is_path(name))
            .map(|(name, named)| Wanted { name: name.to_owned(), is_quoted: named.is_some_and(Named::is_quoted) })
            .collect()
    }

    /// The paths of the files and folders that it reads as tables.
    pub fn paths(&self) -> Vec<String> {
        let known = self.session.snapshot();
        self.bare()
            .map(|(name, _)| name)
            .filter(|name| !known.contains_key(*name) && is_path(name))
            .map(str::to_owned)
            .collect()
    }

    /// The session's tables that it names, by exactly this name.
    pub fn session_tables(&self) -> Vec<String> {
        let known = self.session.snapshot();
        self.bare().map(|(name, _)| name).filter(|name| known.contains_key(*name)).map(str::to_owned).collect()
    }

    /// Returns whether the session's table of that name is this frame.
    pub fn is_session_table(&self, name: &str, frame: &Frame) -> bool {
        self.session.snapshot().get(name).is_some_and(|table| Arc::ptr_eq(table, frame.content()))
    }

    /// Adds the tables that the statement means to `tables`, by the names that it uses for them; returns notes.
    ///
    /// # Errors
    /// `TableNotFound` with all that there are not; errors of reading a file.
    pub(super) async fn resolve(&self, tables: &mut Tables, given: &Given) -> Result<Vec<Diagnostic>> {
        // Kept apart: a name that was found in another case is no second table of that name.
        let (mut missing, mut notes, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for (reference, named) in &self.references {
            match self.resolve_one(reference, named.as_ref(), tables, given).await {
                Ok(Some(table)) => {
                    let table = rescaled(&self.session, &table)?;
                    notes.extend(self.hiding(reference.table(), named.as_ref(), given));
                    found.push((reference.table().to_owned(), table));
                }
                Ok(None) => {}
                Err(error) if error.kind() == ErrorKind::TableNotFound => missing.push(error),
                Err(error) => return Err(error),
            }
        }
        tables.extend(found);
        let mut missing = missing.into_iter();
        match missing.next() {
            None => Ok(notes),
            Some(first) => Err(self.with_missing(first, missing.map(|error| error.diagnostic()).collect(), tables)),
        }
    }

    async fn resolve_one(
        &self,
        reference: &TableReference,
        named: Option<&Named>,
        tables: &Tables,
        given: &Given,
    ) -> Result<Option<Arc<Relation>>> {
        let at = |error: Error| match named {
            _ if error.location().is_some() => error,
            Some(named) => self.text().at(error, &named.range),
            // The parser keeps no span of a path in quotes.
            None => self.text().naming(error, reference.table()),
        };
        let TableReference::Bare { table: name } = reference else {
            return match reference.schema() {
                Some("information_schema" | "public") => Ok(None),
                _ => Err(at(self.unknown(&reference.to_string(), named, tables, given))),
            };
        };
        let is_quoted = named.is_some_and(Named::is_quoted);
        match find(tables, name, is_quoted) {
            Fit::One(found) => Ok(Some(Arc::clone(found))),
            Fit::Many(names) => {
                let names = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>();
                let message = format!("\"{name}\" fits {}", names.join(" and "));
                let error = Error::new(ErrorKind::TableNotFound, "sql", message);
                Err(at(error.with_hint("put the name that is meant in quotes, in its own case")))
            }
            Fit::None if is_path(name) => {
                let format = Format::from_path(name).map_or_else(|| format_in(name), Ok).map_err(at)?;
                let path = vec![name.to_string().into()];
                let frame = read(&self.session, format, path, ReadOptions::default()).await.map_err(at)?;
                Ok(Some(Arc::clone(frame.content())))
            }
            Fit::None => Err(at(self.unknown(name, named, tables, given))),
        }
    }

    /// Returns the error for a table that there is not.
    fn unknown(&self, name: &str, named: Option<&Named>, tables: &Tables, given: &Given) -> Error {
        if let Some((_, what, hint)) = given.others.iter().find(|(other, ..)| other == name) {
            let message = format!("\"{name}\" is {what}, not a table");
            return Error::new(ErrorKind::TableNotFound, "sql", message).with_hint(hint);
        }
        let commons = sql_statement(&self.parsed).map(commons).unwrap_or_default();
        let mut candidates: Vec<&str> = tables.keys().chain(&given.names).chain(&commons).map(String::as_str).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let error = Error::table_not_found("sql", name, candidates.iter().copied());
        if Format::from_path(name).is_some() {
            return error.with_hint(format!("a file's path stands in quotes: '{name}'"));
        }
        let near = nearest(name, candidates.into_iter());
        let place = named.map(|named| self.script.text().place(&named.range));
        error.with_fix(near.first().zip(place).map(|(near, place)| Fix { place, text: quoted(near) }))
    }

    /// Returns the note that a session's table was taken, and a variable of its name was not.
    fn hiding(&self, name: &str, named: Option<&Named>, given: &Given) -> Option<Diagnostic> {
        let named = named.filter(|_| given.hidden.iter().any(|hidden| hidden == name))?;
        let message = format!("\"{name}\" is the table of the session, not the variable {name}");
        let note = Diagnostic::new(Severity::Note, ErrorKind::TableNotFound, message);
        let hint =
            format!("to take the variable, give it another name, or forget the table: DROP TABLE {}", quoted(name));
        Some(note.with_hint(hint).at(self.script.text().place(&named.range)))
    }

    fn bare(&self) -> impl Iterator<Item = (&str, Option<&Named>)> {
        self.references.iter().filter_map(|(reference, named)| match reference {
            TableReference::Bare { table } => Some((table.as_ref(), named.as_ref())),
            _ => None,
        })
    }

    /// Returns the references of the statement, with where they are, in the order of the text.
    pub(super) fn placed(&self, references: Vec<TableReference>) -> Vec<(TableReference, Option<Named>)> {
        let all = sql_statement(&self.parsed).map(|statement| named(statement, self.script.text())).unwrap_or_default();
        let is_of = |reference: &TableReference, named: &&Named| {
            let parts: Vec<&str> = named.parts.iter().map(|part| part.value.as_str()).collect();
            match (reference.catalog(), reference.schema(), reference.table()) {
                (None, None, table) => parts == [table],
                (None, Some(schema), table) => parts == [schema, table],
                (catalog, schema, table) => parts == [catalog.unwrap_or_default(), schema.unwrap_or_default(), table],
            }
        };
        let mut placed: Vec<_> = references
            .into_iter()
            .map(|reference| {
                let named = all.iter().find(|named| is_of(&reference, named)).cloned();
                (reference, named)
            })
            .collect();
        placed.sort_by_key(|(_, named)| named.as_ref().map_or(usize::MAX, |named| named.range.start));
        placed
    }
}

/// Returns whether a name is the path of a file or a folder.
pub(super) fn is_path(name: &str) -> bool {
    Format::from_path(name).is_some() || is_folder(name)
}

/// Returns the table of that name, or else the only one whose name differs only in case.
fn find<'a>(tables: &'a Tables, name: &str, is_quoted: bool) -> Fit<'a> {
    if let Some(exact) = tables.get(name) {
        return Fit::One(exact);
    }
    if is_quoted {
        return Fit::None;
    }
    let near: Vec<_> = tables.iter().filter(|(other, _)| is_same_in_any_case(other, name)).collect();
    match near.as_slice() {
        [] => Fit::None,
        [(_, only)] => Fit::One(only),
        several => Fit::Many(several.iter().map(|(name, _)| name.as_str()).collect()),
    }
}

/// Returns a name as SQL writes it: in quotes, unless it is a plain word.
pub(super) fn quoted(name: &str) -> String {
    use datafusion::sql::sqlparser::keywords::{RESERVED_FOR_COLUMN_ALIAS, RESERVED_FOR_IDENTIFIER};
    use datafusion::sql::sqlparser::tokenizer::Token;
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let is_word = name.chars().all(is_part) && !name.starts_with(|first: char| first.is_ascii_digit());
    let is_reserved = match Token::make_word(name, None) {
        Token::Word(word) => {
            RESERVED_FOR_COLUMN_ALIAS.contains(&word.keyword) || RESERVED_FOR_IDENTIFIER.contains(&word.keyword)
        }
        _ => true,
    };
    match is_word && !is_reserved && !name.is_empty() {
        true => name.to_owned(),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_that_is_no_word_is_quoted() {
        let names = ["price", "id", "Unit price", "order", "1a", "a\"b", ""].map(quoted);
        assert_eq!(names, ["price", "id", "\"Unit price\"", "\"order\"", "\"1a\"", "\"a\"\"b\"", "\"\""]);
    }
}

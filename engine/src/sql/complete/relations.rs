//! The tables of a FROM clause as they are written: names, paths, queries, functions, each with its alias.

use datafusion::sql::sqlparser::keywords::{Keyword, RESERVED_FOR_TABLE_ALIAS};
use datafusion::sql::sqlparser::tokenizer::Token;

use super::clause::{Clause, Level, Part, words};
use super::groups::Groups;

/// Where the rows of a relation come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A table, by the parts of its name.
    Table(Vec<String>),
    /// A file, by its path.
    Path(String),
    /// A query in parentheses, by its text.
    Query(String),
    /// A function, by its name and the text of its arguments.
    Function(String, String),
}

/// A table of a FROM clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) origin: Origin,
    /// The name by which expressions call it.
    pub(crate) alias: Option<String>,
    /// The names that the alias gives to its columns.
    pub(crate) columns: Vec<String>,
}

impl Relation {
    /// The name by which expressions call it.
    pub(crate) fn name(&self) -> Option<&str> {
        match (&self.alias, &self.origin) {
            (Some(alias), _) => Some(alias),
            (None, Origin::Table(parts)) => parts.last().map(String::as_str),
            (None, Origin::Function(name, _)) => Some(name),
            (None, Origin::Path(path)) => Some(path),
            (None, Origin::Query(_)) => None,
        }
    }
}

/// Returns the tables of all FROM clauses of a block.
pub(super) fn relations(groups: &Groups<'_>, parts: &[Part]) -> Vec<Relation> {
    let mut found = Vec::new();
    for part in parts {
        let is_join = part.clause == Clause::Pipe && part.level.iter().any(|at| groups.keyword(*at) == Keyword::JOIN);
        if part.clause == Clause::From {
            read(groups, &part.level, true, &mut found);
        } else if is_join {
            read(groups, &part.level, false, &mut found);
        }
    }
    found
}

fn read(groups: &Groups<'_>, level: &[usize], begins: bool, found: &mut Vec<Relation>) {
    let (mut place, mut expected) = (0, begins);
    while let Some(at) = level.get(place).copied() {
        let keyword = groups.keyword(at);
        if !expected {
            expected = keyword == Keyword::JOIN || groups.token(at) == Some(&Token::Comma);
            place += 1;
            continue;
        }
        if keyword == Keyword::LATERAL {
            place += 1;
            continue;
        }
        expected = false;
        let (origin, after) = match groups.token(at) {
            Some(Token::LParen) => {
                let end = groups.end(at).unwrap_or(groups.len());
                if !groups.is_query(at) {
                    read(groups, &groups.level(at + 1, end), true, found);
                    place += 2;
                    continue;
                }
                (Origin::Query(groups.written(at + 1..end).to_owned()), place + 2)
            }
            Some(Token::SingleQuotedString(path)) => (Origin::Path(path.clone()), place + 1),
            Some(Token::Word(word)) if word.quote_style.is_some() || !RESERVED_FOR_TABLE_ALIAS.contains(&keyword) => {
                let mut parts = vec![word.value.clone()];
                let mut after = place + 1;
                while level.get(after).is_some_and(|at| groups.token(*at) == Some(&Token::Period)) {
                    if let Some(Token::Word(word)) = level.get(after + 1).and_then(|at| groups.token(*at)) {
                        parts.push(word.value.clone());
                    }
                    after += 2;
                }
                match level.get(after).filter(|at| groups.token(**at) == Some(&Token::LParen)) {
                    Some(open) => {
                        let end = groups.end(*open).unwrap_or(groups.len());
                        let arguments = groups.written(open + 1..end).to_owned();
                        (Origin::Function(parts.pop().unwrap_or_default(), arguments), after + 2)
                    }
                    None => (Origin::Table(parts), after),
                }
            }
            _ => continue,
        };
        place = after;
        let (alias, columns, after) = alias(groups, level, place);
        place = after;
        found.push(Relation { origin, alias, columns });
    }
}

/// Reads `[AS] alias [(column, ...)]`, and returns where the level goes on.
fn alias(groups: &Groups<'_>, level: &[usize], mut place: usize) -> (Option<String>, Vec<String>, usize) {
    if level.get(place).is_some_and(|at| groups.keyword(*at) == Keyword::AS) {
        place += 1;
    }
    let Some(Token::Word(word)) = level.get(place).and_then(|at| groups.token(*at)) else {
        return (None, Vec::new(), place);
    };
    if word.quote_style.is_none() && RESERVED_FOR_TABLE_ALIAS.contains(&word.keyword) {
        return (None, Vec::new(), place);
    }
    place += 1;
    match level.get(place).filter(|at| groups.token(**at) == Some(&Token::LParen)) {
        Some(open) => (Some(word.value.clone()), words(groups, *open), place + 2),
        None => (Some(word.value.clone()), Vec::new(), place),
    }
}

/// A column that a SELECT gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// One with this name; whether the query itself has made it up.
    Named(String, bool),
    /// All columns, or those of one relation; whether just these, without EXCEPT or REPLACE.
    Star(Option<String>, bool),
    /// One whose name only the planner knows.
    Unknown,
}

/// Returns what a SELECT gives, by its words.
pub(super) fn outputs(groups: &Groups<'_>, part: &Part) -> Vec<Output> {
    let is_comma = |at: &usize| groups.token(*at) == Some(&Token::Comma);
    part.level.split(is_comma).map(|item| output(groups, item)).collect()
}

fn output(groups: &Groups<'_>, item: &[usize]) -> Output {
    let skip = item.iter().take_while(|at| matches!(groups.keyword(**at), Keyword::DISTINCT | Keyword::ALL)).count();
    let item = &item[skip..];
    let tokens: Vec<&Token> = item.iter().filter_map(|at| groups.token(*at)).collect();
    match tokens.as_slice() {
        [Token::Mul, rest @ ..] => Output::Star(None, rest.is_empty()),
        [Token::Word(word), Token::Period, Token::Mul, rest @ ..] => {
            Output::Star(Some(word.value.clone()), rest.is_empty())
        }
        [Token::Word(word)] => Output::Named(word.value.clone(), false),
        [.., Token::Period, Token::Word(word)] => Output::Named(word.value.clone(), false),
        [.., before, Token::Word(word)] => {
            let is_as = matches!(before, Token::Word(before) if before.keyword == Keyword::AS);
            let is_value = super::expected::is_value(before);
            let is_name = word.quote_style.is_some() || word.keyword == Keyword::NoKeyword;
            if is_as || (is_value && is_name) { Output::Named(word.value.clone(), true) } else { Output::Unknown }
        }
        _ => Output::Unknown,
    }
}

/// Returns the names that a level gives its columns by its words, its first SELECT deciding.
pub(super) fn of_level(groups: &Groups<'_>, level: &Level) -> (Vec<Output>, Vec<Relation>) {
    let Some((_, block)) = level.blocks.first() else { return (Vec::new(), Vec::new()) };
    let outputs =
        block.part(Clause::Select).map_or_else(|| vec![Output::Star(None, true)], |part| outputs(groups, part));
    (outputs, relations(groups, &block.parts))
}

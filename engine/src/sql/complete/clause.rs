//! The clauses of one SELECT: where each begins, and in which one an index is.

use std::ops::Range;

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::groups::{Groups, begins_query};

/// A clause, in the order in which a query writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Clause {
    Select,
    From,
    Where,
    GroupBy,
    Having,
    Qualify,
    Window,
    OrderBy,
    Limit,
    Offset,
    /// What follows `|>`.
    Pipe,
    /// `VALUES (...)`.
    Values,
}

/// A clause and the indices of its tokens on their level, behind its keywords.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) clause: Clause,
    /// The index of its first keyword.
    pub(super) keyword: usize,
    pub(super) level: Vec<usize>,
}

/// The clauses of one SELECT.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) parts: Vec<Part>,
}

impl Block {
    pub(super) fn has(&self, clause: Clause) -> bool {
        self.parts.iter().any(|part| part.clause == clause)
    }

    pub(super) fn part(&self, clause: Clause) -> Option<&Part> {
        self.parts.iter().find(|part| part.clause == clause)
    }

    /// Returns the clause that the tokens before `at` are in.
    pub(super) fn around(&self, at: usize) -> Option<&Part> {
        self.parts.iter().rev().find(|part| part.keyword < at)
    }
}

/// A common table expression.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    /// The names of its columns, where they are given.
    pub(crate) columns: Vec<String>,
    /// The text of its query.
    pub(crate) text: String,
    pub(crate) is_recursive: bool,
    /// The indices of its query's tokens.
    pub(super) body: Range<usize>,
}

/// The queries of one level: common table expressions, and blocks with `UNION` or the like between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    pub(super) named: Vec<Named>,
    /// Where the query begins that follows `WITH`.
    pub(super) main: Option<usize>,
    /// The blocks, each with the index of its first token.
    pub(super) blocks: Vec<(usize, Block)>,
}

impl Level {
    /// Reads the level that begins with `from`.
    pub(super) fn read(groups: &Groups<'_>, from: usize, until: usize) -> Self {
        let level = groups.level(from, until);
        let mut read = Self::default();
        let mut rest = level.as_slice();
        if rest.first().is_some_and(|first| groups.keyword(*first) == Keyword::WITH) {
            (read.named, rest) = named(groups, rest);
            read.main = rest.first().copied();
        } else {
            read.main = Some(from);
        }
        for (begin, part) in between_sets(groups, rest) {
            read.blocks.push((begin, block(groups, part)));
        }
        read
    }

    /// Returns the block that an index is in.
    pub(super) fn block(&self, at: usize) -> Option<&Block> {
        let found = self.blocks.iter().rev().find(|(begin, _)| *begin < at).or(self.blocks.first());
        found.map(|(_, block)| block)
    }
}

/// Reads the expressions of `WITH`, and returns the rest of the level.
fn named<'l>(groups: &Groups<'_>, level: &'l [usize]) -> (Vec<Named>, &'l [usize]) {
    let (mut found, mut at) = (Vec::new(), 1);
    let is_recursive = level.get(1).is_some_and(|second| groups.keyword(*second) == Keyword::RECURSIVE);
    at += usize::from(is_recursive);
    while let Some(here) = level.get(at) {
        let Some(Token::Word(word)) = groups.token(*here) else { break };
        if begins_query(word.keyword) && word.quote_style.is_none() {
            break;
        }
        let name = word.value.clone();
        at += 1;
        let mut columns = Vec::new();
        if let Some(open) = level.get(at).filter(|open| groups.token(**open) == Some(&Token::LParen)) {
            columns = words(groups, *open);
            at += 2;
        }
        while level
            .get(at)
            .is_some_and(|here| matches!(groups.keyword(*here), Keyword::AS | Keyword::NOT | Keyword::MATERIALIZED))
        {
            at += 1;
        }
        let Some(open) = level.get(at).filter(|open| groups.token(**open) == Some(&Token::LParen)) else { break };
        let end = groups.end(*open).unwrap_or(groups.len());
        let body = open + 1..end;
        found.push(Named { name, columns, text: groups.written(body.clone()).to_owned(), is_recursive, body });
        at += 2;
        match level.get(at).and_then(|here| groups.token(*here)) {
            Some(Token::Comma) => at += 1,
            _ => break,
        }
    }
    (found, level.get(at..).unwrap_or_default())
}

/// Returns the names in a group: `(a, "b c")`.
pub(super) fn words(groups: &Groups<'_>, open: usize) -> Vec<String> {
    let end = groups.end(open).unwrap_or(groups.len());
    let mut found = Vec::new();
    for at in open + 1..end {
        if let Some(Token::Word(word)) = groups.token(at)
            && matches!(groups.before(at, open), Some(Token::LParen | Token::Comma))
        {
            found.push(word.value.clone());
        }
    }
    found
}

/// Splits a level at `UNION`, `INTERSECT` and `EXCEPT`.
fn between_sets<'l>(groups: &Groups<'_>, level: &'l [usize]) -> Vec<(usize, &'l [usize])> {
    let (mut found, mut start) = (Vec::new(), 0);
    for (place, at) in level.iter().enumerate() {
        let is_set = match groups.keyword(*at) {
            Keyword::UNION | Keyword::INTERSECT | Keyword::MINUS => true,
            Keyword::EXCEPT => groups.before(*at, 0) != Some(&Token::Mul),
            _ => false,
        };
        if is_set {
            found.push((level[start], &level[start..place]));
            start = place;
        }
    }
    if let Some(first) = level.get(start) {
        found.push((*first, &level[start..]));
    }
    found
}

fn block(groups: &Groups<'_>, level: &[usize]) -> Block {
    let mut found = Block::default();
    let mut place = 0;
    while let Some(at) = level.get(place) {
        if let Some((clause, length)) = clause_at(groups, *at, level.get(place + 1).copied()) {
            found.parts.push(Part { clause, keyword: *at, level: Vec::new() });
            place += length;
            continue;
        }
        if let Some(part) = found.parts.last_mut() {
            part.level.push(*at);
        }
        place += 1;
    }
    found
}

/// Returns the clause that begins at an index, and how many tokens name it.
fn clause_at(groups: &Groups<'_>, at: usize, next: Option<usize>) -> Option<(Clause, usize)> {
    let has_by = || next.is_some_and(|next| groups.keyword(next) == Keyword::BY);
    // A column of such a name is behind a dot, and a function of one has its parentheses.
    let is_called = matches!(groups.token(at + 1), Some(Token::LParen)) || groups.before(at, 0) == Some(&Token::Period);
    let clause = match groups.keyword(at) {
        Keyword::SELECT => Clause::Select,
        Keyword::FROM => {
            if groups.keyword_before(at) == Keyword::DISTINCT
                && matches!(groups.keyword_before(at.saturating_sub(1)), Keyword::IS | Keyword::NOT)
            {
                return None;
            }
            Clause::From
        }
        Keyword::WHERE => Clause::Where,
        Keyword::GROUP if has_by() => return Some((Clause::GroupBy, 2)),
        Keyword::ORDER if has_by() => return Some((Clause::OrderBy, 2)),
        Keyword::HAVING => Clause::Having,
        Keyword::QUALIFY => Clause::Qualify,
        Keyword::WINDOW if !is_called => Clause::Window,
        Keyword::LIMIT if !is_called => Clause::Limit,
        Keyword::OFFSET if !is_called => Clause::Offset,
        Keyword::VALUES => Clause::Values,
        _ if groups.token(at) == Some(&Token::VerticalBarRightAngleBracket) => Clause::Pipe,
        _ => return None,
    };
    Some((clause, 1))
}

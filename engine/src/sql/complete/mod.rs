//! What may be written at a cursor in a text that need not be finished.
//!
//! - `cursor`: the statement around the cursor, and the word that is being typed;
//! - `groups`: parentheses; `clause`: the clauses of a SELECT; `relations`: the tables of its FROM;
//! - `place`: what may be written: `statements`, outside of parentheses; `between`, within them; `window`, behind OVER;
//!   `expected`, within an expression;
//! - `items`: what is offered, ranked.
//!
//! All of this goes by the words of the text. Who knows the tables is [`crate::statement`].

mod between;
mod clause;
mod cursor;
mod expected;
mod groups;
mod items;
mod place;
mod relations;
mod statements;
mod window;

use std::collections::BTreeSet;

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

use self::between::{Within, of_from};
use self::clause::{Clause, Level};
use self::groups::Groups;
use crate::sql::tokens::Placed;

pub(crate) use self::clause::Named;
pub(crate) use self::cursor::{Cursor, Typed};
pub(crate) use self::items::{Candidate, offered, quoted};
pub use self::items::{Item, ItemKind};
pub(crate) use self::place::Place;
pub(crate) use self::relations::{Origin, Output, Relation};

/// How many queries around the cursor are looked at.
const DEEPEST: usize = 32;

/// What is asked at a cursor.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) cursor: Cursor,
    pub(crate) place: Place,
    /// The tables that expressions can name here, those of the innermost query first.
    pub(crate) relations: Vec<Relation>,
    /// How many of them are the innermost query's own.
    pub(crate) own: usize,
    /// The common table expressions that can be named, in their order.
    pub(crate) named: Vec<Named>,
    /// The names that the query has given to what it selects.
    pub(crate) aliases: Vec<String>,
    /// The function whose arguments the cursor is among.
    pub(crate) called: Option<String>,
}

impl Question {
    /// Returns what is asked at a cursor.
    pub(crate) fn of(source: &str, cursor: Cursor) -> Self {
        let groups = Groups::new(source, &cursor.tokens);
        let at = cursor.at;
        let place = place::place(&groups, at);
        let around = groups.around(at);
        let mut queries: Vec<usize> = around.iter().copied().filter(|open| groups.is_query(*open)).collect();
        queries.drain(..queries.len().saturating_sub(DEEPEST));
        let first = (statements::query_of(&groups, at), groups.len());
        let levels = queries.iter().map(|open| (open + 1, groups.end(*open).unwrap_or(groups.len())));
        let levels: Vec<Level> =
            [first].into_iter().chain(levels).map(|(begin, end)| Level::read(&groups, begin, end)).collect();
        let is_before = |named: &Named| named.body.end <= at || (named.is_recursive && named.body.start <= at);
        let named =
            levels.iter().flat_map(|level| level.named.iter().filter(|named| is_before(named)).cloned()).collect();
        let (mut relations, mut own, mut aliases) = (Vec::new(), 0, Vec::new());
        for (depth, level) in levels.iter().enumerate().rev() {
            let Some(block) = level.block(at).filter(|_| level.main.is_some_and(|main| main <= at)) else { break };
            relations.extend(self::relations::relations(&groups, &block.parts));
            if depth + 1 == levels.len() {
                own = relations.len();
                let selected = block.part(Clause::Select).map(|part| self::relations::outputs(&groups, part));
                aliases.extend(selected.unwrap_or_default().into_iter().filter_map(|output| match output {
                    Output::Named(name, true) => Some(name),
                    _ => None,
                }));
            }
            // A query in FROM sees nothing of the query around it, unless it is LATERAL.
            let open = depth.checked_sub(1).and_then(|outer| queries.get(outer)).copied();
            let Some(open) = open else { break };
            let outside: Vec<usize> = around.iter().copied().take_while(|other| *other <= open).collect();
            let is_apart = matches!(of_from(&groups, open, &outside), Some(Within::Tables | Within::Names));
            if is_apart && groups.keyword_before(open) != Keyword::LATERAL {
                break;
            }
        }
        let called = around.iter().rev().take_while(|open| !groups.is_query(**open)).find_map(|open| {
            let name = open.checked_sub(1).and_then(|before| groups.token(before))?;
            matches!(name, Token::Word(_)).then(|| match name {
                Token::Word(word) => word.value.clone(),
                _ => String::new(),
            })
        });
        Self { cursor, place, relations, own, named, aliases, called }
    }

    /// Returns the words of the statement, each once, and the names before the cursor: they may be names of tables.
    pub(crate) fn words(&self) -> BTreeSet<&str> {
        let words = self.cursor.tokens.iter().filter_map(|placed| match &placed.token.token {
            Token::Word(word) => Some(word.value.as_str()),
            _ => None,
        });
        words.chain(self.cursor.qualifier.iter().map(String::as_str)).collect()
    }
}

/// Returns what a query gives by its words, and the tables of its FROM with the expressions of its WITH.
pub(crate) fn shape(source: &str) -> (Vec<Output>, Vec<Relation>, Vec<Named>) {
    let (tokens, _) = cursor::read(source, 0..source.len());
    let tokens: Vec<Placed> = tokens.into_iter().filter(|token| !token.is_blank()).collect();
    let groups = Groups::new(source, &tokens);
    let level = Level::read(&groups, 0, groups.len());
    let (outputs, relations) = relations::of_level(&groups, &level);
    (outputs, relations, level.named)
}

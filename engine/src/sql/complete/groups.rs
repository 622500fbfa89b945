//! Parentheses in the tokens of a statement that need not be finished, and what is on one level of them.

use std::ops::Range;

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

use crate::sql::tokens::Placed;

/// The tokens of a statement with the ends of their parentheses.
#[derive(Clone, Debug)]
pub(super) struct Groups<'a> {
    source: &'a str,
    tokens: &'a [Placed],
    /// For each token that opens one, the index of the token that closes it.
    ends: Vec<Option<usize>>,
    /// For each token, whether it opens a group with a query.
    queries: Vec<bool>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(source: &'a str, tokens: &'a [Placed]) -> Self {
        let (mut ends, mut open) = (vec![None; tokens.len()], Vec::new());
        for (at, placed) in tokens.iter().enumerate() {
            match placed.token.token {
                Token::LParen => open.push(at),
                Token::RParen => {
                    if let Some(begin) = open.pop() {
                        ends[begin] = Some(at);
                    }
                }
                _ => {}
            }
        }
        let mut queries = vec![false; tokens.len()];
        for (at, pair) in tokens.windows(2).enumerate().rev() {
            let [open, next] = pair else { continue };
            let is_open = |placed: &Placed| placed.token.token == Token::LParen;
            queries[at] = is_open(open) && (begins_query(next.keyword()) || (is_open(next) && queries[at + 1]));
        }
        Self { source, tokens, ends, queries }
    }

    pub(super) fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at).map(|placed| &placed.token.token)
    }

    /// Returns the token before an index, if there is one from `begin` on.
    pub(super) fn before(&self, at: usize, begin: usize) -> Option<&'a Token> {
        at.checked_sub(1).filter(|before| *before >= begin).and_then(|before| self.token(before))
    }

    pub(super) fn keyword(&self, at: usize) -> Keyword {
        self.tokens.get(at).map_or(Keyword::NoKeyword, Placed::keyword)
    }

    pub(super) fn keyword_before(&self, at: usize) -> Keyword {
        at.checked_sub(1).map_or(Keyword::NoKeyword, |before| self.keyword(before))
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Returns the text of some tokens, and what is between them.
    pub(super) fn written(&self, tokens: Range<usize>) -> &'a str {
        let tokens = self.tokens.get(tokens).unwrap_or_default();
        let range = tokens.first().zip(tokens.last()).map_or(0..0, |(first, last)| first.range.start..last.range.end);
        self.source.get(range).unwrap_or_default()
    }

    /// Returns the index of the token that closes a group.
    pub(super) fn end(&self, open: usize) -> Option<usize> {
        self.ends.get(open).copied().flatten()
    }

    /// Returns the groups that are open before an index, outer ones first.
    pub(super) fn around(&self, at: usize) -> Vec<usize> {
        let mut open = Vec::new();
        for (here, placed) in self.tokens.iter().enumerate().take(at) {
            match placed.token.token {
                Token::LParen => open.push(here),
                Token::RParen => {
                    open.pop();
                }
                _ => {}
            }
        }
        open
    }

    /// Returns whether a query is in a group.
    pub(super) fn is_query(&self, open: usize) -> bool {
        self.queries.get(open).copied().unwrap_or_default()
    }

    /// Returns the indices on the level that begins with `from`: of a group that ends only its parentheses. One that does
    /// not end, and is no query, is taken for a part of the level: its end is yet to be typed.
    pub(super) fn level(&self, from: usize, until: usize) -> Vec<usize> {
        let (mut found, mut at) = (Vec::new(), from);
        while at < until {
            match self.token(at) {
                Some(Token::LParen) => match self.end(at).filter(|end| *end < until) {
                    Some(end) => {
                        found.extend([at, end]);
                        at = end;
                    }
                    None if self.is_query(at) => {
                        found.push(at);
                        return found;
                    }
                    None => {}
                },
                // It closes what encloses the level.
                Some(Token::RParen) => return found,
                Some(_) => found.push(at),
                None => return found,
            }
            at += 1;
        }
        found
    }
}

/// Returns whether a query begins with a keyword.
pub(super) fn begins_query(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::SELECT | Keyword::WITH | Keyword::FROM | Keyword::VALUES | Keyword::TABLE)
}

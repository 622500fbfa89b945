//! What is at a cursor: the statement around it, the word that is being typed, and the names before that word.
//!
//! The text before the cursor and the text after it are read apart, so that a string which nobody has closed yet does not
//! swallow the rest of the query.

use std::ops::Range;

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Whitespace};

use crate::sql::dialect::Levels;
use crate::sql::text::Text;
use crate::sql::tokens::{Placed, Tokens, Unfinished};

/// What is being typed, up to the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Nothing yet.
    Nothing,
    /// The beginning of a word.
    Word(String),
    /// The beginning of a quoted name, without its quote.
    Quoted(String),
    /// The beginning of a string, without its quote.
    Text(String),
    /// The beginning of a parameter's name, without `$`.
    Parameter(String),
}

impl Typed {
    /// Returns the letters that have been typed.
    pub(crate) fn letters(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::Word(letters) | Self::Quoted(letters) | Self::Text(letters) | Self::Parameter(letters) => letters,
        }
    }
}

/// A cursor in a statement.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    /// The statement's tokens without white space, without the word at the cursor and the names before that word.
    pub(crate) tokens: Vec<Placed>,
    /// The index of the token that comes after the cursor.
    pub(crate) at: usize,
    pub(crate) typed: Typed,
    /// The names before the word, each of which has a dot behind it.
    pub(crate) qualifier: Vec<String>,
    /// The bytes of the text that an item replaces.
    pub(crate) replaced: Range<usize>,
    /// Whether keywords are written in small letters, as the last one before the cursor is.
    pub(crate) is_lower: bool,
}

impl Cursor {
    /// Returns what is at a byte offset; nothing in a comment, in a number, or behind what needs a space first.
    pub(crate) fn find(source: &str, offset: usize) -> Option<Self> {
        let offset = (0..=offset.min(source.len())).rev().find(|at| source.is_char_boundary(*at))?;
        let (mut before, unfinished) = read(source, 0..offset);
        let typed = typed(source, offset, before.last(), unfinished)?;
        let start = match &typed {
            Typed::Nothing => offset,
            _ => before.pop()?.range.start,
        };
        let (end, resume) = match &typed {
            Typed::Text(_) | Typed::Quoted(_) => {
                let end = closed(source, start, offset);
                (end, end)
            }
            _ => (offset, offset + rest_of_word(&source[offset..])),
        };
        Self::around(source, before, typed, start..end, resume)
    }

    /// Returns what is at a byte offset, with the whole of the word, the parameter or the string there as what is typed.
    pub(crate) fn word(source: &str, offset: usize) -> Option<Self> {
        let offset = (0..=offset.min(source.len())).rev().find(|at| source.is_char_boundary(*at))?;
        let (mut tokens, _) = read(source, 0..source.len());
        let after = tokens.partition_point(|token| token.range.end <= offset);
        let is_word = |token: &Placed| matches!(token.token.token, Token::Word(_) | Token::Placeholder(_));
        let is_at = |token: &Placed| token.range.contains(&offset) && is_word(token);
        let before =
            after.checked_sub(1).filter(|before| tokens[*before].range.end == offset && is_word(&tokens[*before]));
        let at = if tokens.get(after).is_some_and(is_at) { Some(after) } else { before };
        let Some(at) = at else { return Self::beside(source, offset) };
        let range = tokens[at].range.clone();
        let typed = match &tokens[at].token.token {
            Token::Placeholder(name) => Typed::Parameter(name.trim_start_matches('$').to_owned()),
            Token::Word(word) if word.quote_style.is_some() => Typed::Quoted(word.value.clone()),
            Token::Word(word) => Typed::Word(word.value.clone()),
            _ => return None,
        };
        tokens.truncate(at);
        let end = range.end;
        Self::around(source, tokens, typed, range, end)
    }

    /// Returns the statement around an offset, whatever is there but a comment.
    fn beside(source: &str, offset: usize) -> Option<Self> {
        let (before, unfinished) = read(source, 0..offset);
        if unfinished == Some(Unfinished::Comment) {
            return None;
        }
        Self::around(source, before, Typed::Nothing, offset..offset, offset + rest_of_word(&source[offset..]))
    }

    /// Returns the statement around what is typed: `before` are the tokens of the text before that, and the text goes on
    /// at `resume`.
    fn around(
        source: &str,
        mut before: Vec<Placed>,
        typed: Typed,
        replaced: Range<usize>,
        resume: usize,
    ) -> Option<Self> {
        before.retain(|token| !token.is_blank());
        let (mut start, mut qualifier) = (replaced.start, Vec::new());
        while before.last().is_some_and(|token| token.token.token == Token::Period && token.range.end == start) {
            before.pop();
            let name = before.pop()?;
            let Token::Word(word) = name.token.token else { return None };
            qualifier.insert(0, word.value);
            start = name.range.start;
        }
        let (after, _) = read(source, resume..source.len());
        let ends = |token: &Placed| token.token.token == Token::SemiColon;
        let is_lower = is_lower(&typed, &before);
        let begin = before.iter().rposition(ends).map_or(0, |at| at + 1);
        let mut tokens = before.split_off(begin);
        let at = tokens.len();
        tokens.extend(after.into_iter().filter(|token| !token.is_blank()).take_while(|token| !ends(token)));
        Some(Self { tokens, at, typed, qualifier, replaced, is_lower })
    }
}

/// Reads the tokens of a part of a text.
pub(crate) fn read(source: &str, part: Range<usize>) -> (Vec<Placed>, Option<Unfinished>) {
    let tokens = Tokens::new(&Text::new(&source[part.clone()]), &Levels::default());
    let shifted = tokens.all().iter().cloned().map(|mut token| {
        token.range = token.range.start + part.start..token.range.end + part.start;
        token
    });
    (shifted.collect(), tokens.unfinished())
}

fn typed(source: &str, offset: usize, last: Option<&Placed>, unfinished: Option<Unfinished>) -> Option<Typed> {
    let Some(last) = last.filter(|last| last.range.end == offset) else { return Some(Typed::Nothing) };
    let written = &source[last.range.clone()];
    match (&last.token.token, unfinished) {
        (_, Some(Unfinished::Comment)) => None,
        (Token::SingleQuotedString(text), Some(Unfinished::String)) if written.starts_with('\'') => {
            Some(Typed::Text(text.clone()))
        }
        (Token::Word(word), Some(Unfinished::Name)) => Some(Typed::Quoted(word.value.clone())),
        (_, Some(_)) => None,
        (Token::Whitespace(Whitespace::SingleLineComment { .. }), None) if !written.ends_with('\n') => None,
        (Token::Whitespace(_), None) => Some(Typed::Nothing),
        (Token::Word(word), None) if word.quote_style.is_none() => Some(Typed::Word(word.value.clone())),
        (Token::Placeholder(name), None) => Some(Typed::Parameter(name.trim_start_matches('$').to_owned())),
        // What follows these stands apart from them.
        (Token::Word(_) | Token::Number(..) | Token::RParen | Token::RBracket | Token::RBrace, None) => None,
        (Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) | Token::DollarQuotedString(_), None) => None,
        _ => Some(Typed::Nothing),
    }
}

fn is_lower(typed: &Typed, before: &[Placed]) -> bool {
    let is_small = |word: &str| !word.chars().any(char::is_uppercase);
    if let Typed::Word(letters) = typed {
        return is_small(letters);
    }
    let keyword = before.iter().rev().find_map(|placed| match &placed.token.token {
        Token::Word(word) if word.quote_style.is_none() && word.keyword != Keyword::NoKeyword => Some(&word.value),
        _ => None,
    });
    keyword.is_some_and(|word| is_small(word))
}

/// Returns where a quoted text ends that begins at `start`: behind the quote that an editor has put there already, or at
/// the cursor.
fn closed(source: &str, start: usize, offset: usize) -> usize {
    let quote = source[start..].chars().next();
    let rest = source[offset..].split(char::is_whitespace).next().unwrap_or_default();
    let found = rest.char_indices().find(|(_, character)| Some(*character) == quote);
    found.map_or(offset, |(at, quote)| offset + at + quote.len_utf8())
}

fn rest_of_word(rest: &str) -> usize {
    let is_part = |character: char| character == '_' || character.is_alphanumeric();
    rest.find(|character| !is_part(character)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text in which `|` is the cursor, and gives what is typed, the names before it, and what is replaced.
    fn at(text: &str) -> Option<(Typed, String, String)> {
        let offset = text.find('|').unwrap_or(text.len());
        let source = text.replacen('|', "", 1);
        let found = Cursor::find(&source, offset)?;
        Some((found.typed, found.qualifier.join("."), source[found.replaced].to_owned()))
    }

    #[test]
    fn the_word_before_the_cursor_is_found() {
        let word = |text: &str| Typed::Word(text.to_owned());
        assert_eq!(at("select am|"), Some((word("am"), String::new(), "am".into())));
        assert_eq!(at("select t.am|ount from t"), Some((word("am"), "t".into(), "am".into())));
        assert_eq!(at("select \"a b\".| from t"), Some((Typed::Nothing, "a b".into(), String::new())));
        assert_eq!(at("select $na|"), Some((Typed::Parameter("na".into()), String::new(), "$na".into())));
        assert_eq!(at("from 'da|"), Some((Typed::Text("da".into()), String::new(), "'da".into())));
        assert_eq!(at("from 'da|' where x = 'a'"), Some((Typed::Text("da".into()), String::new(), "'da'".into())));
        assert_eq!(at("select \"Or|"), Some((Typed::Quoted("Or".into()), String::new(), "\"Or".into())));
    }

    #[test]
    fn nothing_is_found_where_nothing_can_be_typed() {
        for text in ["-- sel|", "select 1|", "select /* a|", "select 'a'|", "select f(x)|", "f(x).|"] {
            assert_eq!(at(text), None, "{text}");
        }
        assert!(at("-- sel\n|").is_some());
    }

    #[test]
    fn a_string_without_an_end_does_not_swallow_what_follows() {
        let text = "select 1; select * from 'da\nwhere x > 1; select 2";
        let found = Cursor::find(text, 27).map(|cursor| (cursor.at, cursor.tokens.len()));
        assert_eq!(found, Some((3, 7)));
    }
}

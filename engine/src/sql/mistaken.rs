//! What the tokenizer stumbles over: a literal, a quoted name or a comment that is not finished, or a wrong character.

use datafusion::sql::sqlparser::tokenizer::{Token, Whitespace};

use super::tokens::Unfinished;

/// Returns how much of `rest` is what the tokenizer stumbled over, what of it is not finished, and a token for it.
pub(super) fn mistaken(rest: &str) -> (usize, Option<Unfinished>, Token) {
    let whole = rest.len();
    if let Some(comment) = rest.strip_prefix("/*") {
        let comment = Token::Whitespace(Whitespace::MultiLineComment(comment.to_owned()));
        return (whole, Some(Unfinished::Comment), comment);
    }
    let first = rest.chars().next().unwrap_or_default();
    // A letter or two may be before the quote of a string: `e'`, `u&'`.
    let quoted = rest.char_indices().take(3).find(|(_, character)| matches!(character, '\'' | '"' | '`'));
    let is_prefix = |at: usize| rest[..at].chars().all(|character| character.is_ascii_alphabetic() || character == '&');
    if let Some((at, quote)) = quoted.filter(|(at, _)| is_prefix(*at)) {
        let content = &rest[at + 1..];
        return match closed(content, quote) {
            Some(length) => (at + 1 + length, None, Token::SingleQuotedString(content[..length - 1].to_owned())),
            None if quote == '\'' => (whole, Some(Unfinished::String), Token::SingleQuotedString(content.to_owned())),
            None => (whole, Some(Unfinished::Name), Token::make_word(content, Some(quote))),
        };
    }
    match first {
        '[' => (whole, Some(Unfinished::Name), Token::make_word(&rest[1..], Some('['))),
        '$' => (whole, Some(Unfinished::String), Token::SingleQuotedString(rest.to_owned())),
        other => (other.len_utf8().min(whole), None, Token::Char(other)),
    }
}

/// Returns how long a quoted text is with its last quote; two quotes are one character of it.
fn closed(content: &str, quote: char) -> Option<usize> {
    let mut characters = content.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return Some(at + 1);
        }
    }
    None
}

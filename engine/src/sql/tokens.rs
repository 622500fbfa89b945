//! The tokens of a text, each with its bytes, also of a text that is not finished: a string, a quoted name or a comment
//! without an end is one last token. There is no other lexer of SQL here.

use std::ops::Range;

use datafusion::sql::sqlparser::dialect::Dialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Location as At, Span, Token, TokenWithSpan, Tokenizer, Whitespace};

use super::mistaken::mistaken;
use super::text::Text;

/// How many characters a text may have that no token begins with: then it is something else than SQL.
const MOST_MISTAKES: usize = 32;

/// A token and where it is.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// The token; its span counts the lines and columns of the text.
    pub(crate) token: TokenWithSpan,
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
}

impl Placed {
    /// Returns whether it is white space or a comment.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self.token.token, Token::Whitespace(_))
    }

    /// Returns whether it is a comment.
    pub(crate) fn is_comment(&self) -> bool {
        use Whitespace::{MultiLineComment, SingleLineComment};
        matches!(self.token.token, Token::Whitespace(SingleLineComment { .. } | MultiLineComment(_)))
    }

    /// Returns the keyword, if it is an unquoted word that is one.
    pub(crate) fn keyword(&self) -> Keyword {
        match &self.token.token {
            Token::Word(word) => word.keyword,
            _ => Keyword::NoKeyword,
        }
    }

    /// Returns the name without `$`, if it is a parameter.
    pub(crate) fn parameter(&self) -> Option<&str> {
        match &self.token.token {
            Token::Placeholder(name) => name.strip_prefix('$').filter(|name| !name.is_empty()),
            _ => None,
        }
    }
}

/// What a text does not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfinished {
    /// A string.
    String,
    /// A quoted name.
    Name,
    /// A comment.
    Comment,
}

/// Something that is no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Where it is.
    pub(crate) range: Range<usize>,
    /// What the text does not end; otherwise a character or a literal is wrong.
    pub(crate) unfinished: Option<Unfinished>,
    /// The tokenizer's reason.
    pub(crate) reason: String,
}

/// The tokens of a text without gaps: white space and comments are tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    all: Vec<Placed>,
    mistakes: Vec<Mistake>,
}

impl Tokens {
    /// Reads the tokens of a text.
    pub(crate) fn new(text: &Text, dialect: &dyn Dialect) -> Self {
        let mut read = Self::default();
        let mut from = text.first();
        while from < text.source().len() {
            let Some(reason) = read.read(text, dialect, from) else { break };
            from = read.all.last().map_or(from, |last| last.range.end.max(from));
            let rest = &text.source()[from..];
            let (length, unfinished, token) = mistaken(rest);
            let range = from..from + length;
            read.push(text, token, range.clone());
            read.mistakes.push(Mistake { range, unfinished, reason });
            from += length;
            if read.mistakes.len() >= MOST_MISTAKES {
                break;
            }
        }
        read
    }

    /// Returns all tokens, in their order.
    pub(crate) fn all(&self) -> &[Placed] {
        &self.all
    }

    /// Returns what is no token.
    pub(crate) fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// Returns what the text does not end.
    pub(crate) fn unfinished(&self) -> Option<Unfinished> {
        self.mistakes.last().and_then(|mistake| mistake.unfinished)
    }

    /// Returns the index of the token that begins and ends where a span does.
    pub(crate) fn of(&self, range: &Range<usize>) -> Option<usize> {
        self.all.binary_search_by_key(&range.start, |token| token.range.start).ok()
    }

    /// Returns a range extended to the parentheses that it has one side of.
    pub(crate) fn balanced(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.all.partition_point(|token| token.range.end <= range.start);
        let end = self.all.partition_point(|token| token.range.start < range.end);
        let (mut open, mut lacking) = (0usize, 0usize);
        for token in self.all.get(first..end).unwrap_or_default() {
            match token.token.token {
                Token::LParen => open += 1,
                Token::RParen if open > 0 => open -= 1,
                Token::RParen => lacking += 1,
                _ => {}
            }
        }
        let after = self.all.get(end..).unwrap_or_default().iter();
        let before = self.all.get(..first).unwrap_or_default().iter().rev();
        let last = level(after, &Token::RParen, &Token::LParen, open);
        let start = level(before, &Token::LParen, &Token::RParen, lacking);
        start.map_or(range.start, |token| token.range.start)..last.map_or(range.end, |token| token.range.end)
    }

    /// Returns where something is missing after the tokens of a range: behind the last that is not blank.
    pub(crate) fn end_of(&self, indices: Range<usize>) -> Range<usize> {
        let tokens = self.all.get(indices).unwrap_or_default();
        let last = tokens.iter().rev().find(|token| !token.is_blank()).or(tokens.last());
        last.map_or(0..0, |last| last.range.end..last.range.end)
    }

    /// Reads tokens from an offset on, until there is something that is none, and returns the reason then.
    fn read(&mut self, text: &Text, dialect: &dyn Dialect, from: usize) -> Option<String> {
        let mut tokens = Vec::new();
        let outcome = Tokenizer::new(dialect, &text.source()[from..]).tokenize_with_location_into_buf(&mut tokens);
        // The tokenizer counts from where it begins, and the text is walked along with its tokens.
        let mut walk = Walk { rest: text.source()[from..].chars(), at: from, line: 1, column: 1 };
        let (line, column) = text.position(from);
        let absolute = |at: At| {
            let shift = if at.line == 1 { (column - 1) as u64 } else { 0 };
            At::new(at.line + (line - 1) as u64, at.column + shift)
        };
        self.all.reserve(tokens.len());
        for token in tokens {
            let start = walk.to(token.span.start);
            let end = walk.to(token.span.end);
            let span = Span::new(absolute(token.span.start), absolute(token.span.end));
            self.all.push(Placed { token: TokenWithSpan::new(token.token, span), range: start..end });
        }
        outcome.err().map(|error| error.message)
    }

    fn push(&mut self, text: &Text, token: Token, range: Range<usize>) {
        let at = |offset| {
            let (line, column) = text.position(offset);
            At::new(line as u64, column as u64)
        };
        let span = Span::new(at(range.start), at(range.end));
        self.all.push(Placed { token: TokenWithSpan::new(token, span), range });
    }
}

/// Returns the token that closes the `count`-th parenthesis.
fn level<'a>(
    tokens: impl Iterator<Item = &'a Placed>,
    closes: &Token,
    opens: &Token,
    mut count: usize,
) -> Option<&'a Placed> {
    if count == 0 {
        return None;
    }
    for token in tokens {
        if token.token.token == *opens {
            count += 1;
        } else if token.token.token == *closes {
            count -= 1;
            if count == 0 {
                return Some(token);
            }
        }
    }
    None
}

/// A walk through a text, along with the tokenizer's lines and columns.
struct Walk<'a> {
    rest: std::str::Chars<'a>,
    at: usize,
    line: u64,
    column: u64,
}

impl Walk<'_> {
    /// Goes on to a place, and returns its offset; a place that was passed is where the walk is.
    fn to(&mut self, place: At) -> usize {
        while (self.line, self.column) < (place.line, place.column) {
            let Some(character) = self.rest.next() else { break };
            self.at += character.len_utf8();
            match character {
                '\n' => (self.line, self.column) = (self.line + 1, 1),
                _ => self.column += 1,
            }
        }
        self.at
    }
}

#[cfg(test)]
mod tests {
    use datafusion::sql::sqlparser::dialect::GenericDialect;

    use super::*;

    fn tokens(text: &str) -> Tokens {
        let read = Tokens::new(&Text::new(text), &GenericDialect {});
        let joined: String = read.all().iter().map(|token| &text[token.range.clone()]).collect();
        assert_eq!(joined, text.strip_prefix('\u{feff}').unwrap_or(text), "the tokens have no gaps");
        read
    }

    fn solid(text: &str) -> Vec<&str> {
        tokens(text).all().iter().filter(|token| !token.is_blank()).map(|token| &text[token.range.clone()]).collect()
    }

    #[test]
    fn tokens_have_their_bytes() {
        assert_eq!(solid("select 'é日' , b -- no\r\n from t"), ["select", "'é日'", ",", "b", "from", "t"]);
        assert_eq!(solid("\u{feff}select \"a b\".c /* x\ny */ + $n"), ["select", "\"a b\"", ".", "c", "+", "$n"]);
    }

    #[test]
    fn a_text_that_is_not_finished_has_its_tokens() {
        for (text, last, unfinished) in [
            ("select a, 'it''s", "'it''s", Some(Unfinished::String)),
            ("select a from \"my t", "\"my t", Some(Unfinished::Name)),
            ("select e'x", "e'x", Some(Unfinished::String)),
            ("select a.", ".", None),
            ("select (", "(", None),
        ] {
            let read = tokens(text);
            assert_eq!(solid(text).last(), Some(&last), "{text}");
            assert_eq!(read.unfinished(), unfinished, "{text}");
        }
        let read = tokens("select 1 /* x");
        assert_eq!(
            (read.unfinished(), read.all().last().map(Placed::is_comment)),
            (Some(Unfinished::Comment), Some(true))
        );
    }

    #[test]
    fn what_is_no_token_does_not_hide_what_follows() {
        let read = tokens("select u&'\\zzzz', b");
        assert_eq!((read.mistakes().len(), read.unfinished()), (1, None));
        assert_eq!(solid("select u&'\\zzzz', b"), ["select", "u&'\\zzzz'", ",", "b"]);
    }

    #[test]
    fn spans_are_of_the_whole_text() {
        let text = "select ._a,\n b";
        let read = tokens(text);
        let last = read.all().last().map(|token| (token.token.span.start.line, token.token.span.start.column));
        assert_eq!((read.mistakes().len(), last), (1, Some((2, 2))));
    }

    #[test]
    fn a_range_is_extended_to_its_parentheses() {
        let text = "select f(a, (b + c)) * (d)";
        let read = tokens(text);
        let whole = |part: &str| {
            let at = text.find(part).unwrap_or_default();
            &text[read.balanced(&(at..at + part.len()))]
        };
        assert_eq!(
            [whole("f(a, (b"), whole("c)) * (d"), whole("b + c")],
            ["f(a, (b + c))", "(a, (b + c)) * (d)", "b + c"]
        );
    }
}

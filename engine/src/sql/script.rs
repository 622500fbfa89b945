//! Several statements in one text, separated by `;`. Each is parsed by itself, so that one that is wrong does not hide
//! the others.

use std::ops::Range;

use datafusion::sql::sqlparser::dialect::Dialect;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::text::Text;
use super::tokens::{Placed, Tokens};

/// A text with its tokens and statements.
#[derive(Debug)]
pub(crate) struct Script {
    text: Text,
    tokens: Tokens,
    parts: Vec<Part>,
}

/// One statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its bytes, from its first word to its last, without the semicolon.
    pub(crate) range: Range<usize>,
    /// The indices of its tokens, with the white space and the comments around them.
    pub(crate) tokens: Range<usize>,
}

/// What a text is that has no statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nothing {
    /// White space, and perhaps semicolons.
    Empty,
    /// Comments.
    Comments,
}

impl Script {
    /// Reads the statements of a text, without parsing them.
    pub(crate) fn new(source: &str, dialect: &dyn Dialect) -> Self {
        let text = Text::new(source);
        let tokens = Tokens::new(&text, dialect);
        let all = tokens.all();
        let (mut parts, mut from) = (Vec::new(), 0);
        let ends = all.iter().enumerate().filter(|(_, token)| token.token.token == Token::SemiColon);
        for end in ends.map(|(at, _)| at).chain([all.len()]) {
            let solid = |token: &&Placed| !token.is_blank();
            let mut within = all[from..end].iter();
            if let Some(first) = within.find(solid) {
                let last = within.rfind(solid).unwrap_or(first);
                parts.push(Part { range: first.range.start..last.range.end, tokens: from..end });
            }
            from = end + 1;
        }
        Self { text, tokens, parts }
    }

    /// Returns the text.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// Returns the tokens of the whole text.
    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Returns the statements; empty ones are none.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns the text of a statement.
    pub(crate) fn written(&self, part: &Part) -> &str {
        &self.text.source()[part.range.clone()]
    }

    /// Returns the part that is the whole text.
    pub(crate) fn whole(&self) -> Part {
        Part { range: self.text.first()..self.text.source().len(), tokens: 0..self.tokens.all().len() }
    }

    /// Returns the tokens of a statement but for white space and comments.
    pub(crate) fn solid(&self, part: &Part) -> impl DoubleEndedIterator<Item = &Placed> {
        self.tokens.all()[part.tokens.clone()].iter().filter(|token| !token.is_blank())
    }

    /// Returns what the text is, if it has no statement.
    pub(crate) fn nothing(&self) -> Option<Nothing> {
        let comments = self.tokens.all().iter().any(Placed::is_comment);
        self.parts.is_empty().then_some(if comments { Nothing::Comments } else { Nothing::Empty })
    }
}

#[cfg(test)]
mod tests {
    use datafusion::sql::sqlparser::dialect::GenericDialect;

    use super::*;

    fn script(text: &str) -> Script {
        Script::new(text, &GenericDialect {})
    }

    fn statements(text: &str) -> Vec<String> {
        let script = script(text);
        script.parts().iter().map(|part| script.written(part).to_owned()).collect()
    }

    #[test]
    fn statements_are_divided_by_semicolons_that_are_tokens() {
        let text = "\u{feff}select ';' -- ;\r\n ; ;\n/* ; */ select \";\" /* x */;";
        assert_eq!(statements(text), ["select ';'", "select \";\""]);
        assert_eq!(statements("x"), ["x"]);
    }

    #[test]
    fn a_text_without_a_statement_says_what_it_is() {
        assert_eq!(script(" \n;; ").nothing(), Some(Nothing::Empty));
        assert_eq!(script("\u{feff}").nothing(), Some(Nothing::Empty));
        assert_eq!(script("-- select 1").nothing(), Some(Nothing::Comments));
        assert_eq!(script("/* select 1").nothing(), Some(Nothing::Comments));
        assert_eq!(script("select 1").nothing(), None);
    }

    #[test]
    fn the_tokens_of_a_statement_count_the_lines_of_the_text() {
        let script = script("select 1;\n  select x");
        let part = &script.parts()[1];
        let first = script.tokens().all()[part.tokens.clone()].iter().find(|token| !token.is_blank());
        let start = first.map(|token| (token.token.span.start.line, token.token.span.start.column));
        assert_eq!((start, script.tokens().end_of(part.tokens.clone())), (Some((2, 3)), 20..20));
    }
}

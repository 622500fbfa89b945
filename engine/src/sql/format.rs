//! The same SQL in other white space: keywords of clauses on lines of their own, what belongs to them indented.
//!
//! The formatter of the crate `sqlformat` has a lexer of its own, which knows less than ours. So what it gives is taken
//! only where it has our tokens, one for one.

use datafusion::sql::sqlparser::dialect::Dialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Whitespace};
use sqlformat::{FormatOptions, Indent, QueryParams};

use crate::sql::text::Text;
use crate::sql::tokens::{Placed, Tokens};

/// How long lists and parentheses may be that stay on their line.
const WIDTH: usize = 80;
/// How long a text may be that is formatted.
const LONGEST: usize = 1 << 20;

/// Returns `source` with its white space changed, and nothing else; as it is, where the formatter would change more.
pub(crate) fn formatted(source: &str, dialect: &dyn Dialect) -> String {
    if source.len() > LONGEST {
        return source.to_owned();
    }
    let options = FormatOptions {
        indent: Indent::Spaces(2),
        uppercase: None,
        lines_between_queries: 2,
        max_inline_block: WIDTH,
        max_inline_arguments: Some(WIDTH),
        max_inline_top_level: Some(WIDTH),
        joins_as_top_level: true,
        dialect: sqlformat::Dialect::PostgreSql,
        ..FormatOptions::default()
    };
    let begin = source.len() - source.trim_start_matches('\u{feff}').len();
    let made = sqlformat::format(&source[begin..], &QueryParams::None, &options);
    if is_same(source, &made, dialect) { made } else { source.to_owned() }
}

/// Returns whether two texts have the same tokens and comments.
fn is_same(one: &str, other: &str, dialect: &dyn Dialect) -> bool {
    let (one, other) = (Tokens::new(&Text::new(one), dialect), Tokens::new(&Text::new(other), dialect));
    if !one.mistakes().is_empty() || !other.mistakes().is_empty() {
        return false;
    }
    let solid = |tokens: &Tokens| tokens.all().iter().filter_map(compared).collect::<Vec<_>>();
    solid(&one) == solid(&other)
}

/// Returns what of a token must stay; nothing of white space.
fn compared(placed: &Placed) -> Option<Token> {
    match &placed.token.token {
        Token::Whitespace(Whitespace::SingleLineComment { comment, prefix }) => {
            let (comment, prefix) = (comment.trim().to_owned(), prefix.clone());
            Some(Token::Whitespace(Whitespace::SingleLineComment { comment, prefix }))
        }
        Token::Whitespace(Whitespace::MultiLineComment(comment)) => {
            // Its lines move with what is around it.
            let lines = comment.lines().map(str::trim).collect::<Vec<_>>().join("\n");
            Some(Token::Whitespace(Whitespace::MultiLineComment(lines)))
        }
        Token::Whitespace(_) => None,
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::dialect::Levels;

    fn format(source: &str) -> String {
        formatted(source, &Levels::default())
    }

    #[test]
    fn clauses_get_lines_of_their_own() {
        let source =
            "select a,sum(b) as total from t left join u on t.id=u.id where a>$least and s = 'x  y' -- why\ngroup by a";
        let made = format(source);
        assert!(made.lines().count() >= 5, "{made}");
        for part in ["'x  y'", "-- why", "$least"] {
            assert!(made.contains(part), "{made}");
        }
        assert_eq!(format(&made), made, "formatted once and for all");
    }

    #[test]
    fn what_is_not_only_white_space_stays_as_it_is() {
        for source in ["select 'not closed", "", "select \"a", "select /* a", "select ? §"] {
            assert_eq!(format(source), source);
        }
        for source in
            ["select x::int, a->'b', list[1], 1_000, e'\\n', $1 from t", "from t |> where a => 1", "select a||b"]
        {
            let made = format(source);
            assert!(is_same(source, &made, &Levels::default()), "{made}");
        }
    }
}

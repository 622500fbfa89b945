//! What may follow a token within an expression: a value, or what comes behind a value.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::groups::Groups;

/// What an expression goes on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A value.
    Value,
    /// An operator, or what follows the expression.
    Operator,
    /// One of these words and nothing else.
    Words(&'static [&'static str]),
    /// The name of a type.
    Type,
}

/// What may follow a value.
pub(super) const OPERATORS: &[&str] = &[
    "AND",
    "OR",
    "IN",
    "NOT IN",
    "LIKE",
    "NOT LIKE",
    "ILIKE",
    "BETWEEN",
    "NOT BETWEEN",
    "IS NULL",
    "IS NOT NULL",
    "IS DISTINCT FROM",
    "IS NOT DISTINCT FROM",
    "SIMILAR TO",
    "AT TIME ZONE",
];
const AFTER_IS: &[&str] =
    &["NULL", "NOT NULL", "TRUE", "FALSE", "NOT TRUE", "NOT FALSE", "DISTINCT FROM", "NOT DISTINCT FROM"];
const AFTER_IS_NOT: &[&str] = &["NULL", "TRUE", "FALSE", "DISTINCT FROM"];
const AFTER_NOT: &[&str] = &["IN", "LIKE", "ILIKE", "BETWEEN", "SIMILAR TO"];

/// Words that may be a value, beside columns and functions.
pub(super) const VALUES: &[&str] = &["CASE", "CAST", "NOT", "NULL", "TRUE", "FALSE", "EXISTS", "INTERVAL", "TRY_CAST"];

/// Returns whether a value ends with a token.
pub(super) fn is_value(token: &Token) -> bool {
    match token {
        Token::Word(word) => word.quote_style.is_some() || !is_before_value(word.keyword),
        Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::DoubleQuotedString(_)
        | Token::DollarQuotedString(_)
        | Token::Placeholder(_)
        | Token::RParen
        | Token::RBracket
        | Token::RBrace => true,
        _ => false,
    }
}

/// Returns whether a value follows a keyword.
fn is_before_value(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::SELECT
            | Keyword::DISTINCT
            | Keyword::WHERE
            | Keyword::AND
            | Keyword::OR
            | Keyword::NOT
            | Keyword::HAVING
            | Keyword::QUALIFY
            | Keyword::BY
            | Keyword::CASE
            | Keyword::WHEN
            | Keyword::THEN
            | Keyword::ELSE
            | Keyword::LIKE
            | Keyword::ILIKE
            | Keyword::BETWEEN
            | Keyword::ESCAPE
            | Keyword::ON
            | Keyword::LIMIT
            | Keyword::OFFSET
            | Keyword::FROM
            | Keyword::IN
            | Keyword::IS
            | Keyword::AS
            | Keyword::TO
            | Keyword::ROLLUP
            | Keyword::CUBE
    )
}

/// Returns what an expression that begins at `begin` goes on with before the token `at`.
pub(super) fn expected(groups: &Groups<'_>, begin: usize, at: usize) -> Expected {
    let Some(before) = groups.before(at, begin) else { return Expected::Value };
    let keyword = groups.keyword_before(at);
    match (before, keyword) {
        (_, Keyword::IS) => Expected::Words(AFTER_IS),
        (_, Keyword::NOT) => match groups.before(at - 1, begin) {
            Some(Token::Word(word)) if word.keyword == Keyword::IS => Expected::Words(AFTER_IS_NOT),
            Some(token) if is_value(token) => Expected::Words(AFTER_NOT),
            _ => Expected::Value,
        },
        (_, Keyword::IN | Keyword::AS | Keyword::OVER | Keyword::INTERVAL | Keyword::EXISTS) => Expected::Words(&[]),
        (_, Keyword::NULLS) => Expected::Words(&["FIRST", "LAST"]),
        (_, Keyword::SIMILAR) => Expected::Words(&["TO"]),
        (_, Keyword::GROUP | Keyword::ORDER | Keyword::PARTITION) => Expected::Words(&["BY"]),
        (_, Keyword::GROUPING) => Expected::Words(&["SETS"]),
        (_, Keyword::ROLLUP | Keyword::CUBE | Keyword::SETS) => Expected::Words(&[]),
        (Token::DoubleColon, _) => Expected::Type,
        (Token::Period, _) => Expected::Words(&[]),
        (Token::Mul, _) if is_star(groups, begin, at - 1) => Expected::Operator,
        (token, _) if is_value(token) => Expected::Operator,
        _ => Expected::Value,
    }
}

/// Returns whether `*` stands for columns.
fn is_star(groups: &Groups<'_>, begin: usize, at: usize) -> bool {
    match groups.before(at, begin) {
        None | Some(Token::Comma | Token::LParen | Token::Period) => true,
        Some(Token::Word(word)) => matches!(word.keyword, Keyword::SELECT | Keyword::DISTINCT | Keyword::ALL),
        Some(_) => false,
    }
}

/// Returns what a CASE goes on with that is not yet ended before `at`.
pub(super) fn of_case(groups: &Groups<'_>, begin: usize, at: usize) -> &'static [&'static str] {
    let (mut depth, mut nested, mut last) = (0_u32, 0_u32, Keyword::NoKeyword);
    for here in (begin..at).rev() {
        match groups.token(here) {
            Some(Token::RParen) => nested += 1,
            Some(Token::LParen) if nested == 0 => break,
            Some(Token::LParen) => nested -= 1,
            _ if nested > 0 => {}
            _ => match groups.keyword(here) {
                Keyword::END => depth += 1,
                Keyword::CASE if depth > 0 => depth -= 1,
                Keyword::CASE => {
                    return match last {
                        Keyword::WHEN => &["THEN"],
                        Keyword::THEN => &["WHEN", "ELSE", "END"],
                        Keyword::ELSE => &["END"],
                        _ => &["WHEN"],
                    };
                }
                found @ (Keyword::WHEN | Keyword::THEN | Keyword::ELSE) if depth == 0 && last == Keyword::NoKeyword => {
                    last = found;
                }
                _ => {}
            },
        }
    }
    &[]
}

//! Parses a statement, after short forms of a query are expanded in its tokens.
//!
//! `FROM t` and `TABLE t` are queries of their own in DuckDB, the second in the standard too. The parser ends the first
//! at its tables and returns the second as text without a location, so both become `SELECT * FROM t` while they are
//! still tokens, and `FROM t SELECT a` becomes `SELECT a FROM t`; `RESERVOIR` and `10%` of a sample become what it
//! parses.

use datafusion::error::{DataFusionError, Result};
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::{Expr, ExprWithAlias, Statement as SqlStatement, Value as SqlValue};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

use super::dialect::SqlDialect;
use super::edits::Edits;
use super::forms;
use super::script::{Part, Script};
use crate::trial::Mend;

/// Returns a statement of a script, with names that are read in another case.
pub(crate) fn statement(
    script: &Script,
    part: &Part,
    dialect: SqlDialect,
    recursion_limit: usize,
    edits: &Edits,
) -> Result<Statement> {
    let dialect = dialect.parser();
    let tokens = script.tokens().all()[part.tokens.clone()].iter();
    let mut tokens = tokens.map(|token| parsable(edits.applied(token))).collect();
    forms::written_out(&mut tokens);
    let mut statements = DFParserBuilder::new(written_out(tokens))
        .with_dialect(dialect.as_ref())
        .with_recursion_limit(recursion_limit)
        .build()?
        .parse_statements()?;
    match statements.pop_front() {
        Some(statement) => Ok(statement),
        None => Err(DataFusionError::Plan("No SQL statements were provided in the query string".to_owned())),
    }
}

/// Returns a token as the parser takes it: a number without `_`.
fn parsable(placed: TokenWithSpan) -> TokenWithSpan {
    match placed.token {
        Token::Number(digits, long) if digits.contains('_') => {
            TokenWithSpan::new(Token::Number(digits.replace('_', ""), long), placed.span)
        }
        token => TokenWithSpan::new(token, placed.span),
    }
}

/// Returns the one expression of a script, which may have a name.
pub(crate) fn expression(script: &Script, recursion_limit: usize) -> Result<ExprWithAlias> {
    let dialect = SqlDialect::default().parser();
    let tokens: Vec<TokenWithSpan> = script.tokens().all().iter().map(|token| parsable(token.token.clone())).collect();
    DFParserBuilder::new(tokens)
        .with_dialect(dialect.as_ref())
        .with_recursion_limit(recursion_limit)
        .build()?
        .parse_into_expr()
}

/// Where a token is in a query within one level of parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At its start.
    Start,
    /// After `WITH` or `EXPLAIN`: the query itself is yet to come.
    Before,
    /// Inside it, or inside something that is not a query.
    Inside,
}

/// What replaces a token.
#[derive(Clone, Copy)]
enum Short {
    /// `FROM`: `SELECT * FROM`.
    From,
    /// `FROM` before a `SELECT`, which is found at one index and ends before another: it is moved to the front.
    Late(usize, usize),
    /// `TABLE`: the same.
    Table,
    /// `RESERVOIR` of a sample: nothing, as a number of rows is always drawn that way.
    Reservoir,
    /// `%` of a sample: `PERCENT`.
    Percent,
}

/// Returns the tokens with every short form expanded.
fn written_out(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let short = short_forms(&tokens);
    if short.is_empty() || !Mend::Reading.is_on() {
        return tokens;
    }
    let mut order: Vec<usize> = (0..tokens.len()).collect();
    // An inner one is moved before it is moved with the outer.
    for (at, form) in short.iter().rev() {
        if let Short::Late(select, end) = *form {
            order[*at..end].rotate_left(select - at);
        }
    }
    let mut out = Vec::with_capacity(tokens.len() + 2 * short.len());
    for at in order {
        let token = &tokens[at];
        let word = |keyword: &str| TokenWithSpan::new(Token::make_keyword(keyword), token.span);
        match short.binary_search_by_key(&at, |(place, _)| *place).ok().map(|found| short[found].1) {
            None | Some(Short::Late(..)) => out.push(token.clone()),
            Some(Short::From | Short::Table) => {
                out.extend([word("SELECT"), TokenWithSpan::new(Token::Mul, token.span), word("FROM")]);
            }
            Some(Short::Reservoir) => {}
            Some(Short::Percent) => out.push(word("PERCENT")),
        }
    }
    out
}

/// Returns the tokens that are short forms.
fn short_forms(tokens: &[TokenWithSpan]) -> Vec<(usize, Short)> {
    let mut found = Vec::new();
    let mut places = vec![Place::Start];
    let (mut before, mut second) = (&Token::EOF, &Token::EOF);
    for (at, token) in tokens.iter().enumerate().map(|(at, token)| (at, &token.token)) {
        let after = &tokens[at + 1..];
        if matches!(token, Token::Whitespace(_)) {
            continue;
        }
        let Some(place) = places.last_mut() else { break };
        let here = *place;
        match (token, keyword(token)) {
            // What follows the parentheses of `(a union b) union c` continues the query.
            (Token::LParen, _) => {
                if here == Place::Start {
                    *place = Place::Inside;
                }
                places.push(Place::Start);
            }
            (Token::RParen, _) => {
                if places.len() > 1 {
                    places.pop();
                }
            }
            (Token::SemiColon, _) | (_, Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT | Keyword::MINUS) => {
                *place = Place::Start;
            }
            (_, Keyword::ALL | Keyword::DISTINCT | Keyword::BY | Keyword::NAME) if here == Place::Start => {}
            (_, Keyword::WITH | Keyword::EXPLAIN) if here == Place::Start => *place = Place::Before,
            (_, Keyword::FROM) if here != Place::Inside => {
                *place = Place::Inside;
                let form = match select(after) {
                    Some((select, end)) => Short::Late(at + 1 + select, at + 1 + end),
                    None => Short::From,
                };
                found.push((at, form));
            }
            (_, Keyword::TABLE) if is_table(here, before, after) => {
                *place = Place::Inside;
                found.push((at, Short::Table));
            }
            (_, Keyword::SELECT | Keyword::VALUES) => *place = Place::Inside,
            // Names of common table expressions, options of EXPLAIN.
            _ if here == Place::Before => {}
            _ => *place = Place::Inside,
        }
        if keyword(before) == Keyword::TABLESAMPLE && is_reservoir(token) {
            found.push((at, Short::Reservoir));
        }
        let is_share = || keyword(second) == Keyword::TABLESAMPLE || ends_sample(after);
        if matches!((before, token), (Token::Number(..), Token::Mod)) && is_share() {
            found.push((at, Short::Percent));
        }
        (second, before) = (before, token);
    }
    found
}

pub(super) fn keyword(token: &Token) -> Keyword {
    match token {
        Token::Word(word) => word.keyword,
        _ => Keyword::NoKeyword,
    }
}

fn first(tokens: &[TokenWithSpan]) -> Option<&Token> {
    tokens.iter().map(|token| &token.token).find(|token| !matches!(token, Token::Whitespace(_)))
}

/// Returns the index of the `SELECT` that follows the tables of `FROM`, and where its list ends.
fn select(after: &[TokenWithSpan]) -> Option<(usize, usize)> {
    let (mut depth, mut found, mut before) = (0u32, None, &Token::EOF);
    for (at, token) in after.iter().map(|token| &token.token).enumerate() {
        let ends = match token {
            Token::Whitespace(_) => continue,
            Token::LParen => {
                depth += 1;
                false
            }
            Token::RParen if depth > 0 => {
                depth -= 1;
                false
            }
            Token::RParen | Token::SemiColon | Token::VerticalBarRightAngleBracket => true,
            _ if depth > 0 => false,
            other => match keyword(other) {
                Keyword::SELECT if found.is_none() => {
                    found = Some(at);
                    false
                }
                // `SELECT * EXCEPT (a)`
                Keyword::EXCEPT => *before != Token::Mul,
                Keyword::WHERE | Keyword::GROUP | Keyword::HAVING | Keyword::WINDOW | Keyword::QUALIFY => true,
                Keyword::ORDER | Keyword::LIMIT | Keyword::OFFSET | Keyword::FETCH => true,
                Keyword::UNION | Keyword::INTERSECT | Keyword::MINUS => true,
                _ => false,
            },
        };
        if ends {
            return found.map(|select| (select, at));
        }
        before = token;
    }
    found.map(|select| (select, after.len()))
}

/// Returns whether `TABLE` is a query here: as the first word of one, and with a name after it.
fn is_table(place: Place, before: &Token, after: &[TokenWithSpan]) -> bool {
    let begins = match place {
        Place::Start => true,
        Place::Before => *before == Token::RParen,
        Place::Inside => false,
    };
    begins
        && match first(after) {
            Some(Token::Word(word)) => word.keyword == Keyword::NoKeyword,
            Some(Token::SingleQuotedString(_)) => true,
            _ => false,
        }
}

fn is_reservoir(token: &Token) -> bool {
    forms::is_word(token, "reservoir")
}

/// Returns whether a percentage of a sample ends here, and no modulo follows.
fn ends_sample(after: &[TokenWithSpan]) -> bool {
    match first(after) {
        Some(Token::RParen) => true,
        Some(other) => keyword(other) == Keyword::REPEATABLE,
        None => false,
    }
}

/// Returns the name of a parameter, without `$`, if an expression is one.
pub(crate) fn placeholder(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(value) => match &value.value {
            SqlValue::Placeholder(name) => name.strip_prefix('$'),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the SQL statement, if `parsed` is one and not an extension of DataFusion's.
pub(crate) fn sql_statement(parsed: &Statement) -> Option<&SqlStatement> {
    match parsed {
        Statement::Statement(statement) => Some(statement),
        Statement::Explain(explain) => sql_statement(&explain.statement),
        _ => None,
    }
}

/// Returns the same, mutable.
pub(crate) fn sql_statement_mut(parsed: &mut Statement) -> Option<&mut SqlStatement> {
    match parsed {
        Statement::Statement(statement) => Some(statement),
        Statement::Explain(explain) => sql_statement_mut(&mut explain.statement),
        _ => None,
    }
}

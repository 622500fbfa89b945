//! What may be written between parentheses: a query, a list of values, arguments, a window, names.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::clause::{Clause, Level};
use super::expected::{Expected, OPERATORS, expected, of_case};
use super::groups::Groups;
use super::place::{Place, QUERY};
use super::{statements, window};

const PARTS_OF_TIME: &[&str] = &[
    "YEAR",
    "QUARTER",
    "MONTH",
    "WEEK",
    "DAY",
    "DOW",
    "DOY",
    "ISODOW",
    "ISOYEAR",
    "HOUR",
    "MINUTE",
    "SECOND",
    "MILLISECOND",
    "MICROSECOND",
    "NANOSECOND",
    "EPOCH",
];

/// Returns the place before `at` in the group that begins with `open`, the last of those `around` it.
pub(super) fn place(groups: &Groups<'_>, open: usize, around: &[usize], at: usize) -> Place {
    let begin = open + 1;
    let is_first = at == begin;
    let keyword = groups.keyword_before(open);
    let name = match groups.before(open, 0) {
        Some(Token::Word(word)) => Some(word.value.as_str()),
        _ => None,
    };
    match keyword {
        Keyword::EXISTS | Keyword::LATERAL | Keyword::AS | Keyword::MATERIALIZED
            if is_first && !is_window(groups, open) =>
        {
            return Place::words(QUERY);
        }
        Keyword::OVER => return window::place(groups, open, at),
        Keyword::AS if is_window(groups, open) => return window::place(groups, open, at),
        Keyword::FILTER if is_first => return Place::words(&["WHERE"]),
        Keyword::GROUP if is_first => return Place::words(&["ORDER BY"]),
        Keyword::USING | Keyword::EXCLUDE | Keyword::EXCEPT => {
            return match groups.before(at, begin) {
                None | Some(Token::Comma) => Place::Column,
                Some(_) => Place::words(&[]),
            };
        }
        Keyword::EXTRACT if is_first => return Place::words(PARTS_OF_TIME),
        Keyword::EXTRACT if at == begin + 1 => return Place::words(&["FROM"]),
        Keyword::CAST | Keyword::TRY_CAST | Keyword::SAFE_CAST => {
            if groups.level(begin, at).iter().any(|here| groups.keyword(*here) == Keyword::AS) {
                return if groups.keyword_before(at) == Keyword::AS { Place::Type } else { Place::words(&[]) };
            }
            if expected(groups, begin, at) == Expected::Operator {
                return Place::Words(["AS"].iter().chain(OPERATORS).copied().collect());
            }
        }
        Keyword::OPTIONS | Keyword::PARTITIONED => return Place::words(&[]),
        Keyword::COPY if is_first => return Place::Table(QUERY.to_vec()),
        _ => {}
    }
    match of_from(groups, open, around) {
        Some(Within::Tables) => return in_tables(groups, begin, at),
        Some(Within::Function) => {
            let name = name.unwrap_or_default().to_owned();
            return match groups.before(at, begin) {
                None | Some(Token::Comma) => Place::Argument(name),
                _ => in_expression(groups, begin, at, &[]),
            };
        }
        Some(Within::Names) => return Place::words(&[]),
        None => {}
    }
    if is_first && matches!(keyword, Keyword::IN | Keyword::ANY | Keyword::ALL | Keyword::SOME) {
        return Place::value(&["SELECT", "FROM"]);
    }
    if is_first && (name.is_none() || keyword != Keyword::NoKeyword) && keyword != Keyword::VALUES {
        return Place::value(&["SELECT", "DISTINCT"]);
    }
    let first: &[&str] = if is_first && name.is_some() { &["DISTINCT"] } else { &[] };
    in_expression(groups, begin, at, first)
}

/// Returns the place in an expression in parentheses.
fn in_expression(groups: &Groups<'_>, begin: usize, at: usize, first: &[&'static str]) -> Place {
    match expected(groups, begin, at) {
        Expected::Value => Place::value(first),
        Expected::Type => Place::Type,
        Expected::Words(words) => Place::words(words),
        Expected::Operator => {
            let mut words = of_case(groups, begin, at).to_vec();
            if groups.before(at, begin) == Some(&Token::RParen) {
                words.extend(["OVER", "FILTER"]);
            }
            words.push("ORDER BY");
            words.extend(OPERATORS);
            Place::Words(words)
        }
    }
}

/// What a group in a FROM clause, or in WITH, holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// Tables that are joined, or a query.
    Tables,
    /// The arguments of a table function.
    Function,
    /// New names of columns.
    Names,
}

/// Returns what a group holds, if it is in a FROM clause itself and not in a condition of it, or in WITH.
pub(super) fn of_from(groups: &Groups<'_>, open: usize, around: &[usize]) -> Option<Within> {
    let outer = around.iter().rev().skip(1).find(|open| groups.is_query(**open));
    let is_direct = around.iter().rev().nth(1) == outer;
    let begin = outer.map_or_else(|| statements::query_of(groups, open), |outer| outer + 1);
    let level = Level::read(groups, begin, groups.len());
    if groups.keyword(begin) == Keyword::WITH && level.main.is_none_or(|main| open < main) {
        return Some(Within::Names);
    }
    let part = level.block(open)?.around(open)?;
    if part.clause != Clause::From || !is_direct {
        return None;
    }
    let before = groups.level(part.keyword + 1, open);
    let joined =
        before.iter().rposition(|at| groups.keyword(*at) == Keyword::JOIN || groups.token(*at) == Some(&Token::Comma));
    let since = joined.map_or(before.as_slice(), |joined| &before[joined + 1..]);
    if since.iter().any(|at| matches!(groups.keyword(*at), Keyword::ON | Keyword::USING)) {
        return None;
    }
    Some(match since.iter().filter(|at| groups.keyword(**at) != Keyword::LATERAL).count() {
        0 => Within::Tables,
        1 => Within::Function,
        _ => Within::Names,
    })
}

fn in_tables(groups: &Groups<'_>, begin: usize, at: usize) -> Place {
    match groups.before(at, begin) {
        None => Place::Table(QUERY.to_vec()),
        Some(Token::Comma) => Place::Table(vec!["LATERAL"]),
        Some(Token::Word(word)) if word.keyword == Keyword::JOIN => Place::Table(vec!["LATERAL"]),
        Some(_) => Place::words(&["JOIN", "LEFT JOIN", "INNER JOIN", "CROSS JOIN", "ON", "USING", "AS"]),
    }
}

/// Returns whether a group is a named window: `WINDOW w AS (`.
fn is_window(groups: &Groups<'_>, open: usize) -> bool {
    let before = (0..open).rev().find(|at| {
        matches!(
            groups.keyword(*at),
            Keyword::WINDOW | Keyword::WITH | Keyword::SELECT | Keyword::VIEW | Keyword::TABLE
        )
    });
    before.is_some_and(|at| groups.keyword(at) == Keyword::WINDOW)
}

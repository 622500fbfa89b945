//! In which place of a statement the cursor is, and so what may be written there.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::clause::{Block, Clause, Level};
use super::expected::{Expected, OPERATORS, VALUES, expected, of_case};
use super::groups::Groups;
use super::{between, statements};

/// What may be written at a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A value: columns, functions, parameters, and these words.
    Value(Vec<&'static str>),
    /// These words alone.
    Words(Vec<&'static str>),
    /// A table, or one of these words.
    Table(Vec<&'static str>),
    /// A table of the session, or one of these words.
    Registered(Vec<&'static str>),
    /// A column by its bare name.
    Column,
    /// The name of a type.
    Type,
    /// The name of a setting, or one of these words.
    Setting(Vec<&'static str>),
    /// A value for the setting of this name.
    SettingValue(String),
    /// An argument of a table function: its options, and values.
    Argument(String),
    /// A path in quotes: of a file to read, or to write.
    Path,
}

impl Place {
    pub(super) fn words(words: &[&'static str]) -> Self {
        Self::Words(words.to_vec())
    }

    pub(super) fn value(words: &[&'static str]) -> Self {
        Self::Value(VALUES.iter().chain(words).copied().collect())
    }
}

/// The words with which a query begins.
pub(super) const QUERY: &[&str] = &["SELECT", "FROM", "WITH", "VALUES"];

/// Returns the place before the token `at`.
pub(super) fn place(groups: &Groups<'_>, at: usize) -> Place {
    let around = groups.around(at);
    match around.last() {
        Some(open) if !groups.is_query(*open) || begins(groups, *open, at) => {
            between::place(groups, *open, &around, at)
        }
        Some(open) => in_level(groups, open + 1, at),
        None => statements::place(groups, at),
    }
}

/// Returns whether the cursor is the first thing in a group, whatever may come after it.
fn begins(groups: &Groups<'_>, open: usize, at: usize) -> bool {
    at == open + 1 && matches!(groups.token(open), Some(Token::LParen))
}

/// Returns the place before `at` in the level of a query that begins with `begin`.
pub(super) fn in_level(groups: &Groups<'_>, begin: usize, at: usize) -> Place {
    let level = Level::read(groups, begin, groups.len());
    if groups.keyword(begin) == Keyword::WITH && level.main.is_none_or(|main| at <= main) {
        return in_with(groups, begin, at);
    }
    let before = groups.keyword_before(at);
    match before {
        Keyword::UNION | Keyword::INTERSECT | Keyword::MINUS => {
            return Place::words(&["ALL", "SELECT", "FROM", "DISTINCT"]);
        }
        Keyword::EXCEPT if groups.before(at.saturating_sub(1), begin) != Some(&Token::Mul) => {
            return Place::words(&["ALL", "SELECT", "FROM", "DISTINCT"]);
        }
        Keyword::ALL | Keyword::DISTINCT
            if matches!(
                groups.keyword_before(at.saturating_sub(1)),
                Keyword::UNION | Keyword::INTERSECT | Keyword::EXCEPT
            ) =>
        {
            return Place::words(&["SELECT", "FROM"]);
        }
        _ => {}
    }
    let empty = Block::default();
    let block = level.block(at).unwrap_or(&empty);
    let Some(part) = block.around(at) else { return Place::words(QUERY) };
    let start = part.keyword + if matches!(part.clause, Clause::GroupBy | Clause::OrderBy) { 2 } else { 1 };
    in_clause(groups, block, part.clause, start, at)
}

fn in_clause(groups: &Groups<'_>, block: &Block, clause: Clause, start: usize, at: usize) -> Place {
    if clause == Clause::From {
        return in_from(groups, block, start, at);
    }
    if clause == Clause::Pipe {
        return in_pipe(groups, start, at);
    }
    let expected = expected(groups, start, at);
    let case = of_case(groups, start, at);
    match (expected, clause) {
        (_, Clause::Values) => Place::words(&[]),
        (Expected::Words(words), _) => Place::words(words),
        (Expected::Type, _) => Place::Type,
        (Expected::Value, Clause::Select) if at == start => Place::value(&["DISTINCT", "ALL"]),
        (Expected::Value, Clause::GroupBy) if at == start => Place::value(&["ALL", "ROLLUP", "CUBE", "GROUPING SETS"]),
        (Expected::Value, Clause::OrderBy) if at == start => Place::value(&["ALL"]),
        (Expected::Value, Clause::Limit) if at == start => Place::value(&["ALL"]),
        (Expected::Value, Clause::Window) => Place::words(&[]),
        (Expected::Value, _) => Place::value(&[]),
        (Expected::Operator, clause) => {
            let mut words: Vec<&'static str> = case.to_vec();
            if clause == Clause::Select {
                words.push("AS");
                if groups.before(at, start) == Some(&Token::Mul) {
                    words.extend(["EXCEPT", "EXCLUDE", "REPLACE"]);
                }
            }
            if clause == Clause::OrderBy {
                words.extend(["ASC", "DESC", "NULLS FIRST", "NULLS LAST"]);
            }
            if clause == Clause::Window {
                words.push("AS");
            }
            if groups.before(at, start) == Some(&Token::RParen) && clause != Clause::Window {
                words.extend(["OVER", "FILTER", "WITHIN GROUP"]);
            }
            words.extend(following(block, clause));
            if !matches!(clause, Clause::Limit | Clause::Offset | Clause::Window) {
                words.extend(OPERATORS);
            }
            Place::Words(words)
        }
    }
}

/// Returns the words of the clauses that may follow one and that the query does not have yet.
fn following(block: &Block, clause: Clause) -> Vec<&'static str> {
    const CLAUSES: [(Clause, &str); 10] = [
        (Clause::Select, "SELECT"),
        (Clause::From, "FROM"),
        (Clause::Where, "WHERE"),
        (Clause::GroupBy, "GROUP BY"),
        (Clause::Having, "HAVING"),
        (Clause::Qualify, "QUALIFY"),
        (Clause::Window, "WINDOW"),
        (Clause::OrderBy, "ORDER BY"),
        (Clause::Limit, "LIMIT"),
        (Clause::Offset, "OFFSET"),
    ];
    let later = CLAUSES.iter().filter(|(each, _)| {
        let may_follow = if *each == Clause::Select { clause == Clause::From } else { *each > clause };
        may_follow && !block.has(*each)
    });
    later.map(|(_, word)| *word).chain(["UNION", "UNION ALL", "INTERSECT", "EXCEPT"]).collect()
}

/// Returns the place in a FROM clause: a table, what follows one, or a condition of a join.
fn in_from(groups: &Groups<'_>, block: &Block, start: usize, at: usize) -> Place {
    let last = groups.keyword_before(at);
    let level = groups.level(start, at);
    let of = |at: &usize| groups.keyword(*at);
    let joined = level.iter().rposition(|here| of(here) == Keyword::JOIN || groups.token(*here) == Some(&Token::Comma));
    let since = joined.map_or(level.as_slice(), |joined| &level[joined..]);
    let condition = since.iter().rposition(|here| matches!(of(here), Keyword::ON | Keyword::USING));
    if let Some(condition) = condition.filter(|place| of(&since[*place]) == Keyword::ON) {
        let begin = since[condition] + 1;
        return match expected(groups, begin, at) {
            Expected::Value => Place::value(&[]),
            Expected::Type => Place::Type,
            Expected::Words(words) => Place::words(words),
            Expected::Operator => {
                let joins = ["JOIN", "LEFT JOIN", "INNER JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN"];
                let case = of_case(groups, begin, at).iter().copied();
                Place::Words(
                    case.chain(["AND", "OR"])
                        .chain(joins)
                        .chain(following(block, Clause::From))
                        .chain(OPERATORS.iter().copied().skip(2))
                        .collect(),
                )
            }
        };
    }
    match last {
        Keyword::LEFT | Keyword::RIGHT => return Place::words(&["JOIN", "OUTER JOIN", "SEMI JOIN", "ANTI JOIN"]),
        Keyword::FULL => return Place::words(&["JOIN", "OUTER JOIN"]),
        Keyword::INNER | Keyword::CROSS | Keyword::OUTER | Keyword::SEMI | Keyword::ANTI => {
            return Place::words(&["JOIN"]);
        }
        Keyword::GROUP | Keyword::ORDER => return Place::words(&["BY"]),
        Keyword::NATURAL => return Place::words(&["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "INNER JOIN"]),
        Keyword::AS | Keyword::USING | Keyword::TABLESAMPLE => return Place::words(&[]),
        Keyword::FROM | Keyword::JOIN | Keyword::LATERAL => return Place::Table(vec!["LATERAL"]),
        _ => {}
    }
    if groups.before(at, start).is_none_or(|token| *token == Token::Comma) {
        return Place::Table(vec!["LATERAL"]);
    }
    let is_joined = joined.is_some_and(|joined| of(&level[joined]) == Keyword::JOIN);
    let mut words = Vec::new();
    if is_joined && condition.is_none() {
        words.extend(["ON", "USING"]);
    }
    words.extend(following(block, Clause::From));
    words.extend(["JOIN", "LEFT JOIN", "INNER JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN", "NATURAL JOIN"]);
    words.extend(["LEFT SEMI JOIN", "LEFT ANTI JOIN", "AS", "TABLESAMPLE"]);
    Place::Words(words)
}

/// Returns the place behind `|>`.
fn in_pipe(groups: &Groups<'_>, start: usize, at: usize) -> Place {
    const OPERATIONS: &[&str] = &[
        "SELECT",
        "WHERE",
        "EXTEND",
        "AGGREGATE",
        "ORDER BY",
        "LIMIT",
        "AS",
        "JOIN",
        "LEFT JOIN",
        "UNION",
        "SET",
        "DROP",
        "TABLESAMPLE",
    ];
    if at == start {
        return Place::words(OPERATIONS);
    }
    match (groups.keyword_before(at), expected(groups, start + 1, at)) {
        (Keyword::JOIN, _) => Place::Table(Vec::new()),
        (Keyword::AS, _) => Place::words(&[]),
        (_, Expected::Value) => Place::value(&[]),
        (_, Expected::Type) => Place::Type,
        (_, Expected::Words(words)) => Place::words(words),
        (_, Expected::Operator) => {
            Place::Words(["AS", "GROUP BY", "ON", "USING"].iter().chain(OPERATORS).copied().collect())
        }
    }
}

/// Returns the place before the query of a WITH.
fn in_with(groups: &Groups<'_>, begin: usize, at: usize) -> Place {
    match groups.before(at, begin + 1) {
        None => Place::words(&["RECURSIVE"]),
        Some(Token::RParen) => Place::words(&["SELECT", "FROM", "VALUES", "AS"]),
        Some(Token::Word(word)) if word.keyword == Keyword::AS && word.quote_style.is_none() => {
            Place::words(&["MATERIALIZED", "NOT MATERIALIZED"])
        }
        Some(Token::Word(word)) if word.keyword != Keyword::RECURSIVE => Place::words(&["AS"]),
        Some(_) => Place::words(&[]),
    }
}

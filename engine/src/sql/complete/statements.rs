//! What may be written outside of parentheses: the words of statements, and where the query of one begins.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::groups::{Groups, begins_query};
use super::place::{Place, QUERY, in_level};

const STATEMENTS: &[&str] = &[
    "SELECT",
    "FROM",
    "WITH",
    "VALUES",
    "DESCRIBE",
    "EXPLAIN",
    "EXPLAIN ANALYZE",
    "SHOW TABLES",
    "CREATE VIEW",
    "CREATE TABLE",
    "CREATE OR REPLACE VIEW",
    "CREATE OR REPLACE TABLE",
    "CREATE EXTERNAL TABLE",
    "DROP TABLE",
    "DROP VIEW",
    "COPY",
    "SET",
    "RESET",
    "TABLE",
    "SUMMARIZE",
];
const FORMATS: &[&str] = &["PARQUET", "CSV", "JSON", "ARROW", "AVRO"];

/// Returns where the query of the statement begins that `at` is in: behind EXPLAIN, or behind the AS of a view.
pub(super) fn query_of(groups: &Groups<'_>, at: usize) -> usize {
    let mut begin = 0;
    while matches!(
        groups.keyword(begin),
        Keyword::EXPLAIN | Keyword::ANALYZE | Keyword::VERBOSE | Keyword::DESCRIBE | Keyword::DESC
    ) && begin < at
    {
        begin += 1;
    }
    if groups.keyword(begin) != Keyword::CREATE {
        return begin;
    }
    let level = groups.level(begin, at);
    level.iter().find(|here| groups.keyword(**here) == Keyword::AS).map_or(begin, |here| here + 1)
}

/// Returns the place before `at`, which is in no parentheses.
pub(super) fn place(groups: &Groups<'_>, at: usize) -> Place {
    if at == 0 {
        return Place::words(STATEMENTS);
    }
    let begin = query_of(groups, at);
    if begin == at {
        return match groups.keyword_before(at) {
            Keyword::EXPLAIN => Place::Words(["ANALYZE", "VERBOSE"].iter().chain(QUERY).copied().collect()),
            Keyword::DESCRIBE | Keyword::DESC => Place::Table(QUERY.to_vec()),
            _ => Place::words(QUERY),
        };
    }
    let first = groups.keyword(begin);
    let before = groups.keyword_before(at);
    match first {
        Keyword::TABLE => in_name(at, begin, Place::Table(Vec::new())),
        keyword if begins_query(keyword) => in_level(groups, begin, at),
        Keyword::SHOW => match before {
            Keyword::SHOW => Place::Setting(vec!["TABLES", "COLUMNS", "FUNCTIONS", "ALL"]),
            Keyword::COLUMNS => Place::words(&["FROM", "IN"]),
            Keyword::FROM | Keyword::IN => Place::Table(Vec::new()),
            _ => Place::words(&[]),
        },
        Keyword::SET => in_set(groups, begin, at),
        Keyword::RESET => in_name(at, begin, Place::Setting(vec!["ALL"])),
        Keyword::DROP => match before {
            Keyword::DROP => Place::words(&["TABLE", "VIEW"]),
            Keyword::TABLE | Keyword::VIEW => Place::Registered(vec!["IF EXISTS"]),
            Keyword::EXISTS => Place::Registered(Vec::new()),
            Keyword::IF => Place::words(&["EXISTS"]),
            _ => Place::words(&[]),
        },
        Keyword::CREATE => in_create(groups, begin, at),
        Keyword::COPY => in_copy(groups, begin, at),
        _ if groups.token(begin) == Some(&Token::LParen) => in_level(groups, begin, at),
        _ if is_summarize(groups, begin) => in_name(at, begin, Place::Table(QUERY.to_vec())),
        Keyword::DESCRIBE | Keyword::DESC | Keyword::EXPLAIN => Place::words(&[]),
        _ => Place::words(&[]),
    }
}

fn is_summarize(groups: &Groups<'_>, begin: usize) -> bool {
    matches!(groups.token(begin), Some(Token::Word(word)) if word.value.eq_ignore_ascii_case("summarize"))
}

/// Returns the place of a name that a statement has behind its first word.
fn in_name(at: usize, begin: usize, place: Place) -> Place {
    if at == begin + 1 { place } else { Place::words(&[]) }
}

fn in_set(groups: &Groups<'_>, begin: usize, at: usize) -> Place {
    let name = |until: usize| {
        let tokens = (begin + 1..until).filter_map(|here| groups.token(here));
        tokens.map(ToString::to_string).collect::<String>()
    };
    let assigned =
        (begin + 1..at).find(|here| groups.token(*here) == Some(&Token::Eq) || groups.keyword(*here) == Keyword::TO);
    match assigned {
        None if at == begin + 1 => Place::Setting(Vec::new()),
        None => Place::words(&["=", "TO"]),
        Some(assigned) if at == assigned + 1 => Place::SettingValue(name(assigned)),
        Some(_) => Place::words(&[]),
    }
}

fn in_create(groups: &Groups<'_>, begin: usize, at: usize) -> Place {
    let is_external = groups.keyword(begin + 1) == Keyword::EXTERNAL;
    match groups.keyword_before(at) {
        Keyword::CREATE => {
            let kinds =
                ["VIEW", "TABLE", "OR REPLACE VIEW", "OR REPLACE TABLE", "EXTERNAL TABLE", "TEMP VIEW", "TEMP TABLE"];
            Place::words(&kinds)
        }
        Keyword::OR => Place::words(&["REPLACE"]),
        Keyword::REPLACE | Keyword::TEMP | Keyword::TEMPORARY => {
            Place::words(&["VIEW", "TABLE", "TEMP VIEW", "TEMP TABLE"])
        }
        Keyword::EXTERNAL => Place::words(&["TABLE"]),
        Keyword::TABLE | Keyword::VIEW => Place::words(&["IF NOT EXISTS"]),
        Keyword::IF => Place::words(&["NOT EXISTS"]),
        Keyword::LOCATION => Place::Path,
        Keyword::EXISTS => Place::words(&[]),
        Keyword::STORED => Place::words(&["AS"]),
        Keyword::AS if is_external => Place::words(FORMATS),
        _ if is_external => {
            let missing = [
                (Keyword::STORED, "STORED AS"),
                (Keyword::LOCATION, "LOCATION"),
                (Keyword::OPTIONS, "OPTIONS"),
                (Keyword::PARTITIONED, "PARTITIONED BY"),
            ];
            let has = |keyword: Keyword| (begin..at).any(|here| groups.keyword(here) == keyword);
            let missing = missing.into_iter().filter(|(keyword, _)| !has(*keyword));
            Place::Words(missing.map(|(_, word)| word).collect())
        }
        _ => Place::words(&["AS"]),
    }
}

fn in_copy(groups: &Groups<'_>, begin: usize, at: usize) -> Place {
    match groups.keyword_before(at) {
        Keyword::COPY => Place::Table(Vec::new()),
        Keyword::TO => Place::Path,
        Keyword::STORED => Place::words(&["AS"]),
        Keyword::AS => Place::words(FORMATS),
        _ if (begin..at).any(|here| groups.keyword(here) == Keyword::TO) => {
            Place::words(&["STORED AS", "PARTITIONED BY", "OPTIONS"])
        }
        _ => Place::words(&["TO"]),
    }
}

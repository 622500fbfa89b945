//! What may be written in the parentheses behind OVER.

use datafusion::sql::sqlparser::keywords::Keyword;

use super::expected::{Expected, OPERATORS, expected, of_case};
use super::groups::Groups;
use super::place::Place;

const FRAMES: [&str; 3] = ["ROWS BETWEEN", "RANGE BETWEEN", "GROUPS BETWEEN"];

/// Returns the place before `at` in a window that begins behind `open`.
pub(super) fn place(groups: &Groups<'_>, open: usize, at: usize) -> Place {
    let begin = open + 1;
    let level = groups.level(begin, at);
    let part = level.iter().rev().find(|here| {
        matches!(
            groups.keyword(**here),
            Keyword::PARTITION | Keyword::ORDER | Keyword::ROWS | Keyword::RANGE | Keyword::GROUPS
        )
    });
    let Some(part) = part.copied() else {
        return Place::Words(["PARTITION BY", "ORDER BY"].into_iter().chain(FRAMES).collect());
    };
    match (groups.keyword(part), groups.keyword_before(at)) {
        (Keyword::PARTITION | Keyword::ORDER, Keyword::PARTITION | Keyword::ORDER) => Place::words(&["BY"]),
        (kind @ (Keyword::PARTITION | Keyword::ORDER), _) => match expected(groups, part + 2, at) {
            Expected::Value => Place::value(&[]),
            Expected::Type => Place::Type,
            Expected::Words(words) => Place::words(words),
            Expected::Operator => {
                let mut words = of_case(groups, part + 2, at).to_vec();
                match kind {
                    Keyword::PARTITION => words.push("ORDER BY"),
                    _ => words.extend(["ASC", "DESC", "NULLS FIRST", "NULLS LAST"]),
                }
                words.extend(FRAMES);
                words.extend(OPERATORS);
                Place::Words(words)
            }
        },
        (_, Keyword::BETWEEN | Keyword::AND) => {
            Place::words(&["UNBOUNDED PRECEDING", "CURRENT ROW", "UNBOUNDED FOLLOWING"])
        }
        (_, Keyword::ROWS | Keyword::RANGE | Keyword::GROUPS) => {
            Place::words(&["BETWEEN", "UNBOUNDED PRECEDING", "CURRENT ROW"])
        }
        (_, Keyword::UNBOUNDED) => Place::words(&["PRECEDING", "FOLLOWING"]),
        (_, Keyword::CURRENT) => Place::words(&["ROW"]),
        (_, Keyword::PRECEDING | Keyword::FOLLOWING | Keyword::ROW) => Place::words(&["AND"]),
        _ => Place::words(&["PRECEDING", "FOLLOWING"]),
    }
}

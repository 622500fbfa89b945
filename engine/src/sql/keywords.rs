//! The keywords of queries, for words that are misspelled.

use datafusion::sql::sqlparser::keywords::Keyword;

/// Those that a query is made of. Others are rarely what was meant.
const KEYWORDS: [&str; 45] = [
    "ALL",
    "AND",
    "ANALYZE",
    "BETWEEN",
    "CASE",
    "CREATE",
    "CROSS",
    "DELETE",
    "DESCRIBE",
    "DISTINCT",
    "ELSE",
    "EXCEPT",
    "EXISTS",
    "EXPLAIN",
    "FILTER",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "INNER",
    "INSERT",
    "INTERSECT",
    "JOIN",
    "LATERAL",
    "LEFT",
    "LIMIT",
    "NATURAL",
    "OFFSET",
    "ORDER",
    "OUTER",
    "OVER",
    "PARTITION",
    "QUALIFY",
    "REPLACE",
    "RIGHT",
    "SELECT",
    "THEN",
    "UNION",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
    "WINDOW",
    "WITH",
    "WITHIN",
];
/// How similar a word has to be.
const SIMILAR: f64 = 0.85;

/// Returns the clause of a query that a word in capitals is.
pub(super) fn clause(word: &str) -> Option<Keyword> {
    use Keyword::{FETCH, HAVING, LATERAL, LIMIT, OFFSET, PIVOT, QUALIFY, TABLESAMPLE, TOP, UNNEST, VALUES, WHERE};
    const CLAUSES: [Keyword; 12] =
        [FETCH, HAVING, LATERAL, LIMIT, OFFSET, PIVOT, QUALIFY, TABLESAMPLE, TOP, UNNEST, VALUES, WHERE];
    CLAUSES.into_iter().find(|clause| format!("{clause:?}") == word)
}

/// Returns the keyword that a word looks like.
pub(super) fn near(word: &str) -> Option<&'static str> {
    if word.len() < 3 {
        return None;
    }
    let word = word.to_uppercase();
    // `orders` and `groups` are names.
    let scored = KEYWORDS
        .iter()
        .filter(|keyword| !word.starts_with(**keyword))
        .map(|keyword| (similarity(&word, keyword), *keyword));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0));
    best.filter(|(score, _)| *score >= SIMILAR).map(|(_, keyword)| keyword)
}

/// Returns how similar two words are; that one letter is missing or two are swapped makes less of a difference in a
/// longer word.
fn similarity(one: &str, other: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(one, other).max(strsim::jaro_winkler(one, other) - 0.05)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn misspelled_keywords_are_found_and_names_are_none() {
        for (word, keyword) in
            [("selct", "SELECT"), ("form", "FROM"), ("frm", "FROM"), ("wehre", "WHERE"), ("gruop", "GROUP")]
        {
            assert_eq!(near(word), Some(keyword), "{word}");
        }
        for name in ["t", "price", "total", "amount", "customers", "id", "orders", "groups"] {
            assert_eq!(near(name), None, "{name}");
        }
    }
}

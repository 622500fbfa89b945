//! Names that are similar to a name that does not exist.

use std::collections::BTreeSet;

/// Returns up to three of `candidates` that are similar to `name`, the most similar first, each once.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let candidates: BTreeSet<&str> = candidates.collect();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            // A column called `t` is in most names, and is not what was meant.
            let is_part = lower.len() >= 3 && wanted.contains(&lower);
            let is_short = !is_part && lower.len() * 2 < wanted.len();
            let contained = !wanted.is_empty() && (lower.contains(&wanted) || is_part);
            let score = strsim::jaro_winkler(&wanted, &lower) + if contained { 0.2 } else { 0.0 };
            (if is_short { 0.0 } else { score }, candidate)
        })
        .filter(|(score, _)| *score >= 0.75)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.truncate(3);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Returns the hint where none of the `candidates` is called `name`; `what` says what they are.
pub(crate) fn suggestion(name: &str, candidates: &[&str], what: &str) -> String {
    let near = nearest(name, candidates.iter().copied());
    if !near.is_empty() {
        return format!("did you mean {}?", near.join(", "));
    }
    if candidates.is_empty() {
        return format!("there are no {what}");
    }
    let shown = candidates.iter().take(8).copied().collect::<Vec<_>>().join(", ");
    let more = if candidates.len() > 8 { format!(" and {} more", candidates.len() - 8) } else { String::new() };
    format!("the {what} are {shown}{more}")
}

#[cfg(test)]
mod tests {
    use super::nearest;
    use crate::error::{Error, ErrorKind};

    #[test]
    fn short_names_are_near_to_short_ones_alone() {
        let columns = ["t", "k", "price", "sum"];
        assert_eq!(nearest("write_delta", columns.into_iter()), Vec::<&str>::new());
        assert_eq!(nearest("kk", columns.into_iter()), ["k"]);
        assert_eq!(nearest("prices", columns.into_iter()), ["price"]);
        assert_eq!(nearest("sum_of_all", columns.into_iter()), ["sum"]);
    }

    #[test]
    fn a_wrong_column_names_the_nearest() {
        let error = Error::column_not_found("select", "pric", ["price", "quantity", "total_price"].into_iter());
        assert_eq!(error.kind(), ErrorKind::ColumnNotFound);
        assert!(error.to_string().contains("did you mean price"), "{error}");
    }
}

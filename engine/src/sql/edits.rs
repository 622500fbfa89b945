//! Changes of a statement's names, by their place: a name that is found in another case is read as that.

use std::collections::BTreeMap;
use std::ops::Range;

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

use super::tokens::Placed;

/// Names by the offset of the token that they replace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edits(BTreeMap<usize, String>);

impl Edits {
    /// Adds a name, and returns whether it is new.
    pub(crate) fn add(&mut self, range: &Range<usize>, name: &str) -> bool {
        self.0.insert(range.start, name.to_owned()).as_deref() != Some(name)
    }

    /// Adds others, and returns whether one is new.
    pub(crate) fn extend(&mut self, others: Self) -> bool {
        others.0.into_iter().fold(false, |new, (start, name)| self.add(&(start..start), &name) || new)
    }

    /// Returns the name that stands at an offset instead of what is written.
    pub(crate) fn at(&self, start: usize) -> Option<&str> {
        self.0.get(&start).map(String::as_str)
    }

    /// Returns whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a token with its name changed.
    pub(crate) fn applied(&self, placed: &Placed) -> TokenWithSpan {
        match (&placed.token.token, self.at(placed.range.start)) {
            (Token::Word(word), Some(name)) => {
                let mut changed = word.clone();
                name.clone_into(&mut changed.value);
                TokenWithSpan::new(Token::Word(changed), placed.token.span)
            }
            _ => placed.token.clone(),
        }
    }
}

/// Returns whether two names are the same but for their case.
pub(crate) fn is_same_in_any_case(one: &str, other: &str) -> bool {
    match one.is_ascii() && other.is_ascii() {
        true => one.eq_ignore_ascii_case(other),
        false => one.to_lowercase() == other.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_is_new_once() {
        let mut edits = Edits::default();
        assert!(edits.is_empty());
        assert!(edits.add(&(3..5), "b") && !edits.add(&(3..5), "b") && edits.add(&(3..5), "B"));
        assert_eq!((edits.at(3), edits.at(4)), (Some("B"), None));
        let mut others = Edits::default();
        others.add(&(9..10), "c");
        assert!(edits.extend(others.clone()) && !edits.extend(others));
    }

    #[test]
    fn names_are_the_same_in_any_case() {
        assert!(
            is_same_in_any_case("Größe", "GRÖßE") && is_same_in_any_case("a", "A") && !is_same_in_any_case("a", "b")
        );
    }
}

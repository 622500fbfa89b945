//! Names of columns, found exactly and in any case.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The columns of a table, if they are known.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns(Option<Arc<Named>>);

#[derive(Debug, Default)]
struct Named {
    names: Vec<String>,
    exact: HashSet<String>,
    /// By their names in lower case.
    lower: HashMap<String, Vec<usize>>,
}

impl Columns {
    /// Returns columns of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self(None)
    }

    /// Returns columns of these names.
    pub(super) fn of(names: Vec<String>) -> Self {
        let mut lower: HashMap<String, Vec<usize>> = HashMap::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            lower.entry(name.to_lowercase()).or_default().push(at);
        }
        let exact = names.iter().cloned().collect();
        Self(Some(Arc::new(Named { names, exact, lower })))
    }

    /// Returns the same columns, the first of which have other names.
    pub(super) fn renamed(&self, declared: &[String]) -> Self {
        match self.names() {
            _ if declared.is_empty() => self.clone(),
            Some(names) => Self::of(declared.iter().chain(names.iter().skip(declared.len())).cloned().collect()),
            None => Self::unknown(),
        }
    }

    /// Returns the names, if they are known.
    pub(super) fn names(&self) -> Option<&[String]> {
        self.0.as_ref().map(|named| named.names.as_slice())
    }

    /// Returns whether the columns are known.
    pub(super) fn are_known(&self) -> bool {
        self.0.is_some()
    }

    /// Returns whether there is a column of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|named| named.exact.contains(name))
    }

    /// Returns the columns whose names differ from `name` only in case.
    pub(super) fn near<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let named = self.0.as_ref();
        let places = named.and_then(|named| named.lower.get(&name.to_lowercase()));
        places.into_iter().flatten().filter_map(move |at| named.map(|named| named.names[*at].as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_exactly_and_in_any_case() {
        let columns = Columns::of(["UserID", "userid", "Größe"].map(str::to_owned).to_vec());
        assert!(columns.has("UserID") && !columns.has("USERID"));
        assert_eq!(columns.near("USERID").collect::<Vec<_>>(), ["UserID", "userid"]);
        assert_eq!(columns.near("GRÖßE").collect::<Vec<_>>(), ["Größe"]);
        assert!(!Columns::unknown().has("a") && !Columns::unknown().are_known());
    }

    #[test]
    fn an_alias_renames_the_first() {
        let columns = Columns::of(["a", "b"].map(str::to_owned).to_vec()).renamed(&["x".to_owned()]);
        assert_eq!(columns.names(), Some(&["x".to_owned(), "b".to_owned()][..]));
    }
}

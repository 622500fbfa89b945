//! The names that one query can use.

use super::columns::Columns;

/// A table of `FROM`, by the name that qualifies its columns.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Empty for one that has none.
    pub(super) name: String,
    pub(super) columns: Columns,
}

/// The tables of one `FROM`, and what the query itself names.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    pub(super) tables: Vec<Table>,
    /// Names of the output, which `GROUP BY`, `HAVING` and `ORDER BY` may use.
    pub(super) aliases: Columns,
}

impl Level {
    /// Returns a level whose only names are these: the parameters of a lambda.
    pub(super) fn of_names(names: Vec<String>) -> Self {
        Self { tables: Vec::new(), aliases: Columns::of(names) }
    }

    /// Returns whether there is a column, or a name of the output, of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.aliases.has(name) || self.tables.iter().any(|table| table.columns.has(name))
    }

    /// Returns whether all columns are known.
    pub(super) fn is_known(&self) -> bool {
        self.tables.iter().all(|table| table.columns.are_known())
    }

    /// Returns the names of columns and of the output that differ from `name` only in case, each once.
    pub(super) fn near(&self, name: &str) -> Vec<&str> {
        let columns = self.tables.iter().map(|table| &table.columns).chain([&self.aliases]);
        let mut near: Vec<&str> = columns.flat_map(|columns| columns.near(name)).collect();
        near.sort_unstable();
        near.dedup();
        near
    }

    /// Returns the names of all columns and of the output.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        let columns = self.tables.iter().map(|table| &table.columns).chain([&self.aliases]);
        columns.filter_map(Columns::names).flatten()
    }
}

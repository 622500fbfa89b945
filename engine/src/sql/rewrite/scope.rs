//! The meaning of names in one `FROM`: which columns `*` shows, in which order, and what a bare name refers to.

use datafusion::sql::sqlparser::ast::{Expr, Ident};

/// A column as a query sees it without a qualifier.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// Its name in the output.
    pub(super) name: String,
    /// The column: its qualifier and name, or the name alone.
    pub(super) value: Vec<Ident>,
    /// Whether several columns of the tables have the name, and this is the one that is meant.
    pub(super) merged: bool,
    /// The qualifier of a second copy, if a subquery hides that of `value`.
    pub(super) copy: Option<String>,
}

impl Shown {
    pub(super) fn expr(&self) -> Expr {
        match self.value.as_slice() {
            [name] => Expr::Identifier(name.clone()),
            parts => Expr::CompoundIdentifier(parts.to_vec()),
        }
    }
}

/// A part of `*`.
#[derive(Clone, Debug)]
pub(super) enum Star {
    /// One column.
    Column(Shown),
    /// All columns of a table whose columns are not known here.
    All(Ident),
}

/// A table of `FROM`, by the name that qualifies its columns, and these if they are known.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: Ident,
    pub(super) columns: Option<Vec<String>>,
}

/// One `FROM`, or a part of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) star: Vec<Star>,
    pub(super) tables: Vec<Table>,
    /// Names of the output, which `ORDER BY` looks up first.
    pub(super) aliases: Vec<String>,
}

/// What a name refers to.
pub(super) enum Fit<'a> {
    None,
    One(&'a mut Shown),
    Many,
}

impl Scope {
    /// Returns the columns of one table; without a name for it they can only be named bare.
    pub(super) fn of_table(name: Option<Ident>, columns: Option<Vec<String>>) -> Self {
        let shown = |column: &String| {
            let quoted = Ident::with_quote('"', column.clone());
            let value = name.iter().cloned().chain([quoted]).collect();
            Star::Column(Shown { name: column.clone(), value, merged: false, copy: None })
        };
        let star = match (&columns, &name) {
            (Some(columns), _) => columns.iter().map(shown).collect(),
            (None, _) => vec![Star::All(name.clone().unwrap_or_else(|| Ident::new("")))],
        };
        let tables = name.map(|name| Table { name, columns }).into_iter().collect();
        Self { star, tables, aliases: Vec::new() }
    }

    /// Returns the tables of both, next to each other.
    pub(super) fn beside(mut self, other: Self) -> Self {
        self.star.extend(other.star);
        self.tables.extend(other.tables);
        self
    }

    /// Returns whether a bare name may have another meaning here than for DataFusion.
    pub(super) fn has_merged(&self) -> bool {
        self.columns().any(|shown| shown.merged)
    }

    /// Returns whether every column is known.
    pub(super) fn is_known(&self) -> bool {
        !self.star.iter().any(|part| matches!(part, Star::All(_)))
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &Shown> {
        self.star.iter().filter_map(|part| match part {
            Star::Column(shown) => Some(shown),
            Star::All(_) => None,
        })
    }

    pub(super) fn qualifies(&self, name: &str) -> bool {
        self.tables.iter().any(|table| table.name.value == name)
    }

    /// Returns what `name` refers to: a name keeps its case, but one without quotes finds the only column that differs
    /// only in case.
    pub(super) fn find(&mut self, name: &Ident) -> Fit<'_> {
        let exact = |shown: &Shown| shown.name == name.value;
        let nearly = |shown: &Shown| shown.name.eq_ignore_ascii_case(&name.value);
        let (exactly, near) =
            (self.columns().filter(|s| exact(s)).count(), self.columns().filter(|s| nearly(s)).count());
        match (exactly, near) {
            (1, _) => self.first(exact),
            (0, 1) if name.quote_style.is_none() => self.first(nearly),
            (0, _) => Fit::None,
            _ => Fit::Many,
        }
    }

    fn first(&mut self, fits: impl Fn(&Shown) -> bool) -> Fit<'_> {
        let found = self.star.iter_mut().find_map(|part| match part {
            Star::Column(shown) if fits(shown) => Some(shown),
            _ => None,
        });
        found.map_or(Fit::None, Fit::One)
    }

    /// Returns the same with these columns in place of those of their names; the others come first.
    pub(super) fn with(mut self, columns: Vec<Shown>) -> Self {
        let mut before = Vec::new();
        for column in columns {
            let place = self.star.iter_mut().find_map(|part| match part {
                Star::Column(shown) if shown.name == column.name => Some(shown),
                _ => None,
            });
            match place {
                Some(shown) => *shown = column,
                None => before.push(Star::Column(column)),
            }
        }
        self.star.splice(0..0, before);
        self
    }

    /// Returns the same without the columns of these names.
    pub(super) fn without(mut self, names: &[String]) -> Self {
        self.star.retain(|part| !matches!(part, Star::Column(shown) if names.contains(&shown.name)));
        self
    }
}

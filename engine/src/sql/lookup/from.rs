//! The tables of one `FROM`.

use datafusion::sql::sqlparser::ast::{
    Expr, Ident, JoinConstraint, SelectItem, SelectItemQualifiedWildcardKind, TableAlias, TableFactor, TableWithJoins,
};

use super::Lookup;
use super::columns::Columns;
use super::level::{Level, Table};
use crate::sql::rewrite::names::join::parts;

impl Lookup<'_> {
    /// Adds the tables of one item of `FROM` to a level, and looks up the conditions of its joins.
    pub(super) fn joined(&mut self, table: &TableWithJoins, level: &mut Level) {
        self.factor(&table.relation, level);
        for join in &table.joins {
            self.factor(&join.relation, level);
            if let Some((_, JoinConstraint::On(condition))) = parts(&join.join_operator) {
                self.levels.push(std::mem::take(level));
                self.names_in(condition);
                *level = self.levels.pop().unwrap_or_default();
            }
        }
    }

    fn factor(&mut self, factor: &TableFactor, level: &mut Level) {
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => {
                let Some(last) = name.0.last().and_then(|part| part.as_ident()) else { return };
                let common = if name.0.len() == 1 { self.common_of(last) } else { None };
                let columns = common.unwrap_or_else(|| self.columns_of(&last.value));
                let own = self.read_as(last);
                level.tables.push(aliased(alias.as_ref(), &own, &columns));
            }
            TableFactor::Derived { lateral, subquery, alias, .. } => {
                let columns = match lateral {
                    true => {
                        self.levels.push(level.clone());
                        let columns = self.query(subquery);
                        self.levels.pop();
                        columns
                    }
                    false => self.query(subquery),
                };
                level.tables.push(aliased(alias.as_ref(), "", &columns));
            }
            TableFactor::NestedJoin { table_with_joins, alias: None } => self.joined(table_with_joins, level),
            TableFactor::NestedJoin { table_with_joins, alias } => {
                let mut inner = Level::default();
                self.joined(table_with_joins, &mut inner);
                let columns = match inner.is_known() {
                    true => Columns::of(inner.names().cloned().collect()),
                    false => Columns::unknown(),
                };
                level.tables.push(aliased(alias.as_ref(), "", &columns));
            }
            TableFactor::UNNEST { alias, .. }
            | TableFactor::Function { alias, .. }
            | TableFactor::TableFunction { alias, .. }
            | TableFactor::Table { alias, .. } => {
                level.tables.push(aliased(alias.as_ref(), "", &Columns::unknown()));
            }
            _ => level.tables.push(aliased(None, "", &Columns::unknown())),
        }
    }

    /// Returns the columns of a query with this list, by the names that they are read as.
    pub(super) fn outputs(&self, projection: &[SelectItem]) -> Columns {
        let Some(level) = self.levels.last() else { return Columns::unknown() };
        let mut names = Vec::with_capacity(projection.len());
        for item in projection {
            match item {
                SelectItem::ExprWithAlias { alias, .. } => names.push(alias.value.clone()),
                SelectItem::UnnamedExpr(Expr::Identifier(name)) => names.push(self.read_as(name)),
                SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => {
                    names.extend(parts.last().map(|name| self.read_as(name)));
                }
                // More than those that are left, which does no harm.
                SelectItem::Wildcard(options) if level.is_known() && options.opt_rename.is_none() => {
                    names.extend(level.names().cloned());
                }
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    let table = name.0.last().and_then(|part| part.as_ident()).map(|name| self.read_as(name));
                    let found = level.tables.iter().find(|one| Some(&one.name) == table.as_ref());
                    match found.and_then(|found| found.columns.names()) {
                        Some(columns) => names.extend(columns.iter().cloned()),
                        None => return Columns::unknown(),
                    }
                }
                SelectItem::UnnamedExpr(expr) => names.push(expr.to_string()),
                _ => return Columns::unknown(),
            }
        }
        Columns::of(names)
    }

    /// Looks up a name before `.*`.
    pub(super) fn qualifier(&mut self, name: &Ident) {
        let tables = || self.levels.iter().rev().flat_map(|level| &level.tables);
        if tables().any(|table| table.name == name.value) || name.quote_style.is_some() {
            return;
        }
        let near = self.near_table(name);
        if let [only] = near.as_slice() {
            let only = only.clone();
            self.edit(name, &only);
        }
    }
}

/// Returns the columns of a table under its alias, or else its name.
fn aliased(alias: Option<&TableAlias>, name: &str, columns: &Columns) -> Table {
    let declared: Vec<String> =
        alias.map(|alias| alias.columns.iter().map(|column| column.name.value.clone()).collect()).unwrap_or_default();
    let name = alias.map_or(name, |alias| alias.name.value.as_str());
    Table { name: name.to_owned(), columns: columns.renamed(&declared) }
}

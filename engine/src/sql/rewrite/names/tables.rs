//! One table of a `FROM`: its qualifier and the names of its columns.

use datafusion::sql::sqlparser::ast::{
    Ident, ObjectName, SelectItem, SetExpr, TableAlias, TableAliasColumnDef, TableFactor, TableWithJoins,
};

use super::{Columns, Names, has_pairs, pairs};
use crate::error::Result;
use crate::sql::rewrite::scope::Scope;
use crate::sql::rewrite::star;

/// Returns the names of a table's columns, the first of which are `declared` by its alias.
pub(super) fn renamed(names: Columns, declared: &[String]) -> Columns {
    match names {
        Some(names) => {
            let rest = names.into_iter().skip(declared.len());
            Some(declared.iter().cloned().chain(rest).collect())
        }
        None => Some(declared.to_vec()).filter(|declared| !declared.is_empty()),
    }
}

/// Completes the columns of `alias` with the names they have.
pub(super) fn complete(alias: &mut TableAlias, names: Option<&[String]>) {
    let given = alias.columns.len();
    if given == 0 {
        return;
    }
    let rest = names.unwrap_or_default().iter().skip(given);
    alias
        .columns
        .extend(rest.map(|name| TableAliasColumnDef { name: Ident::with_quote('"', name.clone()), data_type: None }));
}

/// A placeholder for a table that has been taken.
pub(super) fn nothing() -> TableFactor {
    star::derived(star::query(Box::new(SetExpr::Select(Box::new(star::select(Vec::new(), Vec::new()))))))
}

impl Names<'_> {
    /// Visits a table; `before` are those that a lateral one sees, `named` says whether it needs a name.
    pub(super) fn factor(&mut self, factor: &mut TableFactor, before: &Scope, named: bool) -> Result<Scope> {
        if let TableFactor::NestedJoin { table_with_joins, alias: Some(alias) } = factor
            && (pairs(table_with_joins) || has_pairs(table_with_joins.as_ref()))
        {
            // The merged column belongs to what has the name: `(a JOIN b USING (k)) AS c` is a query.
            let joined = TableWithJoins { relation: nothing(), joins: Vec::new() };
            let joined = std::mem::replace(table_with_joins.as_mut(), joined);
            let all = star::select(vec![SelectItem::Wildcard(star::options())], vec![joined]);
            let subquery = Box::new(star::query(Box::new(SetExpr::Select(Box::new(all)))));
            let alias = Some(alias.clone());
            *factor = TableFactor::Derived { lateral: false, subquery, alias, sample: None };
        }
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => {
                let columns = self.columns_of(name);
                let last = name.0.last().and_then(|part| part.as_ident()).cloned();
                if let Some(alias) = alias {
                    complete(alias, columns.as_deref());
                }
                Ok(aliased(alias.as_ref(), last, columns))
            }
            TableFactor::Derived { lateral, subquery, alias, .. } => {
                let columns = match lateral {
                    true => {
                        let mut columns = None;
                        self.within(before.clone(), |walk| {
                            columns = walk.query(subquery)?;
                            Ok(())
                        })?;
                        columns
                    }
                    false => self.query(subquery)?,
                };
                self.name(alias, named);
                if let Some(alias) = alias {
                    complete(alias, columns.as_deref());
                }
                Ok(aliased(alias.as_ref(), None, columns))
            }
            TableFactor::NestedJoin { table_with_joins, alias } => {
                let scope = self.joined(table_with_joins, before, named)?;
                match alias {
                    Some(alias) => {
                        let columns = scope.columns().map(|shown| shown.name.clone()).collect();
                        Ok(aliased(Some(alias), None, Some(columns).filter(|_| scope.is_known())))
                    }
                    None => Ok(scope),
                }
            }
            TableFactor::UNNEST { alias, array_exprs, .. } => {
                self.within(before.clone(), |walk| walk.bind(array_exprs))?;
                self.name(alias, named);
                Ok(aliased(alias.as_ref(), None, None))
            }
            TableFactor::Function { args, alias, .. } => {
                self.within(before.clone(), |walk| walk.bind(args))?;
                self.name(alias, named);
                Ok(aliased(alias.as_ref(), None, None))
            }
            TableFactor::Table { args, alias, .. } => {
                self.bind(args)?;
                self.name(alias, named);
                Ok(aliased(alias.as_ref(), None, None))
            }
            // A join that has been rewritten.
            TableFactor::Pivot { table, .. } => self.factor(table, before, named),
            _ => Ok(Scope::default()),
        }
    }

    /// Gives a table without a name one that nobody writes: `*` lists columns by it.
    fn name(&mut self, alias: &mut Option<TableAlias>, named: bool) {
        if named && alias.is_none() {
            self.merged += 1;
            let name = Ident::with_quote('"', format!("table {}", self.merged));
            *alias = Some(TableAlias { explicit: true, name, columns: Vec::new(), at: None });
        }
    }

    fn columns_of(&self, name: &ObjectName) -> Columns {
        let parts: Vec<&str> =
            name.0.iter().filter_map(|part| part.as_ident()).map(|ident| ident.value.as_str()).collect();
        let table = match parts.as_slice() {
            [table] => {
                if let Some((_, columns)) = self.commons.iter().rev().find(|(common, _)| common == table) {
                    return columns.clone();
                }
                table
            }
            ["public", table] => table,
            _ => return None,
        };
        let table = self.tables.get(*table)?;
        Some(table.schema().fields().iter().map(|field| field.name().clone()).collect())
    }
}

/// Returns the columns of a table under its alias, or else its name.
fn aliased(alias: Option<&TableAlias>, name: Option<Ident>, columns: Columns) -> Scope {
    let declared: Vec<String> =
        alias.map(|alias| alias.columns.iter().map(|column| column.name.value.clone()).collect()).unwrap_or_default();
    Scope::of_table(alias.map(|alias| alias.name.clone()).or(name), renamed(columns, &declared))
}

//! The names in expressions.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{AccessExpr, Expr, Ident, LambdaFunction, Query, Visit, Visitor};

use super::level::Level;
use super::{Lookup, What};
use crate::sql::edits::is_same_in_any_case;

impl Lookup<'_> {
    /// Looks up the names in a part of the innermost query.
    pub(super) fn names_in(&mut self, part: &impl Visit) {
        let inside = std::mem::take(&mut self.inside);
        let _ = part.visit(self);
        self.inside = inside;
    }

    /// Looks up a name that stands alone.
    fn bare(&mut self, name: &Ident) {
        if self.levels.iter().rev().any(|level| level.has(&name.value)) {
            return;
        }
        if name.quote_style.is_none() {
            for level in (0..self.levels.len()).rev() {
                let near: Vec<String> = self.levels[level].near(&name.value).into_iter().map(str::to_owned).collect();
                match near.as_slice() {
                    [] => {}
                    [only] => return self.edit(name, only),
                    _ => return self.miss(name, What::Case, || near.clone()),
                }
            }
        }
        if self.levels.iter().all(Level::is_known) && !self.levels.is_empty() {
            let candidates = self.names();
            self.miss(name, What::Column, || candidates);
        }
    }

    /// Looks up a name of several parts: a table's column, or a field of a column.
    fn compound(&mut self, parts: &[Ident]) {
        let [first, second, rest @ ..] = parts else { return };
        if self.of_table(first, second, first) {
            return;
        }
        if self.levels.iter().any(|level| level.has(&first.value)) {
            return;
        }
        if let [third, ..] = rest
            && self.of_table(second, third, second)
        {
            return;
        }
        if first.quote_style.is_none() {
            let near = self.near_table(first);
            if let [only] = near.as_slice() {
                let actual = Ident::new(only.clone());
                self.edit(first, only);
                self.of_table(&actual, second, first);
                return;
            }
            let columns: Vec<String> =
                self.levels.iter().rev().flat_map(|level| level.near(&first.value)).map(str::to_owned).collect();
            if let [only] = columns.as_slice() {
                let only = only.clone();
                return self.edit(first, &only);
            }
        }
        if self.levels.iter().all(Level::is_known) && !self.levels.is_empty() {
            let tables = self.levels.iter().rev().flat_map(|level| &level.tables);
            let tables: Vec<String> = tables.map(|table| table.name.clone()).filter(|name| !name.is_empty()).collect();
            self.miss(first, What::Table, || tables);
        }
    }

    /// Looks up a column of a table, and returns whether there is such a table.
    fn of_table(&mut self, table: &Ident, column: &Ident, written: &Ident) -> bool {
        let tables = || self.levels.iter().rev().flat_map(|level| &level.tables);
        let Some(found) = tables().find(|one| one.name == table.value && !one.name.is_empty()) else { return false };
        let columns = found.columns.clone();
        let is_column = self.levels.iter().any(|level| level.has(&written.value));
        let Some(names) = columns.names().filter(|_| !columns.has(&column.value) && !is_column) else { return true };
        if column.quote_style.is_none() {
            let near: Vec<String> = columns.near(&column.value).map(str::to_owned).collect();
            match near.as_slice() {
                [] => {}
                [only] => {
                    self.edit(column, only);
                    return true;
                }
                _ => {
                    self.miss(column, What::Case, || near.clone());
                    return true;
                }
            }
        }
        self.miss(column, What::Column, || names.to_vec());
        true
    }

    /// Returns the tables whose names differ from `name` only in case, each once.
    pub(super) fn near_table(&self, name: &Ident) -> Vec<String> {
        let tables = self.levels.iter().rev().flat_map(|level| &level.tables);
        let near = tables.map(|table| &table.name).filter(|table| is_same_in_any_case(table, &name.value));
        let mut near: Vec<String> = near.cloned().collect();
        near.sort_unstable();
        near.dedup();
        near
    }

    fn names(&self) -> Vec<String> {
        self.levels.iter().rev().flat_map(Level::names).cloned().collect()
    }
}

impl Visitor for Lookup<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        if self.inside == 0 {
            self.query(query);
        }
        self.inside += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.inside -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if self.inside > 0 {
            return ControlFlow::Continue(());
        }
        match expr {
            Expr::Identifier(name) if !self.fields.contains(&name.span.start) => self.bare(name),
            Expr::CompoundIdentifier(parts) => self.compound(parts),
            Expr::CompoundFieldAccess { access_chain, .. } => {
                let fields = access_chain.iter().filter_map(|access| match access {
                    AccessExpr::Dot(Expr::Identifier(field)) => Some(field.span.start),
                    _ => None,
                });
                self.fields.extend(fields);
            }
            Expr::Lambda(lambda) => self.levels.push(Level::of_names(parameters(lambda))),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if self.inside == 0 && matches!(expr, Expr::Lambda(_)) {
            self.levels.pop();
        }
        ControlFlow::Continue(())
    }
}

fn parameters(lambda: &LambdaFunction) -> Vec<String> {
    lambda.params.iter().map(|parameter| parameter.name.value.clone()).collect()
}

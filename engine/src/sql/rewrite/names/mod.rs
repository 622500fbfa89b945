//! The meaning of names in a statement, where DataFusion gives them another one or none.
//!
//! The columns of a join with `USING` or `NATURAL` are those of both sides, merged to one column of the result.
//! DataFusion hides one side's from `*` and lets a bare name mean the other's, in some places: in a full join that
//! loses the rows of one side, and `WHERE`, GROUP BY and correlated subqueries find two. So the statement is rewritten.
//! The join becomes one with `ON`, `*` the list of its columns, and a bare `k` the left side's `k` (inner and left
//! joins), the right side's (right joins), or the `coalesce` of both in a column that is added to the join (full
//! joins).
//!
//! Where an alias names fewer columns than a table has, the others keep their names; and `*` is expanded too where one
//! of its columns is selected next to it, so that the two get unique names ([`super::double`]).

mod bind;
pub(in crate::sql) mod join;
mod tables;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::sql::sqlparser::ast::{
    Cte, JoinConstraint, OrderBy, Query, Select, SelectItem, SetExpr, SetQuantifier, Statement, TableFactor,
    TableWithJoins, Visit, VisitMut, Visitor,
};

use super::relation;
use super::scope::{Scope, Star};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::relation::Relation;

/// Resolves the names of `statement`, over `tables` by the names it uses for them.
pub(super) fn resolve(statement: &mut Statement, tables: &BTreeMap<String, Arc<Relation>>) -> Result<()> {
    match statement {
        Statement::Explain { statement, .. } => resolve(statement, tables),
        Statement::Query(query) => {
            let mut names = Names { tables, commons: Vec::new(), scopes: Vec::new(), inside: 0, merged: 0 };
            names.query(query).map(drop)
        }
        _ => Ok(()),
    }
}

/// Returns whether any join of `part`, or of a query within it, has USING or NATURAL.
fn has_pairs(part: &impl Visit) -> bool {
    struct Pairs;
    impl Visitor for Pairs {
        type Break = ();

        fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
            if select.from.iter().any(pairs) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }

        fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
            match factor {
                TableFactor::NestedJoin { table_with_joins, .. } if pairs(table_with_joins) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        }
    }
    part.visit(&mut Pairs).is_break()
}

/// Returns whether one of the joins themselves has USING or NATURAL.
pub(super) fn pairs(table: &TableWithJoins) -> bool {
    table.joins.iter().any(|join| {
        let constraint = join::parts(&join.join_operator).map(|(_, constraint)| constraint);
        matches!(constraint, Some(JoinConstraint::Using(_) | JoinConstraint::Natural))
    })
}

/// Names of columns, `None` if they are not known.
type Columns = Option<Vec<String>>;

/// A visitor of a statement that knows which names are in scope.
struct Names<'a> {
    tables: &'a BTreeMap<String, Arc<Relation>>,
    /// The common table expressions in scope, the innermost last.
    commons: Vec<(String, Columns)>,
    /// The queries around the current one, the innermost last.
    scopes: Vec<Scope>,
    /// How many queries a visitor is in that have been visited already.
    inside: usize,
    /// How many columns have been added to joins.
    merged: usize,
}

impl Names<'_> {
    /// Visits a query; returns the names of its columns.
    fn query(&mut self, query: &mut Query) -> Result<Columns> {
        let commons = self.commons.len();
        if let Some(with) = &mut query.with {
            let recursive = with.recursive;
            for common in &mut with.cte_tables {
                self.common(common, recursive)?;
            }
        }
        let names = self.body(&mut query.body, query.order_by.as_mut())?;
        self.commons.truncate(commons);
        // Operators after `|>` make other columns of them.
        Ok(names.filter(|_| query.pipe_operators.is_empty()))
    }

    fn common(&mut self, common: &mut Cte, recursive: bool) -> Result<()> {
        let name = common.alias.name.value.clone();
        let declared: Vec<String> = common.alias.columns.iter().map(|column| column.name.value.clone()).collect();
        if recursive {
            let known = match common.query.body.as_mut() {
                SetExpr::SetOperation { left, .. } if declared.is_empty() => self.body(left, None)?,
                _ => Some(declared.clone()).filter(|declared| !declared.is_empty()),
            };
            self.commons.push((name.clone(), known));
        }
        let names = self.query(&mut common.query)?;
        tables::complete(&mut common.alias, names.as_deref());
        if recursive {
            self.commons.pop();
        }
        self.commons.push((name, tables::renamed(names, &declared)));
        Ok(())
    }

    fn body(&mut self, body: &mut SetExpr, order_by: Option<&mut OrderBy>) -> Result<Columns> {
        match body {
            SetExpr::Select(select) => self.select(select, order_by),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, right, set_quantifier, .. } => {
                let (left, right) = (self.body(left, None)?, self.body(right, None)?);
                match set_quantifier {
                    SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName => {
                        Ok(left.zip(right).map(|(mut left, right)| {
                            let further: Vec<String> = right.into_iter().filter(|name| !left.contains(name)).collect();
                            left.extend(further);
                            left
                        }))
                    }
                    _ => Ok(left),
                }
            }
            SetExpr::Values(values) => {
                self.bind(values)?;
                let width = values.rows.first().map(|row| row.content.len());
                Ok(width.map(|width| (1..=width).map(|at| format!("column{at}")).collect()))
            }
            _ => Ok(None),
        }
    }

    fn select(&mut self, select: &mut Select, order_by: Option<&mut OrderBy>) -> Result<Columns> {
        let named = select.from.iter().any(|table| pairs(table) || has_pairs(table));
        let mut scope = Scope::default();
        for table in &mut select.from {
            let next = self.joined(table, &scope, named)?;
            scope = scope.beside(next);
        }
        // `FROM` has been visited, and `DISTINCT ON` looks up names where `ORDER BY` does.
        let mut from = std::mem::take(&mut select.from);
        let mut distinct = select.distinct.take();
        if scope.has_merged() || bind::is_double(&select.projection, &scope) {
            bind::expand(&mut select.projection, &scope)?;
        }
        let names = bind::outputs(&select.projection, &scope);
        let mut scope = self.within(scope, |walk| walk.bind(select))?;
        scope.aliases = select.projection.iter().filter_map(alias).collect();
        let scope = self.within(scope, |walk| {
            walk.bind(&mut distinct)?;
            order_by.map_or(Ok(()), |order_by| walk.bind(order_by))
        })?;
        copy(&mut from, &scope)?;
        select.from = from;
        select.distinct = distinct;
        Ok(names)
    }

    /// Calls `walk` with `scope` as the innermost one, and returns the scope.
    fn within(&mut self, scope: Scope, walk: impl FnOnce(&mut Self) -> Result<()>) -> Result<Scope> {
        self.scopes.push(scope);
        let walked = walk(self);
        let scope = self.scopes.pop().unwrap_or_default();
        walked.map(|()| scope)
    }

    /// Binds the names in a part of the innermost query.
    fn bind(&mut self, part: &mut impl VisitMut) -> Result<()> {
        let inside = std::mem::take(&mut self.inside);
        let walked = part.visit(self);
        self.inside = inside;
        match walked {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(error) => Err(error),
        }
    }
}

fn alias(item: &SelectItem) -> Option<String> {
    match item {
        SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
        _ => None,
    }
}

/// Adds the columns that a subquery names, but hides by a table of the same qualifier, as copies.
fn copy(from: &mut [TableWithJoins], scope: &Scope) -> Result<()> {
    for part in &scope.star {
        let Star::Column(shown) = part else { continue };
        let (Some(qualifier), Some(name)) = (&shown.copy, shown.value.last()) else { continue };
        let [table] = from else {
            let message = format!("\"{}\" is a column of a join outside, and two tables have one name", shown.name);
            return Err(Error::new(ErrorKind::Sql, "sql", message).with_hint("give the inner table another name"));
        };
        let joined = TableWithJoins { relation: tables::nothing(), joins: Vec::new() };
        let joined = std::mem::replace(table, joined);
        table.relation = relation::with_columns(joined, vec![(shown.expr(), name.clone())], qualifier);
    }
    Ok(())
}

//! What the names of a query refer to, over tables whose columns are known: which of them are written in another case,
//! and which there are not. Where the columns of a table are not known here, nothing is said about its names.
//!
//! The planner stops at the first name that it does not find, and knows no case. So where it has refused a query, this
//! looks up all of its names.

mod columns;
mod expressions;
mod from;
mod level;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use arrow::datatypes::Schema;
use datafusion::sql::sqlparser::ast::{
    Cte, Distinct, GroupByExpr, Ident, OrderBy, Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr,
    SetQuantifier, Statement,
};
use datafusion::sql::sqlparser::tokenizer::Location as At;

use super::edits::{Edits, is_same_in_any_case};
use super::text::Text;
use columns::Columns;
use level::Level;

/// How many names that there are not are described: with each, the nearest are looked for.
const MOST_MISSING: usize = 20;

/// A name that there is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The name as it is written, without quotes.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) range: Range<usize>,
    /// What it should be.
    pub(crate) what: What,
    /// The names that there are, or those that it fits in another case.
    pub(crate) candidates: Vec<String>,
}

/// What a name should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A column of any table.
    Column,
    /// A table of `FROM`, before a column.
    Table,
    /// Any of several columns that differ only in case.
    Case,
}

/// What was looked up.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Names that are written in another case.
    pub(crate) edits: Edits,
    /// Names that there are not, in the order of the text.
    pub(crate) missing: Vec<Missing>,
}

/// Looks up the names of a statement over tables by the names that it uses for them.
pub(crate) fn look_up(statement: &Statement, text: &Text, tables: &BTreeMap<&str, &Schema>) -> Found {
    let mut lookup = Lookup {
        text,
        tables,
        commons: Vec::new(),
        levels: Vec::new(),
        inside: 0,
        fields: HashSet::new(),
        found: Found::default(),
    };
    lookup.statement(statement);
    lookup.found.missing.sort_by_key(|missing| missing.range.start);
    lookup.found.missing.dedup_by_key(|missing| missing.range.start);
    lookup.found
}

/// A walk through a statement that knows which names are in scope.
struct Lookup<'a> {
    text: &'a Text,
    tables: &'a BTreeMap<&'a str, &'a Schema>,
    /// The common table expressions in scope, the innermost last.
    commons: Vec<(String, Columns)>,
    /// The queries around the current one, the innermost last.
    levels: Vec<Level>,
    /// How many queries the visitor is in that have been walked already.
    inside: usize,
    /// Where fields of structs are named, which are no columns.
    fields: HashSet<At>,
    found: Found,
}

impl Lookup<'_> {
    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Query(query) => {
                self.query(query);
            }
            Statement::Explain { statement, .. } => self.statement(statement),
            Statement::CreateTable(table) => {
                if let Some(query) = &table.query {
                    self.query(query);
                }
            }
            Statement::CreateView(view) => {
                self.query(&view.query);
            }
            _ => {}
        }
    }

    /// Walks through a query; returns its columns.
    fn query(&mut self, query: &Query) -> Columns {
        let commons = self.commons.len();
        if let Some(with) = &query.with {
            for common in &with.cte_tables {
                self.common(common, with.recursive);
            }
        }
        let columns = self.body(&query.body, query.order_by.as_ref());
        self.commons.truncate(commons);
        // Operators after `|>` make other columns of them.
        if query.pipe_operators.is_empty() { columns } else { Columns::unknown() }
    }

    fn common(&mut self, common: &Cte, recursive: bool) {
        let name = common.alias.name.value.clone();
        let declared: Vec<String> = common.alias.columns.iter().map(|column| column.name.value.clone()).collect();
        if recursive {
            let known = if declared.is_empty() { Columns::unknown() } else { Columns::of(declared.clone()) };
            self.commons.push((name.clone(), known));
        }
        let columns = self.query(&common.query);
        if recursive {
            self.commons.pop();
        }
        self.commons.push((name, columns.renamed(&declared)));
    }

    fn body(&mut self, body: &SetExpr, order_by: Option<&OrderBy>) -> Columns {
        match body {
            SetExpr::Select(select) => self.select(select, order_by),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, right, set_quantifier, .. } => {
                let (left, _) = (self.body(left, None), self.body(right, None));
                match set_quantifier {
                    SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName => {
                        Columns::unknown()
                    }
                    _ => left,
                }
            }
            SetExpr::Values(values) => {
                self.names_in(values);
                let width = values.rows.first().map_or(0, |row| row.content.len());
                Columns::of((1..=width).map(|at| format!("column{at}")).collect())
            }
            _ => Columns::unknown(),
        }
    }

    fn select(&mut self, select: &Select, order_by: Option<&OrderBy>) -> Columns {
        let mut level = Level::default();
        for table in &select.from {
            self.joined(table, &mut level);
        }
        self.levels.push(level);
        for item in &select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => self.names_in(expr),
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    if let Some(name) = name.0.last().and_then(|part| part.as_ident()) {
                        self.qualifier(name);
                    }
                }
                _ => {}
            }
        }
        self.names_in(&select.selection);
        let columns = self.outputs(&select.projection);
        let aliases = select.projection.iter().filter_map(|item| match item {
            SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
            _ => None,
        });
        if let Some(level) = self.levels.last_mut() {
            level.aliases = Columns::of(aliases.collect());
        }
        if let GroupByExpr::Expressions(keys, _) = &select.group_by {
            self.names_in(keys);
        }
        self.names_in(&select.having);
        self.names_in(&select.qualify);
        if let Some(Distinct::On(keys)) = &select.distinct {
            self.names_in(keys);
        }
        if let Some(order_by) = order_by {
            self.names_in(order_by);
        }
        self.levels.pop();
        columns
    }

    /// Returns the name that an identifier is read as.
    fn read_as(&self, ident: &Ident) -> String {
        let edited = self.text.range(ident.span).and_then(|range| self.found.edits.at(range.start));
        edited.map_or_else(|| ident.value.clone(), str::to_owned)
    }

    fn edit(&mut self, ident: &Ident, name: &str) {
        if let Some(range) = self.text.range(ident.span) {
            self.found.edits.add(&range, name);
        }
    }

    fn miss(&mut self, ident: &Ident, what: What, candidates: impl FnOnce() -> Vec<String>) {
        if let Some(range) = self.text.range(ident.span).filter(|_| self.found.missing.len() < MOST_MISSING) {
            let (name, candidates) = (ident.value.clone(), candidates());
            self.found.missing.push(Missing { name, range, what, candidates });
        }
    }

    /// Returns the columns of a table, by the name that is written for it.
    fn columns_of(&self, name: &str) -> Columns {
        let schema = self.tables.get(name);
        schema.map_or_else(Columns::unknown, |schema| {
            Columns::of(schema.fields().iter().map(|field| field.name().clone()).collect())
        })
    }

    /// Returns the columns of the common table expression that a name refers to.
    fn common_of(&mut self, name: &Ident) -> Option<Columns> {
        let exact = self.commons.iter().rev().find(|(common, _)| *common == name.value);
        if let Some((_, columns)) = exact {
            return Some(columns.clone());
        }
        if name.quote_style.is_some() || self.tables.contains_key(name.value.as_str()) {
            return None;
        }
        let same = |(common, _): &&(String, Columns)| is_same_in_any_case(common, &name.value);
        let mut near = self.commons.iter().filter(same);
        match (near.next().cloned(), near.next()) {
            (Some((common, columns)), None) => {
                self.edit(name, &common);
                Some(columns)
            }
            _ => None,
        }
    }
}

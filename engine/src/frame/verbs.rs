//! The verbs that select, compute and sort: `select`, `filter`, `with_columns`, `cast`, `sort` ... Each checks its
//! column names against the frame when it is called, so that a typing error is reported where it was made and not when
//! the query runs.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, TableReference};
use datafusion::logical_expr::{Expr, Filter, LogicalPlan, LogicalPlanBuilder, Projection, SortExpr, cast, try_cast};

use crate::error::{Error, Result};
use crate::expr::names::{check_once, column, named, output_name};
use crate::frame::{Frame, keys, window};

/// Up to this many names are searched one by one; for more a set of the frame's names is built.
const FEW_NAMES: usize = 8;

impl Frame {
    /// Returns the frame with these columns or expressions, in this order.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for two columns of one name.
    pub fn select(self: &Arc<Self>, exprs: Vec<Expr>) -> Result<Arc<Self>> {
        self.project("select", exprs.into_iter().map(named).collect())
    }

    /// Returns the rows for which `predicate` is true.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error when it is not boolean.
    pub fn filter(self: &Arc<Self>, predicate: Expr) -> Result<Arc<Self>> {
        if has_window(&predicate) {
            self.check("filter", [&predicate])?;
            return self.derive("filter", |plan| window::filter(plan, predicate));
        }
        let predicates = self.placed("filter", vec![predicate])?;
        let plan = self.shared_plan();
        self.derive("filter", |_| {
            let filtered = predicates.into_iter().try_fold(plan, |plan, predicate| {
                Filter::try_new(predicate, plan).map(|filter| Arc::new(LogicalPlan::Filter(filter)))
            });
            filtered.map(LogicalPlanBuilder::new_from_arc)
        })
    }

    /// Returns the frame with all columns, those of the same name replaced in place, new ones at the end.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for two new columns of one name.
    pub fn with_columns(self: &Arc<Self>, exprs: Vec<Expr>) -> Result<Arc<Self>> {
        self.check("with_columns", &exprs)?;
        let new: Vec<(String, Expr)> = exprs.into_iter().map(named).map(|e| (output_name(&e), e)).collect();
        check_once(
            "with_columns",
            new.iter().map(|(name, _)| name.as_str()),
            "give one another name with .alias(...)",
        )?;
        let known: HashSet<&str> = self.names().collect();
        let (mut replaced, mut added) = (HashMap::new(), Vec::new());
        for (name, expr) in new {
            if known.contains(name.as_str()) {
                replaced.insert(name, expr);
            } else {
                added.push(expr);
            }
        }
        let kept = self.names().map(|name| replaced.remove(name).unwrap_or_else(|| column(name)));
        let all: Vec<Expr> = kept.collect::<Vec<_>>().into_iter().chain(added).collect();
        self.project("with_columns", all)
    }

    /// Returns the frame without these columns.
    ///
    /// # Errors
    /// `ColumnNotFound`.
    pub fn drop(self: &Arc<Self>, names: &[String]) -> Result<Arc<Self>> {
        self.check_names("drop", names)?;
        let dropped: HashSet<&str> = names.iter().map(String::as_str).collect();
        let kept: Vec<Expr> = self.names().filter(|name| !dropped.contains(name)).map(column).collect();
        self.project("drop", kept)
    }

    /// Returns the frame with columns renamed: pairs of old and new names.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error when a new name is taken.
    pub fn rename(self: &Arc<Self>, names: &[(String, String)]) -> Result<Arc<Self>> {
        self.check_names("rename", names.iter().map(|(old, _)| old))?;
        let new: HashMap<&str, &str> = names.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        check_once("rename", self.names().map(|name| new.get(name).copied().unwrap_or(name)), "")?;
        let all: Vec<Expr> = self
            .names()
            .map(|name| new.get(name).map_or_else(|| column(name), |new| column(name).alias(*new)))
            .collect();
        self.project("rename", all)
    }

    /// Returns the frame with columns cast; a value that does not fit is an error when the query runs, or null if not
    /// `strict`.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error if there is no cast between the types.
    pub fn cast(self: &Arc<Self>, types: &[(String, DataType)], strict: bool) -> Result<Arc<Self>> {
        self.check_names("cast", types.iter().map(|(name, _)| name))?;
        let types: HashMap<&str, &DataType> = types.iter().map(|(name, to)| (name.as_str(), to)).collect();
        let mut all = Vec::with_capacity(self.schema().fields().len());
        for field in self.schema().fields() {
            let name = field.name();
            let expr = match types.get(name.as_str()) {
                Some(to) if *to != field.data_type() => {
                    crate::cast::check("cast", &format!("column \"{name}\""), field.data_type(), to)?;
                    let to = (*to).clone();
                    (if strict { cast(column(name), to) } else { try_cast(column(name), to) }).alias(name)
                }
                _ => column(name),
            };
            all.push(expr);
        }
        self.project("cast", all)
    }

    /// Returns the rows sorted by these keys.
    ///
    /// # Errors
    /// `ColumnNotFound`.
    pub fn sort(self: &Arc<Self>, keys: Vec<SortExpr>) -> Result<Arc<Self>> {
        self.check("sort", keys.iter().map(|key| &key.expr))?;
        self.derive("sort", |plan| window::sort(plan, keys))
    }

    /// Returns a frame of these expressions. DataFusion's builder does the same, but visits the whole plan for each
    /// expression, so that a chain of many verbs would cost the square of its length.
    fn project(self: &Arc<Self>, operation: &str, exprs: Vec<Expr>) -> Result<Arc<Self>> {
        if exprs.iter().any(has_window) {
            self.check(operation, &exprs)?;
            return self.derive(operation, |plan| window::project(plan, exprs));
        }
        let exprs = self.placed(operation, exprs)?;
        let names: Vec<String> = exprs.iter().map(output_name).collect();
        check_once(operation, names.iter().map(String::as_str), "give one another name with .alias(...)")?;
        let plan = self.shared_plan();
        self.derive(operation, |_| {
            Projection::try_new(exprs, plan).map(|made| LogicalPlanBuilder::from(LogicalPlan::Projection(made)))
        })
    }

    /// Returns the expressions with each column qualified as in the plan.
    fn placed(&self, operation: &str, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
        self.check(operation, &exprs)?;
        let schema = self.plan().schema();
        let full = |(table, field): (Option<&TableReference>, &FieldRef)| Column::new(table.cloned(), field.name());
        let places: HashMap<&str, Column> = match exprs.len() {
            0..=FEW_NAMES => HashMap::new(),
            _ => schema.iter().map(|place| (place.1.name().as_str(), full(place))).collect(),
        };
        let find = |name: &str| match places.get(name) {
            Some(place) => Some(place.clone()),
            None => schema.iter().find(|(_, field)| field.name() == name).map(full),
        };
        let placed = exprs.into_iter().map(|expr| {
            let placed = expr.transform(|node| {
                Ok(match node {
                    Expr::Column(column) => match find(&column.name) {
                        Some(place) => Transformed::yes(Expr::Column(place)),
                        None => Transformed::no(Expr::Column(column)),
                    },
                    other => Transformed::no(other),
                })
            });
            placed.map(|changed| changed.data).map_err(|e| Error::from_datafusion(operation, e))
        });
        placed.collect()
    }

    /// Returns a frame over a larger plan.
    pub(super) fn derive(
        self: &Arc<Self>,
        operation: &str,
        build: impl FnOnce(LogicalPlanBuilder) -> datafusion::error::Result<LogicalPlanBuilder>,
    ) -> Result<Arc<Self>> {
        let plan = build(LogicalPlanBuilder::new_from_arc(self.shared_plan()))
            .and_then(LogicalPlanBuilder::build)
            .map_err(|e| Error::from_datafusion(operation, e))?;
        keys::check(operation, &plan, Some(&self.shared_plan()))?;
        let source = self.describe_source();
        let origin = if source.starts_with("query") { source.to_string() } else { format!("query over {source}") };
        Self::from_plan(self.session(), plan, &origin)
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.schema().fields().iter().map(|field| field.name().as_str())
    }

    /// Fails if an expression names a column that does not exist.
    pub(super) fn check<'a>(&self, operation: &str, exprs: impl IntoIterator<Item = &'a Expr>) -> Result<()> {
        let mut columns: Vec<&str> = Vec::new();
        exprs.into_iter().for_each(|expr| columns.extend(expr.column_refs().into_iter().map(Column::name)));
        self.check_names(operation, columns)
    }

    /// Refuses names that are not those of columns.
    ///
    /// # Errors
    /// `ColumnNotFound` for the first of them, with the most similar names.
    pub fn check_names(&self, operation: &str, names: impl IntoIterator<Item = impl AsRef<str>>) -> Result<()> {
        let names: Vec<_> = names.into_iter().collect();
        let missing = if names.len() <= FEW_NAMES {
            names.iter().find(|name| self.schema().index_of(name.as_ref()).is_err())
        } else {
            let known: HashSet<&str> = self.names().collect();
            names.iter().find(|name| !known.contains(name.as_ref()))
        };
        missing.map_or(Ok(()), |name| Err(Error::column_not_found(operation, name.as_ref(), self.names())))
    }
}

fn has_window(expr: &Expr) -> bool {
    expr.exists(|node| Ok(matches!(node, Expr::WindowFunction(_)))).unwrap_or(true)
}

/// Returns the name of a type for users.
pub(super) fn type_name(data_type: &DataType) -> String {
    crate::render::type_name(data_type)
}

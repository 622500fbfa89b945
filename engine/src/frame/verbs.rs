//! The lazy verbs. Each checks its column names against the frame when it is called, so that a typing error is
//! found where it was made and not when the query runs.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::{Column, DFSchema, TableReference};
use datafusion::functions::expr_fn::coalesce;
use datafusion::logical_expr::{Expr, JoinType, LogicalPlan, LogicalPlanBuilder, SortExpr};

use crate::error::{Error, ErrorKind, Result};
use crate::frame::{Frame, window};

const LEFT: &str = "left";
const RIGHT: &str = "right";

impl Frame {
    /// These columns or expressions, in this order.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for two columns of one name.
    pub fn select(self: &Arc<Self>, exprs: Vec<Expr>) -> Result<Arc<Self>> {
        self.check("select", &exprs)?;
        self.derive("select", |plan| window::project(plan, exprs.into_iter().map(named).collect()))
    }

    /// The rows for which `predicate` is true.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error when it is not boolean.
    pub fn filter(self: &Arc<Self>, predicate: Expr) -> Result<Arc<Self>> {
        self.check("filter", std::slice::from_ref(&predicate))?;
        self.derive("filter", |plan| window::filter(plan, predicate))
    }

    /// All columns, those of the same name replaced where they stand, new ones at the end.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for two new columns of one name.
    pub fn with_columns(self: &Arc<Self>, exprs: Vec<Expr>) -> Result<Arc<Self>> {
        self.check("with_columns", &exprs)?;
        let mut new: Vec<Option<(String, Expr)>> =
            exprs.into_iter().map(named).map(|e| Some((shown_name(&e), e))).collect();
        let mut seen = HashSet::new();
        if let Some((name, _)) = new.iter().flatten().find(|(name, _)| !seen.insert(name.clone())) {
            let message = format!("two new columns are called \"{name}\"");
            return Err(Error::new(ErrorKind::Schema, "with_columns", message)
                .with_hint("give one another name with .alias(...)"));
        }
        let mut all: Vec<Expr> = self
            .schema()
            .fields()
            .iter()
            .map(|field| {
                let replaced = new.iter_mut().find(|n| n.as_ref().is_some_and(|(name, _)| name == field.name()));
                replaced.and_then(Option::take).map_or_else(|| column(field.name()), |(_, expr)| expr)
            })
            .collect();
        all.extend(new.into_iter().flatten().map(|(_, expr)| expr));
        self.derive("with_columns", |plan| window::project(plan, all))
    }

    /// All columns but these.
    ///
    /// # Errors
    /// `ColumnNotFound`.
    pub fn drop(self: &Arc<Self>, names: &[String]) -> Result<Arc<Self>> {
        self.check("drop", &names.iter().map(|n| column(n)).collect::<Vec<_>>())?;
        let kept: Vec<Expr> =
            self.schema().fields().iter().filter(|f| !names.contains(f.name())).map(|f| column(f.name())).collect();
        self.derive("drop", |plan| plan.project(kept))
    }

    /// Columns under other names: pairs of old and new.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error when a new name is taken.
    pub fn rename(self: &Arc<Self>, names: &[(String, String)]) -> Result<Arc<Self>> {
        self.check("rename", &names.iter().map(|(old, _)| column(old)).collect::<Vec<_>>())?;
        let all: Vec<Expr> = self
            .schema()
            .fields()
            .iter()
            .map(|field| match names.iter().find(|(old, _)| old == field.name()) {
                Some((old, new)) => column(old).alias(new),
                None => column(field.name()),
            })
            .collect();
        self.derive("rename", |plan| plan.project(all))
    }

    /// One row a group: the keys, then the aggregates. Without keys, one row for the whole frame.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for an expression that is neither key nor aggregate.
    pub fn aggregate(self: &Arc<Self>, keys: Vec<Expr>, aggregates: Vec<Expr>) -> Result<Arc<Self>> {
        self.check("group_by", &keys)?;
        self.check("agg", &aggregates)?;
        let keys: Vec<Expr> = keys.into_iter().map(named).collect();
        let key_names: Vec<Expr> = keys.iter().map(|k| column(&shown_name(k))).collect();
        // The same aggregate under two names is computed once: the engine refuses it twice.
        let mut computed: Vec<Expr> = Vec::new();
        let mut shown: Vec<(usize, String)> = Vec::new();
        for (aggregate, name) in aggregates.into_iter().map(split_alias) {
            let at = computed.iter().position(|other| *other == aggregate).unwrap_or_else(|| {
                computed.push(aggregate);
                computed.len() - 1
            });
            shown.push((at, name));
        }
        self.derive("agg", |plan| {
            // The engine names an aggregate with its input's qualifier; the projection puts the name there that
            // the user has written.
            let groups = keys.len();
            let (plan, mut keys) = window::lifted(plan, keys.into_iter().chain(computed).collect())?;
            let computed = keys.split_off(groups);
            let plan = plan.aggregate(keys, computed)?;
            let made = plan.schema().columns().split_off(key_names.len());
            let renamed = shown.into_iter().map(|(at, name)| Expr::Column(made[at].clone()).alias(name));
            plan.project(key_names.into_iter().chain(renamed).collect::<Vec<_>>())
        })
    }

    /// The rows of both frames whose keys are equal; a null equals nothing. The right frame's keys appear only
    /// where they have other names; its other columns get `suffix` where their name is taken.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Value` error when the keys do not pair up.
    pub fn join(
        self: &Arc<Self>,
        other: &Arc<Self>,
        how: JoinType,
        left_on: &[String],
        right_on: &[String],
        suffix: &str,
    ) -> Result<Arc<Self>> {
        if left_on.len() != right_on.len() || left_on.is_empty() {
            return Err(Error::new(
                ErrorKind::Value,
                "join",
                format!("{} keys on the left and {} on the right", left_on.len(), right_on.len()),
            )
            .with_hint("give the same number of names on both sides, at least one; or use how=\"cross\""));
        }
        self.check("join", &left_on.iter().map(|n| column(n)).collect::<Vec<_>>())?;
        other.check("join", &right_on.iter().map(|n| column(n)).collect::<Vec<_>>())?;
        let sides = |from: &[String], side: &str| from.iter().map(|n| qualified(side, n)).collect::<Vec<_>>();
        let keys = (sides(left_on, LEFT), sides(right_on, RIGHT));
        let right = aliased(other, RIGHT)?;
        let output = match how {
            JoinType::LeftSemi | JoinType::LeftAnti => self.side(LEFT, |_| None),
            _ => self.joined_columns(other, how, left_on, right_on, suffix),
        };
        let left = aliased(self, LEFT)?;
        let plan = LogicalPlanBuilder::from(left)
            .join(right, how, keys, None)
            .and_then(|plan| plan.project(output))
            .and_then(LogicalPlanBuilder::build)
            .map_err(|e| Error::from_datafusion("join", e))?;
        Self::from_plan(self.session(), plan, "query")
    }

    /// Every row of one frame with every row of the other.
    ///
    /// # Errors
    /// When the plan cannot be made.
    pub fn cross_join(self: &Arc<Self>, other: &Arc<Self>, suffix: &str) -> Result<Arc<Self>> {
        let output = self.joined_columns(other, JoinType::Inner, &[], &[], suffix);
        let (left, right) = (aliased(self, LEFT)?, aliased(other, RIGHT)?);
        let plan = LogicalPlanBuilder::from(left)
            .cross_join(right)
            .and_then(|plan| plan.project(output))
            .and_then(LogicalPlanBuilder::build)
            .map_err(|e| Error::from_datafusion("join", e))?;
        Self::from_plan(self.session(), plan, "query")
    }

    /// The rows ordered by these keys.
    ///
    /// # Errors
    /// `ColumnNotFound`.
    pub fn sort(self: &Arc<Self>, keys: Vec<SortExpr>) -> Result<Arc<Self>> {
        self.check("sort", &keys.iter().map(|k| k.expr.clone()).collect::<Vec<_>>())?;
        self.derive("sort", |plan| window::sort(plan, keys))
    }

    /// At most `fetch` rows after the first `skip`.
    ///
    /// # Errors
    /// When the plan cannot be made.
    pub fn limit(self: &Arc<Self>, skip: usize, fetch: Option<usize>) -> Result<Arc<Self>> {
        self.derive("limit", |plan| plan.limit(skip, fetch))
    }

    /// Each different row once.
    ///
    /// # Errors
    /// When the plan cannot be made.
    pub fn distinct(self: &Arc<Self>) -> Result<Arc<Self>> {
        self.derive("distinct", LogicalPlanBuilder::distinct)
    }

    /// The rows of this frame, then those of the other; columns are matched by place.
    ///
    /// # Errors
    /// A `Schema` error when the columns do not fit.
    pub fn union(self: &Arc<Self>, other: &Arc<Self>) -> Result<Arc<Self>> {
        self.derive("union", |plan| plan.union(other.plan().clone()))
    }

    pub(super) fn derive(
        self: &Arc<Self>,
        operation: &str,
        build: impl FnOnce(LogicalPlanBuilder) -> datafusion::error::Result<LogicalPlanBuilder>,
    ) -> Result<Arc<Self>> {
        let plan = build(LogicalPlanBuilder::from(self.plan().clone()))
            .and_then(LogicalPlanBuilder::build)
            .map_err(|e| Error::from_datafusion(operation, e))?;
        let source = self.describe_source();
        let origin = if source.starts_with("query") { source.to_string() } else { format!("query over {source}") };
        Self::from_plan(self.session(), plan, &origin)
    }

    pub(super) fn check(&self, operation: &str, exprs: &[Expr]) -> Result<()> {
        for name in exprs.iter().flat_map(Expr::column_refs).map(Column::name) {
            if self.schema().index_of(name).is_err() {
                let names = self.schema().fields().iter().map(|f| f.name().as_str());
                return Err(Error::column_not_found(operation, name, names));
            }
        }
        Ok(())
    }

    /// The columns of one side of a join under their own names, or what `replace` gives for them.
    fn side(&self, side: &str, replace: impl Fn(&str) -> Option<Expr>) -> Vec<Expr> {
        let fields = self.schema().fields().iter();
        fields
            .map(|f| replace(f.name()).unwrap_or_else(|| Expr::Column(qualified(side, f.name()))).alias(f.name()))
            .collect()
    }

    fn joined_columns(
        &self,
        other: &Self,
        how: JoinType,
        left_on: &[String],
        right_on: &[String],
        suffix: &str,
    ) -> Vec<Expr> {
        let pair = |name: &str| left_on.iter().zip(right_on).find(|(l, r)| *l == name && l == r).map(|(l, _)| l);
        let mut output = self.side(LEFT, |name| {
            let key = pair(name)?;
            let both = [Expr::Column(qualified(LEFT, key)), Expr::Column(qualified(RIGHT, key))];
            matches!(how, JoinType::Right | JoinType::Full).then(|| coalesce(both.to_vec()))
        });
        for field in other.schema().fields().iter().filter(|f| pair(f.name()).is_none()) {
            let name = field.name();
            let taken = self.schema().index_of(name).is_ok();
            let shown = if taken { format!("{name}{suffix}") } else { name.clone() };
            output.push(Expr::Column(qualified(RIGHT, name)).alias(shown));
        }
        output
    }
}

/// A column by its exact name: nothing is parsed, so dots, capitals and quotes are just characters.
pub(super) fn column(name: &str) -> Expr {
    Expr::Column(Column::from_name(name))
}

/// The name that an expression's column will have.
fn shown_name(expr: &Expr) -> String {
    expr.schema_name().to_string()
}

fn qualified(side: &str, name: &str) -> Column {
    Column::new(Some(TableReference::bare(side)), name)
}

fn aliased(frame: &Frame, side: &str) -> Result<LogicalPlan> {
    LogicalPlanBuilder::from(frame.plan().clone())
        .alias(TableReference::bare(side))
        .and_then(LogicalPlanBuilder::build)
        .map_err(|e| Error::from_datafusion("join", e))
}

/// The expression under the name the user has written it by, free of the engine's qualifiers.
fn named(expr: Expr) -> Expr {
    match expr {
        Expr::Column(_) | Expr::Alias(_) => expr,
        other => {
            let name = shown_name(&other);
            other.alias(name)
        }
    }
}

/// An aggregate without its outer name, and the name.
fn split_alias(expr: Expr) -> (Expr, String) {
    match expr {
        Expr::Alias(alias) => (*alias.expr, alias.name),
        other => {
            let name = shown_name(&other);
            (other, name)
        }
    }
}

/// The same plan with no two columns of one name: the second `a` becomes `a_1`.
pub(super) fn with_distinct_names(plan: LogicalPlan) -> Result<LogicalPlan> {
    let schema: &DFSchema = plan.schema();
    let mut taken: HashSet<&str> = HashSet::with_capacity(schema.fields().len());
    if schema.fields().iter().all(|field| taken.insert(field.name())) {
        return Ok(plan);
    }
    let mut taken: HashSet<String> = HashSet::new();
    let output: Vec<Expr> = schema
        .iter()
        .map(|(qualifier, field)| {
            let mut name = field.name().clone();
            let mut n = 0;
            while !taken.insert(name.clone()) {
                n += 1;
                name = format!("{}_{n}", field.name());
            }
            Expr::Column(Column::new(qualifier.cloned(), field.name())).alias(name)
        })
        .collect();
    LogicalPlanBuilder::from(plan)
        .project(output)
        .and_then(LogicalPlanBuilder::build)
        .map_err(|e| Error::from_datafusion("select", e))
}

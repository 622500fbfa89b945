//! A subquery computed for all values of its domain at once: each operator gets the domain's keys, down to where no
//! outer column is named.
//!
//! An operator returns the rows that it would return for each value of the domain, with that value as additional
//! columns: a filter keeps them, an aggregate has them as group keys, a window as partition keys, a limit counts per
//! key, a join of two such sides equates them.

use std::sync::Arc;

use datafusion::common::{Column, DFSchema, NullEquality, TableReference};
use datafusion::error::Result;
use datafusion::logical_expr::expr::{WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{
    Distinct, DistinctOn, EmptyRelation, Expr, Filter, Join, JoinType, LogicalPlan, Projection, Sort, SubqueryAlias,
    Union, Unnest, Values, Window, when,
};

use super::domain::Domain;
use super::shape::{columns_of, equation, joined, named, pairs, renamed, shaped};
use super::{grouping, limit};
use crate::error::{Error, ErrorKind};
use crate::functions::first_of;

/// A part of a subquery: its columns, in their order, and after them the keys that say for which value of the domain
/// each row holds.
#[derive(Debug)]
pub(super) struct Dependent {
    pub(super) plan: Arc<LogicalPlan>,
    pub(super) keys: Vec<Column>,
}

impl Dependent {
    /// Returns `plan` with the columns of `of` and `keys`, in this order. The grouping id of a grouping set is one of
    /// them: a predicate above may ask for it.
    pub(super) fn shaped(plan: Arc<LogicalPlan>, of: &LogicalPlan, keys: Vec<Column>) -> Result<Self> {
        let columns = of.schema().columns().into_iter().chain(keys.iter().cloned()).collect();
        Ok(Self { plan: shaped(plan, columns)?, keys })
    }
}

impl Domain<'_> {
    /// Returns `plan` for all values of the domain.
    ///
    /// # Errors
    /// For an operator that cannot be computed for several values at once.
    pub(super) fn applied_to(&self, plan: &LogicalPlan) -> Result<Dependent> {
        // A plan may be arbitrarily deep, and the stack is not.
        stacker::maybe_grow(RED_ZONE, SEGMENT, || self.applied(plan))
    }

    fn applied(&self, plan: &LogicalPlan) -> Result<Dependent> {
        if !self.is_named_in(plan)? {
            return self.beside(plan);
        }
        match plan {
            LogicalPlan::Projection(projection) => {
                self.projected(projection, self.applied_to(&projection.input)?, None)
            }
            LogicalPlan::Filter(filter) => {
                let Dependent { plan, keys } = self.applied_to(&filter.input)?;
                let filter = Filter::try_new(self.bound(filter.predicate.clone(), &keys)?, plan)?;
                Ok(Dependent { plan: Arc::new(LogicalPlan::Filter(filter)), keys })
            }
            LogicalPlan::SubqueryAlias(alias) => {
                let Dependent { plan, keys } = self.applied_to(&alias.input)?;
                let keys = requalified(&keys, &alias.alias);
                let alias = SubqueryAlias::try_new(plan, alias.alias.clone())?;
                Ok(Dependent { plan: Arc::new(LogicalPlan::SubqueryAlias(alias)), keys })
            }
            LogicalPlan::Sort(Sort { expr, input, fetch: None }) => {
                let Dependent { plan, keys } = self.applied_to(input)?;
                let expr = limit::bound_sorts(self, expr, &keys)?;
                Ok(Dependent { plan: Arc::new(LogicalPlan::Sort(Sort { expr, input: plan, fetch: None })), keys })
            }
            LogicalPlan::Sort(_) | LogicalPlan::Limit(_) => limit::applied(self, plan),
            LogicalPlan::Aggregate(aggregate) => grouping::applied(self, aggregate, plan),
            LogicalPlan::Distinct(Distinct::All(input)) => {
                let Dependent { plan, keys } = self.applied_to(input)?;
                Ok(Dependent { plan: Arc::new(LogicalPlan::Distinct(Distinct::All(plan))), keys })
            }
            LogicalPlan::Distinct(Distinct::On(distinct)) => self.distinct_on(distinct, plan),
            LogicalPlan::Window(window) => self.window(window, plan),
            LogicalPlan::Union(union) => self.union(union, plan),
            LogicalPlan::Join(join) => self.join(join, plan),
            LogicalPlan::Unnest(unnest) => {
                let Dependent { plan: input, keys } = self.applied_to(&unnest.input)?;
                let unnest = Unnest::try_new(input, unnest.exec_columns.clone(), unnest.options.clone())?;
                Dependent::shaped(Arc::new(LogicalPlan::Unnest(unnest)), plan, keys)
            }
            LogicalPlan::Values(values) => self.values(values),
            LogicalPlan::Subquery(subquery) => self.applied_to(&subquery.subquery),
            other => Err(self.refusal(other)),
        }
    }

    /// Returns `plan`, which names no outer column, for every value of the domain: a cross join.
    fn beside(&self, plan: &LogicalPlan) -> Result<Dependent> {
        let (rows, keys) = self.rows()?;
        if matches!(plan, LogicalPlan::EmptyRelation(EmptyRelation { produce_one_row: true, schema }) if schema.fields().is_empty())
        {
            return Ok(Dependent { plan: rows, keys });
        }
        let plan = joined(Arc::new(plan.clone()), rows, Vec::new(), None, JoinType::Inner)?;
        Ok(Dependent { plan, keys })
    }

    /// Returns `projection` over its new input, with the keys and, if there is one, another column passed on.
    pub(super) fn projected(
        &self,
        projection: &Projection,
        input: Dependent,
        also: Option<Column>,
    ) -> Result<Dependent> {
        let Dependent { plan: input, keys } = input;
        let preserver = NamePreserver::new_for_projection();
        let mut expressions = Vec::with_capacity(projection.expr.len() + keys.len() + 1);
        for expr in &projection.expr {
            let name = preserver.save(expr);
            expressions.push(name.restore(self.bound(expr.clone(), &keys)?));
        }
        expressions.extend(keys.iter().cloned().chain(also).map(Expr::Column));
        let projection = Projection::try_new(expressions, input)?;
        Ok(Dependent { plan: Arc::new(LogicalPlan::Projection(projection)), keys })
    }

    fn distinct_on(&self, distinct: &DistinctOn, whole: &LogicalPlan) -> Result<Dependent> {
        let Dependent { plan: input, keys } = self.applied_to(&distinct.input)?;
        let preserver = NamePreserver::new_for_projection();
        let key_columns = || keys.iter().cloned().map(Expr::Column);
        let mut on: Vec<Expr> = key_columns().collect();
        for expr in &distinct.on_expr {
            on.push(self.bound(expr.clone(), &keys)?);
        }
        let mut select = Vec::new();
        for expr in &distinct.select_expr {
            let name = preserver.save(expr);
            select.push(name.restore(self.bound(expr.clone(), &keys)?));
        }
        select.extend(key_columns());
        let sorts = match &distinct.sort_expr {
            Some(sorts) => {
                let mut all: Vec<_> = key_columns().map(|key| key.sort(true, false)).collect();
                all.extend(limit::bound_sorts(self, sorts, &keys)?);
                Some(all)
            }
            None => None,
        };
        let distinct = DistinctOn::try_new(on, select, sorts, input)?;
        // Its columns lose their qualifiers: those of the keys are restored, and those of the others.
        let plan = Arc::new(LogicalPlan::Distinct(Distinct::On(distinct)));
        self.renamed(plan, whole)
    }

    fn window(&self, window: &Window, whole: &LogicalPlan) -> Result<Dependent> {
        let Dependent { plan: input, keys } = self.applied_to(&window.input)?;
        let (own, passed) = (window.window_expr.len(), window.input.schema().fields().len());
        let mut functions = Vec::with_capacity(own);
        for expr in &window.window_expr {
            let bound = self.bound(expr.clone(), &keys)?;
            functions.push(partitioned(bound, &keys));
        }
        let window = Arc::new(LogicalPlan::Window(Window::try_new(functions, input)?));
        // The name of a window function is made of its parts, and now it has more partition keys.
        let made = window.schema().columns().split_off(passed + keys.len());
        let columns = whole.schema().columns();
        let mut expressions: Vec<Expr> = columns.iter().take(passed).cloned().map(Expr::Column).collect();
        for (column, made) in columns.iter().skip(passed).zip(made) {
            expressions.push(named(Expr::Column(made), column));
        }
        expressions.extend(keys.iter().cloned().map(Expr::Column));
        let projection = Projection::try_new(expressions, window)?;
        Ok(Dependent { plan: Arc::new(LogicalPlan::Projection(projection)), keys })
    }

    fn union(&self, union: &Union, whole: &LogicalPlan) -> Result<Dependent> {
        let mut inputs = Vec::with_capacity(union.inputs.len());
        for input in &union.inputs {
            inputs.push(self.applied_to(input)?.plan);
        }
        let union = Union::try_new_with_loose_types(inputs)?;
        self.renamed(Arc::new(LogicalPlan::Union(union)), whole)
    }

    /// Returns `plan`, whose columns are those of `whole` and the keys, but under other names.
    fn renamed(&self, plan: Arc<LogicalPlan>, whole: &LogicalPlan) -> Result<Dependent> {
        let keys = self.names.columns("outer", self.outer().len());
        let columns: Vec<Column> = whole.schema().columns().into_iter().chain(keys.iter().cloned()).collect();
        Ok(Dependent { plan: Arc::new(renamed(plan, &columns)?), keys })
    }

    fn join(&self, join: &Join, whole: &LogicalPlan) -> Result<Dependent> {
        use JoinType::{Full, Inner, Left, LeftAnti, LeftMark, LeftSemi, Right, RightAnti, RightMark, RightSemi};
        let (in_left, in_right) = (self.is_named_in(&join.left)?, self.is_named_in(&join.right)?);
        // The side whose rows are preserved needs the keys; the other only if it differs from value to value.
        let (left_needs, right_needs) = match join.join_type {
            Inner => (in_left || !in_right, in_right),
            Left | LeftSemi | LeftAnti | LeftMark => (true, in_right),
            Right | RightSemi | RightAnti | RightMark => (in_left, true),
            Full => (true, true),
        };
        let side = |needs: bool, plan: &Arc<LogicalPlan>| -> Result<Dependent> {
            if needs { self.applied_to(plan) } else { Ok(Dependent { plan: Arc::clone(plan), keys: Vec::new() }) }
        };
        let (left, right) = (side(left_needs, &join.left)?, side(right_needs, &join.right)?);
        let keys_here = if left_needs { &left.keys } else { &right.keys };
        let mut conditions = Vec::new();
        let mut on = Vec::new();
        for (l, r) in &join.on {
            if self.is_named_by(l) || self.is_named_by(r) {
                let (l, r) = (self.bound(l.clone(), keys_here)?, self.bound(r.clone(), keys_here)?);
                conditions.push(equation(l, r, join.null_equality));
            } else {
                on.push((l.clone(), r.clone()));
            }
        }
        let mut null_equality = join.null_equality;
        if left_needs && right_needs {
            // The keys of the domain may be null and are then equal; keys that were there before are not.
            if null_equality == NullEquality::NullEqualsNothing {
                conditions.extend(on.iter().map(|(l, r)| l.clone().eq(r.clone())));
                null_equality = NullEquality::NullEqualsNull;
            }
            on.extend(pairs(&left.keys, &right.keys));
        }
        if let Some(filter) = &join.filter {
            conditions.push(self.bound(filter.clone(), keys_here)?);
        }
        let made = Join::try_new(
            left.plan,
            right.plan,
            on,
            conjunction(conditions),
            join.join_type,
            join.join_constraint,
            null_equality,
            join.null_aware,
        )?;
        let made = Arc::new(LogicalPlan::Join(made));
        if join.join_type != Full {
            let keys = if left_needs && !matches!(join.join_type, Right | RightSemi | RightAnti | RightMark) {
                left.keys
            } else {
                right.keys
            };
            return Dependent::shaped(made, whole, keys);
        }
        // A row without a match has the keys of its own side.
        let keys = self.names.columns("outer", self.outer().len());
        let mut expressions = columns_of(whole.schema());
        for (key, (l, r)) in keys.iter().zip(pairs(&left.keys, &right.keys)) {
            expressions.push(named(when(l.clone().is_not_null(), l).otherwise(r)?, key));
        }
        let projection = Projection::try_new(expressions, made)?;
        Ok(Dependent { plan: Arc::new(LogicalPlan::Projection(projection)), keys })
    }

    /// Returns VALUES with each row as a projection of its own.
    fn values(&self, values: &Values) -> Result<Dependent> {
        let names = values.schema.columns();
        let one_row =
            || LogicalPlan::EmptyRelation(EmptyRelation { produce_one_row: true, schema: Arc::new(DFSchema::empty()) });
        let mut rows = Vec::with_capacity(values.values.len());
        for row in &values.values {
            let row = row.iter().zip(&names).map(|(value, name)| named(value.clone(), name)).collect();
            let row = Projection::try_new(row, Arc::new(one_row()))?;
            rows.push(Arc::new(LogicalPlan::Projection(row)));
        }
        match rows.as_slice() {
            [only] => self.applied_to(only),
            _ => {
                let union = LogicalPlan::Union(Union::try_new_with_loose_types(rows)?);
                let Dependent { plan, .. } = self.applied_to(&union)?;
                self.renamed(plan, &LogicalPlan::Values(values.clone()))
            }
        }
    }

    fn refusal(&self, plan: &LogicalPlan) -> datafusion::error::DataFusionError {
        let names: Vec<String> = self.outer().iter().map(|column| format!("\"{}\"", column.name)).collect();
        let through = match plan {
            LogicalPlan::RecursiveQuery(_) => "WITH RECURSIVE".to_string(),
            other => other.display().to_string(),
        };
        let message = format!("a subquery names {} of the query around it within {through}", names.join(" and "));
        Error::new(ErrorKind::Sql, "sql", message).with_hint("join the two queries instead").into()
    }
}

/// When less than this is left of the stack, it is extended.
const RED_ZONE: usize = 128 << 10;
/// By this much.
const SEGMENT: usize = 2 << 20;

/// Returns the keys as an alias around them qualifies them.
pub(super) fn requalified(keys: &[Column], alias: &TableReference) -> Vec<Column> {
    keys.iter().map(|key| Column::new(Some(alias.clone()), key.name.clone())).collect()
}

/// Returns a window function that treats the rows of each value of the domain separately.
fn partitioned(expr: Expr, keys: &[Column]) -> Expr {
    match expr {
        Expr::WindowFunction(function) => {
            let WindowFunction { fun, params } = *function;
            // As values of which nothing is known: a key that equals a sort key of the window would be removed from its
            // order.
            let own = keys.iter().map(|key| first_of(vec![Expr::Column(key.clone())]));
            let partition_by = own.chain(params.partition_by).collect();
            let params = WindowFunctionParams { partition_by, ..params };
            Expr::WindowFunction(Box::new(WindowFunction { fun, params }))
        }
        Expr::Alias(alias) => {
            let (relation, name) = (alias.relation, alias.name);
            partitioned(*alias.expr, keys).alias_qualified(relation, name)
        }
        other => other,
    }
}

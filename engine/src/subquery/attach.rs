//! The results of subqueries as columns of the outer rows.
//!
//! Each subquery is computed for the distinct outer values that it names and joined to the rows by them; there NULL
//! equals NULL. `IN` and the comparisons with `ANY` and `ALL` have three results: true, false, and NULL where a NULL on
//! either side leaves it open.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, ScalarValue, TableReference};
use datafusion::error::Result;
use datafusion::functions_aggregate::expr_fn::{count, max, min};
use datafusion::logical_expr::expr::{AggregateFunction, Exists, InSubquery, SetComparison, SetQuantifier};
use datafusion::logical_expr::{
    Aggregate, Distinct, Expr, ExprSchemable, FetchType, JoinType, LogicalPlan, Operator, Projection, SkipType,
    SubqueryAlias, binary_expr, lit, not, when,
};

use super::dependent::{Dependent, requalified};
use super::domain::for_rows_of;
use super::native::{self, Place};
use super::shape::{Names, columns_of, joined, named, pairs, renamed};
use super::single_value::single_value;
use crate::error::{Error, ErrorKind};

/// The rows of an input, with the results of subqueries so far.
pub(super) struct Attach<'a> {
    input: Arc<LogicalPlan>,
    rows: Arc<LogicalPlan>,
    names: &'a Names,
    /// The results so far, as an operator may contain the same subquery twice.
    answers: Vec<(Expr, Expr)>,
    is_wider: bool,
}

/// A subquery, computed for the outer values that it names.
struct Computed {
    plan: Arc<LogicalPlan>,
    name: TableReference,
    /// The first column, if its values matter.
    value: Column,
    outer: Vec<Column>,
    keys: Vec<Column>,
}

impl Computed {
    /// The column that a mark join with it adds.
    fn mark(&self) -> Expr {
        Expr::Column(Column::new(Some(self.name.clone()), MARK))
    }
}

impl<'a> Attach<'a> {
    pub(super) fn new(input: &Arc<LogicalPlan>, names: &'a Names) -> Self {
        Self { input: Arc::clone(input), rows: Arc::clone(input), names, answers: Vec::new(), is_wider: false }
    }

    /// Returns whether the rows have columns that the input has not.
    pub(super) fn is_wider(&self) -> bool {
        self.is_wider
    }

    pub(super) fn into_plan(self) -> Arc<LogicalPlan> {
        self.rows
    }

    /// Keeps the rows for which `condition` is true; returns what is left of it as a predicate, `None` where a join
    /// alone decides.
    pub(super) fn keep_where(&mut self, condition: Expr) -> Result<Option<Expr>> {
        match condition {
            Expr::Not(inner) => match *inner {
                Expr::Not(inner) => self.keep_where(*inner),
                Expr::Exists(Exists { subquery, negated }) => {
                    self.keep_where(Expr::Exists(Exists { subquery, negated: !negated }))
                }
                Expr::InSubquery(InSubquery { expr, subquery, negated }) => {
                    self.keep_where(Expr::InSubquery(InSubquery { expr, subquery, negated: !negated }))
                }
                other => self.value_of(not(other), Place::Condition).map(Some),
            },
            Expr::Exists(Exists { subquery, negated }) => {
                let computed = self.computed(existing(&subquery.subquery))?;
                let join_type = if negated { JoinType::LeftAnti } else { JoinType::LeftSemi };
                self.join(computed.plan, pairs(&computed.outer, &computed.keys), None, join_type)?;
                Ok(None)
            }
            Expr::InSubquery(InSubquery { expr, subquery, negated: false }) => {
                let value = self.value_of(*expr, Place::Condition)?;
                let value = self.named(value)?;
                let computed = self.computed(&subquery.subquery)?;
                self.matching(&computed, value, JoinType::LeftSemi)?;
                Ok(None)
            }
            other => self.value_of(other, Place::Condition).map(Some),
        }
    }

    /// Returns `expr` over the rows so far, with columns in place of its subqueries. Those that DataFusion can compute
    /// in that place are left: a projection may contain more of them.
    pub(super) fn value_of(&mut self, expr: Expr, place: Place) -> Result<Expr> {
        expr.transform_down(|part| {
            if super::subquery_of(&part).is_none() || native::is_value(&part, self.input.schema(), place) {
                return Ok(Transformed::no(part));
            }
            let answer = match self.answers.iter().find(|(asked, _)| *asked == part) {
                Some((_, answer)) => answer.clone(),
                None => {
                    let answer = self.answer(part.clone())?;
                    self.answers.push((part, answer.clone()));
                    answer
                }
            };
            Ok(Transformed::new(answer, true, TreeNodeRecursion::Jump))
        })
        .data()
    }

    fn answer(&mut self, asked: Expr) -> Result<Expr> {
        match asked {
            Expr::ScalarSubquery(subquery) => self.scalar(&subquery.subquery),
            Expr::Exists(Exists { subquery, negated }) => {
                let computed = self.computed(existing(&subquery.subquery))?;
                let found = self.mark(&computed)?;
                Ok(if negated { not(found) } else { found })
            }
            Expr::InSubquery(InSubquery { expr, subquery, negated }) => {
                let value = self.value_of(*expr, Place::Condition)?;
                let found = self.is_in(value, &subquery.subquery)?;
                Ok(if negated { not(found) } else { found })
            }
            Expr::SetComparison(SetComparison { expr, subquery, op, quantifier }) => {
                let value = self.value_of(*expr, Place::Condition)?;
                self.compared(value, op, &quantifier, &subquery.subquery)
            }
            other => Ok(other),
        }
    }

    fn scalar(&mut self, subquery: &LogicalPlan) -> Result<Expr> {
        let computed = self.computed(subquery)?;
        if subquery.max_rows().is_some_and(|rows| rows <= 1) && !computed.keys.is_empty() {
            return self.beside(computed.plan, &computed.outer, &computed.keys, computed.value);
        }
        let single = AggregateFunction::new_udf(
            single_value(),
            vec![Expr::Column(computed.value.clone())],
            false,
            None,
            Vec::new(),
            None,
        );
        let (plan, keys, mut made) = self.grouped(&computed, vec![Expr::AggregateFunction(single)])?;
        match made.pop() {
            Some(value) => self.beside(plan, &computed.outer, &keys, value),
            None => Ok(lit(ScalarValue::Null)),
        }
    }

    /// Returns whether `value` is among the values of the subquery.
    fn is_in(&mut self, value: Expr, subquery: &LogicalPlan) -> Result<Expr> {
        let value = self.named(value)?;
        let computed = self.computed(subquery)?;
        let open = Expr::Column(value.clone()).nullable(self.rows.schema())?
            || Expr::Column(computed.value.clone()).nullable(computed.plan.schema())?;
        let found = self.matching_mark(&computed, value.clone())?;
        if !open {
            return Ok(found);
        }
        let counts = vec![count(lit(1_i64)), count(Expr::Column(computed.value.clone()))];
        let (plan, keys, made) = self.grouped(&computed, counts)?;
        let [rows, values] = self.all_beside(plan, &computed.outer, &keys, &made)?.try_into().unwrap_or_default();
        three_valued(found, rows, values, Expr::Column(value))
    }

    /// Returns the comparison of `value` with any or all values of the subquery, by the smallest and the largest of
    /// them.
    fn compared(
        &mut self,
        value: Expr,
        op: Operator,
        quantifier: &SetQuantifier,
        subquery: &LogicalPlan,
    ) -> Result<Expr> {
        if *quantifier == SetQuantifier::All {
            // True for all, if the negation is true for none.
            let Some(otherwise) = op.negate() else { return Err(no_comparison(op)) };
            return Ok(not(self.compared(value, otherwise, &SetQuantifier::Any, subquery)?));
        }
        if op == Operator::Eq {
            return self.is_in(value, subquery);
        }
        let value = Expr::Column(self.named(value)?);
        let computed = self.computed(subquery)?;
        let of = || Expr::Column(computed.value.clone());
        let functions = vec![count(lit(1_i64)), count(of()), min(of()), max(of())];
        let (plan, keys, made) = self.grouped(&computed, functions)?;
        let [rows, values, least, most] =
            self.all_beside(plan, &computed.outer, &keys, &made)?.try_into().unwrap_or_default();
        let compare = |with: Expr| binary_expr(value.clone(), op, with);
        let holds = match op {
            Operator::Lt | Operator::LtEq => compare(most),
            Operator::Gt | Operator::GtEq => compare(least),
            Operator::NotEq => compare(least).or(compare(most)),
            other => return Err(no_comparison(other)),
        };
        three_valued(holds, rows, values, value)
    }

    /// Returns the subquery for all outer values, under a name of its own.
    fn computed(&self, subquery: &LogicalPlan) -> Result<Computed> {
        let (outer, Dependent { plan, keys: below }) = for_rows_of(&self.input, subquery, self.names)?;
        let name = TableReference::bare(self.names.next("subquery"));
        let value = Column::new(Some(name.clone()), format!("{name}_value"));
        let first = subquery.schema().columns().into_iter().next().map(|first| named(Expr::Column(first), &value));
        let keys = requalified(&below, &name);
        let columns = below.into_iter().zip(&keys).map(|(below, key)| named(Expr::Column(below), key));
        let plan =
            Arc::new(LogicalPlan::Projection(Projection::try_new(first.into_iter().chain(columns).collect(), plan)?));
        // The mark column has the qualifier of its side, which the optimizer keeps only for an alias.
        let plan = Arc::new(LogicalPlan::SubqueryAlias(SubqueryAlias::try_new(plan, name.clone())?));
        Ok(Computed { plan, name, value, outer, keys })
    }

    /// Returns aggregates of the subquery's rows for each value of its keys: returns the plan, the keys and the
    /// aggregates in it.
    fn grouped(
        &self,
        computed: &Computed,
        functions: Vec<Expr>,
    ) -> Result<(Arc<LogicalPlan>, Vec<Column>, Vec<Column>)> {
        let groups = computed.keys.iter().cloned().map(Expr::Column).collect();
        let grouping = Aggregate::try_new(Arc::clone(&computed.plan), groups, functions)?;
        let grouping = Arc::new(LogicalPlan::Aggregate(grouping));
        let mut keys = self.names.columns("subquery", grouping.schema().fields().len());
        let plan = Arc::new(renamed(grouping, &keys)?);
        let made = keys.split_off(computed.keys.len());
        Ok((plan, keys, made))
    }

    /// Returns a column of `plan`, joined to the rows with its keys; null for the other rows.
    fn beside(&mut self, plan: Arc<LogicalPlan>, outer: &[Column], keys: &[Column], made: Column) -> Result<Expr> {
        let mut all = self.all_beside(plan, outer, keys, &[made])?;
        Ok(all.pop().unwrap_or_else(|| lit(ScalarValue::Null)))
    }

    fn all_beside(
        &mut self,
        plan: Arc<LogicalPlan>,
        outer: &[Column],
        keys: &[Column],
        made: &[Column],
    ) -> Result<Vec<Expr>> {
        // Without keys there is one row, for all.
        let join_type = if keys.is_empty() { JoinType::Inner } else { JoinType::Left };
        self.join(plan, pairs(outer, keys), None, join_type)?;
        Ok(made.iter().cloned().map(Expr::Column).collect())
    }

    /// Returns the mark column, which says whether the subquery has a row for them.
    fn mark(&mut self, computed: &Computed) -> Result<Expr> {
        self.join(Arc::clone(&computed.plan), pairs(&computed.outer, &computed.keys), None, JoinType::LeftMark)?;
        Ok(computed.mark())
    }

    /// Returns the mark column for a row of the subquery that has this value.
    fn matching_mark(&mut self, computed: &Computed, value: Column) -> Result<Expr> {
        self.matching(computed, value, JoinType::LeftMark)?;
        Ok(computed.mark())
    }

    fn matching(&mut self, computed: &Computed, value: Column, join_type: JoinType) -> Result<()> {
        let (here, there) = (Expr::Column(value), Expr::Column(computed.value.clone()));
        let mut keys = pairs(&computed.outer, &computed.keys);
        // Null keys are equal, but a value is never equal to null.
        let equal = here.clone().eq(there.clone());
        keys.push((here, there));
        self.join(Arc::clone(&computed.plan), keys, Some(equal), join_type)
    }

    fn join(
        &mut self,
        plan: Arc<LogicalPlan>,
        keys: Vec<(Expr, Expr)>,
        condition: Option<Expr>,
        join_type: JoinType,
    ) -> Result<()> {
        self.rows = joined(Arc::clone(&self.rows), plan, keys, condition, join_type)?;
        self.is_wider |= !matches!(join_type, JoinType::LeftSemi | JoinType::LeftAnti);
        Ok(())
    }

    /// Returns `value` as a column of the rows: it is computed once for several uses.
    fn named(&mut self, value: Expr) -> Result<Column> {
        if let Expr::Column(column) = value {
            return Ok(column);
        }
        let column = self.names.column("asked");
        let mut columns = columns_of(self.rows.schema());
        columns.push(named(value, &column));
        self.rows = Arc::new(LogicalPlan::Projection(Projection::try_new(columns, Arc::clone(&self.rows))?));
        self.is_wider = true;
        Ok(column)
    }
}

/// DataFusion's name for the column of a mark join.
const MARK: &str = "mark";

/// Returns the part of a subquery that decides whether it has a row.
fn existing(mut plan: &LogicalPlan) -> &LogicalPlan {
    loop {
        plan = match plan {
            LogicalPlan::Projection(projection) => &projection.input,
            LogicalPlan::SubqueryAlias(alias) => &alias.input,
            LogicalPlan::Sort(sort) if sort.fetch != Some(0) => &sort.input,
            LogicalPlan::Distinct(Distinct::All(input)) => input,
            LogicalPlan::Limit(limit)
                if matches!(limit.get_skip_type(), Ok(SkipType::Literal(0)))
                    && matches!(limit.get_fetch_type(), Ok(FetchType::Literal(fetch)) if fetch != Some(0)) =>
            {
                &limit.input
            }
            other => return other,
        };
    }
}

/// Returns a three-valued quantified comparison: false without `rows`, true where it `holds` for one of them, NULL
/// where a NULL among them (`values` counts those that are not) or a NULL `value` leaves it open, else false.
fn three_valued(holds: Expr, rows: Expr, values: Expr, value: Expr) -> Result<Expr> {
    when(rows.clone().is_null().or(rows.clone().eq(lit(0_i64))), lit(false))
        .when(holds, lit(true))
        .when(value.is_null().or(values.lt(rows)), lit(ScalarValue::Boolean(None)))
        .otherwise(lit(false))
}

fn no_comparison(op: Operator) -> datafusion::error::DataFusionError {
    let message = format!("{op} cannot be used with ANY or ALL of a subquery");
    let hint = "EXISTS (SELECT .. WHERE ..) asks for any condition";
    Error::new(ErrorKind::Sql, "sql", message).with_hint(hint).into()
}

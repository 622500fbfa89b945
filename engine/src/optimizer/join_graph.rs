//! A tree of joins as a graph: the relations that it joins, and the predicates between their rows.
//!
//! Columns are numbered over all relations, each relation's after those of the one before, so that an expression means
//! the same anywhere in a new tree.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{JoinSide, JoinType, NullEquality};
use datafusion::error::Result;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_expr::{PhysicalExpr, split_conjunction};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::projection::{ProjectionExec, all_columns};

use super::estimate::{ColumnEstimate, Estimate, column_in};

/// A set of relations, one bit for each.
pub(super) type Set = u64;

/// The most relations in a set.
const MOST_RELATIONS: usize = Set::BITS as usize;

/// An expression over the numbered columns, and the relations that it needs.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub expr: Arc<dyn PhysicalExpr>,
    pub relations: Set,
}

/// The role of a relation in the tree.
#[derive(Debug)]
pub(super) enum Role {
    /// Its rows are joined to others.
    Joined,
    /// It only filters others: those rows stay that have a match in it or, if `anti`, those that have none.
    Filter { on: Vec<(Term, Term)>, condition: Option<Arc<dyn PhysicalExpr>>, anti: bool },
}

/// A part of the plan that is not a join of this graph.
#[derive(Debug)]
pub(super) struct Relation {
    pub plan: Arc<dyn ExecutionPlan>,
    pub estimate: Estimate,
    /// The number of its first column.
    pub first: usize,
    pub role: Role,
}

/// A tree of joins.
#[derive(Debug, Default)]
pub(super) struct JoinGraph {
    pub relations: Vec<Relation>,
    /// Equivalence classes of terms. No class has two terms over the same relation: to join two sets of relations, one
    /// equation per class is enough.
    pub classes: Vec<Vec<Term>>,
    /// The other predicates, each over two relations or more.
    pub conditions: Vec<Term>,
}

impl JoinGraph {
    /// Returns the graph of the tree with the root `plan`, and the numbers of its output columns; `None` where there is
    /// nothing to reorder. `each` is applied to the relations, before their rows are estimated.
    pub(super) fn of(
        plan: &Arc<dyn ExecutionPlan>,
        each: impl Fn(Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>>,
    ) -> Result<Option<(Self, Vec<usize>)>> {
        if !is_join(plan) || relations_of(plan) > MOST_RELATIONS {
            return Ok(None);
        }
        let mut graph = Self::default();
        let Some(output) = graph.add(plan)? else { return Ok(None) };
        for relation in &mut graph.relations {
            relation.plan = each(Arc::clone(&relation.plan))?;
            relation.estimate = Estimate::of(&relation.plan);
        }
        Ok(Some((graph, output)))
    }

    /// Returns the relation that the column of that number belongs to.
    pub(super) fn relation_of(&self, column: usize) -> usize {
        self.relations.partition_point(|relation| relation.first <= column).saturating_sub(1)
    }

    /// Returns the estimate of a term.
    pub(super) fn column_of(&self, term: &Term) -> ColumnEstimate {
        let known = column_in(&term.expr).and_then(|column| {
            let relation = self.relations.get(self.relation_of(column.index()))?;
            relation.estimate.columns.get(column.index() - relation.first)
        });
        known.copied().unwrap_or(ColumnEstimate::UNKNOWN)
    }

    /// Returns the relations whose columns the relation `at` tests, if it only filters others.
    pub(super) fn filtered_by(&self, at: usize) -> Option<Set> {
        let Role::Filter { on, condition, .. } = &self.relations.get(at)?.role else { return None };
        let keys = on.iter().fold(0, |set, (left, _)| set | left.relations);
        let condition = condition.as_ref().map_or(0, |condition| self.relations_in(condition));
        Some((keys | condition) & !(1 << at))
    }

    /// All relations.
    pub(super) fn all(&self) -> Set {
        (0..self.relations.len()).fold(0, |set, at| set | 1 << at)
    }

    /// Adds the plan below `plan` and returns the numbers of its columns; `None` if a part of it is not supported.
    fn add(&mut self, plan: &Arc<dyn ExecutionPlan>) -> Result<Option<Vec<usize>>> {
        if !is_part(plan) {
            return Ok(Some(self.add_relation(plan)));
        }
        if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
            let Some(input) = self.add(projection.input())? else { return Ok(None) };
            let column = |expr: &Arc<dyn PhysicalExpr>| input.get(expr.downcast_ref::<Column>()?.index()).copied();
            return Ok(projection.expr().iter().map(|expr| column(&expr.expr)).collect());
        }
        if let Some(filter) = plan.downcast_ref::<FilterExec>() {
            let Some(input) = self.add(filter.input())? else { return Ok(None) };
            if !self.add_conditions(filter.predicate(), &input)? {
                return Ok(None);
            }
            return Ok(projected(input, filter.projection().as_deref()));
        }
        match plan.downcast_ref::<HashJoinExec>() {
            Some(join) => self.add_join(join),
            None => Ok(None),
        }
    }

    fn add_join(&mut self, join: &HashJoinExec) -> Result<Option<Vec<usize>>> {
        let Some(left) = self.add(join.left())? else { return Ok(None) };
        let inner = *join.join_type() == JoinType::Inner;
        let right = if inner { self.add(join.right())? } else { Some(self.add_relation(join.right())) };
        let Some(right) = right else { return Ok(None) };
        let on = join
            .on()
            .iter()
            .map(|(l, r)| Ok((self.term(l, &left)?, self.term(r, &right)?)))
            .collect::<Result<Vec<_>>>()?;
        let condition = join.filter().map(|filter| {
            let columns = filter.column_indices().iter().map(|column| match column.side {
                JoinSide::Left => left.get(column.index).copied(),
                JoinSide::Right | JoinSide::None => right.get(column.index).copied(),
            });
            (filter.expression(), columns.collect::<Option<Vec<_>>>())
        });
        if inner {
            if let Some((expression, columns)) = condition {
                let Some(columns) = columns else { return Ok(None) };
                if !self.add_conditions(expression, &columns)? {
                    return Ok(None);
                }
            }
            if on.iter().any(|(l, r)| l.relations.count_ones() != 1 || r.relations.count_ones() != 1) {
                return Ok(None);
            }
            for (l, r) in on {
                self.add_equation(l, r);
            }
            let columns = left.into_iter().chain(right).collect();
            return Ok(projected(columns, join.projection.as_deref()));
        }
        let condition = match condition {
            Some((_, None)) => return Ok(None),
            Some((expression, Some(columns))) => Some(renumbered(expression, &columns)?),
            None => None,
        };
        if let Some(relation) = self.relations.last_mut() {
            relation.role = Role::Filter { on, condition, anti: *join.join_type() == JoinType::LeftAnti };
        }
        Ok(projected(left, join.projection.as_deref()))
    }

    fn add_relation(&mut self, plan: &Arc<dyn ExecutionPlan>) -> Vec<usize> {
        let first = self.relations.last().map_or(0, |last| last.first + last.plan.schema().fields().len());
        let columns = first..first + plan.schema().fields().len();
        let (plan, estimate) = (Arc::clone(plan), Estimate::default());
        self.relations.push(Relation { plan, estimate, first, role: Role::Joined });
        columns.collect()
    }

    fn term(&self, expr: &Arc<dyn PhysicalExpr>, columns: &[usize]) -> Result<Term> {
        let expr = renumbered(expr, columns)?;
        let relations = self.relations_in(&expr);
        Ok(Term { expr, relations })
    }

    /// Returns the relations that an expression needs.
    pub(super) fn relations_in(&self, expr: &Arc<dyn PhysicalExpr>) -> Set {
        collect_columns(expr).iter().fold(0, |set, column| set | 1 << self.relation_of(column.index()))
    }

    /// Adds each conjunct of a predicate; returns false if one of them is over less than two relations.
    fn add_conditions(&mut self, condition: &Arc<dyn PhysicalExpr>, columns: &[usize]) -> Result<bool> {
        for part in split_conjunction(condition) {
            let term = self.term(part, columns)?;
            if term.relations.count_ones() < 2 {
                return Ok(false);
            }
            self.conditions.push(term);
        }
        Ok(true)
    }

    fn add_equation(&mut self, left: Term, right: Term) {
        let class_of = |term: &Term| self.classes.iter().position(|class| class.iter().any(|t| t.expr.eq(&term.expr)));
        let (of_left, of_right) = (class_of(&left), class_of(&right));
        let mut joined = match of_left {
            Some(at) => self.classes[at].clone(),
            None => vec![left.clone()],
        };
        match of_right {
            Some(at) if of_left == Some(at) => return,
            Some(at) => joined.extend(self.classes[at].iter().cloned()),
            None => joined.push(right.clone()),
        }
        let together = joined.iter().fold(0, |set, term| set | term.relations).count_ones();
        let apart: u32 = joined.iter().map(|term| term.relations.count_ones()).sum();
        if together != apart {
            // Two terms over one relation: the equation is a class of its own, or nothing would test both.
            self.classes.push(vec![left, right]);
            return;
        }
        let mut old: Vec<_> = of_left.into_iter().chain(of_right).collect();
        old.sort_unstable();
        for at in old.into_iter().rev() {
            self.classes.swap_remove(at);
        }
        self.classes.push(joined);
    }
}

/// Returns whether `plan` is a join that may be reordered.
fn is_join(plan: &Arc<dyn ExecutionPlan>) -> bool {
    plan.downcast_ref::<HashJoinExec>().is_some_and(|join| {
        matches!(join.join_type(), JoinType::Inner | JoinType::LeftSemi | JoinType::LeftAnti)
            && join.null_equality() == NullEquality::NullEqualsNothing
            && !join.null_aware
            && join.fetch().is_none()
            && join.dynamic_expressions_produced().is_empty()
            && join.filter().is_none_or(|filter| is_stable(filter.expression()))
            && join.on().iter().all(|(l, r)| is_stable(l) && is_stable(r))
    })
}

/// Returns whether `plan` is a join that may be reordered, or is above one and only changes columns or filters rows.
fn is_part(plan: &Arc<dyn ExecutionPlan>) -> bool {
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        return all_columns(projection.expr()) && is_part(projection.input());
    }
    if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        return filter.fetch().is_none() && is_stable(filter.predicate()) && is_part(filter.input());
    }
    is_join(plan)
}

/// Returns whether an expression has the same value for the same row each time it is evaluated.
fn is_stable(expr: &Arc<dyn PhysicalExpr>) -> bool {
    !datafusion::physical_expr_common::physical_expr::is_volatile(expr)
}

fn relations_of(plan: &Arc<dyn ExecutionPlan>) -> usize {
    if !is_part(plan) {
        return 1;
    }
    plan.children().into_iter().map(relations_of).sum()
}

fn projected(columns: Vec<usize>, projection: Option<&[usize]>) -> Option<Vec<usize>> {
    match projection {
        Some(projection) => projection.iter().map(|at| columns.get(*at).copied()).collect(),
        None => Some(columns),
    }
}

/// Returns `expr` with the numbers that `columns` gives for its own. They have no names: a projection on the way may
/// have given one column several.
fn renumbered(expr: &Arc<dyn PhysicalExpr>, columns: &[usize]) -> Result<Arc<dyn PhysicalExpr>> {
    Arc::clone(expr)
        .transform_up(|node| match node.downcast_ref::<Column>() {
            Some(column) => match columns.get(column.index()) {
                Some(number) => Ok(Transformed::yes(Arc::new(Column::new("", *number)) as Arc<dyn PhysicalExpr>)),
                None => datafusion::common::internal_err!("a join refers to column {column}, which it does not have"),
            },
            None => Ok(Transformed::no(node)),
        })
        .data()
}

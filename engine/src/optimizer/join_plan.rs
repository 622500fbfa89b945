//! A tree of joins as operators: the reverse of `join_graph`.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{JoinSide, JoinType};
use datafusion::error::Result;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{BinaryExpr, Column};
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_expr::{PhysicalExpr, conjunction};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::utils::{ColumnIndex, JoinFilter};
use datafusion::physical_plan::joins::{HashJoinExecBuilder, PartitionMode};
use datafusion::physical_plan::projection::ProjectionExec;

use super::join_graph::{JoinGraph, Role, Set, Term};
use super::join_search::JoinTree;

/// A part of the new plan.
struct BuiltJoin {
    plan: Arc<dyn ExecutionPlan>,
    /// The numbers of its columns.
    columns: Vec<usize>,
    set: Set,
}

/// Builds the joins of `tree` over the relations of `graph`.
pub(super) struct JoinPlan<'a> {
    graph: &'a JoinGraph,
    /// The partition mode of a join, which depends on its build side.
    mode: &'a dyn Fn(&Arc<dyn ExecutionPlan>) -> PartitionMode,
    /// How many of the equations and predicates have been placed in a join.
    placed: Cell<usize>,
}

impl<'a> JoinPlan<'a> {
    pub(super) fn new(graph: &'a JoinGraph, mode: &'a dyn Fn(&Arc<dyn ExecutionPlan>) -> PartitionMode) -> Self {
        Self { graph, mode, placed: Cell::new(0) }
    }

    /// Returns a plan that outputs the columns of these numbers under the names of `schema`.
    ///
    /// # Errors
    /// When an equation or a predicate has no place in the tree: without it there would be more rows.
    pub(super) fn make(&self, tree: &JoinTree, output: &[usize], schema: &SchemaRef) -> Result<Arc<dyn ExecutionPlan>> {
        let made = self.part(tree, output)?;
        // A class of equal terms needs one equation less than it has terms.
        let equations: usize = self.graph.classes.iter().map(|class| class.len() - 1).sum();
        let (placed, all) = (self.placed.get(), equations + self.graph.conditions.len());
        if placed != all {
            return datafusion::common::internal_err!("{placed} of {all} conditions of joins have found their place");
        }
        let names = made.plan.schema();
        let same =
            made.columns == output && names.fields().iter().zip(schema.fields()).all(|(l, r)| l.name() == r.name());
        if same {
            return Ok(made.plan);
        }
        let exprs = output.iter().zip(schema.fields()).map(|(number, field)| {
            let place = place_of(&made.columns, *number)?;
            let column = Column::new(names.field(place).name(), place);
            Ok((Arc::new(column) as Arc<dyn PhysicalExpr>, field.name().clone()))
        });
        let exprs = exprs.collect::<Result<Vec<_>>>()?;
        Ok(Arc::new(ProjectionExec::try_new(exprs, made.plan)?))
    }

    /// Returns the plan of a tree, with at least the columns that are `wanted`.
    fn part(&self, tree: &JoinTree, wanted: &[usize]) -> Result<BuiltJoin> {
        match tree {
            JoinTree::Relation(at) => {
                let relation = &self.graph.relations[*at];
                let columns = relation.first..relation.first + relation.plan.schema().fields().len();
                Ok(BuiltJoin { plan: Arc::clone(&relation.plan), columns: columns.collect(), set: tree.set() })
            }
            JoinTree::Join { build, probe } => self.join(build, probe, wanted),
        }
    }

    fn join(&self, build: &JoinTree, probe: &JoinTree, wanted: &[usize]) -> Result<BuiltJoin> {
        let how = self.how(build.set(), probe.set());
        let mut needed = wanted.to_vec();
        let used = how.on.iter().flat_map(|(l, r)| [&l.expr, &r.expr]).chain(&how.condition);
        needed.extend(used.flat_map(collect_columns).map(|column| column.index()));
        let (left, right) = (self.part(build, &needed)?, self.part(probe, &needed)?);
        let local = |term: &Term, part: &BuiltJoin| placed(&term.expr, &part.columns, &part.plan.schema());
        let (on, compared) = how.keys(|term| {
            let expr = local(term, &right)?;
            Ok(expr.downcast_ref::<Column>().and_then(|column| group_key(&right.plan, column.index())))
        })?;
        let on = on.iter().map(|(l, r)| Ok((local(l, &left)?, local(r, &right)?))).collect::<Result<Vec<_>>>()?;
        let equal = compared.into_iter().map(|(l, r)| Arc::new(BinaryExpr::new(l.expr, Operator::Eq, r.expr)) as _);
        let conditions: Vec<_> = how.condition.iter().cloned().chain(equal).collect();
        let filter = match conditions.is_empty() {
            true => None,
            false => Some(filter(&conjunction(conditions), &left, &right)?),
        };
        let left_given = !matches!(how.join_type, JoinType::RightSemi | JoinType::RightAnti);
        let right_given = !matches!(how.join_type, JoinType::LeftSemi | JoinType::LeftAnti);
        let given = left.columns.iter().filter(|_| left_given).chain(right.columns.iter().filter(|_| right_given));
        let given: Vec<usize> = given.copied().collect();
        let kept: Vec<usize> = (0..given.len()).filter(|at| wanted.contains(&given[*at])).collect();
        let columns = kept.iter().map(|at| given[*at]).collect();
        let projection = (kept.len() < given.len()).then_some(kept);
        let set = left.set | right.set;
        let mode = (self.mode)(&left.plan);
        let join = HashJoinExecBuilder::new(left.plan, right.plan, on, how.join_type)
            .with_filter(filter)
            .with_projection(projection)
            .with_partition_mode(mode)
            .build_exec()?;
        Ok(BuiltJoin { plan: join, columns, set })
    }

    fn how(&self, build: Set, probe: Set) -> JoinSpec {
        if let Some(filtering) = self.filter_of(probe) {
            return filtering;
        }
        if let Some(filtering) = self.filter_of(build) {
            return filtering.swapped();
        }
        let within = |term: &&Term, set: Set| term.relations & !set == 0;
        let on = self.graph.classes.iter().filter_map(|class| {
            let left = class.iter().find(|term| within(term, build))?;
            let right = class.iter().find(|term| within(term, probe))?;
            Some((left.clone(), right.clone()))
        });
        let both = build | probe;
        let conditions = self
            .graph
            .conditions
            .iter()
            .filter(|condition| within(condition, both) && !within(condition, build) && !within(condition, probe));
        let on: Vec<_> = on.collect();
        let conditions: Vec<_> = conditions.map(|condition| Arc::clone(&condition.expr)).collect();
        self.placed.set(self.placed.get() + on.len() + conditions.len());
        let condition = (!conditions.is_empty()).then(|| conjunction(conditions));
        JoinSpec { on, condition, join_type: JoinType::Inner }
    }

    /// Returns how a set filters another, if it is a relation that does.
    fn filter_of(&self, set: Set) -> Option<JoinSpec> {
        let relation = self.graph.relations.get(set.trailing_zeros() as usize).filter(|_| set.count_ones() == 1)?;
        let Role::Filter { on, condition, anti } = &relation.role else { return None };
        let join_type = if *anti { JoinType::LeftAnti } else { JoinType::LeftSemi };
        Some(JoinSpec { on: on.clone(), condition: condition.clone(), join_type })
    }
}

/// The type of a join and what it does with its sides.
struct JoinSpec {
    on: Vec<(Term, Term)>,
    condition: Option<Arc<dyn PhysicalExpr>>,
    join_type: JoinType,
}

/// Equations, each of a term of the left side and one of the right.
type Equations = Vec<(Term, Term)>;

impl JoinSpec {
    /// Returns the equations that become keys of the hash table, and those that become the join filter. DataFusion
    /// pushes a join's dynamic filter through an aggregate only if every join key is a group key. Where the group keys
    /// alone identify the group, the other equations (such as that of the minimum itself) become the join filter, so
    /// that the push-down happens. `group_key` returns which group key of the right side a term is, and how many there
    /// are.
    fn keys(&self, group_key: impl Fn(&Term) -> Result<Option<(usize, usize)>>) -> Result<(Equations, Equations)> {
        let found = self.on.iter().map(|(_, right)| group_key(right)).collect::<Result<Vec<_>>>()?;
        let keys: BTreeSet<usize> = found.iter().flatten().map(|(key, _)| *key).collect();
        let whole = found.iter().flatten().next().is_some_and(|(_, keys_of_group)| keys.len() == *keys_of_group);
        if !whole || !matches!(self.join_type, JoinType::Inner | JoinType::LeftSemi | JoinType::RightSemi) {
            return Ok((self.on.clone(), Vec::new()));
        }
        let (on, compared): (Vec<_>, Vec<_>) =
            self.on.iter().cloned().zip(found).partition(|(_, found)| found.is_some());
        let equations = |some: Vec<(_, _)>| some.into_iter().map(|(equation, _)| equation).collect();
        Ok((equations(on), equations(compared)))
    }

    fn swapped(self) -> Self {
        let on = self.on.into_iter().map(|(l, r)| (r, l)).collect();
        Self { on, join_type: self.join_type.swap(), ..self }
    }
}

/// Returns which group key of `plan` its column `at` is, and how many keys there are; `None` for the other columns of
/// an aggregate.
fn group_key(plan: &Arc<dyn ExecutionPlan>, at: usize) -> Option<(usize, usize)> {
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        let column = projection.expr().get(at)?.expr.downcast_ref::<Column>()?;
        return group_key(projection.input(), column.index());
    }
    if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        let at = filter.projection().as_deref().map_or(Some(at), |kept| kept.get(at).copied())?;
        return group_key(filter.input(), at);
    }
    let groups = plan.downcast_ref::<AggregateExec>()?.group_expr();
    let keys = groups.expr().len();
    (!groups.has_grouping_set() && at < keys).then_some((at, keys))
}

/// Returns `expr` over the columns that have these numbers, under the names that they have in `schema`.
fn placed(expr: &Arc<dyn PhysicalExpr>, columns: &[usize], schema: &Schema) -> Result<Arc<dyn PhysicalExpr>> {
    Arc::clone(expr)
        .transform_up(|node| match node.downcast_ref::<Column>() {
            Some(column) => {
                let place = place_of(columns, column.index())?;
                let column = Column::new(schema.field(place).name(), place);
                Ok(Transformed::yes(Arc::new(column) as Arc<dyn PhysicalExpr>))
            }
            None => Ok(Transformed::no(node)),
        })
        .data()
}

fn place_of(columns: &[usize], number: usize) -> Result<usize> {
    match columns.iter().position(|known| *known == number) {
        Some(place) => Ok(place),
        None => datafusion::common::internal_err!("a join lost column {number}"),
    }
}

fn filter(condition: &Arc<dyn PhysicalExpr>, left: &BuiltJoin, right: &BuiltJoin) -> Result<JoinFilter> {
    let mut numbers: Vec<usize> = collect_columns(condition).iter().map(Column::index).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let (mut fields, mut indices): (Vec<Arc<Field>>, Vec<ColumnIndex>) = Default::default();
    for number in &numbers {
        let (part, side) = match left.columns.contains(number) {
            true => (left, JoinSide::Left),
            false => (right, JoinSide::Right),
        };
        let index = place_of(&part.columns, *number)?;
        fields.push(Arc::clone(&part.plan.schema().fields()[index]));
        indices.push(ColumnIndex { index, side });
    }
    let schema = Schema::new(fields);
    let expression = placed(condition, &numbers, &schema)?;
    Ok(JoinFilter::new(expression, indices, Arc::new(schema)))
}

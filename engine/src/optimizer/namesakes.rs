//! Predicates on columns of one name, while they are pushed down.
//!
//! Where DataFusion pushes a predicate, or the dynamic filter of a join or a top-k, through an operator, it finds the
//! predicate's columns in the operator's input *by name*, and takes the first of that name: `b.x is null` above a join
//! of `a` and `b` became `a.x is null` below it, and rows were lost. So each operator that would do so with a column
//! whose name is ambiguous is wrapped in one that passes only predicates on other columns, while predicates are pushed
//! down (docs/upstream/filters-by-name.md).

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use arrow::datatypes::Schema;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::JoinType;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::filter_pushdown::{
    ChildFilterDescription, ChildPushdownResult, FilterDescription, FilterPushdownPhase, FilterPushdownPropagation,
    PushedDown,
};
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::union::UnionExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};

use super::Rule;
use crate::operator::only;
use crate::operator::without_expressions;

type Plan = Arc<dyn ExecutionPlan>;
/// Whether a column, by its index and its name, keeps its meaning.
type Check<'a> = Box<dyn Fn(usize, &str) -> bool + 'a>;
/// The indices of the columns of each name.
type Places<'a> = HashMap<&'a str, Vec<usize>>;

/// DataFusion's rule that pushes predicates down, kept from taking one column for another.
#[derive(Debug)]
pub(super) struct ByPlace(pub(super) Rule);

impl PhysicalOptimizerRule for ByPlace {
    fn optimize(&self, plan: Plan, config: &ConfigOptions) -> Result<Plan> {
        let guarded = plan.transform_up(|node| {
            let clear = clear_columns(&node);
            Ok(match clear.len() == node.schema().fields().len() {
                true => Transformed::no(node),
                false => Transformed::yes(Arc::new(Guard { plan: node, clear }) as Plan),
            })
        })?;
        if !guarded.transformed {
            return self.0.optimize(guarded.data, config);
        }
        let pushed = self.0.optimize(guarded.data, config)?;
        let bare = |node: Plan| match node.downcast_ref::<Guard>() {
            Some(guard) => Ok(Transformed::yes(Arc::clone(&guard.plan))),
            None => Ok(Transformed::no(node)),
        };
        pushed.transform_up(bare).data()
    }

    fn name(&self) -> &str {
        self.0.name()
    }

    fn schema_check(&self) -> bool {
        self.0.schema_check()
    }
}

/// Returns the columns of a plan that keep their meaning when they are looked up by name in its inputs.
fn clear_columns(plan: &Plan) -> HashSet<usize> {
    let schema = plan.schema();
    let all = || (0..schema.fields().len()).collect();
    let inputs: Vec<Arc<Schema>> = plan.children().iter().map(|child| child.schema()).collect();
    if inputs.is_empty() {
        return all();
    }
    let own = names(&schema);
    let below: Vec<Places<'_>> = inputs.iter().map(|schema| names(schema)).collect();
    let is_clear: Check<'_> = if plan.is::<ProjectionExec>() {
        // It maps its expressions by index.
        Box::new(|_, name| own.get(name).is_some_and(|places| places.len() == 1))
    } else if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        // It knows the side of each column; a semi join passes predicates on keys to both.
        let both = matches!(join.join_type(), JoinType::LeftSemi | JoinType::RightSemi);
        Box::new(move |_, name| {
            let mut counts = below.iter().map(|side| side.get(name).map_or(0, Vec::len));
            if both { counts.sum::<usize>() <= 1 } else { counts.all(|count| count <= 1) }
        })
    } else if let Some(groups) = plan.downcast_ref::<AggregateExec>() {
        // A key may have the name of another column.
        let keys = groups.group_expr().expr();
        Box::new(move |place, name| match keys.get(place) {
            Some((key, _)) => key.downcast_ref::<Column>().is_some_and(|key| is_only(&below, name, key.index())),
            None => true,
        })
    } else if plan.is::<UnionExec>() {
        Box::new(move |place, name| is_only(&below, name, place))
    } else {
        Box::new(move |_, name| {
            let once = |schema: &Places<'_>| schema.get(name).is_none_or(|places| places.len() == 1);
            once(&own) && below.iter().all(once)
        })
    };
    let clear = |(place, field): (usize, &Arc<arrow::datatypes::Field>)| is_clear(place, field.name()).then_some(place);
    schema.fields().iter().enumerate().filter_map(clear).collect()
}

fn names(schema: &Schema) -> Places<'_> {
    let mut names: Places<'_> = HashMap::with_capacity(schema.fields().len());
    for (place, field) in schema.fields().iter().enumerate() {
        names.entry(field.name()).or_default().push(place);
    }
    names
}

/// Returns whether every input has exactly one column of that name, at that index.
fn is_only(inputs: &[Places<'_>], name: &str, place: usize) -> bool {
    inputs.iter().all(|input| input.get(name).is_some_and(|places| *places == [place]))
}

/// A plan that passes only predicates on its clear columns.
struct Guard {
    plan: Plan,
    clear: HashSet<usize>,
}

impl Guard {
    fn lets_pass(&self, condition: &Arc<dyn PhysicalExpr>) -> bool {
        collect_columns(condition).iter().all(|column| self.clear.contains(&column.index()))
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.fmt(f)
    }
}

impl DisplayAs for Guard {
    fn fmt_as(&self, format: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.fmt_as(format, f)
    }
}

impl ExecutionPlan for Guard {
    without_expressions!();

    fn name(&self) -> &str {
        self.plan.name()
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.plan.properties()
    }

    fn children(&self) -> Vec<&Plan> {
        vec![&self.plan]
    }

    fn with_new_children(self: Arc<Self>, inputs: Vec<Plan>) -> Result<Plan> {
        Ok(Arc::new(Self { plan: only(inputs)?, clear: self.clear.clone() }))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        self.plan.execute(partition, context)
    }

    /// Predicates are passed on as its own: those are taken as they are.
    fn gather_filters_for_pushdown(
        &self,
        _: FilterPushdownPhase,
        conditions: Vec<Arc<dyn PhysicalExpr>>,
        _: &ConfigOptions,
    ) -> Result<FilterDescription> {
        let passed: Vec<_> = conditions.iter().filter(|condition| self.lets_pass(condition)).cloned().collect();
        let description = ChildFilterDescription::all_unsupported(&conditions).with_self_filters(passed);
        Ok(FilterDescription::new().with_child(description))
    }

    fn handle_child_pushdown_result(
        &self,
        _: FilterPushdownPhase,
        result: ChildPushdownResult,
        _: &ConfigOptions,
    ) -> Result<FilterPushdownPropagation<Plan>> {
        let mut passed = result.self_filters.into_iter().flatten().peekable();
        let answer = |condition: &Arc<dyn PhysicalExpr>| {
            let is_next = |next: &datafusion::physical_plan::filter_pushdown::PushedDownPredicate| {
                Arc::ptr_eq(&next.predicate, condition)
            };
            passed.next_if(is_next).map_or(PushedDown::No, |next| next.discriminant)
        };
        let answers = result.parent_filters.iter().map(|parent| &parent.filter).map(answer).collect();
        Ok(FilterPushdownPropagation::with_parent_pushdown_result(answers))
    }
}

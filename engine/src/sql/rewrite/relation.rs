//! Parts of a rewritten statement that have no form in SQL, and how they are planned.
//!
//! They are passed as `PIVOT`, which is refused where a user writes it: the parser's tree has it as a table with
//! expressions, and DataFusion's planner does not support it.

use datafusion::common::{JoinType, TableReference, plan_err};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::planner::{PlannedRelation, RelationPlanner, RelationPlannerContext, RelationPlanning};
use datafusion::logical_expr::{Expr as PlanExpr, LogicalPlan, LogicalPlanBuilder};
use datafusion::sql::sqlparser::ast::{
    Expr, ExprWithAlias, Ident, Join, JoinConstraint, JoinOperator, PivotValueSource, SelectItem, SetExpr, TableAlias,
    TableFactor, TableWithJoins,
};

use super::{sampling, star};
use crate::plan::multiset;
use crate::trial::Mend;

/// The marks of set operations that count copies.
pub(super) const INTERSECT_ALL: &str = "INTERSECT ALL";
pub(super) const EXCEPT_ALL: &str = "EXCEPT ALL";
/// The mark of a table with additional columns, before their qualifier.
const WITH: &str = "with ";

/// Plans the parts of a rewritten statement, and samples.
#[derive(Debug)]
pub(crate) struct Relations;

impl RelationPlanner for Relations {
    fn plan_relation(
        &self,
        mut relation: TableFactor,
        context: &mut dyn RelationPlannerContext,
    ) -> EngineResult<RelationPlanning> {
        if let Some(sample) = sampling::taken(&mut relation).filter(|_| Mend::Sampling.is_on()) {
            let (TableFactor::Table { alias, .. } | TableFactor::Derived { alias, .. }) = &mut relation else {
                return Ok(RelationPlanning::Original(Box::new(relation)));
            };
            let alias = alias.take();
            let plan = sampling::drawn(context.plan(relation)?, &sample)?;
            return Ok(RelationPlanning::Planned(Box::new(PlannedRelation::new(plan, alias))));
        }
        let TableFactor::Pivot { table, aggregate_functions, alias: Some(mark), .. } = relation else {
            return Ok(RelationPlanning::Original(Box::new(relation)));
        };
        let plan = match (mark.name.value.as_str(), mark.name.value.strip_prefix(WITH)) {
            (INTERSECT_ALL, _) => compared(*table, JoinType::LeftSemi, "INTERSECT", context)?,
            (EXCEPT_ALL, _) => compared(*table, JoinType::LeftAnti, "EXCEPT", context)?,
            (_, Some(qualifier)) => extended(*table, aggregate_functions, qualifier, context)?,
            (other, None) => return plan_err!("PIVOT {other} is not part of the SQL here"),
        };
        Ok(RelationPlanning::Planned(Box::new(PlannedRelation::new(plan, None))))
    }
}

/// Returns whether the factor has been made here.
pub(super) fn is_made(factor: &TableFactor) -> bool {
    // The parser makes none without an aggregate, nor with one and no values.
    match factor {
        TableFactor::Pivot { value_column, value_source: PivotValueSource::List(values), alias: Some(_), .. } => {
            value_column.is_empty() && values.is_empty()
        }
        _ => false,
    }
}

fn made(table: TableFactor, columns: Vec<ExprWithAlias>, mark: Ident) -> TableFactor {
    TableFactor::Pivot {
        table: Box::new(table),
        aggregate_functions: columns,
        value_column: Vec::new(),
        value_source: PivotValueSource::List(Vec::new()),
        default_on_null: None,
        alias: Some(TableAlias { explicit: true, name: mark, columns: Vec::new(), at: None }),
    }
}

/// Returns `joined` with additional columns under `qualifier`.
pub(super) fn with_columns(joined: TableWithJoins, columns: Vec<(Expr, Ident)>, qualifier: &str) -> TableFactor {
    let nested = TableFactor::NestedJoin { table_with_joins: Box::new(joined), alias: None };
    let columns = columns.into_iter().map(|(expr, alias)| ExprWithAlias { expr, alias: Some(alias) });
    made(nested, columns.collect(), Ident::with_quote('"', format!("{WITH}{qualifier}")))
}

/// Returns a set operation that counts copies, as a query.
pub(super) fn counted(left: Box<SetExpr>, right: Box<SetExpr>, mark: Ident) -> SetExpr {
    let query = |body| star::derived(star::query(body));
    let sides = TableWithJoins {
        relation: query(left),
        joins: vec![Join {
            relation: query(right),
            global: false,
            join_operator: JoinOperator::CrossJoin(JoinConstraint::None),
        }],
    };
    let nested = TableFactor::NestedJoin { table_with_joins: Box::new(sides), alias: None };
    SetExpr::Select(Box::new(star::select(
        vec![SelectItem::Wildcard(star::options())],
        vec![TableWithJoins { relation: made(nested, Vec::new(), mark), joins: Vec::new() }],
    )))
}

/// Returns the set operation of the two queries that [`counted`] has put into `table`.
fn compared(
    table: TableFactor,
    how: JoinType,
    name: &str,
    context: &mut dyn RelationPlannerContext,
) -> EngineResult<LogicalPlan> {
    let TableFactor::NestedJoin { table_with_joins, .. } = table else { return plan_err!("{name} ALL of no queries") };
    let TableWithJoins { relation, joins } = *table_with_joins;
    let Some(join) = joins.into_iter().next() else { return plan_err!("{name} ALL of one query") };
    let (left, right) = (context.plan(relation)?, context.plan(join.relation)?);
    let (ours, theirs) = (left.schema().fields().len(), right.schema().fields().len());
    if ours != theirs {
        return plan_err!("{name} queries have different number of columns: {ours} and {theirs}");
    }
    multiset::counted(left, right, how)
}

fn extended(
    table: TableFactor,
    columns: Vec<ExprWithAlias>,
    qualifier: &str,
    context: &mut dyn RelationPlannerContext,
) -> EngineResult<LogicalPlan> {
    let plan = context.plan(table)?;
    let mut output: Vec<PlanExpr> = plan.schema().columns().into_iter().map(PlanExpr::Column).collect();
    for column in columns {
        let value = context.sql_to_expr(column.expr, plan.schema())?;
        let Some(name) = column.alias else { return plan_err!("a column without a name") };
        output.push(value.alias_qualified(Some(TableReference::bare(qualifier)), name.value));
    }
    LogicalPlanBuilder::from(plan).project(output)?.build()
}

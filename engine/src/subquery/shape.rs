//! How the nodes that unnesting adds to a plan are named, joined and projected.

use std::cell::Cell;
use std::sync::Arc;

use datafusion::common::{Column, DFSchema, NullEquality, TableReference};
use datafusion::error::Result;
use datafusion::logical_expr::{
    Aggregate, Expr, Join, JoinConstraint, JoinType, LogicalPlan, Operator, Projection, Union, binary_expr, lit,
};

/// Unique names within one analysis.
#[derive(Debug, Default)]
pub(super) struct Names(Cell<usize>);

impl Names {
    /// Returns `prefix` with a unique number.
    pub(super) fn next(&self, prefix: &str) -> String {
        let number = self.0.get() + 1;
        self.0.set(number);
        format!("__{prefix}_{number}")
    }

    /// Returns a unique name of one column, which is its qualifier as well.
    pub(super) fn column(&self, prefix: &str) -> Column {
        let name = self.next(prefix);
        Column::new(Some(TableReference::bare(name.as_str())), name)
    }

    /// Returns unique names of several columns of one qualifier: unique also without it, as an alias around them
    /// replaces it.
    pub(super) fn columns(&self, prefix: &str, count: usize) -> Vec<Column> {
        let name = self.next(prefix);
        let qualifier = TableReference::bare(name.as_str());
        (0..count).map(|at| Column::new(Some(qualifier.clone()), format!("{name}_{at}"))).collect()
    }
}

/// Returns `node` with the schema that follows from its inputs, which may have changed. DataFusion does not update that
/// of a union.
pub(crate) fn recomputed(node: LogicalPlan) -> Result<LogicalPlan> {
    match node {
        LogicalPlan::Union(union) => {
            let columns = union.schema.columns();
            let made = LogicalPlan::Union(Union::try_new_with_loose_types(union.inputs)?);
            if made.schema().columns() == columns {
                return Ok(made);
            }
            renamed(Arc::new(made), &columns)
        }
        node => node.recompute_schema(),
    }
}

/// Returns the columns of a schema that a query can name, each with its qualifier: without the grouping id of a
/// grouping set, which is dropped once the analysis has used it.
pub(super) fn columns_of(schema: &DFSchema) -> Vec<Expr> {
    let named = schema.columns().into_iter().filter(|column| column.name != Aggregate::INTERNAL_GROUPING_ID);
    named.map(Expr::Column).collect()
}

/// Returns `expr` under the name of a column.
pub(super) fn named(expr: Expr, column: &Column) -> Expr {
    expr.alias_qualified(column.relation.clone(), column.name.clone())
}

/// Returns the same rows with their columns under these names.
pub(super) fn renamed(plan: Arc<LogicalPlan>, columns: &[Column]) -> Result<LogicalPlan> {
    let made = columns_of(plan.schema()).into_iter().zip(columns);
    let made = made.map(|(made, column)| named(made, column)).collect();
    Ok(LogicalPlan::Projection(Projection::try_new(made, plan)?))
}

/// Returns the predicate that a join with this equality of nulls makes of two keys.
pub(super) fn equation(left: Expr, right: Expr, nulls: NullEquality) -> Expr {
    let op = match nulls {
        NullEquality::NullEqualsNull => Operator::IsNotDistinctFrom,
        NullEquality::NullEqualsNothing => Operator::Eq,
    };
    binary_expr(left, op, right)
}

/// Returns the same rows with only these columns, in this order; nothing is added where the plan has just these.
pub(super) fn shaped(plan: Arc<LogicalPlan>, columns: Vec<Column>) -> Result<Arc<LogicalPlan>> {
    if plan.schema().columns() == columns {
        return Ok(plan);
    }
    let columns = columns.into_iter().map(Expr::Column).collect();
    Ok(Arc::new(LogicalPlan::Projection(Projection::try_new(columns, plan)?)))
}

/// Returns the join of both sides on each pair of keys, where null equals null, and on `condition`.
pub(super) fn joined(
    left: Arc<LogicalPlan>,
    right: Arc<LogicalPlan>,
    keys: Vec<(Expr, Expr)>,
    condition: Option<Expr>,
    join_type: JoinType,
) -> Result<Arc<LogicalPlan>> {
    // An inner join without any condition is a cross join; the others need one.
    let condition = condition.or_else(|| (keys.is_empty() && join_type != JoinType::Inner).then(|| lit(true)));
    let nulls = if keys.is_empty() { NullEquality::NullEqualsNothing } else { NullEquality::NullEqualsNull };
    let constraint = JoinConstraint::On;
    let join = Join::try_new(left, right, keys, condition, join_type, constraint, nulls, false)?;
    Ok(Arc::new(LogicalPlan::Join(join)))
}

/// Returns the pairs of two lists of columns as keys of a join.
pub(super) fn pairs(left: &[Column], right: &[Column]) -> Vec<(Expr, Expr)> {
    left.iter().zip(right).map(|(left, right)| (Expr::Column(left.clone()), Expr::Column(right.clone()))).collect()
}

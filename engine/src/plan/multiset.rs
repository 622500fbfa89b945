//! `INTERSECT ALL` and `EXCEPT ALL`: set operations that count the copies of rows.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::{Column, JoinType, NullEquality, TableReference};
use datafusion::error::Result as EngineResult;
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::type_coercion::binary::type_union_coercion;
use datafusion::logical_expr::{Expr, ExprFunctionExt, LogicalPlan, LogicalPlanBuilder, cast};

use crate::expr::names::{column, distinct_names, qualified};

const LEFT: &str = "left";
const RIGHT: &str = "right";
const COPY: &str = "?copy?";

/// Returns the rows of `left` that `right` contains (a semi join) or lacks (an anti join), each as often as `INTERSECT
/// ALL` and `EXCEPT ALL` say; columns are matched by position and keep the names of `left`.
pub(crate) fn counted(left: LogicalPlan, right: LogicalPlan, how: JoinType) -> EngineResult<LogicalPlan> {
    matched(&Arc::new(left), &Arc::new(right), how, true)?.build()
}

/// Returns the set operation `how` as a join. DataFusion's `INTERSECT ALL` and `EXCEPT ALL` do not count copies, so
/// with `all` each copy of a row gets a number that must be equal too.
pub(crate) fn matched(
    left: &Arc<LogicalPlan>,
    right: &Arc<LogicalPlan>,
    how: JoinType,
    all: bool,
) -> EngineResult<LogicalPlanBuilder> {
    // Two columns of a query may have one name.
    let given: Vec<&str> = left.schema().fields().iter().map(|field| field.name().as_str()).collect();
    let names = distinct_names(&given).unwrap_or_else(|| given.iter().map(|name| (*name).to_owned()).collect());
    let types = left.schema().fields().iter().zip(right.schema().fields()).map(|(left, right)| {
        let (left, right) = (left.data_type(), right.data_type());
        if left == right { None } else { type_union_coercion(left, right) }
    });
    let types: Vec<Option<DataType>> = types.collect();
    let side = |plan: &Arc<LogicalPlan>, alias: &str| {
        let columns = plan.schema().columns().into_iter().zip(&types).zip(&names).map(|((column, to), name)| {
            let column = Expr::Column(column);
            match to {
                Some(to) => cast(column, to.clone()),
                None => column,
            }
            .alias(name)
        });
        let plan = LogicalPlanBuilder::new_from_arc(Arc::clone(plan)).project(columns.collect::<Vec<_>>())?;
        let plan = if all {
            let columns: Vec<Expr> = names.iter().map(|name| column(name)).collect();
            let plan = plan.window([row_number().partition_by(columns.clone()).build()?])?;
            let made = plan.schema().columns().pop().map(|made| Expr::Column(made).alias(COPY));
            plan.project(columns.into_iter().chain(made))?
        } else {
            plan.distinct()?
        };
        plan.alias(TableReference::bare(alias))
    };
    let keys = |side: &str| -> Vec<Column> {
        names.iter().map(String::as_str).chain(all.then_some(COPY)).map(|name| qualified(side, name)).collect()
    };
    let output = left.schema().iter().zip(&names).map(|((qualifier, field), name)| {
        Expr::Column(qualified(LEFT, name)).alias_qualified(qualifier.cloned(), field.name())
    });
    side(left, LEFT)?
        .join_detailed(
            side(right, RIGHT)?.build()?,
            how,
            (keys(LEFT), keys(RIGHT)),
            None,
            NullEquality::NullEqualsNull,
        )?
        .project(output.collect::<Vec<_>>())
}

//! Plans comparisons and aggregates, whose types DataFusion's planner needs at once: times of different units are cast
//! to one here, as those of a plan are by [`crate::analyzer`], durations are added to dates, and NULL gets a type in
//! arithmetic.

use std::ops::ControlFlow;

use arrow::datatypes::{DataType, IntervalUnit};
use datafusion::common::DFSchema;
use datafusion::error::Result;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawAggregateExpr, RawBinaryExpr, RawWindowExpr};
use datafusion::logical_expr::{Expr as PlanExpr, ExprSchemable, Operator, binary_expr, cast, lit};
use datafusion::scalar::ScalarValue;
use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, Statement, visit_expressions_mut};

use crate::analyzer::comparable;

/// The custom operator that replaces `IS DISTINCT FROM`, which the parser does not pass to `ExprPlanner`.
const DISTINCT: &str = "IS DISTINCT FROM";
const NOT_DISTINCT: &str = "IS NOT DISTINCT FROM";

/// Plans comparisons and aggregates.
#[derive(Debug)]
pub(crate) struct Operators;

impl ExprPlanner for Operators {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        use BinaryOperator::{Custom, Divide, Eq, Gt, GtEq, Lt, LtEq, Minus, NotEq, Plus};
        if expr.op == Divide {
            let RawBinaryExpr { op, left, right } = expr;
            let (left, right) = of_integers(left, right, schema);
            return Ok(PlannerResult::Original(RawBinaryExpr { op, left, right }));
        }
        let null_safe = match &expr.op {
            Eq | NotEq | Lt | LtEq | Gt | GtEq => None,
            Custom(name) if name == DISTINCT => Some(Operator::IsDistinctFrom),
            Custom(name) if name == NOT_DISTINCT => Some(Operator::IsNotDistinctFrom),
            Plus | Minus => return Ok(moved(expr, schema)),
            _ => return Ok(PlannerResult::Original(expr)),
        };
        let RawBinaryExpr { op, left, right } = expr;
        let (left, right) = comparable(left, right, |side| side.get_type(schema).unwrap_or(DataType::Null));
        Ok(match null_safe {
            Some(op) => PlannerResult::Planned(binary_expr(left, op, right)),
            None => PlannerResult::Original(RawBinaryExpr { op, left, right }),
        })
    }

    fn plan_aggregate(&self, mut expr: RawAggregateExpr) -> Result<PlannerResult<RawAggregateExpr>> {
        with_types(expr.func.name(), &mut expr.args);
        Ok(PlannerResult::Original(expr))
    }

    fn plan_window(&self, mut expr: RawWindowExpr) -> Result<PlannerResult<RawWindowExpr>> {
        with_types(expr.func_def.name(), &mut expr.args);
        Ok(PlannerResult::Original(expr))
    }
}

/// Returns a date plus or minus a duration, as for an interval: a date, and an error if that is not a whole number of
/// days.
fn moved(expr: RawBinaryExpr, schema: &DFSchema) -> PlannerResult<RawBinaryExpr> {
    // The type of an expression is computed from all of its parts: at each level, that would be quadratic.
    let is_span = |side: &PlanExpr| match side {
        PlanExpr::BinaryExpr(_) => false,
        side => matches!(side.get_type(schema), Ok(DataType::Duration(_))),
    };
    let is_date = |side: &PlanExpr| matches!(side.get_type(schema), Ok(DataType::Date32 | DataType::Date64));
    let interval = |span| cast(span, DataType::Interval(IntervalUnit::MonthDayNano));
    let RawBinaryExpr { op, left, right } = expr;
    let adds = op == BinaryOperator::Plus;
    // The column is named as it was written, without the cast.
    let name = || format!("{} {op} {}", left.schema_name(), right.schema_name());
    if is_span(&right) && is_date(&left) {
        let (name, op) = (name(), if adds { Operator::Plus } else { Operator::Minus });
        return PlannerResult::Planned(binary_expr(left, op, interval(right)).alias(name));
    }
    if adds && is_span(&left) && is_date(&right) {
        let name = name();
        return PlannerResult::Planned(binary_expr(right, Operator::Plus, interval(left)).alias(name));
    }
    PlannerResult::Original(RawBinaryExpr { op, left, right })
}

/// Returns the sides of a division, as integers if both are: unsigned 64-bit and signed ones would be coerced to
/// decimals, whose quotient is rounded. A constant that is not negative becomes unsigned.
fn of_integers(left: PlanExpr, right: PlanExpr, schema: &DFSchema) -> (PlanExpr, PlanExpr) {
    let type_of = |side: &PlanExpr| side.get_type(schema).unwrap_or(DataType::Null);
    let signed = |side: PlanExpr, other: &DataType| match &side {
        PlanExpr::Literal(ScalarValue::Int64(Some(value)), _) if *other == DataType::UInt64 => {
            match u64::try_from(*value) {
                Ok(value) => lit(value),
                Err(_) => side,
            }
        }
        _ => side,
    };
    let types = (type_of(&left), type_of(&right));
    let (left, right) = (signed(left, &types.1), signed(right, &types.0));
    match (type_of(&left), type_of(&right)) {
        (DataType::UInt64, other) if other.is_signed_integer() => (cast(left, DataType::Int64), right),
        (other, DataType::UInt64) if other.is_signed_integer() => (left, cast(right, DataType::Int64)),
        _ => (left, right),
    }
}

/// Gives the NULLs among an aggregate's arguments the type of its computation.
fn with_types(aggregate: &str, arguments: &mut [PlanExpr]) {
    let nothing = match aggregate {
        "avg" | "median" | "stddev" | "stddev_pop" | "sum" | "var" | "var_pop" => ScalarValue::Int64(None),
        "bool_and" | "bool_or" => ScalarValue::Boolean(None),
        "string_agg" => ScalarValue::Utf8(None),
        _ => return,
    };
    for argument in arguments.iter_mut().filter(|argument| is_nothing(argument)) {
        *argument = lit(nothing.clone());
    }
}

fn is_nothing(expr: &PlanExpr) -> bool {
    matches!(expr, PlanExpr::Literal(ScalarValue::Null, _))
}

/// Replaces `IS [NOT] DISTINCT FROM` by operators, as only these are planned by [`Operators`].
pub(crate) fn with_operators(statement: &mut Statement) {
    let _ = visit_expressions_mut(statement, |expr| {
        let (left, op, right) = match expr {
            Expr::IsDistinctFrom(left, right) => (left.clone(), DISTINCT, right.clone()),
            Expr::IsNotDistinctFrom(left, right) => (left.clone(), NOT_DISTINCT, right.clone()),
            _ => return ControlFlow::<()>::Continue(()),
        };
        *expr = Expr::BinaryOp { left, op: BinaryOperator::Custom(op.to_owned()), right };
        ControlFlow::Continue(())
    });
}

//! What Python's operators mean for the types at hand. An expression is made before its columns are known, so a
//! frame's verb resolves it against its schema: true and floor division, Python's `%`, `+` of strings.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator, binary_expr, cast, lit, when};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyrust_engine::{Error, Frame};

use super::label;
use crate::exceptions::to_python;
use crate::functions;

/// The expression for the columns of `frame`, under the name it has in Python.
pub fn resolve(operation: &str, frame: &Frame, expr: Expr) -> PyResult<Expr> {
    let name = label(&expr);
    let resolved = expr
        .transform_up(|node| one(frame, node))
        .map_err(|error| to_python(Error::from_datafusion(operation, error)))?
        .data;
    Ok(match resolved {
        plain @ (Expr::Column(_) | Expr::Alias(_)) => plain,
        other => other.alias(name),
    })
}

type Rewritten = datafusion::error::Result<Transformed<Expr>>;

fn one(frame: &Frame, node: Expr) -> Rewritten {
    match node {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => binary(frame, *left, op, *right),
        Expr::AggregateFunction(aggregate) if aggregate.func.name() == "median" => Ok(median(frame, aggregate)),
        Expr::ScalarFunction(function) => functions::fit(function, |argument| type_of(frame, argument)),
        other => Ok(Transformed::no(other)),
    }
}

fn type_of(frame: &Frame, expr: &Expr) -> DataType {
    // A column that is not there is found by the verb itself, with the nearest names.
    expr.get_type(frame.plan().schema().as_ref()).unwrap_or(DataType::Null)
}

fn binary(frame: &Frame, left: Expr, op: Operator, right: Expr) -> Rewritten {
    let plain = |left, right| Transformed::no(binary_expr(left, op, right));
    if !matches!(op, Operator::Plus | Operator::Divide | Operator::IntegerDivide | Operator::Modulo) {
        return Ok(plain(left, right));
    }
    let (left_type, right_type) = (type_of(frame, &left), type_of(frame, &right));
    let integers = left_type.is_integer() && right_type.is_integer();
    Ok(match op {
        Operator::Plus if left_type.is_string() && right_type.is_string() => {
            Transformed::yes(binary_expr(left, Operator::StringConcat, right))
        }
        Operator::Divide if integers => Transformed::yes(binary_expr(
            cast(left, DataType::Float64),
            Operator::Divide,
            cast(right, DataType::Float64),
        )),
        Operator::IntegerDivide if integers => {
            let unsigned = left_type.is_unsigned_integer() && right_type.is_unsigned_integer();
            Transformed::yes(floor_division(left, right, unsigned)?)
        }
        Operator::IntegerDivide => Transformed::yes(scalar_fn::floor(binary_expr(left, Operator::Divide, right))),
        Operator::Modulo if !left_type.is_unsigned_integer() => Transformed::yes(python_modulo(left, right)?),
        _ => plain(left, right),
    })
}

/// Whether a remainder has the sign that Python's does not have: that of the dividend, not of the divisor.
fn wrong_sign(remainder: &Expr, divisor: &Expr) -> Expr {
    let zero = || lit(0i64);
    if let Expr::Literal(ScalarValue::Int64(Some(number)), _) = divisor
        && *number > 0
    {
        return remainder.clone().lt(zero());
    }
    let differ = remainder.clone().lt(zero()).not_eq(divisor.clone().lt(zero()));
    remainder.clone().not_eq(zero()).and(differ)
}

/// The engine cuts towards zero, Python rounds down.
fn floor_division(left: Expr, right: Expr, unsigned: bool) -> datafusion::error::Result<Expr> {
    let quotient = binary_expr(left.clone(), Operator::Divide, right.clone());
    if unsigned {
        return Ok(quotient);
    }
    let remainder = binary_expr(left, Operator::Modulo, right.clone());
    let lower = binary_expr(quotient.clone(), Operator::Minus, lit(1i64));
    when(wrong_sign(&remainder, &right), lower).otherwise(quotient)
}

fn python_modulo(left: Expr, right: Expr) -> datafusion::error::Result<Expr> {
    let remainder = binary_expr(left, Operator::Modulo, right.clone());
    let moved = binary_expr(remainder.clone(), Operator::Plus, right.clone());
    when(wrong_sign(&remainder, &right), moved).otherwise(remainder)
}

/// The middle of two ints is not an int.
fn median(frame: &Frame, mut aggregate: AggregateFunction) -> Transformed<Expr> {
    let integers = aggregate.params.args.first().is_some_and(|argument| type_of(frame, argument).is_integer());
    if integers {
        aggregate.params.args =
            aggregate.params.args.into_iter().map(|argument| cast(argument, DataType::Float64)).collect();
    }
    Transformed::yes(Expr::AggregateFunction(aggregate))
}

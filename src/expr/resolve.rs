//! What Python's operators mean for the types at hand. An expression is made before its columns are known, so a
//! frame's verb resolves it against its schema: true and floor division, Python's `%`, `+` of strings.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::{BinaryExpr, Case, Expr, ExprSchemable, Operator, binary_expr, cast, lit, when};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyrust_engine::render::{ColumnKind, column_kind, type_name};
use pyrust_engine::{Error, ErrorKind, Frame};

use super::window::{check_order, fit_frame};
use super::{expand, label};
use crate::exceptions::{schema_error, to_python, value_error};
use crate::functions;
use crate::udf;

/// The expressions for the columns of `frame`, under the names they have in Python. A selector becomes one expression
/// for each column that it chooses, so there may be more than were given, or none.
pub fn resolve_all(operation: &str, frame: &Frame, exprs: Vec<Expr>) -> PyResult<Vec<Expr>> {
    expand(operation, frame, exprs)?.into_iter().map(|expr| of_frame(operation, frame, expr)).collect()
}

/// The same, where nothing would be left of a verb if selectors choose no column.
pub fn resolve_some(operation: &str, frame: &Frame, exprs: Vec<Expr>) -> PyResult<Vec<Expr>> {
    let labels = exprs.iter().map(label).collect::<Vec<_>>();
    let resolved = resolve_all(operation, frame, exprs)?;
    if resolved.is_empty() && !labels.is_empty() {
        let names = frame.schema().fields().iter().map(|field| field.name().as_str()).take(COLUMNS_NAMED);
        let hint = format!("the frame has the columns {}", names.collect::<Vec<_>>().join(", "));
        return Err(schema_error(operation, format!("{} chooses no column", labels.join(", ")), &hint));
    }
    Ok(resolved)
}

/// One expression for the columns of `frame`; a selector must choose exactly one.
pub fn resolve(operation: &str, frame: &Frame, expr: Expr) -> PyResult<Expr> {
    let name = label(&expr);
    let mut resolved = resolve_all(operation, frame, vec![expr])?;
    match (resolved.pop(), resolved.len()) {
        (Some(only), 0) => Ok(only),
        (last, others) => {
            let count = others + usize::from(last.is_some());
            Err(value_error(operation, format!("{name} chooses {count} columns where one is needed"), ""))
        }
    }
}

fn of_frame(operation: &str, frame: &Frame, expr: Expr) -> PyResult<Expr> {
    let name = label(&expr);
    check_order(operation, &expr)?;
    let resolved = udf::released(expr)
        .and_then(|expr| expr.resolve_lambda_variables(frame.plan().schema()))
        .and_then(|resolved| resolved.data.transform_up(|node| one(frame, node)))
        .map_err(|error| to_python(Error::from_datafusion(operation, error)))?
        .data;
    Ok(match resolved {
        plain @ (Expr::Column(_) | Expr::Alias(_)) => plain,
        other => other.alias(name),
    })
}

/// How many columns a hint names.
const COLUMNS_NAMED: usize = 8;

type Rewritten = datafusion::error::Result<Transformed<Expr>>;

fn one(frame: &Frame, node: Expr) -> Rewritten {
    match node {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => binary(frame, *left, op, *right),
        Expr::Not(inner) => not(frame, *inner),
        Expr::Case(case) => choice(frame, case),
        Expr::ScalarFunction(function) => functions::fit(function, |argument| type_of(frame, argument)),
        Expr::AggregateFunction(mut aggregate) if aggregate.func.name() == "median" => {
            aggregate.params.args = median_arguments(frame, aggregate.params.args);
            Ok(Transformed::yes(Expr::AggregateFunction(aggregate)))
        }
        Expr::WindowFunction(mut window) => {
            if window.fun.name() == "median" {
                window.params.args = median_arguments(frame, window.params.args);
            }
            fit_frame(&mut window.params, |key| type_of(frame, key))?;
            Ok(Transformed::yes(Expr::WindowFunction(window)))
        }
        other => Ok(Transformed::no(other)),
    }
}

fn type_of(frame: &Frame, expr: &Expr) -> DataType {
    // A column that is not there is found by the verb itself, with the nearest names.
    expr.get_type(frame.plan().schema().as_ref()).unwrap_or(DataType::Null)
}

fn binary(frame: &Frame, left: Expr, op: Operator, right: Expr) -> Rewritten {
    let plain = |left, right| Transformed::no(binary_expr(left, op, right));
    use Operator::{And, BitwiseXor, Divide, IntegerDivide, Modulo, Or, Plus};
    if !matches!(op, Plus | Divide | IntegerDivide | Modulo | And | Or | BitwiseXor) {
        return Ok(plain(left, right));
    }
    let (left_type, right_type) = (type_of(frame, &left), type_of(frame, &right));
    let integers = left_type.is_integer() && right_type.is_integer();
    let logical = left_type == DataType::Boolean || right_type == DataType::Boolean;
    Ok(match op {
        And if integers => Transformed::yes(binary_expr(left, Operator::BitwiseAnd, right)),
        Or if integers => Transformed::yes(binary_expr(left, Operator::BitwiseOr, right)),
        BitwiseXor if logical => Transformed::yes(binary_expr(left, Operator::NotEq, right)),
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

/// The engine turns numbers into texts where a choice is between the two; a user should say so.
fn choice(frame: &Frame, case: Case) -> Rewritten {
    let values = case.when_then_expr.iter().map(|(_, then)| then).chain(&case.else_expr);
    let types = values.map(|value| type_of(frame, value)).filter(|data_type| *data_type != DataType::Null);
    let (texts, others): (Vec<_>, Vec<_>) = types.partition(|data_type| column_kind(data_type) == ColumnKind::Text);
    match (texts.first(), others.first()) {
        (Some(_), Some(other)) => {
            let message = format!("a choice between string and {} is no column of one type", type_name(other));
            Err(Error::new(ErrorKind::Type, "expression", message).with_hint("cast one of them").into())
        }
        _ => Ok(Transformed::no(Expr::Case(case))),
    }
}

/// Of integers, every bit the other way; of booleans, not.
fn not(frame: &Frame, inner: Expr) -> Rewritten {
    let data_type = type_of(frame, &inner);
    if !data_type.is_integer() {
        return Ok(Transformed::no(Expr::Not(Box::new(inner))));
    }
    let ones = if data_type.is_signed_integer() {
        ScalarValue::new_negative_one(&data_type)?
    } else {
        ScalarValue::max(&data_type).unwrap_or(ScalarValue::UInt64(Some(u64::MAX)))
    };
    Ok(Transformed::yes(binary_expr(inner, Operator::BitwiseXor, Expr::Literal(ones, None))))
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
fn median_arguments(frame: &Frame, arguments: Vec<Expr>) -> Vec<Expr> {
    let one = |argument: Expr| match type_of(frame, &argument).is_integer() {
        true => cast(argument, DataType::Float64),
        false => argument,
    };
    arguments.into_iter().map(one).collect()
}

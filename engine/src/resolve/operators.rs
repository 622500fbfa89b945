//! What Python's operators mean for the types at hand: true and floor division, Python's `%`, `+` of strings, `&` of
//! booleans and of bits; and which values go together at all.

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::expr::{Cast, TryCast};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator, binary_expr, cast};
use datafusion::scalar::ScalarValue;

use super::duration;
use super::expand::planned;
use super::label::label;
use super::overload::resolve_call;
use super::refusal::{
    check_case, check_compared, negation_operand, operands_error, ordered_argument, plain_argument, with_type,
};
use super::window::fit_frame;
use crate::analyzer::{comparable, of_one_type};
use crate::cast::check as check_cast;
use crate::cast::{value_type, with_nonnegative_scale};
use crate::error::{Error, ErrorKind};
use crate::expr::common_type::in_one_type;
use crate::functions as native_fn;
use crate::render::{ColumnKind, column_kind, type_name};

/// Functions that give one of their arguments.
const CHOICES: [&str; 5] = ["coalesce", "greatest", "least", "nullif", "nvl"];

/// What is said around two types that do not go together.
const CHOSEN: (&str, &str) = ("a choice between ", "is not a column of one type");
const COMPARED: (&str, &str) = ("", "cannot be compared");
const SUBTRACTED: (&str, &str) = ("", "cannot be subtracted");

type Rewritten = datafusion::error::Result<Transformed<Expr>>;

/// Where an expression is used: the verb, for its errors, and the columns that it means.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    operation: &'a str,
    schema: &'a DFSchema,
    /// Whether a column of it is of decimals in tens or hundreds.
    has_tens: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn new(operation: &'a str, schema: &'a DFSchema) -> Self {
        let has_tens = schema.fields().iter().any(|field| with_nonnegative_scale(field.data_type()).is_some());
        Self { operation, schema, has_tens }
    }
}

/// What is computed with decimals in tens or hundreds, with the same values in ones: the engine compares the others
/// wrongly, or divides by zero where it looks for the number of their digits.
fn with_nonnegative_scales(scope: Scope<'_>, node: Expr) -> datafusion::error::Result<Expr> {
    let alone = matches!(node, Expr::Alias(_) | Expr::Cast(_) | Expr::TryCast(_) | Expr::WindowFunction(_));
    let averaged = matches!(&node, Expr::AggregateFunction(aggregate) if aggregate.func.name() == "avg");
    if alone || (matches!(node, Expr::AggregateFunction(_)) && !averaged) {
        return Ok(node);
    }
    let of_ones = |child| match with_nonnegative_scale(&type_of(scope, &child)) {
        Some(_) => Ok(Transformed::yes(native_fn::rescale_decimal(child))),
        None => Ok(Transformed::no(child)),
    };
    Ok(node.map_children(of_ones)?.data)
}

/// A node whose parts are resolved already.
pub(super) fn resolve_node(scope: Scope<'_>, node: Expr) -> Rewritten {
    // Its operators are of another language: what is in it is not visited again.
    if let Some(planned) = planned(scope.schema, &node)? {
        return Ok(Transformed::yes(planned));
    }
    let node = if scope.has_tens { with_nonnegative_scales(scope, node)? } else { node };
    match node {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => resolve_binary(scope, *left, op, *right),
        Expr::Not(inner) => resolve_not(scope, *inner),
        Expr::Negative(inner) => Ok(match type_of(scope, &inner) {
            DataType::Duration(unit) => Transformed::yes(duration::negate(*inner, unit)),
            other => Transformed::yes(Expr::Negative(Box::new(negation_operand(scope.operation, *inner, &other)?))),
        }),
        Expr::Case(case) => {
            if case.expr.is_none() {
                for (condition, _) in &case.when_then_expr {
                    check_operand(scope, condition, "not a boolean", |found| *found == DataType::Boolean)?;
                }
            }
            let values = case.when_then_expr.iter().map(|(_, then)| then.as_ref()).chain(case.else_expr.as_deref());
            check_one_kind(scope, values, CHOSEN)?;
            check_case(scope.operation, &case, |value| type_of(scope, value))?;
            Ok(Transformed::yes(Expr::Case(of_one_type(case, |value| type_of(scope, value)))))
        }
        Expr::Cast(Cast { ref expr, ref field }) | Expr::TryCast(TryCast { ref expr, ref field }) => {
            check_cast(scope.operation, &label(expr), &type_of(scope, expr), field.data_type())?;
            Ok(Transformed::no(node))
        }
        Expr::InList(list) => {
            check_one_kind(scope, std::iter::once(list.expr.as_ref()).chain(&list.list), COMPARED)?;
            check_compared(scope.operation, &list.expr, list.list.iter(), |value| type_of(scope, value))?;
            Ok(Transformed::no(Expr::InList(list)))
        }
        Expr::Between(between) => {
            check_one_kind(scope, [&*between.expr, &*between.low, &*between.high].into_iter(), COMPARED)?;
            let ends = [&*between.low, &*between.high].into_iter();
            check_compared(scope.operation, &between.expr, ends, |value| type_of(scope, value))?;
            Ok(Transformed::no(Expr::Between(between)))
        }
        Expr::Like(like) => {
            for text in [&*like.expr, &*like.pattern] {
                check_operand(scope, text, "but like() needs strings", |found| column_kind(found) == ColumnKind::Text)?;
            }
            Ok(Transformed::no(Expr::Like(like)))
        }
        Expr::ScalarFunction(mut function) if CHOICES.contains(&function.name()) => {
            check_one_kind(scope, function.args.iter(), CHOSEN)?;
            in_one_type(&mut function.args, |value| type_of(scope, value));
            Ok(Transformed::yes(Expr::ScalarFunction(function)))
        }
        Expr::ScalarFunction(function) => resolve_call(function, |argument| type_of(scope, argument)),
        Expr::AggregateFunction(mut aggregate) => {
            aggregate.params.args = coerce_arguments(scope, aggregate.func.name(), aggregate.params.args)?;
            Ok(Transformed::yes(Expr::AggregateFunction(aggregate)))
        }
        Expr::WindowFunction(mut window) => {
            window.params.args = coerce_arguments(scope, window.fun.name(), window.params.args)?;
            fit_frame(&mut window.params, |key| type_of(scope, key))?;
            Ok(Transformed::yes(Expr::WindowFunction(window)))
        }
        other => Ok(Transformed::no(other)),
    }
}

fn type_of(scope: Scope<'_>, expr: &Expr) -> DataType {
    // A column that is not there is found by the verb itself, with the nearest names.
    expr.get_type(scope.schema).unwrap_or(DataType::Null)
}

fn resolve_binary(scope: Scope<'_>, left: Expr, op: Operator, right: Expr) -> Rewritten {
    let plain = |left, right| Transformed::no(binary_expr(left, op, right));
    use Operator::{And, BitwiseAnd, BitwiseOr, BitwiseXor, Divide, IntegerDivide, Minus, Modulo, Multiply, Or, Plus};
    use Operator::{Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq};
    if matches!(op, Eq | NotEq | Lt | LtEq | Gt | GtEq | IsDistinctFrom | IsNotDistinctFrom) {
        check_one_kind(scope, [&left, &right].into_iter(), COMPARED)?;
        let (left, right) = comparable(left, right, |value| type_of(scope, value));
        return Ok(Transformed::yes(binary_expr(left, op, right)));
    }
    if matches!(op, BitwiseAnd | BitwiseOr | BitwiseXor) {
        for side in [&left, &right] {
            check_operand(scope, side, "but bits need integers", |found| !found.is_floating() && !found.is_decimal())?;
        }
    }
    if !matches!(op, Plus | Minus | Multiply | Divide | IntegerDivide | Modulo | And | Or | BitwiseXor) {
        return Ok(plain(left, right));
    }
    if op == Minus {
        check_one_kind(scope, [&left, &right].into_iter(), SUBTRACTED)?;
    }
    let (left_type, right_type) = (type_of(scope, &left), type_of(scope, &right));
    let spans = [&left_type, &right_type].map(|side| matches!(side, DataType::Interval(_)));
    if matches!(op, Plus | Minus) && spans != [false; 2] && (left_type.is_numeric() || right_type.is_numeric()) {
        return Err(operands_error(scope.operation, (&left, &left_type), op, (&right, &right_type)));
    }
    if let Some(made) = duration::resolve_binary((&left, &left_type), op, (&right, &right_type)) {
        return Ok(Transformed::yes(made));
    }
    let integers = left_type.is_integer() && right_type.is_integer();
    let unsigned = left_type.is_unsigned_integer() && right_type.is_unsigned_integer();
    let logical = left_type == DataType::Boolean || right_type == DataType::Boolean;
    Ok(match op {
        And if integers => Transformed::yes(binary_expr(left, Operator::BitwiseAnd, right)),
        Or if integers => Transformed::yes(binary_expr(left, Operator::BitwiseOr, right)),
        BitwiseXor if logical => Transformed::yes(binary_expr(left, Operator::NotEq, right)),
        Operator::Plus if is_text(&left_type) && is_text(&right_type) => {
            Transformed::yes(binary_expr(left, Operator::StringConcat, right))
        }
        Operator::Divide if integers => Transformed::yes(binary_expr(
            cast(left, DataType::Float64),
            Operator::Divide,
            cast(right, DataType::Float64),
        )),
        // Of numbers that are not below 0 the engine's own are Python's.
        Operator::IntegerDivide if unsigned => Transformed::yes(binary_expr(left, Operator::Divide, right)),
        Operator::IntegerDivide if integers => Transformed::yes(native_fn::floor_divide(left, right)),
        Operator::IntegerDivide => Transformed::yes(scalar_fn::floor(binary_expr(left, Operator::Divide, right))),
        Operator::Modulo if !unsigned => Transformed::yes(native_fn::modulo(left, right)),
        _ => plain(left, right),
    })
}

/// Whether a type is of texts, however they are stored.
fn is_text(data_type: &DataType) -> bool {
    value_type(data_type).is_string()
}

/// Refuses values where one would have to become another unasked: numbers beside texts, which the engine reads as numbers
/// or writes as texts, and timestamps without a zone beside those with one, which it takes for the wall clock here and for
/// UTC there. A user should say which.
fn check_one_kind<'a>(
    scope: Scope<'_>,
    values: impl Iterator<Item = &'a Expr>,
    (before, after): (&str, &str),
) -> datafusion::error::Result<()> {
    let (mut text, mut number, mut clock, mut instant) = (None, None, None, None);
    for value in values {
        let data_type = type_of(scope, value);
        let found = match (&data_type, column_kind(&data_type)) {
            (DataType::Timestamp(_, None), _) => &mut clock,
            (DataType::Timestamp(_, Some(_)), _) => &mut instant,
            (_, ColumnKind::Text) => &mut text,
            (_, ColumnKind::Number | ColumnKind::Bool) => &mut number,
            _ => continue,
        };
        found.get_or_insert((value, data_type));
    }
    let (one, other, hint) = match (text, number, clock, instant) {
        (Some(text), Some(number), ..) => (text, number, "cast one of them"),
        (.., Some(clock), Some(instant)) => (clock, instant, "say the zone: .dt.replace_time_zone(\"UTC\")"),
        _ => return Ok(()),
    };
    let message = format!("{before}{} and {} {after}", with_type(one.0, &one.1), with_type(other.0, &other.1));
    Err(Error::new(ErrorKind::Type, scope.operation, message).with_hint(hint).into())
}

/// Refuses a value of another type than an expression needs where the engine would change it unasked: a number is no
/// condition, and a float has no bits.
fn check_operand(
    scope: Scope<'_>,
    expr: &Expr,
    what: &str,
    fits: impl Fn(&DataType) -> bool,
) -> datafusion::error::Result<()> {
    let found = type_of(scope, expr);
    if found == DataType::Null || fits(value_type(&found)) {
        return Ok(());
    }
    let message = format!("{} is {}, {what}", label(expr), type_name(&found));
    Err(Error::new(ErrorKind::Schema, scope.operation, message).into())
}

/// Of integers, every bit the other way; of booleans, not.
fn resolve_not(scope: Scope<'_>, inner: Expr) -> Rewritten {
    let data_type = type_of(scope, &inner);
    if !data_type.is_integer() {
        check_operand(scope, &inner, "not a boolean", |found| *found == DataType::Boolean)?;
        return Ok(Transformed::no(Expr::Not(Box::new(inner))));
    }
    let ones = if data_type.is_signed_integer() {
        ScalarValue::new_negative_one(&data_type)?
    } else {
        ScalarValue::max(&data_type).unwrap_or(ScalarValue::UInt64(Some(u64::MAX)))
    };
    Ok(Transformed::yes(binary_expr(inner, Operator::BitwiseXor, Expr::Literal(ones, None))))
}

/// Aggregates for which true counts as 1 and false as 0.
const COUNTING: [&str; 10] =
    ["avg", "kurtosis", "median", "product", "skew", "stddev", "stddev_pop", "sum", "var", "var_pop"];

/// What an aggregate counts with: booleans as 0 and 1, nothing but nulls as ints that are null, and in a median floats, as
/// the middle of two ints is not an int. Those that compare get what has an order.
fn coerce_arguments(scope: Scope<'_>, name: &str, arguments: Vec<Expr>) -> datafusion::error::Result<Vec<Expr>> {
    if matches!(name, "max" | "min") {
        let one = |argument: Expr| {
            let found = type_of(scope, &argument);
            ordered_argument(scope.operation, argument, &found)
        };
        return arguments.into_iter().map(one).collect();
    }
    if matches!(name, "approx_distinct" | "string_agg") {
        let mut arguments = arguments.into_iter();
        let first = arguments.next().map(|argument| {
            let found = type_of(scope, &argument);
            plain_argument(scope.operation, name, argument, &found)
        });
        return first.into_iter().chain(arguments.map(Ok)).collect();
    }
    if !COUNTING.contains(&name) {
        return Ok(arguments);
    }
    let one = |argument: Expr| match type_of(scope, &argument) {
        DataType::Boolean if name == "median" => cast(cast(argument, DataType::Int64), DataType::Float64),
        found if name == "median" && found.is_integer() => cast(argument, DataType::Float64),
        DataType::Boolean | DataType::Null => cast(argument, DataType::Int64),
        _ => argument,
    };
    Ok(arguments.into_iter().map(one).collect())
}

//! Messages for values that cannot be computed: the value, the expression it is in, and a hint.

use std::sync::Arc;

use arrow::datatypes::Schema;
use arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{
    BinaryExpr, CastExpr, Column, LambdaExpr, LambdaVariable, Literal, NegativeExpr,
};
use datafusion::physical_expr::{HigherOrderFunctionExpr, PhysicalExpr, ScalarFunctionExpr};
use datafusion::physical_expr_common::physical_expr::fmt_sql;

use crate::arithmetic::{decimal_op, signs};
use crate::canonical_nan::is_canonical_nan;
use crate::diagnostics::traced_expr::{CseAliases, TracedExpr};
use crate::error::wording::NoTimestamp;
use crate::error::{Error, ErrorKind, wording};
use crate::functions::{JOINED, QUOTIENT, REMAINDER, RESCALE_DECIMAL};
use crate::render::type_name;

/// An expression or value longer than this is cut.
const LONGEST: usize = 80;

type Expr = Arc<dyn PhysicalExpr>;

/// Returns `error`, raised where `expr` was evaluated over columns of `schema`, with the expression and a hint.
pub(crate) fn add_context(expr: &Expr, schema: &Schema, names: &CseAliases, error: DataFusionError) -> DataFusionError {
    if let Some(own) = own(&error) {
        return match own.is_of_value() {
            true => own.clone().within(Some(&cut(&text(expr, names)))).into(),
            false => error,
        };
    }
    if is_of_type(&error) {
        let of = expr.children().into_iter().map(|child| typed(child, schema, names)).collect::<Vec<_>>().join(", ");
        let said = format!("it cannot be computed from {of}");
        return Error::new(ErrorKind::Schema, operation(expr), said).within(None).into();
    }
    if !is_of_value(&error) {
        return error;
    }
    let (kind, reason) = reason(error);
    let (operation, said, place, hint) = match expr.downcast_ref::<CastExpr>() {
        Some(cast) => {
            let (said, hint) = of_cast(&type_name(cast.cast_type()), kind, &reason);
            // A constant is in the message already.
            let place = (!cast.expr().is::<Literal>()).then(|| typed(cast.expr(), schema, names));
            ("cast".to_owned(), said, place, hint)
        }
        None => of_operation(expr, names, &reason),
    };
    Error::new(kind, operation, said).with_hint(hint).within(place.as_deref()).into()
}

/// Returns an error of a node with context: of its `aggregates`, or of the arguments `given` to window functions.
pub(crate) fn add_node_context(
    aggregates: &[(String, Vec<Expr>)],
    given: &[Expr],
    schema: &Schema,
    names: &CseAliases,
    error: DataFusionError,
) -> DataFusionError {
    if let Some(own) = own(&error) {
        if own.operation() != "sum" || !own.is_of_value() {
            return error;
        }
        let sums = aggregates.iter().filter(|(name, _)| name == "sum").flat_map(|(_, args)| args);
        let mut of: Vec<String> = sums.map(|total| text(total, names)).collect();
        of.dedup();
        return own.clone().within(Some(&cut(&of.join(" or ")))).into();
    }
    let message = error.to_string();
    // An aggregate checks its types when it is made, and some check with the first rows.
    let refuses = |(_, args): &&(String, Vec<Expr>)| {
        let mut types = args.iter().filter_map(|arg| arg.data_type(schema).ok());
        types.any(|of| wording::names_type(&message, &of) || (wording::is_unordered(&message) && of.is_nested()))
    };
    let of_types = !matches!(error.find_root(), DataFusionError::External(_) | DataFusionError::ResourcesExhausted(_));
    if !is_of_value(&error) || wording::is_unordered(&message) {
        return match aggregates.iter().find(refuses).filter(|_| of_types) {
            Some((name, args)) => {
                let of = args.iter().map(|arg| typed(arg, schema, names)).collect::<Vec<_>>().join(", ");
                let said = format!("it cannot be computed from {of}");
                Error::new(ErrorKind::Schema, name.as_str(), said).within(None).into()
            }
            None => error,
        };
    }
    let mut suspects = given.iter().filter(|expr| match expr.downcast_ref::<CastExpr>() {
        Some(cast) => wording::names_type(&message, cast.cast_type()) || wording::is_of_timestamp(&message),
        None => !wording::is_of_cast(&message),
    });
    // With several it would be a guess.
    match (suspects.next(), suspects.next()) {
        (Some(only), None) => add_context(only, schema, names, error),
        _ => error,
    }
}

/// Returns an error of a constant, which is evaluated while a query is planned, in our words.
pub(crate) fn explain_constant_error(error: DataFusionError) -> DataFusionError {
    if own(&error).is_some() {
        return error;
    }
    let message = error.to_string();
    if let Some(said) = of_pattern(&message) {
        return Error::new(ErrorKind::Value, "match", said).within(None).into();
    }
    if !is_of_value(&error) {
        return error;
    }
    if let Some(NoTimestamp { value, why, .. }) = wording::no_timestamp(&message) {
        let said = format!("\"{}\" is not a valid timestamp: {why}", cut(value));
        return Error::new(ErrorKind::Value, "cast", said).within(None).into();
    }
    match wording::cast_target(&message) {
        Some(to) => {
            let (kind, reason) = reason(error);
            let (said, hint) = of_cast(&to, kind, &reason);
            Error::new(kind, "cast", said).with_hint(hint).within(None).into()
        }
        None => error,
    }
}

/// Returns our own error inside it, if there is one.
fn own(error: &DataFusionError) -> Option<&Error> {
    match error.find_root() {
        DataFusionError::External(inner) => inner.downcast_ref(),
        DataFusionError::ArrowError(inner, _) => match inner.as_ref() {
            ArrowError::ExternalError(inner) => inner.downcast_ref(),
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether DataFusion's error may be about a value.
fn is_of_value(error: &DataFusionError) -> bool {
    use ArrowError::{ArithmeticOverflow, CastError, ComputeError, DivideByZero, InvalidArgumentError, ParseError};
    match error.find_root() {
        DataFusionError::ArrowError(inner, _) => matches!(
            inner.as_ref(),
            ArithmeticOverflow(_)
                | CastError(_)
                | ComputeError(_)
                | DivideByZero
                | InvalidArgumentError(_)
                | ParseError(_)
        ),
        DataFusionError::Execution(_) => true,
        _ => false,
    }
}

/// Returns whether DataFusion's error is about the types of an expression, found with the first rows.
fn is_of_type(error: &DataFusionError) -> bool {
    match error.find_root() {
        DataFusionError::NotImplemented(_) => true,
        DataFusionError::ArrowError(inner, _) if matches!(inner.as_ref(), ArrowError::NotYetImplemented(_)) => true,
        DataFusionError::ArrowError(..) | DataFusionError::Execution(_) | DataFusionError::Plan(_) => {
            wording::is_unsupported_type(&error.to_string())
        }
        _ => false,
    }
}

/// Returns the kind of an error, and DataFusion's message without its prefixes.
fn reason(error: DataFusionError) -> (ErrorKind, String) {
    let error = Error::from_datafusion("", error);
    let kind = if error.kind() == ErrorKind::Overflow { ErrorKind::Overflow } else { ErrorKind::Value };
    (kind, wording::without_variant(error.message()).to_owned())
}

fn typed(expr: &Expr, schema: &Schema, names: &CseAliases) -> String {
    let of = cut(&text(expr, names));
    match expr.data_type(schema) {
        Ok(data_type) => format!("{of} ({})", type_name(&data_type)),
        Err(_) => of,
    }
}

/// An operation, what is wrong with a value, the expression it is in, and a hint.
type Words = (String, String, Option<String>, String);

/// Returns the message for a value that cannot be cast to `to`, and a hint.
fn of_cast(to: &str, kind: ErrorKind, reason: &str) -> (String, String) {
    let said = if let Some(text) = wording::uncastable(reason) {
        format!("\"{}\" is not a valid {to}", cut(text))
    } else if let Some(value) = wording::out_of_range(reason) {
        format!("{value} does not fit {to}")
    } else if let Some(NoTimestamp { value, why, .. }) = wording::no_timestamp(reason) {
        format!("\"{}\" is not a valid {to}: {why}", cut(value))
    } else if kind == ErrorKind::Overflow {
        format!("a value does not fit {to}")
    } else {
        format!("a value is not a valid {to}: {reason}")
    };
    (said, format!(".try_cast(\"{to}\") gives null for such a value, TRY_CAST in SQL"))
}

fn of_operation(expr: &Expr, names: &CseAliases, reason: &str) -> Words {
    let place = Some(cut(&text(expr, names)));
    let operation = operation(expr);
    if wording::is_division_by_zero(reason) {
        let hint = match expr.children().last() {
            Some(divisor) if !divisor.is::<Literal>() => {
                let divisor = cut(&text(divisor, names));
                format!("nullif({divisor}, 0) is null there: pr.functions.nullif(..., 0), NULLIF in SQL")
            }
            _ => String::new(),
        };
        return (operation, "the divisor is 0".to_owned(), place, hint);
    }
    if let Some(operands) = wording::overflowed(reason) {
        return (operation, format!("{operands} is out of range"), place, String::new());
    }
    if let Some(said) = of_pattern(reason) {
        return (operation, said, place, String::new());
    }
    if let Some(NoTimestamp { value, format, why }) = wording::no_timestamp(reason) {
        let format = format.map(|format| format!(" in the format '{format}'"));
        let said = format!("\"{}\" is not a valid timestamp{}: {why}", cut(value), format.unwrap_or_default());
        return (operation, said, place, FORMATS.to_owned());
    }
    if wording::is_no_date(reason) {
        return (operation, "a string is not a valid date".to_owned(), place, FORMATS.to_owned());
    }
    (operation, reason.to_owned(), place, String::new())
}

/// Returns the message for an invalid pattern.
fn of_pattern(reason: &str) -> Option<String> {
    let (pattern, why) = wording::invalid_pattern(reason)?;
    Some(format!("{} is not a valid regular expression: {why}", cut(pattern)))
}

const FORMATS: &str = "give the format, or a list of formats that are tried in turn";

fn operation(expr: &Expr) -> String {
    if let Some(call) = expr.downcast_ref::<ScalarFunctionExpr>() {
        let name = if call.name() == QUOTIENT { "division" } else { call.name() };
        return name.to_owned();
    }
    if let Some(call) = expr.downcast_ref::<HigherOrderFunctionExpr>() {
        return call.name().to_owned();
    }
    let op = expr.downcast_ref::<BinaryExpr>().map(|binary| *binary.op()).or_else(|| decimal_op(expr));
    match op {
        Some(Operator::Plus) => "addition",
        Some(Operator::Minus) => "subtraction",
        Some(Operator::Multiply) => "multiplication",
        Some(Operator::Divide) => "division",
        Some(Operator::Modulo) => "modulo",
        Some(_) => "match",
        None => "negation",
    }
    .to_owned()
}

/// Returns an expression as it is written, without DataFusion's generated names.
pub(crate) fn text(expr: &Expr, names: &CseAliases) -> String {
    let list = |exprs: &[Expr]| exprs.iter().map(|expr| text(expr, names)).collect::<Vec<_>>().join(", ");
    let between =
        |left: &Expr, sign: &str, right: &Expr| format!("{} {sign} {}", operand(left, names), operand(right, names));
    if let Some(part) = expr.downcast_ref::<TracedExpr>() {
        return text(part.expr(), names);
    }
    if let Some(column) = expr.downcast_ref::<Column>() {
        let unnested = wording::unnested_list(column.name()).map(|list| format!("unnest({list})"));
        let shown = || unnested.unwrap_or_else(|| column.name().to_owned());
        return names.get(column.name()).map_or_else(shown, |behind| text(behind, names));
    }
    if let Some(constant) = expr.downcast_ref::<Literal>() {
        return match constant.value().try_as_str().flatten() {
            Some(text) => format!("\"{}\"", cut(text)),
            None if constant.value().is_null() => "null".to_owned(),
            None => constant.value().to_string(),
        };
    }
    if let Some(cast) = expr.downcast_ref::<CastExpr>() {
        return format!("cast({}, {})", text(cast.expr(), names), type_name(cast.cast_type()));
    }
    if let Some(binary) = expr.downcast_ref::<BinaryExpr>() {
        return between(binary.left(), &binary.op().to_string(), binary.right());
    }
    if let Some(op) = decimal_op(expr)
        && let [left, right] = expr.children()[..]
    {
        return between(left, &op.to_string(), right);
    }
    if let Some(negative) = expr.downcast_ref::<NegativeExpr>() {
        return format!("-{}", operand(negative.arg(), names));
    }
    if let Some(call) = expr.downcast_ref::<ScalarFunctionExpr>() {
        return match (signs(call.fun()), call.args()) {
            (Some(signs), [only]) => format!("{}{}", signs.concat(), operand(only, names)),
            (Some(signs), [first, others @ ..]) => {
                let rest = signs.iter().zip(others).map(|(sign, other)| format!(" {sign} {}", operand(other, names)));
                operand(first, names) + &rest.collect::<String>()
            }
            (None, [decimals]) if call.name() == RESCALE_DECIMAL => text(decimals, names),
            (None, [value]) if is_canonical_nan(call.fun()) => text(value, names),
            (None, [left, right]) if call.name() == QUOTIENT => between(left, "//", right),
            (None, [left, right]) if call.name() == REMAINDER => between(left, "%", right),
            (None, [left, right]) if call.name() == JOINED => between(left, JOINED, right),
            _ => format!("{}({})", call.name(), list(call.args())),
        };
    }
    if let Some(call) = expr.downcast_ref::<HigherOrderFunctionExpr>() {
        return format!("{}({})", call.name(), list(call.args()));
    }
    if let Some(variable) = expr.downcast_ref::<LambdaVariable>() {
        return variable.name().to_owned();
    }
    if let Some(lambda) = expr.downcast_ref::<LambdaExpr>() {
        return format!("lambda {}: {}", lambda.params().join(", "), text(lambda.body(), names));
    }
    fmt_sql(expr.as_ref()).to_string()
}

fn operand(expr: &Expr, names: &CseAliases) -> String {
    let text = text(expr, names);
    match text.contains(' ') && !text.ends_with(['"', ')']) {
        true => format!("({text})"),
        false => text,
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

//! What an expression cannot be computed from, in words: which part of it, from which columns, of which types. The engine
//! would name neither the column nor the type as it is known here, and for some parts only when the query runs.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::type_coercion::binary::comparison_coercion;
use datafusion::logical_expr::type_coercion::other::get_coerce_type_for_case_expression;
use datafusion::logical_expr::{Case, Expr, ExprSchemable, Operator, cast};

use super::label::{display_name, label};
use crate::cast::value_type;
use crate::diagnostics::type_error::{done, has_order, sentence};
use crate::error::{Error, ErrorKind, nearest, wording};
use crate::expr::common_type::of_choice;
use crate::expr::scope::find_part;
use crate::render::type_name;

/// An error where an expression has no type for these columns; one that names a column which is not there is left to the
/// verb, which knows the nearest names.
pub(super) fn check_type(operation: &str, schema: &DFSchema, expr: &Expr) -> Result<()> {
    let Some((part, error)) = without_type(schema, expr)? else { return Ok(()) };
    if is_in_our_words(&error) || expr.column_refs().into_iter().any(|column| !schema.has_column(column)) {
        return Ok(());
    }
    // The last one in the order of reading has no part that is to blame itself.
    let mut blamed = part;
    part.apply(|node| {
        if matches!(node, Expr::Lambda(_)) || node.get_type(schema).is_ok() {
            return Ok(TreeNodeRecursion::Jump);
        }
        blamed = node;
        Ok(TreeNodeRecursion::Continue)
    })?;
    Err(match missing_field(operation, schema, blamed) {
        Some(error) => error.into(),
        None => refused(operation, sentence(schema, blamed, &label, display_name)?, ""),
    })
}

/// A part that has no type. Most expressions have none if one of their parts has none; what is a boolean whatever its
/// parts are, or has a type that is said, is looked into.
fn without_type<'a>(schema: &DFSchema, expr: &'a Expr) -> Result<Option<(&'a Expr, DataFusionError)>> {
    if let Err(error) = expr.get_type(schema) {
        return Ok(Some((expr, error)));
    }
    let mut found = None;
    expr.apply(|node| {
        let hides = match node {
            Expr::Lambda(_) => return Ok(TreeNodeRecursion::Jump),
            Expr::Alias(_) | Expr::Column(_) | Expr::Literal(..) | Expr::BinaryExpr(_) => false,
            Expr::ScalarFunction(_) | Expr::AggregateFunction(_) | Expr::WindowFunction(_) => false,
            _ => true,
        };
        if hides {
            node.apply_children(|child| {
                let hidden = if matches!(child, Expr::Lambda(_)) { None } else { child.get_type(schema).err() };
                found = hidden.map(|error| (child, error));
                Ok(if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
            })?;
        }
        Ok(if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    Ok(found)
}

/// The refusal of what is no list where a function is given for its elements; the engine's error where it is another.
pub(super) fn list_error(operation: &str, schema: &DFSchema, expr: &Expr, error: DataFusionError) -> DataFusionError {
    let no_list = find_part(expr, |part| {
        let Expr::HigherOrderFunction(function) = part else { return None };
        let list = function.args.first()?;
        let data_type = list.get_type(schema).ok()?;
        let is_list = matches!(data_type, DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..));
        let message = || format!("{} cannot be computed from {}", function.func.name(), with_type(list, &data_type));
        (!is_list).then(message)
    });
    no_list.map_or(error, |message| refused(operation, message, ""))
}

/// Refuses values that the engine would find out about only when the query runs: they have no type to be compared in.
pub(super) fn check_compared<'a>(
    operation: &str,
    value: &Expr,
    others: impl Iterator<Item = &'a Expr>,
    type_of: impl Fn(&Expr) -> DataType,
) -> Result<()> {
    let data_type = type_of(value);
    for other in others {
        let other_type = type_of(other);
        let has_one = of_choice(&[data_type.clone(), other_type.clone()]).is_some();
        if !has_one && comparison_coercion(&data_type, &other_type).is_none() {
            return Err(operands_error(operation, (value, &data_type), Operator::Eq, (other, &other_type)));
        }
    }
    Ok(())
}

/// Whether the words are ours already: those of one of our functions, also where the engine has written its own around.
fn is_in_our_words(error: &DataFusionError) -> bool {
    match error.find_root() {
        DataFusionError::External(inner) => inner.is::<Error>(),
        other => wording::is_own_coercion(&other.message()),
    }
}

fn refused(operation: &str, message: String, hint: &str) -> DataFusionError {
    Error::new(ErrorKind::Schema, operation, message).with_hint(hint).into()
}

/// A part of an expression with its type: `price (int64)`.
pub(super) fn with_type(expr: &Expr, data_type: &DataType) -> String {
    format!("{} ({})", label(expr), type_name(data_type))
}

/// What is said of a field that a struct or union does not have.
fn missing_field(operation: &str, schema: &DFSchema, blamed: &Expr) -> Option<Error> {
    let Expr::ScalarFunction(function) = blamed else { return None };
    let ("get_field" | "union_extract", [.., whole, Expr::Literal(name, _)]) = (function.name(), &function.args[..])
    else {
        return None;
    };
    let (name, of) = (name.try_as_str().flatten()?, whole.get_type(schema).ok()?);
    let fields: Vec<&str> = match &of {
        DataType::Struct(fields) => fields.iter().map(|field| field.name().as_str()).collect(),
        DataType::Union(fields, _) => fields.iter().map(|(_, field)| field.name().as_str()).collect(),
        _ => return None,
    };
    let near = nearest(name, fields.iter().copied());
    let hint = match near.is_empty() {
        true => format!("its fields are {}", fields.join(", ")),
        false => format!("did you mean {}?", near.join(", ")),
    };
    let message = format!("{} has no field \"{name}\"", label(whole));
    Some(Error::new(ErrorKind::Schema, operation, message).with_hint(hint))
}

/// The refusal of two operands whose types the engine would find out about only when the query runs.
pub(super) fn operands_error(
    operation: &str,
    (left, left_type): (&Expr, &DataType),
    op: Operator,
    (right, right_type): (&Expr, &DataType),
) -> DataFusionError {
    let message = format!("{} and {} cannot be {}", with_type(left, left_type), with_type(right, right_type), done(op));
    refused(operation, message, "")
}

/// Refuses what is no condition.
///
/// # Errors
/// A `Schema` error that names the expression and its type.
pub fn check_condition(operation: &str, schema: &DFSchema, expr: &Expr) -> crate::error::Result<()> {
    match expr.get_type(schema) {
        Ok(DataType::Boolean | DataType::Null) | Err(_) => Ok(()),
        Ok(other) => {
            let message = format!("{} is {}, not a boolean", label(expr), type_name(&other));
            Err(Error::new(ErrorKind::Schema, operation, message))
        }
    }
}

/// The operand of a minus, as the values themselves where it is encoded.
pub(super) fn negation_operand(operation: &str, expr: Expr, data_type: &DataType) -> Result<Expr> {
    let values = value_type(data_type);
    match values {
        DataType::Null | DataType::Interval(_) => {}
        number if number.is_numeric() && !number.is_unsigned_integer() => {}
        other => {
            let hint = if other.is_numeric() { "cast it to a signed type first: .cast(\"int64\")" } else { "" };
            return Err(refused(
                operation,
                format!("{} is {}, which has no negative", label(&expr), type_name(other)),
                hint,
            ));
        }
    }
    Ok(if values == data_type { expr } else { cast(expr, values.clone()) })
}

/// What `min` and `max` compare, as the values themselves where they are in runs.
pub(super) fn ordered_argument(operation: &str, expr: Expr, data_type: &DataType) -> Result<Expr> {
    match data_type {
        DataType::RunEndEncoded(_, values) => {
            let expr = cast(expr, values.data_type().clone());
            return ordered_argument(operation, expr, values.data_type());
        }
        other if has_order(other) => return Ok(expr),
        _ => {}
    }
    let hint = match data_type {
        DataType::ListView(item) | DataType::LargeListView(item) if !item.data_type().is_nested() => {
            format!("cast it first: .cast(\"list<{}>\")", type_name(item.data_type()))
        }
        _ => String::new(),
    };
    Err(refused(operation, format!("{} is {}, whose values have no order", label(&expr), type_name(data_type)), &hint))
}

/// What the aggregate counts about or joins to a text, as the values themselves where they are encoded.
pub(super) fn plain_argument(operation: &str, name: &str, expr: Expr, data_type: &DataType) -> Result<Expr> {
    let values = value_type(data_type);
    let (takes, hint) = match name {
        "approx_distinct" => {
            (!values.is_floating() && !values.is_nested(), "n_unique() counts every type, and exactly")
        }
        _ => (!values.is_nested() && !values.is_binary(), "cast it to a string first: .cast(str)"),
    };
    if !takes {
        let message = format!("{} cannot be computed from {}", display_name(name), with_type(&expr, data_type));
        return Err(refused(operation, message, hint));
    }
    Ok(if values == data_type { expr } else { cast(expr, values.clone()) })
}

/// Refuses a choice whose values, or what decides between them, have no type in common.
pub(super) fn check_case(operation: &str, case: &Case, type_of: impl Fn(&Expr) -> DataType) -> Result<()> {
    let common = |exprs: &[&Expr], asked: Option<&Expr>| {
        let types: Vec<DataType> = exprs.iter().copied().chain(asked).map(&type_of).collect();
        of_choice(&types).or_else(|| get_coerce_type_for_case_expression(&types, None)).is_some()
    };
    let whens: Vec<&Expr> = case.when_then_expr.iter().map(|(when, _)| when.as_ref()).collect();
    if let Some(asked) = case.expr.as_deref()
        && !common(&whens, Some(asked))
    {
        let all: Vec<&Expr> = std::iter::once(asked).chain(whens).collect();
        let message = format!("{} cannot be compared", one_of_each_type(&all, &type_of));
        return Err(refused(operation, message, "cast one of them"));
    }
    let thens = case.when_then_expr.iter().map(|(_, then)| then.as_ref()).chain(case.else_expr.as_deref());
    let thens: Vec<&Expr> = thens.collect();
    if !common(&thens, None) {
        let message = format!("a choice between {} is not a column of one type", one_of_each_type(&thens, &type_of));
        return Err(refused(operation, message, "cast one of them"));
    }
    Ok(())
}

/// The first value of each type.
fn one_of_each_type(exprs: &[&Expr], type_of: impl Fn(&Expr) -> DataType) -> String {
    let mut known: Vec<DataType> = Vec::new();
    let mut parts = Vec::new();
    for expr in exprs {
        let data_type = type_of(expr);
        if !data_type.is_null() && !known.contains(&data_type) {
            parts.push(with_type(expr, &data_type));
            known.push(data_type);
        }
    }
    parts.join(" and ")
}

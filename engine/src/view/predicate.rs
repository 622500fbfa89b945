//! Conditions of a view as expressions over its frame. What is not of the column's type is refused in words.

use arrow::datatypes::DataType;
use chrono::{Days, NaiveDate};
use datafusion::functions::datetime::expr_fn::date_part;
use datafusion::functions::encoding::expr_fn::encode;
use datafusion::functions::expr_fn::{contains, ends_with, lower, octet_length, regexp_like, starts_with};
use datafusion::functions_nested::expr_fn::array_empty;
use datafusion::logical_expr::{Expr, cast, lit};
use datafusion::scalar::ScalarValue;

use super::spec::{Filter, Part, Test, Text};
use crate::cast::value_type;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::render::type_name;
use crate::resolve::{check_condition, resolve};
use crate::statement::expression;

const WHAT: &str = "view";

/// Returns the condition that a filter is, whether it is off or not.
///
/// # Errors
/// `ColumnNotFound`; a `Type` or `Value` error for a test or a value that is not of the column's type.
pub(super) fn of_filter(frame: &Frame, filter: &Filter) -> Result<Expr> {
    let data_type = type_of(frame, &filter.column)?;
    let value = column(&filter.column);
    let test = match &filter.test {
        Test::Between { low, high } => between(&value, data_type, low.as_deref(), high.as_deref())?,
        Test::In { values } => one_of(&value, data_type, values)?,
        Test::Contains(text) => on_text(value, data_type, text, contains),
        Test::Starts(text) => on_text(value, data_type, text, starts_with),
        Test::Ends(text) => on_text(value, data_type, text, ends_with),
        Test::Regex(Text { text, case }) => {
            regex::Regex::new(text).map_err(|error| {
                let reason = error.to_string().lines().last().unwrap_or_default().replace("error: ", "");
                Error::new(ErrorKind::Value, WHAT, format!("the pattern {text} cannot be read: {reason}"))
            })?;
            regexp_like(text_of(value, data_type), lit(text.as_str()), (!case).then(|| lit("i")))
        }
        Test::Null => value.is_null(),
        Test::Empty => empty(value, data_type, &filter.column)?,
        Test::True if *value_type(data_type) == DataType::Boolean => value,
        Test::True => return Err(not_for("true", &filter.column, data_type)),
        Test::Part { part, values } if has_part(value_type(data_type), *part) => part_of(value, *part, values)?,
        Test::Part { part, .. } => {
            let message =
                format!("column \"{}\" is {}, which has no {}", filter.column, type_name(data_type), part.name());
            return Err(Error::new(ErrorKind::Type, WHAT, message));
        }
    };
    resolved(frame, if filter.negated { !test } else { test })
}

/// Returns the condition that a text is in SQL.
///
/// # Errors
/// Those of SQL, with their place in the text.
pub(super) fn of_sql(frame: &Frame, text: &str) -> Result<Expr> {
    let parsed = expression(frame.session(), text)?;
    resolved(frame, parsed.unalias())
}

/// Returns the condition that one of the strings of a row contains a text, in capitals or small letters; where a frame has
/// no strings, the text of one of its values.
pub(super) fn of_search(frame: &Frame, text: &str) -> Result<Expr> {
    let all = frame.schema().fields();
    let mut searched: Vec<_> = all.iter().filter(|field| is_text(field.data_type())).collect();
    if searched.is_empty() {
        searched = all.iter().collect();
    }
    let tests = searched.into_iter().map(|field| found_in(field.name(), field.data_type(), text));
    resolved(frame, tests.reduce(Expr::or).unwrap_or_else(|| lit(false)))
}

/// Returns whether the text of a value contains another, in capitals or small letters; false for a null.
pub(super) fn found_in(name: &str, data_type: &DataType, text: &str) -> Expr {
    let wanted = Text { text: text.to_string(), case: false };
    on_text(column(name), data_type, &wanted, contains).is_true()
}

/// Returns the text of a value: that by which a value is chosen from a list, and which is searched.
pub(super) fn text_of(value: Expr, data_type: &DataType) -> Expr {
    match value_type(data_type) {
        DataType::Utf8View => value,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            encode(value, lit("hex"))
        }
        _ => cast(value, DataType::Utf8View),
    }
}

/// Returns the type of a column.
///
/// # Errors
/// `ColumnNotFound`.
pub(super) fn type_of<'a>(frame: &'a Frame, name: &str) -> Result<&'a DataType> {
    frame.check_names(WHAT, [name])?;
    let field = frame.schema().field_with_name(name).map_err(|e| Error::from_arrow(WHAT, e))?;
    Ok(field.data_type())
}

fn resolved(frame: &Frame, condition: Expr) -> Result<Expr> {
    let schema = frame.plan().schema();
    let condition = resolve(WHAT, schema, condition)?;
    check_condition(WHAT, schema, &condition)?;
    Ok(condition.unalias())
}

fn is_text(data_type: &DataType) -> bool {
    matches!(value_type(data_type), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn between(value: &Expr, data_type: &DataType, low: Option<&str>, high: Option<&str>) -> Result<Expr> {
    let low = low.map(|low| Ok(value.clone().gt_eq(literal(low, data_type)?)));
    let high = high.map(|high| {
        Ok(match (data_type, next_day(high)) {
            // A day has all its moments.
            (DataType::Timestamp(..), Some(next)) => value.clone().lt(literal(&next, data_type)?),
            _ => value.clone().lt_eq(literal(high, data_type)?),
        })
    });
    let bounds = [low, high].into_iter().flatten().collect::<Result<Vec<_>>>()?;
    let all = bounds.into_iter().reduce(Expr::and);
    all.ok_or_else(|| Error::new(ErrorKind::Value, WHAT, "a range has at least one bound"))
}

/// Returns the day after a text that is just a date.
fn next_day(text: &str) -> Option<String> {
    let next = text.trim().parse::<NaiveDate>().ok()?.checked_add_days(Days::new(1))?;
    Some(next.to_string())
}

fn one_of(value: &Expr, data_type: &DataType, values: &[Option<String>]) -> Result<Expr> {
    let (value, by_text) = match has_literals(data_type) {
        true => (value.clone(), false),
        false => (text_of(value.clone(), data_type), true),
    };
    let known = values.iter().flatten();
    let known = known.map(|text| if by_text { Ok(lit(text.as_str())) } else { literal(text, data_type) });
    let known = known.collect::<Result<Vec<_>>>()?;
    let is_null = values.iter().any(Option::is_none).then(|| value.clone().is_null());
    let is_known = match known.is_empty() {
        true => None,
        // A null is not one of the values, and does not become unknown where null may be chosen.
        false if is_null.is_some() => Some(value.in_list(known, false).is_true()),
        false => Some(value.in_list(known, false)),
    };
    Ok([is_known, is_null].into_iter().flatten().reduce(Expr::or).unwrap_or_else(|| lit(false)))
}

fn has_literals(data_type: &DataType) -> bool {
    let values = value_type(data_type);
    is_text(values) || values.is_numeric() || *values == DataType::Boolean || is_moment(values)
}

fn is_moment(data_type: &DataType) -> bool {
    use DataType::{Date32, Date64, Time32, Time64, Timestamp};
    matches!(data_type, Date32 | Date64 | Time32(_) | Time64(_) | Timestamp(..))
}

/// Returns a value that was written as text. A number that is not of an integer's type is compared as it is written.
fn literal(text: &str, data_type: &DataType) -> Result<Expr> {
    let values = value_type(data_type);
    let refused = || {
        let message = format!("\"{}\" is not a value of {}", crate::render::visible(text, 80), type_name(data_type));
        Error::new(ErrorKind::Value, WHAT, message)
    };
    if is_text(values) {
        return Ok(lit(text));
    }
    if !has_literals(values) {
        return Err(refused());
    }
    let trimmed = text.trim();
    let own = || ScalarValue::try_from_string(trimmed.to_string(), values).ok();
    let found = match values {
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
            decimal(trimmed)
        }
        integer if integer.is_integer() => own().or_else(|| decimal(trimmed)),
        moment if is_moment(moment) => {
            let full = || ScalarValue::try_from_string(with_seconds(trimmed)?, values).ok();
            own().or_else(full)
        }
        _ => own(),
    };
    found.filter(|value| !value.is_null()).map(|value| Expr::Literal(value, None)).ok_or_else(refused)
}

/// Returns the text of a time with hours and minutes alone as one with seconds: `2024-01-31 10:15+01:00`.
fn with_seconds(text: &str) -> Option<String> {
    let minutes = text.find(':')? + 1;
    let (before, after) = text.split_at_checked(minutes + 2)?;
    let is_whole = before.bytes().skip(minutes).all(|digit| digit.is_ascii_digit()) && !after.starts_with(':');
    is_whole.then(|| format!("{before}:00{after}"))
}

/// Returns a decimal number with the digits that are written.
fn decimal(text: &str) -> Option<ScalarValue> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_written =
        !(whole.is_empty() && part.is_empty()) && [whole, part].iter().all(|d| d.bytes().all(|b| b.is_ascii_digit()));
    let scale = i8::try_from(part.len()).ok()?;
    let precision = u8::try_from(whole.len().max(1) + part.len()).ok().filter(|precision| *precision <= 76)?;
    let data_type = match precision {
        ..=38 => DataType::Decimal128(precision, scale),
        _ => DataType::Decimal256(precision, scale),
    };
    if is_written { ScalarValue::try_from_string(text.to_string(), &data_type).ok() } else { None }
}

fn on_text(value: Expr, data_type: &DataType, wanted: &Text, test: fn(Expr, Expr) -> Expr) -> Expr {
    let text = text_of(value, data_type);
    match wanted.case {
        true => test(text, lit(wanted.text.as_str())),
        false => test(lower(text), lit(wanted.text.to_lowercase())),
    }
}

fn empty(value: Expr, data_type: &DataType, name: &str) -> Result<Expr> {
    Ok(match value_type(data_type) {
        text if is_text(text) => value.eq(lit("")),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => octet_length(value).eq(lit(0)),
        DataType::List(_) | DataType::LargeList(_) | DataType::ListView(_) | DataType::LargeListView(_) => {
            array_empty(value)
        }
        _ => return Err(not_for("empty", name, data_type)),
    })
}

fn has_part(data_type: &DataType, part: Part) -> bool {
    match data_type {
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => true,
        DataType::Time32(_) | DataType::Time64(_) => part == Part::Hour,
        _ => false,
    }
}

fn part_of(value: Expr, part: Part, values: &[String]) -> Result<Expr> {
    let numbers = values.iter().map(|text| {
        let number = text.trim().parse::<i32>();
        number.map(lit).map_err(|_| Error::new(ErrorKind::Value, WHAT, format!("\"{text}\" is not a whole number")))
    });
    let numbers = numbers.collect::<Result<Vec<_>>>()?;
    let name = if part == Part::Weekday { "isodow" } else { part.name() };
    Ok(date_part(lit(name), value).in_list(numbers, false))
}

fn not_for(test: &str, name: &str, data_type: &DataType) -> Error {
    Error::new(ErrorKind::Type, WHAT, format!("column \"{name}\" is {}, which is never {test}", type_name(data_type)))
}

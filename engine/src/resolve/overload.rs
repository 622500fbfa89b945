//! What a function of the engine becomes for the types at hand: another function where the engine's own would mangle
//! values of that type, an error that names the type where none can be right. An expression is made before its columns
//! are known, so this is asked when a frame resolves it.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, TimeUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::error::Result;
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, cast, lit};
use datafusion::scalar::ScalarValue;

use super::label::display_name;
use super::refusal::with_type;
use crate::cast::value_type;
use crate::error::{Error, ErrorKind};
use crate::functions as native_fn;
use crate::functions::item_type;

/// Functions of texts. The engine would turn what else some of them are given into text unseen: `length` of the number
/// 123 would be 3.
const OF_TEXTS: [&str; 34] = [
    "ascii",
    "bit_length",
    "btrim",
    "character_length",
    "contains",
    "ends_with",
    "find_in_set",
    "initcap",
    "left",
    "levenshtein",
    "lower",
    "lpad",
    "ltrim",
    "octet_length",
    "overlay",
    "regexp_count",
    "regexp_instr",
    "regexp_like",
    "regexp_match",
    "regexp_replace",
    "repeat",
    "replace",
    "reverse",
    "right",
    "rpad",
    "rtrim",
    "split_part",
    "starts_with",
    "string_to_array",
    "strpos",
    "substr",
    "substr_index",
    "translate",
    "upper",
];

/// The parts that a time of day has.
const OF_TIMES: [&str; 7] = ["hour", "minute", "second", "millisecond", "microsecond", "nanosecond", "epoch"];

/// The parts that an interval has not, as they are of a date's place in its year or week.
const OF_CALENDARS: [&str; 5] = ["isoyear", "doy", "quarter", "dow", "isodow"];

/// How the names of the engine's functions of lists begin, which know no list views and no columns of nothing.
const OF_LISTS: [&str; 6] = ["array_", "cardinality", "cosine_distance", "empty", "flatten", "inner_product"];

/// The function for arguments of the types that `type_of` knows.
pub(super) fn resolve_call(function: ScalarFunction, type_of: impl Fn(&Expr) -> DataType) -> Result<Transformed<Expr>> {
    let name = function.name();
    let Some(first) = function.args.first() else {
        return Ok(Transformed::no(Expr::ScalarFunction(function)));
    };
    let given = type_of(first);
    if OF_TEXTS.contains(&name) && !is_text(&given) {
        let hint = if given.is_nested() { "" } else { "cast it to a string first: .cast(str)" };
        return Err(type_refusal(name, "strings", (first, &given), hint));
    }
    if ["to_date", "to_time", "to_unixtime"].iter().any(|beginning| name.starts_with(beginning)) {
        let values = value_type(&given);
        let known = match values {
            DataType::Timestamp(..) => name != "to_time",
            date if is_date(date) => matches!(name, "to_date" | "to_unixtime"),
            decimal if decimal.is_decimal() => !matches!(name, "to_time" | "to_unixtime"),
            other => is_text(other) || other.is_numeric() && name != "to_time",
        };
        if !known {
            let wants = if name == "to_unixtime" { "dates, timestamps, numbers and strings" } else { "strings" };
            return Err(type_refusal(name, wants, (first, &given), ""));
        }
        if is_encoded(&given) {
            let mut args = function.args;
            args[0] = cast(args[0].clone(), values.clone());
            return Ok(Transformed::yes(Expr::ScalarFunction(ScalarFunction::new_udf(function.func, args))));
        }
    }
    if OF_LISTS.iter().any(|beginning| name.starts_with(beginning)) {
        let list_first = !matches!(name, "array_repeat" | "array_prepend");
        let args = function.args.iter().enumerate();
        // Of a part that cannot be computed nothing is known either, so only a column is taken for one of nothing.
        let is_list = |at: usize, arg: &Expr| at == 0 && list_first && matches!(arg, Expr::Column(_));
        let lists: Vec<_> = args.map(|(at, arg)| as_list(&type_of(arg), is_list(at, arg))).collect();
        if lists.iter().any(Option::is_some) {
            let args = function.args.into_iter().zip(lists);
            let args = args.map(|(argument, list)| list.into_iter().fold(argument, cast)).collect();
            return resolve_call(ScalarFunction::new_udf(function.func, args), type_of);
        }
    }
    let other = match (name, function.args.as_slice()) {
        ("abs", [value]) if is_encoded(&given) => Some(scalar_fn::abs(cast(value.clone(), value_type(&given).clone()))),
        // The engine makes floats of ints, which hold no more than 53 bits.
        ("floor" | "ceil" | "trunc", [value]) if given.is_integer() => Some(value.clone()),
        ("nanvl", [value, _]) if given.is_integer() => Some(value.clone()),
        ("trunc", [value, decimals]) if given.is_integer() => {
            integer_literal(decimals).map(|decimals| truncate_integer(value, decimals))
        }
        // Scaling by a power of ten overflows, or adds digits.
        ("round", [value, decimals]) if is_float(&given) => integer_literal(decimals)
            .filter(|decimals| *decimals != 0)
            .map(|decimals| native_fn::round(value.clone(), decimals)),
        ("trunc", [value, decimals]) if is_float(&given) => integer_literal(decimals)
            .filter(|decimals| *decimals != 0)
            .map(|decimals| native_fn::trunc(value.clone(), decimals)),
        // The engine turns a date into nanoseconds, which hold the years 1677 to 2262 only.
        ("date_trunc", [Expr::Literal(unit, _), date]) if is_date(&type_of(date)) => {
            Some(native_fn::truncate(date.clone(), unit.try_as_str().flatten().unwrap_or_default()))
        }
        // Long ones come out as null, and the parts are not parts but totals.
        ("date_part", [_, span]) if matches!(type_of(span), DataType::Duration(_)) => {
            let wants = "dates, times, timestamps and intervals";
            return Err(type_refusal(name, wants, (span, &type_of(span)), "ask .dt.total_seconds() and its like"));
        }
        ("date_part", [part, nothing]) if type_of(nothing).is_null() => {
            Some(scalar_fn::date_part(part.clone(), cast(nothing.clone(), DataType::Timestamp(TimeUnit::Second, None))))
        }
        ("date_part", [Expr::Literal(part, _), time])
            if matches!(type_of(time), DataType::Time32(_) | DataType::Time64(_))
                && !OF_TIMES.contains(&part.try_as_str().flatten().unwrap_or_default()) =>
        {
            return Err(type_refusal(name, "dates, timestamps and intervals", (time, &type_of(time)), ""));
        }
        ("date_part", [Expr::Literal(part, _), span])
            if matches!(type_of(span), DataType::Interval(_))
                && OF_CALENDARS.contains(&part.try_as_str().flatten().unwrap_or_default()) =>
        {
            return Err(type_refusal(name, "dates and timestamps", (span, &type_of(span)), ""));
        }
        ("date_trunc", [unit, nothing]) if type_of(nothing).is_null() => Some(scalar_fn::date_trunc(
            unit.clone(),
            cast(nothing.clone(), DataType::Timestamp(TimeUnit::Second, None)),
        )),
        ("date_trunc", [Expr::Literal(unit, _), time])
            if matches!(type_of(time), DataType::Time32(_) | DataType::Time64(_))
                && !OF_TIMES.contains(&unit.try_as_str().flatten().unwrap_or_default()) =>
        {
            return Err(type_refusal(
                name,
                "dates and timestamps",
                (time, &type_of(time)),
                "a time of day has hours at most",
            ));
        }
        ("to_hex", [nothing]) if given.is_null() => Some(scalar_fn::to_hex(cast(nothing.clone(), DataType::Int64))),
        ("trunc", [nothing, ..]) if given.is_null() => Some(cast(nothing.clone(), DataType::Int64)),
        // The format would be ignored.
        ("to_char", _) if matches!(given, DataType::Duration(_)) => {
            let wants = "dates, times and timestamps";
            return Err(type_refusal(name, wants, (first, &given), "cast it to a string: .cast(str)"));
        }
        ("concat" | "concat_ws", parts) => {
            match parts.iter().map(|part| (part, type_of(part))).find(|(_, given)| given.is_nested()) {
                Some((part, nested)) => return Err(type_refusal(name, "strings", (part, &nested), "")),
                None => None,
            }
        }
        ("clip", [value, ends @ ..]) => {
            for end in ends.iter().map(|end| (end, type_of(end))) {
                if native_fn::clip_type(&given, &end.1).is_none() {
                    let message = format!(
                        "{} cannot be limited to a range of {}",
                        with_type(value, &given),
                        with_type(end.0, &end.1)
                    );
                    return Err(Error::new(ErrorKind::Type, name, message).with_hint("cast one of them").into());
                }
            }
            None
        }
        // The engine reads texts as numbers, and cannot go on with lists.
        ("array_avg", _) if item_type(&given).is_some_and(|item| !is_number(item)) => {
            return Err(type_refusal(name, "lists of numbers", (first, &given), ""));
        }
        ("array_add" | "array_subtract" | "array_scale" | "array_normalize", _)
            if item_type(&given).is_some_and(DataType::is_nested) =>
        {
            return Err(type_refusal(name, "lists of numbers", (first, &given), ""));
        }
        ("array_to_string", _) if item_type(&given).is_some_and(|item| item.is_nested() && !item.is_list()) => {
            return Err(type_refusal(
                name,
                "lists of strings",
                (first, &given),
                "cast them first: .cast(\"list<string>\")",
            ));
        }
        _ => None,
    };
    Ok(other.map_or_else(|| Transformed::no(Expr::ScalarFunction(function)), Transformed::yes))
}

fn type_refusal(
    name: &str,
    wants: &str,
    (value, given): (&Expr, &DataType),
    hint: &str,
) -> datafusion::error::DataFusionError {
    let message = format!("expected {wants}, got {}", with_type(value, given));
    Error::new(ErrorKind::Type, display_name(name), message).with_hint(hint).into()
}

fn is_text(given: &DataType) -> bool {
    let values = value_type(given);
    values.is_string() || values.is_null()
}

/// The plain list that a list view is cast to, and a column of nothing where there must be a list.
fn as_list(given: &DataType, is_list: bool) -> Option<DataType> {
    match given {
        DataType::Null if is_list => Some(DataType::List(Arc::new(Field::new_list_field(DataType::Null, true)))),
        DataType::ListView(item) => Some(DataType::List(Arc::clone(item))),
        DataType::LargeListView(item) => Some(DataType::LargeList(Arc::clone(item))),
        _ => None,
    }
}

fn is_number(given: &DataType) -> bool {
    value_type(given).is_numeric() || matches!(value_type(given), DataType::Boolean | DataType::Null)
}

fn is_encoded(given: &DataType) -> bool {
    matches!(given, DataType::Dictionary(..) | DataType::RunEndEncoded(..))
}

fn is_float(given: &DataType) -> bool {
    matches!(given, DataType::Float32 | DataType::Float64)
}

fn is_date(given: &DataType) -> bool {
    matches!(given, DataType::Date32 | DataType::Date64)
}

fn integer_literal(decimals: &Expr) -> Option<i64> {
    match decimals {
        Expr::Literal(ScalarValue::Int64(decimals), _) => *decimals,
        _ => None,
    }
}

/// An int with its last digits made 0. The engine's division of ints cuts towards zero.
fn truncate_integer(value: &Expr, decimals: i64) -> Expr {
    let digits = u32::try_from(decimals.saturating_neg()).unwrap_or(0);
    match 10i64.checked_pow(digits) {
        Some(1) => value.clone(),
        Some(unit) => {
            let cut = BinaryExpr::new(Box::new(value.clone()), Operator::Divide, Box::new(lit(unit)));
            Expr::BinaryExpr(cut) * lit(unit)
        }
        None => value.clone() * lit(0i64),
    }
}

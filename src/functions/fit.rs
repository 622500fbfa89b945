//! What a function of the engine becomes for the types at hand: another function where the engine's own would mangle
//! values of that type, an error that names the type where none can be right. An expression is made before its columns
//! are known, so this is asked when a frame resolves it.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::Transformed;
use datafusion::error::Result;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, lit};
use datafusion::scalar::ScalarValue;
use pyrust_engine::render::type_name;
use pyrust_engine::{Error, ErrorKind, functions as native_fn};

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

/// The function for arguments of the types that `type_of` knows.
pub fn fit(function: ScalarFunction, type_of: impl Fn(&Expr) -> DataType) -> Result<Transformed<Expr>> {
    let name = function.name();
    let Some(first) = function.args.first() else {
        return Ok(Transformed::no(Expr::ScalarFunction(function)));
    };
    let given = type_of(first);
    if OF_TEXTS.contains(&name) && !is_text(&given) {
        let hint = if given.is_nested() { "" } else { "turn it into text first: .cast(str)" };
        return Err(refused(name, "texts", &given, hint));
    }
    let other = match (name, function.args.as_slice()) {
        // The engine makes floats of ints, which hold no more than 53 bits.
        ("floor" | "ceil" | "trunc", [value]) if given.is_integer() => Some(value.clone()),
        ("nanvl", [value, _]) if given.is_integer() => Some(value.clone()),
        ("trunc", [value, decimals]) if given.is_integer() => whole(decimals).map(|decimals| cut(value, decimals)),
        // Scaling by a power of ten overflows, or adds digits.
        ("round", [value, decimals]) if is_float(&given) => {
            whole(decimals).filter(|decimals| *decimals != 0).map(|decimals| native_fn::round(value.clone(), decimals))
        }
        ("trunc", [value, decimals]) if is_float(&given) => {
            whole(decimals).filter(|decimals| *decimals != 0).map(|decimals| native_fn::trunc(value.clone(), decimals))
        }
        // The engine turns a date into nanoseconds, which hold the years 1677 to 2262 only.
        ("date_trunc", [Expr::Literal(unit, _), date]) if is_date(&type_of(date)) => {
            Some(native_fn::truncate(date.clone(), unit.try_as_str().flatten().unwrap_or_default()))
        }
        // Long ones come out as null, and the parts are not parts but totals.
        ("date_part", [_, span]) if matches!(type_of(span), DataType::Duration(_)) => {
            let wants = "dates, times, timestamps and intervals";
            return Err(refused(name, wants, &type_of(span), "ask .dt.total_seconds() and its like"));
        }
        // The format would be ignored.
        ("to_char", _) if matches!(given, DataType::Duration(_)) => {
            return Err(refused(name, "dates, times and timestamps", &given, "turn it into text by .cast(str)"));
        }
        ("concat" | "concat_ws", parts) => match parts.iter().map(type_of).find(DataType::is_nested) {
            Some(nested) => return Err(refused(name, "texts", &nested, "")),
            None => None,
        },
        _ => None,
    };
    Ok(other.map_or_else(|| Transformed::no(Expr::ScalarFunction(function)), Transformed::yes))
}

fn refused(name: &str, wants: &str, given: &DataType, hint: &str) -> datafusion::error::DataFusionError {
    let message = format!("it is computed from {wants}, not from {}", type_name(given));
    Error::new(ErrorKind::Type, super::shown(name), message).with_hint(hint).into()
}

fn is_text(given: &DataType) -> bool {
    match given {
        DataType::Dictionary(_, values) => is_text(values),
        DataType::RunEndEncoded(_, values) => is_text(values.data_type()),
        other => other.is_string() || other.is_null(),
    }
}

fn is_float(given: &DataType) -> bool {
    matches!(given, DataType::Float32 | DataType::Float64)
}

fn is_date(given: &DataType) -> bool {
    matches!(given, DataType::Date32 | DataType::Date64)
}

fn whole(decimals: &Expr) -> Option<i64> {
    match decimals {
        Expr::Literal(ScalarValue::Int64(decimals), _) => *decimals,
        _ => None,
    }
}

/// An int with its last digits made 0. The engine's division of ints cuts towards zero.
fn cut(value: &Expr, decimals: i64) -> Expr {
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

//! Regular expressions where DataFusion has no function: a group of the first match, all matches, the strings between
//! matches. The syntax is that of the regex crate, as in DataFusion's own functions.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, ListBuilder, StringBuilder};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field};
use datafusion::functions::core::named_struct;
use datafusion::logical_expr::{Case, Expr, lit};
use datafusion::scalar::ScalarValue;
use regex::Regex;

use super::{Function, text};
use crate::error::{Error, ErrorKind, Result, wording};

static EXTRACT: Function = Function {
    name: "regexp_extract",
    wants: "strings",
    returns: |given, _| given.is_string().then_some(DataType::Utf8),
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let (texts, pattern) = (strings(EXTRACT.name, array)?, compiled(EXTRACT.name, text(constants.first()))?);
        let group = match constants.get(1) {
            Some(ScalarValue::Int64(Some(group))) => usize::try_from(*group).unwrap_or(usize::MAX),
            _ => 0,
        };
        let mut found = StringBuilder::new();
        for text in texts.as_string::<i32>() {
            let group = text.and_then(|text| pattern.captures(text)).and_then(|captures| captures.get(group));
            found.append_option(group.map(|group| group.as_str()));
        }
        Ok(Arc::new(found.finish()))
    },
};

static EXTRACT_ALL: Function = Function {
    name: "regexp_extract_all",
    wants: "strings",
    returns: |given, _| given.is_string().then(list_of_texts),
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let pattern = compiled(EXTRACT_ALL.name, text(constants.first()))?;
        lists(EXTRACT_ALL.name, array, |text, list| {
            pattern.find_iter(text).for_each(|found| list.append_value(found.as_str()));
        })
    },
};

static SPLIT_AT: Function = Function {
    name: "split",
    wants: "strings",
    returns: |given, _| given.is_string().then(list_of_texts),
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let delimiter = text(constants.first());
        lists(SPLIT_AT.name, array, |text, list| text.split(delimiter).for_each(|part| list.append_value(part)))
    },
};

static SPLIT: Function = Function {
    name: "regexp_split",
    wants: "strings",
    returns: |given, _| given.is_string().then(list_of_texts),
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let pattern = compiled(SPLIT.name, text(constants.first()))?;
        lists(SPLIT.name, array, |text, list| pattern.split(text).for_each(|part| list.append_value(part)))
    },
};

/// Returns the string that a group of the first match has captured; null if nothing matches or the group takes no part
/// in the match.
///
/// # Errors
/// A `Value` error if the pattern is invalid, or has no such group.
pub fn extract(expr: Expr, pattern: &str, group: i64) -> Result<Expr> {
    let groups = compiled(EXTRACT.name, pattern)?.captures_len() - 1;
    if usize::try_from(group).map_or(true, |group| group > groups) {
        let message = format!("the pattern {pattern} has {groups} groups, so there is no group {group}");
        return Err(Error::new(ErrorKind::Value, EXTRACT.name, message)
            .with_hint("groups are counted from 1; 0 is the whole match"));
    }
    Ok(EXTRACT.call(expr, [pattern.into(), ScalarValue::Int64(Some(group))]))
}

/// Returns a struct of what each group of the first match has captured, named as the group is, or numbered; all are null if
/// nothing matches.
///
/// # Errors
/// A `Value` error if the pattern is invalid, or has no group.
pub fn extract_groups(expr: &Expr, pattern: &str) -> Result<Expr> {
    let compiled = compiled("extract_groups", pattern)?;
    let names = compiled.capture_names().enumerate().skip(1);
    let names: Vec<_> = names.map(|(group, name)| name.map_or_else(|| group.to_string(), str::to_owned)).collect();
    if names.is_empty() {
        return Err(Error::new(ErrorKind::Value, "extract_groups", format!("the pattern {pattern} has no group"))
            .with_hint("put brackets around what is to be found: (\\d+), or (?P<name>\\d+)"));
    }
    let groups = names.into_iter().zip(1i64..).flat_map(|(name, group)| {
        [lit(name), EXTRACT.call(expr.clone(), [pattern.into(), ScalarValue::Int64(Some(group))])]
    });
    let groups = named_struct().call(groups.collect());
    Ok(Expr::Case(Case::new(None, vec![(Box::new(expr.clone().is_not_null()), Box::new(groups))], None)))
}

/// Returns every match, from left to right.
///
/// # Errors
/// A `Value` error if the pattern is invalid.
pub fn extract_all(expr: Expr, pattern: &str) -> Result<Expr> {
    compiled(EXTRACT_ALL.name, pattern)?;
    Ok(EXTRACT_ALL.call(expr, [pattern.into()]))
}

/// Returns the strings between the occurrences of a delimiter; for an empty string, itself.
///
/// # Errors
/// A `Value` error if the delimiter is empty.
pub fn split_at(expr: Expr, delimiter: &str) -> Result<Expr> {
    if delimiter.is_empty() {
        return Err(Error::new(ErrorKind::Value, SPLIT_AT.name, "the delimiter is empty"));
    }
    Ok(SPLIT_AT.call(expr, [delimiter.into()]))
}

/// Returns the strings between the matches.
///
/// # Errors
/// A `Value` error if the pattern is invalid.
pub fn split(expr: Expr, pattern: &str) -> Result<Expr> {
    compiled(SPLIT.name, pattern)?;
    Ok(SPLIT.call(expr, [pattern.into()]))
}

fn compiled(operation: &str, pattern: &str) -> Result<Regex> {
    Regex::new(pattern).map_err(|error| {
        let reason = error.to_string();
        let reason = wording::pattern_reason(&reason);
        Error::new(ErrorKind::Value, operation, format!("the pattern {pattern} cannot be read: {reason}"))
            .with_hint("to find a string as it is, use .str.contains(), .str.replace() or .str.split()")
    })
}

/// Casts strings to the one layout that the functions read.
pub(super) fn strings(operation: &str, array: &ArrayRef) -> Result<ArrayRef> {
    cast(array, &DataType::Utf8).map_err(|error| Error::from_arrow(operation, error))
}

fn list_of_texts() -> DataType {
    DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)))
}

fn lists(operation: &str, array: &ArrayRef, each: impl Fn(&str, &mut StringBuilder)) -> Result<ArrayRef> {
    let texts = strings(operation, array)?;
    let mut lists = ListBuilder::with_capacity(StringBuilder::new(), texts.len());
    for text in texts.as_string::<i32>() {
        if let Some(text) = text {
            each(text, lists.values());
        }
        lists.append(text.is_some());
    }
    Ok(Arc::new(lists.finish()))
}

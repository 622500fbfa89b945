//! Partition columns in the names of folders: `year=2024/month=1/part-0.parquet`.
//!
//! A null is the folder `name=__HIVE_DEFAULT_PARTITION__`, and characters that have a meaning in a path are written
//! `%2F`, both as in Hive. The type of a column is inferred from all of its values: integers, dates, booleans, else
//! strings.

use std::path::MAIN_SEPARATOR;

use arrow::datatypes::{DataType, Field};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::local::names::unescaped;

const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// Whether the names of folders are columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hive {
    /// They are, if all files are in folders of the same names.
    #[default]
    Auto,
    /// They are, or it is an error.
    Yes,
    /// They are not.
    No,
}

/// Returns the name of the folder of a value.
pub(crate) fn folder(name: &str, value: Option<&str>) -> String {
    format!("{}={}", escaped(name), value.map_or_else(|| NULL.to_string(), escaped))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let special =
            character.is_control() || "\"#%'*/:=?\\{}[]^<>|".contains(character) || character == MAIN_SEPARATOR;
        if special {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(character);
        }
    }
    // A folder called `.` or `..` would be another folder.
    if out.starts_with('.') { out.replacen('.', "%2E", 1) } else { out }
}

fn percent_decoded(text: &str) -> String {
    String::from_utf8(unescaped(text)).unwrap_or_else(|_| text.to_string())
}

/// Returns the columns in the names of the folders between a path and a file, with their values; `None` is null.
pub(super) fn values<'a>(folders: impl Iterator<Item = &'a str>) -> Vec<(String, Option<String>)> {
    folders
        .filter_map(|folder| folder.split_once('='))
        .map(|(name, value)| (percent_decoded(name), (value != NULL).then(|| percent_decoded(value))))
        .collect()
}

/// Returns the partition columns that all files have; none if none are wanted, or the folders have none.
pub(super) fn columns(operation: &str, wanted: Hive, files: &[Vec<(String, Option<String>)>]) -> Result<Vec<Field>> {
    let names = |file: &Vec<(String, Option<String>)>| file.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let Some(first) = files.first().map(names).filter(|_| wanted != Hive::No) else { return Ok(Vec::new()) };
    let odd = files.iter().map(names).find(|other| *other != first);
    match (wanted, odd) {
        (Hive::Yes, Some(odd)) => {
            let message = format!("the folders name different columns: {} and {}", listed(&first), listed(&odd));
            Err(Error::new(ErrorKind::Schema, operation, message)
                .with_hint("read the folders one by one, or give hive_partitioning=False"))
        }
        (Hive::Yes, None) if first.is_empty() => {
            Err(Error::new(ErrorKind::Schema, operation, "no folder is called name=value")
                .with_hint("give the folder above the partitions, or leave hive_partitioning out"))
        }
        (_, Some(_)) => Ok(Vec::new()),
        (_, None) => Ok(first
            .into_iter()
            .enumerate()
            .map(|(at, name)| {
                let values = files.iter().filter_map(|file| file.get(at)?.1.as_deref());
                Field::new(name, type_of(values), true)
            })
            .collect()),
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

/// Returns the narrowest type that holds all values and formats them to the same string.
fn type_of<'a>(values: impl Iterator<Item = &'a str> + Clone) -> DataType {
    let mut seen = values.clone().peekable();
    if seen.peek().is_none() {
        return DataType::Utf8;
    }
    let all = |data_type: DataType| {
        values.clone().all(|value| {
            ScalarValue::try_from_string(value.to_string(), &data_type).is_ok_and(|read| read.to_string() == value)
        })
    };
    // `007` is not a number: its zeros would be lost.
    let known = [DataType::Int64, DataType::Date32, DataType::Boolean];
    known.into_iter().find(|data_type| all(data_type.clone())).unwrap_or(DataType::Utf8)
}

/// Returns the value of a column of `data_type`.
pub(super) fn scalar(operation: &str, name: &str, value: Option<&str>, data_type: &DataType) -> Result<ScalarValue> {
    let read = match value {
        None => ScalarValue::try_from(data_type),
        Some(text) => ScalarValue::try_from_string(text.to_string(), data_type),
    };
    read.map_err(|_| {
        let message = format!("the folder {name}={} is not a valid {data_type}", value.unwrap_or(NULL));
        Error::new(ErrorKind::Schema, operation, message).with_hint("give the column's type in schema_overrides")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for value in [Some("plain"), Some("a/b=c %2F"), Some(""), Some("ä:x"), Some("."), Some(".."), None] {
            let made = folder("k=1", value);
            assert!(!made.contains('/'), "{made}");
            let read = values([made.as_str()].into_iter());
            assert_eq!(read, [("k=1".to_string(), value.map(str::to_string))]);
        }
    }

    #[test]
    fn a_type_keeps_the_text() {
        let of = |values: &[&str]| type_of(values.iter().copied());
        assert_eq!(of(&["1", "-20"]), DataType::Int64);
        assert_eq!(of(&["2024-01-31"]), DataType::Date32);
        assert_eq!(of(&["true", "false"]), DataType::Boolean);
        assert_eq!(of(&["1", "x"]), DataType::Utf8);
        assert_eq!(of(&["007"]), DataType::Utf8);
        assert_eq!(of(&[]), DataType::Utf8);
    }

    #[test]
    fn folders_must_agree() {
        let file = |names: &[&str]| names.iter().map(|n| (n.to_string(), Some("1".to_string()))).collect::<Vec<_>>();
        let files = [file(&["a", "b"]), file(&["a"])];
        assert!(columns("read", Hive::Auto, &files).unwrap().is_empty());
        assert!(columns("read", Hive::Yes, &files).is_err());
        assert_eq!(columns("read", Hive::Yes, &files[..1]).unwrap().len(), 2);
        assert!(columns("read", Hive::No, &files[..1]).unwrap().is_empty());
    }
}

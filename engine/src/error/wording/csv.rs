//! What arrow says of CSV.

use super::number_after;

/// What arrow finds wrong in a record, with the number of the record from 1.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BadRecord<'a> {
    /// The field of that number, from 1, is not UTF-8.
    Charset { record: usize, field: usize },
    /// Another number of values than there are columns.
    Count { record: usize, expected: usize, given: &'a str },
}

/// Returns what is wrong in a record.
pub(crate) fn bad_record(message: &str) -> Option<BadRecord<'_>> {
    let (record, rest) = number_after(message, "for line ")?;
    if let Some((field, _)) = number_after(rest, "and field ").filter(|_| message.contains("invalid UTF-8")) {
        return Some(BadRecord::Charset { record, field });
    }
    let (expected, given) = number_after(rest, "expected ")?;
    Some(BadRecord::Count { record, expected, given: given.strip_prefix(" got ")? })
}

/// Returns the number of the column in an error of a value, from 0.
pub(crate) fn csv_column(message: &str) -> Option<usize> {
    let what = without_record(message);
    number_after(what, "for column ").or_else(|| number_after(what, "parsing column ")).map(|(at, _)| at)
}

/// Returns the number of the record in an error of a value, from 0.
pub(crate) fn csv_record(message: &str) -> Option<usize> {
    number_after(without_record(message), "at line ").map(|(number, _)| number)
}

/// Returns an error of a value without the record that it shows, with the name of its column and its line.
pub(crate) fn bad_value(message: &str, column: (usize, &str), line: Option<(usize, usize)>) -> String {
    let (at, name) = column;
    let what = without_record(message).replace(&format!("column {at}"), &format!("column \"{name}\""));
    match line {
        Some((record, line)) => what.replace(&format!("at line {record}"), &format!("at line {line}")),
        None => what,
    }
}

/// Returns an error of a value without the record that it shows.
fn without_record(message: &str) -> &str {
    message.split(". Row data:").next().unwrap_or(message)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::datatypes::{DataType, Field, Schema};

    use super::*;

    /// The error of a CSV file with two columns of integers.
    fn csv_error(text: &[u8]) -> String {
        let columns = ["a", "b"].map(|name| Field::new(name, DataType::Int64, true));
        let rows = arrow::csv::ReaderBuilder::new(Arc::new(Schema::new(columns.to_vec()))).build(text).unwrap();
        rows.filter_map(std::result::Result::err).next().unwrap().to_string()
    }

    #[test]
    fn a_csv_record_names_its_number_and_what_is_wrong() {
        let error = csv_error(b"1,2\n3\n");
        assert_eq!(bad_record(&error), Some(BadRecord::Count { record: 2, expected: 2, given: "1" }), "{error}");
        let error = csv_error(b"1,2\n3,4,5\n");
        assert_eq!(bad_record(&error), Some(BadRecord::Count { record: 2, expected: 2, given: "3" }), "{error}");
        let error = csv_error(b"1,2\n3,\xff\n");
        assert_eq!(bad_record(&error), Some(BadRecord::Charset { record: 2, field: 2 }), "{error}");
    }

    #[test]
    fn a_csv_value_names_its_column_and_its_record() {
        let error = csv_error(b"1,2\n3,for column 9 at line 8\n");
        assert_eq!((csv_column(&error), csv_record(&error)), (Some(1), Some(1)), "{error}");
        let shown = bad_value(&error, (1, "b"), Some((1, 7)));
        assert!(shown.ends_with("for column \"b\" at line 7"), "{shown}");
    }
}

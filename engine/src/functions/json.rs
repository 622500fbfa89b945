//! JSON in strings: read as values of a type, a part of it found by a path, and structs written as JSON. Paths are those of
//! RFC 9535.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray, StringBuilder, new_empty_array};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::json::{LineDelimitedWriter, ReaderBuilder, WriterBuilder};
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::pattern::strings;
use super::{Function, text};
use crate::error::{Error, ErrorKind, Result};
use crate::render::type_name;

/// How much of a string a message shows.
const LONGEST_EXCERPT: usize = 40;
/// The name of the column that values are read in.
const COLUMN: &str = "value";

static DECODE: Function = Function {
    name: "json_decode",
    wants: "strings",
    returns: |given, constants| given.is_string().then(|| decoded_type(constants)),
    of_null: DataType::Utf8,
    compute: |array, constants| decoded(array, &decoded_type(constants)),
};

static ENCODE: Function = Function {
    name: "json_encode",
    wants: "structs",
    returns: |given, _| matches!(given, DataType::Struct(_) | DataType::Null).then_some(DataType::Utf8),
    of_null: DataType::Null,
    compute: |array, _| encoded(array),
};

static PATH_MATCH: Function = Function {
    name: "json_path_match",
    wants: "strings",
    returns: |given, _| given.is_string().then_some(DataType::Utf8),
    of_null: DataType::Utf8,
    compute: |array, constants| {
        let (texts, path) = (strings(PATH_MATCH.name, array)?, path(text(constants.first()))?);
        let found = texts.as_string::<i32>().iter().map(|text| matched(text?, &path));
        Ok(Arc::new(found.collect::<StringArray>()))
    },
};

/// Returns the JSON of a string as a value of a type.
///
/// # Errors
/// `Schema` if there is no value of that type.
pub fn json_decode(expr: Expr, to: &DataType) -> Result<Expr> {
    // A constant of the type says what it is.
    let to = ScalarValue::try_new_null(to).map_err(|error| Error::from_datafusion(DECODE.name, error))?;
    Ok(DECODE.call(expr, [to]))
}

/// Returns a struct as a JSON object, with its nulls.
pub fn json_encode(expr: Expr) -> Expr {
    ENCODE.call(expr, [])
}

/// Returns the first value that a path finds in the JSON of a string: the text of a string, the JSON of anything else. Null
/// where it finds none, or null, or the string is not JSON.
///
/// # Errors
/// `Value` if the path is invalid.
pub fn json_path_match(expr: Expr, pattern: &str) -> Result<Expr> {
    path(pattern)?;
    Ok(PATH_MATCH.call(expr, [pattern.into()]))
}

fn path(text: &str) -> Result<JsonPath> {
    JsonPath::parse(text).map_err(|error| {
        let reason = error.to_string();
        Error::new(ErrorKind::Value, PATH_MATCH.name, format!("the path {text} cannot be read: {reason}"))
            .with_hint("a path begins with $, the whole value: $.items[0].name, $['a b'], $..price")
    })
}

fn matched(text: &str, path: &JsonPath) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    match path.query(&value).first()? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn decoded_type(constants: &[ScalarValue]) -> DataType {
    constants.first().map_or(DataType::Null, ScalarValue::data_type)
}

fn decoded(array: &ArrayRef, to: &DataType) -> Result<ArrayRef> {
    let failed = |error| {
        let reason = match error {
            ArrowError::JsonError(reason) => reason,
            other => other.to_string(),
        };
        let reason = reason.lines().next().unwrap_or_default();
        Error::new(ErrorKind::Value, DECODE.name, format!("a value does not fit {}: {reason}", type_name(to)))
    };
    let texts = strings(DECODE.name, array)?;
    if texts.is_empty() {
        return Ok(new_empty_array(to));
    }
    // Each text is checked to be one value by itself, so that none can end the object it is put into.
    let mut rows = String::with_capacity(texts.as_string::<i32>().values().len() + texts.len() * 12);
    for text in texts.as_string::<i32>() {
        let text = text.unwrap_or("null");
        serde_json::from_str::<Value>(text).map_err(|error| {
            let shown: String = text.chars().take(LONGEST_EXCERPT).collect();
            let mark = if shown.len() < text.len() { "…" } else { "" };
            Error::new(ErrorKind::Value, DECODE.name, format!("{shown}{mark} is not JSON: {error}"))
        })?;
        rows.extend(["{\"", COLUMN, "\":", text, "}\n"]);
    }
    let schema = Arc::new(Schema::new(vec![Field::new(COLUMN, to.clone(), true)]));
    let mut decoder = ReaderBuilder::new(schema).with_batch_size(texts.len()).build_decoder().map_err(failed)?;
    let mut rest = rows.as_bytes();
    while !rest.is_empty() {
        let read = decoder.decode(rest).map_err(failed)?;
        if read == 0 {
            break;
        }
        rest = &rest[read..];
    }
    let batch = decoder.flush().map_err(failed)?;
    let values = batch.and_then(|batch| batch.columns().first().cloned());
    values.filter(|values| values.len() == texts.len()).ok_or_else(|| {
        Error::new(ErrorKind::Internal, DECODE.name, "the reader of JSON gives other rows than it was given")
    })
}

fn encoded(array: &ArrayRef) -> Result<ArrayRef> {
    let failed = |error| Error::from_arrow(ENCODE.name, error);
    let Some(structs) = array.as_struct_opt() else {
        return Ok(arrow::array::new_null_array(&DataType::Utf8, array.len()));
    };
    let mut bytes = Vec::new();
    // A row of a batch is there; which structs are null is added below.
    let (fields, columns, nulls) = structs.clone().into_parts();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(failed)?;
    let mut writer: LineDelimitedWriter<_> = WriterBuilder::new().with_explicit_nulls(true).build(&mut bytes);
    writer.write(&batch).and_then(|()| writer.finish()).map_err(failed)?;
    drop(writer);
    let lines = std::str::from_utf8(&bytes).unwrap_or_default().lines();
    let mut texts = StringBuilder::with_capacity(array.len(), bytes.len());
    for (row, line) in lines.enumerate() {
        let is_there = nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
        texts.append_option(is_there.then_some(line));
    }
    Ok(Arc::new(texts.finish()))
}

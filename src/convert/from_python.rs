//! Python values to one Arrow array: the type of a column is inferred from all of its values, then it is built.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Date32Array, DurationMicrosecondArray, Float64Array, GenericListArray, Int64Array,
    NullArray, OffsetSizeTrait, StructArray, Time64MicrosecondArray, TimestampMicrosecondArray,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{Field, Fields};
use pyo3::exceptions::PyOverflowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDate, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList, PyMemoryView, PyString,
    PyTime, PyTuple,
};

use super::foreign::{is_missing, plain};
use super::{Place, decimal, temporal, text};
use crate::exceptions::{overflow_error, type_error, value_error};
use crate::interpreter::breathe;

/// Nesting beyond this is a mistake (or a value that holds itself), and would exhaust the stack.
const DEEPEST: usize = 64;

type Values<'py> = Vec<Bound<'py, PyAny>>;

/// What a Python value is, as far as Arrow tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    Bool,
    Int,
    Float,
    Decimal,
    Text,
    Bytes,
    Date,
    Time,
    Naive,
    Zoned(String),
    Span,
    List,
    Struct,
}

impl Kind {
    fn python_name(&self) -> &'static str {
        match self {
            Self::Null => "None",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float => "float",
            Self::Decimal => "Decimal",
            Self::Text => "str",
            Self::Bytes => "bytes",
            Self::Date => "date",
            Self::Time => "time",
            Self::Naive => "datetime without a zone",
            Self::Zoned(_) => "datetime with a zone",
            Self::Span => "timedelta",
            Self::List => "list",
            Self::Struct => "dict",
        }
    }

    /// The kind that holds both, where that loses nothing a user would miss.
    fn merge(self, other: Self) -> Result<Self, (Self, Self)> {
        match (self, other) {
            (one, same) if one == same => Ok(one),
            (Self::Null, kind) | (kind, Self::Null) => Ok(kind),
            (Self::Int, Self::Float) | (Self::Float, Self::Int) => Ok(Self::Float),
            (Self::Int, Self::Decimal) | (Self::Decimal, Self::Int) => Ok(Self::Decimal),
            // The instants are the same; only UTC can stand for several zones.
            (Self::Zoned(_), Self::Zoned(_)) => Ok(Self::Zoned("UTC".to_owned())),
            pair => Err(pair),
        }
    }
}

/// The array of `values`.
pub fn array(place: &Place, values: Values<'_>) -> PyResult<ArrayRef> {
    nested(place, values, 0)
}

fn nested(place: &Place, mut values: Values<'_>, depth: usize) -> PyResult<ArrayRef> {
    if depth > DEEPEST {
        let message = format!("{} is nested more than {DEEPEST} levels deep", place.at(0));
        return Err(value_error(place.operation, message, ""));
    }
    let kind = infer(place, &mut values)?;
    let mut array = build(place, &kind, &values, depth)?;
    // Builders double what they have; a frame keeps what it needs.
    array.shrink_to_fit();
    Ok(array)
}

/// The kind of the whole column; values of other libraries are replaced by Python's own on the way.
fn infer(place: &Place, values: &mut Values<'_>) -> PyResult<Kind> {
    let mut column = Kind::Null;
    for (row, value) in values.iter_mut().enumerate() {
        breathe(value.py(), 1)?;
        let kind = match classify(value)? {
            Some(kind) => kind,
            None => {
                let plain = plain(place, row, value)?;
                let found = plain.as_ref().map(classify).transpose()?.flatten();
                let (Some(plain), Some(kind)) = (plain, found) else {
                    let at = if place.column.is_some() { format!("{} ", place.at(row)) } else { String::new() };
                    let name = type_of(value);
                    let article = if name.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                    let message = format!("{at}{article} {name} cannot become a value of a table");
                    return Err(type_error(
                        place.operation,
                        message,
                        "convert it to str, int, float, list or dict first",
                    ));
                };
                *value = plain;
                kind
            }
        };
        column = column.merge(kind).map_err(|(before, now)| {
            let message =
                format!("{} is a {}, the rows before are {}", place.at(row), now.python_name(), before.python_name());
            type_error(place.operation, message, "make the values of a column one type; None stands for a missing one")
        })?;
    }
    Ok(column)
}

fn type_of(value: &Bound<'_, PyAny>) -> String {
    value.get_type().fully_qualified_name().map_or_else(|_| "?".to_owned(), |name| name.to_string())
}

fn classify(value: &Bound<'_, PyAny>) -> PyResult<Option<Kind>> {
    if value.is_none() {
        return Ok(Some(Kind::Null));
    }
    let kind = if value.is_instance_of::<PyString>() {
        Kind::Text
    } else if value.is_instance_of::<PyBool>() {
        Kind::Bool
    } else if value.is_instance_of::<PyInt>() {
        Kind::Int
    } else if value.is_instance_of::<PyFloat>() {
        Kind::Float
    } else if value.is_instance_of::<PyDateTime>() {
        return datetime_kind(value);
    } else if value.is_instance_of::<PyDate>() {
        Kind::Date
    } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        Kind::List
    } else if value.is_instance_of::<PyDict>() {
        Kind::Struct
    } else if is_bytes(value) {
        Kind::Bytes
    } else if value.is_instance(decimal::class(value.py())?)? {
        Kind::Decimal
    } else if value.is_instance_of::<PyDelta>() {
        Kind::Span
    } else if value.is_instance_of::<PyTime>() {
        // A time of day with a zone has no type in Arrow.
        let zoned = !value.getattr(intern!(value.py(), "tzinfo"))?.is_none();
        return Ok((!zoned).then_some(Kind::Time));
    } else {
        return Ok(None);
    };
    Ok(Some(kind))
}

fn is_bytes(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() || value.is_instance_of::<PyMemoryView>()
}

fn datetime_kind(value: &Bound<'_, PyAny>) -> PyResult<Option<Kind>> {
    // pandas' NaT is a datetime by class, and its Timestamp may hold nanoseconds: both are for `plain`.
    if is_missing(value) {
        return Ok(None);
    }
    let tzinfo = value.getattr(intern!(value.py(), "tzinfo"))?;
    if tzinfo.is_none() {
        return Ok(Some(Kind::Naive));
    }
    Ok(Some(Kind::Zoned(temporal::zone_name(&tzinfo)?)))
}

fn build(place: &Place, kind: &Kind, values: &Values<'_>, depth: usize) -> PyResult<ArrayRef> {
    Ok(match kind {
        Kind::Null => Arc::new(NullArray::new(values.len())),
        Kind::Bool => Arc::new(each(values, |_, value| value.extract::<bool>())?.into_iter().collect::<BooleanArray>()),
        Kind::Int => Arc::new(each(values, |row, value| int(place, row, value))?.into_iter().collect::<Int64Array>()),
        Kind::Float => {
            let float = |row: usize, value: &Bound<'_, PyAny>| {
                value.extract::<f64>().map_err(|_| {
                    overflow_error(place.operation, format!("{} {value} is too large for a float64", place.at(row)), "")
                })
            };
            Arc::new(each(values, float)?.into_iter().collect::<Float64Array>())
        }
        Kind::Decimal => decimal::array(place, values)?,
        Kind::Text => text::texts(place, values)?,
        Kind::Bytes => text::bytes(values)?,
        Kind::Date => Arc::new(each(values, |_, v| temporal::date_days(v))?.into_iter().collect::<Date32Array>()),
        Kind::Time => {
            Arc::new(each(values, |_, v| temporal::time_micros(v))?.into_iter().collect::<Time64MicrosecondArray>())
        }
        Kind::Naive | Kind::Zoned(_) => {
            let micros = each(values, |row, v| datetime(place, row, v))?;
            let array: TimestampMicrosecondArray = micros.into_iter().collect();
            match kind {
                Kind::Zoned(zone) => Arc::new(array.with_timezone(zone.as_str())),
                _ => Arc::new(array),
            }
        }
        Kind::Span => {
            let span = |row: usize, value: &Bound<'_, PyAny>| {
                refuse_nanoseconds(place, row, value, intern!(value.py(), "nanoseconds"))?;
                temporal::delta_micros(value)?.ok_or_else(|| {
                    let message = format!("{} {value} is too long for a duration in microseconds", place.at(row));
                    overflow_error(place.operation, message, "")
                })
            };
            Arc::new(each(values, span)?.into_iter().collect::<DurationMicrosecondArray>())
        }
        Kind::List => list(place, values, depth)?,
        Kind::Struct => {
            let (fields, columns) = fields_of(place, values, depth)?;
            let nulls = NullBuffer::from_iter(values.iter().map(|value| !value.is_none()));
            if columns.is_empty() {
                Arc::new(StructArray::new_empty_fields(values.len(), Some(nulls)))
            } else {
                Arc::new(StructArray::new(fields, columns, Some(nulls)))
            }
        }
    })
}

/// The values that are there, converted one by one; None stays None.
fn each<T>(values: &Values<'_>, convert: impl Fn(usize, &Bound<'_, PyAny>) -> PyResult<T>) -> PyResult<Vec<Option<T>>> {
    let one = |(row, value): (usize, &Bound<'_, PyAny>)| {
        breathe(value.py(), 1)?;
        if value.is_none() { Ok(None) } else { convert(row, value).map(Some) }
    };
    values.iter().enumerate().map(one).collect()
}

fn int(place: &Place, row: usize, value: &Bound<'_, PyAny>) -> PyResult<i64> {
    value.extract::<i64>().map_err(|error| {
        if !error.is_instance_of::<PyOverflowError>(value.py()) {
            return error;
        }
        let message = format!("{} {} does not fit an int64", place.at(row), shown(value));
        overflow_error(place.operation, message, "use float, decimal.Decimal or str for larger numbers")
    })
}

/// A long number in short: Python refuses to print ints of more than 4,300 digits at all.
fn shown(value: &Bound<'_, PyAny>) -> String {
    match value.str() {
        Ok(text) if text.to_string().len() <= 40 => text.to_string(),
        _ => "a number of more than 40 digits".to_owned(),
    }
}

fn datetime(place: &Place, row: usize, value: &Bound<'_, PyAny>) -> PyResult<i64> {
    refuse_nanoseconds(place, row, value, intern!(value.py(), "nanosecond"))?;
    temporal::datetime_micros(value)
}

/// pandas' Timestamp and Timedelta are a datetime and a timedelta that count nanoseconds as well.
fn refuse_nanoseconds(place: &Place, row: usize, value: &Bound<'_, PyAny>, part: &Bound<'_, PyString>) -> PyResult<()> {
    match value.getattr_opt(part)? {
        Some(nanos) if nanos.is_truthy()? => {
            let message = format!("{} {value} holds nanoseconds", place.at(row));
            Err(value_error(place.operation, message, "give the column as a Series, which keeps them"))
        }
        _ => Ok(()),
    }
}

fn list(place: &Place, values: &Values<'_>, depth: usize) -> PyResult<ArrayRef> {
    let mut items = Vec::new();
    let mut lengths = Vec::with_capacity(values.len());
    for value in values {
        let before = items.len();
        if !value.is_none() {
            for item in value.try_iter()? {
                items.push(item?);
                breathe(value.py(), 1)?;
            }
        }
        lengths.push(items.len() - before);
    }
    let total = items.len();
    let items = nested(&place.inside("[]"), items, depth + 1)?;
    let nulls = NullBuffer::from_iter(values.iter().map(|value| !value.is_none()));
    if i32::try_from(total).is_ok() {
        list_array::<i32>(lengths, items, nulls)
    } else {
        list_array::<i64>(lengths, items, nulls)
    }
}

fn list_array<O: OffsetSizeTrait>(lengths: Vec<usize>, items: ArrayRef, nulls: NullBuffer) -> PyResult<ArrayRef> {
    let field = Arc::new(Field::new("item", items.data_type().clone(), true));
    let offsets = OffsetBuffer::<O>::from_lengths(lengths);
    Ok(Arc::new(GenericListArray::new(field, offsets, items, Some(nulls))))
}

/// The fields of dicts; a missing key is null.
fn fields_of(place: &Place, rows: &[Bound<'_, PyAny>], depth: usize) -> PyResult<(Fields, Vec<ArrayRef>)> {
    if depth > DEEPEST {
        let message = format!("{} is nested more than {DEEPEST} levels deep", place.at(0));
        return Err(value_error(place.operation, message, ""));
    }
    let named = by_key(place, rows)?;
    let mut fields = Vec::with_capacity(named.len());
    let mut columns = Vec::with_capacity(named.len());
    for (name, values) in named {
        let column = nested(&place.field(&name), values, depth + 1)?;
        fields.push(Field::new(name, column.data_type().clone(), true));
        columns.push(column);
    }
    Ok((fields.into(), columns))
}

/// The values of dicts by key: every key that occurs, in the order it is first seen, with None where a dict lacks it.
pub fn by_key<'py>(place: &Place, rows: &[Bound<'py, PyAny>]) -> PyResult<Vec<(String, Values<'py>)>> {
    let mut names: Vec<String> = Vec::new();
    let mut found: std::collections::HashMap<String, Values<'py>> = std::collections::HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Ok(row) = row.cast::<PyDict>() else { continue };
        let none = || row.py().None().into_bound(row.py());
        for (key, value) in row.iter() {
            let Ok(key) = key.cast::<PyString>() else {
                let message = format!("{} has the key {}, which is not a str", place.at(at), key.repr()?);
                return Err(type_error(
                    place.operation,
                    message,
                    "the keys of a dict become names of columns or fields",
                ));
            };
            let key = key.to_str()?;
            let column = match found.get_mut(key) {
                Some(column) => column,
                None => {
                    names.push(key.to_owned());
                    found.entry(key.to_owned()).or_default()
                }
            };
            column.resize_with(at, none);
            column.push(value);
        }
        // Not while the dict is walked, as others may write to it.
        breathe(row.py(), row.len())?;
    }
    let complete = |name: String| {
        let mut values = found.remove(&name).unwrap_or_default();
        if let Some(first) = rows.first() {
            values.resize_with(rows.len(), || first.py().None().into_bound(first.py()));
        }
        (name, values)
    };
    Ok(names.into_iter().map(complete).collect())
}

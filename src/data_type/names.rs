//! Whatever a user may write for a type: a [`PyDataType`], a name (`int64`, `decimal(15,2)`, `timestamp[us,
//! Europe/Berlin]`, `list<string>`), one of Python's classes, or a type of numpy, pyarrow or polars. This is the one place
//! that reads them. The way back from a type to its name is `render::type_name`.

use std::str::FromStr;
use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::datatypes::{
    DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, Field, Fields, IntervalUnit, Schema, SchemaRef,
    TimeUnit,
};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDate, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyString, PyTime, PyType};
use pyrust_engine::error::nearest;
use pyrust_engine::render::type_name;

use super::PyDataType;
use crate::exceptions::{short, type_error};

/// The names that a type without arguments can have, for the nearest to one that is misspelled.
const NAMES: [&str; 27] = [
    "null",
    "bool",
    "boolean",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
    "string",
    "binary",
    "date",
    "date64",
    "time",
    "timestamp",
    "datetime",
    "duration",
    "decimal",
    "list",
    "struct",
    "map",
    "categorical",
];

const HINT: &str = "types are named int64, float64, bool, string, binary, date, time, timestamp[us], \
     timestamp[us, Europe/Berlin], duration[us], decimal(15,2), list<int64>, struct<a: int64>, map<string, int64>; \
     int, float, str, bool, bytes, date, datetime and timedelta work too";

/// The types of a dict of names and types, in its order.
pub fn named_types(operation: &str, given: &Bound<'_, PyDict>) -> PyResult<Vec<(String, DataType)>> {
    let of_item = |(name, given): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        let name = name.extract::<String>();
        let name = name.map_err(|_| type_error(operation, "a schema's names must be strings", ""))?;
        Ok((name, into_data_type(operation, &given)?))
    };
    given.iter().map(of_item).collect()
}

/// A schema: a dict of names and types, or anything that describes itself to Arrow.
pub fn into_schema(operation: &str, given: &Bound<'_, PyAny>) -> PyResult<SchemaRef> {
    if let Ok(given) = given.cast::<PyDict>() {
        let fields = named_types(operation, given)?;
        return Ok(Arc::new(Schema::new(
            fields.into_iter().map(|(name, data_type)| Field::new(name, data_type, true)).collect::<Vec<_>>(),
        )));
    }
    if given.hasattr("__arrow_c_schema__")?
        && let Ok(found) = given.extract::<pyo3_arrow::PySchema>()
    {
        return Ok(found.into_inner());
    }
    let message = format!("{} is not a schema", short(given));
    Err(type_error(operation, message, "give a dict of names and types, or a pyarrow schema"))
}

/// The type that a user has written.
pub fn into_data_type(operation: &str, given: &Bound<'_, PyAny>) -> PyResult<DataType> {
    if let Ok(ours) = given.cast::<PyDataType>() {
        return Ok(ours.get().data_type().clone());
    }
    if let Ok(name) = given.cast::<PyString>() {
        let name = name.to_str()?;
        return parse(name).ok_or_else(|| unknown(operation, name));
    }
    if let Ok(class) = given.cast::<PyType>()
        && let Some(found) = of_class(operation, class)?
    {
        return Ok(found);
    }
    if let Some(found) = of_library(given)? {
        return Ok(found);
    }
    // A pyarrow type, or anything else that describes itself to Arrow.
    if given.hasattr(intern!(given.py(), "__arrow_c_schema__"))?
        && let Ok(found) = given.extract::<pyo3_arrow::PyDataType>()
    {
        return Ok(found.into_inner());
    }
    Err(type_error(operation, format!("{} is not a type", short(given)), HINT))
}

fn unknown(operation: &str, name: &str) -> PyErr {
    let near = nearest(name.trim(), NAMES.into_iter());
    let hint = if near.is_empty() { HINT.to_owned() } else { format!("did you mean {}?", near.join(", ")) };
    type_error(operation, format!("there is no type \"{name}\""), &hint)
}

fn of_class(operation: &str, class: &Bound<'_, PyType>) -> PyResult<Option<DataType>> {
    let py = class.py();
    if class.is_subclass_of::<PyDataType>()? {
        return of_own_class(operation, class).map(Some);
    }
    let micros = TimeUnit::Microsecond;
    let known = [
        (py.get_type::<PyBool>(), DataType::Boolean),
        (py.get_type::<PyInt>(), DataType::Int64),
        (py.get_type::<PyFloat>(), DataType::Float64),
        (py.get_type::<PyString>(), DataType::Utf8),
        (py.get_type::<PyBytes>(), DataType::Binary),
        (py.get_type::<PyDate>(), DataType::Date32),
        (py.get_type::<PyDateTime>(), DataType::Timestamp(micros, None)),
        (py.get_type::<PyTime>(), DataType::Time64(micros)),
        (py.get_type::<PyDelta>(), DataType::Duration(micros)),
    ];
    if let Some((_, data_type)) = known.into_iter().find(|(known, _)| known.is(class)) {
        return Ok(Some(data_type));
    }
    let is_decimal = class.fully_qualified_name()? == "decimal.Decimal";
    Ok(is_decimal.then_some(DataType::Decimal128(DECIMAL128_MAX_PRECISION, 10)))
}

/// `pr.Timestamp` without arguments is that of its defaults; `pr.List` alone says too little.
fn of_own_class(operation: &str, class: &Bound<'_, PyType>) -> PyResult<DataType> {
    match class.call0() {
        Ok(made) => Ok(made.cast::<PyDataType>()?.get().data_type().clone()),
        Err(_) => {
            let message = format!("pr.{} alone is not a type: it needs its arguments", class.name()?);
            Err(type_error(
                operation,
                message,
                "pr.List(pr.Int64), pr.Struct({\"a\": pr.Int64}), pr.Decimal(10, 2) ...",
            ))
        }
    }
}

/// The types of numpy (`numpy.float64`, `numpy.dtype("int8")`) and of polars (`polars.Int64`), which are called as ours.
/// Only what calls itself so is asked, and no library is imported.
fn of_library(given: &Bound<'_, PyAny>) -> PyResult<Option<DataType>> {
    let (class, attribute) = match given.cast::<PyType>() {
        Ok(class) => (class.clone(), "__name__"),
        Err(_) => (given.get_type(), "name"),
    };
    let module = class.module()?.to_string();
    let library = module.split('.').next().unwrap_or_default();
    if library != "numpy" && library != "polars" {
        return Ok(None);
    }
    // An instance of polars has arguments: units, zones, what is inside. Its schema knows Arrow's word for each.
    if library == "polars" && !given.is_instance_of::<PyType>() {
        return of_polars(given);
    }
    let name = given.getattr_opt(attribute)?.and_then(|name| name.extract::<String>().ok());
    Ok(name.and_then(|name| parse(&name)))
}

fn of_polars(given: &Bound<'_, PyAny>) -> PyResult<Option<DataType>> {
    let py = given.py();
    let columns = PyDict::new(py);
    columns.set_item("", given)?;
    let made = py.import(intern!(py, "polars"))?.call_method1(intern!(py, "Schema"), (columns,));
    let Ok(schema) = made.and_then(|schema| schema.extract::<pyo3_arrow::PySchema>()) else { return Ok(None) };
    let found = schema.into_inner().fields().first().map(|field| field.data_type().clone());
    // Strings and lists get the layout that their names stand for.
    Ok(found.map(|found| parse(&type_name(&found)).unwrap_or(found)))
}

pub(super) fn parse(name: &str) -> Option<DataType> {
    let name = name.trim();
    if let Some(inner) = name.strip_suffix('>') {
        return nested(inner);
    }
    if let Some((head, arguments)) = name.strip_suffix([')', ']']).and_then(|rest| rest.split_once(['(', '['])) {
        let arguments: Vec<&str> = arguments.split(',').map(str::trim).collect();
        return parameterised(head.trim(), &arguments);
    }
    use DataType::*;
    Some(match name.to_ascii_lowercase().as_str() {
        "null" => Null,
        "bool" | "boolean" => Boolean,
        "int8" => Int8,
        "int16" => Int16,
        "int32" => Int32,
        "int64" | "int" => Int64,
        "uint8" => UInt8,
        "uint16" => UInt16,
        "uint32" => UInt32,
        "uint64" => UInt64,
        "float16" => Float16,
        "float32" => Float32,
        "float64" | "float" => Float64,
        "string" | "str" | "utf8" => Utf8,
        "binary" | "bytes" => Binary,
        "date" | "date32" => Date32,
        "date64" => Date64,
        "time" => Time64(TimeUnit::Microsecond),
        "timestamp" | "datetime" => Timestamp(TimeUnit::Microsecond, None),
        "duration" | "timedelta" => Duration(TimeUnit::Microsecond),
        "categorical" => Dictionary(Box::new(Int32), Box::new(Utf8)),
        _ => return None,
    })
}

pub(super) fn unit(name: &str) -> Option<TimeUnit> {
    Some(match name {
        "s" => TimeUnit::Second,
        "ms" => TimeUnit::Millisecond,
        "us" => TimeUnit::Microsecond,
        "ns" => TimeUnit::Nanosecond,
        _ => return None,
    })
}

fn parameterised(head: &str, arguments: &[&str]) -> Option<DataType> {
    match (head.to_ascii_lowercase().as_str(), arguments) {
        ("timestamp" | "datetime" | "datetime64", [u]) => Some(DataType::Timestamp(unit(u)?, None)),
        ("timestamp" | "datetime", [u, zone]) => {
            Tz::from_str(zone).ok()?;
            Some(DataType::Timestamp(unit(u)?, Some((*zone).into())))
        }
        ("duration" | "timedelta64", [u]) => Some(DataType::Duration(unit(u)?)),
        ("time", [u @ ("s" | "ms")]) => Some(DataType::Time32(unit(u)?)),
        ("time", [u]) => Some(DataType::Time64(unit(u)?)),
        ("interval", ["month"]) => Some(DataType::Interval(IntervalUnit::YearMonth)),
        ("interval", ["day", "ms"]) => Some(DataType::Interval(IntervalUnit::DayTime)),
        ("interval", ["month", "day", "ns"]) => Some(DataType::Interval(IntervalUnit::MonthDayNano)),
        ("binary", [size]) => Some(DataType::FixedSizeBinary(size.parse().ok().filter(|size| *size >= 0)?)),
        ("decimal", [precision]) => decimal_text(precision, "0"),
        ("decimal", [precision, scale]) => decimal_text(precision, scale),
        _ => None,
    }
}

fn decimal_text(precision: &str, scale: &str) -> Option<DataType> {
    decimal_type(precision.parse().ok()?, scale.parse().ok()?)
}

/// The decimal of so many digits, so many of them after the point; None where there is no such type.
pub(super) fn decimal_type(precision: u8, scale: i8) -> Option<DataType> {
    if precision == 0 || i16::from(scale) > i16::from(precision) {
        return None;
    }
    if precision <= DECIMAL128_MAX_PRECISION {
        return Some(DataType::Decimal128(precision, scale));
    }
    (precision <= DECIMAL256_MAX_PRECISION).then_some(DataType::Decimal256(precision, scale))
}

/// What stands before a closing `>`: `list<int64`, `list<int64, 3`, `struct<a: int64, b: string`, `map<string, int64`.
fn nested(text: &str) -> Option<DataType> {
    let (head, inner) = text.split_once('<')?;
    let item = |name: &str, text: &str| Some(Arc::new(Field::new(name, parse(text)?, true)));
    match (head.trim().to_ascii_lowercase().as_str(), split_top_level(inner).as_slice()) {
        ("list", [of]) => item("item", of).map(DataType::List),
        ("list", [of, size]) => {
            let size = size.trim().parse().ok().filter(|size| *size >= 0)?;
            item("item", of).map(|item| DataType::FixedSizeList(item, size))
        }
        ("dictionary", [of]) => Some(DataType::Dictionary(Box::new(DataType::Int32), Box::new(parse(of)?))),
        ("run_end_encoded", [of]) => {
            let ends = Arc::new(Field::new("run_ends", DataType::Int32, false));
            item("values", of).map(|values| DataType::RunEndEncoded(ends, values))
        }
        ("map", [key, value]) => Some(map_type(parse(key)?, parse(value)?)),
        ("struct", [none]) if none.trim().is_empty() => Some(DataType::Struct(Fields::empty())),
        ("struct", parts) => {
            let one = |part: &&str| {
                let (name, data_type) = part.split_once(':')?;
                Some(Field::new(name.trim(), parse(data_type)?, true))
            };
            parts.iter().map(one).collect::<Option<Vec<Field>>>().map(|fields| DataType::Struct(Fields::from(fields)))
        }
        _ => None,
    }
}

/// The map from keys to values of these types.
pub(super) fn map_type(key: DataType, value: DataType) -> DataType {
    let entry = Fields::from(vec![Field::new("key", key, false), Field::new("value", value, true)]);
    DataType::Map(Arc::new(Field::new("entries", DataType::Struct(entry), false)), false)
}

/// Splits at the commas that stand in no bracket.
fn split_top_level(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0i32, 0);
    for (at, character) in text.char_indices() {
        match character {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

//! One Arrow array to Python values, exactly: what Python cannot hold is an error that names the column.

use arrow::array::{Array, ArrayRef, AsArray, OffsetSizeTrait};
use arrow::compute::cast;
use arrow::datatypes::*;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple, PyTzInfo};
use pyrust_engine::Error;

use super::text::BYTES;
use super::{decimal, temporal};
use crate::exceptions;
use crate::interpreter::breathe;

type Values<'py> = Vec<Bound<'py, PyAny>>;

/// How many rows become Python values at a time: no more of them are held twice, here and in the list they go to.
pub const AT_ONCE: usize = 8192;

/// The rows of several pieces of one column as one list.
pub fn column_to_list<'py>(py: Python<'py>, name: &str, pieces: &[ArrayRef]) -> PyResult<Bound<'py, PyList>> {
    let all = PyList::empty(py);
    for piece in pieces {
        for first in (0..piece.len()).step_by(AT_ONCE) {
            let part = piece.slice(first, AT_ONCE.min(piece.len() - first));
            append(&all, values(py, name, &part)?)?;
        }
    }
    Ok(all)
}

/// Puts `values` at the end of a list.
pub fn append<'py>(list: &Bound<'py, PyList>, values: Vec<Bound<'py, PyAny>>) -> PyResult<()> {
    let end = list.len();
    list.set_slice(end, end, PyList::new(list.py(), values)?.as_any())
}

/// Calls `convert` for the rows that are not null.
fn rows<'py>(
    py: Python<'py>,
    array: &dyn Array,
    mut convert: impl FnMut(usize) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Values<'py>> {
    let nulls = array.logical_nulls();
    let is_null = |row| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
    let one = |row| {
        breathe(py, 1)?;
        if is_null(row) { Ok(py.None().into_bound(py)) } else { convert(row) }
    };
    (0..array.len()).map(one).collect()
}

/// The values of `array`, column `name`.
pub fn values<'py>(py: Python<'py>, name: &str, array: &ArrayRef) -> PyResult<Values<'py>> {
    macro_rules! numbers {
        ($kind:ty) => {{
            let numbers = array.as_primitive::<$kind>();
            rows(py, array, |row| numbers.value(row).into_bound_py_any(py))
        }};
    }
    macro_rules! texts {
        ($texts:expr) => {{
            let texts = $texts;
            rows(py, array, |row| {
                breathe(py, texts.value(row).len() / BYTES)?;
                Ok(PyString::new(py, texts.value(row)).into_any())
            })
        }};
    }
    macro_rules! bytes {
        ($bytes:expr) => {{
            let bytes = $bytes;
            rows(py, array, |row| {
                breathe(py, bytes.value(row).len() / BYTES)?;
                Ok(PyBytes::new(py, bytes.value(row)).into_any())
            })
        }};
    }
    macro_rules! decimals {
        ($kind:ty, $scale:expr) => {{
            let numbers = array.as_primitive::<$kind>();
            rows(py, array, |row| decimal::to_python(py, &numbers.value(row).to_string(), *$scale))
        }};
    }
    match array.data_type() {
        DataType::Null => Ok(vec![py.None().into_bound(py); array.len()]),
        DataType::Boolean => {
            let flags = array.as_boolean();
            rows(py, array, |row| flags.value(row).into_bound_py_any(py))
        }
        DataType::Int8 => numbers!(Int8Type),
        DataType::Int16 => numbers!(Int16Type),
        DataType::Int32 => numbers!(Int32Type),
        DataType::Int64 => numbers!(Int64Type),
        DataType::UInt8 => numbers!(UInt8Type),
        DataType::UInt16 => numbers!(UInt16Type),
        DataType::UInt32 => numbers!(UInt32Type),
        DataType::UInt64 => numbers!(UInt64Type),
        DataType::Float16 => {
            let numbers = array.as_primitive::<Float16Type>();
            rows(py, array, |row| numbers.value(row).to_f64().into_bound_py_any(py))
        }
        DataType::Float32 => numbers!(Float32Type),
        DataType::Float64 => numbers!(Float64Type),
        DataType::Decimal32(_, scale) => decimals!(Decimal32Type, scale),
        DataType::Decimal64(_, scale) => decimals!(Decimal64Type, scale),
        DataType::Decimal128(_, scale) => decimals!(Decimal128Type, scale),
        DataType::Decimal256(_, scale) => decimals!(Decimal256Type, scale),
        DataType::Utf8 => texts!(array.as_string::<i32>()),
        DataType::LargeUtf8 => texts!(array.as_string::<i64>()),
        DataType::Utf8View => texts!(array.as_string_view()),
        DataType::Binary => bytes!(array.as_binary::<i32>()),
        DataType::LargeBinary => bytes!(array.as_binary::<i64>()),
        DataType::BinaryView => bytes!(array.as_binary_view()),
        DataType::FixedSizeBinary(_) => bytes!(array.as_fixed_size_binary()),
        DataType::Date32 | DataType::Date64 | DataType::Time32(_) | DataType::Time64(_) => clock(py, name, array),
        DataType::Timestamp(unit, zone) => timestamps(py, name, array, *unit, zone.as_deref()),
        DataType::Duration(unit) => {
            let counts = integers(name, array)?;
            rows(py, array, |row| temporal::delta(py, temporal::micros(name, counts.value(row), *unit)?))
        }
        DataType::Interval(unit) => intervals(py, array, *unit),
        DataType::List(_) => lists::<i32>(py, name, array),
        DataType::LargeList(_) => lists::<i64>(py, name, array),
        DataType::FixedSizeList(_, size) => {
            let list = array.as_fixed_size_list();
            let items = values(py, name, list.values())?;
            let size = usize::try_from(*size).unwrap_or(0);
            rows(py, array, |row| slice(py, &items, row * size, size))
        }
        DataType::ListView(_) => list_views::<i32>(py, name, array),
        DataType::LargeListView(_) => list_views::<i64>(py, name, array),
        DataType::Struct(fields) => structs(py, name, array, fields),
        DataType::Map(..) => maps(py, name, array),
        // Few rows of a large dictionary, as a page of a column has them: only their values are made.
        DataType::Dictionary(_, value) if array.as_any_dictionary().values().len() > array.len() => {
            values(py, name, &plain(name, array, value)?)
        }
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let distinct = values(py, name, dictionary.values())?;
            let keys = if distinct.is_empty() { Vec::new() } else { dictionary.normalized_keys() };
            rows(py, array, |row| at(py, &distinct, keys.get(row).copied().unwrap_or(usize::MAX)))
        }
        DataType::RunEndEncoded(_, field) => values(py, name, &plain(name, array, field.data_type())?),
        DataType::Union(..) => {
            let union = array.as_union();
            rows(py, array, |row| at(py, &values(py, name, &union.value(row))?, 0))
        }
    }
}

fn at<'py>(py: Python<'py>, values: &Values<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
    Ok(values.get(index).cloned().unwrap_or_else(|| py.None().into_bound(py)))
}

fn slice<'py>(py: Python<'py>, items: &Values<'py>, first: usize, count: usize) -> PyResult<Bound<'py, PyAny>> {
    let part = items.get(first..first + count).unwrap_or_default();
    Ok(PyList::new(py, part)?.into_any())
}

/// The same values in a simpler encoding.
fn plain(name: &str, array: &ArrayRef, target: &DataType) -> PyResult<ArrayRef> {
    cast(array, target).map_err(|error| {
        let error = Error::from_arrow("to Python", error);
        exceptions::to_python(Error::new(error.kind(), "to Python", format!("column \"{name}\": {}", error.message())))
    })
}

/// The counts below a temporal type.
fn integers(name: &str, array: &ArrayRef) -> PyResult<arrow::array::Int64Array> {
    let wide = match array.data_type() {
        DataType::Date32 | DataType::Time32(_) => &plain(name, array, &DataType::Int32)?,
        _ => array,
    };
    Ok(plain(name, wide, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
}

fn clock<'py>(py: Python<'py>, name: &str, array: &ArrayRef) -> PyResult<Values<'py>> {
    let counts = integers(name, array)?;
    let data_type = array.data_type();
    rows(py, array, |row| {
        let count = counts.value(row);
        match data_type {
            DataType::Date32 => temporal::date(py, name, count),
            DataType::Date64 => temporal::date(py, name, count.div_euclid(86_400_000)),
            DataType::Time32(unit) | DataType::Time64(unit) => {
                temporal::time(py, name, temporal::micros(name, count, *unit)?)
            }
            _ => count.into_bound_py_any(py),
        }
    })
}

fn timestamps<'py>(
    py: Python<'py>,
    name: &str,
    array: &ArrayRef,
    unit: TimeUnit,
    zone: Option<&str>,
) -> PyResult<Values<'py>> {
    let counts = integers(name, array)?;
    let zone: Option<Bound<'py, PyTzInfo>> = zone.map(|zone| temporal::zone(py, zone)).transpose()?;
    rows(py, array, |row| temporal::datetime(py, name, temporal::micros(name, counts.value(row), unit)?, zone.as_ref()))
}

/// Python has no type for them: (months, days, nanoseconds).
fn intervals<'py>(py: Python<'py>, array: &ArrayRef, unit: IntervalUnit) -> PyResult<Values<'py>> {
    rows(py, array, |row| {
        let (months, days, nanos) = match unit {
            IntervalUnit::YearMonth => (array.as_primitive::<IntervalYearMonthType>().value(row), 0, 0),
            IntervalUnit::DayTime => {
                let value = array.as_primitive::<IntervalDayTimeType>().value(row);
                (0, value.days, i64::from(value.milliseconds) * 1_000_000)
            }
            IntervalUnit::MonthDayNano => {
                let value = array.as_primitive::<IntervalMonthDayNanoType>().value(row);
                (value.months, value.days, value.nanoseconds)
            }
        };
        (months, days, nanos).into_bound_py_any(py)
    })
}

fn lists<'py, O: OffsetSizeTrait>(py: Python<'py>, name: &str, array: &ArrayRef) -> PyResult<Values<'py>> {
    let list = array.as_list::<O>();
    let offsets = list.value_offsets();
    let bound = |index: usize| offsets.get(index).map_or(0, |offset| offset.as_usize());
    let (first, last) = (bound(0), bound(list.len()));
    // A slice of a list still has all the items of the whole: convert only those in reach.
    let items = values(py, name, &list.values().slice(first, last - first))?;
    rows(py, array, |row| slice(py, &items, bound(row) - first, bound(row + 1) - bound(row)))
}

fn list_views<'py, O: OffsetSizeTrait>(py: Python<'py>, name: &str, array: &ArrayRef) -> PyResult<Values<'py>> {
    let list = array.as_list_view::<O>();
    rows(py, array, |row| Ok(PyList::new(py, values(py, name, &list.value(row))?)?.into_any()))
}

fn structs<'py>(py: Python<'py>, name: &str, array: &ArrayRef, fields: &Fields) -> PyResult<Values<'py>> {
    let columns = array.as_struct().columns();
    let columns: Vec<Values<'py>> = columns.iter().map(|column| values(py, name, column)).collect::<PyResult<_>>()?;
    let keys: Vec<Bound<'py, PyString>> = fields.iter().map(|field| PyString::new(py, field.name())).collect();
    rows(py, array, |row| {
        let made = PyDict::new(py);
        for (key, column) in keys.iter().zip(&columns) {
            made.set_item(key, at(py, column, row)?)?;
        }
        Ok(made.into_any())
    })
}

/// Pairs, as Arrow's maps may repeat a key and may have keys that cannot be hashed.
fn maps<'py>(py: Python<'py>, name: &str, array: &ArrayRef) -> PyResult<Values<'py>> {
    let map = array.as_map();
    let offsets = map.value_offsets();
    let bound = |index: usize| offsets.get(index).and_then(|offset| usize::try_from(*offset).ok()).unwrap_or(0);
    let (first, last) = (bound(0), bound(map.len()));
    let part = |all: &ArrayRef| values(py, name, &all.slice(first, last - first));
    let (keys, items) = (part(map.keys())?, part(map.values())?);
    rows(py, array, |row| {
        let pairs = (bound(row) - first..bound(row + 1) - first)
            .map(|index| PyTuple::new(py, [at(py, &keys, index)?, at(py, &items, index)?]))
            .collect::<PyResult<Vec<_>>>()?;
        Ok(PyList::new(py, pairs)?.into_any())
    })
}

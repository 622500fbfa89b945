//! A dict of columns as record batches.
//!
//! A column that is Arrow already (anything with `__arrow_c_array__` or `__arrow_c_stream__`), or a numpy array of
//! numbers, is taken without a copy; the rest is inferred value by value. Columns in differently cut pieces are
//! cut where any of them is, which copies nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, Int64Array, PrimitiveArray, RecordBatch};
use arrow::buffer::NullBuffer;
use arrow::compute::{cast, concat, nullif};
use arrow::datatypes::{
    DataType, Field, FieldRef, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, Schema, SchemaRef,
    TimeUnit, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use datafusion::scalar::ScalarValue;
use pyo3::buffer::{Element, ElementType, PyUntypedBuffer};
use pyo3::exceptions::{PyImportError, PyOverflowError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyFrozenSet, PyList, PySet, PyString};
use pyo3_arrow::PyArray;
use pyrust_engine::Error;

use super::declared::{Declared, fitted};
use super::{Place, decimal};
use crate::arrow::{Foreign, is_arrow, is_structs_in_structs, pulled};
use crate::data_type::into_data_type;
use crate::exceptions::{schema_error, to_python, type_error, value_error};
use crate::interpreter::breathe;

pub(super) const OPERATION: &str = "DataFrame";

struct Column {
    field: FieldRef,
    pieces: Vec<ArrayRef>,
}

impl Column {
    fn new(name: &str, pieces: Vec<ArrayRef>, like: Option<&Field>) -> Self {
        let data_type = pieces.first().map_or(DataType::Null, |piece| piece.data_type().clone());
        let field = match like {
            Some(field) => field.clone().with_name(name).with_nullable(true),
            None => Field::new(name, data_type, true),
        };
        Self { field: Arc::new(field), pieces }
    }

    fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }
}

/// The batches of a dict of columns. A single value stands in every row.
pub fn batches_from_columns(data: &Bound<'_, PyDict>, declared: &Declared) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    if data.is_empty() {
        return declared.without_rows();
    }
    let mut names = Vec::with_capacity(data.len());
    let mut columns = Vec::with_capacity(data.len());
    for (name, values) in data.iter() {
        let Ok(text) = name.cast::<PyString>() else {
            let message = format!("the column name {} is not a str", name.repr()?);
            return Err(type_error(OPERATION, message, "name columns with strings"));
        };
        let name = text.to_str()?.to_owned();
        columns.push(match is_single(&values) {
            true => Given::Single(declared.column(&name, vec![values])?),
            false => Given::Many(column(&name, &values, declared)?),
        });
        names.push(name);
    }
    declared.check_names(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    let mut lengths = columns.iter().filter_map(|given| match given {
        Given::Many(column) => Some((column.field.name(), column.len())),
        Given::Single(_) => None,
    });
    let first = lengths.next();
    if let Some((first, rows)) = first
        && let Some((odd, others)) = lengths.find(|(_, length)| *length != rows)
    {
        let message = format!("column \"{first}\" has {rows} rows, column \"{odd}\" has {others}");
        return Err(schema_error(OPERATION, message, "give all columns the same number of values"));
    }
    let rows = first.map_or(1, |(_, rows)| rows);
    let complete = |(name, given): (&String, Given)| match given {
        Given::Many(column) => Ok(column),
        Given::Single(value) => Ok(Column::new(name, vec![repeated(&value, rows)?], None)),
    };
    let columns = names.iter().zip(columns).map(complete).collect::<PyResult<Vec<_>>>()?;
    assemble(&declared.ordered(columns, |column| column.field.name()))
}

/// What stands under a name: a column, or one value for all rows.
enum Given {
    Many(Column),
    Single(ArrayRef),
}

/// Whether it is one value and not a column. A dict or a set might be meant as either.
fn is_single(values: &Bound<'_, PyAny>) -> bool {
    let is_string = values.is_instance_of::<PyString>()
        || values.is_instance_of::<PyBytes>()
        || values.is_instance_of::<PyByteArray>();
    is_string || values.try_iter().is_err() && !is_arrow(values).unwrap_or(false)
}

/// The value of an array of one row in so many rows.
fn repeated(value: &ArrayRef, rows: usize) -> PyResult<ArrayRef> {
    let failed = |error| to_python(Error::from_datafusion(OPERATION, error));
    ScalarValue::try_from_array(value, 0).and_then(|value| value.to_array_of_size(rows)).map_err(failed)
}

/// One batch for each stretch in which no column ends a piece.
fn assemble(columns: &[Column]) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let schema = Arc::new(Schema::new(columns.iter().map(|column| Arc::clone(&column.field)).collect::<Vec<_>>()));
    let rows = columns.first().map_or(0, Column::len);
    let mut cuts = BTreeSet::from([rows]);
    for column in columns {
        cuts.extend(column.pieces.iter().scan(0, |end, piece| {
            *end += piece.len();
            Some(*end)
        }));
    }
    cuts.remove(&0);
    let mut batches = Vec::with_capacity(cuts.len());
    let mut start = 0;
    for end in cuts {
        let cut: Vec<ArrayRef> = columns.iter().filter_map(|column| slice(&column.pieces, start, end)).collect();
        batches.push(RecordBatch::try_new(Arc::clone(&schema), cut).map_err(refused)?);
        start = end;
    }
    Ok((schema, batches))
}

/// The rows from `start` to `end`, which lie within one piece; a piece that fits is given as it is.
fn slice(pieces: &[ArrayRef], start: usize, end: usize) -> Option<ArrayRef> {
    let mut first = 0;
    for piece in pieces {
        if start < first + piece.len() {
            let whole = start == first && end == first + piece.len();
            return Some(if whole { Arc::clone(piece) } else { piece.slice(start - first, end - start) });
        }
        first += piece.len();
    }
    None
}

pub(super) fn refused(error: arrow::error::ArrowError) -> PyErr {
    to_python(Error::from_arrow(OPERATION, error))
}

/// One array of anything that could be a column; `name` is what messages call it.
pub fn array(name: &str, values: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let pieces = column(name, values, &Declared::default())?.pieces;
    match pieces.as_slice() {
        [one] => Ok(Arc::clone(one)),
        _ => concat(&pieces.iter().map(AsRef::as_ref).collect::<Vec<_>>()).map_err(refused),
    }
}

/// As `array`, of that type: what does not fit it is an error. Whole numbers may be larger than an int64.
pub fn array_of(name: &str, values: &Bound<'_, PyAny>, to: &DataType) -> PyResult<ArrayRef> {
    let place = Place::column(OPERATION, name);
    let found = match array(name, values) {
        Err(error) if error.is_instance_of::<PyOverflowError>(values.py()) && values.len().is_ok() => {
            decimal::array(&place, &items(values)?)?
        }
        found => found?,
    };
    fitted(&place, 0, &found, to)
}

fn column(name: &str, values: &Bound<'_, PyAny>, declared: &Declared) -> PyResult<Column> {
    let found = match is_column(values)? {
        true => column_of_library(name, values)?,
        false => listed_column(name, values, declared)?,
    };
    let Some(to) = declared.data_type(name).filter(|to| *to != found.field.data_type()) else { return Ok(found) };
    let mut rows = 0;
    let fit = |piece: &ArrayRef| {
        rows += piece.len();
        fitted(&Place::column(OPERATION, name), rows - piece.len(), piece, to)
    };
    Ok(Column::new(name, found.pieces.iter().map(fit).collect::<PyResult<_>>()?, None))
}

/// What is a column by itself, or an array without dimensions.
fn column_of_library(name: &str, values: &Bound<'_, PyAny>) -> PyResult<Column> {
    let py = values.py();
    if is_arrow(values)? {
        return arrow_column(name, values);
    }
    if values.hasattr(intern!(py, "dtype"))? && values.hasattr(intern!(py, "to_frame"))? {
        // A pandas Series without capsules of its own; its frame has them (where pyarrow is installed).
        let frame = values.call_method0(intern!(py, "to_frame"))?;
        match frame.call_method0(intern!(py, "__arrow_c_stream__")) {
            Ok(_) => return first_column(name, &frame),
            Err(error) if error.is_instance_of::<PyImportError>(py) => {}
            Err(error) => return Err(error),
        }
    }
    numpy_column(name, values)
}

fn listed_column(name: &str, values: &Bound<'_, PyAny>, declared: &Declared) -> PyResult<Column> {
    let single = values.is_instance_of::<PyString>()
        || values.is_instance_of::<PyBytes>()
        || values.is_instance_of::<PyByteArray>()
        || values.is_instance_of::<PyDict>();
    let unordered = values.is_instance_of::<PySet>() || values.is_instance_of::<PyFrozenSet>();
    if single || unordered || values.try_iter().is_err() {
        let message = format!("column \"{name}\" is a {}, not a sequence of values", values.get_type().name()?);
        let hint = if unordered { "a set has no order: use sorted(...)" } else { "give a list of values" };
        return Err(type_error(OPERATION, message, hint));
    }
    Ok(Column::new(name, vec![declared.column(name, items(values)?)?], None))
}

/// All that `values` gives, from a list, a generator or whatever else it may be.
pub(super) fn items<'py>(values: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let py = values.py();
    // A length that a class of the user's own gives is not to be trusted.
    let mut items = Vec::with_capacity(values.cast::<PyList>().map_or(0, |list| list.len()));
    for item in values.try_iter()? {
        items.push(item?);
        breathe(py, 1)?;
    }
    Ok(items)
}

/// Whether it is a column by itself: Arrow data, or an array or series of numpy or pandas.
pub fn is_column(values: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = values.py();
    let has_values = |ndim: Bound<'_, PyAny>| ndim.extract::<usize>().is_ok_and(|ndim| ndim > 0);
    Ok(is_arrow(values)?
        || values.hasattr(intern!(py, "dtype"))? && values.getattr_opt(intern!(py, "ndim"))?.is_some_and(has_values))
}

fn arrow_column(name: &str, values: &Bound<'_, PyAny>) -> PyResult<Column> {
    let unreadable = |error: String| {
        schema_error(OPERATION, format!("column \"{name}\" cannot be imported from Arrow: {error}"), "")
    };
    let py = values.py();
    if values.get_type().module()?.to_string().starts_with("pyarrow")
        && let Some(given) = values.getattr_opt(intern!(py, "type"))?
        && into_data_type(OPERATION, &given).is_ok_and(|known| is_structs_in_structs(&known))
    {
        let columns = PyDict::new(py);
        columns.set_item(name, values)?;
        let table = py.import(intern!(py, "pyarrow"))?.call_method1(intern!(py, "table"), (columns,))?;
        return first_column(name, &table);
    }
    let mut foreign = Foreign::of(values).map_err(|error| unreadable(error.value(py).to_string()))?;
    let field = Arc::clone(foreign.field());
    let mut pieces = pulled(py, &mut foreign, |error| unreadable(error.to_string()))?;
    if pieces.is_empty() {
        pieces.push(arrow::array::new_empty_array(field.data_type()));
    }
    Ok(Column::new(name, pieces, Some(&field)))
}

fn first_column(name: &str, frame: &Bound<'_, PyAny>) -> PyResult<Column> {
    let (schema, batches) = crate::arrow::import(frame, name)?;
    let field = schema.field(0).clone();
    let mut pieces: Vec<ArrayRef> = batches.iter().map(|batch| Arc::clone(batch.column(0))).collect();
    if pieces.is_empty() {
        pieces.push(arrow::array::new_empty_array(field.data_type()));
    }
    Ok(Column::new(name, pieces, Some(&field)))
}

/// The numbers of a numpy array of one dimension, copied; None for all else. What looks at foreign memory must ask the
/// interpreter to let go of it, wherever the last look ends, and sees what is written there meanwhile.
pub fn copied(values: &Bound<'_, PyAny>) -> PyResult<Option<ArrayRef>> {
    use ElementType::{Float, SignedInteger, UnsignedInteger};
    let py = values.py();
    if values.get_type().fully_qualified_name()? != "numpy.ndarray" {
        return Ok(None);
    }
    // Times and texts have no buffers.
    let Ok(memory) = PyUntypedBuffer::get(values) else { return Ok(None) };
    let swapped: &[u8] = if cfg!(target_endian = "little") { b">!" } else { b"<" };
    let is_swapped = memory.format().to_bytes().first().is_some_and(|order| swapped.contains(order));
    if memory.dimensions() != 1 || is_swapped {
        return Ok(None);
    }
    let numbers = match ElementType::from_format(memory.format()) {
        SignedInteger { bytes: 1 } => numbers::<Int8Type>(py, &memory),
        SignedInteger { bytes: 2 } => numbers::<Int16Type>(py, &memory),
        SignedInteger { bytes: 4 } => numbers::<Int32Type>(py, &memory),
        SignedInteger { bytes: 8 } => numbers::<Int64Type>(py, &memory),
        UnsignedInteger { bytes: 1 } => numbers::<UInt8Type>(py, &memory),
        UnsignedInteger { bytes: 2 } => numbers::<UInt16Type>(py, &memory),
        UnsignedInteger { bytes: 4 } => numbers::<UInt32Type>(py, &memory),
        UnsignedInteger { bytes: 8 } => numbers::<UInt64Type>(py, &memory),
        Float { bytes: 4 } => numbers::<Float32Type>(py, &memory),
        Float { bytes: 8 } => numbers::<Float64Type>(py, &memory),
        _ => None,
    };
    memory.release(py);
    Ok(numbers)
}

fn numbers<T: ArrowPrimitiveType>(py: Python<'_>, memory: &PyUntypedBuffer) -> Option<ArrayRef>
where
    T::Native: Element,
{
    let copy = memory.as_typed::<T::Native>().and_then(|typed| typed.to_vec(py)).ok()?;
    Some(Arc::new(PrimitiveArray::<T>::new(copy.into(), None)))
}

/// A numpy array: numbers through the buffer protocol without a copy, times as the integers they are, the rest
/// value by value.
fn numpy_column(name: &str, values: &Bound<'_, PyAny>) -> PyResult<Column> {
    let py = values.py();
    if values.getattr(intern!(py, "ndim"))?.extract::<usize>()? != 1 {
        let message = format!("column \"{name}\" is an array of {} dimensions", values.getattr("ndim")?);
        return Err(value_error(OPERATION, message, "give one array of one dimension for each column"));
    }
    // Masked values are missing ones; what lies under the mask is nobody's.
    if values.hasattr(intern!(py, "mask"))? && values.hasattr(intern!(py, "filled"))? {
        return masked_column(name, values);
    }
    let dtype = values.getattr(intern!(py, "dtype"))?;
    let kind = dtype.getattr_opt("kind")?.map(|kind| kind.to_string()).unwrap_or_default();
    let size = dtype.getattr_opt("itemsize")?.map_or(Ok(0), |size| size.extract::<usize>())?;
    let array = match kind.as_str() {
        "i" | "u" => buffer(values)?,
        // A byte for each in numpy, a bit in Arrow.
        "b" => {
            cast(&buffer(&values.call_method1(intern!(py, "view"), ("u1",))?)?, &DataType::Boolean).map_err(refused)?
        }
        "f" if size == 4 || size == 8 => buffer(values)?,
        "M" | "m" => match numpy_times(values, &dtype, kind == "M")? {
            Some(array) => array,
            None => return listed_column(name, &values.call_method0(intern!(py, "tolist"))?, &Declared::default()),
        },
        _ => return listed_column(name, &values.call_method0(intern!(py, "tolist"))?, &Declared::default()),
    };
    Ok(Column::new(name, vec![array], None))
}

/// A masked array of numpy: its values as they are, null where the mask is.
fn masked_column(name: &str, values: &Bound<'_, PyAny>) -> PyResult<Column> {
    let py = values.py();
    let numpy = py.import(intern!(py, "numpy"))?;
    let mask = numpy.getattr("ma")?.call_method1("getmaskarray", (values,))?;
    let mask = array(name, &mask)?;
    let plain = array(name, &values.getattr(intern!(py, "data"))?)?;
    let masked = nullif(&plain, mask.as_boolean()).map_err(refused)?;
    Ok(Column::new(name, vec![masked], None))
}

fn buffer(values: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let py = values.py();
    let dtype = values.getattr(intern!(py, "dtype"))?;
    let native = dtype.getattr("isnative")?.is_truthy()?;
    let contiguous = values.getattr("flags")?.get_item("C_CONTIGUOUS")?.is_truthy()?;
    let ready = if native && contiguous {
        values.clone()
    } else {
        values.call_method1("astype", (dtype.call_method1("newbyteorder", ("=",))?,))?.call_method0("copy")?
    };
    // pyo3-arrow takes no array without values.
    if ready.len()? == 0
        && let Some(empty) = copied(&ready)?
    {
        return Ok(empty);
    }
    Ok(ready.extract::<PyArray>()?.into_inner().0)
}

/// `datetime64` and `timedelta64` in a unit that Arrow has too: the same integers, with NaT as null.
fn numpy_times(values: &Bound<'_, PyAny>, dtype: &Bound<'_, PyAny>, is_time: bool) -> PyResult<Option<ArrayRef>> {
    let text = dtype.getattr("str")?.to_string();
    let unit = match text.split_once('[').map(|(_, unit)| unit.trim_end_matches(']')) {
        Some("s") => TimeUnit::Second,
        Some("ms") => TimeUnit::Millisecond,
        Some("us") => TimeUnit::Microsecond,
        Some("ns") => TimeUnit::Nanosecond,
        // numpy counts days in 64 bits; its own conversion to dates is exact or an error.
        _ => return Ok(None),
    };
    let raw = buffer(&values.call_method1("view", ("i8",))?)?;
    let Some(raw) = raw.as_any().downcast_ref::<Int64Array>() else { return Ok(None) };
    let numbers = raw.values().clone();
    let missing = numbers.contains(&i64::MIN);
    let nulls = missing.then(|| NullBuffer::from_iter(numbers.iter().map(|number| *number != i64::MIN)));
    let integers: ArrayRef = Arc::new(Int64Array::new(numbers, nulls));
    let target = if is_time { DataType::Timestamp(unit, None) } else { DataType::Duration(unit) };
    cast(&integers, &target).map(Some).map_err(refused)
}

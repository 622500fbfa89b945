//! A frame as one numpy array, and as the libraries ask for it that know no Arrow.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, new_empty_array};
use arrow::compute::cast;
use arrow::datatypes::*;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyDict, PyList};
use pyrust_engine::{Error, ErrorKind};

use super::PyDataFrame;
use crate::array::PyArray;
use crate::boundary::guard;
use crate::convert;
use crate::exceptions::{to_python, value_error};
use crate::interpreter::hear;
use crate::library::library;

const WHAT: &str = "to_numpy";

#[pymethods]
impl PyDataFrame {
    /// Run the query and return its values as one numpy array: a row for each row, a column for each column.
    ///
    /// Numbers and booleans become one type: their own where the columns share it, else float64. Columns of integers or
    /// booleans with nulls become float64 too, and a null becomes NaN. Where all columns are timestamps or durations of one
    /// unit they stay such, and a null becomes NaT. Any other mixture becomes an array of Python's own values, with None
    /// for null.
    ///
    /// Returns:
    ///     A writable `numpy.ndarray` of shape (rows, columns), in column order.
    ///
    /// Raises:
    ///     ImportError: If numpy is not installed.
    ///     OverflowError: If an integer would be rounded on the way to float64.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2], "b": [0.5, None]}).to_numpy().tolist()
    ///     [[1.0, 0.5], [2.0, nan]]
    ///     >>> pr.DataFrame({"a": [1, 2], "s": ["x", None]}).to_numpy().tolist()
    ///     [[1, 'x'], [2, None]]
    fn to_numpy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let numpy = library(py, "numpy")?;
            let frame = self.collected(py)?;
            let batches = frame.batches().unwrap_or_default();
            let fields = frame.schema().fields();
            let columns: Vec<Vec<ArrayRef>> = (0..fields.len())
                .map(|index| batches.iter().map(|batch| Arc::clone(batch.column(index))).collect())
                .collect();
            let rows: usize = batches.iter().map(|batch| batch.num_rows()).sum();
            if fields.iter().all(|field| is_number(field.data_type())) {
                return numbers(py, &numpy, &columns, rows);
            }
            match fields
                .iter()
                .map(|field| time_unit(field.data_type()))
                .reduce(|one, other| one.filter(|_| one == other))
            {
                Some(Some(_)) => times(py, &numpy, fields, &columns, rows),
                _ => objects(py, &numpy, fields, &columns, rows),
            }
        })
    }

    /// Return the values as a numpy array of two dimensions, for `numpy.asarray(df)` and the libraries that ask so.
    #[pyo3(signature = (dtype = None, copy = None))]
    fn __array__<'py>(
        &self,
        py: Python<'py>,
        dtype: Option<&Bound<'py, PyAny>>,
        copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        if copy == Some(false) {
            let message = "the rows of a frame are copied into a numpy array";
            return Err(value_error("__array__", message, "leave out copy=False, or take a column's Array"));
        }
        let array = self.to_numpy(py)?;
        match dtype {
            Some(dtype) => array.call_method1(intern!(py, "astype"), (dtype,)),
            None => Ok(array),
        }
    }

    /// Return the interchange object of pyarrow over the rows: `__dataframe__`, for libraries that know a frame by this
    /// method (`foreign_names` says why it has another name here). Where they read Arrow's capsules they do without it.
    #[pyo3(signature = (nan_as_null = false, allow_copy = true))]
    fn _interchange<'py>(&self, py: Python<'py>, nan_as_null: bool, allow_copy: bool) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            // The protocol is older than string views.
            let is_view = |data_type: &DataType| matches!(data_type, DataType::Utf8View | DataType::BinaryView);
            let plain = |data_type: &DataType| match data_type {
                DataType::Utf8View => DataType::LargeUtf8,
                _ => DataType::LargeBinary,
            };
            let fields = self.frame().schema().fields().iter();
            let views: Vec<_> = fields
                .filter(|field| is_view(field.data_type()))
                .map(|field| (field.name().clone(), plain(field.data_type())))
                .collect();
            let frame = match views.is_empty() {
                true => Self::new(Arc::clone(self.frame())),
                false => Self::derived(self.frame().cast(&views, true))?,
            };
            frame.to_pyarrow(py)?.call_method1(intern!(py, "__dataframe__"), (nan_as_null, allow_copy))
        })
    }
}

fn is_number(data_type: &DataType) -> bool {
    data_type.is_integer() || data_type.is_floating() || data_type == &DataType::Boolean
}

/// The kind and the unit of times that numpy knows.
fn time_unit(data_type: &DataType) -> Option<(bool, TimeUnit)> {
    match data_type {
        DataType::Timestamp(unit, _) => Some((true, *unit)),
        DataType::Duration(unit) => Some((false, *unit)),
        _ => None,
    }
}

/// Numbers as one array of the type that all of them become.
fn numbers<'py>(
    py: Python<'py>,
    numpy: &Bound<'py, PyModule>,
    columns: &[Vec<ArrayRef>],
    rows: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let target = common_type(columns);
    let size = target.primitive_width().unwrap_or(1);
    let bytes = PyByteArray::new_with(py, rows * columns.len() * size, |bytes| {
        let mut rest = bytes;
        for piece in columns.iter().flatten() {
            let (place, after) = rest.split_at_mut(piece.len() * size);
            rest = after;
            // Nobody else knows the bytes yet, so they are written without the interpreter.
            py.detach(|| write(piece, &target, place)).map_err(to_python)?;
            hear(py)?;
        }
        Ok(())
    })?;
    let name = target.to_string().to_lowercase();
    let dtype = if target == DataType::Boolean { "bool" } else { name.as_str() };
    let options = PyDict::new(py);
    options.set_item(intern!(py, "dtype"), dtype)?;
    let flat = numpy.call_method(intern!(py, "frombuffer"), (bytes,), Some(&options))?;
    flat.call_method1(intern!(py, "reshape"), (columns.len(), rows))?.getattr(intern!(py, "T"))
}

/// Times of one unit as one array.
fn times<'py>(
    py: Python<'py>,
    numpy: &Bound<'py, PyModule>,
    fields: &Fields,
    columns: &[Vec<ArrayRef>],
    rows: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let flat = PyList::empty(py);
    for (field, pieces) in fields.iter().zip(columns) {
        let none = new_empty_array(field.data_type());
        for piece in std::iter::once(&none).chain(pieces) {
            flat.append(PyArray::new(Arc::clone(piece), Arc::clone(field)).to_numpy(py)?)?;
        }
    }
    let flat = numpy.call_method1(intern!(py, "concatenate"), (flat,))?;
    flat.call_method1(intern!(py, "reshape"), (columns.len(), rows))?.getattr(intern!(py, "T"))
}

/// Python's own values.
fn objects<'py>(
    py: Python<'py>,
    numpy: &Bound<'py, PyModule>,
    fields: &Fields,
    columns: &[Vec<ArrayRef>],
    rows: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let table = numpy.call_method1(intern!(py, "empty"), ((columns.len(), rows), "O"))?;
    for (index, (field, pieces)) in fields.iter().zip(columns).enumerate() {
        let values = convert::column_to_list(py, field.name(), pieces)?;
        // One by one, as numpy would look into values that are lists.
        let column = numpy.call_method1(intern!(py, "fromiter"), (values, "O", rows))?;
        table.set_item(index, column)?;
    }
    table.getattr(intern!(py, "T"))
}

/// The type that all of these become.
fn common_type(columns: &[Vec<ArrayRef>]) -> DataType {
    let mut arrays = columns.iter().flatten();
    let Some(first) = arrays.next().map(|array| array.data_type().clone()) else { return DataType::Float64 };
    let fits =
        |array: &ArrayRef| array.data_type() == &first && (first.is_floating() || array.logical_null_count() == 0);
    let same = columns.iter().flatten().all(fits);
    if same { first } else { DataType::Float64 }
}

/// The values of `array` as `target`, in native byte order.
fn write(array: &ArrayRef, target: &DataType, bytes: &mut [u8]) -> Result<(), Error> {
    macro_rules! copy {
        ($kind:ty, $null:expr) => {{
            let numbers = array.as_primitive::<$kind>();
            for (place, value) in
                bytes.chunks_exact_mut(size_of::<<$kind as ArrowPrimitiveType>::Native>()).zip(numbers)
            {
                place.copy_from_slice(&value.unwrap_or($null).to_ne_bytes());
            }
        }};
    }
    if array.data_type() != target {
        return write(&as_float(array)?, target, bytes);
    }
    match target {
        DataType::Boolean => {
            let flags = array.as_boolean();
            bytes.iter_mut().enumerate().for_each(|(row, place)| *place = u8::from(flags.value(row)));
        }
        DataType::Int8 => copy!(Int8Type, 0),
        DataType::Int16 => copy!(Int16Type, 0),
        DataType::Int32 => copy!(Int32Type, 0),
        DataType::Int64 => copy!(Int64Type, 0),
        DataType::UInt8 => copy!(UInt8Type, 0),
        DataType::UInt16 => copy!(UInt16Type, 0),
        DataType::UInt32 => copy!(UInt32Type, 0),
        DataType::UInt64 => copy!(UInt64Type, 0),
        DataType::Float16 => copy!(Float16Type, <Float16Type as ArrowPrimitiveType>::Native::NAN),
        DataType::Float32 => copy!(Float32Type, f32::NAN),
        _ => copy!(Float64Type, f64::NAN),
    }
    Ok(())
}

/// The numbers as float64, exactly.
fn as_float(array: &ArrayRef) -> Result<ArrayRef, Error> {
    let convert = |error| Error::from_arrow(WHAT, error);
    let floats = cast(array, &DataType::Float64).map_err(convert)?;
    let is_wide = matches!(array.data_type(), DataType::Int64 | DataType::UInt64);
    if is_wide && cast(&floats, array.data_type()).map_err(convert)?.as_ref() != array.as_ref() {
        let hint = "select the columns of integers alone, without nulls: they keep their type";
        let message = "an integer beyond 2 ** 53 cannot be a float64 exactly";
        return Err(Error::new(ErrorKind::Overflow, WHAT, message).with_hint(hint));
    }
    Ok(floats)
}

//! A numeric frame as one numpy array.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::*;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyDict};
use pyrust_engine::{Error, ErrorKind};

use super::PyDataFrame;
use crate::boundary::guard;
use crate::exceptions::{schema_error, to_python};
use crate::interpreter::hear;
use crate::library::library;

const WHAT: &str = "to_numpy";

#[pymethods]
impl PyDataFrame {
    /// Run the query and return a numpy array of its numbers: a row for each row, a column for each column.
    ///
    /// All columns become one type: their own where they share it, else float64. Columns of integers or booleans with
    /// nulls become float64 too, and a null becomes NaN.
    ///
    /// Returns:
    ///     A writable `numpy.ndarray` of shape (rows, columns), in column order.
    ///
    /// Raises:
    ///     ImportError: If numpy is not installed.
    ///     SchemaError: If a column is neither integers, floats nor booleans.
    ///     OverflowError: If an integer would be rounded on the way to float64.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2], "b": [0.5, None]}).to_numpy().tolist()
    ///     [[1.0, 0.5], [2.0, nan]]
    fn to_numpy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let numpy = library(py, "numpy")?;
            let frame = self.collected(py)?;
            let batches = frame.batches().unwrap_or_default();
            let mut columns: Vec<Vec<ArrayRef>> = Vec::new();
            for (index, field) in frame.schema().fields().iter().enumerate() {
                let data_type = field.data_type();
                if !(data_type.is_integer() || data_type.is_floating() || data_type == &DataType::Boolean) {
                    let message = format!("column \"{}\" does not hold plain numbers", field.name());
                    return Err(schema_error(WHAT, message, "select the numeric columns, or cast this one to float64"));
                }
                columns.push(batches.iter().map(|batch| batch.column(index).clone()).collect());
            }
            let target = common_type(&columns);
            let size = target.primitive_width().unwrap_or(1);
            let rows: usize = batches.iter().map(|batch| batch.num_rows()).sum();
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
        })
    }
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

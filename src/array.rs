//! `Array`: one column's values as a user's function gets them. It needs no other library: numpy, pyarrow and polars
//! read it by their own protocols, over the same memory where the type allows.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int64Array, Scalar};
use arrow::compute::kernels::zip::zip;
use arrow::compute::{cast, is_not_null};
use arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use arrow::error::ArrowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyInt, PyList, PySlice, PyTuple};
use pyrust_engine::Error;
use pyrust_engine::render::type_name;

use crate::arrow::{array_capsules, field_capsule, unknown_to_polars};
use crate::boundary::guard;
use crate::convert;
use crate::data_type::{PyDataType, into_data_type};
use crate::exceptions::{schema_error, to_python, type_error};
use crate::library::library;

/// How many values a repr shows.
const SHOWN: usize = 10;

/// The values of one column: what a user function gets, and may give back.
///
/// It is Arrow data in memory that nothing changes: `pyarrow.array(x)`, `polars.Series(x)` and `numpy.asarray(x)`
/// take it, over the same memory where they know the type.
///
/// Args:
///     values: A list, a numpy array, or anything with `__arrow_c_array__` or `__arrow_c_stream__`.
///     dtype: The type the values become; where none is given, they keep or are given their own.
///
/// Raises:
///     TypeError: If the values are not a sequence, or mix types.
///     PyRustError: If a value does not fit the type that is asked for.
///
/// Example:
///     >>> import pyrust as pr
///     >>> values = pr.Array([1, None, 3])
///     >>> len(values), values.dtype, values.null_count, values[2]
///     (3, pr.Int64, 1, 3)
///     >>> pr.Array([1, 2], dtype="float64").to_list()
///     [1.0, 2.0]
///     >>> pr.Array([1, "x"])
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: DataFrame: column "values", row 1: is a str, the rows before are int
///     hint: make the values of a column one type; None stands for a missing one
#[pyclass(name = "Array", module = "pyrust", frozen, weakref)]
pub struct PyArray {
    array: ArrayRef,
    field: FieldRef,
}

impl PyArray {
    /// The Python face of an array; the field carries what its type cannot, such as an extension's name.
    pub fn new(array: ArrayRef, field: FieldRef) -> Self {
        Self { array, field }
    }

    /// The values.
    pub fn array(&self) -> &ArrayRef {
        &self.array
    }
}

#[pymethods]
impl PyArray {
    #[new]
    #[pyo3(signature = (values, dtype = None))]
    fn py_new(values: &Bound<'_, PyAny>, dtype: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let array = match dtype {
                Some(dtype) => convert::array_of("values", values, &into_data_type("Array", dtype)?)?,
                None => convert::array("values", values)?,
            };
            let field = Arc::new(Field::new("", array.data_type().clone(), true));
            Ok(Self::new(array, field))
        })
    }

    /// The type of the values, a `DataType`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Array(["a"]).dtype
    ///     pr.String
    #[getter]
    fn dtype<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDataType>> {
        PyDataType::bound(py, self.array.data_type())
    }

    /// How many values are missing.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Array(["a", None]).null_count
    ///     1
    #[getter]
    fn null_count(&self) -> usize {
        self.array.logical_null_count()
    }

    /// Return the values as Python's own, None where one is missing.
    ///
    /// Returns:
    ///     A list.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Array([1.5, None]).to_list()
    ///     [1.5, None]
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        guard(|| convert::column_to_list(py, self.field.name(), std::slice::from_ref(&self.array)))
    }

    /// Return the values as a numpy array, over the same memory (read-only) for numbers and times without nulls.
    ///
    /// A null becomes NaN (ints become float64 for it) or NaT; what numpy has no type for becomes an array of
    /// Python's own values, with None for null.
    ///
    /// Returns:
    ///     A numpy.ndarray of one dimension.
    ///
    /// Raises:
    ///     ImportError: If numpy is not installed.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Array([1, None]).to_numpy()
    ///     array([ 1., nan])
    pub fn to_numpy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let numpy = library(py, "numpy")?;
            match py.detach(|| flat(&self.array)).map_err(refused)? {
                Some((array, kind)) => numpy.call_method1(intern!(py, "asarray"), (Memory { array, kind },)),
                None => {
                    let options = PyDict::new(py);
                    options.set_item("dtype", "O")?;
                    options.set_item("count", self.array.len())?;
                    numpy.call_method(intern!(py, "fromiter"), (self.to_list(py)?,), Some(&options))
                }
            }
        })
    }

    /// Return the values as a pyarrow.Array over the same memory.
    ///
    /// Returns:
    ///     A pyarrow.Array.
    ///
    /// Raises:
    ///     ImportError: If pyarrow is not installed.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Array([1, 2]).to_pyarrow().type
    ///     DataType(int64)
    pub fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| library(slf.py(), "pyarrow")?.call_method1(intern!(slf.py(), "array"), (slf,)))
    }

    /// Return the values as a polars.Series, over the same memory where polars knows the type.
    ///
    /// Returns:
    ///     A polars.Series.
    ///
    /// Raises:
    ///     ImportError: If polars is not installed.
    ///     SchemaError: If polars has no type for them.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Array([1, 2]).to_polars().sum()
    ///     3
    pub fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let polars = library(slf.py(), "polars")?;
            if let Some(unknown) = unknown_to_polars(slf.get().array.data_type()) {
                let message = format!("polars has no type for {}", type_name(unknown));
                return Err(schema_error("to_polars", message, "to_pyarrow() has one"));
            }
            polars.call_method1(intern!(slf.py(), "Series"), (slf,))
        })
    }

    /// Return the values as a pandas.Series (by way of pyarrow).
    ///
    /// Returns:
    ///     A pandas.Series.
    ///
    /// Raises:
    ///     ImportError: If pandas or pyarrow is not installed.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> int(pr.Array([1, 2]).to_pandas().sum())
    ///     3
    pub fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            library(slf.py(), "pandas")?;
            Self::to_pyarrow(slf)?.call_method0(intern!(slf.py(), "to_pandas"))
        })
    }

    /// Return the values as a numpy array, for numpy's functions: `numpy.sqrt(x)`, `numpy.asarray(x)`.
    #[pyo3(signature = (dtype = None, copy = None))]
    fn __array__<'py>(
        &self,
        py: Python<'py>,
        dtype: Option<&Bound<'py, PyAny>>,
        copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let array = self.to_numpy(py)?;
        let array = match dtype {
            Some(dtype) => array.call_method1(intern!(py, "astype"), (dtype,))?,
            None => array,
        };
        if copy == Some(true) { array.call_method0(intern!(py, "copy")) } else { Ok(array) }
    }

    /// Export the values as an Arrow C array, by the PyCapsule interface.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        guard(|| array_capsules(py, &self.field, &self.array, requested_schema))
    }

    /// Export the type as an Arrow C schema, by the PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        guard(|| field_capsule(py, &self.field))
    }

    /// Return the array itself, as it never changes.
    fn __copy__(this: Bound<'_, Self>) -> Bound<'_, Self> {
        this
    }

    fn __deepcopy__<'py>(this: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        this
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_list(py)?.call_method0(intern!(py, "__iter__"))
    }

    /// Get a value by `x[3]`, or an array over the same memory by `x[2:5]`.
    fn __getitem__<'py>(&self, py: Python<'py>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            if let Ok(slice) = key.cast::<PySlice>() {
                let at = slice.indices(self.array.len().try_into()?)?;
                let (start, count) = (usize::try_from(at.start)?, at.slicelength);
                if at.step != 1 && count > 0 {
                    return Err(type_error("Array", "values are taken one by one: x[start:stop]", ""));
                }
                let part = self.array.slice(start.min(self.array.len()), count);
                return Ok(Bound::new(py, Self::new(part, Arc::clone(&self.field)))?.into_any());
            }
            if !key.is_instance_of::<PyInt>() {
                return Err(type_error("Array", "a value is asked for by its number: x[0]", ""));
            }
            let (asked, length) = (key.extract::<i64>()?, i64::try_from(self.array.len())?);
            let place = if asked < 0 { asked + length } else { asked };
            if !(0..length).contains(&place) {
                let message = format!("there is no value {asked} among {length}");
                return Err(pyo3::exceptions::PyIndexError::new_err(message));
            }
            let one = self.array.slice(usize::try_from(place)?, 1);
            convert::column_to_list(py, self.field.name(), &[one])?.get_item(0)
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let first = self.array.slice(0, self.array.len().min(SHOWN));
        let values = convert::column_to_list(py, self.field.name(), &[first])?.repr()?.to_string();
        let more = if self.array.len() > SHOWN { " …" } else { "" };
        Ok(format!("<Array {}, {} values: {values}{more}>", type_name(self.array.data_type()), self.array.len()))
    }
}

fn refused(error: ArrowError) -> PyErr {
    to_python(Error::from_arrow("Array", error))
}

/// Memory that numpy can look at, and its name of the type; it lives as long as numpy's array does.
#[pyclass(name = "_Memory", module = "pyrust", frozen)]
struct Memory {
    array: ArrayRef,
    kind: String,
}

#[pymethods]
impl Memory {
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let data = self.array.to_data();
        let width = self.array.data_type().primitive_width().unwrap_or(1);
        let start = data.buffers().first().map_or(0, |buffer| buffer.as_ptr() as usize + data.offset() * width);
        let interface = PyDict::new(py);
        interface.set_item("version", 3)?;
        interface.set_item("shape", (self.array.len(),))?;
        interface.set_item("typestr", &self.kind)?;
        interface.set_item("data", (start, true))?;
        Ok(interface)
    }
}

/// The values as one piece of memory that numpy has a type for, where there is one: nulls are filled.
fn flat(array: &ArrayRef) -> Result<Option<(ArrayRef, String)>, ArrowError> {
    let missing = array.null_count() > 0;
    let unit = |unit: &TimeUnit| match unit {
        TimeUnit::Second => "s",
        TimeUnit::Millisecond => "ms",
        TimeUnit::Microsecond => "us",
        TimeUnit::Nanosecond => "ns",
    };
    let (array, kind) = match array.data_type() {
        DataType::Boolean if !missing => return Ok(Some((cast(array, &DataType::UInt8)?, "|b1".to_owned()))),
        number if number.is_integer() && missing => (cast(array, &DataType::Float64)?, "f8".to_owned()),
        DataType::Int8 => (Arc::clone(array), "i1".to_owned()),
        DataType::Int16 => (Arc::clone(array), "i2".to_owned()),
        DataType::Int32 => (Arc::clone(array), "i4".to_owned()),
        DataType::Int64 => (Arc::clone(array), "i8".to_owned()),
        DataType::UInt8 => (Arc::clone(array), "u1".to_owned()),
        DataType::UInt16 => (Arc::clone(array), "u2".to_owned()),
        DataType::UInt32 => (Arc::clone(array), "u4".to_owned()),
        DataType::UInt64 => (Arc::clone(array), "u8".to_owned()),
        DataType::Float16 => (Arc::clone(array), "f2".to_owned()),
        DataType::Float32 => (Arc::clone(array), "f4".to_owned()),
        DataType::Float64 => (Arc::clone(array), "f8".to_owned()),
        DataType::Date32 => (cast(&cast(array, &DataType::Int32)?, &DataType::Int64)?, "M8[D]".to_owned()),
        DataType::Date64 => (Arc::clone(array), "M8[ms]".to_owned()),
        DataType::Timestamp(of, _) => (Arc::clone(array), format!("M8[{}]", unit(of))),
        DataType::Duration(of) => (Arc::clone(array), format!("m8[{}]", unit(of))),
        _ => return Ok(None),
    };
    let order = if cfg!(target_endian = "big") { '>' } else { '<' };
    Ok(Some((filled(array)?, format!("{order}{kind}"))))
}

/// The same values with NaN or NaT for null.
fn filled(array: ArrayRef) -> Result<ArrayRef, ArrowError> {
    if array.null_count() == 0 {
        return Ok(array);
    }
    let filling: ArrayRef = if array.data_type().is_floating() {
        Arc::new(Float64Array::from(vec![f64::NAN]))
    } else {
        Arc::new(Int64Array::from(vec![i64::MIN]))
    };
    let filling = Scalar::new(cast(&filling, array.data_type())?);
    zip(&is_not_null(&array)?, &array, &filling)
}

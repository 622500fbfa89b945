//! `DataType`: the type of a column, as a value that can be asked, compared, pickled and written. The class and what it
//! answers; types with arguments are classes of their own (`parametric`), so `isinstance` tells them; `names` reads
//! whatever a user may write for a type.

mod names;
mod parametric;
mod written;

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema};
use pyo3::basic::CompareOp;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyString, PyTuple};
use pyrust_engine::render::{type_kind, type_name, type_unit};
use pyrust_engine::resolve::TypeFamily;

pub use names::{into_data_type, into_schema, named_types};
pub use parametric::{PyCategorical, PyDecimal, PyDuration, PyList, PyMap, PyStruct, PyTime, PyTimestamp};

use crate::arrow::field_capsule;
use crate::boundary::guard;
use crate::exceptions::{short, type_error};
use crate::pickle;
use crate::trampoline::add_class;
use written::{PLAIN, decimal_digits, written};

/// The type of a column.
///
/// `pr.Int64`, `pr.String` and the like are such types, also written `pr.Int64()`; `pr.List(pr.Int64)`, `pr.Timestamp("us", "UTC")` and others take
/// arguments. A type is equal to its name, and to a type of the same values in another layout (strings of Arrow have
/// three). Wherever a type is taken, its name, Python's classes (`int`, `str` ...) and types of numpy, pyarrow and polars
/// are taken too.
///
/// Args:
///     given: A type in any of these forms.
///
/// Raises:
///     TypeError: If there is no such type.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataType("list<int64>")
///     pr.List(pr.Int64)
///     >>> pr.DataFrame({"a": [1]}).dtypes[0] == "int64"
///     True
///     >>> str(pr.DataType(float)), pr.DataType(float).kind
///     ('float64', 'float')
///     >>> pr.DataType("int46")
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: DataType: there is no type "int46"
///     hint: did you mean int64, ...
#[pyclass(name = "DataType", module = "pyrust", frozen, subclass)]
pub struct PyDataType(DataType);

impl PyDataType {
    /// The type as Arrow has it.
    pub fn data_type(&self) -> &DataType {
        &self.0
    }

    /// The Python face of a type: of the class that its kind has.
    pub fn bound<'py>(py: Python<'py>, data_type: &DataType) -> PyResult<Bound<'py, Self>> {
        use DataType::*;
        let base = PyClassInitializer::from(Self(data_type.clone()));
        Ok(match data_type {
            List(_) | LargeList(_) | ListView(_) | LargeListView(_) | FixedSizeList(..) => {
                Bound::new(py, base.add_subclass(PyList))?.into_super()
            }
            Struct(_) => Bound::new(py, base.add_subclass(PyStruct))?.into_super(),
            Map(..) => Bound::new(py, base.add_subclass(PyMap))?.into_super(),
            Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) => {
                Bound::new(py, base.add_subclass(PyDecimal))?.into_super()
            }
            Timestamp(..) => Bound::new(py, base.add_subclass(PyTimestamp))?.into_super(),
            Duration(_) => Bound::new(py, base.add_subclass(PyDuration))?.into_super(),
            Time32(_) | Time64(_) => Bound::new(py, base.add_subclass(PyTime))?.into_super(),
            Dictionary(..) => Bound::new(py, base.add_subclass(PyCategorical))?.into_super(),
            _ => Bound::new(py, base)?,
        })
    }

    /// The names and types of a schema, in its order.
    pub fn of_fields<'py>(py: Python<'py>, fields: &Fields) -> PyResult<Bound<'py, PyDict>> {
        let types = PyDict::new(py);
        for field in fields {
            types.set_item(field.name(), Self::bound(py, field.data_type())?)?;
        }
        Ok(types)
    }

    fn is_of(&self, family: TypeFamily) -> bool {
        family.holds(&self.0)
    }
}

#[pymethods]
impl PyDataType {
    #[new]
    fn py_new<'py>(given: &Bound<'py, PyAny>) -> PyResult<Bound<'py, Self>> {
        guard(|| Self::bound(given.py(), &into_data_type("DataType", given)?))
    }

    /// Return the type itself: `pr.Int64()` is `pr.Int64`, as others write it.
    #[pyo3(signature = (*values, **named))]
    fn __call__<'py>(
        this: Bound<'py, Self>,
        values: &Bound<'py, PyTuple>,
        named: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, Self>> {
        guard(|| match values.iter().chain(named.iter().flat_map(|named| named.values())).next() {
            None => Ok(this),
            Some(given) => {
                let name = written(this.get().data_type());
                let hint = format!("pr.lit({}, dtype={name}) is a value of this type", short(&given));
                Err(type_error(&name, "the type takes no arguments", &hint))
            }
        })
    }

    /// The kind of the type: "integer", "float", "decimal", "boolean", "string", "binary", "date", "time", "timestamp",
    /// "duration", "interval", "list", "struct", "map", "union", "categorical" or "null".
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Int8.kind, pr.Timestamp("ns").kind
    ///     ('integer', 'timestamp')
    #[getter]
    fn kind(&self) -> &'static str {
        type_kind(&self.0)
    }

    /// The unit of a timestamp, a duration or a time: "s", "ms", "us" or "ns"; None for other types.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Timestamp("ns").unit, pr.Int64.unit
    ///     ('ns', None)
    #[getter]
    fn unit(&self) -> Option<&'static str> {
        type_unit(&self.0)
    }

    /// The time zone of a timestamp; None for one without a zone, and for other types.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Timestamp("us", "Europe/Berlin").zone
    ///     'Europe/Berlin'
    #[getter]
    fn zone(&self) -> Option<&str> {
        match &self.0 {
            DataType::Timestamp(_, zone) => zone.as_deref(),
            _ => None,
        }
    }

    /// The type of a list's elements, or of what a categorical encodes; None for other types.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.List(pr.String).inner
    ///     pr.String
    #[getter]
    fn inner<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, Self>>> {
        use DataType::*;
        let inner = match &self.0 {
            List(item) | LargeList(item) | ListView(item) | LargeListView(item) | FixedSizeList(item, _) => {
                item.data_type()
            }
            Dictionary(_, values) => values,
            RunEndEncoded(_, values) => values.data_type(),
            _ => return Ok(None),
        };
        Self::bound(py, inner).map(Some)
    }

    /// The fields of a struct, as a dict of names and types; of a map "key" and "value". None for other types.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Struct({"x": float, "y": float}).fields
    ///     {'x': pr.Float64, 'y': pr.Float64}
    #[getter]
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        match &self.0 {
            DataType::Struct(fields) => Self::of_fields(py, fields).map(Some),
            DataType::Map(entries, _) => match entries.data_type() {
                DataType::Struct(pair) if pair.len() == 2 => {
                    let types = PyDict::new(py);
                    types.set_item("key", Self::bound(py, pair[0].data_type())?)?;
                    types.set_item("value", Self::bound(py, pair[1].data_type())?)?;
                    Ok(Some(types))
                }
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// How many digits a decimal has; None for other types.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Decimal(10, 2).precision
    ///     10
    #[getter]
    fn precision(&self) -> Option<u8> {
        decimal_digits(&self.0).map(|(precision, _)| precision)
    }

    /// How many of a decimal's digits are after the point; None for other types.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Decimal(10, 2).scale
    ///     2
    #[getter]
    fn scale(&self) -> Option<i8> {
        decimal_digits(&self.0).map(|(_, scale)| scale)
    }

    /// How many elements each list has, or how many bytes each value, where that is part of the type; else None.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.List(pr.Float32, 3).size, pr.List(pr.Float32).size
    ///     (3, None)
    #[getter]
    fn size(&self) -> Option<i32> {
        match &self.0 {
            DataType::FixedSizeList(_, size) | DataType::FixedSizeBinary(size) => Some(*size),
            _ => None,
        }
    }

    /// Check whether the values are numbers: integers, floats or decimals.
    ///
    /// Returns:
    ///     A bool.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Decimal(10, 2).is_numeric(), pr.Boolean.is_numeric()
    ///     (True, False)
    fn is_numeric(&self) -> bool {
        self.is_of(TypeFamily::Numeric)
    }

    /// Check whether the values are integers, signed or not.
    ///
    /// Returns:
    ///     A bool.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.UInt8.is_integer()
    ///     True
    fn is_integer(&self) -> bool {
        self.is_of(TypeFamily::Integer)
    }

    /// Check whether the values are floats.
    ///
    /// Returns:
    ///     A bool.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Float32.is_float()
    ///     True
    fn is_float(&self) -> bool {
        self.is_of(TypeFamily::Float)
    }

    /// Check whether the values are dates, times, timestamps, durations or intervals.
    ///
    /// Returns:
    ///     A bool.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Date.is_temporal()
    ///     True
    fn is_temporal(&self) -> bool {
        self.is_of(TypeFamily::Temporal)
    }

    /// Check whether the values are lists, structs, maps or unions.
    ///
    /// Returns:
    ///     A bool.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.List(pr.Int64).is_nested()
    ///     True
    fn is_nested(&self) -> bool {
        self.is_of(TypeFamily::Nested)
    }

    /// Export the type as an Arrow C schema, by the PyCapsule interface: `pyarrow.field(dtype)`.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        guard(|| field_capsule(py, &Field::new("", self.0.clone(), true)))
    }

    fn __richcmp__<'py>(&self, other: &Bound<'py, PyAny>, operator: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let same = if let Ok(other) = other.cast::<Self>() {
            type_name(&self.0) == type_name(&other.get().0)
        } else if let Ok(name) = other.cast::<PyString>() {
            type_name(&self.0) == name.to_str()?
        } else {
            return Ok(py.NotImplemented());
        };
        match operator {
            CompareOp::Eq => same.into_pyobject(py).map(|answer| answer.to_owned().into_any().unbind()),
            CompareOp::Ne => (!same).into_pyobject(py).map(|answer| answer.to_owned().into_any().unbind()),
            _ => return Ok(py.NotImplemented()),
        }
        .map_err(PyErr::from)
    }

    /// Hash as the name does, which it is equal to.
    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, &type_name(&self.0)).hash()
    }

    fn __str__(&self) -> String {
        type_name(&self.0)
    }

    fn __format__<'py>(&self, py: Python<'py>, how: &str) -> PyResult<Bound<'py, PyAny>> {
        PyString::new(py, &type_name(&self.0)).call_method1(intern!(py, "__format__"), (how,))
    }

    fn __repr__(&self) -> String {
        written(&self.0)
    }

    /// Return the type itself, as it never changes.
    fn __copy__(this: Bound<'_, Self>) -> Bound<'_, Self> {
        this
    }

    fn __deepcopy__<'py>(this: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        this
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        guard(|| {
            let schema = Schema::new(vec![Field::new("", self.0.clone(), true)]);
            let bytes = pickle::written(&Arc::new(schema), &[])?;
            let restore = py.import(intern!(py, "pyrust._core"))?.getattr(intern!(py, "_restore_data_type"))?;
            Ok((restore, PyTuple::new(py, [PyBytes::new(py, &bytes)])?))
        })
    }
}

/// Make a type of what its pickle holds.
#[pyfunction(name = "_restore_data_type")]
pub fn restore<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyDataType>> {
    guard(|| {
        let (schema, _) = pickle::read(bytes)?;
        PyDataType::bound(py, schema.fields().first().map_or(&DataType::Null, |field| field.data_type()))
    })
}

/// Adds the classes, and the types without arguments.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    add_class::<PyDataType>(module)?;
    parametric::register(module)?;
    for (name, data_type) in &PLAIN {
        module.add(*name, PyDataType::bound(py, data_type)?)?;
    }
    module.add("Datetime", py.get_type::<PyTimestamp>())?;
    module.add_function(wrap_pyfunction!(restore, module)?)
}

//! The types that take arguments, each a class: `pr.List(pr.Int64)`, `pr.Timestamp("us", "UTC")`.

use std::str::FromStr;
use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::datatypes::{DECIMAL256_MAX_PRECISION, DataType, Field, Fields, TimeUnit};
use pyo3::prelude::*;

use super::PyDataType;
use super::names::{decimal_type, into_data_type, into_schema, map_type, unit};
use crate::boundary::guard;
use crate::exceptions::value_error;
use crate::trampoline::add_class;

macro_rules! parametric {
    ($($(#[$doc:meta])* $class:ident, $name:literal;)*) => {
        $(
            $(#[$doc])*
            #[pyclass(name = $name, module = "pyrust", frozen, extends = PyDataType)]
            pub struct $class;

            impl $class {
                fn of(data_type: DataType) -> PyClassInitializer<Self> {
                    PyClassInitializer::from(PyDataType(data_type)).add_subclass(Self)
                }
            }
        )*

        /// Adds the classes.
        pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(add_class::<$class>(module)?;)*
            Ok(())
        }
    };
}

parametric! {
    /// The type of strings (or other values) that are few and repeat: each is stored once, rows hold its number.
    ///
    /// Args:
    ///     inner: The type of the values.
    ///
    /// Raises:
    ///     TypeError: If there is no such type.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": ["x", "y"]}, schema={"a": pr.Categorical}).schema
    ///     {'a': pr.Categorical(pr.String)}
    ///     >>> pr.Categorical("word")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: Categorical: there is no type "word"
    ///     hint: ...
    PyCategorical, "Categorical";
    /// The type of decimal numbers with a fixed number of digits.
    ///
    /// Args:
    ///     precision: How many digits there are, from 1 to 76.
    ///     scale: How many of them are after the point.
    ///
    /// Raises:
    ///     ValueError: If there is no such decimal.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"price": ["1.50"]}).cast({"price": pr.Decimal(10, 2)}).to_dict()
    ///     {'price': [Decimal('1.50')]}
    ///     >>> pr.Decimal(2, 3)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: Decimal: a decimal of 2 digits cannot have 3 after the point
    ///     hint: the precision is from 1 to 76, the scale no more than it
    PyDecimal, "Decimal";
    /// The type of durations.
    ///
    /// Args:
    ///     unit: What is counted: "s", "ms", "us" or "ns".
    ///
    /// Raises:
    ///     ValueError: If it is not such a unit.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [90]}).cast({"a": pr.Duration("s")}).to_dict()
    ///     {'a': [datetime.timedelta(seconds=90)]}
    ///     >>> pr.Duration("min")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: Duration: the unit must be "s", "ms", "us" or "ns", got "min"
    PyDuration, "Duration";
    /// The type of lists whose elements are of one type.
    ///
    /// Args:
    ///     inner: The type of the elements.
    ///     size: How many elements each list has; None for any number.
    ///
    /// Raises:
    ///     TypeError: If there is no such type.
    ///     ValueError: If the size is negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[1], []]}, schema={"a": pr.List(pr.Int8)}).schema
    ///     {'a': pr.List(pr.Int8)}
    ///     >>> pr.List("in")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: List: there is no type "in"
    ///     hint: ...
    PyList, "List";
    /// The type of maps from keys to values.
    ///
    /// Args:
    ///     key: The type of the keys.
    ///     value: The type of the values.
    ///
    /// Raises:
    ///     TypeError: If there is no such type.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> str(pr.Map(str, int))
    ///     'map<string, int64>'
    ///     >>> pr.Map(str, "number")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: Map: there is no type "number"
    ///     hint: ...
    PyMap, "Map";
    /// The type of structs: values of several named fields.
    ///
    /// Args:
    ///     fields: A dict of names and types.
    ///
    /// Raises:
    ///     TypeError: If it is not such a dict, or there is no such type.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Struct({"x": pr.Int64, "y": pr.List(str)})
    ///     pr.Struct({"x": pr.Int64, "y": pr.List(pr.String)})
    ///     >>> pr.Struct("x")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: Struct: 'x' is not a schema
    ///     hint: give a dict of names and types, or a pyarrow schema
    PyStruct, "Struct";
    /// The type of times of day.
    ///
    /// Args:
    ///     unit: What is counted: "s", "ms", "us" or "ns".
    ///
    /// Raises:
    ///     ValueError: If it is not such a unit.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": ["08:30:00"]}).cast({"a": pr.Time("s")}).to_dict()
    ///     {'a': [datetime.time(8, 30)]}
    ///     >>> pr.Time("h")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: Time: the unit must be "s", "ms", "us" or "ns", got "h"
    PyTime, "Time";
    /// The type of timestamps: dates with a time of day, in a time zone or without one. `pr.Datetime` is another name of
    /// it.
    ///
    /// Args:
    ///     unit: What is counted since 1970: "s", "ms", "us" or "ns".
    ///     zone: The time zone in which values are shown and their parts are taken, as "Europe/Berlin" or "+02:00"; None
    ///         for the time on a clock that no zone is known of.
    ///
    /// Raises:
    ///     ValueError: If it is not such a unit, or there is no such zone.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Timestamp("ms", "UTC") == "timestamp[ms, UTC]"
    ///     True
    ///     >>> isinstance(pr.DataType("timestamp[ns]"), pr.Timestamp)
    ///     True
    ///     >>> pr.Timestamp("us", "Berlin")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: Timestamp: there is no time zone "Berlin"
    ///     hint: zones are named as in "Europe/Berlin", "UTC", "+02:00"
    PyTimestamp, "Timestamp";
}

#[pymethods]
impl PyCategorical {
    #[new]
    #[pyo3(signature = (inner = None))]
    fn py_new(inner: Option<&Bound<'_, PyAny>>) -> PyResult<PyClassInitializer<Self>> {
        guard(|| {
            let inner = inner.map_or(Ok(DataType::Utf8), |inner| into_data_type("Categorical", inner))?;
            Ok(Self::of(DataType::Dictionary(Box::new(DataType::Int32), Box::new(inner))))
        })
    }
}

#[pymethods]
impl PyDecimal {
    #[new]
    #[pyo3(signature = (precision, scale = 0))]
    fn py_new(precision: i64, scale: i64) -> PyResult<PyClassInitializer<Self>> {
        guard(|| {
            let made = u8::try_from(precision).ok().zip(i8::try_from(scale).ok());
            let made = made.and_then(|(precision, scale)| decimal_type(precision, scale));
            made.map(Self::of).ok_or_else(|| {
                let message = format!("a decimal of {precision} digits cannot have {scale} after the point");
                let hint = format!("the precision is from 1 to {DECIMAL256_MAX_PRECISION}, the scale no more than it");
                value_error("Decimal", message, &hint)
            })
        })
    }
}

#[pymethods]
impl PyDuration {
    #[new]
    #[pyo3(signature = (unit = "us"))]
    fn py_new(unit: &str) -> PyResult<PyClassInitializer<Self>> {
        guard(|| Ok(Self::of(DataType::Duration(time_unit("Duration", unit)?))))
    }
}

#[pymethods]
impl PyList {
    #[new]
    #[pyo3(signature = (inner, size = None))]
    fn py_new(inner: &Bound<'_, PyAny>, size: Option<i64>) -> PyResult<PyClassInitializer<Self>> {
        guard(|| {
            let item = Arc::new(Field::new("item", into_data_type("List", inner)?, true));
            let Some(size) = size else { return Ok(Self::of(DataType::List(item))) };
            match i32::try_from(size) {
                Ok(size @ 0..) => Ok(Self::of(DataType::FixedSizeList(item, size))),
                _ => Err(value_error("List", format!("the size must be from 0 to {}, got {size}", i32::MAX), "")),
            }
        })
    }
}

#[pymethods]
impl PyMap {
    #[new]
    fn py_new(key: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        guard(|| Ok(Self::of(map_type(into_data_type("Map", key)?, into_data_type("Map", value)?))))
    }
}

#[pymethods]
impl PyStruct {
    #[new]
    fn py_new(fields: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        guard(|| {
            let fields: Fields = into_schema("Struct", fields)?.fields().clone();
            Ok(Self::of(DataType::Struct(fields)))
        })
    }
}

#[pymethods]
impl PyTime {
    #[new]
    #[pyo3(signature = (unit = "us"))]
    fn py_new(unit: &str) -> PyResult<PyClassInitializer<Self>> {
        guard(|| {
            Ok(Self::of(match time_unit("Time", unit)? {
                unit @ (TimeUnit::Second | TimeUnit::Millisecond) => DataType::Time32(unit),
                unit => DataType::Time64(unit),
            }))
        })
    }
}

#[pymethods]
impl PyTimestamp {
    #[new]
    #[pyo3(signature = (unit = "us", zone = None))]
    fn py_new(unit: &str, zone: Option<&str>) -> PyResult<PyClassInitializer<Self>> {
        guard(|| {
            if let Some(zone) = zone
                && Tz::from_str(zone).is_err()
            {
                let hint = "zones are named as in \"Europe/Berlin\", \"UTC\", \"+02:00\"";
                return Err(value_error("Timestamp", format!("there is no time zone \"{zone}\""), hint));
            }
            Ok(Self::of(DataType::Timestamp(time_unit("Timestamp", unit)?, zone.map(Into::into))))
        })
    }
}

fn time_unit(class: &str, name: &str) -> PyResult<TimeUnit> {
    let message = || format!("the unit must be \"s\", \"ms\", \"us\" or \"ns\", got \"{name}\"");
    unit(name).ok_or_else(|| value_error(class, message(), ""))
}

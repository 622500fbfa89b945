//! Single values of other libraries (numpy's scalars, pandas' missing markers, Arrow's scalars) as Python's own, and types
//! of ours as their names.
//!
//! They are known by what they can do or by the name of their class: no library is imported to look for one.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};

use super::Place;
use crate::data_type::PyDataType;
use crate::exceptions::value_error;

/// pandas' markers of a missing value, by name: pandas is not imported for this.
pub fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    value.get_type().name().is_ok_and(|name| name == "NaTType" || name == "NAType")
}

/// A value of another library as one of Python's own; None where there is no such thing.
pub fn plain<'py>(place: &Place, row: usize, value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = value.py();
    if is_missing(value) {
        return Ok(Some(py.None().into_bound(py)));
    }
    if value.is_instance_of::<PyDataType>() {
        return Ok(Some(value.str()?.into_any()));
    }
    if value.hasattr(intern!(py, "dtype"))? && value.hasattr(intern!(py, "tolist"))? {
        return numpy_value(place, row, value).map(Some);
    }
    if value.hasattr(intern!(py, "__index__"))? {
        return value.call_method0(intern!(py, "__index__")).map(Some);
    }
    if value.hasattr(intern!(py, "__float__"))? && !value.hasattr(intern!(py, "__len__"))? {
        return value.call_method0(intern!(py, "__float__")).map(Some);
    }
    if value.hasattr(intern!(py, "to_pylist"))? {
        return value.call_method0(intern!(py, "to_pylist")).map(Some);
    }
    if value.hasattr(intern!(py, "as_py"))? {
        return value.call_method0(intern!(py, "as_py")).map(Some);
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let copy = PyDict::new(py);
        copy.update(mapping)?;
        return Ok(Some(copy.into_any()));
    }
    Ok(None)
}

/// A numpy scalar or array, or a series: `tolist` gives Python's own values, of dates too once in microseconds.
fn numpy_value<'py>(place: &Place, row: usize, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    let kind = value.getattr(intern!(py, "dtype"))?.getattr_opt(intern!(py, "kind"))?;
    let kind = kind.map(|kind| kind.to_string()).unwrap_or_default();
    if kind == "M" || kind == "m" {
        let unit = if kind == "M" { "datetime64[us]" } else { "timedelta64[us]" };
        let rounded = value.call_method1(intern!(py, "astype"), (unit,))?;
        let same = rounded.eq(value)? || rounded.ne(&rounded)?;
        if !same {
            let message = format!("{} holds nanoseconds", place.at(row));
            return Err(value_error(place.operation, message, "give the column as an array, which keeps them"));
        }
        return rounded.call_method0(intern!(py, "tolist"));
    }
    value.call_method0(intern!(py, "tolist"))
}

//! What a user function gives back, as an array of the announced type and length: anything with an Arrow capsule, a
//! numpy array, a list, or one value for all rows.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::DataType;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use pyrust_engine::render::type_name;
use pyrust_engine::{Error, ErrorKind};

use super::call::{Failure, raised};
use super::signature::{Definition, fits, fitted};
use crate::array::PyArray;
use crate::arrow::is_arrow;
use crate::convert;

/// One value for each of `rows` rows.
pub fn column(definition: &Definition, value: &Bound<'_, PyAny>, rows: usize) -> Result<ArrayRef, Failure> {
    let array = if let Ok(own) = value.cast::<PyArray>() {
        Arc::clone(own.get().array())
    } else if let Some(numbers) = convert::copied(value)? {
        numbers
    } else if is_column(value)? {
        convert::array("result", value).map_err(|error| unreadable(definition, value, error))?
    } else {
        return Ok(broadcast(definition, value, rows)?);
    };
    if array.len() != rows {
        let message = format!("the result has {} values for {rows} rows", array.len());
        let hint = "give one value for each row of the batch, or a single value for all";
        return Err(definition.error(ErrorKind::Value, message).with_hint(hint).into());
    }
    Ok(typed(definition, &array, &definition.returns)?)
}

/// One value a group, from the values as they were given.
pub fn listed(
    definition: &Definition,
    values: Vec<Bound<'_, PyAny>>,
    data_type: &DataType,
) -> Result<ArrayRef, Failure> {
    let array = convert::listed("udaf", &definition.name, values).map_err(|error| {
        let message = format!("the results cannot become {}: {error}", type_name(data_type));
        definition.error(ErrorKind::Type, message).with_cause(Arc::new(error))
    })?;
    Ok(typed(definition, &array, data_type)?)
}

/// An array as the announced type.
pub fn typed(definition: &Definition, array: &ArrayRef, to: &DataType) -> Result<ArrayRef, Error> {
    if !fits(array.data_type(), to) {
        let (got, expected) = (type_name(array.data_type()), type_name(to));
        return Err(definition
            .error(ErrorKind::Type, format!("the result is {got}, expected {expected}"))
            .with_hint("convert it inside the function, or declare the type that it has: returns=..."));
    }
    fitted(&definition.title(), array, to)
}

fn broadcast(definition: &Definition, value: &Bound<'_, PyAny>, rows: usize) -> Result<ArrayRef, Error> {
    let one = convert::listed("udf", &definition.name, vec![value.clone()])
        .map_err(|error| unreadable(definition, value, error))?;
    let one = typed(definition, &one, &definition.returns)?;
    let failed = |error| Error::from_datafusion(&definition.title(), error);
    let scalar = datafusion::scalar::ScalarValue::try_from_array(&one, 0).map_err(failed)?;
    scalar.to_array_of_size(rows).map_err(failed)
}

/// Whether it is several values. A str, bytes or dict is one.
fn is_column(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = value.py();
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() || is_arrow(value)? {
        return Ok(true);
    }
    match value.getattr_opt(intern!(py, "ndim"))? {
        Some(dimensions) => Ok(dimensions.extract::<usize>()? > 0),
        None => Ok(false),
    }
}

fn unreadable(definition: &Definition, value: &Bound<'_, PyAny>, error: PyErr) -> Error {
    let py = value.py();
    let class = value.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
    let expected = type_name(&definition.returns);
    let reason = raised(py, "result", error.clone_ref(py));
    let message = format!("the result ({class}) is not a column of {expected}: {}", reason.message());
    definition.error(ErrorKind::Type, message).with_cause(Arc::new(error))
}

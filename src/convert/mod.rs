//! Python values to Arrow and back. `docs/conversions.md` is the table of what becomes what.
//!
//! Inference reads a whole column before it decides, so a type never depends on which rows come first, and
//! nothing is rounded, cut or reinterpreted in silence: what does not fit is an error that names column and row.

mod columns;
mod decimal;
mod declared;
mod foreign;
mod from_python;
mod rows;
mod temporal;
mod text;
mod to_python;

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::DataType;
use datafusion::scalar::ScalarValue;
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::PyInt;
use pyrust_engine::Error;

pub use columns::{array, array_of, batches_from_columns, copied, is_column};
pub use declared::Declared;
pub use rows::{batches_from_numpy, batches_from_rows, is_numpy};
pub use temporal::delta_micros;
pub use to_python::{AT_ONCE, append, column_to_list, values};

use crate::exceptions::to_python;

/// Where a value stands, for messages.
#[derive(Clone, Debug)]
pub struct Place {
    operation: &'static str,
    column: Option<String>,
}

impl Place {
    /// A column of the data given to `operation`.
    pub fn column(operation: &'static str, name: &str) -> Self {
        Self { operation, column: Some(name.to_owned()) }
    }

    /// A single value given to `operation`.
    pub fn value(operation: &'static str) -> Self {
        Self { operation, column: None }
    }

    fn inside(&self, step: &str) -> Self {
        Self { operation: self.operation, column: self.column.as_ref().map(|column| format!("{column}{step}")) }
    }

    /// A field of a struct in this place; at the top, a column of its own.
    fn field(&self, name: &str) -> Self {
        let column = self.column.as_ref().filter(|column| !column.is_empty());
        let column = column.map_or_else(|| name.to_owned(), |column| format!("{column}.{name}"));
        Self { operation: self.operation, column: Some(column) }
    }

    fn at(&self, row: usize) -> String {
        self.column.as_ref().map_or_else(|| "the value".to_owned(), |column| format!("column \"{column}\", row {row}:"))
    }
}

/// One Python value as a typed scalar, by the same rules as a column of one row.
pub fn scalar(operation: &'static str, value: &Bound<'_, PyAny>) -> PyResult<ScalarValue> {
    // A column of 64 bits without a sign is compared with its largest numbers too.
    if value.is_exact_instance_of::<PyInt>()
        && let Ok(number) = value.extract::<u64>()
        && i64::try_from(number).is_err()
    {
        return Ok(ScalarValue::UInt64(Some(number)));
    }
    let array = from_python::array(&Place::value(operation), vec![value.clone()])?;
    ScalarValue::try_from_array(&array, 0).map_err(|error| to_python(Error::from_datafusion(operation, error)))
}

/// One Python value as a scalar of that type; one that does not fit is an error.
pub fn scalar_as(operation: &'static str, value: &Bound<'_, PyAny>, to: &DataType) -> PyResult<ScalarValue> {
    let place = Place::value(operation);
    let array = match scalar(operation, value) {
        Ok(scalar) => scalar.to_array().map_err(|error| to_python(Error::from_datafusion(operation, error)))?,
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => {
            decimal::array(&place, std::slice::from_ref(value))?
        }
        Err(error) => return Err(error),
    };
    let fitted = declared::fitted(&place, 0, &array, to)?;
    ScalarValue::try_from_array(&fitted, 0).map_err(|error| to_python(Error::from_datafusion(operation, error)))
}

/// Several Python values as one array, by the rules of a column called `name`.
pub fn listed(operation: &'static str, name: &str, values: Vec<Bound<'_, PyAny>>) -> PyResult<ArrayRef> {
    from_python::array(&Place::column(operation, name), values)
}

/// Several Python values as scalars of one type.
pub fn scalars(operation: &'static str, values: Vec<Bound<'_, PyAny>>) -> PyResult<Vec<ScalarValue>> {
    each(operation, &from_python::array(&Place::value(operation), values)?)
}

/// The values of an array as scalars.
pub fn each(operation: &'static str, array: &ArrayRef) -> PyResult<Vec<ScalarValue>> {
    (0..array.len())
        .map(|row| ScalarValue::try_from_array(array, row))
        .collect::<Result<_, _>>()
        .map_err(|error| to_python(Error::from_datafusion(operation, error)))
}

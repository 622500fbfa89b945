//! Rows as record batches: dicts, tuples, named tuples, data classes, and numpy's tables.
//!
//! The rows may come from anything that gives them one by one, such as a generator. The first row says what all of them
//! are; dicts may lack keys, which are null then, while rows without names of their own must be of one length.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow::datatypes::{Field, Schema, SchemaRef};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::columns::{OPERATION, array, items, refused};
use super::declared::{Declared, fitted};
use super::{Place, from_python};
use crate::exceptions::{schema_error, short, type_error, value_error};
use crate::interpreter::breathe;

type Values<'py> = Vec<Bound<'py, PyAny>>;
type Table = (SchemaRef, Vec<RecordBatch>);

/// What the rows are.
enum Rows {
    Dicts,
    /// Tuples or lists, whose values have places.
    Sequences,
    /// Named tuples and data classes, whose values are attributes of these names.
    Records(Vec<String>),
    /// No rows but values: of the one column there is.
    Values,
}

impl Rows {
    fn of(first: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = first.py();
        if first.is_instance_of::<PyDict>() {
            return Ok(Self::Dicts);
        }
        // Both of the class: an instance may have attributes of any name.
        let class = first.get_type();
        if class.hasattr(intern!(py, "__dataclass_fields__"))? {
            // That attribute lists a `ClassVar` too, which is no field.
            let fields = py.import(intern!(py, "dataclasses"))?.call_method1(intern!(py, "fields"), (&class,))?;
            let names = fields.try_iter()?.map(|field| field?.getattr(intern!(py, "name"))?.extract());
            return Ok(Self::Records(names.collect::<PyResult<_>>()?));
        }
        if first.is_instance_of::<PyTuple>() {
            return Ok(match class.getattr_opt(intern!(py, "_fields"))? {
                Some(fields) => Self::Records(fields.extract()?),
                None => Self::Sequences,
            });
        }
        Ok(if first.is_instance_of::<PyList>() { Self::Sequences } else { Self::Values })
    }
}

/// The batch of rows; `name` is that of the column where they are plain values.
pub fn batches_from_rows(rows: &Bound<'_, PyAny>, declared: &Declared, name: &str) -> PyResult<Table> {
    let rows = items(rows)?;
    let Some(first) = rows.first() else { return declared.without_rows() };
    match Rows::of(first)? {
        Rows::Dicts => dicts(&rows, declared),
        Rows::Sequences => {
            let columns = transposed(&rows, declared)?;
            let names = declared.names_for(columns.len())?;
            finished(names.into_iter().zip(columns).collect(), rows.len(), declared)
        }
        Rows::Records(names) => {
            let columns = records(&rows, &names)?;
            let columns = names.into_iter().zip(columns).collect();
            finished(named(columns, declared)?, rows.len(), declared)
        }
        Rows::Values => {
            let count = rows.len();
            let names = if declared.names().is_some() { declared.names_for(1)? } else { vec![name.to_owned()] };
            finished(names.into_iter().zip([rows]).collect(), count, declared)
        }
    }
}

/// Dicts: a key that a row lacks is null, and one that a schema does not name is left out.
fn dicts(rows: &[Bound<'_, PyAny>], declared: &Declared) -> PyResult<Table> {
    if let Some((at, odd)) = rows.iter().enumerate().find(|(_, row)| !row.is_instance_of::<PyDict>()) {
        let message = format!("row {at} is a {}, the rows before are dicts", odd.get_type().name()?);
        return Err(type_error(OPERATION, message, "give rows of one kind; None stands for a missing value of a dict"));
    }
    let found = from_python::by_key(&Place::column(OPERATION, ""), rows)?;
    let columns = match declared.names() {
        None => found,
        Some(names) => {
            let none = rows.first().map(|row| row.py().None().into_bound(row.py()));
            let mut found: HashMap<String, Values<'_>> = found.into_iter().collect();
            let take = |name: &String| {
                let nulls = || none.iter().cycle().take(rows.len()).cloned().collect();
                (name.clone(), found.remove(name).unwrap_or_else(nulls))
            };
            names.iter().map(take).collect()
        }
    };
    finished(columns, rows.len(), declared)
}

/// The columns of rows of one length.
fn transposed<'py>(rows: &[Bound<'py, PyAny>], declared: &Declared) -> PyResult<Vec<Values<'py>>> {
    let mut columns: Vec<Values<'py>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if !row.is_instance_of::<PyTuple>() && !row.is_instance_of::<PyList>() {
            let message = format!("row {at} is a {}, the rows before are tuples or lists", row.get_type().name()?);
            return Err(type_error(OPERATION, message, "give rows of one kind"));
        }
        let width = row.len()?;
        if at == 0 {
            columns = (0..width).map(|_| Vec::with_capacity(rows.len())).collect();
        } else if width != columns.len() {
            let message = format!("row {at} has {width} values, the rows before have {}", columns.len());
            let hint = match declared.names() {
                Some(names) => format!("the schema names {}", names.join(", ")),
                None => "give all rows the same number of values, with None for a missing one".to_owned(),
            };
            return Err(schema_error(OPERATION, message, &hint));
        }
        for (column, value) in columns.iter_mut().zip(row.try_iter()?) {
            column.push(value?);
        }
        breathe(row.py(), width)?;
    }
    Ok(columns)
}

/// The columns of rows whose values are attributes.
fn records<'py>(rows: &[Bound<'py, PyAny>], names: &[String]) -> PyResult<Vec<Values<'py>>> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let names: Vec<Bound<'py, PyString>> = names.iter().map(|name| PyString::new(first.py(), name)).collect();
    let mut columns: Vec<Values<'py>> = names.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for (at, row) in rows.iter().enumerate() {
        for (column, name) in columns.iter_mut().zip(&names) {
            let Some(value) = row.getattr_opt(name)? else {
                let (class, before) = (row.get_type(), first.get_type());
                let message =
                    format!("row {at} is a {} without {name}, the rows before are {}", class.name()?, before.name()?);
                return Err(type_error(OPERATION, message, "give rows of one class"));
            };
            column.push(value);
        }
        breathe(row.py(), names.len())?;
    }
    Ok(columns)
}

/// Columns with names of their own, in the order of the schema.
fn named<T>(columns: Vec<(String, T)>, declared: &Declared) -> PyResult<Vec<(String, T)>> {
    declared.check_names(&columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>())?;
    Ok(declared.ordered(columns, |(name, _)| name))
}

fn finished(columns: Vec<(String, Values<'_>)>, rows: usize, declared: &Declared) -> PyResult<Table> {
    declared.check_types(&columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>())?;
    let typed = |(name, values): (String, Values<'_>)| Ok((declared.column(&name, values)?, name));
    let columns = columns.into_iter().map(typed).collect::<PyResult<Vec<_>>>()?;
    one_batch(columns, rows)
}

fn one_batch(columns: Vec<(ArrayRef, String)>, rows: usize) -> PyResult<Table> {
    let fields = columns.iter().map(|(array, name)| Field::new(name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|(array, _)| array).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options).map_err(refused)?;
    Ok((schema, vec![batch]))
}

/// Whether it is an array of numpy.
pub fn is_numpy(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = value.py();
    Ok(value.hasattr(intern!(py, "dtype"))?
        && value.hasattr(intern!(py, "ndim"))?
        && value.hasattr(intern!(py, "shape"))?)
}

/// A numpy array as a table: each field of a structured one is a column, or each column of one of two dimensions; one
/// dimension is one column, called `name`.
pub fn batches_from_numpy(value: &Bound<'_, PyAny>, declared: &Declared, name: &str) -> PyResult<Table> {
    let py = value.py();
    let dimensions = value.getattr(intern!(py, "ndim"))?.extract::<usize>()?;
    let fields =
        value.getattr(intern!(py, "dtype"))?.getattr_opt(intern!(py, "names"))?.filter(|names| !names.is_none());
    let columns: Vec<(String, Bound<'_, PyAny>)> = match (dimensions, fields) {
        (1, Some(fields)) => {
            let names: Vec<String> = fields.extract()?;
            let column = |name: String| value.get_item(&name).map(|column| (name, column));
            named(names.into_iter().map(column).collect::<PyResult<_>>()?, declared)?
        }
        (1, None) => {
            let names = if declared.names().is_some() { declared.names_for(1)? } else { vec![name.to_owned()] };
            names.into_iter().map(|name| (name, value.clone())).collect()
        }
        (2, None) => {
            let turned = value.getattr(intern!(py, "T"))?;
            let names = declared.names_for(turned.len()?)?;
            names
                .into_iter()
                .zip(turned.try_iter()?)
                .map(|(name, column)| Ok((name, column?)))
                .collect::<PyResult<_>>()?
        }
        _ => {
            let message = format!("{} of {dimensions} dimensions is not a table", short(&value.get_type()));
            return Err(value_error(OPERATION, message, "give one of two dimensions, or a dict of columns"));
        }
    };
    declared.check_types(&columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>())?;
    let rows = value.len()?;
    let mut arrays = Vec::with_capacity(columns.len());
    for (name, values) in columns {
        let found = array(&name, &values)?;
        let found = match declared.data_type(&name) {
            Some(to) => fitted(&Place::column(OPERATION, &name), 0, &found, to)?,
            None => found,
        };
        arrays.push((found, name));
    }
    one_batch(arrays, rows)
}

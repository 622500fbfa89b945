//! What a user says of the columns of a new frame: their names and order (`schema`), and the types of some
//! (`schema_overrides`). Values become the type that is declared, and one that does not fit it is an error that names the
//! row: nothing is rounded, cut or made null in silence.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, new_empty_array, new_null_array};
use arrow::compute::kernels::cmp::not_distinct;
use arrow::compute::{CastOptions, can_cast_types, cast, cast_with_options};
use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use pyrust_engine::error::nearest;
use pyrust_engine::render::{Column, type_name};

use super::columns::{OPERATION, refused};
use super::{Place, decimal, from_python};
use crate::data_type::{into_data_type, into_schema};
use crate::exceptions::{schema_error, short, type_error, value_error};

/// The names and types that a user declares; those that are not said are the data's own.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    names: Option<Vec<String>>,
    types: HashMap<String, DataType>,
}

impl Declared {
    /// Reads `schema` (names; names with types; or a schema of Arrow) and `schema_overrides` (a dict of types).
    pub fn from_python(schema: Option<&Bound<'_, PyAny>>, overrides: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let mut declared = Self::default();
        if let Some(schema) = schema {
            let (mut names, mut seen) = (Vec::new(), HashSet::new());
            for (name, data_type) in pairs(schema)? {
                if !seen.insert(name.clone()) {
                    return Err(schema_error(OPERATION, format!("the schema names \"{name}\" twice"), ""));
                }
                declared.types.extend(data_type.map(|data_type| (name.clone(), data_type)));
                names.push(name);
            }
            declared.names = Some(names);
        }
        let Some(overrides) = overrides else { return Ok(declared) };
        let Ok(overrides) = overrides.cast::<PyDict>() else {
            let message = format!("schema_overrides is {}, not a dict of names and types", short(overrides));
            return Err(type_error(OPERATION, message, ""));
        };
        for (name, data_type) in pairs(overrides)? {
            declared.types.extend(data_type.map(|data_type| (name, data_type)));
        }
        Ok(declared)
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.names.is_none() && self.types.is_empty()
    }

    /// The names, where they are said.
    pub fn names(&self) -> Option<&[String]> {
        self.names.as_deref()
    }

    /// The type that is said for a column.
    pub fn data_type(&self, name: &str) -> Option<&DataType> {
        self.types.get(name)
    }

    /// The types, by name, as the verbs take them.
    pub fn types(&self) -> Vec<(String, DataType)> {
        self.types.iter().map(|(name, data_type)| (name.clone(), data_type.clone())).collect()
    }

    /// Names for columns that have none of their own.
    pub fn names_for(&self, width: usize) -> PyResult<Vec<String>> {
        match &self.names {
            None => Ok((1..=width).map(|number| format!("column_{number}")).collect()),
            Some(names) if names.len() == width => Ok(names.clone()),
            Some(names) => {
                let message = format!("the data has {width} columns, the schema names {}", names.len());
                Err(schema_error(OPERATION, message, &format!("the schema names {}", listed(names))))
            }
        }
    }

    /// Refuses a schema that names other columns than there are, and types for columns that are not there.
    pub fn check_names(&self, found: &[&str]) -> PyResult<()> {
        if let Some(names) = &self.names {
            let (there, named): (HashSet<&str>, HashSet<&str>) =
                (found.iter().copied().collect(), names.iter().map(String::as_str).collect());
            let missing = names.iter().find(|name| !there.contains(name.as_str()));
            let unexpected = found.iter().find(|found| !named.contains(*found));
            let message = match (missing, unexpected) {
                (Some(missing), _) => format!("the schema names \"{missing}\", which the data does not have"),
                (_, Some(extra)) => format!("the data has the column \"{extra}\", which the schema does not name"),
                _ => return self.check_types(found),
            };
            let hint = format!("the columns are {}; select or rename them afterwards", listed(found));
            return Err(schema_error(OPERATION, message, &hint));
        }
        self.check_types(found)
    }

    /// Refuses types for columns that are not there.
    pub fn check_types(&self, found: &[&str]) -> PyResult<()> {
        let there: HashSet<&str> = found.iter().copied().collect();
        let Some(lost) = self.types.keys().filter(|name| !there.contains(name.as_str())).min() else { return Ok(()) };
        let near = nearest(lost, found.iter().copied());
        let hint = match near.is_empty() {
            true => format!("the columns are {}", listed(found)),
            false => format!("did you mean {}?", near.join(", ")),
        };
        Err(schema_error(OPERATION, format!("schema_overrides names \"{lost}\", which is not a column"), &hint))
    }

    /// The columns in the order of the schema.
    pub fn ordered<T>(&self, mut columns: Vec<T>, name_of: impl Fn(&T) -> &str) -> Vec<T> {
        if let Some(names) = &self.names {
            let places: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
            columns.sort_by_key(|column| places.get(name_of(column)).copied());
        }
        columns
    }

    /// A table without rows.
    pub fn without_rows(&self) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
        self.check_types(&self.names.iter().flatten().map(String::as_str).collect::<Vec<_>>())?;
        let type_of = |name: &str| self.types.get(name).cloned().unwrap_or(DataType::Null);
        let fields = self.names.iter().flatten().map(|name| Field::new(name, type_of(name), true));
        Ok((Arc::new(Schema::new(fields.collect::<Vec<_>>())), Vec::new()))
    }

    /// Python's values as a column of that name: of its declared type, or of their own.
    pub fn column(&self, name: &str, values: Vec<Bound<'_, PyAny>>) -> PyResult<ArrayRef> {
        let place = Place::column(OPERATION, name);
        let Some(to) = self.types.get(name) else { return from_python::array(&place, values) };
        let py = values.first().map(|value| value.py());
        let array = match from_python::array(&place, values.clone()) {
            // Whole numbers beyond 64 bits with a sign have a type all the same.
            Err(error) if py.is_some_and(|py| error.is_instance_of::<PyOverflowError>(py)) && holds_large(to) => {
                decimal::array(&place, &values)?
            }
            made => made?,
        };
        fitted(&place, 0, &array, to)
    }

    /// A table of another library with the declared order and types.
    pub fn conform(&self, schema: SchemaRef, batches: Vec<RecordBatch>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
        if self.is_empty() {
            return Ok((schema, batches));
        }
        let found: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        self.check_names(&found)?;
        let order = self.ordered(found.into_iter().enumerate().collect(), |(_, name)| name);
        let order: Vec<usize> = order.into_iter().map(|(index, _)| index).collect();
        let typed = |index: &usize| -> FieldRef {
            let field = &schema.fields()[*index];
            match self.types.get(field.name()) {
                Some(to) if to != field.data_type() => Arc::new(Field::new(field.name(), to.clone(), true)),
                _ => Arc::clone(field),
            }
        };
        let fields: Vec<FieldRef> = order.iter().map(typed).collect();
        let wanted = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
        let mut rows = 0;
        let mut conformed = Vec::with_capacity(batches.len());
        for batch in batches {
            let fit = |(index, field): (&usize, &FieldRef)| {
                fitted(&Place::column(OPERATION, field.name()), rows, batch.column(*index), field.data_type())
            };
            let columns = order.iter().zip(wanted.fields()).map(fit).collect::<PyResult<Vec<_>>>()?;
            let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
            rows += batch.num_rows();
            let made = RecordBatch::try_new_with_options(Arc::clone(&wanted), columns, &options);
            conformed.push(made.map_err(refused)?);
        }
        Ok((wanted, conformed))
    }
}

/// The names of a schema, each with its type where that is said.
fn pairs(schema: &Bound<'_, PyAny>) -> PyResult<Vec<(String, Option<DataType>)>> {
    let py = schema.py();
    let typed = |name: &Bound<'_, PyAny>, given: Option<&Bound<'_, PyAny>>| {
        let Ok(text) = name.cast::<PyString>() else {
            return Err(type_error(OPERATION, format!("a schema's names must be strings, got {}", short(name)), ""));
        };
        let given = given.filter(|given| !given.is_none());
        let data_type = given.map(|given| into_data_type(OPERATION, given)).transpose()?;
        Ok((text.to_str()?.to_owned(), data_type))
    };
    if let Ok(schema) = schema.cast::<PyDict>() {
        return schema.iter().map(|(name, given)| typed(&name, Some(&given))).collect();
    }
    if schema.is_instance_of::<PyList>() || schema.is_instance_of::<PyTuple>() {
        let each = schema.try_iter()?.map(|item| {
            let item = item?;
            match item.cast::<PyTuple>() {
                Ok(pair) if pair.len() == 2 => typed(&pair.get_item(0)?, Some(&pair.get_item(1)?)),
                _ => typed(&item, None),
            }
        });
        return each.collect();
    }
    let fields = into_schema(OPERATION, schema).map_err(|error| {
        let message = format!("{} is not a schema", short(schema));
        let hint = "give a dict of names and types, a list of names, or a schema of Arrow";
        let clearer = type_error(OPERATION, message, hint);
        clearer.set_cause(py, Some(error));
        clearer
    })?;
    Ok(fields.fields().iter().map(|field| (field.name().clone(), Some(field.data_type().clone()))).collect())
}

fn listed(names: &[impl AsRef<str>]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    if names.is_empty() { "none".to_owned() } else { format!("{}{more}", shown.join(", ")) }
}

fn holds_large(to: &DataType) -> bool {
    *to == DataType::UInt64 || to.is_decimal() || to.is_floating() || to.is_string()
}

/// The values as another type; `before` is how many rows of the column are in front of them.
pub(super) fn fitted(place: &Place, before: usize, array: &ArrayRef, to: &DataType) -> PyResult<ArrayRef> {
    let from = array.data_type();
    if from == to {
        return Ok(Arc::clone(array));
    }
    if array.is_empty() {
        return Ok(new_empty_array(to));
    }
    if *from == DataType::Null {
        return Ok(new_null_array(to, array.len()));
    }
    if !can_cast_types(from, to) {
        let whose = place.column.as_ref().map_or_else(|| "the value".to_owned(), |name| format!("column \"{name}\""));
        let message = format!("{whose} is {} and cannot become {}", type_name(from), type_name(to));
        return Err(schema_error(place.operation, message, "declare a type that fits the values"));
    }
    if to.is_nested() {
        let strict = CastOptions { safe: false, ..CastOptions::default() };
        return cast_with_options(array, to, &strict).map_err(refused);
    }
    let made = cast(array, to).map_err(refused)?;
    let lost = if made.logical_null_count() > array.logical_null_count() {
        let is_lost = |row: &usize| made.is_null(*row) && !array.is_null(*row);
        (0..array.len()).find(is_lost)
    } else if may_be_cut(from, to) && can_cast_types(to, from) {
        let same = not_distinct(&cast(&made, from).map_err(refused)?, array).map_err(refused)?;
        same.values().iter().position(|same| !same)
    } else {
        None
    };
    let Some(row) = lost else { return Ok(made) };
    let value =
        Column::try_new(array).map_or_else(|_| "the value".to_owned(), |shown| shown.raw(row, 40).text.into_owned());
    let message = format!("{} {value} does not fit {}", place.at(before + row), type_name(to));
    Err(value_error(
        place.operation,
        message,
        "declare a type that holds it, or leave the type out and cast afterwards",
    ))
}

/// Whether a cast keeps what it can of a value instead of failing.
fn may_be_cut(from: &DataType, to: &DataType) -> bool {
    let is_time = |data_type: &DataType| data_type.is_temporal();
    match (from, to) {
        (from, to) if from.is_integer() => to.is_floating() || *to == DataType::Boolean,
        (from, to) if from.is_floating() => to.is_integer() || *to == DataType::Boolean,
        // Integers that do not fit 64 bits come as decimals.
        (from, to) if is_whole_decimal(from) && to.is_floating() => true,
        (from, to) if from.is_decimal() => to.is_integer() || to.is_decimal() || *to == DataType::Boolean,
        (from, to) => is_time(from) && is_time(to),
    }
}

fn is_whole_decimal(data_type: &DataType) -> bool {
    use DataType::{Decimal32, Decimal64, Decimal128, Decimal256};
    match data_type {
        Decimal32(_, scale) | Decimal64(_, scale) | Decimal128(_, scale) | Decimal256(_, scale) => *scale <= 0,
        _ => false,
    }
}

//! A user aggregate for all groups at once.
//!
//! A plain function needs all rows of a group, so its arrays are kept, with the group of each row, and sorted by
//! group when the results are asked for: one attachment of the interpreter, one call a group. A class has an object
//! for each group, which is given the rows of every batch that are its own; one whose rows are to be different or in
//! order is given them at the end, as a function is.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, ListArray, UInt64Array, new_empty_array};
use arrow::buffer::OffsetBuffer;
use arrow::compute::{concat, filter, take};
use arrow::datatypes::{DataType, Field, FieldRef};
use arrow::error::ArrowError;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyrust_engine::ErrorKind;

use super::arrangement::Arrangement;
use super::call::{Failure, call};
use super::owner::Handle;
use super::result;
use super::signature::{Definition, fitted};

/// About what Python needs for a small object with its dict.
const OBJECT_BYTES: usize = 200;

/// The groups of one aggregation, in one of its partitions.
#[derive(Debug)]
pub struct Groups {
    handle: Arc<Handle>,
    /// The arguments as the function gets them.
    fields: Vec<FieldRef>,
    arrangement: Arrangement,
    count: usize,
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    /// Columns, and the group of each row.
    Rows(Vec<(Vec<ArrayRef>, Vec<usize>)>),
    /// The state of each group.
    Objects(Vec<Py<PyAny>>),
}

/// Rows in the order of their groups, and where each group begins; within a group they keep their order.
pub struct Sorted {
    pub columns: Vec<ArrayRef>,
    pub starts: Vec<usize>,
}

impl Sorted {
    fn try_new(columns: &[ArrayRef], of: &[usize], groups: usize) -> Result<Self, ArrowError> {
        let mut starts = vec![0; groups + 1];
        for group in of {
            starts[group + 1] += 1;
        }
        for group in 0..groups {
            starts[group + 1] += starts[group];
        }
        if of.is_sorted() {
            return Ok(Self { columns: columns.to_vec(), starts });
        }
        let (mut next, mut order) = (starts.clone(), vec![0u64; of.len()]);
        for (row, group) in of.iter().enumerate() {
            order[next[*group]] = row as u64;
            next[*group] += 1;
        }
        let order = UInt64Array::from(order);
        let columns = columns.iter().map(|column| take(column, &order, None)).collect::<Result<_, _>>()?;
        Ok(Self { columns, starts })
    }

    /// The rows of a group; none where it has no row.
    fn group(&self, group: usize) -> Option<Vec<ArrayRef>> {
        let (start, end) = (self.starts[group], self.starts[group + 1]);
        (start < end).then(|| self.slice(start, end))
    }

    fn slice(&self, start: usize, end: usize) -> Vec<ArrayRef> {
        self.columns.iter().map(|column| column.slice(start, end - start)).collect()
    }
}

impl Groups {
    /// No groups yet; `given` are the arguments as the plan has them.
    pub fn new(handle: Arc<Handle>, given: &[FieldRef], arrangement: Arrangement) -> Self {
        let fields = handle.definition.fields(given);
        let kept = match handle.definition.state {
            Some(_) if arrangement.is_none() => Kept::Objects(Vec::new()),
            _ => Kept::Rows(Vec::new()),
        };
        Self { handle, fields, arrangement, count: 0, kept }
    }

    /// What one partition hands another: the state of a class, or the rows of a group as lists.
    pub fn state_types(definition: &Definition, given: &[FieldRef], arrangement: &Arrangement) -> Vec<DataType> {
        match &definition.state {
            Some(state) if arrangement.is_none() => {
                state.iter().map(|part| part.data_type.clone().unwrap_or(DataType::Null)).collect()
            }
            _ => definition.fields(given).iter().chain(arrangement.keys()).map(list_type).collect(),
        }
    }

    /// The columns that are kept of a row.
    fn columns(&self) -> Vec<FieldRef> {
        self.fields.iter().chain(self.arrangement.keys()).map(Arc::clone).collect()
    }

    /// Makes sure that there are so many groups.
    pub fn grow(&mut self, count: usize) -> EngineResult<()> {
        self.count = self.count.max(count);
        let Kept::Objects(objects) = &mut self.kept else { return Ok(()) };
        let missing = self.count - objects.len();
        if missing > 0 {
            objects.extend(fresh(&self.handle, missing)?);
        }
        Ok(())
    }

    /// The results of the first groups, or of all.
    pub fn results(&mut self, first: Option<usize>) -> EngineResult<ArrayRef> {
        let groups = first.unwrap_or(self.count).min(self.count);
        let (handle, definition) = (&self.handle, &self.handle.definition);
        let answer = match &self.kept {
            Kept::Rows(rows) => {
                let sorted = joined(&self.columns(), rows, self.count)?;
                let sorted = self.arrangement.apply(sorted, self.fields.len())?;
                call(&definition.title(), |py| {
                    let code = handle.code(py)?;
                    let value = |group: usize| {
                        let rows = sorted.slice(sorted.starts[group], sorted.starts[group + 1]);
                        if definition.state.is_none() {
                            return code.call1(definition.wrap(py, rows, &self.fields)?);
                        }
                        let object = code.call0()?;
                        if let Some(rows) = sorted.group(group) {
                            object.call_method1(intern!(py, "update"), definition.wrap(py, rows, &self.fields)?)?;
                        }
                        object.call_method0(intern!(py, "evaluate"))
                    };
                    let values = (0..groups).map(value).collect::<PyResult<Vec<_>>>()?;
                    result::listed(definition, values, &definition.returns)
                })
            }
            Kept::Objects(objects) => call(&definition.title(), |py| {
                let value = |object: &Py<PyAny>| object.bind(py).call_method0(intern!(py, "evaluate"));
                let values = objects.iter().take(groups).map(value).collect::<PyResult<Vec<_>>>()?;
                result::listed(definition, values, &definition.returns)
            }),
        };
        Ok(answer?)
    }

    /// Forgets groups whose values were handed on; those that are left count from 0 again.
    fn forget(&mut self, emitted: EmitTo) -> EngineResult<()> {
        let first = if let EmitTo::First(first) = emitted { first.min(self.count) } else { self.count };
        self.count -= first;
        match &mut self.kept {
            Kept::Objects(objects) => drop(objects.drain(..first.min(objects.len()))),
            Kept::Rows(batches) if self.count == 0 => batches.clear(),
            Kept::Rows(batches) => {
                for (columns, of) in batches.iter_mut() {
                    let keep = BooleanArray::from_iter(of.iter().map(|group| Some(*group >= first)));
                    *columns = columns.iter().map(|column| filter(column, &keep)).collect::<Result<_, _>>()?;
                    of.retain(|group| *group >= first);
                    of.iter_mut().for_each(|group| *group -= first);
                }
                batches.retain(|(_, of)| !of.is_empty());
            }
        }
        Ok(())
    }

    fn keep(&mut self, columns: Vec<ArrayRef>, of: Vec<usize>) {
        if let Kept::Rows(rows) = &mut self.kept
            && !of.is_empty()
        {
            rows.push((columns, of));
        }
    }

    /// Calls a method of each object that has rows here.
    fn feed(&mut self, method: &str, rows: &Sorted, fields: &[FieldRef], count: usize) -> EngineResult<()> {
        let Kept::Objects(objects) = &self.kept else { return Ok(()) };
        let definition = &self.handle.definition;
        let answer = call(&definition.title(), |py| {
            for (group, object) in objects.iter().enumerate().take(count) {
                if let Some(rows) = rows.group(group) {
                    let arguments = if method == "merge" {
                        merged(py, definition, rows, fields)?
                    } else {
                        definition.wrap(py, rows, fields)?
                    };
                    object.bind(py).call_method1(method, arguments)?;
                }
            }
            Ok(())
        });
        Ok(answer?)
    }
}

fn list_type(of: &FieldRef) -> DataType {
    DataType::List(Arc::new(Field::new("item", of.data_type().clone(), true)))
}

/// New objects of the user's class.
fn fresh(handle: &Handle, count: usize) -> EngineResult<Vec<Py<PyAny>>> {
    let answer = call(&handle.definition.title(), |py| {
        let class = handle.code(py)?;
        Ok((0..count).map(|_| Ok(class.call0()?.unbind())).collect::<PyResult<Vec<_>>>()?)
    });
    Ok(answer?)
}

fn merged<'py>(
    py: Python<'py>,
    definition: &Definition,
    columns: Vec<ArrayRef>,
    fields: &[FieldRef],
) -> PyResult<Bound<'py, PyTuple>> {
    let parts = definition.state.iter().flatten();
    let wrap =
        |((part, array), field): ((&super::signature::Argument, ArrayRef), &FieldRef)| part.form.wrap(py, array, field);
    PyTuple::new(py, parts.zip(columns).zip(fields).map(wrap).collect::<PyResult<Vec<_>>>()?)
}

/// All rows that were kept, by group.
fn joined(fields: &[FieldRef], rows: &[(Vec<ArrayRef>, Vec<usize>)], groups: usize) -> Result<Sorted, ArrowError> {
    let column = |index: usize, field: &FieldRef| {
        let pieces: Vec<&dyn Array> = rows.iter().map(|(columns, _)| columns[index].as_ref()).collect();
        if pieces.is_empty() { Ok(new_empty_array(field.data_type())) } else { concat(&pieces) }
    };
    let columns =
        fields.iter().enumerate().map(|(index, field)| column(index, field)).collect::<Result<Vec<_>, _>>()?;
    let of: Vec<usize> = rows.iter().flat_map(|(_, of)| of.iter().copied()).collect();
    Sorted::try_new(&columns, &of, groups)
}

/// Rows by group as one list for each.
fn lists(fields: &[FieldRef], sorted: &Sorted, groups: usize) -> Result<Vec<ArrayRef>, ArrowError> {
    let end = sorted.starts[groups];
    let lengths = || (0..groups).map(|group| sorted.starts[group + 1] - sorted.starts[group]);
    let list = |(field, column): (&FieldRef, &ArrayRef)| {
        let item = Arc::new(Field::new("item", field.data_type().clone(), true));
        let list = ListArray::try_new(item, OffsetBuffer::from_lengths(lengths()), column.slice(0, end), None)?;
        Ok(Arc::new(list) as ArrayRef)
    };
    fields.iter().zip(&sorted.columns).map(list).collect()
}

/// The state of objects, a column for each part.
fn states(definition: &Definition, objects: &[Py<PyAny>]) -> EngineResult<Vec<ArrayRef>> {
    let parts = definition.state.as_deref().unwrap_or_default();
    let answer = call(&definition.title(), |py| {
        let mut columns: Vec<Vec<Bound<'_, PyAny>>> = vec![Vec::with_capacity(objects.len()); parts.len()];
        for object in objects {
            let state = object.bind(py).call_method0(intern!(py, "state"))?;
            let state: Vec<Bound<'_, PyAny>> = match state.cast::<PyTuple>() {
                Ok(several) => several.iter().collect(),
                Err(_) => vec![state],
            };
            if state.len() != parts.len() {
                let message = format!("state() has {} parts, {} were announced", state.len(), parts.len());
                return Err(Failure::Refused(definition.error(ErrorKind::Value, message)));
            }
            columns.iter_mut().zip(state).for_each(|(column, value)| column.push(value));
        }
        let typed = |(values, part): (_, &super::signature::Argument)| {
            result::listed(definition, values, part.data_type.as_ref().unwrap_or(&DataType::Null))
        };
        columns.into_iter().zip(parts).map(typed).collect()
    });
    Ok(answer?)
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        of: &[usize],
        only: Option<&BooleanArray>,
        count: usize,
    ) -> EngineResult<()> {
        self.grow(count)?;
        let (arguments, keys) = values.split_at(self.fields.len().min(values.len()));
        let (mut columns, mut of) = (self.handle.definition.cast(arguments, &self.fields)?, of.to_vec());
        columns.extend_from_slice(keys);
        if let Some(only) = only {
            columns = columns.iter().map(|column| filter(column, only)).collect::<Result<_, _>>()?;
            let mut row = 0;
            of.retain(|_| {
                row += 1;
                only.is_valid(row - 1) && only.value(row - 1)
            });
        }
        if matches!(self.kept, Kept::Rows(_)) {
            self.keep(columns, of);
            return Ok(());
        }
        let (rows, fields) = (Sorted::try_new(&columns, &of, count)?, self.fields.clone());
        self.feed("update", &rows, &fields, count)
    }

    fn merge_batch(&mut self, values: &[ArrayRef], of: &[usize], count: usize) -> EngineResult<()> {
        self.grow(count)?;
        let (Some(state), Kept::Objects(_)) = (&self.handle.definition.state, &self.kept) else {
            let Some(first) = values.first().and_then(|column| column.as_list_opt::<i32>()) else { return Ok(()) };
            let of: Vec<usize> =
                of.iter().enumerate().flat_map(|(row, group)| vec![*group; first.value_length(row) as usize]).collect();
            let flat = |column: &ArrayRef| {
                let list = column.as_list::<i32>();
                let (start, end) = (list.value_offsets()[0], list.value_offsets()[list.len()]);
                list.values().slice(start as usize, (end - start) as usize)
            };
            self.keep(values.iter().map(flat).collect(), of);
            return Ok(());
        };
        let field = |(part, array): (&super::signature::Argument, &ArrayRef)| {
            let data_type = part.data_type.clone().unwrap_or_else(|| array.data_type().clone());
            Arc::new(Field::new("state", data_type, true))
        };
        let fields: Vec<FieldRef> = state.iter().zip(values).map(field).collect();
        let title = self.handle.definition.title();
        let columns = values
            .iter()
            .zip(&fields)
            .map(|(array, field)| fitted(&title, array, field.data_type()))
            .collect::<Result<Vec<_>, _>>()?;
        let rows = Sorted::try_new(&columns, of, count)?;
        self.feed("merge", &rows, &fields, count)
    }

    fn evaluate(&mut self, emit: EmitTo) -> EngineResult<ArrayRef> {
        let first = if let EmitTo::First(first) = emit { Some(first) } else { None };
        let values = self.results(first)?;
        self.forget(emit)?;
        Ok(values)
    }

    fn state(&mut self, emit: EmitTo) -> EngineResult<Vec<ArrayRef>> {
        let first = if let EmitTo::First(first) = emit { first.min(self.count) } else { self.count };
        let columns = match &self.kept {
            Kept::Rows(rows) => {
                let columns = self.columns();
                lists(&columns, &joined(&columns, rows, self.count)?, first)?
            }
            Kept::Objects(objects) => states(&self.handle.definition, &objects[..first])?,
        };
        self.forget(emit)?;
        Ok(columns)
    }

    /// Each row as a group of its own: what the engine does where almost all keys differ.
    fn convert_to_state(&self, values: &[ArrayRef], only: Option<&BooleanArray>) -> EngineResult<Vec<ArrayRef>> {
        let rows = values.first().map_or(0, |array| array.len());
        let mut each = Self::new(Arc::clone(&self.handle), &self.fields, self.arrangement.clone());
        each.update_batch(values, &(0..rows).collect::<Vec<_>>(), only, rows)?;
        each.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        match &self.kept {
            Kept::Objects(objects) => objects.len() * OBJECT_BYTES,
            Kept::Rows(rows) => {
                let bytes = |columns: &[ArrayRef]| columns.iter().map(|c| c.get_array_memory_size()).sum::<usize>();
                rows.iter().map(|(columns, of)| bytes(columns) + of.len() * size_of::<usize>()).sum()
            }
        }
    }
}

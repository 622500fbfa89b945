//! Arrow in and out of Python by the PyCapsule interface, without a copy.
//!
//! In: anything with `__arrow_c_stream__` or `__arrow_c_array__`; a stream can be read only once, so it is read
//! into memory here. Out: a frame that is just batches gives those very batches; any other streams a run, which
//! starts with the first batch that is asked for. A consumer may ask with or without the GIL, and the C stream
//! can answer only with a code and a text: our reader waits like everything else where Python knows the thread, and
//! without Python where it does not (a consumer's own threads may hold a lock that somebody with the GIL waits for).
//! It turns a panic into an error and strips NUL bytes from messages (either would abort the process), and after
//! Ctrl-C it raises the interrupt again, so that Python sees it once the consumer has returned.

mod foreign;
mod sorted;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, RecordBatchOptions, StructArray};
use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use arrow::error::ArrowError;
use pyo3::exceptions::{PyKeyboardInterrupt, PyUserWarning};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyTuple};
use pyo3_arrow::ffi::{ArrayReader, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};
use pyrust_engine::Frame;
use pyrust_engine::expr::names::distinct_names as unique_names;

pub use foreign::Foreign;

use crate::batches::FrameBatches;
use crate::boundary;
use crate::exceptions::schema_error;
use crate::interpreter::{attach, hear, knows_this_thread};
use crate::runtime::SIGNAL_POLL;

/// Whether `object` speaks one of the two table protocols.
pub fn is_arrow(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = object.py();
    Ok(object.hasattr(intern!(py, "__arrow_c_stream__"))? || object.hasattr(intern!(py, "__arrow_c_array__"))?)
}

/// All batches of an Arrow object. Columns of one name are told apart, with a warning. What is one column (a series, an
/// array) becomes a table of it, called as it calls itself, or `name`.
pub fn import(object: &Bound<'_, PyAny>, name: &str) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let py = object.py();
    let refused = |reason: String| {
        let producer = object.get_type().fully_qualified_name().map_or_else(|_| "?".into(), |name| name.to_string());
        schema_error("DataFrame", format!("the Arrow data of a {producer} cannot be imported: {reason}"), "")
    };
    let relabelled = relabelled(object)?;
    let object = relabelled.as_ref().unwrap_or(object);
    // What the object itself raised (a missing package, a closed stream) is its own to say.
    let mut foreign = Foreign::of(object).map_err(|error| {
        let native = error.is_instance_of::<pyo3::exceptions::PyValueError>(py)
            || error.is_instance_of::<pyo3::exceptions::PyTypeError>(py);
        if native { refused(error.value(py).to_string()) } else { error }
    })?;
    let schema = schema(object, foreign.field(), name)?;
    if let Some(whole) = without_offsets(object, &schema)? {
        foreign = Foreign::of(&whole)?;
    }
    let is_table = matches!(foreign.field().data_type(), DataType::Struct(_));
    let batches = pulled(py, &mut foreign, |error| refused(error.to_string()))?.into_iter().map(|piece| {
        let rows = piece.len();
        let columns = match piece.as_struct_opt().filter(|_| is_table) {
            Some(rows) if rows.null_count() > 0 => {
                return Err(refused("a row that is null as a whole is not a row of a table".to_owned()));
            }
            Some(rows) => rows.columns().to_vec(),
            None => vec![piece],
        };
        rebuild(&schema, columns, rows).map_err(|error| refused(error.to_string()))
    });
    let batches = batches.collect::<PyResult<Vec<_>>>()?;
    distinct_names(py, schema, batches)
}

/// The columns of a table, or the one column that `object` is.
fn schema(object: &Bound<'_, PyAny>, field: &FieldRef, name: &str) -> PyResult<SchemaRef> {
    if let DataType::Struct(fields) = field.data_type() {
        return Ok(Arc::new(Schema::new_with_metadata(fields.clone(), field.metadata().clone())));
    }
    let own = object.getattr_opt(intern!(object.py(), "name"))?;
    let own = own.filter(|own| !own.is_none()).map(|own| own.to_string()).filter(|own| !own.is_empty());
    let column = field.as_ref().clone().with_name(own.unwrap_or_else(|| name.to_owned()));
    Ok(Arc::new(Schema::new(vec![column])))
}

/// A frame of pandas with labels of its columns told apart, with a warning, where it has one twice: pandas gives no Arrow
/// data of such a frame.
fn relabelled<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = object.py();
    if !object.get_type().module()?.to_string().starts_with("pandas") {
        return Ok(None);
    }
    let Some(labels) = object.getattr_opt(intern!(py, "columns"))? else { return Ok(None) };
    let names = labels.try_iter()?.map(|label| Ok(label?.str()?.to_string())).collect::<PyResult<Vec<_>>>()?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(distinct) = unique_names(&names) else { return Ok(None) };
    warn_of(py, &names)?;
    let options = PyDict::new(py);
    options.set_item(intern!(py, "axis"), 1)?;
    object.call_method(intern!(py, "set_axis"), (PyList::new(py, distinct)?,), Some(&options)).map(Some)
}

/// All that a foreign object gives. Others have the interpreter meanwhile, as a producer may need it in a thread of its
/// own, and signals are heard.
pub fn pulled(py: Python<'_>, foreign: &mut Foreign, refused: impl Fn(ArrowError) -> PyErr) -> PyResult<Vec<ArrayRef>> {
    let mut pieces = Vec::new();
    let mut looked = Instant::now();
    while let Some(piece) = py.detach(|| foreign.next()) {
        pieces.push(piece.map_err(&refused)?);
        if looked.elapsed() >= SIGNAL_POLL {
            hear(py)?;
            looked = Instant::now();
        }
    }
    Ok(pieces)
}

/// Whether values of this type are structs, or lists of fixed size, around structs. arrow-rs fails when it imports a
/// slice of such values that its producer has made by an offset alone: <https://github.com/apache/arrow-rs/issues/9235>.
pub fn is_structs_in_structs(data_type: &DataType) -> bool {
    let around = |field: &FieldRef| matches!(field.data_type(), DataType::Struct(_) | DataType::FixedSizeList(..));
    match data_type {
        DataType::Struct(fields) => {
            fields.iter().any(|field| around(field) || is_structs_in_structs(field.data_type()))
        }
        DataType::FixedSizeList(field, _) => around(field) || is_structs_in_structs(field.data_type()),
        DataType::List(field) | DataType::LargeList(field) | DataType::Map(field, _) => {
            is_structs_in_structs(field.data_type())
        }
        _ => false,
    }
}

/// A table or record batch of pyarrow, the one library that makes such slices, copied by way of its own messages,
/// which have no offsets; None where the object is something else, or no slice.
fn without_offsets<'py>(object: &Bound<'py, PyAny>, schema: &Schema) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = object.py();
    let nested = |field: &FieldRef| is_structs_in_structs(field.data_type());
    if !schema.fields().iter().any(nested) || !object.get_type().module()?.to_string().starts_with("pyarrow") {
        return Ok(None);
    }
    let pyarrow = py.import(intern!(py, "pyarrow"))?;
    let class = pyarrow.getattr("Table")?;
    let table = match object.is_instance(&class)? {
        true => object.clone(),
        false if object.is_instance(&pyarrow.getattr("RecordBatch")?)? => {
            class.call_method1("from_batches", (PyList::new(py, [object])?,))?
        }
        false => return Ok(None),
    };
    let mut is_slice = false;
    for (column, _) in table.getattr("columns")?.try_iter()?.zip(schema.fields()).filter(|item| nested(item.1)) {
        for chunk in column?.getattr("chunks")?.try_iter()? {
            is_slice |= chunk?.getattr("offset")?.is_truthy()?;
        }
    }
    if !is_slice {
        return Ok(None);
    }
    let (ipc, buffer) = (pyarrow.getattr("ipc")?, pyarrow.call_method0("BufferOutputStream")?);
    let writer = ipc.call_method1("new_stream", (&buffer, table.getattr("schema")?))?;
    writer.call_method1("write_table", (table,))?;
    writer.call_method0("close")?;
    ipc.call_method1("open_stream", (buffer.call_method0("getvalue")?,)).map(Some)
}

fn distinct_names(
    py: Python<'_>,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let Some(unique) = unique_names(&names) else { return Ok((schema, batches)) };
    warn_of(py, &names)?;
    let fields = schema.fields().iter().zip(unique);
    let fields: Vec<FieldRef> = fields.map(|(field, name)| Arc::new(field.as_ref().clone().with_name(name))).collect();
    let renamed = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
    let batches = batches
        .into_iter()
        .map(|batch| rebuild(&renamed, batch.columns().to_vec(), batch.num_rows()))
        .collect::<Result<_, _>>()
        .map_err(|error| schema_error("DataFrame", error.to_string(), ""))?;
    Ok((renamed, batches))
}

/// Names the columns of one name.
fn warn_of(py: Python<'_>, names: &[&str]) -> PyResult<()> {
    let mut taken: HashSet<&str> = HashSet::with_capacity(names.len());
    let repeated: Vec<&str> = names.iter().copied().filter(|name| !taken.insert(name)).collect();
    let text = format!("columns of the same name are told apart by a number: {}", repeated.join(", "));
    let text = std::ffi::CString::new(text.replace('\0', "\u{fffd}"))?;
    // Native code has no frame of its own: the innermost one is the caller's line.
    PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 1)
}

fn rebuild(schema: &SchemaRef, columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, ArrowError> {
    RecordBatch::try_new_with_options(
        Arc::clone(schema),
        columns,
        &RecordBatchOptions::new().with_row_count(Some(rows)),
    )
}

/// The first type in `data_type`, at any depth, that polars 2 cannot take: some it refuses in words of its own, others end
/// in a panic that no `except Exception` catches.
pub fn unknown_to_polars(data_type: &DataType) -> Option<&DataType> {
    use DataType::{Decimal256, Interval, LargeListView, ListView, RunEndEncoded, Union};
    match data_type {
        Decimal256(..) | Interval(_) | LargeListView(_) | ListView(_) | RunEndEncoded(..) | Union(..) => {
            Some(data_type)
        }
        other => sorted::inner(other).into_iter().find_map(unknown_to_polars),
    }
}

/// The schema as a capsule.
pub fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let capsule = to_schema_pycapsule(py, schema)?;
    sorted::flag_schema(&capsule, &DataType::Struct(schema.fields().clone()))?;
    Ok(capsule)
}

/// One column's type as a capsule.
pub fn field_capsule<'py>(py: Python<'py>, field: &Field) -> PyResult<Bound<'py, PyCapsule>> {
    let capsule = to_schema_pycapsule(py, field)?;
    sorted::flag_schema(&capsule, field.data_type())?;
    Ok(capsule)
}

/// An array and its type as capsules. A requested schema is followed where its type can be cast to.
pub fn array_capsules<'py>(
    py: Python<'py>,
    field: &FieldRef,
    array: &dyn Array,
    requested: Option<Bound<'py, PyCapsule>>,
) -> PyResult<Bound<'py, PyTuple>> {
    let as_it_is = requested.is_none();
    let capsules = to_array_pycapsules(py, Arc::clone(field), array, requested)?;
    if as_it_is {
        sorted::flag_schema(capsules.get_item(0)?.cast::<PyCapsule>()?, field.data_type())?;
    }
    Ok(capsules)
}

/// The rows of `frame` as a stream capsule. A requested schema is followed where its types can be cast to.
pub fn stream_capsule<'py>(
    py: Python<'py>,
    frame: &Arc<Frame>,
    requested: Option<Bound<'py, PyCapsule>>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let reader = FrameReader::new(FrameBatches::held(frame, "Arrow stream"));
    let as_it_is = requested.is_none();
    let data_type = reader.field.data_type().clone();
    let capsule = to_stream_pycapsule(py, Box::new(reader), requested)?;
    if as_it_is {
        sorted::flag_stream(&capsule, &data_type)?;
    }
    Ok(capsule)
}

/// What a consumer pulls from.
struct FrameReader {
    field: FieldRef,
    batches: FrameBatches,
}

impl FrameReader {
    fn new(batches: FrameBatches) -> Self {
        let schema = batches.schema();
        let field = Field::new_struct("", schema.fields().clone(), false).with_metadata(schema.metadata().clone());
        Self { field: Arc::new(field), batches }
    }

    fn pull(&mut self) -> Option<Result<RecordBatch, String>> {
        if !knows_this_thread() {
            return self.batches.next_outside().map_err(|error| error.to_string()).transpose();
        }
        attach(|py| self.batches.next(py).map_err(|error| said(py, error)).transpose())
            .unwrap_or_else(|| Some(Err("the interpreter is shutting down".to_owned())))
    }
}

/// The text of an error for a consumer that can take no more than a text.
fn said(py: Python<'_>, error: PyErr) -> String {
    if error.is_instance_of::<PyKeyboardInterrupt>(py) {
        // The consumer only sees a failed read; Python itself gets the interrupt when it runs again.
        let _ = py.import("_thread").and_then(|module| module.call_method0("interrupt_main"));
        return "interrupted".to_owned();
    }
    error.value(py).to_string()
}

impl Iterator for FrameReader {
    type Item = Result<ArrayRef, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let pulled = catch_unwind(AssertUnwindSafe(|| self.pull()))
            .unwrap_or_else(|payload| Some(Err(boundary::defect(&*payload).to_string())));
        let answer = pulled?;
        Some(match answer {
            Ok(batch) => Ok(as_struct(batch)),
            Err(message) => {
                self.batches.end();
                Err(ArrowError::CDataInterface(message.replace('\0', "\u{fffd}")))
            }
        })
    }
}

fn as_struct(batch: RecordBatch) -> ArrayRef {
    Arc::new(StructArray::from(batch))
}

impl ArrayReader for FrameReader {
    fn field(&self) -> FieldRef {
        Arc::clone(&self.field)
    }
}

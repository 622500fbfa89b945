//! Arrow in and out of Python by the PyCapsule interface, without a copy.
//!
//! In: anything with `__arrow_c_stream__` or `__arrow_c_array__`; a stream can be read only once, so it is read
//! into memory here. Out: a frame that is just batches gives those very batches; any other streams a run, which
//! starts with the first batch that is asked for. A consumer may ask with or without the GIL, and the C stream
//! can answer only with a code and a text: our reader waits like everything else where Python knows the thread, and
//! without Python where it does not (a consumer's own threads may hold a lock that somebody with the GIL waits for).
//! It turns a panic into an error and strips NUL bytes from messages (either would abort the process), and after
//! Ctrl-C it raises the interrupt again, so that Python sees it once the consumer has returned.

mod sorted;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use arrow::array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StructArray};
use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use arrow::error::ArrowError;
use pyo3::exceptions::{PyKeyboardInterrupt, PyUserWarning};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList, PyTuple};
use pyo3_arrow::ffi::{ArrayReader, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyRecordBatch;
use pyrust_engine::Frame;
use pyrust_engine::frame::distinct_names as told_apart;

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

/// All batches of an Arrow object. Columns of one name are told apart, with a warning.
pub fn import(object: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let py = object.py();
    let refused = |reason: String| {
        let producer = object.get_type().fully_qualified_name().map_or_else(|_| "?".into(), |name| name.to_string());
        schema_error("DataFrame", format!("the Arrow data of a {producer} cannot be taken over: {reason}"), "")
    };
    // A stream is asked first: pyarrow's record batches offer both, and an array cannot say it is a table.
    let reader = if object.hasattr(intern!(py, "__arrow_c_stream__"))? {
        object.extract().map(AnyRecordBatch::Stream)
    } else {
        object.extract().map(AnyRecordBatch::RecordBatch)
    };
    // What the object itself raised (a missing package, a closed stream) is its own to say.
    let mut reader = reader.and_then(AnyRecordBatch::into_reader).map_err(|error| {
        let native = error.is_instance_of::<pyo3::exceptions::PyValueError>(py)
            || error.is_instance_of::<pyo3::exceptions::PyTypeError>(py);
        if native { refused(error.value(py).to_string()) } else { error }
    })?;
    let schema = reader.schema();
    if let Some(whole) = without_offsets(object, &schema)? {
        reader = whole.extract().map(AnyRecordBatch::Stream).and_then(AnyRecordBatch::into_reader)?;
    }
    let batches = pulled(py, &mut reader, |error| refused(error.to_string()))?;
    distinct_names(py, schema, batches)
}

/// All that a foreign stream gives. Others have the interpreter meanwhile, as a producer may need it in a thread of its
/// own, and signals are heard.
pub fn pulled<T: Send>(
    py: Python<'_>,
    stream: &mut (impl Iterator<Item = Result<T, ArrowError>> + Send + ?Sized),
    refused: impl Fn(ArrowError) -> PyErr,
) -> PyResult<Vec<T>> {
    let mut pieces = Vec::new();
    let mut looked = Instant::now();
    while let Some(piece) = py.detach(|| stream.next()) {
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
    let Some(told_apart) = told_apart(&names) else { return Ok((schema, batches)) };
    let mut taken: HashSet<&str> = HashSet::with_capacity(names.len());
    let repeated: Vec<&str> = names.iter().copied().filter(|name| !taken.insert(name)).collect();
    let text = format!("columns of the same name are told apart by a number: {}", repeated.join(", "));
    let text = std::ffi::CString::new(text.replace('\0', "\u{fffd}"))?;
    // Native code has no frame of its own: the innermost one is the caller's line.
    PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 1)?;
    let fields = schema.fields().iter().zip(told_apart);
    let fields: Vec<FieldRef> = fields.map(|(field, name)| Arc::new(field.as_ref().clone().with_name(name))).collect();
    let renamed = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
    let batches = batches
        .into_iter()
        .map(|batch| rebuild(&renamed, batch.columns().to_vec(), batch.num_rows()))
        .collect::<Result<_, _>>()
        .map_err(|error| schema_error("DataFrame", error.to_string(), ""))?;
    Ok((renamed, batches))
}

fn rebuild(schema: &SchemaRef, columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, ArrowError> {
    RecordBatch::try_new_with_options(
        Arc::clone(schema),
        columns,
        &RecordBatchOptions::new().with_row_count(Some(rows)),
    )
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
    let reader = FrameReader::new(FrameBatches::new(frame, "Arrow stream"));
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

//! Arrow data of another library, taken over by its address: what a C stream gives, or one C array, of any type.
//!
//! Where values are null by their type, some producers (polars 2 among them) say that there is a buffer, as Arrow's
//! first releases did. arrow-rs refuses it, so the number is put right before it looks (docs/upstream/null-buffers.md).

#![expect(
    unsafe_code,
    reason = "what a capsule holds is reached by its address only, and a C stream is four functions"
)]

use std::ffi::{CStr, c_void};
use std::mem::replace;
use std::sync::Arc;

use arrow::array::{ArrayRef, make_array};
use arrow::datatypes::{DataType, Field, FieldRef};
use arrow::error::ArrowError;
use arrow::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow::ffi_stream::FFI_ArrowArrayStream;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use super::sorted::{SCHEMA, STREAM, inner};

const ARRAY: &CStr = c"arrow_array";

/// The arrays of a foreign object, in turn.
pub struct Foreign {
    field: FieldRef,
    stream: FFI_ArrowArrayStream,
    /// What an object gives that has one array and no stream.
    one: Option<ArrayRef>,
}

impl Foreign {
    /// Asks `object` for its data. A stream is asked first: pyarrow's record batches offer both, and an array cannot say
    /// that it is a table.
    ///
    /// # Errors
    /// What the object raises; `ValueError` where what it gives cannot be read.
    pub fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = object.py();
        let refused = |error: ArrowError| PyValueError::new_err(error.to_string());
        if !object.hasattr(intern!(py, "__arrow_c_stream__"))? {
            let pair = object.call_method0(intern!(py, "__arrow_c_array__"))?.cast_into::<PyTuple>()?;
            let (schema, array) = (pair.get_item(0)?.cast_into::<PyCapsule>()?, pair.get_item(1)?.cast_into()?);
            let field = Arc::new(field(&schema)?);
            let one = Some(import(taken(&array)?, field.data_type()).map_err(refused)?);
            return Ok(Self { field, stream: FFI_ArrowArrayStream::empty(), one });
        }
        let capsule = object.call_method0(intern!(py, "__arrow_c_stream__"))?.cast_into::<PyCapsule>()?;
        let address = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name holds a stream; taken out of it, it is ours.
        let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(address.as_ptr()) };
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: a stream that is not released answers, and there is room for its schema.
        let code = match (stream.release, stream.get_schema) {
            (Some(_), Some(get)) => unsafe { get(&raw mut stream, &raw mut schema) },
            _ => return Err(PyValueError::new_err("the stream was read before")),
        };
        if code != 0 {
            return Err(PyValueError::new_err(complaint(&mut stream, code)));
        }
        let field = Arc::new(Field::try_from(&schema).map_err(refused)?);
        Ok(Self { field, stream, one: None })
    }

    /// Type, name and metadata of each array; of a table, a struct of its columns.
    pub fn field(&self) -> &FieldRef {
        &self.field
    }
}

impl Iterator for Foreign {
    type Item = Result<ArrayRef, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(one) = self.one.take() {
            return Some(Ok(one));
        }
        let (Some(_), Some(get)) = (self.stream.release, self.stream.get_next) else { return None };
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream is not released, and there is room for an array.
        let code = unsafe { get(&raw mut self.stream, &raw mut array) };
        if code != 0 {
            let complaint = complaint(&mut self.stream, code);
            // No further word of a stream that failed is to be believed.
            drop(replace(&mut self.stream, FFI_ArrowArrayStream::empty()));
            return Some(Err(ArrowError::CDataInterface(complaint)));
        }
        (!array.is_released()).then(|| import(array, self.field.data_type()))
    }
}

/// What the producer says of its last answer, which need not be anything.
fn complaint(stream: &mut FFI_ArrowArrayStream, code: i32) -> String {
    // SAFETY: the stream is not released; the text is its own until it is asked for something else.
    let text = stream.get_last_error.map(|get| unsafe { get(stream) }).filter(|text| !text.is_null());
    match text {
        // SAFETY: as above; the interface has it end in a NUL.
        Some(text) => unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned(),
        None => format!("the stream failed with code {code} and no message"),
    }
}

fn field(capsule: &Bound<'_, PyCapsule>) -> PyResult<Field> {
    let address = capsule.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
    // SAFETY: a capsule of this name holds a schema, which lives as long as the capsule.
    let schema = unsafe { address.as_ref() };
    if schema.release.is_none() {
        return Err(PyValueError::new_err("the array's type was taken away before"));
    }
    Field::try_from(schema).map_err(|error| PyValueError::new_err(error.to_string()))
}

fn taken(capsule: &Bound<'_, PyCapsule>) -> PyResult<FFI_ArrowArray> {
    let address = capsule.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
    // SAFETY: a capsule of this name holds an array; taken out of it, it is ours.
    let array = unsafe { FFI_ArrowArray::from_raw(address.as_ptr()) };
    if array.is_released() {
        return Err(PyValueError::new_err("the array was read before"));
    }
    Ok(array)
}

fn import(mut array: FFI_ArrowArray, data_type: &DataType) -> Result<ArrayRef, ArrowError> {
    if has_null(data_type) {
        // SAFETY: the layout is that of the C data interface, of which `Node` has the first part.
        mend(unsafe { &mut *(&raw mut array).cast::<Node>() }, data_type);
    }
    // SAFETY: the producer's promise is that array and type belong together.
    unsafe { from_ffi_and_data_type(array, data_type.clone()) }.map(make_array)
}

fn has_null(data_type: &DataType) -> bool {
    *data_type == DataType::Null || inner(data_type).into_iter().any(has_null)
}

/// The part of `ArrowArray` of the C data interface that is looked at here.
#[repr(C)]
struct Node {
    length: i64,
    null_count: i64,
    offset: i64,
    buffer_count: i64,
    child_count: i64,
    buffers: *mut *const c_void,
    children: *mut *mut Node,
    dictionary: *mut Node,
}

/// Says of nulls by type, at any depth, that they have no buffers.
fn mend(node: &mut Node, data_type: &DataType) {
    if *data_type == DataType::Null {
        node.buffer_count = 0;
    }
    let is_dictionary = matches!(data_type, DataType::Dictionary(..));
    for (place, data_type) in inner(data_type).into_iter().enumerate() {
        let child = match usize::try_from(node.child_count) {
            _ if is_dictionary => node.dictionary,
            // SAFETY: there are as many children.
            Ok(count) if place < count => unsafe { *node.children.add(place) },
            _ => return,
        };
        // SAFETY: a child is an array of its own, and its parent's alone.
        if let Some(child) = unsafe { child.as_mut() } {
            mend(child, data_type);
        }
    }
}

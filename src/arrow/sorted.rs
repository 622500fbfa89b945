//! The flag that the keys of a map are sorted. arrow-rs reads it, but loses it where it exports a field: the flags of the
//! field take the place of those of its type. So it is set again here, in what arrow-rs has made.

#![expect(
    unsafe_code,
    reason = "what a capsule holds is reached by its address only, and a C stream is four functions"
)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::replace;
use std::ptr::null;

use arrow::datatypes::DataType;
use arrow::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow::ffi_stream::FFI_ArrowArrayStream;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// `ARROW_FLAG_MAP_KEYS_SORTED` of the C data interface.
const SORTED: i64 = 4;
pub(super) const SCHEMA: &CStr = c"arrow_schema";
pub(super) const STREAM: &CStr = c"arrow_array_stream";
/// What a C stream answers where it has not what it is asked for.
const INVALID: c_int = 22;

/// Sets the flags in a schema capsule that was just made of this type.
pub fn flag_schema(capsule: &Bound<'_, PyCapsule>, data_type: &DataType) -> PyResult<()> {
    if has_sorted(data_type) {
        let schema = capsule.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
        // SAFETY: a capsule of this name holds a schema, and nobody else has the capsule yet.
        flag(unsafe { &mut *schema.as_ptr() }, data_type);
    }
    Ok(())
}

/// Makes the stream of a capsule that was just made of this type give schemas with the flags.
pub fn flag_stream(capsule: &Bound<'_, PyCapsule>, data_type: &DataType) -> PyResult<()> {
    if has_sorted(data_type) {
        let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name holds a stream, and nobody else has the capsule yet.
        let stream = unsafe { &mut *stream.as_ptr() };
        let inner = replace(stream, FFI_ArrowArrayStream::empty());
        let flagged = Box::new(Flagged { inner, data_type: data_type.clone() });
        stream.get_schema = Some(get_schema);
        stream.get_next = Some(get_next);
        stream.get_last_error = Some(get_last_error);
        stream.release = Some(release);
        stream.private_data = Box::into_raw(flagged).cast::<c_void>();
    }
    Ok(())
}

fn has_sorted(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Map(_, true)) || inner(data_type).into_iter().any(has_sorted)
}

/// The types inside, in the order in which a C schema has them as children, or as its dictionary.
pub(super) fn inner(data_type: &DataType) -> Vec<&DataType> {
    use DataType::{
        Dictionary, FixedSizeList, LargeList, LargeListView, List, ListView, Map, RunEndEncoded, Struct, Union,
    };
    match data_type {
        List(item) | LargeList(item) | ListView(item) | LargeListView(item) | FixedSizeList(item, _) | Map(item, _) => {
            vec![item.data_type()]
        }
        Struct(fields) => fields.iter().map(|field| field.data_type()).collect(),
        Union(fields, _) => fields.iter().map(|(_, field)| field.data_type()).collect(),
        RunEndEncoded(ends, values) => vec![ends.data_type(), values.data_type()],
        Dictionary(_, values) => vec![values],
        _ => Vec::new(),
    }
}

fn flag(schema: &mut FFI_ArrowSchema, data_type: &DataType) {
    if matches!(data_type, DataType::Map(_, true)) {
        schema.flags |= SORTED;
    }
    let is_dictionary = matches!(data_type, DataType::Dictionary(..));
    for (place, data_type) in inner(data_type).into_iter().enumerate() {
        // SAFETY: the schema was made of the type, so it has these children; each is its own alone.
        let child = unsafe { if is_dictionary { schema.dictionary } else { *schema.children.add(place) } };
        // SAFETY: as above.
        flag(unsafe { &mut *child }, data_type);
    }
}

/// A stream, and what it is a stream of.
struct Flagged {
    inner: FFI_ArrowArrayStream,
    data_type: DataType,
}

impl Flagged {
    /// # Safety
    /// `stream` is one that [`flag_stream`] has made and that is not released yet, as its consumer promises.
    unsafe fn of<'a>(stream: *mut FFI_ArrowArrayStream) -> &'a mut Self {
        // SAFETY: the private data of such a stream is a box of this type.
        unsafe { &mut *(*stream).private_data.cast::<Self>() }
    }
}

// SAFETY: the consumer's promises for the four are those of the C stream interface: a stream that is not released, and
// room for what it asks for. They are handed on to the stream inside, which arrow-rs's like has made.
unsafe extern "C" fn get_schema(stream: *mut FFI_ArrowArrayStream, out: *mut FFI_ArrowSchema) -> c_int {
    // SAFETY: see above.
    let Flagged { inner, data_type } = unsafe { Flagged::of(stream) };
    // SAFETY: see above.
    let code = inner.get_schema.map_or(INVALID, |get| unsafe { get(inner, out) });
    if code == 0 {
        // SAFETY: a code of 0 says that there is a schema now.
        flag(unsafe { &mut *out }, data_type);
    }
    code
}

// SAFETY: see get_schema.
unsafe extern "C" fn get_next(stream: *mut FFI_ArrowArrayStream, out: *mut FFI_ArrowArray) -> c_int {
    // SAFETY: see get_schema.
    let inner = unsafe { &mut Flagged::of(stream).inner };
    // SAFETY: see get_schema.
    inner.get_next.map_or(INVALID, |get| unsafe { get(inner, out) })
}

// SAFETY: see get_schema.
unsafe extern "C" fn get_last_error(stream: *mut FFI_ArrowArrayStream) -> *const c_char {
    // SAFETY: see get_schema.
    let inner = unsafe { &mut Flagged::of(stream).inner };
    // SAFETY: see get_schema.
    inner.get_last_error.map_or(null(), |get| unsafe { get(inner) })
}

// SAFETY: see get_schema.
unsafe extern "C" fn release(stream: *mut FFI_ArrowArrayStream) {
    // SAFETY: the box that flag_stream made; the stream says below that it is gone.
    drop(unsafe { Box::from_raw((*stream).private_data.cast::<Flagged>()) });
    // SAFETY: see get_schema.
    unsafe { (*stream).release = None };
}

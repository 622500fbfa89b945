//! Nested arrays rebuilt over other children.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, make_array};
use arrow::error::ArrowError;

/// Returns the nested array with each child replaced by what `made` returns; the same array where no child changes.
///
/// # Errors
/// Those of `made`, and when a child no longer fits the array.
pub(crate) fn with_children(
    array: &ArrayRef,
    made: impl FnMut(&ArrayRef) -> Result<ArrayRef, ArrowError>,
) -> Result<ArrayRef, ArrowError> {
    let data = array.to_data();
    let children: Vec<ArrayRef> = data.child_data().iter().cloned().map(make_array).collect();
    let new: Vec<ArrayRef> = children.iter().map(made).collect::<Result<_, _>>()?;
    if new.iter().zip(&children).all(|(new, old)| Arc::ptr_eq(new, old)) {
        return Ok(Arc::clone(array));
    }
    let new = new.iter().map(Array::to_data).collect();
    Ok(make_array(data.into_builder().child_data(new).build()?))
}

//! A hash of a value, the same for equal values: for sampling, and for splitting rows.

use std::sync::Arc;

use arrow::array::{Array, UInt64Array};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use datafusion::common::hash_utils::{QualityRandomState, create_hashes};
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;

use super::Function;
use crate::error::Error;

static HASH: Function = Function {
    name: "hash",
    wants: "anything",
    returns: |_, _| Some(DataType::UInt64),
    of_null: DataType::Boolean,
    compute: |array, constants| {
        let seed = match constants.first() {
            Some(ScalarValue::UInt64(Some(seed))) => *seed,
            _ => 0,
        };
        // Views are hashed by their own layout; a string has one hash in all layouts.
        let array = match array.data_type() {
            DataType::Utf8View => cast(array, &DataType::LargeUtf8).map_err(|e| Error::from_arrow(HASH.name, e))?,
            DataType::BinaryView => cast(array, &DataType::LargeBinary).map_err(|e| Error::from_arrow(HASH.name, e))?,
            _ => Arc::clone(array),
        };
        let mut hashes = vec![0; array.len()];
        create_hashes([&array], &QualityRandomState::with_seed(seed), &mut hashes)
            .map_err(|e| Error::from_datafusion(HASH.name, e))?;
        Ok(Arc::new(UInt64Array::new(hashes.into(), array.logical_nulls())))
    },
};

/// Returns the hash of each value; null for null.
pub fn hash(expr: Expr, seed: u64) -> Expr {
    HASH.call(expr, [ScalarValue::UInt64(Some(seed))])
}

//! A dictionary whose keys are null wherever its values are. DataFusion's windows look for nulls in the keys alone, and
//! do not see a null among the values.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, UInt64Array};
use arrow::compute::take;
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::exec_err;
use datafusion::error::Result;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

#[derive(Debug, PartialEq, Eq, Hash)]
struct Keyed {
    signature: Signature,
}

/// Returns the same values, with null keys for null values.
pub(super) fn keyed(dictionary: Expr) -> Expr {
    let function = Keyed { signature: Signature::any(1, Volatility::Immutable) };
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), vec![dictionary]))
}

impl ScalarUDFImpl for Keyed {
    fn name(&self) -> &str {
        "null_keys"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        Ok(given.first().cloned().unwrap_or(DataType::Null))
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        match args.arg_fields {
            [field] => Ok(Arc::new(field.as_ref().clone().with_nullable(true))),
            _ => exec_err!("it takes one dictionary"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match args.args.as_slice() {
            [ColumnarValue::Array(array)] => with_null_keys(array).map(ColumnarValue::Array),
            [ColumnarValue::Scalar(value)] => Ok(ColumnarValue::Scalar(match value.is_null() {
                true => ScalarValue::try_new_null(&value.data_type())?,
                false => value.clone(),
            })),
            _ => exec_err!("it takes one dictionary"),
        }
    }
}

fn with_null_keys(array: &ArrayRef) -> Result<ArrayRef> {
    if array.logical_null_count() == array.null_count() {
        return Ok(Arc::clone(array));
    }
    let rows = 0..u64::try_from(array.len()).unwrap_or(u64::MAX);
    let rows = UInt64Array::new(rows.collect(), array.logical_nulls());
    Ok(take(array.as_ref(), &rows, None)?)
}

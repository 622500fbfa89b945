//! Two columns of dates and timestamps in different units, compared by value: neither is cast to the other's unit,
//! whose range may not contain it.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};
use datafusion::common::exec_err;
use datafusion::error::Result;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use super::constant::{held, step};

/// A comparison.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Compared {
    operator: Operator,
    signature: Signature,
}

/// Returns `left operator right`.
pub(super) fn compared(left: Expr, operator: Operator, right: Expr) -> Expr {
    let function = Compared { operator, signature: Signature::any(2, Volatility::Immutable) };
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), vec![left, right]))
}

impl ScalarUDFImpl for Compared {
    fn name(&self) -> &str {
        "compare"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [left, right] = args.args.as_slice() else { return exec_err!("two columns are compared") };
        let single = [left, right].iter().all(|side| matches!(side, ColumnarValue::Scalar(_)));
        let rows = if single { 1 } else { args.number_rows };
        let (left, right) = (Side::of(&left.to_array(rows)?)?, Side::of(&right.to_array(rows)?)?);
        let each = (0..rows).map(|row| held(left.at(row)?, self.operator, right.at(row)?));
        let found: BooleanArray = each.collect();
        Ok(match single {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(&found, 0)?),
            false => ColumnarValue::Array(Arc::new(found)),
        })
    }
}

struct Side {
    counts: Int64Array,
    step: i128,
}

impl Side {
    fn of(array: &ArrayRef) -> Result<Self> {
        let Some(step) = step(array.data_type()) else { return exec_err!("{} is not a moment", array.data_type()) };
        let counts = match array.data_type() {
            DataType::Date32 => cast(&cast(array, &DataType::Int32)?, &DataType::Int64)?,
            _ => cast(array, &DataType::Int64)?,
        };
        Ok(Self { counts: counts.as_primitive::<Int64Type>().clone(), step })
    }

    fn at(&self, row: usize) -> Option<i128> {
        self.counts.is_valid(row).then(|| i128::from(self.counts.value(row)) * self.step)
    }
}

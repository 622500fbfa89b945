//! Strings concatenated by `||`. DataFusion's operator panics where they are too long for the type of its result
//! (docs/upstream/unbounded-results.md), and reserves no memory.

use std::sync::Arc;

use arrow::compute::kernels::concat_elements::concat_elements_dyn;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::type_coercion::binary::BinaryTypeCoercer;
use datafusion::logical_expr::{
    ColumnarValue, Expr, Operator, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use super::growth::asks_for_both;
use crate::error::{Error, ErrorKind};

/// The name of the function, which is that of the operator.
pub(crate) const JOINED: &str = "||";

/// Returns two strings, or two binary values, of one type concatenated; null if one of them is null.
pub(super) fn joined(left: Expr, right: Expr) -> Expr {
    let signature = Signature::user_defined(Volatility::Immutable);
    ScalarUDF::new_from_impl(Joined { signature }).call(vec![left, right])
}

/// Returns whether values of that type are concatenated here; lists are left to DataFusion.
pub(super) fn is_joined(data_type: &DataType) -> bool {
    data_type.is_string() || data_type.is_binary()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Joined {
    signature: Signature,
}

impl ScalarUDFImpl for Joined {
    fn name(&self) -> &str {
        JOINED
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> EngineResult<Vec<DataType>> {
        let [left, right] = given else { return Err(two().into()) };
        let (left, right) = BinaryTypeCoercer::new(left, &Operator::StringConcat, right).get_input_types()?;
        Ok(vec![left, right])
    }

    fn return_type(&self, given: &[DataType]) -> EngineResult<DataType> {
        let [left, right] = given else { return Err(two().into()) };
        BinaryTypeCoercer::new(left, &Operator::StringConcat, right).get_result_type()
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> EngineResult<FieldRef> {
        let types: Vec<DataType> = args.arg_fields.iter().map(|field| field.data_type().clone()).collect();
        let nullable = args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), self.return_type(&types)?, nullable)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let [left, right] = args.args.as_slice() else { return Err(two().into()) };
        let single = matches!((left, right), (ColumnarValue::Scalar(_), ColumnarValue::Scalar(_)));
        let rows = if single { 1 } else { args.number_rows };
        let _room = asks_for_both(self.name(), [left, right], rows, args.return_field.data_type())?;
        let made = concat_elements_dyn(&left.to_array(rows)?, &right.to_array(rows)?)?;
        Ok(match single {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?),
            false => ColumnarValue::Array(Arc::clone(&made)),
        })
    }
}

fn two() -> Error {
    Error::new(ErrorKind::Internal, JOINED, "it takes two strings")
}

//! A user function that gives a value of each row.

use std::sync::Arc;

use arrow::array::new_empty_array;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl};
use pyo3::prelude::*;

use super::call::call;
use super::owner::{Handle, declared};
use super::result;

/// The function in the form that the engine calls for expressions.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Scalar(pub Arc<Handle>);

impl ScalarUDFImpl for Scalar {
    declared!();

    fn return_type(&self, types: &[DataType]) -> EngineResult<DataType> {
        self.0.definition.check(types)?;
        Ok(self.0.definition.returns.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> EngineResult<FieldRef> {
        let types: Vec<DataType> = args.arg_fields.iter().map(|field| field.data_type().clone()).collect();
        Ok(Arc::new(Field::new(self.name(), self.return_type(&types)?, true)))
    }

    /// The optimiser works for a run, and a run holds on to what it calls.
    fn simplify(&self, args: Vec<Expr>, _: &SimplifyContext) -> EngineResult<ExprSimplifyResult> {
        Ok(match self.0.held() {
            Some(held) => {
                let call = ScalarFunction::new_udf(Arc::new(Self(held).into()), args);
                ExprSimplifyResult::Simplified(Expr::ScalarFunction(call))
            }
            None => ExprSimplifyResult::Original(args),
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let (definition, rows) = (&self.0.definition, args.number_rows);
        if rows == 0 {
            return Ok(ColumnarValue::Array(new_empty_array(&definition.returns)));
        }
        let arrays = args.args.iter().map(|value| value.to_array(rows)).collect::<EngineResult<Vec<_>>>()?;
        let fields = definition.fields(&args.arg_fields);
        let arrays = definition.cast(&arrays, &fields)?;
        let answer = call(&definition.title(), |py| {
            let code = self.0.code(py)?;
            result::column(definition, &code.call1(definition.wrap(py, arrays, &fields)?)?, rows)
        });
        Ok(ColumnarValue::Array(answer?))
    }
}

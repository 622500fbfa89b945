//! `first_of`: returns its first argument; DataFusion knows nothing of the result, neither an order, nor that it is
//! never NULL.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::internal_err;
use datafusion::error::Result;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// Returns a call of it.
pub(crate) fn first_of(arguments: Vec<Expr>) -> Expr {
    static FUNCTION: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| made("first_of", Volatility::Immutable));
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(&FUNCTION), arguments))
}

/// Returns a value that DataFusion takes for nullable and never folds, a constant too.
pub(crate) fn may_be_null(value: Expr) -> Expr {
    static FUNCTION: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| made("may_be_null", Volatility::Volatile));
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(&FUNCTION), vec![value]))
}

/// Returns whether `expr` is such a call, which is volatile only in name.
pub(crate) fn is_may_be_null(expr: &Expr) -> bool {
    matches!(expr, Expr::ScalarFunction(call) if call.func.inner().is::<FirstOf>())
}

fn made(name: &'static str, volatility: Volatility) -> Arc<ScalarUDF> {
    Arc::new(ScalarUDF::new_from_impl(FirstOf { name, signature: Signature::variadic_any(volatility) }))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct FirstOf {
    name: &'static str,
    signature: Signature,
}

impl ScalarUDFImpl for FirstOf {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        internal_err!("the field is asked for")
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        match args.arg_fields.first() {
            Some(field) => Ok(Arc::new(Field::clone(field).with_nullable(true))),
            None => internal_err!("one argument is expected"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match args.args.into_iter().next() {
            Some(value) => Ok(value),
            None => internal_err!("one argument is expected"),
        }
    }
}

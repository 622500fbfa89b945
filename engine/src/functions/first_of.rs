//! `first_of`: returns its first argument, NULL without one; DataFusion knows nothing of the result, neither an order,
//! nor that it is never NULL.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::common::internal_err;
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::physical_expr::{PhysicalExpr, ScalarFunctionExpr};

const NAME: &str = "first_of";
static FUNCTION: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| made(NAME, Volatility::Immutable));

/// Returns a call of it.
pub(crate) fn first_of(arguments: Vec<Expr>) -> Expr {
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(&FUNCTION), arguments))
}

/// Returns a column of a physical plan through it, next to a call without arguments: that is constant to nobody, so
/// the result is not either, whatever is known of the column.
pub(crate) fn unknown(column: Arc<dyn PhysicalExpr>, field: &Field, config: &ConfigOptions) -> Arc<dyn PhysicalExpr> {
    let config = Arc::new(config.clone());
    let call = |arguments, field: Field| -> Arc<dyn PhysicalExpr> {
        let field = Arc::new(field.with_nullable(true));
        let config = Arc::clone(&config);
        Arc::new(ScalarFunctionExpr::new(NAME, Arc::clone(&FUNCTION), arguments, field, config))
    };
    let nothing = call(Vec::new(), Field::new(NAME, DataType::Null, true));
    call(vec![column, nothing], field.clone())
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
        Ok(Arc::new(match args.arg_fields.first() {
            Some(field) => Field::clone(field).with_nullable(true),
            None => Field::new(self.name, DataType::Null, true),
        }))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        Ok(args.args.into_iter().next().unwrap_or(ColumnarValue::Scalar(ScalarValue::Null)))
    }
}

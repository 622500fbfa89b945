//! Functions that return one of their arguments, or compare them, over types for which DataFusion finds no common type,
//! or one that does not hold all values. The planner asks them for a type; once the types of their arguments are
//! settled ([`crate::analyzer`]) DataFusion's own functions replace them.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::Result;
use datafusion::functions::core;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::type_coercion::functions::fields_with_udf;
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};

use crate::expr::common_type::of_choice;

/// The functions, under the names of DataFusion's.
pub(super) fn in_sql() -> Vec<Arc<ScalarUDF>> {
    let choices = [core::coalesce(), core::greatest(), core::least(), core::nullif(), core::nvl(), core::nvl2()];
    let made = |engine| Choice { engine, signature: Signature::user_defined(Volatility::Immutable) };
    choices.map(|engine| Arc::new(ScalarUDF::new_from_impl(made(engine)))).to_vec()
}

/// Returns the DataFusion function that `function` stands for.
pub(crate) fn engines_choice(function: &ScalarUDF) -> Option<Arc<ScalarUDF>> {
    function.inner().downcast_ref::<Choice>().map(|choice| Arc::clone(&choice.engine))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Choice {
    engine: Arc<ScalarUDF>,
    signature: Signature,
}

impl ScalarUDFImpl for Choice {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn aliases(&self) -> &[String] {
        self.engine.aliases()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let common = of_choice(given);
        let types = given.iter().map(|of| common.as_ref().unwrap_or(of));
        // DataFusion checks the number of arguments, also where their type is ours.
        let fields: Vec<FieldRef> = types.map(|of| Arc::new(Field::new("", of.clone(), true))).collect();
        let fitted = fields_with_udf(&fields, self.engine.as_ref())?;
        Ok(fitted.iter().map(|field| field.data_type().clone()).collect())
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        self.engine.return_type(given)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        self.engine.return_field_from_args(args)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        self.engine.invoke_with_args(args)
    }

    fn conditional_arguments<'a>(&self, args: &'a [Expr]) -> Option<(Vec<&'a Expr>, Vec<&'a Expr>)> {
        self.engine.conditional_arguments(args)
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        self.engine.simplify(args, info)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.engine.documentation()
    }

    fn short_circuits(&self) -> bool {
        self.engine.short_circuits()
    }
}

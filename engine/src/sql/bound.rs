//! Values of `$name` while a statement is planned. The planner knows no type of a parameter, so that it refuses
//! `sum($x)` and treats others as NULL; it knows the type of a call. So each parameter is a call without arguments, of
//! a function made for the statement, and a constant as soon as there is a plan.

use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::common::tree_node::Transformed;
use datafusion::error::Result;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{
    ColumnarValue, Expr as PlanExpr, LogicalPlan, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::visit_expressions_mut;

use super::reading::{placeholder, sql_statement_mut};
use super::rewrite::call;
use crate::expr::scope::rewrite_parts;

/// Returns the function that has the value of `$name`.
pub(crate) fn function(name: &str, value: ScalarValue) -> ScalarUDF {
    let signature = Signature::nullary(Volatility::Immutable);
    ScalarUDF::new_from_impl(Bound { name: format!("${name}"), value, signature })
}

/// Replaces the parameters that `state` knows by calls.
pub(crate) fn with_calls(state: &SessionState, parsed: &mut Parsed) {
    let Some(statement) = sql_statement_mut(parsed) else { return };
    let _ = visit_expressions_mut(statement, |expr| {
        if let Some(name) = placeholder(expr).map(|name| format!("${name}"))
            && state.scalar_functions().contains_key(&name)
        {
            *expr = call(&name, Vec::new());
        }
        ControlFlow::<()>::Continue(())
    });
}

/// Returns the plan with the calls replaced by their values, under the names of the calls.
pub(crate) fn with_values(plan: LogicalPlan) -> Result<LogicalPlan> {
    let bound = plan.transform_up_with_subqueries(|node| {
        let node = rewrite_parts(
            node,
            |part| value_of(part).is_some(),
            |part| match value_of(&part) {
                Some(value) => Ok(Transformed::yes(PlanExpr::Literal(value.clone(), None))),
                None => Ok(Transformed::no(part)),
            },
        )?;
        node.map_data(LogicalPlan::recompute_schema)
    })?;
    Ok(bound.data)
}

fn value_of(expr: &PlanExpr) -> Option<&ScalarValue> {
    let PlanExpr::ScalarFunction(call) = expr else { return None };
    call.func.inner().downcast_ref::<Bound>().map(|bound| &bound.value)
}

/// A function whose value is known.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Bound {
    name: String,
    value: ScalarValue,
    signature: Signature,
}

impl ScalarUDFImpl for Bound {
    fn name(&self) -> &str {
        &self.name
    }

    fn schema_name(&self, _args: &[PlanExpr]) -> Result<String> {
        Ok(self.name.clone())
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(self.value.data_type())
    }

    fn return_field_from_args(&self, _args: ReturnFieldArgs) -> Result<FieldRef> {
        Ok(Arc::new(Field::new(&self.name, self.value.data_type(), self.value.is_null())))
    }

    fn invoke_with_args(&self, _args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        Ok(ColumnarValue::Scalar(self.value.clone()))
    }
}

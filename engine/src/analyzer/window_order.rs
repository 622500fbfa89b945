//! Results of windows, which are not sorted.
//!
//! DataFusion takes the results of `count`, `min`, `max` and some sums over a moving frame for sorted, as the frame
//! grows or its values are sorted, and removes a sort by them; but each partition starts anew
//! (docs/upstream/window-order.md). So functions over frames that move within partitions lose that property.

use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::expr::{WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Expr, LogicalPlan, ReversedUDAF, SetMonotonicity, Signature,
    WindowFunctionDefinition,
};

/// Returns `plan` with such functions.
pub(super) fn without(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Window(_) => node.map_expressions(|expr| {
            expr.transform_up(|part| match part {
                Expr::WindowFunction(function) => Ok(unordered(*function)),
                other => Ok(Transformed::no(other)),
            })
        }),
        node => Ok(Transformed::no(node)),
    })
    .data()
}

fn unordered(function: WindowFunction) -> Transformed<Expr> {
    let is_mistaken = is_mistaken(&function);
    let WindowFunction { fun, params } = function;
    let fun = match fun {
        WindowFunctionDefinition::AggregateUDF(plain) if is_mistaken => {
            WindowFunctionDefinition::AggregateUDF(Arc::new(AggregateUDF::new_from_impl(Unordered { plain })))
        }
        other => other,
    };
    Transformed::new_transformed(Expr::WindowFunction(Box::new(WindowFunction { fun, params })), is_mistaken)
}

fn is_mistaken(function: &WindowFunction) -> bool {
    let WindowFunctionDefinition::AggregateUDF(plain) = &function.fun else { return false };
    let moves = !function.params.window_frame.start_bound.is_unbounded();
    moves && !function.params.partition_by.is_empty() && matches!(plain.name(), "count" | "min" | "max" | "sum")
}

/// A function without the order of its results.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Unordered {
    plain: Arc<AggregateUDF>,
}

impl AggregateUDFImpl for Unordered {
    fn name(&self) -> &str {
        self.plain.name()
    }

    fn window_function_schema_name(&self, params: &WindowFunctionParams) -> Result<String> {
        self.plain.window_function_schema_name(params)
    }

    fn window_function_display_name(&self, params: &WindowFunctionParams) -> Result<String> {
        self.plain.window_function_display_name(params)
    }

    fn signature(&self) -> &Signature {
        self.plain.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.plain.return_type(arg_types)
    }

    fn return_field(&self, arg_fields: &[FieldRef]) -> Result<FieldRef> {
        self.plain.return_field(arg_fields)
    }

    fn is_nullable(&self) -> bool {
        self.plain.is_nullable()
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.plain.coerce_types(arg_types)
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        self.plain.accumulator(args)
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        self.plain.create_sliding_accumulator(args)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        self.plain.state_fields(args)
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.plain.order_sensitivity()
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        match self.plain.reverse_udf() {
            ReversedUDAF::Identical => ReversedUDAF::Identical,
            _ => ReversedUDAF::NotSupported,
        }
    }

    fn default_value(&self, data_type: &DataType) -> Result<ScalarValue> {
        self.plain.default_value(data_type)
    }

    fn supports_null_handling_clause(&self) -> bool {
        self.plain.supports_null_handling_clause()
    }

    fn set_monotonicity(&self, _data_type: &DataType) -> SetMonotonicity {
        SetMonotonicity::NotMonotonic
    }
}

//! The checked operators: functions of integers that stand where `a + b`, `a - b`, `a * b`, `-a`, `a << b` and
//! `a >> b` were, and give an error where those wrap around.

use std::sync::Arc;

use arrow::array::{ArrayRef, Datum};
use arrow::compute::kernels::numeric;
use arrow::datatypes::{DataType, Field, FieldRef};
use arrow::error::ArrowError;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{ScalarValue, internal_err};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::interval_arithmetic::{Interval, apply_operator};
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::sort_properties::{ExprProperties, SortProperties};
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, Operator, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use datafusion::physical_expr_common::datum::apply;

use super::{overflow, shift};
use crate::render::type_name;

/// What is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Negate,
    ShiftLeft,
    ShiftRight,
}

impl Operation {
    pub(super) const ALL: [Self; 6] =
        [Self::Add, Self::Subtract, Self::Multiply, Self::Negate, Self::ShiftLeft, Self::ShiftRight];

    /// The operation that takes an operator's place.
    pub(super) fn of(operator: Operator) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.operator() == Some(operator))
    }

    fn operator(self) -> Option<Operator> {
        match self {
            Self::Add => Some(Operator::Plus),
            Self::Subtract => Some(Operator::Minus),
            Self::Multiply => Some(Operator::Multiply),
            Self::ShiftLeft => Some(Operator::BitwiseShiftLeft),
            Self::ShiftRight => Some(Operator::BitwiseShiftRight),
            Self::Negate => None,
        }
    }

    /// The function's name, as plans show it.
    fn name(self) -> &'static str {
        match self {
            Self::Add => "checked_add",
            Self::Subtract => "checked_subtract",
            Self::Multiply => "checked_multiply",
            Self::Negate => "checked_negate",
            Self::ShiftLeft => "checked_shift_left",
            Self::ShiftRight => "checked_shift_right",
        }
    }

    /// The operation's name, as errors show it.
    fn title(self) -> &'static str {
        match self {
            Self::Add => "addition",
            Self::Subtract => "subtraction",
            Self::Multiply => "multiplication",
            Self::Negate => "negation",
            Self::ShiftLeft | Self::ShiftRight => "shift",
        }
    }

    fn compute(self, left: &dyn Datum, right: &dyn Datum) -> Result<ArrayRef, ArrowError> {
        match self {
            Self::Add => numeric::add(left, right),
            Self::Subtract => numeric::sub(left, right),
            Self::Multiply => numeric::mul(left, right),
            Self::ShiftLeft => shift::left(left, right),
            Self::ShiftRight => shift::right(left, right),
            Self::Negate => Err(ArrowError::ComputeError("a negation has one operand".to_owned())),
        }
    }

    /// Whether the operation with this constant on the right gives back its left side.
    fn ignores(self, right: &ScalarValue) -> bool {
        match self {
            Self::Multiply => ScalarValue::new_one(&right.data_type()).is_ok_and(|one| one == *right),
            Self::Negate => false,
            _ => ScalarValue::new_zero(&right.data_type()).is_ok_and(|zero| zero == *right),
        }
    }
}

/// An operation as a function of the engine.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Checked {
    operation: Operation,
    signature: Signature,
}

impl Checked {
    pub(super) fn function(operation: Operation) -> Arc<ScalarUDF> {
        let operands = if operation == Operation::Negate { 1 } else { 2 };
        // The operands have been brought to one type already.
        let signature = Signature::any(operands, Volatility::Immutable);
        Arc::new(ScalarUDF::new_from_impl(Self { operation, signature }))
    }

    /// The expression that was written, without the checks: what names of columns are made of.
    fn written(&self, args: &[Expr]) -> Result<Expr> {
        let bare = self.unchecked(args)?.transform_up(|node| match &node {
            Expr::ScalarFunction(function) => match function.func.inner().downcast_ref::<Self>() {
                // What is below has been rewritten by now: names are asked for often, so no level is walked twice.
                Some(checked) => Ok(Transformed::yes(checked.unchecked(&function.args)?)),
                None => Ok(Transformed::no(node)),
            },
            _ => Ok(Transformed::no(node)),
        })?;
        Ok(bare.data)
    }

    fn unchecked(&self, args: &[Expr]) -> Result<Expr> {
        Ok(match (self.operation.operator(), args) {
            (Some(operator), [left, right]) => {
                Expr::BinaryExpr(BinaryExpr::new(Box::new(left.clone()), operator, Box::new(right.clone())))
            }
            (None, [inner]) => Expr::Negative(Box::new(inner.clone())),
            _ => return internal_err!("{} got {} operands", self.name(), args.len()),
        })
    }

    fn explained(&self, error: DataFusionError, data_type: &DataType) -> DataFusionError {
        let DataFusionError::ArrowError(inner, _) = &error else { return error };
        let ArrowError::ArithmeticOverflow(text) = inner.as_ref() else { return error };
        let operands = text.strip_prefix("Overflow happened on: ").unwrap_or(text);
        let operands = match operands.strip_prefix("- ") {
            Some(operand) => format!("-({operand})"),
            None => operands.to_owned(),
        };
        overflow(self.operation.title(), format!("{operands} does not fit {}", type_name(data_type))).into()
    }
}

impl ScalarUDFImpl for Checked {
    fn name(&self) -> &str {
        self.operation.name()
    }

    fn display_name(&self, args: &[Expr]) -> Result<String> {
        Ok(self.written(args)?.to_string())
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        Ok(self.written(args)?.schema_name().to_string())
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        match arg_types.first() {
            Some(first) => Ok(first.clone()),
            None => internal_err!("{} got no operands", self.name()),
        }
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let types: Vec<DataType> = args.arg_fields.iter().map(|field| field.data_type().clone()).collect();
        let nullable = args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), self.return_type(&types)?, nullable)))
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let computed = match args.args.as_slice() {
            [ColumnarValue::Array(array)] => {
                numeric::neg(array.as_ref()).map(ColumnarValue::Array).map_err(DataFusionError::from)
            }
            [ColumnarValue::Scalar(value)] => value
                .to_array()
                .and_then(|array| Ok(numeric::neg(array.as_ref())?))
                .and_then(|array| ScalarValue::try_from_array(&array, 0))
                .map(ColumnarValue::Scalar),
            [left, right] => apply(left, right, |left, right| self.operation.compute(left, right)),
            other => return internal_err!("{} got {} operands", self.name(), other.len()),
        };
        computed.map_err(|error| self.explained(error, args.return_field.data_type()))
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        use ExprSimplifyResult::{Original, Simplified};
        let commutes = matches!(self.operation, Operation::Add | Operation::Multiply);
        Ok(match args.as_slice() {
            [left, right] if is_null(left) || is_null(right) => {
                Simplified(Expr::Literal(ScalarValue::try_from(info.get_data_type(left)?)?, None))
            }
            [left, Expr::Literal(value, _)] if self.operation.ignores(value) => Simplified(left.clone()),
            [Expr::Literal(value, _), right] if commutes && self.operation.ignores(value) => Simplified(right.clone()),
            _ => Original(args),
        })
    }

    fn evaluate_bounds(&self, inputs: &[&Interval]) -> Result<Interval> {
        match (self.operation, inputs) {
            (Operation::Negate, [inner]) => inner.arithmetic_negate(),
            (Operation::Add | Operation::Subtract | Operation::Multiply, [left, right]) => {
                apply_operator(&self.operation.operator().unwrap_or(Operator::Plus), left, right)
            }
            (_, [first, ..]) => Interval::make_unbounded(&first.data_type()),
            (_, []) => internal_err!("{} got no operands", self.name()),
        }
    }

    // Sums keep the order of their parts, as they never wrap around; the engine's own do so only if it can
    // prove that they do not.
    fn output_ordering(&self, inputs: &[ExprProperties]) -> Result<SortProperties> {
        Ok(match (self.operation, inputs) {
            (Operation::Negate, [inner]) => -inner.sort_properties,
            (Operation::Add, [left, right]) => left.sort_properties.add(&right.sort_properties),
            (Operation::Subtract, [left, right]) => left.sort_properties.sub(&right.sort_properties),
            _ => SortProperties::Unordered,
        })
    }
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(value, _) if value.is_null())
}

//! The checked operators: functions of integers that replace `a + b`, `a - b`, `a * b`, `-a`, `a << b` and `a >> b`,
//! and fail where those wrap around.

use std::sync::Arc;

use arrow::array::{ArrayRef, Datum};
use arrow::compute::kernels::numeric;
use arrow::datatypes::{DataType, Field, FieldRef};
use arrow::error::ArrowError;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{ScalarValue, internal_err};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::interval_arithmetic::{Interval, apply_operator};
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::sort_properties::{ExprProperties, SortProperties};
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, Operator, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use datafusion::physical_expr_common::datum::apply;

use super::{overflow, shift};
use crate::error::wording;
use crate::render::type_name;

/// The operation.
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

    /// Returns the operation that replaces an operator.
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

    /// The name of the function in plans.
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

    /// The operation's sign.
    fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract | Self::Negate => "-",
            Self::Multiply => "*",
            Self::ShiftLeft => "<<",
            Self::ShiftRight => ">>",
        }
    }

    /// The operation's name in errors.
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

    fn commutes(self) -> bool {
        matches!(self, Self::Add | Self::Multiply)
    }

    /// Returns whether the operation can be part of a chain: all steps of one have the same type.
    pub(super) fn chains(self) -> bool {
        matches!(self, Self::Add | Self::Subtract | Self::Multiply)
    }

    fn bounds(self, left: &Interval, right: &Interval) -> Result<Interval> {
        match self.operator() {
            Some(operator) if self.chains() => apply_operator(&operator, left, right),
            _ => Interval::make_unbounded(&left.data_type()),
        }
    }

    fn order(self, left: SortProperties, right: SortProperties) -> SortProperties {
        match self {
            Self::Add => left.add(&right),
            Self::Subtract => left.sub(&right),
            _ => SortProperties::Unordered,
        }
    }

    /// Returns whether the operation with this constant on the right returns its left side.
    fn ignores(self, right: &ScalarValue) -> bool {
        match self {
            Self::Multiply => ScalarValue::new_one(&right.data_type()).is_ok_and(|one| one == *right),
            Self::Negate => false,
            _ => ScalarValue::new_zero(&right.data_type()).is_ok_and(|zero| zero == *right),
        }
    }
}

/// Operations as a scalar function: one of them, or a chain, `a + b - c * ...` from the left to the right.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Checked {
    operations: Vec<Operation>,
    signature: Signature,
}

impl Checked {
    pub(super) fn function(operations: Vec<Operation>) -> Arc<ScalarUDF> {
        let operands = if operations == [Operation::Negate] { 1 } else { operations.len() + 1 };
        // The operands have been cast to one type already.
        let signature = Signature::any(operands, Volatility::Immutable);
        Arc::new(ScalarUDF::new_from_impl(Self { operations, signature }))
    }

    /// Returns the operations of a call.
    pub(super) fn operations(call: &ScalarFunction) -> Option<&[Operation]> {
        call.func.inner().downcast_ref::<Self>().map(|checked| checked.operations.as_slice())
    }

    /// The signs of the operations.
    pub(super) fn signs(&self) -> Vec<&'static str> {
        self.operations.iter().map(|operation| operation.sign()).collect()
    }

    /// Returns the expression without the checks, as it was written: column names are made of it.
    fn written(&self, args: &[Expr]) -> Result<Expr> {
        let operands = args.iter().map(|operand| {
            let bare = operand.clone().transform_up(|node| match node {
                // What is below has been rewritten by now: names are asked for often, so no level is visited twice.
                Expr::ScalarFunction(ScalarFunction { func, args }) => match func.inner().downcast_ref::<Self>() {
                    Some(checked) => Ok(Transformed::yes(unchecked(&checked.operations, args)?)),
                    None => Ok(Transformed::no(Expr::ScalarFunction(ScalarFunction { func, args }))),
                },
                _ => Ok(Transformed::no(node)),
            })?;
            Ok(bare.data)
        });
        unchecked(&self.operations, operands.collect::<Result<_>>()?)
    }
}

fn unchecked(operations: &[Operation], args: Vec<Expr>) -> Result<Expr> {
    let count = args.len();
    let mut args = args.into_iter();
    let Some(first) = args.next() else { return internal_err!("an operation got no operands") };
    match operations {
        [Operation::Negate] => Ok(Expr::Negative(Box::new(first))),
        _ if operations.len() + 1 == count => {
            Ok(operations.iter().zip(args).fold(first, |left, (operation, right)| match operation.operator() {
                Some(operator) => Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right))),
                None => left,
            }))
        }
        _ => internal_err!("{} operations got {count} operands", operations.len()),
    }
}

fn explained(operation: Operation, error: DataFusionError, data_type: &DataType) -> DataFusionError {
    let DataFusionError::ArrowError(inner, _) = &error else { return error };
    let ArrowError::ArithmeticOverflow(text) = inner.as_ref() else { return error };
    let operands = wording::overflowed(text).unwrap_or(text);
    let operands = match operands.strip_prefix("- ") {
        Some(operand) => format!("-({operand})"),
        None => operands.to_owned(),
    };
    overflow(operation.title(), format!("{operands} does not fit {}", type_name(data_type))).into()
}

fn negated(value: &ColumnarValue) -> Result<ColumnarValue> {
    Ok(match value {
        ColumnarValue::Array(array) => ColumnarValue::Array(numeric::neg(array.as_ref())?),
        ColumnarValue::Scalar(value) => {
            let array = numeric::neg(value.to_array()?.as_ref())?;
            ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?)
        }
    })
}

impl ScalarUDFImpl for Checked {
    fn name(&self) -> &str {
        match self.operations.as_slice() {
            [only] => only.name(),
            _ => "checked_chain",
        }
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
        let Some(first) = args.arg_fields.first() else { return internal_err!("{} got no operands", self.name()) };
        let nullable = args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), first.data_type().clone(), nullable)))
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let failed = |operation, error| explained(operation, error, args.return_field.data_type());
        match args.args.as_slice() {
            [] => internal_err!("{} got no operands", self.name()),
            [only] => negated(only).map_err(|error| failed(Operation::Negate, error)),
            [first, others @ ..] => {
                self.operations.iter().zip(others).try_fold(first.clone(), |left, (operation, right)| {
                    apply(&left, right, |left, right| operation.compute(left, right))
                        .map_err(|error| failed(*operation, error))
                })
            }
        }
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        use ExprSimplifyResult::{Original, Simplified};
        if args.len() > 1 && args.iter().any(is_null) {
            return Ok(Simplified(Expr::Literal(ScalarValue::try_from(info.get_data_type(&args[0])?)?, None)));
        }
        let (operation, left, right) = match (self.operations.as_slice(), args.as_slice()) {
            ([operation], [left, right]) => (operation, left, right),
            _ => return Ok(Original(args)),
        };
        Ok(match (left, right) {
            (left, Expr::Literal(value, _)) if operation.ignores(value) => Simplified(left.clone()),
            (Expr::Literal(value, _), right) if operation.commutes() && operation.ignores(value) => {
                Simplified(right.clone())
            }
            _ => Original(args),
        })
    }

    fn evaluate_bounds(&self, inputs: &[&Interval]) -> Result<Interval> {
        match inputs {
            [] => internal_err!("{} got no operands", self.name()),
            [inner] => inner.arithmetic_negate(),
            [first, others @ ..] => self
                .operations
                .iter()
                .zip(others)
                .try_fold((*first).clone(), |left, (operation, right)| operation.bounds(&left, right)),
        }
    }

    // Sums keep the order of their operands, as they never wrap around; DataFusion's do so only if it can prove that
    // they do not.
    fn output_ordering(&self, inputs: &[ExprProperties]) -> Result<SortProperties> {
        Ok(match inputs {
            [] => SortProperties::Unordered,
            [inner] => -inner.sort_properties,
            [first, others @ ..] => {
                self.operations.iter().zip(others).fold(first.sort_properties, |left, (operation, right)| {
                    operation.order(left, right.sort_properties)
                })
            }
        })
    }
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(value, _) if value.is_null())
}

//! `+`, `-` and `*` of 128-bit and 256-bit decimals in a physical plan: the same result as DataFusion's operator,
//! computed by [`decimal64`](super::decimal64) where the values allow it.
//!
//! Everything that a plan may ask of it (type, bounds, order, text) is the answer of DataFusion's operator.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Datum, RecordBatch};
use arrow::compute::kernels::numeric;
use arrow::datatypes::{
    DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, Decimal128Type, Decimal256Type, FieldRef, Schema,
};
use arrow::error::ArrowError;
use datafusion::common::internal_err;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::interval_arithmetic::Interval;
use datafusion::logical_expr::sort_properties::ExprProperties;
use datafusion::logical_expr::{ColumnarValue, Operator};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::BinaryExpr;
use datafusion::physical_expr_common::datum::apply;

use super::decimal64;
use crate::error::{Error, ErrorKind};
use crate::render::type_name;

/// The arrow kernel for two columns, or a column and a constant.
type Kernel = fn(&dyn Datum, &dyn Datum) -> Result<ArrayRef, ArrowError>;

/// An operator of decimals.
#[derive(Clone, Debug)]
pub(super) struct DecimalOperator {
    plain: BinaryExpr,
}

impl DecimalOperator {
    /// Returns `expr` with this operator wherever it adds, subtracts or multiplies decimals of 128 or 256 bits; `None`
    /// if it does not.
    pub(super) fn within(expr: &Arc<dyn PhysicalExpr>, schema: &Schema) -> Result<Option<Arc<dyn PhysicalExpr>>> {
        if !expr.exists(|node| Ok(node.downcast_ref::<BinaryExpr>().is_some_and(computes)))? {
            return Ok(None);
        }
        let replaced = Arc::clone(expr).transform_up(|node| {
            let found = match node.downcast_ref::<BinaryExpr>() {
                Some(plain) if computes(plain) && decimal_op(plain, schema)? => {
                    Some(Arc::new(Self { plain: plain.clone() }))
                }
                _ => None,
            };
            Ok(match found {
                Some(operator) => Transformed::yes(operator as Arc<dyn PhysicalExpr>),
                None => Transformed::no(node),
            })
        })?;
        Ok(replaced.transformed.then_some(replaced.data))
    }

    /// The operation.
    pub(super) fn op(&self) -> Operator {
        *self.plain.op()
    }

    /// Returns the values, if they have no more digits than their type. Where the type cannot grow, DataFusion checks
    /// their bits only: 128 bits have room for some numbers of 39 digits.
    fn fitting(&self, values: ColumnarValue) -> Result<ColumnarValue> {
        let array = match &values {
            ColumnarValue::Array(array) => Arc::clone(array),
            ColumnarValue::Scalar(scalar) => scalar.to_array()?,
        };
        let message = || format!("the result of {} does not fit {}", self.plain.op(), type_name(array.data_type()));
        match fits(&array) {
            true => Ok(values),
            false => Err(Error::new(ErrorKind::Overflow, "decimal", message())
                .with_hint("cast to a type of fewer digits after the point, or to float64, first")
                .into()),
        }
    }

    /// Returns DataFusion's kernel.
    fn kernel(&self) -> Result<Kernel> {
        match self.plain.op() {
            Operator::Plus => Ok(numeric::add_wrapping),
            Operator::Minus => Ok(numeric::sub_wrapping),
            Operator::Multiply => Ok(numeric::mul_wrapping),
            other => internal_err!("{other} of decimals is not computed here"),
        }
    }
}

/// Returns whether decimals fit the precision of their type; only the widest types can exceed it, as DataFusion widens
/// the others.
pub(crate) fn fits(array: &ArrayRef) -> bool {
    let valid = match array.data_type() {
        DataType::Decimal128(DECIMAL128_MAX_PRECISION, _) => {
            array.as_primitive::<Decimal128Type>().validate_decimal_precision(DECIMAL128_MAX_PRECISION)
        }
        DataType::Decimal256(DECIMAL256_MAX_PRECISION, _) => {
            array.as_primitive::<Decimal256Type>().validate_decimal_precision(DECIMAL256_MAX_PRECISION)
        }
        _ => Ok(()),
    };
    valid.is_ok()
}

fn computes(plain: &BinaryExpr) -> bool {
    matches!(plain.op(), Operator::Plus | Operator::Minus | Operator::Multiply)
}

fn decimal_op(plain: &BinaryExpr, schema: &Schema) -> Result<bool> {
    let sides = [plain.left().data_type(schema)?, plain.right().data_type(schema)?];
    Ok(sides.iter().all(|side| matches!(side, DataType::Decimal128(..) | DataType::Decimal256(..))))
}

// In parentheses: the operators around it look for operators of DataFusion's type to know when to write them.
impl fmt::Display for DecimalOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({})", self.plain)
    }
}

impl PartialEq for DecimalOperator {
    fn eq(&self, other: &Self) -> bool {
        self.plain == other.plain
    }
}

impl Eq for DecimalOperator {}

impl Hash for DecimalOperator {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.plain.hash(state);
    }
}

impl PhysicalExpr for DecimalOperator {
    fn data_type(&self, input_schema: &Schema) -> Result<DataType> {
        self.plain.data_type(input_schema)
    }

    fn nullable(&self, input_schema: &Schema) -> Result<bool> {
        self.plain.nullable(input_schema)
    }

    fn return_field(&self, input_schema: &Schema) -> Result<FieldRef> {
        self.plain.return_field(input_schema)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        let (left, right) = (self.plain.left().evaluate(batch)?, self.plain.right().evaluate(batch)?);
        match decimal64::compute(*self.plain.op(), &left, &right) {
            Some(array) => Ok(ColumnarValue::Array(Arc::new(array))),
            None => self.fitting(apply(&left, &right, self.kernel()?)?),
        }
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        self.plain.children()
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        let plain = Arc::new(self.plain.clone()).with_new_children(children)?;
        match plain.downcast_ref::<BinaryExpr>() {
            Some(plain) => Ok(Arc::new(Self { plain: plain.clone() })),
            None => Ok(plain),
        }
    }

    fn evaluate_bounds(&self, children: &[&Interval]) -> Result<Interval> {
        self.plain.evaluate_bounds(children)
    }

    fn propagate_constraints(&self, interval: &Interval, children: &[&Interval]) -> Result<Option<Vec<Interval>>> {
        self.plain.propagate_constraints(interval, children)
    }

    fn get_properties(&self, children: &[ExprProperties]) -> Result<ExprProperties> {
        self.plain.get_properties(children)
    }

    fn fmt_sql(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(")?;
        self.plain.fmt_sql(f)?;
        write!(f, ")")
    }
}

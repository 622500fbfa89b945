//! `& | ^ ~` and shifts, as operators and as methods. Of booleans they are logic, of integers they work on the bits;
//! which of the two is decided in `resolve`, where the types are known.

use datafusion::logical_expr::{Expr, Operator};
use pyo3::prelude::*;

use super::PyExpr;

#[pymethods]
impl PyExpr {
    fn __and__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::And, other, false)
    }

    fn __rand__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::And, other, true)
    }

    fn __or__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Or, other, false)
    }

    fn __ror__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Or, other, true)
    }

    fn __xor__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseXor, other, false)
    }

    fn __rxor__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseXor, other, true)
    }

    fn __lshift__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseShiftLeft, other, false)
    }

    fn __rlshift__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseShiftLeft, other, true)
    }

    fn __rshift__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseShiftRight, other, false)
    }

    fn __rrshift__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseShiftRight, other, true)
    }

    fn __invert__(&self) -> PyResult<Self> {
        Ok(Self::new(Expr::Not(Box::new(self.plain("~")?))))
    }

    /// Check whether both are true; the same as `&`. False with null is false, true with null is null.
    ///
    /// Args:
    ///     other: A boolean expression or constant.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the two are not boolean.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [True, False, None]})
    ///     >>> df.select(x=pr.col("a").and_(True), y=pr.col("a").and_(False)).to_dict()
    ///     {'x': [True, False, None], 'y': [False, False, False]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").and_("x"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a (int64) and "x" (string) cannot be combined
    fn and_(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::And, other, false)
    }

    /// Check whether one of them is true; the same as `|`. True with null is true, false with null is null.
    ///
    /// Args:
    ///     other: A boolean expression or constant.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the two are not boolean.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [True, False, None]}).select(x=pr.col("a").or_(False)).to_dict()
    ///     {'x': [True, False, None]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").or_("x"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a (int64) and "x" (string) cannot be combined
    fn or_(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Or, other, false)
    }

    /// Check whether exactly one of them is true; the same as `^`. With a null it is null.
    ///
    /// Args:
    ///     other: A boolean expression or constant.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the two are not boolean.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [True, False, None]}).select(x=pr.col("a").xor(True)).to_dict()
    ///     {'x': [False, True, None]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").xor("x"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a (int64) and "x" (string) cannot be combined
    fn xor(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseXor, other, false)
    }

    /// Negate a boolean; the same as `~`. Null stays null.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [True, False, None]}).select(x=pr.col("a").not_()).to_dict()
    ///     {'x': [False, True, None]}
    fn not_(&self) -> PyResult<Self> {
        Ok(Self::new(Expr::Not(Box::new(self.plain("not_")?))))
    }

    /// Compute the bits that are set in both integers; the same as `&`.
    ///
    /// Args:
    ///     other: An integer expression or constant.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if a value is neither an int nor a boolean.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [6, 5]}).select(x=pr.col("a").bitwise_and(3)).to_dict()
    ///     {'x': [2, 1]}
    ///     >>> pr.DataFrame({"a": [1.5]}).select(pr.col("a").bitwise_and(3))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a is float64, but bits need integers
    fn bitwise_and(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseAnd, other, false)
    }

    /// Compute the bits that are set in either of the integers; the same as `|`.
    ///
    /// Args:
    ///     other: An integer expression or constant.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if a value is neither an int nor a boolean.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [4, 5]}).select(x=pr.col("a").bitwise_or(3)).to_dict()
    ///     {'x': [7, 7]}
    ///     >>> pr.DataFrame({"a": [1.5]}).select(pr.col("a").bitwise_or(3))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a is float64, but bits need integers
    fn bitwise_or(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseOr, other, false)
    }

    /// Compute the bits that are set in exactly one of the integers; the same as `^`.
    ///
    /// Args:
    ///     other: An integer expression or constant.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if a value is neither an int nor a boolean.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [6, 5]}).select(x=pr.col("a").bitwise_xor(3)).to_dict()
    ///     {'x': [5, 6]}
    ///     >>> pr.DataFrame({"a": [1.5]}).select(pr.col("a").bitwise_xor(3))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a is float64, but bits need integers
    fn bitwise_xor(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::BitwiseXor, other, false)
    }

    /// Invert every bit of the integer; the same as `~`.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [0, 5]}).select(x=pr.col("a").bitwise_not()).to_dict()
    ///     {'x': [-1, -6]}
    fn bitwise_not(&self) -> PyResult<Self> {
        Ok(Self::new(Expr::Not(Box::new(self.plain("bitwise_not")?))))
    }
}

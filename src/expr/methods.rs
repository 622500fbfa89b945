//! The methods of `Expr` that take arguments; those without come from the table in `functions`.

use datafusion::logical_expr::{cast, try_cast};
use pyo3::prelude::*;
use pyrust_engine::functions;

use super::{Ordering, PyExpr};
use crate::argument::into_operand;
use crate::boundary::guard;
use crate::data_type::into_data_type;

#[pymethods]
impl PyExpr {
    /// Give the values another name.
    ///
    /// Args:
    ///     name: The new column's name.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     TypeError: If the name is not a string.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").alias("b")).columns
    ///     ['b']
    ///     >>> pr.col("a").alias(1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: alias: name must be a string, got 1
    fn alias(&self, name: String) -> PyResult<Self> {
        Ok(Self::new(self.plain("alias")?.alias(name)))
    }

    /// Cast the values to another type.
    ///
    /// Args:
    ///     dtype: A `DataType` (`pr.Int64`, `pr.Timestamp("us", "UTC")` ...), its name (`"int64"`, `"decimal(15,2)"` ...), a
    ///         Python class (`int`, `float`, `str`, `date` ...), or a type of numpy, pyarrow or polars.
    ///     strict: Whether a value that does not fit is an error when the query runs; if not, it becomes null.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     TypeError: If there is no such type.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": ["1", "x"]})
    ///     >>> df.select(pr.col("a").cast(int, strict=False).alias("a")).to_dict()
    ///     {'a': [1, None]}
    ///     >>> pr.col("a").cast("number")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: cast: there is no type "number"
    ///     hint: types are named int64, float64, bool, string, binary, date, time, timestamp[us], timestamp[us, ...
    #[pyo3(signature = (dtype, *, strict = true))]
    fn cast(&self, dtype: &Bound<'_, PyAny>, strict: bool) -> PyResult<Self> {
        guard(|| {
            let (expr, data_type) = (self.plain("cast")?, into_data_type("cast", dtype)?);
            Ok(Self::new(if strict { cast(expr, data_type) } else { try_cast(expr, data_type) }))
        })
    }

    /// Cast the values to another type, with null where a value does not fit: `cast(dtype, strict=False)`.
    ///
    /// Args:
    ///     dtype: A type, as `cast` takes it.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     TypeError: If there is no such type.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": ["1", "x", None]}).select(x=pr.col("a").try_cast(int)).to_dict()
    ///     {'x': [1, None, None]}
    ///     >>> pr.col("a").try_cast("number")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: cast: there is no type "number"
    ///     hint: types are named int64, float64, bool, string, binary, date, time, timestamp[us], timestamp[us, ...
    fn try_cast(&self, dtype: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.cast(dtype, false)
    }

    /// Check whether the string matches an SQL pattern: `%` stands for any string, `_` for one character.
    ///
    /// Args:
    ///     pattern: The pattern.
    ///     ignore_case: Whether capitals are the same as small letters.
    ///
    /// Returns:
    ///     A boolean expression; null where the string or the pattern is null.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the values are not strings.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": ["abc", "xbc"]}).filter(pr.col("a").like("a%")).to_dict()
    ///     {'a': ['abc']}
    ///     >>> pr.DataFrame({"a": [1]}).filter(pr.col("a").like("a%"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: filter: a is int64, but like() needs strings
    #[pyo3(signature = (pattern, *, ignore_case = false))]
    fn like(&self, pattern: &Bound<'_, PyAny>, ignore_case: bool) -> PyResult<Self> {
        guard(|| {
            let (expr, pattern) = (self.plain("like")?, into_operand("like", pattern)?);
            Ok(Self::new(if ignore_case { expr.ilike(pattern) } else { expr.like(pattern) }))
        })
    }

    /// Compute a hash of the value, the same for equal values of one type. It stays the same within a version of
    /// pyrust; `pr.functions.sha256` and its like stay the same for ever.
    ///
    /// Args:
    ///     seed: Another seed gives other numbers.
    ///
    /// Returns:
    ///     An expression of type uint64; null stays null.
    ///
    /// Raises:
    ///     OverflowError: If the seed is below 0 or has more than 64 bits.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": ["x", "y", "x"]}).select(h=pr.col("a").hash())
    ///     >>> df.distinct().count()
    ///     2
    ///     >>> pr.col("a").hash(seed=-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.OutOfRangeError: hash: seed must be 0 or more, got -1
    #[pyo3(signature = (seed = 0))]
    fn hash(&self, seed: u64) -> PyResult<Self> {
        guard(|| Ok(Self::new(functions::hash(self.plain("hash")?, seed))))
    }

    /// Sort by this expression, smallest first; for `sort`.
    ///
    /// Args:
    ///     nulls_last: Whether nulls come after everything else.
    ///
    /// Returns:
    ///     An expression with an order.
    ///
    /// Raises:
    ///     TypeError: Where it is used for anything but an order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [2, None, 1]}).sort(pr.col("a").asc(nulls_last=False)).to_dict()
    ///     {'a': [None, 1, 2]}
    ///     >>> pr.col("a").asc() + 1
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: expression: a has an order, which only sort() can use
    ///     hint: leave out .asc() or .desc() here
    #[pyo3(signature = (*, nulls_last = true))]
    fn asc(&self, nulls_last: bool) -> PyResult<Self> {
        self.ordered(Ordering { descending: false, nulls_first: !nulls_last })
    }

    /// Sort by this expression, largest first; for `sort`.
    ///
    /// Args:
    ///     nulls_last: Whether nulls come after everything else.
    ///
    /// Returns:
    ///     An expression with an order.
    ///
    /// Raises:
    ///     TypeError: Where it is used for anything but an order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [2, None, 1]}).sort(pr.col("a").desc()).to_dict()
    ///     {'a': [2, 1, None]}
    ///     >>> pr.col("a").desc() + 1
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: expression: a has an order, which only sort() can use
    ///     hint: leave out .asc() or .desc() here
    #[pyo3(signature = (*, nulls_last = true))]
    fn desc(&self, nulls_last: bool) -> PyResult<Self> {
        self.ordered(Ordering { descending: true, nulls_first: !nulls_last })
    }
}

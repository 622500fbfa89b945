//! `Expr`: a column, a constant, or a computation over them. The class and its operators; named methods are in files
//! by topic. What an operator means for which types, and what a selector stands for, is decided in
//! `pyrust_engine::resolve`, once the columns are known; `resolve` asks there.

mod bits;
mod bounds;
mod case;
mod column;
mod elements;
mod methods;
mod missing;
mod name;
mod namespace;
mod operators;
mod replace;
mod resolve;
mod window;

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::{Expr, Operator, SortExpr, binary_expr};
use pyo3::basic::CompareOp;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyrust_engine::expr::depth;
use pyrust_engine::resolve::label;

pub use case::{PyThen, PyWhen, when};
pub use column::{all, col, column_named, len, lit, sql_expr};
pub use name::PyName;
pub use namespace::{PyBin, PyCat, PyDt, PyList, PyMap, PyStr, PyStruct, namespaces};
pub use resolve::{expand, resolve, resolve_aggregates, resolve_all, resolve_joining, resolve_some};

pub(crate) use namespace::register as register_namespaces;

use crate::argument::into_operand;
use crate::boundary::guard;
use crate::exceptions::{to_python, type_error};
use crate::udf::Owned;

/// How a sort takes an expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ordering {
    /// Largest first.
    pub descending: bool,
    /// Nulls before everything else.
    pub nulls_first: bool,
}

/// A column, a constant, or a computation over them; nothing is computed before a frame uses it.
///
/// Made by `pr.col(name)`, `pr.lit(value)` and `pr.functions`. The operators are Python's: `+ - * / // % **`,
/// comparisons, and `& | ^ ~` for and, or, either, not. A plain Python value next to an operator is a constant.
/// `/` divides truly (int / int is a float64), `//` and `%` follow Python's rounding and sign. Of integers,
/// `& | ^ ~ << >>` work on the bits, and what does not fit its type is an error when the query runs.
///
/// Raises:
///     TypeError: In `and`, `or`, `not`, `if` and chained comparisons, which Python does not pass on.
///
/// Example:
///     >>> import pyrust as pr
///     >>> price = pr.col("price")
///     >>> pr.DataFrame({"price": [1.5, 4.0]}).select((price * 2).alias("double"), price > 2).to_list()
///     [{'double': 3.0, 'price > 2': False}, {'double': 8.0, 'price > 2': True}]
// A selector is an expression, too.
#[pyclass(name = "Expr", module = "pyrust", frozen, subclass, weakref)]
pub struct PyExpr {
    expr: Owned,
    ordering: Option<Ordering>,
    /// Nothing more is made of it.
    too_deep: bool,
}

impl PyExpr {
    /// The Python face of an expression.
    pub fn new(expr: Expr) -> Self {
        let too_deep = depth::is_too_deep(&expr);
        Self { expr: Owned::new(expr), ordering: None, too_deep }
    }

    fn ordered(&self, ordering: Ordering) -> PyResult<Self> {
        Ok(Self { ordering: Some(ordering), ..Self::new(self.plain("sort")?) })
    }

    /// The expression, where an order would mean nothing.
    pub fn plain(&self, operation: &str) -> PyResult<Expr> {
        if self.ordering.is_some() {
            let message = format!("{} has an order, which only sort() can use", label(self.expr.expr()));
            return Err(type_error(operation, message, "leave out .asc() or .desc() here"));
        }
        if self.too_deep {
            return Err(to_python(depth::too_deep(operation)));
        }
        Ok(self.expr.expr().clone())
    }

    /// The expression as a sort takes it.
    pub fn to_sort(&self, default: Ordering) -> SortExpr {
        let ordering = self.ordering.unwrap_or(default);
        SortExpr::new(self.expr.expr().clone(), !ordering.descending, ordering.nulls_first)
    }

    fn binary(&self, operator: Operator, other: &Bound<'_, PyAny>, swapped: bool) -> PyResult<Self> {
        guard(|| {
            let name = "expression";
            let (this, other) = (self.plain(name)?, into_operand(name, other)?);
            let (left, right) = if swapped { (other, this) } else { (this, other) };
            Ok(Self::new(binary_expr(left, operator, right)))
        })
    }
}

#[pymethods]
impl PyExpr {
    /// numpy's values leave the operator to us instead of spreading it over their elements.
    #[classattr]
    fn __array_ufunc__() -> Option<i32> {
        None
    }

    fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Plus, other, false)
    }

    fn __radd__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Plus, other, true)
    }

    fn __sub__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Minus, other, false)
    }

    fn __rsub__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Minus, other, true)
    }

    fn __mul__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Multiply, other, false)
    }

    fn __rmul__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Multiply, other, true)
    }

    fn __truediv__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Divide, other, false)
    }

    fn __rtruediv__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Divide, other, true)
    }

    fn __floordiv__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::IntegerDivide, other, false)
    }

    fn __rfloordiv__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::IntegerDivide, other, true)
    }

    fn __mod__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Modulo, other, false)
    }

    fn __rmod__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.binary(Operator::Modulo, other, true)
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, operator: CompareOp) -> PyResult<Self> {
        let operator = match operator {
            CompareOp::Lt => Operator::Lt,
            CompareOp::Le => Operator::LtEq,
            CompareOp::Eq => Operator::Eq,
            CompareOp::Ne => Operator::NotEq,
            CompareOp::Gt => Operator::Gt,
            CompareOp::Ge => Operator::GtEq,
        };
        self.binary(operator, other, false)
    }

    fn __pow__(&self, other: &Bound<'_, PyAny>, modulo: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            without_modulo(modulo)?;
            Ok(Self::new(scalar_fn::power(self.plain("**")?, into_operand("**", other)?)))
        })
    }

    fn __rpow__(&self, other: &Bound<'_, PyAny>, modulo: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            without_modulo(modulo)?;
            Ok(Self::new(scalar_fn::power(into_operand("**", other)?, self.plain("**")?)))
        })
    }

    fn __pos__(&self) -> PyResult<Self> {
        Ok(Self::new(self.plain("+")?))
    }

    fn __neg__(&self) -> PyResult<Self> {
        Ok(Self::new(Expr::Negative(Box::new(self.plain("-")?))))
    }

    fn __abs__(&self) -> PyResult<Self> {
        Ok(Self::new(scalar_fn::abs(self.plain("abs")?)))
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(type_error(
            "expression",
            format!("{} has a value for each row, so it is neither true nor false", label(self.expr.expr())),
            "write & for and, | for or, ~ for not, with brackets around each side: (a > 1) & (b < 2); \
             .is_in(...) for in, .between(...) for a chain",
        ))
    }

    fn __iter__(&self) -> PyResult<Py<PyAny>> {
        Err(refused_iteration())
    }

    fn __getitem__(&self, _key: &Bound<'_, PyAny>) -> PyResult<Self> {
        let message = "brackets could take a character, an element, a field or a row";
        let hint = ".str[0], .list[0], .struct[\"x\"] and .map[\"k\"] say which; df[10:20] takes rows";
        Err(type_error("expression", message, hint))
    }

    fn __contains__(&self, _item: &Bound<'_, PyAny>) -> PyResult<bool> {
        Err(refused_membership())
    }

    fn __repr__(&self) -> String {
        let ordering = match self.ordering {
            None => "",
            Some(Ordering { descending: true, .. }) => ".desc()",
            Some(_) => ".asc()",
        };
        format!("<Expr {}{ordering}>", label(self.expr.expr()))
    }

    /// Return the expression itself, as it never changes.
    fn __copy__(this: Bound<'_, Self>) -> Bound<'_, Self> {
        this
    }

    fn __deepcopy__<'py>(this: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        this
    }

    fn __reduce__(&self) -> PyResult<Py<PyAny>> {
        Err(type_error("pickle", "an expression cannot be pickled", "make it again on the other side"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.expr.traverse(&visit)
    }
}

/// The error of `for x in expr`. What has brackets, Python would ask for one item after the other, without an end.
fn refused_iteration() -> PyErr {
    type_error("expression", "an expression cannot be iterated over", "collect the frame first")
}

/// The error of `x in expr`.
fn refused_membership() -> PyErr {
    type_error("expression", "`in` cannot be asked of an expression", "use .str.contains(...) or .is_in(...)")
}

/// Refuses the third argument of Python's `pow`, which has no meaning here.
fn without_modulo(modulo: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    match modulo.filter(|modulo| !modulo.is_none()) {
        Some(_) => Err(type_error("pow", "an expression has no power modulo a number", "write (a ** b) % c")),
        None => Ok(()),
    }
}

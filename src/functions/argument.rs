//! What a function of `pyrust.functions` takes: each type reads one kind of Python value and is an engine's expression
//! afterwards, so that the tables of functions need not say how.

use datafusion::logical_expr::{Expr, lit};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::boundary::guard;
use crate::input::{into_expr, into_exprs, into_operand};

const OPERATION: &str = "functions";

/// A column's name, or an expression.
pub struct Column(pub Expr);

/// A constant, or an expression; a str is a text, not a column's name.
pub struct Value(pub Expr);

/// Names and expressions, as `*arguments`.
pub struct Columns(pub Vec<Expr>);

impl<'py> FromPyObject<'_, 'py> for Column {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        guard(|| into_expr(OPERATION, &value).map(Self))
    }
}

impl<'py> FromPyObject<'_, 'py> for Value {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        guard(|| into_operand(OPERATION, &value).map(Self))
    }
}

impl<'py> FromPyObject<'_, 'py> for Columns {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        guard(|| {
            let columns = value.cast::<PyTuple>()?;
            into_exprs(OPERATION, &columns, None).map(Self)
        })
    }
}

/// An argument as the row's formula sees it.
pub trait Argument {
    /// `Expr`, or a list or an option of it.
    type Seen;

    /// The argument as that.
    fn seen(self) -> Self::Seen;
}

impl Argument for Column {
    type Seen = Expr;

    fn seen(self) -> Expr {
        self.0
    }
}

impl Argument for Value {
    type Seen = Expr;

    fn seen(self) -> Expr {
        self.0
    }
}

impl Argument for Columns {
    type Seen = Vec<Expr>;

    fn seen(self) -> Vec<Expr> {
        self.0
    }
}

impl Argument for i64 {
    type Seen = Expr;

    fn seen(self) -> Expr {
        lit(self)
    }
}

impl Argument for String {
    type Seen = Expr;

    fn seen(self) -> Expr {
        lit(self)
    }
}

impl Argument for bool {
    type Seen = Self;

    fn seen(self) -> Self {
        self
    }
}

impl<T: Argument> Argument for Option<T> {
    type Seen = Option<T::Seen>;

    fn seen(self) -> Self::Seen {
        self.map(Argument::seen)
    }
}

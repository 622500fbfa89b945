//! What a function of `pyrust.functions` takes: each type reads one kind of Python value and is an engine's expression
//! afterwards, so that the tables of functions need not say how. They are read when the function knows its name, which
//! a message then begins with.

use arrow::datatypes::DataType;
use chrono::format::{Item, StrftimeItems};
use datafusion::logical_expr::{Expr, lit};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyList, PyString, PyTuple};

use super::column::{into_expr, into_exprs, into_operand};
use crate::data_type::into_data_type;
use crate::exceptions::{short, type_error, value_error};
use crate::expr::PyExpr;

/// An argument as the row's formula sees it.
pub trait Argument {
    /// `Expr`, or a list or an option of it, or a plain value.
    type Seen;

    /// The argument as that; `operation` is the function's name.
    fn seen(self, operation: &'static str) -> PyResult<Self::Seen>;
}

macro_rules! arguments {
    ($($(#[$doc:meta])* $kind:ident -> $seen:ty, |$operation:ident, $value:ident| $read:expr;)*) => {
        $(
            $(#[$doc])*
            pub struct $kind<'py>(Bound<'py, PyAny>);

            impl<'py> FromPyObject<'_, 'py> for $kind<'py> {
                type Error = PyErr;

                fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                    Ok(Self(value.to_owned()))
                }
            }

            impl Argument for $kind<'_> {
                type Seen = $seen;

                fn seen(self, $operation: &'static str) -> PyResult<$seen> {
                    let $value = &self.0;
                    $read
                }
            }
        )*
    };
}

arguments! {
    /// A column's name, or an expression.
    Column -> Expr, |operation, value| into_expr(operation, value);
    /// A constant, or an expression; a str is a constant, not a column's name.
    Value -> Expr, |operation, value| into_operand(operation, value);
    /// A number, or a column of such: a str names the column.
    Number -> Expr, |operation, value| match value.is_instance_of::<PyString>() {
        true => into_expr(operation, value),
        false => into_operand(operation, value),
    };
    /// A string, or an expression of strings; a str is the string itself, not a column's name.
    Text -> Expr, |operation, value| match value.cast::<PyString>() {
        Ok(text) => Ok(lit(text.to_str()?)),
        Err(_) => given(operation, value, "a string", "a str, or pr.col(...) for a column of strings"),
    };
    /// A whole number, or an expression of such.
    Whole -> Expr, |operation, value| match value.cast::<PyInt>() {
        Ok(number) if !value.is_instance_of::<PyBool>() => Ok(lit(number.extract::<i64>()?)),
        _ => given(operation, value, "a whole number", "an int, or pr.col(...) for a column of ints"),
    };
    /// A format of dates and times, or an expression of such.
    Format -> Expr, |operation, value| {
        if let Ok(format) = value.cast::<PyString>()
            && StrftimeItems::new(format.to_str()?).any(|item| item == Item::Error)
        {
            let message = format!("{} is not a valid format of dates and times", short(value));
            return Err(value_error(operation, message, "formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\""));
        }
        Text(value.clone()).seen(operation)
    };
    /// One format of dates and times, or a list of them.
    Formats -> Vec<Expr>, |operation, value| {
        if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            return value.try_iter()?.map(|format| Format(format?).seen(operation)).collect();
        }
        Ok(vec![Format(value.clone()).seen(operation)?])
    };
    /// A type, as `cast` takes it.
    Dtype -> DataType, |operation, value| into_data_type(operation, value);
    /// Names and expressions, as `*arguments`.
    Columns -> Vec<Expr>, |operation, value| into_exprs(operation, value.cast::<PyTuple>()?, None);
}

/// An expression where a plain value of the right kind was not found.
fn given(operation: &'static str, value: &Bound<'_, PyAny>, kind: &str, hint: &str) -> PyResult<Expr> {
    if let Ok(expr) = value.cast::<PyExpr>() {
        return expr.get().plain(operation);
    }
    if value.is_none() {
        return Ok(lit(ScalarValue::Null));
    }
    // numpy's numbers and the like count as the Python value that they stand for.
    if let Ok(literal @ Expr::Literal(ScalarValue::Int64(_), _)) = into_operand(operation, value)
        && kind == "a whole number"
    {
        return Ok(literal);
    }
    Err(type_error(operation, format!("{} is not {kind}", short(value)), &format!("give {hint}")))
}

macro_rules! plain_arguments {
    ($($kind:ty => $seen:ty, $value:ident: $read:expr;)*) => {
        $(
            impl Argument for $kind {
                type Seen = $seen;

                fn seen(self, _operation: &'static str) -> PyResult<$seen> {
                    let $value = self;
                    Ok($read)
                }
            }
        )*
    };
}

plain_arguments! {
    i64 => Expr, number: lit(number);
    String => Expr, text: lit(text);
    bool => bool, flag: flag;
    i32 => i32, number: number;
    u32 => u32, number: number;
}

/// A constant that the row reads itself.
impl<'a> Argument for &'a str {
    type Seen = &'a str;

    fn seen(self, _operation: &'static str) -> PyResult<&'a str> {
        Ok(self)
    }
}

impl<T: Argument> Argument for Option<T> {
    type Seen = Option<T::Seen>;

    fn seen(self, operation: &'static str) -> PyResult<Self::Seen> {
        self.map(|argument| argument.seen(operation)).transpose()
    }
}

/// A character of CSV as its one byte.
pub fn one_byte(operation: &str, name: &str, text: &str) -> PyResult<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() => Ok(*byte),
        _ => Err(value_error(operation, format!("{name} must be one ASCII character, got {text:?}"), "")),
    }
}

//! Values that a statement gives to a reader or a writer: constants, and `$name`.

use datafusion::sql::sqlparser::ast::{Expr, UnaryOperator, Value as SqlValue};

use crate::sql::reading::placeholder;

/// A value of an option.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// NULL.
    Null,
    /// TRUE or FALSE.
    Boolean(bool),
    /// A number as it is written.
    Number(String),
    /// A string.
    String(String),
    /// `$name`, without the `$`.
    Parameter(String),
    /// `['a', 'b']`.
    List(Vec<Literal>),
    /// `{'a': 1}`.
    Map(Vec<(String, Literal)>),
}

impl Literal {
    /// Returns what an expression is, if it is a constant or a parameter.
    pub(super) fn of(expr: &Expr) -> Option<Self> {
        if let Some(name) = placeholder(expr) {
            return Some(Self::Parameter(name.to_owned()));
        }
        match expr {
            Expr::Nested(inner) => Self::of(inner),
            Expr::Value(value) => Self::of_value(&value.value),
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match Self::of(expr)? {
                Self::Number(number) => Some(Self::Number(format!("-{number}"))),
                _ => None,
            },
            Expr::Array(array) => array.elem.iter().map(Self::of).collect::<Option<_>>().map(Self::List),
            Expr::Dictionary(fields) => {
                let field = |key: &str, value| Some((key.to_owned(), Self::of(value)?));
                fields.iter().map(|each| field(&each.key.value, &each.value)).collect::<Option<_>>().map(Self::Map)
            }
            _ => None,
        }
    }

    /// Returns what a value is, if it is one that an option can have.
    fn of_value(value: &SqlValue) -> Option<Self> {
        Some(match value {
            SqlValue::Null => Self::Null,
            SqlValue::Boolean(is_true) => Self::Boolean(*is_true),
            SqlValue::Number(number, _) => Self::Number(number.to_string()),
            other => Self::String(other.clone().into_string()?),
        })
    }

    /// Returns what a value in `OPTIONS (...)` is, where a word is read as a string.
    pub(super) fn of_option(value: &SqlValue) -> Self {
        match Self::of_value(value) {
            Some(Self::String(word)) if word.eq_ignore_ascii_case("true") => Self::Boolean(true),
            Some(Self::String(word)) if word.eq_ignore_ascii_case("false") => Self::Boolean(false),
            Some(literal) => literal,
            None => Self::String(value.to_string()),
        }
    }
}

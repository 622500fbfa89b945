//! Functions of several values of a row: `sum_horizontal`, `concat_str` and the like. Each selector among their arguments
//! stands for its columns there, and what is computed depends on their types, so both wait until the columns are known.

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions_nested::expr_fn as nested_fn;
use datafusion::logical_expr::{Case, Expr, Operator, binary_expr, cast, lit};
use datafusion::scalar::ScalarValue;

use super::expand::{Meaning, call_placeholder, expand, meaning};
use super::label::label;
use super::refusal::with_type;
use super::resolved_type;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::item_type;

/// What is computed of the values of a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Horizontal {
    /// Their sum. A null counts as 0, or makes the sum null.
    Sum {
        /// Whether a null counts as 0.
        ignore_nulls: bool,
    },
    /// Their mean, without the nulls, or null where one is.
    Mean {
        /// Whether nulls do not count.
        ignore_nulls: bool,
    },
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// Whether all are true.
    All,
    /// Whether one is true.
    Any,
    /// Their strings, one after the other.
    Text {
        /// What stands between two.
        separator: String,
        /// Whether a null is left out, its separator too.
        ignore_nulls: bool,
    },
    /// A list of them, in which lists among them are opened.
    List,
}

impl Horizontal {
    /// The name of the function.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sum { .. } => "sum_horizontal",
            Self::Mean { .. } => "mean_horizontal",
            Self::Min => "min_horizontal",
            Self::Max => "max_horizontal",
            Self::All => "all_horizontal",
            Self::Any => "any_horizontal",
            Self::Text { .. } => "concat_str",
            Self::List => "concat_list",
        }
    }

    /// What stands for the function until the columns are known.
    pub fn call(self, args: Vec<Expr>) -> Expr {
        call_placeholder(Meaning::Together(self), args)
    }

    /// The call as it is written, but for what is as usual.
    pub(super) fn label(&self, args: &[Expr]) -> String {
        let mut parts: Vec<String> = args.iter().map(label).collect();
        match self {
            Self::Text { separator, .. } if !separator.is_empty() => parts.push(format!("separator={separator:?}")),
            _ => {}
        }
        format!("{}({})", self.name(), parts.join(", "))
    }

    fn build(&self, operation: &str, values: Vec<(Expr, DataType)>) -> Result<Expr> {
        let any_null = |values: &[(Expr, DataType)]| {
            reduced(values.iter().map(|(value, _)| value.clone().is_null()).collect(), Operator::Or)
        };
        match self {
            Self::Sum { ignore_nulls } => {
                self.check(operation, &values, "a number", |given| {
                    given.is_numeric() || matches!(given, DataType::Boolean | DataType::Null | DataType::Duration(_))
                })?;
                let values = values.into_iter().map(|(value, given)| widened(value, &given));
                let values =
                    values.map(|(value, given)| if *ignore_nulls { or_zero(value, &given) } else { Ok(value) });
                Ok(reduced(values.collect::<Result<_>>()?, Operator::Plus))
            }
            Self::Mean { ignore_nulls } => {
                self.check(operation, &values, "a number", |given| {
                    given.is_numeric() || matches!(given, DataType::Boolean | DataType::Null)
                })?;
                let floats = values.into_iter().map(|(value, given)| cast(widened(value, &given).0, DataType::Float64));
                let floats: Vec<Expr> = floats.collect();
                let count = |value: &Expr| cast(value.clone().is_not_null(), DataType::Int64);
                let counts = reduced(floats.iter().map(count).collect(), Operator::Plus);
                let count = match ignore_nulls {
                    true => scalar_fn::nullif(counts, lit(0i64)),
                    false => lit(i64::try_from(floats.len()).unwrap_or(i64::MAX)),
                };
                let terms = floats.into_iter().map(|value| match ignore_nulls {
                    true => scalar_fn::coalesce(vec![value, lit(0.0)]),
                    false => value,
                });
                Ok(reduced(terms.collect(), Operator::Plus) / cast(count, DataType::Float64))
            }
            Self::Min => Ok(scalar_fn::least(values.into_iter().map(|(value, _)| value).collect())),
            Self::Max => Ok(scalar_fn::greatest(values.into_iter().map(|(value, _)| value).collect())),
            Self::All | Self::Any => {
                self.check(operation, &values, "a boolean", |given| {
                    matches!(given, DataType::Boolean | DataType::Null)
                })?;
                let operator = if *self == Self::All { Operator::And } else { Operator::Or };
                Ok(reduced(values.into_iter().map(|(value, _)| cast(value, DataType::Boolean)).collect(), operator))
            }
            Self::Text { separator, ignore_nulls } => {
                let missing = any_null(&values);
                let texts = values.into_iter().map(|(value, _)| cast(value, DataType::Utf8)).collect();
                let joined = scalar_fn::concat_ws(lit(separator.as_str()), texts);
                Ok(if *ignore_nulls { joined } else { unless(missing, joined) })
            }
            Self::List => {
                let is_list = |given: &DataType| item_type(given).is_some();
                if !values.iter().any(|(_, given)| is_list(given)) {
                    return Ok(nested_fn::make_array(values.into_iter().map(|(value, _)| value).collect()));
                }
                let (lists, _): (Vec<_>, Vec<_>) = values.iter().cloned().partition(|(_, given)| is_list(given));
                let parts = values.into_iter().map(|(value, given)| match is_list(&given) {
                    true => value,
                    false => nested_fn::make_array(vec![value]),
                });
                Ok(unless(any_null(&lists), nested_fn::array_concat(parts.collect())))
            }
        }
    }

    /// Refuses a value of a type that the function is not computed of.
    fn check(
        &self,
        operation: &str,
        values: &[(Expr, DataType)],
        wanted: &str,
        fits: impl Fn(&DataType) -> bool,
    ) -> Result<()> {
        match values.iter().find(|(_, given)| !fits(given)) {
            Some((value, given)) => {
                let message = format!("{} needs {wanted} of each column, got {}", self.name(), with_type(value, given));
                Err(Error::new(ErrorKind::Schema, operation, message))
            }
            None => Ok(()),
        }
    }
}

/// An integer in 64 bits, and a float too, as in `sum`; a boolean as 0 or 1.
fn widened(value: Expr, given: &DataType) -> (Expr, DataType) {
    let to = match given {
        unsigned if unsigned.is_unsigned_integer() => DataType::UInt64,
        integer if integer.is_integer() || matches!(integer, DataType::Boolean | DataType::Null) => DataType::Int64,
        float if float.is_floating() => DataType::Float64,
        other => return (value, other.clone()),
    };
    if to == *given { (value, to) } else { (cast(value, to.clone()), to) }
}

fn or_zero(value: Expr, given: &DataType) -> Result<Expr> {
    let zero = ScalarValue::new_zero(given).map_err(|error| Error::from_datafusion("sum_horizontal", error))?;
    Ok(scalar_fn::coalesce(vec![value, lit(zero)]))
}

/// `value`, or null where `missing` is true.
fn unless(missing: Expr, value: Expr) -> Expr {
    Expr::Case(Case::new(None, vec![(Box::new(Expr::Not(Box::new(missing))), Box::new(value))], None))
}

/// All values with an operator between them, in pairs and pairs of pairs: a chain would be as deep as it is long.
fn reduced(mut values: Vec<Expr>, operator: Operator) -> Expr {
    while values.len() > 1 {
        let mut pairs = Vec::with_capacity(values.len().div_ceil(2));
        let mut rest = values.into_iter();
        while let Some(left) = rest.next() {
            pairs.push(match rest.next() {
                Some(right) => binary_expr(left, operator, right),
                None => left,
            });
        }
        values = pairs;
    }
    values.pop().unwrap_or_else(|| lit(ScalarValue::Null))
}

/// The expression with each such function as what it is over these columns.
pub(super) fn put_together(operation: &str, schema: &DFSchema, expr: Expr) -> Result<Expr> {
    let put = |node: Expr| {
        let Some((Meaning::Together(function), args)) = meaning(&node) else { return Ok(Transformed::no(node)) };
        let name = label(&node);
        let values = expand(operation, schema, args.to_vec())?;
        if values.is_empty() {
            let message = format!("{name} has no column to be computed of");
            return Err(Error::new(ErrorKind::Schema, operation, message).into());
        }
        let typed = values.into_iter().map(|value| {
            let value = value.unalias();
            let given = resolved_type(operation, schema, &value)?;
            Ok((value, given))
        });
        Ok(Transformed::yes(function.build(operation, typed.collect::<Result<_>>()?)?.alias(name)))
    };
    let built = expr.transform_up(put).map_err(|error| Error::from_datafusion(operation, error))?;
    Ok(built.data)
}

//! Values for values: `replace` and `replace_strict`.

use datafusion::logical_expr::{Case, Expr, when};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use pyrust_engine::resolve::label;
use pyrust_engine::{Error, functions};

use super::PyExpr;
use crate::argument::into_operand;
use crate::boundary::guard;
use crate::exceptions::{short, to_python, type_error, value_error};

/// What stands for the rest: None means null here, so it is told apart from nothing.
enum Default<'py> {
    Missing,
    Given(Bound<'py, PyAny>),
}

impl<'py> FromPyObject<'_, 'py> for Default<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self::Given(value.to_owned()))
    }
}

/// The values of a list or another collection; nothing for a single value.
fn many<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Vec<Bound<'py, PyAny>>>> {
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyExpr>() {
        return Ok(None);
    }
    value.try_iter().ok().map(Iterator::collect).transpose()
}

/// The pairs of old and new values, from a dict, one pair, or two lists.
fn pairs(
    operation: &'static str,
    old: &Bound<'_, PyAny>,
    new: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<(Expr, Expr)>> {
    let operand = |value: &Bound<'_, PyAny>| into_operand(operation, value);
    if let Ok(mapping) = old.cast::<PyDict>() {
        if new.is_some() {
            return Err(type_error(operation, "a dict holds the new values already", "leave out the second argument"));
        }
        return mapping.iter().map(|(old, new)| Ok((operand(&old)?, operand(&new)?))).collect();
    }
    let Some(new) = new else {
        let message = format!("{} has no new value", short(old));
        return Err(type_error(operation, message, "give a dict of old to new values, or two arguments"));
    };
    match (many(old)?, many(new)?) {
        (None, None) => Ok(vec![(operand(old)?, operand(new)?)]),
        (Some(old), None) => old.iter().map(|old| Ok((operand(old)?, operand(new)?))).collect(),
        (Some(old), Some(new)) if old.len() == new.len() => {
            old.iter().zip(&new).map(|(old, new)| Ok((operand(old)?, operand(new)?))).collect()
        }
        (Some(old), Some(new)) => {
            Err(value_error(operation, format!("{} old values and {} new ones", old.len(), new.len()), ""))
        }
        (None, Some(_)) => Err(value_error(operation, "one old value and several new ones", "")),
    }
}

/// The choice between the new values. Equality does not find null, so that is asked for apart.
fn chosen(operation: &'static str, expr: &Expr, pairs: Vec<(Expr, Expr)>, otherwise: Expr) -> PyResult<PyExpr> {
    let is_null = |old: &Expr| matches!(old, Expr::Literal(value, _) if value.is_null());
    let (of_null, of_values): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(old, _)| is_null(old));
    let mut result = otherwise;
    if !of_values.is_empty() {
        let arms = of_values.into_iter().map(|(old, new)| (Box::new(old), Box::new(new))).collect();
        result = Expr::Case(Case::new(Some(Box::new(expr.clone())), arms, Some(Box::new(result))));
    }
    if let Some((_, new)) = of_null.into_iter().next() {
        result = when(expr.clone().is_null(), new)
            .otherwise(result)
            .map_err(|error| to_python(Error::from_datafusion(operation, error)))?;
    }
    Ok(PyExpr::new(result.alias(label(expr))))
}

#[pymethods]
impl PyExpr {
    /// Replace some values; all others stay as they are. The column keeps its name.
    ///
    /// Args:
    ///     old: A dict of old to new values, or one old value, or a list of them. None stands for null.
    ///     new: The new value, or a list of as many, where `old` is not a dict.
    ///
    /// Returns:
    ///     An expression. Its type holds the old values and the new ones.
    ///
    /// Raises:
    ///     TypeError: If there is no new value.
    ///     ValueError: If two lists differ in length.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": ["x", "y", None]})
    ///     >>> df.select(pr.col("a").replace({"x": "X", None: "?"})).to_dict()
    ///     {'a': ['X', 'y', '?']}
    ///     >>> df.select(pr.col("a").replace(["x", "y"], "z")).to_dict()
    ///     {'a': ['z', 'z', None]}
    ///     >>> pr.col("a").replace(["x", "y"], ["z"])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: replace: 2 old values and 1 new ones
    #[pyo3(signature = (old, new = None))]
    fn replace(&self, old: &Bound<'_, PyAny>, new: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let expr = self.plain("replace")?;
            chosen("replace", &expr, pairs("replace", old, new)?, expr.clone())
        })
    }

    /// Replace all values. The column keeps its name; null stays null where the mapping does not name it.
    ///
    /// Args:
    ///     old: A dict of old to new values, or one old value, or a list of them. None stands for null.
    ///     new: The new value, or a list of as many, where `old` is not a dict.
    ///     default: The value for every other one, a constant or an expression. Without it, another value is an
    ///         error when the query runs.
    ///
    /// Returns:
    ///     An expression of the new values' type.
    ///
    /// Raises:
    ///     TypeError: If there is no new value.
    ///     ValueError: If two lists differ in length; when the query runs, if a value is not in the mapping.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, 3]})
    ///     >>> df.select(pr.col("a").replace_strict({1: "one", 2: "two"}, default="many")).to_dict()
    ///     {'a': ['one', 'two', 'many']}
    ///     >>> df.select(pr.col("a").replace_strict({1: "one", 2: "two"})).to_dict()
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: replace_strict: nothing stands for the value 3, in replace_strict(a)
    ///     hint: add it to the mapping, or give default=...
    #[pyo3(signature = (old, new = None, *, default = Default::Missing))]
    fn replace_strict(
        &self,
        old: &Bound<'_, PyAny>,
        new: Option<&Bound<'_, PyAny>>,
        default: Default<'_>,
    ) -> PyResult<Self> {
        guard(|| {
            let expr = self.plain("replace_strict")?;
            let otherwise = match default {
                Default::Given(value) => into_operand("replace_strict", &value)?,
                Default::Missing => functions::unmapped(expr.clone()),
            };
            chosen("replace_strict", &expr, pairs("replace_strict", old, new)?, otherwise)
        })
    }
}

//! The lazy verbs that bring two frames together by the values of their rows.

use std::sync::Arc;

use datafusion::logical_expr::{Expr, JoinType};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use pyrust_engine::frame::{Asof, Join};
use pyrust_engine::{AsofStrategy, Frame};

use super::PyDataFrame;
use crate::argument::{self, into_expr, into_exprs};
use crate::boundary::guard;
use crate::convert;
use crate::exceptions::{no_choice, schema_error, short, to_python, type_error, value_error};
use crate::expr::resolve;
use crate::runtime::wait;

/// The keys of both sides, in pairs.
#[derive(Default)]
struct Pairs {
    left: Vec<Expr>,
    right: Vec<Expr>,
}

impl Pairs {
    /// What a user has given: `on`, or both `left_on` and `right_on`.
    fn read(
        operation: &'static str,
        frames: (&Frame, &Frame),
        on: Option<&Bound<'_, PyAny>>,
        sides: (Option<&Bound<'_, PyAny>>, Option<&Bound<'_, PyAny>>),
    ) -> PyResult<Self> {
        let mut pairs = Self::default();
        match (on, sides) {
            (None, (None, None)) => {}
            (Some(on), (None, None)) => {
                for key in items(on)? {
                    let (left, right) = match pair(&key) {
                        Some(pair) => pair?,
                        None => (key.clone(), key),
                    };
                    pairs.left.push(into_expr(operation, &left)?);
                    pairs.right.push(into_expr(operation, &right)?);
                }
            }
            (None, (Some(left), Some(right))) => {
                let side = |side| items(side)?.iter().map(|key| into_expr(operation, key)).collect::<PyResult<_>>();
                pairs = Self { left: side(left)?, right: side(right)? };
            }
            (None, _) => {
                return Err(value_error(operation, "only one side has keys", "use left_on= and right_on= together"));
            }
            (Some(_), _) => {
                let hint = "use on=, or left_on= and right_on=";
                return Err(value_error(operation, "the keys are given twice", hint));
            }
        }
        let resolved = |frame: &Frame, keys: Vec<Expr>| -> PyResult<Vec<Expr>> {
            keys.into_iter().map(|key| resolve(operation, frame, key)).collect()
        };
        Ok(Self { left: resolved(frames.0, pairs.left)?, right: resolved(frames.1, pairs.right)? })
    }
}

/// A value, or the values of a list or tuple.
fn items<'py>(value: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return value.try_iter()?.collect();
    }
    Ok(vec![value.clone()])
}

/// The two keys of a tuple.
fn pair<'py>(value: &Bound<'py, PyAny>) -> Option<PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    let tuple = value.cast::<PyTuple>().ok()?;
    Some(tuple.extract().map_err(|_| type_error("join", format!("{} is not a pair of keys", short(value)), "")))
}

/// A condition over the columns that a join without one has: their types decide what its operators mean.
fn over_both(operation: &str, frames: (&Arc<Frame>, &Arc<Frame>), join: &Join, condition: Expr) -> PyResult<Expr> {
    let both = match join.left_on.is_empty() {
        true => frames.0.cross_join(frames.1, &join.suffix),
        false => frames.0.join(frames.1, &Join { how: JoinType::Inner, ..join.clone() }),
    };
    resolve(operation, both.map_err(to_python)?.as_ref(), condition)
}

/// Asks the sides whose keys must not repeat.
fn validate(py: Python<'_>, frames: (&Arc<Frame>, &Arc<Frame>), join: &Join, relation: &str) -> PyResult<()> {
    let (left, right) = match relation {
        "m:m" => (false, false),
        "1:m" => (true, false),
        "m:1" => (false, true),
        "1:1" => (true, true),
        other => return Err(no_choice("join", "validate", other, &["1:1", "1:m", "m:1", "m:m"])),
    };
    for (asked, frame, keys, side) in
        [(left, frames.0, &join.left_on, "left"), (right, frames.1, &join.right_on, "right")]
    {
        if !asked {
            continue;
        }
        let (frame, keys, nulls_equal) = (Arc::clone(frame), keys.clone(), join.nulls_equal);
        if wait(py, async move { frame.has_repeats(&keys, nulls_equal).await })? {
            let message = format!("the {side} frame has a key more than once, so the join is not {relation}");
            return Err(schema_error("join", message, "use distinct(keys) first, or another validate="));
        }
    }
    Ok(())
}

#[pymethods]
impl PyDataFrame {
    /// Join the rows of two frames that belong together. Lazy; the order of the rows is not defined.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one.
    ///     on: The keys that must be equal: a column name, an expression that is computed on both sides, or a list of
    ///         these, in which a tuple `("a", "b")` is this frame's key and the other's.
    ///     how: `"inner"`, `"left"`, `"right"`, `"full"`, `"semi"` (rows with a partner), `"anti"` (rows without one)
    ///         or `"cross"` (all with all).
    ///     left_on: In place of `on`: the keys of this frame, names or expressions.
    ///     right_on: The keys of the other frame, in the same order.
    ///     where: A further condition, or the only one: an expression over the columns as they are called afterwards.
    ///         Without keys every pair of rows is looked at.
    ///     suffix: The suffix of the other frame's columns whose name is taken.
    ///     nulls_equal: Whether a null key equals a null key; if not, it equals nothing.
    ///     validate: `"1:1"`, `"1:m"`, `"m:1"`: runs a query at once that makes sure that the keys are unique on the
    ///         side of the 1.
    ///     coalesce: Whether two key columns become one, under this frame's name; by default those of one name do.
    ///
    /// Returns:
    ///     A lazy frame: the columns of this frame, then those of the other. Of a key without partner on this side
    ///     (`"right"`, `"full"`) the other's value is shown.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a key does not exist.
    ///     SchemaError: If keys cannot be compared, two columns have one name, or `validate` finds a repeated key.
    ///     ValueError: If the keys do not pair up, or there is no such `how`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> left = pr.DataFrame({"k": [1, 2], "a": ["x", "y"]})
    ///     >>> right = pr.DataFrame({"k": [2, 3], "b": [10, 20]})
    ///     >>> left.join(right, on="k").to_list()
    ///     [{'k': 2, 'a': 'y', 'b': 10}]
    ///     >>> left.join(right, where=pr.col("k") < pr.col("k_right"), how="inner").count()
    ///     3
    ///     >>> left.join(right, on="b")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: join: there is no column "b"
    ///     hint: the columns are k, a
    #[pyo3(signature = (
        other, on = None, how = "inner", *, left_on = None, right_on = None, r#where = None, suffix = "_right",
        nulls_equal = false, validate = None, coalesce = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "a keyword each in Python")]
    fn join(
        &self,
        py: Python<'_>,
        other: &Bound<'_, PyAny>,
        on: Option<&Bound<'_, PyAny>>,
        how: &str,
        left_on: Option<&Bound<'_, PyAny>>,
        right_on: Option<&Bound<'_, PyAny>>,
        r#where: Option<&Bound<'_, PyAny>>,
        suffix: &str,
        nulls_equal: bool,
        validate: Option<&str>,
        coalesce: Option<bool>,
    ) -> PyResult<Self> {
        guard(|| {
            let other = argument::into_frame(self.frame.session(), other)?;
            let pairs = Pairs::read("join", (&self.frame, &other), on, (left_on, right_on))?;
            let how = match how {
                "inner" => JoinType::Inner,
                "left" => JoinType::Left,
                "right" => JoinType::Right,
                "full" | "outer" => JoinType::Full,
                "semi" => JoinType::LeftSemi,
                "anti" => JoinType::LeftAnti,
                "cross" if pairs.left.is_empty() && r#where.is_none() && validate.is_none() => {
                    return Self::derived(self.frame.cross_join(&other, suffix));
                }
                "cross" => {
                    return Err(value_error(
                        "join",
                        "a cross join has neither keys nor a condition",
                        "use how=\"inner\"",
                    ));
                }
                other => {
                    let hint = "how is one of inner, left, right, full, semi, anti, cross";
                    return Err(value_error("join", format!("there is no join \"{other}\""), hint));
                }
            };
            let (left_on, right_on, suffix) = (pairs.left, pairs.right, suffix.to_owned());
            let mut join = Join { how, left_on, right_on, condition: None, suffix, nulls_equal, coalesce };
            if let Some(condition) = r#where {
                let condition = into_expr("join", condition)?;
                join.condition = Some(over_both("join", (&self.frame, &other), &join, condition)?);
            }
            let joined = Self::derived(self.frame.join(&other, &join))?;
            if let Some(relation) = validate {
                self::validate(py, (&self.frame, &other), &join, relation)?;
            }
            Ok(joined)
        })
    }

    /// Join the pairs of rows for which all predicates are true: `join(other, where=...)`. Lazy; the order of the rows is not
    /// defined.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one.
    ///     predicates: Boolean expressions over the columns as they are called afterwards. Where one is an equality it is a
    ///         key; without one every pair of rows is looked at.
    ///     suffix: The suffix of the other frame's columns whose name is taken.
    ///
    /// Returns:
    ///     A lazy frame: the columns of this frame, then those of the other.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If an expression is not boolean, or two columns have one name.
    ///     TypeError: If there is no predicate.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> shifts = pr.DataFrame({"shift": ["early", "late"], "start": [6, 14], "end": [14, 22]})
    ///     >>> calls = pr.DataFrame({"t": [7, 15, 23]})
    ///     >>> found = calls.join_where(shifts, pr.col("t") >= pr.col("start"), pr.col("t") < pr.col("end"))
    ///     >>> found.select("t", "shift").sort("t").rows()
    ///     [(7, 'early'), (15, 'late')]
    ///     >>> calls.join_where(shifts)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: join_where: no predicate was given
    ///     hint: df.join_where(other, pr.col("a") > pr.col("b")); how="cross" of join() gives all pairs
    #[pyo3(signature = (other, *predicates, suffix = "_right"))]
    fn join_where(&self, other: &Bound<'_, PyAny>, predicates: &Bound<'_, PyTuple>, suffix: &str) -> PyResult<Self> {
        const NAME: &str = "join_where";
        guard(|| {
            let other = argument::into_frame(self.frame.session(), other)?;
            let Some(condition) = into_exprs(NAME, predicates, None)?.into_iter().reduce(Expr::and) else {
                let hint =
                    "df.join_where(other, pr.col(\"a\") > pr.col(\"b\")); how=\"cross\" of join() gives all pairs";
                return Err(type_error(NAME, "no predicate was given", hint));
            };
            let (how, left_on, right_on, suffix) = (JoinType::Inner, Vec::new(), Vec::new(), suffix.to_owned());
            let mut join = Join { how, left_on, right_on, condition: None, suffix, nulls_equal: false, coalesce: None };
            join.condition = Some(over_both(NAME, (&self.frame, &other), &join, condition)?);
            Self::derived(self.frame.join(&other, &join))
        })
    }

    /// Join each row with the nearest row of another frame. Lazy; the rows keep their order, and neither side has to be
    /// sorted.
    ///
    /// The other frame is held in memory while the query runs. Where it has several rows of the same key, the last
    /// counts (`"forward"`: the first).
    ///
    /// Args:
    ///     other: A frame, or anything that can become one.
    ///     on: The key that is compared: a column name or an expression of numbers, dates or times. A null matches
    ///         nothing.
    ///     left_on: In place of `on`: the key of this frame.
    ///     right_on: The key of the other frame.
    ///     by: Columns that must be equal on both sides: a name, a list of names, or tuples of this frame's name and
    ///         the other's. A null equals nothing.
    ///     strategy: `"backward"`: the last row whose key is not greater; `"forward"`: the first whose key is not
    ///         less; `"nearest"`: the one with the smaller distance, of two at the same distance the later.
    ///     tolerance: The largest distance that counts: a number, or a `timedelta` where the keys are dates or times.
    ///     allow_exact_matches: Whether a row with an equal key counts.
    ///     suffix: The suffix of the other frame's columns whose name is taken.
    ///
    /// Returns:
    ///     A lazy frame: every row once, with nulls where there is no such row. Key columns of one name appear once.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a key does not exist.
    ///     SchemaError: If keys cannot be compared.
    ///     ValueError: If there is no such strategy, or the tolerance does not fit the keys.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> trades = pr.DataFrame({"t": [3, 7, 1], "n": [10, 20, 30]})
    ///     >>> quotes = pr.DataFrame({"t": [2, 5, 6], "price": [1.0, 1.5, 2.0]})
    ///     >>> trades.join_asof(quotes, on="t").to_dict()
    ///     {'t': [3, 7, 1], 'n': [10, 20, 30], 'price': [1.0, 2.0, None]}
    ///     >>> trades.join_asof(quotes, on="t", strategy="before")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: join_asof: there is no strategy "before"
    ///     hint: strategy is one of backward, forward, nearest
    #[pyo3(signature = (
        other, on = None, *, left_on = None, right_on = None, by = None, strategy = "backward", tolerance = None,
        allow_exact_matches = true, suffix = "_right"
    ))]
    #[expect(clippy::too_many_arguments, reason = "a keyword each in Python")]
    fn join_asof(
        &self,
        other: &Bound<'_, PyAny>,
        on: Option<&Bound<'_, PyAny>>,
        left_on: Option<&Bound<'_, PyAny>>,
        right_on: Option<&Bound<'_, PyAny>>,
        by: Option<&Bound<'_, PyAny>>,
        strategy: &str,
        tolerance: Option<&Bound<'_, PyAny>>,
        allow_exact_matches: bool,
        suffix: &str,
    ) -> PyResult<Self> {
        const NAME: &str = "join_asof";
        guard(|| {
            let other = argument::into_frame(self.frame.session(), other)?;
            let pairs = Pairs::read(NAME, (&self.frame, &other), on, (left_on, right_on))?;
            let (Ok([left_on]), Ok([right_on])) =
                (<[Expr; 1]>::try_from(pairs.left), <[Expr; 1]>::try_from(pairs.right))
            else {
                let hint = "join_asof(other, on=\"t\"); what must be equal goes to by=";
                return Err(value_error(NAME, "one key is compared", hint));
            };
            let strategy = match strategy {
                "backward" => AsofStrategy::Backward,
                "forward" => AsofStrategy::Forward,
                "nearest" => AsofStrategy::Nearest,
                other => {
                    let hint = "strategy is one of backward, forward, nearest";
                    return Err(value_error(NAME, format!("there is no strategy \"{other}\""), hint));
                }
            };
            let by = match by {
                Some(by) => items(by)?.iter().map(equal_names).collect::<PyResult<_>>()?,
                None => Vec::new(),
            };
            let tolerance = tolerance.map(|tolerance| convert::scalar(NAME, tolerance)).transpose()?;
            let (exact, suffix) = (allow_exact_matches, suffix.to_owned());
            let asof = Asof { left_on, right_on, by, strategy, exact, tolerance, suffix };
            Self::derived(self.frame.join_asof(&other, &asof))
        })
    }
}

/// A name for both sides, or a tuple of two.
fn equal_names(value: &Bound<'_, PyAny>) -> PyResult<(String, String)> {
    let (left, right) = match pair(value) {
        Some(pair) => pair?,
        None => (value.clone(), value.clone()),
    };
    let name = |value: &Bound<'_, PyAny>| {
        value
            .extract::<String>()
            .map_err(|_| type_error("join_asof", format!("{} is not a column name", short(value)), ""))
    };
    Ok((name(&left)?, name(&right)?))
}

//! The lazy verbs: each gives a new frame at once and runs nothing. Column names are checked when it is called.

use std::sync::Arc;

use datafusion::logical_expr::{Expr, JoinType, SortExpr};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyTuple};

use super::{PyDataFrame, is_text};
use crate::boundary::guard;
use crate::exceptions::{type_error, value_error};
use crate::expr::{Ordering, PyExpr, resolve_all, resolve_some};
use crate::group_by::{PyGroupBy, aggregate, is_aggregate};
use crate::input;

impl PyDataFrame {
    fn resolved(&self, operation: &'static str, exprs: Vec<Expr>) -> PyResult<Vec<Expr>> {
        resolve_all(operation, &self.frame, exprs)
    }

    pub(super) fn selected(&self, operation: &'static str, exprs: Vec<Expr>) -> PyResult<Self> {
        let exprs = resolve_some(operation, &self.frame, exprs)?;
        if exprs.iter().any(is_aggregate) {
            return aggregate(operation, &self.frame, Vec::new(), exprs).map(Self::new);
        }
        Self::derived(self.frame.select(exprs))
    }
}

#[pymethods]
impl PyDataFrame {
    /// These columns, or values computed from them. Lazy.
    ///
    /// Args:
    ///     columns: Column names, expressions, selectors, or lists of them. Expressions that aggregate give one row.
    ///     named: Expressions with the new column's name as keyword.
    ///
    /// Returns:
    ///     A lazy frame with exactly these columns, in this order.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist; the hint names the nearest.
    ///     TypeError: If a value is neither a name nor an expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2], "b": [3, 4]})
    ///     >>> df.select("a", (pr.col("b") * 2).alias("c"), d=pr.col("a") / 2).to_dict()
    ///     {'a': [1, 2], 'c': [6, 8], 'd': [0.5, 1.0]}
    ///     >>> df.select("A")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: select: there is no column "A"
    ///     hint: did you mean a?
    #[pyo3(signature = (*columns, **named))]
    fn select(&self, columns: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| self.selected("select", input::into_exprs("select", columns, named)?))
    }

    /// The rows for which all these are true. Lazy.
    ///
    /// Args:
    ///     predicates: Boolean expressions, or names of boolean columns. A null counts as not true.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If an expression is not boolean.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(10).filter(pr.col("value") > 6, pr.col("value") != 8).to_dict()
    ///     {'value': [7, 9]}
    #[pyo3(signature = (*predicates))]
    fn filter(&self, predicates: &Bound<'_, PyTuple>) -> PyResult<Self> {
        guard(|| {
            let predicates = self.resolved("filter", input::into_exprs("filter", predicates, None)?)?;
            match predicates.into_iter().map(Expr::unalias).reduce(Expr::and) {
                Some(predicate) => Self::derived(self.frame.filter(predicate)),
                None => Err(type_error("filter", "there is no condition", "df.filter(pr.col(\"a\") > 1)")),
            }
        })
    }

    /// All columns and these; one of the same name is replaced where it stands. Lazy.
    ///
    /// Args:
    ///     columns: Expressions, which may be named with `.alias(...)`.
    ///     named: Expressions or constants with the column's name as keyword.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If two of the new columns have one name.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2]}).with_columns(a=pr.col("a") * 10, b=pr.col("a")).to_dict()
    ///     {'a': [10, 20], 'b': [1, 2]}
    #[pyo3(signature = (*columns, **named))]
    fn with_columns(&self, columns: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let exprs = input::into_exprs("with_columns", columns, named)?;
            Self::derived(self.frame.with_columns(self.resolved("with_columns", exprs)?))
        })
    }

    /// All columns but these. Lazy.
    ///
    /// Args:
    ///     columns: Column names, selectors, or lists of them.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1], "b": [2]}).drop("a").columns
    ///     ['b']
    #[pyo3(signature = (*columns))]
    fn drop(&self, columns: &Bound<'_, PyTuple>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.drop(&input::into_column_names("drop", &self.frame, columns)?)))
    }

    /// Columns under other names. Lazy.
    ///
    /// Args:
    ///     names: A dict of old name to new name.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1], "b": [2]}).rename({"a": "x"}).columns
    ///     ['x', 'b']
    fn rename(&self, names: &Bound<'_, PyDict>) -> PyResult<Self> {
        guard(|| {
            let pairs = names.iter().map(|(old, new)| Ok((old.extract()?, new.extract()?)));
            Self::derived(self.frame.rename(&pairs.collect::<PyResult<Vec<(String, String)>>>()?))
        })
    }

    /// Groups the rows by these keys; `.agg(...)` makes one row of each group. Lazy.
    ///
    /// Args:
    ///     keys: Column names, expressions, or lists of them. Null is a group of its own.
    ///     named: Expressions with the key's name as keyword.
    ///
    /// Returns:
    ///     A `GroupBy`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.range(10).group_by(odd=pr.col("value") % 2 == 1).agg(n=pr.functions.count())
    ///     >>> df.sort("odd").to_list()
    ///     [{'odd': False, 'n': 5}, {'odd': True, 'n': 5}]
    #[pyo3(signature = (*keys, **named))]
    fn group_by(&self, keys: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyGroupBy> {
        guard(|| {
            let keys = resolve_some("group_by", &self.frame, input::into_exprs("group_by", keys, named)?)?;
            // A wrong name should be found here, not at agg().
            self.frame.select(keys.clone()).map_err(crate::exceptions::to_python)?;
            Ok(PyGroupBy::new(Arc::clone(&self.frame), keys))
        })
    }

    /// The rows of two frames whose keys are equal. Lazy; the order of the rows is not defined.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one.
    ///     on: Column names that both sides have; they appear once.
    ///     how: `"inner"`, `"left"`, `"right"`, `"full"`, `"semi"`, `"anti"` or `"cross"`.
    ///     left_on: The keys of this frame, where the names differ.
    ///     right_on: The keys of the other frame, in the same order.
    ///     suffix: What the other frame's columns get where their name is taken.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a key does not exist.
    ///     ValueError: If the keys do not pair up, or there is no such `how`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> left = pr.DataFrame({"k": [1, 2], "a": ["x", "y"]})
    ///     >>> left.join(pr.DataFrame({"k": [2], "b": ["z"]}), on="k").to_list()
    ///     [{'k': 2, 'a': 'y', 'b': 'z'}]
    #[pyo3(signature = (other, on = None, how = "inner", *, left_on = None, right_on = None, suffix = "_right"))]
    fn join(
        &self,
        other: &Bound<'_, PyAny>,
        on: Option<&Bound<'_, PyAny>>,
        how: &str,
        left_on: Option<&Bound<'_, PyAny>>,
        right_on: Option<&Bound<'_, PyAny>>,
        suffix: &str,
    ) -> PyResult<Self> {
        guard(|| {
            let other = input::into_frame(self.frame.session(), other)?;
            let keys = |given: Option<&Bound<'_, PyAny>>| {
                given.or(on).map_or_else(|| Ok(Vec::new()), |given| input::into_name_list("join", given))
            };
            if on.is_some() && (left_on.is_some() || right_on.is_some()) {
                return Err(value_error("join", "the keys are given twice", "use on=, or left_on= and right_on="));
            }
            let (left_keys, right_keys) = (keys(left_on)?, keys(right_on)?);
            let how = match how {
                "inner" => JoinType::Inner,
                "left" => JoinType::Left,
                "right" => JoinType::Right,
                "full" | "outer" => JoinType::Full,
                "semi" => JoinType::LeftSemi,
                "anti" => JoinType::LeftAnti,
                "cross" if left_keys.is_empty() && right_keys.is_empty() => {
                    return Self::derived(self.frame.cross_join(&other, suffix));
                }
                "cross" => return Err(value_error("join", "a cross join has no keys", "")),
                other => {
                    let hint = "how is one of inner, left, right, full, semi, anti, cross";
                    return Err(value_error("join", format!("there is no join \"{other}\""), hint));
                }
            };
            Self::derived(self.frame.join(&other, how, &left_keys, &right_keys, suffix))
        })
    }

    /// The rows in order. Lazy.
    ///
    /// Args:
    ///     by: Column names or expressions, most important first; `pr.col("a").desc()` carries its own order.
    ///     descending: Largest first, for all keys or one flag a key.
    ///     nulls_last: Whether nulls come after everything else (they do, in both directions), for all or each.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     ValueError: If there are not as many flags as keys.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, None], "b": [3, 4, 5]})
    ///     >>> df.sort("a", descending=True).to_dict()
    ///     {'a': [2, 1, None], 'b': [4, 3, 5]}
    #[pyo3(signature = (*by, descending = None, nulls_last = None))]
    fn sort(
        &self,
        by: &Bound<'_, PyTuple>,
        descending: Option<&Bound<'_, PyAny>>,
        nulls_last: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            let items = input::into_items(by)?;
            if items.is_empty() {
                return Err(type_error("sort", "there is no column to sort by", "df.sort(\"a\")"));
            }
            let descending = flags("descending", descending, false, items.len())?;
            let nulls_last = flags("nulls_last", nulls_last, true, items.len())?;
            let mut keys = Vec::with_capacity(items.len());
            for (item, (descending, nulls_last)) in items.iter().zip(descending.into_iter().zip(nulls_last)) {
                let default = Ordering { descending, nulls_first: !nulls_last };
                let key = match item.cast::<PyExpr>() {
                    Ok(expr) if !is_text(item) => expr.get().to_sort(default),
                    _ => PyExpr::new(input::into_expr("sort", item)?).to_sort(default),
                };
                for expr in resolve_some("sort", &self.frame, vec![key.expr])? {
                    keys.push(SortExpr::new(expr.unalias(), key.asc, key.nulls_first));
                }
            }
            Self::derived(self.frame.sort(keys))
        })
    }

    /// At most so many rows. Lazy.
    ///
    /// Args:
    ///     n: How many rows.
    ///     offset: How many rows are left out before.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(10).limit(2, offset=5).to_dict()
    ///     {'value': [5, 6]}
    #[pyo3(signature = (n, *, offset = 0))]
    fn limit(&self, n: usize, offset: usize) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.limit(offset, Some(n))))
    }

    /// The first rows. Lazy.
    ///
    /// Args:
    ///     n: How many rows.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(1_000_000_000).head(3).to_dict()
    ///     {'value': [0, 1, 2]}
    #[pyo3(signature = (n = 5))]
    fn head(&self, n: usize) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.limit(0, Some(n))))
    }

    /// Every different row once. Lazy; the order of the rows is not defined.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 1, 2]}).distinct().sort("a").to_dict()
    ///     {'a': [1, 2]}
    fn distinct(&self) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.distinct()))
    }

    /// The rows of this frame, then those of another with the same columns. Lazy.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one; its columns are matched by place.
    ///
    /// Raises:
    ///     SchemaError: If the columns do not fit each other.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(2).union(pr.range(1)).to_dict()
    ///     {'value': [0, 1, 0]}
    fn union(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.union(&input::into_frame(self.frame.session(), other)?)))
    }
}

/// One flag for every key, from one for all or a list.
fn flags(name: &str, given: Option<&Bound<'_, PyAny>>, default: bool, count: usize) -> PyResult<Vec<bool>> {
    let Some(given) = given else { return Ok(vec![default; count]) };
    if given.is_instance_of::<PyBool>() {
        return Ok(vec![given.extract()?; count]);
    }
    let flags: Vec<bool> = given.extract()?;
    if flags.len() != count {
        return Err(value_error("sort", format!("{name} has {} flags for {count} keys", flags.len()), ""));
    }
    Ok(flags)
}

//! The lazy verbs that choose and compute columns and rows. Each gives a new frame at once and runs nothing; column
//! names are checked when it is called.

use arrow::datatypes::DataType;
use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyrust_engine::frame::Grouping;
use pyrust_engine::resolve::{check_condition, is_aggregate};

use super::PyDataFrame;
use crate::aggregation::aggregated;
use crate::argument;
use crate::boundary::guard;
use crate::data_type::into_data_type;
use crate::exceptions::{short, to_python, type_error};
use crate::expr::{resolve_aggregates, resolve_all, resolve_joining};
use crate::foreign_names::unknown_keyword;
use crate::refused_call::Function;

impl PyDataFrame {
    /// What a user has given where columns and expressions are meant, which may be aggregates; nothing would be left of the
    /// verb if selectors choose no column.
    pub(super) fn exprs(
        &self,
        operation: &'static str,
        arguments: &Bound<'_, PyTuple>,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Vec<Expr>> {
        resolve_aggregates(operation, &self.frame, argument::into_exprs(operation, arguments, named)?)
    }

    /// Refuses `filter(a=1)`, which is an equality elsewhere, and the keywords of other libraries.
    fn refuse_constraints(&self, others: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
        for (name, value) in others.into_iter().flatten() {
            if self.frame.schema().index_of(&name.extract::<String>()?).is_ok() {
                let hint = format!("df.filter(pr.col(\"{name}\") == {})", short(&value));
                return Err(type_error("filter", format!("\"{name}\" is a column, not an argument"), &hint));
            }
        }
        let filter = Function::new("DataFrame", "filter", c"filter(*predicates)");
        match others.and_then(|others| others.keys().iter().next()) {
            Some(keyword) => Err(unknown_keyword(&filter, &keyword.extract::<String>()?)),
            None => Ok(()),
        }
    }

    /// What a user has given where columns are meant and nothing is computed.
    pub(super) fn names(&self, operation: &'static str, arguments: &Bound<'_, PyTuple>) -> PyResult<Vec<String>> {
        argument::into_column_names(operation, &self.frame, arguments)
    }

    /// The same in one argument: a name, or a list of them.
    pub(super) fn name_list(&self, operation: &'static str, value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
        self.names(operation, &PyTuple::new(value.py(), [value])?)
    }

    /// The columns that a verb looks at, as `verb("a", "b")` or `verb(subset=["a", "b"])`; None, also as what is given, for all.
    pub(super) fn subset(
        &self,
        operation: &'static str,
        columns: &Bound<'_, PyTuple>,
        subset: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Option<Vec<String>>> {
        let all = columns.is_empty() || (columns.len() == 1 && columns.get_item(0)?.is_none());
        match subset {
            Some(subset) if all => self.name_list(operation, subset).map(Some),
            Some(_) => {
                Err(type_error(operation, "columns were given twice, also as subset=", "leave out one of the two"))
            }
            None if all => Ok(None),
            None => self.names(operation, columns).map(Some),
        }
    }

    pub(super) fn selected(&self, operation: &'static str, exprs: Vec<Expr>) -> PyResult<Self> {
        if exprs.iter().any(is_aggregate) {
            return aggregated(operation, &self.frame, Vec::new(), &Grouping::Keys, exprs).map(Self::new);
        }
        Self::derived(self.frame.select(exprs))
    }
}

#[pymethods]
impl PyDataFrame {
    /// Select these columns, or values computed from them. Lazy.
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
        guard(|| self.selected("select", self.exprs("select", columns, named)?))
    }

    /// Keep the rows where all predicates are true. Lazy.
    ///
    /// Args:
    ///     predicates: Boolean expressions, or names of boolean columns. A null counts as not true.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If an expression is not boolean, or an aggregate stands in it without `.over()`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(10).filter(pr.col("value") > 6, pr.col("value") != 8).to_dict()
    ///     {'value': [7, 9]}
    ///     >>> pr.range(10).filter(pr.col("value") + 1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: filter: value + 1 is int64, not a boolean
    #[pyo3(signature = (*predicates, **others), text_signature = "($self, *predicates)")]
    fn filter(&self, predicates: &Bound<'_, PyTuple>, others: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            self.refuse_constraints(others)?;
            let predicates = argument::into_exprs("filter", predicates, None)?;
            let predicates = resolve_all("filter", &self.frame, predicates)?;
            for predicate in &predicates {
                check_condition("filter", self.frame.plan().schema(), predicate).map_err(to_python)?;
            }
            match predicates.into_iter().map(Expr::unalias).reduce(Expr::and) {
                Some(predicate) => Self::derived(self.frame.filter(predicate)),
                None => Err(type_error("filter", "no predicate was given", "df.filter(pr.col(\"a\") > 1)")),
            }
        })
    }

    /// Add these columns to all others; one of the same name is replaced where it stands. Lazy.
    ///
    /// An expression without a name takes that of its column if it is computed from one column, row by row: `pr.col("a") * 10`
    /// replaces `a`. Over several columns, with an aggregate or in a window it is a new column, named as it is written.
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
    ///     SchemaError: If two of the new columns have one name, or one is an aggregate without `.over()`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2]}).with_columns(pr.col("a") * 10, b=pr.col("a")).to_dict()
    ///     {'a': [10, 20], 'b': [1, 2]}
    ///     >>> pr.DataFrame({"a": [1]}).with_columns(b=pr.col("c"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: with_columns: there is no column "c"
    ///     hint: the columns are a
    #[pyo3(signature = (*columns, **named))]
    fn with_columns(&self, columns: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            const NAME: &str = "with_columns";
            let columns = resolve_joining(NAME, &self.frame, argument::into_exprs(NAME, columns, named)?)?;
            Self::derived(self.frame.with_columns(columns))
        })
    }

    /// Drop these columns and keep all others. Lazy.
    ///
    /// Args:
    ///     columns: Column names, selectors, or lists of them.
    ///     strict: Whether a name that is not a column is an error; if not, it is ignored.
    ///
    /// Returns:
    ///     A lazy frame with the other columns, in their order.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1], "b": [2]}).drop("a").columns
    ///     ['b']
    ///     >>> pr.DataFrame({"a": [1], "b": [2]}).drop("a", "c", strict=False).columns
    ///     ['b']
    ///     >>> pr.DataFrame({"a": [1], "b": [2]}).drop("c")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: drop: there is no column "c"
    ///     hint: the columns are a, b
    #[pyo3(signature = (*columns, strict = true))]
    fn drop(&self, columns: &Bound<'_, PyTuple>, strict: bool) -> PyResult<Self> {
        guard(|| {
            let mut names = self.names("drop", columns)?;
            if !strict {
                names.retain(|name| self.frame.schema().index_of(name).is_ok());
            }
            Self::derived(self.frame.drop(&names))
        })
    }

    /// Rename columns. Lazy.
    ///
    /// Args:
    ///     names: A dict of old name to new name, or a function that makes the new name of every old one.
    ///
    /// Returns:
    ///     A lazy frame with the same columns in the same order.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If two columns would have one name.
    ///     TypeError: If it is neither a dict nor a function, or a name is not a string.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1], "b": [2]})
    ///     >>> df.rename({"a": "x"}).columns, df.rename(str.upper).columns
    ///     (['x', 'b'], ['A', 'B'])
    ///     >>> df.rename({"a": "b"})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: rename: two columns would be called "b"
    fn rename(&self, names: &Bound<'_, PyAny>) -> PyResult<Self> {
        const NAME: &str = "rename";
        let text = |name: &Bound<'_, PyAny>| {
            let wrong = |_| type_error(NAME, format!("{} is not a column name", short(name)), "");
            name.extract::<String>().map_err(wrong)
        };
        guard(|| {
            let pairs: Vec<(String, String)> = match names.cast::<PyDict>() {
                Ok(names) => names.iter().map(|(old, new)| Ok((text(&old)?, text(&new)?))).collect::<PyResult<_>>()?,
                Err(_) if names.is_callable() => {
                    let pair = |old: &str| Ok((old.to_owned(), text(&names.call1((old,))?)?));
                    self.frame.names().map(pair).collect::<PyResult<_>>()?
                }
                Err(_) => {
                    let message = format!("{} is neither a dict of names nor a function", short(names));
                    return Err(type_error(NAME, message, "df.rename({\"old\": \"new\"}), or df.rename(str.lower)"));
                }
            };
            Self::derived(self.frame.rename(&pairs))
        })
    }

    /// Cast columns to other types. Lazy.
    ///
    /// Args:
    ///     dtypes: A dict of column name or selector to type, or one type for all columns. A type is a
    ///         `DataType` (`pr.Int64`), its name (`"int64"`, `"decimal(15,2)"` ...), a Python class (`int`, `float`, `str`
    ///         ...), or a type of numpy, pyarrow or polars.
    ///     strict: Whether a value that does not fit is an error when the query runs; if not, it becomes null.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     TypeError: If there is no such type.
    ///     SchemaError: If no value of a column can become one of its new type.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": ["1", "x"], "b": [1, 2]})
    ///     >>> df.cast({"b": float}).dtypes
    ///     [pr.String, pr.Float64]
    ///     >>> df.cast({pr.selectors.integer(): float}).dtypes
    ///     [pr.String, pr.Float64]
    ///     >>> df.cast(int, strict=False).to_dict()
    ///     {'a': [1, None], 'b': [1, 2]}
    ///     >>> df.cast({"b": "number"})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: cast: there is no type "number"
    ///     hint: types are named int64, float64, bool, string, binary, date, time, timestamp[us], timestamp[us, ...
    #[pyo3(signature = (dtypes, *, strict = true))]
    fn cast(&self, dtypes: &Bound<'_, PyAny>, strict: bool) -> PyResult<Self> {
        guard(|| {
            let types = match dtypes.cast::<PyDict>() {
                Ok(dtypes) => {
                    let typed = |(name, to): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
                        Ok((self.name_list("cast", &name)?, into_data_type("cast", &to)?))
                    };
                    let typed = dtypes.iter().map(typed).collect::<PyResult<Vec<_>>>()?;
                    let each =
                        |(names, to): (Vec<String>, DataType)| names.into_iter().map(move |name| (name, to.clone()));
                    typed.into_iter().flat_map(each).collect()
                }
                Err(_) => {
                    let to = into_data_type("cast", dtypes)?;
                    self.frame
                        .schema()
                        .fields()
                        .iter()
                        .map(|field| (field.name().clone(), to.clone()))
                        .collect::<Vec<_>>()
                }
            };
            Self::derived(self.frame.cast(&types, strict))
        })
    }
}

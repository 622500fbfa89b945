//! The lazy verbs that turn rows into columns and columns into rows.

use std::collections::HashSet;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use pyrust_engine::frame::{Cell, Dummies, TransposedNames};

use super::PyDataFrame;
use crate::aggregation::NamedAggregate;
use crate::argument::column;
use crate::boundary::guard;
use crate::convert;
use crate::exceptions::{schema_error, short, type_error, value_error};
use crate::expr::resolve_aggregates;
use crate::runtime::wait;

impl PyDataFrame {
    fn cells(&self, on: &[String], given: Vec<Bound<'_, PyAny>>) -> PyResult<Vec<Cell>> {
        let types = on.iter().map(|name| self.frame.schema().field_with_name(name).map(|field| field.data_type()));
        let types = types.collect::<Result<Vec<_>, _>>();
        // A wrong name is found by the verb itself, with the nearest names.
        let Ok(types) = types else { return Ok(Vec::new()) };
        let mut cells = Vec::with_capacity(given.len());
        for value in given {
            let values = match value.cast::<PyTuple>() {
                Ok(values) if on.len() > 1 => values.iter().collect(),
                _ => vec![value.clone()],
            };
            if values.len() != on.len() {
                let message = format!("{} values stand for {} columns", values.len(), on.len());
                return Err(value_error("pivot", message, "give a tuple with a value for each"));
            }
            let typed = values.iter().zip(&types).map(|(value, data_type)| {
                let given = convert::scalar("pivot", value)?;
                given.cast_to(data_type).map_err(|_| {
                    schema_error("pivot", format!("{given} is not a value of a column of {data_type}"), "")
                })
            });
            cells.push(typed.collect::<PyResult<Cell>>()?);
        }
        Ok(cells)
    }
}

#[pymethods]
impl PyDataFrame {
    /// Run a query for the distinct values of a column and make a column of each; the rest is lazy.
    ///
    /// Args:
    ///     on: The column, or columns, whose values become the names of the new columns.
    ///     index: The columns that make the rows; all that are left by default.
    ///     values: The column, or columns, whose values fill the new columns; all that are left by default. With
    ///         several, the new names are `value_on`.
    ///     aggregate: How several values in one place are aggregated: `"sum"`, `"mean"`, `"min"`, `"max"`, `"median"`,
    ///         `"first"`, `"last"`, `"count"`, `"n_unique"` or `"len"`.
    ///     on_columns: The values that become columns, in this order: with them nothing runs. With several `on`
    ///         columns each is a tuple.
    ///     max_columns: More distinct values than this are an error.
    ///
    /// Returns:
    ///     A lazy frame: the index, then the new columns, sorted by their values. Where there is no value a count is
    ///     0, all else null. The order of the rows is not defined.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If two columns have one name.
    ///     ValueError: If there is no such aggregate, or there are more than `max_columns` values.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"shop": ["x", "x", "y"], "year": [2024, 2025, 2024], "n": [1, 2, 3]})
    ///     >>> df.pivot("year", index="shop", values="n", aggregate="sum").sort("shop").to_dict()
    ///     {'shop': ['x', 'y'], '2024': [1, 3], '2025': [2, None]}
    ///     >>> df.pivot("year", index="shop", values="n", aggregate="total")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: pivot: there is no aggregate "total"
    ///     hint: aggregate is one of count, first, last, len, max, mean, median, min, n_unique, sum
    #[pyo3(
        signature = (on, *, index = None, values = None, aggregate = None, on_columns = None, max_columns = 1000),
        text_signature = "($self, on, *, index=None, values=None, aggregate, on_columns=None, max_columns=1000)"
    )]
    #[expect(clippy::too_many_arguments, reason = "a keyword each in Python")]
    fn pivot(
        &self,
        py: Python<'_>,
        on: &Bound<'_, PyAny>,
        index: Option<&Bound<'_, PyAny>>,
        values: Option<&Bound<'_, PyAny>>,
        aggregate: Option<&str>,
        on_columns: Option<Vec<Bound<'_, PyAny>>>,
        max_columns: usize,
    ) -> PyResult<Self> {
        const NAME: &str = "pivot";
        guard(|| {
            let Some(aggregate) = aggregate else {
                let message = "aggregate= is missing: how several values of one cell become one";
                return Err(type_error(NAME, message, "df.pivot(..., aggregate=\"first\") for cells of one value"));
            };
            let on = self.name_list(NAME, on)?;
            if on.is_empty() {
                return Err(value_error(NAME, "there is no column to turn", "df.pivot(\"year\", ...)"));
            }
            let index = index.map(|index| self.name_list(NAME, index)).transpose()?;
            let values = values.map(|values| self.name_list(NAME, values)).transpose()?;
            let rest = |taken: &[String]| -> Vec<String> {
                let taken: HashSet<&str> = on.iter().chain(taken).map(String::as_str).collect();
                self.frame.names().filter(|name| !taken.contains(name)).map(str::to_owned).collect()
            };
            let (index, values) = match (index, values) {
                (Some(index), Some(values)) => (index, values),
                (Some(index), None) => (index.clone(), rest(&index)),
                (None, Some(values)) => (rest(&values), values),
                (None, None) => {
                    return Err(value_error(NAME, "either index= or values= says which columns are which", ""));
                }
            };
            let aggregation = NamedAggregate::from_name(NAME, aggregate)?;
            let aggregates = values.iter().map(|name| aggregation.of(column(name))).collect();
            let aggregates = resolve_aggregates(NAME, &self.frame, aggregates)?;
            let aggregates = values.into_iter().zip(aggregates).collect();
            let cells = match on_columns {
                Some(given) => self.cells(&on, given)?,
                None => {
                    let (frame, on) = (Arc::clone(&self.frame), on.clone());
                    wait(py, async move { frame.distinct_values(NAME, &on, max_columns).await })?
                }
            };
            Self::derived(self.frame.pivot(&on, &cells, &index, aggregates))
        })
    }

    /// Turn columns into rows: for each row and each of these columns one row with the column's name and its value.
    /// Lazy.
    ///
    /// Args:
    ///     on: The columns that become rows; all that are not in `index` by default.
    ///     index: The columns that are repeated.
    ///     variable_name: What the column of names is called.
    ///     value_name: What the column of values is called; its type holds the values of all.
    ///
    /// Returns:
    ///     A lazy frame. The rows that come of one row stand together, in the order of the columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If the columns have no type in common.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "y"], "a": [1, 2], "b": [3, 4]})
    ///     >>> df.unpivot(["a", "b"], index="k").to_dict()
    ///     {'k': ['x', 'x', 'y', 'y'], 'variable': ['a', 'b', 'a', 'b'], 'value': [1, 3, 2, 4]}
    ///     >>> df.unpivot(["a", "c"], index="k")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: unpivot: there is no column "c"
    ///     hint: the columns are k, a, b
    #[pyo3(signature = (on = None, *, index = None, variable_name = "variable", value_name = "value"))]
    fn unpivot(
        &self,
        on: Option<&Bound<'_, PyAny>>,
        index: Option<&Bound<'_, PyAny>>,
        variable_name: &str,
        value_name: &str,
    ) -> PyResult<Self> {
        const NAME: &str = "unpivot";
        guard(|| {
            let index = index.map_or_else(|| Ok(Vec::new()), |index| self.name_list(NAME, index))?;
            let on = match on {
                Some(on) => self.name_list(NAME, on)?,
                None => {
                    let index: HashSet<&str> = index.iter().map(String::as_str).collect();
                    self.frame.names().filter(|name| !index.contains(name)).map(str::to_owned).collect()
                }
            };
            Self::derived(self.frame.unpivot(&on, &index, (variable_name, value_name)))
        })
    }

    /// Make one row of each item of a list; the other columns are repeated. Lazy.
    ///
    /// Args:
    ///     columns: Columns of lists. Several are opened side by side; where the lists of one row differ in length,
    ///         the shorter ones end in nulls.
    ///     empty_as_null: Whether an empty list gives one row with null; if not, it gives none.
    ///
    /// Returns:
    ///     A lazy frame. A null list gives one row with null.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If a column is not a list.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "y", "z"], "a": [[1, 2], [], None]})
    ///     >>> df.explode("a").to_dict()
    ///     {'k': ['x', 'x', 'z'], 'a': [1, 2, None]}
    ///     >>> df.explode("a", empty_as_null=True).to_dict()
    ///     {'k': ['x', 'x', 'y', 'z'], 'a': [1, 2, None, None]}
    ///     >>> df.explode("k")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: explode: column "k" is not a list, but string
    #[pyo3(signature = (*columns, empty_as_null = false))]
    fn explode(&self, columns: &Bound<'_, PyTuple>, empty_as_null: bool) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.explode(&self.names("explode", columns)?, empty_as_null)))
    }

    /// Replace structs by their fields as columns. Lazy.
    ///
    /// Args:
    ///     columns: Columns of structs. A null struct gives nulls.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If a column is not a struct, or a field has the name of another column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"k": [1, 2], "s": [{"a": 3, "b": "x"}, None]}).unnest("s").to_dict()
    ///     {'k': [1, 2], 'a': [3, None], 'b': ['x', None]}
    ///     >>> pr.DataFrame({"a": [1]}).unnest("a")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: unnest: column "a" is not a struct, but int64
    #[pyo3(signature = (*columns))]
    fn unnest(&self, columns: &Bound<'_, PyTuple>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.unnest(&self.names("unnest", columns)?)))
    }

    /// Run the query and turn rows into columns and columns into rows.
    ///
    /// Args:
    ///     include_header: Whether the names of the columns become a first column.
    ///     header_name: What that column is called.
    ///     column_names: The names of the new columns: a list with one for each row, or the name of a column whose values they
    ///         are; `column_0`, `column_1` ... where none are given.
    ///     max_columns: More rows than this are an error.
    ///
    /// Returns:
    ///     A frame in memory: a row for each column, a column for each row. All values are of the type that holds those of
    ///     all columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If there is no column `column_names`.
    ///     SchemaError: If the columns have no type in common, or two new ones have one name.
    ///     ValueError: If there are more than `max_columns` rows, or not as many names.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "y"], "a": [1, 2], "b": [3, 4]})
    ///     >>> df.transpose(include_header=True, column_names="k").to_dict()
    ///     {'column': ['a', 'b'], 'x': [1, 3], 'y': [2, 4]}
    ///     >>> df.transpose()
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: transpose: column "a": string and int64 have no type in common
    ///     hint: cast one of them first
    #[pyo3(signature = (*, include_header = false, header_name = "column", column_names = None, max_columns = 1000))]
    fn transpose(
        &self,
        py: Python<'_>,
        include_header: bool,
        header_name: &str,
        column_names: Option<&Bound<'_, PyAny>>,
        max_columns: usize,
    ) -> PyResult<Self> {
        const NAME: &str = "transpose";
        guard(|| {
            let names = match column_names {
                None => TransposedNames::Numbered,
                Some(name) if name.is_instance_of::<PyString>() => TransposedNames::Of(name.extract()?),
                Some(names) => TransposedNames::Given(names.extract().map_err(|_| {
                    let message =
                        format!("column_names is {}, neither a column's name nor a list of names", short(names));
                    type_error(NAME, message, "column_names=[\"a\", \"b\"], or column_names=\"name\"")
                })?),
            };
            let header = include_header.then(|| header_name.to_owned());
            let frame = Arc::clone(&self.frame);
            wait(py, async move { frame.transpose(header.as_deref(), &names, max_columns).await }).map(Self::new)
        })
    }

    /// Run a query for the distinct values of columns and make a column of 0 and 1 of each; the rest is lazy.
    ///
    /// Args:
    ///     columns: Names, selectors, or lists of them; all where none is given.
    ///     separator: What is between a column's name and a value in the name of a new column.
    ///     drop_first: Whether the first value of each column gets none.
    ///     drop_nulls: Whether null gets none.
    ///     max_columns: More distinct values of a column than this are an error.
    ///
    /// Returns:
    ///     A lazy frame with a column `column_value` of `uint8` for each value in place of its column: sorted, null last.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If two columns have one name.
    ///     ValueError: If a column has more than `max_columns` values.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "y", "x"], "a": [1, 2, 3]})
    ///     >>> df.to_dummies("k").to_dict()
    ///     {'k_x': [1, 0, 1], 'k_y': [0, 1, 0], 'a': [1, 2, 3]}
    ///     >>> df.to_dummies("b")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: to_dummies: there is no column "b"
    ///     hint: the columns are k, a
    #[pyo3(signature = (*columns, separator = "_", drop_first = false, drop_nulls = false, max_columns = 1000))]
    fn to_dummies(
        &self,
        py: Python<'_>,
        columns: &Bound<'_, PyTuple>,
        separator: &str,
        drop_first: bool,
        drop_nulls: bool,
        max_columns: usize,
    ) -> PyResult<Self> {
        guard(|| {
            let names = match columns.is_empty() {
                true => self.frame.names().map(str::to_owned).collect(),
                false => self.names("to_dummies", columns)?,
            };
            let dummies = Dummies { separator: separator.to_owned(), drop_first, drop_nulls, limit: max_columns };
            let frame = Arc::clone(&self.frame);
            wait(py, async move { frame.to_dummies(&names, &dummies).await }).map(Self::new)
        })
    }
}

//! A frame as a query: how it runs, what it reads, where its columns come from; kept once it has run, queried in SQL,
//! compared with another.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use pyrust_engine::frame::PlanFormat;

use super::PyDataFrame;
use crate::argument;
use crate::boundary::guard;
use crate::exceptions::{to_python, value_error};
use crate::run::PyReport;
use crate::runtime::wait;
use crate::sql::{self, keywords};
use crate::udf;

#[pymethods]
impl PyDataFrame {
    /// Compute the rows once, at their first use, and share them among all frames made from this one. Lazy.
    ///
    /// Whatever needs the rows first (a `count()` of a filter above it, say) runs the query to its end and keeps what
    /// it gives: in memory within the session's limit, on disk beyond it, until no frame refers to it any more. If
    /// that run fails or is cancelled, nothing is kept and the next use tries again. `collect()` runs at once instead.
    ///
    /// Returns:
    ///     A lazy frame. A frame in memory or of a range is returned as it is.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> squares = pr.range(4).select(x=pr.col("value") * 3).cache()
    ///     >>> squares.count(), squares.filter(pr.col("x") > 1).rows()
    ///     (4, [(3,), (6,), (9,)])
    fn cache(&self) -> PyResult<Self> {
        // The cache owns the plan until it has its rows, and with it the user functions.
        guard(|| Self::derived(udf::held(&self.frame).and_then(|frame| frame.cache())))
    }

    /// Change settings of DataFusion for the queries of this frame, and of those made from it. Lazy; the session keeps its own.
    ///
    /// A join that does not fit into memory runs again as a merge join, which can spill, with
    /// `{"datafusion.optimizer.prefer_hash_join": False}`.
    ///
    /// Args:
    ///     settings: Values by name; `session.settings` lists the names.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     ValueError: If there is no such setting, if it cannot have that value, or if answers depend on it.
    ///     TypeError: If it is not a dict of strings, numbers and bools.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": [1, 2]})
    ///     >>> df.join(df, on="k").with_settings({"datafusion.optimizer.prefer_hash_join": False}).sort("k").to_dict()
    ///     {'k': [1, 2]}
    ///     >>> df.with_settings({"datafusion.sql_parser.dialect": "mysql"})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: with_settings: the setting datafusion.sql_parser.dialect cannot be changed: SQL means...
    fn with_settings(&self, settings: &Bound<'_, PyDict>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.with_settings(&argument::settings("with_settings", settings)?)))
    }

    /// Return the plan of the query as text. With `analyze` it runs the query and shows what each operator took.
    ///
    /// Args:
    ///     format: None for text, or with `analyze` a `Report`, which a notebook shows as a table; `"text"` (an operator a line, below it what gives it rows), `"tree"` (the same as boxes), `"json"`
    ///         (as PostgreSQL writes it) or `"graphviz"` (the DOT language). Text and tree show the operators that
    ///         run, json and graphviz the plan before they are chosen.
    ///     analyze: Whether to run it, for `"text"` and `"json"`.
    ///     optimized: Whether the plan is shown as it runs, or as the verbs have made it.
    ///
    /// Returns:
    ///     The plan, a str of several lines; with `analyze` and no format a `Report`.
    ///
    /// Raises:
    ///     ValueError: If there is no such format, or it cannot show what is asked for.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.range(3).filter(pr.col("value") > 0)
    ///     >>> print(df.explain(optimized=False))
    ///     Filter: value > Int64(0)
    ///       TableScan: unnamed
    ///     >>> "FilterExec" in df.explain()
    ///     True
    ///     >>> df.explain(analyze=True).root.rows
    ///     2
    ///     >>> df.explain("picture")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: explain: there is no format "picture"
    ///     hint: the formats are text, tree, json, graphviz
    #[pyo3(signature = (format = None, *, analyze = false, optimized = true))]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        format: Option<&str>,
        analyze: bool,
        optimized: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let frame = Arc::clone(&self.frame);
            if format.is_none() && analyze && optimized {
                let report = wait(py, async move { frame.analyze().await })?;
                return Ok(Bound::new(py, PyReport::new(report))?.into_any());
            }
            let format = match format.unwrap_or("text") {
                "text" => PlanFormat::Text,
                "tree" => PlanFormat::Tree,
                "json" => PlanFormat::Json,
                "graphviz" => PlanFormat::Graphviz,
                other => {
                    let hint = "the formats are text, tree, json, graphviz";
                    return Err(value_error("explain", format!("there is no format \"{other}\""), hint));
                }
            };
            let text = wait(py, async move { frame.explain(format, analyze, optimized).await })?;
            Ok(PyString::new(py, &text).into_any())
        })
    }

    /// Show where the values of each column come from, by the plan: nothing runs.
    ///
    /// What decides whether a row is there (filters, the keys of joins) does not count, only what its values are made of.
    ///
    /// Returns:
    ///     A dict: the name of each column and a list of pairs, the name of a source (see `sources()`) and of its
    ///     column. The list is empty for a constant, and None stands for what the plan does not tell.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> prices = pr.DataFrame({"id": [1, 2], "net": [10.0, 20.0], "tax": [1.0, 2.0]})
    ///     >>> prices.select("id", gross=pr.col("net") + pr.col("tax"), one=pr.lit(1)).lineage()
    ///     {'id': [('memory', 'id')], 'gross': [('memory', 'net'), ('memory', 'tax')], 'one': []}
    fn lineage<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        guard(|| {
            let origins = self.frame.origins().map_err(to_python)?;
            let lineage = PyDict::new(py);
            for (field, origin) in self.frame.schema().fields().iter().zip(&origins.columns) {
                let pairs = origin.as_ref().map(|origin| {
                    let named = |(source, column): &(usize, String)| {
                        Some((origins.sources.get(*source)?.name.clone(), column.clone()))
                    };
                    origin.iter().filter_map(named).collect::<Vec<_>>()
                });
                lineage.set_item(field.name(), pairs)?;
            }
            Ok(lineage)
        })
    }

    /// List the files and tables that the query reads, by the plan: nothing runs.
    ///
    /// Returns:
    ///     A list of dicts: `name` (the path, the name in SQL, or what it is), `kind` (`parquet`, `csv`, `memory`,
    ///     `range` ...), `paths` (for files) and `columns` (those that the plan reads before it is optimised).
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).sources()
    ///     [{'name': 'range', 'kind': 'range', 'paths': [], 'columns': ['value']}]
    fn sources<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        guard(|| {
            let sources = PyList::empty(py);
            for source in self.frame.origins().map_err(to_python)?.sources {
                let entry = PyDict::new(py);
                entry.set_item("name", source.name)?;
                entry.set_item("kind", source.kind)?;
                entry.set_item("paths", source.paths)?;
                entry.set_item("columns", source.columns)?;
                sources.append(entry)?;
            }
            Ok(sources)
        })
    }

    /// Run both queries, as far as the first difference, and return whether their contents are the same.
    ///
    /// Names and types of the columns, and the values row by row. A null equals a null, and NaN equals NaN.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one.
    ///     any_order: Whether the order of the rows does not matter. It needs memory for the distinct rows.
    ///
    /// Returns:
    ///     True or False.
    ///
    /// Raises:
    ///     ValueError: If a frame has no order (after a join or an aggregation) and `any_order` is not given.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [2, 1, None]})
    ///     >>> df.equals({"a": [2, 1, None]}), df.equals(df.sort("a")), df.equals(df.sort("a"), any_order=True)
    ///     (True, False, True)
    ///     >>> df.equals(df.select("a").distinct())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: equals: the rows of a frame have no order, so they cannot be compared one by one
    ///     hint: sort both frames, or give any_order=True to compare them as collections of rows
    #[pyo3(signature = (other, *, any_order = false))]
    fn equals(&self, py: Python<'_>, other: &Bound<'_, PyAny>, any_order: bool) -> PyResult<bool> {
        guard(|| {
            let (frame, other) = (Arc::clone(&self.frame), argument::into_frame(self.frame.session(), other)?);
            wait(py, async move { frame.equals(&other, any_order).await })
        })
    }

    /// Run a query in SQL over this frame, which is called `self` in it. Lazy; see `pr.sql`.
    ///
    /// Args:
    ///     query: One SELECT statement. Other tables are found as by `pr.sql`.
    ///     values: Values for `$name` in the query; frames among them are tables.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     SqlError: If the query cannot be read.
    ///     ColumnNotFoundError: If there is no such column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(5).sql("select sum(value) as total from self where value > $least", least=2).item()
    ///     7
    ///     >>> pr.range(5).sql("select valu from self")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: sql: there is no column "valu"
    ///     1 | select valu from self
    ///       |        ^^^^
    ///     hint: did you mean value?
    #[pyo3(signature = (query, /, **values))]
    fn sql(this: &Bound<'_, Self>, query: &str, values: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let py = this.py();
            let tables = keywords(py, values).copy()?;
            tables.set_item("self", this)?;
            sql::run_for_caller(py, this.get().frame.session(), query, None, Some(&tables))
        })
    }

    /// Call a function with this frame as the first argument, so that functions of one's own fit into a chain.
    ///
    /// Args:
    ///     function: The function to call.
    ///     args: Further arguments.
    ///     kwargs: Further keyword arguments.
    ///
    /// Returns:
    ///     What the function returns.
    ///
    /// Raises:
    ///     TypeError: If it is not callable; otherwise what the function raises.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> def above(df, least):
    ///     ...     return df.filter(pr.col("value") > least)
    ///     >>> pr.range(5).pipe(above, least=3).rows()
    ///     [(4,)]
    ///     >>> pr.range(5).pipe(above)
    ///     Traceback (most recent call last):
    ///         ...
    ///     TypeError: above() missing 1 required positional argument: 'least'
    #[pyo3(signature = (function, *args, **kwargs))]
    fn pipe<'py>(
        this: &Bound<'py, Self>,
        function: &Bound<'py, PyAny>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let first = PyTuple::new(this.py(), [this])?.into_sequence();
        function.call(first.concat(args.as_sequence())?.to_tuple()?, kwargs)
    }
}

//! `sql`: queries and statements over the tables of the session, files, and what the caller has in scope; `$name` is bound
//! to a Python value with its type.
//!
//! - `scope`: what a name may mean in Python; `value`: values of `$name`; `call`: readers and writers that SQL calls;
//! - `foreign`: tables of other libraries; `diagnostics`: what is wrong, as Python has it;
//! - `plan`: one statement as a frame; `script`: several, one after the other.

mod call;
mod diagnostics;
mod foreign;
mod plan;
mod scope;
mod script;
mod value;

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyrust_engine::Session;

use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::session::PySession;
use scope::Scope;

pub use diagnostics::{dicts, sql_diagnose};
pub use scope::keywords;
pub use script::PyScript;

const OPERATION: &str = "sql";

/// Carries out `query` for the Python code that is calling: over its locals, then its globals.
pub fn run_for_caller(
    py: Python<'_>,
    session: &Arc<Session>,
    query: &str,
    numbered: Option<&Bound<'_, PyTuple>>,
    values: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyDataFrame> {
    let scope = Scope::of_caller(py, values.map(|values| values.copy()).transpose()?.as_ref())?;
    numbered.map_or(Ok(()), |numbered| scope.number(numbered))?;
    script::last_frame(py, session, query, &scope)
}

/// Run a query in SQL. Lazy: it is checked and planned now, and runs when its rows are needed.
///
/// Several statements are divided by `;` and done in their order; the frame is that of the last query. Besides queries there
/// are `CREATE [OR REPLACE] VIEW` and `TABLE ... AS`, `CREATE EXTERNAL TABLE`, `DROP`, `COPY ... TO`, `SET` and `RESET`, which are
/// done at once; where there are no others, the frame tells what they have done. If one fails, those before it stay done.
///
/// A table is one of the keyword arguments, a table of the default session, a variable of the calling code that
/// is a frame or has Arrow data (pyarrow, polars, pandas ...), or a file by its path in quotes. What is found in
/// variables is used for this query only and never registered. Names keep their case. A function that the engine
/// does not have is looked for in the same variables: what `pr.udf`, `pr.udaf` or `pr.udwf` has made.
///
/// Args:
///     query: A query, or several statements.
///     numbered: Values for `$1`, `$2` ... in the query.
///     values: Values for `$name` in the query, bound with their types and never pasted as text; a list stands
///         for several values, as in `x in ($list)`. Frames among them are tables. What is not given is looked for among
///         the variables of the calling code.
///
/// Returns:
///     A lazy frame.
///
/// Raises:
///     SqlError: If the query cannot be read, before anything is done; `line` and `column` say where, and the message shows it.
///     TableNotFoundError: If there is no such table; the hint names the nearest.
///     ColumnNotFoundError: If there is no such column.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "x"]})
///     >>> pr.sql("select b, sum(a) as total from df where a > $least group by b order by b", least=0).to_list()
///     [{'b': 'x', 'total': 4}, {'b': 'y', 'total': 2}]
///     >>> pr.sql("create or replace view large as select * from df where a > 1; select count(*) as n from large; drop view large").item()
///     2
///     >>> pr.sql("select a from df where")
///     Traceback (most recent call last):
///         ...
///     pyrust.SqlError: sql: Expected: an expression, found: EOF...
#[pyfunction]
#[pyo3(signature = (query, /, *numbered, **values))]
pub fn sql(
    py: Python<'_>,
    query: &str,
    numbered: &Bound<'_, PyTuple>,
    values: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyDataFrame> {
    guard(|| run_for_caller(py, &PySession::shared(py)?, query, Some(numbered), values))
}

#[pymethods]
impl PySession {
    /// Run a query in SQL over this session's tables, files, and the caller's variables; see `pr.sql`.
    #[pyo3(signature = (query, /, *numbered, **values))]
    fn sql(
        &self,
        py: Python<'_>,
        query: &str,
        numbered: &Bound<'_, PyTuple>,
        values: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<PyDataFrame> {
        guard(|| run_for_caller(py, self.session(), query, Some(numbered), values))
    }
}

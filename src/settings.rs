//! What can be set of a session while it lives.

use std::collections::BTreeMap;

use pyo3::prelude::*;

use crate::boundary::guard;
use crate::exceptions::to_python;
use crate::session::PySession;

#[pymethods]
impl PySession {
    /// DataFusion's settings by name, as strings, `None` for one that is not set: how many rows a batch has, how many
    /// partitions a query is divided into ([why they are as they are](decisions/0015-settings-of-the-engine.md)). They are
    /// changed where a session begins, `Session(settings=)`, by SQL's `SET` and `RESET`, or for one frame, `df.with_settings`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Session().settings["datafusion.execution.batch_size"]
    ///     '8192'
    #[getter]
    fn settings(&self) -> BTreeMap<String, Option<String>> {
        self.session().settings()
    }

    /// Whether SQL may only query: `COPY`, `CREATE`, `DROP`, `SET` and `RESET` are refused; at first it may do them.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> session.read_only = True
    ///     >>> session.sql("copy (select 1 as a) to 'a.csv'")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SqlError: sql: COPY is refused: SQL may only query here...
    #[getter]
    fn read_only(&self) -> bool {
        self.session().is_read_only()
    }

    #[setter]
    fn set_read_only(&self, read_only: bool) {
        self.session().set_read_only(read_only);
    }

    /// The settings with what each is for: its name, its value, the value that it began with, a text, and why it cannot be
    /// changed, or None.
    #[expect(clippy::type_complexity, reason = "a row of a list that is read once")]
    fn _settings(&self) -> Vec<(String, Option<String>, Option<String>, &'static str, Option<&'static str>)> {
        let described = self.session().described_settings().into_iter();
        described.map(|each| (each.name, each.value, each.first, each.help, each.fixed)).collect()
    }

    /// Change a setting for the queries that begin from now on; None gives it its first value.
    fn _set(&self, name: &str, value: Option<&str>) -> PyResult<()> {
        guard(|| match value {
            Some(value) => self.session().set("set", name, value).map_err(to_python),
            None => self.session().reset("set", Some(name)).map_err(to_python),
        })
    }
}

//! `Session`: a catalog of named tables, a memory limit, and the readers.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use pyrust_engine::{Session, SessionOptions};

use crate::argument::{self, amount, seconds};
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::to_python;
use crate::run::{PyRun, listed};
use crate::udf::{self, PyFunction};

static DEFAULT: PyOnceLock<Py<PySession>> = PyOnceLock::new();

/// A catalog of named tables of its own. `pr.sql`, `%%pyrust` and `pr.read_...` use the default one, `pr.session()`; most
/// people need no other. All share the memory and the disk of the process (`pr.options.engine`).
///
/// Args:
///     memory_limit: How much of that memory its queries may reserve: a number of bytes, or a string such as `"2 GB"` or
///         `"50 %"`; None for all of it.
///     settings: DataFusion's settings by name, as `settings` shows them. Those that rows and answers depend on cannot be
///         changed.
///
/// Raises:
///     ValueError: If the limit is less than 1 MB or more than the process has, if there is no such setting, or it cannot
///         have that value.
///     TypeError: If an argument is of another type.
///
/// Example:
///     >>> import pyrust as pr
///     >>> session = pr.Session()
///     >>> session.register("numbers", {"n": [1, 2, 3]})
///     >>> session.sql("select sum(n) as total from numbers").to_dict()
///     {'total': [6]}
///     >>> pr.Session(memory_limit="200 MB").memory_limit
///     200000000
///     >>> pr.Session(settings={"datafusion.execution.batchsize": 100})
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: Session: there is no setting "datafusion.execution.batchsize"
///     hint: did you mean datafusion.execution.batch_size...
#[pyclass(name = "Session", module = "pyrust", frozen, weakref)]
pub struct PySession {
    session: Arc<Session>,
}

impl PySession {
    /// The Python face of a session.
    pub fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// The engine's session.
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// The default session, made at first use.
    pub fn by_default(py: Python<'_>) -> PyResult<&Bound<'_, Self>> {
        DEFAULT
            .get_or_try_init(py, || Py::new(py, Self::new(Session::try_new().map_err(to_python)?)))
            .map(|session| session.bind(py))
    }

    /// The same, as the engine's.
    pub fn shared(py: Python<'_>) -> PyResult<Arc<Session>> {
        Ok(Arc::clone(&Self::by_default(py)?.get().session))
    }
}

#[pymethods]
impl PySession {
    #[new]
    #[pyo3(signature = (*, memory_limit = None, settings = None))]
    fn py_new(memory_limit: Option<&Bound<'_, PyAny>>, settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let options = SessionOptions {
                memory_limit: memory_limit.map(|given| amount("Session", "memory_limit", given)).transpose()?,
                settings: settings.map(|given| argument::settings("Session", given)).transpose()?.unwrap_or_default(),
            };
            Session::with_options(options).map(Self::new).map_err(to_python)
        })
    }

    /// The number of this session, unique in the process.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Session().id != pr.Session().id
    ///     True
    #[getter]
    fn id(&self) -> u64 {
        self.session.id()
    }

    /// Give a table a name that this session's queries can use; a table of that name is replaced.
    ///
    /// Args:
    ///     name: The name, exactly as queries write it.
    ///     data: A frame, or anything that `DataFrame` takes.
    ///
    /// Raises:
    ///     TypeError: If the data is not a table.
    ///     ValueError: If the name is empty.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> session.register("t", pr.range(3))
    ///     >>> session.tables
    ///     ['t']
    ///     >>> session.register("", pr.range(3))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: register: a table needs a name
    pub fn register(&self, name: &str, data: &Bound<'_, PyAny>) -> PyResult<()> {
        guard(|| {
            let frame = argument::into_frame(&self.session, data)?;
            // The catalog is nothing that Python's collector could look into: it holds on to user functions.
            let frame = udf::held(&frame).map_err(to_python)?;
            self.session.register(name, &frame).map_err(to_python)
        })
    }

    /// Forget a table's name; frames made from it stay as they are.
    ///
    /// Args:
    ///     name: The name.
    ///
    /// Returns:
    ///     Whether there was a table of that name.
    ///
    /// Raises:
    ///     TypeError: If the name is not a string.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Session().deregister("t")
    ///     False
    ///     >>> pr.Session().deregister(1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: deregister: name must be a string, got 1
    pub fn deregister(&self, name: &str) -> PyResult<bool> {
        guard(|| Ok(self.session.deregister(name)))
    }

    /// The names of the registered tables, sorted.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> session.register("t", pr.range(3))
    ///     >>> session.tables
    ///     ['t']
    #[getter]
    pub fn tables(&self) -> Vec<String> {
        self.session.tables()
    }

    /// Get a registered table.
    ///
    /// Args:
    ///     name: Its name.
    ///
    /// Returns:
    ///     A lazy frame over it.
    ///
    /// Raises:
    ///     TableNotFoundError: If there is none; the hint names the nearest.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> session.register("t", pr.range(3))
    ///     >>> session.table("t").count()
    ///     3
    ///     >>> session.table("u")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.TableNotFoundError: table: there is no table "u"
    ///     hint: the tables are t
    fn table(&self, name: &str) -> PyResult<PyDataFrame> {
        guard(|| self.session.table(name).map(PyDataFrame::new).map_err(to_python))
    }

    /// Give this session's SQL a user function, under its name; one of that name, DataFusion's own too, is replaced.
    ///
    /// The session keeps the function until it is deregistered. Without this, SQL finds functions in the variables of
    /// the code that calls it.
    ///
    /// Args:
    ///     function: A function made by `pr.udf`, `pr.udaf` or `pr.udwf`.
    ///
    /// Returns:
    ///     The function, so that this can stand above it as a decorator.
    ///
    /// Raises:
    ///     TypeError: If it is not a function made by `pr.udf`, `pr.udaf` or `pr.udwf`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> size = session.register_function(pr.udf(len, args=["string"], returns="int64", name="batch_size"))
    ///     >>> session.functions
    ///     ['batch_size']
    ///     >>> session.sql("select batch_size(a) as n from t", t=pr.DataFrame({"a": ["x", "y"]})).to_dict()
    ///     {'n': [2, 2]}
    ///     >>> session.register_function(len)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: register_function: function must be a UserFunction, got <built-in function len>
    pub fn register_function<'py>(&self, function: Bound<'py, PyFunction>) -> PyResult<Bound<'py, PyFunction>> {
        guard(|| {
            let name = function.get().definition.name.clone();
            self.session.register_function(udf::for_sql(&function, &name, true)?);
            Ok(function)
        })
    }

    /// Forget a user function; frames made with it stay as they are.
    ///
    /// Args:
    ///     name: Its name.
    ///
    /// Returns:
    ///     Whether there was a function of that name.
    ///
    /// Raises:
    ///     TypeError: If the name is not a string.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Session().deregister_function("f")
    ///     False
    ///     >>> pr.Session().deregister_function(len)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: deregister_function: name must be a string, got <built-in function len>
    fn deregister_function(&self, name: &str) -> PyResult<bool> {
        guard(|| Ok(self.session.deregister_function(name)))
    }

    /// The names of the registered user functions, sorted.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Session().functions
    ///     []
    #[getter]
    fn functions(&self) -> Vec<String> {
        self.session.functions().into_keys().collect()
    }

    /// How many bytes the operators of this session's queries may reserve together: its own limit, or that of the process.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Session().memory_limit > 0
    ///     True
    #[getter]
    fn memory_limit(&self) -> usize {
        self.session.memory_limit()
    }

    /// How many bytes they have reserved now.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.Session().reserved
    ///     0
    #[getter]
    fn reserved(&self) -> usize {
        self.session.reserved()
    }

    /// List the runs of this session, as `pr.runs` lists those of all.
    ///
    /// Args:
    ///     ended: Whether those that have ended are listed, too.
    ///
    /// Returns:
    ///     A list of `Run`, oldest first.
    ///
    /// Raises:
    ///     TypeError: If `ended` is not a bool.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> rows = session.range(1_000_000_000).iter_rows()
    ///     >>> next(rows), [run.what for run in session.runs(ended=False)]
    ///     ((0,), ['iter_rows'])
    ///     >>> rows.close()
    ///     >>> session.runs(ended="no")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: runs: ended must be True or False, got 'no'
    #[pyo3(signature = (*, ended = true))]
    fn runs(&self, ended: bool) -> Vec<PyRun> {
        listed(self.session.runs(), ended)
    }

    /// How many seconds a run of this session may take, those of grids too; None, as at first, for as long as it takes.
    /// It counts for the runs that begin after it is set.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> session.timeout = 0.1
    ///     >>> session.range(100_000_000_000).filter(pr.col("value") * 7 % 11 == 12).count()
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.RunTimeoutError: count: the run was stopped after 0.1 s, its timeout
    #[getter]
    fn timeout(&self) -> Option<f64> {
        self.session.timeout().map(|timeout| timeout.as_secs_f64())
    }

    #[setter]
    fn set_timeout(&self, timeout: Option<f64>) -> PyResult<()> {
        guard(|| {
            self.session.set_timeout(seconds("timeout", timeout)?);
            Ok(())
        })
    }

    /// Make a frame of ints, counted as Python's `range` does; see `pr.range`.
    #[pyo3(signature = (start, stop = None, step = 1))]
    fn range(&self, start: i64, stop: Option<i64>, step: i64) -> PyResult<PyDataFrame> {
        guard(|| frame_of_range(&self.session, start, stop, step))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().session.id() == self.session.id())
    }

    fn __hash__(&self) -> u64 {
        self.session.id()
    }

    fn __repr__(&self) -> String {
        format!("<Session {}: {} tables>", self.session.id(), self.session.tables().len())
    }
}

/// A frame that counts as Python's `range` does.
pub fn frame_of_range(session: &Arc<Session>, start: i64, stop: Option<i64>, step: i64) -> PyResult<PyDataFrame> {
    let (start, stop) = stop.map_or((0, start), |stop| (start, stop));
    pyrust_engine::Frame::range(session, start, stop, step).map(PyDataFrame::new).map_err(to_python)
}

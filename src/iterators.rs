//! `RowIterator` and `BatchIterator`: the rows of a frame one by one, and in pieces, as they are asked for.
//!
//! A run is pulled batch by batch and ends with its iterator. Rows become Python values a few at a time, column by
//! column, so that a value costs no decision about its type. Python looks for signals between its own instructions
//! only, which a loop in C (`list(...)`, `sum(...)`) has none of, so each few rows look here.
//!
//! An iterator owns the user functions of its plan, where Python's collector sees them; a run that has begun holds on to
//! them itself, until it ends.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::vec::IntoIter;

use arrow::array::RecordBatch;
use pyo3::exceptions::PyStopAsyncIteration;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyGenericAlias, PyString, PyTuple, PyType};
use pyrust_engine::{Error, ErrorKind, Frame, RunWatch, Session};

use crate::awaitable::awaitable;
use crate::batches::FrameBatches;
use crate::boundary::guard;
use crate::convert;
use crate::dataframe::PyDataFrame;
use crate::exceptions::to_python;
use crate::interpreter::hear;
use crate::origin::caller;
use crate::udf::Functions;

/// How a row is given.
pub enum Shape {
    /// A tuple of its values.
    Tuple,
    /// A dict of its values by these names.
    Dict(Vec<Py<PyString>>),
}

impl Shape {
    /// Dicts where `named`, else tuples.
    pub fn of(py: Python<'_>, frame: &Frame, named: bool) -> Self {
        if !named {
            return Self::Tuple;
        }
        // Interned, so that looking a value up by a name in the code compares addresses.
        let names = frame.schema().fields().iter().map(|field| PyString::intern(py, field.name()).unbind());
        Self::Dict(names.collect())
    }

    /// The rows of a batch, in order.
    pub fn rows<'py>(&self, py: Python<'py>, batch: &RecordBatch) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let mut columns = Vec::with_capacity(batch.num_columns());
        for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            columns.push(convert::values(py, field.name(), column)?.into_iter());
        }
        let count = 0..batch.num_rows();
        match self {
            Self::Tuple => {
                count.map(|_| Ok(PyTuple::new(py, columns.iter_mut().map(Iterator::next))?.into_any())).collect()
            }
            Self::Dict(names) => count
                .map(|_| {
                    let row = PyDict::new(py);
                    for (name, column) in names.iter().zip(&mut columns) {
                        row.set_item(name, column.next())?;
                    }
                    Ok(row.into_any())
                })
                .collect(),
        }
    }
}

/// The rows of a frame, one by one; made by `DataFrame.iter_rows`.
///
/// It holds a few rows as Python values and one batch. Its run ends with it, or with `close()`.
///
/// Example:
///     >>> import pyrust as pr
///     >>> rows = pr.range(1_000_000_000).iter_rows()
///     >>> next(rows), next(rows)
///     ((0,), (1,))
///     >>> rows.close()
#[pyclass(name = "RowIterator", module = "pyrust", frozen, weakref)]
pub struct PyRowIterator {
    shape: Shape,
    rows_at_once: usize,
    functions: Functions,
    state: Mutex<Rows>,
}

struct Rows {
    batches: FrameBatches,
    /// What is left of the batch at hand.
    batch: Option<RecordBatch>,
    ready: IntoIter<Py<PyAny>>,
}

impl Rows {
    fn end(&mut self) {
        self.batches.end();
        self.batch = None;
        self.ready = Vec::new().into_iter();
    }
}

impl PyRowIterator {
    /// The rows of `frame` in this shape; so many are made at once.
    pub fn new(frame: &Arc<Frame>, shape: Shape, rows_at_once: usize) -> Self {
        let batches = FrameBatches::new(frame, "iter_rows");
        let state = Mutex::new(Rows { batches, batch: None, ready: Vec::new().into_iter() });
        Self { shape, rows_at_once, functions: Functions::of_plan(frame.plan()), state }
    }

    /// Makes the next rows of the batch at hand, or of the next one that has any; none after the last.
    fn refill(&self, py: Python<'_>, rows: &mut Rows) -> PyResult<Option<Py<PyAny>>> {
        hear(py)?;
        loop {
            let Some(batch) = rows.batch.take() else {
                match rows.batches.next(py)? {
                    Some(batch) => rows.batch = Some(batch),
                    None => return Ok(None),
                }
                continue;
            };
            let count = batch.num_rows().min(self.rows_at_once);
            if count < batch.num_rows() {
                rows.batch = Some(batch.slice(count, batch.num_rows() - count));
            }
            let made = self.shape.rows(py, &batch.slice(0, count))?;
            rows.ready = made.into_iter().map(Bound::unbind).collect::<Vec<_>>().into_iter();
            if let Some(row) = rows.ready.next() {
                return Ok(Some(row));
            }
        }
    }
}

#[pymethods]
impl PyRowIterator {
    /// Let annotations say what its rows are: `pr.RowIterator[tuple[int, str]]`.
    #[classmethod]
    fn __class_getitem__<'py>(class: &Bound<'py, PyType>, row: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyGenericAlias::new(class.py(), class, row)?.into_any())
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        guard(|| {
            let mut rows = alone("iter_rows", &self.state)?;
            match rows.ready.next() {
                Some(row) => Ok(Some(row)),
                // After an error there are no more rows, as with Python's generators.
                None => self.refill(py, &mut rows).inspect_err(|_| rows.end()),
            }
        })
    }

    /// End the run and forget the rows; there are no more.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> rows = pr.range(1_000_000_000).iter_rows()
    ///     >>> next(rows)
    ///     (0,)
    ///     >>> rows.close()
    ///     >>> list(rows)
    ///     []
    fn close(&self) -> PyResult<()> {
        guard(|| {
            alone("iter_rows", &self.state)?.end();
            Ok(())
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }
}

/// The rows of a frame in batches, each a frame in memory; made by `DataFrame.iter_batches`.
///
/// In a loop of asyncio, as a notebook has it, `async for` lets others go on while a batch is waited for.
///
/// Example:
///     >>> import pyrust as pr
///     >>> [batch.count() for batch in pr.DataFrame({"a": [1, 2, 3]}).iter_batches(batch_rows=2)]
///     [2, 1]
///     >>> import asyncio
///     >>> async def counts():
///     ...     return [batch.count() async for batch in pr.range(5).iter_batches(batch_rows=3)]
///     >>> asyncio.run(counts())
///     [3, 2]
#[pyclass(name = "BatchIterator", module = "pyrust", frozen, weakref)]
pub struct PyBatchIterator {
    functions: Functions,
    pieces: Arc<Mutex<Pieces>>,
}

/// What is left of the batches of a frame.
struct Pieces {
    session: Arc<Session>,
    batches: FrameBatches,
    batch_rows: usize,
    left: Option<RecordBatch>,
}

impl Pieces {
    /// The next piece; `next` waits for a batch.
    fn next<E: From<Error>>(
        &mut self,
        mut next: impl FnMut(&mut FrameBatches) -> Result<Option<RecordBatch>, E>,
    ) -> Result<Option<Arc<Frame>>, E> {
        let batch = loop {
            let found = match self.left.take() {
                Some(batch) => Some(batch),
                None => next(&mut self.batches)?,
            };
            match found {
                None => return Ok(None),
                Some(batch) if batch.num_rows() == 0 => {}
                Some(batch) => break batch,
            }
        };
        let count = batch.num_rows().min(self.batch_rows);
        if count < batch.num_rows() {
            self.left = Some(batch.slice(count, batch.num_rows() - count));
        }
        let schema = Arc::clone(self.batches.schema());
        Ok(Some(Frame::from_batches(&self.session, schema, vec![batch.slice(0, count)])?))
    }
}

impl PyBatchIterator {
    /// The batches of `frame`, in pieces of at most `batch_rows`.
    pub fn new(frame: &Arc<Frame>, batch_rows: usize) -> Self {
        let (session, batches) = (Arc::clone(frame.session()), FrameBatches::new(frame, "iter_batches"));
        let pieces = Pieces { session, batches, batch_rows, left: None };
        Self { functions: Functions::of_plan(frame.plan()), pieces: Arc::new(Mutex::new(pieces)) }
    }
}

#[pymethods]
impl PyBatchIterator {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PyDataFrame>> {
        guard(|| {
            hear(py)?;
            let piece = alone("iter_batches", &self.pieces)?.next::<Failed>(|batches| Ok(batches.next(py)?));
            Ok(piece.map_err(Failed::into_python)?.map(PyDataFrame::new))
        })
    }

    fn __aiter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    /// Wait for the next batch in a loop of asyncio. Cancelling the wait ends the run.
    fn __anext__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let (pieces, watch) = (Arc::clone(&self.pieces), RunWatch::of(caller(py, None)));
            let watched = watch.clone();
            let next = async move {
                let next = move || {
                    let mut pieces = pieces.try_lock().map_err(|_| in_use("iter_batches"))?;
                    pieces.next(|batches| batches.next_watched(&watched))
                };
                tokio::task::spawn_blocking(next).await.unwrap_or_else(|_| Err(in_use("iter_batches")))
            };
            let convert = |py: Python<'_>, piece: Result<Option<Arc<Frame>>, Error>| match piece.map_err(to_python)? {
                Some(piece) => Ok(PyDataFrame::new(piece).into_pyobject(py)?.into_any().unbind()),
                None => Err(PyStopAsyncIteration::new_err(())),
            };
            awaitable(py, next, convert, move |_| watch.cancel())
        })
    }

    /// End the run; there are no more batches.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> batches = pr.range(1_000_000_000).iter_batches(batch_rows=2)
    ///     >>> next(batches).rows()
    ///     [(0,), (1,)]
    ///     >>> batches.close()
    ///     >>> list(batches)
    ///     []
    fn close(&self) -> PyResult<()> {
        guard(|| {
            let mut pieces = alone("iter_batches", &self.pieces)?;
            pieces.batches.end();
            pieces.left = None;
            Ok(())
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }
}

/// An error of the engine, or an exception of Python's.
enum Failed {
    Engine(Error),
    Python(PyErr),
}

impl Failed {
    fn into_python(self) -> PyErr {
        match self {
            Self::Engine(error) => to_python(error),
            Self::Python(error) => error,
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<PyErr> for Failed {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

/// The state of an iterator for one call. While one thread waits for rows without the GIL another cannot have the
/// next one; it is told so, as by Python's generators, since to wait here could never be interrupted.
fn alone<'a, T>(operation: &str, state: &'a Mutex<T>) -> PyResult<MutexGuard<'a, T>> {
    match state.try_lock() {
        Ok(state) => Ok(state),
        // What a panic has left behind is an iterator that may have lost rows, never a broken one.
        Err(TryLockError::Poisoned(state)) => Ok(state.into_inner()),
        Err(TryLockError::WouldBlock) => Err(to_python(in_use(operation))),
    }
}

fn in_use(operation: &str) -> Error {
    Error::new(ErrorKind::Value, operation, "another thread or task is waiting for the next rows of this iterator")
        .with_hint("make an iterator for each thread or task, or hold a lock around next()")
}

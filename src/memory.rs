//! `memory_snapshot`: what the native core holds, in plain figures; `pyrust.memory()` dresses them.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::SystemTime;

use datafusion::logical_expr::LogicalPlan;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyrust_engine::frame::frames;
use pyrust_engine::{Frame, budget, memory, runs};

use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::to_python;

/// Report what the core holds now: sizes in bytes, every live frame, every run that has not ended.
///
/// Returns:
///     A dict of `time`, `allocated`, `peak`, `reserved`, `limit`, `disk`, `disk_limit`, `rss`, `frames` and `runs`.
///
/// Example:
///     >>> from pyrust._core import memory_snapshot
///     >>> memory_snapshot()["allocated"] > 0
///     True
#[pyfunction]
pub fn memory_snapshot(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    guard(|| {
        // Walking the buffers of large frames takes a while, so others may run meanwhile.
        let frames = py.detach(measured);
        let snapshot = PyDict::new(py);
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64());
        snapshot.set_item("time", now)?;
        snapshot.set_item("allocated", memory::allocated())?;
        snapshot.set_item("peak", memory::peak())?;
        snapshot.set_item("reserved", budget::reserved())?;
        snapshot.set_item("limit", budget::memory_limit().map_err(to_python)?.value)?;
        snapshot.set_item("disk", budget::disk_used())?;
        snapshot.set_item("disk_limit", budget::disk_limit().map_err(to_python)?.value)?;
        snapshot.set_item("rss", memory::rss())?;
        let list = PyList::empty(py);
        for frame in frames {
            list.append(frame.to_dict(py)?)?;
        }
        snapshot.set_item("frames", list)?;
        let list = PyList::empty(py);
        for run in runs().into_iter().filter(|run| !run.state().is_over()) {
            let entry = PyDict::new(py);
            entry.set_item("run", run.id())?;
            entry.set_item("what", run.what())?;
            entry.set_item("state", run.state().as_str())?;
            entry.set_item("rows", run.rows())?;
            entry.set_item("reserved", run.reserved())?;
            entry.set_item("seconds", run.seconds())?;
            list.append(entry)?;
        }
        snapshot.set_item("runs", list)?;
        Ok(snapshot)
    })
}

/// Find the frames among the values of `names`: their keys, each with the frame's number. It is done in one step of the
/// interpreter and runs no Python, so that a panel's thread may ask while a cell assigns: no value is kept from going
/// by this, and lazy ones do not notice.
///
/// Args:
///     names: A namespace, or any other dict.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust._core import frames_among
///     >>> df = pr.range(3)
///     >>> frames_among({"df": df, "n": 3}) == [("df", df.frame_id)]
///     True
#[pyfunction]
pub fn frames_among<'py>(names: &Bound<'py, PyDict>) -> PyResult<Vec<(Bound<'py, PyAny>, u64)>> {
    let frame = |value: &Bound<'py, PyAny>| value.cast::<PyDataFrame>().ok().map(|frame| frame.get().frame().id());
    guard(|| Ok(names.iter().filter_map(|(name, value)| frame(&value).map(|number| (name, number))).collect()))
}

/// Whether a snapshot needs no first walk through the buffers of a frame, which takes a while if they are many. What is
/// measured by somebody else at this moment is not known yet.
///
/// Example:
///     >>> from pyrust._core import memory_is_measured, memory_snapshot
///     >>> _ = memory_snapshot()
///     >>> memory_is_measured()
///     True
#[pyfunction]
pub fn memory_is_measured() -> bool {
    let Ok(kept) = RETAINED.try_lock() else { return false };
    let known = |frame: &Frame| frame.batches().is_none_or(<[_]>::is_empty) || kept.contains_key(&frame.id());
    frames().iter().all(|frame| frame.cached().is_some() || known(frame))
}

/// How many bytes the frames that are just batches hold. A frame never changes, so its buffers are walked once and not at
/// each tick of the inspector; whoever asks meanwhile waits for that and does not walk them, too.
static RETAINED: LazyLock<Mutex<HashMap<u64, usize>>> = LazyLock::new(Mutex::default);

struct Measured {
    frame: u64,
    rows: Option<u64>,
    columns: usize,
    kind: &'static str,
    arcs: usize,
    batches: usize,
    retained: usize,
    source: String,
}

impl Measured {
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let entry = PyDict::new(py);
        entry.set_item("frame", self.frame)?;
        entry.set_item("rows", self.rows)?;
        entry.set_item("columns", self.columns)?;
        entry.set_item("kind", self.kind)?;
        entry.set_item("arcs", self.arcs)?;
        entry.set_item("batches", self.batches)?;
        entry.set_item("retained", self.retained)?;
        entry.set_item("source", &self.source)?;
        Ok(entry)
    }
}

fn measured() -> Vec<Measured> {
    let frames = frames();
    let mut known = RETAINED.lock().unwrap_or_else(PoisonError::into_inner);
    let live: HashSet<u64> = frames.iter().map(|frame| frame.id()).collect();
    known.retain(|id, _| live.contains(id));
    frames
        .iter()
        .map(|frame| {
            let batches = frame.batches().unwrap_or_default();
            let cached = frame.cached();
            Measured {
                frame: frame.id(),
                rows: frame.rows().map(|rows| rows.count()).or(cached.map(|size| size.rows)),
                columns: frame.schema().fields().len(),
                kind: kind(frame),
                // The list of live frames holds one of them.
                arcs: Arc::strong_count(frame).saturating_sub(1),
                batches: cached.map_or(batches.len(), |size| size.batches),
                retained: match cached {
                    Some(size) => size.retained,
                    None => *known.entry(frame.id()).or_insert_with(|| memory::retained(batches)),
                },
                source: frame.describe_source().to_owned(),
            }
        })
        .collect()
}

fn kind(frame: &Frame) -> &'static str {
    if frame.batches().is_some() {
        return "memory";
    }
    match frame.plan() {
        _ if frame.rows().is_some() => "range",
        _ if frame.is_cache() => "cache",
        LogicalPlan::TableScan(_) => "file",
        _ => "query",
    }
}

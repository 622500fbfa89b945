//! The Tokio runtime, in two parts, and the one doorway to block.
//!
//! One part computes queries, a small one fetches the rows that somebody looks at: an operator that computes
//! yields to nobody before its batch is full, and a grid must not wait for it. Both are built at first use. They
//! do not survive a fork (their threads are gone in the child), so the process that built them is remembered and
//! any other is refused. [`wait`] and [`look`] run a future there while this thread waits without the GIL, looking
//! every 20 ms for a signal: Ctrl-C ends what is waited for. [`begin`] does so for what seldom waits itself.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use futures::FutureExt;
use pyo3::prelude::*;
use pyrust_engine::{Error, ErrorKind, RunWatch, budget, current, memory};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use crate::exceptions::to_python;
use crate::origin::caller;
use crate::progress_bar::ProgressBar;
use crate::{boundary, interpreter};

/// How often a waiting thread looks for signals.
pub const SIGNAL_POLL: Duration = Duration::from_millis(20);
/// How long an interrupted call waits for its query to let go of its memory before it gives control back. With the
/// look for signals it leaves half of the 200 ms in which a cell is to stop to the kernel.
const ABORT_WAIT: Duration = Duration::from_millis(80);
/// How long the end of the interpreter waits for queries to stop.
const EXIT_WAIT: Duration = Duration::from_millis(200);
/// The stack of each thread: deeply nested plans recurse in the planner and the optimiser.
const STACK: usize = 8 << 20;
/// How many pages are fetched at once.
const LOOK_THREADS: usize = 2;

struct Engine {
    process: u32,
    handle: Handle,
    /// Where rows are fetched for those who look: a query may keep every thread of the other busy for seconds,
    /// as an operator that computes does not yield before its batch is full.
    looks: Handle,
    /// Taken when the interpreter ends.
    runtimes: Mutex<Option<[Runtime; 2]>>,
    /// The thread on which the interpreter ends.
    ending: OnceLock<ThreadId>,
}

static ENGINE: OnceLock<Engine> = OnceLock::new();
static BUILDING: Mutex<()> = Mutex::new(());

fn engine() -> pyrust_engine::Result<&'static Engine> {
    let engine = match ENGINE.get() {
        Some(engine) => engine,
        None => build()?,
    };
    if engine.process != std::process::id() {
        return Err(Error::new(ErrorKind::Other, "pyrust", "this process is a fork of one in which pyrust was in use")
            .with_hint(
                "start workers with multiprocessing's \"spawn\" or \"forkserver\", or use pyrust after the fork only",
            ));
    }
    if engine.runtimes.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
        return Err(going_down());
    }
    Ok(engine)
}

fn going_down() -> Error {
    Error::new(ErrorKind::Cancelled, "pyrust", "the interpreter is shutting down")
}

fn build() -> pyrust_engine::Result<&'static Engine> {
    // Never waits long, and never for the GIL, so it cannot deadlock with it.
    let _one_at_a_time = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(engine) = ENGINE.get() {
        return Ok(engine);
    }
    let start = |builder: &mut Builder| {
        builder
            .thread_stack_size(STACK)
            .enable_all()
            .on_thread_park(memory::flush_thread)
            .on_thread_stop(memory::flush_thread)
            .build()
            .map_err(|error| {
                Error::new(ErrorKind::Resources, "pyrust", format!("its threads cannot be started: {error}"))
            })
    };
    budget::settle()?;
    let threads = budget::threads()?.value;
    let runtime = start(Builder::new_multi_thread().thread_name("pyrust").worker_threads(threads))?;
    let looks = start(Builder::new_multi_thread().thread_name("pyrust-look").worker_threads(LOOK_THREADS))?;
    let engine = Engine {
        process: std::process::id(),
        handle: runtime.handle().clone(),
        looks: looks.handle().clone(),
        runtimes: Mutex::new(Some([runtime, looks])),
        ending: OnceLock::new(),
    };
    Ok(ENGINE.get_or_init(|| engine))
}

/// Waits for `future` on the runtime, without the GIL; a signal that raises ends it.
pub fn wait<T, F>(py: Python<'_>, future: F) -> PyResult<T>
where
    T: Send + 'static,
    F: Future<Output = pyrust_engine::Result<T>> + Send + 'static,
{
    wait_for(py, None, future)
}

/// Waits likewise for a run that may take so long, and no longer.
pub fn wait_for<T, F>(py: Python<'_>, timeout: Option<Duration>, future: F) -> PyResult<T>
where
    T: Send + 'static,
    F: Future<Output = pyrust_engine::Result<T>> + Send + 'static,
{
    wait_on(py, &engine().map_err(to_python)?.handle, Begin::There, RunWatch::of(caller(py, timeout)), future)
}

/// Waits likewise for what others compute: Ctrl-C ends the wait alone.
pub fn wait_unlisted<T, F>(py: Python<'_>, future: F) -> PyResult<T>
where
    T: Send + 'static,
    F: Future<Output = pyrust_engine::Result<T>> + Send + 'static,
{
    wait_on(py, &engine().map_err(to_python)?.looks, Begin::Here, RunWatch::default(), future)
}

/// Lets the runtime carry out work that nobody waits for here.
pub fn spawn(work: impl Future<Output = ()> + Send + 'static) -> PyResult<()> {
    engine().map_err(to_python)?.handle.spawn(work);
    Ok(())
}

/// Waits likewise for what is mostly done at once, such as a plan over tables that are known: it begins on this thread,
/// and goes over to the runtime where it has to wait itself. Two threads that wake each other cost as much as such a plan.
/// This thread hears no signal meanwhile, so what is not `quick` begins on the runtime at once.
pub fn begin<T, F>(py: Python<'_>, quick: bool, future: F) -> PyResult<T>
where
    T: Send + 'static,
    F: Future<Output = pyrust_engine::Result<T>> + Send + 'static,
{
    let begin = if quick { Begin::Here } else { Begin::There };
    wait_on(py, &engine().map_err(to_python)?.handle, begin, RunWatch::of(caller(py, None)), future)
}

/// Waits likewise for rows that somebody looks at, beside whatever queries compute; those in memory are found at once.
pub fn look<T, F>(py: Python<'_>, future: F) -> PyResult<T>
where
    T: Send + 'static,
    F: Future<Output = pyrust_engine::Result<T>> + Send + 'static,
{
    wait_on(py, &engine().map_err(to_python)?.looks, Begin::Here, RunWatch::default(), future)
}

/// Waits likewise on a thread that Python does not know, and so hears no signal and holds nothing that others wait for.
///
/// # Errors
/// What the future gives; `Cancelled` where the interpreter goes down.
pub fn wait_outside<T, F>(future: F) -> pyrust_engine::Result<T>
where
    T: Send + 'static,
    F: Future<Output = pyrust_engine::Result<T>> + Send + 'static,
{
    let handle = &engine()?.handle;
    match futures::executor::block_on(handle.spawn(future)) {
        Ok(result) => result,
        Err(failed) if failed.is_panic() => Err(boundary::defect(&*failed.into_panic())),
        Err(_) => Err(going_down()),
    }
}

/// On which thread work begins.
#[derive(PartialEq, Eq)]
enum Begin {
    /// The one that asks, which hears no signal until the work waits for the first time.
    Here,
    /// One of the runtime's.
    There,
}

fn wait_on<T, F>(py: Python<'_>, handle: &Handle, begin: Begin, watch: RunWatch, future: F) -> PyResult<T>
where
    T: Send + 'static,
    F: Future<Output = pyrust_engine::Result<T>> + Send + 'static,
{
    let (sender, receiver) = sync_channel(1);
    let mut work = Box::pin(watch.over(async move {
        let result = future.await;
        // Nobody listens any more once the wait was interrupted.
        let _ = sender.send(result);
    }));
    let computes = Handle::try_current().is_ok();
    // A thread that computes would begin it within the poll of another task; one of little stack has none for a plan.
    if begin == Begin::Here && !computes && stacker::remaining_stack().is_some_and(|left| left >= STACK / 2) {
        let done = py.detach(|| {
            let _entered = handle.enter();
            work.as_mut().now_or_never().is_some()
        });
        if done && let Ok(result) = receiver.try_recv() {
            return result.map_err(to_python);
        }
    }
    let task = handle.spawn(work);
    let bar = ProgressBar::new(watch.is_of_caller() && !computes);
    // On a thread that computes (a user function that runs a query) the engine is told, and lets another thread take
    // over its work: all threads waiting for queries that have none to run on would be a deadlock.
    if computes {
        return tokio::task::block_in_place(|| answer(py, task, &watch, receiver, bar));
    }
    answer(py, task, &watch, receiver, bar)
}

/// Waits for what a task has been asked for.
fn answer<T: Send>(
    py: Python<'_>,
    task: JoinHandle<()>,
    watch: &RunWatch,
    receiver: Receiver<pyrust_engine::Result<T>>,
    mut bar: ProgressBar,
) -> PyResult<T> {
    let answer = answer_of(py, task, watch, receiver, &mut bar);
    let ended = bar.end(py);
    let answer = answer?;
    // A signal that came in the last moment.
    ended.map(|()| answer)
}

fn answer_of<T: Send>(
    py: Python<'_>,
    task: JoinHandle<()>,
    watch: &RunWatch,
    mut receiver: Receiver<pyrust_engine::Result<T>>,
    bar: &mut ProgressBar,
) -> PyResult<T> {
    let outer = current();
    let _waiting = Waiting::count();
    loop {
        // A receiver may move to another thread but not be shared, hence the exclusive borrows.
        let answer = py.detach(|| {
            let receiver = &mut receiver;
            receiver.recv_timeout(SIGNAL_POLL)
        });
        match answer {
            Ok(result) => {
                if result.is_err() && outer.is_none() {
                    rest_if_ending(py);
                }
                if result.as_ref().is_err_and(|e| matches!(e.kind(), ErrorKind::Timeout | ErrorKind::Resources)) {
                    // A user function of the run may be in the middle of a batch.
                    interpreter::end_cancelled(py);
                }
                return result.map_err(to_python);
            }
            Err(RecvTimeoutError::Timeout) => {
                // A user function that waits here is stopped with the run that called it.
                if let Err(interrupt) = interpreter::hear(py).and_then(|()| bar.draw(py, watch)) {
                    watch.cancel();
                    task.abort();
                    interpreter::end_cancelled(py);
                    // The sender goes with the task, so this wakes as soon as the query has let go.
                    let _ = py.detach(|| {
                        let receiver = &mut receiver;
                        receiver.recv_timeout(ABORT_WAIT)
                    });
                    return Err(interrupt);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                let ended = py.detach(|| futures::executor::block_on(task));
                if outer.is_none() {
                    rest_if_ending(py);
                }
                return Err(to_python(match ended {
                    Err(failed) if failed.is_panic() => boundary::defect(&*failed.into_panic()),
                    _ => going_down(),
                }));
            }
        }
    }
}

/// How many threads of Python wait for an answer.
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// One of them, until it is dropped.
struct Waiting;

impl Waiting {
    fn count() -> Self {
        WAITING.fetch_add(1, Ordering::AcqRel);
        Self
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A daemon thread whose query the end of the interpreter has stopped stays where it is until the process is gone,
/// as Python's own do; an exception would only print a traceback that nobody asked for.
fn rest_if_ending(py: Python<'_>) {
    let ending = ENGINE.get().and_then(|engine| engine.ending.get());
    if ending.is_some_and(|thread| *thread != std::thread::current().id()) {
        WAITING.fetch_sub(1, Ordering::AcqRel);
        py.detach(|| {
            loop {
                std::thread::park();
            }
        });
    }
}

/// Ends what still runs when the interpreter goes down; called by `atexit`.
#[pyfunction(name = "_shutdown")]
pub fn shutdown(py: Python<'_>) {
    let Some(engine) = ENGINE.get().filter(|engine| engine.process == std::process::id()) else {
        return;
    };
    let _ = engine.ending.set(std::thread::current().id());
    interpreter::shut_down(py);
    let runtimes = engine.runtimes.lock().unwrap_or_else(PoisonError::into_inner).take();
    for runtime in runtimes.into_iter().flatten() {
        py.detach(|| runtime.shutdown_timeout(EXIT_WAIT));
    }
    // Those who waited come back for the GIL once more, and must have had it before the interpreter is gone.
    let until = Instant::now() + EXIT_WAIT;
    while WAITING.load(Ordering::Acquire) > 0 && Instant::now() < until {
        py.detach(|| std::thread::sleep(Duration::from_millis(2)));
    }
}

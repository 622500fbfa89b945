//! The rows of a store and what they take: counted in the memory pool and in the files of the process, moved from one to
//! the other, and dropped, while others read them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::execution::memory_pool::MemoryPool;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::blocks::{Format, Stored};
use super::chunks::{Chunk, Chunks, Slice, Stage};
use super::readers::Waiting;
use super::room::Room;
use super::row_source::next_epoch;
use super::{WHAT, eviction};
use crate::cast::batch::cast_to_schema;
use crate::error::{Error, ErrorKind, Result};
use crate::memory::{compacted, value_bytes};
use crate::run::Run;
use crate::spill::{Spilled, Unnamed};

/// What a result that is shown keeps in memory. Its first rows are what one looks at; the page cache has the others.
const MEMORY_BYTES: u64 = 64 << 20;

/// What is promised of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// They are looked at, and may be computed again.
    Shown,
    /// All of them are computed once, as batches of the store's schema.
    Whole,
}

/// Where the rows of a store are kept, and how many bytes of them are computed before somebody asks for more, and again
/// each time that somebody does.
pub(super) struct Means {
    pub(super) pool: Arc<dyn MemoryPool>,
    pub(super) files: Arc<Unnamed>,
    pub(super) eager: usize,
}

/// The rows of a store.
pub(super) struct Kept {
    pub(super) schema: SchemaRef,
    purpose: Purpose,
    chunks: Mutex<Chunks>,
    run: Mutex<Arc<Run>>,
    /// How far readers want the run to go: a number of rows, and a number of bytes.
    pub(super) wanted: watch::Sender<(u64, usize)>,
    /// How far it is.
    pub(super) reached: watch::Sender<(u64, Stage)>,
    pub(super) writer: OnceLock<AbortHandle>,
    room: Arc<Room>,
    means: Means,
    disk: Mutex<Disk>,
    /// When somebody last looked at a row.
    seen: Mutex<Instant>,
    /// Who waits for rows.
    pub(super) waiting: Waiting,
}

/// Where rows on disk are, as soon as there are any.
#[derive(Default)]
struct Disk {
    file: Option<Arc<Spilled>>,
    format: Option<Arc<Format>>,
}

impl Kept {
    /// Returns an empty store of rows of `run`, listed among those that give way to others.
    pub(super) fn new(schema: SchemaRef, purpose: Purpose, run: Arc<Run>, means: Means) -> Arc<Self> {
        let rows = if purpose == Purpose::Whole { u64::MAX } else { 0 };
        let kept = Arc::new(Self {
            schema,
            purpose,
            chunks: Mutex::new(Chunks::new(next_epoch())),
            run: Mutex::new(run),
            wanted: watch::channel((rows, means.eager)).0,
            reached: watch::channel((0, Stage::Computing)).0,
            writer: OnceLock::new(),
            room: Room::of(&means.pool),
            means,
            disk: Mutex::default(),
            seen: Mutex::new(Instant::now()),
            waiting: Waiting::default(),
        });
        eviction::list(&kept);
        kept
    }

    /// The run that computes the rows, or did.
    pub(super) fn run(&self) -> Arc<Run> {
        Arc::clone(&self.run.lock())
    }

    /// Does `work` with the chunks; nobody else sees or changes them meanwhile.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Chunks) -> T) -> T {
        work(&mut self.chunks.lock())
    }

    /// The room that its rows take in memory.
    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    /// The files that its own is one of.
    pub(super) fn files(&self) -> &Unnamed {
        &self.means.files
    }

    /// Returns whether somebody may look at the rows.
    pub(super) fn is_shown(&self) -> bool {
        self.purpose == Purpose::Shown
    }

    /// How many bytes are computed in one step.
    pub(super) fn eager(&self) -> usize {
        self.means.eager
    }

    /// When somebody last looked at a row.
    pub(super) fn seen(&self) -> Instant {
        *self.seen.lock()
    }

    /// Makes as if nobody had looked at a row for a minute.
    #[cfg(test)]
    pub(super) fn look_away(&self) {
        *self.seen.lock() -= Duration::from_secs(60);
    }

    /// Notes that somebody looks at a row.
    pub(super) fn look(&self) {
        *self.seen.lock() = Instant::now();
    }

    /// Returns the slices with rows of `range` that have come.
    ///
    /// # Errors
    /// When the rows were dropped.
    pub(super) fn find(&self, range: &Range<u64>) -> Result<Vec<Slice>> {
        self.look();
        self.with(|chunks| match chunks.stage {
            Stage::Dropped => Err(dropped()),
            _ => Ok(chunks.find(range)),
        })
    }

    /// Takes the next rows of the run, of which `at` have come before; returns how many have come now. Of a run anew the
    /// first rows are compared with those that are there: if they are others, these are dropped and the places have rows
    /// of another epoch.
    ///
    /// # Errors
    /// When the rows cannot be kept on disk or read back.
    pub(super) fn follow(&self, at: u64, batch: RecordBatch) -> Result<u64> {
        let come = at + batch.num_rows() as u64;
        let known = self.with(|chunks| chunks.rows.min(come).saturating_sub(at));
        let batch = match known {
            0 => batch,
            _ if self.has_same(at, &batch)? => {
                let known = usize::try_from(known).unwrap_or(usize::MAX);
                batch.slice(known, batch.num_rows() - known)
            }
            _ => {
                self.begin_anew(at);
                batch
            }
        };
        if batch.num_rows() > 0 {
            self.add(batch)?;
        }
        Ok(come)
    }

    /// Returns whether the rows from `at` on, as far as there are any, are the first ones of `batch`.
    fn has_same(&self, at: u64, batch: &RecordBatch) -> Result<bool> {
        let columns: Vec<usize> = (0..self.schema.fields().len()).collect();
        let mut from = 0;
        for slice in self.with(|chunks| chunks.find(&(at..at + batch.num_rows() as u64))) {
            let kept = slice.read(&columns)?;
            if kept.columns() != batch.slice(from, kept.num_rows()).columns() {
                return Ok(false);
            }
            from += kept.num_rows();
        }
        Ok(true)
    }

    /// Drops the rows from `at` on: those that come at their places are others.
    pub(super) fn begin_anew(&self, at: u64) {
        let gone = self.with(|chunks| {
            chunks.epoch = next_epoch();
            chunks.truncate(at)
        });
        for batch in gone {
            self.room.give_back(&batch);
        }
        self.tell();
    }

    fn add(&self, batch: RecordBatch) -> Result<()> {
        let convert = |e| Error::from_arrow(WHAT, e);
        let batch = match self.is_shown() {
            true => batch,
            false => cast_to_schema(&self.schema, batch).map_err(convert)?,
        };
        let batch = compacted(&batch).map_err(convert)?;
        let size = value_bytes(&batch) as u64;
        let rows = batch.num_rows() as u64;
        let held = || self.with(|chunks| chunks.in_memory.bytes() as u64);
        let fits = !self.is_shown() || held() + size <= MEMORY_BYTES;
        let chunk = match fits && self.room.take(&batch) {
            true => Chunk::Memory(batch),
            false => Chunk::Disk(Arc::new(self.write(&batch, size)?)),
        };
        self.with(|chunks| chunks.push(chunk, rows));
        self.tell();
        eviction::keep_share(self);
        Ok(())
    }

    /// Writes a batch of `size` bytes to disk; results that nobody looks at give way to it.
    fn write(&self, batch: &RecordBatch, size: u64) -> Result<Stored> {
        let write = || {
            let (file, format) = {
                let mut disk = self.disk.lock();
                let format = Format::of(&batch.schema(), disk.format.as_ref())?;
                let file = match &disk.file {
                    Some(file) => Arc::clone(file),
                    None => Arc::new(self.means.files.create()?),
                };
                *disk = Disk { file: Some(Arc::clone(&file)), format: Some(Arc::clone(&format)) };
                (file, format)
            };
            Stored::write(batch, size, format, file)
        };
        match write() {
            Err(error) if error.kind() == ErrorKind::Resources && eviction::free_disk(size, self) > 0 => write(),
            written => written,
        }
    }

    /// Moves batches from memory to disk, the last ones first, until `bytes` are free; returns how many are.
    pub(super) fn move_to_disk(&self, bytes: usize) -> usize {
        let (mut freed, mut before) = (0, usize::MAX);
        while freed < bytes
            && let Some((at, batch)) = self.with(|chunks| chunks.last_in_memory(before))
        {
            before = at;
            let Ok(stored) = self.write(&batch, value_bytes(&batch) as u64) else { break };
            if self.with(|chunks| chunks.move_to_disk(at, &batch, stored)) {
                freed += self.room.give_back(&batch);
            }
        }
        freed
    }

    /// Ends a run that has paused: its operators go, the rows so far stay.
    pub(super) fn stop(&self) -> Option<Arc<Run>> {
        let paused = self.with(|chunks| {
            let paused = chunks.stage == Stage::Paused;
            if paused {
                (chunks.stage, chunks.given_up) = (Stage::Stopped, true);
            }
            paused
        });
        let run = paused.then(|| self.run())?;
        self.tell();
        run.cancel();
        Some(run)
    }

    /// Notes that another run computes the rows.
    pub(super) fn restart(&self, run: &Arc<Run>) {
        *self.run.lock() = Arc::clone(run);
        self.with(|chunks| chunks.given_up = false);
        self.enter(Stage::Computing);
    }

    /// Notes that rows are computed again after a pause. It is told at once, so that nobody sees a pause that has just ended.
    pub(super) fn go_on(&self) {
        let waited = self.with(|chunks| {
            let waited = matches!(chunks.stage, Stage::Paused | Stage::Stopped);
            if waited {
                chunks.stage = Stage::Computing;
            }
            waited
        });
        if waited {
            self.tell();
        }
    }

    /// Drops the rows of a result that nobody has looked at for `unseen`, if they can be computed again and are not
    /// computed now; returns how many bytes that frees in memory and on disk.
    pub(super) fn drop_rows(&self, unseen: Duration) -> (usize, u64) {
        if !self.is_shown() || self.seen().elapsed() < unseen {
            return (0, 0);
        }
        let dropped = self.with(|chunks| {
            if matches!(chunks.stage, Stage::Computing | Stage::Dropped) {
                return None;
            }
            let (rows, on_disk) = (chunks.rows, chunks.on_disk);
            let gone = chunks.truncate(0);
            // What is told of the rows stays true of them.
            chunks.rows = rows;
            chunks.stage = Stage::Dropped;
            Some((gone, on_disk))
        });
        let Some((gone, on_disk)) = dropped else { return (0, 0) };
        if let Some(writer) = self.writer.get() {
            writer.abort();
        }
        drop(std::mem::take(&mut *self.disk.lock()));
        self.tell();
        (gone.iter().map(|batch| self.room.give_back(batch)).sum(), on_disk)
    }

    /// Notes that the run has ended, with this error.
    pub(super) fn end(&self, error: Option<Error>) {
        self.with(|chunks| (chunks.error, chunks.stage) = (error, Stage::Ended));
        self.tell();
    }

    /// Enters a stage, unless the rows are gone.
    pub(super) fn enter(&self, stage: Stage) {
        self.with(|chunks| {
            if chunks.stage != Stage::Dropped {
                chunks.stage = stage;
            }
        });
        self.choose_lane();
        self.tell();
    }

    /// Tells those who wait for rows how far they are.
    fn tell(&self) {
        self.reached.send_replace(self.with(|chunks| (chunks.rows, chunks.stage)));
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        for batch in self.chunks.get_mut().truncate(0) {
            self.room.give_back(&batch);
        }
    }
}

/// The error of readers whose rows are gone.
pub(crate) fn dropped() -> Error {
    Error::new(ErrorKind::Resources, WHAT, "these rows were dropped to make room for others")
        .with_hint("show the frame again")
}

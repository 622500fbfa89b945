//! The engine as its users see it: frames, SQL, views and runs over real files, without Python.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

mod arithmetic;
mod arranged;
mod asof;
mod budget;
mod cache;
mod cast;
mod commands;
mod faults;
mod frame;
mod joins;
mod lanes;
mod map;
mod order;
mod run;
mod sink;
mod sql;
mod text;
mod upgrade;
mod view;
mod window;

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use arrow::array::{AsArray, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Int64Type, Schema};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use pyrust_engine::file_format::Format;
use pyrust_engine::frame::read::read;
use pyrust_engine::source::ReadOptions;
use pyrust_engine::statement::{Given, Statement};
use pyrust_engine::{Error, Frame, Run, Session};

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());

fn wait<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

/// Whether `state` comes true within ten seconds. What a run held is given back by the run's own threads, which may be a
/// moment behind the last answer.
fn soon(state: impl Fn() -> bool) -> bool {
    (0..500).any(|_| {
        let reached = state();
        if !reached {
            std::thread::sleep(Duration::from_millis(20));
        }
        reached
    })
}

/// The runs of a session of which something is left.
fn living(session: &Session) -> Vec<Arc<Run>> {
    session.runs().into_iter().filter(|run| !run.state().is_over()).collect()
}

fn session() -> Arc<Session> {
    Session::try_new().unwrap()
}

/// Two columns: `n` counts from `from`, `Word` is its text.
fn batch(from: i64, to: i64) -> RecordBatch {
    let schema = Schema::new(vec![Field::new("n", DataType::Int64, false), Field::new("Word", DataType::Utf8, true)]);
    let words: StringArray = (from..to).map(|n| (n % 7 != 3).then(|| format!("word {n}"))).collect();
    RecordBatch::try_new(Arc::new(schema), vec![Arc::new(Int64Array::from_iter_values(from..to)), Arc::new(words)])
        .unwrap()
}

fn in_memory(session: &Arc<Session>, batches: Vec<RecordBatch>) -> Arc<Frame> {
    Frame::from_batches(session, batch(0, 0).schema(), batches).unwrap()
}

fn write_parquet(path: &Path, from: i64, to: i64, rows_a_group: usize) {
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(rows_a_group)).build();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch(0, 0).schema(), Some(properties)).unwrap();
    writer.write(&batch(from, to)).unwrap();
    writer.close().unwrap();
}

fn opened(session: &Arc<Session>, format: Format, paths: &[&Path]) -> Result<Arc<Frame>, Error> {
    let paths = paths.iter().map(|path| path.as_os_str().to_owned()).collect();
    wait(read(session, format, paths, ReadOptions::default()))
}

fn parquet(session: &Arc<Session>, paths: &[&Path]) -> Arc<Frame> {
    opened(session, Format::Parquet, paths).unwrap()
}

/// DataFusion without what pyrust adds to it.
fn alone(partitions: usize) -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(partitions);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    SessionContext::new_with_state(state)
}

fn integers(batches: &[RecordBatch], column: usize) -> Vec<i64> {
    batches.iter().flat_map(|b| b.column(column).as_primitive::<Int64Type>().values().to_vec()).collect()
}

fn collected(frame: &Arc<Frame>) -> Vec<RecordBatch> {
    wait(frame.collect()).unwrap().batches().unwrap().to_vec()
}

fn query(session: &Arc<Session>, text: &str) -> Result<Arc<Frame>, Error> {
    wait(Statement::parse(session, text)?.plan(Given::default())).map(|planned| planned.frame)
}

/// Returns each row as text: `1, null`.
fn shown_rows(batches: &[RecordBatch]) -> Vec<String> {
    let options = FormatOptions::default().with_null("null");
    let mut rows = Vec::new();
    for batch in batches {
        let columns: Vec<_> = batch.columns().iter().map(|c| ArrayFormatter::try_new(c, &options).unwrap()).collect();
        for row in 0..batch.num_rows() {
            let values: Vec<String> = columns.iter().map(|column| column.value(row).to_string()).collect();
            rows.push(values.join(", "));
        }
    }
    rows
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    /// The next number, below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// A number below `limit`, or null once in `every` times.
    fn or_null(&mut self, limit: u64, every: u64) -> Option<i64> {
        (self.below(every) > 0).then(|| self.below(limit) as i64)
    }
}

//! What is leaned on without a promise: each test here fails when an upgrade of DataFusion, arrow-rs or parquet changes
//! one behaviour, and names the file that has to be looked at then. Everything runs on DataFusion alone, without what
//! pyrust adds to it. The wordings of messages are in `engine/src/error/wording`, with tests like these.
//!
//! Most are defects that pyrust mends (`docs/upstream`, which `tests/structure/test_upgrade.py` compares with this
//! folder): a test that fails there is good news, since the mend that it names can go if the answer is right now.

mod answers;
mod files;
mod memory;
mod order;
mod plans;
mod statements;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::array::{ArrayRef, DictionaryArray, Int8Array, Int64Array, ListArray, RecordBatch, StringArray};
use arrow::datatypes::{Int8Type, Int64Type};
use datafusion::error::Result;
use datafusion::physical_plan::{ExecutionPlan, displayable};
use datafusion::prelude::SessionContext;

use crate::{alone, shown_rows, wait};

fn lists(lists: [Option<Vec<Option<i64>>>; 2]) -> ArrayRef {
    Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>(lists))
}

fn integers(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

/// DataFusion alone, with some tables:
/// - `t`: `n` counts from 0 to 3, `word` is text, `list` holds integers, `big` is the largest integer;
/// - `a`: `k` and `x` are 1 and 2; `b`: `k` is 1;
/// - `lists`: `x` has no null, and `y` has one first;
/// - `dict`: `s` is a dictionary, whose first row is null among its values.
fn datafusion(partitions: usize) -> SessionContext {
    let context = alone(partitions);
    let list = ListArray::from_iter_primitive::<Int64Type, _, _>((0..4).map(|n| Some(vec![Some(n), None])));
    let words: ArrayRef = Arc::new(StringArray::from(vec!["0", "1", "x", "3"]));
    let values: ArrayRef = Arc::new(StringArray::from(vec![None, Some("ba")]));
    let dictionary = DictionaryArray::<Int8Type>::new(Int8Array::from(vec![0, 1, 1]), values);
    let tables: [(&str, Vec<(&str, ArrayRef)>); 5] = [
        (
            "t",
            vec![
                ("n", integers(&[0, 1, 2, 3])),
                ("word", words),
                ("list", Arc::new(list) as ArrayRef),
                ("big", integers(&[i64::MAX; 4])),
            ],
        ),
        ("a", vec![("k", integers(&[1, 2])), ("x", integers(&[1, 2]))]),
        ("b", vec![("k", integers(&[1]))]),
        (
            "lists",
            vec![("x", lists([Some(vec![Some(1)]), Some(vec![Some(2)])])), ("y", lists([None, Some(vec![Some(2)])]))],
        ),
        ("dict", vec![("i", integers(&[1, 2, 3])), ("s", Arc::new(dictionary) as ArrayRef)]),
    ];
    for (name, columns) in tables {
        context.register_batch(name, RecordBatch::try_from_iter(columns).unwrap()).unwrap();
    }
    context
}

/// Returns what comes of a statement: its rows (`1, null; 2, x`), the error, or that DataFusion panics.
fn answer(context: &SessionContext, statement: &str) -> String {
    let work = || wait(async { context.sql(statement).await?.collect().await });
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(batches)) => shown_rows(&batches).join("; "),
        Ok(Err(error)) => format!("error: {}", error.find_root()),
        Err(_) => "panic".to_owned(),
    }
}

/// A defect of DataFusion, by its page in `docs/upstream`, and the file below `engine/src` that mends it.
#[derive(Clone, Copy)]
struct Defect {
    page: &'static str,
    mend: &'static str,
}

impl Defect {
    const fn new(page: &'static str, mend: &'static str) -> Self {
        Self { page, mend }
    }

    /// Asserts that DataFusion answers each statement as ever: wrongly. An answer that begins with `error: ` has to be
    /// in the message.
    fn still(self, cases: &[(&str, &str)]) {
        self.still_with(&datafusion(1), cases);
    }

    fn still_with(self, context: &SessionContext, cases: &[(&str, &str)]) {
        for (statement, wrong) in cases {
            let now = answer(context, statement);
            let is_same = match wrong.strip_prefix("error: ") {
                Some(words) => now.starts_with("error: ") && now.contains(words),
                None => now == *wrong,
            };
            assert!(is_same, "{}\n  was: {wrong}\n  is:  {now}\n{}", statement, self.says());
        }
    }

    fn says(self) -> String {
        format!("docs/upstream/{}.md: if that is right now, engine/src/{} can go", self.page, self.mend)
    }
}

fn physical(context: &SessionContext, statement: &str) -> Arc<dyn ExecutionPlan> {
    let plan: Result<_> = wait(async { context.sql(statement).await?.create_physical_plan().await });
    plan.unwrap()
}

fn shown(context: &SessionContext, statement: &str) -> String {
    displayable(physical(context, statement).as_ref()).indent(true).to_string()
}

//! One NaN in rows that are in memory: each part of a column of floats is looked at once, when it is first read, and
//! only those with another NaN are copied. The batches themselves are shared with others and stay as they are.

use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::Schema;
use arrow::error::ArrowError;

use crate::canonical_nan::{has_other, with_one};
use crate::trial::Mend;

/// The rows of a part: enough for the look to cost less than the memory it reads, few enough for a page of rows.
const PART: usize = 1 << 16;

const CLEAN: u8 = 1;
const OTHER: u8 = 2;

/// What is known of the floats of batches.
#[derive(Debug)]
pub(super) struct Nans {
    /// The columns of floats.
    columns: Vec<usize>,
    /// For each batch, for each of these columns, its parts.
    known: Vec<Vec<AtomicU8>>,
}

impl Nans {
    /// Returns what is known of `batches` at first: nothing.
    pub(super) fn of(schema: &Schema, batches: &[RecordBatch]) -> Self {
        let fields = schema.fields().iter().enumerate();
        let columns: Vec<usize> = fields.filter(|(_, f)| f.data_type().is_floating()).map(|(at, _)| at).collect();
        let parts = |batch: &RecordBatch| columns.len() * batch.num_rows().div_ceil(PART);
        let known = match columns.is_empty() || !Mend::CanonicalNan.is_on() {
            true => Vec::new(),
            false => batches.iter().map(|batch| (0..parts(batch)).map(|_| AtomicU8::new(0)).collect()).collect(),
        };
        Self { columns, known }
    }

    /// Returns these rows of the batch with the number `at`, with one NaN; `columns` are the wanted ones.
    pub(super) fn slice(
        &self,
        at: usize,
        batch: &RecordBatch,
        rows: Range<usize>,
        columns: Option<&[usize]>,
    ) -> Result<RecordBatch, ArrowError> {
        let slice = batch.slice(rows.start, rows.len());
        let Some(known) = self.known.get(at) else { return Ok(slice) };
        let parts = batch.num_rows().div_ceil(PART);
        let wanted = known.chunks_exact(parts.max(1)).zip(&self.columns);
        let wanted = wanted.filter(|(_, column)| columns.is_none_or(|columns| columns.contains(*column)));
        let changed = wanted.filter(|(known, column)| {
            let mut parts = rows.start / PART..rows.end.div_ceil(PART);
            parts.any(|part| is_other(&known[part], batch.column(**column), part))
        });
        with_one(slice, changed.map(|(_, column)| *column))
    }
}

/// Returns whether a part of a column has another NaN. Two threads may look at the same time, and find the same.
fn is_other(known: &AtomicU8, column: &ArrayRef, part: usize) -> bool {
    match known.load(Ordering::Relaxed) {
        CLEAN => false,
        OTHER => true,
        _ => {
            let start = part * PART;
            let found = has_other(&column.slice(start, PART.min(column.len() - start)));
            known.store(if found { OTHER } else { CLEAN }, Ordering::Relaxed);
            found
        }
    }
}

//! A specification as verbs of its frame: the rows of a view, and their numbers in the frame.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::logical_expr::{Expr, SortExpr, cast};

use super::predicate;
use super::spec::{Nulls, SortKey, ViewSpec};
use crate::error::Result;
use crate::expr::names::column;
use crate::frame::Frame;
use crate::frame::base::Base;
use crate::source::ParquetRows;

/// Columns beside those of the frame, and the one of what is kept.
const ROW: &str = "?row?";
const PASSES: &str = "?passes?";
const HIT: &str = "?hit?";
const NUMBER: &str = "number";

/// What a specification means over a frame: its conditions and keys that fit the frame's columns.
#[derive(Clone)]
pub(super) struct Arrangement {
    conditions: Vec<Expr>,
    keys: Vec<SortExpr>,
}

impl Arrangement {
    /// Returns what `spec` means over `frame`. Filters and keys that do not fit it are left out, as if they were off: a view
    /// outlives the frame that it was made for.
    ///
    /// # Errors
    /// Those of the condition in SQL, which is written for the frame at hand.
    pub(super) fn of(frame: &Arc<Frame>, spec: &ViewSpec) -> Result<Self> {
        let mut conditions = Vec::new();
        if let Some(text) = spec.condition.as_deref().filter(|text| !text.trim().is_empty()) {
            conditions.push(predicate::of_sql(frame, text)?);
        }
        let active = spec.filters.iter().filter(|filter| !filter.off);
        conditions.extend(active.filter_map(|filter| predicate::of_filter(frame, filter).ok()));
        if let Some(text) = spec.search.as_deref().filter(|text| !text.is_empty()) {
            conditions.push(predicate::of_search(frame, text)?);
        }
        let keys = spec.sort.iter().filter(|key| check_key(frame, key).is_ok()).map(sort_key).collect();
        Ok(Self { conditions, keys })
    }

    /// Returns whether the rows are in another order than that of the frame.
    pub(super) fn is_sorted(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Returns whether some rows may not pass.
    pub(super) fn is_filtered(&self) -> bool {
        !self.conditions.is_empty()
    }

    /// Returns whether it shows all rows in the frame's order.
    pub(super) fn is_natural(&self) -> bool {
        !self.is_sorted() && !self.is_filtered()
    }

    /// The rows, as a query over the frame.
    pub(super) fn rows(&self, frame: &Arc<Frame>) -> Result<Arc<Frame>> {
        let filtered = self.filtered(frame)?;
        if !self.is_sorted() {
            return Ok(filtered);
        }
        // Over an order that differs from run to run, equal rows have none.
        if !frame.is_ordered() {
            return filtered.sort(self.keys.clone());
        }
        let row = free_name(frame, ROW);
        let numbered = self.filtered(&frame.with_row_index(&row, 0)?)?;
        numbered.sort(self.keys_then(&row))?.drop(&[row])
    }

    /// The numbers of the rows in the frame, as `uint32` where they fit and else `uint64`, in the order of the view.
    ///
    /// # Arguments
    /// * `source` - the rows, numbered or to be numbered.
    /// * `most` - how many of them.
    /// * `total` - how many rows the frame has.
    pub(super) fn numbers(&self, source: &Source, most: Option<usize>, total: u64) -> Result<Arc<Frame>> {
        let sorted = match source {
            Source::Numbered(frame, row) => {
                let passed = self.filtered(frame)?;
                if self.is_sorted() { passed.sort(self.keys_then(row))? } else { passed }
            }
            Source::Plain(frame, row) => self.sorted(frame, row, None)?,
        };
        let row = source.row();
        let cut = if most.is_some() { sorted.limit(0, most)? } else { sorted };
        let data_type = if total <= u64::from(u32::MAX) { DataType::UInt32 } else { DataType::UInt64 };
        cut.select(vec![cast(column(row), data_type).alias(NUMBER)])
    }

    /// The places in the view, from 0, of its rows that pass a test: `uint64`, in ascending order.
    pub(super) fn places(&self, frame: &Arc<Frame>, test: Expr) -> Result<Arc<Frame>> {
        let (row, hit) = (free_name(frame, ROW), free_name(frame, HIT));
        let tested = self.sorted(frame, &row, Some(test.alias(&hit)))?.select(vec![column(&hit)])?;
        let placed = tested.with_row_index(NUMBER, 0)?.filter(column(&hit))?;
        placed.select(vec![cast(column(NUMBER), DataType::UInt64).alias(NUMBER)])
    }

    /// The rows that pass with their number in `row`, in the order of the view. Conditions are computed before rows are
    /// numbered, on all cores: numbers are given one after the other.
    fn sorted(&self, frame: &Arc<Frame>, row: &str, more: Option<Expr>) -> Result<Arc<Frame>> {
        let passes = free_name(frame, PASSES);
        let condition = self.conditions.iter().cloned().reduce(Expr::and).map(|all| all.is_true().alias(&passes));
        let is_filtered = condition.is_some();
        let tests: Vec<Expr> = condition.into_iter().chain(more).collect();
        let tested = if tests.is_empty() { Arc::clone(frame) } else { frame.with_columns(tests)? };
        let numbered = tested.with_row_index(row, 0)?;
        let passed = if is_filtered { numbered.filter(column(&passes))? } else { numbered };
        if self.is_sorted() { passed.sort(self.keys_then(row)) } else { Ok(passed) }
    }

    /// The keys, and the numbers of the rows as the last of them.
    fn keys_then(&self, row: &str) -> Vec<SortExpr> {
        self.keys.iter().cloned().chain([column(row).sort(true, false)]).collect()
    }

    fn filtered(&self, frame: &Arc<Frame>) -> Result<Arc<Frame>> {
        match self.conditions.iter().cloned().reduce(Expr::and) {
            Some(condition) => frame.filter(condition),
            None => Ok(Arc::clone(frame)),
        }
    }
}

/// The rows of a view before they are arranged, and the name of the column that numbers them.
pub(super) enum Source {
    /// They have it.
    Numbered(Arc<Frame>, String),
    /// They get it when they are counted, one after the other.
    Plain(Arc<Frame>, String),
}

impl Source {
    /// Returns the rows of `base`, which are completed first unless they are in `files`.
    ///
    /// # Errors
    /// Those of the query.
    pub(super) async fn of(base: &Base, files: Option<&ParquetRows>) -> Result<Self> {
        let row = free_name(base.frame(), ROW);
        let numbered = match files {
            Some(files) => base.numbered_in(files, &row)?,
            None => base.numbered(&row).await?,
        };
        Ok(match numbered {
            Some(frame) => Self::Numbered(frame, row),
            None => Self::Plain(base.repeatable().await?, row),
        })
    }

    fn row(&self) -> &str {
        match self {
            Self::Numbered(_, row) | Self::Plain(_, row) => row,
        }
    }
}

/// Returns a name that begins like this and that no column has.
fn free_name(frame: &Frame, begin: &str) -> String {
    let mut name = begin.to_string();
    while frame.schema().index_of(&name).is_ok() {
        name.push('?');
    }
    name
}

/// Fails if a frame cannot be sorted by a key.
pub(super) fn check_key(frame: &Arc<Frame>, key: &SortKey) -> Result<()> {
    frame.sort(vec![sort_key(key)]).map(drop)
}

fn sort_key(key: &SortKey) -> SortExpr {
    column(&key.column).sort(!key.descending, key.nulls == Nulls::First)
}

//! The cells of a view that contain a text: the places of their rows, computed once and kept, as they come.

use std::sync::Arc;

use arrow::array::{Array, AsArray};
use datafusion::logical_expr::{Expr, lit};

use super::View;
use super::order::{kept, read};
use super::predicate::found_in;
use crate::error::Result;
use crate::frame::Frame;
use crate::store::ResultStore;
use crate::store::row_source::RowSource;

/// The rows of a view that contain a text, by their places in it, in ascending order.
pub(super) struct Found {
    text: String,
    places: Arc<ResultStore>,
}

/// Where one looks from.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// The row, by its place in the view.
    pub row: u64,
    /// The column, by its index.
    pub column: usize,
    /// Whether one looks for the cell before it.
    pub backwards: bool,
}

impl View {
    /// Returns the next cell, row by row, that contains `text`, in capitals or small letters; after the last one the first.
    ///
    /// # Errors
    /// Errors of reading or computing the rows.
    pub async fn find(&self, text: &str, from: Start) -> Result<Option<(u64, usize)>> {
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(column) = self.next_in_row(text, from).await? {
            return Ok(Some((from.row, column)));
        }
        let found = self.found(text).await?;
        let Some(row) = found.next(from).await? else { return Ok(None) };
        let edge = if from.backwards { usize::MAX } else { 0 };
        let columns = self.columns_with(text, row).await?;
        let column = if edge == 0 { columns.first() } else { columns.last() };
        Ok(column.map(|column| (row, *column)))
    }

    /// Returns the column of the row that one is in, if a cell further on contains the text.
    async fn next_in_row(&self, text: &str, from: Start) -> Result<Option<usize>> {
        let mut columns = self.columns_with(text, from.row).await?.into_iter();
        Ok(match from.backwards {
            true => columns.rfind(|column| *column < from.column),
            false => columns.find(|column| *column > from.column),
        })
    }

    /// Returns the columns of a row whose cells contain the text.
    async fn columns_with(&self, text: &str, row: u64) -> Result<Vec<usize>> {
        let fields = self.frame().schema().fields();
        let batch = self.window(row, 1, (0..fields.len()).collect()).await?;
        if batch.num_rows() == 0 {
            return Ok(Vec::new());
        }
        let one = Frame::from_batches(self.frame().session(), batch.schema(), vec![batch])?;
        let tests = one.schema().fields().iter().enumerate();
        let tests = tests.map(|(at, field)| found_in(field.name(), field.data_type(), text).alias(at.to_string()));
        let (_, stream) = one.select(tests.collect())?.start("find").await?;
        let tested = stream.collect().await?;
        let hits = tested.iter().flat_map(|batch| batch.columns().iter().enumerate());
        let hits = hits.filter(|(_, hit)| hit.len() == 1 && hit.as_boolean().value(0));
        Ok(hits.map(|(at, _)| at).collect())
    }

    async fn found(&self, text: &str) -> Result<Arc<Found>> {
        if let Some(found) = self.found.lock().as_ref().filter(|found| found.text == text) {
            return Ok(Arc::clone(found));
        }
        let frame = self.base.repeatable().await?;
        let fields = frame.schema().fields();
        let tests = fields.iter().map(|field| found_in(field.name(), field.data_type(), text));
        let test = tests.reduce(Expr::or).unwrap_or_else(|| lit(false));
        let places = kept(&self.arrangement.places(&frame, test)?).await?;
        let found = Arc::new(Found { text: text.to_string(), places });
        // Dropping the one before ends its run.
        *self.found.lock() = Some(Arc::clone(&found));
        Ok(found)
    }
}

impl Found {
    /// Returns the row after that one, or before it; after the last one the first.
    async fn next(&self, from: Start) -> Result<Option<u64>> {
        let mut known = 0;
        loop {
            let complete = self.places.is_complete();
            let count = self.places.count();
            // How many of the rows come before the one that is wanted.
            let before = self.before(count, if from.backwards { from.row } else { from.row.saturating_add(1) }).await?;
            let wanted = if from.backwards { before.checked_sub(1) } else { Some(before) };
            match wanted {
                Some(at) if at < count && (complete || before < count || !from.backwards) => return self.at(at).await,
                _ if complete && count == 0 => return Ok(None),
                _ if complete => return self.at(if from.backwards { count - 1 } else { 0 }).await,
                _ => {}
            }
            known = known.max(count) + 1;
            if !self.places.reaches(known).await && !self.places.is_complete() {
                self.places.complete().await?;
            }
        }
    }

    /// Returns how many of the first `count` rows come before `row`.
    async fn before(&self, count: u64, row: u64) -> Result<u64> {
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.at(middle).await? {
                Some(place) if place < row => low = middle + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }

    async fn at(&self, place: u64) -> Result<Option<u64>> {
        Ok(read(&self.places, place..place + 1).await?.first().copied())
    }
}

//! A view of a frame for a grid, a repr or an export: its rows by number, sorted and filtered as a [`ViewSpec`] says.
//!
//! The rows of a frame belong to all who look at it ([`Base`]), their order to each view: two grids of one frame are
//! sorted differently. An order is the numbers of the rows, kept like any result (docs/decisions/0034).
//!
//! - [`spec`]: what is shown, as a value; `predicate`: its conditions over a frame; `arrange`: the verbs that it means;
//!   `described`: it in words;
//! - `order`: the numbers of the rows; `values`: the values of a column; `found`: the cells that contain a text.

mod arrange;
mod described;
mod found;
mod order;
mod predicate;
pub mod spec;
mod values;

use std::sync::Arc;

use arrow::array::RecordBatch;
use parking_lot::Mutex;

use crate::error::Result;
use crate::frame::base::Base;
use crate::frame::{Frame, ViewStatus};
use crate::source::ParquetRows;
use crate::store::row_source::RowSource;
use arrange::Arrangement;
use found::Found;
use order::Order;
use spec::ViewSpec;

pub use described::{Description, Problem, described};
pub use found::Start;
pub use values::Values;

/// A frame being looked at.
pub struct View {
    base: Arc<Base>,
    arrangement: Arrangement,
    /// None where all rows are shown in the frame's order.
    order: Option<Order>,
    /// What the numbers of the order are of, if not of the rows of the base.
    files: Option<Arc<ParquetRows>>,
    /// The cells that contain the text that was last looked for.
    found: Mutex<Option<Arc<Found>>>,
}

impl View {
    /// Opens the rows of `frame` in its own order. Those that somebody looks at are shared.
    ///
    /// # Errors
    /// When a file cannot be opened or the query cannot be planned.
    pub async fn open(frame: &Arc<Frame>) -> Result<Arc<Self>> {
        let base = Base::open(frame).await?;
        let arrangement = Arrangement::of(frame, &ViewSpec::default())?;
        Ok(Arc::new(Self { base, arrangement, order: None, files: None, found: Mutex::default() }))
    }

    /// Returns another view of the same rows, whose order is computed in the background. Filters and keys that do not fit
    /// the frame do nothing ([`described`] says why).
    ///
    /// # Errors
    /// `Sql`, with the place, for a condition in SQL that is none over these columns.
    pub async fn arranged(&self, spec: &ViewSpec) -> Result<Arc<Self>> {
        let arrangement = Arrangement::of(self.frame(), spec)?;
        let (base, mut files, mut order) = (Arc::clone(&self.base), None, None);
        if !arrangement.is_natural() {
            files = base.files().await;
            order = Some(Order::begin(&base, files.clone(), arrangement.clone()));
        }
        Ok(Arc::new(Self { base, arrangement, order, files, found: Mutex::default() }))
    }

    /// The frame of the view.
    pub fn frame(&self) -> &Arc<Frame> {
        self.base.frame()
    }

    /// Returns up to `count` rows from `first` on, of the columns at these indices; fewer where the rows end.
    ///
    /// # Errors
    /// A `Value` error for a column that does not exist; errors of reading or computing the rows.
    pub async fn window(&self, first: u64, count: usize, columns: Vec<usize>) -> Result<RecordBatch> {
        match &self.order {
            None => self.base.window(first, count, &columns).await,
            Some(order) => {
                let numbers = order.numbers(first..first.saturating_add(count as u64)).await?;
                self.base.take(self.files.as_deref(), &numbers, &columns).await
            }
        }
    }

    /// Returns how far the rows are.
    pub fn status(&self) -> ViewStatus {
        let base = self.base.status();
        match &self.order {
            None => base,
            // What has become of the query itself does not matter to rows that are taken from its files.
            Some(order) if self.files.is_some() => order.status(ViewStatus { error: None, ..base }),
            Some(order) => order.status(base),
        }
    }

    /// Returns whether its rows were dropped to make room for others: a view that is opened anew has them.
    pub fn is_dropped(&self) -> bool {
        self.files.as_ref().map_or_else(|| self.base.is_dropped(), |files| files.status().dropped)
    }

    /// Resumes a paused run: for one step, and until there are `rows`.
    pub fn resume(&self, rows: u64) {
        if self.order.is_none() {
            self.base.resume(rows);
        }
    }

    /// Stops what computes it; the rows so far stay.
    pub fn cancel(&self) {
        match &self.order {
            Some(order) if !order.waits() => order.cancel(),
            _ => self.base.cancel(),
        }
    }
}

/// Returns the rows of a view of `frame` as a frame, lazily.
///
/// # Errors
/// `Sql`, with the place, for a condition in SQL that is none over these columns.
pub fn derived(frame: &Arc<Frame>, spec: &ViewSpec) -> Result<Arc<Frame>> {
    Arrangement::of(frame, spec)?.rows(frame)
}

//! `group_by_dynamic`: groups of rows by windows of time that begin at regular intervals. A row is in as many windows as
//! cover it: the start of the last one is computed, those before are steps back from it, and each makes a row of its own
//! for the aggregation.

use std::sync::Arc;

use datafusion::functions_aggregate::expr_fn::min;
use datafusion::functions_nested::expr_fn::make_array;
use datafusion::logical_expr::{Expr, SortExpr};

use super::time_index::TimeIndex;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::{check_once, column};
use crate::frame::{Frame, Grouping};
use crate::resolve::{Aggregation, Span, Window, label};

const WHAT: &str = "group_by_dynamic";
/// Hidden columns: the index in its domain, the start of the row's window, where the grid begins, a window's first row.
pub(super) const INDEX: &str = "?index?";
const LOWER: &str = "?lower?";
const ORIGIN: &str = "?origin?";
const FIRST: &str = "?first?";
/// The columns of the windows' bounds, as Polars names them.
const BOUNDARIES: [&str; 2] = ["_lower_boundary", "_upper_boundary"];
/// More windows than this over one row are refused: each is a copy of the row.
const MOST_WINDOWS: i128 = 1_000;

/// Which ends of a window belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Its start.
    Left,
    /// Its end.
    Right,
    /// Both.
    Both,
    /// Neither.
    None,
}

impl Closed {
    /// Returns whether the start belongs to the window.
    pub(super) fn has_start(self) -> bool {
        matches!(self, Self::Left | Self::Both)
    }

    /// Returns whether the end belongs to the window.
    pub(super) fn has_end(self) -> bool {
        matches!(self, Self::Right | Self::Both)
    }
}

/// What stands for a window in the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowLabel {
    /// Its start.
    Left,
    /// Its end.
    Right,
    /// The first index in it.
    First,
}

/// Where the first window starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartBy {
    /// At the last point of the grid from 1970-01-01 before the first row.
    Window,
    /// At the first row.
    First,
    /// At the last Monday (0) to Sunday (6) before the first row.
    Weekday(u32),
}

/// Windows of time that begin at regular intervals.
#[derive(Clone, Debug)]
pub struct DynamicWindows {
    /// What places a row in time.
    pub index: Expr,
    /// Keys of groups that have windows of their own.
    pub keys: Vec<Expr>,
    /// How far the starts of windows are apart.
    pub every: Span,
    /// How long a window is.
    pub period: Span,
    /// How far the starts are moved.
    pub offset: Span,
    /// Which ends of a window belong to it.
    pub closed: Closed,
    /// What stands for a window in the result.
    pub label: WindowLabel,
    /// Whether the result has the bounds of the windows too.
    pub boundaries: bool,
    /// Where the first window starts.
    pub start_by: StartBy,
}

impl Frame {
    /// Returns one row for each window with rows: the keys, the window, then the aggregates; sorted by keys and windows.
    /// Rows whose index is null are in no window.
    ///
    /// # Errors
    /// A `Type` error if the windows do not fit the index, a `Value` error if they have no length; those of
    /// [`Frame::aggregate_by`].
    pub fn group_by_dynamic(self: &Arc<Self>, windows: &DynamicWindows, exprs: Vec<Expr>) -> Result<Arc<Self>> {
        let DynamicWindows { every, period, offset, closed, .. } = *windows;
        every.positive(WHAT, "every")?;
        period.positive(WHAT, "period")?;
        let spans = [("every", every), ("period", period), ("offset", offset)];
        let index = TimeIndex::new(WHAT, self, windows.index.clone(), Some(every), &spans)?;
        let covering = covering(every, period, closed)?;
        let rows = self.in_windows(windows, &index, covering)?;

        let mut keys = windows.keys.clone();
        keys.push(column(LOWER));
        let names: Vec<String> = exprs.iter().map(label).collect();
        let late = covering > 1 && windows.start_by == StartBy::Window;
        let first = (late || windows.label == WindowLabel::First).then(|| min(column(INDEX)).alias(FIRST));
        let exprs = exprs.into_iter().chain(first).collect();
        let steps = Aggregation::new("agg", rows.plan().schema(), &keys, exprs)?;
        let mut found = rows.aggregate_by(keys, &Grouping::Keys, steps.aggregates)?;
        if let Some(selection) = steps.selection {
            found = found.select(selection)?;
        }
        let key_names: Vec<String> = windows.keys.iter().map(label).collect();
        let key_columns = || key_names.iter().map(|name| column(name)).collect::<Vec<_>>();
        if late {
            // The first window is the last one that covers the first row.
            let window = Window { partition_by: key_columns(), order_by: Vec::new(), frame: None };
            let start = lower(&index, windows, window.around(min(column(FIRST)))?)?;
            found = found.filter(column(LOWER).gt_eq(start))?;
        }
        let order = key_columns().into_iter().chain([column(LOWER)]).map(|key| SortExpr::new(key, true, false));
        let found = found.sort(order.collect())?;

        let start = index.restored(column(LOWER))?;
        let end = index.restored(index.plus(column(LOWER), period))?;
        let label = match windows.label {
            WindowLabel::Left => start.clone(),
            WindowLabel::Right => end.clone(),
            WindowLabel::First => index.restored(column(FIRST))?,
        };
        let mut shown = key_columns();
        if windows.boundaries {
            shown.extend([start.alias(BOUNDARIES[0]), end.alias(BOUNDARIES[1])]);
        }
        shown.push(label.alias(self::label(&windows.index)));
        shown.extend(names.iter().map(|name| column(name)));
        let all: Vec<String> = shown.iter().map(self::label).collect();
        check_once(WHAT, all.iter().map(String::as_str), "give one another name with .alias(...)")?;
        found.select(shown)
    }

    /// Returns the rows with the index and the start of a window, one row for each window that a row is in.
    fn in_windows(self: &Arc<Self>, windows: &DynamicWindows, index: &TimeIndex, covering: usize) -> Result<Arc<Self>> {
        let all = |more: &[&str]| self.names().chain(more.iter().copied()).map(column).collect::<Vec<_>>();
        let mut rows = self.indexed(index)?;
        let mut hidden = vec![INDEX];
        if windows.start_by != StartBy::Window {
            let partition_by = windows.keys.iter().cloned().map(Expr::unalias).collect();
            let window = Window { partition_by, order_by: Vec::new(), frame: None };
            let first = window.around(min(column(INDEX)))?;
            let origin = match windows.start_by {
                StartBy::Weekday(day) => index.plus(index.weekday_before(first, day)?, windows.offset),
                _ => first,
            };
            rows = rows.select(all(&hidden).into_iter().chain([origin.alias(ORIGIN)]).collect())?;
            hidden.push(ORIGIN);
        }
        let last = lower(index, windows, column(INDEX))?;
        let step = |back: usize| match windows.every {
            Span::Count(every) => Span::Count(every.saturating_mul(-i64::try_from(back).unwrap_or(i64::MAX))),
            Span::Time(every) => {
                let each = every.negated();
                Span::Time((1..back).fold(each, |sum, _| sum.and(each)))
            }
        };
        let starts = |back: usize| if back == 0 { last.clone() } else { index.plus(last.clone(), step(back)) };
        let start = if covering == 1 { last.clone() } else { make_array((0..covering).map(starts).collect()) };
        rows = rows.select(all(&hidden).into_iter().chain([start.alias(LOWER)]).collect())?;
        if covering > 1 {
            rows = rows.explode(&[LOWER.to_owned()], false)?;
        }
        let end = index.plus(column(LOWER), windows.period);
        let mut inside = Vec::new();
        if windows.period != windows.every || !matches!(windows.closed, Closed::Left | Closed::Right) {
            let at_end = column(INDEX);
            inside.push(if windows.closed.has_end() { at_end.lt_eq(end) } else { at_end.lt(end) });
        }
        if windows.start_by != StartBy::Window {
            inside.push(column(LOWER).gt_eq(column(ORIGIN)));
        }
        match inside.into_iter().reduce(Expr::and) {
            Some(inside) => rows.filter(inside),
            None => Ok(rows),
        }
    }

    /// Returns the rows that have an index, with its values in their domain as one more column.
    pub(super) fn indexed(self: &Arc<Self>, index: &TimeIndex) -> Result<Arc<Self>> {
        let all: Vec<Expr> = self.names().map(column).chain([index.values()?.alias(INDEX)]).collect();
        self.select(all)?.filter(column(INDEX).is_not_null())
    }
}

/// Returns the start of the last window that begins before `value`, or at it if starts belong to their windows.
fn lower(index: &TimeIndex, windows: &DynamicWindows, value: Expr) -> Result<Expr> {
    let back = match index.tick() {
        Span::Time(tick) => Span::Time(tick.negated()),
        Span::Count(tick) => Span::Count(-tick),
    };
    let value = if windows.closed.has_start() { value } else { index.plus(value, back) };
    match windows.start_by {
        StartBy::Window => index.on_grid(value, windows.every, windows.offset),
        _ => index.on_grid_from(value, windows.every, column(ORIGIN)),
    }
}

/// Returns how many windows may cover one row.
fn covering(every: Span, period: Span, closed: Closed) -> Result<usize> {
    let (longest, shortest) = match (period, every) {
        (Span::Time(period), Span::Time(every)) => (period.bounds().1, every.bounds().0),
        (Span::Count(period), Span::Count(every)) => (i128::from(period), i128::from(every)),
        // Refused when the index is made.
        _ => (1, 1),
    };
    let is_same = period == every;
    let windows = if is_same { 1 } else { (longest + shortest - 1) / shortest.max(1) };
    let windows = windows + i128::from(closed == Closed::Both);
    if windows > MOST_WINDOWS {
        let message = format!("each row is in {windows} windows, more than {MOST_WINDOWS}");
        let hint = "use a longer every, or a shorter period; .rolling() has a window for each row";
        return Err(Error::new(ErrorKind::Value, WHAT, message).with_hint(hint));
    }
    Ok(usize::try_from(windows.max(1)).unwrap_or(1))
}

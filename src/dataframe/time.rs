//! The lazy verbs for rows in time: windows of time, and regular steps of it.

use std::sync::Arc;

use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyrust_engine::frame::{Closed, DynamicWindows, RollingWindows, StartBy, WindowLabel};
use pyrust_engine::resolve::Span;

use super::PyDataFrame;
use crate::argument::{into_expr, into_exprs, into_span};
use crate::boundary::guard;
use crate::exceptions::{no_choice, to_python};
use crate::expr::{resolve, resolve_some};
use crate::group_by::{PyDynamicGroupBy, PyRollingGroupBy};

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl PyDataFrame {
    /// The index and the keys of windows.
    fn indexed(
        &self,
        operation: &'static str,
        index: &Bound<'_, PyAny>,
        group_by: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Expr, Vec<Expr>)> {
        let index = resolve(operation, &self.frame, into_expr(operation, index)?)?;
        let keys = match group_by {
            Some(keys) => {
                let keys = into_exprs(operation, &PyTuple::new(keys.py(), [keys])?, None)?;
                if keys.is_empty() { keys } else { resolve_some(operation, &self.frame, keys)? }
            }
            None => Vec::new(),
        };
        // A wrong name should be found here, not at agg().
        self.frame.select(keys.iter().cloned().chain([index.clone()]).collect()).map_err(to_python)?;
        Ok((index, keys))
    }
}

#[pymethods]
impl PyDataFrame {
    /// Group the rows by windows of time that begin at regular intervals; `.agg(...)` makes one row of each. Lazy.
    ///
    /// A length of time is a `timedelta`, or a string of numbers with units: `"15m"`, `"1d12h"`, `"1mo"`; the units are
    /// `ns`, `us`, `ms`, `s`, `m` (minutes), `h`, `d`, `w`, `mo`, `q` and `y`, and `i` for an index of ints (`"5i"`). Days,
    /// weeks and months are those of the calendar, in the index's time zone.
    ///
    /// Args:
    ///     index_column: The column, or expression, that places a row in time: dates, timestamps or ints. The rows need
    ///         not be sorted; one without an index is in no window.
    ///     every: How far the starts of windows are apart.
    ///     period: How long a window is; `every` where none is given. Windows overlap if it is longer.
    ///     offset: How far the starts are moved, also back (`"-6h"`).
    ///     include_boundaries: Whether the result has the windows' bounds, as `_lower_boundary` and `_upper_boundary`.
    ///     closed: Which ends belong to a window: `"left"`, `"right"`, `"both"` or `"none"`.
    ///     label: What stands for a window in the result: its start (`"left"`), its end (`"right"`) or its first index
    ///         (`"datapoint"`).
    ///     group_by: Keys of groups with windows of their own: names, expressions, or a list of them.
    ///     start_by: Where windows begin: `"window"`: `every` after `every` from 1970-01-01, weeks from a Monday;
    ///         `"datapoint"`: at the first row; `"monday"` to `"sunday"`: at the last such day before the first row.
    ///
    /// Returns:
    ///     A `DynamicGroupBy`. The first window is the last one that covers the first row.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     TypeError: If a length of time is not one. At the aggregation, if it does not fit the index.
    ///     ValueError: If there is no such option, or a length of time is not longer than nothing.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> import datetime as dt
    ///     >>> days = [dt.date(2024, 1, 5), dt.date(2024, 1, 20), dt.date(2024, 3, 1)]
    ///     >>> df = pr.DataFrame({"day": days, "n": [1, 2, 3]})
    ///     >>> df.group_by_dynamic("day", every="1mo").agg(total=pr.col("n").sum()).rows()
    ///     [(datetime.date(2024, 1, 1), 3), (datetime.date(2024, 3, 1), 3)]
    ///     >>> df.group_by_dynamic("day", every="1month")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: group_by_dynamic: every="1month" has no unit "month"
    ///     hint: write numbers with units: "15m", "1d12h", "3mo"; the units are ns, us, ms, s, m (minutes), h, d, w, ...
    #[pyo3(signature = (
        index_column, *, every, period = None, offset = None, include_boundaries = false, closed = "left", label = "left",
        group_by = None, start_by = "window"
    ))]
    #[expect(clippy::too_many_arguments, reason = "a keyword each in Python")]
    fn group_by_dynamic(
        &self,
        index_column: &Bound<'_, PyAny>,
        every: &Bound<'_, PyAny>,
        period: Option<&Bound<'_, PyAny>>,
        offset: Option<&Bound<'_, PyAny>>,
        include_boundaries: bool,
        closed: &str,
        label: &str,
        group_by: Option<&Bound<'_, PyAny>>,
        start_by: &str,
    ) -> PyResult<PyDynamicGroupBy> {
        const NAME: &str = "group_by_dynamic";
        guard(|| {
            let every = positive(NAME, "every", every)?;
            let period = period.map_or(Ok(every), |period| positive(NAME, "period", period))?;
            let nothing = match every {
                Span::Time(_) => Span::Time(Default::default()),
                Span::Count(_) => Span::Count(0),
            };
            let offset = offset.map_or(Ok(nothing), |offset| into_span(NAME, "offset", offset))?;
            let label = match label {
                "left" => WindowLabel::Left,
                "right" => WindowLabel::Right,
                "datapoint" => WindowLabel::First,
                other => return Err(no_choice(NAME, "label", other, &["left", "right", "datapoint"])),
            };
            let start_by = match start_by {
                "window" => StartBy::Window,
                "datapoint" => StartBy::First,
                day => match (0u32..).zip(WEEKDAYS).find(|(_, known)| *known == day) {
                    Some((number, _)) => StartBy::Weekday(number),
                    None => {
                        let choices = [["window", "datapoint"].as_slice(), &WEEKDAYS].concat();
                        return Err(no_choice(NAME, "start_by", day, &choices));
                    }
                },
            };
            let (index, keys) = self.indexed(NAME, index_column, group_by)?;
            let closed = closed_of(NAME, closed)?;
            let boundaries = include_boundaries;
            let windows = DynamicWindows { index, keys, every, period, offset, closed, label, boundaries, start_by };
            Ok(PyDynamicGroupBy::new(Arc::clone(&self.frame), windows))
        })
    }

    /// Give each row a window of time around it; `.agg(...)` makes one row of each. Lazy.
    ///
    /// Lengths of time are written as in `group_by_dynamic`. For windows of a number of rows, see `Expr.over` with a frame.
    ///
    /// Args:
    ///     index_column: The column, or expression, that places a row in time: dates, timestamps or ints. The rows need
    ///         not be sorted; one without an index is left out.
    ///     period: How long a window is.
    ///     offset: How far a window's start is from its row; by default as long as the window back, so that it ends at the
    ///         row.
    ///     closed: Which ends belong to a window: `"left"`, `"right"`, `"both"` or `"none"`.
    ///     group_by: Keys of groups with windows of their own: names, expressions, or a list of them.
    ///
    /// Returns:
    ///     A `RollingGroupBy`.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     TypeError: If a length of time is not one. At the aggregation, if it does not fit the index.
    ///     ValueError: If there is no such option, or a length of time is not longer than nothing.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> import datetime as dt
    ///     >>> days = [dt.date(2024, 1, 1), dt.date(2024, 1, 2), dt.date(2024, 1, 9)]
    ///     >>> df = pr.DataFrame({"day": days, "n": [1, 2, 3]})
    ///     >>> df.rolling("day", period="1w").agg(total=pr.col("n").sum()).to_dict()["total"]
    ///     [1, 3, 3]
    ///     >>> df.rolling("day", period="0d")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: rolling: period must be longer than nothing
    ///     hint: "15m", "1d", "1mo", "5i"
    #[pyo3(signature = (index_column, *, period, offset = None, closed = "right", group_by = None))]
    fn rolling(
        &self,
        index_column: &Bound<'_, PyAny>,
        period: &Bound<'_, PyAny>,
        offset: Option<&Bound<'_, PyAny>>,
        closed: &str,
        group_by: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyRollingGroupBy> {
        const NAME: &str = "rolling";
        guard(|| {
            let period = positive(NAME, "period", period)?;
            let offset = offset.map(|offset| into_span(NAME, "offset", offset)).transpose()?;
            let (index, keys) = self.indexed(NAME, index_column, group_by)?;
            let windows = RollingWindows { index, keys, period, offset, closed: closed_of(NAME, closed)? };
            Ok(PyRollingGroupBy::new(Arc::clone(&self.frame), windows))
        })
    }

    /// Add rows, so that there is one for each step of time from the first to the last; nulls where the frame has none. Lazy.
    ///
    /// Args:
    ///     time_column: The column of dates, timestamps or ints.
    ///     every: How long a step is, written as in `group_by_dynamic`.
    ///     group_by: The columns of groups with a range of time of their own: a name, a selector, or a list of them.
    ///
    /// Returns:
    ///     A lazy frame with the same columns, sorted by the groups and the time. Rows between the steps are not in it.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     TypeError: If the step is not a length of time, or does not fit the column.
    ///     ValueError: If the step is not longer than nothing.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
    ///     >>> df.upsample("t", every="1i").to_dict()
    ///     {'t': [1, 2, 3, 4, 5], 'v': [10, 20, None, None, 30]}
    ///     >>> df.upsample("t", every="1d")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: upsample: every does not fit the index "t", which is int64
    ///     hint: write a number of ints: "5i"
    #[pyo3(signature = (time_column, *, every, group_by = None))]
    fn upsample(
        &self,
        time_column: &str,
        every: &Bound<'_, PyAny>,
        group_by: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        const NAME: &str = "upsample";
        guard(|| {
            let every = positive(NAME, "every", every)?;
            let keys = match group_by {
                Some(keys) => self.name_list(NAME, keys)?,
                None => Vec::new(),
            };
            Self::derived(self.frame.upsample(time_column, every, &keys))
        })
    }
}

/// A span that leads on.
fn positive(operation: &str, name: &str, value: &Bound<'_, PyAny>) -> PyResult<Span> {
    into_span(operation, name, value)?.positive(operation, name).map_err(to_python)
}

fn closed_of(operation: &str, closed: &str) -> PyResult<Closed> {
    Ok(match closed {
        "left" => Closed::Left,
        "right" => Closed::Right,
        "both" => Closed::Both,
        "none" => Closed::None,
        other => return Err(no_choice(operation, "closed", other, &["left", "right", "both", "none"])),
    })
}

//! `upsample`: a row for each point of a regular grid in time, with nulls where the frame has none.

use std::sync::Arc;

use arrow::datatypes::{DataType, IntervalUnit};
use datafusion::common::JoinType;
use datafusion::functions::expr_fn::{concat, date_part};
use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::functions_nested::expr_fn::gen_series;
use datafusion::logical_expr::{Expr, cast, lit};

use super::dynamic::INDEX;
use super::time_index::TimeIndex;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::{Frame, Join};
use crate::resolve::Span;

const WHAT: &str = "upsample";
/// Hidden columns: the first and the last index of a group, and the number of a point of its grid.
const LOW: &str = "?low?";
const HIGH: &str = "?high?";
const POINT: &str = "?point?";

impl Frame {
    /// Returns a row for each point from the first index to the last one, `every` apart, with the frame's row at this index,
    /// or nulls; each group of `keys` has a grid of its own. Sorted by keys and index.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Type` error if `every` does not fit the index, a `Value` error if it is not longer than nothing.
    pub fn upsample(self: &Arc<Self>, time: &str, every: Span, keys: &[String]) -> Result<Arc<Self>> {
        self.check_names(WHAT, std::iter::once(time).chain(keys.iter().map(String::as_str)))?;
        every.positive(WHAT, "every")?;
        let index = TimeIndex::new(WHAT, self, column(time), Some(every), &[("every", every)])?;
        let rows = self.indexed(&index)?;
        let key_columns = || keys.iter().map(|name| column(name)).collect::<Vec<_>>();
        let ends = vec![min(column(INDEX)).alias(LOW), max(column(INDEX)).alias(HIGH)];
        let ends = rows.aggregate(key_columns(), ends)?.filter(column(LOW).is_not_null())?;
        let (points, value) = points(&index, every)?;
        let grid = key_columns().into_iter().chain([column(LOW), column(HIGH), points.alias(POINT)]);
        let grid = ends.select(grid.collect())?.explode(&[POINT.to_owned()], false)?;
        let placed = key_columns().into_iter().chain([column(HIGH), value.alias(INDEX)]);
        // The last month may begin before the last index, and end after it.
        let grid =
            grid.select(placed.collect())?.filter(column(INDEX).lt_eq(column(HIGH)))?.drop(&[HIGH.to_owned()])?;
        let on: Vec<Expr> = key_columns().into_iter().chain([column(INDEX)]).collect();
        let join = Join { nulls_equal: true, ..Join::of_keys(JoinType::Left, on.clone(), on.clone()) };
        let order = on.into_iter().map(|key| key.sort(true, false)).collect();
        let found = grid.join(&rows, &join)?.sort(order)?;
        let restored = index.restored(column(INDEX))?.alias(time);
        let shown = self.names().map(|name| if name == time { restored.clone() } else { column(name) });
        found.select(shown.collect())
    }
}

/// Returns the numbers of the grid's points as a list, and the point of a number.
fn points(index: &TimeIndex, every: Span) -> Result<(Expr, Expr)> {
    let months = match every {
        Span::Time(time) if time.fixed().is_none() => time,
        _ => {
            let ticks = |end: &str| cast(column(end), DataType::Int64);
            let points = gen_series(ticks(LOW), ticks(HIGH), lit(index.ticks(every)?));
            return Ok((points, cast(column(POINT), index.domain().clone())));
        }
    };
    if months.weeks != 0 || months.days != 0 || months.nanoseconds != 0 {
        let message = "every counts months and days, so its points have no one place";
        return Err(Error::new(ErrorKind::Value, WHAT, message).with_hint("use one of them: \"1mo\", or \"30d\""));
    }
    let of_calendar = |end: &str| {
        let part = |part: &str| cast(date_part(lit(part), column(end)), DataType::Int64);
        part("year") * lit(12i64) + part("month")
    };
    let every = i64::from(months.months);
    let points = gen_series(lit(0i64), of_calendar(HIGH) - of_calendar(LOW), lit(every));
    // Each point is counted from the first: the 31st comes again after a shorter month.
    let span = concat(vec![cast(column(POINT), DataType::Utf8), lit(" months")]);
    Ok((points, column(LOW) + cast(span, DataType::Interval(IntervalUnit::MonthDayNano))))
}

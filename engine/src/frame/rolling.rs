//! `rolling`: for each row, aggregates of the rows around it in time. Each is a window function over a range of the index.

use std::sync::Arc;

use datafusion::logical_expr::{Expr, SortExpr, WindowFrame, WindowFrameBound, WindowFrameUnits};
use datafusion::scalar::ScalarValue;

use super::dynamic::{Closed, INDEX};
use super::time_index::TimeIndex;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::resolve::{Span, Window, is_aggregate, label, resolve_all};

const WHAT: &str = "rolling";

/// Windows around the rows, each by the index of its row.
#[derive(Clone, Debug)]
pub struct RollingWindows {
    /// What places a row in time.
    pub index: Expr,
    /// Keys of groups that have windows of their own.
    pub keys: Vec<Expr>,
    /// How long a window is.
    pub period: Span,
    /// How far its start is from its row; without it, the window ends there.
    pub offset: Option<Span>,
    /// Which ends of a window belong to it.
    pub closed: Closed,
}

impl Frame {
    /// Returns one row for each row: the keys, the index, then the aggregates over its window; sorted by keys and index. Rows
    /// whose index is null are left out.
    ///
    /// # Errors
    /// A `Type` error if the windows do not fit the index, a `Value` error if they have no length; a `Schema` error for what
    /// does not aggregate.
    pub fn rolling(self: &Arc<Self>, windows: &RollingWindows, exprs: Vec<Expr>) -> Result<Arc<Self>> {
        let period = windows.period.positive(WHAT, "period")?;
        let offset = windows.offset.unwrap_or_else(|| opposite(period));
        let spans = [("period", period), ("offset", offset)];
        let index = TimeIndex::new(WHAT, self, windows.index.clone(), None, &spans)?;
        let rows = self.indexed(&index)?;
        let tick = index.tick();
        let start = if windows.closed.has_start() { offset } else { sum(offset, tick) };
        let end = sum(offset, period);
        let end = if windows.closed.has_end() { end } else { sum(end, opposite(tick)) };
        let frame = WindowFrame::new_bounds(WindowFrameUnits::Range, bound(start), bound(end));
        let window = Window {
            partition_by: windows.keys.iter().cloned().map(Expr::unalias).collect(),
            order_by: vec![SortExpr::new(column(INDEX), true, false)],
            frame: Some(frame),
        };
        let mut computed = Vec::with_capacity(exprs.len());
        for expr in exprs {
            let name = label(&expr);
            if !is_aggregate(&expr) {
                let message = format!("{name} does not make one value of a window");
                let hint = "wrap it: .sum(), .mean(), .min(), .first() ...";
                return Err(Error::new(ErrorKind::Schema, "agg", message).with_hint(hint));
            }
            computed.push(window.around(expr.unalias())?.alias(name));
        }
        let computed = resolve_all("agg", rows.plan().schema(), computed)?;
        let mut order: Vec<String> = windows.keys.iter().map(label).collect();
        order.push(label(&windows.index));
        let shown = windows.keys.iter().cloned().chain([windows.index.clone()]).chain(computed);
        let keys = order.iter().map(|name| column(name).sort(true, false)).collect();
        rows.select(shown.collect())?.sort(keys)
    }
}

fn opposite(span: Span) -> Span {
    match span {
        Span::Time(time) => Span::Time(time.negated()),
        Span::Count(count) => Span::Count(count.saturating_neg()),
    }
}

/// Returns two spans of one kind one after the other.
fn sum(one: Span, other: Span) -> Span {
    match (one, other) {
        (Span::Time(one), Span::Time(other)) => Span::Time(one.and(other)),
        (Span::Count(one), Span::Count(other)) => Span::Count(one.saturating_add(other)),
        (one, _) => one,
    }
}

/// Returns the end of a window that is this far from its row.
fn bound(distance: Span) -> WindowFrameBound {
    let value = |span: Span| match span {
        Span::Time(time) => time.to_interval(),
        // DataFusion reads the number as a value of the index's type.
        Span::Count(count) => ScalarValue::Utf8(Some(count.to_string())),
    };
    match distance.sign() {
        0 => WindowFrameBound::CurrentRow,
        1 => WindowFrameBound::Following(value(distance)),
        _ => WindowFrameBound::Preceding(value(opposite(distance))),
    }
}

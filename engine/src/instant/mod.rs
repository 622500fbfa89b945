//! Moments that no nanosecond reaches.
//!
//! The engine compares dates and timestamps in nanoseconds of 64 bits, which end in 2262, as soon as a text or another
//! unit stands on one side; and a constant that its column's unit cannot express, it cuts off. An analyzer rule
//! ([`rule`]) puts the constant in the place that it has among the values of the column instead: in the column's own
//! unit where that is exact, else between two of its values, or beyond all of them. [`constant`] says when a moment is.
//! Two columns of different units are compared by value ([`compared`]).
//!
//! Dates take intervals of whole days alone ([`whole_days`]). Which unit a TIMESTAMP
//! of SQL counts, [`open`] says.

mod compared;
mod constant;
mod open;
mod rule;
mod whole_days;

pub(crate) use open::{OpenUnits, closed, in_microseconds, is_open};
pub(crate) use rule::rule;

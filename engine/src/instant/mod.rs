//! Dates and timestamps beyond the range of nanoseconds.
//!
//! DataFusion compares dates and timestamps in nanoseconds of 64 bits, which end in 2262, as soon as a string or
//! another unit is on one side; and it truncates a constant that its column's unit cannot express. An analyzer rule
//! ([`rule`]) compares the column with the constant in the column's own unit where that is exact, else with a
//! neighbouring value, or knows the result where the constant is beyond all values. [`constant`] evaluates a constant.
//! Two columns of different units are compared by value ([`compared`]).
//!
//! Only intervals of whole days can be added to dates ([`whole_days`]). [`open`] finds the unit of a TIMESTAMP in SQL.

mod compared;
mod constant;
mod open;
mod rule;
mod whole_days;

pub(crate) use open::{OpenUnits, closed, in_microseconds, is_open};
pub(crate) use rule::rule;

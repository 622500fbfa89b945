//! Aggregates and window functions whose results in the engine are inexact or wrong.
//!
//! - Over a sliding frame the engine takes out of a sum, a mean or a variance what leaves the frame. Floats do not
//!   come back from that: 1e9, 1, 2 leave a variance of 128 where it is 0.5, and an infinite value never leaves. Here
//!   a frame's figure is put together from those of its parts ([`sliding`], [`queue`], [`moments`]), never subtracted.
//! - `corr` of groups sums squares, which cancel where the values are far from 0: here it is computed from distances
//!   to the mean ([`correlation`]), as the engine does it without groups.
//! - `min` and `max` of groups lose their way where a float is NaN or infinite ([`extremes`]).
//! - `percentile_cont` rounds on the way ([`percentile`]).
//! - `lead` and `lag` look past gaps of nulls wrongly where the engine computes them row by row ([`shift`]); and no
//!   window sees the nulls among a dictionary's values ([`keyed`]).
//!
//! An analyzer rule ([`rule`]) puts them in the place of the engine's, so that SQL and verbs get them alike.

mod correlation;
mod extremes;
mod flags;
mod gathered;
mod keyed;
mod moments;
mod percentile;
mod queue;
mod rule;
mod shift;
mod sliding;

pub(crate) use rule::rule;

//! What pyrust adds to DataFusion's analyzer, where its plans would give other rows than they say.
//!
//! - [`unions`]: one type for each column of a union, before a frame says what its columns are;
//! - [`null_in_lists`]: NULL in the list of an `IN`;
//! - [`window_keys`]: what rows of a window belong together;
//! - [`window_order`]: results of windows are in no order of their own.
//!
//! Subqueries ([`crate::subquery`]) come before all, arithmetic and casts ([`crate::arithmetic`], [`crate::cast`]) after the
//! types are settled.

mod null_in_lists;
mod unions;
mod window_keys;
mod window_order;

use std::sync::Arc;

use datafusion::optimizer::{Analyzer, AnalyzerRule};

use crate::arithmetic;
use crate::cast;
use crate::subquery;

pub(crate) use unions::of_one_type;

type Rule = Arc<dyn AnalyzerRule + Send + Sync>;

/// DataFusion's rules, between those of ours that make what it can analyse and those that ask for its types.
pub(crate) fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = vec![Arc::new(subquery::UnnestSubqueries), Arc::new(window_keys::RangesWithoutDistance)];
    rules.extend(Analyzer::new().rules);
    rules.push(Arc::new(null_in_lists::NullInLists));
    rules.push(Arc::new(window_keys::EqualZeros));
    rules.extend(arithmetic::rules());
    rules.push(cast::rule());
    // The last one of windows: it knows functions by what they are.
    rules.push(Arc::new(window_order::UnorderedResults));
    rules
}

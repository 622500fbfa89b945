//! What pyrust adds to DataFusion's analyzer, where its plans would return other rows than they say.
//!
//! - [`types`]: one type for each column of a union and each CASE, before a frame announces its schema;
//! - [`times`]: comparisons of times of day of different units, and of binary values of different layouts;
//! - [`computed_keys`]: expressions in PARTITION BY and ORDER BY;
//! - [`distinct_strings`]: distinct strings, aggregated in order;
//! - [`lists`]: NULL in the list of an `IN`;
//! - [`constant_sides`]: constants that are compared with columns in the conditions of joins;
//! - [`dependent_keys`]: aggregates above joins with aggregates;
//! - [`grouping_sets`]: keys of grouping sets, which have not the properties of their input;
//! - [`window_peers`]: frames between peers, whatever the type of their keys;
//! - [`window_order`]: results of windows, which are not sorted;
//! - [`computed_nans`]: NaN of any sign, which are one value.
//!
//! Subqueries ([`crate::subquery`]) come before all; arithmetic, aggregates, functions, timestamps and casts
//! ([`crate::arithmetic`], [`crate::aggregate`], [`crate::functions`], [`crate::instant`], [`crate::cast`]) after the
//! types are settled.

mod computed_keys;
mod computed_nans;
mod constant_sides;
mod dependent_keys;
mod distinct_strings;
mod grouping_sets;
mod lists;
mod times;
mod types;
mod window_order;
mod window_peers;

use std::sync::Arc;

use arrow::datatypes::Field;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::logical_expr::LogicalPlan;
use datafusion::optimizer::{Analyzer, AnalyzerRule};

use crate::aggregate;
use crate::arithmetic;
use crate::cast;
use crate::expr::common_type;
use crate::expr::scope::has_part;
use crate::functions;
use crate::instant;
use crate::subquery;
use crate::trial::Mend;

pub use times::comparable;
pub use types::of_one_type;
pub(crate) use types::settled;

type Rule = Arc<dyn AnalyzerRule + Send + Sync>;

/// Returns DataFusion's rules, between those of ours that make a plan acceptable to them and those that ask for its
/// types.
pub(crate) fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = vec![Arc::new(subquery::UnnestSubqueries), Arc::new(Accepted)];
    rules.extend(Analyzer::new().rules);
    rules.extend(arithmetic::rules());
    rules.extend([aggregate::rule(), functions::rule(), instant::rule()]);
    // After those that recognize functions by their type.
    rules.push(Arc::new(Corrected));
    rules.push(cast::rule());
    rules.push(Arc::new(OneNan));
    rules
}

/// What a plan contains that a rule is about: most plans contain nothing of it, and are only visited.
#[derive(Default)]
struct Found {
    windows: bool,
    times: bool,
    lists: bool,
    rounds: bool,
    distinct_strings: bool,
    grouping_sets: bool,
    groupings: usize,
    joins: bool,
    computed_keys: bool,
}

impl Found {
    fn within(plan: &LogicalPlan) -> Result<Self> {
        let mut found = Self::default();
        plan.apply_with_subqueries(|node| {
            match node {
                LogicalPlan::Window(_) => found.windows = true,
                LogicalPlan::Aggregate(aggregate) => {
                    found.groupings += 1;
                    found.grouping_sets |= grouping_sets::is_of_sets(aggregate);
                }
                LogicalPlan::Distinct(_) => found.groupings += 1,
                LogicalPlan::Join(_) => found.joins = true,
                _ => {}
            }
            found.computed_keys |= computed_keys::is_concerned(node);
            let is_concerned = |field: &Arc<Field>| common_type::is_concerned(field.data_type());
            found.times = found.times || node.schema().fields().iter().any(is_concerned);
            found.rounds = found.rounds || has_part(node, functions::rounds_late);
            found.lists = found.lists || has_part(node, lists::is_concerned);
            found.distinct_strings = found.distinct_strings || has_part(node, distinct_strings::is_concerned);
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(found)
    }
}

/// Before DataFusion's analysis: what it would refuse.
#[derive(Debug)]
struct Accepted;

impl AnalyzerRule for Accepted {
    fn name(&self) -> &str {
        "accepted"
    }

    fn analyze(&self, mut plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        let found = Found::within(&plan)?;
        if found.rounds {
            plan = functions::rounding_early(plan)?;
        }
        if found.times && Mend::Times.is_on() {
            plan = times::in_one_unit(plan)?;
        }
        if found.distinct_strings && Mend::DistinctStrings.is_on() {
            plan = distinct_strings::of_plain_strings(plan)?;
        }
        if found.windows && Mend::WindowPeers.is_on() {
            plan = window_peers::with_peers(plan)?;
        }
        Ok(plan)
    }
}

/// After it: what would be optimized or computed wrongly.
#[derive(Debug)]
struct Corrected;

impl AnalyzerRule for Corrected {
    fn name(&self) -> &str {
        "corrections"
    }

    fn analyze(&self, mut plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        let found = Found::within(&plan)?;
        if found.lists && Mend::Lists.is_on() {
            plan = lists::corrected(plan)?;
        }
        if found.joins && Mend::ConstantSides.is_on() {
            plan = constant_sides::columns_first(plan)?;
        }
        if found.groupings > 1 && found.joins && Mend::DependentKeys.is_on() {
            plan = dependent_keys::unknown(plan)?;
        }
        if found.grouping_sets && Mend::GroupingSets.is_on() {
            plan = grouping_sets::with_unknown_keys(plan)?;
        }
        if found.windows && Mend::WindowOrder.is_on() {
            plan = window_order::without(plan)?;
        }
        if found.computed_keys && Mend::ComputedKeys.is_on() {
            plan = computed_keys::as_columns(plan)?;
        }
        Ok(plan)
    }
}

/// At the end, when all is there that computes floats.
#[derive(Debug)]
struct OneNan;

impl AnalyzerRule for OneNan {
    fn name(&self) -> &str {
        "one_nan"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        if Mend::CanonicalNan.is_on() { computed_nans::with_one_nan(plan) } else { Ok(plan) }
    }
}

//! What pyrust adds to DataFusion's optimizer.
//!
//! - [`joins`]: the order of joins, by [`estimate`]s of how many rows each part of the plan returns;
//! - [`late_materialization`]: which scans read the columns of their filters first;
//! - [`aggregate_limits`]: aggregates of which only the first groups are kept;
//! - [`aggregate_statistics`]: aggregates that statistics answer;
//! - [`merged_top_k`]: the first rows of streams that are merged;
//! - [`outer_joins`]: what is not known above an outer join;
//! - [`missing_sorts`]: sorts where an operator's input lacks its order;
//! - [`constant_conditions`]: predicates that name no column;
//! - [`equal_windows`]: window functions that have become the same;
//! - [`empty_parts`]: unions of which one input may have rows;
//! - [`fences`]: sorts that stay where rows are counted;
//! - [`predicate_order`]: which of its predicates a filter evaluates first;
//! - [`namesakes`]: a predicate that is pushed down keeps its column;
//! - [`null_safe`]: joins in which null equals null;
//! - [`push_group_top_k`]: where only the first rows of each group are wanted;
//! - [`common_subplan`]: aggregates that a plan contains more than once;
//! - [`source_nans`]: NaN of any sign in files.

mod aggregate_limits;
mod aggregate_statistics;
mod common_subplan;
mod constant_conditions;
mod empty_parts;
mod equal_windows;
mod estimate;
mod fences;
mod join_graph;
mod join_plan;
mod join_search;
mod joins;
mod late_materialization;
mod merged_top_k;
mod missing_sorts;
mod namesakes;
mod null_safe;
mod outer_joins;
mod predicate_order;
mod push_group_top_k;
mod selectivity;
mod source_nans;

use std::sync::Arc;

use datafusion::error::Result;
use datafusion::optimizer::{Optimizer, OptimizerRule};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;

use crate::arithmetic;
use crate::functions;
use crate::trial::Mend;

use aggregate_statistics::AggregateStatistics;
pub(crate) use common_subplan::share_subplans;

type Rule = Arc<dyn PhysicalOptimizerRule + Send + Sync>;
type LogicalRule = Arc<dyn OptimizerRule + Send + Sync>;

/// Returns DataFusion's rules that we replace, under their names.
fn own_forms() -> impl Iterator<Item = LogicalRule> {
    let forms: [(Mend, LogicalRule); 4] = [
        (Mend::NullSafe, Arc::new(null_safe::Keys::default())),
        (Mend::NullSafe, Arc::new(null_safe::CrossJoins::default())),
        (Mend::ConstantConditions, Arc::new(constant_conditions::Conditions::default())),
        (Mend::EmptyParts, Arc::new(empty_parts::EmptyParts::default())),
    ];
    forms.into_iter().filter(|(mend, _)| mend.is_on()).map(|(_, form)| form)
}

/// Returns DataFusion's rules for logical plans, some of them replaced, and two more.
///
/// # Errors
/// When DataFusion has no rule of a name: in another place, or in addition to its own, a rule of ours would give wrong
/// rows.
pub(crate) fn logical_rules() -> Result<Vec<LogicalRule>> {
    let mut rules = Optimizer::new().rules;
    for own in own_forms() {
        let place = place(rules.iter().map(|rule| rule.name()), own.name())?;
        rules[place] = own;
    }
    if Mend::EqualWindows.is_on() {
        let place = place(rules.iter().map(|rule| rule.name()), COMMON)?;
        rules.insert(place, Arc::new(equal_windows::EqualWindows));
    }
    if Mend::Zeros.is_on() {
        rules.push(Arc::new(functions::BothZeros));
    }
    Ok(rules)
}

/// Returns DataFusion's rules for physical plans, with ours in their places.
///
/// # Errors
/// As [`logical_rules`].
pub(crate) fn physical_rules() -> Result<Vec<Rule>> {
    let mut rules = PhysicalOptimizer::new().rules;
    for pushdown in [PUSHDOWN, LATE_PUSHDOWN].into_iter().filter(|_| Mend::Namesakes.is_on()) {
        let place = place(rules.iter().map(|rule| rule.name()), pushdown)?;
        rules[place] = Arc::new(namesakes::ByPlace(Arc::clone(&rules[place])));
    }
    for rule in rules.iter_mut().filter(|rule| rule.name() == PROJECTIONS && Mend::CanonicalNan.is_on()) {
        *rule = Arc::new(source_nans::ComputedAbove(Arc::clone(rule)));
    }
    if Mend::AggregateStatistics.is_on() {
        let answered = place(rules.iter().map(|rule| rule.name()), AggregateStatistics.name())?;
        rules[answered] = Arc::new(AggregateStatistics);
    }
    rules.insert(0, arithmetic::physical_rule());
    let before: [(&str, Rule); 12] = [
        // Before the rule that chooses the join algorithm, and all that build on its choice.
        ("join_selection", Arc::new(joins::JoinOrder)),
        // Before predicates are pushed into scans, and after joins have pushed down their filters.
        (PUSHDOWN, Arc::new(late_materialization::LateMaterialization)),
        // Before sorts are placed.
        (SORTS, Arc::new(outer_joins::OuterJoins)),
        // Before and after the rule that places sorts.
        (SORTS, Arc::new(fences::Fences)),
        (AFTER_SORTS, Arc::new(fences::NoFences)),
        // After sorts are placed, and before they push down their filters.
        (LATE_PUSHDOWN, Arc::new(merged_top_k::MergedTopK)),
        (LAST, Arc::new(late_materialization::DropIneffectiveFilters)),
        (LAST, Arc::new(predicate_order::PredicateOrder)),
        // After sorts are placed.
        (LAST, Arc::new(push_group_top_k::PushGroupTopK)),
        (LAST, Arc::new(aggregate_limits::AggregateLimits)),
        // After all that change what is sorted.
        (LAST, Arc::new(missing_sorts::MissingSorts)),
        (LAST, Arc::new(source_nans::SourceNans)),
    ];
    let is_on = |rule: &Rule| match rule.name() {
        "merged_top_k" => Mend::MergedTopK.is_on(),
        "fences" => Mend::Fences.is_on(),
        "outer_joins" => Mend::OuterConstants.is_on(),
        "missing_sorts" => Mend::MissingSorts.is_on(),
        "source_nans" => Mend::CanonicalNan.is_on(),
        _ => true,
    };
    for (name, rule) in before.into_iter().filter(|(_, rule)| is_on(rule)) {
        rules.insert(place(rules.iter().map(|rule| rule.name()), name)?, rule);
    }
    Ok(rules)
}

const COMMON: &str = "common_sub_expression_eliminate";
const PUSHDOWN: &str = "FilterPushdown";
const LATE_PUSHDOWN: &str = "FilterPushdown(Post)";
const PROJECTIONS: &str = "ProjectionPushdown";
const SORTS: &str = "EnsureRequirements";
const AFTER_SORTS: &str = "CombinePartialFinalAggregate";
const LAST: &str = "SanityCheckPlan";

/// Returns the index of the rule of that name.
fn place<'a>(mut rules: impl Iterator<Item = &'a str>, name: &str) -> Result<usize> {
    match rules.position(|rule| rule == name) {
        Some(place) => Ok(place),
        None => {
            datafusion::common::internal_err!("DataFusion has no rule \"{name}\", next to which one of ours belongs")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_of_ours_finds_the_one_of_datafusions_that_it_is_placed_by() {
        let names: Vec<String> = logical_rules().unwrap().iter().map(|rule| rule.name().to_owned()).collect();
        for own in own_forms() {
            assert_eq!(names.iter().filter(|name| *name == own.name()).count(), 1, "{}", own.name());
        }
        let rules = physical_rules().unwrap();
        let names: Vec<&str> = rules.iter().map(|rule| rule.name()).collect();
        let at = |name: &str| names.iter().position(|rule| *rule == name).unwrap();
        assert_eq!(at("join_order") + 1, at("join_selection"));
        assert_eq!(at("late_materialization") + 1, at(PUSHDOWN));
        assert_eq!(at("merged_top_k") + 1, at(LATE_PUSHDOWN));
        assert_eq!(at("fences") + 1, at(SORTS));
        assert_eq!(at(SORTS) + 1, at("no_fences"));
        for last in ["effective_filters", "condition_order", "numbered_groups", "aggregate_limits"] {
            assert!((at(LATE_PUSHDOWN)..at(LAST)).contains(&at(last)), "{last}");
        }
    }

    #[test]
    fn a_rule_that_is_not_there_is_an_error() {
        let names = ["join_selection", LAST];
        assert_eq!(place(names.into_iter(), LAST).unwrap(), 1);
        let error = place(names.into_iter(), PUSHDOWN).unwrap_err().to_string();
        assert!(error.contains("no rule \"FilterPushdown\""), "{error}");
    }
}

//! What pyrust adds to DataFusion's optimizer.
//!
//! - [`joins`]: the order of joins, by [`estimate`]s of how many rows each part of the plan gives;
//! - [`large_limits`]: groupings of which so many rows are wanted that all may be kept;
//! - [`late`]: which scans read the columns of their filters first;
//! - [`aggregate_statistics`]: aggregates that statistics answer;
//! - [`merged_top_k`]: the first rows of streams that are merged;
//! - [`constant_conditions`]: conditions that name no column;
//! - [`fences`]: sorts that stay above what counts rows;
//! - [`conditions`]: which of its conditions a filter looks at first;
//! - [`namesakes`]: that a condition which is pushed down stays one on the column it is about;
//! - [`null_safe`]: joins in which null is equal to null;
//! - [`numbered`]: where only the first rows of each group are wanted;
//! - [`repeated`]: which groupings a plan needs more than once.

mod aggregate_statistics;
mod common_subplan;
mod constant_conditions;
mod estimate;
mod fences;
mod join_graph;
mod join_plan;
mod join_search;
mod joins;
mod large_limits;
mod late_materialization;
mod merged_top_k;
mod namesakes;
mod null_safe;
mod predicate_order;
mod push_group_top_k;
mod selectivity;

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

/// Rules of DataFusion's in a form of ours, under its names.
fn own_forms() -> impl Iterator<Item = LogicalRule> {
    let forms: [(Mend, LogicalRule); 3] = [
        (Mend::NullSafe, Arc::new(null_safe::Keys::default())),
        (Mend::NullSafe, Arc::new(null_safe::CrossJoins::default())),
        (Mend::ConstantConditions, Arc::new(constant_conditions::Conditions::default())),
    ];
    forms.into_iter().filter(|(mend, _)| mend.is_on()).map(|(_, form)| form)
}

/// DataFusion's rules for logical plans, some of them in a form of ours, and one more.
///
/// # Errors
/// When DataFusion has no rule of a name: in another place, or beside its own, a rule of ours would give wrong rows.
pub(crate) fn logical_rules() -> Result<Vec<LogicalRule>> {
    let mut rules = Optimizer::new().rules;
    for own in own_forms() {
        let place = place(rules.iter().map(|rule| rule.name()), own.name())?;
        rules[place] = own;
    }
    if Mend::Zeros.is_on() {
        rules.push(Arc::new(functions::BothZeros));
    }
    Ok(rules)
}

/// DataFusion's rules for physical plans, with ours where they belong.
///
/// # Errors
/// As [`logical_rules`].
pub(crate) fn physical_rules() -> Result<Vec<Rule>> {
    let mut rules = PhysicalOptimizer::new().rules;
    for pushdown in [PUSHDOWN, LATE_PUSHDOWN].into_iter().filter(|_| Mend::Namesakes.is_on()) {
        let place = place(rules.iter().map(|rule| rule.name()), pushdown)?;
        rules[place] = Arc::new(namesakes::ByPlace(Arc::clone(&rules[place])));
    }
    if Mend::AggregateStatistics.is_on() {
        let answered = place(rules.iter().map(|rule| rule.name()), AggregateStatistics.name())?;
        rules[answered] = Arc::new(AggregateStatistics);
    }
    rules.insert(0, arithmetic::physical_rule());
    let before: [(&str, Rule); 9] = [
        // Before the rule that gives each join the way it is carried out, and all that build on its choice.
        ("join_selection", Arc::new(joins::JoinOrder)),
        // Before conditions are pushed into scans, and after joins have handed on their filters.
        (PUSHDOWN, Arc::new(late_materialization::LateMaterialization)),
        // Around the rule that says what is sorted where.
        (SORTS, Arc::new(fences::Fences)),
        (AFTER_SORTS, Arc::new(fences::NoFences)),
        // Once it is settled what is sorted where, and before sorts hand on their filters.
        (LATE_PUSHDOWN, Arc::new(merged_top_k::MergedTopK)),
        (LAST, Arc::new(late_materialization::DropIneffectiveFilters)),
        (LAST, Arc::new(predicate_order::PredicateOrder)),
        // Once it is settled what is sorted where.
        (LAST, Arc::new(push_group_top_k::PushGroupTopK)),
        (LAST, Arc::new(large_limits::LargeLimits)),
    ];
    let is_on = |rule: &Rule| match rule.name() {
        "merged_top_k" => Mend::MergedTopK.is_on(),
        "fences" => Mend::Fences.is_on(),
        _ => true,
    };
    for (name, rule) in before.into_iter().filter(|(_, rule)| is_on(rule)) {
        rules.insert(place(rules.iter().map(|rule| rule.name()), name)?, rule);
    }
    Ok(rules)
}

const PUSHDOWN: &str = "FilterPushdown";
const LATE_PUSHDOWN: &str = "FilterPushdown(Post)";
const SORTS: &str = "EnsureRequirements";
const AFTER_SORTS: &str = "CombinePartialFinalAggregate";
const LAST: &str = "SanityCheckPlan";

/// Where the rule of that name stands.
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
        for last in ["effective_filters", "condition_order", "numbered_groups", "large_limits"] {
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

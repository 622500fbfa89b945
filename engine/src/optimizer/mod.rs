//! What pyrust adds to DataFusion's optimizer.
//!
//! - [`joins`]: the order of joins, by [`estimate`]s of how many rows each part of the plan gives;
//! - [`late`]: which scans read the columns of their filters first;
//! - [`merged_top_k`]: the first rows of streams that are merged;
//! - [`constant_conditions`]: conditions that name no column;
//! - [`conditions`]: which of its conditions a filter looks at first;
//! - [`namesakes`]: that a condition which is pushed down stays one on the column it is about;
//! - [`null_safe`]: joins in which null is equal to null;
//! - [`numbered`]: where only the first rows of each group are wanted;
//! - [`repeated`]: which groupings a plan needs more than once.

mod conditions;
mod constant_conditions;
mod estimate;
mod join_graph;
mod join_plan;
mod join_search;
mod joins;
mod late;
mod merged_top_k;
mod namesakes;
mod null_safe;
mod numbered;
mod repeated;
mod selectivity;

use std::sync::Arc;

use datafusion::optimizer::{Optimizer, OptimizerRule};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;

use crate::arithmetic;
use crate::functions;

pub(crate) use repeated::share;

type Rule = Arc<dyn PhysicalOptimizerRule + Send + Sync>;
type LogicalRule = Arc<dyn OptimizerRule + Send + Sync>;

/// Rules of DataFusion's in a form of ours, under its names.
fn own_forms() -> [LogicalRule; 3] {
    [
        Arc::new(null_safe::Keys::default()),
        Arc::new(null_safe::CrossJoins::default()),
        Arc::new(constant_conditions::Conditions::default()),
    ]
}

/// DataFusion's rules for logical plans, some of them in a form of ours, and one more.
pub(crate) fn logical_rules() -> Vec<LogicalRule> {
    let ours = own_forms();
    let form = |rule: LogicalRule| ours.iter().find(|own| own.name() == rule.name()).cloned().unwrap_or(rule);
    let mut rules: Vec<LogicalRule> = Optimizer::new().rules.into_iter().map(form).collect();
    rules.push(Arc::new(functions::BothZeros));
    rules
}

/// DataFusion's rules for physical plans, with ours where they belong.
pub(crate) fn physical_rules() -> Vec<Rule> {
    let mut rules = PhysicalOptimizer::new().rules;
    for rule in rules.iter_mut().filter(|rule| rule.name().starts_with("FilterPushdown")) {
        *rule = Arc::new(namesakes::ByPlace(Arc::clone(rule)));
    }
    rules.insert(0, arithmetic::physical_rule());
    let place = |name: &str, rules: &[Rule]| rules.iter().position(|rule| rule.name() == name).unwrap_or(rules.len());
    // Before the rule that gives each join the way it is carried out, and all that build on its choice.
    rules.insert(place("join_selection", &rules), Arc::new(joins::JoinOrder));
    // Before conditions are pushed into scans, and after joins have handed on their filters.
    rules.insert(place("FilterPushdown", &rules), Arc::new(late::LateMaterialization));
    // Once it is settled what is sorted where, and before sorts hand on their filters.
    rules.insert(place("FilterPushdown(Post)", &rules), Arc::new(merged_top_k::MergedTopK));
    rules.insert(place("SanityCheckPlan", &rules), Arc::new(late::EffectiveFilters));
    rules.insert(place("SanityCheckPlan", &rules), Arc::new(conditions::ConditionOrder));
    // Once it is settled what is sorted where.
    rules.insert(place("SanityCheckPlan", &rules), Arc::new(numbered::NumberedGroups));
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_ours_takes_the_place_of_a_rule_of_datafusions() {
        let theirs = Optimizer::new().rules;
        for own in own_forms() {
            assert!(theirs.iter().any(|rule| rule.name() == own.name()), "{}", own.name());
        }
    }
}

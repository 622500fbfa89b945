//! What pyrust adds to DataFusion's optimizer.
//!
//! - [`joins`]: the order of joins, by [`estimate`]s of how many rows each part of the plan gives;
//! - [`late`]: which scans read the columns of their filters first;
//! - [`conditions`]: which of its conditions a filter looks at first;
//! - [`namesakes`]: that a condition which is pushed down stays one on the column it is about;
//! - [`numbered`]: where only the first rows of each group are wanted;
//! - [`repeated`]: which groupings a plan needs more than once.

mod conditions;
mod estimate;
mod join_graph;
mod join_plan;
mod join_search;
mod joins;
mod late;
mod namesakes;
mod numbered;
mod repeated;
mod selectivity;

use std::sync::Arc;

use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;

use crate::arithmetic;

pub(crate) use repeated::share;

type Rule = Arc<dyn PhysicalOptimizerRule + Send + Sync>;

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
    rules.insert(place("SanityCheckPlan", &rules), Arc::new(late::EffectiveFilters));
    rules.insert(place("SanityCheckPlan", &rules), Arc::new(conditions::ConditionOrder));
    // Once it is settled what is sorted where.
    rules.insert(place("SanityCheckPlan", &rules), Arc::new(numbered::NumberedGroups));
    rules
}

//! The texts that plans were written as. A plan, or a larger one with it inside, finds its text by the plan's address: so
//! an error of a run can be shown where its expression is written, and nothing of a text is in a plan.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Weak};

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::LogicalPlan;
use parking_lot::Mutex;

use crate::error::QueryText;

/// How many texts there are before those of plans that are gone are looked for.
const FEW: usize = 64;

type Texts = HashMap<usize, (Weak<LogicalPlan>, Arc<dyn QueryText>)>;

static TEXTS: LazyLock<Mutex<Texts>> = LazyLock::new(Mutex::default);

/// Remembers the text of a plan for as long as the plan lives.
pub(crate) fn remember(plan: &Arc<LogicalPlan>, text: Arc<dyn QueryText>) {
    let mut texts = TEXTS.lock();
    if texts.len() >= FEW && texts.len() == texts.capacity() {
        texts.retain(|_, (plan, _)| plan.strong_count() > 0);
    }
    texts.insert(Arc::as_ptr(plan).addr(), (Arc::downgrade(plan), text));
}

/// Returns the text of a plan, or of the outermost part of it that has one.
pub(crate) fn of(plan: &LogicalPlan) -> Option<Arc<dyn QueryText>> {
    let texts = TEXTS.lock();
    if texts.is_empty() {
        return None;
    }
    let mut found = None;
    let walked = plan.apply(|node| {
        let known = texts.get(&std::ptr::from_ref(node).addr());
        // The address of a plan that is gone may be another's.
        found = known.filter(|(plan, _)| plan.strong_count() > 0).map(|(_, text)| Arc::clone(text));
        Ok(if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    walked.ok().and(found)
}

#[cfg(test)]
mod tests {
    use datafusion::logical_expr::LogicalPlanBuilder;

    use super::*;
    use crate::error::Error;

    #[derive(Debug)]
    struct Nothing;

    impl QueryText for Nothing {
        fn locate(&self, error: Error) -> Error {
            error
        }
    }

    #[test]
    fn a_plan_and_what_is_made_of_it_have_its_text() {
        let plan = Arc::new(LogicalPlanBuilder::empty(true).build().unwrap());
        remember(&plan, Arc::new(Nothing));
        let larger = LogicalPlanBuilder::new_from_arc(Arc::clone(&plan)).limit(0, Some(1)).unwrap().build().unwrap();
        assert!(of(&plan).is_some() && of(&larger).is_some());
        assert!(of(&plan.as_ref().clone()).is_none());
    }

    #[test]
    fn texts_of_plans_that_are_gone_are_forgotten() {
        for _ in 0..10 * FEW {
            remember(&Arc::new(LogicalPlanBuilder::empty(true).build().unwrap()), Arc::new(Nothing));
        }
        assert!(TEXTS.lock().len() <= 4 * FEW);
    }
}

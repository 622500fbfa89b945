//! Names computed columns as they are written.

use std::collections::BTreeSet;

use datafusion::common::Column;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::{Expr as PlanExpr, LogicalPlan, LogicalPlanBuilder};

/// Returns the same plan with its computed columns named as they are written: DataFusion calls `sum(a)` over a table
/// `t` `sum(t.a)`.
pub(crate) fn without_qualifiers(plan: LogicalPlan) -> datafusion::error::Result<LogicalPlan> {
    let mut qualifiers = BTreeSet::new();
    plan.apply(|node| {
        qualifiers.extend(node.schema().iter().filter_map(|(qualifier, _)| qualifier).map(|q| format!("{q}.")));
        Ok(TreeNodeRecursion::Continue)
    })?;
    let plain = |name: &str| qualifiers.iter().fold(name.to_string(), |name, qualifier| unqualified(&name, qualifier));
    let is_computed = |name: &str| name.contains(['(', ' ']);
    if !plan.schema().fields().iter().any(|f| is_computed(f.name()) && plain(f.name()) != *f.name()) {
        return Ok(plan);
    }
    let output: Vec<_> = plan
        .schema()
        .iter()
        .map(|(qualifier, field)| {
            let column = PlanExpr::Column(Column::new(qualifier.cloned(), field.name()));
            if is_computed(field.name()) { column.alias(plain(field.name())) } else { column }
        })
        .collect();
    // Two columns may now have one name; the frame makes them unique, DataFusion's projection would refuse them.
    let mut names = BTreeSet::new();
    if !output.iter().all(|expr| names.insert(expr.schema_name().to_string())) {
        return Ok(plan);
    }
    LogicalPlanBuilder::from(plan).project(output)?.build()
}

/// Returns `name` without `qualifier` where that begins a word.
fn unqualified(name: &str, qualifier: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find(qualifier) {
        let begins = !rest[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
        out.push_str(&rest[..at]);
        if !begins {
            out.push_str(qualifier);
        }
        rest = &rest[at + qualifier.len()..];
    }
    out + rest
}

//! Column names: that each is unique, and which expression has which name.

use std::collections::HashSet;

use datafusion::common::{Column, TableReference};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};

use crate::error::{Error, ErrorKind, Result};

/// Returns a column by its exact name: nothing is parsed, so dots, capitals and quotes are plain characters.
pub(crate) fn column(name: &str) -> Expr {
    Expr::Column(Column::from_name(name))
}

/// Returns a column of one side of a join.
pub(crate) fn qualified(side: &str, name: &str) -> Column {
    Column::new(Some(TableReference::bare(side)), name)
}

/// Returns the name of the column that an expression makes.
pub(crate) fn output_name(expr: &Expr) -> String {
    match expr {
        Expr::Column(column) => column.name.clone(),
        Expr::Alias(alias) => alias.name.clone(),
        other => other.schema_name().to_string(),
    }
}

/// Returns the expression under the name the user has written it by, without DataFusion's qualifiers.
pub(crate) fn named(expr: Expr) -> Expr {
    match expr {
        Expr::Column(_) | Expr::Alias(_) => expr,
        other => {
            let name = output_name(&other);
            other.alias(name)
        }
    }
}

/// Returns an expression without its outer alias, and its name.
pub(crate) fn split_alias(expr: Expr) -> (Expr, String) {
    match expr {
        Expr::Alias(alias) => (*alias.expr, alias.name),
        other => {
            let name = output_name(&other);
            (other, name)
        }
    }
}

/// Returns the expression below its aliases.
pub(crate) fn unaliased(mut expr: &Expr) -> &Expr {
    while let Expr::Alias(alias) = expr {
        expr = &alias.expr;
    }
    expr
}

/// Fails at the first name that occurs twice.
pub(crate) fn check_once<'a>(operation: &str, names: impl IntoIterator<Item = &'a str>, hint: &str) -> Result<()> {
    let mut taken = HashSet::new();
    match names.into_iter().find(|name| !taken.insert(*name)) {
        Some(name) => {
            let message = format!("two columns would be called \"{name}\"");
            Err(Error::new(ErrorKind::Schema, operation, message).with_hint(hint))
        }
        None => Ok(()),
    }
}

/// Returns the names made unique: the second `a` becomes `a_1`, or the next number that no column has. `None` if they
/// are unique.
pub fn distinct_names(names: &[&str]) -> Option<Vec<String>> {
    let all: HashSet<&str> = names.iter().copied().collect();
    if all.len() == names.len() {
        return None;
    }
    let mut used: HashSet<String> = HashSet::with_capacity(names.len());
    let unique = names.iter().map(|name| {
        if used.insert((*name).to_string()) {
            return (*name).to_string();
        }
        let free = |name: &String| !all.contains(name.as_str()) && !used.contains(name);
        let found = (1u64..).map(|number| format!("{name}_{number}")).find(free).unwrap_or_default();
        used.insert(found.clone());
        found
    });
    Some(unique.collect())
}

/// Returns the same plan with unique column names.
pub(crate) fn with_distinct_names(plan: LogicalPlan) -> Result<LogicalPlan> {
    let names: Vec<&str> = plan.schema().fields().iter().map(|field| field.name().as_str()).collect();
    let Some(names) = distinct_names(&names) else { return Ok(plan) };
    let columns = plan.schema().iter().map(|(qualifier, field)| Column::new(qualifier.cloned(), field.name()));
    let output: Vec<Expr> = columns.zip(names).map(|(column, name)| Expr::Column(column).alias(name)).collect();
    LogicalPlanBuilder::from(plan)
        .project(output)
        .and_then(LogicalPlanBuilder::build)
        .map_err(|e| Error::from_datafusion("select", e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_name_gets_the_first_free_number() {
        assert_eq!(distinct_names(&["a", "b"]), None);
        let unique = distinct_names(&["a", "a", "a_1", "a", "b"]).unwrap();
        assert_eq!(unique, ["a", "a_2", "a_1", "a_3", "b"]);
    }
}

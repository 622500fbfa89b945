//! Which types can be keys. DataFusion converts keys to comparable bytes, which not every type supports, and fails in
//! the middle of a query with a message of its own. Here the plan is checked when a verb makes it.

use std::sync::Arc;

use arrow::datatypes::DataType;
use arrow::row::{RowConverter, SortField};
use datafusion::common::DFSchema;
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::{Distinct, Expr, ExprSchemable, LogicalPlan};

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::{output_name, unaliased};
use crate::render::type_name;

/// Fails if a node of `plan` above `below` groups or sorts by values that DataFusion cannot compare.
///
/// # Errors
/// `Schema`, with the column, its type, and a hint.
pub(super) fn check(operation: &str, plan: &LogicalPlan, below: Option<&Arc<LogicalPlan>>) -> Result<()> {
    let inputs = plan.inputs();
    if let Some(input) = inputs.first()
        && let Some((name, data_type)) = keys(plan, input.schema()).find(|(_, data_type)| !has_form(data_type))
    {
        return Err(refusal(operation, &name, &data_type));
    }
    for input in inputs {
        if below.is_none_or(|below| !std::ptr::eq(Arc::as_ptr(below), input)) {
            check(operation, input, below)?;
        }
    }
    Ok(())
}

/// The same for keys that a verb is given, which may have other names in its plan.
///
/// # Errors
/// Those of [`check`].
pub(super) fn check_given<'a>(
    operation: &str,
    schema: &DFSchema,
    keys: impl IntoIterator<Item = (&'a Expr, &'a String)>,
) -> Result<()> {
    for (key, name) in keys {
        match key.get_type(schema) {
            Ok(data_type) if !has_form(&data_type) => return Err(refusal(operation, name, &data_type)),
            _ => {}
        }
    }
    Ok(())
}

/// Returns the keys of a node, by the names and types that they have in its input.
fn keys<'a>(plan: &'a LogicalPlan, schema: &'a DFSchema) -> Box<dyn Iterator<Item = (String, DataType)> + 'a> {
    let typed = |expr: &'a Expr| Some((output_name(expr), expr.get_type(schema).ok()?));
    match plan {
        LogicalPlan::Aggregate(aggregate) => {
            let counted = aggregate.aggr_expr.iter().flat_map(|aggregate| match unaliased(aggregate) {
                Expr::AggregateFunction(function) if function.params.distinct => function.params.args.as_slice(),
                _ => &[],
            });
            let grouped = aggregate.group_expr.iter().flat_map(|key| match key {
                Expr::GroupingSet(set) => set.distinct_expr().into_iter().collect(),
                key => vec![key],
            });
            Box::new(grouped.chain(counted).filter_map(typed))
        }
        LogicalPlan::Distinct(Distinct::All(_)) => {
            Box::new(schema.fields().iter().map(|field| (field.name().clone(), field.data_type().clone())))
        }
        LogicalPlan::Distinct(Distinct::On(on)) => Box::new(on.on_expr.iter().filter_map(typed)),
        LogicalPlan::Sort(sort) => Box::new(sort.expr.iter().map(|key| &key.expr).filter_map(typed)),
        LogicalPlan::Window(window) => Box::new(window.window_expr.iter().flat_map(of_window).filter_map(typed)),
        _ => Box::new(std::iter::empty()),
    }
}

fn of_window(expr: &Expr) -> Vec<&Expr> {
    match unaliased(expr) {
        Expr::WindowFunction(window) => {
            let WindowFunction { params, .. } = window.as_ref();
            params.partition_by.iter().chain(params.order_by.iter().map(|key| &key.expr)).collect()
        }
        _ => Vec::new(),
    }
}

fn has_form(data_type: &DataType) -> bool {
    let simple = !data_type.is_nested() && !matches!(data_type, DataType::Dictionary(..));
    simple || RowConverter::supports_fields(&[SortField::new(data_type.clone())])
}

fn refusal(operation: &str, name: &str, data_type: &DataType) -> Error {
    let hint = match data_type {
        DataType::Dictionary(_, values) if has_form(values) => {
            format!("cast it to its values first: .cast(\"{}\")", type_name(values))
        }
        _ => "group and sort by parts of it: .struct.field(...), .list.get(...)".to_owned(),
    };
    let message = format!("column \"{name}\" is {}, which has no order to group or sort by", type_name(data_type));
    Error::new(ErrorKind::Schema, operation, message).with_hint(hint)
}

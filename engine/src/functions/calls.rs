//! Calls that DataFusion accepts, and then panics at or answers with an internal error: each is corrected before it is
//! computed, or refused with a message.
//!
//! - an ORDER BY of an aggregate that gives the same in any order is dropped, and so are repeated keys of an ORDER BY;
//! - frame bounds beyond the largest possible number of rows are reduced to it;
//! - fixed-size lists become lists for `map`; `array_concat` takes at least one list, and casts lists of several types
//!   to one;
//! - `first_value`, `last_value` and `nth_value` need a column, and `nth_value` counts from 1;
//! - `grouping` is not a window function;
//! - `round` gets the type that it keeps;
//! - structs without fields are not keys, have no order and cannot be expanded to columns;
//! - the sketch of `approx_percentile_cont` has a bounded number of centroids, as it allocates all of them.

use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result};
use datafusion::functions::math::round::RoundFunc;
use datafusion::functions_aggregate::approx_percentile_cont::ApproxPercentileCont;
use datafusion::functions_aggregate::grouping::Grouping;
use datafusion::functions_nested::concat::ArrayConcat;
use datafusion::functions_nested::map::MapFunc;
use datafusion::functions_window::nth_value::{NthValue, NthValueKind};
use datafusion::logical_expr::expr::{AggregateFunction, ScalarFunction, Sort, WindowFunction};
use datafusion::logical_expr::{
    AggregateUDF, Distinct, Expr, ExprSchemable, LogicalPlan, WindowFrame, WindowFrameBound, WindowFrameUnits,
    WindowFunctionDefinition, cast,
};
use datafusion::scalar::ScalarValue;

use super::guarded::guarded;
use super::list::item_type;
use crate::error::{Error, ErrorKind};
use crate::expr::scope::rewrite_parts;

/// Aggregates that give the same value in any order: sorting their rows would be wasted.
pub const SAME_IN_ANY_ORDER: [&str; 35] = [
    "any_value",
    "approx_distinct",
    "approx_median",
    "avg",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "corr",
    "count",
    "covar_pop",
    "covar_samp",
    "grouping",
    "kurtosis",
    "max",
    "median",
    "min",
    "mode",
    "product",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "skew",
    "stddev",
    "stddev_pop",
    "sum",
    "var",
    "var_pop",
];
/// More centroids than improve any quantile.
const MOST_CENTROIDS: i64 = 100_000;
/// More rows than there can be.
const MOST_ROWS: u64 = 1 << 62;

/// Returns whether `node` is a `round` whose number of decimals DataFusion knows only once constants are folded: its
/// type changes then, and no longer matches the type that its operands were coerced to.
pub(crate) fn rounds_late(node: &Expr) -> bool {
    match node {
        Expr::ScalarFunction(call) if call.func.inner().is::<RoundFunc>() => {
            matches!(call.args.get(1), Some(Expr::Literal(ScalarValue::Int64(Some(_)), _)))
        }
        _ => false,
    }
}

/// Returns the plan with such numbers as `int32` literals, which DataFusion reads at once.
///
/// # Errors
/// When DataFusion cannot rebuild a node.
pub(crate) fn rounding_early(plan: LogicalPlan) -> Result<LogicalPlan> {
    let rewritten = plan.transform_up_with_subqueries(|plan| {
        rewrite_parts(plan, rounds_late, |mut node| {
            let late = rounds_late(&node);
            if let (true, Expr::ScalarFunction(call)) = (late, &mut node)
                && let Some(Expr::Literal(decimals, _)) = call.args.get_mut(1)
            {
                *decimals = decimals.cast_to(&DataType::Int32)?;
            }
            Ok(Transformed::new_transformed(node, late))
        })
    })?;
    Ok(rewritten.data)
}

/// Returns whether a call may have to be corrected.
pub(super) fn is_concerned(node: &Expr) -> bool {
    match node {
        Expr::AggregateFunction(_) | Expr::WindowFunction(_) => true,
        Expr::ScalarFunction(call) => call.func.inner().is::<MapFunc>() || call.func.inner().is::<ArrayConcat>(),
        _ => false,
    }
}

fn is_of_nothing(call: &ScalarFunction) -> bool {
    call.args.is_empty() && call.func.inner().is::<ArrayConcat>()
}

/// Fails for a node that cannot handle structs without fields: DataFusion's row format has no bytes for such values.
///
/// # Errors
/// `Schema`, which names the column.
pub(super) fn check_hollow(plan: &LogicalPlan) -> Result<()> {
    let (columns, what): (Vec<FieldRef>, _) = match plan {
        LogicalPlan::Aggregate(aggregate) => {
            let keys = aggregate.group_expr_len()?;
            (aggregate.schema.fields().iter().take(keys).cloned().collect(), "rows cannot be grouped by it")
        }
        LogicalPlan::Distinct(Distinct::All(input)) => {
            (input.schema().fields().iter().cloned().collect(), "rows with it cannot be told apart")
        }
        LogicalPlan::Distinct(Distinct::On(on)) => {
            let keys = on.on_expr.iter().map(|key| Ok(key.to_field(on.input.schema())?.1));
            (keys.collect::<Result<_>>()?, "rows cannot be told apart by it")
        }
        LogicalPlan::Unnest(unnest) => {
            let fields = unnest.input.schema().fields();
            let opened = unnest.struct_type_columns.iter().filter_map(|at| fields.get(*at).cloned());
            (opened.collect(), "there is nothing to make columns of")
        }
        _ => return Ok(()),
    };
    match columns.iter().find(|column| is_hollow(column.data_type())) {
        Some(column) => {
            let message = format!("column \"{}\" has a struct without fields: {what}", column.name());
            Err(Error::new(ErrorKind::Schema, "sql", message).with_hint("leave the column out").into())
        }
        None => Ok(()),
    }
}

/// Returns whether a type contains a struct without fields.
fn is_hollow(data_type: &DataType) -> bool {
    match data_type {
        DataType::Struct(fields) => fields.is_empty() || fields.iter().any(|field| is_hollow(field.data_type())),
        list => item_type(list).is_some_and(is_hollow),
    }
}

fn has_large(data_type: &DataType) -> bool {
    matches!(data_type, DataType::LargeList(_)) || item_type(data_type).is_some_and(has_large)
}

/// Returns the type with all lists as large lists, at any depth.
fn large(data_type: &DataType) -> DataType {
    use DataType::{FixedSizeList, LargeList, List};
    match data_type {
        List(item) | LargeList(item) | FixedSizeList(item, _) => {
            LargeList(Arc::new(item.as_ref().clone().with_data_type(large(item.data_type()))))
        }
        other => other.clone(),
    }
}

/// Returns the call in a form that DataFusion computes.
///
/// # Errors
/// For a call that it cannot compute.
pub(super) fn accepted(node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    match node {
        Expr::AggregateFunction(aggregate) => in_group(aggregate, schema),
        Expr::WindowFunction(window) => in_window(window),
        Expr::ScalarFunction(call) if is_of_nothing(&call) => {
            Err(Error::new(ErrorKind::Sql, call.func.name(), "it takes at least one list").into())
        }
        Expr::ScalarFunction(call) if call.func.inner().is::<ArrayConcat>() => {
            let types = call.args.iter().map(|arg| arg.get_type(schema)).collect::<Result<Vec<_>>>()?;
            let func = guarded(&call.func).unwrap_or_else(|| Arc::clone(&call.func));
            if !types.iter().any(has_large) || types.iter().all(|given| large(given) == *given) {
                let args = call.args;
                return Ok(Transformed::yes(Expr::ScalarFunction(ScalarFunction { func, args })));
            }
            let returned = Expr::ScalarFunction(call.clone()).get_type(schema)?;
            let args = call.args.into_iter().zip(types).map(|(arg, given)| cast(arg, large(&given))).collect();
            Ok(Transformed::yes(cast(Expr::ScalarFunction(ScalarFunction { func, args }), returned)))
        }
        Expr::ScalarFunction(ScalarFunction { func, args }) if func.inner().is::<MapFunc>() => {
            let mut changed = false;
            let args = args.into_iter().map(|arg| {
                let DataType::FixedSizeList(item, _) = arg.get_type(schema)? else { return Ok(arg) };
                changed = true;
                Ok(cast(arg, DataType::List(item)))
            });
            let args = args.collect::<Result<_>>()?;
            Ok(Transformed::new_transformed(Expr::ScalarFunction(ScalarFunction { func, args }), changed))
        }
        other => Ok(Transformed::no(other)),
    }
}

fn in_group(mut aggregate: AggregateFunction, schema: &DFSchema) -> Result<Transformed<Expr>> {
    check_centroids(&aggregate.func, &aggregate.params.args)?;
    if let (name @ ("min" | "max"), [value]) = (aggregate.func.name(), aggregate.params.args.as_slice())
        && is_hollow(&value.get_type(schema)?)
    {
        let message = "structs without fields have no order";
        return Err(Error::new(ErrorKind::Schema, name, message).into());
    }
    let order = &mut aggregate.params.order_by;
    let any_order = SAME_IN_ANY_ORDER.contains(&aggregate.func.name()) && !order.is_empty();
    if any_order {
        order.clear();
    }
    let changed = once(order) || any_order;
    Ok(Transformed::new_transformed(Expr::AggregateFunction(aggregate), changed))
}

/// Removes repeated keys of an order: rows that are equal in a key once are so again. `first_value` of groups, which
/// DISTINCT ON becomes, needs this (docs/upstream/calls-that-panic.md).
///
/// Returns whether there was any.
pub(super) fn once(order: &mut Vec<Sort>) -> bool {
    let given = order.len();
    let mut seen: Vec<Expr> = Vec::with_capacity(order.len());
    order.retain(|sort| {
        let is_new = !seen.contains(&sort.expr);
        seen.push(sort.expr.clone());
        is_new
    });
    order.len() < given
}

fn in_window(mut window: Box<WindowFunction>) -> Result<Transformed<Expr>> {
    match &window.fun {
        WindowFunctionDefinition::AggregateUDF(function) => {
            check_centroids(function, &window.params.args)?;
            if function.inner().is::<Grouping>() {
                let message = "it says which keys a row is grouped by, and is not a window function";
                return Err(Error::new(ErrorKind::Sql, "grouping", message).with_hint("use it with GROUP BY").into());
            }
        }
        WindowFunctionDefinition::WindowUDF(function) => {
            if let Some(nth) = function.inner().downcast_ref::<NthValue>() {
                check_nth(function.name(), nth, &window.params.args)?;
            }
        }
    }
    let changed = bounded(&mut window.params.window_frame);
    Ok(Transformed::new_transformed(Expr::WindowFunction(window), changed))
}

fn check_centroids(function: &AggregateUDF, args: &[Expr]) -> Result<()> {
    if !function.inner().is::<ApproxPercentileCont>() {
        return Ok(());
    }
    match args.get(2).and_then(whole) {
        Some(centroids) if centroids > MOST_CENTROIDS => {
            let message = format!("its sketch has {MOST_CENTROIDS} points at most, not {centroids}");
            let hint = "an exact quantile is percentile_cont in SQL, .quantile() of a column";
            Err(Error::new(ErrorKind::Value, function.name(), message).with_hint(hint).into())
        }
        _ => Ok(()),
    }
}

fn check_nth(name: &str, function: &NthValue, args: &[Expr]) -> Result<()> {
    let needed = if *function.kind() == NthValueKind::Nth { 2 } else { 1 };
    let message = match (args.len(), args.get(1).and_then(whole)) {
        (given, _) if given < needed => match needed {
            1 => "it takes the column whose value is asked for",
            _ => "it takes the column whose value is asked for, and the number of a row",
        },
        (_, Some(0)) if needed == 2 => "rows are counted from 1, or from the end below 0: there is no row 0",
        _ => return Ok(()),
    };
    Err(Error::new(ErrorKind::Value, name, message).into())
}

fn whole(expr: &Expr) -> Option<i64> {
    let Expr::Literal(value, _) = expr else { return None };
    match value.cast_to(&DataType::Int64).ok()? {
        ScalarValue::Int64(number) => number,
        _ => None,
    }
}

/// Limits a frame to the largest number of rows; returns whether it changed.
fn bounded(frame: &mut WindowFrame) -> bool {
    if frame.units == WindowFrameUnits::Range {
        return false;
    }
    let too_far = |bound: &WindowFrameBound| match bound {
        WindowFrameBound::Preceding(ScalarValue::UInt64(Some(rows)))
        | WindowFrameBound::Following(ScalarValue::UInt64(Some(rows))) => *rows > MOST_ROWS,
        _ => false,
    };
    if !too_far(&frame.start_bound) && !too_far(&frame.end_bound) {
        return false;
    }
    let most = |bound: &WindowFrameBound| match bound {
        far if !too_far(far) => far.clone(),
        WindowFrameBound::Preceding(_) => WindowFrameBound::Preceding(ScalarValue::UInt64(Some(MOST_ROWS))),
        _ => WindowFrameBound::Following(ScalarValue::UInt64(Some(MOST_ROWS))),
    };
    *frame = WindowFrame::new_bounds(frame.units, most(&frame.start_bound), most(&frame.end_bound));
    true
}

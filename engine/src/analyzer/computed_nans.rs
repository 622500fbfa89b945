//! One NaN among what a plan computes: `0.0 / 0.0` has a sign on most processors, and by their bits, as they are
//! compared and sorted, that is another value, and the smallest. What is computed gets the one where somebody may look at it: as
//! an operand of a comparison, as a key, as an argument, and where it leaves its node. Columns are left alone: what
//! sources return and nodes compute has one NaN already.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, DFSchema, ScalarValue};
use datafusion::error::Result;
use datafusion::logical_expr::expr::Alias;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Case, Expr, ExprSchemable, LogicalPlan, Projection, ScalarUDF};

use crate::arithmetic::signs;
use crate::canonical_nan::{canonical_nan, is_canonical_nan};
use crate::expr::scope::{has_part, scope_of};

/// Functions of numbers to which all NaN are one: whatever they are given, their result gets the one.
const OF_NUMBERS: &[&str] = &[
    "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "cos", "cosh", "degrees", "exp",
    "floor", "ln", "log", "log10", "log2", "pi", "power", "radians", "round", "sin", "sinh", "sqrt", "tan", "tanh",
    "trunc", "isnan",
];

/// Functions that return no NaN.
const NEVER: &[&str] = &["date_part", "pi", "random"];

/// Aggregates that add their values up.
const SUMS: &[&str] = &[
    "sum",
    "avg",
    "var",
    "var_pop",
    "var_samp",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "covar_pop",
    "covar_samp",
    "corr",
    "regr_avgx",
    "regr_avgy",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "skew",
    "kurtosis",
    "product",
];

/// Aggregates and window functions that return one of their values, or no NaN.
const PICKED: &[&str] = &[
    "min",
    "max",
    "first_value",
    "last_value",
    "nth_value",
    "mode",
    "any_value",
    "lag",
    "lead",
    "percent_rank",
    "cume_dist",
    "grouping",
];

/// Returns the plan with one NaN.
///
/// # Errors
/// When the type of an expression cannot be found, or a node cannot be built again.
pub(super) fn with_one_nan(plan: LogicalPlan) -> Result<LogicalPlan> {
    Ok(plan.transform_up_with_subqueries(rewritten)?.data)
}

fn rewritten(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    if !has_part(&plan, computes) {
        return results(plan);
    }
    let schema = scope_of(&plan)?;
    let names = NamePreserver::new(&plan);
    let inside = plan.map_expressions(|expr| {
        let name = names.save(&expr);
        let inner = expr.transform_up(|node| looked_at(node, &schema))?;
        let outer = inner.transform_data(|expr| whole(expr, &schema))?;
        Ok(outer.update_data(|expr| name.restore(expr)))
    })?;
    inside.transform_data(results)
}

/// Returns whether [`may_be_other`] can be true of an expression, without asking for types: most nodes only name columns.
fn computes(expr: &Expr) -> bool {
    match expr {
        Expr::BinaryExpr(binary) => binary.op.is_numerical_operators(),
        Expr::Literal(value, _) => value.data_type().is_floating(),
        Expr::Cast(_) | Expr::TryCast(_) | Expr::Negative(_) => true,
        Expr::ScalarFunction(_) | Expr::HigherOrderFunction(_) => true,
        _ => false,
    }
}

/// Returns an expression of a node with one NaN; aggregates and windows stay as they are ([`results`]).
fn whole(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    match expr {
        Expr::Alias(alias) => {
            let Alias { expr, relation, name, metadata } = alias;
            whole(*expr, schema)?
                .map_data(|expr| Ok(Expr::Alias(Alias { expr: Box::new(expr), relation, name, metadata })))
        }
        other => one(other, schema),
    }
}

/// Returns a part of an expression, with one NaN in those of its parts that it compares or hands on.
fn looked_at(node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    match &node {
        Expr::BinaryExpr(binary) if binary.op.is_numerical_operators() || binary.op.is_logic_operator() => {
            return Ok(Transformed::no(node));
        }
        Expr::ScalarFunction(call) if is_of_numbers(&call.func) => return Ok(Transformed::no(node)),
        Expr::AggregateFunction(call) if SUMS.contains(&call.func.name()) => return Ok(Transformed::no(node)),
        Expr::BinaryExpr(_)
        | Expr::ScalarFunction(_)
        | Expr::AggregateFunction(_)
        | Expr::WindowFunction(_)
        | Expr::InList(_)
        | Expr::InSubquery(_)
        | Expr::Between(_)
        | Expr::GroupingSet(_)
        | Expr::Case(Case { expr: Some(_), .. }) => {}
        _ => return Ok(Transformed::no(node)),
    }
    node.map_children(|child| one(child, schema))
}

/// Returns a value with one NaN.
fn one(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    Ok(if may_be_other(&expr, schema)? { Transformed::yes(canonical_nan(expr)) } else { Transformed::no(expr) })
}

/// Returns whether an expression may be a NaN with other bits.
fn may_be_other(expr: &Expr, schema: &DFSchema) -> Result<bool> {
    Ok(match expr {
        Expr::Literal(value, _) => match value {
            ScalarValue::Float64(Some(value)) => value.is_nan(),
            ScalarValue::Float32(Some(value)) => value.is_nan(),
            ScalarValue::Float16(Some(value)) => value.is_nan(),
            _ => false,
        },
        Expr::Alias(alias) => may_be_other(&alias.expr, schema)?,
        Expr::Cast(cast) if cast.field.data_type().is_floating() => may_be_other_as_float(&cast.expr, schema)?,
        Expr::TryCast(cast) if cast.field.data_type().is_floating() => may_be_other_as_float(&cast.expr, schema)?,
        Expr::Case(case) => {
            let branches = case.when_then_expr.iter().map(|(_, then)| then).chain(&case.else_expr);
            any(branches.map(AsRef::as_ref), schema)?
        }
        Expr::ScalarFunction(call)
            if is_canonical_nan(&call.func) || signs(&call.func).is_some() || NEVER.contains(&call.func.name()) =>
        {
            false
        }
        Expr::ScalarFunction(call) if call.func.name() == "coalesce" => any(call.args.iter(), schema)?,
        Expr::BinaryExpr(binary) if !binary.op.is_numerical_operators() => false,
        Expr::BinaryExpr(_) | Expr::Negative(_) | Expr::ScalarFunction(_) | Expr::HigherOrderFunction(_) => {
            expr.get_type(schema)?.is_floating()
        }
        _ => false,
    })
}

/// Returns whether a function takes all NaN for one.
fn is_of_numbers(function: &ScalarUDF) -> bool {
    is_canonical_nan(function) || signs(function).is_some() || OF_NUMBERS.contains(&function.name())
}

fn any<'a>(mut exprs: impl Iterator<Item = &'a Expr>, schema: &DFSchema) -> Result<bool> {
    exprs.try_fold(false, |found, expr| Ok(found || may_be_other(expr, schema)?))
}

/// Returns whether a value that is cast to a float may become such a NaN: text may, and another float may be one.
fn may_be_other_as_float(expr: &Expr, schema: &DFSchema) -> Result<bool> {
    Ok(match expr.get_type(schema)? {
        from if from.is_floating() => may_be_other(expr, schema)?,
        from => !(from.is_integer() || from.is_decimal() || from == DataType::Boolean || from == DataType::Null),
    })
}

/// Returns an aggregate or a window with one NaN in its results.
fn results(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    let computed = match &plan {
        LogicalPlan::Aggregate(node) => &node.aggr_expr,
        LogicalPlan::Window(node) => &node.window_expr,
        _ => return Ok(Transformed::no(plan)),
    };
    let schema = plan.schema();
    let first = schema.fields().len() - computed.len();
    let may_be_other: Vec<bool> = computed
        .iter()
        .zip(&schema.fields()[first..])
        .map(|(expr, field)| field.data_type().is_floating() && !is_picked(expr))
        .collect();
    if !may_be_other.contains(&true) {
        return Ok(Transformed::no(plan));
    }
    let columns = schema.iter().enumerate().map(|(at, (relation, field))| {
        let column = Expr::Column(Column::new(relation.cloned(), field.name()));
        match at.checked_sub(first).is_some_and(|at| may_be_other[at]) {
            true => canonical_nan(column).alias_qualified(relation.cloned(), field.name()),
            false => column,
        }
    });
    let columns = columns.collect();
    Ok(Transformed::yes(LogicalPlan::Projection(Projection::try_new(columns, plan.into())?)))
}

fn is_picked(expr: &Expr) -> bool {
    match expr {
        Expr::Alias(alias) => is_picked(&alias.expr),
        Expr::AggregateFunction(call) => PICKED.contains(&call.func.name()),
        Expr::WindowFunction(call) => PICKED.contains(&call.fun.name()),
        _ => false,
    }
}

//! Messages for expressions whose types do not fit: which part, from which columns, of which types.
//!
//! A verb checks an expression before it takes it. A query in SQL is planned by DataFusion, and some of its types are
//! checked only when it runs: once that has failed, [`refused`] finds the part that caused it, as DataFusion's message
//! names neither the column nor our name of the type. So a query that works pays nothing for it.

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion, TreeNodeRewriter};
use datafusion::common::{Column, DFSchema, Result};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::type_coercion::binary::type_union_coercion;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, Union};
use datafusion::optimizer::analyzer::type_coercion::TypeCoercionRewriter;
use datafusion::sql::unparser::expr_to_sql;

use crate::error::{Error, ErrorKind, wording};
use crate::expr::scope::scope_of;
use crate::render::type_name;

/// Returns the message for an expression that cannot be computed; `label` gives the text of one, `shown` the name that
/// users know a function by.
///
/// # Errors
/// When DataFusion cannot compute a type.
pub(crate) fn sentence(
    schema: &DFSchema,
    blamed: &Expr,
    label: &dyn Fn(&Expr) -> String,
    shown: fn(&str) -> &str,
) -> Result<String> {
    let part = |expr: &Expr| match expr.get_type(schema) {
        Ok(data_type) => format!("{} ({})", label(expr), type_name(&data_type)),
        Err(_) => label(expr),
    };
    if let Expr::BinaryExpr(BinaryExpr { left, op, right }) = blamed {
        return Ok(format!("{} and {} cannot be {}", part(left), part(right), done(*op)));
    }
    if let Expr::Case(case) = blamed {
        let thens = case.when_then_expr.iter().map(|(_, then)| then.as_ref()).chain(case.else_expr.as_deref());
        let thens = thens.map(part).collect::<Vec<_>>().join(" and ");
        return Ok(format!("a choice between {thens} is not a column of one type"));
    }
    let mut parts = Vec::new();
    blamed.apply_children(|child| {
        parts.push(part(child));
        Ok(TreeNodeRecursion::Continue)
    })?;
    let name = match blamed {
        Expr::ScalarFunction(function) => shown(function.name()).to_owned(),
        Expr::HigherOrderFunction(function) => shown(function.func.name()).to_owned(),
        Expr::AggregateFunction(aggregate) => shown(aggregate.func.name()).to_owned(),
        Expr::WindowFunction(window) => shown(window.fun.name()).to_owned(),
        Expr::InList(_) | Expr::Between(_) => return Ok(format!("{} cannot be compared", parts.join(" and "))),
        other => label(other),
    };
    let given = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    Ok(format!("{name} cannot be computed from {given}"))
}

/// Returns the operation as a verb of the message.
pub(crate) fn done(op: Operator) -> &'static str {
    match op {
        Operator::Plus => "added",
        Operator::Minus => "subtracted",
        Operator::Multiply => "multiplied",
        Operator::Divide | Operator::IntegerDivide | Operator::Modulo => "divided",
        Operator::And | Operator::Or | Operator::BitwiseAnd | Operator::BitwiseOr | Operator::BitwiseXor => "combined",
        Operator::BitwiseShiftLeft | Operator::BitwiseShiftRight => "shifted by each other",
        Operator::StringConcat => "joined as strings",
        _ => "compared",
    }
}

/// Returns whether the values of a type can be ordered by `min` and `max`.
pub(crate) fn has_order(data_type: &DataType) -> bool {
    use DataType::{Dictionary, FixedSizeList, LargeList, LargeListView, List, ListView, Map, Union};
    match data_type {
        ListView(_) | LargeListView(_) | Map(..) | Union(..) => false,
        List(item) | LargeList(item) | FixedSizeList(item, _) => !item.data_type().is_nested(),
        Dictionary(_, values) => has_order(values),
        _ => true,
    }
}

/// Returns DataFusion's error for a plan, with our message where a part of an expression causes it.
pub(crate) fn refused(operation: &str, plan: &LogicalPlan, error: DataFusionError) -> DataFusionError {
    let said = error.find_root().to_string();
    // An error of ours, or a user's.
    if wording::is_external(&said) {
        return error;
    }
    match to_blame(plan, &said) {
        Ok(Some((message, part))) => Error::new(ErrorKind::Schema, operation, message).about(part.as_deref()).into(),
        _ => error,
    }
}

/// Returns the message for the lowest part of a plan that cannot be computed, and that part in SQL.
fn to_blame(plan: &LogicalPlan, said: &str) -> Result<Option<(String, Option<String>)>> {
    let mut nodes = Vec::new();
    plan.apply_with_subqueries(|node| {
        nodes.push(node.clone());
        Ok(TreeNodeRecursion::Continue)
    })?;
    for node in nodes.iter().rev() {
        if let LogicalPlan::Union(union) = node
            && let Some(words) = of_union(union)
        {
            return Ok(Some((words, None)));
        }
        let schema = scope_of(node)?;
        let mut parts = Vec::new();
        node.apply_expressions(|expr| {
            expr.apply(|part| {
                if matches!(part, Expr::Lambda(_)) {
                    return Ok(TreeNodeRecursion::Jump);
                }
                parts.push(part.clone());
                Ok(TreeNodeRecursion::Continue)
            })
        })?;
        // Inner parts come after the outer.
        for part in parts.iter().rev() {
            if let Some(words) = of_part(&schema, part, said)? {
                return Ok(Some((words, Some(text(part)))));
            }
        }
    }
    Ok(None)
}

/// Returns the message for columns of a union that have no common type.
fn of_union(union: &Union) -> Option<String> {
    let [first, others @ ..] = union.inputs.as_slice() else { return None };
    others.iter().find_map(|other| {
        let columns = first.schema().fields().iter().zip(other.schema().fields());
        let mut apart =
            columns.filter(|(above, below)| type_union_coercion(above.data_type(), below.data_type()).is_none());
        let (above, below) = apart.next()?;
        let (above_type, below_type) = (type_name(above.data_type()), type_name(below.data_type()));
        Some(format!("column \"{}\" is {above_type} above and {below_type} below", above.name()))
    })
}

fn of_part(schema: &DFSchema, part: &Expr, said: &str) -> Result<Option<String>> {
    let (name, arguments) = match part {
        Expr::Column(_) | Expr::Literal(..) | Expr::Alias(_) => return Ok(None),
        Expr::AggregateFunction(aggregate) => (aggregate.func.name(), &aggregate.params.args),
        Expr::WindowFunction(window) => {
            if let Some(key) = window.params.order_by.first().filter(|_| wording::is_about_range_frame(said)) {
                let of = key.expr.get_type(schema)?;
                let what = "which has no distances: a window ordered by it says ROWS BETWEEN ...";
                return Ok(Some(format!("{} is {}, {what}", text(&key.expr), type_name(&of))));
            }
            (window.fun.name(), &window.params.args)
        }
        _ => ("", &Vec::new()),
    };
    if wording::names_function(said, name)
        && let Some(argument) = arguments.first()
    {
        let of = argument.get_type(schema)?;
        if !matches!(name, "min" | "max") || !has_order(&of) || matches!(of, DataType::RunEndEncoded(..)) {
            return Ok(Some(format!("{name} cannot be computed from {} ({})", text(argument), type_name(&of))));
        }
    }
    let fits = TypeCoercionRewriter::new(schema).f_up(part.clone()).data().is_ok();
    Ok(if fits { None } else { Some(sentence(schema, part, &text, |name| name)?) })
}

/// Returns an expression in SQL, without the names of tables.
fn text(expr: &Expr) -> String {
    let bare = expr.clone().transform(|node| {
        Ok(match node {
            Expr::Column(column) => Transformed::yes(Expr::Column(Column::from_name(column.name))),
            other => Transformed::no(other),
        })
    });
    let bare = bare.map_or_else(|_| expr.clone(), |bare| bare.data);
    match (&bare, expr_to_sql(&bare)) {
        (Expr::Column(column), _) => column.name.clone(),
        (_, Ok(sql)) => sql.to_string(),
        (other, Err(_)) => other.human_display().to_string(),
    }
}

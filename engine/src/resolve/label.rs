//! Expressions as text: the names of columns that a user has not named, and their repr. Close to what was
//! written in Python, without the engine's qualifiers and type marks.

use datafusion::logical_expr::expr::{AggregateFunctionParams, InList, NullTreatment, ScalarFunction, WindowFunction};
use datafusion::logical_expr::{
    BinaryExpr, Expr, Operator, SortExpr, WindowFrame, WindowFrameBound, WindowFunctionDefinition,
};
use datafusion::scalar::ScalarValue;

use crate::render::type_name;

/// Constants longer than this are cut in names.
const LONGEST_TEXT: usize = 40;

/// The text of an expression.
pub fn label(expr: &Expr) -> String {
    if let Some(text) = super::expand::placeholder_label(expr) {
        return text;
    }
    match expr {
        Expr::Column(column) => column.name.clone(),
        Expr::Alias(alias) => alias.name.clone(),
        Expr::Literal(value, _) => constant_label(value),
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::IsNotDistinctFrom, right }) => {
            format!("eq_missing({}, {})", label(left), label(right))
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::IsDistinctFrom, right }) => {
            format!("ne_missing({}, {})", label(left), label(right))
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            format!("{} {} {}", operand_label(left), operator_symbol(*op), operand_label(right))
        }
        Expr::Not(inner) => format!("~{}", operand_label(inner)),
        Expr::Negative(inner) => format!("-{}", operand_label(inner)),
        Expr::IsNull(inner) => format!("is_null({})", label(inner)),
        Expr::IsNotNull(inner) => format!("is_not_null({})", label(inner)),
        Expr::Cast(cast) => format!("cast({}, {})", label(&cast.expr), type_name(cast.field.data_type())),
        Expr::TryCast(cast) => format!("cast({}, {})", label(&cast.expr), type_name(cast.field.data_type())),
        Expr::Between(between) => {
            format!("between({}, {}, {})", label(&between.expr), label(&between.low), label(&between.high))
        }
        Expr::InList(InList { expr, list, negated }) => {
            format!("{}is_in({}, [{}])", if *negated { "~" } else { "" }, label(expr), labels(list))
        }
        Expr::Like(like) => {
            let name = if like.case_insensitive { "ilike" } else { "like" };
            format!("{}{name}({}, {})", if like.negated { "~" } else { "" }, label(&like.expr), label(&like.pattern))
        }
        Expr::ScalarFunction(call) => call_label(call),
        Expr::AggregateFunction(aggregate) => aggregate_label(aggregate.func.name(), &aggregate.params),
        Expr::WindowFunction(window) => window_label(window),
        Expr::HigherOrderFunction(function) => format!("{}({})", function.func.name(), labels(&function.args)),
        Expr::Lambda(lambda) => format!("lambda {}: {}", lambda.params.join(", "), label(&lambda.body)),
        Expr::LambdaVariable(variable) => variable.name.clone(),
        Expr::Case(case) => {
            let arms = case.when_then_expr.iter();
            let arms: String =
                arms.map(|(when, then)| format!("when({}).then({}).", label(when), label(then))).collect();
            let otherwise = case.else_expr.as_ref().map_or_else(|| "None".to_owned(), |otherwise| label(otherwise));
            format!("{arms}otherwise({otherwise})")
        }
        other => other.human_display().to_string(),
    }
}

fn labels(exprs: &[Expr]) -> String {
    exprs.iter().map(label).collect::<Vec<_>>().join(", ")
}

fn operand_label(expr: &Expr) -> String {
    match expr {
        Expr::BinaryExpr(_) => format!("({})", label(expr)),
        _ => label(expr),
    }
}

/// A call as it is written: a part of a date under the name of its method, `year(a)`.
fn call_label(call: &ScalarFunction) -> String {
    if call.name() == "date_part"
        && let [Expr::Literal(part, _), of] = call.args.as_slice()
        && let Some(part) = part.try_as_str().flatten()
        && part != "epoch"
    {
        let part = match part {
            "isodow" => "weekday",
            "isoyear" => "iso_year",
            "doy" => "ordinal_day",
            other => other,
        };
        return format!("{part}({})", label(of));
    }
    format!("{}({})", python_name(call.name()), labels(&call.args))
}

/// An aggregate with its options, as they are written.
fn aggregate_label(name: &str, params: &AggregateFunctionParams) -> String {
    let unique = name == "count" && params.distinct;
    let mut parts = match params.args.as_slice() {
        [Expr::Literal(..)] if name == "count" => vec!["*".to_owned()],
        arguments => argument_labels(arguments),
    };
    if let Some(filter) = &params.filter {
        parts.push(format!("filter={}", label(filter)));
    }
    if !params.order_by.is_empty() {
        parts.push(format!("order_by={}", order_label(&params.order_by)));
    }
    if params.distinct && !unique {
        parts.push("distinct=True".to_owned());
    }
    if params.null_treatment == Some(NullTreatment::IgnoreNulls) {
        parts.push("ignore_nulls=True".to_owned());
    }
    format!("{}({})", if unique { "n_unique" } else { python_name(name) }, parts.join(", "))
}

/// The window that a function looks at, as it is written.
fn window_label(window: &WindowFunction) -> String {
    let params = &window.params;
    let own = AggregateFunctionParams {
        args: params.args.clone(),
        distinct: params.distinct,
        filter: params.filter.clone(),
        order_by: Vec::new(),
        null_treatment: params.null_treatment,
    };
    let mut parts = Vec::new();
    match params.partition_by.as_slice() {
        [] => {}
        [one] => parts.push(label(one)),
        several => parts.push(format!("[{}]", labels(several))),
    }
    if !params.order_by.is_empty() {
        parts.push(format!("order_by={}", order_label(&params.order_by)));
    }
    let usual = match window.fun {
        WindowFunctionDefinition::WindowUDF(_) if params.order_by.is_empty() => true,
        _ => [None, Some(false), Some(true)].into_iter().any(|order| params.window_frame == WindowFrame::new(order)),
    };
    if !usual {
        parts.push(format!("frame={}", frame_label(&params.window_frame)));
    }
    format!("{}.over({})", aggregate_label(window.fun.name(), &own), parts.join(", "))
}

/// Arguments without the ones at the end that were left out.
fn argument_labels(arguments: &[Expr]) -> Vec<String> {
    let left_out = |argument: &&Expr| matches!(argument, Expr::Literal(value, _) if value.is_null());
    let count = arguments.len() - arguments.iter().rev().take_while(left_out).count();
    arguments.iter().take(count.max(1)).map(label).collect()
}

fn order_label(keys: &[SortExpr]) -> String {
    let one = |key: &SortExpr| format!("{}{}", label(&key.expr), if key.asc { "" } else { ".desc()" });
    match keys {
        [key] => one(key),
        several => format!("[{}]", several.iter().map(one).collect::<Vec<_>>().join(", ")),
    }
}

/// A distance in a frame: rows, the key's own unit, or seconds.
fn distance_label(value: &ScalarValue) -> String {
    match value {
        ScalarValue::IntervalMonthDayNano(Some(span)) => {
            let text = format!("{}.{:09}", span.nanoseconds / 1_000_000_000, span.nanoseconds % 1_000_000_000);
            format!("{}s", text.trim_end_matches('0').trim_end_matches('.'))
        }
        other => other.to_string(),
    }
}

fn frame_label(frame: &WindowFrame) -> String {
    let bound = |bound: &WindowFrameBound| match bound {
        WindowFrameBound::CurrentRow => "0".to_owned(),
        unbounded if unbounded.is_unbounded() => "None".to_owned(),
        WindowFrameBound::Preceding(value) => format!("-{}", distance_label(value)),
        WindowFrameBound::Following(value) => distance_label(value),
    };
    let units = frame.units.to_string().to_lowercase();
    format!("({units}, {}, {})", bound(&frame.start_bound), bound(&frame.end_bound))
}

/// The engine's name of a function under which Python users know it.
fn python_name(name: &str) -> &str {
    match name {
        "avg" => "mean",
        "stddev" | "stddev_samp" => "std",
        "var" | "var_samp" => "var",
        "first_value" => "first",
        "last_value" => "last",
        other => display_name(other),
    }
}

/// The shorter name that a function of the engine is shown under.
pub(super) fn display_name(name: &str) -> &str {
    match name {
        "character_length" => "length",
        "btrim" => "trim",
        other => other,
    }
}

fn operator_symbol(operator: Operator) -> String {
    match operator {
        Operator::Eq => "==".to_owned(),
        Operator::And | Operator::BitwiseAnd => "&".to_owned(),
        Operator::Or | Operator::BitwiseOr => "|".to_owned(),
        Operator::BitwiseXor => "^".to_owned(),
        Operator::IntegerDivide => "//".to_owned(),
        other => other.to_string(),
    }
}

fn constant_label(value: &ScalarValue) -> String {
    match value {
        ScalarValue::Utf8(Some(text)) | ScalarValue::LargeUtf8(Some(text)) | ScalarValue::Utf8View(Some(text)) => {
            let cut: String = text.chars().take(LONGEST_TEXT).collect();
            let mark = if cut.len() < text.len() { "…" } else { "" };
            format!("\"{cut}{mark}\"")
        }
        ScalarValue::Boolean(Some(flag)) => if *flag { "True" } else { "False" }.to_owned(),
        ScalarValue::Decimal128(Some(_), ..) | ScalarValue::Decimal256(Some(_), ..) => value
            .to_array()
            .ok()
            .and_then(|array| arrow::util::display::array_value_to_string(&array, 0).ok())
            .unwrap_or_else(|| value.to_string()),
        value if value.is_null() => "None".to_owned(),
        other => other.to_string(),
    }
}

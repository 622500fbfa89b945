//! Messages for what DataFusion cannot plan: which part of the query, of which columns and types.
//!
//! DataFusion stops planning where two types do not fit; its message then names its own types and no column, and there
//! is no plan to inspect. So each part of the query is planned once more by itself, the innermost first: the one with
//! the same error causes it. Nothing of this runs for a query that can be planned.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use arrow::datatypes::DataType;
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr, Query, Select, SelectItem,
    SetExpr, Statement as SqlStatement, UnaryOperator, Value as SqlValue, Visit, Visitor, With, visit_expressions,
};

use super::blame;
use super::calls::unknown_calls;
use super::case::planned_in_any_case;
use super::location::StatementText;
use super::reading::sql_statement;
use crate::diagnostics::type_error::done;
use crate::error::{Error, ErrorKind, Fix, nearest, wording};
use crate::render::type_name;

/// How many parts of a query are tried.
const MOST_PARTS: usize = 200;
/// How many functions that there are not are described.
const MOST_UNKNOWN: usize = 20;
/// How long parts are tried: somebody waits for the error.
const LONGEST: Duration = Duration::from_millis(400);

/// Returns the error of a query that cannot be planned, with the part that causes it and its location.
pub(crate) async fn explained(
    state: &SessionState,
    parsed: &Parsed,
    error: DataFusionError,
    text: StatementText<'_>,
) -> Error {
    let said = error.find_root().to_string();
    let blamed = match sql_statement(parsed) {
        Some(SqlStatement::Query(query)) if wording::is_about_types(&said) => to_blame(state, query, &said).await,
        _ => None,
    };
    let Some((part, words)) = blamed else {
        if wording::unknown_function(&said).is_some()
            && let Some(statement) = sql_statement(parsed)
            && let Some(error) = unknown_functions(state, statement, text)
        {
            return error;
        }
        let error = text.located(error);
        return match sql_statement(parsed) {
            Some(statement) => misplaced(state, statement, &said, text, error),
            None => error,
        };
    };
    let error = Error::new(ErrorKind::Sql, "sql", words);
    match blame::range_of(text, &part) {
        Some(range) => text.at(error, &range),
        None => error,
    }
}

/// Returns all functions that a statement calls and there are not, each with similar names: DataFusion suggests one, and
/// `cot` for `cuont`.
fn unknown_functions(state: &SessionState, statement: &SqlStatement, text: StatementText<'_>) -> Option<Error> {
    // The planner has these by other ways than by name.
    const OTHERS: [&str; 3] = ["unnest", "unnest_outer", "grouping"];
    let (scalar, aggregate, window) = (state.scalar_functions(), state.aggregate_functions(), state.window_functions());
    let names: BTreeSet<&str> =
        scalar.keys().chain(aggregate.keys()).chain(window.keys()).map(String::as_str).chain(OTHERS).collect();
    let higher = state.higher_order_functions();
    let is_known = |name: &str| names.contains(name) || higher.contains_key(name);
    let located = unknown_calls(statement, is_known).into_iter().filter_map(|name| {
        let range = text.script.text().range(name.span)?;
        let near = nearest(&name.value, names.iter().copied().filter(|name| !name.contains([' ', '$'])));
        let error = Error::new(ErrorKind::Sql, "sql", format!("there is no function \"{}\"", name.value));
        let hint = if near.is_empty() { String::new() } else { format!("did you mean {}?", near.join(", ")) };
        let place = text.script.text().place(&range);
        let fix = near.first().map(|near| Fix { place, text: (*near).to_owned() });
        Some((range.start, text.at(error.with_hint(hint).with_fix(fix), &range)))
    });
    let mut unknown: Vec<_> = located.take(MOST_UNKNOWN).collect();
    unknown.sort_by_key(|(start, _)| *start);
    let mut unknown = unknown.into_iter().map(|(_, error)| error);
    let first = unknown.next()?;
    Some(first.with_others(unknown.map(|error| error.diagnostic())))
}

/// Returns an error at the expression that should not be where it is.
fn misplaced(
    state: &SessionState,
    statement: &SqlStatement,
    said: &str,
    text: StatementText<'_>,
    error: Error,
) -> Error {
    let mut selects = Parts { selects: Vec::new() };
    let _ = statement.visit(&mut selects);
    let found = if wording::is_aggregate_in_where(said) {
        let conditions = selects.selects.iter().filter_map(|(select, _)| select.selection.as_ref());
        conditions.flat_map(|condition| first_in(condition, |expr| is_aggregate(state, expr))).next()
    } else if wording::several_columns(&wording::tidy(said)).is_some() {
        first_in(statement, |expr| match expr {
            Expr::Subquery(query) | Expr::InSubquery { subquery: query, .. } => match query.body.as_ref() {
                SetExpr::Select(select) => select.projection.len() > 1,
                _ => false,
            },
            _ => false,
        })
    } else {
        None
    };
    match found.and_then(|expr| blame::range_of(text, &expr)) {
        Some(range) => text.at(error, &range),
        None => error,
    }
}

fn first_in(part: &impl Visit, is: impl Fn(&Expr) -> bool) -> Option<Expr> {
    let mut found = None;
    let _ = visit_expressions(part, |expr| {
        if is(expr) {
            found = Some(expr.clone());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    found
}

fn is_aggregate(state: &SessionState, expr: &Expr) -> bool {
    let Expr::Function(call) = expr else { return false };
    call.over.is_none() && state.aggregate_functions().contains_key(&call.name.to_string().to_lowercase())
}

/// The parts of a query that are in one `SELECT`, outer ones before inner.
struct Parts {
    selects: Vec<(Select, Vec<Expr>)>,
}

impl Visitor for Parts {
    type Break = ();

    fn post_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let SetExpr::Select(select) = query.body.as_ref() else { return ControlFlow::Continue(()) };
        let mut parts = Vec::new();
        let collected = |expr: &Expr| {
            parts.push(expr.clone());
            if parts.len() < MOST_PARTS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let _ = visit_expressions(select, collected);
        self.selects.push((select.as_ref().clone(), parts));
        ControlFlow::Continue(())
    }
}

async fn to_blame(state: &SessionState, query: &Query, said: &str) -> Option<(Expr, String)> {
    let mut all = Parts { selects: Vec::new() };
    let _ = query.visit(&mut all);
    let (mut left, until) = (MOST_PARTS, Instant::now() + LONGEST);
    for (select, parts) in all.selects {
        let alone = Alone { state, with: query.with.as_ref(), select: &select };
        for part in parts.iter().rev() {
            if matches!(part, Expr::Identifier(_) | Expr::CompoundIdentifier(_) | Expr::Value(_)) {
                continue;
            }
            left = left.checked_sub(1).filter(|_| Instant::now() < until)?;
            // Yields, so that whoever waits for the error can cancel.
            tokio::task::yield_now().await;
            if let Err(error) = alone.type_of(part).await
                && error.find_root().to_string() == said
            {
                return Some((part.clone(), alone.sentence(part).await));
            }
        }
        let conditions = [&select.selection, &select.having, &select.qualify];
        for condition in conditions.into_iter().flatten().filter(|_| wording::is_about_predicate(said)) {
            if let Ok(found) = alone.type_of(condition).await
                && !matches!(found, DataType::Boolean | DataType::Null)
            {
                return Some((condition.clone(), format!("{condition} is {}, not a boolean", type_name(&found))));
            }
        }
    }
    None
}

/// One part of a query over the tables of its `SELECT`.
struct Alone<'a> {
    state: &'a SessionState,
    with: Option<&'a With>,
    select: &'a Select,
}

impl Alone<'_> {
    async fn type_of(&self, part: &Expr) -> Result<DataType, DataFusionError> {
        let mut select = self.select.clone();
        select.projection = vec![SelectItem::UnnamedExpr(part.clone())];
        (select.selection, select.having, select.qualify) = (None, None, None);
        (select.distinct, select.top) = (None, None);
        select.group_by = GroupByExpr::Expressions(Vec::new(), Vec::new());
        let plan = match (self.planned(select.clone(), self.with).await, self.with) {
            (Err(error), Some(with)) => match self.planned(select.clone(), None).await {
                // The error is in one of the common table expressions, and this is within another.
                Ok(plan) => plan,
                Err(other) => {
                    select.from = Vec::new();
                    select.projection = vec![SelectItem::UnnamedExpr(Expr::value(SqlValue::Boolean(true)))];
                    return Err(if self.planned(select, Some(with)).await.is_ok() { error } else { other });
                }
            },
            (planned, _) => planned?,
        };
        Ok(plan.schema().fields().first().map_or(DataType::Null, |field| field.data_type().clone()))
    }

    async fn planned(&self, select: Select, with: Option<&With>) -> Result<LogicalPlan, DataFusionError> {
        let query = Query {
            with: with.cloned(),
            body: Box::new(SetExpr::Select(Box::new(select))),
            order_by: None,
            limit_clause: None,
            fetch: None,
            locks: Vec::new(),
            for_clause: None,
            settings: None,
            format_clause: None,
            pipe_operators: Vec::new(),
        };
        let parsed = Parsed::Statement(Box::new(SqlStatement::Query(Box::new(query))));
        planned_in_any_case(self.state, parsed).await
    }

    async fn part(&self, part: &Expr) -> String {
        match self.type_of(part).await {
            Ok(found) => format!("{part} ({})", type_name(&found)),
            Err(_) => part.to_string(),
        }
    }

    async fn sentence(&self, blamed: &Expr) -> String {
        match blamed {
            Expr::BinaryOp { left, op, right } => {
                format!("{} and {} cannot be {}", self.part(left).await, self.part(right).await, done_by(op))
            }
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => {
                format!("{}, not a boolean", self.is(expr).await)
            }
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => {
                format!("{}, which has no negative", self.is(expr).await)
            }
            Expr::Function(function) => {
                let mut given = Vec::new();
                if let FunctionArguments::List(list) = &function.args {
                    for argument in &list.args {
                        if let FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) = argument {
                            given.push(self.part(expr).await);
                        }
                    }
                }
                let given = if given.is_empty() { "nothing".to_owned() } else { given.join(", ") };
                format!("{} cannot be computed from {given}", function.name.to_string().to_lowercase())
            }
            other => {
                let mut columns = Vec::new();
                let _ = visit_expressions(other, |expr| {
                    if matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_)) && !columns.contains(expr) {
                        columns.push(expr.clone());
                    }
                    ControlFlow::<()>::Continue(())
                });
                let mut given = Vec::new();
                for column in &columns {
                    given.push(self.part(column).await);
                }
                format!("{other} cannot be computed from {}", given.join(", "))
            }
        }
    }

    async fn is(&self, part: &Expr) -> String {
        match self.type_of(part).await {
            Ok(found) => format!("{part} is {}", type_name(&found)),
            Err(_) => part.to_string(),
        }
    }
}

fn done_by(op: &BinaryOperator) -> &'static str {
    use datafusion::logical_expr::Operator;
    done(match op {
        BinaryOperator::Plus => Operator::Plus,
        BinaryOperator::Minus => Operator::Minus,
        BinaryOperator::Multiply => Operator::Multiply,
        BinaryOperator::Divide | BinaryOperator::Modulo => Operator::Divide,
        BinaryOperator::And | BinaryOperator::Or | BinaryOperator::BitwiseAnd | BinaryOperator::BitwiseOr => {
            Operator::And
        }
        BinaryOperator::StringConcat => Operator::StringConcat,
        _ => Operator::Eq,
    })
}

//! Short and uncommon forms of SQL, rewritten to forms that DataFusion has.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, BinaryOperator, Expr, FunctionArgExpr, GroupByExpr, Ident, JoinOperator, PipeOperator, Query, Select,
    SetExpr, SetOperator, SetQuantifier, Statement, Subscript, TableFactor, TableWithJoins, UnaryOperator, Value,
    VisitMut, VisitorMut,
};

use super::rows::Rows;
use super::{double, pattern, relation, sampling, star};
use crate::error::{Error, ErrorKind, Result};
use crate::trial::Mend;

/// Rewrites the forms, anywhere in the statement.
pub(super) fn write_out(statement: &mut Statement) -> Result<()> {
    match statement.visit(&mut Forms::default()) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

#[derive(Default)]
struct Forms {
    rows: Rows,
}

impl Forms {
    fn factor(factor: &mut TableFactor) -> Result<()> {
        match factor {
            TableFactor::Pivot { .. } if relation::is_made(factor) => Ok(()),
            TableFactor::Pivot { .. } => Err(pivot("PIVOT", "df.pivot")),
            TableFactor::Unpivot { .. } => Err(pivot("UNPIVOT", "df.unpivot")),
            TableFactor::NestedJoin { table_with_joins, .. } => {
                joins(table_with_joins);
                Ok(())
            }
            TableFactor::Table { sample: Some(_), .. } | TableFactor::Derived { sample: Some(_), .. } => {
                sampling::check(factor)
            }
            _ => Ok(()),
        }
    }
}

impl VisitorMut for Forms {
    type Break = Error;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Error> {
        if Mend::Copies.is_on() {
            sets(&mut query.body);
        }
        for operator in &mut query.pipe_operators {
            match operator {
                PipeOperator::Join(join) => join_of(&mut join.join_operator),
                PipeOperator::Pivot { .. } => return ControlFlow::Break(pivot("PIVOT", "df.pivot")),
                PipeOperator::Unpivot { .. } => return ControlFlow::Break(pivot("UNPIVOT", "df.unpivot")),
                PipeOperator::TableSample { .. } => return ControlFlow::Break(sampling::refused("|> TABLESAMPLE")),
                PipeOperator::Intersect { set_quantifier: SetQuantifier::All, .. }
                | PipeOperator::Except { set_quantifier: SetQuantifier::All, .. } => {
                    let message = "|> INTERSECT ALL and |> EXCEPT ALL do not count copies";
                    let hint = "write them between two queries: SELECT ... INTERSECT ALL SELECT ...";
                    return ControlFlow::Break(Error::new(ErrorKind::Sql, "sql", message).with_hint(hint));
                }
                _ => {}
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Error> {
        select.from.iter_mut().for_each(joins);
        self.rows.kept(select);
        of_all_rows(select);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Error> {
        match Self::factor(factor) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Error> {
        if let (Expr::CompoundFieldAccess { access_chain, .. }, true) = (&mut *expr, Mend::Slices.is_on()) {
            access_chain.iter_mut().for_each(bounds);
        }
        if Mend::Rows.is_on() {
            self.rows.valued(expr);
        }
        // DataFusion plans the items of a list without the outer queries, and finds no column of theirs.
        if let Expr::Array(array) = expr {
            let items = std::mem::take(&mut array.elem).into_iter().map(FunctionArgExpr::Expr);
            *expr = star::call("make_array", items.collect());
        }
        let escaped = if Mend::Pattern.is_on() { pattern::escaped(expr) } else { Ok(()) };
        match escaped {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    }
}

/// Returns the error for a text that begins as no statement does, but as a verb of a frame does.
pub(crate) fn verb_instead(text: &str) -> Option<Error> {
    match text.split_whitespace().next()?.to_ascii_uppercase().as_str() {
        "PIVOT" => Some(pivot("PIVOT", "df.pivot")),
        "UNPIVOT" => Some(pivot("UNPIVOT", "df.unpivot")),
        _ => None,
    }
}

fn pivot(word: &str, verb: &str) -> Error {
    Error::new(ErrorKind::Sql, "sql", format!("{word} is not part of the SQL here"))
        .with_hint(format!("a frame does it: {verb}(...)"))
}

/// Returns whether `key` is `()`, which groups by nothing.
pub(super) fn is_nothing(key: &Expr) -> bool {
    matches!(key, Expr::Tuple(values) if values.is_empty())
}

/// Makes `GROUP BY ()` one group of all rows, as are aggregates without `GROUP BY`: an aggregate is added, so that
/// there is one.
/// is one.
fn of_all_rows(select: &mut Select) {
    let GroupByExpr::Expressions(keys, modifiers) = &mut select.group_by else { return };
    if !keys.iter().any(is_nothing) || !modifiers.is_empty() {
        return;
    }
    keys.retain(|key| !is_nothing(key));
    if keys.is_empty() {
        let is_group = Expr::IsNotNull(Box::new(star::call("count", vec![FunctionArgExpr::Wildcard])));
        select.having = Some(match select.having.take() {
            Some(having) => Expr::BinaryOp {
                left: Box::new(Expr::Nested(Box::new(having))),
                op: BinaryOperator::And,
                right: Box::new(is_group),
            },
            None => is_group,
        });
    }
}

/// Makes `SEMI JOIN` and `ANTI JOIN` keep rows of the left side, as in DuckDB.
fn joins(table: &mut TableWithJoins) {
    table.joins.iter_mut().for_each(|join| join_of(&mut join.join_operator));
}

fn join_of(operator: &mut JoinOperator) {
    *operator = match std::mem::replace(operator, JoinOperator::CrossApply) {
        JoinOperator::Semi(constraint) if Mend::ShortJoins.is_on() => JoinOperator::LeftSemi(constraint),
        JoinOperator::Anti(constraint) if Mend::ShortJoins.is_on() => JoinOperator::LeftAnti(constraint),
        other => other,
    };
}

/// Completes a slice: from the first or to the last element where a bound is missing.
fn bounds(access: &mut AccessExpr) {
    let AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, .. }) = access else { return };
    let one = || Expr::Value(Value::Number("1".to_owned(), false).with_empty_span());
    lower_bound.get_or_insert_with(one);
    upper_bound.get_or_insert_with(|| Expr::UnaryOp { op: UnaryOperator::Minus, expr: Box::new(one()) });
}

/// Makes `INTERSECT ALL` and `EXCEPT ALL` count copies.
fn sets(body: &mut SetExpr) {
    let SetExpr::SetOperation { left, right, op, set_quantifier } = body else { return };
    sets(left);
    sets(right);
    let word = match (op, set_quantifier) {
        (SetOperator::Intersect, SetQuantifier::All) => relation::INTERSECT_ALL,
        (SetOperator::Except, SetQuantifier::All) => relation::EXCEPT_ALL,
        _ => return,
    };
    double::rename(right);
    let nothing = || Box::new(SetExpr::Values(no_values()));
    let (left, right) = (std::mem::replace(left, nothing()), std::mem::replace(right, nothing()));
    *body = relation::counted(left, right, Ident::new(word));
}

fn no_values() -> datafusion::sql::sqlparser::ast::Values {
    datafusion::sql::sqlparser::ast::Values { explicit_row: false, value_keyword: false, rows: Vec::new() }
}

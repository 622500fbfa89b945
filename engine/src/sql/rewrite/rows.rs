//! `(a, b) IN (SELECT ..)`: rows that are values, which the engine compares as structs, in which NULL is the same as NULL.
//!
//! It is true where a row is there of which all values are equal, NULL where there is one of which that is not known, and
//! false of no rows: `EXISTS (.. a = x AND b = y) OR (NULL AND EXISTS (.. (a = x AND b = y) IS NULL))`. A condition that
//! must hold asks for the first part alone.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Ident, Query, Select, SelectItem, SetExpr, TableAlias, TableAliasColumnDef, TableFactor,
    TableWithJoins, UnaryOperator, Value,
};

use super::star;

/// Numbers for names that a statement has nowhere else.
#[derive(Default)]
pub(super) struct Rows {
    made: usize,
}

/// Whether `expr` looks for a row of several values in a subquery.
pub(super) fn is_within(expr: &Expr) -> bool {
    matches!(expr, Expr::InSubquery { expr, .. } if matches!(expr.as_ref(), Expr::Tuple(values) if values.len() > 1))
}

impl Rows {
    /// Writes the conditions of `WHERE` anew that must hold.
    pub(super) fn kept(&mut self, select: &mut Select) {
        if let Some(condition) = &mut select.selection {
            self.must_hold(condition);
        }
    }

    fn must_hold(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Nested(inner) => self.must_hold(inner),
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                self.must_hold(left);
                self.must_hold(right);
            }
            Expr::InSubquery { negated: false, .. } if is_within(condition) => {
                if let Some((rows, equal)) = self.taken(condition) {
                    *condition = exists(rows, equal);
                }
            }
            _ => {}
        }
    }

    /// Writes `expr` anew where it is such a condition.
    pub(super) fn valued(&mut self, expr: &mut Expr) {
        let is_negated = matches!(expr, Expr::InSubquery { negated: true, .. });
        let Some((rows, equal)) = self.taken(expr) else { return };
        let is_open = Expr::IsNull(Box::new(Expr::Nested(Box::new(equal.clone()))));
        let open =
            binary(Expr::Value(Value::Null.with_empty_span()), BinaryOperator::And, exists(rows.clone(), is_open));
        let within = binary(exists(rows, equal), BinaryOperator::Or, Expr::Nested(Box::new(open)));
        let within = Expr::Nested(Box::new(within));
        *expr = if is_negated { Expr::UnaryOp { op: UnaryOperator::Not, expr: Box::new(within) } } else { within };
    }

    /// The rows that are looked into, under names of their own, and when one of them is the one that is looked for.
    fn taken(&mut self, expr: &mut Expr) -> Option<(TableFactor, Expr)> {
        if !is_within(expr) {
            return None;
        }
        let nothing = Expr::Value(Value::Null.with_empty_span());
        let Expr::InSubquery { expr: values, subquery, .. } = std::mem::replace(expr, nothing) else { return None };
        let Expr::Tuple(values) = *values else { return None };
        self.made += 1;
        let name = Ident::with_quote('"', format!("__rows_{}", self.made));
        let column = |at: usize| Ident::with_quote('"', format!("__rows_{}_{at}", self.made));
        let columns = (0..values.len()).map(|at| TableAliasColumnDef { name: column(at), data_type: None });
        let alias = TableAlias { explicit: true, name: name.clone(), columns: columns.collect(), at: None };
        let equations = values.into_iter().enumerate().map(|(at, value)| {
            let value = Expr::Nested(Box::new(value));
            binary(value, BinaryOperator::Eq, Expr::CompoundIdentifier(vec![name.clone(), column(at)]))
        });
        let equal = equations.reduce(|all, equation| binary(all, BinaryOperator::And, equation))?;
        let mut rows = star::derived(*subquery);
        if let TableFactor::Derived { alias: unnamed, .. } = &mut rows {
            *unnamed = Some(alias);
        }
        Some((rows, equal))
    }
}

fn exists(rows: TableFactor, condition: Expr) -> Expr {
    let one = SelectItem::UnnamedExpr(Expr::Value(Value::Number("1".to_owned(), false).with_empty_span()));
    let mut select = star::select(vec![one], vec![TableWithJoins { relation: rows, joins: Vec::new() }]);
    select.selection = Some(condition);
    let query: Query = star::query(Box::new(SetExpr::Select(Box::new(select))));
    Expr::Exists { subquery: Box::new(query), negated: false }
}

fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) }
}

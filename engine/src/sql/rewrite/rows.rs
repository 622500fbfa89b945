//! `(a, b) IN (SELECT ..)`: row values, which DataFusion compares as structs, where NULL equals NULL.
//!
//! It is true if all values of some row are equal, NULL if that is unknown for some row, else false: `EXISTS (.. a = x
//! AND b = y) OR (NULL AND EXISTS (.. (a = x AND b = y) IS NULL))`. A conjunct of WHERE needs only the first part.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Ident, Query, Select, SelectItem, SetExpr, TableAlias, TableAliasColumnDef, TableFactor,
    TableWithJoins, UnaryOperator, Value,
};

use super::star;

/// Numbers for names that are unique in a statement.
#[derive(Default)]
pub(super) struct Rows {
    made: usize,
}

/// Returns whether `expr` looks up a row of several values in a subquery.
pub(super) fn is_within(expr: &Expr) -> bool {
    matches!(expr, Expr::InSubquery { expr, .. } if matches!(expr.as_ref(), Expr::Tuple(values) if values.len() > 1))
}

impl Rows {
    /// Rewrites the conjuncts of `WHERE`.
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

    /// Rewrites `expr` if it is such a predicate.
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

    /// Returns the rows of the subquery, under unique names, and the predicate that one of them is equal.
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

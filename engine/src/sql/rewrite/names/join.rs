//! One join of a `FROM`: its condition, and the columns that its result shows.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, FunctionArgExpr, Ident, JoinConstraint, JoinOperator, ObjectName, TableWithJoins, Value,
};

use super::{Names, pairs, tables};
use crate::error::{Error, ErrorKind, Result};
use crate::sql::rewrite::relation;
use crate::sql::rewrite::scope::{Fit, Scope, Shown, Star};
use crate::sql::rewrite::star;

/// The sides whose rows are preserved, or whose columns alone the result has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::sql) enum Side {
    Neither,
    Left,
    Right,
    Both,
    OnlyLeft,
    OnlyRight,
}

/// Returns the sides and the constraint of a join.
pub(in crate::sql) fn parts(operator: &JoinOperator) -> Option<(Side, &JoinConstraint)> {
    Some(match operator {
        JoinOperator::Join(constraint) | JoinOperator::Inner(constraint) => (Side::Neither, constraint),
        JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint) => (Side::Left, constraint),
        JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => (Side::Right, constraint),
        JoinOperator::FullOuter(constraint) => (Side::Both, constraint),
        JoinOperator::Semi(constraint)
        | JoinOperator::LeftSemi(constraint)
        | JoinOperator::Anti(constraint)
        | JoinOperator::LeftAnti(constraint) => (Side::OnlyLeft, constraint),
        JoinOperator::RightSemi(constraint) | JoinOperator::RightAnti(constraint) => (Side::OnlyRight, constraint),
        _ => return None,
    })
}

fn constraint(operator: &mut JoinOperator) -> Option<&mut JoinConstraint> {
    match operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::Left(constraint)
        | JoinOperator::LeftOuter(constraint)
        | JoinOperator::Right(constraint)
        | JoinOperator::RightOuter(constraint)
        | JoinOperator::FullOuter(constraint)
        | JoinOperator::Semi(constraint)
        | JoinOperator::LeftSemi(constraint)
        | JoinOperator::RightSemi(constraint)
        | JoinOperator::Anti(constraint)
        | JoinOperator::LeftAnti(constraint)
        | JoinOperator::RightAnti(constraint) => Some(constraint),
        _ => None,
    }
}

impl Names<'_> {
    /// Rewrites the joins of one item of `FROM`; `before` are the items before it, `named` says whether every table
    /// needs a name.
    pub(super) fn joined(&mut self, table: &mut TableWithJoins, before: &Scope, named: bool) -> Result<Scope> {
        let named = named || pairs(table);
        let mut left = self.factor(&mut table.relation, before, named)?;
        let mut done = Vec::with_capacity(table.joins.len());
        for mut join in std::mem::take(&mut table.joins) {
            let around = before.clone().beside(left.clone());
            let right = self.factor(&mut join.relation, &around, named)?;
            let side = parts(&join.join_operator).map_or(Side::Neither, |(side, _)| side);
            let mut added = Vec::new();
            left = match constraint(&mut join.join_operator) {
                Some(on @ (JoinConstraint::Using(_) | JoinConstraint::Natural)) => {
                    let pair = self.paired(side, left, right, on)?;
                    *on = JoinConstraint::On(pair.condition);
                    added = pair.added;
                    pair.scope
                }
                on => {
                    if let Some(JoinConstraint::On(condition)) = on {
                        self.within(left.clone().beside(right.clone()), |walk| walk.bind(condition))?;
                    }
                    match side {
                        Side::OnlyLeft => left,
                        Side::OnlyRight => right,
                        _ => left.beside(right),
                    }
                }
            };
            done.push(join);
            if !added.is_empty() {
                let relation = std::mem::replace(&mut table.relation, tables::nothing());
                let joined = TableWithJoins { relation, joins: std::mem::take(&mut done) };
                table.relation = relation::with_columns(joined, added, &qualifier(self.merged));
            }
        }
        table.joins = done;
        Ok(left)
    }

    /// Returns a join of `left` and `right` with USING or NATURAL.
    fn paired(&mut self, side: Side, mut left: Scope, mut right: Scope, on: &JoinConstraint) -> Result<Pair> {
        let keys = keys(&left, &right, on)?;
        if side == Side::Both && !keys.is_empty() {
            self.merged += 1;
        }
        let qualifier = Ident::with_quote('"', qualifier(self.merged));
        let (mut merged, mut added, mut condition) = (Vec::new(), Vec::new(), None);
        let (mut left_names, mut right_names) = (Vec::new(), Vec::new());
        for key in &keys {
            let (ours, theirs) = (column(&mut left, key, "left")?, column(&mut right, key, "right")?);
            if left_names.contains(&ours.name) {
                return Err(Error::new(ErrorKind::Sql, "sql", format!("USING names \"{}\" twice", key.value)));
            }
            let equal = binary(ours.expr(), BinaryOperator::Eq, theirs.expr());
            condition = Some(match condition {
                None => equal,
                Some(before) => binary(before, BinaryOperator::And, equal),
            });
            let name = Ident::with_quote('"', ours.name.clone());
            let value = match side {
                Side::Both => {
                    added.push((coalesce(ours.expr(), theirs.expr()), name.clone()));
                    vec![qualifier.clone(), name]
                }
                Side::Right => theirs.value,
                _ => ours.value,
            };
            merged.push(Shown { name: ours.name.clone(), value, merged: true, copy: None });
            left_names.push(ours.name);
            right_names.push(theirs.name);
        }
        let scope = match side {
            Side::OnlyLeft => left,
            Side::OnlyRight => right,
            _ => left.with(merged).beside(right.without(&right_names)),
        };
        // Without a common column every row matches every other.
        let condition = condition.unwrap_or_else(|| Expr::Value(Value::Boolean(true).with_empty_span()));
        Ok(Pair { scope, condition, added })
    }
}

/// The result of rewriting such a join.
struct Pair {
    scope: Scope,
    condition: Expr,
    /// Columns that are added to the join, and their names.
    added: Vec<(Expr, Ident)>,
}

/// Returns the qualifier of columns that are added to a full join.
fn qualifier(number: usize) -> String {
    format!("using {number}")
}

/// Returns the names of a join's columns.
fn keys(left: &Scope, right: &Scope, on: &JoinConstraint) -> Result<Vec<Ident>> {
    if let JoinConstraint::Using(names) = on {
        return names.iter().map(key).collect();
    }
    if !left.is_known() || !right.is_known() {
        return Err(Error::new(ErrorKind::Sql, "sql", "NATURAL needs tables whose columns are known")
            .with_hint("name the columns: USING (...)"));
    }
    let mut right = right.clone();
    let names = left.columns().map(|shown| Ident::new(shown.name.clone()));
    Ok(names.filter(|name| !matches!(right.find(name), Fit::None)).collect())
}

fn key(name: &ObjectName) -> Result<Ident> {
    match name.0.as_slice() {
        [part] => part.as_ident().cloned(),
        _ => None,
    }
    .ok_or_else(|| Error::new(ErrorKind::Sql, "sql", format!("USING takes the names of columns alone, not {name}")))
}

/// Returns the column of one side that a join is on.
fn column(scope: &mut Scope, key: &Ident, side: &str) -> Result<Shown> {
    let names: Vec<String> = scope.columns().map(|shown| shown.name.clone()).collect();
    let unknown: Vec<Ident> = scope
        .star
        .iter()
        .filter_map(|part| match part {
            Star::All(table) => Some(table.clone()),
            Star::Column(_) => None,
        })
        .collect();
    match (scope.find(key), unknown.as_slice()) {
        (Fit::One(shown), _) => Ok(shown.clone()),
        // It can only be there.
        (Fit::None, [table]) => {
            Ok(Shown { name: key.value.clone(), value: vec![table.clone(), key.clone()], merged: false, copy: None })
        }
        (Fit::None, _) => {
            let error = Error::column_not_found("sql", &key.value, names.iter().map(String::as_str));
            let message = format!("the {side} side of the join has no column \"{}\"", key.value);
            Err(Error::new(error.kind(), "sql", message).with_hint(error.hint().unwrap_or_default()))
        }
        (Fit::Many, _) => {
            let message = format!("\"{}\" fits more than one column of the join's {side} side", key.value);
            Err(Error::new(ErrorKind::ColumnNotFound, "sql", message).with_hint("say which: ON a.k = b.k"))
        }
    }
}

fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) }
}

fn coalesce(left: Expr, right: Expr) -> Expr {
    star::call("coalesce", vec![FunctionArgExpr::Expr(left), FunctionArgExpr::Expr(right)])
}

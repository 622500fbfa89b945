//! Where an expression stands in a statement: of an error of its types by itself, of an error of its values by its shape,
//! as a run knows expressions and no text.

use std::ops::{ControlFlow, Range};

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Ident, Spanned, Statement, UnaryOperator, visit_expressions, visit_expressions_mut,
};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::location::StatementText;
use super::tokens::Placed;
use crate::error::{Error, ErrorKind, wording};

/// How many expressions of a statement are compared.
const MOST: usize = 2_000;
/// How long an expression may be, as text, to be compared.
const LONGEST: usize = 400;

/// Returns the bytes of an expression, with the parentheses of its calls.
pub(super) fn range_of(text: StatementText<'_>, expr: &Expr) -> Option<Range<usize>> {
    let tokens = text.script.tokens();
    let range = tokens.balanced(&text.script.text().range(expr.span())?);
    if let Expr::Cast { .. } = expr {
        return Some(around_cast(text, range));
    }
    let all = tokens.all();
    match expr {
        // Its span is that of its name and its arguments: there may be none.
        Expr::Function(_) => {
            let after = all.partition_point(|token| token.range.start < range.end);
            let opens = all[after..].iter().find(|token| !token.is_blank());
            let end = opens.filter(|token| token.token.token == Token::LParen && !all[..after].is_empty());
            let is_bare = !text.script.text().source()[range.clone()].contains('(');
            Some(
                end.filter(|_| is_bare).map_or(range.clone(), |opens| tokens.balanced(&(range.start..opens.range.end))),
            )
        }
        Expr::TypedString(_) => {
            let before = all.partition_point(|token| token.range.end <= range.start);
            let kind = all[..before].iter().rev().find(|token| !token.is_blank());
            Some(kind.map_or(range.start, |kind| kind.range.start)..range.end)
        }
        Expr::UnaryOp { .. } => {
            let before = tokens.all().partition_point(|token| token.range.end <= range.start);
            let sign = tokens.all()[..before].iter().rev().find(|token| !token.is_blank());
            let is_sign = |token: &&Placed| {
                matches!(token.token.token, Token::Minus | Token::Plus) || token.keyword() == Keyword::NOT
            };
            let start = sign.filter(is_sign).map_or(range.start, |sign| sign.range.start);
            Some(start..range.end)
        }
        _ => Some(range),
    }
}

/// Returns the whole of `CAST(x AS type)` or `x::type` around `x`.
fn around_cast(text: StatementText<'_>, inner: Range<usize>) -> Range<usize> {
    let (tokens, all) = (text.script.tokens(), text.script.tokens().all());
    let before = all.partition_point(|token| token.range.end <= inner.start);
    let mut before = all[..before].iter().rev().filter(|token| !token.is_blank());
    if let (Some(opens), Some(cast)) = (before.next(), before.next())
        && opens.token.token == Token::LParen
        && matches!(cast.keyword(), Keyword::CAST | Keyword::TRY_CAST | Keyword::SAFE_CAST)
    {
        return tokens.balanced(&(cast.range.start..inner.end));
    }
    let after = all.partition_point(|token| token.range.start < inner.end);
    let mut after = all[after..].iter().filter(|token| !token.is_blank());
    match (after.next(), after.next(), after.next()) {
        (Some(colons), Some(kind), next) if colons.token.token == Token::DoubleColon => {
            let opens = next.is_some_and(|next| next.token.token == Token::LParen);
            let end = next.filter(|_| opens).map_or(kind.range.end, |next| next.range.end);
            tokens.balanced(&(inner.start..end))
        }
        _ => inner,
    }
}

/// Returns an error of a value at the expression of the statement that it comes from.
pub(crate) fn blaming(text: StatementText<'_>, statement: &Statement, error: Error) -> Error {
    if error.location().is_some() {
        return error;
    }
    let expr = match error.blamed() {
        Some(_) => found(statement, &error),
        None if error.operation() == "cast" => constant(statement, error.message()),
        None => None,
    };
    match expr {
        Some(expr) => match range_of(text, &expr) {
            Some(range) => text.at(error, &range),
            None => error,
        },
        None => error,
    }
}

/// Returns the expression of a statement that an error is about.
fn found(statement: &Statement, error: &Error) -> Option<Expr> {
    let (blamed, operation) = (error.blamed()?, error.operation());
    let (is_cast, is_of_types) = (operation == "cast", error.kind() == ErrorKind::Schema);
    let (wanted, words) = (shape(without_type(blamed, is_cast)), words(blamed));
    let mut count = 0;
    let (mut exact, mut likely, mut inner) = (None, Vec::new(), None);
    let _ = visit_expressions(statement, |expr| {
        count += 1;
        if count > MOST {
            return ControlFlow::Break(());
        }
        if !is_of_types && !is_done_by(expr, operation) {
            if is_cast && inner.is_none() && shape_of(expr).is_some_and(|shape| shape == wanted) {
                inner = Some(expr.clone());
            }
            return ControlFlow::Continue(());
        }
        let compared = match expr {
            Expr::Cast { expr, .. } if is_cast => shape_of(expr),
            other => shape_of(other),
        };
        if compared.is_some_and(|shape| shape == wanted) {
            exact = Some(expr.clone());
            return ControlFlow::Break(());
        }
        if !is_of_types && !words.is_empty() && columns(expr) == words {
            likely.push(expr.clone());
        }
        ControlFlow::Continue(())
    });
    // What is cast without being asked has no cast of its own in the text. With several of one kind it would be a guess.
    exact.or_else(|| if likely.len() == 1 { likely.pop() } else { None }).or(inner)
}

/// Returns the cast of a constant that a message quotes; a cast of the only constant, if it quotes none.
fn constant(statement: &Statement, message: &str) -> Option<Expr> {
    let mut casts = Vec::new();
    let _ = visit_expressions(statement, |expr| {
        let value = match expr {
            Expr::Cast { expr: inner, .. } => match inner.as_ref() {
                Expr::Value(value) => Some(value),
                _ => None,
            },
            Expr::TypedString(typed) => Some(&typed.value),
            _ => None,
        };
        if let Some(value) = value.and_then(|value| value.value.clone().into_string()) {
            casts.push((value, expr.clone()));
        }
        ControlFlow::<()>::Continue(())
    });
    let quoted = casts.iter().position(|(value, _)| wording::quoted(message) == Some(value));
    match (quoted, casts.len()) {
        (Some(at), _) => Some(casts.swap_remove(at).1),
        (None, 1) => casts.pop().map(|(_, expr)| expr),
        _ => None,
    }
}

/// Returns whether an expression does what an operation is called in an error.
fn is_done_by(expr: &Expr, operation: &str) -> bool {
    use BinaryOperator::{Divide, DuckIntegerDivide, Minus, Modulo, Multiply, MyIntegerDivide, Plus};
    match expr {
        Expr::Cast { .. } | Expr::TypedString(_) => operation == "cast",
        Expr::BinaryOp { op, .. } => match operation {
            "addition" => *op == Plus,
            "subtraction" => *op == Minus,
            "multiplication" => *op == Multiply,
            "division" => matches!(op, Divide | DuckIntegerDivide | MyIntegerDivide),
            "modulo" => *op == Modulo,
            "match" => true,
            _ => false,
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, .. } => operation == "negation",
        Expr::Function(call) => call.name.to_string().eq_ignore_ascii_case(operation),
        Expr::RLike { .. } => operation == "match",
        _ => false,
    }
}

/// Returns the expression of a message without the type that is told of it: `x (string)` is `x`.
fn without_type(blamed: &str, is_cast: bool) -> &str {
    match blamed.rsplit_once(" (") {
        Some((expr, _)) if is_cast && blamed.ends_with(')') => expr,
        _ => blamed,
    }
}

/// Returns the shape of an expression as SQL has it: without casts and qualifiers, which a plan adds and takes away.
fn shape_of(expr: &Expr) -> Option<String> {
    let mut bare = expr.clone();
    let _ = visit_expressions_mut(&mut bare, |part| {
        while let Expr::Cast { expr, .. } | Expr::Nested(expr) = part {
            *part = expr.as_ref().clone();
        }
        if let Expr::CompoundIdentifier(parts) = part
            && let Some(last) = parts.pop()
        {
            *part = Expr::Identifier(Ident::new(last.value));
        }
        ControlFlow::<()>::Continue(())
    });
    let written = bare.to_string();
    (written.len() <= LONGEST).then(|| shape(&written))
}

/// Returns the shape of an expression that is written in whatever way: its words and operators.
fn shape(written: &str) -> String {
    let mut bare = String::with_capacity(written.len());
    let mut rest = written;
    // A plan's casts are `cast(x, type)`.
    while let Some(at) = rest.find("cast(") {
        bare.push_str(&rest[..at]);
        let inside = &rest[at + "cast(".len()..];
        let (inner, after) = argument(inside);
        bare.push_str(&shape(inner));
        rest = after;
    }
    bare.push_str(rest);
    let kept = |character: &char| !character.is_whitespace() && !matches!(character, '(' | ')' | '"' | '\'' | '`');
    bare.chars().filter(kept).flat_map(char::to_lowercase).collect::<String>().replace("//", "/")
}

/// Returns the first argument of a call, and what follows the call.
fn argument(inside: &str) -> (&str, &str) {
    let (mut depth, mut comma) = (0usize, None);
    for (at, character) in inside.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return (&inside[..comma.unwrap_or(at)], &inside[at + 1..]),
            ')' => depth -= 1,
            ',' if depth == 0 => comma = Some(at),
            _ => {}
        }
    }
    (inside, "")
}

/// Returns the words of an expression that may be columns, each once and in order.
fn words(written: &str) -> Vec<String> {
    let mut words: Vec<String> = written
        .split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .filter(|word| word.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_'))
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Returns the columns of an expression, each once and in order.
fn columns(expr: &Expr) -> Vec<String> {
    let mut names = Vec::new();
    let _ = visit_expressions(expr, |part| {
        match part {
            Expr::Identifier(name) => names.push(name.value.to_lowercase()),
            Expr::CompoundIdentifier(parts) => names.extend(parts.last().map(|name| name.value.to_lowercase())),
            _ => {}
        }
        ControlFlow::<()>::Continue(())
    });
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_has_no_casts_parentheses_and_quotes() {
        assert_eq!(shape("cast(a, decimal(10, 2)) * (b + 1)"), "a*b+1");
        assert_eq!(shape("concat(\"x\", Name)"), shape("concat('x', name)"));
        assert_eq!(shape("cast(cast(a, int64), string)"), "a");
        assert_eq!(shape("a // b"), shape("a / b"));
    }

    #[test]
    fn a_type_is_no_part_of_an_expression() {
        assert_eq!(without_type("word (string)", true), "word");
        assert_eq!(without_type("f(a) (list(int64))", true), "f(a)");
        assert_eq!(without_type("f (a)", false), "f (a)");
    }
}

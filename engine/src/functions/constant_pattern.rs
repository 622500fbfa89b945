//! A test against a constant regular expression, in a form that DataFusion computes correctly.
//!
//! DataFusion's optimizer rewrites constant patterns to LIKE, = and IN, which is fast and lets files be skipped. That
//! is wrong where a pattern matches a backslash, which LIKE takes for an escape, and where it is `.*`, which becomes IS
//! NOT NULL (`datafusion-optimizer`, `simplify_expressions/regex.rs`; docs/upstream/regex-to-like.md). A pattern of the
//! first kind is put into a group, which the optimizer leaves alone and the regex crate accepts; the second kind
//! becomes a CASE.

use arrow::datatypes::DataType;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::simplify::ExprSimplifyResult;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, lit, when};
use datafusion::scalar::ScalarValue;
use regex_syntax::Parser;
use regex_syntax::hir::{Hir, HirKind};

use crate::error::{Error, ErrorKind, Result};

/// How a string is tested against a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Test {
    negated: bool,
    insensitive: bool,
    /// Whether the whole string must match, as with SIMILAR TO.
    whole: bool,
}

impl Test {
    /// A test whether a part of the string matches.
    pub(super) const PART: Self = Self { negated: false, insensitive: false, whole: false };

    /// Returns the test of an operator.
    pub(super) fn of_operator(operator: Operator) -> Option<Self> {
        let (negated, insensitive) = match operator {
            Operator::RegexMatch => (false, false),
            Operator::RegexIMatch => (false, true),
            Operator::RegexNotMatch => (true, false),
            Operator::RegexNotIMatch => (true, true),
            _ => return None,
        };
        Some(Self { negated, insensitive, whole: false })
    }

    /// Returns a test whether the whole string matches.
    pub(super) fn of_whole(negated: bool, insensitive: bool) -> Self {
        Self { negated, insensitive, whole: true }
    }

    pub(super) fn is_negated(self) -> bool {
        self.negated
    }

    fn operator(self) -> Operator {
        match (self.negated, self.insensitive) {
            (false, false) => Operator::RegexMatch,
            (false, true) => Operator::RegexIMatch,
            (true, false) => Operator::RegexNotMatch,
            (true, true) => Operator::RegexNotIMatch,
        }
    }

    /// Returns the pattern with the flags, and with what this test adds.
    ///
    /// # Errors
    /// `Value` for the flag that is for replacements only.
    pub(super) fn pattern(self, pattern: &str, flags: &str) -> Result<String> {
        let mut pattern = self.framed(pattern, flags)?;
        if self.insensitive {
            pattern.insert_str(0, "(?i)");
        }
        Ok(pattern)
    }

    /// Returns the pattern with everything but negation and case, which the operator has.
    fn framed(self, pattern: &str, flags: &str) -> Result<String> {
        if flags.contains('g') {
            let message = "the flag g says how often to replace, and nothing is replaced here";
            return Err(Error::new(ErrorKind::Value, "regexp_like", message));
        }
        let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
        Ok(if self.whole { format!("^(?:{flags}{pattern})$") } else { format!("{flags}{pattern}") })
    }
}

/// Returns the call with the arguments string, pattern and perhaps flags, if pattern and flags are constants.
pub(super) fn of_call(test: Test, args: Vec<Expr>, text_type: &DataType) -> EngineResult<ExprSimplifyResult> {
    let constants: Option<Vec<&ScalarValue>> = args.iter().skip(1).map(constant).collect();
    let Some([pattern, flags @ ..]) = constants.as_deref() else { return Ok(ExprSimplifyResult::Original(args)) };
    let flags = flags.first().map_or(Some(""), |flags| flags.try_as_str().flatten());
    let (Some(pattern), Some(flags)) = (pattern.try_as_str().flatten(), flags) else {
        return Ok(ExprSimplifyResult::Simplified(lit(ScalarValue::Boolean(None))));
    };
    let pattern = test.framed(pattern, flags)?;
    let Some(text) = args.into_iter().next() else { return Ok(ExprSimplifyResult::Original(Vec::new())) };
    if pattern == ".*" {
        let any = when(text.is_not_null(), lit(!test.negated)).end()?;
        return Ok(ExprSimplifyResult::Simplified(any));
    }
    let literal = ScalarValue::from(kept_from_like(pattern));
    let literal = if text_type.is_string() { literal.cast_to(text_type)? } else { literal };
    let (left, right) = (Box::new(text), Box::new(lit(literal)));
    Ok(ExprSimplifyResult::Simplified(Expr::BinaryExpr(BinaryExpr { left, op: test.operator(), right })))
}

fn constant(expr: &Expr) -> Option<&ScalarValue> {
    match expr {
        Expr::Literal(value, _) if value.is_null() || value.try_as_str().is_some() => Some(value),
        _ => None,
    }
}

/// Returns the pattern in a form that no wrong LIKE is made of. An invalid one stays as it is: DataFusion reports it.
fn kept_from_like(pattern: String) -> String {
    match Parser::new().parse(&pattern) {
        Ok(read) if has_backslash(&read) => {
            let group = format!("({pattern})");
            // The bracket may belong to a comment.
            if Parser::new().parse(&group).is_ok() { group } else { format!("({read})") }
        }
        _ => pattern,
    }
}

/// Returns whether some part of a pattern matches a backslash.
fn has_backslash(pattern: &Hir) -> bool {
    match pattern.kind() {
        HirKind::Literal(literal) => literal.0.contains(&b'\\'),
        HirKind::Repetition(repetition) => has_backslash(&repetition.sub),
        HirKind::Capture(capture) => has_backslash(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(has_backslash),
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_patterns_with_a_backslash_are_put_into_a_group() {
        for (pattern, kept) in [
            ("foo", "foo"),
            (r"^foo\.bar$", r"^foo\.bar$"),
            (r"\d+", r"\d+"),
            (r"a\\b", r"(a\\b)"),
            (r"a\x5cb", r"(a\x5cb)"),
            (r"[\\]", r"([\\])"),
            ("(", "("),
        ] {
            assert_eq!(kept_from_like(pattern.to_string()), kept);
        }
    }
}

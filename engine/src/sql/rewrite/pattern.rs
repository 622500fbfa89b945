//! `LIKE ... ESCAPE`: DataFusion has one escape character, the backslash, so a pattern with another is rewritten to it:
//! here if it is a string literal, by a function of ours if it is computed.

use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray};
use arrow::datatypes::DataType;
use datafusion::common::{exec_err, internal_err};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use datafusion::sql::sqlparser::ast::{
    CastKind, DataType as SqlType, Expr, FunctionArgExpr, Statement, Value, ValueWithSpan, visit_expressions,
};

use super::star;
use crate::error::{Error, ErrorKind, Result};

/// A name that cannot be written without quotes.
const NAME: &str = "like pattern";
const ENDS: &str = "a LIKE pattern must not end with its escape character";

/// Rewrites the pattern of `expr` if it is a `LIKE` or `ILIKE` with `ESCAPE`.
pub(super) fn escaped(expr: &mut Expr) -> Result<()> {
    let (Expr::Like { pattern, escape_char, .. } | Expr::ILike { pattern, escape_char, .. }) = expr else {
        return Ok(());
    };
    let Some(escape) = escape_char.take() else { return Ok(()) };
    if escape.value == Value::Null {
        **pattern = Expr::Value(escape);
        return Ok(());
    }
    let character = character(&escape)?;
    if character == Some('\\') {
        return Ok(());
    }
    if let Expr::Value(value) = pattern.as_mut()
        && let Value::SingleQuotedString(text) = &mut value.value
    {
        match with_backslashes(text, character) {
            Some(written) => *text = written,
            None => return Err(Error::new(ErrorKind::Sql, "sql", ENDS)),
        }
        return Ok(());
    }
    let text = |value: String| Expr::Value(Value::SingleQuotedString(value).with_empty_span());
    let nothing = text(String::new());
    // The pattern's own type may be any that strings are compared with.
    let given = Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(std::mem::replace(pattern, nothing)),
        data_type: SqlType::Varchar(None),
        array: false,
        format: None,
    };
    let given = [given, text(character.map(String::from).unwrap_or_default())];
    **pattern = star::call(NAME, given.into_iter().map(FunctionArgExpr::Expr).collect());
    Ok(())
}

/// Returns the character after `ESCAPE`; `None` for the empty string, where nothing escapes.
fn character(escape: &ValueWithSpan) -> Result<Option<char>> {
    let text = match &escape.value {
        Value::SingleQuotedString(text) => Some(text),
        _ => None,
    };
    let mut characters = text.map(|text| text.chars());
    match characters.as_mut().map(|characters| (characters.next(), characters.next())) {
        Some((character, None)) => Ok(character),
        _ => Err(Error::new(ErrorKind::Sql, "sql", format!("ESCAPE takes one character, not {escape}"))
            .with_hint("x LIKE '10!%' ESCAPE '!'")),
    }
}

/// Returns a pattern with backslashes instead of `escape`, and its own backslashes escaped; `None` if it ends with
/// `escape`.
fn with_backslashes(pattern: &str, escape: Option<char>) -> Option<String> {
    let mut written = String::with_capacity(pattern.len() + 4);
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if Some(character) == escape {
            let meant = characters.next()?;
            if matches!(meant, '%' | '_' | '\\') {
                written.push('\\');
            }
            written.push(meant);
        } else {
            if character == '\\' {
                written.push('\\');
            }
            written.push(character);
        }
    }
    Some(written)
}

/// Returns whether `statement` calls the function.
pub(super) fn is_called(statement: &Statement) -> bool {
    visit_expressions(statement, |expr| match expr {
        Expr::Function(function) if function.name.to_string() == format!("\"{NAME}\"") => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .is_break()
}

/// The function of a pattern and its escape character.
pub(super) fn function() -> ScalarUDF {
    ScalarUDF::from(Pattern(Signature::exact(vec![DataType::Utf8, DataType::Utf8], Volatility::Immutable)))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Pattern(Signature);

impl ScalarUDFImpl for Pattern {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> EngineResult<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let [patterns, escapes] = ColumnarValue::values_to_arrays(&args.args)?.try_into().or_else(|_| no_two())?;
        let (Some(patterns), Some(escapes)) = (patterns.as_string_opt::<i32>(), escapes.as_string_opt::<i32>()) else {
            return no_two();
        };
        let written = patterns.iter().zip(escapes).map(|(pattern, escape)| {
            let (Some(pattern), Some(escape)) = (pattern, escape) else { return Ok(None) };
            match with_backslashes(pattern, escape.chars().next()) {
                Some(written) => Ok(Some(written)),
                None => exec_err!("{ENDS}"),
            }
        });
        Ok(ColumnarValue::Array(Arc::new(written.collect::<EngineResult<StringArray>>()?) as ArrayRef))
    }
}

fn no_two<T>() -> EngineResult<T> {
    internal_err!("{NAME} takes two strings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_escapes_becomes_a_backslash_and_backslashes_mean_themselves() {
        let written = |pattern: &str, escape: char| with_backslashes(pattern, Some(escape));
        assert_eq!(written("10!%%", '!').as_deref(), Some("10\\%%"));
        assert_eq!(written("a\\b!!!_", '!').as_deref(), Some("a\\\\b!\\_"));
        assert_eq!(written("%%_", '%').as_deref(), Some("\\%_"));
        assert_eq!(written("a!", '!'), None);
        assert_eq!(with_backslashes("a\\_", None).as_deref(), Some("a\\\\_"));
    }
}

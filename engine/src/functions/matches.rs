//! Whether a string matches a regular expression that is not a constant. DataFusion's operators are wrong for some
//! patterns once such a pattern becomes a constant ([`super::constant_pattern`]); this function is not, and null on
//! either side gives null.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, StringViewArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;
use regex::Regex;

use super::constant_pattern::{self, Test};
use crate::error::{Error, ErrorKind, Result, wording};

/// How many compiled patterns are kept at a time.
const KEPT: usize = 256;

/// The test of a string against a pattern, with or without flags in a third argument.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Matches {
    test: Test,
    signature: Signature,
}

impl Matches {
    /// Returns a call of this function; with a constant pattern, the form that DataFusion computes correctly.
    pub(super) fn call(test: Test, args: Vec<Expr>, text_type: &DataType) -> EngineResult<Expr> {
        Ok(match constant_pattern::of_call(test, args, text_type)? {
            ExprSimplifyResult::Simplified(expr) => expr,
            ExprSimplifyResult::Original(args) => {
                let function = Self { test, signature: Signature::variadic_any(Volatility::Immutable) };
                Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), args))
            }
        })
    }
}

impl ScalarUDFImpl for Matches {
    fn name(&self) -> &str {
        "regexp_like"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> EngineResult<DataType> {
        Ok(DataType::Boolean)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> EngineResult<FieldRef> {
        let nullable = args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), DataType::Boolean, nullable)))
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> EngineResult<ExprSimplifyResult> {
        let Some(text) = args.first() else { return Ok(ExprSimplifyResult::Original(args)) };
        let text_type = info.get_data_type(text)?;
        constant_pattern::of_call(self.test, args, &text_type)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let single = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let columns = args.args.iter().map(Texts::of).collect::<Result<Vec<_>>>()?;
        let [text, pattern, flags @ ..] = columns.as_slice() else {
            return Err(Error::new(ErrorKind::Internal, self.name(), "it takes a string and a pattern").into());
        };
        let mut patterns = Patterns { test: self.test, known: HashMap::new() };
        let rows = if single { 1 } else { args.number_rows };
        let found = (0..rows).map(|row| {
            let (Some(text), Some(pattern)) = (text.at(row), pattern.at(row)) else { return Ok(None) };
            let flags = match flags.first().map(|flags| flags.at(row)) {
                None => "",
                Some(Some(flags)) => flags,
                Some(None) => return Ok(None),
            };
            Ok(Some(patterns.is_match(pattern, flags, text)?))
        });
        let found = found.collect::<Result<BooleanArray>>()?;
        Ok(if single {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&found, 0)?)
        } else {
            ColumnarValue::Array(Arc::new(found))
        })
    }
}

/// An argument: one string, or one for each row.
enum Texts {
    One(Option<String>),
    Each(StringViewArray),
}

impl Texts {
    fn of(argument: &ColumnarValue) -> Result<Self> {
        let failed = |error| Error::from_arrow("regexp_like", error);
        let viewed = |array: &ArrayRef| cast(array, &DataType::Utf8View).map_err(failed);
        Ok(match argument {
            ColumnarValue::Scalar(text) => Self::One(text.try_as_str().flatten().map(str::to_owned)),
            ColumnarValue::Array(array) => Self::Each(viewed(array)?.as_string_view().clone()),
        })
    }

    fn at(&self, row: usize) -> Option<&str> {
        match self {
            Self::One(text) => text.as_deref(),
            Self::Each(texts) => texts.is_valid(row).then(|| texts.value(row)),
        }
    }
}

/// The patterns so far, compiled.
struct Patterns {
    test: Test,
    known: HashMap<String, Regex>,
}

impl Patterns {
    fn is_match(&mut self, pattern: &str, flags: &str, text: &str) -> Result<bool> {
        let negated = self.test.is_negated();
        let whole = self.test.pattern(pattern, flags)?;
        if let Some(known) = self.known.get(&whole) {
            return Ok(known.is_match(text) != negated);
        }
        let made = Regex::new(&whole).map_err(|error| {
            let reason = error.to_string();
            let reason = wording::pattern_reason(&reason);
            let message = format!("{pattern} is not a valid regular expression: {reason}");
            Error::new(ErrorKind::Value, "regexp_like", message)
        })?;
        if self.known.len() == KEPT {
            self.known.clear();
        }
        let found = made.is_match(text) != negated;
        self.known.insert(whole, made);
        Ok(found)
    }
}

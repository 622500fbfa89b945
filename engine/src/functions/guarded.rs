//! Functions of the engine that misread some of their arguments, which are put right before it sees them:
//!
//! - `regexp_replace`: of a pattern `^...|....*$` the engine takes the end off as if it belonged to all alternatives,
//!   and flags of no letter are no flags;
//! - `lpad` and `rpad`: a length below 0 is none, where the engine asks for as much memory as there is not.

use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::{DataType, FieldRef, Int64Type};
use datafusion::error::Result;
use datafusion::functions::regex::regexpreplace::RegexpReplaceFunc;
use datafusion::functions::unicode::lpad::LPadFunc;
use datafusion::functions::unicode::rpad::RPadFunc;
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};
use datafusion::scalar::ScalarValue;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Guard {
    Replacement,
    Padding,
}

/// One of the engine's functions.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Guarded {
    engine: Arc<ScalarUDF>,
    guard: Guard,
}

fn guard_of(function: &ScalarUDF) -> Option<Guard> {
    let engine = function.inner();
    let pads = engine.is::<LPadFunc>() || engine.is::<RPadFunc>();
    engine.is::<RegexpReplaceFunc>().then_some(Guard::Replacement).or(pads.then_some(Guard::Padding))
}

pub(super) fn is_guarded(function: &ScalarUDF) -> bool {
    guard_of(function).is_some()
}

/// The function that takes the place of one of the engine's.
pub(super) fn guarded(function: &Arc<ScalarUDF>) -> Option<Arc<ScalarUDF>> {
    let guard = guard_of(function)?;
    Some(Arc::new(ScalarUDF::new_from_impl(Guarded { engine: Arc::clone(function), guard })))
}

impl ScalarUDFImpl for Guarded {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn aliases(&self) -> &[String] {
        self.engine.aliases()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        self.engine.return_type(given)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        self.engine.return_field_from_args(args)
    }

    fn invoke_with_args(&self, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match self.guard {
            Guard::Replacement => as_one_pattern(&mut args)?,
            Guard::Padding => without_negative_length(&mut args),
        }
        self.engine.invoke_with_args(args)
    }
}

fn as_one_pattern(args: &mut ScalarFunctionArgs) -> Result<()> {
    if args.args.get(3).and_then(text).is_some_and(str::is_empty) {
        args.args.truncate(3);
        args.arg_fields.truncate(3);
    }
    if let Some(ColumnarValue::Scalar(pattern)) = args.args.get_mut(1)
        && let Some(text) = pattern.try_as_str().flatten().filter(|text| is_cut(text))
    {
        *pattern = ScalarValue::from(format!("(?:{text})")).cast_to(&pattern.data_type())?;
    }
    Ok(())
}

fn text(argument: &ColumnarValue) -> Option<&str> {
    match argument {
        ColumnarValue::Scalar(text) => text.try_as_str().flatten(),
        ColumnarValue::Array(_) => None,
    }
}

/// Whether the engine would take the end off the pattern, and alternatives may be in it.
fn is_cut(pattern: &str) -> bool {
    pattern.starts_with('^') && pattern.ends_with(".*$") && pattern.contains('|')
}

fn without_negative_length(args: &mut ScalarFunctionArgs) {
    match args.args.get_mut(1) {
        Some(ColumnarValue::Scalar(ScalarValue::Int64(Some(length)))) => *length = (*length).max(0),
        Some(ColumnarValue::Array(lengths)) => {
            if let Some(counts) = lengths.as_primitive_opt::<Int64Type>() {
                *lengths = Arc::new(counts.unary::<_, Int64Type>(|length| length.max(0)));
            }
        }
        _ => {}
    }
}

//! `regexp_replace` but for two constants that the engine misreads: a pattern `^...|....*$`, of which it takes the end
//! off as if it belonged to all alternatives, and flags of no letter, which are no flags.

use arrow::datatypes::DataType;
use datafusion::error::Result;
use datafusion::functions::regex::regexpreplace::RegexpReplaceFunc;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature};
use datafusion::scalar::ScalarValue;

/// The engine's function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Replaced {
    engine: RegexpReplaceFunc,
}

impl Default for Replaced {
    fn default() -> Self {
        Self { engine: RegexpReplaceFunc::new() }
    }
}

impl ScalarUDFImpl for Replaced {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        self.engine.return_type(given)
    }

    fn invoke_with_args(&self, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if args.args.get(3).and_then(text).is_some_and(str::is_empty) {
            args.args.truncate(3);
            args.arg_fields.truncate(3);
        }
        if let Some(ColumnarValue::Scalar(pattern)) = args.args.get_mut(1)
            && let Some(text) = pattern.try_as_str().flatten().filter(|text| is_cut(text))
        {
            *pattern = ScalarValue::from(format!("(?:{text})")).cast_to(&pattern.data_type())?;
        }
        self.engine.invoke_with_args(args)
    }
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

//! Functions that DataFusion lacks, or that it computes for fewer types: most take one column and constants, name the
//! types that they refuse, and keep nulls. They are ordinary scalar functions of DataFusion's, so that plans, names and
//! the optimizer treat them like its own.

mod calls;
mod choice;
mod clip;
mod constant_pattern;
mod division;
mod far;
mod first_of;
mod given;
mod growth;
mod guarded;
mod hash;
mod joined;
mod json;
mod list;
mod mapping;
mod matches;
mod number;
mod pattern;
mod period;
mod rule;
mod spread;
mod text;
mod time;
mod zeros;
mod zone;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{ArrayRef, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::logical_expr::{
    ColumnarValue, Expr, Literal, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::render::type_name;

pub use calls::SAME_IN_ANY_ORDER;
pub(crate) use calls::{rounding_early, rounds_late};
pub(crate) use choice::engines_choice;
pub use clip::clip;
pub(crate) use clip::clip_type;
pub(crate) use division::{QUOTIENT, REMAINDER};
pub use division::{floor_divide, modulo};
pub(crate) use far::far;
pub(crate) use first_of::{first_of, is_may_be_null, may_be_null, unknown};
pub use hash::hash;
pub(crate) use joined::JOINED;
pub use json::{json_decode, json_encode, json_path_match};
pub(crate) use list::item_type;
pub use list::{array_product, array_sum};
pub use mapping::unmapped;
pub(crate) use number::RESCALE_DECIMAL;
pub use number::{is_finite, is_infinite, log1p, rescale_decimal, round, trunc};
pub use pattern::{extract, extract_all, extract_groups, split, split_at};
pub use period::{month_end, month_start, truncate_to};
pub(crate) use rule::rule;
pub use spread::{list_median, list_std, list_var};
pub use text::{End, pad_end, pad_start, slice, strip_chars, strip_prefix, strip_suffix, to_integer, zfill};
pub use time::{Part, bin, epoch, fraction, total, truncate};
pub(crate) use zeros::BothZeros;
pub use zone::{Ambiguous, Missing, convert_time_zone, replace_time_zone};

/// One function over a column and constants.
struct Function {
    name: &'static str,
    /// The types that it takes, for the error about others.
    wants: &'static str,
    /// The type of the result; `None` refuses the type of the column.
    returns: fn(&DataType, &[ScalarValue]) -> Option<DataType>,
    /// The type that a column of type null is taken for.
    of_null: DataType,
    compute: fn(&ArrayRef, &[ScalarValue]) -> Result<ArrayRef>,
}

impl Function {
    fn call<const N: usize>(&'static self, expr: Expr, constants: [ScalarValue; N]) -> Expr {
        let arguments = std::iter::once(expr).chain(constants.into_iter().map(|constant| constant.lit())).collect();
        Arc::new(ScalarUDF::new_from_impl(Native::new(self))).call(arguments)
    }

    fn returned(&self, given: &Field, constants: &[ScalarValue]) -> Result<DataType> {
        (self.returns)(plain(self, given.data_type()), constants).ok_or_else(|| {
            let given = format!("{} ({})", given.name(), type_name(given.data_type()));
            Error::new(ErrorKind::Type, self.name, format!("expected {}, got {given}", self.wants))
        })
    }
}

/// The functions that replace DataFusion's in SQL, under the same names.
pub(crate) fn in_sql() -> Vec<Arc<ScalarUDF>> {
    list::in_sql().into_iter().chain(choice::in_sql()).collect()
}

/// Returns the type of the values, without their encoding.
fn plain<'a>(function: &'a Function, given: &'a DataType) -> &'a DataType {
    match given {
        DataType::Null => &function.of_null,
        DataType::Dictionary(_, values) => values,
        DataType::RunEndEncoded(_, values) => values.data_type(),
        other => other,
    }
}

#[derive(Debug)]
struct Native {
    function: &'static Function,
    signature: Signature,
}

impl Native {
    fn new(function: &'static Function) -> Self {
        Self { function, signature: Signature::variadic_any(Volatility::Immutable) }
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Native {
    fn eq(&self, other: &Self) -> bool {
        self.function.name == other.function.name
    }
}

impl Eq for Native {}

impl Hash for Native {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.name.hash(state);
    }
}

impl ScalarUDFImpl for Native {
    fn name(&self) -> &str {
        self.function.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arguments: &[DataType]) -> EngineResult<DataType> {
        Err(Error::new(ErrorKind::Internal, self.function.name, "its type depends on its constants").into())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> EngineResult<FieldRef> {
        let constants: Option<Vec<ScalarValue>> =
            args.scalar_arguments.iter().skip(1).map(|given| given.cloned()).collect();
        let (Some(first), Some(constants)) = (args.arg_fields.first(), constants) else {
            let message = "everything but its first argument is a constant";
            return Err(Error::new(ErrorKind::Type, self.function.name, message).into());
        };
        let returned = self.function.returned(first, &constants)?;
        Ok(Arc::new(Field::new(self.function.name, returned, true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let mut arguments = args.args.into_iter();
        let Some(first) = arguments.next() else {
            return Err(Error::new(ErrorKind::Internal, self.function.name, "it was given nothing").into());
        };
        let constants = arguments
            .map(|argument| match argument {
                ColumnarValue::Scalar(constant) => Ok(constant),
                ColumnarValue::Array(array) => ScalarValue::try_from_array(&array, 0),
            })
            .collect::<EngineResult<Vec<_>>>()?;
        let single = matches!(first, ColumnarValue::Scalar(_));
        let array = first.into_array(1)?;
        let array = match array.data_type() {
            DataType::Null => new_null_array(&self.function.of_null, array.len()),
            encoded => {
                let wanted = plain(self.function, encoded);
                if wanted == encoded { Arc::clone(&array) } else { cast(&array, wanted)? }
            }
        };
        let result = (self.function.compute)(&array, &constants).map_err(DataFusionError::from)?;
        Ok(if single {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&result, 0)?)
        } else {
            ColumnarValue::Array(result)
        })
    }
}

/// Returns the string of a constant.
fn text(constant: Option<&ScalarValue>) -> &str {
    constant.and_then(|constant| constant.try_as_str().flatten()).unwrap_or("")
}

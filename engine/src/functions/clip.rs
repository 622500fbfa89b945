//! Values limited to a range. DataFusion could do it by a `CASE`, but that would name the value three times: a random
//! one would be drawn three times, and nested ranges would triple with each level.

use arrow::array::{ArrayRef, Datum};
use arrow::compute::kernels::cmp::{gt, lt};
use arrow::compute::kernels::zip::zip;
use arrow::datatypes::DataType;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::type_coercion::binary::comparison_coercion;
use datafusion::logical_expr::{
    ColumnarValue, Expr, Literal, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind};
use crate::render::{ColumnKind, column_kind, type_name};

/// Returns the value, or the nearer bound if it is outside the range. A bound that is null in a row is ignored there.
pub fn clip(value: Expr, lower: Option<Expr>, upper: Option<Expr>) -> Expr {
    let end = |end: Option<Expr>| end.unwrap_or_else(|| ScalarValue::Null.lit());
    let clip = Clip { signature: Signature::user_defined(Volatility::Immutable) };
    ScalarUDF::new_from_impl(clip).call(vec![value, end(lower), end(upper)])
}

/// Returns the type in which a value is compared with a bound; `None` if they have no common type.
pub(crate) fn clip_type(value: &DataType, end: &DataType) -> Option<DataType> {
    let mixed = (column_kind(value) == ColumnKind::Text) != (column_kind(end) == ColumnKind::Text);
    comparison_coercion(value, end).filter(|_| !mixed || value.is_null() || end.is_null())
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Clip {
    signature: Signature,
}

impl ScalarUDFImpl for Clip {
    fn name(&self) -> &str {
        "clip"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Returns one type for the value and both bounds. Numbers and strings have none here.
    fn coerce_types(&self, given: &[DataType]) -> EngineResult<Vec<DataType>> {
        let mut common = DataType::Null;
        for data_type in given.iter().filter(|data_type| !data_type.is_null()) {
            common = match common {
                DataType::Null => data_type.clone(),
                known => clip_type(&known, data_type).ok_or_else(|| {
                    let types =
                        format!("{} cannot be limited to a range of {}", type_name(&known), type_name(data_type));
                    Error::new(ErrorKind::Type, "clip", types).with_hint("cast one of them")
                })?,
            };
        }
        Ok(vec![common; given.len()])
    }

    fn return_type(&self, given: &[DataType]) -> EngineResult<DataType> {
        Ok(given.first().cloned().unwrap_or(DataType::Null))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let single = args.args.iter().all(|given| matches!(given, ColumnarValue::Scalar(_)));
        let rows = if single { 1 } else { args.number_rows };
        let [value, lower, upper] = args.args.as_slice() else {
            return Err(Error::new(ErrorKind::Internal, self.name(), "it takes a value and two ends").into());
        };
        let value = held(value.to_array(rows)?, lower, rows, lt)?;
        let value = held(value, upper, rows, gt)?;
        Ok(match single {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(&value, 0)?),
            false => ColumnarValue::Array(value),
        })
    }
}

type Compare = fn(&dyn Datum, &dyn Datum) -> Result<arrow::array::BooleanArray, arrow::error::ArrowError>;

/// Returns the values, or `end` where they are beyond it.
fn held(values: ArrayRef, end: &ColumnarValue, rows: usize, beyond: Compare) -> EngineResult<ArrayRef> {
    let end: Box<dyn Datum> = match end {
        ColumnarValue::Scalar(end) if end.is_null() => return Ok(values),
        ColumnarValue::Scalar(end) => Box::new(end.to_scalar()?),
        other => Box::new(other.to_array(rows)?),
    };
    let outside = beyond(&values, end.as_ref())?;
    Ok(if outside.true_count() == 0 { values } else { zip(&outside, end.as_ref(), &values)? })
}

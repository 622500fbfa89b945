//! Intervals that are added to dates: a date has no hours, and DataFusion drops them silently.

use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, FieldRef, IntervalDayTimeType, IntervalMonthDayNanoType, IntervalUnit};
use datafusion::common::exec_err;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::error::{Error, ErrorKind, Result};

const DAY_IN_MILLISECONDS: i32 = 86_400_000;
const DAY_IN_NANOSECONDS: i64 = 86_400_000_000_000;

#[derive(Debug, PartialEq, Eq, Hash)]
struct WholeDays {
    signature: Signature,
}

/// Returns the same interval; an error where it has a part of a day.
pub(super) fn whole_days(interval: Expr) -> Expr {
    let function = WholeDays { signature: Signature::any(1, Volatility::Immutable) };
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), vec![interval]))
}

/// Returns whether an interval of this type can have a part of a day.
pub(super) fn has_hours(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Interval(IntervalUnit::DayTime | IntervalUnit::MonthDayNano))
}

impl ScalarUDFImpl for WholeDays {
    fn name(&self) -> &str {
        "whole_days"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, given: &[DataType]) -> EngineResult<DataType> {
        Ok(given.first().cloned().unwrap_or(DataType::Null))
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> EngineResult<FieldRef> {
        match args.arg_fields {
            [field] => Ok(Arc::clone(field)),
            _ => exec_err!("it takes one interval"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let Some(interval) = args.args.into_iter().next() else { return exec_err!("it takes one interval") };
        check(&interval.to_array(1)?)?;
        Ok(interval)
    }
}

fn check(intervals: &dyn Array) -> Result<()> {
    let broken = match intervals.data_type() {
        DataType::Interval(IntervalUnit::DayTime) => intervals
            .as_primitive::<IntervalDayTimeType>()
            .iter()
            .flatten()
            .any(|interval| interval.milliseconds % DAY_IN_MILLISECONDS != 0),
        DataType::Interval(IntervalUnit::MonthDayNano) => intervals
            .as_primitive::<IntervalMonthDayNanoType>()
            .iter()
            .flatten()
            .any(|interval| interval.nanoseconds % DAY_IN_NANOSECONDS != 0),
        _ => false,
    };
    if !broken {
        return Ok(());
    }
    let message = "a date has no hours, and the interval is not of whole days";
    Err(Error::new(ErrorKind::Value, "interval", message).with_hint("cast the date first: CAST(x AS TIMESTAMP(6))"))
}

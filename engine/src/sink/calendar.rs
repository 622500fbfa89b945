//! Dates in text files: the years 0 to 9999, which every reader of CSV and JSON accepts.
//!
//! arrow's writers print others in a form that its own readers refuse, or, in JSON, the text of an error.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, make_array};
use arrow::compute::{max, min};
use arrow::datatypes::{ArrowPrimitiveType, DataType, Date32Type, Date64Type, TimeUnit};
use arrow::datatypes::{
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};

use crate::error::{Error, ErrorKind, Result};
use crate::render::type_name;

/// 0000-01-01 and 9999-12-31 in days from 1970.
const DAYS: (i64, i64) = (-719_528, 2_932_896);

/// Fails for a batch with a date outside these years.
pub(super) fn check(what: &'static str, batch: &RecordBatch) -> Result<()> {
    for (column, field) in batch.columns().iter().zip(batch.schema_ref().fields()) {
        if !fits(column) {
            let kind = type_name(field.data_type());
            let message =
                format!("column \"{}\" of type {kind} holds a date outside the years 0 to 9999", field.name());
            return Err(Error::new(ErrorKind::Write, what, message)
                .with_hint("a text format has no form for it that can be read again: write Parquet or Arrow IPC"));
        }
    }
    Ok(())
}

fn fits(array: &ArrayRef) -> bool {
    match array.data_type() {
        DataType::Date32 => within::<Date32Type>(array, 1),
        DataType::Date64 => within::<Date64Type>(array, 86_400_000),
        DataType::Timestamp(TimeUnit::Second, _) => within::<TimestampSecondType>(array, 86_400),
        DataType::Timestamp(TimeUnit::Millisecond, _) => within::<TimestampMillisecondType>(array, 86_400_000),
        DataType::Timestamp(TimeUnit::Microsecond, _) => within::<TimestampMicrosecondType>(array, 86_400_000_000),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => within::<TimestampNanosecondType>(array, 86_400_000_000_000),
        kind if kind.is_nested() || matches!(kind, DataType::Dictionary(..)) => {
            array.to_data().child_data().iter().all(|child| fits(&make_array(child.clone())))
        }
        _ => true,
    }
}

/// Returns whether all values are within these years; `day` is the length of a day in the unit of the values.
fn within<T: ArrowPrimitiveType>(array: &ArrayRef, day: i64) -> bool
where
    T::Native: Into<i64>,
{
    let values = array.as_primitive::<T>();
    let first = min(values).is_none_or(|value| value.into() >= DAYS.0.saturating_mul(day));
    first && max(values).is_none_or(|value| value.into() < (DAYS.1 + 1).saturating_mul(day))
}

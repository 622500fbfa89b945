//! The common type of values of different types, where DataFusion finds none or one that does not hold them all.
//!
//! It finds none for times of day of different units and for some layouts of bytes, and takes nanoseconds for a date
//! next to a timestamp, which end in 2262 (docs/upstream/far-timestamps.md).

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::logical_expr::{Expr, cast};
use datafusion::scalar::ScalarValue;

/// Returns the type of a CASE, or the like, with values of these types; `None` where DataFusion decides.
pub fn of_choice(types: &[DataType]) -> Option<DataType> {
    let mut known = types.iter().filter(|data_type| !data_type.is_null());
    let first = known.next()?;
    let mut common = first.clone();
    for other in known {
        common = if common == *other { common } else { pair(&common, other)? };
    }
    let is_one = types.iter().all(|data_type| data_type.is_null() || data_type == first);
    (!is_one).then_some(common)
}

/// Returns the type in which such values are compared. Dates and timestamps are compared by value, whatever their units
/// ([`crate::instant`]).
pub(crate) fn of_comparison(types: &[DataType]) -> Option<DataType> {
    of_choice(types).filter(|common| is_time(common) || is_bytes(common))
}

/// Casts `values` to their common type, if DataFusion does not decide it; returns whether one of them has changed.
pub fn in_one_type(values: &mut [Expr], type_of: impl Fn(&Expr) -> DataType) -> bool {
    let types: Vec<DataType> = values.iter().map(&type_of).collect();
    of_choice(&types).is_some_and(|common| cast_to(values, &common, type_of))
}

/// Casts those of `values` that are not of type `common`.
pub(crate) fn cast_to<'a>(
    values: impl IntoIterator<Item = &'a mut Expr>,
    common: &DataType,
    type_of: impl Fn(&Expr) -> DataType,
) -> bool {
    let mut changed = false;
    for value in values {
        if matches!(value, Expr::Literal(ScalarValue::Null, _)) || type_of(value) == *common {
            continue;
        }
        *value = cast(std::mem::take(value), common.clone());
        changed = true;
    }
    changed
}

fn pair(one: &DataType, other: &DataType) -> Option<DataType> {
    use DataType::{Date32, Date64, Timestamp};
    Some(match (one, other) {
        (one, other) if is_time(one) && is_time(other) => finer(one, other)?,
        (one, other) if is_bytes(one) && is_bytes(other) => wider(one, other),
        (Date32, Date64) | (Date64, Date32) => Date64,
        (Timestamp(unit, None), Date32) | (Date32, Timestamp(unit, None)) => Timestamp(*unit, None),
        (Timestamp(TimeUnit::Second, None), Date64) | (Date64, Timestamp(TimeUnit::Second, None)) => {
            Timestamp(TimeUnit::Millisecond, None)
        }
        (Timestamp(unit, None), Date64) | (Date64, Timestamp(unit, None)) => Timestamp(*unit, None),
        (Timestamp(_, zone), Timestamp(_, other_zone)) if zone == other_zone => finer(one, other)?,
        _ => return None,
    })
}

fn is_time(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Time32(_) | DataType::Time64(_))
}

/// Returns whether a type is a binary one, in any layout.
fn is_bytes(data_type: &DataType) -> bool {
    use DataType::{Binary, BinaryView, FixedSizeBinary, LargeBinary};
    matches!(data_type, Binary | LargeBinary | BinaryView | FixedSizeBinary(_))
}

/// Returns whether comparisons of a column of this type are handled before DataFusion coerces them.
pub(crate) fn is_concerned(data_type: &DataType) -> bool {
    is_time(data_type) || matches!(data_type, DataType::FixedSizeBinary(_) | DataType::Date32 | DataType::Date64)
}

fn time_unit(data_type: &DataType) -> Option<TimeUnit> {
    match data_type {
        DataType::Time32(unit) | DataType::Time64(unit) | DataType::Timestamp(unit, _) => Some(*unit),
        _ => None,
    }
}

fn finer(one: &DataType, other: &DataType) -> Option<DataType> {
    let steps = |unit| match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 1,
        TimeUnit::Microsecond => 2,
        TimeUnit::Nanosecond => 3,
    };
    Some(if steps(time_unit(one)?) >= steps(time_unit(other)?) { one.clone() } else { other.clone() })
}

/// Returns the layout that holds both, as DataFusion chooses where it knows one.
fn wider(one: &DataType, other: &DataType) -> DataType {
    let has = |layout: &DataType| one == layout || other == layout;
    if has(&DataType::BinaryView) {
        DataType::BinaryView
    } else if has(&DataType::LargeBinary) {
        DataType::LargeBinary
    } else {
        DataType::Binary
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_has_a_type_that_holds_all_values() {
        use DataType::{Binary, Date32, Date64, FixedSizeBinary, Int64, LargeBinary, Null, Time32, Time64, Timestamp};
        use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
        let cases = [
            (vec![Time32(Second), Time64(Nanosecond), Null], Some(Time64(Nanosecond))),
            (vec![Time64(Microsecond), Time32(Millisecond)], Some(Time64(Microsecond))),
            (vec![FixedSizeBinary(2), FixedSizeBinary(3)], Some(Binary)),
            (vec![FixedSizeBinary(2), LargeBinary], Some(LargeBinary)),
            (vec![Date32, Timestamp(Microsecond, None)], Some(Timestamp(Microsecond, None))),
            (vec![Date64, Timestamp(Second, None), Date32], Some(Timestamp(Millisecond, None))),
            (vec![Int64, Date32], None),
            (vec![Null, Null], None),
            (vec![Date32, Null, Date32], None),
        ];
        for (types, expected) in cases {
            assert_eq!(of_choice(&types), expected, "{types:?}");
        }
        assert_eq!(of_comparison(&[Date32, Timestamp(Microsecond, None)]), None);
    }
}

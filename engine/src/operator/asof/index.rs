//! The search of an as-of join: for each row of one side, the nearest row of the other.
//!
//! The right side is sorted once, by the equal keys and then by the key that is compared. A left row is found by a
//! galloping search that starts where that of the previous row ended: a sorted left side costs a step or two a row, an
//! unsorted one a binary search, and neither has to be sorted.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use arrow::array::{Array, ArrayRef, AsArray, UInt32Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type, TimeUnit, UInt64Type};
use arrow::row::{RowConverter, SortField};
use datafusion::error::{DataFusionError, Result};
use datafusion::scalar::ScalarValue;

use crate::render::nanoseconds_in;

/// Which row of the other side is the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AsofStrategy {
    /// The last whose key is not greater.
    Backward,
    /// The first whose key is not less.
    Forward,
    /// The one with the smaller distance; of two at the same distance the later.
    Nearest,
}

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AsofOptions {
    pub(crate) strategy: AsofStrategy,
    /// Whether an equal key counts.
    pub(crate) exact: bool,
    /// The largest distance that counts, as [`tolerance_in`] gives it.
    pub(crate) tolerance: Option<ScalarValue>,
}

/// Keys that are compared: integers exactly, also those of times and decimals.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Key {
    Whole(i128),
    Float(f64),
}

impl Key {
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Whole(_), Self::Float(_)) => Ordering::Less,
            (Self::Float(_), Self::Whole(_)) => Ordering::Greater,
        }
    }

    /// Returns the distance of two keys; a NaN is infinitely far from all but itself.
    fn distance(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Self::Whole(a.abs_diff(*b).try_into().unwrap_or(i128::MAX)),
            (Self::Float(a), Self::Float(b)) if a.total_cmp(b).is_eq() => Self::Float(0.0),
            (Self::Float(a), Self::Float(b)) if a.is_nan() || b.is_nan() => Self::Float(f64::INFINITY),
            (Self::Float(a), Self::Float(b)) => Self::Float((a - b).abs()),
            _ => Self::Float(f64::INFINITY),
        }
    }
}

/// How the distances of a type's keys are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// In numbers.
    Number,
    /// In this many nanoseconds.
    Nanoseconds(i64),
}

/// Returns the unit of keys of a type; `None` where it has no distances.
fn key_unit(data_type: &DataType) -> Option<Unit> {
    let of = |unit: &TimeUnit| Unit::Nanoseconds(nanoseconds_in(*unit));
    match data_type {
        DataType::Decimal128(..) => Some(Unit::Number),
        number if number.is_integer() || number.is_floating() => Some(Unit::Number),
        DataType::Timestamp(unit, _) | DataType::Time32(unit) | DataType::Time64(unit) | DataType::Duration(unit) => {
            Some(of(unit))
        }
        DataType::Date32 => Some(Unit::Nanoseconds(86_400_000_000_000)),
        DataType::Date64 => Some(of(&TimeUnit::Millisecond)),
        _ => None,
    }
}

/// Returns whether keys of a type have a distance from each other.
pub(crate) fn has_distance(data_type: &DataType) -> bool {
    key_unit(data_type).is_some()
}

/// Returns a tolerance in the unit of the keys, rounded down; `None` if it is negative, null or of another type.
pub(crate) fn tolerance_in(data_type: &DataType, tolerance: &ScalarValue) -> Option<ScalarValue> {
    let length = |value: i64, unit: i64| i128::from(value) * i128::from(unit);
    let found = match (key_unit(data_type)?, tolerance) {
        (Unit::Number, ScalarValue::Int64(Some(number))) if data_type.is_floating() => {
            ScalarValue::Float64(Some(*number as f64))
        }
        (Unit::Number, ScalarValue::Float64(Some(_))) if data_type.is_floating() => tolerance.clone(),
        (Unit::Number, ScalarValue::Int64(Some(number))) => {
            let scale = if let DataType::Decimal128(_, scale) = data_type { *scale } else { 0 };
            let unit = 10i128.checked_pow(u32::try_from(scale).ok()?)?;
            ScalarValue::Decimal128(Some(i128::from(*number).checked_mul(unit)?), 38, 0)
        }
        (Unit::Nanoseconds(unit), ScalarValue::DurationSecond(Some(value))) => {
            whole(length(*value, 1_000_000_000), unit)
        }
        (Unit::Nanoseconds(unit), ScalarValue::DurationMillisecond(Some(value))) => {
            whole(length(*value, 1_000_000), unit)
        }
        (Unit::Nanoseconds(unit), ScalarValue::DurationMicrosecond(Some(value))) => whole(length(*value, 1_000), unit),
        (Unit::Nanoseconds(unit), ScalarValue::DurationNanosecond(Some(value))) => whole(length(*value, 1), unit),
        _ => return None,
    };
    match &found {
        ScalarValue::Float64(Some(value)) => (*value >= 0.0).then_some(found),
        ScalarValue::Decimal128(Some(value), ..) => (*value >= 0).then_some(found),
        _ => None,
    }
}

fn whole(nanoseconds: i128, unit: i64) -> ScalarValue {
    ScalarValue::Decimal128(Some(nanoseconds.div_euclid(i128::from(unit))), 38, 0)
}

fn keys(array: &ArrayRef) -> Result<Vec<Option<Key>>> {
    let whole = |array: &ArrayRef| -> Result<Vec<Option<Key>>> {
        let array = cast(array, &DataType::Int64)?;
        Ok(array.as_primitive::<Int64Type>().iter().map(|v| v.map(|v| Key::Whole(v.into()))).collect())
    };
    match array.data_type() {
        DataType::UInt64 => {
            Ok(array.as_primitive::<UInt64Type>().iter().map(|v| v.map(|v| Key::Whole(v.into()))).collect())
        }
        DataType::Decimal128(..) => {
            Ok(array.as_primitive::<Decimal128Type>().iter().map(|v| v.map(Key::Whole)).collect())
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            let array = cast(array, &DataType::Float64)?;
            // One zero and one NaN, so that equal numbers are equal in the total order too.
            let one = |v: f64| if v.is_nan() { f64::NAN } else { v + 0.0 };
            Ok(array.as_primitive::<Float64Type>().iter().map(|v| v.map(|v| Key::Float(one(v)))).collect())
        }
        DataType::Date32 | DataType::Time32(_) => whole(&cast(array, &DataType::Int32)?),
        _ => whole(array),
    }
}

/// The index of the right side.
#[derive(Debug)]
pub(crate) struct AsofIndex {
    converter: Option<RowConverter>,
    /// The number of each set of equal keys, and the range of its rows.
    numbers: HashMap<Box<[u8]>, usize>,
    groups: Vec<Range<usize>>,
    keys: Vec<Key>,
    rows: Vec<u32>,
}

impl AsofIndex {
    /// Sorts the right side's keys; a row with a null among them is never found.
    pub(crate) fn try_new(on: &ArrayRef, by: &[ArrayRef]) -> Result<Self> {
        let mut numbers: HashMap<Box<[u8]>, usize> = HashMap::new();
        let mut converter = None;
        let mut group_of: Vec<Option<usize>> = vec![Some(0); on.len()];
        if !by.is_empty() {
            let fields = by.iter().map(|array| SortField::new(array.data_type().clone())).collect();
            let made = RowConverter::new(fields)?;
            let rows = made.convert_columns(by)?;
            for (row, group) in group_of.iter_mut().enumerate() {
                let next = numbers.len();
                *group = by
                    .iter()
                    .all(|array| array.is_valid(row))
                    .then(|| *numbers.entry(rows.row(row).as_ref().into()).or_insert(next));
            }
            converter = Some(made);
        }
        let mut sorted = Vec::with_capacity(on.len());
        for (row, (key, group)) in keys(on)?.into_iter().zip(group_of).enumerate() {
            if let (Some(key), Some(group)) = (key, group) {
                let row = u32::try_from(row).map_err(|_| too_many())?;
                sorted.push((group, key, row));
            }
        }
        let order = |a: &(usize, Key, u32), b: &(usize, Key, u32)| {
            a.0.cmp(&b.0).then_with(|| a.1.order(&b.1)).then_with(|| a.2.cmp(&b.2))
        };
        if !sorted.is_sorted_by(|a, b| order(a, b).is_le()) {
            sorted.sort_unstable_by(order);
        }
        let mut groups = vec![0..0; numbers.len().max(1)];
        for (at, (group, ..)) in sorted.iter().enumerate() {
            let range = &mut groups[*group];
            *range = if range.start == range.end { at..at + 1 } else { range.start..at + 1 };
        }
        let (keys, rows) = sorted.into_iter().map(|(_, key, row)| (key, row)).unzip();
        Ok(Self { converter, numbers, groups, keys, rows })
    }

    /// The approximate size in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.keys.len() * (size_of::<Key>() + size_of::<u32>()) + self.groups.len() * 64
    }

    /// The initial positions of a search, one for each group.
    pub(crate) fn starts(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.start).collect()
    }

    /// Returns for each left row the number of the right row, or null. `starts` is where the previous searches have
    /// ended.
    pub(crate) fn find(
        &self,
        on: &ArrayRef,
        by: &[ArrayRef],
        wanted: &AsofOptions,
        starts: &mut [usize],
    ) -> Result<UInt32Array> {
        let rows = self.converter.as_ref().map(|converter| converter.convert_columns(by)).transpose()?;
        let tolerance = match &wanted.tolerance {
            Some(ScalarValue::Float64(Some(value))) => Some(Key::Float(*value)),
            Some(ScalarValue::Decimal128(Some(value), ..)) => Some(Key::Whole(*value)),
            _ => None,
        };
        let found = keys(on)?.into_iter().enumerate().map(|(row, key)| {
            let group = match &rows {
                // A null among the keys has no number, as the right side's rows with one got none.
                Some(rows) => *self.numbers.get(rows.row(row).as_ref())?,
                None => 0,
            };
            let (key, start) = (key?, starts.get_mut(group)?);
            let at = self.nearest(self.groups.get(group)?.clone(), key, wanted, start)?;
            let close = tolerance.is_none_or(|limit| key.distance(&self.keys[at]).order(&limit).is_le());
            close.then(|| self.rows[at])
        });
        Ok(found.collect())
    }

    fn nearest(&self, group: Range<usize>, key: Key, wanted: &AsofOptions, start: &mut usize) -> Option<usize> {
        let keys = &self.keys[group.clone()];
        let first = seek(keys, *start - group.start, |other| other.order(&key).is_lt());
        *start = group.start + first.min(keys.len().saturating_sub(1));
        let after = || seek(keys, first, |other| other.order(&key).is_le());
        let backward = || if wanted.exact { after() } else { first }.checked_sub(1);
        let forward = || Some(if wanted.exact { first } else { after() }).filter(|at| *at < keys.len());
        let found = match wanted.strategy {
            AsofStrategy::Backward => backward(),
            AsofStrategy::Forward => forward(),
            AsofStrategy::Nearest => match (backward(), forward()) {
                (Some(back), Some(ahead)) => {
                    let further = keys[ahead].distance(&key).order(&keys[back].distance(&key)).is_gt();
                    Some(if further { back } else { last_equal(keys, ahead) })
                }
                (back, ahead) => back.or(ahead.map(|ahead| last_equal(keys, ahead))),
            },
        };
        found.map(|at| group.start + at)
    }
}

/// Returns the last of the rows whose key equals that at `at`.
fn last_equal(keys: &[Key], at: usize) -> usize {
    seek(keys, at, |other| other.order(&keys[at]).is_le()) - 1
}

/// Returns how many keys are `before`, which holds for a prefix; searched around `from` in growing steps.
fn seek(keys: &[Key], from: usize, before: impl Fn(&Key) -> bool) -> usize {
    let mut step = 1;
    let (low, high) = if keys.get(from).is_some_and(&before) {
        let mut low = from + 1;
        while keys.get(low + step - 1).is_some_and(&before) {
            low += step;
            step *= 2;
        }
        (low, keys.len().min(low + step))
    } else {
        let mut high = from.min(keys.len());
        while high >= step && !before(&keys[high - step]) {
            high -= step;
            step *= 2;
        }
        (high.saturating_sub(step), high)
    };
    low + keys[low..high].partition_point(before)
}

fn too_many() -> DataFusionError {
    DataFusionError::ResourcesExhausted("the right side of an asof join holds more than 4,294,967,295 rows".to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::Int64Array;

    use super::*;

    #[test]
    fn a_search_finds_the_same_place_from_everywhere() {
        let keys: Vec<Key> = [1, 3, 3, 3, 7, 9, 20].map(Key::Whole).to_vec();
        for wanted in 0..22 {
            let expected = keys.partition_point(|key| key.order(&Key::Whole(wanted)).is_lt());
            for from in 0..=keys.len() {
                assert_eq!(seek(&keys, from, |key| key.order(&Key::Whole(wanted)).is_lt()), expected);
            }
        }
    }

    #[test]
    fn nearest_takes_the_later_of_two_and_the_last_of_equals() {
        let right: ArrayRef = Arc::new(Int64Array::from(vec![5, 2, 3, 5, 3, 6]));
        let index = AsofIndex::try_new(&right, &[]).unwrap();
        let left: ArrayRef = Arc::new(Int64Array::from(vec![Some(4), None, Some(3), Some(100), Some(-100)]));
        let wanted = AsofOptions { strategy: AsofStrategy::Nearest, exact: true, tolerance: None };
        let found = index.find(&left, &[], &wanted, &mut index.starts()).unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), [Some(3), None, Some(4), Some(5), Some(1)]);
    }
}

//! The size of results that are much larger than their arguments: computed from the arguments, so that memory is
//! reserved before it is allocated, and a string or a list that is too long for its type is an error and not a panic.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::error::Result as EngineResult;
use datafusion::execution::memory_pool::MemoryReservation;
use datafusion::functions::regex::regexpreplace::RegexpReplaceFunc;
use datafusion::functions::string::concat::ConcatFunc;
use datafusion::functions::string::concat_ws::ConcatWsFunc;
use datafusion::functions::string::repeat::RepeatFunc;
use datafusion::functions::string::replace::ReplaceFunc;
use datafusion::functions::unicode::lpad::LPadFunc;
use datafusion::functions::unicode::rpad::RPadFunc;
use datafusion::functions_nested::concat::{ArrayAppend, ArrayConcat, ArrayPrepend};
use datafusion::functions_nested::range::Range;
use datafusion::functions_nested::remove::{ArrayRemove, ArrayRemoveAll, ArrayRemoveN};
use datafusion::functions_nested::repeat::ArrayRepeat;
use datafusion::functions_nested::replace::{ArrayReplace, array_replace_all_udf, array_replace_n_udf};
use datafusion::functions_nested::resize::ArrayResize;
use datafusion::functions_nested::set_ops::ArrayUnion;
use datafusion::functions_nested::string::ArrayToString;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF};

use super::given::Given;
use crate::error::{Error, ErrorKind, Result};
use crate::run::reservation::room;

/// Above this the result is counted exactly, as the bound may be far too high.
const WORTH_COUNTING: usize = 16 << 20;
/// A replacement that is not longer makes a string at most a few times as long.
const SHORT: usize = 64;

/// How the size of a result follows from the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Growth {
    Repeated,
    Padded,
    Replaced,
    Rewritten,
    Joined,
    JoinedWith,
    Listed,
    Items,
    Resized,
    Ranged,
    /// Lists concatenated, or with items added, removed or replaced: a constant one is there in each row.
    Gathered,
}

impl Growth {
    /// Returns how the result of one of DataFusion's functions grows; `None` if it is not much larger than its
    /// arguments.
    pub(super) fn of(function: &ScalarUDF) -> Option<Self> {
        let engine = function.inner();
        let ends = engine.is::<ArrayConcat>() || engine.is::<ArrayAppend>() || engine.is::<ArrayPrepend>();
        let removes = engine.is::<ArrayRemove>() || engine.is::<ArrayRemoveN>() || engine.is::<ArrayRemoveAll>();
        let is_same = |other: Arc<ScalarUDF>| *function == *other;
        let replaces =
            engine.is::<ArrayReplace>() || is_same(array_replace_n_udf()) || is_same(array_replace_all_udf());
        let gathers = ends || removes || replaces || engine.is::<ArrayUnion>();
        let found = [
            (engine.is::<RepeatFunc>(), Self::Repeated),
            (engine.is::<LPadFunc>() || engine.is::<RPadFunc>(), Self::Padded),
            (engine.is::<ReplaceFunc>(), Self::Replaced),
            (engine.is::<RegexpReplaceFunc>(), Self::Rewritten),
            (engine.is::<ConcatFunc>(), Self::Joined),
            (engine.is::<ConcatWsFunc>(), Self::JoinedWith),
            (engine.is::<ArrayToString>(), Self::Listed),
            (engine.is::<ArrayRepeat>(), Self::Items),
            (engine.is::<ArrayResize>(), Self::Resized),
            (engine.is::<Range>(), Self::Ranged),
            (gathers, Self::Gathered),
        ];
        found.into_iter().find_map(|(is, growth)| is.then_some(growth))
    }

    /// Reserves the memory that the result of a call takes.
    ///
    /// # Errors
    /// `Resources` if there is less, or if the result is too long for its type; `Value` for a negative length.
    pub(super) fn asks(self, name: &str, args: &ScalarFunctionArgs) -> EngineResult<Option<MemoryReservation>> {
        let single = args.args.iter().all(|given| matches!(given, ColumnarValue::Scalar(_)));
        let rows = if single { 1 } else { args.number_rows };
        let given = args.args.iter().map(Given::new).collect::<EngineResult<Vec<_>>>()?;
        let (units, bytes) = self.size(name, &given, rows)?;
        Ok(granted(name, args.return_field.data_type(), units, bytes)?)
    }

    /// Returns the number of bytes of strings or items of lists in the result, and its size in bytes.
    fn size(self, name: &str, given: &[Given], rows: usize) -> Result<(usize, usize)> {
        let sum = |each: &dyn Fn(usize) -> usize| (0..rows).fold(0, |sum: usize, row| sum.saturating_add(each(row)));
        let same = |bytes: usize| Ok((bytes, bytes));
        match (self, given) {
            (Self::Repeated, [text, count]) => same(sum(&|row| text.length(row).saturating_mul(count.count(row)))),
            (Self::Padded, [text, length, fill @ ..]) => {
                let plain = text.is_ascii() && fill.iter().all(Given::is_ascii);
                let width = if plain { 1 } else { 4 };
                same(sum(&|row| length.count(row).saturating_mul(width)))
            }
            (Self::Replaced, [text, from, to]) => {
                let most = |row| replaced(text.length(row), from.length(row), to.length(row));
                let bytes = sum(&most);
                if bytes < WORTH_COUNTING {
                    return same(bytes);
                }
                same(sum(&|row| {
                    let found = text.text(row).zip(from.text(row)).map(|(text, from)| text.matches(from).count());
                    let grown = to.length(row).saturating_sub(from.length(row));
                    text.length(row).saturating_add(found.unwrap_or(0).saturating_mul(grown))
                }))
            }
            (Self::Rewritten, [text, _, to, ..]) => same(sum(&|row| {
                let long = to.length(row) > SHORT;
                if long { replaced(text.length(row), 0, to.length(row)) } else { text.length(row) }
            })),
            (Self::Joined, texts) => same(all_of(texts, rows)),
            (Self::JoinedWith, [between, texts @ ..]) => {
                let gaps = texts.len().saturating_sub(1);
                same(all_of(texts, rows).saturating_add(between.total(rows).saturating_mul(gaps)))
            }
            (Self::Listed, [list, between, ..]) => {
                let own = list.average().saturating_mul(rows);
                same(own.saturating_add(sum(&|row| between.length(row).saturating_mul(list.items(row)))))
            }
            (Self::Items, [item, count]) => {
                let each = item.average().max(1);
                // Each of them also takes the row number that it is copied from.
                let bytes = |row| {
                    let one = if item.is_text() { item.length(row) } else { each };
                    count.count(row).saturating_mul(one.saturating_add(8))
                };
                let nested = |row| count.count(row).saturating_mul(item.items(row).max(1));
                Ok((sum(&nested), sum(&bytes)))
            }
            (Self::Resized, [list, length, ..]) => {
                if let Some(row) = (0..rows).find(|row| length.number(*row).is_some_and(|length| length < 0)) {
                    let length = length.number(row).unwrap_or_default();
                    return Err(Error::new(ErrorKind::Value, name, format!("a list cannot have {length} items")));
                }
                let each = list.average_item().saturating_add(8);
                let items = sum(&|row| length.count(row));
                Ok((items, items.saturating_mul(each)))
            }
            (Self::Ranged, ends) => {
                let items = sum(&|row| ranged(ends, row));
                Ok((items, items.saturating_mul(8)))
            }
            (Self::Gathered, values) => {
                let all = |of: &dyn Fn(&Given) -> usize| {
                    values.iter().fold(0, |sum: usize, value| sum.saturating_add(of(value)))
                };
                let items = |value: &Given| if value.is_list() { value.items_in(rows) } else { rows };
                Ok((all(&items), all(&|value| value.bytes_in(rows))))
            }
            _ => Ok((0, 0)),
        }
    }
}

/// Reserves the memory of two strings that are concatenated in each row.
///
/// # Errors
/// As [`Growth::asks`].
pub(super) fn asks_for_both(
    name: &str,
    sides: [&ColumnarValue; 2],
    rows: usize,
    returned: &DataType,
) -> EngineResult<Option<MemoryReservation>> {
    let given = sides.into_iter().map(Given::new).collect::<EngineResult<Vec<_>>>()?;
    let (units, bytes) = Growth::Joined.size(name, &given, rows)?;
    Ok(granted(name, returned, units, bytes)?)
}

/// Returns the average length of an argument's strings in bytes.
pub(super) fn average_length(given: &ColumnarValue) -> EngineResult<usize> {
    let given = Given::new(given)?;
    Ok(given.total(given.rows()) / given.rows())
}

/// Returns the average number of items per row in the lists among some arguments; at least 1.
pub(super) fn average_items(given: &[ColumnarValue]) -> EngineResult<usize> {
    let of_each = given.iter().map(|given| {
        let given = Given::new(given)?;
        Ok(given.items_in(given.rows()) / given.rows())
    });
    Ok(of_each.sum::<EngineResult<usize>>()?.max(1))
}

/// Reserves the memory of a result of so many units and bytes.
///
/// # Errors
/// `Resources` if there is less, or if the result is too long for its type.
pub(super) fn granted(
    name: &str,
    returned: &DataType,
    units: usize,
    bytes: usize,
) -> Result<Option<MemoryReservation>> {
    use DataType::{Binary, List, Map, Utf8};
    // The result is copied when it is passed on.
    let room = room(name, bytes.saturating_mul(2))?;
    if units > i32::MAX as usize && matches!(returned, Utf8 | Binary | List(_) | Map(..)) {
        let what = if matches!(returned, Utf8 | Binary) { "bytes" } else { "items" };
        let message = format!("its results have {units} {what} in one batch, more than their type can count");
        let large = if what == "bytes" { "cast its argument to large_string first" } else { "ask for shorter lists" };
        return Err(Error::new(ErrorKind::Resources, name, message).with_hint(large));
    }
    Ok(room)
}

/// Returns the total length of strings in `rows` rows.
fn all_of(texts: &[Given], rows: usize) -> usize {
    texts.iter().fold(0, |sum: usize, text| sum.saturating_add(text.total(rows)))
}

/// Returns the maximum length of a string once every match of another is replaced.
fn replaced(text: usize, from: usize, to: usize) -> usize {
    let found = text.checked_div(from).unwrap_or_else(|| text.saturating_add(1));
    text.saturating_add(found.saturating_mul(to.saturating_sub(from)))
}

/// Returns how many values a range has.
fn ranged(ends: &[Given], row: usize) -> usize {
    let (start, stop, step) = match ends {
        [stop] => (Some(0), stop.number(row), Some(1)),
        [start, stop] => (start.number(row), stop.number(row), Some(1)),
        [start, stop, step, ..] => (start.number(row), stop.number(row), step.number(row)),
        [] => return 0,
    };
    let (Some(start), Some(stop), Some(step)) = (start, stop, step) else { return 0 };
    if step == 0 || (step > 0) != (stop >= start) {
        return 1;
    }
    usize::try_from((stop - start).unsigned_abs() / step.unsigned_abs()).unwrap_or(usize::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::IntervalMonthDayNanoType;
    use datafusion::scalar::ScalarValue;

    use super::*;

    fn size(growth: Growth, given: &[ScalarValue]) -> usize {
        let given: Vec<Given> =
            given.iter().map(|value| Given::new(&ColumnarValue::Scalar(value.clone())).unwrap()).collect();
        growth.size("f", &given, 1).unwrap().1
    }

    #[test]
    fn sizes_follow_from_the_arguments() {
        let (text, count) = (ScalarValue::from("abc"), |count: i64| ScalarValue::from(count));
        assert_eq!(size(Growth::Repeated, &[text.clone(), count(1000)]), 3000);
        assert_eq!(size(Growth::Repeated, &[text.clone(), count(-5)]), 0);
        assert_eq!(size(Growth::Repeated, &[text.clone(), count(i64::MAX)]), usize::MAX);
        assert_eq!(size(Growth::Padded, &[text.clone(), count(100)]), 100);
        assert_eq!(size(Growth::Padded, &[text.clone(), count(100), ScalarValue::from("é")]), 400);
        assert_eq!(size(Growth::Replaced, &[text.clone(), ScalarValue::from("b"), ScalarValue::from("xx")]), 6);
        assert_eq!(size(Growth::Ranged, &[count(10)]), 88);
        assert_eq!(size(Growth::Ranged, &[count(10), count(0), count(-2)]), 48);
        assert_eq!(size(Growth::Ranged, &[count(i64::MIN), count(i64::MAX), count(1)]), usize::MAX);
        let day = ScalarValue::IntervalMonthDayNano(Some(IntervalMonthDayNanoType::make_value(0, 1, 0)));
        let days = [ScalarValue::Date32(Some(0)), ScalarValue::Date32(Some(9)), day];
        assert_eq!(size(Growth::Ranged, &days), 80);
    }

    #[test]
    fn a_bound_that_is_far_too_high_is_counted_out() {
        let long = ScalarValue::from("x".repeat(1 << 20));
        let to = ScalarValue::from("y".repeat(100));
        assert_eq!(size(Growth::Replaced, &[long, ScalarValue::from("z"), to]), 1 << 20);
    }

    #[test]
    fn more_than_a_type_can_count_is_an_error() {
        let error = granted("f", &DataType::Utf8, usize::MAX, 0).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Resources);
        assert!(granted("f", &DataType::LargeUtf8, usize::MAX, 0).is_ok());
    }
}

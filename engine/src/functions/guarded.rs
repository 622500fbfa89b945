//! DataFusion's functions that take more memory or time than is available ([`super::growth`]), or that misread some of
//! their arguments. Their arguments are corrected before the call, or their results after it:
//!
//! - `regexp_replace`: DataFusion cuts the end off a pattern `^...|....*$` as if it belonged to all alternatives; and
//!   empty flags count as no flags;
//! - `lpad` and `rpad`: a negative length counts as 0; DataFusion tries to allocate more bytes than there are;
//! - `array_has_all` and `array_has_any`: null for a null list, where DataFusion returns true or false;
//! - `date_trunc`: DataFusion truncates a constant towards 1970, a column downwards;
//! - `array_length` of inner lists: DataFusion looks into the first of an empty list;
//! - `lcm`: DataFusion checks only the bits of decimals, not their precision;
//! - `levenshtein`: a batch of long strings takes minutes, so it is computed in parts, and stops between them with its
//!   run; so are functions that look at all items of lists.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, UInt64Array};
use arrow::buffer::NullBuffer;
use arrow::compute::concat;
use arrow::datatypes::{DataType, FieldRef, Int64Type};
use datafusion::error::Result;
use datafusion::functions::datetime::date_trunc::DateTruncFunc;
use datafusion::functions::math::lcm::LcmFunc;
use datafusion::functions::regex::regexpreplace::RegexpReplaceFunc;
use datafusion::functions::string::levenshtein::LevenshteinFunc;
use datafusion::functions::unicode::lpad::LPadFunc;
use datafusion::functions::unicode::rpad::RPadFunc;
use datafusion::functions_nested::array_has::{ArrayHasAll, ArrayHasAny};
use datafusion::functions_nested::except::ArrayExcept;
use datafusion::functions_nested::length::ArrayLength;
use datafusion::functions_nested::reverse::ArrayReverse;
use datafusion::functions_nested::set_ops::{ArrayDistinct, ArrayIntersect, ArrayUnion};
use datafusion::functions_nested::sort::ArraySort;
use datafusion::functions_nested::string::ArrayToString;
use datafusion::logical_expr::sort_properties::{ExprProperties, SortProperties};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};
use datafusion::scalar::ScalarValue;

use super::growth::{Growth, average_items, average_length};
use crate::arithmetic::fits;
use crate::error::{Error, ErrorKind};
use crate::render::type_name;
use crate::run::current::check_cancelled;

/// How many pairs of bytes, or items of lists, are processed between two checks for a cancel.
const MOST_PAIRS: usize = 1 << 24;
const MOST_ITEMS: usize = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Guard {
    Replacement,
    Padding,
    Lists,
    Truncation,
    Parts,
    Items,
    Length,
    Digits,
}

/// One of DataFusion's functions with its corrections.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Guarded {
    engine: Arc<ScalarUDF>,
    guard: Option<Guard>,
    growth: Option<Growth>,
}

fn guard_of(function: &ScalarUDF) -> Option<Guard> {
    let engine = function.inner();
    let pads = engine.is::<LPadFunc>() || engine.is::<RPadFunc>();
    let lists = engine.is::<ArrayHasAll>() || engine.is::<ArrayHasAny>();
    let sets = engine.is::<ArrayUnion>() || engine.is::<ArrayIntersect>() || engine.is::<ArrayExcept>();
    let orders = engine.is::<ArrayDistinct>() || engine.is::<ArraySort>() || engine.is::<ArrayReverse>();
    let found = [
        (sets || orders || engine.is::<ArrayToString>(), Guard::Items),
        (engine.is::<RegexpReplaceFunc>(), Guard::Replacement),
        (pads, Guard::Padding),
        (lists, Guard::Lists),
        (engine.is::<DateTruncFunc>(), Guard::Truncation),
        (engine.is::<LevenshteinFunc>(), Guard::Parts),
        (engine.is::<ArrayLength>(), Guard::Length),
        (engine.is::<LcmFunc>(), Guard::Digits),
    ];
    found.into_iter().find_map(|(is, guard)| is.then_some(guard))
}

pub(super) fn is_guarded(function: &ScalarUDF) -> bool {
    guard_of(function).is_some() || Growth::of(function).is_some()
}

/// Returns whether a function is our `date_trunc`.
pub(super) fn is_truncation(function: &ScalarUDF) -> bool {
    function.inner().downcast_ref::<Guarded>().is_some_and(|guarded| guarded.guard == Some(Guard::Truncation))
}

/// Returns the function that replaces one of DataFusion's, if that needs a correction.
pub(super) fn guarded(function: &Arc<ScalarUDF>) -> Option<Arc<ScalarUDF>> {
    let (guard, growth) = (guard_of(function), Growth::of(function));
    let is_guarded = guard.is_some() || growth.is_some();
    let guarded = || Guarded { engine: Arc::clone(function), guard, growth };
    is_guarded.then(|| Arc::new(ScalarUDF::new_from_impl(guarded())))
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

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        self.engine.inner().coerce_types(given)
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        self.engine.return_type(given)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        self.engine.return_field_from_args(args)
    }

    fn invoke_with_args(&self, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let _room = self.growth.map(|growth| growth.asks(self.name(), &args)).transpose()?;
        match self.guard {
            Some(Guard::Replacement) => as_one_pattern(&mut args)?,
            Some(Guard::Padding) => without_negative_length(&mut args),
            Some(Guard::Lists) => return of_lists(&self.engine, args),
            Some(Guard::Truncation) => return as_a_column(&self.engine, args),
            Some(Guard::Parts) => {
                let lengths = args.args.iter().map(average_length).collect::<Result<Vec<_>>>()?;
                let pairs = lengths.into_iter().fold(1usize, |pairs, length| pairs.saturating_mul(length.max(1)));
                return in_parts(&self.engine, &args, MOST_PAIRS / pairs);
            }
            Some(Guard::Items) => {
                let rows = MOST_ITEMS / average_items(&args.args)?;
                return in_parts(&self.engine, &args, rows);
            }
            Some(Guard::Length) if args.args.len() == 2 => return inner_lengths(&args),
            Some(Guard::Digits) => return with_digits(self.name(), self.engine.invoke_with_args(args)?),
            Some(Guard::Length) => {}
            None => {}
        }
        self.engine.invoke_with_args(args)
    }

    fn output_ordering(&self, inputs: &[ExprProperties]) -> Result<SortProperties> {
        self.engine.output_ordering(inputs)
    }
}

fn as_one_pattern(args: &mut ScalarFunctionArgs) -> Result<()> {
    const FLAGS: &str = "gimsRUux";
    let flags = args.args.get(3).and_then(text).unwrap_or_default();
    if let Some(flag) = flags.chars().find(|flag| !FLAGS.contains(*flag)) {
        let error = Error::new(ErrorKind::Value, "regexp_replace", format!("there is no flag \"{flag}\""));
        return Err(error
            .with_hint("g replaces every match, i ignores case, m and s are about lines, x about blanks")
            .into());
    }
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

/// Returns DataFusion's result, but null for rows in which one of the lists is null.
fn of_lists(engine: &ScalarUDF, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
    let single = args.args.iter().all(|list| matches!(list, ColumnarValue::Scalar(_)));
    let rows = if single { 1 } else { args.number_rows };
    let lists = args.args.iter().map(|list| list.to_array(rows)).collect::<Result<Vec<_>>>()?;
    let nulls = NullBuffer::union_many(
        lists.iter().map(|list| list.logical_nulls()).collect::<Vec<_>>().iter().map(Option::as_ref),
    );
    let found = engine.invoke_with_args(args)?.to_array(rows)?;
    let found = found.as_boolean();
    let found = BooleanArray::new(found.values().clone(), NullBuffer::union(found.nulls(), nulls.as_ref()));
    Ok(match single {
        true => ColumnarValue::Scalar(ScalarValue::try_from_array(&found, 0)?),
        false => ColumnarValue::Array(Arc::new(found)),
    })
}

/// Returns DataFusion's result for a constant, computed as a column of one row.
fn as_a_column(engine: &ScalarUDF, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
    let Some(ColumnarValue::Scalar(moment)) = args.args.get(1) else { return engine.invoke_with_args(args) };
    if moment.is_null() {
        return engine.invoke_with_args(args);
    }
    let moment = moment.to_array()?;
    if let Some(argument) = args.args.get_mut(1) {
        *argument = ColumnarValue::Array(moment);
    }
    args.number_rows = 1;
    let start = engine.invoke_with_args(args)?.to_array(1)?;
    Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&start, 0)?))
}

/// Returns DataFusion's result; an error if it exceeds the precision of its type.
fn with_digits(name: &str, made: ColumnarValue) -> Result<ColumnarValue> {
    let array = made.to_array(1)?;
    match fits(&array) {
        true => Ok(made),
        false => {
            let message = format!("a result has more digits than {}", type_name(array.data_type()));
            Err(Error::new(ErrorKind::Overflow, name, message).with_hint("compute with float64").into())
        }
    }
}

/// Returns the length of the first list `level` levels deep; null if there is none.
fn inner_lengths(args: &ScalarFunctionArgs) -> Result<ColumnarValue> {
    let single = args.args.iter().all(|given| matches!(given, ColumnarValue::Scalar(_)));
    let rows = if single { 1 } else { args.number_rows };
    let [lists, levels] = args.args.as_slice() else {
        return datafusion::common::internal_err!("a length is asked for of a list and a level");
    };
    let (lists, levels) = (lists.to_array(rows)?, levels.to_array(rows)?);
    let levels = levels.as_primitive_opt::<Int64Type>();
    let length = |row: usize| {
        let level = levels.filter(|levels| levels.is_valid(row)).map_or(0, |levels| levels.value(row));
        let mut inner = items(&lists, row);
        for _ in 1..level {
            inner = items(&inner?, 0);
        }
        inner.filter(|_| level > 0).map(|items| items.len() as u64)
    };
    let lengths: ArrayRef = Arc::new((0..rows).map(length).collect::<UInt64Array>());
    Ok(match single {
        true => ColumnarValue::Scalar(ScalarValue::try_from_array(&lengths, 0)?),
        false => ColumnarValue::Array(lengths),
    })
}

/// Returns the items of one list of a list column.
fn items(lists: &ArrayRef, row: usize) -> Option<ArrayRef> {
    if row >= lists.len() || lists.is_null(row) {
        return None;
    }
    match lists.data_type() {
        DataType::List(_) => Some(lists.as_list::<i32>().value(row)),
        DataType::LargeList(_) => Some(lists.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => Some(lists.as_fixed_size_list().value(row)),
        _ => None,
    }
}

/// Returns DataFusion's result, computed for `rows` rows at a time.
fn in_parts(engine: &ScalarUDF, args: &ScalarFunctionArgs, rows: usize) -> Result<ColumnarValue> {
    let rows = rows.max(1);
    let single = args.args.iter().all(|given| matches!(given, ColumnarValue::Scalar(_)));
    if single || rows >= args.number_rows {
        return engine.invoke_with_args(args.clone());
    }
    let mut made = Vec::new();
    for from in (0..args.number_rows).step_by(rows) {
        check_cancelled()?;
        let mut part = args.clone();
        part.number_rows = rows.min(args.number_rows - from);
        for given in &mut part.args {
            if let ColumnarValue::Array(array) = given {
                *array = array.slice(from, part.number_rows);
            }
        }
        let length = part.number_rows;
        made.push(engine.invoke_with_args(part)?.to_array(length)?);
    }
    let made: Vec<&dyn Array> = made.iter().map(AsRef::as_ref).collect();
    Ok(ColumnarValue::Array(concat(&made)?))
}

fn text(argument: &ColumnarValue) -> Option<&str> {
    match argument {
        ColumnarValue::Scalar(text) => text.try_as_str().flatten(),
        ColumnarValue::Array(_) => None,
    }
}

/// Returns whether DataFusion would cut the end off the pattern, and it may have alternatives.
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

//! The rules that JSON values must satisfy to be read as the announced columns.
//!
//! arrow's reader takes the number 1.5 for the integer 1, rounds integers to floats, and ignores unknown keys. Each row
//! is checked before arrow reads it: a value that would change, and a key that did not exist when the columns were
//! inferred, are errors with their position. For types that the user has given only what cannot be meant is an error;
//! arrow decides how a string is parsed as one of them.

use std::collections::HashMap;

use arrow::datatypes::{DataType, Field, Fields};

use super::cursor::{Cursor, Fault, Kind, Number, Stop, Taken, Text, within};

const TYPES: &str = "infer_rows has more rows looked at to find the types; schema_overrides says the type of a column";
const KEYS: &str = "infer_rows has more rows looked at to find the columns; schema says which of them are wanted";
/// Up to this number every integer is a float.
const WHOLE_FLOATS: i128 = 1 << 53;

/// The rule of a value.
#[derive(Debug)]
pub(super) enum Rule {
    /// Any value.
    Free,
    Null,
    Bool,
    Text {
        found: bool,
    },
    Whole(Whole),
    Float {
        found: bool,
    },
    Decimal {
        scale: i8,
        found: bool,
    },
    List(Box<Rule>),
    Object(Keys),
}

/// An integer type.
#[derive(Debug)]
pub(super) struct Whole {
    low: i128,
    high: i128,
    name: String,
    /// Whether the type was inferred, and not given.
    found: bool,
}

/// The keys of an object.
#[derive(Debug)]
pub(super) struct Keys {
    known: Vec<(String, Rule)>,
    places: HashMap<String, usize>,
    /// Whether other keys are errors.
    closed: bool,
}

impl Keys {
    /// Returns the rules for rows of the columns `fields`, of which `is_wanted` are read and `is_chosen` have a type
    /// that the user has given.
    pub(super) fn of_rows(
        fields: &Fields,
        closed: bool,
        is_wanted: impl Fn(usize) -> bool,
        is_chosen: impl Fn(&str) -> bool,
    ) -> Self {
        let rule = |(at, field): (usize, &std::sync::Arc<Field>)| match is_wanted(at) {
            true => (field.name().clone(), Rule::of(field.data_type(), !is_chosen(field.name()))),
            false => (field.name().clone(), Rule::Free),
        };
        Self::new(fields.iter().enumerate().map(rule).collect(), closed)
    }

    fn new(known: Vec<(String, Rule)>, closed: bool) -> Self {
        let places = known.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect();
        Self { known, places, closed }
    }

    /// Returns where the last complete row of `bytes` ends.
    ///
    /// # Errors
    /// The first value that breaks the rules.
    pub(super) fn rows(&self, bytes: &[u8]) -> Result<usize, Box<Fault>> {
        let (mut cursor, mut end) = (Cursor::new(bytes), 0);
        loop {
            let row = cursor.kind().and_then(|kind| match kind {
                Kind::Object => self.check(&mut cursor),
                _ => Err(cursor.unexpected("an object in braces")),
            });
            match row {
                Ok(()) => end = cursor.at,
                Err(Stop::More) => return Ok(end),
                Err(Stop::Fault(fault)) => return Err(fault),
            }
        }
    }

    fn check(&self, cursor: &mut Cursor<'_>) -> Taken<()> {
        // Most rows have their keys in the same order.
        let mut next = 0;
        cursor.object(|cursor, key| match self.place(key, next) {
            Some(at) => {
                next = at + 1;
                match self.known.get(at) {
                    Some((name, rule)) => rule.check(cursor).map_err(|stop| within(stop, name)),
                    None => cursor.skip(),
                }
            }
            None if self.closed => {
                let message = format!("the key {:?} was not there when the columns were found", key.read());
                Err(cursor.fault_at(cursor.at.saturating_sub(1), message, KEYS))
            }
            None => cursor.skip(),
        })
    }

    fn place(&self, key: Text<'_>, next: usize) -> Option<usize> {
        match self.known.get(next) {
            Some((name, _)) if key.is(name) => Some(next),
            _ => self.places.get(key.read().as_ref()).copied(),
        }
    }
}

impl Rule {
    fn of(data_type: &DataType, found: bool) -> Self {
        let whole =
            |low: i128, high: i128| Self::Whole(Whole { low, high, name: crate::render::type_name(data_type), found });
        match data_type {
            DataType::Null if found => Self::Null,
            DataType::Boolean => Self::Bool,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Self::Text { found },
            DataType::Int8 => whole(i8::MIN.into(), i8::MAX.into()),
            DataType::Int16 => whole(i16::MIN.into(), i16::MAX.into()),
            DataType::Int32 => whole(i32::MIN.into(), i32::MAX.into()),
            DataType::Int64 => whole(i64::MIN.into(), i64::MAX.into()),
            DataType::UInt8 => whole(0, u8::MAX.into()),
            DataType::UInt16 => whole(0, u16::MAX.into()),
            DataType::UInt32 => whole(0, u32::MAX.into()),
            DataType::UInt64 => whole(0, u64::MAX.into()),
            DataType::Float16 | DataType::Float32 | DataType::Float64 => Self::Float { found },
            DataType::Decimal32(_, scale)
            | DataType::Decimal64(_, scale)
            | DataType::Decimal128(_, scale)
            | DataType::Decimal256(_, scale) => Self::Decimal { scale: *scale, found },
            DataType::List(item)
            | DataType::LargeList(item)
            | DataType::ListView(item)
            | DataType::LargeListView(item)
            | DataType::FixedSizeList(item, _) => Self::List(Box::new(Self::of(item.data_type(), found))),
            DataType::Struct(fields) => {
                let rule = |field: &std::sync::Arc<Field>| (field.name().clone(), Self::of(field.data_type(), found));
                Self::Object(Keys::new(fields.iter().map(rule).collect(), found))
            }
            _ => Self::Free,
        }
    }

    fn check(&self, cursor: &mut Cursor<'_>) -> Taken<()> {
        if matches!(self, Self::Free) {
            return cursor.skip();
        }
        let kind = cursor.kind()?;
        let at = cursor.at;
        match (self, kind) {
            (_, Kind::Null) | (Self::Bool, Kind::Bool) => cursor.word(),
            (Self::Text { .. }, Kind::Text) => cursor.text().map(drop),
            // Numbers are read as strings as they are written, if strings are wanted.
            (Self::Text { found: false }, Kind::Number | Kind::Bool) => cursor.skip(),
            (Self::Whole(whole), Kind::Number) => {
                let number = cursor.number()?;
                match whole.holds(number) {
                    true => Ok(()),
                    false => Err(cursor.fault_at(
                        at,
                        format!("{} is not a valid {}", short(number.text()), whole.name),
                        TYPES,
                    )),
                }
            }
            (Self::Float { found }, Kind::Number) => {
                let number = cursor.number()?;
                match is_float(number, *found) {
                    true => Ok(()),
                    false => {
                        Err(cursor.fault_at(at, format!("{} would be rounded to a float", short(number.text())), TYPES))
                    }
                }
            }
            (Self::Decimal { scale, .. }, Kind::Number) => {
                let number = cursor.number()?;
                match has_digits(number.text(), *scale) {
                    true => Ok(()),
                    false => {
                        let message = format!("{} has more than {scale} digits after the point", short(number.text()));
                        Err(cursor.fault_at(at, message, TYPES))
                    }
                }
            }
            // arrow decides how a string is parsed as a number that the user asked for.
            (
                Self::Whole(Whole { found: false, .. })
                | Self::Float { found: false }
                | Self::Decimal { found: false, .. },
                Kind::Text,
            ) => cursor.text().map(drop),
            (Self::List(item), Kind::List) => cursor.list(|cursor| item.check(cursor)),
            (Self::Object(keys), Kind::Object) => keys.check(cursor),
            (rule, _) => {
                cursor.skip()?;
                let value = cursor.since(at);
                Err(cursor.fault_at(at, format!("expected {}, found {}", rule.title(), short(&value)), TYPES))
            }
        }
    }

    fn title(&self) -> &str {
        match self {
            Self::Free => "a value",
            Self::Null => "null",
            Self::Bool => "bool",
            Self::Text { .. } => "string",
            Self::Whole(whole) => &whole.name,
            Self::Float { .. } => "a number",
            Self::Decimal { .. } => "a decimal",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl Whole {
    fn is_of_64_bits(&self) -> bool {
        self.low == i128::from(i64::MIN)
    }

    /// Returns whether the number has the type: `1e3` and `1.0` are integers too.
    fn holds(&self, number: Number<'_>) -> bool {
        // A number this short fits any integer of 64 bits.
        if number.digits().is_some_and(|digits| digits <= 18) && self.is_of_64_bits() {
            return true;
        }
        let number = number.text();
        if let Ok(value) = number.parse::<i128>() {
            return self.low <= value && value <= self.high;
        }
        // Others are parsed as floats, which have all integers up to this one.
        number.parse::<f64>().is_ok_and(|value| {
            let bounds = self.low.max(-WHOLE_FLOATS) as f64..=self.high.min(WHOLE_FLOATS) as f64;
            value.fract() == 0.0 && bounds.contains(&value)
        })
    }
}

/// Returns whether a float represents the number: the nearest one for a fraction, the exact number for an integer.
fn is_float(number: Number<'_>, exact: bool) -> bool {
    if number.is_short_fraction() || number.digits().is_some_and(|digits| digits <= 15) {
        return true;
    }
    let number = number.text();
    match number.parse::<i128>() {
        Ok(value) if exact => (value as f64) as i128 == value && value != i128::MAX,
        Ok(_) => true,
        Err(_) => {
            let is_integer = number.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
            number.parse::<f64>().is_ok_and(f64::is_finite) && !(exact && is_integer)
        }
    }
}

/// Returns whether `scale` digits behind the point are enough for the number: `12.5`, `1.25e1` and `125e-1` need one.
fn has_digits(number: &str, scale: i8) -> bool {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let ending = |text: &str| text.bytes().rev().take_while(|byte| *byte == b'0').count();
    // Zeros at the end need no digit: those of the fraction, and those before it if it has no others.
    let zeros = match ending(fraction) {
        all if all == fraction.len() => all + ending(whole),
        some => some,
    };
    if zeros == fraction.len() + whole.trim_start_matches('-').len() {
        return true;
    }
    let signed = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    // An exponent beyond 64 bits is so large, or so small, that its digits do not count.
    let beyond = if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
    let exponent = exponent.parse::<i64>().unwrap_or(beyond);
    signed(fraction.len()).saturating_sub(signed(zeros)).saturating_sub(exponent) <= i64::from(scale.max(0))
}

fn short(value: &str) -> String {
    const LONGEST: usize = 40;
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &value[..end]),
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(fields: Vec<(&str, DataType)>, closed: bool) -> Keys {
        let fields: Fields = fields.into_iter().map(|(name, kind)| Field::new(name, kind, true)).collect();
        Keys::of_rows(&fields, closed, |_| true, |_| !closed)
    }

    fn fault(keys: &Keys, row: &str) -> Option<String> {
        keys.rows(row.as_bytes()).err().map(|fault| fault.message)
    }

    #[test]
    fn integers_are_not_cut() {
        let keys = rules(vec![("a", DataType::Int64)], true);
        for row in
            [r#"{"a":1}"#, r#"{"a":1.0}"#, r#"{"a":1e3}"#, r#"{"a":null}"#, r#"{"a":-9223372036854775808}"#, "{}"]
        {
            assert_eq!(fault(&keys, row), None, "{row}");
        }
        for row in [r#"{"a":1.5}"#, r#"{"a":9223372036854775808}"#, r#"{"a":"1"}"#, r#"{"a":true}"#, r#"{"a":[1]}"#] {
            assert!(fault(&keys, row).is_some(), "{row}");
        }
        assert!(fault(&rules(vec![("a", DataType::Int8)], false), r#"{"a":128}"#).is_some());
        assert_eq!(fault(&rules(vec![("a", DataType::Int8)], false), r#"{"a":"12"}"#), None);
    }

    #[test]
    fn integers_are_not_rounded_to_floats() {
        let keys = rules(vec![("a", DataType::Float64)], true);
        for row in [r#"{"a":0.1}"#, r#"{"a":9007199254740992}"#, r#"{"a":1e300}"#, r#"{"a":18446744073709551616}"#] {
            assert_eq!(fault(&keys, row), None, "{row}");
        }
        for row in [r#"{"a":9007199254740993}"#, r#"{"a":1e400}"#] {
            assert!(fault(&keys, row).is_some(), "{row}");
        }
        assert_eq!(fault(&rules(vec![("a", DataType::Float64)], false), r#"{"a":9007199254740993}"#), None);
    }

    #[test]
    fn decimals_lose_no_digit_to_an_exponent() {
        let keys = rules(vec![("a", DataType::Decimal128(38, 2))], true);
        for number in [
            "1.25",
            "1.250",
            "-12",
            "1e3",
            "1.25E1",
            "125e-2",
            "1250e-3",
            "1.2345e+2",
            "0.000",
            "-0e-9",
            "0.00e99999999999999999999",
        ] {
            assert_eq!(fault(&keys, &format!("{{\"a\":{number}}}")), None, "{number}");
        }
        for number in ["1.255", "1.25e-1", "125e-3", "-1.2345E1", "1e-99999999999999999999"] {
            assert!(fault(&keys, &format!("{{\"a\":{number}}}")).is_some(), "{number}");
        }
    }

    #[test]
    fn a_key_that_nobody_knows_is_an_error_or_passed_over() {
        let fields = || vec![("a", DataType::new_list(DataType::Int64, true))];
        assert!(fault(&rules(fields(), true), r#"{"a":[1], "b":2}"#).unwrap().contains("\"b\""));
        assert_eq!(fault(&rules(fields(), false), r#"{"a":[1], "b":2}"#), None);
        assert_eq!(rules(fields(), true).rows(br#"{"a":[1,null]} {"a":["#).unwrap(), 14);
    }
}

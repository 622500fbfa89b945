//! The kinds of JSON values seen so far: the types of columns are inferred from the first rows.
//!
//! arrow's own inference knows integers of 64 bits and takes all others for floats, which rounds them. Here integers
//! stay integers: `int64`, `uint64` if one is beyond it and none is negative, else decimals.

use arrow::datatypes::{DataType, Field, Fields};

use super::cursor::{Cursor, Fault, Kind, Stop, Taken, within};

/// The deepest nesting of values, as each level is one on the stack.
const DEEPEST: usize = 128;
const MIXED: &str = "a column has values of one type: write them alike, or read it with schema_overrides";

/// The kind of a value so far.
#[derive(Clone, Debug, Default)]
pub(super) enum Seen {
    /// Nothing but nulls.
    #[default]
    Null,
    Bool,
    Number(Numbers),
    Text,
    List(Box<Seen>),
    Object(Vec<(String, Seen)>),
}

/// The numbers of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Whether one has a point or an exponent, or is longer than any integer type.
    float: bool,
    low: i128,
    high: i128,
}

impl Numbers {
    fn of(text: &str) -> Self {
        match text.parse::<i128>() {
            Ok(value) => Self { float: false, low: value, high: value },
            Err(_) => Self { float: true, low: 0, high: 0 },
        }
    }

    fn and(self, other: Self) -> Self {
        let (low, high) = (self.low.min(other.low), self.high.max(other.high));
        Self { float: self.float || other.float, low, high }
    }

    fn data_type(self) -> DataType {
        let fits = |low: i128, high: i128| low <= self.low && self.high <= high;
        let longest = 10i128.pow(38) - 1;
        match self.float {
            true => DataType::Float64,
            false if fits(i128::from(i64::MIN), i128::from(i64::MAX)) => DataType::Int64,
            false if fits(0, i128::from(u64::MAX)) => DataType::UInt64,
            false if fits(-longest, longest) => DataType::Decimal128(38, 0),
            false => DataType::Decimal256(76, 0),
        }
    }
}

impl Seen {
    /// Reads the rows in `bytes`, `rows` of them at most; returns how many there were and where the last ended.
    pub(super) fn rows(&mut self, bytes: &[u8], rows: usize) -> Result<(usize, usize), Box<Fault>> {
        let (mut cursor, mut count, mut end) = (Cursor::new(bytes), 0, 0);
        while count < rows {
            let row = cursor.kind().and_then(|kind| match kind {
                Kind::Object => self.take(&mut cursor, 0),
                _ => Err(cursor.unexpected("an object in braces")),
            });
            match row {
                Ok(()) => (count, end) = (count + 1, cursor.at),
                Err(Stop::More) => break,
                Err(Stop::Fault(fault)) => return Err(fault),
            }
        }
        Ok((count, end))
    }

    fn take(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Taken<()> {
        if depth > DEEPEST {
            return Err(cursor.fault(format!("values are nested more than {DEEPEST} levels deep")));
        }
        let at = cursor.at;
        match cursor.kind()? {
            Kind::Null => cursor.word(),
            Kind::Bool => {
                cursor.word()?;
                self.join(Self::Bool, cursor, at)
            }
            Kind::Number => {
                let number = Numbers::of(cursor.number()?.text());
                self.join(Self::Number(number), cursor, at)
            }
            Kind::Text => {
                cursor.text()?;
                self.join(Self::Text, cursor, at)
            }
            Kind::List => {
                let mut item = match self {
                    Self::List(item) => std::mem::take(item.as_mut()),
                    _ => Self::Null,
                };
                let taken = cursor.list(|cursor| item.take(cursor, depth + 1));
                match self {
                    Self::List(known) => **known = item,
                    _ => self.join(Self::List(Box::new(item)), cursor, at)?,
                }
                taken
            }
            Kind::Object => {
                if !matches!(self, Self::Object(_)) {
                    self.join(Self::Object(Vec::new()), cursor, at)?;
                }
                let Self::Object(fields) = self else { return cursor.skip() };
                let mut next = 0;
                cursor.object(|cursor, key| {
                    let is_next = fields.get(next).is_some_and(|(name, _)| key.is(name));
                    let found = if is_next { Some(next) } else { fields.iter().position(|(name, _)| key.is(name)) };
                    let place = found.unwrap_or(fields.len());
                    if found.is_none() {
                        fields.push((key.read().into_owned(), Self::Null));
                    }
                    next = place + 1;
                    match fields.get_mut(place) {
                        Some((name, seen)) => seen.take(cursor, depth + 1).map_err(|stop| within(stop, name)),
                        None => cursor.skip(),
                    }
                })
            }
        }
    }

    fn join(&mut self, other: Self, cursor: &Cursor<'_>, at: usize) -> Taken<()> {
        let joined = match (std::mem::take(self), other) {
            (Self::Null, other) | (other, Self::Null) => other,
            (Self::Number(a), Self::Number(b)) => Self::Number(a.and(b)),
            (Self::Bool, Self::Bool) => Self::Bool,
            (Self::Object(fields), Self::Object(_)) => Self::Object(fields),
            (Self::List(mut one), Self::List(other)) => {
                one.join(*other, cursor, at)?;
                Self::List(one)
            }
            (a, b) if a.is_scalar() && b.is_scalar() => Self::Text,
            (a, b) => {
                let message = format!("a value is {} in one place and {} in another", a.title(), b.title());
                return Err(cursor.fault_at(at, message, MIXED));
            }
        };
        *self = joined;
        Ok(())
    }

    fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Object(_))
    }

    fn title(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number(_) => "a number",
            Self::Text => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The columns, if the values are objects, as rows are.
    pub(super) fn fields(self) -> Fields {
        match self {
            Self::Object(fields) => {
                fields.into_iter().map(|(name, seen)| Field::new(name, seen.data_type(), true)).collect()
            }
            _ => Fields::empty(),
        }
    }

    fn data_type(self) -> DataType {
        match self {
            Self::Null => DataType::Null,
            Self::Bool => DataType::Boolean,
            Self::Number(numbers) => numbers.data_type(),
            Self::Text => DataType::Utf8,
            Self::List(item) => DataType::new_list(item.data_type(), true),
            Self::Object(_) => DataType::Struct(self.fields()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(rows: &str) -> Vec<String> {
        let mut seen = Seen::default();
        seen.rows(rows.as_bytes(), 1000).unwrap();
        seen.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect()
    }

    #[test]
    fn whole_numbers_stay_whole() {
        assert_eq!(types(r#"{"a":1} {"a":-9223372036854775808}"#), ["a Int64"]);
        assert_eq!(types(r#"{"a":1} {"a":18446744073709551615}"#), ["a UInt64"]);
        assert_eq!(types(r#"{"a":-1} {"a":18446744073709551615}"#), ["a Decimal128(38, 0)"]);
        assert_eq!(types(r#"{"a":1} {"a":1.5}"#), ["a Float64"]);
    }

    #[test]
    fn nested_values_are_joined_by_key() {
        assert_eq!(types(r#"{"a":{"x":1}} {"a":null} {"a":{"y":[true]}}"#).len(), 1);
        let mut seen = Seen::default();
        assert!(seen.rows(br#"{"a":{"x":1}} {"a":2}"#, 10).is_err());
        assert!(seen.rows(b"[1]", 10).is_err());
        assert_eq!(Seen::default().rows(br#"{"a":1} {"a""#, 10).unwrap(), (1, 7));
    }
}

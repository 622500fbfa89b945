//! Spans of time and of whole numbers as they are written: `"15m"`, `"1mo2d"`, `"5i"`.
//!
//! A span of time has calendar parts, which are not all of one length: a month has 28 to 31 days, and a day of a time zone
//! 23 to 25 hours. Weeks are days that begin on Mondays where something is truncated to them.

use arrow::datatypes::IntervalMonthDayNano;
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};

const DAY: i128 = 86_400_000_000_000;
const UNITS: &str = "ns, us, ms, s, m (minutes), h, d, w, mo, q, y, or i for whole numbers";

/// A span of time, or of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Of time, in calendar parts.
    Time(TimeSpan),
    /// Of whole numbers.
    Count(i64),
}

/// The parts of a span of time; all have one sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeSpan {
    /// Months; a quarter is 3 and a year 12.
    pub months: i32,
    /// Weeks.
    pub weeks: i32,
    /// Days.
    pub days: i32,
    /// Nanoseconds.
    pub nanoseconds: i64,
}

impl Span {
    /// Returns the span that a text says: numbers with a unit each, one after the other, negative as a whole with `-` in
    /// front. `name` is the argument that it was given for.
    ///
    /// # Errors
    /// A `Value` error if it is not written so, or counts more than fits.
    pub fn parse(operation: &str, name: &str, text: &str) -> Result<Self> {
        let wrong = |what: String| {
            let hint = format!("write numbers with units: \"15m\", \"1d12h\", \"3mo\"; the units are {UNITS}");
            Error::new(ErrorKind::Value, operation, format!("{name}=\"{text}\" {what}")).with_hint(hint)
        };
        let too_long = || wrong("is too long".to_owned());
        let (sign, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (-1i64, rest),
            None => (1, text),
        };
        if rest.is_empty() {
            return Err(wrong("is not a length of time".to_owned()));
        }
        let (mut time, mut count, mut timed) = (TimeSpan::default(), None::<i64>, false);
        while !rest.is_empty() {
            let digits = rest.find(|at: char| !at.is_ascii_digit()).unwrap_or(rest.len());
            let (number, after) = rest.split_at(digits);
            let unit = after.split(|at: char| at.is_ascii_digit()).next().unwrap_or_default();
            rest = &after[unit.len()..];
            if number.is_empty() || unit.is_empty() {
                return Err(wrong("is not a length of time".to_owned()));
            }
            let number = number.parse::<i64>().map_err(|_| too_long())? * sign;
            let small = |factor: i64| number.checked_mul(factor).and_then(|number| i32::try_from(number).ok());
            let added =
                |part: i32, more: Option<i32>| more.and_then(|more| part.checked_add(more)).ok_or_else(too_long);
            let nanoseconds = |unit: i64| {
                number.checked_mul(unit).and_then(|more| time.nanoseconds.checked_add(more)).ok_or_else(too_long)
            };
            timed |= unit != "i";
            match unit {
                "ns" => time.nanoseconds = nanoseconds(1)?,
                "us" | "µs" | "μs" => time.nanoseconds = nanoseconds(1_000)?,
                "ms" => time.nanoseconds = nanoseconds(1_000_000)?,
                "s" => time.nanoseconds = nanoseconds(1_000_000_000)?,
                "m" => time.nanoseconds = nanoseconds(60_000_000_000)?,
                "h" => time.nanoseconds = nanoseconds(3_600_000_000_000)?,
                "d" => time.days = added(time.days, small(1))?,
                "w" => time.weeks = added(time.weeks, small(1))?,
                "mo" => time.months = added(time.months, small(1))?,
                "q" => time.months = added(time.months, small(3))?,
                "y" => time.months = added(time.months, small(12))?,
                "i" => count = Some(count.unwrap_or(0).checked_add(number).ok_or_else(too_long)?),
                other => return Err(wrong(format!("has no unit \"{other}\""))),
            }
        }
        match count {
            Some(_) if timed => Err(wrong("counts both time and whole numbers".to_owned())),
            Some(count) => Ok(Self::Count(count)),
            None => Ok(Self::Time(time)),
        }
    }

    /// Returns the span that Python's `timedelta` of so many microseconds is.
    ///
    /// # Errors
    /// A `Value` error if it is too long.
    pub fn of_microseconds(operation: &str, name: &str, microseconds: i64) -> Result<Self> {
        const DAY: i64 = 86_400_000_000;
        let too_long = |_| Error::new(ErrorKind::Value, operation, format!("{name} is too long"));
        let days = i32::try_from(microseconds / DAY).map_err(too_long)?;
        Ok(Self::Time(TimeSpan { days, nanoseconds: microseconds % DAY * 1_000, ..TimeSpan::default() }))
    }

    /// Returns the span if it leads on. `name` is the argument that it was given for.
    ///
    /// # Errors
    /// A `Value` error if it does not.
    pub fn positive(self, operation: &str, name: &str) -> Result<Self> {
        if self.sign() > 0 {
            return Ok(self);
        }
        let message = format!("{name} must be longer than nothing");
        Err(Error::new(ErrorKind::Value, operation, message).with_hint("\"15m\", \"1d\", \"1mo\", \"5i\""))
    }

    /// Returns -1, 0 or 1: whether it leads back, nowhere or on.
    pub fn sign(self) -> i64 {
        match self {
            Self::Time(time) => time.sign(),
            Self::Count(count) => count.signum(),
        }
    }
}

impl TimeSpan {
    /// Returns -1, 0 or 1: whether it leads back, nowhere or on.
    pub fn sign(self) -> i64 {
        let parts = [i64::from(self.months), i64::from(self.weeks), i64::from(self.days), self.nanoseconds];
        parts.into_iter().find(|part| *part != 0).map_or(0, i64::signum)
    }

    /// Returns its length in nanoseconds, a day counted as 24 hours; `None` if it has months, which are of no one length.
    pub fn fixed(self) -> Option<i128> {
        let days = i128::from(self.weeks) * 7 + i128::from(self.days);
        (self.months == 0).then(|| days * DAY + i128::from(self.nanoseconds))
    }

    /// Returns the shortest and the longest time that it can be, in nanoseconds.
    pub fn bounds(self) -> (i128, i128) {
        let rest = Self { months: 0, ..self }.fixed().unwrap_or(0);
        let months = i128::from(self.months);
        (months * 28 * DAY + rest, months * 31 * DAY + rest)
    }

    /// Returns the span as what is added to dates and timestamps; `None` if its days do not fit.
    pub fn checked_interval(self) -> Option<IntervalMonthDayNano> {
        let days = self.weeks.checked_mul(7)?.checked_add(self.days)?;
        Some(IntervalMonthDayNano::new(self.months, days, self.nanoseconds))
    }

    /// Returns the span as a value that can be added to dates and timestamps.
    pub fn to_interval(self) -> ScalarValue {
        let days = self.weeks.saturating_mul(7).saturating_add(self.days);
        ScalarValue::IntervalMonthDayNano(Some(IntervalMonthDayNano::new(self.months, days, self.nanoseconds)))
    }

    /// Returns this span and another one after it.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            months: self.months.saturating_add(other.months),
            weeks: self.weeks.saturating_add(other.weeks),
            days: self.days.saturating_add(other.days),
            nanoseconds: self.nanoseconds.saturating_add(other.nanoseconds),
        }
    }

    /// Returns the same span in the other direction.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            months: self.months.saturating_neg(),
            weeks: self.weeks.saturating_neg(),
            days: self.days.saturating_neg(),
            nanoseconds: self.nanoseconds.saturating_neg(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(months: i32, weeks: i32, days: i32, nanoseconds: i64) -> Span {
        Span::Time(TimeSpan { months, weeks, days, nanoseconds })
    }

    #[test]
    fn a_span_is_numbers_with_units() {
        let cases = [
            ("15m", time(0, 0, 0, 900_000_000_000)),
            ("1d12h", time(0, 0, 1, 43_200_000_000_000)),
            ("1y1q1mo", time(16, 0, 0, 0)),
            ("-2w1ns", time(0, -2, 0, -1)),
            ("3us4ms5s", time(0, 0, 0, 5_004_003_000)),
            ("-5i", Span::Count(-5)),
            ("0d", time(0, 0, 0, 0)),
        ];
        for (text, expected) in cases {
            assert_eq!(Span::parse("dynamic", "every", text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_written_so_is_refused_with_the_units() {
        for text in ["", "-", "d", "1", "1x", "1.5h", "1d2i", "1 d", "99999999999d", "9223372036854775807h", "1d-2h"] {
            let error = Span::parse("dynamic", "every", text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Value, "{text}");
            assert!(error.message().starts_with(&format!("every=\"{text}\"")), "{error}");
        }
    }

    #[test]
    fn a_timedelta_is_days_and_a_rest() {
        assert_eq!(Span::of_microseconds("a", "b", 90_000_000_000).unwrap(), time(0, 0, 1, 3_600_000_000_000));
        assert_eq!(Span::of_microseconds("a", "b", -1).unwrap(), time(0, 0, 0, -1_000));
        assert!(Span::of_microseconds("a", "b", i64::MAX).is_ok());
    }

    #[test]
    fn weeks_become_days_where_these_fit() {
        let weeks = |weeks| TimeSpan { months: 1, weeks, days: 1, nanoseconds: 2 }.checked_interval();
        assert_eq!(weeks(2), Some(IntervalMonthDayNano::new(1, 15, 2)));
        assert_eq!(weeks(i32::MAX / 7 + 1), None);
    }

    #[test]
    fn only_months_have_no_fixed_length() {
        assert_eq!(TimeSpan { weeks: 1, nanoseconds: 1, ..TimeSpan::default() }.fixed(), Some(7 * DAY + 1));
        assert_eq!(TimeSpan { months: 1, ..TimeSpan::default() }.fixed(), None);
        assert_eq!(TimeSpan { months: 1, ..TimeSpan::default() }.bounds(), (28 * DAY, 31 * DAY));
    }
}

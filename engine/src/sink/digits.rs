//! Numbers, dates and times as text, as arrow's formatters write them, but straight into bytes.

/// `00` to `99`.
const PAIRS: &[u8; 200] = b"0001020304050607080910111213141516171819\
2021222324252627282930313233343536373839\
4041424344454647484950515253545556575859\
6061626364656667686970717273747576777879\
8081828384858687888990919293949596979899";

/// Decimals below this are written here.
const DECIMALS_END: u128 = 1_000_000_000_000_000_000;

pub(super) fn unsigned(value: u64, out: &mut Vec<u8>) {
    padded(value, 1, out);
}

pub(super) fn signed(value: i64, out: &mut Vec<u8>) {
    if value < 0 {
        out.push(b'-');
    }
    unsigned(value.unsigned_abs(), out);
}

/// `value` with at least `width` digits, of which there are at most 20.
#[expect(clippy::cast_possible_truncation, reason = "a rest below 100")]
fn padded(mut value: u64, width: usize, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while value >= 10 {
        let pair = (value % 100) as usize * 2;
        value /= 100;
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if value > 0 {
        at -= 1;
        digits[at] = b'0' + value as u8;
    }
    // A pair that was the first digit alone begins with a zero.
    while at < digits.len() && digits[at] == b'0' {
        at += 1;
    }
    out.extend_from_slice(&digits[at.min(digits.len() - width)..]);
}

/// A decimal with `scale` digits behind the point. Says whether it has done so: one with more digits than
/// `precision` or than 64 bits hold is not written.
pub(super) fn decimal(value: i128, precision: u8, scale: u8, out: &mut Vec<u8>) -> bool {
    let size = value.unsigned_abs();
    let end = 10u128.checked_pow(precision.into()).unwrap_or(u128::MAX).min(DECIMALS_END);
    let (Ok(size), true) = (u64::try_from(size), size < end) else { return false };
    let Some(one) = 10u64.checked_pow(scale.into()) else { return false };
    if value < 0 {
        out.push(b'-');
    }
    unsigned(size / one, out);
    if scale > 0 {
        out.push(b'.');
        padded(size % one, scale.into(), out);
    }
    true
}

/// A day, counted from 1970, of the years 0 to 9999.
pub(super) fn date(days: i64, out: &mut Vec<u8>) {
    let (year, month, day) = civil(days);
    padded(year.unsigned_abs(), 4, out);
    out.push(b'-');
    padded(month, 2, out);
    out.push(b'-');
    padded(day, 2, out);
}

/// A time since 1970 in units of which a second has `a_second`. A fraction has three, six or nine digits.
pub(super) fn timestamp(value: i64, a_second: i64, out: &mut Vec<u8>) {
    let (seconds, fraction) = (value.div_euclid(a_second), value.rem_euclid(a_second));
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400).unsigned_abs());
    date(days, out);
    out.push(b'T');
    padded(second / 3_600, 2, out);
    out.push(b':');
    padded(second / 60 % 60, 2, out);
    out.push(b':');
    padded(second % 60, 2, out);
    let nanoseconds = (fraction * (1_000_000_000 / a_second)).unsigned_abs();
    let (value, width) = match nanoseconds {
        0 => return,
        n if n % 1_000_000 == 0 => (n / 1_000_000, 3),
        n if n % 1_000 == 0 => (n / 1_000, 6),
        n => (n, 9),
    };
    out.push(b'.');
    padded(value, width, out);
}

/// Year, month and day of a day counted from 1970. Years begin in March here, so that the leap day is their last; 400
/// of them are one round of the calendar. (Howard Hinnant, "chrono-compatible low-level date algorithms")
fn civil(days: i64) -> (i64, u64, u64) {
    let days = days + 719_468;
    let (round, day) = (days.div_euclid(146_097), days.rem_euclid(146_097).unsigned_abs());
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let of_month = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (round * 400 + i64::try_from(year).unwrap_or(0) + next, month, of_month)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use arrow::datatypes::{Decimal128Type, DecimalType};
    use chrono::{DateTime, NaiveDate};

    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_have_all_their_digits() {
        for power in 0..64 {
            for value in
                [(1u64 << power) - 1, 1 << power, u64::MAX >> power, 10u64.pow(power % 20) - 1, 10u64.pow(power % 20)]
            {
                assert_eq!(text(|out| unsigned(value, out)), value.to_string());
                let value = value.cast_signed();
                assert_eq!(text(|out| signed(value, out)), value.to_string());
                assert_eq!(text(|out| signed(value.wrapping_neg(), out)), value.wrapping_neg().to_string());
            }
        }
        assert_eq!(text(|out| padded(7, 4, out)), "0007");
        assert_eq!(text(|out| padded(70_007, 4, out)), "70007");
        assert_eq!(text(|out| padded(0, 2, out)), "00");
    }

    #[test]
    fn decimals_are_written_as_arrow_writes_them() {
        for (precision, scale) in [(38, 0), (38, 2), (38, 18), (18, 18), (5, 2), (38, 38), (9, 9)] {
            for value in [0, 1, -1, 5, 99, 100, -101, 99_999, 100_000, 10i128.pow(17), 10i128.pow(18) - 1] {
                let written = text(|out| {
                    assert!(
                        decimal(value, precision, scale, out)
                            || value.unsigned_abs() >= 10u128.pow(precision.into())
                            || scale > 19
                    );
                });
                if !written.is_empty() {
                    assert_eq!(written, Decimal128Type::format_decimal(value, precision, scale.cast_signed()));
                }
            }
        }
        let mut out = Vec::new();
        assert!(!decimal(10i128.pow(18), 38, 2, &mut out) && !decimal(i128::MIN, 38, 2, &mut out) && out.is_empty());
    }

    #[test]
    fn every_day_of_ten_thousand_years_is_the_calendars() {
        let mut day = NaiveDate::from_ymd_opt(0, 1, 1).unwrap();
        for days in -719_528..=2_932_896 {
            let mut out = Vec::with_capacity(10);
            date(days, &mut out);
            if days % 97 == 0 || out.ends_with(b"-01") || out.ends_with(b"-02-29") {
                assert_eq!(String::from_utf8(out).unwrap(), format!("{day:?}"));
            }
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn instants_have_as_many_digits_as_they_need() {
        for value in [0, 1, -1, 1_000, -1_000, 1_500_000, 86_399_999_999, -86_400_000_001, 253_402_300_799_999_999] {
            let expected = DateTime::from_timestamp_micros(value).unwrap().naive_utc();
            assert_eq!(text(|out| timestamp(value, 1_000_000, out)), format!("{expected:?}"));
            let nanoseconds = DateTime::from_timestamp_nanos(value).naive_utc();
            assert_eq!(text(|out| timestamp(value, 1_000_000_000, out)), format!("{nanoseconds:?}"));
        }
    }
}

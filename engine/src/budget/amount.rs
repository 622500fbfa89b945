//! Amounts of memory and disk: read as people write them, and written as they read them.

use std::fmt;

/// The units, by what may stand after a number. A single letter is a power of 1024, as docker and systemd read it.
const UNITS: [(&str, u64); 13] = [
    ("b", 1),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
    ("k", 1 << 10),
    ("m", 1 << 20),
    ("g", 1 << 30),
    ("t", 1 << 40),
];

/// How much somebody wants of something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// So many bytes.
    Bytes(u64),
    /// So many hundredths of what there is.
    Percent(f64),
}

impl Amount {
    /// Reads `2 GB`, `1.5GiB`, `500000000` or `60 %`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let number: f64 = number.replace('_', "").parse().ok()?;
        let unit = unit.trim().to_ascii_lowercase();
        if unit == "%" {
            return Some(Self::Percent(number));
        }
        let (_, factor) = if unit.is_empty() { UNITS[0] } else { *UNITS.iter().find(|(name, _)| *name == unit)? };
        // What is larger than any number of bytes becomes the largest.
        Some(Self::Bytes((number * factor as f64) as u64))
    }

    /// Returns the number of bytes, of `whole` where it is a share.
    pub fn of(self, whole: u64) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Percent(share) => (whole as f64 / 100.0 * share) as u64,
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => f.write_str(&size(*bytes)),
            Self::Percent(share) => write!(f, "{share} %"),
        }
    }
}

/// Returns a number of bytes as people read it: `2.5 GB`.
pub(crate) fn size(bytes: u64) -> String {
    let mut value = bytes as f64;
    for unit in ["B", "kB", "MB", "GB"] {
        if value < 1000.0 {
            return if value < 9.95 && unit != "B" {
                format!("{value:.1} {unit}")
            } else {
                format!("{value:.0} {unit}")
            };
        }
        value /= 1000.0;
    }
    format!("{value:.1} TB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let cases = [
            ("2 GB", 2_000_000_000),
            ("1.5GiB", 3 << 29),
            (" 500_000_000 ", 500_000_000),
            ("2g", 2 << 30),
            ("64 kB", 64_000),
            ("7 B", 7),
            ("0", 0),
            ("99999999999999 TB", u64::MAX),
        ];
        for (text, bytes) in cases {
            assert_eq!(Amount::parse(text), Some(Amount::Bytes(bytes)), "{text}");
        }
        assert_eq!(Amount::parse("60 %"), Some(Amount::Percent(60.0)));
        assert_eq!(Amount::parse("12.5%").map(|share| share.of(800)), Some(100));
        for text in ["", "GB", "-1", "2 apples", "1.2.3", "nan", "1e9", "2 G B", "%"] {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_are_readable() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(2_512_000_000), "2.5 GB");
        assert_eq!(size(249_100_000), "249 MB");
        assert_eq!(Amount::Percent(12.5).to_string(), "12.5 %");
    }
}

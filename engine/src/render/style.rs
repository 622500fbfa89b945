//! How a user wants values shown in the static tables: the text of null, the width of a cell, the digits of floats.

/// How the static tables show values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// What stands for null.
    pub null: String,
    /// The most characters of a cell.
    pub cell_chars: usize,
    /// How floats are written; `None` writes the fewest digits that read back as the same value.
    pub float: Option<FloatFormat>,
}

impl Default for Style {
    fn default() -> Self {
        Self { null: "null".to_owned(), cell_chars: 60, float: None }
    }
}

/// A format of floats with a fixed number of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FloatFormat {
    /// How many digits follow the point.
    pub digits: usize,
    /// In which form.
    pub form: FloatForm,
    /// Whether the digits before the point are grouped by commas.
    pub grouped: bool,
}

/// The form of a formatted float, as in Python's `format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatForm {
    /// `1234.50`
    Fixed,
    /// `1.23e+03`
    Exponent,
    /// `12.5%`
    Percent,
}

impl FloatFormat {
    /// Returns a finite number as text.
    pub(super) fn written(self, value: f64) -> String {
        let digits = self.digits;
        let text = match self.form {
            FloatForm::Fixed => format!("{value:.digits$}"),
            FloatForm::Percent => format!("{:.digits$}%", value * 100.0),
            FloatForm::Exponent => {
                let text = format!("{value:.digits$e}");
                let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
                let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
                format!("{mantissa}e{sign}{exponent:0>2}")
            }
        };
        if self.grouped { with_commas(&text) } else { text }
    }
}

fn with_commas(text: &str) -> String {
    let unsigned = text.trim_start_matches('-');
    let whole = unsigned.find(|c: char| !c.is_ascii_digit()).unwrap_or(unsigned.len());
    let mut out = text[..text.len() - unsigned.len()].to_owned();
    for (place, digit) in unsigned[..whole].chars().enumerate() {
        if place > 0 && (whole - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + &unsigned[whole..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_python_formats_them() {
        let written = |digits, form, grouped, value: f64| FloatFormat { digits, form, grouped }.written(value);
        assert_eq!(written(2, FloatForm::Fixed, false, 1234.565), "1234.57");
        assert_eq!(written(0, FloatForm::Fixed, false, 2.5), "2");
        assert_eq!(written(2, FloatForm::Fixed, true, -1_234_567.0), "-1,234,567.00");
        assert_eq!(written(1, FloatForm::Percent, false, 0.125), "12.5%");
        assert_eq!(written(2, FloatForm::Exponent, false, 12345.0), "1.23e+04");
        assert_eq!(written(0, FloatForm::Exponent, false, 1e-300), "1e-300");
        assert_eq!(written(1, FloatForm::Fixed, true, 999.0), "999.0");
    }
}

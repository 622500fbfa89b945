//! Rows as lines of CSV, with the texts of arrow's formatters and the quotes of the `csv` crate.
//!
//! arrow's writer asks a formatter for each value by a virtual call, copies what it has written into a record, and the
//! record into its output. Here a value goes straight to the output, and what most columns hold is written by
//! [`digits`].

use std::fmt;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Decimal128Type, DecimalType, Int8Type, Int16Type, Int32Type, Int64Type,
    TimeUnit, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use crate::sink::{CsvOptions, digits};

/// How rows become lines.
pub(super) struct CsvRows {
    delimiter: u8,
    quote: u8,
    null: String,
    /// Whether numbers and dates need quotes too, as their signs are the delimiter or the quote.
    quotes_numbers: bool,
}

type Write<'a> = Box<dyn Fn(usize, &mut Vec<u8>) -> Result<(), ArrowError> + 'a>;

/// The values of one column.
struct Cells<'a> {
    nulls: Option<&'a NullBuffer>,
    write: Write<'a>,
    /// Whether they may hold anything.
    is_text: bool,
}

impl CsvRows {
    pub(super) fn new(options: &CsvOptions) -> Self {
        let in_numbers = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.:".contains(&byte);
        Self {
            delimiter: options.delimiter,
            quote: options.quote,
            null: options.null_value.clone(),
            quotes_numbers: in_numbers(options.delimiter) || in_numbers(options.quote),
        }
    }

    /// Appends a line for each row. Dates lie in the years 0 to 9999.
    pub(super) fn write(&self, batch: &RecordBatch, out: &mut Vec<u8>) -> Result<(), ArrowError> {
        let options = FormatOptions::default().with_null(&self.null);
        let cells = batch.columns().iter().map(|column| Cells::of(column, &options));
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            let line = out.len();
            for (index, cells) in cells.iter().enumerate() {
                if index > 0 {
                    out.push(self.delimiter);
                }
                let begin = out.len();
                if cells.nulls.is_some_and(|nulls| nulls.is_null(row)) {
                    out.extend_from_slice(self.null.as_bytes());
                } else {
                    (cells.write)(row, out)?;
                    if !cells.is_text && !self.quotes_numbers {
                        continue;
                    }
                }
                self.quote(begin, out);
            }
            if out.len() == line {
                // A line without anything would be no row.
                out.extend_from_slice(&[self.quote; 2]);
            }
            out.push(b'\n');
        }
        Ok(())
    }

    /// Encloses what has been written since `begin`, if it would be read as something else.
    fn quote(&self, begin: usize, out: &mut Vec<u8>) {
        let special = |byte: u8| byte == self.delimiter || byte == self.quote || byte == b'\n' || byte == b'\r';
        // Without a way out of the loop it is vector code, and most texts are short.
        if !out[begin..].iter().fold(false, |found, byte| found | special(*byte)) {
            return;
        }
        let text = out.split_off(begin);
        out.push(self.quote);
        for byte in text {
            if byte == self.quote {
                out.push(byte);
            }
            out.push(byte);
        }
        out.push(self.quote);
    }
}

impl<'a> Cells<'a> {
    fn of(array: &'a ArrayRef, options: &FormatOptions<'a>) -> Result<Self, ArrowError> {
        use DataType::*;
        let (write, is_text): (Write<'a>, bool) = match array.data_type() {
            Int8 => (integers::<Int8Type>(array, digits::signed), false),
            Int16 => (integers::<Int16Type>(array, digits::signed), false),
            Int32 => (integers::<Int32Type>(array, digits::signed), false),
            Int64 => (integers::<Int64Type>(array, digits::signed), false),
            UInt8 => (integers::<UInt8Type>(array, digits::unsigned), false),
            UInt16 => (integers::<UInt16Type>(array, digits::unsigned), false),
            UInt32 => (integers::<UInt32Type>(array, digits::unsigned), false),
            UInt64 => (integers::<UInt64Type>(array, digits::unsigned), false),
            Date32 => (integers::<Date32Type>(array, digits::date), false),
            Timestamp(unit, zone) if zone.as_deref().is_none_or(is_utc) => {
                let zone = if zone.is_some() { "Z" } else { "" };
                let write = match unit {
                    TimeUnit::Second => timestamps::<TimestampSecondType>(array, 1, zone),
                    TimeUnit::Millisecond => timestamps::<TimestampMillisecondType>(array, 1_000, zone),
                    TimeUnit::Microsecond => timestamps::<TimestampMicrosecondType>(array, 1_000_000, zone),
                    TimeUnit::Nanosecond => timestamps::<TimestampNanosecondType>(array, 1_000_000_000, zone),
                };
                (write, false)
            }
            Decimal128(precision, scale) => match u8::try_from(*scale) {
                Ok(scale) => (decimals(array, *precision, scale), false),
                Err(_) => return Self::formatted(array, options),
            },
            Utf8 => {
                let texts = array.as_string::<i32>();
                (texts_of(move |row| texts.value(row)), true)
            }
            LargeUtf8 => {
                let texts = array.as_string::<i64>();
                (texts_of(move |row| texts.value(row)), true)
            }
            Utf8View => {
                let texts = array.as_string_view();
                (texts_of(move |row| texts.value(row)), true)
            }
            _ => return Self::formatted(array, options),
        };
        Ok(Self { nulls: array.nulls(), write, is_text })
    }

    /// What arrow's formatter writes, nulls too: those of a dictionary may be among its values.
    fn formatted(array: &'a ArrayRef, options: &FormatOptions<'a>) -> Result<Self, ArrowError> {
        let kind = array.data_type();
        if kind.is_nested() {
            return Err(ArrowError::CsvError(format!("Nested type {kind} is not supported in CSV")));
        }
        let formatter = ArrayFormatter::try_new(array.as_ref(), options)?;
        let write: Write<'a> = Box::new(move |row, out| formatter.value(row).write(&mut Text(out)));
        // A null's text is anything.
        let is_text = array.is_nullable() || !kind.is_floating();
        Ok(Self { nulls: None, write, is_text })
    }
}

fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "+00:00")
}

fn integers<'a, T>(array: &'a ArrayRef, write: fn(<T::Native as Wide>::Wide, &mut Vec<u8>)) -> Write<'a>
where
    T: ArrowPrimitiveType,
    T::Native: Wide,
{
    let values = array.as_primitive::<T>().values();
    Box::new(move |row, out| {
        write(values[row].wide(), out);
        Ok(())
    })
}

/// Integers as those of 64 bits.
trait Wide {
    type Wide: 'static;
    fn wide(self) -> Self::Wide;
}

macro_rules! wide {
    ($($narrow:ty => $wide:ty),+) => {
        $(impl Wide for $narrow {
            type Wide = $wide;
            fn wide(self) -> $wide {
                self.into()
            }
        })+
    };
}

wide!(i8 => i64, i16 => i64, i32 => i64, i64 => i64, u8 => u64, u16 => u64, u32 => u64, u64 => u64);

fn timestamps<'a, T: ArrowPrimitiveType<Native = i64>>(
    array: &'a ArrayRef,
    a_second: i64,
    zone: &'static str,
) -> Write<'a> {
    let values = array.as_primitive::<T>().values();
    Box::new(move |row, out| {
        digits::timestamp(values[row], a_second, out);
        out.extend_from_slice(zone.as_bytes());
        Ok(())
    })
}

fn decimals(array: &ArrayRef, precision: u8, scale: u8) -> Write<'_> {
    let values = array.as_primitive::<Decimal128Type>().values();
    Box::new(move |row, out| {
        if !digits::decimal(values[row], precision, scale, out) {
            let scale = i8::try_from(scale).unwrap_or(i8::MAX);
            out.extend_from_slice(Decimal128Type::format_decimal(values[row], precision, scale).as_bytes());
        }
        Ok(())
    })
}

fn texts_of<'a>(text: impl Fn(usize) -> &'a str + 'a) -> Write<'a> {
    Box::new(move |row, out| {
        out.extend_from_slice(text(row).as_bytes());
        Ok(())
    })
}

/// Bytes that take text.
struct Text<'a>(&'a mut Vec<u8>);

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        BooleanArray, Date64Array, DictionaryArray, DurationMillisecondArray, Float64Array, Int32Array, Int64Array,
        LargeStringArray, NullArray, StringArray, StringViewArray, UInt8Array, UInt64Array,
    };
    use arrow::compute::cast;
    use arrow::datatypes::{Field, Schema};

    use super::*;
    use crate::sink::Packing;
    use crate::sink::lines::header;

    const TEXTS: [Option<&str>; 10] = [
        Some("plain"),
        None,
        Some(""),
        Some("a,b;c"),
        Some("say \"it\" 'so'"),
        Some("two\nlines"),
        Some("a return\rin it"),
        Some(" -1.5e3:T "),
        Some("grüße, 世界"),
        Some("the last one is longer than sixteen bytes; it needs quotes"),
    ];

    /// A table with one row for each of the texts.
    fn table() -> RecordBatch {
        let numbers = [Some(0), Some(1), None, Some(-1), Some(i64::MAX), Some(i64::MIN), Some(42), Some(100), Some(-9)];
        let numbers = Int64Array::from_iter(numbers.into_iter().chain([Some(12_345_678_901)]));
        let small: Int32Array = numbers.iter().map(|n| n.map(|n| (n % 700_000) as i32)).collect();
        let unsigned: UInt64Array = (0..10).map(|n| Some(u64::MAX >> (n * 7))).collect();
        let bytes: UInt8Array = (0..10u8).map(|n| (n != 4).then_some(n * 28)).collect();
        let texts = StringArray::from_iter(TEXTS);
        let words: DictionaryArray<Int32Type> = TEXTS.into_iter().collect();
        let floats = Float64Array::from_iter((0..10).map(|n| (n != 3).then(|| f64::powi(-7.3, n * 25) / 11.0)));
        let places = [3, 0, 6, 9].map(|scale| cast(&small, &DataType::Decimal128(20, scale)).unwrap());
        let wide = cast(&numbers, &DataType::Decimal128(38, 5)).unwrap();
        let units = [(TimeUnit::Second, 1), (TimeUnit::Millisecond, 1_000), (TimeUnit::Microsecond, 1_000_000)];
        let instants = units.into_iter().chain([(TimeUnit::Nanosecond, 1_000_000_000)]).flat_map(|(unit, a_second)| {
            ["UTC", "+00:00", "Europe/Berlin", ""].map(|zone| {
                let zone = (!zone.is_empty()).then(|| zone.into());
                // The years 1844 to 2126, most with a fraction of a second.
                let instant = |n: i64| (n - 4) * 987_654_321 * a_second + n * a_second / 7;
                let base = Int64Array::from_iter_values((0..10).map(instant));
                cast(&base, &DataType::Timestamp(unit, zone)).unwrap()
            })
        });
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(numbers.clone()),
            cast(&small, &DataType::Date32).unwrap(),
            Arc::new(unsigned),
            Arc::new(bytes),
            Arc::new(LargeStringArray::from_iter(TEXTS)),
            Arc::new(StringViewArray::from_iter(TEXTS)),
            Arc::new(texts),
            Arc::new(words),
            Arc::new(floats),
            Arc::new(BooleanArray::from_iter((0..10).map(|n| (n != 5).then_some(n % 2 == 0)))),
            Arc::new(Date64Array::from_iter_values((0..10).map(|n| n * 86_400_000_000))),
            Arc::new(DurationMillisecondArray::from_iter_values((0..10).map(|n| n * 1_001))),
            Arc::new(NullArray::new(10)),
            Arc::new(small),
            wide,
        ];
        columns.extend(places);
        columns.extend(instants);
        let fields = columns
            .iter()
            .enumerate()
            .map(|(at, column)| Field::new(format!("column {at}, \"so\""), column.data_type().clone(), true));
        RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<_>>())), columns).unwrap()
    }

    fn options(delimiter: u8, quote: u8, null: &str) -> CsvOptions {
        CsvOptions { delimiter, header: true, quote, null_value: null.to_owned(), packing: Packing::default() }
    }

    fn by_arrow(options: &CsvOptions, batch: &RecordBatch) -> String {
        let mut bytes = Vec::new();
        arrow::csv::WriterBuilder::new()
            .with_delimiter(options.delimiter)
            .with_quote(options.quote)
            .with_null(options.null_value.clone())
            .build(&mut bytes)
            .write(batch)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn by_us(options: &CsvOptions, batch: &RecordBatch) -> String {
        let mut bytes = header(options, &batch.schema()).unwrap();
        CsvRows::new(options).write(batch, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn lines_are_those_of_arrows_writer() {
        let table = table();
        let kinds =
            [(b',', b'"', ""), (b';', b'\'', "NULL"), (b'-', b'"', "-"), (b'|', b'0', ","), (b' ', b'"', "a\"b")];
        for (delimiter, quote, null) in kinds {
            let options = options(delimiter, quote, null);
            assert_eq!(by_us(&options, &table), by_arrow(&options, &table), "{delimiter} {quote} {null}");
            for column in 0..table.num_columns() {
                let column = table.project(&[column]).unwrap();
                assert_eq!(by_us(&options, &column), by_arrow(&options, &column));
                assert_eq!(by_us(&options, &column.slice(3, 4)), by_arrow(&options, &column.slice(3, 4)));
            }
        }
    }
}

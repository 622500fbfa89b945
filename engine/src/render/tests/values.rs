//! Plain values of every type.

use arrow::array::*;
use arrow::datatypes::*;

use super::super::types::unit_name;
use super::super::{Cell, CellKind, Column};
use super::{column, kinds, texts};

#[test]
fn integers_are_exact() {
    assert_eq!(
        texts(Int64Array::from(vec![i64::MIN, 0, i64::MAX])),
        ["-9223372036854775808", "0", "9223372036854775807"]
    );
    assert_eq!(texts(UInt64Array::from(vec![u64::MAX])), ["18446744073709551615"]);
    assert_eq!(texts(Int8Array::from(vec![-128])), ["-128"]);
}

#[test]
fn floats_are_the_shortest_that_read_back() {
    let values = vec![1.0, 0.1, 1e15, 1e16, 1e-4, 1e-5, -0.0, 1.0 / 3.0, f64::MAX, 5e-324];
    assert_eq!(
        texts(Float64Array::from(values)),
        [
            "1.0",
            "0.1",
            "1000000000000000.0",
            "1e16",
            "0.0001",
            "1e-5",
            "-0.0",
            "0.3333333333333333",
            "1.7976931348623157e308",
            "5e-324"
        ]
    );
    assert_eq!(texts(Float32Array::from(vec![0.1, 16_777_216.0])), ["0.1", "16777216.0"]);
    let halves = [0.1, 65504.0, 1.0, 0.000_061].map(<Float16Type as ArrowPrimitiveType>::Native::from_f32);
    assert_eq!(texts(Float16Array::from(halves.to_vec())), ["0.1", "65504.0", "1.0", "6.1e-5"]);
    let special = Float64Array::from(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0]);
    assert_eq!(texts(special.clone()), ["NaN", "inf", "-inf", "1.0"]);
    assert_eq!(kinds(special)[..3], [CellKind::Special; 3]);
}

#[test]
fn decimals_keep_their_scale() {
    let decimal =
        |values: Vec<i128>, scale| texts(Decimal128Array::from(values).with_precision_and_scale(38, scale).unwrap());
    assert_eq!(decimal(vec![0, 5, -5, 123, -12345], 2), ["0.00", "0.05", "-0.05", "1.23", "-123.45"]);
    assert_eq!(decimal(vec![0, 12, -12], -3), ["0", "12000", "-12000"]);
    assert_eq!(decimal(vec![7], 0), ["7"]);
    // More digits than the type declares are all shown.
    let over = Decimal128Array::from(vec![123_456]).with_data_type(DataType::Decimal128(3, 2));
    assert_eq!(texts(over), ["1234.56"]);
    let widest = Decimal256Array::from(vec![i256::MIN, i256::MAX]).with_data_type(DataType::Decimal256(76, 76));
    assert!(texts(widest)[0].starts_with("-5.789604461865809771178549250434395392663499233282028201972879200395656"));
    assert_eq!(texts(Decimal32Array::from(vec![-1]).with_data_type(DataType::Decimal32(9, 9))), ["-0.000000001"]);
    assert_eq!(texts(Decimal64Array::from(vec![15]).with_data_type(DataType::Decimal64(18, 1))), ["1.5"]);
}

#[test]
fn nulls_empties_and_words_differ() {
    let array = StringArray::from(vec![None, Some(""), Some("null")]);
    let cells = column(array);
    assert_eq!(cells.cell(0, 9), Cell { text: "".into(), kind: CellKind::Null, cut: false });
    assert_eq!(cells.cell(1, 9), Cell { text: "".into(), kind: CellKind::Empty, cut: false });
    assert_eq!(cells.cell(2, 9), Cell { text: "null".into(), kind: CellKind::Text, cut: false });
    assert_eq!(cells.cell(2, 3), Cell { text: "nul".into(), kind: CellKind::Text, cut: true });
    assert_eq!(cells.cell(3, 9).kind, CellKind::Invalid);
    assert_eq!(kinds(NullArray::new(1)), [CellKind::Null]);
    assert_eq!(texts(BooleanArray::from(vec![true, false])), ["true", "false"]);
}

#[test]
fn text_of_every_layout_is_the_same() {
    let values = vec!["short", "a text that is longer than a view", "größe\n"];
    let wanted = ["short", "a text that is longer than a view", "größe↵"];
    assert_eq!(texts(StringArray::from(values.clone())), wanted);
    assert_eq!(texts(LargeStringArray::from(values.clone())), wanted);
    assert_eq!(texts(StringViewArray::from(values.clone())), wanted);
    assert_eq!(texts(StringArray::from(values).slice(2, 1)), wanted[2..]);
}

#[test]
fn bytes_are_hexadecimal() {
    let values: Vec<&[u8]> = vec![b"\x01\xff", b"", b"abc"];
    let wanted = ["\\x01ff", "\\x", "\\x616263"];
    assert_eq!(texts(BinaryArray::from(values.clone())), wanted);
    assert_eq!(texts(LargeBinaryArray::from(values.clone())), wanted);
    assert_eq!(texts(BinaryViewArray::from(values)), wanted);
    let fixed = FixedSizeBinaryArray::try_from_iter([[1_u8, 2], [3, 4]].into_iter()).unwrap();
    assert_eq!(texts(fixed.clone()), ["\\x0102", "\\x0304"]);
    assert_eq!(column(fixed).cell(0, 5), Cell { text: "\\x01".into(), kind: CellKind::Binary, cut: true });
}

#[test]
fn dates_and_times_are_iso() {
    assert_eq!(texts(Date32Array::from(vec![0, 9131, -719_529])), ["1970-01-01", "1995-01-01", "-0001-12-31"]);
    assert_eq!(texts(Date32Array::from(vec![2_932_897])), ["+10000-01-01"]);
    assert_eq!(texts(Date64Array::from(vec![0, 86_400_001])), ["1970-01-01", "1970-01-02 00:00:00.001"]);
    assert_eq!(texts(Time32SecondArray::from(vec![3661])), ["01:01:01"]);
    assert_eq!(texts(Time32MillisecondArray::from(vec![1])), ["00:00:00.001"]);
    assert_eq!(texts(Time64MicrosecondArray::from(vec![86_399_999_999])), ["23:59:59.999999"]);
    assert_eq!(texts(Time64NanosecondArray::from(vec![1, 1_000])), ["00:00:00.000000001", "00:00:00.000001"]);
    assert_eq!(texts(TimestampSecondArray::from(vec![-1])), ["1969-12-31 23:59:59"]);
    assert_eq!(texts(TimestampNanosecondArray::from(vec![-1])), ["1969-12-31 23:59:59.999999999"]);
    assert_eq!(texts(TimestampMillisecondArray::from(vec![1500])), ["1970-01-01 00:00:01.500"]);
}

#[test]
fn zoned_timestamps_show_their_offset() {
    let zoned = |zone: &str| texts(TimestampMicrosecondArray::from(vec![1_720_000_000_000_000]).with_timezone(zone));
    assert_eq!(zoned("UTC"), ["2024-07-03 09:46:40+00:00"]);
    assert_eq!(zoned("Europe/Berlin"), ["2024-07-03 11:46:40+02:00"]);
    assert_eq!(zoned("+05:30"), ["2024-07-03 15:16:40+05:30"]);
    assert_eq!(zoned("-0330"), ["2024-07-03 06:16:40-03:30"]);
    let early = TimestampSecondArray::from(vec![-3_000_000_000]).with_timezone("Europe/Berlin");
    assert_eq!(texts(early), ["1874-12-07 19:33:28+00:53:28"]);
    for unknown in ["", "Z", "Mars/Olympus", "+99:99", "\u{202e}", "é:00:0", "+1", "12:34:56"] {
        assert_eq!(zoned(unknown), ["2024-07-03 09:46:40+00:00"], "{unknown}");
    }
}

#[test]
fn moments_outside_the_calendar_are_numbers() {
    const FAR: [i64; 8] = [
        i64::MIN,
        i64::MIN + 1,
        -8_334_601_228_800,
        -8_334_601_228_801,
        8_210_266_876_799,
        8_210_266_876_800,
        i64::MAX - 1,
        i64::MAX,
    ];
    let zones = [None, Some("UTC"), Some("Europe/Berlin"), Some("Pacific/Kiritimati"), Some("-23:59"), Some("+23:59")];
    for unit in [TimeUnit::Second, TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond] {
        for zone in zones {
            let array = Int64Array::from(FAR.to_vec());
            let data = array.into_data().into_builder();
            let data = data.data_type(DataType::Timestamp(unit, zone.map(Into::into))).build().unwrap();
            let column = Column::try_new(&make_array(data)).unwrap();
            for row in 0..FAR.len() {
                let cell = column.cell(row, 100);
                match cell.kind {
                    CellKind::Invalid => {
                        assert_eq!(cell.text, format!("{} {}", FAR[row], unit_name(unit)));
                    }
                    kind => assert_eq!(kind, CellKind::Temporal),
                }
            }
        }
    }
    let seconds = TimestampSecondArray::from(vec![i64::MAX, 8_210_266_876_799]);
    assert_eq!(texts(seconds), ["9223372036854775807 s", "+262142-12-31 23:59:59"]);
    assert_eq!(texts(Date32Array::from(vec![i32::MIN, i32::MAX])), ["-2147483648 days", "2147483647 days"]);
    assert_eq!(texts(Date64Array::from(vec![i64::MIN]))[0], "-9223372036854775808 ms");
    assert_eq!(texts(Time32SecondArray::from(vec![86_400, -1])), ["86400 s", "-1 s"]);
    assert_eq!(texts(Time64NanosecondArray::from(vec![i64::MAX]))[0], "9223372036854775807 ns");
    assert_eq!(kinds(Time64MicrosecondArray::from(vec![i64::MIN])), [CellKind::Invalid]);
}

#[test]
fn durations_and_intervals_are_sums_of_units() {
    assert_eq!(texts(DurationSecondArray::from(vec![0, 93_784, -61])), ["0s", "1d 2h 3m 4s", "-1m -1s"]);
    assert_eq!(texts(DurationNanosecondArray::from(vec![1_002_003])), ["1ms 2us 3ns"]);
    assert_eq!(texts(DurationMillisecondArray::from(vec![9])), ["9ms"]);
    assert_eq!(texts(DurationMicrosecondArray::from(vec![i64::MIN])), ["-106751991d -4h -54s -775ms -808us"]);
    assert_eq!(texts(IntervalYearMonthArray::from(vec![14, -1, i32::MIN])), ["1y 2mo", "-1mo", "-178956970y -8mo"]);
    let day_time = |days, ms| texts(IntervalDayTimeArray::from(vec![IntervalDayTime::new(days, ms)]));
    assert_eq!(day_time(-1, 90_061_001), ["-1d 25h 1m 1s 1ms"]);
    assert_eq!(day_time(i32::MIN, i32::MIN).len(), 1);
    let nanos = vec![IntervalMonthDayNano::new(1, -2, 3), IntervalMonthDayNano::new(i32::MIN, i32::MIN, i64::MIN)];
    assert_eq!(texts(IntervalMonthDayNanoArray::from(nanos))[0], "1mo -2d 3ns");
}

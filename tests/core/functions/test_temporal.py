"""Functions of dates and times against Python's datetime and polars: zones, dates far away, times before 1970."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import functions as f

BERLIN = ZoneInfo("Europe/Berlin")
DATES = [date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31), date(1969, 12, 31), date(2024, 12, 30), None]
MOMENTS = [
    datetime(2024, 2, 29, 13, 5, 7, 123456), datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999),
    datetime(1969, 12, 31, 23, 59, 59, 999999), None,
]  # fmt: skip
NEAR = [
    datetime(2024, 2, 29, 13, 5, 7, 123456),
    datetime(1969, 12, 31, 23, 59, 59, 999999),
    datetime(2024, 12, 30),
    None,
]
ZONED = [
    datetime(2024, 3, 31, 0, 30, tzinfo=UTC).astimezone(BERLIN),
    datetime(2024, 10, 27, 1, 30, tzinfo=UTC).astimezone(BERLIN),
    datetime(2024, 12, 31, 23, 30, tzinfo=UTC).astimezone(BERLIN),
    None,
]
dt = pr.col("a").dt
EPOCH = datetime(1970, 1, 1)


def column(expr, values, dtype=None):
    return (
        pr.DataFrame(pa.table({"a": pa.array(values, dtype)}) if dtype else {"a": values}).select(x=expr).to_dict()["x"]
    )


def each(python, values):
    return [None if value is None else python(value) for value in values]


PARTS = {
    "year": lambda d: d.year,
    "quarter": lambda d: (d.month + 2) // 3,
    "month": lambda d: d.month,
    "week": lambda d: d.isocalendar().week,
    "iso_year": lambda d: d.isocalendar().year,
    "day": lambda d: d.day,
    "weekday": lambda d: d.isoweekday(),
    "ordinal_day": lambda d: d.timetuple().tm_yday,
}
CLOCK = {
    "hour": lambda t: t.hour,
    "minute": lambda t: t.minute,
    "second": lambda t: t.second,
    "millisecond": lambda t: t.microsecond // 1000,
    "microsecond": lambda t: t.microsecond,
    "nanosecond": lambda t: t.microsecond * 1000,
}


@pytest.mark.parametrize("values", [DATES, MOMENTS, ZONED], ids=["dates", "moments", "zoned"])
@pytest.mark.parametrize("part", PARTS)
def test_parts_of_the_calendar_are_pythons(part, values):
    assert column(getattr(dt, part)(), values) == each(PARTS[part], values)


@pytest.mark.parametrize("values", [MOMENTS, ZONED, [time(13, 5, 7, 123456), None]], ids=["moments", "zoned", "times"])
@pytest.mark.parametrize("part", CLOCK)
def test_parts_of_the_clock_are_pythons(part, values):
    assert column(getattr(dt, part)(), values) == each(CLOCK[part], values)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_parts_below_the_second_do_not_depend_on_the_unit(unit):
    values = pa.array([1_234, -1, None], pa.timestamp("ms")).cast(
        pa.timestamp("ns" if unit == "ns" else unit), safe=False
    )
    found = pr.DataFrame(pa.table({"a": values})).select(x=dt.millisecond()).to_dict()["x"]
    assert found == pl.from_arrow(values).cast(pl.Datetime("ns")).dt.millisecond().to_list()


@pytest.mark.parametrize("values", [MOMENTS, ZONED], ids=["moments", "zoned"])
def test_a_timestamp_is_a_date_and_a_time(values):
    assert column(dt.date(), values) == each(lambda v: v.date(), values)
    assert column(dt.time(), values) == each(lambda v: v.time(), values)


@pytest.mark.parametrize(("unit", "size"), [("d", 86400 * 10**6), ("s", 10**6), ("ms", 1000), ("us", 1)])
def test_a_count_from_1970_is_rounded_down(unit, size):
    expected = each(lambda v: (v - EPOCH) // timedelta(microseconds=1) // size, MOMENTS)
    assert column(dt.epoch(unit), MOMENTS) == expected
    assert column(dt.epoch(unit), ZONED) == each(lambda v: int(v.timestamp() * 10**6) // size, ZONED)
    days = each(lambda v: (v - EPOCH.date()).days * 86400 * 10**6 // size, DATES)
    assert column(dt.epoch(unit), DATES) == days


def test_a_count_that_does_not_fit_is_an_overflow_error():
    with pytest.raises(OverflowError):
        column(dt.epoch("ns"), MOMENTS)
    with pytest.raises(OverflowError):
        column(dt.total_nanoseconds(), [timedelta(days=200_000)])


UNITS = {
    "year": "1y",
    "quarter": "1q",
    "month": "1mo",
    "week": "1w",
    "day": "1d",
    "hour": "1h",
    "minute": "1m",
    "second": "1s",
}


@pytest.mark.parametrize("values", [DATES, NEAR, ZONED], ids=["dates", "moments", "zoned"])
@pytest.mark.parametrize("unit", UNITS)
def test_truncation_is_that_of_polars(unit, values):
    if values is DATES and unit in ("hour", "minute", "second"):
        expected = values
    else:
        dtype = pl.Datetime("us", "Europe/Berlin") if values is ZONED else None
        series = pl.Series(values, dtype=dtype, strict=False) if dtype else pl.Series(values)
        expected = series.dt.truncate(UNITS[unit]).to_list()
    assert column(dt.truncate(unit), values) == expected
    assert column(f.date_trunc(unit, "a"), values) == expected


def test_a_truncated_time_stays_a_time():
    assert column(dt.truncate("hour"), [time(13, 5), None]) == [time(13, 0), None]
    with pytest.raises(pr.PyRustError, match="day"):
        column(dt.truncate("day"), [time(13, 5)])


@pytest.mark.parametrize("minutes", [1, 7, 15, 60, 1440])
def test_bins_are_python_arithmetic_however_far_away(minutes):
    length = timedelta(minutes=minutes)
    inside = [value for value in MOMENTS if value is None or value.year > 1]
    assert column(dt.bin(length), inside) == each(lambda v: v - (v - EPOCH) % length, inside)
    origin = datetime(2024, 1, 1, 0, 5)
    assert column(dt.bin(length, origin), inside) == each(lambda v: v - (v - origin) % length, inside)
    assert column(f.date_bin(length, "a"), [None, datetime(2024, 1, 1)])[0] is None


def test_bins_keep_the_type():
    frame = pr.DataFrame(
        pa.table({"a": pa.array([date(2024, 2, 29)]), "z": pa.array(ZONED[:1], pa.timestamp("ms", "UTC"))})
    )
    made = frame.select(a=dt.bin(timedelta(days=7)), z=pr.col("z").dt.bin(timedelta(hours=6)))
    assert made.dtypes == ["date", "timestamp[ms, UTC]"]
    assert made.to_dict()["a"] == [date(2024, 2, 29)]
    with pytest.raises(ValueError, match="no exact start"):
        frame.select(dt.bin(timedelta(hours=7))).collect()
    with pytest.raises(ValueError, match="longer than nothing"):
        frame.select(dt.bin(timedelta(0))).collect()


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d.%m.%y", "%A %B %j", "%H:%M:%S", "100%%"])
def test_text_of_moments_is_pythons(form):
    near = [value for value in MOMENTS if value is None or value.year >= 1000]
    assert column(dt.strftime(form), near) == each(lambda v: v.strftime(form), near)
    assert column(dt.strftime(form), ZONED) == each(lambda v: v.strftime(form), ZONED)
    assert column(dt.strftime(form), [date(2024, 2, 29), None]) == [date(2024, 2, 29).strftime(form), None]


def test_a_format_can_be_a_column():
    frame = pr.DataFrame({"a": [date(2024, 2, 29)] * 2, "b": ["%Y", None]})
    assert frame.select(x=dt.strftime(pr.col("b"))).to_dict() == {"x": ["2024", None]}


def test_an_instant_moves_to_another_zone():
    tokyo = ZoneInfo("Asia/Tokyo")
    assert column(dt.convert_time_zone("Asia/Tokyo"), ZONED) == each(lambda v: v.astimezone(tokyo), ZONED)
    naive = [datetime(2024, 7, 1, 12), None]
    as_utc = each(lambda v: v.replace(tzinfo=UTC).astimezone(tokyo), naive)
    assert column(dt.convert_time_zone("Asia/Tokyo"), naive) == as_utc
    assert column(dt.convert_time_zone("+02:00").dt.epoch(), ZONED) == column(dt.epoch(), ZONED)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_wall_clock_moves_to_another_zone(unit):
    naive = pa.array([datetime(2024, 7, 1, 12), datetime(1969, 12, 31, 23, 59, 59), None], pa.timestamp(unit))
    frame = pr.DataFrame(pa.table({"a": naive}))
    there = frame.select(a=dt.replace_time_zone("Europe/Berlin"))
    assert there.dtypes == [f"timestamp[{unit}, Europe/Berlin]"]
    assert there.to_dict()["a"] == each(lambda v: v.replace(tzinfo=BERLIN), naive.to_pylist())
    assert there.select(a=dt.replace_time_zone(None)).to_dict() == frame.to_dict()
    assert there.select(a=dt.to_local_time()).to_dict() == frame.to_dict()
    tokyo = there.select(a=dt.replace_time_zone("Asia/Tokyo")).to_dict()["a"]
    assert tokyo == each(lambda v: v.replace(tzinfo=ZoneInfo("Asia/Tokyo")), naive.to_pylist())


TWICE, NEVER = datetime(2024, 10, 27, 2, 30), datetime(2024, 3, 31, 2, 30)


def test_an_hour_that_comes_twice_has_to_be_decided():
    with pytest.raises(ValueError, match="twice"):
        column(dt.replace_time_zone("Europe/Berlin"), [TWICE])
    for choice, fold in (("earliest", 0), ("latest", 1)):
        seconds = column(dt.replace_time_zone("Europe/Berlin", ambiguous=choice).dt.epoch("s"), [TWICE])
        assert seconds == [TWICE.replace(tzinfo=BERLIN, fold=fold).timestamp()]
    assert column(dt.replace_time_zone("Europe/Berlin", ambiguous="null"), [TWICE]) == [None]


def test_an_hour_that_never_comes_has_to_be_decided():
    with pytest.raises(ValueError, match="never"):
        column(dt.replace_time_zone("Europe/Berlin"), [NEVER])
    assert column(dt.replace_time_zone("Europe/Berlin", non_existent="null"), [NEVER]) == [None]


SPANS = [timedelta(days=-1, seconds=3), timedelta(days=200_000), timedelta(microseconds=-1), timedelta(0), None]
SIZES = {
    "days": 86400 * 10**6,
    "hours": 3600 * 10**6,
    "minutes": 60 * 10**6,
    "seconds": 10**6,
    "milliseconds": 1000,
    "microseconds": 1,
}


@pytest.mark.parametrize("unit", SIZES)
def test_a_span_is_counted_towards_zero(unit):
    def count(span):
        micros = span // timedelta(microseconds=1)
        return abs(micros) // SIZES[unit] * (1 if micros >= 0 else -1)

    assert column(getattr(dt, f"total_{unit}")(), SPANS) == each(count, SPANS)
    found = column(getattr(dt, f"total_{unit}")(), SPANS)
    assert found == getattr(pl.Series(SPANS).dt, f"total_{unit}")().to_list()


def test_texts_are_read_as_dates():
    text = pr.col("a").str
    assert column(text.to_date(), ["2024-02-29", "9999-12-31", "0001-01-01", None]) == [
        date(2024, 2, 29), date(9999, 12, 31), date(1, 1, 1), None,
    ]  # fmt: skip
    forms = ["%d.%m.%Y", "%Y/%m/%d"]
    assert column(text.to_date(forms), ["29.02.2024", "2024/02/29"]) == [date(2024, 2, 29)] * 2
    for wrong in ("", "x", "2023-02-29"):
        with pytest.raises(pr.PyRustError):
            column(text.to_date(), [wrong])


def test_texts_are_read_as_timestamps():
    text = pr.col("a").str
    iso = ["2024-02-29 13:05:07.123456", "2024-02-29T13:05:07+02:00", "2024-02-29", "9999-12-31 00:00:00", None]
    assert column(text.to_datetime(), iso) == [
        datetime(2024, 2, 29, 13, 5, 7, 123456), datetime(2024, 2, 29, 11, 5, 7), datetime(2024, 2, 29),
        datetime(9999, 12, 31), None,
    ]  # fmt: skip
    assert column(text.to_datetime("%d.%m.%Y %H:%M"), ["29.02.2024 13:05", None]) == [
        datetime(2024, 2, 29, 13, 5),
        None,
    ]
    assert column(text.to_datetime("%Y-%m-%d %H:%M %z"), ["2024-02-29 13:05 +0200"]) == [datetime(2024, 2, 29, 11, 5)]
    with pytest.raises(pr.PyRustError, match="1677"):
        column(text.to_datetime("%Y-%m-%d %H"), ["9999-12-31 01"])
    with pytest.raises(pr.PyRustError):
        column(text.to_datetime(), ["x"])
    assert column(text.to_time(), ["13:05:07", "13:05", None]) == [time(13, 5, 7), time(13, 5), None]


@pytest.mark.parametrize(
    ("function", "dtype", "number"),
    [
        (f.to_timestamp, "timestamp[ns]", 86400),
        (f.to_timestamp_seconds, "timestamp[s]", 86400),
        (f.to_timestamp_millis, "timestamp[ms]", 86400 * 10**3),
        (f.to_timestamp_micros, "timestamp[us]", 86400 * 10**6),
        (f.to_timestamp_nanos, "timestamp[ns]", 86400 * 10**9),
    ],
)
def test_numbers_are_read_as_timestamps(function, dtype, number):
    assert pr.DataFrame({"a": [number]}).select(function("a")).dtypes == [dtype]
    assert column(function("a"), [number, None]) == [datetime(1970, 1, 2), None]


def test_seconds_make_a_timestamp_and_it_gives_them_back():
    assert column(f.from_unixtime("a"), [0, -1, None]) == [EPOCH, datetime(1969, 12, 31, 23, 59, 59), None]
    there = column(f.from_unixtime("a", "Europe/Berlin"), [0])
    assert there == [datetime(1970, 1, 1, 1, tzinfo=BERLIN)]
    assert column(f.to_unixtime(f.from_unixtime("a")), [5, -5, None]) == [5, -5, None]


def test_numbers_make_dates_and_times():
    frame = pr.DataFrame({"y": [2024, None], "m": [2, 2]})
    assert frame.select(x=f.make_date("y", "m", 29)).to_dict() == {"x": [date(2024, 2, 29), None]}
    assert frame.select(x=f.make_time("m", 30, 5)).to_dict() == {"x": [time(2, 30, 5)] * 2}
    with pytest.raises(pr.PyRustError, match="13"):
        frame.select(f.make_date("y", 13, 1)).collect()


def test_a_column_of_nulls_has_null_parts():
    empty = pr.DataFrame({"a": [None, None]})
    for expr in (
        dt.total_seconds(),
        dt.epoch("s"),
        dt.millisecond(),
        dt.convert_time_zone("UTC"),
        pr.col("a").str.extract("(x)"),
    ):
        assert empty.select(x=expr).to_dict() == {"x": [None, None]}

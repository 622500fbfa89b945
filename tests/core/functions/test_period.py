"""Lengths of time, and what dates and timestamps are moved, truncated and rounded by, beside polars."""

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl
import pytest

import pyrust as pr

MOMENTS = [
    dt.datetime(2024, 3, 31, 12, 34, 56, 789012),
    dt.datetime(2024, 2, 29),
    dt.datetime(1969, 1, 2, 3, 4, 5),
    dt.datetime(1900, 12, 31, 23, 59, 59, 999999),
    None,
    dt.datetime(2023, 10, 29, 1, 30),
]
DATES = [moment and moment.date() for moment in MOMENTS]


@pytest.fixture(scope="module", params=["us", "ms", "ns", "date", "Europe/Berlin", "Asia/Kolkata"])
def beside(request):
    if request.param == "date":
        return pl.DataFrame({"a": DATES})
    unit = request.param if len(request.param) == 2 else "us"
    frame = pl.DataFrame({"a": MOMENTS}, schema={"a": pl.Datetime(unit)})
    return frame if request.param == unit else frame.select(pl.col("a").dt.replace_time_zone(request.param))


def same(beside, ours, theirs):
    found = pr.DataFrame(beside).select(x=ours).to_dict()["x"]
    expected = beside.select(x=theirs)["x"].to_list()
    assert found == expected
    assert pr.DataFrame(beside.head(0)).select(x=ours).to_dict()["x"] == []


@pytest.mark.parametrize(
    "every", ["1us", "15m", "1h", "7h", "1d", "2d", "3d", "1w", "2w", "1mo", "5mo", "1q", "2q", "1y", "3y"]
)
def test_moments_are_truncated_to_periods_as_in_polars(beside, every):
    same(beside, pr.col("a").dt.truncate(every), pl.col("a").dt.truncate(every))


def is_part_of_a_day(beside, length):
    """Whether a date would be moved by what it has not."""
    return beside["a"].dtype == pl.Date and any(length.endswith(unit) for unit in ("h", "m", "s"))


@pytest.mark.parametrize("every", ["15m", "1h", "1d", "1w", "1mo"])
def test_moments_are_rounded_as_in_polars(beside, every):
    if is_part_of_a_day(beside, every):
        pytest.skip("a date has no hours")
    if every == "1mo" and beside["a"].dtype != pl.Date:
        pytest.skip("polars rounds months by their days")
    same(beside, pr.col("a").dt.round(every), pl.col("a").dt.round(every))


@pytest.mark.parametrize("by", ["1mo", "-1mo2d3h", "1y", "-1q", "2w", "1d", "36h", "-15m", "90s", "1d12h", "1us"])
def test_moments_are_moved_as_in_polars(beside, by):
    if is_part_of_a_day(beside, by):
        pytest.skip("a date has no hours")
    if beside["a"].dtype == pl.Datetime("ms") and by == "1us":
        pytest.skip("the column cannot hold it")
    same(beside, pr.col("a").dt.offset_by(by), pl.col("a").dt.offset_by(by))


@pytest.mark.parametrize("name", ["month_start", "month_end", "days_in_month", "is_leap_year"])
def test_months_are_those_of_polars(beside, name):
    theirs = getattr(pl.col("a").dt, name)()
    same(beside, getattr(pr.col("a").dt, name)(), theirs.cast(pl.Int32) if name == "days_in_month" else theirs)


def test_types_stay(beside):
    frame = pr.DataFrame(beside)
    for expr in (
        pr.col("a").dt.truncate("15m"),
        pr.col("a").dt.round("1d"),
        pr.col("a").dt.month_end(),
        pr.col("a").dt.offset_by("1mo"),
    ):
        assert frame.select(a=expr).dtypes == frame.dtypes


def test_a_named_unit_and_its_length_are_the_same(beside):
    frame = pr.DataFrame(beside)
    for unit, length in (("year", "1y"), ("month", "1mo"), ("week", "1w"), ("day", "1d")):
        one, other = (frame.select(x=pr.col("a").dt.truncate(every)).to_dict() for every in (unit, length))
        assert one == other


def test_clocks_that_change_are_followed():
    berlin = ZoneInfo("Europe/Berlin")
    moments = [dt.datetime(2024, 3, 31, 5, 10, tzinfo=berlin), dt.datetime(2024, 10, 27, 2, 50, fold=1, tzinfo=berlin)]
    frame = pr.DataFrame({"a": moments})
    assert frame.select(x=pr.col("a").dt.truncate("6h")).to_dict()["x"][0] == dt.datetime(2024, 3, 31, tzinfo=berlin)
    # The second of the two hours of that name.
    quarter = frame.select(x=pr.col("a").dt.truncate("15m")).to_dict()["x"][1]
    assert quarter.astimezone(dt.UTC) == dt.datetime(2024, 10, 27, 1, 45, tzinfo=dt.UTC)
    day = frame.select(x=pr.col("a").dt.offset_by("-1d")).to_dict()["x"][0]
    assert day == dt.datetime(2024, 3, 30, 5, 10, tzinfo=berlin)


def test_a_date_and_a_time_make_a_timestamp():
    times = [dt.time(13, 5), None, dt.time(0, 0, 0, 1)]
    days = [dt.date(2024, 2, 29), dt.date(1969, 1, 1), dt.date(1, 1, 1)]
    frame = pr.DataFrame({"d": days, "t": times})
    beside = pl.DataFrame({"d": days, "t": times})
    expected = beside.select(x=pl.col("d").dt.combine(pl.col("t")))["x"].to_list()
    assert frame.select(x=pr.col("d").dt.combine(pr.col("t"))).to_dict()["x"] == expected
    noon = frame.select(x=pr.col("d").dt.combine(dt.time(12))).to_dict()["x"]
    assert noon == [dt.datetime.combine(day, dt.time(12)) for day in days]


def test_a_format_makes_a_string():
    frame = pr.DataFrame({"a": DATES})
    assert (
        frame.select(x=pr.col("a").dt.to_string("%d.%m.%Y")).to_dict()
        == frame.select(x=pr.col("a").dt.strftime("%d.%m.%Y")).to_dict()
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda e: e.offset_by("1 month"), '"1 month" is not a length of time'),
        (lambda e: e.offset_by(""), '"" is not a length of time'),
        (lambda e: e.offset_by("-"), '"-" is not a length of time'),
        (lambda e: e.offset_by("99999999999y"), "is not a length of time"),
        (lambda e: e.truncate("0d"), '"0d" is not the length of a period'),
        (lambda e: e.truncate("-1d"), '"-1d" is not the length of a period'),
        (lambda e: e.round("1mo2d"), '"1mo2d" is not the length of a period'),
        (lambda e: e.truncate("15min"), '"15min" is not a length of time'),
        (lambda e: e.round("hour"), '"hour" is not a length of time'),
    ],
)
def test_what_is_no_length_of_time_is_refused_at_once(call, says):
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        call(pr.col("a").dt)


def test_a_date_is_not_moved_by_hours():
    frame = pr.DataFrame({"a": DATES})
    for expr in (pr.col("a").dt.offset_by("36h"), pr.col("a").dt.round("15m")):
        with pytest.raises(ValueError, match="a date has no hours"):
            frame.select(expr).collect()


def test_other_types_are_refused():
    frame = pr.DataFrame({"a": [1], "s": ["x"]})
    for expr in (pr.col("a").dt.truncate("15m"), pr.col("s").dt.month_start()):
        with pytest.raises(pr.PyRustError, match="expected dates and timestamps"):
            frame.select(expr).collect()

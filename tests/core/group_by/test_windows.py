"""Windows of time, against polars: they begin, end and are labelled as there; pyrust does not need sorted rows."""

import datetime as dt
import itertools
import random

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import functions as f

T = dt.datetime
TIMES = [T(2024, 1, 3, 10), T(2024, 1, 3, 23), T(2024, 1, 4), T(2024, 1, 6), T(2024, 1, 9, 12), T(2024, 2, 29)]
ROWS = {"t": TIMES, "g": ["b", "a", "b", None, "a", None], "v": [1, 2, None, 4, 5, 6]}
INTS = {"t": [-5, 0, 1, 2, 3, 14], "g": ROWS["g"], "v": ROWS["v"]}
DAYS = {**ROWS, "t": [time.date() for time in TIMES]}


def _several_batches(columns: dict) -> pr.DataFrame:
    """The rows in an order of their own, a few a batch."""
    order = list(range(len(columns["t"])))
    random.Random(5).shuffle(order)
    whole = pa.table({name: [values[at] for at in order] for name, values in columns.items()})
    return pr.DataFrame(pa.Table.from_batches(whole.to_batches(max_chunksize=2), schema=whole.schema))


def _same(made: pr.DataFrame, theirs: pl.DataFrame) -> None:
    assert made.columns == theirs.columns
    assert made.rows() == theirs.rows()


def _dynamic(columns: dict, **options) -> None:
    made = _several_batches(columns).group_by_dynamic("t", **options)
    made = made.agg(n=f.count(), least=pr.col("v").min(), total=pr.col("v").sum())
    theirs = pl.DataFrame(columns)
    if "group_by" in options:
        theirs = theirs.sort("g", "t", nulls_last=True)
    theirs = theirs.group_by_dynamic("t", **options)
    total = pl.when(pl.col("v").count() > 0).then(pl.col("v").sum())
    theirs = theirs.agg(n=pl.len(), least=pl.col("v").min(), total=total)
    if "group_by" in options:
        theirs = theirs.sort("g", "t", nulls_last=True)
    _same(made, theirs)


@pytest.mark.parametrize("closed", ["left", "right", "both", "none"])
@pytest.mark.parametrize(
    ("every", "period", "offset"),
    [
        ("1d", None, None),
        ("1d", "3d", None),
        ("2d", "1d", None),
        ("1d", None, "6h"),
        ("1d", "36h", "-30h"),
        ("1w", None, None),
        ("2w", None, "1d"),
        ("7h", None, None),
        ("1mo", None, None),
        ("1mo", "2mo", None),
        ("5mo", None, "15d"),
        ("1q", None, None),
        ("2y", None, None),
    ],
)
def test_windows_are_those_of_polars(every, period, offset, closed):
    given = {"period": period, "offset": offset}
    given = {name: value for name, value in given.items() if value is not None}
    _dynamic(ROWS, every=every, closed=closed, include_boundaries=True, **given)


@pytest.mark.parametrize("closed", ["left", "right", "both", "none"])
@pytest.mark.parametrize("start_by", ["datapoint", "monday", "wednesday"])
@pytest.mark.parametrize(("every", "period"), [("1d", "1d"), ("13d", "13d"), ("1d", "2d")])
def test_windows_may_begin_at_the_first_row_or_a_weekday(start_by, closed, every, period):
    _dynamic(ROWS, every=every, period=period, closed=closed, start_by=start_by)


def test_a_weekday_is_the_last_one_before_the_first_row():
    """Polars goes back by `every` from the weekday after it, which is another day of the week."""
    made = pr.DataFrame(ROWS).group_by_dynamic("t", every="13d", start_by="friday").agg(n=f.count())
    assert made.rows() == [(T(2023, 12, 29), 5), (T(2024, 2, 19), 1)]


@pytest.mark.parametrize("label", ["left", "right", "datapoint"])
@pytest.mark.parametrize("closed", ["left", "right"])
def test_groups_have_windows_of_their_own(label, closed):
    _dynamic(ROWS, every="2d", label=label, closed=closed, group_by="g")
    _dynamic(ROWS, every="1d", period="4d", label=label, closed=closed, group_by="g")


@pytest.mark.parametrize("closed", ["left", "right", "both", "none"])
def test_an_index_of_ints_or_dates_has_windows_too(closed):
    _dynamic(INTS, every="2i", closed=closed)
    _dynamic(INTS, every="2i", period="5i", offset="1i", closed=closed, label="right")
    _dynamic(DAYS, every="1mo", closed=closed)
    _dynamic(DAYS, every="2d", closed=closed, label="right")


def test_days_are_those_of_the_time_zone_and_a_timedelta_is_a_length():
    times = [T(2024, 3, 30, 22, 30), T(2024, 3, 31, 0, 30), T(2024, 3, 31, 21, 59), T(2024, 3, 31, 22, 0)]
    rows = {"t": [time.replace(tzinfo=dt.UTC) for time in times], "v": [1, 2, 3, 4]}
    frame = pr.DataFrame(rows).with_columns(t=pr.col("t").dt.convert_time_zone("Europe/Berlin"))
    theirs = pl.DataFrame(rows).with_columns(pl.col("t").dt.convert_time_zone("Europe/Berlin"))
    for every in ("1d", "1mo", "15m", dt.timedelta(days=1)):
        made = frame.group_by_dynamic("t", every=every).agg(v=pr.col("v").sum())
        _same(made, theirs.group_by_dynamic("t", every=every).agg(v=pl.col("v").sum()))


def test_the_hour_that_a_zone_has_twice_is_two_windows():
    times = [T(2024, 10, 27, 0, 15), T(2024, 10, 27, 1, 15)]  # 02:15 in Berlin, twice
    frame = pr.DataFrame({"t": [time.replace(tzinfo=dt.UTC) for time in times]})
    frame = frame.with_columns(t=pr.col("t").dt.convert_time_zone("Europe/Berlin"))
    assert frame.group_by_dynamic("t", every="30m").agg(n=f.count()).to_dict()["n"] == [1, 1]
    assert frame.group_by_dynamic("t", every="1d").agg(n=f.count()).to_dict()["n"] == [2]


def test_rows_without_an_index_are_in_no_window():
    frame = pr.DataFrame({"t": [None, 1, 2], "v": [1, 2, 3]})
    assert frame.group_by_dynamic("t", every="2i").agg(pr.col("v").sum()).rows() == [(0, 2), (2, 3)]
    assert frame.rolling("t", period="2i").agg(pr.col("v").sum()).rows() == [(1, 2), (2, 5)]


def test_an_empty_frame_has_no_windows():
    frame = _several_batches(ROWS).limit(0)
    made = frame.group_by_dynamic("t", every="1d", period="3d", include_boundaries=True).agg(n=f.count())
    assert made.to_dict() == {"_lower_boundary": [], "_upper_boundary": [], "t": [], "n": []}
    assert frame.rolling("t", period="1d").agg(n=f.count()).to_dict() == {"t": [], "n": []}


def test_aggregates_are_those_of_agg():
    frame = pr.DataFrame(INTS)
    windows = frame.group_by_dynamic("t", every="4i")
    assert windows.agg(share=pr.col("v").sum() / f.count(), one=pr.lit(1)).columns == ["t", "share", "one"]
    assert windows.agg(pr.selectors.integer().max()).columns == ["t", "max(t)", "max(v)"]
    assert windows.agg(first=pr.col("v").first()).rows() == [(-8, 1), (0, 2), (12, 6)]
    shifted = frame.group_by_dynamic((pr.col("t") + 1).alias("u"), every="4i").agg(n=f.count())
    assert shifted.rows() == [(-4, 1), (0, 3), (4, 1), (12, 1)]
    assert repr(windows) == "<DynamicGroupBy t>"
    assert repr(frame.rolling("t", period="1i")) == "<RollingGroupBy t>"


@pytest.mark.parametrize("closed", ["left", "right", "both", "none"])
@pytest.mark.parametrize(
    ("columns", "period", "offset"),
    [
        (ROWS, "2d", None),
        (ROWS, "36h", "-12h"),
        (ROWS, "2d", "0d"),
        (ROWS, "1d", "1d"),
        (ROWS, "1mo", None),
        (DAYS, "3d", None),
        (INTS, "3i", None),
        (INTS, "3i", "-1i"),
    ],
)
def test_rolling_windows_are_those_of_polars(columns, period, offset, closed):
    options = {"period": period, "closed": closed} | ({"offset": offset} if offset else {})
    made = _several_batches(columns).rolling("t", **options)
    made = made.agg(n=f.count(), total=pr.col("v").sum(), least=pr.col("v").min(), mean=pr.col("v").mean())
    theirs = pl.DataFrame(columns).rolling("t", **options)
    total = pl.when(pl.col("v").count() > 0).then(pl.col("v").sum())
    theirs = theirs.agg(n=pl.len().cast(pl.Int64), total=total, least=pl.col("v").min(), mean=pl.col("v").mean())
    _same(made, theirs)


def test_rolling_groups_have_windows_of_their_own():
    made = _several_batches(ROWS).rolling("t", period="1w", group_by="g").agg(total=pr.col("v").max())
    theirs = pl.DataFrame(ROWS).sort("g", "t", nulls_last=True)
    theirs = theirs.rolling("t", period="1w", group_by="g").agg(total=pl.col("v").max())
    _same(made, theirs.sort("g", "t", nulls_last=True))


def test_many_rows_and_nan():
    count = 20_000
    values = [float("nan") if at % 7 == 0 else None if at % 5 == 0 else float(at % 11) for at in range(count)]
    frame = pr.DataFrame({"t": list(range(count)), "v": values})
    made = frame.filter(pr.col("t") >= 0).group_by_dynamic("t", every="10i", period="25i").agg(n=pr.col("v").count())
    theirs = pl.DataFrame({"t": list(range(count)), "v": values}).group_by_dynamic("t", every="10i", period="25i")
    _same(made, theirs.agg(n=pl.col("v").count()))
    nan = frame.limit(8).rolling("t", period="2i").agg(pr.col("v").sum()).to_dict()["sum(v)"]
    assert [str(value) for value in nan] == ["nan", "nan", "3.0", "5.0", "7.0", "4.0", "6.0", "nan"]


def test_what_does_not_fit_is_refused():
    frame = pr.DataFrame({**ROWS, "d": DAYS["t"]})
    with pytest.raises(TypeError, match='every does not fit the index "v", which is int64'):
        frame.group_by_dynamic("v", every="1d").agg(f.count())
    with pytest.raises(TypeError, match='every does not fit the index "t"'):
        frame.group_by_dynamic("t", every="2i").agg(f.count())
    with pytest.raises(TypeError, match="finer than the index"):
        frame.group_by_dynamic("d", every="1h").agg(f.count())
    with pytest.raises(TypeError, match='the index "g" is string'):
        frame.rolling("g", period="1d").agg(f.count())
    with pytest.raises(TypeError, match="days of the week"):
        frame.group_by_dynamic("v", every="2i", start_by="monday").agg(f.count())
    with pytest.raises(ValueError, match="months and days"):
        frame.group_by_dynamic("t", every="1mo1d").agg(f.count())
    with pytest.raises(ValueError, match="no one length"):
        frame.group_by_dynamic("t", every="1mo", start_by="datapoint").agg(f.count())
    with pytest.raises(ValueError, match="more than 1000"):
        frame.group_by_dynamic("t", every="1s", period="1d").agg(f.count())
    with pytest.raises(pr.ColumnNotFoundError, match='no column "x"'):
        frame.group_by_dynamic("x", every="1d")
    with pytest.raises(pr.ColumnNotFoundError, match='no column "x"'):
        frame.rolling("t", period="1d", group_by=["g", "x"])
    with pytest.raises(pr.SchemaError, match="two columns"):
        frame.group_by_dynamic("t", every="1d", group_by="g").agg(g=f.count())


@pytest.mark.parametrize(
    ("name", "value"),
    itertools.product(["every", "period", "offset"], ["", "1", "d", "1.5h", "1 d", "-", "1fortnight", 3, None]),
)
def test_a_length_is_a_number_with_a_unit(name, value):
    options = {"every": "1d", name: value}
    if value is None and name != "every":
        pytest.skip("None is the default")
    with pytest.raises((TypeError, ValueError), match=rf"group_by_dynamic: {name}[= ]"):
        pr.DataFrame(ROWS).group_by_dynamic("t", **options)


@pytest.mark.parametrize(("name", "value"), [("closed", "l"), ("label", "mid"), ("start_by", "day"), ("every", "-1d")])
def test_options_are_named(name, value):
    with pytest.raises(ValueError, match=name):
        pr.DataFrame(ROWS).group_by_dynamic("t", **{"every": "1d", name: value})

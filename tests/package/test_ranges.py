"""`pr.date_range` and `pr.datetime_range` count as polars does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

import pyrust as pr

CLOSED = ("both", "left", "right", "none")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("closed", CLOSED)
@pytest.mark.parametrize("interval", ["1d", "2w", "3d", "1mo", "1q", "1y", "2mo"])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2023, 1, 1), date(2025, 1, 1)),
        (date(2024, 1, 31), date(2024, 12, 31)),
        (date(2024, 2, 29), date(2032, 2, 29)),
        (date(1969, 12, 1), date(1970, 2, 1)),
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 1, 2), date(2024, 1, 1)),
    ],
)
def test_dates(start: date, end: date, interval: str, closed: str) -> None:
    ours = pr.date_range(start, end, interval, closed=closed)
    theirs = pl.date_range(start, end, interval, closed=closed, eager=True).alias("date")
    assert ours.schema == {"date": "date"}
    assert ours.to_dict() == {"date": theirs.to_list()}


@pytest.mark.parametrize("closed", CLOSED)
@pytest.mark.parametrize("interval", ["15m", "1h30m", "1d", "1w", "1mo", "100ms", timedelta(hours=5)])
@pytest.mark.parametrize("zone", [None, BERLIN, UTC])
def test_datetimes(zone, interval, closed: str) -> None:
    # over the night in which clocks go forward, and the one in which they go back
    for start in (datetime(2024, 3, 30, 1, 30, tzinfo=zone), datetime(2024, 10, 26, 1, 30, tzinfo=zone)):
        end = start + (timedelta(seconds=20) if interval == "100ms" else timedelta(days=3))
        ours = pr.datetime_range(start, end, interval, closed=closed)
        theirs = pl.datetime_range(start, end, interval, closed=closed, eager=True).alias("datetime")
        assert ours.equals(pl.DataFrame(theirs)), (start, interval)


def test_a_long_range_is_computed_when_it_runs() -> None:
    seconds = pr.datetime_range(datetime(1, 1, 1), datetime(9999, 12, 31), "1us")
    assert "not run yet" in repr(seconds)
    assert seconds.count() > 10**17
    assert seconds.limit(2).to_dict()["datetime"] == [datetime(1, 1, 1), datetime(1, 1, 1, 0, 0, 0, 1)]
    assert pr.date_range(date(1, 1, 1), date(9999, 12, 31)).count() == 3_652_059
    assert pr.date_range(date(9998, 1, 31), date(9999, 12, 31), "1mo").count() == 24


def test_a_zone_stays() -> None:
    made = pr.datetime_range(datetime(2024, 1, 1, tzinfo=BERLIN), datetime(2024, 1, 2, tzinfo=UTC), "1d")
    assert made.schema == {"datetime": pr.Timestamp("us", "Europe/Berlin")}
    assert made.count() == 2


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), "1h"), ValueError, "whole days"),
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), timedelta(hours=30)), ValueError, "whole days"),
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), "0d"), ValueError, "must be positive"),
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), timedelta(days=-1)), ValueError, "must be positive"),
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), "1mo1d"), ValueError, "mixes months"),
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), "day"), ValueError, "'day' is not an interval"),
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), ""), ValueError, "not an interval"),
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), 1), ValueError, "1 is not an interval"),
        (lambda: pr.date_range(date(2024, 1, 1), date(2024, 1, 2), closed="start"), ValueError, "closed must be"),
        (lambda: pr.date_range("2024-01-01", date(2024, 1, 2)), TypeError, "start must be a date"),
        (lambda: pr.date_range(date(2024, 1, 1), datetime(2024, 1, 2)), TypeError, "pr.datetime_range takes"),
        (lambda: pr.datetime_range(date(2024, 1, 1), datetime(2024, 1, 2)), TypeError, "start must be a datetime"),
        (
            lambda: pr.datetime_range(datetime(2024, 1, 1, tzinfo=BERLIN), datetime(2024, 1, 2)),
            TypeError,
            "one of start and end has a time zone",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused(make, error, words) -> None:
    with pytest.raises(error, match=words) as caught:
        make()
    assert isinstance(caught.value, pr.PyRustError)

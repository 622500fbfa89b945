"""Dates and timestamps in a row: `pr.date_range` and `pr.datetime_range`, the calendars that are joined with.

An interval that always takes the same time is computed when the frame runs, from the numbers of `pr.range`; months and
years, and days in a time zone, are counted by the calendar and are in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, TypeVar

from pyrust._calls import answering, refused
from pyrust._core import DataFrame, InvalidTypeError, InvalidValueError, col, lit
from pyrust._core import range as numbers

Closed = Literal["both", "left", "right", "none"]
_Moment = TypeVar("_Moment", date, datetime)

_PART = re.compile(r"(\d+)(mo|ms|us|[yqwdhms])")
_MONTHS = {"mo": 1, "q": 3, "y": 12}
_FIXED = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
    "us": timedelta(microseconds=1),
}
_DAY, _TICK = timedelta(days=1), timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1)
# a calendar of so many steps is a mistake, and would fill the memory
_MOST = 10_000_000
_FORMS = 'an interval is a timedelta, or as "15m", "1d", "2w", "1mo", "1q", "1y", "1h30m"'


class _Step(NamedTuple):
    """A distance: so many months, or else some time that is always the same."""

    months: int
    time: timedelta
    # whether it is counted in days, which are not of one length in a time zone
    whole_days: bool


@answering
def date_range(start: date, end: date, interval: str | timedelta = "1d", *, closed: Closed = "both") -> DataFrame:
    """Make a frame of the dates from `start` to `end`, in one column called `date`.

    Args:
        start: The first date.
        end: The last date, which is there if an interval ends on it.
        interval: The distance between two dates: a timedelta of whole days, or a string such as "1d", "2w", "1mo",
            "1q", "1y". Months are counted from `start`; where a month lacks the day it is the last one.
        closed: Which of `start` and `end` may be there: "both", "left" (not `end`), "right" (not `start`) or "none".

    Returns:
        A frame with the column `date`, in order; none of its rows if `end` is before `start`.

    Raises:
        TypeError: If `start` or `end` is not a date.
        ValueError: If the interval is not positive, not of whole days, or not an interval.

    Example:
        >>> from datetime import date
        >>> import pyrust as pr
        >>> pr.date_range(date(2024, 1, 31), date(2024, 4, 30), "1mo").to_dict()["date"]
        [datetime.date(2024, 1, 31), datetime.date(2024, 2, 29), datetime.date(2024, 3, 31), datetime.date(2024, 4, 30)]
        >>> pr.date_range(date(2024, 1, 1), date(2025, 1, 1), closed="left").count()
        366
        >>> pr.date_range(date(2024, 1, 1), date(2024, 1, 2), "1h")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: date_range: an interval of dates has whole days, got '1h'
        hint: pr.datetime_range has hours
    """
    what = "date_range"
    for name, moment in (("start", start), ("end", end)):
        if not isinstance(moment, date) or isinstance(moment, datetime):
            hint = "pr.datetime_range takes datetimes" if isinstance(moment, datetime) else None
            raise refused(InvalidTypeError, what, f"{name} must be a date, got {moment!r}", hint)
    step = _step(what, interval)
    if step.time % _DAY:
        message = f"an interval of dates has whole days, got {interval!r}"
        raise refused(InvalidValueError, what, message, "pr.datetime_range has hours")
    _check_closed(what, closed)
    if step.months:
        dates = _calendar(what, start, end, step, closed)
        return DataFrame({"date": dates}, schema={"date": "date"})
    days, first = step.time // _DAY, (start - _EPOCH.date()).days
    first_and_last = _numbers((end - start).days, days, closed)
    return numbers(*first_and_last).select((lit(first) + col("value") * days).cast("int32").cast("date").alias("date"))


@answering
def datetime_range(
    start: datetime, end: datetime, interval: str | timedelta = "1d", *, closed: Closed = "both"
) -> DataFrame:
    """Make a frame of the timestamps from `start` to `end`, in one column called `datetime`.

    Args:
        start: The first timestamp; with a time zone, or without one as `end` has.
        end: The last timestamp, which is there if an interval ends on it.
        interval: The distance between two: a timedelta, or a string such as "15m", "1h30m", "1d", "2w", "1mo", "1q",
            "1y". Strings of days, weeks, months and years keep the time of day, also where a zone puts its clocks
            forward or back; a timedelta is always the same time.
        closed: Which of `start` and `end` may be there: "both", "left" (not `end`), "right" (not `start`) or "none".

    Returns:
        A frame with the column `datetime`, a `timestamp[us]` in the zone of `start`, in order.

    Raises:
        TypeError: If `start` or `end` is not a datetime, or only one has a zone.
        ValueError: If the interval is not positive, or not an interval.

    Example:
        >>> from datetime import datetime
        >>> import pyrust as pr
        >>> hours = pr.datetime_range(datetime(2024, 1, 1), datetime(2024, 1, 2), "6h", closed="left")
        >>> [moment.hour for moment in hours.to_dict()["datetime"]]
        [0, 6, 12, 18]
        >>> pr.datetime_range(datetime(2024, 1, 1), datetime(2024, 1, 2), "6 hours")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: datetime_range: '6 hours' is not an interval
        hint: an interval is a timedelta, or as "15m", "1d", "2w", "1mo", "1q", "1y", "1h30m"
    """
    what = "datetime_range"
    for name, moment in (("start", start), ("end", end)):
        if not isinstance(moment, datetime):
            raise refused(InvalidTypeError, what, f"{name} must be a datetime, got {moment!r}")
    if (start.tzinfo is None) != (end.tzinfo is None):
        raise refused(InvalidTypeError, what, "one of start and end has a time zone, the other has none")
    step = _step(what, interval)
    _check_closed(what, closed)
    dtype = DataFrame({"datetime": [start]}).schema
    if step.months or (step.whole_days and start.tzinfo is not None):
        end = end if start.tzinfo is None else end.astimezone(start.tzinfo)
        return DataFrame({"datetime": _calendar(what, start, end, step, closed)}, schema=dtype)
    ticks, first = step.time // _TICK, _ticks(start)
    first_and_last = _numbers(_ticks(end) - first, ticks, closed)
    counted = lit(first) + col("value") * ticks
    return numbers(*first_and_last).select(counted.cast(dtype["datetime"]).alias("datetime"))


def _ticks(moment: datetime) -> int:
    """Count the microseconds since 1970 in UTC: the difference of moments of one zone is that of their clocks."""
    return (moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta()) - _EPOCH) // _TICK


def _step(what: str, interval: str | timedelta) -> _Step:
    """Read an interval."""
    if isinstance(interval, timedelta):
        step = _Step(0, interval, whole_days=False)
    elif isinstance(interval, str) and interval and not _PART.sub("", interval):
        parts = [(int(count), unit) for count, unit in _PART.findall(interval)]
        units = {unit for _, unit in parts}
        if units & _MONTHS.keys() and units & _FIXED.keys():
            message = f"{interval!r} mixes months, which differ in length, with units that do not"
            raise refused(InvalidValueError, what, message, _FORMS)
        months = sum(count * _MONTHS.get(unit, 0) for count, unit in parts)
        time = sum((count * _FIXED.get(unit, timedelta()) for count, unit in parts), timedelta())
        step = _Step(months, time, whole_days=units <= {"d", "w"})
    else:
        raise refused(InvalidValueError, what, f"{interval!r} is not an interval", _FORMS)
    if step.months <= 0 and step.time <= timedelta():
        raise refused(InvalidValueError, what, f"the interval must be positive, got {interval!r}")
    return step


def _check_closed(what: str, closed: str) -> None:
    if closed not in ("both", "left", "right", "none"):
        raise refused(InvalidValueError, what, f"closed must be both, left, right or none, got {closed!r}")


def _numbers(distance: int, step: int, closed: Closed) -> tuple[int, int]:
    """Give the first number of steps and the one behind the last."""
    if distance < 0:
        return 0, 0
    first = int(closed in ("right", "none"))
    ends = distance % step == 0 and closed in ("left", "none")
    return first, max(first, distance // step + 1 - ends)


def _calendar(what: str, start: _Moment, end: _Moment, step: _Step, closed: Closed) -> list[_Moment]:
    """Give the moments one by one, counted on the calendar from `start`."""
    moments = []
    for moment in _steps(start, step):
        if moment > end or (moment == end and closed in ("left", "none")):
            break
        if moment != start or closed in ("both", "left"):
            moments.append(moment)
        if len(moments) > _MOST:
            raise refused(InvalidValueError, what, f"more than {_MOST} steps on the calendar", "give a larger interval")
    return moments


def _steps(start: _Moment, step: _Step) -> Iterator[_Moment]:
    """Give `start` and what follows it, until the calendar ends."""
    number = 0
    while True:
        try:
            if step.months:
                year, month = divmod(start.year * 12 + start.month - 1 + number * step.months, 12)
                yield start.replace(year=year, month=month + 1, day=min(start.day, _last_day(year, month + 1)))
            else:
                yield start + number * step.time
        except (OverflowError, ValueError):
            return
        number += 1


def _last_day(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - _DAY).day

"""Dates and times as they are written in a spec, taken apart so that each language can write them its own way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from pyrust._core import DataType

_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True)
class Moment:
    """A value of a column of dates, times or timestamps.

    Attributes:
        text: how it is written in the spec.
        kind: the type of the column.
    """

    text: str
    kind: DataType

    def local(self) -> str:
        """Write a timestamp as the column's own zone shows it, without the zone.

        >>> Moment("2024-01-01T10:00Z", DataType("timestamp[us, Europe/Berlin]")).local()
        '2024-01-01 11:00:00'
        """
        written = _WRITTEN.fullmatch(self.text.strip())
        if written is None:
            return self.text
        day, clock, seconds, fraction, offset = written.groups()
        local = datetime.fromisoformat(f"{day} {clock or '00:00'}{seconds or ':00'}")
        if offset and self.kind.zone:
            local = local.replace(tzinfo=_zone(offset)).astimezone(_zone(self.kind.zone)).replace(tzinfo=None)
        return f"{local}{fraction or ''}"

    def offset(self) -> str:
        """Write the distance from UTC that the column's zone has then: `+01:00`."""
        local, _, _ = self.local().partition(".")
        away = datetime.fromisoformat(local).replace(tzinfo=_zone(self.kind.zone or "UTC")).isoformat()
        return away[19:25]


def next_day(text: str) -> str | None:
    """Find the day after a text that is just a date.

    >>> next_day("2024-02-28"), next_day("2024-02-28 10:00")
    ('2024-02-29', None)
    """
    try:
        return (
            str(date.fromisoformat(text.strip()) + timedelta(days=1))
            if len(text.strip()) == len("2024-02-28")
            else None
        )
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> tzinfo:
    """Find a zone by its name or its distance from UTC."""
    if name == "Z":
        return UTC
    if found := re.fullmatch(r"([+-])(\d\d):?(\d\d)", name):
        sign, hours, minutes = found.groups()
        away = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-away if sign == "-" else away)
    return ZoneInfo(name)

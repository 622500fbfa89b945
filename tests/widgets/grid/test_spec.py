"""The spec of a view: what comes from outside is checked and brought into one form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

import pyrust as pr
from pyrust.widgets.grid.spec import checked, natural


def test_what_is_missing_means_nothing() -> None:
    assert checked({}) == checked({"sort": [], "filters": None, "where": "  ", "search": ""}) == natural()


def test_two_that_mean_the_same_are_equal() -> None:
    short = {"sort": ["a"], "filters": [{"column": "a", "test": "contains", "text": "x"}]}
    whole = {
        "sort": [{"column": "a", "descending": False, "nulls": "last"}],
        "filters": [{"column": "a", "test": "contains", "text": "x", "case": False, "negated": False, "off": False}],
        "where": None,
        "search": None,
    }
    assert checked(short) == whole == checked(whole)


def test_values_are_written_as_text() -> None:
    values = [1, 1.5, True, Decimal("2.50"), date(2024, 1, 2), datetime(2024, 1, 2, 3, tzinfo=UTC), "x", None]
    found = checked({"filters": [{"column": "a", "test": "in", "values": values}]})["filters"][0]["values"]
    assert found == ["1", "1.5", "true", "2.50", "2024-01-02", "2024-01-02 03:00:00+00:00", "x", None]


@pytest.mark.parametrize(
    ("spec", "kind", "word"),
    [
        (7, pr.InvalidTypeError, "a spec must be a dict, got 7"),
        ({"order": []}, pr.InvalidValueError, 'no key "order"'),
        ({"sort": "a"}, pr.InvalidTypeError, "sort must be a list"),
        ({"sort": [{"descending": True}]}, pr.InvalidValueError, 'needs the key "column"'),
        ({"sort": [{"column": "a", "descending": 1}]}, pr.InvalidTypeError, "descending must be a bool"),
        ({"sort": [{"column": "a", "nulls": "middle"}]}, pr.InvalidValueError, "nulls must be one of last, first"),
        ({"filters": ["a > 1"]}, pr.InvalidTypeError, "a filter must be a dict"),
        ({"filters": [{"column": "a", "test": "like"}]}, pr.InvalidValueError, "test must be one of between, in"),
        ({"filters": [{"column": "a", "test": []}]}, pr.InvalidValueError, "test must be one of"),
        ({"filters": [{"column": "a", "test": "in", "values": "x"}]}, pr.InvalidTypeError, "values must be a list"),
        ({"filters": [{"column": "a", "test": "in", "values": [[]]}]}, pr.InvalidTypeError, "a value of a filter"),
        ({"filters": [{"column": "a", "test": "null", "low": 1}]}, pr.InvalidValueError, 'no key "low"'),
        ({"filters": [{"column": "a", "test": "part", "part": "week"}]}, pr.InvalidValueError, "part must be one of"),
        ({"filters": [{"column": 3, "test": "null"}]}, pr.InvalidTypeError, "column must be a str"),
        ({"where": pr.col("a") > 1}, pr.InvalidTypeError, "where must be a str"),
        ({"search": "x" * 300_000}, pr.InvalidValueError, "at most"),
    ],
)
def test_what_is_wrong_is_said(spec: Any, kind: type[Exception], word: str) -> None:
    with pytest.raises(kind, match=r"^view: ") as refused:
        checked(spec)
    assert word in str(refused.value)

"""Strings looked for in strings, integers and times that strings spell out, beside polars."""

import datetime as dt

import polars as pl
import pytest

import pyrust as pr

TEXTS = ["hello", "", None, "50%", "a.b", "éab"]


def one(values, expr):
    return pr.DataFrame({"a": values}).select(x=expr).to_dict()["x"]


@pytest.mark.parametrize("text", ["l", ".", "%", "é", "", "ab", "[aé]"])
@pytest.mark.parametrize("literal", [True, False])
def test_a_string_contains_what_it_contains_in_polars(text, literal):
    expected = pl.Series(TEXTS).str.contains(text, literal=literal).to_list()
    assert one(TEXTS, pr.col("a").str.contains(text, literal=literal)) == expected


@pytest.mark.parametrize(
    ("text", "literal", "expected"),
    [
        ("l", True, [2, None, None, None, None, None]),
        ("ab", True, [None, None, None, None, None, 1]),
        ("[b%]", False, [None, None, None, 2, 2, 2]),
        (".", True, [None, None, None, None, 1, None]),
    ],
)
def test_a_place_is_counted_in_characters_from_0(text, literal, expected):
    assert one(TEXTS, pr.col("a").str.find(text, literal)) == expected


def test_integers_are_read_in_a_base():
    texts = ["ff", "-10", None, "7"]
    assert one(texts, pr.col("a").str.to_integer(16)) == pl.Series(texts).str.to_integer(base=16).to_list()
    assert one(["1", "x", ""], pr.col("a").str.to_integer(strict=False)) == [1, None, None]
    with pytest.raises(ValueError, match='"x" is not an integer of base 10'):
        one(["x"], pr.col("a").str.to_integer())
    with pytest.raises(ValueError, match="is not an integer of base 10"):
        one([str(2**63)], pr.col("a").str.to_integer())
    with pytest.raises(ValueError, match="base must be from 2 to 36, got 1"):
        pr.col("a").str.to_integer(1)


def test_times_are_read_as_a_type():
    assert one(["29.02.2024", None], pr.col("a").str.strptime("date", "%d.%m.%Y")) == [dt.date(2024, 2, 29), None]
    assert one(["13:05"], pr.col("a").str.strptime(dt.time, "%H:%M")) == [dt.time(13, 5)]
    moments = one(["2024-02-29 13:05"], pr.col("a").str.strptime(dt.datetime, "%Y-%m-%d %H:%M"))
    assert moments == [dt.datetime(2024, 2, 29, 13, 5)]
    for unit in ("s", "ms", "us", "ns"):
        made = pr.DataFrame({"a": ["2024-02-29T13:05:00"]}).select(x=pr.col("a").str.strptime(f"timestamp[{unit}]"))
        assert (str(made.dtypes[0]), made.to_dict()["x"]) == (f"timestamp[{unit}]", [dt.datetime(2024, 2, 29, 13, 5)])
    with pytest.raises(pr.PyRustError):
        one(["x"], pr.col("a").str.strptime("date", "%Y"))
    with pytest.raises(TypeError, match="int64 is not a type of dates or times"):
        pr.col("a").str.strptime("int64")

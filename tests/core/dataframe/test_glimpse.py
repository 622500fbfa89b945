"""`glimpse`: what a frame is, on a line for each column."""

import datetime as dt

import pytest

import pyrust as pr


def test_each_column_has_a_line_with_its_type_and_first_values(capsys):
    frame = pr.DataFrame({"name": ["x", "", None], "f": [0.5, float("nan"), None], "d": [dt.date(2024, 1, 2)] * 3})
    assert frame.glimpse() is None
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "3 columns, 3 rows",
        'name  string   "x", "", null',
        "f     float64  0.5, NaN, null",
        "d     date     2024-01-02, 2024-01-02, 2024-01-02",
    ]
    assert frame.glimpse(1, return_as_string=True).splitlines()[1] == 'name  string   "x"'
    assert frame.limit(0).glimpse(return_as_string=True).splitlines() == [
        "3 columns",
        "name  string",
        "f     float64",
        "d     date",
    ]
    assert pr.DataFrame({"a": [1]}).select("a").collect().glimpse(return_as_string=True).startswith("1 column, 1 row\n")


def test_only_the_rows_that_are_shown_are_read():
    seen: list[int] = []

    def counted(batch):
        seen.append(batch.count())
        return batch

    frame = pr.range(10_000_000).map_batches(counted, {"value": "int64"})
    assert frame.glimpse(3, return_as_string=True) == "1 column\nvalue  int64  0, 1, 2"
    assert sum(seen) < 1_000_000


def test_long_values_and_lines_are_cut(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    frame = pr.DataFrame({"s": ["x" * 100] * 5, "n": list(range(5)), "e": ["a\nb", "<b>", "\x1b[0m", "", "q"]})
    text = frame.glimpse(return_as_string=True)
    assert all(len(line) < 70 for line in text.splitlines())
    assert text.splitlines()[1].endswith("…")
    assert "\x1b" not in text
    assert len(text.splitlines()) == 4


def test_a_negative_number_is_refused():
    with pytest.raises(ValueError, match="max_items must be 0 or more"):
        pr.range(3).glimpse(-1)

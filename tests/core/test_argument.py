"""What a user may write where a column, a table, a path or a value is wanted, and what is said of the rest."""

from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import functions as f
from pyrust import selectors as cs


@pytest.fixture
def frame() -> pr.DataFrame:
    return pr.DataFrame({"a": [1, 2], "b.c": ["x", "y"], "A": [0.5, None]})


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("a", "A"), ["a", "A"]),
        ((["a", "b.c"],), ["a", "b.c"]),
        ((("A", "a"), pr.col("b.c")), ["A", "a", "b.c"]),
        ((cs.numeric(),), ["a", "A"]),
        ((cs.matches("^[aA]$"),), ["a", "A"]),
        ((~cs.matches("^[aA]$"), "a"), ["b.c", "a"]),
        ((cs.matches("(?i)^a$") - cs.by_name("A"),), ["a"]),
        ((cs.matches("none"), "a"), ["a"]),
    ],
)
def test_columns_are_names_expressions_selectors_and_lists_of_them(frame, columns, expected):
    assert frame.select(*columns).columns == expected
    assert frame.drop(*columns).columns == [name for name in frame.columns if name not in expected]


def test_a_keyword_names_a_value_and_a_str_a_column(frame):
    assert frame.select(x="a", y=1, z=pr.lit("a"), w=None).to_list()[0] == {"x": 1, "y": 1, "z": "a", "w": None}


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda frame: frame.select(1), "select: 1 is neither a column's name nor an expression\nhint: use pr.lit"),
        (lambda frame: frame.select(["a", None]), "select: None is neither a column's name nor an expression"),
        (lambda frame: frame.select(x=pr.when(pr.col("a") > 1)), "a when\\(\\) without then\\(\\)"),
        (lambda frame: frame.select(x=pl.Series([1, 2])), "select: x is a Series of values, not an expression"),
        (lambda frame: frame.select(pr.col("a").desc()), "select: a has an order, which only sort\\(\\) can use"),
        (lambda frame: frame.drop(pr.col("a") + 1), "drop: a \\+ 1 is computed, it is not a column"),
        (lambda frame: frame.rename({1: "x"}), "1 is not a column name"),
        (lambda frame: frame.join(3, on="a"), "expected a table, got int\nhint: give a dict of columns"),
        (lambda frame: frame.with_columns(f.strpos("b.c", 1)), "strpos: 1 is not a string\nhint: give a str"),
        (
            lambda frame: frame.with_columns(f.left("b.c", "one")),
            "left: 'one' is not a whole number\nhint: give an int",
        ),
        (lambda _: pr.read_csv(7), "read_csv: 7 is not a path"),
        (lambda _: pr.read_csv([]), "read_csv: the list of paths is empty"),
    ],
)
def test_what_is_none_of_them_is_shown_with_what_would_be(frame, ask, words):
    with pytest.raises(TypeError, match=words):
        ask(frame)


def test_a_long_value_is_cut_in_a_message(frame):
    with pytest.raises(TypeError) as caught:
        frame.select({"a": "x" * 500})
    assert len(str(caught.value).splitlines()[0]) < 120
    assert "…" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        {"a": [1, 2]},
        [{"a": 1}, {"a": 2}],
        pa.table({"a": [1, 2]}),
        pl.DataFrame({"a": [1, 2]}),
        pl.LazyFrame({"a": [1, 2]}),
        pr.DataFrame({"a": [1, 2]}),
    ],
    ids=lambda data: f"{type(data).__module__}.{type(data).__name__}",
)
def test_a_table_is_whatever_has_columns(data):
    assert pr.DataFrame({"a": [2, 3]}).join(data, on="a").to_dict() == {"a": [2]}


def test_a_path_is_a_str_a_path_or_a_list_of_both(tmp_path: Path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("a\n1\n", encoding="utf-8")
    paths = [tmp_path / "one.csv", str(tmp_path / "two.csv")]
    assert pr.read_csv(paths).count() == 2
    assert pr.read_csv(tuple(paths)).count() == 2
    assert pr.read_csv(tmp_path / "one.csv").count() == 1


def test_a_condition_or_a_pattern_in_a_string_gets_ours(frame):
    with pytest.raises(KeyError, match=r'there is no column "a > 1"\nhint: .* as SQL it is pr\.sql_expr\("a > 1"\)'):
        frame.filter("a > 1")
    with pytest.raises(KeyError, match=r"hint: .* pr\.selectors\.matches\(\"\^a\$\"\)"):
        frame.select("^a$")
    with pytest.raises(KeyError, match=r"hint: did you mean a > 1\?"):
        frame.select(pr.col("a") > 1).select("a > 2")

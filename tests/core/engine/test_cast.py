"""Casts: every value of every type has a text, and where there is no way between types, that is said in words."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from core.test_arrow_types import ARRAYS

import pyrust as pr

C = pr.col("c")


def frame_of(name: str) -> pr.DataFrame:
    return pr.DataFrame(pa.table({"c": ARRAYS[name]}))


NESTED = {
    "list": ["[1, 2]", None, "[]", "[3, null]"],
    "large list": ["[1, 2]", None, "[]", "[3, null]"],
    "fixed list": ["[1, 2]", None, "[3, null]", "[4, 5]"],
    "list view": ["[1, 2]", None, "[]", "[3, null]"],
    "struct": ['{"a": 1, "b": "x"}', None, '{"a": 3, "b": "y"}', '{"a": 2, "b": null}'],
    "list of structs": ['[{"a": 1}]', None, "[]", '[null, {"a": null}]'],
    "map": ['{"a": 1}', None, "{}", '{"b": null, "c": 3}'],
    "dense union": ["1", "x", "2", None],
    "dictionary of structs": ['{"a": 1}', None, '{"a": 2}', '{"a": 1}'],
}


@pytest.mark.parametrize("name", NESTED)
def test_nested_values_as_text_are_what_is_shown(name):
    frame = frame_of(name)
    found = [frame.select(c=C.cast(str)), frame.select(c=C.try_cast(str)), frame.cast({"c": "string"})]
    found.append(pr.sql("select cast(c as varchar) as c from frame"))
    for made in found:
        assert made.columns == ["c"]
        assert made.to_dict()["c"] == NESTED[name]
    assert frame.filter(C.cast(str) == NESTED[name][0]).count() == NESTED[name].count(NESTED[name][0])


def test_a_long_value_is_not_cut_and_nothing_in_it_is_marked():
    text = pr.DataFrame({"c": [[f"a\tb\u202e {n}" for n in range(5000)]]}).select(C.cast(str)).item()
    assert len(text) > 50_000
    assert text.endswith('\u202e 4999"]')


def test_metadata_and_a_column_without_nulls_stay_as_they_are():
    field = pa.field("c", pa.list_(pa.int64()), nullable=False, metadata={"unit": "m"})
    made = pr.DataFrame(pa.table([pa.array([[1]])], schema=pa.schema([field]))).select(c=C.cast(str)).to_pyarrow()
    assert made.schema.field("c").metadata == {b"unit": b"m"}
    assert made["c"].to_pylist() == ["[1]"]


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("date32 far", ["1970-01-01", None, "2147483647 days", "-2147483648 days"]),
        ("timestamp far", ["36028797018963968 s", None, "-36028797018963968 s", "1970-01-01T00:00:00"]),
        ("date32", ["1970-01-01", None, "9999-12-31", "0001-01-01"]),
        ("timestamp[s, Europe/Berlin]",
         ["1970-01-01T01:00:00+01:00", None, "2023-11-14T23:13:20+01:00", "1970-01-01T00:59:59+01:00"]),
    ],
)  # fmt: skip
def test_a_date_beyond_the_calendar_has_a_text_too(name, texts):
    assert frame_of(name).select(c=C.cast(str)).to_dict()["c"] == texts
    lowest, highest = {"date32 far": (3, 2), "timestamp far": (2, 0), "date32": (3, 2)}.get(name, (3, 2))
    described = {row["statistic"]: row["c"] for row in frame_of(name).describe().to_list()}
    assert (described["min"], described["max"]) == (texts[lowest], texts[highest])


def test_a_day_has_one_text_however_it_is_counted():
    days = [dt.date(2024, 1, 31), None, dt.date(1, 1, 1)]
    t = pr.DataFrame(pa.table({"a": pa.array(days, pa.date32()), "b": pa.array(days, pa.date64())}))
    texts = ["2024-01-31", None, "0001-01-01"]
    made = pr.sql("select cast(a as varchar) as a, cast(b as varchar) as b, b || '' as c from t")
    assert made.to_dict() == {"a": texts, "b": texts, "c": texts}
    assert t.select(b=pr.col("b").cast(str)).to_dict()["b"] == texts
    # what is no whole day hides none of it, as in what is shown
    moment = pr.DataFrame(pa.table({"b": pa.array([86_400_001], pa.int64()).view(pa.date64())}))
    assert moment.select(b=pr.col("b").cast(str)).to_dict()["b"] == ["1970-01-02 00:00:00.001"]


@pytest.mark.parametrize("name", ["dense union", "sparse union"])
def test_a_union_is_not_cast_to_the_values_of_one_of_its_fields(name):
    # the engine would give null for all others
    with pytest.raises(pr.SchemaError, match=r"c is union<.*> and cannot become int64\nhint: .*union_extract"):
        frame_of(name).select(C.cast(int))


@pytest.mark.parametrize(
    ("name", "to", "words"),
    [
        ("struct", "int64", r"c is struct<a: int64, b: string> and cannot become int64\nhint: .*\.struct\.field"),
        ("list", "int64", r"c is list<int64> and cannot become int64\nhint: .*\.list\.get"),
        ("map", "list<int64>", r"c is map<string, int64> and cannot become list<int64>"),
        ("fixed binary", "string", r"c is binary\(3\) and cannot become string\nhint: .*\.bin\.encode"),
        ("bool", "date", "c is bool and cannot become date"),
    ],
)
def test_where_there_is_no_way_both_types_and_the_column_are_named(name, to, words):
    frame = frame_of(name)
    for attempt in (lambda: frame.select(C.cast(to)), lambda: frame.with_columns(d=C.try_cast(to))):
        with pytest.raises(pr.SchemaError, match=words):
            attempt()
    with pytest.raises(pr.SchemaError, match=words.replace("c is", 'column "c" is')):
        frame.cast({"c": to})


def test_sql_says_so_too():
    frame = frame_of("fixed binary")
    with pytest.raises(pr.SchemaError, match=r"cast: c is binary\(3\) and cannot become string"):
        pr.sql("select cast(c as varchar) from frame", frame=frame).collect()


def test_structs_that_meet_are_cast_by_the_names_of_their_fields():
    frame = pr.DataFrame({"c": [{"a": 1, "b": dt.date(2024, 1, 1)}]})
    assert frame.select(C.cast("struct<b: string, a: decimal(5,1)>")).rows() == [
        ({"b": "2024-01-01", "a": Decimal("1.0")},)
    ]

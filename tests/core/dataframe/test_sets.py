"""Frames as sets of rows, against polars and duckdb."""

import datetime as dt

import duckdb
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

NAN = float("nan")
LEFT = {"a": [1, 1, 2, None, None, 2, 7], "b": ["x", "x", "y", None, None, "y", "z"]}
RIGHT = {"a": [1, 2, 2, 2, None, 9], "b": ["x", "y", "y", "q", None, "x"]}


def _rows(frame) -> list[str]:
    return sorted(str(tuple(row.values())) for row in (frame.to_list() if hasattr(frame, "to_list") else frame))


@pytest.mark.parametrize("keep", ["any", "first", "last", "none"])
@pytest.mark.parametrize("subset", [None, "a", ["a", "b"]])
def test_distinct_matches_polars(keep, subset):
    data = {"a": [1, 1, 2, None, None, 2, 3], "b": [NAN, NAN, 1.0, 2.0, None, 1.0, 0.0], "row": [0, 0, 2, 3, 4, 2, 6]}
    made = pr.DataFrame(data).distinct(subset, keep=keep)
    theirs = pl.DataFrame(data).unique(subset, keep="first" if keep == "any" else keep)
    assert made.columns == ["a", "b", "row"]
    assert _rows(made) == _rows(theirs.to_dicts())


@pytest.mark.parametrize("keep", ["first", "last"])
def test_the_first_and_the_last_are_those_of_the_frames_order(keep):
    numbers = pr.range(100_000).filter(pr.col("value") >= 0)
    made = numbers.select(k=pr.col("value") % 1000, v=pr.col("value")).distinct("k", keep=keep).sort("k")
    assert made.to_dict()["v"] == list(range(1000) if keep == "first" else range(99_000, 100_000))


def test_distinct_of_nested_and_odd_types():
    data = {"k": [1, 1, 2], "l": [[1], [1], None], "s": [{"x": 1}, {"x": 2}, None], "t": [True, None, False]}
    made = pr.DataFrame(data).distinct("k", keep="first").sort("k")
    assert made.to_dict() == {"k": [1, 2], "l": [[1], None], "s": [{"x": 1}, None], "t": [True, False]}


def test_distinct_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="any, first, last, none"):
        pr.range(2).distinct(keep="some")
    with pytest.raises(pr.ColumnNotFoundError, match="value"):
        pr.range(2).distinct("Value")


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize(("operation", "verb"), [("intersect", "intersect"), ("except", "except_")])
def test_intersect_and_except_match_duckdb(operation, verb, every):
    left, right = pl.DataFrame(LEFT), pl.DataFrame(RIGHT)
    made = getattr(pr.DataFrame(left), verb)(right, all=every)
    query = f"select * from left_table {operation} {'all' if every else ''} select * from right_table"
    with duckdb.connect() as connection:
        connection.register("left_table", left.to_arrow())
        connection.register("right_table", right.to_arrow())
        theirs = connection.sql(query).fetchall()
    assert _rows(made) == sorted(str(row) for row in theirs)


def test_sets_take_other_types_of_numbers_but_no_text():
    made = pr.DataFrame({"a": [1, 2]}).intersect(pr.DataFrame({"x": [2.0, 3.0]}))
    assert made.to_dict() == {"a": [2]}
    for verb in ("intersect", "except_", "union"):
        with pytest.raises(pr.SchemaError, match="no type in common"):
            getattr(pr.DataFrame({"a": [1]}), verb)({"a": ["1"]})
        with pytest.raises(pr.SchemaError, match="do not fit"):
            getattr(pr.DataFrame({"a": [1]}), verb)({"a": [1], "b": [2]})


def test_clocks_without_a_zone_and_instants_are_no_column_and_no_key():
    clock = pr.DataFrame({"t": [dt.datetime(2024, 1, 1)]})
    instant = pr.DataFrame({"t": [dt.datetime(2024, 1, 1, tzinfo=dt.UTC)]})
    for call in (clock.union, instant.union_by_name, clock.intersect, instant.except_):
        with pytest.raises(pr.SchemaError, match=r"timestamp\[us.*no type in common"):
            call(instant if call.__self__ is clock else clock)
    for verb in (clock.join, clock.join_asof):
        with pytest.raises(pr.SchemaError, match=r"timestamp\[us\] and timestamp\[us, UTC\] cannot be compared"):
            verb(instant, on="t")
    both = clock.with_columns(z=pr.col("t").dt.replace_time_zone("UTC"))
    with pytest.raises(pr.SchemaError, match="no type in common"):
        both.unpivot()
    there = instant.with_columns(t=pr.col("t").dt.convert_time_zone("Europe/Berlin"))
    assert instant.union(there).distinct().count() == 1
    assert instant.join(there, on="t").count() == 1


def test_union_says_the_type_that_it_gives():
    made = pr.DataFrame({"a": [1, None]}).union({"b": [0.5]})
    assert made.schema == {"a": "float64"}
    assert made.to_pyarrow().schema.field("a").type == "double"
    assert made.to_dict() == {"a": [1.0, None, 0.5]}
    assert pr.DataFrame({"a": [None]}).union({"a": ["x"]}).to_dict() == {"a": [None, "x"]}


def test_union_by_name_fills_what_a_frame_lacks():
    left, right = {"a": [1], "b": ["x"]}, {"c": [2.5], "a": [3]}
    made = pr.DataFrame(left).union_by_name(right)
    theirs = pl.concat([pl.DataFrame(left), pl.DataFrame(right)], how="diagonal")
    assert made.to_list() == theirs.to_dicts()


@pytest.mark.parametrize("how", ["vertical", "diagonal", "horizontal"])
def test_concat_matches_polars(how):
    frames = [{"a": [1, 2, 3]}, {"a": [4]}, {"a": [None, 6]}]
    if how == "horizontal":
        frames = [{f"{name}{at}": values for name, values in frame.items()} for at, frame in enumerate(frames)]
    if how == "diagonal":
        frames[1]["b"] = ["x"]
    made = pr.concat(frames, how=how)
    their_how = "horizontal_extend" if how == "horizontal" else how
    assert made.to_list() == pl.concat([pl.DataFrame(frame) for frame in frames], how=their_how).to_dicts()


def test_concat_side_by_side_keeps_the_order_of_large_frames():
    numbers = pr.range(100_000)
    made = pr.concat(
        [numbers.filter(pr.col("value") >= 0), numbers.select(back=99_999 - pr.col("value"))], how="horizontal"
    )
    assert made.to_dict() == {"value": list(range(100_000)), "back": list(range(99_999, -1, -1))}


def test_concat_of_many_frames_is_flat():
    assert pr.concat([pr.range(2)] * 200).count() == 400


def test_concat_refuses_what_does_not_fit():
    with pytest.raises(pr.SchemaError, match="diagonal"):
        pr.concat([{"a": [1]}, {"b": [1]}])
    with pytest.raises(pr.SchemaError, match="two columns"):
        pr.concat([{"a": [1]}, {"a": [1]}], how="horizontal")
    with pytest.raises(ValueError, match="no frame"):
        pr.concat([])
    with pytest.raises(ValueError, match="vertical"):
        pr.concat([pr.range(1), pr.range(1)], how="sideways")
    with pytest.raises(TypeError, match="list of frames"):
        pr.concat(pr.range(1))


def test_distinct_by_no_column_is_refused():
    with pytest.raises(pr.InvalidValueError):
        pr.range(3).distinct([])


def test_unique_rows_are_those_of_polars():
    data = {"a": [1, None, 2, None, 1, 3], "f": [float("nan"), 0.5, None, 0.5, float("nan"), None]}
    table = pa.table(data)
    frame = pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))
    for verb in ("is_unique", "is_duplicated"):
        made, theirs = getattr(frame, verb)(), getattr(pl.DataFrame(data), verb)()
        assert made.columns == [verb]
        assert made.to_dict()[verb] == theirs.to_list()
        assert getattr(frame.limit(0), verb)().to_dict() == {verb: []}
    many = pr.range(50_000).select(k=pr.col("value") % 30_000)
    assert many.is_duplicated().to_dict()["is_duplicated"] == [at % 30_000 < 20_000 for at in range(50_000)]
    assert many.group_by("k").len().is_unique().distinct().to_dict() == {"is_unique": [True]}

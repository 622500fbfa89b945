"""The rows of groups: the ends of each, a frame for each, a function of each."""

import gc
import weakref

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

DATA = {
    "a": [3, 1, None, 2, 5, 4, 7],
    "k": ["x", "y", "x", None, "y", "x", None],
    "f": [0.5, float("nan"), 1.5, None, 2.5, 3.5, 0.0],
}


def _frame() -> pr.DataFrame:
    table = pa.table(DATA)
    return pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))


def _texts(rows) -> list[str]:
    return [str(row) for row in rows]


@pytest.mark.parametrize("n", [1, 2, 10])
@pytest.mark.parametrize("verb", ["head", "tail"])
def test_the_ends_of_groups_are_those_of_polars(verb, n):
    made = getattr(_frame().with_row_index("i").group_by("k"), verb)(n)
    theirs = getattr(pl.DataFrame(DATA).with_row_index("i").group_by("k"), verb)(n).sort("i")
    assert made.columns == theirs.columns
    assert _texts(made.rows()) == _texts(theirs.rows()), "in the order of the frame"


def test_the_ends_of_groups_by_expressions_and_of_no_rows():
    frame = _frame()
    assert frame.group_by(big=pr.col("a") > 3).head(1).select("big", "a").rows() == [
        (False, 3),
        (None, None),
        (True, 5),
    ]
    assert frame.group_by("k").head(0).rows() == frame.group_by("k").tail(0).rows() == []
    assert frame.limit(0).group_by("k").tail(2).to_dict() == {"k": [], "a": [], "f": []}
    joined = frame.join(frame, on="k", how="semi")  # without an order
    assert joined.group_by("k").head(1).count() == 2
    with pytest.raises(ValueError, match="several groups"):
        frame.rollup("k").head(1)


def test_a_loop_over_groups_gives_keys_and_frames():
    found = {key: part.to_dict() for key, part in _frame().select("k", "a").group_by("k")}
    theirs = {key: part.to_dict(as_series=False) for key, part in pl.DataFrame(DATA).select("k", "a").group_by("k")}
    assert found == theirs
    assert [key for key, _ in _frame().group_by("k")] == [("x",), ("y",), (None,)], "in the order of first rows"
    pairs = [(key, part.count()) for key, part in _frame().group_by("k", odd=pr.col("a") % 2 == 1)]
    assert pairs[:2] == [(("x", True), 1), (("y", True), 2)]
    assert list(_frame().limit(0).group_by("k")) == []
    with pytest.raises(ValueError, match="several groups"):
        list(_frame().cube("k"))


def test_map_groups_calls_the_function_with_each_group():
    def smallest(group: pl.DataFrame) -> pl.DataFrame:
        return group.sort("a", nulls_last=True).head(1)

    made = _frame().group_by("k").map_groups(smallest).sort("k")
    theirs = pl.DataFrame(DATA).group_by("k").map_groups(smallest).sort("k", nulls_last=True)
    assert _texts(made.rows()) == _texts(theirs.rows())
    own = _frame().group_by("k").map_groups(lambda group: group.select(n=pr.functions.count()), {"n": "int64"})
    assert sorted(own.to_dict()["n"]) == [2, 2, 3]
    sizes: list[int] = []

    def seen(group: pd.DataFrame) -> pd.DataFrame:
        sizes.append(len(group))
        return group[["f"]].head(0)

    lazy = _frame().group_by("k").map_groups(seen)
    assert sizes == [0], "once, for the columns"
    assert lazy.count() == 0
    assert sorted(sizes[1:]) == [2, 2, 3]
    assert _frame().limit(0).group_by("k").map_groups(smallest).rows() == []


def test_groups_have_the_order_of_the_frame():
    frame = pr.range(50_000).select(k=pr.col("value") % 3, v=pr.col("value"))
    made = frame.group_by("k").map_groups(lambda group: group[::-1].head(1)).sort("k")
    assert made.rows() == [(0, 49_998), (1, 49_999), (2, 49_997)]
    for (k,), part in frame.group_by("k"):
        assert part.to_dict()["v"] == list(range(k, 50_000, 3))


def test_what_the_function_does_wrong_is_said():
    groups = _frame().group_by("k")
    with pytest.raises(pr.PyRustError, match="map_groups <lambda>") as raised:
        groups.map_groups(lambda group: group.select("missing"))
    assert "a group of no rows" in str(raised.value)
    with pytest.raises(pr.SchemaError, match="the result has the columns k: string, expected n: int64"):
        groups.map_groups(lambda group: group.select("k"), {"n": "int64"}).collect()
    with pytest.raises(TypeError, match="not callable"):
        groups.map_groups("sum")


def test_a_function_of_groups_belongs_to_its_frame():
    class Holder:
        def __call__(self, group):
            return group

    holder = Holder()
    frame = _frame().group_by("k").map_groups(holder)
    reference = weakref.ref(holder)
    del holder
    assert frame.count() == 7
    assert reference() is not None
    del frame
    gc.collect()
    assert reference() is None

# ruff: noqa: F841 - SQL finds what it names in the variables of the test
"""Windows whose figures the engine loses: floats that leave a frame, and values behind gaps of nulls."""

import math
import random

import pyarrow as pa
import pytest

import pyrust as pr
from pyrust import functions as f

FAR = [1e9, 1.0, 2.0, 3.0]


def windows(frame: pr.DataFrame, call: str, over: str) -> list:
    return pr.sql(f"select {call} over ({over}) as x from frame order by i").to_dict()["x"]


def numbered(**columns) -> pr.DataFrame:
    length = len(next(iter(columns.values())))
    return pr.DataFrame({"i": list(range(length)), **columns})


PAIR = "order by i rows between 1 preceding and current row"


def test_a_rolling_spread_forgets_what_left_the_frame():
    frame = numbered(v=FAR)
    assert windows(frame, "var_samp(v)", PAIR) == [None, pytest.approx((1e9 - 1) ** 2 / 2), 0.5, 0.5]
    rolled = frame.select(
        "i", v=pr.col("v").rolling_var(2).over(order_by="i"), s=pr.col("v").rolling_std(2).over(order_by="i")
    )
    rolled = rolled.sort("i").to_dict()
    assert rolled["v"][2:] == [0.5, 0.5]
    assert rolled["s"][2:] == [math.sqrt(0.5)] * 2


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("var_samp(v)", [0.5, 0.5]),
        ("var_pop(v)", [0.25, 0.25]),
        ("stddev(v)", [math.sqrt(0.5)] * 2),
        ("stddev_pop(v)", [0.5, 0.5]),
        ("covar_samp(v, w)", [-0.5, -0.5]),
        ("covar_pop(v, w)", [-0.25, -0.25]),
        ("corr(v, w)", [-1.0, -1.0]),
        ("regr_slope(v, w)", [-1.0, -1.0]),
        ("regr_intercept(v, w)", [4.0, 4.0]),
        ("regr_count(v, w)", [2, 2]),
        ("regr_r2(v, w)", [1.0, 1.0]),
        ("regr_avgx(v, w)", [2.5, 1.5]),
        ("regr_avgy(v, w)", [1.5, 2.5]),
        ("regr_sxx(v, w)", [0.5, 0.5]),
        ("regr_syy(v, w)", [0.5, 0.5]),
        ("regr_sxy(v, w)", [-0.5, -0.5]),
        ("avg(v)", [1.5, 2.5]),
        ("sum(v)", [3.0, 5.0]),
    ],
)
@pytest.mark.parametrize("far", [1e9, 1e300, math.inf, math.nan])
def test_no_value_outlives_its_frame(call, expected, far):
    frame = numbered(v=[far, 1.0, 2.0, 3.0], w=[far, 3.0, 2.0, 1.0])
    assert windows(frame, call, PAIR)[2:] == pytest.approx(expected, rel=1e-12)
    # Forwards too, where the frame's end has no end.
    backwards = frame.with_columns(j=-pr.col("i"))
    ahead = "order by j rows between current row and 1 following"
    assert pr.sql(f"select {call} over ({ahead}) as x from backwards order by i").to_dict()["x"][2:] == pytest.approx(
        expected
    )


def test_a_rolling_sum_is_that_of_its_rows():
    frame = numbered(v=[1e300, 1.0, 2.0, -1e300, 5.0])
    assert windows(frame, "sum(v)", PAIR) == [1e300, 1e300, 3.0, -1e300, -1e300]
    rolled = frame.select(
        "i", x=pr.col("v").rolling_sum(2).over(order_by="i"), y=pr.col("v").rolling_mean(2).over(order_by="i")
    )
    rolled = rolled.sort("i").to_dict()
    assert rolled["x"][2] == 3.0
    assert rolled["y"][2] == 1.5


def test_frames_without_rows_or_values_are_null():
    frame = numbered(v=[1.0, None, None, 4.0, 5.0])
    assert windows(frame, "sum(v)", PAIR) == [1.0, 1.0, None, 4.0, 9.0]
    assert windows(frame, "var_samp(v)", PAIR) == [None, None, None, None, 0.5]
    assert windows(frame, "var_pop(v)", PAIR) == [0.0, 0.0, None, 0.0, 0.25]
    before = "order by i rows between 3 preceding and 2 preceding"
    assert windows(frame, "avg(v)", before) == [None, None, 1.0, 1.0, None]
    assert windows(frame, "sum(v) filter (where v > 1)", PAIR) == [None, None, None, 4.0, 9.0]
    gap = numbered(t=[0, 1, 10, 11], v=[1.0, 2.0, 3.0, 4.0])
    ranged = "order by t range between 2 preceding and 1 preceding"
    assert windows(gap, "sum(v)", ranged) == [None, 1.0, None, 3.0]
    grouped = "order by t groups between 1 preceding and current row"
    assert windows(gap, "var_pop(v)", grouped) == [0.0, 0.25, 0.25, 0.25]


@pytest.mark.parametrize("rows", [1, 7, 500])
def test_rolling_figures_are_those_computed_for_each_row(rows):
    draw = random.Random(3)
    values = [None if draw.random() < 0.1 else 1e6 + draw.gauss(0, 1) for _ in range(4_000)]
    keys = [draw.choice("xyz") for _ in values]
    table = pa.table({"i": range(len(values)), "k": keys, "v": values})
    frame = pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=611)))
    over = f"partition by k order by i rows between {rows} preceding and current row"
    got = windows(frame, "var_pop(v)", over)
    seen: dict[str, list] = {}
    for key, value, variance in zip(keys, values, got, strict=True):
        seen.setdefault(key, []).append(value)
        part = [v for v in seen[key][-rows - 1 :] if v is not None]
        mean = math.fsum(part) / len(part) if part else None
        expected = math.fsum((v - mean) ** 2 for v in part) / len(part) if part else None
        assert variance == (None if expected is None else pytest.approx(expected, rel=1e-6, abs=1e-9))


def test_the_correlation_of_groups_far_from_zero_is_exact():
    x = [1e9 + i for i in range(10)]
    frame = pr.DataFrame({"k": ["a", "b"] * 10, "x": x * 2, "y": [3 * v for v in x] * 2, "z": [-v for v in x] * 2})
    got = pr.sql("select k, corr(x, y) as up, corr(x, z) as down from frame group by k order by k").to_dict()
    assert got["up"] == pytest.approx([1.0, 1.0], rel=1e-12)
    assert got["down"] == pytest.approx([-1.0, -1.0], rel=1e-12)
    flat = pr.DataFrame({"k": [1, 1, 2, 3, 3], "x": [1.0, 1.0, 5.0, None, 2.0], "y": [1.0, 2.0, 3.0, 4.0, 5.0]})
    assert pr.sql("select corr(x, y) as c from flat group by k order by k").to_dict()["c"] == [None, None, None]


GAPS = [10, 20, 30, 40, None, None, 70, 80, None]

SHIFTED = {
    "lead(v, 1)": [20, 30, 40, 70, 70, 70, 80, None, None],
    "lead(v, 2)": [30, 40, 70, 80, 80, 80, None, None, None],
    "lead(v, 3)": [40, 70, 80, None, None, None, None, None, None],
    "lag(v, 1)": [None, 10, 20, 30, 40, 40, 40, 70, 80],
    "lag(v, 2)": [None, None, 10, 20, 30, 30, 30, 40, 70],
    "lag(v, -2)": [30, 40, 70, 80, 80, 80, None, None, None],
    "lead(v, -1)": [None, 10, 20, 30, 40, 40, 40, 70, 80],
    "lead(v, 0)": GAPS,
    "lead(v, 99)": [None] * 9,
    "lead(v, 2, -1)": [30, 40, 70, 80, 80, 80, -1, -1, -1],
    "lag(v, 2, -1)": [-1, -1, 10, 20, 30, 30, 30, 40, 70],
    "first_value(v)": [10] * 9,
    "last_value(v)": [10, 20, 30, 40, 40, 40, 70, 80, 80],
    "nth_value(v, 5)": [None, None, None, None, None, None, 70, 70, 70],
}


@pytest.mark.parametrize("call", SHIFTED)
@pytest.mark.parametrize("chunk", [1, 2, 4, 9])
@pytest.mark.parametrize("kind", ["int64", "float64", "string", "dictionary", "date32"])
def test_nulls_are_left_out_across_gaps(call, chunk, kind):
    types = {"int64": pa.int64(), "float64": pa.float64(), "string": pa.string(), "date32": pa.date32()}
    integers = pa.array(GAPS, pa.int32())
    if kind == "dictionary":
        # One of the nulls is a value of the dictionary.
        values = pa.array([10, 20, 30, 40, None, 70, 80, -1], pa.int64())
        column = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3, 4, None, 5, 6, 4], pa.int32()), values)
    else:
        column = integers.cast(types[kind])
    if "-1)" in call and call.count(",") == 2 and kind not in ("int64", "float64"):
        pytest.skip("the default is a number")
    table = pa.table({"i": range(9), "v": column})
    frame = pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=chunk)))
    got = pr.sql(f"select i, {call} ignore nulls over (order by i) as x from frame order by i").to_pyarrow()["x"]
    plain = pa.int64() if kind == "dictionary" else column.type
    expected = pa.array(SHIFTED[call], pa.int64() if kind == "dictionary" else pa.int32()).cast(plain)
    assert got.cast(plain).to_pylist() == expected.to_pylist()


@pytest.mark.parametrize("ignore", [False, True], ids=["", "ignore nulls"])
@pytest.mark.parametrize("call", ["lag(v, 2)", "lead(v, 2, 'z')", "first_value(v)", "last_value(v)", "nth_value(v, 2)"])
def test_a_window_over_a_dictionary_has_more_rows_than_keys(call, ignore):
    """As pandas has them: 8-bit keys for few values in many rows. One of the nulls is a value of the dictionary."""
    keys = pa.array([None if i % 11 == 0 else i * 7 % 5 for i in range(1_000)], pa.int8())
    column = pa.DictionaryArray.from_arrays(keys, pa.array(["a", None, "b", "", "c"]))
    kept = " ignore nulls" if ignore else ""
    query = (
        f"select i, {call}{kept} over (order by i rows between 3 preceding and 1 following) as x from frame order by i"
    )
    frame = pr.DataFrame(pa.table({"i": range(1_000), "v": column}))
    found = pr.sql(query)
    assert found.to_pyarrow().schema.field("x").type == column.type
    plain = pr.DataFrame(pa.table({"i": range(1_000), "v": column.cast(pa.string())}))
    assert found.rows() == pr.sql(query, frame=plain).rows()


def test_partitions_and_the_other_direction_leave_nulls_out():
    values = [1, None, 3, None, None, 6, 7, None]
    frame = pr.DataFrame({"i": range(16), "k": [0, 1] * 8, "v": [value for value in values for _ in range(2)]})
    over = "partition by k order by i"
    expected = [3, 3, 6, 6, 6, 7, None, None]
    assert windows(frame, "lead(v) ignore nulls", over)[::2] == expected
    assert windows(frame, "lead(v) ignore nulls", over)[1::2] == expected
    assert windows(frame, "lag(v) ignore nulls", "partition by k order by i desc")[::2] == expected
    verb = f.lead("v", ignore_nulls=True).over("k", order_by="i")
    assert frame.select("i", x=verb).sort("i").to_dict()["x"][::2] == expected
    assert (
        frame.select("i", x=f.lag("v", -1, ignore_nulls=True).over("k", order_by="i")).sort("i").to_dict()["x"][::2]
        == expected
    )


def test_a_limit_does_not_cut_off_what_a_window_looks_at():
    frame = pr.DataFrame({"i": range(100), "v": [None if 0 < i < 60 else i for i in range(100)]}).sort(
        "v", descending=True
    )
    near = "order by i rows between unbounded preceding and current row"
    for call, expected in [
        ("lead(v) ignore nulls", [60, 60]),
        ("lag(i, -50)", [50, 51]),
        ("lead(i, 50)", [50, 51]),
        ("lag(v, -1) ignore nulls", [60, 60]),
    ]:
        assert pr.sql(f"select {call} over ({near}) as x from frame order by i limit 2").to_dict()["x"] == expected


def test_a_distance_that_is_not_known_gives_nothing():
    frame = numbered(v=[1, 2, 3])
    assert windows(frame, "lag(v, null)", "order by i") == [None] * 3
    assert windows(frame, "lead(v, cast(null as bigint), 7)", "order by i") == [None] * 3
    assert windows(frame, "lag(v, 0)", "order by i") == [1, 2, 3]


def test_a_window_over_rows_that_come_backwards_is_the_same():
    frame = pr.DataFrame({"i": range(6), "v": [0, 1, None, 3, 4, 5]}).sort("i", descending=True)
    for call, expected in [
        ("lag(v)", [None, 0, 1, None, 3, 4]),
        ("lead(v, 2)", [None, 3, 4, 5, None, None]),
        ("lag(v) ignore nulls", [None, 0, 1, 1, 3, 4]),
        ("nth_value(v, 2)", [None, 1, 1, 1, 1, 1]),
        ("first_value(v)", [0] * 6),
        ("last_value(v)", [0, 1, None, 3, 4, 5]),
        ("sum(cast(v as double))", [0, 1, 1, 4, 8, 13]),
    ]:
        assert windows(frame, call, "order by i") == expected

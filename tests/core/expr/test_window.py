"""Windows: functions over rows around a row equal duckdb's and polars', wherever an expression may stand."""

import math
import random
from datetime import date, datetime, timedelta

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyrust as pr
from pyrust import functions as f

ROWS = 20_000
BATCH = 4_000


@pytest.fixture(scope="module")
def series() -> pa.Table:
    """Twenty thousand rows in five batches: few keys with nulls, an order without ties and one with them."""
    draw = random.Random(11)

    def maybe(value, share=0.1):
        return None if draw.random() < share else value

    table = pa.table(
        {
            "k": [draw.choice(["x", "y", "z", None]) for _ in range(ROWS)],
            "t": pa.array(draw.sample(range(ROWS), ROWS), pa.int64()),
            "tie": pa.array([maybe(draw.randint(0, 300)) for _ in range(ROWS)], pa.int64()),
            "moment": [datetime(2024, 1, 1) + timedelta(minutes=draw.randint(0, 100_000)) for _ in range(ROWS)],
            "n": pa.array([maybe(draw.randint(-50, 50)) for _ in range(ROWS)], pa.int64()),
            "v": pa.array([maybe(draw.uniform(-5, 5)) for _ in range(ROWS)], pa.float64()),
        }
    )
    return pa.Table.from_batches(table.to_batches(max_chunksize=BATCH))


def same(left, right) -> bool:
    if isinstance(left, float) and isinstance(right, (float, int)):
        return math.isclose(left, right, rel_tol=1e-7, abs_tol=1e-7)
    return left == right and (left is None) == (right is None)


T, TIE, N, V = (pr.col(name) for name in ("t", "tie", "n", "v"))
DAY = timedelta(days=1)

# what is asked of us, and the same in duckdb's SQL
SAME = {
    "a sum of a group": (N.sum().over("k"), "sum(n) over (partition by k)"),
    "a sum of all": (N.sum().over(), "sum(n) over ()"),
    "a running sum": (N.sum().over("k", order_by="t"), "sum(n) over (partition by k order by t)"),
    "a running sum with ties": (
        N.sum().over("k", order_by="tie"),
        "sum(n) over (partition by k order by tie nulls last)",
    ),
    "backwards": (
        N.sum().over("k", order_by=TIE.desc()),
        "sum(n) over (partition by k order by tie desc nulls last)",
    ),
    "several keys": (
        N.count().over(["k", N % 2], order_by=[TIE.desc(), "t"]),
        # Python's % has the sign of the divisor
        "count(n) over (partition by k, ((n % 2) + 2) % 2 order by tie desc nulls last, t)",
    ),
    "rows before": (
        V.mean().over("k", order_by="t", frame=("rows", -3, 0)),
        "avg(v) over (partition by k order by t rows between 3 preceding and current row)",
    ),
    "rows around": (
        V.max().over(order_by="t", frame=("rows", -2, 2)),
        "max(v) over (order by t rows between 2 preceding and 2 following)",
    ),
    "rows after": (
        N.sum().over("k", order_by="t", frame=("rows", 1, None)),
        "sum(n) over (partition by k order by t rows between 1 following and unbounded following)",
    ),
    "rows before the row before": (
        N.min().over("k", order_by="t", frame=("rows", None, -2)),
        "min(n) over (partition by k order by t rows between unbounded preceding and 2 preceding)",
    ),
    "the whole partition": (
        N.last().over("k", order_by="t", frame=("rows", None, None)),
        "last_value(n) over (partition by k order by t rows between unbounded preceding and unbounded following)",
    ),
    "a range of numbers": (
        N.sum().over("k", order_by="t", frame=("range", -100, 100)),
        "sum(n) over (partition by k order by t range between 100 preceding and 100 following)",
    ),
    "a range of floats": (
        N.count().over(order_by="v", frame=("range", -0.01, 0)),
        "count(n) over (order by v nulls last range between 0.01 preceding and current row)",
    ),
    "a range of times": (
        N.sum().over("k", order_by="moment", frame=("range", -DAY, 0)),
        "sum(n) over (partition by k order by moment range between interval 1 day preceding and current row)",
    ),
    "a range between times": (
        N.count().over("k", order_by="moment", frame=("range", timedelta(minutes=-90), timedelta(minutes=30))),
        """count(n) over (partition by k order by moment
           range between interval 90 minute preceding and interval 30 minute following)""",
    ),
    "groups": (
        N.sum().over("k", order_by="tie", frame=("groups", -1, 1)),
        "sum(n) over (partition by k order by tie nulls last groups between 1 preceding and 1 following)",
    ),
    "a filter": (
        f.count(filter=N > 0).over("k", order_by="t"),
        "count(*) filter (n > 0) over (partition by k order by t)",
    ),
    "an aggregate's own order": (
        f.first("n", order_by=T.desc()).over("k"),
        """first_value(n) over (partition by k order by t desc
           rows between unbounded preceding and unbounded following)""",
    ),
    "row_number": (f.row_number().over("k", order_by="t"), "row_number() over (partition by k order by t)"),
    "rank": (f.rank().over("k", order_by="tie"), "rank() over (partition by k order by tie nulls last)"),
    "dense_rank": (f.dense_rank().over(order_by="tie"), "dense_rank() over (order by tie nulls last)"),
    "percent_rank": (
        f.percent_rank().over("k", order_by="tie"),
        "percent_rank() over (partition by k order by tie nulls last)",
    ),
    "cume_dist": (f.cume_dist().over("k", order_by="tie"), "cume_dist() over (partition by k order by tie nulls last)"),
    "ntile": (f.ntile(7).over("k", order_by="t"), "ntile(7) over (partition by k order by t)"),
    "lag": (f.lag("n").over("k", order_by="t"), "lag(n) over (partition by k order by t)"),
    "lag of two": (f.lag("n", 2, 99).over("k", order_by="t"), "lag(n, 2, 99) over (partition by k order by t)"),
    "lead": (f.lead("v", 3).over("k", order_by="t"), "lead(v, 3) over (partition by k order by t)"),
    "lag of values": (
        f.lag("n", ignore_nulls=True).over("k", order_by="t"),
        "lag(n ignore nulls) over (partition by k order by t)",
    ),
    "first_value": (f.first_value("n").over("k", order_by="t"), "first_value(n) over (partition by k order by t)"),
    "last value so far": (
        f.last_value("n", ignore_nulls=True).over("k", order_by="t"),
        "last_value(n ignore nulls) over (partition by k order by t)",
    ),
    "nth_value": (
        f.nth_value("n", 3).over("k", order_by="t"),
        "nth_value(n, 3) over (partition by k order by t)",
    ),
    "median": (f.median("n").over("k"), "median(n) over (partition by k)"),
    "quantile": (f.quantile("v", 0.2).over("k"), "quantile_cont(v, 0.2) over (partition by k)"),
    "std": (
        V.std().over("k", order_by="t", frame=("rows", -9, 0)),
        "stddev_samp(v) over (partition by k order by t rows between 9 preceding and current row)",
    ),
    "corr": (f.corr("n", "v").over("k"), "corr(n, v) over (partition by k)"),
    "arithmetic": (
        (V - V.mean()).over("k") / V.std().over("k"),
        "(v - avg(v) over (partition by k)) / stddev_samp(v) over (partition by k)",
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_a_window_is_duckdbs(series, name):
    ours, theirs = SAME[name]
    found = pr.DataFrame(series).select("t", x=ours).sort("t").to_dict()
    expected = duckdb.sql(f"select t, {theirs} as x from series order by t").fetchall()
    assert found["t"] == [t for t, _ in expected]
    different = [(t, a, b) for t, a, (_, b) in zip(found["t"], found["x"], expected, strict=True) if not same(a, b)]
    assert different[:5] == []


@pytest.mark.parametrize("name", SAME)
def test_a_window_over_no_rows_has_none(series, name):
    assert pr.DataFrame(series.slice(0, 0)).select(x=SAME[name][0]).to_dict() == {"x": []}


# what is asked of us, and the same of polars, whose rows are sorted by "t" before
POLARS = {
    "shift": lambda c: c.shift(),
    "shift back": lambda c: c.shift(-2),
    "shift and fill": lambda c: c.shift(3, fill_value=7),
    "diff": lambda c: c.diff(),
    "diff of two": lambda c: c.diff(2),
    "cum_sum": lambda c: c.cum_sum(),
    "cum_sum backwards": lambda c: c.cum_sum(reverse=True),
    "cum_min": lambda c: c.cum_min(),
    "cum_max": lambda c: c.cum_max(),
    "cum_count": lambda c: c.cum_count(),
    "rolling_sum": lambda c: c.rolling_sum(4),
    "rolling_mean": lambda c: c.rolling_mean(5, min_samples=1),
    "rolling_min": lambda c: c.rolling_min(3, min_samples=2),
    "rolling_max": lambda c: c.rolling_max(3, min_samples=1, center=True),
    "rolling_median": lambda c: c.rolling_median(4, min_samples=1, center=True),
    "rolling_std": lambda c: c.rolling_std(6, min_samples=3),
    "rolling_var": lambda c: c.rolling_var(6, min_samples=3),
}


@pytest.mark.parametrize("name", POLARS)
@pytest.mark.parametrize("column", ["n", "v"])
def test_a_running_method_is_polars(series, name, column):
    small = series.slice(0, 9_000)
    method = POLARS[name]
    found = pr.DataFrame(small).select("t", x=method(pr.col(column)).over("k", order_by="t")).sort("t").to_dict()
    sorted_by_time = pl.from_arrow(small).sort("t")
    expected = sorted_by_time.select("t", x=method(pl.col(column)).over("k"))
    different = [(a, b) for a, b in zip(found["x"], expected["x"].to_list(), strict=True) if not same(a, b)]
    assert different[:5] == []


@pytest.mark.parametrize("method", ["average", "min", "max", "dense"])
@pytest.mark.parametrize("descending", [False, True])
def test_a_rank_is_polars(series, method, descending):
    found = pr.DataFrame(series).select("t", x=pr.col("n").rank(method, descending=descending).over("k")).sort("t")
    expected = pl.from_arrow(series).sort("t").select(x=pl.col("n").rank(method, descending=descending).over("k"))
    assert found.to_dict()["x"] == expected["x"].to_list()


def test_a_share_of_change():
    frame = pr.DataFrame({"t": [3, 1, 2], "a": [30, 10, 20]})
    assert frame.select("t", x=pr.col("a").pct_change().over(order_by="t")).sort("t").to_dict()["x"] == [None, 1.0, 0.5]


@given(
    st.lists(st.tuples(st.sampled_from("xy"), st.one_of(st.none(), st.integers(-5, 5))), max_size=30),
    st.sampled_from(["rows", "range", "groups"]),
    st.one_of(st.none(), st.integers(-3, 3)),
    st.one_of(st.none(), st.integers(-3, 3)),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_frame_is_duckdbs(values, units, start, end):
    if start is not None and end is not None and start > end:
        start, end = end, start
    drawn = pa.table(
        {
            "k": pa.array([k for k, _ in values], pa.string()),
            "i": pa.array(range(len(values)), pa.int64()),
            "o": pa.array([i // 2 for i in range(len(values))], pa.int64()),
            "a": pa.array([a for _, a in values], pa.int64()),
        }
    )

    def bound(distance, unbounded):
        if distance is None:
            return f"unbounded {unbounded}"
        return "current row" if distance == 0 else f"{abs(distance)} {'preceding' if distance < 0 else 'following'}"

    order = "i" if units == "rows" else "o"
    frame = f"{units} between {bound(start, 'preceding')} and {bound(end, 'following')}"
    expected = duckdb.sql(
        f"select sum(a) over (partition by k order by {order} {frame}) from drawn order by i"
    ).fetchall()
    found = pr.DataFrame(drawn).select("i", x=pr.col("a").sum().over("k", order_by=order, frame=(units, start, end)))
    assert found.sort("i").to_dict()["x"] == [x for (x,) in expected]


@pytest.fixture
def visits() -> pr.DataFrame:
    """Two visitors, five visits."""
    return pr.DataFrame({"who": ["x", "x", "y", "y", "x"], "t": [1, 2, 1, 2, 9], "a": [10, 20, 5, None, 1]})


def test_a_window_stands_wherever_an_expression_stands(visits):
    newest = f.row_number().over("who", order_by=pr.col("t").desc())
    assert visits.filter(newest == 1).sort("who").to_list() == [
        {"who": "x", "t": 9, "a": 1},
        {"who": "y", "t": 2, "a": None},
    ]
    assert visits.sort(newest, "who").to_dict()["t"] == [9, 2, 2, 1, 1]
    assert visits.sort(newest).columns == visits.columns
    halves = visits.group_by(half=f.ntile(2).over(order_by=["who", "t"])).agg(n=f.count())
    assert halves.sort("half").to_list() == [{"half": 1, "n": 3}, {"half": 2, "n": 2}]
    assert visits.with_columns(a=pr.col("a").max().over("who")).sort("who", "t").to_dict()["a"] == [20, 20, 20, 5, 5]
    assert visits.select(x=newest.is_in([1, 2]).cast(int).sum().over()).to_dict()["x"] == [4] * 5


def test_a_window_may_stand_in_another(visits):
    pause = pr.col("t") - pr.col("t").shift().over("who", order_by="t")
    session = (pause > 5).fill_null(True).cast(int).cum_sum().over("who", order_by="t")
    found = visits.with_columns(session=session).sort("who", "t").to_dict()["session"]
    assert found == [1, 1, 2, 1, 1]


def test_a_window_may_be_aggregated(visits):
    step = pr.col("t") - pr.col("t").shift().over("who", order_by="t")
    assert visits.group_by("who").agg(longest=step.max()).sort("who").to_dict()["longest"] == [7, 1]
    assert visits.select(longest=step.max()).to_dict() == {"longest": [7]}


def test_a_window_that_is_given_stays(visits):
    mean, newest = pr.col("t").mean().over(), pr.col("t").max().over(order_by="t")
    found = visits.with_columns(x=(mean - pr.col("t").mean() + newest * 0).over("who")).sort("who", "t").to_dict()["x"]
    assert found == [-1.0, -1.0, -1.0, 1.5, 1.5]


def test_one_window_serves_all_aggregates_of_an_expression(visits):
    share = (pr.col("a") / pr.col("a").sum() + pr.col("a").count() * 0).over("who")
    found = visits.with_columns(x=share).sort("who", "t").to_dict()["x"]
    assert found == [10 / 31, 20 / 31, 1 / 31, 1.0, None]


def test_an_unnamed_window_is_called_as_it_is_written(visits):
    made = visits.select(
        pr.col("a").sum().over("who"),
        pr.col("a").sum().over(["who", "t"], order_by=["t", pr.col("a").desc()]),
        pr.col("a").sum().over("who", order_by="t", frame=("rows", -3, None)),
        f.lag("a").over(order_by="t"),
        f.row_number().over(order_by="t"),
        pr.col("a").shift(2).over(order_by="t"),
    )
    assert made.columns == [
        "sum(a).over(who)",
        "sum(a).over([who, t], order_by=[t, a.desc()])",
        "sum(a).over(who, order_by=t, frame=(rows, -3, None))",
        "lag(a, 1).over(order_by=t)",
        "row_number().over(order_by=t)",
        "shift(a, 2)",
    ]


def test_the_order_of_a_window_is_never_guessed(visits):
    for unordered in (
        f.row_number().over("who"),
        f.rank(),
        pr.col("a").shift(),
        pr.col("a").cum_sum().over("who"),
        pr.col("a").rolling_mean(2),
        pr.col("a").first().over("who"),
    ):
        with pytest.raises(ValueError, match="order of the rows"):
            visits.with_columns(x=unordered)
    with pytest.raises(ValueError, match="none is given"):
        pr.col("a").sum().over("who", frame=("rows", -1, 0))


@pytest.mark.parametrize(
    ("frame", "error", "message"),
    [
        ("rows", TypeError, "is not a frame"),
        (("rows", -1), TypeError, "is not a frame"),
        (3, TypeError, "is not a frame"),
        (("row", -1, 0), ValueError, 'no frame of "row"'),
        (("rows", 1, 0), ValueError, "ends before"),
        (("rows", -1.5, 0), TypeError, "not an end of a frame"),
        (("groups", timedelta(1), None), TypeError, "not an end of a frame"),
        (("rows", True, None), TypeError, "not an end of a frame"),
        (("range", "1", None), TypeError, "not an end of a frame"),
    ],
)
def test_a_frame_that_makes_no_sense_is_refused(frame, error, message):
    with pytest.raises(error, match=message) as caught:
        pr.col("a").sum().over(order_by="t", frame=frame)
    assert '("rows", start, end)' in str(caught.value) or "ints" in str(caught.value)


def test_a_range_has_one_key():
    with pytest.raises(ValueError, match="one key"):
        pr.col("a").sum().over(order_by=["t", "a"], frame=("range", -1, 0))
    # up to the rows that tie needs no distance
    pr.col("a").sum().over(order_by=["t", "a"], frame=("range", None, 0))


def test_what_cannot_have_a_window_is_refused():
    with pytest.raises(ValueError, match="row by row"):
        (pr.col("a") + 1).over("k")
    with pytest.raises(ValueError, match="already"):
        f.rank().over("k", order_by="t").over("j")
    with pytest.raises(ValueError, match="order of its own"):
        pr.col("a").rank().over("k", order_by="t")
    with pytest.raises(ValueError, match="order of its own"):
        f.first("a", order_by="t").over("k", order_by="t")
    with pytest.raises(ValueError, match="whole partition"):
        f.rank().over(order_by="t", frame=("rows", -1, 0))
    with pytest.raises(ValueError, match="frame of its own"):
        pr.col("a").rolling_sum(2).over(order_by="t", frame=("rows", -1, 0))
    with pytest.raises(ValueError, match="n must be 1 or more"):
        f.ntile(0)
    with pytest.raises(ValueError, match="no method"):
        pr.col("a").rank("first")
    with pytest.raises(ValueError, match="cannot have 3 values"):
        pr.col("a").rolling_sum(2, min_samples=3)


def test_a_window_names_columns_that_exist(visits):
    for window in (
        pr.col("a").sum().over("zz"),
        pr.col("a").sum().over(order_by="zz"),
        pr.col("zz").sum().over("who"),
    ):
        with pytest.raises(pr.ColumnNotFoundError):
            visits.with_columns(x=window)


def test_the_order_may_be_of_any_type():
    when = [date(2024, 1, 3), date(2024, 1, 1), date(2024, 1, 2)]
    table = pa.table({"i": [3, 1, 2], "d": when, "b": [b"c", b"a", b"b"], "s": ["c", "a", "b"]})
    table = table.append_column("dur", pa.array([timedelta(3), timedelta(1), timedelta(2)]))
    for key in ("d", "b", "s", "dur"):
        frame = pr.DataFrame(table).select("i", x=f.row_number().over(order_by=key), y=f.lag("i").over(order_by=key))
        assert frame.sort("i").to_dict() == {"i": [1, 2, 3], "x": [1, 2, 3], "y": [None, 1, 2]}, key
    days = pr.col("i").sum().over(order_by="d", frame=("range", -DAY, 0))
    assert pr.DataFrame(table).select("i", x=days).sort("i").to_dict()["x"] == [1, 3, 5]


def test_an_aggregate_runs_over_an_order_of_any_type():
    table = pa.table({"n": [1, 2, 4], "b": [b"b", b"a", b"b"], "flag": [True, False, True], "s": ["y", "x", "y"]})
    table = table.append_column("dur", pa.array([timedelta(2), timedelta(1), timedelta(2)]))
    table = table.append_column("struct", pa.array([{"x": 2}, {"x": 1}, {"x": 2}]))
    for key in ("b", "flag", "s", "dur", "struct"):
        found = pr.DataFrame(table).select("n", x=pr.col("n").sum().over(order_by=key)).sort("n").to_dict()
        assert found["x"] == [7, 2, 7], key


@pytest.mark.parametrize(
    ("key", "frame"),
    [
        ("s", ("range", -1, 0)),
        ("n", ("range", -1.5, 0)),
        ("n", ("range", -DAY, 0)),
        ("moment", ("range", -1, 0)),
    ],
)
def test_a_range_is_measured_in_the_key_s_own_unit(key, frame):
    table = pr.DataFrame({"n": [1], "s": ["x"], "moment": [datetime(2024, 1, 1)]})
    with pytest.raises(TypeError, match="range is"):
        table.select(pr.col("n").sum().over(order_by=key, frame=frame))
    day = pr.col("n").sum().over(order_by="moment", frame=("range", -DAY, timedelta(seconds=1.5)))
    assert table.select(day).columns == ["sum(n).over(order_by=moment, frame=(range, -86400s, 1.5s))"]


def test_every_window_function_of_the_engine_is_a_function():
    names = pr.sql(
        "select distinct routine_name as name from information_schema.routines where function_type = 'WINDOW'"
    ).to_dict()["name"]
    assert len(names) >= 11
    assert [name for name in names if not callable(getattr(f, name, None))] == []

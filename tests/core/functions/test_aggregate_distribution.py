"""Mode, skewness, kurtosis, product, counts of nulls and the largest values, beside polars."""

import math
import random

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

NAN = float("nan")


def several_batches(columns, rows=7):
    table = pa.table(columns)
    return pr.DataFrame(pa.concat_tables([table.slice(start, rows) for start in range(0, len(table), rows)]))


@pytest.fixture(scope="module")
def columns():
    random.seed(7)
    keys = [random.choice("xyz") for _ in range(200)]
    ints = [random.choice([None, 1, 2, 3, 5, 8]) for _ in range(200)]
    floats = [random.choice([None, random.gauss(5, 2), random.gauss(5, 2)]) for _ in range(200)]
    return {"k": keys, "i": ints, "f": floats, "t": list(range(200))}


@pytest.fixture(scope="module")
def frame(columns):
    return several_batches(columns)


def close(one, other):
    if one is None or other is None:
        return one is other
    return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("options", [{}, {"bias": False}])
@pytest.mark.parametrize("name", ["skew", "kurtosis"])
def test_the_shape_of_a_distribution_is_that_of_polars(columns, frame, name, options):
    ours = frame.group_by("k").agg(x=getattr(pr.col("f"), name)(**options)).sort("k").to_dict()["x"]
    grouped = pl.DataFrame(columns).group_by("k").agg(x=getattr(pl.col("f"), name)(**options)).sort("k")
    assert all(map(close, ours, grouped["x"].to_list()))
    whole = frame.select(x=getattr(pr.col("f"), name)(**options)).to_dict()["x"]
    assert close(whole[0], pl.DataFrame(columns).select(x=getattr(pl.col("f"), name)(**options))["x"][0])
    window = frame.select("k", x=getattr(pr.col("f"), name)(**options).over("k")).distinct().sort("k").to_dict()["x"]
    assert all(map(close, window, ours))


@pytest.mark.parametrize("values", [[1.0], [1.0, 1.0], [1.0, 2.0], [1.0, 2.0, 4.0], [], [None], [NAN, 1.0]])
def test_few_values_have_the_shape_that_they_have_in_polars(values):
    beside = pl.DataFrame({"a": values}, schema={"a": pl.Float64})
    ours = pr.DataFrame(beside)
    for name in ("skew", "kurtosis"):
        for bias in (True, False):
            found = ours.select(x=getattr(pr.col("a"), name)(bias=bias)).to_dict()["x"][0]
            expected = beside.select(x=getattr(pl.col("a"), name)(bias=bias))["x"][0]
            assert close(found, expected), (name, bias)


def test_a_frame_that_slides_gives_the_shape_of_its_rows(columns, frame):
    window = pr.col("f").skew().over(order_by="t", frame=("rows", -9, 0))
    ours = frame.select("t", x=window).sort("t").to_dict()["x"]
    for end in (0, 3, 50, 199):
        rows = [value for value in columns["f"][max(0, end - 9) : end + 1] if value is not None]
        assert close(ours[end], pl.Series(rows, dtype=pl.Float64).skew()), end


def test_kurtosis_says_of_what(frame):
    fisher, pearson = (frame.select(x=pr.col("f").kurtosis(fisher=flag)).to_dict()["x"][0] for flag in (True, False))
    assert pearson == pytest.approx(fisher + 3)
    assert frame.select(pr.col("f").kurtosis(False, False)).columns == ["kurtosis(f, fisher=False, bias=False)"]


def test_the_mode_is_the_smallest_of_the_most_frequent(columns, frame):
    ours = frame.group_by("k").agg(x=pr.col("i").mode()).sort("k").to_dict()["x"]
    grouped = pl.DataFrame(columns).drop_nulls("i").group_by("k").agg(x=pl.col("i").mode().min()).sort("k")
    assert ours == grouped["x"].to_list()
    words = pr.DataFrame({"s": ["b", "a", "b", "a", None, None, None]})
    assert words.select(x=pr.col("s").mode()).to_dict() == {"x": ["a"]}
    assert words.head(0).select(x=pr.col("s").mode()).to_dict() == {"x": [None]}
    dictionary = pr.DataFrame(pa.table({"s": pa.array(["b", "a", "b"]).dictionary_encode()}))
    assert dictionary.select(x=pr.col("s").mode()).to_dict() == {"x": ["b"]}
    assert pr.sql("select mode(s) as x from words").to_dict() == {"x": ["a"]}


def test_a_product_is_exact_or_an_error(columns, frame):
    ours = frame.filter(pr.col("t") < 30).group_by("k").agg(x=pr.col("i").product()).sort("k").to_dict()["x"]
    beside = pl.DataFrame(columns).filter(pl.col("t") < 30)
    assert ours == beside.group_by("k").agg(x=pl.col("i").product()).sort("k")["x"].to_list()
    assert pr.DataFrame({"a": [2.0, None, 4.5]}).select(x=pr.col("a").product()).to_dict() == {"x": [9.0]}
    assert pr.DataFrame({"a": [True, False]}).select(x=pr.col("a").product()).to_dict() == {"x": [0]}
    assert pr.DataFrame({"a": [None]}).select(x=pr.col("a").product()).to_dict() == {"x": [None]}
    assert pr.DataFrame({"a": [2**62, 2**62, 2**62, 0]}).select(x=pr.col("a").product()).to_dict() == {"x": [0]}
    with pytest.raises(OverflowError, match="the product does not fit int64"):
        pr.DataFrame({"a": [2**62, 3]}).select(pr.col("a").product()).collect()


@pytest.mark.parametrize("reverse", [False, True])
def test_a_running_product_skips_nulls(reverse):
    values = [2, None, -3, 1, None, 2]
    ours = pr.DataFrame({"t": range(6), "a": values})
    found = ours.select("t", x=pr.col("a").cum_prod(reverse=reverse).over(order_by="t")).sort("t").to_dict()["x"]
    assert found == pl.Series(values).cum_prod(reverse=reverse).to_list()


def test_nulls_and_rows_are_counted(columns, frame):
    made = frame.group_by("k").agg(n=pr.col("i").null_count(), rows=pr.col("i").len()).sort("k")
    beside = pl.DataFrame(columns).group_by("k").agg(n=pl.col("i").null_count(), rows=pl.len()).sort("k")
    assert made.to_dict() == beside.select("k", pl.col("n", "rows").cast(pl.Int64)).to_dict(as_series=False)
    assert frame.head(0).select(n=pr.col("i").null_count(), rows=pr.col("i").len()).to_dict() == {"n": [0], "rows": [0]}
    assert frame.select(pr.selectors.numeric().null_count().name.keep()).columns == ["i", "f", "t"]
    assert frame.select(pr.col("i").null_count(), pr.col("i").len()).columns == ["null_count(i)", "len(i)"]
    with pytest.raises(pr.ColumnNotFoundError):
        frame.select(pr.col("nowhere").len())


def test_the_largest_values_are_a_list(frame, columns):
    made = frame.group_by("k").agg(top=pr.col("i").top_k(3), low=pr.col("f").bottom_k(2)).sort("k").to_dict()
    for key, top, low in zip(made["k"], made["top"], made["low"], strict=True):
        rows = [index for index, other in enumerate(columns["k"]) if other == key]
        ints = sorted((columns["i"][row] for row in rows if columns["i"][row] is not None), reverse=True)
        floats = sorted(columns["f"][row] for row in rows if columns["f"][row] is not None)
        assert (top, low) == (ints[:3], floats[:2])
    nan = pr.DataFrame({"a": [1.0, NAN, None]}).select(x=pr.col("a").top_k(5)).to_dict()["x"][0]
    assert math.isnan(nan[0])
    assert nan[1:] == [1.0]


def test_a_filter_counts_for_all_of_them(frame):
    few = pr.col("t") < 10
    for name, options in (("skew", {"bias": False}), ("top_k", {"k": 2}), ("null_count", {}), ("product", {})):
        filtered = getattr(pr.col("i"), name)(**options, filter=few)
        assert (
            frame.select(x=filtered).to_dict()
            == frame.filter(few).select(x=getattr(pr.col("i"), name)(**options)).to_dict()
        )


@pytest.mark.parametrize(
    ("expr", "says"),
    [
        (pr.col("k").skew(), "skew"),
        (pr.col("k").product(), "product"),
        (pr.col("k").kurtosis(bias=False), "kurtosis"),
    ],
)
def test_strings_are_refused(frame, expr, says):
    with pytest.raises(pr.PyRustError, match=says):
        frame.select(expr).collect()

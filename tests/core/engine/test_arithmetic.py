"""Integers that do not fit their type are an error everywhere; what else happens at the edge is what the page says."""

import math
import random
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, localcontext
from operator import add, lshift, mul, rshift, sub
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyrust as pr

TOP, BOTTOM = 2**63 - 1, -(2**63)
TYPES = {
    f"{sign}int{bits}": (-(2 ** (bits - 1)) if not sign else 0, 2 ** (bits - (not sign)) - 1)
    for bits in (8, 16, 32, 64)
    for sign in ("", "u")
}
EXACT = {"+": add, "-": sub, "*": mul}


def _typed(dtype: str, **columns: list[int | None]) -> pr.DataFrame:
    return pr.DataFrame(pa.table({name: pa.array(values, dtype) for name, values in columns.items()}))


def _by_expression(frame: pr.DataFrame, operator: str) -> pr.DataFrame:
    return frame.select(x=EXACT[operator](pr.col("a"), pr.col("b")))


def _by_sql(frame: pr.DataFrame, operator: str) -> pr.DataFrame:
    return pr.sql(f"select a {operator} b as x from frame", frame=frame)


@pytest.mark.parametrize("compute", [_by_expression, _by_sql])
@pytest.mark.parametrize("dtype", TYPES)
def test_every_edge_of_every_width_is_exact_or_an_error(dtype, compute):
    low, high = TYPES[dtype]
    edges = {low, low + 1, -1, 0, 1, 2, high // 2 + 1, high}
    values = sorted(value for value in edges if low <= value <= high)
    pairs = [(a, b) for a in values for b in values]
    for operator, exact in EXACT.items():
        fits = [(a, b) for a, b in pairs if low <= exact(a, b) <= high]
        # a null beside it has no part in the computation
        frame = _typed(dtype, a=[None] + [a for a, _ in fits], b=[high] + [b for _, b in fits])
        result = compute(frame, operator)
        assert result.dtypes == [dtype]
        assert result.to_dict() == {"x": [None] + [exact(a, b) for a, b in fits]}
        for a, b in set(pairs) - set(fits):
            with pytest.raises(pr.OutOfRangeError, match=f"does not fit {dtype}"):
                compute(_typed(dtype, a=[0, a], b=[0, b]), operator).collect()


def test_the_error_names_the_operation_and_the_numbers():
    frame = pr.DataFrame({"a": [TOP]})
    with pytest.raises(
        OverflowError, match=r"addition: 9223372036854775807 \+ 1 does not fit int64, in a \+ 1\nhint: .*decimal"
    ):
        frame.select(pr.col("a") + 1).collect()
    with pytest.raises(OverflowError, match=r"negation: -\(-9223372036854775808\) does not fit int64"):
        pr.DataFrame({"a": [BOTTOM]}).select(-pr.col("a")).collect()
    with pytest.raises(OverflowError, match="sum: the total 9223372036854775808 does not fit int64"):
        pr.DataFrame({"a": [TOP, 1]}).select(pr.col("a").sum()).collect()
    assert frame.select(x=pr.col("a").cast("decimal(38,0)") + 1).to_dict() == {"x": [Decimal(TOP + 1)]}


@pytest.mark.parametrize("dtype", [dtype for dtype in TYPES if not dtype.startswith("u")])
def test_the_smallest_number_has_no_negative_and_no_absolute_value(dtype):
    low, high = TYPES[dtype]
    frame = _typed(dtype, a=[low])
    for expr in (-pr.col("a"), abs(pr.col("a"))):
        with pytest.raises(OverflowError):
            frame.select(expr).collect()
        assert _typed(dtype, a=[low + 1]).select(x=expr).to_dict() == {"x": [high]}


@pytest.mark.parametrize(
    "text",
    [
        "select 9223372036854775807 + 1",
        "select -(-9223372036854775808)",
        "select a * 2 from t",
        "select b from t where a + b > 0",
        "select a + b as k, count(*) from t group by a + b",
        "select sum(a + b) from t",
        "select b from t order by a + b",
        "select b, row_number() over (order by a + b) from t",
        "select x.b from t x join t y on x.a + 1 = y.b",
        "select x.b from t x join t y on x.b = y.b and x.a + y.b > 5",
        "select b from t where b in (select a + 1 from t)",
        "select (select max(a + 1) from t x where x.b = y.b) from t y",
        "select sum(b) from t having sum(a) + sum(b) > 0",
        "with c as (select a + 1 as z from t) select z from c",
        "select case when b = 1 then a + b else 0 end from t",
    ],
)
def test_sql_overflows_nowhere_unseen(text):
    t = pr.DataFrame({"a": [TOP, 5], "b": [1, 2]})
    with pytest.raises(pr.OutOfRangeError):
        pr.sql(text, t=t).collect()


def test_what_a_branch_does_not_take_is_not_computed():
    t = pr.DataFrame({"a": [TOP, 5], "b": [1, 2]})
    assert pr.sql("select case when a < 100 then a + b else 0 end as x from t", t=t).to_dict() == {"x": [0, 7]}
    safe = pr.when(pr.col("a") < 100).then(pr.col("a") + pr.col("b")).otherwise(0)
    assert t.select(x=safe).to_dict() == {"x": [0, 7]}


SHIFTS = "sum(x + 1) as a, sum(x - 2) as b, sum(3 + x) as c, sum(x) as d, count(*) as e, sum(y + 1) as f"


@pytest.mark.parametrize("of", ["int8", "uint8", "int16", "uint16", "int32", "uint32"])
def test_sums_of_a_column_with_constants_added_are_one_sum(of):
    t = pa.table({"x": pa.array([5, None, 7, 100], of), "y": [1, 2, 3, 4], "k": ["u", "u", "v", "v"]})
    plan = pr.sql(f"select {SHIFTS} from t", t=t).explain()
    assert "__sum_of_shifted_0" in plan
    assert "__sum_of_shifted_1" not in plan
    total = {"a": 115, "b": 106, "c": 121, "d": 112, "e": 4, "f": 14}
    assert pr.sql(f"select {SHIFTS} from t", t=t).to_list() == [total]
    assert pr.sql(f"select {SHIFTS} from t where k = 'w'", t=t).to_list() == [dict.fromkeys("abcdf") | {"e": 0}]
    groups = pr.sql(f"select k, {SHIFTS} from t group by k order by k", t=t).to_list()
    assert groups == [
        {"k": "u", "a": 6, "b": 3, "c": 8, "d": 5, "e": 2, "f": 5},
        {"k": "v", "a": 109, "b": 103, "c": 113, "d": 107, "e": 2, "f": 9},
    ]
    rolled = pr.sql(f"select k, {SHIFTS} from t group by rollup(k) order by k", t=t).to_list()
    assert rolled == [*groups, {"k": None, **total}]
    names = pr.sql("select sum(x + 1), sum(x + 2), sum(x - 3) from t", t=t).columns
    assert names == ["sum(x + Int64(1))", "sum(x + Int64(2))", "sum(x - Int64(3))"]


def test_sums_of_wide_columns_are_added_row_by_row():
    """An addition of 64 bits may overflow where the sum would not."""
    t = pr.DataFrame({"x": [TOP, -5]})
    query = pr.sql("select sum(x + 1), sum(x + 2), sum(x + 3) from t", t=t)
    assert "shifted" not in query.explain()
    with pytest.raises(OverflowError):
        query.collect()


def test_names_and_types_of_columns_are_those_of_the_operators():
    t = pr.DataFrame({"a": [1], "b": [2]})
    assert pr.sql("select a + b, a * 2, -a, sum(a + 1) from t group by a, b", t=t).columns == [
        "a + b",
        "a * Int64(2)",
        "(- a)",
        "sum(a + Int64(1))",
    ]
    assert t.select(pr.col("a") + pr.col("b")).columns == ["a + b"]
    assert "checked_add(a@0, b@1)" in t.select(pr.col("a") + pr.col("b")).explain()
    assert "checked" not in t.select(x=pr.col("a") + 0, y=pr.col("a") * 1, z=pr.col("a") - 0).explain()


def test_shifts_lose_no_bit_unseen():
    frame = pr.DataFrame({"a": [1, -1, 3], "n": [62, 63, 0]})
    expected = [a << n for a, n in zip(*frame.to_dict().values(), strict=True)]
    assert frame.select(x=pr.col("a") << pr.col("n")).to_dict() == {"x": expected}
    assert frame.select(x=pr.col("a") >> pr.col("n")).to_dict() == {"x": [0, -1, 3]}
    assert frame.select(x=pr.col("a") >> 200).to_dict() == {"x": [0, -1, 0]}
    assert frame.select(x=0 * pr.col("a") << 200).to_dict() == {"x": [0, 0, 0]}
    for shift, count in ((lshift, 63), (lshift, 64), (lshift, -1), (rshift, -1)):
        with pytest.raises(OverflowError, match="shift"):
            frame.select(shift(pr.col("a"), count)).collect()
    with pytest.raises(OverflowError, match="shift"):
        pr.sql("select 1 << 64").collect()


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(-9, 9), st.integers(BOTTOM, TOP))), max_size=40
    )
)
def test_sums_are_those_of_python_or_an_error(rows):
    schema = pa.schema({"k": pa.int64(), "v": pa.int64()})
    # many batches, so that there are many partial totals
    batches = [
        pa.record_batch({"k": [k], "v": pa.array([v], pa.int64())}, schema=schema)
        for k, v in random.Random(len(rows)).sample(rows, len(rows))
    ]
    frame = pr.DataFrame(pa.Table.from_batches(batches, schema))
    groups: dict[int, list[int]] = {k: [] for k, _ in rows}
    for k, v in rows:
        groups[k] += [] if v is None else [v]
    for totals, result in (
        (dict(groups.items()), frame.group_by("k").agg(s=pr.col("v").sum())),
        (
            {k: sorted(set(values)) for k, values in groups.items()},
            pr.sql("select k, sum(distinct v) as s from frame group by k", frame=frame),
        ),
    ):
        expected = {k: sum(values) if values else None for k, values in totals.items()}
        if all(total is None or BOTTOM <= total <= TOP for total in expected.values()):
            assert dict(zip(*result.to_dict().values(), strict=True)) == expected
        else:
            with pytest.raises(pr.OutOfRangeError, match="sum: the total"):
                result.collect()


def test_only_the_total_must_fit_whatever_was_on_the_way():
    for values in ([TOP, TOP, -TOP], [TOP, 1, -1], [BOTTOM, -1, 1, TOP]):
        assert pr.DataFrame({"a": values}).select(x=pr.col("a").sum()).to_dict() == {"x": [sum(values)]}
    unsigned = _typed("uint64", a=[2**64 - 1, None])
    assert unsigned.select(x=pr.col("a").sum()).to_dict() == {"x": [2**64 - 1]}
    with pytest.raises(pr.OutOfRangeError, match="uint64"):
        unsigned.union(_typed("uint64", a=[1])).select(pr.col("a").sum()).collect()


def test_small_integers_are_added_in_64_bits():
    for dtype, (_, high) in TYPES.items():
        if dtype.endswith("64"):
            continue
        total = _typed(dtype, a=[high, high]).select(x=pr.col("a").sum())
        assert total.dtypes == ["uint64" if dtype.startswith("u") else "int64"]
        assert total.to_dict() == {"x": [2 * high]}


def test_sums_over_moving_frames_take_values_away_again():
    t = pr.DataFrame({"n": [1, 2, 3, 4, 5], "v": [TOP, None, -TOP, 7, TOP]})
    window = "over (order by n rows between 1 preceding and current row)"
    moving = pr.sql(f"select sum(v) {window} as x from t where n < 5 order by n", t=t)
    assert moving.to_dict() == {"x": [TOP, TOP, -TOP, 7 - TOP]}
    for what in ("v", "distinct v"):
        growing = pr.sql(f"select sum({what}) over (order by n) as x from t where n < 5 order by n", t=t)
        assert growing.to_dict() == {"x": [TOP, TOP, 0, 7]}
        with pytest.raises(pr.OutOfRangeError, match="sum: the total"):
            pr.sql(f"select sum({what}) {window} as x from t order by n", t=t).collect()
    slid = pr.sql(f"select sum(distinct w) {window} as x from t order by n", t=t.with_columns(w=pr.lit(3)))
    assert slid.to_dict() == {"x": [3] * 5}


def test_windows_of_expressions_are_checked():
    t = pr.DataFrame({"k": ["x", "x", "y"], "n": [1, 2, 3], "v": [TOP, 1, 5]})
    total = pr.col("v").sum().over("k")
    assert t.filter(pr.col("k") == "y").select(x=total + 1).to_dict() == {"x": [6]}
    for expr in (total, (pr.col("v") * 2).max().over("k"), pr.col("n").sum().over("k") + TOP):
        with pytest.raises(pr.OutOfRangeError):
            t.select(expr).collect()
    running = pr.col("v").sum().over("k", order_by="n")
    assert t.filter(pr.col("n") != 2).select("n", x=running).sort("n").to_dict()["x"] == [TOP, 5]


def test_sums_keep_filters_empty_groups_and_one_distinct():
    t = pr.DataFrame({"k": ["x", "x", "y"], "v": [1, 1, None], "w": [10, 20, 30]})
    text = "select k, sum(v) as a, sum(w) filter (where w > 15) as b, sum(distinct v) as c from t group by k order by k"
    assert pr.sql(text, t=t).to_dict() == {"k": ["x", "y"], "a": [2, None], "b": [20, 30], "c": [1, None]}
    text = "select k, sum(w) as a, sum(distinct v) as b, min(w) as c from t group by k order by k"
    assert pr.sql(text, t=t).to_dict() == {"k": ["x", "y"], "a": [30, 30], "b": [1, None], "c": [10, 30]}
    assert pr.sql("select sum(v) as a, sum(v + 1) as b, sum(v + 2) as c from t", t=t).to_dict() == {
        "a": [2],
        "b": [4],
        "c": [6],
    }
    assert t.filter(pr.col("w") > 99).select(x=pr.col("v").sum()).to_dict() == {"x": [None]}


def test_durations_are_added_as_integers_are():
    t = pr.DataFrame({"e": [timedelta(days=1), timedelta(hours=1), None]})
    assert t.select(x=pr.col("e").sum()).to_dict() == {"x": [timedelta(days=1, hours=1)]}
    far = "select arrow_cast(9223372036854775807, 'Duration(Microsecond)') as e"
    with pytest.raises(pr.OutOfRangeError, match="sum"):
        pr.sql(f"select sum(e) from ({far} union all {far})").collect()
    with pytest.raises(pr.OutOfRangeError):
        pr.sql(f"select e + e from ({far})").collect()


def test_sums_of_decimals_do_not_lose_digits():
    nines = Decimal(10**38 - 1)
    frame = pr.DataFrame({"k": ["x", "x"], "d": [nines, Decimal(1)]})
    for total in (frame.select(pr.col("d").sum()), frame.group_by("k").agg(pr.col("d").sum())):
        with pytest.raises(pr.OutOfRangeError, match=f"sum: the total {10**38} does not fit decimal"):
            total.collect()
    both = frame.union(frame).union(frame)
    with pytest.raises(pr.OutOfRangeError, match=r"more than 38 digits|does not fit"):
        both.select(pr.col("d").sum()).collect()
    small = pr.DataFrame(pa.table({"d": pa.array([Decimal("9999999.99"), Decimal("0.01")], pa.decimal32(9, 2))}))
    with pytest.raises(pr.OutOfRangeError, match=r"the total 10000000\.00 does not fit decimal"):
        small.select(pr.col("d").sum()).collect()
    assert small.select(x=pr.col("d").cast("decimal(15,2)").sum()).to_dict() == {"x": [Decimal("10000000.00")]}


DIGITS = [(38, 0), (38, 6), (15, 2), (18, 0), (23, 2), (9, 9), (38, 20)]


def _decimals(precision: int, scale: int) -> st.SearchStrategy[Decimal | None]:
    top = 10**precision - 1
    # what fits in 64 bits and what does not are computed by different code
    whole = st.one_of(st.integers(-999, 999), st.integers(max(-top, BOTTOM), min(top, TOP)), st.integers(-top, top))
    return st.one_of(st.none(), whole.map(lambda value: Decimal(value).scaleb(-scale, Context(prec=99))))


@st.composite
def _decimal_columns(draw: st.DrawFn) -> tuple[pa.Table, Decimal]:
    left, right = draw(st.sampled_from(DIGITS)), draw(st.sampled_from(DIGITS))
    rows = draw(st.lists(st.tuples(_decimals(*left), _decimals(*right)), min_size=1, max_size=6))
    columns = {"a": pa.array([a for a, _ in rows], pa.decimal128(*left))}
    columns["b"] = pa.array([b for _, b in rows], pa.decimal128(*right))
    return pa.table(columns), draw(_decimals(*right).filter(lambda value: value is not None))


def _steps(operator: str, left: tuple[Decimal, int], right: tuple[Decimal, int]) -> list[int]:
    """The 128-bit numbers on the way to a result, of values with their scales; the last is the result."""
    scale = max(left[1], right[1])
    integers = [int(value.scaleb(scale if operator != "*" else own)) for value, own in (left, right)]
    return [*integers, EXACT[operator](*integers)]


@settings(derandomize=True, max_examples=150, deadline=None)
@given(_decimal_columns(), st.sampled_from(list(EXACT)))
def test_decimals_are_those_of_python_or_an_error(columns, operator):
    table, constant = columns
    frame = pr.DataFrame(table)
    scales = [column.type.scale for column in table.columns]
    literal = pr.lit(constant).cast(str(frame.schema["b"]))
    rows = [(row["a"], row["b"]) for row in table.to_pylist()]
    for pairs, expr, digits in (
        (rows, EXACT[operator](pr.col("a"), pr.col("b")), scales),
        ([(a, constant) for a, _ in rows], EXACT[operator](pr.col("a"), literal), scales),
        ([(constant, a) for a, _ in rows], EXACT[operator](literal, pr.col("a")), scales[::-1]),
    ):
        with localcontext(Context(prec=99)):
            expected = [None if None in pair else EXACT[operator](*pair) for pair in pairs]
            valid = [zip(pair, digits, strict=True) for pair in pairs if None not in pair]
            steps = [_steps(operator, *pair) for pair in valid]
        fits = all(-(2**127) <= number < 2**127 for of_pair in steps for number in of_pair)
        # A number of 39 digits has room in 128 bits, and none in its type.
        fits = fits and all(abs(of_pair[-1]) < 10**38 for of_pair in steps)
        if fits and (operator != "*" or sum(scales) <= 38):
            assert frame.select(x=expr).to_dict() == {"x": expected}
        else:
            with pytest.raises(pr.PyRustError):
                frame.select(x=expr).collect()


def test_files_of_many_row_groups_are_filtered_and_added_the_same(tmp_path: Path):
    numbers = list(range(10_000))
    pq.write_table(
        pa.table({"n": numbers, "big": [TOP - n for n in numbers]}), tmp_path / "t.parquet", row_group_size=700
    )
    frame = pr.read_parquet(tmp_path / "t.parquet")
    kept = frame.filter(pr.col("n") * 2 + 1 > 19_000)
    assert kept.select("n").to_dict() == {"n": [n for n in numbers if n * 2 + 1 > 19_000]}
    assert frame.with_columns(m=-pr.col("n")).sort("m").head(2).to_dict()["n"] == [9_999, 9_998]
    assert frame.filter(pr.col("big") + pr.col("n") == TOP).count() == 10_000
    with pytest.raises(pr.OutOfRangeError):
        frame.filter(pr.col("big") + pr.col("n") + 1 > 0).count()
    with pytest.raises(pr.OutOfRangeError):
        frame.select(pr.col("big").sum()).collect()
    assert frame.select(x=(pr.col("big") - pr.col("big") + pr.col("n")).sum()).to_dict() == {"x": [sum(numbers)]}


def test_an_order_survives_a_sum_without_a_second_sort():
    t = pr.DataFrame({"n": [3, 1, 2]})
    plan = t.sort("n").with_columns(m=pr.col("n") + 1).sort("m").explain()
    assert plan.count("SortExec") == 1
    assert t.sort("n").select(m=pr.col("n") + 1).to_dict() == {"m": [2, 3, 4]}


def test_division_of_integers():
    t = pr.DataFrame({"a": [7, -7, 1, -1, 0], "b": [2, 2, 0, 0, 0]})
    assert t.head(2).select(x=pr.col("a") // pr.col("b")).to_dict() == {"x": [3, -4]}
    assert t.head(2).select(x=pr.col("a") % pr.col("b")).to_dict() == {"x": [1, 1]}
    first, second, third = t.limit(3, offset=2).select(x=pr.col("a") / pr.col("b")).to_dict()["x"]
    assert (first, second) == (math.inf, -math.inf)
    assert math.isnan(third)
    for expr in (pr.col("a") // pr.col("b"), pr.col("a") % pr.col("b")):
        with pytest.raises(pr.PyRustError, match=r"[Dd]ivi"):
            t.select(expr).collect()
    smallest = pr.DataFrame({"a": [BOTTOM], "b": [-1]})
    with pytest.raises(OverflowError):
        smallest.select(pr.col("a") // pr.col("b")).collect()
    with pytest.raises(OverflowError):
        pr.sql("select a / b from smallest", smallest=smallest).collect()
    assert smallest.select(x=pr.col("a") % pr.col("b"), y=pr.col("a") // 1).to_dict() == {"x": [0], "y": [BOTTOM]}


@pytest.mark.parametrize(
    ("value", "dtype"),
    [(1e30, "int64"), (math.nan, "int64"), (math.inf, "int64"), (300, "int8"), (-1, "uint8"), (2**40, "int32")],
)
def test_a_cast_of_a_number_that_does_not_fit_is_an_error_or_null(value, dtype):
    frame = pr.DataFrame({"a": [value]})
    with pytest.raises(OverflowError):
        frame.select(pr.col("a").cast(dtype)).collect()
    assert frame.select(x=pr.col("a").try_cast(dtype)).to_dict() == {"x": [None]}


def test_a_cast_to_integers_cuts_towards_zero():
    frame = pr.DataFrame({"a": [2.7, -2.7]})
    assert frame.select(x=pr.col("a").cast(int)).to_dict() == {"x": [2, -2]}


def test_times_out_of_range_are_errors():
    with pytest.raises(OverflowError):
        pr.sql("select d + interval '300000 years' from (select date '9999-12-31' as d)").collect()
    late = pr.DataFrame({"t": [datetime(2261, 1, 1)]}).select(t=pr.col("t").cast("timestamp[ns]"))
    with pytest.raises(OverflowError):
        late.select(pr.col("t") + timedelta(days=999)).collect()
    assert pr.sql("select date '9999-12-31' - date '0001-01-01' as x").to_dict() == {"x": [(date.max - date.min).days]}


def test_unsigned_64_bits_beside_signed_ones_become_a_decimal():
    result = _typed("uint64", a=[2**64 - 1]).select(x=pr.col("a") + 1)
    assert result.to_dict() == {"x": [Decimal(2**64)]}


def test_floats_are_no_error_but_for_a_square_root():
    frame = pr.DataFrame({"x": [-1.0]})
    for method in ("ln", "log2", "log10", "acos", "acosh", "atanh"):
        bad = 2.0 if method in ("acos", "atanh") else -1.0
        assert math.isnan(frame.select(x=getattr(pr.lit(bad), method)()).item()), method
    with pytest.raises(pr.PyRustError, match="square root of a negative"):
        frame.select(pr.col("x").sqrt()).collect()


def test_nan_is_the_largest_number_and_equal_to_itself():
    frame = pr.DataFrame({"f": [math.nan, 1.0, math.inf, None]})
    assert frame.select(x=pr.col("f") == math.nan).to_dict() == {"x": [True, False, False, None]}
    assert frame.select(x=pr.col("f") > math.inf).to_dict() == {"x": [True, False, False, None]}
    assert str(frame.sort("f").to_dict()["f"]) == "[1.0, inf, nan, None]"
    assert math.isnan(frame.select(x=pr.col("f").max()).to_dict()["x"][0])
    assert frame.select(x=pr.col("f").min()).to_dict() == {"x": [1.0]}
    assert frame.union(frame).group_by("f").agg(n=pr.functions.count()).count() == 4


def test_the_zeros_are_one_number():
    frame = pr.DataFrame({"f": [0.0, -0.0]})
    assert frame.filter(pr.col("f") == 0.0).count() == 2
    assert frame.distinct().count() == 1
    assert frame.group_by("f").agg(n=pr.functions.count()).to_dict()["n"] == [2]


WIDE = [0, 1, 2, 3, 7, 2**62 - 1, 2**62, 2**62 + 1, 2**63 - 1, 2**63, 2**64 - 3, 2**64 - 1]


def test_floor_division_and_remainder_of_unsigned_and_signed_numbers_are_pythons():
    pairs = [(a, b) for a in WIDE for b in (1, 2, 3, 7, -1, -2, -3, -7, 2**62, -(2**62), 2**63 - 1, BOTTOM)]
    table = pa.table({"a": pa.array([a for a, _ in pairs], "uint64"), "b": pa.array([b for _, b in pairs], "int64")})
    made = pr.DataFrame(table)
    for symbol, by in (("//", lambda x, y: x // y), ("%", lambda x, y: x % y)):
        for name, expected, expr in (
            ("a by b", [by(a, b) for a, b in pairs], by(pr.col("a"), pr.col("b"))),
            ("b by a", [by(b, a) if a else None for a, b in pairs], by(pr.col("b"), pr.col("a"))),
        ):
            frame = made if name == "a by b" else made.filter(pr.col("a") > 0)
            wanted = [value for value in expected if value is not None]
            fits = all(BOTTOM <= value <= TOP for value in wanted) or all(0 <= value < 2**64 for value in wanted)
            try:
                got = frame.select(x=expr).to_dict()["x"]
            except pr.OutOfRangeError:
                assert not fits, (symbol, name)
            else:
                assert got == wanted, (symbol, name)


def test_nested_division_is_planned_once():
    expr = pr.col("a")
    for divisor in range(2, 42):
        expr = (expr // divisor) % 1_000_003
    value = 10**15
    for divisor in range(2, 42):
        value = (value // divisor) % 1_000_003
    assert pr.DataFrame({"a": [10**15]}).select(x=expr).rows() == [(value,)]


def test_a_range_holds_what_is_drawn_by_chance():
    drawn = pr.range(10_000).select(x=pr.functions.random().clip(0.4, 0.6)).to_dict()["x"]
    assert (min(drawn), max(drawn)) == (0.4, 0.6)
    assert 1500 < len([x for x in drawn if 0.4 < x < 0.6]) < 2500


WIDEST = pa.table({
    "k": [1, 1, 1, 2, 2],
    "w": pa.array([Decimal(f"{sign}{'9' * 76}") for sign in ("", "", "-")] + [Decimal(1), None], pa.decimal256(76, 0)),
})  # fmt: skip


def test_a_sum_of_256_bits_is_exact():
    def asked(query):
        return [row[0] for row in pr.sql(query).rows()]

    # What the parts come to on the way does not matter, as long as 256 bits hold it.
    assert asked("select sum(w) as s from WIDEST where k = 1") == [Decimal("9" * 76)]
    with pytest.raises(pr.OutOfRangeError, match="more than 76 digits"):
        asked("select sum(w) as s from WIDEST where w > 0")
    assert asked("select sum(distinct w) as s from WIDEST") == [1]
    assert asked("select sum(w) as s from WIDEST where w is null") == [None]
    frame = "order by w rows between current row and current row"
    assert asked(f"select sum(w) over ({frame}) as s from WIDEST where k = 2 order by w") == [1, None]


def test_a_sum_of_256_bits_wraps_around_for_no_group():
    six = pa.table({"k": [1] * 6 + [2], "w": pa.array([Decimal("9" * 76)] * 6 + [Decimal(5)], pa.decimal256(76, 0))})  # noqa: F841
    for query in ("select k, sum(w) as s from six group by k", "select sum(w) over (partition by k) as s from six"):
        with pytest.raises(pr.OutOfRangeError, match="more than 76 digits"):
            pr.sql(query).collect()
    assert pr.sql("select k, sum(w) as s from six where k = 2 group by k").rows() == [(2, Decimal(5))]
    numbers = pa.array([Decimal(n) for n in range(30_000)], pa.decimal256(50, 2))
    many = pa.table({"k": [n % 3 for n in range(30_000)], "w": numbers})  # noqa: F841 - the query names it
    grouped = pr.sql("select k, sum(w) as s, sum(w) filter (where w < 10) as f from many group by k order by k").rows()
    assert grouped == [(k, Decimal(sum(range(k, 30_000, 3))), Decimal(sum(range(k, 10, 3)))) for k in range(3)]

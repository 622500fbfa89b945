# ruff: noqa: F841 - SQL finds what it names in the variables of the test
"""Values at the edge: what a constant, a column, a group and a window make of them is the same, as in duckdb."""

import math

import pyarrow as pa
import pytest

import pyrust as pr

INF, NAN = math.inf, math.nan


def rows(query: str, frame: pr.DataFrame) -> list[tuple]:
    return [tuple(row.values()) for row in pr.sql(query).to_list()]


FLOATS = {
    "NaN first": ([NAN, 1.0, 2.0], 1.0, NAN),
    "NaN between": ([1.0, NAN, 2.0], 1.0, NAN),
    "NaN last": ([2.0, 1.0, NAN], 1.0, NAN),
    "NaN alone": ([NAN, NAN], NAN, NAN),
    "infinite alone": ([INF], INF, INF),
    "infinite below": ([-INF], -INF, -INF),
    "both ends": ([INF, -INF, NAN], -INF, NAN),
    "nulls": ([None, 3.0, None], 3.0, 3.0),
    "none": ([None, None], None, None),
}


def same(left, right) -> bool:
    both = isinstance(left, float) and isinstance(right, float)
    return left == right or (both and math.isnan(left) and math.isnan(right))


@pytest.mark.parametrize("case", FLOATS)
@pytest.mark.parametrize("kind", [pa.float64(), pa.float32(), pa.float16()])
def test_the_extremes_of_floats_are_the_same_in_groups(case, kind):
    values, least, most = FLOATS[case]
    frame = pr.DataFrame(pa.table({"k": [1] * len(values), "v": pa.array(values, pa.float64()).cast(kind)}))
    for query in [
        "select min(v), max(v) from frame",
        "select min(v), max(v) from frame group by k",
        "select min(v) filter (where k = 1), max(v) filter (where k = 1) from frame group by k",
        "select distinct min(v) over (), max(v) over () from frame",
    ]:
        [(got_least, got_most)] = rows(query, frame)
        assert same(got_least, least), query
        assert same(got_most, most), query


def test_the_extremes_of_many_groups_know_nan():
    count = 20_000
    frame = pr.DataFrame(
        {"k": [i % 5_000 for i in range(count)], "v": [NAN if i % 7 == 0 else float(i) for i in range(count)]}
    )
    top = pr.sql("select k, max(v) as m, min(v) as n from frame group by k order by m desc, k limit 3").to_dict()
    assert all(math.isnan(value) for value in top["m"])
    assert not any(math.isnan(value) for value in pr.sql("select min(v) as n from frame group by k").to_dict()["n"])
    expected = {i % 5_000 for i in range(count) if i % 7 == 0}
    got = pr.sql("select k from (select k, max(v) as m from frame group by k) where m = double 'nan'").to_dict()["k"]
    assert set(got) == expected


def test_both_zeros_are_one_value_wherever_it_is_looked_up():
    frame = pr.DataFrame({"i": [0, 1, 2, 3], "a": [0.0, -0.0, 1.0, None]})

    def found(expression: str, frame: pr.DataFrame = frame) -> list:
        return pr.sql(f"select {expression} as x from frame order by i").to_dict()["x"]

    for items in [
        "0.0",
        "-0.0",
        "0.0, 5.0",
        "-0.0, 5.0, 6.0, 7.0, 8.0, 9.0",
        "0.0, 5.0, 6.0, 7.0, 8.0, 9.0",
        "cast(0 as double)",
    ]:
        assert found(f"a in ({items})") == [True, True, False, None]
        assert found(f"a not in ({items})") == [False, False, True, None]
        assert len(pr.sql(f"select * from frame where a in ({items})").to_dict()["a"]) == 2
    assert found("a = 0 or a = 5 or a = 6 or a = 7 or a = 8") == [True, True, False, None]
    assert found("case a when 0.0 then 'zero' when 1.0 then 'one' end") == ["zero", "zero", "one", None]
    assert found("case a when 5.0 then 'five' else 'other' end") == ["other"] * 4
    assert found("nullif(a, 0.0)") == [None, None, 1.0, None]
    assert found("nullif(a, a)") == [None] * 4
    assert found("nullif(cast('-0.0' as double), cast(0 as double))") == [None] * 4
    assert found("cast('-0.0' as double) in (cast(0 as double), cast(5 as double))") == [True] * 4
    assert frame.filter(pr.col("a").is_in([0.0, 5.0, 6.0, 7.0, 8.0])).sort("i").to_dict()["i"] == [0, 1]
    whole = pr.DataFrame(pa.table({"i": [0, 1], "a": pa.array([-0.0, 2.0], pa.float32())}))
    assert whole.filter(pr.col("a").is_in([0.0, 5.0, 6.0, 7.0, 8.0])).to_dict()["i"] == [0]


def test_both_zeros_are_one_key_of_a_window():
    frame = pr.DataFrame({"i": range(5), "v": [0.0, -0.0, 1.0, math.nan, None], "w": [-0.0, 0.0, 0.0, 1.0, 1.0]})
    got = pr.sql(
        "select count(*) over (partition by w) as n, rank() over (order by v) as r, "
        "dense_rank() over (order by v) as d, "
        "count(*) over (order by v) as c, row_number() over (partition by w order by i) as m from frame order by i"
    ).to_dict()
    assert got["n"] == [3, 3, 3, 2, 2]
    assert got["r"] == [1, 1, 3, 4, 5]
    assert got["d"] == [1, 1, 2, 3, 4]
    assert got["c"] == [2, 2, 3, 4, 5]
    assert got["m"] == [1, 2, 3, 1, 2]


def test_a_length_below_zero_is_none():
    frame = pr.DataFrame({"i": [0, 1, 2, 3], "s": ["abc", "b", "c", None], "n": [-1, 3, None, -5]})
    got = pr.sql(
        "select lpad(s, n) a, rpad(s, n, 'xy') b, lpad(s, -2) c, lpad('abc', -1) d from frame order by i"
    ).to_dict()
    assert got == {
        "a": ["", "  b", None, None],
        "b": ["", "bxy", None, None],
        "c": ["", "", "", None],
        "d": ["", "", "", ""],
    }
    assert frame.select("i", x=pr.functions.lpad("s", pr.col("n"))).sort("i").to_dict()["x"] == ["", "  b", None, None]


def test_booleans_of_a_sliding_frame():
    frame = pr.DataFrame({"i": range(6), "b": [True, None, False, True, None, None]})
    over = "over (order by i rows between 1 preceding and current row)"
    got = pr.sql(f"select bool_and(b) {over} as every, bool_or(b) {over} as some from frame order by i").to_dict()
    assert got == {"every": [True, True, False, False, True, None], "some": [True, True, False, True, True, None]}


# a function, and its result for these arguments as a constant and as a column
CALLS = {
    "left('abc', n)": {-1: "ab", 0: "", 2: "ab", 9: "abc", None: None},
    "right('abc', n)": {-1: "bc", 0: "", 2: "bc", 9: "abc", None: None},
    "repeat('ab', n)": {-1: "", 0: "", 2: "abab", None: None},
    "substr('日本語', n)": {-1: "日本語", 0: "日本語", 1: "日本語", 2: "本語", 9: "", None: None},
    "split_part('a,b,,c', ',', n)": {-1: "c", -2: "", 1: "a", 3: "", 9: "", None: None},
    "chr(n)": {65: "A", 228: "ä", 128512: "😀", None: None},
    "to_hex(n)": {-1: "ffffffffffffffff", 0: "0", 255: "ff", None: None},
    "abs(n)": {-9223372036854775807: 9223372036854775807, 0: 0, None: None},
    "gcd(n, 12)": {0: 12, -8: 4, 18: 6, None: None},
    "lcm(n, 4)": {0: 0, -6: 12, 6: 12, None: None},
    "factorial(n)": {0: 1, 5: 120, 20: 2432902008176640000, None: None},
    "nullif(n, 0)": {0: None, 1: 1, None: None},
    "coalesce(n, 7)": {0: 0, None: 7},
    "greatest(n, 1)": {0: 1, 2: 2, None: 1},
    "least(n, 1)": {0: 0, 2: 1, None: 1},
    "n % 3": {7: 1, -7: -1, 0: 0, None: None},
    "round(n / 4.0, 1)": {1: 0.3, -1: -0.3, 2: 0.5, None: None},
}


@pytest.mark.parametrize("call", CALLS)
def test_a_constant_and_a_column_give_the_same(call):
    frame = pr.DataFrame({"n": pr.Array(list(CALLS[call]) or [0], "int64")}) if CALLS[call] else None
    for value, expected in CALLS[call].items():
        constant = "cast(null as bigint)" if value is None else f"cast({value} as bigint)"
        written = call.replace("(n", f"({constant}").replace(" n)", f" {constant})").replace("n %", f"{constant} %")
        assert pr.sql(f"select {written} as x").to_dict()["x"] == [expected], written
    if frame is not None:
        assert pr.sql(f"select {call} as x from frame").to_dict()["x"] == list(CALLS[call].values())


def test_a_constant_moment_is_cut_off_downwards_as_a_column_is():
    moments = [
        "1969-12-31 23:59:59.999999",
        "1677-10-01 12:34:56.789012",
        "0001-01-01 01:02:03.5",
        "9999-12-31 23:59:59.999",
    ]
    for unit in ["microsecond", "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"]:
        frame = pr.DataFrame({"i": range(4), "t": moments})
        column = pr.sql(f"select date_trunc('{unit}', cast(t as timestamp(6))) as x from frame order by i").to_dict()[
            "x"
        ]
        for moment, expected in zip(moments, column, strict=True):
            assert pr.sql(f"select date_trunc('{unit}', cast('{moment}' as timestamp(6))) as x").to_dict()["x"] == [
                expected
            ]
    assert str(
        pr.sql("select date_trunc('millisecond', cast('1969-12-31 23:59:59.999999' as timestamp(6))) as x").to_dict()[
            "x"
        ][0]
    ) == ("1969-12-31 23:59:59.999000")


def test_of_a_null_list_nothing_is_known():
    frame = pr.DataFrame({"i": [0, 1, 2, 3], "a": [[1, 2], None, [], [1]], "b": [[1], [1], None, []]})
    got = pr.sql(
        "select array_has_all(a, b) x, array_has_any(a, b) y, array_has_any(a, null::bigint[]) z from frame order by i"
    ).to_dict()
    assert got == {"x": [True, None, None, True], "y": [True, None, None, False], "z": [None] * 4}
    for call in ["array_has_all", "array_has_any"]:
        constant = f"{call}(cast(null as bigint[]), cast(null as bigint[]))"
        assert pr.sql(f"select {constant} as x").to_dict()["x"] == [None]


def test_a_date_takes_no_hours_unseen():
    frame = pr.DataFrame({"d": ["2024-01-31"]}).select(d=pr.col("d").cast("date"))
    got = pr.sql(
        "select d + interval '1 month' a, d - interval '1 day' b, interval '48 hours' + d c from frame"
    ).to_list()[0]
    assert [str(value) for value in got.values()] == ["2024-02-29", "2024-01-30", "2024-02-02"]
    for sum_ in ["d + interval '1 hour'", "d - interval '90 minutes'", "date '2024-01-31' + interval '1 day 1 hour'"]:
        with pytest.raises(pr.exceptions.InvalidValueError, match="a date has no hours"):
            pr.sql(f"select {sum_} from frame").to_list()
    assert (
        str(pr.sql("select cast(d as timestamp(6)) + interval '1 hour' x from frame").to_dict()["x"][0])
        == "2024-01-31 01:00:00"
    )


def test_a_product_that_its_type_cannot_hold_is_an_error():
    table = pa.table({"u": pa.array([2**64 - 1, 3], pa.uint64()), "i": pa.array([-7, 5], pa.int64())})
    frame = pr.DataFrame(table)
    assert [int(value) for value in pr.sql("select u * i as x from frame where u = 3").to_dict()["x"]] == [15]
    with pytest.raises(pr.exceptions.PyRustError):
        pr.sql("select u * i as x from frame").to_dict()
    with pytest.raises(pr.exceptions.PyRustError):
        frame.select(x=pr.col("u") * pr.col("i")).to_dict()

# ruff: noqa: F841 - SQL finds what it names in the variables of the test
"""Dates and timestamps beyond what nanoseconds of 64 bits can say (1677 to 2262), and between the ticks of a unit."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

import pyrust as pr

NEAR, FAR, OLD = datetime(2024, 1, 1), datetime(3000, 1, 1), datetime(1500, 1, 1)
FIRST, NEXT = datetime(1, 1, 1), datetime(2024, 1, 2)
MOMENTS = [OLD, NEAR, FAR, None]
UNITS = ["s", "ms", "us"]
KINDS = [*UNITS, "date32", "date64"]


def frame_of(kind: str, values=MOMENTS) -> pr.DataFrame:
    kinds = {"date32": pa.date32(), "date64": pa.date64()}
    column = pa.array(values, pa.timestamp("us")).cast(kinds.get(kind) or pa.timestamp(kind))
    return pr.DataFrame(pa.table({"i": range(len(values)), "u": column}))


def found(frame: pr.DataFrame, condition: str, **values) -> list:
    return pr.sql(f"select {condition} as m from frame order by i", **values).to_dict()["m"]


COMPARED = {
    "u < {}": [True, True, False, None],
    "u <= {}": [True, True, True, None],
    "u > {}": [False, False, False, None],
    "u >= {}": [False, False, True, None],
    "u = {}": [False, False, True, None],
    "u <> {}": [True, True, False, None],
    "{} > u": [True, True, False, None],
    "{} = u": [False, False, True, None],
    "u is distinct from {}": [True, True, False, True],
    "u is not distinct from {}": [False, False, True, False],
    "u in ({}, '2024-01-01')": [False, True, True, None],
    "u not in ({}, '2024-01-01')": [True, False, False, None],
    "u between '1600-01-01' and {}": [False, True, True, None],
    "u not between '1600-01-01' and {}": [True, False, False, None],
    "case when u < {} then 1 else 0 end = 1": [True, True, False, False],
}
CONSTANTS = ["'3000-01-01'", "timestamp '3000-01-01'", "cast('3000-01-01' as timestamp)", "'3000-01-01'::timestamp"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("condition", COMPARED)
@pytest.mark.parametrize("constant", CONSTANTS)
def test_a_far_constant_compares_by_value(kind, condition, constant):
    frame = frame_of(kind)
    assert found(frame, condition.format(constant)) == COMPARED[condition]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_found_by_far_constants(kind):
    frame = frame_of(kind)
    assert pr.sql("select i from frame where u < '3000-01-01' order by i").to_dict()["i"] == [0, 1]
    assert pr.sql("select i from frame where u > timestamp '2500-01-01'").to_dict()["i"] == [2]
    assert pr.sql("select i from frame where u = date '3000-01-01'").to_dict()["i"] == [2]
    assert pr.sql("select i from frame where u in ('3000-01-01', '1500-01-01') order by i").to_dict()["i"] == [0, 2]
    assert frame.filter(pr.col("u") < FAR).sort("i").to_dict()["i"] == [0, 1]
    assert frame.filter(pr.col("u") == FAR).to_dict()["i"] == [2]
    assert frame.filter(pr.col("u").is_between(OLD, NEAR)).sort("i").to_dict()["i"] == [0, 1]
    assert frame.filter(pr.col("u").is_in([FAR])).to_dict()["i"] == [2]


def test_nanoseconds_end_before_a_far_constant():
    column = pa.array([NEAR, None], pa.timestamp("ns"))
    frame = pr.DataFrame(pa.table({"i": [0, 1], "u": column}))
    assert found(frame, "u < '3000-01-01'") == [True, None]
    assert found(frame, "u > '1500-01-01'") == [True, None]
    assert found(frame, "u = '9999-12-31'") == [False, None]
    assert found(frame, "u <> timestamp '9999-12-31 23:59:59'") == [True, None]
    assert found(frame, "u in ('9999-12-31', '2024-01-01')") == [True, None]


def test_zones_are_kept():
    moments = pa.array([FAR, NEAR], pa.timestamp("us")).cast(pa.timestamp("us", "Europe/Berlin"))
    frame = pr.DataFrame(pa.table({"i": [0, 1], "u": moments}))
    assert found(frame, "u = '3000-01-01T00:00:00Z'") == [True, False]
    assert found(frame, "u < '3000-01-01 01:00:00.000001'") == [True, True]
    assert found(frame, "u < '3000-01-01 01:00:00'") == [False, True]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("u = '2024-01-01 00:00:00.5'", [False, False]),
        ("u <> '2024-01-01 00:00:00.5'", [True, True]),
        ("u < '2024-01-01 00:00:00.5'", [True, False]),
        ("u <= '2024-01-01 00:00:00.5'", [True, False]),
        ("u > '2024-01-01 00:00:00.5'", [False, True]),
        ("u >= '2024-01-01 00:00:00.5'", [False, True]),
        ("u > '1969-12-31 23:59:59.5'", [True, True]),
        ("u < timestamp '2024-01-01 00:00:00.5'", [True, False]),
        ("u in ('2024-01-01 00:00:00.5', '2024-01-01 00:00:01')", [False, True]),
        ("u between '2024-01-01 00:00:00.5' and '2024-01-01 00:00:01.5'", [False, True]),
    ],
)
def test_a_constant_between_two_ticks_is_not_cut_off(condition, expected):
    frame = frame_of("s", [NEAR, NEAR + timedelta(seconds=1)])
    assert found(frame, condition) == expected


def test_a_day_is_its_midnight_beside_a_timestamp():
    frame = pr.DataFrame({"i": [0, 1], "u": [date(2024, 1, 1), date(2024, 1, 2)]})
    assert found(frame, "u < timestamp '2024-01-01 12:00:00'") == [True, False]
    assert found(frame, "u >= timestamp '2024-01-01 12:00:00'") == [False, True]
    assert found(frame, "u = timestamp '2024-01-01 12:00:00'") == [False, False]


def test_far_constants_have_their_value():
    got = pr.sql(
        "select timestamp '3000-01-01' as a, cast('9999-12-31 23:59:59' as timestamp) as b, "
        "'1500-01-01'::timestamp as c, "
        "date '9999-12-31' + interval '1 day' > date '9999-12-31' as d, "
        "timestamp '3000-01-01' > timestamp '2024-01-01' as e, coalesce(null, timestamp '9999-12-31') as f, "
        "timestamp '3000-01-01' + interval '1 month' as g, date_trunc('year', timestamp '3000-05-01') as h, "
        "extract(year from timestamp '3000-05-01') as i, timestamp '3000-01-02' - timestamp '3000-01-01' as j"
    ).to_list()[0]
    assert got == {
        "a": FAR,
        "b": datetime(9999, 12, 31, 23, 59, 59),
        "c": OLD,
        "d": True,
        "e": True,
        "f": datetime(9999, 12, 31),
        "g": datetime(3000, 2, 1),
        "h": FAR,
        "i": 3000,
        "j": timedelta(days=1),
    }


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("timestamp '2024-01-01'", "us"),
        ("cast('2024-01-01 00:00:00.123456' as timestamp)", "us"),
        ("timestamp '2024-01-01 00:00:00.123456789'", "ns"),
        ("cast(date '2024-01-01' as timestamp)", "us"),
        ("try_cast(date '9999-12-31' as timestamp)", "us"),
        ("cast(null as timestamp)", "us"),
        ("cast(cast('2024-01-01' as timestamp(0)) as timestamp)", "us"),
        ("cast(cast('2024-01-01' as timestamp(9)) as timestamp)", "ns"),
        ("cast('2024-01' || '-01' as timestamp)", "ns"),
        ("cast(1704067200 as timestamp)", "us"),
        ("timestamp(9) '2024-01-01'", "ns"),
    ],
)
def test_a_timestamp_that_says_no_unit_has_microseconds_unless_there_are_finer_digits(value, unit):
    assert str(pr.sql(f"select {value} as t").schema["t"]) == f"timestamp[{unit}]"
    assert pr.sql(f"select {value} as t").to_pyarrow().num_rows == 1


LATE = datetime(9999, 12, 31)
DAYS = [date(1, 1, 1), date(2024, 1, 1), date(9999, 12, 31)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select w as x from f union all select timestamp '2024-01-02' order by x", [FIRST, NEAR, NEXT, LATE]),
        ("select o as x from f union select timestamp '2024-01-02' order by x", [FIRST, NEAR, NEXT, LATE]),
        ("select o as x from f union select w from f order by x", [FIRST, NEAR, LATE]),
        ("select cast(o as timestamp) as x from f order by x", [FIRST, NEAR, LATE]),
        ("select min(timestamp '0001-01-01') as x from f", [FIRST]),
        ("select coalesce(w, timestamp '2024-01-02') as x from f order by x", [FIRST, NEAR, LATE]),
        ("select coalesce(o, timestamp '2024-01-02') as x from f order by x", [FIRST, NEAR, LATE]),
        ("select nullif(o, timestamp '2024-01-01') as x from f order by x", [FIRST, LATE, None]),
        ("select case when i = 1 then o else timestamp '2024-01-02' end as x from f order by i", [NEXT, NEAR, NEXT]),
        ("select case when i = 1 then cast(null as timestamp) else w end as x from f order by i", [FIRST, None, LATE]),
        ("select x from (values (timestamp '0001-01-01'), (cast(date '9999-12-31' as timestamp))) v(x)", [FIRST, LATE]),
        ("select i as x from f where o in (select w from f) order by i", [0, 1, 2]),
        ("select i as x from f where w not in (select o from f where i < 2) order by i", [2]),
        ("select o as x from f intersect select w from f order by x", DAYS),
        ("select w as x from f except select o from f where i < 2", [LATE]),
        ("select i as x from f where case w when o then true else false end order by i", [0, 1, 2]),
        (
            "with recursive r(x, n) as (select cast(o as timestamp), 1 from f where i = 1 "
            "union all select x + interval '1 day', n + 1 from r where n < 2) select x from r order by n",
            [NEAR, NEXT],
        ),
        (
            "select (select count(*) from f b where b.w >= a.x) as x "
            "from (select cast(o as timestamp) as x from f) a order by x",
            [1, 2, 3],
        ),
    ],
)
def test_dates_and_timestamps_meet_in_a_unit_that_has_them_all(query, expected):
    columns = {"i": [0, 1, 2], "o": pa.array(DAYS), "w": pa.array([FIRST, NEAR, LATE], pa.timestamp("ms"))}
    assert pr.sql(query, f=pr.DataFrame(pa.table(columns))).to_dict()["x"] == expected


@pytest.mark.parametrize("unit", UNITS)
def test_parts_of_far_moments_are_right(unit):
    frame = frame_of(unit, [datetime(3000, 5, 17, 13, 14, 15), datetime(1500, 5, 17, 13, 14, 15)])
    got = pr.sql(
        "select extract(year from u) as y, extract(doy from u) as d, extract(hour from u) as h, "
        "date_trunc('month', u) as m, date_bin(interval '1 hour', u) as b, u + interval '1 month 1 hour' as p, "
        "cast(u as date) as c, to_char(u, '%Y-%m-%d') as t from frame order by i"
    ).to_list()
    for row, year in zip(got, (3000, 1500), strict=True):
        assert row["y"] == year
        assert row["h"] == 13
        assert row["m"] == datetime(year, 5, 1)
        assert row["b"] == datetime(year, 5, 17, 13)
        assert row["p"] == datetime(year, 6, 17, 14, 14, 15)
        assert row["c"] == date(year, 5, 17)
        assert row["t"] == f"{year}-05-17"


@pytest.mark.parametrize("expr", ["cast(u as timestamp(9))", "to_timestamp_nanos(u)"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_nanoseconds_do_not_reach_is_an_error_and_never_another_year(kind, expr):
    frame = frame_of(kind)
    with pytest.raises(pr.exceptions.PyRustError):
        found(frame, expr)


COLUMNS = {
    "u < n": [True, False, False, None],
    "u <= n": [True, True, False, None],
    "u > n": [False, False, True, None],
    "u >= n": [False, True, True, None],
    "u = n": [False, True, False, None],
    "u <> n": [True, False, True, None],
    "n > u": [True, False, False, None],
    "n = u": [False, True, False, None],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("condition", COLUMNS)
def test_columns_of_different_units_compare_by_value(kind, condition):
    near = pa.array([NEAR] * 4, pa.timestamp("ns"))
    frame = pr.DataFrame(frame_of(kind).to_pyarrow().append_column("n", near))
    expected = COLUMNS[condition]
    assert found(frame, condition) == expected
    rows = pr.sql(f"select i from frame where {condition} order by i").to_dict()["i"]
    assert rows == [row for row, match in enumerate(expected) if match]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_joined_across_units(kind):
    left = frame_of(kind)
    right = pr.DataFrame(pa.table({"j": [0, 1, 2], "n": pa.array([NEAR, NEAR, None], pa.timestamp("ns"))}))
    far = frame_of("us", [FAR, OLD, None])
    query = "select i, j from left join right on u = n order by i, j"
    assert pr.sql(query.replace("left join right", "left l join right r")).to_list() == [
        {"i": 1, "j": 0},
        {"i": 1, "j": 1},
    ]
    outer = pr.sql("select l.i, r.j from left l left join right r on l.u = r.n order by i, j").to_list()
    assert [row["i"] for row in outer] == [0, 1, 1, 2, 3]
    cross = pr.sql("select l.i from left l, right r where l.u = r.n and r.j = 1").to_list()
    assert cross == [{"i": 1}]
    both = pr.sql("select l.i as a, f.i as b from left l join far f on l.u = f.u order by a").to_list()
    assert both == [{"a": 0, "b": 1}, {"a": 2, "b": 0}]


def test_a_try_cast_of_what_does_not_fit_is_null():
    frame = frame_of("date64")
    got = pr.sql("select try_cast(u as timestamp) x, try_cast(u as timestamp(6)) y from frame order by i").to_dict()
    assert got == {"x": [OLD, NEAR, FAR, None], "y": [OLD, NEAR, FAR, None]}


def test_a_timestamp_with_time_zone_keeps_its_moment():
    moment = datetime(2024, 1, 1, 10, tzinfo=UTC)
    for text in (
        "timestamptz '2024-01-01 12:00:00+02:00'",
        "timestamp with time zone '2024-01-01 10:00:00'",
        "cast('2024-01-01T12:00:00+02:00' as timestamptz)",
        "timestamptz '2024-01-01 12:00:00+02:00' + interval '0 hours'",
        "cast(timestamp '2024-01-01 10:00:00' as timestamptz)",
        "'2024-01-01 12:00:00+02'::timestamptz",
    ):
        frame = pr.sql(f"select {text} as t")
        assert frame.dtypes == ["timestamp[us, UTC]"], text
        assert frame.rows() == [(moment,)], text
    finer = pr.sql(
        "select timestamptz '2024-01-01 12:00:00.123456789+02:00' as t, cast(null as timestamp(3) with time zone) as n"
    )
    assert finer.dtypes == ["timestamp[ns, UTC]", "timestamp[ms, UTC]"]
    there = pr.Session(settings={"datafusion.execution.time_zone": "Europe/Berlin"})
    assert there.sql("select timestamptz '2024-01-01 11:00:00' as t").rows() == [(moment,)]
    columns = pr.DataFrame({"t": [moment]})
    assert pr.sql("select t from columns where t = timestamptz '2024-01-01 05:00:00-05'").count() == 1

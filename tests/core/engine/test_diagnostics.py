"""Errors of single values: they name the expression, its columns and types, and what to do, wherever it is computed."""

import datetime as dt
import decimal
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import pyrust as pr

S, N, B = pr.col("s"), pr.col("n"), pr.col("b")

POINTED = r"(\d+ \| .*\n.*\^\n)?"  # the line of the query with its caret, in SQL
NO_INT = rf'cast: "x" is not a valid int(32|64), in s \(string\)\n{POINTED}hint: \.try_cast\("int(32|64)"\) gives null'


@pytest.fixture(scope="module")
def df() -> pr.DataFrame:
    return pr.DataFrame(
        {
            "n": [1, 128],
            "s": ["1", "x"],
            "other": ["5", "6"],
            "d": [decimal.Decimal("1.50"), decimal.Decimal("99999.99")],
            "b": [2**63 - 1, 5],
            "z": [0, 0],
            "f": [1.5, float("nan")],
            "t": ["2024-01-01", "nix"],
            "e": [[1], [2**40]],
        }
    )


VERBS: dict[str, tuple[Callable[[pr.DataFrame], pr.DataFrame], type[Exception], str]] = {
    "an int": (
        lambda df: df.select(N.cast("int8")),
        OverflowError,
        r"cast: 128 does not fit int8, in n \(int64\)\nhint: \.try",
    ),
    "an int of many columns": (lambda df: df.cast({"s": "int64", "other": "int64"}), ValueError, NO_INT),
    "a text": (lambda df: df.select(S.cast(int)), ValueError, NO_INT),
    "an expression": (
        lambda df: df.select((S.str.upper().cast(int) + 1).abs()),
        ValueError,
        r'"X" is not a valid int64, in upper\(s\)',
    ),
    "a boolean": (lambda df: df.select(S.cast(bool)), ValueError, r'cast: "x" is not a valid bool, in s \(string\)'),
    "a date": (
        lambda df: df.select(pr.col("t").cast("date")),
        ValueError,
        r'"nix" is not a valid date, in t \(string\)',
    ),
    "a timestamp": (
        lambda df: df.select(pr.col("t").str.to_datetime()),
        ValueError,
        r'"nix" is not a valid timestamp\[us\]: .*, in t \(string\)',
    ),
    "a parsed date": (
        lambda df: df.select(pr.col("t").str.to_date()),
        ValueError,
        r"to_date: a string is not a valid date, in to_date\(t\)",
    ),
    "a format": (
        lambda df: df.select(pr.col("t").str.to_date("%d.%m.%Y")),
        ValueError,
        r"\"2024-01-01\" is not a valid timestamp in the format '%d.%m.%Y': .*, in to_date\(t, .*\nhint: give the",
    ),
    "a decimal": (
        lambda df: df.select(pr.col("d").cast("decimal(4,2)")),
        OverflowError,
        r"99999.99 does not fit decimal\(4,2\), in d \(decimal\(7,2\)\)",
    ),
    "not a number": (
        lambda df: df.select(pr.col("f").cast(int)),
        OverflowError,
        r"NaN does not fit int64, in f \(float64\)",
    ),
    "an item": (
        lambda df: df.select(pr.col("e").cast("list<int32>")),
        OverflowError,
        r"1099511627776 does not fit list<int32>, in e \(list<int64>\)",
    ),
    "an item of a function": (
        lambda df: df.select(pr.col("e").list.transform(lambda x: x.cast("int32"))),
        OverflowError,
        r"1099511627776 does not fit int32, in x \(int64\)",
    ),
    "a sum of two": (
        lambda df: df.select(B + 1),
        OverflowError,
        r"addition: 9223372036854775807 \+ 1 does not fit int64, in b \+ 1\nhint: .*decimal",
    ),
    "a part of a choice": (
        lambda df: df.select(x=pr.when(pr.col("z") == 0).then(B * 3).otherwise(1)),
        OverflowError,
        r"multiplication: .* does not fit int64, in b \* 3",
    ),
    "a negative": (lambda df: df.select(-(B * -1 - 1)), OverflowError, r"negation: .*, in -\(\(b \* -1\) - 1\)"),
    "a total": (
        lambda df: df.select(B.sum()),
        OverflowError,
        r"sum: the total 9223372036854775812 does not fit int64, in b\n",
    ),
    "a total of a group": (
        lambda df: df.group_by("z").agg(B.sum()),
        OverflowError,
        r"the total .* does not fit int64, in b\n",
    ),
    "abs": (
        lambda df: df.select((B * -1 - 1).abs()),
        OverflowError,
        r"abs: abs\(-9223372036854775808\) is out of range, in abs\(",
    ),
    "a quotient": (
        lambda df: df.select(N // pr.col("z")),
        ValueError,
        r"division: the divisor is 0, in n // z\nhint: nullif\(z, 0\)",
    ),
    "a remainder": (
        lambda df: df.select(N % pr.col("z")),
        ValueError,
        r"modulo: the divisor is 0, in n % z\nhint: nullif\(z, 0\)",
    ),
    "a key of a sort": (lambda df: df.sort(S.cast(int)), ValueError, NO_INT),
    "a key of the first rows": (lambda df: df.sort(S.cast(int)).head(1), ValueError, NO_INT),
    "a condition": (lambda df: df.filter(S.cast(int) > 0), ValueError, NO_INT),
    "a value without a place": (
        lambda df: df.select(N.replace_strict({1: 2})),
        ValueError,
        r"nothing stands for the value 128, in replace_strict\(n\)\nhint: .*default",
    ),
}


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_names_the_expression_its_type_and_what_to_do(df, name):
    verb, error, words = VERBS[name]
    with pytest.raises(error, match=words) as raised:
        verb(df).collect()
    assert isinstance(raised.value, pr.PyRustError)
    assert not re.search(r"Cast error|Parser error|Int64|Utf8", str(raised.value))


QUERIES = {
    "select cast(s as int) from df": NO_INT,
    "select * from df where cast(s as int) > 0": NO_INT,
    "select * from df where s > 5": NO_INT,
    "select sum(cast(s as int)) from df": NO_INT,
    "select sum(n) filter (where cast(s as int) > 0) from df": NO_INT,
    "select cast(s as int), count(*) from df group by cast(s as int)": NO_INT,
    "select s from df order by cast(s as int)": NO_INT,
    "select sum(cast(s as int)) over (order by n) from df": NO_INT,
    "select sum(n) over (partition by cast(s as int)) from df": NO_INT,
    "select row_number() over (partition by z order by cast(s as int)) from df": NO_INT,
    "select lag(cast(s as int)) over (order by n) from df": NO_INT,
    "select a.n from df a join df b on a.n = cast(b.s as int)": NO_INT,
    "select a.n from df a join df b on a.n = b.n and a.z < cast(b.s as int) + b.n": NO_INT,
    "select a.n from df a join df b on a.z < cast(b.s as int) + a.n": NO_INT,
    "select cast(s as int) + 1, cast(s as int) + 2, cast(s as int) * 3 from df": NO_INT,
    "select cast(s as int) as x from df union all select n from df": NO_INT,
    "select cast('x' as int)": rf'cast: "x" is not a valid int32\n{POINTED}hint: \.try_cast',
    "select 9223372036854775807 + 1": r"addition: .*, in 9223372036854775807 \+ 1",
    "select (b + 1) * 2, (b + 1) * 3 from df": r"addition: 9223372036854775807 \+ 1 does not fit int64, in b \+ 1",
    "select n / z from df": rf"division: the divisor is 0, in n / z\n{POINTED}hint: nullif\(z, 0\) is null there",
    "select n % z from df": r"modulo: the divisor is 0, in n % z",
    "select d / cast(z as decimal(4, 0)) from df": r"division: the divisor is 0, in d / cast\(z, decimal\(4,0\)\)",
    "select factorial(n) from df": r"factorial: FACTORIAL\(128\) is out of range, in factorial\(n\)",
    "select make_date(2024, n, 77) from df": r"make_date: .*77.*, in make_date\(",
    "select s ~ '(' from df": r"match: \( is not a valid regular expression: unclosed group",
    "select regexp_like(t, s || '(') from df": r"not a valid regular expression: unclosed group, in regexp_like\(t, ",
    "select cast(unnest(e) as int) from df": r"1099511627776 does not fit int32, in unnest\(df.e\) \(int64\)",
    "select sum(b) over (order by n) from df": r"sum: the total .* does not fit int64, in b\n",
}


@pytest.mark.parametrize("query", QUERIES)
def test_sql_names_the_expression_its_type_and_what_to_do(df, query):
    with pytest.raises(pr.PyRustError, match=QUERIES[query]):
        pr.sql(query, df=df).collect()


def test_sorted_rows_are_grouped_and_numbered_by_what_can_fail():
    # The keys of a sort, a grouping and a window are one expression: a plan must not lose sight of that.
    df = pr.DataFrame({"s": [str(i * 37 % 7) for i in range(20_000)], "n": range(20_000)})
    ordered = "(select * from df order by cast(s as int))"
    grouped = f"select cast(s as int) as k, count(*) as n from {ordered} group by k order by k"
    assert pr.sql(grouped, df=df).to_dict()["k"] == list(range(7))
    numbered = f"""
        select k, max(place) as most from (
          select cast(s as int) as k,
            row_number() over (partition by cast(s as int) order by cast(n as smallint) % 5, n) as place
          from {ordered})
        group by k order by k
    """
    assert sum(most for _, most in pr.sql(numbered, df=df).rows()) == 20_000


RECURSIVE = (
    "with recursive r as (select 1 as n union all select {next} from r where cast(cast(n as varchar) as int) < 10)"
)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (
            RECURSIVE.format(next="cast(cast(n as varchar) as bigint) + 1") + " select count(*), sum(n) from r",
            [(10, 55)],
        ),
        ("select count(distinct cast(s as int)), sum(distinct cast(s as int)) from t", [(5000, 12497500)]),
        ("select cast(s as int) as k from t order by cast(s as int) desc limit 2", [(4999,), (4999,)]),
        (
            "select cast(s as int) as k, max(cast(s as int) + v) as m from t group by 1 order by m desc limit 1",
            [(4999, 104998)],
        ),
        ("select min(cast(s as int)), max(v + 1), min(v) filter (where cast(s as int) > 3) from t", [(0, 100_000, 4)]),
        ("select count(*) from t where v = (select min(cast(s as int)) from t)", [(1,)]),
        ("select count(*) from t a join t b on a.v = b.v where b.v < 10 and cast(a.s as int) + b.v >= 6", [(7,)]),
        (
            "select cast(s as int) % 2 as k, count(*) from t group by rollup(cast(s as int) % 2) order by k",
            [(0, 50_000), (1, 50_000), (None, 100_000)],
        ),
        ("select sum(x) from (select row_number() over (order by cast(s as int), v) as x from t)", [(5000050000,)]),
    ],
)
@pytest.mark.parametrize("stored", ["memory", "file"])
def test_plans_of_every_shape_give_what_they_gave(tmp_path: Path, query, rows, stored):
    t = pr.range(100_000).select(v=pr.col("value"), s=(pr.col("value") % 5000).cast(str))
    if stored == "file":
        t.write_parquet(tmp_path / "t.parquet", row_group_size=10_000)
        t = pr.read_parquet(tmp_path / "t.parquet")
    assert pr.sql(query, t=t).rows() == rows


@pytest.mark.parametrize("suffix", ["parquet", "csv", "json"])
def test_a_file_is_read_with_the_same_words(df, tmp_path: Path, suffix):
    path = tmp_path / f"t.{suffix}"
    getattr(df.select("n", "s", "other"), f"write_{suffix}")(path)
    read = getattr(pr, f"read_{suffix}")(path)
    for verb in (
        lambda: read.select("n", x=S.cast(int)),
        lambda: read.filter(S.cast(int) > 0),
        lambda: read.sort(S.cast(int)).head(1),
        lambda: read.select(S.cast(int).sum()),
        lambda: pr.sql("select cast(s as bigint) + 1, cast(s as bigint) * 2, -cast(s as bigint) from read", read=read),
    ):
        with pytest.raises(pr.InvalidValueError, match=NO_INT):
            verb().collect()
    with pytest.raises(pr.InvalidValueError, match=r'"X" is not a valid int64, in upper\(s\) \(string\)'):
        read.select(x=S.str.upper().cast(int) + 1).collect()


def test_a_scan_is_pruned_by_a_cast_that_can_fail(tmp_path: Path):
    path = tmp_path / "t.parquet"
    pr.range(100_000).select(f=pr.col("value").cast("float64")).write_parquet(path, row_group_size=10_000)
    plan = pr.read_parquet(path).filter(pr.col("f").cast("int64") < 10).explain("text", analyze=True)
    assert re.search(r"row_groups_pruned_statistics=10 total → 1 matched", plan), plan


def test_a_constant_has_no_hint_about_itself():
    with pytest.raises(pr.InvalidValueError, match=r"division: the divisor is 0, in d / 0$"):
        pr.DataFrame({"d": [decimal.Decimal("1.5")]}).select(pr.col("d") / 0).collect()
    with pytest.raises(
        pr.InvalidValueError, match=r"^sqrt: cannot take square root of a negative number, in sqrt\(a\)"
    ):
        pr.DataFrame({"a": [-1.0]}).select(pr.col("a").sqrt()).collect()
    with pytest.raises(pr.OutOfRangeError, match=r"^cast: a value does not fit timestamp\[ns\], in a \(date\)"):
        pr.DataFrame({"a": [dt.date(9999, 12, 31)]}).select(pr.col("a").cast("timestamp[ns]")).collect()


def test_a_plan_with_figures_shows_its_expressions_as_they_are(tmp_path: Path):
    df = pr.DataFrame({"a": [4, 6], "b": [1, 2]})
    plan = pr.sql("select (a / b - 1) / (b / 1) as x from df where a / b > 1", df=df).explain("text", analyze=True)
    assert "(a@0 / b@1) > 1" in plan
    assert "checked_subtract((a@0 / b@1), 1) / " in plan


def test_what_a_function_of_ones_own_raises_stays_its_own(df):
    @pr.udf(returns="int64")
    def broken(x):
        raise ValueError("mine")

    with pytest.raises(pr.PyRustError, match="mine") as raised:
        df.select(broken(N).cast("int8")).collect()
    assert ", in " not in str(raised.value)

"""`pr.sql_expr`: an expression of SQL among the verbs."""

import duckdb
import pytest

import pyrust as pr

DATA = {"a": [1, 2, None, 4], "b": [2, 2, 3, None], "k": ["x", "y", "x", None], "A.b": [1.5, 2.5, 3.5, 4.5]}

EXPRESSIONS = [
    "a > 1",
    "a > 1 AND k LIKE 'x%' OR b IS NULL",
    "a / 2",
    "a % 2 = 0",
    "-7 / b",
    "CASE WHEN a > 1 THEN 'many' ELSE k END",
    "a BETWEEN 1 AND 2",
    "k IN ('x', 'z')",
    "coalesce(a, b, 0)",
    "upper(k) || '!'",
    "CAST(a AS DOUBLE) / 2",
    '"A.b" + a',
    "a IS DISTINCT FROM b",
    "abs(-a) + 1",
    "sum(a) OVER (PARTITION BY k)",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_it_means_what_sql_says(text: str) -> None:
    frame = pr.DataFrame(DATA)
    made = frame.select(x=pr.sql_expr(text))
    assert made.equals(pr.sql(f"SELECT {text} AS x FROM frame"), any_order="OVER" in text)
    assert frame.select(pr.sql_expr(text)).columns == [text]
    if "/" not in text:
        rows = frame.to_pyarrow()
        theirs = duckdb.from_arrow(rows).query("t", f"SELECT {text} AS x FROM t").fetchall()
        assert sorted(made.rows(), key=repr) == sorted(theirs, key=repr)


def test_verbs_take_it_as_any_other() -> None:
    frame = pr.DataFrame(DATA)
    assert frame.filter(pr.sql_expr("a > 1")).to_dict()["a"] == [2, 4]
    assert frame.filter(pr.sql_expr("a > 1") & (pr.col("k") == "y")).to_dict()["a"] == [2]
    assert frame.with_columns(pr.sql_expr("a + b AS total")).columns[-1] == "total"
    assert frame.with_columns(c=pr.sql_expr("a / 2") + 0.5).to_dict()["c"] == [0.5, 1.5, None, 2.5]
    grouped = frame.group_by("k").agg(pr.sql_expr("sum(a) AS s"), n=pr.sql_expr("count(*)")).sort("k")
    assert grouped.to_dict() == {"k": ["x", "y", None], "s": [1, 2, 4], "n": [2, 1, 1]}
    assert frame.sort(pr.sql_expr("-a")).to_dict()["a"] == [4, 2, 1, None]
    assert frame.select(pr.sql_expr("max(a)")).item() == 4
    assert repr(pr.sql_expr("a > 1")) == "<Expr a > 1>"


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("a >", pr.SqlError, "sql"),
        ("", pr.SqlError, "sql"),
        ("a > 1; drop table t", pr.SqlError, "sql"),
        ("a FROM t", pr.SqlError, "sql"),
        ("price > 1", KeyError, 'no column "price"'),
        ("no_such(a)", pr.PyRustError, "no_such"),
        ("(SELECT 1)", pr.PyRustError, "subquery"),
        ("a IN (SELECT 1)", pr.PyRustError, "subquery"),
    ],
)
def test_what_is_no_expression_is_refused(text: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        pr.DataFrame(DATA).select(x=pr.sql_expr(text)).collect()


def test_a_long_chain_is_refused_and_ends_nothing() -> None:
    assert pr.range(1).select(x=pr.sql_expr(" + ".join(["value"] * 500))).item() == 0
    with pytest.raises(pr.PyRustError, match="operations are within each other"):
        pr.sql_expr(" + ".join(["value"] * 100_000))

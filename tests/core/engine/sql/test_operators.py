"""Operators in SQL bind as in PostgreSQL, and patterns escape what they say."""

import pyarrow as pa
import pytest

import pyrust as pr

N = None
TABLES = {"t": pa.table({"x": [1, 3, N, -1], "y": [2, 4, 5, 0]})}


def rows(query: str, **tables) -> list[tuple]:
    return [tuple(row.values()) for row in pr.sql(query, **(tables or TABLES)).to_list()]


def value(expression: str):
    [(found,)] = rows(f"select {expression}")
    return found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 is distinct from 2 and true", True),
        ("2 - 1 is distinct from 1 or 1 < 0", False),
        ("1 is distinct from 2 = true", "refused"),
        ("true is distinct from 2 = 1", True),
        ("not 1 is distinct from 1", True),
        ("not null is not distinct from null", False),
        ("1 + 1 is not distinct from 2 or false", True),
        ("1 is distinct from null and 1 is not distinct from 1", True),
        ("1 is distinct from 2 is true", True),
        ("'ab' like 'a' || 'b'", True),
        ("'a' || 'b' like 'ab'", True),
        ("true = 'a' like 'a'", True),
        ("'a' like 'b' = false", True),
        ("'a' not like 'b' = true", True),
        ("true = 'a' ilike 'A'", True),
        ("true = 2 between 1 and 3", True),
        ("2 between 1 and 3 = true", True),
        ("true = 1 in (1, 2)", True),
        ("1 in (1, 2) = true", True),
        ("not 5 between 1 and 3", True),
        ("not 1 in (1, 2)", False),
        ("not 'a' like 'b'", True),
        ("true = 'ab' ~ 'a'", True),
        ("'ab' ~ 'a' || 'b'", True),
        ("'a' || 'b' !~ 'c' and true", True),
        ("1 = 2 is null", False),
        ("1 = 2 is not true", True),
        ("null = 1 is null", True),
        ("not 1 = 2", True),
        ("'a' || 1 + 1", "a2"),
        ("1 | 4 & 2", 0),
        ("6 << 1 & 4", 4),
        ("1 + 2 << 3", 24),
        ("3 & 1 = 1", True),
        ("-2 ^ 2", 4.0),
        ("2 ^ -1", 0.5),
        ("2 ^ 3 ^ 2", 64.0),
        ("2 * 3 ^ 2", 18.0),
        ("5 xor 1", 4),
        ("- 3 + 5", 2),
        ("-2::int * 3", -6),
        ("- - 2", 2),
        ("[1, 2][1] + 1", 2),
        ("1 + '2'::int * 3", 7),
        ("1 < 2 and 2 < 3 or false", True),
        ("false and true or true", True),
        ("timestamp '2024-01-01 00:00:00' at time zone 'UTC' is not null", True),
    ],
)
def test_operators_bind_as_in_postgresql(expression, expected):
    if expected == "refused":
        with pytest.raises(pr.PyRustError):
            value(expression)
    else:
        assert value(expression) == expected


def test_what_follows_a_distinct_from_is_no_part_of_it():
    assert rows("select x from t where x - 1 is distinct from 2 or x < 0 order by x") == [(-1,), (1,), (N,)]
    assert rows("select x from t where x is not distinct from null and y = 5") == [(N,)]
    assert rows("select x from t where not x is distinct from y or y = 0") == [(-1,)]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'a_b' like 'a!_b' escape '!'", True),
        ("'axb' like 'a!_b' escape '!'", False),
        ("'100%' like '%0!%' escape '!'", True),
        ("'a!b' like 'a!!b' escape '!'", True),
        ("'ab' like 'a!b' escape '!'", True),
        ("'A_' ilike 'a!_' escape '!'", True),
        ("'x' not like 'x!%' escape '!'", True),
        ("'x%' not ilike 'X!%' escape '!'", False),
        (r"'a\b' like 'a\b' escape '!'", True),
        (r"'a\_' like 'a\!_' escape '!'", True),
        (r"'a_b' like 'a\_b' escape '\'", True),
        (r"'a\xb' like 'a\_b' escape ''", True),
        ("'aüb' like 'aüüb' escape 'ü'", True),
        ("'a' like 'a' escape null", N),
        ("null like 'a' escape '!'", N),
        # Without ESCAPE a backslash escapes, as in PostgreSQL (in DuckDB nothing does).
        (r"'a_b' like 'a\_b'", True),
        (r"'axb' like 'a\_b'", False),
        (r"'a\b' like 'a\b'", False),
        (r"'a\b' like 'a\\b'", True),
    ],
)
def test_like_with_and_without_an_escape_character(expression, expected):
    assert value(expression) is expected


def test_patterns_may_be_computed():
    tables = {"w": pa.table({"s": ["a_b", "axb", "a%", N, r"c\d"], "p": ["a!_b", "a!_b", "a!%", "a", r"c\d"]})}
    assert rows("select s like p escape '!' from w", **tables) == [(True,), (False,), (True,), (N,), (True,)]
    assert rows("select s from w where s ilike upper(p) escape '!'", **tables) == [("a_b",), ("a%",), (r"c\d",)]
    assert pr.sql("select 'a_' like $p escape '!' as found", p="a!_").to_dict() == {"found": [True]}


@pytest.mark.parametrize("query", ["select 'a' like 'a!' escape '!'", "select s like s escape '!' from w"])
def test_a_pattern_that_ends_with_its_escape_character_is_an_error(query):
    with pytest.raises(pr.PyRustError, match="must not end with its escape character"):
        pr.sql(query, w=pa.table({"s": ["a!"]})).collect()


def test_an_escape_is_one_character():
    with pytest.raises(pr.SqlError, match="ESCAPE takes one character"):
        rows("select 'a' like 'a' escape 'ab'")

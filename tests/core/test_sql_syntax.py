"""Everyday SQL: short queries, operators that bind as in PostgreSQL, patterns, slices, names, samples."""

import pyarrow as pa
import pytest

import pyrust as pr

N = None
TABLES = {
    "t": pa.table({"x": [1, 3, N, -1], "y": [2, 4, 5, 0]}),
    "u": pa.table({"x": [3, 3, 7], "z": ["a", "b", "c"]}),
}


def rows(query: str, **tables) -> list[tuple]:
    return [tuple(row.values()) for row in pr.sql(query, **(tables or TABLES)).to_list()]


def value(expression: str):
    [(found,)] = rows(f"select {expression}")
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from t", [(1, 2), (3, 4), (N, 5), (-1, 0)]),
        ("from t where x > 1 limit 5", [(3, 4)]),
        ("FROM t ORDER BY y LIMIT 1", [(-1, 0)]),
        ("from t select y where x > 1", [(4,)]),
        ("from t select x, y + 1 as z where x > 0 order by z desc", [(3, 5), (1, 3)]),
        ("from (from t select y, x) select * except (x) order by y limit 1", [(0,)]),
        ("select (from t select max(x)) + 1", [(4,)]),
        ("select n from (from (from t select x as n) select n * 2 as n) where n > 2", [(6,)]),
        ("from t, u where t.x = u.x and z = 'b'", [(3, 4, 3, "b")]),
        ("from t join u using (x) select x, z order by z", [(3, "a"), (3, "b")]),
        ("(from t where x = 1) union all from t where x = 3", [(1, 2), (3, 4)]),
        ("from t where x = 1 union all select 8, 9", [(1, 2), (8, 9)]),
        ("with c as (from t where x = 1) from c", [(1, 2)]),
        ("select * from (from t where x = 3) d", [(3, 4)]),
        ("select y from t where exists (from u where u.x = t.x)", [(4,)]),
        ("select y from t where x in (from u select x)", [(4,)]),
        ("select extract(year from date '2024-05-06')", [(2024,)]),
        ("select trim(both 'x' from 'xax'), substring('abc' from 2)", [("a", "bc")]),
        ("table t", [(1, 2), (3, 4), (N, 5), (-1, 0)]),
        ("table t order by y limit 1", [(-1, 0)]),
        ("with c as (table u) table c", [(3, "a"), (3, "b"), (7, "c")]),
        ("(table t) intersect select 1, 2", [(1, 2)]),
        ('table "t" limit 1', [(1, 2)]),
    ],
)
def test_a_query_may_begin_with_its_table(query, expected):
    assert rows(query) == expected


def test_explain_takes_the_short_forms():
    assert "Filter" in str(rows("explain from t where x > 1"))


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


@pytest.mark.parametrize(
    ("slice_", "expected"),
    [
        ("[:2]", [1, 2]),
        ("[2:]", [2, 3]),
        ("[:]", [1, 2, 3]),
        ("[2:2]", [2]),
        ("[-2:]", [2, 3]),
        ("[:-2]", [1, 2]),
        ("[0:2]", [1, 2]),
        ("[2:1]", []),
        ("[5:]", []),
        ("[-5:2]", [1, 2]),
        ("[1:3:2]", [1, 3]),
        ("[1 + 1:]", [2, 3]),
    ],
)
def test_slices_may_leave_out_their_ends(slice_, expected):
    assert value(f"[1, 2, 3]{slice_}") == expected
    assert rows(f"select l{slice_} from w", w=pa.table({"l": [[1, 2, 3], N]})) == [(expected,), (N,)]


def test_a_slice_of_nothing_is_nothing():
    assert rows("select l[:2], l[2:] from w", w=pa.table({"l": pa.array([[]], pa.list_(pa.int64()))})) == [([], [])]


def test_semi_and_anti_joins_keep_rows_of_the_left_side():
    assert rows("select * from t semi join u on t.x = u.x") == [(3, 4)]
    assert sorted(rows("select y from t anti join u on t.x = u.x")) == [(0,), (2,), (5,)]
    assert rows("select x, y from t semi join u using (x)") == [(3, 4)]
    assert rows("select count(*) from t anti join u using (x) where y > 0") == [(2,)]


def test_names_given_to_the_columns_of_common_tables():
    assert rows("with c(p, q) as (select x, y from t) select q from c where p = 3") == [(4,)]
    assert rows("with c(p) as (select x, y from t) select p, y from c where p = 3") == [(3, 4)]
    assert rows("with c(p) as (values (1, 2)) select p, column2 from c") == [(1, 2)]
    assert rows("select p, y from t as d(p) where p = 1") == [(1, 2)]
    assert rows("select p, y from (select x, y from t) as d(p) where p = 1") == [(1, 2)]
    query = "with recursive r(n, m) as (select 1, 1 union all select n + 1, m * 2 from r where n < 4) select * from r"
    assert sorted(rows(query)) == [(1, 1), (2, 2), (3, 4), (4, 8)]
    query = "with recursive r(n) as (select 1, 'a' as s union all select n + 1, s || 'b' from r where n < 3) from r"
    assert sorted(rows(query)) == [(1, "a"), (2, "ab"), (3, "abb")]


def test_recursive_terms_of_another_width():
    query = "with recursive r as (select {} as n union all select {} from r where n < 3) select n from r"
    assert sorted(rows(query.format("1::int", "n + 1::bigint"))) == [(1,), (2,), (3,)]
    assert sorted(rows(query.format("1::bigint", "(n + 1)::int"))) == [(1,), (2,), (3,)]
    assert sorted(rows(query.format("1.0", "n + 1"))) == [(1.0,), (2.0,), (3.0,)]
    assert sorted(rows(query.format("1", "cast(n * 1.5 + 1 as bigint)"))) == [(1,), (2,), (4,)]
    with pytest.raises(pr.SqlError, match='column "n" of r is int64 at first and float64 later'):
        rows(query.format("1", "n * 1.5"))
    with pytest.raises(pr.PyRustError, match=r"3000000000|int32|Int32"):
        rows(query.format("1::int", "n * 3000000000"))


@pytest.mark.parametrize(
    "query",
    [
        "select * from t pivot (sum(y) for x in (1, 3))",
        "select * from t unpivot (v for n in (x, y))",
    ],
)
def test_pivot_is_refused_with_the_verb_that_does_it(query):
    with pytest.raises(pr.SqlError, match=r"hint: a frame does it: df\.(un)?pivot"):
        rows(query)


@pytest.fixture(scope="module")
def many():
    return {"many": pr.range(100_000)}


@pytest.mark.parametrize(
    "sample",
    [
        "tablesample (10 percent)",
        "tablesample 10%",
        "tablesample (10%) repeatable (3)",
        "tablesample bernoulli (10 percent)",
        "tablesample bernoulli (10)",
        "tablesample system (10)",
        "tablesample reservoir (10 percent)",
    ],
)
def test_a_sample_of_a_share_has_about_so_many_rows(sample, many):
    assert 9_000 < pr.sql(f"select value from many {sample}", **many).count() < 11_000
    query = f"with c as (select * from many m {sample} where m.value >= 0) select count(*) as n from c"
    counted = pr.sql(query, **many)
    assert 9_000 < counted.to_dict()["n"][0] < 11_000


def test_a_sample_of_rows_has_so_many(many):
    for sample in ("(7 rows)", "(7)", "reservoir (7 rows)", "reservoir (7) repeatable (1)"):
        drawn = pr.sql(f"select value from many tablesample {sample}", **many).to_dict()["value"]
        assert len(set(drawn)) == 7
        assert drawn == sorted(drawn)
    assert pr.sql("select * from (select value from many limit 3) d tablesample (5 rows)", **many).count() == 3
    assert pr.sql("select count(*) as n from many tablesample (0 percent)", **many).to_dict() == {"n": [0]}
    assert pr.sql("select count(*) as n from many tablesample (100 percent)", **many).to_dict() == {"n": [100_000]}


def test_a_seed_draws_the_same_rows_and_no_seed_others(many):
    drawn = [pr.sql("select value from many tablesample (1 percent) repeatable (5)", **many).to_dict() for _ in "ab"]
    assert drawn[0] == drawn[1]
    assert drawn[0]["value"] == pr.range(100_000).sample(fraction=0.01, seed=5).to_dict()["value"]
    free = [pr.sql("select value from many tablesample (100 rows)", **many).to_dict()["value"] for _ in "ab"]
    assert free[0] != free[1]


@pytest.mark.parametrize(
    "sample", ["(bucket 1 out of 4)", "(120 percent)", "(-1 rows)", "(1.5 rows)", "(10 percent) repeatable (0.5)"]
)
def test_samples_that_cannot_be_drawn_name_the_verb(sample, many):
    with pytest.raises(pr.SqlError, match=r"df\.sample"):
        pr.sql(f"select * from many tablesample {sample}", **many)

"""Whatever would be a multiple of its arguments asks the memory limit first: an error, and the session goes on.

Every size here is beyond any machine's memory: where it is not asked for first, the process ends.
"""

import pytest

import pyrust as pr

f = pr.functions
MUCH = 10**13

CALLS = {
    "range": f"range(0, {MUCH})",
    "range of columns": f"range(0, value * {MUCH} + {MUCH})",
    "generate_series": f"generate_series(1, {MUCH})",
    "days": "range(date '0001-01-01', date '9999-12-31', interval '1 day')",
    "moments": "generate_series(timestamp '1700-01-01', timestamp '2200-01-01', interval '1 microsecond')",
    "array_repeat": f"array_repeat('i', {MUCH})",
    "array_repeat of lists": f"array_repeat([1, 2], {MUCH})",
    "array_resize": f"array_resize([1], {MUCH})",
    "array_resize with": f"array_resize(['a'], {MUCH}, 'b')",
    "lpad": "lpad(cast(value as varchar), 2000000000)",
    "rpad": "rpad(cast(value as varchar), 2000000000, 'é')",
    "repeat": f"repeat('abc', {MUCH})",
    "replace": "replace(repeat('a', 4000000), 'a', repeat('b', 4000000))",
    "regexp_replace": "regexp_replace(repeat('a', 4000000), 'a', repeat('b', 4000000), 'g')",
    "array_to_string": "array_to_string(range(0, 1000000), repeat('x', 10000000))",
    "||": "cast(value as varchar) || repeat('x', 30000000) || repeat('y', 30000000)",
    "concat": "concat(cast(value as varchar), repeat('x', 30000000), repeat('y', 30000000))",
    "array_concat": "array_concat([value], range(0, 4000000))",
    "array_append": "array_append(range(0, 4000000), value)",
    "array_prepend": "array_prepend(value, range(0, 4000000))",
    "array_union": "array_union(range(0, 4000000), [value])",
    "array_replace_all": "array_replace_all(range(0, 4000000), value, 7)",
    "array_remove": "array_remove(range(0, 4000000), value)",
    "concat_ws": "concat_ws(repeat('x', 30000000), cast(value as varchar), 'a', 'b')",
}
# These fit into memory, if there is much of it, and go on then; a batch of them is small.
FITS = {"days"}


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_result_beyond_the_memory_is_refused_before_it_is_made(call):
    rows = pr.range(1 if call in FITS else 8192)  # noqa: F841 - the query names it
    if call in FITS:
        assert pr.sql(f"select cardinality({CALLS[call]}) as n from rows").item() == 3_652_058
        return
    with pytest.raises(pr.ResourcesError) as caught:
        pr.sql(f"select {CALLS[call]} as x from rows").collect()
    assert "memory" in str(caught.value) or "more than their type can count" in str(caught.value)
    assert pr.sql("select repeat('ab', 3) || 'c' as x").item() == "abababc"


def test_results_that_fit_are_what_they_were():
    df = pr.DataFrame({"s": ["a", None, "bb"], "n": [2, 3, None]})
    assert df.select(x=f.repeat("s", pr.col("n"))).rows() == [("aa",), (None,), (None,)]
    query = "select s || '-' || s as x, concat(s, n) as y, replace(s, 'b', 'ccc') as z, lpad(s, 4, 'é') as p from df"
    assert pr.sql(query).to_dict() == {
        "x": ["a-a", None, "bb-bb"],
        "y": ["a2", "3", "bb"],
        "z": ["a", None, "cccccc"],
        "p": ["éééa", None, "éébb"],
    }
    assert pr.sql("select range(3) as a, generate_series(3, 1, -1) as b, range(5, 1) as c").rows() == [
        ([0, 1, 2], [3, 2, 1], [])
    ]


def test_names_of_joined_texts_stay():
    df = pr.DataFrame({"a": ["x", "y"], "b": ["1", "2"]})  # noqa: F841 - the query names it
    assert pr.sql("select a || b from df").columns == pr.sql("select a || b from df limit 1").columns
    grouped = pr.sql("select a || b as k, count(*) as n from df group by a || b order by 1")
    assert grouped.rows() == [("x1", 1), ("y2", 1)]


def test_lists_that_fit_are_what_they_were():
    df = pr.DataFrame({"l": [[1], None, []], "n": [2, 3, None]})  # noqa: F841 - the query names it
    query = "select array_concat(l, [7], l) as c, array_append(l, n) as a, array_prepend(n, [8, 9]) as p from df"
    assert pr.sql(query).to_dict() == {
        "c": [[1, 7, 1], [7], [7]],
        "a": [[1, 2], [3], [None]],
        "p": [[2, 8, 9], [3, 8, 9], [None, 8, 9]],
    }


def test_a_list_of_nothing_is_refused():
    with pytest.raises(pr.SqlError, match="array_concat: it takes at least one list"):
        pr.sql("select array_concat() as x").collect()


def test_a_list_has_no_length_below_0():
    with pytest.raises(pr.PyRustError, match="array_resize: a list cannot have -1 items"):
        pr.sql("select array_resize([1, 2], -1) as x").collect()


def test_a_limit_is_no_size_of_anything():
    long = pr.DataFrame({"k": [1, 1, 2], "on": ["a", "b", "a"], "v": [1, 2, 3]})
    wide = long.pivot("on", index="k", values="v", aggregate="sum", max_columns=10**12)
    assert sorted(wide.rows()) == [(1, 1, 2), (2, 3, None)]
    assert pr.sql("select distinct v from long order by v limit 1000000000000").rows() == [(1,), (2,), (3,)]
    assert pr.sql(f"select v, max(k) as k from long group by v order by k desc limit {2**62}").count() == 3


def test_a_sketch_has_a_bounded_number_of_points():
    r = pr.range(10)  # noqa: F841 - the query names it
    with pytest.raises(pr.PyRustError, match="100000 points at most"):
        pr.sql("select approx_percentile_cont(value, 0.5, 1000000000) as x from r").collect()
    with pytest.raises(pr.PyRustError, match="100000 points at most"):
        pr.range(10).select(f.approx_percentile_cont("value", 0.5, centroids=10**9)).collect()

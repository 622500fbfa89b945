"""Window functions that are simplified to the same one are computed once, under both of their names."""

import pytest

import pyrust as pr

T = pr.DataFrame({"n": [1, 2, 3], "k": [1, 1, 2]})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("sum(n * 1)", "sum(n)", [(1, 1), (3, 3), (6, 6)]),
        ("sum(1 + 1)", "sum(2)", [(2, 2), (4, 4), (6, 6)]),
        ("sum(length($a))", "sum(length($b))", [(2, 2), (4, 4), (6, 6)]),
        ("sum($i + n)", "sum($j + n)", [(2, 2), (5, 5), (9, 9)]),
        ("max(n + 0)", "max(n + 1 - 1)", [(1, 1), (2, 2), (3, 3)]),
    ],
)
@pytest.mark.parametrize("frame", ["", "rows between unbounded preceding and current row"])
def test_both_have_their_rows(first, second, expected, frame):
    over = f"over (order by n {frame})"
    values = {"a": "xy", "b": "xy", "i": 1, "j": 1}
    values = {name: value for name, value in values.items() if f"${name}" in first + second}
    found = pr.sql(f"select {first} {over} as x, n, {second} {over} as y, count(*) {over} from t", t=T, **values)
    assert found.columns[:3] == ["x", "n", "y"]
    assert [(x, y) for x, _, y, _ in sorted(found.rows(), key=lambda row: row[1])] == expected


def test_two_that_draw_by_chance_stay_two():
    query = "select sum(random() * 1) over (order by n) as x, sum(random()) over (order by n) as y from t"
    assert all(x != y for x, y in pr.sql(query, t=T).rows())

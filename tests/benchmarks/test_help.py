"""Help while somebody types SQL: with 10,000 columns in reach, it is there before the finger is off the key."""

import pandas
from benchmarks.conftest import Report, milliseconds

import pyrust as pr

COLUMNS = 10_000


def test_help_with_ten_thousand_columns(report: Report) -> None:
    names = {
        "wide": pr.DataFrame({f"column_{number}": [number] for number in range(COLUMNS)}),
        "theirs": pandas.DataFrame({f"column_{number}": [number] for number in range(COLUMNS)}),
        **{f"variable_{number}": number for number in range(200)},
    }
    queries = {
        "columns of a frame": "select col from wide",
        "columns of pandas": "select col from theirs",
        "columns of a subquery": "select q.col from (select * from wide) q",
        "tables": "select * from wi",
    }
    for what, query in queries.items():
        cursor = query.index(" from") if "col" in query.split(" from")[0] else len(query)
        asked = lambda query=query, cursor=cursor: pr.sql_complete(query, cursor, names=names)  # noqa: E731
        assert 0 < len(asked()) <= 300
        report.add("help with 10,000 columns in reach", f"pyrust      {what}", milliseconds(asked), "ms", 50.0)
    asked = lambda: pr.sql_help("select sum from wide", 9, names=names)  # noqa: E731
    report.add("help with 10,000 columns in reach", "pyrust      what a word means", milliseconds(asked), "ms", 50.0)

"""The code of a view: run in pyrust, in polars, as SQL in pyrust and in DuckDB, it returns the rows of the grid."""

from __future__ import annotations

import ast
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr
from pyrust._core import View
from pyrust.widgets.grid.code import code
from pyrust.widgets.grid.spec import checked

ROWS = 60
BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2024, 3, 30, 20, 15)


def every(step: int, values: list[Any]) -> list[Any]:
    """The values in turn, with a null every few rows."""
    return [None if row % step == step - 1 else values[row % len(values)] for row in range(ROWS)]


TABLE = pa.table(
    {
        "row": pa.array(range(ROWS), pa.int64()),
        "i": pa.array(every(7, [5, -3, 0, 12, 7]), pa.int32()),
        "f": pa.array(every(5, [1.5, float("nan"), 0.0, float("inf"), -2.25]), pa.float64()),
        "n": pa.array(every(6, [Decimal("1.50"), Decimal("-2.25"), Decimal("10.00")]), pa.decimal128(12, 2)),
        "s": pa.array(every(8, ["Abc", "", "it's", "50%", "a_b", "null", "ÄBC", "\\d+", 'x"y'])),
        "d": pa.array(every(9, [date(2024, 2, 28), date(2024, 2, 29), date(2025, 1, 1)])),
        "t": pa.array(every(4, [START + timedelta(hours=3 * k) for k in range(9)]), pa.timestamp("us")),
        "z": pa.array(
            every(4, [(START + timedelta(hours=3 * k)).replace(tzinfo=BERLIN) for k in range(9)]),
            pa.timestamp("us", "Europe/Berlin"),
        ),
        "c": pa.array(every(5, [time(8, 30), time(23, 59, 59)]), pa.time64("us")),
        "b": pa.array(every(3, [True, False])),
        "l": pa.array(every(5, [[1, 2], [], [3]]), pa.list_(pa.int64())),
        "*": pa.array(every(6, ["all", "ALL", "none"])),
        'a "b"': pa.array(every(6, [1, 2])),
    }
)


def where(column: str, test: str, **fields: Any) -> dict[str, Any]:
    return {"filters": [{"column": column, "test": test, **fields}]}


SPECS: list[dict[str, Any]] = [
    {},
    *(
        {**where("i", "between", low=low, high=high, negated=negated)}
        for low, high in ((0, 7), (-3, None), (None, 0))
        for negated in (False, True)
    ),
    where("i", "between", low="0.5"),
    where("f", "between", low=0),
    where("f", "between", high="0.0"),
    where("f", "in", values=["NaN", "0.0", None]),
    where("f", "in", values=["inf", "1.5"], negated=True),
    where("n", "between", low="-2.25", high="1.505"),
    where("n", "in", values=["10", "-2.25"]),
    where("s", "between", low="a"),
    where("s", "in", values=["it's", "", 'x"y']),
    where("s", "in", values=["Abc", None]),
    where("s", "in", values=["Abc", None], negated=True),
    where("s", "in", values=[None]),
    where("s", "in", values=[]),
    where("s", "contains", text="äb"),
    where("s", "contains", text="B", case=True),
    where("s", "contains", text="%"),
    where("s", "contains", text="_", negated=True),
    where("s", "starts", text="ab"),
    where("s", "ends", text="BC"),
    where("s", "contains", text="\\"),
    where("s", "regex", text="^a.c$"),
    where("s", "regex", text="^A", case=True),
    where("s", "empty"),
    where("s", "empty", negated=True),
    where("s", "null"),
    where("s", "null", negated=True),
    where("i", "contains", text="1"),
    where("d", "between", low="2024-02-29", high="2024-12-31"),
    where("d", "in", values=["2024-02-28", "2025-01-01"]),
    where("d", "part", part="year", values=[2024]),
    where("d", "part", part="weekday", values=["3", "4"], negated=True),
    where("t", "between", low="2024-03-31", high="2024-03-31"),
    where("t", "between", low="2024-03-31 02:15:00", high="2024-03-31T08:15:00.5"),
    where("t", "part", part="hour", values=[23, 2]),
    where("t", "in", values=["2024-03-30 20:15:00"]),
    where("z", "between", low="2024-03-31", high="2024-03-31"),
    where("z", "between", low="2024-03-31 05:15:00+00:00"),
    where("z", "part", part="hour", values=[23, 8]),
    where("z", "part", part="quarter", values=[2]),
    where("z", "in", values=["2024-03-30 20:15:00+01:00", None]),
    where("c", "between", low="08:30", high="20:00:00"),
    where("b", "true"),
    where("b", "true", negated=True),
    where("b", "in", values=["true", None]),
    where("l", "empty"),
    where("l", "empty", negated=True),
    where("*", "starts", text="all"),
    where('a "b"', "in", values=[2]),
    {"where": "i > 3 or s = 'it''s' -- said"},
    {"where": "i is null", **where("b", "true")},
    {"search": "A"},
    {"search": "'"},
    {"sort": [{"column": "row", "descending": True}]},
    {"sort": [{"column": "i", "nulls": "first"}, {"column": "row"}]},
    {"sort": [{"column": "f", "descending": True}, {"column": "row", "descending": True}]},
    {"sort": [{"column": "*"}, {"column": "s"}, {"column": "row"}], **where("i", "null", negated=True)},
]


def run(text: str, **names: Any) -> Any:
    """What the last expression of a piece of Python is."""
    *before, last = ast.parse(text).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(before, []), "code", "exec"), names)
    return eval(compile(ast.Expression(last.value), "code", "eval"), names)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_all_languages_return_the_rows_of_the_view(spec: dict[str, Any]) -> None:
    frame, full = pr.DataFrame(TABLE), checked(spec)
    written = {language: code(language, full, frame.schema) for language in ("sql", "python", "polars")}
    expected = View.derived(frame, json.dumps(full)).select("row").to_dict()["row"]
    assert run(written["python"], df=frame).to_dict()["row"] == expected, written["python"]
    assert pr.sql(written["sql"], df=frame).to_dict()["row"] == expected, written["sql"]
    polars = run(written["polars"], df=pl.from_arrow(TABLE))
    assert polars["row"].to_list() == expected, written["polars"]
    if "array_length" in written["sql"] or "regexp_like" in written["sql"]:
        return  # names that DuckDB has not
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'Europe/Berlin'")
        connection.register("df", TABLE)
        found = connection.sql(written["sql"]).fetchall()
    assert [row[0] for row in found] == expected, written["sql"]

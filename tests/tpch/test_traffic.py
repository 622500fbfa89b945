"""A plan that gets worse is noticed: no more rows pass through those of the TPC-H queries than have been written down.

The figures in traffic.json are what they were when someone last looked at them and said `make record`.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from tpch.expressions import QUERIES
from tpch.test_tpch import SQL
from tpch.traffic import traffic

import pyrust as pr

FILE = Path(__file__).with_name("traffic.json")
# dynamic filters meet more or fewer of the rows, as threads happen to run; now and then one is late for a whole scan,
# so a plan is worse only if each of several runs is worse than the worst of those that were written down
SLACK = 1.02
RUNS = 4
RECORDED = 12
WORDINGS = ("sql", "expressions")
Known = dict[str, dict[str, dict[str, int]]]


@pytest.fixture(scope="module")
def known() -> Iterator[Known]:
    """What was written down; written anew when PYRUST_RECORD is set."""
    if not os.environ.get("PYRUST_RECORD"):
        yield json.loads(FILE.read_text(encoding="utf-8"))
        return
    found: Known = {wording: {} for wording in WORDINGS}
    yield found
    lines = {
        wording: ",\n".join(f"  {json.dumps(name)}: {json.dumps(rows)}" for name, rows in queries.items())
        for wording, queries in found.items()
    }
    text = ",\n".join(f" {json.dumps(wording)}: {{\n{rows}\n }}" for wording, rows in lines.items())
    FILE.write_text(f"{{\n{text}\n}}\n", encoding="utf-8")


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("name", SQL)
def test_no_more_rows_pass_than_did(known: Known, tables: SimpleNamespace, name: str, wording: str) -> None:
    frame = pr.sql(SQL[name], **vars(tables)) if wording == "sql" else QUERIES[name](tables)
    found = traffic(frame)
    assert found["read"] > 0
    if os.environ.get("PYRUST_RECORD"):
        runs = [found, *(traffic(frame) for _ in range(RECORDED - 1))]
        known[wording][name] = {what: max(run[what] for run in runs) for what in found}
    most = known[wording][name]
    for _ in range(RUNS - 1):
        if all(rows <= most[what] * SLACK for what, rows in found.items()):
            break
        found = traffic(frame)
    more = {what: f"{rows} instead of {most[what]}" for what, rows in found.items() if rows > most[what] * SLACK}
    assert more == {}, f"the plan of {name} lets more rows pass; look at explain(analyze=True), or run `make record`"


def test_the_figures_are_those_of_a_plan(tables: SimpleNamespace) -> None:
    lines = tables.lineitem.select("l_orderkey")
    joined = traffic(lines.join(tables.orders.select("o_orderkey"), left_on="l_orderkey", right_on="o_orderkey"))
    count, orders = lines.count(), tables.orders.count()
    assert joined == {"read": count + orders, "joined": 2 * count + orders, "grouped": 0, "groups": 0}
    grouped = traffic(lines.group_by("l_orderkey").agg(n=pr.functions.count()))
    assert grouped == {"read": count, "joined": 0, "grouped": count, "groups": orders}

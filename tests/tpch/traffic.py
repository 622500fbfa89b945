"""How many rows pass through the operators of a plan: what a plan costs, in a figure that no busy machine disturbs.

It is read from the figures of a run. Where an operator runs in two stages only the first one's rows in and the last
one's rows out are counted, as what goes between them depends on the number of cores.
"""

import json
from typing import Any

import pyrust as pr

LEAVES = {"DataSourceExec"}


def traffic(frame: pr.DataFrame) -> dict[str, int]:
    """Run the query; the rows that come from its tables, go in and out of its joins, into and out of its groups."""
    counted = {"read": 0, "joined": 0, "grouped": 0, "groups": 0}
    [plan] = json.loads(frame.explain("json", analyze=True))
    _count(plan["Plan"], counted)
    return counted


def _count(node: dict[str, Any], counted: dict[str, int]) -> int:
    """Add an operator and those below it; returns the rows that come out of it."""
    below = [_count(inner, counted) for inner in node.get("Plans", [])]
    # an operator that counts nothing hands on what it is given
    rows = node.get("Actual Rows", sum(below))
    kind, details = node["Node Type"], node.get("Details", "")
    if kind in LEAVES:
        counted["read"] += rows
    elif "Join" in kind:
        counted["joined"] += rows + sum(below)
    elif kind.startswith("Aggregate"):
        if "mode=Final" not in details:
            counted["grouped"] += sum(below)
        if "mode=Partial" not in details:
            counted["groups"] += rows
    return rows

"""A spec over the columns of a frame: what it says in words, what in it does not fit, and the rows that it shows."""

from __future__ import annotations

import json
from typing import Any

from pyrust._calls import refused
from pyrust._core import DataFrame, View
from pyrust.exceptions import ColumnNotFoundError, InvalidValueError
from pyrust.widgets.grid.spec import Spec

Description = dict[str, Any]


def described(frame: DataFrame, spec: Spec) -> Description:
    """Describe a spec as the page shows it: for each key of its sort, each filter and the condition what is wrong.

    >>> import pyrust as pr
    >>> from pyrust.widgets.grid.spec import checked
    >>> spec = checked({"filters": [{"column": "a", "test": "between", "low": 1}]})
    >>> described(pr.DataFrame({"a": [1]}), spec)["filters"]
    [{'words': '≥ 1', 'problem': None}]
    >>> described(pr.DataFrame({"b": [1]}), spec)["filters"][0]["problem"]
    'there is no column "a"'
    """
    found = View.described(frame, json.dumps(spec))
    where = found["where"]["problem"]
    return {
        "sort": [
            {**key, "problem": _message(each["problem"])} for key, each in zip(spec["sort"], found["sort"], strict=True)
        ],
        "filters": [{"words": each["words"], "problem": _message(each["problem"])} for each in found["filters"]],
        "where": {
            "problem": _message(where),
            "hint": where and where["hint"],
            "line": where and where["line"],
            "column": where and where["column"],
        },
    }


def _message(problem: Any) -> str | None:
    return problem and str(problem["message"])


def sound(spec: Spec, described: Description) -> Spec:
    """Leave out of a spec what is off and what does not fit."""
    keys = zip(spec["sort"], described["sort"], strict=True)
    filters = zip(spec["filters"], described["filters"], strict=True)
    return {
        "sort": [key for key, each in keys if each["problem"] is None],
        "filters": [found for found, each in filters if each["problem"] is None and not found["off"]],
        "where": None if described["where"]["problem"] else spec["where"],
        "search": spec["search"],
    }


def arranged(view: View, spec: Spec, described: Description) -> View:
    """Make a view of the same rows, without what in the spec does not fit them."""
    return view.arranged(json.dumps(sound(spec, described)))


def raise_problems(frame: DataFrame, spec: Spec) -> None:
    """Refuse a spec that does not fit a frame.

    Raises:
        ColumnNotFoundError: a column does not exist.
        InvalidValueError: a filter does not fit the type of its column.
        SqlError: the condition cannot be read.
    """
    for each in [*spec["sort"], *spec["filters"]]:
        name = each["column"]
        if name not in frame.schema:
            try:
                frame.c[name]
            except ColumnNotFoundError as error:
                hint = error.hint
            raise refused(ColumnNotFoundError, "view", f'there is no column "{name}"', hint)
    found = described(frame, spec)
    for key, each in zip(spec["sort"], found["sort"], strict=True):
        if each["problem"]:
            raise refused(InvalidValueError, "view", f'sort by "{key["column"]}": {each["problem"]}')
    for asked, each in zip(spec["filters"], found["filters"], strict=True):
        if each["problem"]:
            message = f'filter of "{asked["column"]}" ({each["words"]}): {each["problem"]}'
            raise refused(InvalidValueError, "view", message)
    check_condition(frame, spec)


def check_condition(frame: DataFrame, spec: Spec) -> None:
    """Refuse a condition in SQL that cannot be read.

    Raises:
        SqlError: it cannot; `line` and `column` say where.
        ColumnNotFoundError: a column in it does not exist.
    """
    View.derived(frame, json.dumps({"where": spec["where"]}))


def derived(frame: DataFrame, spec: Spec) -> DataFrame:
    """Make the frame of the rows that a spec shows, lazily."""
    return View.derived(frame, json.dumps(spec))

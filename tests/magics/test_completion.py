"""What is offered while somebody types SQL, and what a word means: the cases are in completion/*.toml."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pyrust as pr

CASES = Path(__file__).parent / "completion"
QUERIES = [
    case
    for path in sorted(CASES.glob("*.toml"))
    if path.stem != "help"
    for case in tomllib.loads(path.read_text())["case"]
]
# what was asked of an object of a user
ASKED: list[str] = []
WORDS = tomllib.loads((CASES / "help.toml").read_text())["case"]


class Trick:
    """Answers for every name, as some libraries' objects do; whoever asks it has run code of a user."""

    def __getattribute__(self, name: str) -> Any:
        ASKED.append(name)
        return lambda *_: 1 / 0

    def __len__(self) -> int:
        ASKED.append("len")
        return 1


@pytest.fixture
def scope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[pr.Session, dict[str, Any]]:
    """The tables and the variables of the cases, and a folder with files."""
    pyarrow = pytest.importorskip("pyarrow")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "deep").mkdir(parents=True)
    pr.DataFrame({"x": [1], "y": ["a"]}).write_parquet("data/a.parquet")
    (tmp_path / "data" / "b.csv").write_text("p;q\n1;2\n")
    (tmp_path / "data" / "c.txt").write_text("no table")
    (tmp_path / "note.txt").write_text("no table")
    day = date(2024, 1, 1)
    session = pr.Session()
    orders = {"id": [1], "Order Date": [day], "amount": [1.5], "customer_id": [1], "status": ["open"]}
    session.register("orders", orders)
    address = {"street": "x", "zip": 1}
    session.register("customers", {"id": [1], "name": ["a"], "city": ["b"], "address": [address]})
    session.register("select", {"a": [1]})
    names = {
        "sales": pr.DataFrame({"day": [day], "region": ["n"], "amount": [1.0]}),
        "trips": pyarrow.table({"distance": [1.0], "duration": [2]}),
        "wörter": pr.DataFrame({"größe": [1], "länge cm": [2]}),
        "prices": {"price": [1, 2], "day": ["a", "b"]},
        "items": [{"kind": "a", "count": 1}],
        "doubled_by_python": pr.udf(lambda x: x * 2, args=["int64"], returns="int64"),
        "n": 3,
        "ids": [1, 2],
        "since": day,
        "word": "x",
        "trick": Trick(),
        "np": pytest,
    }
    return session, names


def _cursor(case: dict[str, Any]) -> tuple[str, int]:
    """The text without the cursor, and where that is."""
    text = case["text"]
    at = text.rindex("|") if case.get("cursor") == "last" else text.index("|")
    return text[:at] + text[at + 1 :], at


@pytest.mark.parametrize("case", QUERIES, ids=[case["name"] for case in QUERIES])
def test_what_is_offered(case: dict[str, Any], scope: tuple[pr.Session, dict[str, Any]]) -> None:
    session, names = scope
    text, cursor = _cursor(case)
    ASKED.clear()
    items = pr.sql_complete(text, cursor, session=session, names=names)
    offered = [item["text"] for item in items]
    assert len(offered) <= 300
    assert ASKED == [], "the object of a user was asked"
    if "exactly" in case:
        assert sorted(offered) == sorted(case["exactly"])
    first = case.get("first", [])
    assert offered[: len(first)] == first
    assert [name for name in case.get("has", []) if name not in offered] == []
    assert [name for name in case.get("lacks", []) if name in offered] == []
    if "replaces" in case:
        assert {text[item["start"] : item["end"]] for item in items} == {case["replaces"]}


@pytest.mark.parametrize("case", WORDS, ids=[case["name"] for case in WORDS])
def test_what_a_word_means(case: dict[str, Any], scope: tuple[pr.Session, dict[str, Any]]) -> None:
    session, names = scope
    text, cursor = _cursor(case)
    found = pr.sql_help(text, cursor, session=session, names=names)
    if case.get("none"):
        assert found is None
        return
    assert found is not None
    assert (found["kind"], found["name"]) == (case["kind"], case["word"])
    if "type" in case:
        assert found["type"] == case["type"]
    if "parts" in case:
        assert found["parts"] == [tuple(part) for part in case["parts"]]
    assert case.get("doc", "") in found["doc"]


def test_there_are_enough_cases() -> None:
    assert len(QUERIES) >= 80
    assert len(WORDS) >= 25
    assert len({case["name"] for case in QUERIES + WORDS}) == len(QUERIES + WORDS)

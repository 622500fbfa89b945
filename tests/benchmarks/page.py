"""From what was measured to what the documentation shows: `make bench-report` writes the tables and the plots.

One table and one plot go into docs/performance.md between two marks, every figure into docs/measurements.md, a plot for
each suite into docs/plots. All of it comes from the files of `record`; nothing here is typed by hand.
"""

import json
from collections.abc import Callable
from typing import Any

from benchmarks import figures
from benchmarks.engine import ENGINES
from benchmarks.figures import Cost, Costs
from benchmarks.hotspots import PARTS
from benchmarks.plot import plot
from benchmarks.record import CHECKOUT, FOLDER, PROFILES
from benchmarks.suite import REFERENCE

DOCS = CHECKOUT / "docs"
BEGIN, END = "<!-- made by make bench-report -->", "<!-- end of what it made -->"
SUITES = ["tpch", "groups", "joins", "hits"]
Measured = dict[str, Any]


def _measured() -> list[Measured]:
    """Every suite that was measured, the small scales first."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")]
    return sorted(found, key=lambda suite: (SUITES.index(suite["suite"]), _size(suite["scale"])))


def _size(scale: str) -> float:
    """The number in sf10 or in 1e7-rows."""
    return float(scale.removeprefix("sf").removesuffix("-rows"))


def _name(suite: Measured) -> str:
    """TPC-H SF10, page views 1e7 rows."""
    return f"{suite['title']} {suite['scale'].replace('-', ' ').replace('sf', 'SF')}"


def _costs(suite: Measured) -> dict[str, Costs]:
    return {name: question["costs"] for name, question in suite["questions"].items()}


def _table(heads: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown, figures to the right."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _summary(suites: list[Measured]) -> str:
    """The engines relative to the reference, a line for each suite: the mean, and our slowest question."""
    engines = [name for name in ENGINES if name != REFERENCE]
    rows = []
    for suite in suites:
        costs = _costs(suite)
        row = [f"{_name(suite)}, {len(costs)} queries"]
        for ask in (figures.best, figures.peak):
            found = {engine: figures.standing(costs, engine, ask) for engine in engines}
            cells = [_mean(found[engine], figures.answered(costs, engine), len(costs)) for engine in engines]
            row += [f"**{cell}**" if engine == "pyrust" else cell for engine, cell in zip(engines, cells, strict=True)]
            if ask is figures.best:
                ours = found["pyrust"]
                row.append(f"{ours.worst:.2f} ({ours.worst_question})" if ours else "")
        rows.append(row)
    heads = [f"time, {engines[0]}", *engines[1:], "pyrust's slowest", f"memory, {engines[0]}", *engines[1:]]
    return _table(["", *heads], rows)


def _mean(found: figures.Standing | None, answered: int, asked: int) -> str:
    """A geometric mean, and of how many questions it is where not of all."""
    return f"{found.mean:.2f}" + ("" if answered == asked else f" ({answered} of {asked})") if found else ""


def _seconds(cost: Cost) -> str:
    return f"{figures.best(cost):.3f} ({figures.median(cost):.3f})"


def _spent(cost: Cost) -> str:
    return f"{figures.processor(cost):.2f} s, {figures.peak(cost) / 1e6:.0f} MB"


def _cells(costs: Costs, text: Callable[[Cost], str]) -> list[str]:
    """A figure of each engine; nothing where one was not asked."""
    found = (costs.get(engine) for engine in ENGINES)
    return ["" if cost is None else "cannot" if "cannot" in cost else text(cost) for cost in found]


def _details(suite: Measured) -> str:
    """Every figure of a suite."""
    costs = _costs(suite)
    times, spent, reasons = [], [], []
    for name, cost in costs.items():
        ratio = figures.ratio(cost, "pyrust", figures.best)
        times.append([name, *_cells(cost, _seconds), f"{ratio:.2f}x" if ratio else ""])
        spent.append([name, *_cells(cost, _spent)])
        reasons += [f"- {name}, {e}: `{c['cannot'].replace('`', chr(39))}`" for e, c in cost.items() if "cannot" in c]
    engines = list(ENGINES)
    parts = [
        f"## {_name(suite)}",
        _provenance(suite),
        _picture(suite),
        "Seconds, the best (the median):",
        _table(["", *engines, f"pyrust, {REFERENCE}'s = 1"], times),
        "Processor seconds of the best, peak memory of the process:",
        _table(["", *engines], spent),
    ]
    return "\n\n".join([*parts, *(["What an engine cannot:", "\n".join(reasons)] if reasons else [])])


def _picture(suite: Measured) -> str:
    """The link to a suite's plot."""
    return f"![{_name(suite)}: time and memory relative to {REFERENCE}](plots/{suite['suite']}-{suite['scale']}.svg)"


def _provenance(suite: Measured) -> str:
    """On what, with which versions, when."""
    versions = ", ".join(f"{name} {version}" for name, version in suite["engines"].items() if name != "pyrust")
    by_commit: dict[str, list[str]] = {}
    for name, question in suite["questions"].items():
        key = f"commit {question['commit']} on {question['day']}, {question['rounds']} rounds"
        by_commit.setdefault(key, []).append(name)
    whole = len(by_commit) == 1
    parts = [key if whole else f"{key} ({', '.join(names)})" for key, names in by_commit.items()]
    return f"{suite['machine']}; pyrust at {'; '.join(parts)}; {versions}."


def _profile(found: Measured) -> str:
    """The share of each part of the code in each question; what is below a hundredth is left out."""
    questions = found["questions"]
    seen = {part for shares in questions.values() for part in shares} - {"functions"}
    parts = [*(part for part in PARTS if part in seen), *sorted(seen - PARTS.keys())]
    rows = [
        [name, *(f"{share:.0f}" if (share := shares.get(part, 0)) >= 1 else "" for part in parts)]
        for name, shares in questions.items()
    ]
    where = f"{found['machine']}; commit {found['commit']}; percent of each query's samples, by `make bench-profile`."
    return "\n\n".join([f"## {_name(found)}: where the processor's time goes", where, _table(["", *parts], rows)])


def main() -> None:
    """Write the tables and the plots."""
    suites = _measured()
    if not suites:
        raise SystemExit(f"nothing was measured yet: {FOLDER} holds no file (make bench-tpch, make bench-groups)")
    plots = DOCS / "plots"
    plots.mkdir(exist_ok=True)
    for suite in suites:
        picture = plots / f"{suite['suite']}-{suite['scale']}.svg"
        picture.write_text(plot(_name(suite), _costs(suite)), encoding="utf-8")
    # the suite that comes first, at its largest size
    first = [suite for suite in suites if suite["suite"] == suites[0]["suite"]][-1]
    page = DOCS / "performance.md"
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    shown = "\n\n".join([BEGIN, _summary(suites), _picture(first), END])
    page.write_text(before + shown + rest.split(END)[1], encoding="utf-8")
    head = "# Measurements\n\nEvery figure behind [Performance](performance.md), by `make bench-report`."
    profiles = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(PROFILES.glob("*.json"))]
    details = [head, *map(_details, suites), *map(_profile, profiles)]
    (DOCS / "measurements.md").write_text("\n\n".join(details) + "\n", encoding="utf-8")
    print(f"written: {page}, {DOCS / 'measurements.md'}, {len(suites)} plots")


if __name__ == "__main__":
    main()

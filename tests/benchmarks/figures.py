"""From what every turn cost to the figures that are shown: the best time, and what it is beside the reference's."""

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.suite import REFERENCE

Cost = dict[str, Any]
Costs = dict[str, Cost]


def best(cost: Cost) -> float:
    """The quickest turn's seconds: the one that the rest of the machine disturbed least."""
    return min(cost["seconds"])


def median(cost: Cost) -> float:
    """The seconds of the turn in the middle."""
    return statistics.median(cost["seconds"])


def processor(cost: Cost) -> float:
    """The processor seconds of the quickest turn."""
    return cost["processor"][cost["seconds"].index(best(cost))]


def peak(cost: Cost) -> float:
    """The most memory of any turn, in bytes."""
    return max(cost["peak"])


# what is summed up; processor time says more than the clock where others use the machine
SHOWN: dict[str, Callable[[Cost], float]] = {"time": best, "processor time": processor, "peak memory": peak}


def ratio(costs: Costs, engine: str, figure: Callable[[Cost], float]) -> float | None:
    """An engine's figure beside the reference's; None where one of them has none."""
    mine, other = (costs.get(name, {"cannot": ""}) for name in (engine, REFERENCE))
    return None if "cannot" in mine or "cannot" in other else figure(mine) / figure(other)


@dataclass(frozen=True)
class Standing:
    """An engine beside the reference over all the questions that both answer."""

    mean: float
    worst: float
    worst_question: str


def standing(questions: dict[str, Costs], engine: str, figure: Callable[[Cost], float]) -> Standing | None:
    """The geometric mean of an engine's ratios, and the worst of them."""
    ratios = {name: ratio(costs, engine, figure) for name, costs in questions.items()}
    known = {name: value for name, value in ratios.items() if value is not None}
    if not known:
        return None
    worst = max(known, key=known.__getitem__)
    mean = math.exp(sum(map(math.log, known.values())) / len(known))
    return Standing(mean, known[worst], worst)


def answered(questions: dict[str, Costs], engine: str) -> int:
    """How many of the questions an engine answers."""
    return sum("cannot" not in costs.get(engine, {"cannot": ""}) for costs in questions.values())

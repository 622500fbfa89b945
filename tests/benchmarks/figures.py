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


def ratio(costs: Costs, engine: str, figure: Callable[[Cost], float]) -> float | None:
    """An engine's figure beside the reference's; None where one of them has none."""
    mine, other = (costs.get(name, {"cannot": ""}) for name in (engine, REFERENCE))
    return None if "cannot" in mine or "cannot" in other else figure(mine) / figure(other)


@dataclass(frozen=True)
class Standing:
    """An engine beside the reference over all the questions that both answer."""

    answered: int
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
    return Standing(len(known), mean, known[worst], worst)

"""The figures of a race as lines of text, for those who watch it run."""

from benchmarks import figures
from benchmarks.engine import ENGINES
from benchmarks.figures import Costs
from benchmarks.suite import REFERENCE

WIDTH = 41


def heading() -> str:
    """What stands above the lines."""
    columns = "".join(f"{'best (median) s':>18}{'':>8}{'cpu s':>7}{'MB':>7} " for _ in ENGINES)
    return f"  {'':<5}" + "".join(f"{engine:>{WIDTH - 1}} " for engine in ENGINES) + f"\n  {'':<5}{columns}"


def line(question: str, costs: Costs) -> str:
    """One question: for each engine its seconds, what they are beside the reference's, processor seconds and memory."""
    cells = []
    for engine in ENGINES:
        cost = costs.get(engine)
        if cost is None or "cannot" in cost:
            cells.append(f"{'cannot' if cost else '':>{WIDTH - 1}} ")
            continue
        beside = figures.ratio(costs, engine, figures.best)
        text = f"{figures.best(cost):9.3f} ({figures.median(cost):.3f})"
        shown = "" if beside is None else f"{beside:.2f}x"
        cells.append(f"{text:>18}{shown:>8}{figures.processor(cost):>7.2f}{figures.peak(cost) / 1e6:>7.0f} ")
    return f"  {question:<5}{''.join(cells)}"


def reasons(question: str, costs: Costs) -> list[str]:
    """Why engines cannot."""
    return [f"  {question} {engine}: {cost['cannot']}" for engine, cost in costs.items() if "cannot" in cost]


def summary(questions: dict[str, Costs]) -> list[str]:
    """The engines beside the reference over all questions."""
    lines = [f"  beside {REFERENCE}, geometric mean and worst, over the questions that both answer:"]
    for engine in ENGINES:
        found = {name: figures.standing(questions, engine, figure) for name, figure in figures.SHOWN.items()}
        shown = [
            f"{name} {standing.mean:5.2f}x, worst {standing.worst:5.2f}x ({standing.worst_question})"
            for name, standing in found.items()
            if standing
        ]
        if engine != REFERENCE and shown:
            answered = figures.answered(questions, engine)
            lines.append(f"  {engine:<11}{'; '.join(shown)}; answers {answered} of {len(questions)}")
    return lines

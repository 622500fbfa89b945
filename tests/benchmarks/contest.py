"""A suite as it is measured: each question is asked, judged, written down and shown."""

from pathlib import Path
from typing import Self

from benchmarks import lines
from benchmarks.record import Record, commit
from benchmarks.suite import ROUNDS, Suite


class Contest:
    """One suite over one folder of tables; what has been measured is summed up when it ends."""

    def __init__(self, suite: Suite, folder: Path) -> None:
        self._suite, self._folder = suite, folder
        self._record, self._asked = Record(suite), dict[str, lines.Costs]()

    def __enter__(self) -> Self:
        _say("", f"{self._suite.title} {self._suite.scale}, {ROUNDS} rounds, commit {commit()}", lines.heading())
        return self

    def ask(self, question: str, results: Path) -> None:
        """Ask one question; that an engine cannot answer is noted, and an error where it is this project."""
        costs = self._suite.ask(question, self._folder, results)
        self._asked[question] = costs
        self._record.keep(question, costs)
        _say(lines.line(question, costs), *lines.reasons(question, costs))
        for path in results.iterdir():
            path.unlink()
        assert "cannot" not in costs.get("pyrust", {}), costs["pyrust"]["cannot"]

    def __exit__(self, *_: object) -> None:
        _say(*lines.summary(self._asked), f"  written to {self._record.path}")


def _say(*texts: str) -> None:
    """Show it now: a whole suite takes its time."""
    for text in texts:
        print(text, flush=True)

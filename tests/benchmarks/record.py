"""What a suite has measured, as JSON: from this file tables and plots are made.

Questions that are measured again replace what is there of them, so a long suite can be measured in parts; each says
which commit it was measured on. Another machine or another version of a peer begins anew.
"""

import datetime
import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.engine import ENGINES
from benchmarks.race import machine_memory
from benchmarks.suite import ROUNDS, Suite

CHECKOUT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("PYRUST_BENCH") or CHECKOUT / "build" / "bench")
# where the processor's time went, by `hotspots`
PROFILES = FOLDER / "profiles"


class Record:
    """One suite's file."""

    def __init__(self, suite: Suite) -> None:
        self.path = FOLDER / f"{suite.name}-{suite.scale}.json"
        self._head = {
            "suite": suite.name,
            "title": suite.title,
            "scale": suite.scale,
            "machine": machine(),
            "engines": {engine: version(engine) for engine in ENGINES},
        }
        self.questions: dict[str, dict[str, Any]] = {}
        if self.path.exists():
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            if all(kept.get(name) == value for name, value in self._head.items()):
                self.questions = kept["questions"]

    def keep(self, question: str, costs: dict[str, dict[str, Any]]) -> None:
        """Write down what a question cost, at once: a run that is stopped loses nothing."""
        now = datetime.datetime.now(datetime.UTC).date().isoformat()
        self.questions[question] = {"commit": commit(), "day": now, "rounds": ROUNDS, "costs": costs}
        self.questions = dict(sorted(self.questions.items()))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps({**self._head, "questions": self.questions}, indent=1) + "\n", encoding="utf-8")
        draft.replace(self.path)


def machine() -> str:
    """What it was measured on, in words."""
    model = Path("/proc/cpuinfo").read_text().partition("model name")[2].partition("\n")[0].strip("\t :")
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores of {model or platform.machine()}, {machine_memory() / (1 << 30):.0f} GiB"


def commit() -> str:
    """The commit whose wheel is measured, with a + where its sources have been changed since.

    PYRUST_BENCH_COMMIT says it for a wheel that was not built from this checkout.
    """
    said = os.environ.get("PYRUST_BENCH_COMMIT")
    if said:
        return said
    git = ["git", "-C", str(CHECKOUT)]
    head = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    sources = ["src", "engine/src", "pyrust", "Cargo.toml", "Cargo.lock"]
    changed = subprocess.run([*git, "status", "--porcelain", "--", *sources], capture_output=True, text=True).stdout
    return head + ("+" if changed.strip() else "")

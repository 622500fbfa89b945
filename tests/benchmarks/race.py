"""Engines take turns at one query: A B C D A B C D, so that whatever else the machine does hits all alike.

An engine that fails, takes too long or too much memory is out of the race with the reason, and the others go on.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("engine.py")
# seconds that one turn may take
PATIENCE = float(os.environ.get("PYRUST_BENCH_TIMEOUT", "300"))
GIGABYTE = 1 << 30


def machine_memory(field: str = "MemTotal") -> int:
    """Bytes of memory as the kernel counts them."""
    return int(Path("/proc/meminfo").read_text().partition(f"{field}:")[2].split()[0]) * 1024


# bytes that one engine may have: those that wait hold memory as well
MOST_MEMORY = float(os.environ.get("PYRUST_BENCH_MEMORY", machine_memory() * 0.7 / GIGABYTE)) * GIGABYTE


class Runner:
    """One engine's process, and what its turns cost."""

    def __init__(self, engine: str, folder: Path, complaints: Path) -> None:
        self.turns: list[dict[str, Any]] = []
        self.cannot: str | None = None
        self._complaints = complaints
        # a file, as a pipe that nobody reads would stop it once it is full
        with complaints.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, SCRIPT, engine, folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def prepare(self) -> None:
        """Wait until it has its tables, so that nobody starts up in the turn of another."""
        self._ask({})

    def turn(self, query: str, result: Path | None) -> None:
        """Let it run the query once; what goes wrong takes it out of the race."""
        answer = self._ask({"query": query, "result": result and str(result)})
        if not self.cannot:
            self.turns.append(answer)

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Its answer; one that has none is stopped."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            answer = self._answer()
        except BrokenPipeError:
            answer = {"cannot": self._last_words()}
        self.cannot = answer.get("cannot")
        if self.cannot:
            self.stop()
        return answer

    def _answer(self) -> dict[str, Any]:
        """Its reply; it is killed when it takes too long or too much."""
        process, started = self._process, time.monotonic()
        assert process.stdout is not None
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while not ready.select(timeout=0.05):
                if time.monotonic() - started > PATIENCE:
                    return {"cannot": f"over {PATIENCE:g} s"}
                if self._resident() > MOST_MEMORY:
                    return {"cannot": f"over {MOST_MEMORY / GIGABYTE:.1f} GB of memory"}
                if machine_memory("MemAvailable") < machine_memory() * 0.04:
                    return {"cannot": f"no memory left, at {self._resident() / GIGABYTE:.1f} GB"}
        line = process.stdout.readline()
        return json.loads(line) if line else {"cannot": self._last_words()}

    def _resident(self) -> int:
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def _last_words(self) -> str:
        """Why a process has ended that gave no answer."""
        code, words = self._process.wait(), self._complaints.read_text().strip().splitlines()
        return signal.Signals(-code).name if code < 0 else (words or [f"exit code {code}"])[-1][:300]

    def kill(self) -> None:
        """End the process, as the kernel does when memory is out."""
        self._process.kill()

    def stop(self) -> None:
        """End the process, and all that belongs to it."""
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    def cost(self) -> dict[str, Any]:
        """Every turn's seconds, processor seconds and peak, in their order; or why there is none."""
        if self.cannot:
            return {"cannot": self.cannot}
        return {name: [turn[name] for turn in self.turns] for name in ("seconds", "processor", "peak")}


def race(
    queries: dict[str, str],
    folder: Path,
    rounds: int,
    results: Path,
    judge: Callable[[dict[str, Path]], dict[str, str]],
) -> dict[str, dict[str, Any]]:
    """What each engine's query cost, by engine.

    After the first round `judge` is shown the files with the rows of every engine that has answered; it says of
    those that it does not believe why, and they are out of the race.
    """
    runners = {engine: Runner(engine, folder, results / f"{engine}.log") for engine in queries}
    try:
        for runner in runners.values():
            runner.prepare()
        for number in range(rounds):
            for engine, runner in runners.items():
                if not runner.cannot:
                    runner.turn(queries[engine], results / engine if number == 0 else None)
            if number == 0:
                answered = {engine: results / engine for engine, runner in runners.items() if not runner.cannot}
                for engine, reason in judge(answered).items():
                    runners[engine].cannot = reason
                    runners[engine].stop()
        return {engine: runner.cost() for engine, runner in runners.items()}
    finally:
        for runner in runners.values():
            runner.stop()

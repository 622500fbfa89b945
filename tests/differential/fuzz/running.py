"""Many queries in child processes, so that one that hangs or takes its process down is a finding and not the end."""

from __future__ import annotations

import multiprocessing as mp
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from differential.fuzz.growing import QUERIES_OF_A_WORLD
from differential.fuzz.verdicts import CRASH, HANG, JUDGE, Verdict

# a query of a few dozen rows is answered in milliseconds; one that is not is asked again, as others may have the cores
PATIENCE = 10.0
SECOND_PATIENCE = 60.0
START = 60.0
SHRINKING = 20.0
# after so many worlds a process is replaced, so that what it holds is bounded however long the run is
WORLDS_OF_A_PROCESS = 50


@dataclass(frozen=True)
class Setting:
    """What all queries of a run have in common; `told` is what the environment says to a build for tests."""

    seed: int
    feature: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    patience: float = PATIENCE


def serve(connection: Connection, folder: Path, setting: Setting, alone: bool) -> None:
    """A child: asks what it is told to, on one core or on all, which our engine counts when it is loaded."""
    os.environ.update(setting.told)
    if alone and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from differential.fuzz.asking import Asker
    from differential.fuzz.shrinking import shrink

    asker = Asker(folder, setting.seed, setting.feature, lambda name, text="": connection.send(("phase", name, text)))
    try:
        while True:
            what, given = connection.recv()
            if what == "end":
                return
            if what == "ask":
                connection.send(("verdict", replace(asker.ask(given), alone=alone)))
            else:
                asker.phase = lambda *_: None
                connection.send(("verdict", shrink(asker, given, SHRINKING)))
    except (EOFError, KeyboardInterrupt):
        return


@dataclass
class Child:
    """A process, what it is at, and since when."""

    context: Any
    folder: Path
    setting: Setting
    alone: bool
    process: Any = None
    connection: Any = None
    task: tuple[str, Any] | None = None
    since: float = 0.0
    phase: tuple[str, str] = ("start", "")
    queue: list[tuple[str, Any]] = field(default_factory=list)
    worlds: int = 0

    def start(self) -> None:
        self.connection, theirs = self.context.Pipe()
        # the files of its tables; one of its own each time it is started
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        given = (theirs, folder, self.setting, self.alone)
        self.process = self.context.Process(target=serve, args=given, daemon=True)
        self.process.start()
        theirs.close()
        self.phase, self.since = ("start", ""), time.monotonic()

    def take(self, group: list[tuple[str, Any]]) -> None:
        """The queries of another world."""
        if self.worlds == WORLDS_OF_A_PROCESS:
            self.stop()
        self.queue, self.worlds = list(group), self.worlds + 1

    def give(self) -> None:
        if self.process is None:
            self.start()
        self.task = self.queue.pop(0)
        self.connection.send(self.task)
        self.since = time.monotonic()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.connection.close()
            self.process, self.worlds = None, 0

    def patience(self) -> float:
        assert self.task is not None
        if self.task[0] == "shrink":
            return SHRINKING + 3 * PATIENCE
        return START if self.phase[0] in ("start", "judge") else self.setting.patience

    def lost(self, status: str) -> Verdict:
        """What is known of a query whose process is gone, or is taken away."""
        assert self.task is not None
        asked, self.task = self.task[1], None
        self.stop()
        if isinstance(asked, Verdict):
            return asked
        name, text = self.phase
        status = JUDGE if name in ("judge", "start") else status
        check = "" if name in ("ours", "judge", "start") else name
        return Verdict(asked, self.setting.feature or "", status, text=text, message=f"{status} in {name}", check=check)


def work(
    setting: Setting, tasks: list[list[tuple[str, Any]]], jobs: int, alone: bool | None = None
) -> Iterator[Verdict]:
    """The verdicts of groups of tasks, each group in one process, as they come. Half of the processes have one core,
    unless all or none are to have one."""
    context = mp.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="pyrust-fuzz-") as folder:
        count = max(1, min(jobs, len(tasks)))
        one_core = [at % 2 == 1 if alone is None else alone for at in range(count)]
        children = [Child(context, Path(folder), setting, each) for each in one_core]
        try:
            yield from served(children, list(tasks))
        finally:
            for child in children:
                child.stop()


def served(children: list[Child], waiting: list[list[tuple[str, Any]]]) -> Iterator[Verdict]:
    while waiting or any(c.queue or c.task for c in children):
        for child in children:
            if child.task is None:
                if not child.queue and waiting:
                    child.take(waiting.pop(0))
                if child.queue:
                    child.give()
        busy = {c.connection: c for c in children if c.task}
        for connection in wait(list(busy), timeout=0.5):
            child = busy[connection]
            try:
                said = connection.recv()
            except (EOFError, ConnectionResetError):
                yield child.lost(CRASH)
                continue
            child.since = time.monotonic()
            if said[0] == "phase":
                child.phase = said[1:]
            else:
                child.task = None
                yield said[1]
        for child in children:
            if child.task and time.monotonic() - child.since > child.patience():
                yield child.lost(HANG)


def run(setting: Setting, count: int, *, first: int = 0, jobs: int = 2) -> Iterator[Verdict]:
    """The verdicts on queries of a seed, as they come; what took too long has a second chance at the end."""
    worlds: dict[int, list[tuple[str, Any]]] = {}
    for number in range(first, first + count):
        worlds.setdefault(number // QUERIES_OF_A_WORLD, []).append(("ask", number))
    late = []
    for verdict in work(setting, list(worlds.values()), jobs):
        if verdict.status == HANG:
            late.append([("ask", verdict.number)])
        else:
            yield verdict
    yield from work(replace(setting, patience=SECOND_PATIENCE), late, 1)


def shrunk(setting: Setting, verdicts: list[Verdict], jobs: int = 2) -> list[Verdict]:
    """The same findings with the smallest queries that show them, on as many cores as they were found on."""
    found: list[Verdict] = []
    for alone in (False, True):
        tasks = [[("shrink", verdict)] for verdict in verdicts if verdict.alone == alone]
        found += work(setting, tasks, jobs, alone) if tasks else []
    return found

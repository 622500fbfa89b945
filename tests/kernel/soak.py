"""A notebook that is used for a long time: what it takes must not grow.

`python -m kernel.soak --minutes 30` drives a real kernel by chance: grids of every kind are shown, scrolled, filled
further and replaced, queries are interrupted, cancelled and left alone, tasks dropped, caches and files written, cells
fail. After each round everything is closed and deleted; what the kernel's process has then (memory, threads, file
handles, sockets, bytes in files that are open) is compared with what it had after the first rounds.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel.front_end import FrontEnd, MissingError

PREPARE = """
import gc, os, time
import pyrust as pr
%load_ext pyrust
value, numbers, huge = pr.col("value"), pr.range(2_000_000), pr.range(10**11)
words = numbers.select("value", k=value % 1_013, word=value.cast("string"))

@pr.udf(returns="int64")
def python(x):
    return x
"""
# Everything that a round has made goes, as far as a user can let it go.
REST = """
import ipywidgets
ipywidgets.Widget.close_all()
for name in [name for name in dir() if name.startswith("soak_")]:
    del globals()[name]
Out.clear()
for name in ("_", "__", "___", "_oh"):
    globals()[name] = None if name != "_oh" else Out
gc.collect()
for run in pr.runs(ended=False):
    run.cancel()
print(all(run.wait(30) for run in pr.runs()))
"""
FRAMES = (
    "pr.range(5_000_000)",
    "words.filter(value % 3 != 0)",
    "words.sort(-value)",
    "words.group_by('k').agg(pr.len(), value.sum())",
    "words.join(words.head(50_000), on='value').filter(value > 5)",
    "huge.filter(value % 10_007 == 5)",
    "pr.read_parquet(folder + '/words.parquet')",
    "pr.read_csv(folder + '/words.csv').with_columns(n=value * 2)",
    "pr.DataFrame({'x': list(range(1000)), 'text': ['<b>' * (n % 9) for n in range(1000)]})",
    "words.select('value', x=python('value'))",
    "words.with_columns(s=value.sum().over('k'))",
    "pr.sql('select k, count(*) as n from words group by k order by n desc', words=words)",
)
ENDLESS = (
    "huge.group_by(value % 1_000_003).agg(pr.len()).collect()",
    "huge.sort(-value).collect()",
    "huge.filter(value < 0)",
    "huge.select(x=python('value')).filter(pr.col('x') < 0).collect()",
    "numbers.join(numbers, how='cross').filter(value < pr.col('value_right') - 10**9).collect()",
    "while True: numbers.rows()",
)
FAILING = (
    "words.select('no such column')",
    "words.select(value / 0 + value.cast('string').cast('int64', strict=True)).filter(pr.col('nope'))",
    "pr.sql('select cast(word as date) from words', words=words)",
    "%%pyrust\nselect kk from words",
    "pr.read_parquet(folder + '/none.parquet')",
)


@dataclass(frozen=True)
class State:
    """What a process has."""

    rss: int
    threads: int
    files: int
    sockets: int
    disk: int

    def __str__(self) -> str:
        figures = f"{self.rss / 1e6:8.1f} MB, {self.threads:3} threads, {self.files:3} files, {self.sockets:3} sockets"
        return f"{figures}, {self.disk / 1e6:8.1f} MB on disk"


# How much more than after the first rounds is no growth: an allocator keeps some pages, and threads that read and write
# files stay for ten seconds.
SLACK = State(rss=96_000_000, threads=12, files=8, sockets=8, disk=0)


def state_of(process: int, folder: Path) -> State:
    """Read from the system what a process has, and the bytes in its temporary files."""
    status = Path(f"/proc/{process}/status").read_text().split("\n")
    found = {line.split(":")[0]: line.split(":")[1].strip() for line in status if ":" in line}
    files = sockets = disk = 0
    for handle in Path(f"/proc/{process}/fd").iterdir():
        try:
            target, stat = str(handle.readlink()), handle.stat()
        except OSError:
            continue
        if target.startswith(("socket:", "pipe:", "anon_inode:")):
            sockets += 1
        else:
            files += 1
            # A file without a name, or one in the folder for temporary files.
            disk += stat.st_blocks * 512 if "(deleted)" in target else 0
    disk += sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return State(int(found["VmRSS"].split()[0]) * 1024, int(found["Threads"]), files, sockets, disk)


class Soak:
    """One kernel, and what chance does with it."""

    def __init__(self, kernel: FrontEnd, seed: int, folder: Path, spills: Path) -> None:
        self.kernel, self.random, self.folder, self.spills = kernel, random.Random(seed), folder, spills
        self.done: dict[str, int] = {}
        # The code that was sent last.
        self.said = ""
        self.prepare()

    def prepare(self) -> None:
        """Make what all rounds use."""
        self.grids: list[tuple[str, str]] = []
        self.kernel.good(f"folder = {str(self.folder)!r}" + PREPARE)
        if not (self.folder / "words.csv").exists():
            self.kernel.good("words.write_parquet(folder + '/words.parquet'); words.write_csv(folder + '/words.csv')")
        self.process = int(self.kernel.said("print(os.getpid())"))

    def show(self) -> None:
        """Show a frame, in a new cell or in place of an older one."""
        cell = f"cell {self.random.randrange(12)}"
        self.said = self.random.choice(FRAMES)
        published = self.kernel.run(self.said, cell=cell)
        for opened in (arrival for arrival in published if arrival.opens_widget):
            state: dict[str, Any] = opened.content["data"]["state"]
            if "grid" in state:
                self.grids.append((opened.content["comm_id"], state["grid"]["view"]))

    def scroll(self) -> None:
        """Ask a grid for rows anywhere."""
        for _ in range(self.random.randrange(30)):
            if self.grids:
                comm, view = self.random.choice(self.grids[-20:])
                op = self.random.choice(["rows", "rows", "rows", "copy", "more", "sync"])
                asked = {"first": self.random.randrange(10**6), "count": 40, "columns": [0, 1]}
                self.kernel.ask(comm, view, op, **(asked if op in ("rows", "copy") else {}))

    def interrupt(self) -> None:
        """Interrupt a cell that does not end."""
        self.said = self.random.choice(ENDLESS)
        execution = self.kernel.start(self.said)
        self.kernel.began(execution)
        time.sleep(self.random.random())
        self.kernel.manager.interrupt_kernel()
        self.kernel.ended(execution)

    def task(self) -> None:
        """Submit a query; wait for it, cancel it, or drop it."""
        self.kernel.good(f"soak_task = {self.random.choice(FRAMES[1:6])}.submit()")
        what = ("soak_task.cancel()", "del soak_task", "soak_task.run.wait(0.2)", "soak_task = None")
        self.kernel.good(self.random.choice(what))

    def keep(self) -> None:
        """Keep rows: collected, in a cache, in a file."""
        number, frame = self.random.randrange(4), self.random.choice(FRAMES[1:5])
        kept = (f"{frame}.collect()", f"{frame}.cache().count()", f"{frame}.write_parquet(folder + '/out.parquet')")
        self.said = f"soak_{number} = {self.random.choice(kept)}"
        self.kernel.good(self.said)

    def fail(self) -> None:
        """Run a cell that fails."""
        published = self.kernel.run(self.random.choice(FAILING))
        assert any(arrival.kind == "error" for arrival in published)

    def panel(self) -> None:
        """Open the inspector, let it tick, and close it."""
        opened = self.kernel.opened(self.kernel.good("soak_panel = pr.inspect(); soak_panel")).content["comm_id"]
        self.kernel.send(opened, {"method": "update", "state": {"_view_count": 1}, "buffer_paths": []})
        time.sleep(0.3)
        self.kernel.good("soak_panel.close()")

    def round(self, actions: int) -> State:
        """Do so many things, let everything go, and see what is left."""
        acts = (self.show, self.show, self.show, self.scroll, self.scroll, self.interrupt, self.task, self.keep)
        for _ in range(actions):
            act = self.random.choice((*acts, self.fail, self.panel))
            self.done[act.__name__] = self.done.get(act.__name__, 0) + 1
            try:
                act()
            except MissingError as error:
                raise MissingError(f"{act.__name__}: {self.said}: {error}") from error
        self.grids.clear()
        assert self.kernel.said(REST).endswith("True"), "a run does not end"
        with self.kernel._arrived:
            self.kernel.arrivals.clear()
        # Freed pages go back to the system within a second or two.
        time.sleep(3)
        return state_of(self.process, self.spills)


def growth(before: State, after: State) -> list[str]:
    """In words what has grown by more than the slack."""
    return [
        f"{name}: {getattr(before, name):,} to {getattr(after, name):,}"
        for name, slack in vars(SLACK).items()
        if getattr(after, name) > getattr(before, name) + slack
    ]


def main() -> int:
    """Use a kernel for so many minutes, restarting it now and then."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--actions", type=int, default=25, help="things done in a round")
    parser.add_argument("--rounds", type=int, default=12, help="rounds between two restarts of the kernel")
    options = parser.parse_args()
    end, faults, lives = time.monotonic() + options.minutes * 60, [], 0
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as spills:
        environment = {**os.environ, "TMPDIR": spills}
        kernel = FrontEnd([sys.executable, "-m", "ipykernel_launcher"], environment)
        try:
            soak = Soak(kernel, options.seed, Path(folder), Path(spills))
            while time.monotonic() < end:
                lives += 1
                states = [soak.round(options.actions) for _ in range(2)]
                print(f"life {lives}, at first {states[-1]}", flush=True)
                for _ in range(options.rounds):
                    if time.monotonic() >= end:
                        break
                    states.append(soak.round(options.actions))
                    print(f"life {lives}, {len(states):2} rounds {states[-1]}", flush=True)
                grown = growth(states[1], states[-1])
                faults += [f"life {lives}: {each}" for each in grown]
                kernel.restart()
                soak.prepare()
        except (AssertionError, MissingError) as error:
            faults.append(str(error)[-2000:])
        finally:
            kernel.close()
        left = [path.name for path in Path(spills).rglob("*") if path.is_file()]
        faults += [f"left in the temporary folder: {left[:9]}"] if left else []
    print(f"{sum(soak.done.values())} actions in {lives} kernels: {soak.done}")
    print("\n".join(faults))
    print(f"soak: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

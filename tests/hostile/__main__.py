"""Every function with arguments that it does not expect, in processes of their own with bounds of time and memory.

`make fuzz-functions` asks for minutes; a finding is a process that ends, takes too much or does not let itself be
stopped, a column that is not valid, and a message that speaks of a panic or a defect.
"""

import argparse
import json
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hostile.values import KINDS, SHAPES

# What goes on for longer is stopped, which it must bear; it is no finding, and an hour has no room for more.
SECONDS = 2
SECONDS_TO_STOP = 4
MOST_MEMORY = 5 << 30
KEPT_FROM = {"random", "uuid", "now", "current_date", "current_time", "version"}


class Process:
    """A worker, started anew where one has ended."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "hostile.worker"]
        pipe = subprocess.PIPE
        self.child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
        self.line(60)

    def line(self, seconds: float) -> dict[str, str] | None:
        """The next answer; none if there is none in time, or the process takes too much memory."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.child.stdout], [], [], 0.2)[0]:
                read = self.child.stdout.readline()
                return json.loads(read) if read else {"outcome": "ended", "said": f"code {self.child.wait()}"}
            if self.memory() > MOST_MEMORY:
                self.restart()
                return {"outcome": "memory", "said": f"more than {MOST_MEMORY >> 30} GB"}
        return None

    def memory(self) -> int:
        """What it holds, where the system says so."""
        status = Path(f"/proc/{self.child.pid}/statm")
        return int(status.read_text().split()[1]) * 4096 if status.exists() else 0

    def restart(self) -> None:
        self.child.kill()
        self.child.wait()
        self.start()

    def ask(self, statement: str) -> dict[str, str]:
        try:
            self.child.stdin.write(json.dumps(statement) + "\n")
            self.child.stdin.flush()
        except BrokenPipeError:
            self.restart()
            return self.ask(statement)
        found = self.line(SECONDS)
        if found is None:
            self.child.send_signal(signal.SIGINT)
            found = self.line(SECONDS_TO_STOP)
        if found is None:
            self.restart()
            return {"outcome": "deaf", "said": f"went on for {SECONDS_TO_STOP} s after it was interrupted"}
        if found["outcome"] == "ended":
            self.start()
        return found


def functions() -> dict[str, str]:
    """Every function that SQL has, with its kind."""
    import pyrust as pr

    listed = pr.sql("select distinct routine_name, function_type from information_schema.routines order by 1, 2")
    kinds = {name: kind.lower() for name, kind in listed.rows()}
    return {name: kind for name, kind in kinds.items() if kind in SHAPES and name not in KEPT_FROM}


class Calls:
    """Calls without end: each function in turn. What once gave rows is asked again with another argument in a place."""

    def __init__(self, seed: int, wanted: list[str]) -> None:
        self.known = functions()
        self.names = [name for name in self.known if not wanted or name in wanted]
        self.chance = random.Random(seed)
        self.taken: dict[str, list[list[str]]] = {name: [] for name in self.names}

    def new(self) -> list[str]:
        """Arguments by chance, each the kind of it: as many as a function may take and more."""
        return [self.chance.choice(list(KINDS)) for _ in range(self.chance.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 4]))]

    def each(self) -> Iterator[tuple[str, list[str], str]]:
        while True:
            for name in self.names:
                kinds = self.new()
                if self.taken[name] and self.chance.random() < 0.8:
                    kinds = list(self.chance.choice(self.taken[name]))
                    if kinds and self.chance.random() < 0.2:
                        kinds[self.chance.randrange(len(kinds))] = self.chance.choice(list(KINDS))
                written = ", ".join(self.chance.choice(KINDS[kind]) for kind in kinds)
                ordered = f'"{name}"({written} order by s)' if kinds else f'"{name}"()'
                shape = self.chance.choice(SHAPES[self.known[name]])
                yield name, kinds, shape.format(call=f'"{name}"({written})', ordered=ordered)

    def learn(self, name: str, kinds: list[str]) -> None:
        if kinds not in self.taken[name]:
            self.taken[name].append(kinds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", nargs="*", default=[], help="these functions alone")
    options = parser.parse_args()
    process, outcomes, findings = Process(), Counter(), {}
    end = time.monotonic() + 60 * options.minutes
    calls = Calls(options.seed, options.only)
    for name, kinds, statement in calls.each():
        if time.monotonic() > end:
            break
        found = process.ask(statement)
        outcomes[found["outcome"]] += 1
        if found["outcome"] == "rows":
            calls.learn(name, kinds)
        if found["outcome"] in {"rows", "error", "slow"}:
            continue
        what = (name, found["outcome"], found["said"][:60])
        if what not in findings:
            findings[what] = statement
            print(f"{found['outcome']}: {statement}\n    {found['said'][:300]}", flush=True)
    process.child.kill()
    counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    print(f"fuzz-functions: {sum(outcomes.values())} calls, {len(findings)} findings ({counts})")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

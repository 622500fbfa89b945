"""Damages files of every format and reads them: `python -m damage --minutes 10 --seed 1`.

Each file is read in a process with a limit of time and of memory. A finding is an abort, a hang, more memory than the
file bears, a panic or an internal word in a message, an error of another class than a reader's.
"""

import argparse
import collections
import json
import os
import random
import resource
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .seeds import SEEDS, mutants

LIMIT_SECONDS = 20
LIMIT_WAIT = 120
LIMIT_MEGABYTES = 300
ADDRESS_SPACE = 12 << 30


class Child:
    """A process that reads one file after the other."""

    def __init__(self) -> None:
        limit = lambda: resource.setrlimit(resource.RLIMIT_DATA, (ADDRESS_SPACE, ADDRESS_SPACE))  # noqa: E731
        command = [sys.executable, str(Path(__file__).with_name("child.py"))]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit
        )

    def has_answered(self) -> bool:
        """Whether an answer comes in time. What others compute on this machine does not count."""
        begun, used = time.monotonic(), self.computed()
        while not select.select([self.process.stdout], [], [], 1)[0]:
            if self.computed() - used > LIMIT_SECONDS or time.monotonic() - begun > LIMIT_WAIT:
                return False
        return True

    def computed(self) -> float:
        """How many seconds it has computed; those since it began, where the system does not say."""
        status = Path(f"/proc/{self.process.pid}/stat")
        if not status.exists():
            return time.monotonic()
        user, system = status.read_text().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def read(self, form: str, path: Path) -> dict[str, object]:
        """What became of a file; the process is gone if that is an abort or a hang."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdin.write(json.dumps([form, str(path)]) + "\n")
        self.process.stdin.flush()
        if not self.has_answered():
            self.process.kill()
            self.process.wait()
            return {"kind": "hang", "text": f"no answer in {LIMIT_SECONDS} seconds of computing, or in {LIMIT_WAIT}"}
        answer = self.process.stdout.readline()
        if not answer:
            self.process.wait()
            return {
                "kind": "abort",
                "text": f"ended with {self.process.returncode}: {self.process.stderr.read()[-500:]}",
            }
        return json.loads(answer)


def main() -> int:
    """Runs for a while; the findings are kept, and counted."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=1)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", default="", help="a word that the names of the files have")
    arguments.add_argument("--keep", type=Path, help="where the files of findings go")
    options = arguments.parse_args()
    chance = random.Random(options.seed)
    whole = {name: (form, make()) for name, (form, make) in SEEDS.items() if options.only in name}
    streams = {name: mutants(content, chance) for name, (_, content) in whole.items()}
    counts: collections.Counter[str] = collections.Counter()
    findings: list[str] = []
    child, begun = Child(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() - begun < options.minutes * 60:
            name = chance.choice(list(whole))
            form = whole[name][0]
            damage, content = next(streams[name])
            path = Path(folder) / f"x.{form.replace('ipc', 'arrow')}"
            path.write_bytes(content)
            answer = child.read(form, path)
            kind = str(answer["kind"])
            if kind in ("read", "refused") and answer["megabytes"] > LIMIT_MEGABYTES:
                kind = "memory"
            counts[kind] += 1
            if kind in ("hang", "abort"):
                child = Child()
            if kind not in ("read", "refused"):
                number = len(findings)
                findings.append(f"{kind}: {name}, {damage}: {answer}")
                print(f"finding {number}: {findings[-1][:600]}", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{number}.{kind}.{form.replace('ipc', 'arrow')}").write_bytes(content)
    spent = time.monotonic() - begun
    print(f"files: {sum(counts.values())} damaged files in {spent:.0f} s: {dict(counts)}; findings: {len(findings)}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

"""In a cgroup with little memory: what is reserved follows its limit, and what is not ends a run, not the process."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HIERARCHY = Path("/sys/fs/cgroup")
LIMIT = 700_000_000


@pytest.fixture
def cgroup() -> Iterator[Path]:
    """A group within one within the root, whose parent has the limit; skipped where groups cannot be made."""
    v1 = (HIERARCHY / "memory").is_dir()
    outer = (HIERARCHY / "memory" if v1 else HIERARCHY) / f"pyrust-test-{os.getpid()}"
    inner = outer / "inner"
    try:
        inner.mkdir(parents=True)
        if not v1:
            (outer / "cgroup.subtree_control").write_text("+memory")
        (outer / ("memory.limit_in_bytes" if v1 else "memory.max")).write_text(str(LIMIT))
        if v1:
            (outer / "memory.use_hierarchy").write_text("1")
    except OSError as error:
        with contextlib.suppress(OSError):
            inner.rmdir()
            outer.rmdir()
        pytest.skip(f"no cgroup can be made here: {error}")
    yield inner
    inner.rmdir()
    outer.rmdir()


def run_within(cgroup: Path, code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python code as a process of the group."""
    join = f"import os; open({str(cgroup / 'cgroup.procs')!r}, 'w').write(str(os.getpid()))\nimport sys, pyrust as pr\n"
    command = [sys.executable, "-c", join + code, *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYRUST_")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_limit_is_a_share_of_the_group_above(cgroup: Path) -> None:
    done = run_within(cgroup, "print(pr.options.engine.memory_limit, pr.options.engine.sources['memory_limit'])")
    limit, source = done.stdout.strip().split(" ", 1)
    assert source == f"60 % of the cgroup /{cgroup.parent.name}'s 700 MB", done
    # The kernel counts in pages.
    assert LIMIT * 0.6 - 4096 < int(limit) <= LIMIT * 0.6


GREEDY = """
import time
held = []

@pr.udf(args=["int64"], returns="int64")
def greedy(values):
    held.append(bytearray(1_000_000))
    time.sleep(0.002)
    return values

try:
    pr.range(100_000_000).select(x=greedy(pr.col("value"))).filter(pr.col("x") < 0).count()
except pr.ResourcesError as error:
    print(error)
held.clear()
pr.runs()[-1].wait(20)
print(pr.runs()[-1].state, type(pr.runs()[-1].error).__name__, pr.range(3).count())
"""


def test_memory_that_nobody_counts_ends_the_run_before_the_process(cgroup: Path) -> None:
    done = run_within(cgroup, GREEDY)
    assert done.returncode == 0, done
    message, hint, after = done.stdout.splitlines()
    assert message.startswith("count: the run was stopped before the system would have ended the process: "), done
    assert f"of the cgroup /{cgroup.parent.name}'s 700 MB are used" in message
    assert "hint" in hint
    assert after == "cancelled ResourcesError 3"


PAGES = """
frame = pr.read_parquet(sys.argv[1])
for _ in range(4):
    assert frame.select(pr.col("a").sum(), pr.col("b").max()).rows()[0][1] == 39_999_999
sorted = frame.sort("a").select(pr.col("b").sum())
print(sorted.rows())
"""


def test_pages_of_files_and_what_operators_count_end_no_run(cgroup: Path, tmp_path: Path) -> None:
    """A file of more than half of the limit fills the group with pages, and a sort of it spills."""
    import pyrust as pr

    value = pr.col("value")
    path = tmp_path / "t.parquet"
    frame = pr.range(40_000_000).select(a=value * 7_919 % 40_000_003, b=value)
    frame.write_parquet(path, compression="uncompressed")
    assert path.stat().st_size > LIMIT // 3
    done = run_within(cgroup, PAGES, path)
    assert done.returncode == 0, done
    assert done.stdout.strip() == str([(39_999_999 * 20_000_000,)]), done

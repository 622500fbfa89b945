"""What stays behind: nothing of what did not fit into memory, nothing of a process that is gone."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import pyrust as pr

COPY = "kept = pr.read_csv(b'a\\n1\\n')"
# Beyond what a grid keeps in memory; the rows behind the first are only kept when somebody scrolls.
SPILLED = """
view = pr._core.View(pr.range(30_000_000).select("value", b=pr.col("value") * 7, c=pr.col("value") * 13))
view.page(0, 100, [0])
deadline = time.monotonic() + 30
def on_disk():
    links = [os.path.join("/proc/self/fd", fd) for fd in os.listdir("/proc/self/fd")]
    return [os.readlink(link) for link in links if os.path.exists(link) and folder in os.readlink(link)]
while not on_disk() and time.monotonic() < deadline:
    view.resume()
    time.sleep(0.05)
"""


def process(folder: Path, program: str) -> subprocess.Popen[str]:
    """A process with its temporary files in `folder`, which has run the program, waits, and ends when it is told to."""
    begin = f"import os, sys, time\nimport pyrust as pr\nfolder = {str(folder)!r}\n"
    program = f"{begin}{program}\nprint('done', flush=True)\nsys.stdin.read()"
    made = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    assert made.stdout is not None
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read(made: subprocess.Popen[str]) -> str:
    assert made.stdout is not None
    return made.stdout.readline().strip()


def ended(made: subprocess.Popen[str], *, killed: bool) -> None:
    """Waits for it; it goes by itself when it has no input any more."""
    if killed:
        made.kill()
    made.communicate(timeout=20)


def test_a_copy_that_a_killed_process_left_goes_with_the_next_one(tmp_path: Path) -> None:
    first, second = process(tmp_path, COPY), process(tmp_path, COPY)
    assert read(first) == read(second) == "done"
    assert len(names(tmp_path)) == 2
    ended(first, killed=True)
    left = names(tmp_path)
    assert len(left) == 2
    assert all(name.startswith("pyrust-copy-") for name in left)
    # The one that is killed has no lock any more, the one that lives has.
    third = process(tmp_path, COPY)
    assert read(third) == "done"
    assert len(names(tmp_path)) == 2
    assert len(set(names(tmp_path)) & set(left)) == 1
    for made in (second, third):
        ended(made, killed=False)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are listed elsewhere")
@pytest.mark.parametrize("how", ["end", "kill"])
def test_what_does_not_fit_into_memory_has_no_name(tmp_path: Path, how: str) -> None:
    made = process(tmp_path, SPILLED + "print(len(on_disk()), len(os.listdir(folder)), flush=True)")
    open_files, listed = read(made).split()
    assert int(open_files) > 0, "nothing was put on the disk"
    assert int(listed) == 0
    assert read(made) == "done"
    ended(made, killed=how == "kill")
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="folders cannot be exchanged in one step")
def test_a_folder_that_is_written_anew_is_there_all_the_time(tmp_path: Path) -> None:
    path, over, seen = tmp_path / "t", threading.Event(), []
    frame = pr.range(9).select("value", k=pr.col("value") % 3)
    frame.write_parquet(path, partition_by="k")

    def look() -> None:
        while not over.is_set():
            try:
                seen.append(len(list(path.iterdir())))
            except OSError as error:
                seen.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for _ in range(30):
            frame.write_parquet(path, partition_by="k", mode="overwrite")
            time.sleep(0.001)
    finally:
        over.set()
        thread.join()
    assert len(seen) > 100
    # The folder that was listed may be the old one on its way out; it is never none.
    assert not [found for found in seen if isinstance(found, OSError)]
    assert names(tmp_path) == ["t"]

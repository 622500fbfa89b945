"""What operators spill: within the disk's limit, in the folder that was chosen, with nothing left behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import until

import pyrust as pr


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows that a sort with little memory writes to disk: about 130 MB."""
    path = tmp_path_factory.mktemp("spill") / "numbers.parquet"
    value = pr.col("value")
    pr.range(8_000_000).select(a=value * 7_919 % 8_000_009, b=value).write_parquet(path)
    return path


def sorted_rows(path: Path) -> pr.DataFrame:
    return pr.Session(memory_limit="100 MB").sql(f"select a, b from '{path}' order by a, b")


def test_a_sort_that_spills_gives_its_rows_and_its_disk_back(numbers: Path, tmp_path: Path) -> None:
    with pr.options.engine(temp_dir=tmp_path):
        most, last = 0, -1
        for batch in sorted_rows(numbers).iter_batches():
            most = max(most, pr.memory().disk)
            first = batch.to_dict()["a"][0]
            assert first >= last
            last = first
        assert most > 50_000_000
    until(lambda: pr.memory().disk == 0)
    assert list(tmp_path.iterdir()) == []


def test_beyond_the_disk_limit_the_error_says_so(numbers: Path) -> None:
    with pr.options.engine(disk_limit="20 MB"):
        said = r"more of the disk than the limit of 20 MB \(the option\)"
        with pytest.raises(pr.ResourcesError, match=said) as caught:
            sorted_rows(numbers).collect()
        assert "disk_limit" in caught.value.hint
    until(lambda: pr.memory().disk == 0)


FULL = """
import sys, time
import pyrust as pr
rows = pr.Session(memory_limit="100 MB").sql(f"select a, b from '{sys.argv[1]}' order by a, b")
try:
    rows.collect()
except pr.ResourcesError as error:
    print(error)
until = time.monotonic() + 20
while pr.memory().disk and time.monotonic() < until:
    time.sleep(0.01)
print(pr.memory().disk, pr.range(3).count())
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed")
def test_a_full_disk_is_told_and_nothing_is_left(numbers: Path, tmp_path: Path) -> None:
    """In a mount namespace of its own, with a tmpfs of 20 MB."""
    script = tmp_path / "full.py"
    script.write_text(FULL)
    folder = tmp_path / "small"
    folder.mkdir()
    mounts = f"mount -t tmpfs -o size=20m none {folder} && {sys.executable} {script} {numbers} && find {folder} -type f"
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", mounts]
    environment = {**os.environ, "PYRUST_TEMP_DIR": str(folder), "PYRUST_DISK_LIMIT": "10 GB"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip(done.stderr)
    message, hint, after = done.stdout.splitlines()
    assert f"cannot be written to {folder} (a tmpfs: what is written there takes memory): No space left" in message
    assert "pr.options.engine.temp_dir" in hint
    assert after == "0 3"

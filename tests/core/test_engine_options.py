"""`pr.options.engine`: what it reads, sets and refuses. The environment is read once, hence the processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pyrust as pr

engine = pr.options.engine


def said_by(code: str, **variables: str) -> list[str]:
    """What a process prints that has these variables."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYRUST_")}
    command = [sys.executable, "-c", f"import pyrust as pr\nengine = pr.options.engine\n{code}"]
    done = subprocess.run(command, env=environment | variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_option_says_where_it_came_from() -> None:
    sources = engine.sources
    assert list(sources) == ["memory_limit", "threads", "temp_dir", "disk_limit"]
    assert sources["memory_limit"].startswith("60 % of the ")
    assert engine.memory_limit == pr.session().memory_limit == pr.memory().limit
    assert engine.disk_limit == pr.memory().disk_limit
    assert engine.threads >= 1
    assert Path(engine.temp_dir).is_dir()
    assert f"engine.threads = {engine.threads}  # the cores" in repr(pr.options)


def test_variables_are_read_before_the_first_use(tmp_path: Path) -> None:
    code = """
print(engine.memory_limit, engine.threads, engine.temp_dir, engine.disk_limit)
print(sorted(set(engine.sources.values())))
print(pr.Session().memory_limit, pr.Session().settings["datafusion.execution.target_partitions"])
"""
    assert said_by(
        code,
        PYRUST_MEMORY_LIMIT="200 MB",
        PYRUST_THREADS="3",
        PYRUST_TEMP_DIR=str(tmp_path),
        PYRUST_DISK_LIMIT="1GiB",
    ) == [
        f"200000000 3 {tmp_path} {2**30}",
        "['PYRUST_DISK_LIMIT', 'PYRUST_MEMORY_LIMIT', 'PYRUST_TEMP_DIR', 'PYRUST_THREADS']",
        "200000000 3",
    ]


def test_an_option_counts_before_its_variable() -> None:
    code = """
engine.memory_limit, engine.threads = "300 MB", 1
print(engine.memory_limit, engine.sources["memory_limit"], pr.session().memory_limit)
import threading, time
pr.range(1_000_000).filter(pr.col("value") % 7 == 1).group_by(pr.col("value") % 1000).agg(pr.col("value").sum()).count()
print(len([name for name in map(str.strip, (open(f"/proc/self/task/{task}/comm").read()
    for task in __import__("os").listdir("/proc/self/task"))) if name == "pyrust"]))
engine.memory_limit = None
print(engine.memory_limit, engine.sources["memory_limit"])
"""
    assert said_by(code, PYRUST_MEMORY_LIMIT="200 MB", PYRUST_THREADS="3") == [
        "300000000 the option 300000000",
        "1",
        "200000000 PYRUST_MEMORY_LIMIT",
    ]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PYRUST_MEMORY_LIMIT", "0", "PYRUST_MEMORY_LIMIT: must be at least 1.0 MB, got 0 B"),
        ("PYRUST_MEMORY_LIMIT", "-2 GB", "PYRUST_MEMORY_LIMIT: expected an amount such as"),
        ("PYRUST_MEMORY_LIMIT", "lots", 'got "lots"'),
        ("PYRUST_MEMORY_LIMIT", "900 TB", "PYRUST_MEMORY_LIMIT: must be at most "),
        ("PYRUST_THREADS", "0", "PYRUST_THREADS: expected a whole number from 1 to 1024, got 0"),
        ("PYRUST_THREADS", "-1", 'PYRUST_THREADS: expected a whole number from 1 to 1024, got "-1"'),
        ("PYRUST_TEMP_DIR", "/no/such/folder", "PYRUST_TEMP_DIR: the folder /no/such/folder does not exist"),
        ("PYRUST_DISK_LIMIT", "12", "PYRUST_DISK_LIMIT: must be at least 1.0 MB, got 12 B"),
    ],
)
def test_an_impossible_variable_is_named_when_pyrust_is_used(variable: str, value: str, said: str) -> None:
    code = """
try:
    pr.DataFrame({"a": [1]})
except pr.InvalidValueError as error:
    print(str(error).splitlines()[0])
"""
    [line] = said_by(code, **{variable: value})
    assert said in line


def test_after_a_wrong_variable_an_option_helps() -> None:
    code = """
try:
    pr.range(3)
except pr.InvalidValueError as error:
    engine.memory_limit = "200 MB"
print(pr.range(3).count())
"""
    assert said_by(code, PYRUST_MEMORY_LIMIT="lots") == ["3"]


@pytest.mark.parametrize(
    ("name", "value", "error", "said"),
    [
        ("memory_limit", 0, ValueError, "must be at least 1.0 MB, got 0 B"),
        ("memory_limit", -1, ValueError, "memory_limit cannot be -1"),
        ("memory_limit", 10**30, ValueError, "memory_limit cannot be 1000"),
        ("memory_limit", "200 %", ValueError, "must be at most .* got 200 %"),
        ("memory_limit", "many", ValueError, "memory_limit cannot be 'many'"),
        ("memory_limit", 1.5, TypeError, "memory_limit must be an amount of bytes, got 1.5"),
        ("memory_limit", True, TypeError, "got True"),
        ("disk_limit", "0 GB", ValueError, "must be at least 1.0 MB, got 0 B"),
        ("threads", 4, ValueError, "the threads are there since pyrust was first used"),
        ("threads", "4", TypeError, "expected a whole number, got '4'"),
        ("temp_dir", __file__, ValueError, "is not a folder"),
        ("temp_dir", "/proc", ValueError, "the folder /proc "),
        ("temp_dir", 3, TypeError, "expected the path of a folder, got 3"),
    ],
)
def test_an_impossible_value_changes_nothing(name: str, value: object, error: type[Exception], said: str) -> None:
    pr.range(1).count()
    before = repr(engine)
    with pytest.raises(error, match=said) as caught:
        setattr(engine, name, value)
    assert str(caught.value).startswith(f"options.engine.{name}: ")
    assert repr(engine) == before


def test_a_name_that_is_no_option_is_refused() -> None:
    with pytest.raises(AttributeError, match="no engine option is called 'memory'; there are memory_limit, threads"):
        engine.memory = "2 GB"  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        engine(cores=2)


def test_the_memory_limit_holds_at_once_and_for_a_while() -> None:
    numbers = pr.range(3_000_000).select(a=pr.col("value") * 1_000_003)
    joined = numbers.join(numbers, on="a")
    before = engine.memory_limit
    with engine(memory_limit="40 MB") as options:
        assert options.memory_limit == pr.memory().limit == 40_000_000
        with pytest.raises(pr.ResourcesError, match=r"memory limit of 40 MB \(the option\) leaves it"):
            joined.count()
    assert engine.memory_limit == before
    assert engine.sources["memory_limit"].startswith("60 % of ")
    assert joined.count() == 3_000_000


def test_several_are_set_together_or_not_at_all(tmp_path: Path) -> None:
    # What is free on the disk changes meanwhile.
    before = engine.memory_limit, engine.temp_dir, engine.sources
    with pytest.raises(pr.InvalidValueError):
        engine(memory_limit="200 MB", temp_dir=tmp_path / "none")
    assert (engine.memory_limit, engine.temp_dir, engine.sources) == before
    with engine(memory_limit="200 MB", temp_dir=tmp_path, disk_limit="2 GB"):
        assert (engine.memory_limit, engine.temp_dir, engine.disk_limit) == (200_000_000, str(tmp_path), 2_000_000_000)
    assert (engine.memory_limit, engine.temp_dir, engine.sources) == before


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no folder in memory")
def test_a_folder_in_memory_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    with engine(temp_dir="/dev/shm"):
        assert engine.sources["temp_dir"] == "the option; a tmpfs: what is written there takes memory"
        pr.show_versions()
    assert "/dev/shm, the option; a tmpfs" in capsys.readouterr().out

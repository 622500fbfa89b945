"""Nothing but ordinary exceptions of pyrust crosses the boundary."""

import subprocess
import sys
import textwrap

import pyarrow as pa
import pytest

import pyrust as pr


def test_a_corrupt_parquet_file_is_an_error_and_the_session_goes_on(tmp_path):
    path = tmp_path / "broken.parquet"
    path.write_bytes(b"PAR1" + b"\x00" * 100 + b"PAR1")
    with pytest.raises(pr.PyRustError):
        pr.read_parquet(path).collect()
    assert pr.range(3).count() == 3


def test_a_struct_with_null_rows_is_refused_in_words():
    array = pa.array([{"a": 1}, None])
    with pytest.raises(pr.PyRustError):
        pr.DataFrame(array)


def test_a_fork_is_refused_with_a_reason():
    code = """
        import os, pyrust as pr
        pr.range(10).filter(pr.col("value") > 3).count()
        reader, writer = os.pipe()
        if os.fork() == 0:
            try:
                pr.range(10).filter(pr.col("value") > 3).count()
                text = "no error"
            except pr.PyRustError as error:
                text = str(error)
            os.write(writer, text.encode())
            os._exit(0)
        os.wait()
        print(os.read(reader, 10000).decode())
    """
    done = _run(code)
    assert "fork" in done.stdout
    assert "spawn" in done.stdout


def test_a_run_alive_at_exit_ends_quietly():
    code = """
        import threading, time, pyrust as pr
        def work():
            big = pr.range(3_000_000_000)
            big.filter((pr.col("value") * 7) % 11 == 3).select(pr.functions.sum("value")).collect()
        threading.Thread(target=work, daemon=True).start()
        time.sleep(0.3)
    """
    done = _run(code)
    assert done.returncode == 0
    assert done.stderr == ""


def test_import_loads_no_heavy_library():
    code = """
        import sys, pyrust
        heavy = ("numpy", "pandas", "polars", "pyarrow", "IPython", "anywidget", "ipywidgets")
        print([name for name in heavy if name in sys.modules])
    """
    assert _run(code).stdout.strip() == "[]"


def _run(code: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=60, check=False
    )

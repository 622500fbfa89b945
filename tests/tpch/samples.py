"""The TPC-H tables as Parquet files, made by tpchgen once a scale."""

import os
import subprocess
import sys
from pathlib import Path


def samples(checkout: Path, cache: Path, scale: str) -> Path:
    """Make the tables where they are not there yet; returns their folder, with one file a table."""
    data = Path(os.environ.get("PYRUST_DATA") or cache / "data")
    tpchgen = Path(sys.executable).with_name("tpchgen-cli")
    made = {**os.environ, "PYRUST_DATA": str(data)}
    subprocess.run([checkout / ".ci/sample-data", tpchgen, scale], check=True, env=made, stdout=subprocess.DEVNULL)
    return data / f"sf{scale}"

"""Which versions of what are at work, for a report of a defect."""

from __future__ import annotations

import sys

from pyrust import _core
from pyrust._calls import answering
from pyrust._memory import size

# The libraries that pyrust meets: what it shows frames with, and what it gives frames to.
_LIBRARIES = (
    "anywidget",
    "duckdb",
    "ipykernel",
    "ipython",
    "ipywidgets",
    "jupyterlab",
    "matplotlib",
    "narwhals",
    "notebook",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "scikit-learn",
)


def _budget() -> dict[str, tuple[str, str]]:
    """Give what queries may take, and who says so."""
    (memory, of_memory), (threads, of_threads), (folder, of_folder) = (
        _core.engine_option(name) for name in ("memory_limit", "threads", "temp_dir")
    )
    return {
        "memory": (f"{size(memory)} for queries", of_memory),
        "threads": (str(threads), of_threads),
        "temp_dir": (str(folder), of_folder),
    }


@answering
def show_versions() -> None:
    """Print the versions of pyrust, its parts, Python and the libraries around it, and what queries may take.

    Returns:
        Nothing: it prints a line for each.

    Example:
        >>> import pyrust as pr
        >>> pr.show_versions()
        pyrust      ...
        datafusion  ...
    """
    # as dear as all of pyrust to import
    import platform
    from importlib.metadata import PackageNotFoundError, version

    lines = {
        "pyrust": _core.__version__,
        "datafusion": _core.__datafusion_version__,
        "arrow-rs": _core.__arrow_version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        **{name: f"{value}, {source}" for name, (value, source) in _budget().items()},
    }
    for library in _LIBRARIES:
        try:
            lines[library] = version(library)
        except PackageNotFoundError:
            continue
    width = max(map(len, lines))
    sys.stdout.write("".join(f"{name:{width}}  {said}\n" for name, said in lines.items()))

"""pyrust: any table on screen at once, in a notebook that does not freeze.

A lazy DataFrame over Apache DataFusion. `%load_ext pyrust` adds the live grid, `%%pyrust` and the inspector.
"""

import sys
from typing import TYPE_CHECKING, Any

from pyrust import exceptions, functions, selectors
from pyrust._core import (
    Array,
    BatchIterator,
    Columns,
    DataFrame,
    DynamicGroupBy,
    Expr,
    GroupBy,
    RollingGroupBy,
    RowIterator,
    Run,
    Selector,
    Session,
    UserFunction,
    When,
    __version__,
    col,
    concat,
    deregister,
    from_pandas,
    lit,
    range,  # noqa: A004 - as in `pr.range`; nothing here counts
    read_avro,
    read_csv,
    read_ipc,
    read_json,
    read_ndjson,
    read_parquet,
    register,
    register_function,
    runs,
    scan_avro,
    scan_csv,
    scan_ipc,
    scan_ndjson,
    scan_parquet,
    session,
    sql,
    tables,
    unknown_name,
    when,
)
from pyrust._memory import Memory, memory
from pyrust._options import options
from pyrust._udf import udaf, udf, udwf
from pyrust.exceptions import (
    CancelledError,
    ColumnNotFoundError,
    InvalidTypeError,
    InvalidValueError,
    MissingFileError,
    OutOfRangeError,
    PyRustError,
    ReadError,
    ResourcesError,
    RowNotFoundError,
    SchemaError,
    SqlError,
    TableNotFoundError,
    WriteError,
)

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from pyrust.widgets import inspect, view

__all__ = [
    "Array",
    "BatchIterator",
    "CancelledError",
    "ColumnNotFoundError",
    "Columns",
    "DataFrame",
    "DynamicGroupBy",
    "Expr",
    "GroupBy",
    "InvalidTypeError",
    "InvalidValueError",
    "Memory",
    "MissingFileError",
    "OutOfRangeError",
    "PyRustError",
    "ReadError",
    "ResourcesError",
    "RollingGroupBy",
    "RowIterator",
    "RowNotFoundError",
    "Run",
    "SchemaError",
    "Selector",
    "Session",
    "SqlError",
    "TableNotFoundError",
    "UserFunction",
    "When",
    "WriteError",
    "__version__",
    "col",
    "concat",
    "deregister",
    "exceptions",
    "from_pandas",
    "functions",
    "inspect",
    "lit",
    "memory",
    "options",
    "range",
    "read_avro",
    "read_csv",
    "read_ipc",
    "read_json",
    "read_ndjson",
    "read_parquet",
    "register",
    "register_function",
    "runs",
    "scan_avro",
    "scan_csv",
    "scan_ipc",
    "scan_ndjson",
    "scan_parquet",
    "selectors",
    "session",
    "sql",
    "tables",
    "udaf",
    "udf",
    "udwf",
    "view",
    "when",
]


def __getattr__(name: str) -> Any:
    """Import the widgets at the first use of `view` or `inspect`: they need ipywidgets, a plain script does not."""
    if name in ("view", "inspect"):
        from pyrust import widgets

        return getattr(widgets, name)
    if name == "__narwhals_namespace__":
        # `narwhals.scan_parquet(path, backend=pyrust)` asks the module itself.
        from pyrust import narwhals

        return getattr(narwhals, name)
    raise unknown_name(sys.modules[__name__], name)


def __dir__() -> list[str]:
    """List the public names, the lazy ones included."""
    return sorted(__all__)


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Add the magics and the live display to a shell: `%load_ext pyrust`."""
    from pyrust import magics

    magics.load(shell)


def unload_ipython_extension(shell: "InteractiveShell") -> None:
    """Take the magics and the live display away again: `%unload_ext pyrust`."""
    from pyrust import magics

    magics.unload(shell)

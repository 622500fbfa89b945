"""pyrust: any table on screen at once, in a notebook that does not freeze.

A lazy DataFrame over Apache DataFusion. `%load_ext pyrust` adds the live grid, `%%pyrust` and the inspector.
"""

from typing import TYPE_CHECKING, Any

from pyrust import exceptions, functions, selectors
from pyrust._core import (
    Array,
    BatchIterator,
    Columns,
    DataFrame,
    Expr,
    GroupBy,
    RowIterator,
    Run,
    Selector,
    Session,
    Then,
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
    read_parquet,
    register,
    register_function,
    runs,
    session,
    sql,
    tables,
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
from pyrust.functions import (
    all_horizontal,
    any_horizontal,
    concat_list,
    concat_str,
    element,
    max_horizontal,
    mean_horizontal,
    min_horizontal,
    sum_horizontal,
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
    "RowIterator",
    "RowNotFoundError",
    "Run",
    "SchemaError",
    "Selector",
    "Session",
    "SqlError",
    "TableNotFoundError",
    "Then",
    "UserFunction",
    "When",
    "WriteError",
    "__version__",
    "all_horizontal",
    "any_horizontal",
    "col",
    "concat",
    "concat_list",
    "concat_str",
    "deregister",
    "element",
    "exceptions",
    "from_pandas",
    "functions",
    "inspect",
    "lit",
    "max_horizontal",
    "mean_horizontal",
    "memory",
    "min_horizontal",
    "options",
    "range",
    "read_avro",
    "read_csv",
    "read_ipc",
    "read_json",
    "read_parquet",
    "register",
    "register_function",
    "runs",
    "selectors",
    "session",
    "sql",
    "sum_horizontal",
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
    raise AttributeError(f"module 'pyrust' has no attribute {name!r}")


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

"""pyrust: any table on screen at once, in a notebook that does not freeze.

A lazy DataFrame over Apache DataFusion. `%load_ext pyrust` adds the live grid, `%%pyrust` and the inspector.
"""

import sys
from typing import TYPE_CHECKING, Any

from pyrust import exceptions, functions, selectors
from pyrust._core import (
    Array,
    BatchIterator,
    Binary,
    Boolean,
    Categorical,
    Columns,
    DataFrame,
    DataType,
    Date,
    Datetime,
    Decimal,
    Duration,
    DynamicGroupBy,
    Expr,
    Float16,
    Float32,
    Float64,
    GroupBy,
    Int8,
    Int16,
    Int32,
    Int64,
    List,
    Map,
    Null,
    Operator,
    Progress,
    Report,
    RollingGroupBy,
    RowIterator,
    Run,
    Selector,
    Session,
    String,
    Struct,
    Task,
    Then,
    Time,
    Timestamp,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    UserFunction,
    When,
    __version__,
    all,  # noqa: A004 - as in `pr.all()`
    col,
    concat,
    deregister,
    from_pandas,
    len,  # noqa: A004 - as in `pr.len()`
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
    sql_diagnose,
    sql_expr,
    sql_format,
    tables,
    unknown_name,
    when,
)
from pyrust._help import sql_complete, sql_help
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
    RunTimeoutError,
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

    from pyrust import testing
    from pyrust._namespaces import register_dataframe_namespace, register_expr_namespace
    from pyrust._ranges import date_range, datetime_range
    from pyrust._versions import show_versions
    from pyrust.widgets import inspect, view

__all__ = [
    "Array",
    "BatchIterator",
    "Binary",
    "Boolean",
    "CancelledError",
    "Categorical",
    "ColumnNotFoundError",
    "Columns",
    "DataFrame",
    "DataType",
    "Date",
    "Datetime",
    "Decimal",
    "Duration",
    "DynamicGroupBy",
    "Expr",
    "Float16",
    "Float32",
    "Float64",
    "GroupBy",
    "Int8",
    "Int16",
    "Int32",
    "Int64",
    "InvalidTypeError",
    "InvalidValueError",
    "List",
    "Map",
    "Memory",
    "MissingFileError",
    "Null",
    "Operator",
    "OutOfRangeError",
    "Progress",
    "PyRustError",
    "ReadError",
    "Report",
    "ResourcesError",
    "RollingGroupBy",
    "RowIterator",
    "RowNotFoundError",
    "Run",
    "RunTimeoutError",
    "SchemaError",
    "Selector",
    "Session",
    "SqlError",
    "String",
    "Struct",
    "TableNotFoundError",
    "Task",
    "Then",
    "Time",
    "Timestamp",
    "UInt8",
    "UInt16",
    "UInt32",
    "UInt64",
    "UserFunction",
    "When",
    "WriteError",
    "__version__",
    "all",
    "all_horizontal",
    "any_horizontal",
    "col",
    "concat",
    "concat_list",
    "concat_str",
    "date_range",
    "datetime_range",
    "deregister",
    "element",
    "exceptions",
    "from_pandas",
    "functions",
    "inspect",
    "len",
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
    "read_ndjson",
    "read_parquet",
    "register",
    "register_dataframe_namespace",
    "register_expr_namespace",
    "register_function",
    "runs",
    "scan_avro",
    "scan_csv",
    "scan_ipc",
    "scan_ndjson",
    "scan_parquet",
    "selectors",
    "session",
    "show_versions",
    "sql",
    "sql_complete",
    "sql_diagnose",
    "sql_expr",
    "sql_format",
    "sql_help",
    "sum_horizontal",
    "tables",
    "testing",
    "udaf",
    "udf",
    "udwf",
    "view",
    "when",
]


# What is imported at its first use, by the module that has it: the widgets need ipywidgets, which a plain script
# does not have, and the others are not worth the time of every import.
_LATE = {
    "date_range": "pyrust._ranges",
    "datetime_range": "pyrust._ranges",
    "inspect": "pyrust.widgets",
    "register_dataframe_namespace": "pyrust._namespaces",
    "register_expr_namespace": "pyrust._namespaces",
    "show_versions": "pyrust._versions",
    "testing": "pyrust.testing",
    "view": "pyrust.widgets",
}


def __getattr__(name: str) -> Any:
    """Import what is imported at its first use."""
    if name in _LATE:
        from importlib import import_module

        module = import_module(_LATE[name])
        return module if name == "testing" else getattr(module, name)
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

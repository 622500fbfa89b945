"""Arrow tables as pandas frames, so that Ctrl-C is heard and other threads run while millions of values are converted.

pyarrow converts a table in one call, which holds the interpreter where it makes Python's objects (decimals, lists,
dates, times, bytes) and hears no signal anywhere.
"""

from __future__ import annotations

import threading
import warnings
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

# Below it a call ends before anybody could wait for it.
_SMALL = 1 << 16
# How many objects are made before others have their turn: some 50 ms of lists, which are the slowest.
_AT_ONCE = 1 << 15


def from_table(table: pa.Table) -> pd.DataFrame:
    """Convert a table as its own `to_pandas` does.

    >>> import pyarrow as pa
    >>> from_table(pa.table({"n": [1, 2], "x": [[1], []]})).dtypes.astype(str).to_list()
    ['int64', 'object']
    """
    # The metadata of pandas may make columns the index, which is pyarrow's own affair.
    if table.num_rows < _SMALL or table.schema.pandas_metadata is not None:
        return table.to_pandas()
    kinds = [str(kind) for kind in table.slice(0, 0).to_pandas().dtypes]
    objects = [place for place, kind in enumerate(kinds) if kind == "object"]
    plain = table.select([place for place, kind in enumerate(kinds) if kind != "object"])
    frame = _heard(plain)
    with warnings.catch_warnings():
        # Columns side by side in memory would be copied once more.
        warnings.filterwarnings("ignore", "DataFrame is highly fragmented")
        for place in objects:
            frame.insert(place, table.column_names[place], _objects(table.column(place)), allow_duplicates=True)
    return frame


def _objects(column: pa.ChunkedArray) -> np.ndarray:
    import numpy as np

    out = np.empty(len(column), dtype=object)
    for first in range(0, len(column), _AT_ONCE):
        part = column.slice(first, _AT_ONCE)
        out[first : first + len(part)] = part.to_pandas().to_numpy()
    return out


def _heard(table: pa.Table) -> pd.DataFrame:
    """Convert a table in a thread of its own, which goes on to its end if the main thread is interrupted."""
    if threading.current_thread() is not threading.main_thread():
        # Signals are heard by the main thread alone.
        return table.to_pandas()
    done: Future[pd.DataFrame] = Future()

    def convert() -> None:
        try:
            done.set_result(table.to_pandas())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=convert, name="pyrust-pandas", daemon=True).start()
    return done.result()

"""Files that the browser tests and the benchmarks look at; costly ones are made once and kept in the cache folder."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

MILLION = 1_000_000


def long_file(cache: Path) -> Path:
    """A Parquet file of 60 million rows, made once for all runs: cheap columns, tens of megabytes."""
    path = cache / "ui" / "sixty-million.parquet"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    quantity = pa.array(np.arange(MILLION) % 50, pa.int8())
    flag = pa.DictionaryArray.from_arrays(pa.array(np.arange(MILLION) % 3, pa.int8()), ["A", "N", "R"])
    schema = pa.schema({"row": pa.int64(), "quantity": pa.int8(), "flag": flag.type})
    options = {
        "use_dictionary": ["quantity", "flag"],
        "column_encoding": {"row": "DELTA_BINARY_PACKED"},
        "write_page_index": True,
    }
    with pq.ParquetWriter(draft, schema, **options) as writer:
        for group in range(60):
            row = pa.array(np.arange(group * MILLION, (group + 1) * MILLION))
            writer.write_table(pa.table([row, quantity, flag], schema=schema), row_group_size=MILLION)
    draft.replace(path)
    return path

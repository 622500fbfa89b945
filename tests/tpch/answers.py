"""When two engines have given the same answer: the tests and the benchmark compare values by it."""

import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

# an average of decimals has six decimals in one engine, and is a float in another
CLOSE = 1e-6


def same(ours: Any, theirs: Any) -> bool:
    """Whether two values are the same number, up to the rounding of floats and of averages, or the same thing."""
    if isinstance(ours, (int, float, Decimal)) and isinstance(theirs, (int, float, Decimal)):
        return math.isclose(ours, theirs, rel_tol=CLOSE, abs_tol=CLOSE)
    if isinstance(ours, datetime) != isinstance(theirs, datetime) and isinstance(theirs, date):
        return ours == datetime(theirs.year, theirs.month, theirs.day)
    return ours == theirs


def difference(ours: Any, theirs: Any, query: str = "") -> str | None:
    """Where two Arrow tables with the answers of one query differ, by the rule of `same`; None where they do not.

    A column at a time, so that ten million rows take seconds. Rows may come in any order but for what the ORDER BY at
    the end of the query says; of those that a LIMIT cuts off among equals, any may have been kept.
    """
    if ours.num_columns != theirs.num_columns or ours.num_rows != theirs.num_rows:
        shapes = [f"{table.num_rows} rows of {table.num_columns}" for table in (ours, theirs)]
        return " instead of ".join(shapes)
    left, right = _alike(ours, theirs)
    keys, limited = _order(query, ours.column_names)
    if keys:
        unlike = _apart(left[keys], right[keys])
        if unlike.any():
            number = unlike.arg_true()[0]
            return _words(unlike.sum(), left.row(number), right.row(number))
        if limited and ours.num_rows:
            tied = _apart(right[keys], right[keys][[-1] * right.height])
            left, right = left.filter(tied), right.filter(tied)
    (left_keys, left_order), (right_keys, right_order) = _keys(left), _keys(right)
    unlike = _apart(left_keys, right_keys).arg_true()
    if unlike.is_empty():
        return None
    # where the hashes differ the rows that stand opposite each other need not be meant to be the same
    ours_alone, theirs_alone = (
        ~mine["hash"].is_in(other["hash"].implode())
        for mine, other in ((left_keys, right_keys), (right_keys, left_keys))
    )
    alone = [side.arg_true() for side in (ours_alone, theirs_alone)]
    mine, other = (side[0] for side in (alone if all(map(len, alone)) else (unlike, unlike)))
    return _words(len(alone[0]) or len(unlike), left.row(left_order[mine]), right.row(right_order[other]))


def _alike(ours: Any, theirs: Any) -> tuple[Any, Any]:
    """Both as polars frames whose columns have the same types: what one engine calls a date is a time in another."""
    import polars as pl

    frames = [
        pl.from_arrow(table.rename_columns([str(n) for n in range(table.num_columns)])) for table in (ours, theirs)
    ]
    types = {}
    for name, *kinds in zip(frames[0].columns, frames[0].dtypes, frames[1].dtypes, strict=True):
        if all(kind.is_integer() for kind in kinds):
            types[name] = pl.Int128 if {pl.UInt64, pl.Int128} & set(kinds) else pl.Int64
        elif all(kind.is_numeric() for kind in kinds):
            types[name] = pl.Float64
        elif any(kind == pl.Datetime for kind in kinds):
            types[name] = pl.Datetime("us")
        elif any(kind in (pl.String, pl.Categorical, pl.Enum) for kind in kinds):
            types[name] = pl.String
    return tuple(frame.with_columns(pl.col(name).cast(kind) for name, kind in types.items()) for frame in frames)


def _order(query: str, names: list[str]) -> tuple[list[str], bool]:
    """The columns that the end of the query sorts by, by their numbers, and whether it keeps some of the rows only."""
    clause = re.search(r"\bORDER\s+BY\s+([^()]+?)(\s+LIMIT\s+\d+)?[\s;]*$", query, re.IGNORECASE)
    if clause is None:
        return [], False
    keys = [key.split()[0].strip('"') for key in clause[1].split(",")]
    return [str(names.index(key)) for key in keys], clause[2] is not None


def _apart(left: Any, right: Any) -> Any:
    """For each pair of rows whether they differ."""
    import polars as pl

    found = pl.repeat(value=False, n=left.height, eager=True)
    for mine, other in zip(left, right, strict=True):
        if mine.dtype == pl.Float64:
            sizes = [pl.lit(side.abs().fill_nan(1.0)) for side in (mine, other)]
            allowed = pl.select(pl.max_horizontal(*sizes, 1.0) * CLOSE).to_series()
            close = (mine == other) | ((mine - other).abs() <= allowed)
            found |= (~close).fill_null(mine.is_null() != other.is_null())
        else:
            found |= mine.ne_missing(other)
    return found


def _keys(frame: Any) -> tuple[Any, Any]:
    """A hash of all but the floats of each row, and the floats, sorted; and the numbers of the rows in this order.

    How a float was rounded moves no row by that, but among rows with the same hash, where the smaller stand first. The
    rest of a row is not moved at all, which for long strings is most of the time.
    """
    import polars as pl

    floats = [name for name, kind in frame.schema.items() if kind == pl.Float64]
    exact = frame.drop(floats)
    hashes = exact.hash_rows(seed=0) if exact.width else pl.repeat(0, frame.height, dtype=pl.UInt64, eager=True)
    keys = pl.DataFrame({"hash": hashes, **{name: frame[name] for name in floats}})
    order = hashes.arg_sort()
    if floats and (hashes[order].diff() == 0).any():
        order = keys.select(pl.arg_sort_by(keys.columns)).to_series()
    return keys[order], order


def _words(count: int, ours: Any, theirs: Any) -> str:
    """The first of the rows that differ."""
    return f"{count} rows differ, such as {ours} instead of {theirs}"

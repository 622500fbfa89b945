"""The process that asks: a statement a line on its input, what came of it on its output. It may end at any of them."""

import json
import signal
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa

import pyrust as pr

WORDS = ("report this", "panick", "defect", "internal error", "not implemented for", "downcast")


def table() -> pr.DataFrame:
    """The table that the statements read."""
    columns = {
        "i": pa.array([2**63 - 1, None, -(2**63)], pa.int64()),
        "u": pa.array([0, 255, None], pa.uint8()),
        "f": pa.array([float("nan"), None, float("-inf")]),
        "d": pa.array([Decimal("9" * 38), None, Decimal(-1)], pa.decimal128(38, 0)),
        "w": pa.array([Decimal("9" * 76), None, Decimal(-1)], pa.decimal256(76, 0)),
        "s": pa.array(["", None, "é💥 a,b"], pa.string()),
        "v": pa.array(["a long text that is no prefix", None, "x"], pa.string_view()),
        "b": pa.array([True, None, False]),
        "day": pa.array([date.min, None, date.max], pa.date32()),
        "moment": pa.array([datetime(1, 1, 1), None, datetime(9999, 12, 31)], pa.timestamp("us")),
        "time": pa.array([time(0), None, time(23, 59, 59)], pa.time64("us")),
        "span": pa.array([timedelta(days=-1), None, timedelta(days=10**6)], pa.duration("us")),
        "list": pa.array([[], None, [1, None, 3]], pa.list_(pa.int64())),
        "nested": pa.array([[[1], None], None, [[]]], pa.list_(pa.list_(pa.int32()))),
        "fixed": pa.array([[1, 2], None, [3, None]], pa.list_(pa.int64(), 2)),
        "pair": pa.array([{"x": 1, "y": "a"}, None, {"x": None, "y": None}]),
        "kind": pa.array(["a", None, "b"]).dictionary_encode(),
    }
    return pr.DataFrame(pa.table(columns))


def answer(statement: str, t: pr.DataFrame) -> dict[str, str]:
    """What a statement gives: its rows, an error in words, or what must not be."""
    try:
        made = pa.table(pr.sql(statement).collect())
        made.validate(full=True)
    except pr.PyRustError as error:
        said = f"{type(error).__name__}: {error}"
        return {"outcome": "words" if any(word in said.lower() for word in WORDS) else "error", "said": said}
    except pa.ArrowException as error:
        return {"outcome": "invalid", "said": str(error)}
    except KeyboardInterrupt:
        return {"outcome": "slow", "said": "stopped"}
    except BaseException as error:
        return {"outcome": "class", "said": f"{type(error).__name__}: {error}"}
    return {"outcome": "rows", "said": ""}


def main() -> None:
    # A shell starts a background job with SIGINT ignored, and Python then leaves it so.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    t = table()
    print(json.dumps({"outcome": "ready", "said": ""}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), t)), flush=True)


if __name__ == "__main__":
    main()

"""Reads files whose names come on standard input, and says of each what became of it."""

import gc
import json
import resource
import sys
import time

import pyrust as pr

READERS = {
    "ipc": pr.read_ipc,
    "parquet": pr.read_parquet,
    "avro": pr.read_avro,
    "csv": pr.read_csv,
    "json": pr.read_json,
}
# What a reader may say of a file; anything else is a fault of ours.
MEANT = (pr.ReadError, pr.SchemaError, pr.ResourcesError)


def told(form: str, path: str) -> tuple[str, str]:
    """What became of one file: rows, an error as it should be, or another one."""
    try:
        frame = READERS[form.split(".")[0]](path)
        rows = frame.collect().count()
        if frame.columns:
            frame.select(frame.columns[-1]).collect()
        if frame.count() != rows:
            return "wrong", f"count() is {frame.count()}, and there are {rows} rows"
    except MEANT as error:
        text = str(error)
        words = [word for word in ("panic", "report", "Internal", "PhysicalExpr", "task ") if word in text]
        return ("words" if words or len(text) > 1500 else "refused"), text
    except BaseException as error:
        return "class", f"{type(error).__name__}: {error}"
    return "read", f"{rows} rows"


def main() -> None:
    """Answers line by line."""
    pr.range(10).collect()
    for line in sys.stdin:
        form, path = json.loads(line)
        begun = time.monotonic()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        kind, text = told(form, path)
        gc.collect()
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        answer = {"kind": kind, "text": text, "seconds": time.monotonic() - begun, "megabytes": grown}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

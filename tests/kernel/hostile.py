"""Messages that no page of ours sends, to a real kernel: values of every kind in every place of a request.

Run by itself it sends as many as one likes: `python -m kernel.hostile --count 100000 --seed 7`.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import re
import sys
import time
from collections import Counter
from typing import Any

from kernel.front_end import FrontEnd, MissingError

OPERATIONS = (
    "rows",
    "cell",
    "copy",
    "sync",
    "schema",
    "cancel",
    "more",
    "retry",
    *("change", "change", "change", "undo", "redo", "keep", "spec", "values", "find", "code"),
    "snapshot",
    "__init__",
    "close",
    "answer",
    "",
    "rows ",
)
ARGUMENTS = (
    *("first", "count", "columns", "row", "column", "rows", "run", "self", "ask", "op", "view", "rid", "epoch", "rev"),
    *("", "\x00"),
)
# What must not be in an answer: words of Rust and Python about their own insides.
INSIDES = re.compile(r"panick|a defect in|Traceback|unwrap|\.rs:\d|object at 0x|NoneType|takes \d+ positional")


def odd(random_: random.Random, depth: int = 0) -> Any:
    """Any JSON value, with a taste for bounds."""
    plain = [
        *(
            None,
            True,
            False,
            0,
            1,
            -1,
            2,
            7,
            0.5,
            -0.0,
            1e308,
            2**31,
            2**31 - 1,
            -(2**31),
            2**32,
            2**53,
            2**63,
            2**63 - 1,
        ),
        *(-(2**63), 2**64, 2**64 - 1, 10**30, "", "0", "12", "all", "\x00", "\u202e", "<b>", "x" * 10_000),
        *(
            [],
            [0],
            [0, 1],
            [1, 0],
            [0, 2**63],
            [-1, 1],
            [0, 0],
            [0, 1, 2],
            [None, None],
            ["0", "1"],
            [0.5, 1.5],
            {},
            [[]],
        ),
    ]
    if depth < 2 and random_.random() < 0.1:
        return {str(odd(random_, 2)): odd(random_, depth + 1) for _ in range(random_.randrange(4))}
    return random_.choice(plain)


def spoilt(random_: random.Random, value: Any) -> Any:
    """A value in which here and there something else stands."""
    if random_.random() < 0.1:
        return odd(random_)
    if isinstance(value, dict):
        return {key: spoilt(random_, each) for key, each in value.items() if random_.random() < 0.95}
    return [spoilt(random_, each) for each in value] if isinstance(value, list) else value


def spec(random_: random.Random) -> Any:
    """A spec that is nearly right."""
    test = random_.choice(["between", "in", "contains", "regex", "null", "empty", "true", "part"])
    fields = {"low": "3", "high": "70000", "values": ["7", None], "text": "[1", "case": True, "part": "year"}
    some = {key: value for key, value in fields.items() if random_.random() < 0.4}
    column = {"column": random_.choice(["value", "b", "gone"])}
    filters = [{**column, "test": test, **some, "negated": False}] * random_.randrange(3)
    where = random_.choice([None, "value > 5", "value >", "b in (select 1)", "1 / 0 = value", "\0", "--", "(" * 5_000])
    return spoilt(
        random_, {"sort": [column], "filters": filters, "where": where, "search": random_.choice([None, "7"])}
    )


def request(random_: random.Random, view: str, rows: int, rev: int) -> dict[str, Any]:
    """The arguments of a request that is nearly right, and its operation; `rows` is the epoch of the grid's rows."""
    op = random_.choice(OPERATIONS)
    good: dict[str, dict[str, Any]] = {
        "rows": {"first": random_.randrange(1_000_000), "count": random_.randrange(100), "columns": [0, 1]},
        "copy": {"first": random_.randrange(1_000_000), "count": random_.randrange(100), "columns": [0, 1]},
        "cell": {"row": random_.randrange(1_000_000), "column": 0},
        "schema": {"first": 0, "count": random_.randrange(100)},
        "more": {"rows": random_.randrange(1_000_000)},
        "change": {"spec": spec(random_)},
        "keep": {"row": random_.randrange(100_000), "column": 0, "negated": True},
        "values": {"column": 0, "search": "7", "offset": 0, "limit": 10},
        "find": {"text": "77", "row": 0, "column": 0, "backwards": False},
        "code": {"language": random_.choice(["sql", "python", "polars"])},
        "snapshot": {},
    }
    arguments = dict(good.get(op, {}))
    for name in list(arguments):
        if random_.random() < 0.4:
            arguments[name] = odd(random_)
        elif random_.random() < 0.1:
            del arguments[name]
    if random_.random() < 0.2:
        arguments[random_.choice(ARGUMENTS)] = odd(random_)
    epoch = random_.choice([rows, rows, rows, 1, odd(random_)])
    return {"op": op, "view": view, "epoch": epoch, "rev": random_.choice([rev] * 9 + [odd(random_)]), **arguments}


class Attack:
    """One kernel with two grids and a panel, and what came back from it."""

    def __init__(self, kernel: FrontEnd, seed: int) -> None:
        self.kernel, self.random = kernel, random.Random(seed)
        self.widgets: list[tuple[str, str, int]] = []
        # Numbers of their own, which no request of another test has.
        self._numbers = itertools.count(1_000_000)
        query = "pr.range(100_000).select('value', b=pr.col('value') % 7).filter(pr.col('b') > 2)"
        for code in ("pr.range(1_000_000)", query):
            state = kernel.opened(kernel.good(code)).content
            grid = state["data"]["state"]["grid"]
            self.widgets.append((state["comm_id"], grid["view"], grid["status"]["epoch"]))
        panel = kernel.opened(kernel.good("pr.inspect()")).content
        self.widgets.append((panel["comm_id"], "g3", 0))
        # Which view of its rows each grid has, as far as it has been heard.
        self.revs: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.faults: list[str] = []

    def send(self) -> tuple[int, str] | None:
        """Send one message. Returns the number of the request, if it must be answered, and the view it is for."""
        comm, view, rows = self.random.choice(self.widgets)
        what = self.random.random()
        if what < 0.7:
            number = next(self._numbers)
            asked = request(self.random, view, rows, self.revs[view])
            content = {**asked, "pyrust": 2, "nonce": self.kernel.nonce, "rid": number}
            self.kernel.send(comm, {"method": "custom", "content": content})
            return number, view
        if what < 0.85:
            content = {"pyrust": 2, "nonce": self.kernel.nonce, "rid": 0, **request(self.random, view, rows, 0)}
            for key in ("pyrust", "nonce", "rid", "view", "epoch", "rev", "op"):
                if self.random.random() < 0.4:
                    content[key] = odd(self.random)
            self.kernel.send(comm, {"method": "custom", "content": content})
        else:
            data = {"method": self.random.choice(["update", "custom", "request_state", "nothing"])}
            data["state"] = {self.random.choice(["grid", "ui", "_esm", "page", "wish", "x"]): odd(self.random)}
            data[self.random.choice(["content", "buffer_paths", "x"])] = odd(self.random)
            self.kernel.send(comm, data)
        return None

    def round(self, count: int) -> None:
        """Send `count` messages, wait for what must come, and see that the kernel is well."""
        asked = [sent for sent in (self.send() for _ in range(count)) if sent is not None]
        for rid, view in asked:
            try:
                answer = self.kernel.reply(rid, timeout=60).custom
            except MissingError:
                self.faults.append(f"no reply to request {rid}")
                continue
            self.revs[view] = answer["rev"]
            self.answers["rows and more" if answer["ok"] else str(answer["error"]["type"])] += 1
            if not answer["ok"] and INSIDES.search(str(answer["error"])):
                self.faults.append(f"insides in an answer: {answer['error']}")
        comm, view, _ = self.widgets[0]
        sync = self.kernel.reply(self.kernel.ask(comm, view, "sync", next(self._numbers)), timeout=60).custom
        number = self.kernel.ask(comm, view, "change", next(self._numbers), rev=sync["rev"], spec={})
        rev = self.kernel.reply(number, timeout=60).custom["rev"]
        good = {"first": 999_999, "count": 5, "columns": [0, 1], "rev": rev}
        number = self.kernel.ask(comm, view, "rows", next(self._numbers), **good)
        rows = self.kernel.reply(number, timeout=60)
        if not b"".join(bytes(buffer) for buffer in rows.message["buffers"]).endswith(b"999999"):
            self.faults.append(f"a good request gets other rows: {rows.custom}")
        if self.kernel.said("print(6 * 7)") != "42":
            self.faults.append("a cell prints something else")
        printed = (a.content["text"] for a in self.kernel.all(lambda a: a.kind == "stream"))
        self.faults += [f"printed: {text[-2000:]}" for text in printed if INSIDES.search(text)]
        with self.kernel._arrived:
            self.kernel.arrivals.clear()

    def memory(self) -> int:
        """How many bytes the kernel takes."""
        return int(self.kernel.said("print(pr.memory().rss)"))


def main() -> int:
    """Attack a kernel of its own until `count` messages are sent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kernel = FrontEnd([sys.executable, "-m", "ipykernel_launcher"], dict(os.environ))
    begun = time.monotonic()
    try:
        kernel.good("import pyrust as pr\n%load_ext pyrust")
        attack = Attack(kernel, options.seed)
        attack.round(500)
        before, sent = attack.memory(), 0
        # Who ends it early wants to know what it has found.
        with contextlib.suppress(KeyboardInterrupt):
            while sent < options.count:
                attack.round(500)
                sent += 500
        grown = attack.memory() - before
    finally:
        kernel.close()
    print(f"{sent} messages in {time.monotonic() - begun:.0f} s: {dict(attack.answers)}; memory {grown:+,} bytes")
    for fault, times in Counter(attack.faults).most_common(20):
        print(f"{times} x {fault}")
    print(f"hostile messages: {len(attack.faults)} faults")
    return 1 if attack.faults else 0


if __name__ == "__main__":
    sys.exit(main())

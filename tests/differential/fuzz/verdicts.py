"""What has come of a query, and how messages are put in groups."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# what our engine says where DuckDB answers and both are right: see design.py
AGREE, DIFFER, REFUSED, DESIGN = "agree", "differ", "refused by us", "by design"
BOTH, JUDGE, PANIC, HANG, CRASH = "refused by both", "judge refused", "panic", "hang", "crash"
STATUSES = (AGREE, DIFFER, REFUSED, DESIGN, BOTH, JUDGE, PANIC, HANG, CRASH)
# what no run may have
WRONG = (DIFFER, PANIC, HANG, CRASH)


@dataclass
class Verdict:
    """One query's outcome; `check` names the comparison that failed, "" for that with the judge."""

    number: int
    feature: str
    status: str
    features: list[str] = field(default_factory=list)
    rows: int = 0
    text: str = ""
    message: str = ""
    ours: str = ""
    theirs: str = ""
    second: str = ""
    check: str = ""
    attempt: int = 0
    checked: list[str] = field(default_factory=list)
    # on one core, which has other plans
    alone: bool = False

    @property
    def kind(self) -> str:
        """The message without the names and numbers of its query: what refusals are counted by."""
        return normalised(self.message)

    @property
    def skeleton(self) -> str:
        """The query without its names and constants: findings that have one skeleton are one kind."""
        text = re.sub(r"--.*|\n.*|\$p\d+=\S+", "", self.text)
        text = re.sub(r"'(?:[^']|'')*'", "''", text)
        text = re.sub(r"\b[a-z]\d*\.[a-z]\d*\b|\b[cd]\d+\b|\$p\d+", "x", text)
        text = re.sub(r"\b([atw])\d+\b", r"\1", text)
        return f"{self.status}|{self.check}|" + re.sub(r"-?\b\d+(\.\d+)?(e0)?\b", "0", text)


def normalised(message: str) -> str:
    line = message.split("\nhint:")[0].replace("\n", " ")
    line = re.sub(r"((?:expression|operator) \w+)[({].*", r"\1", line)
    line = re.sub(r"\"[^\"]*\"|'[^']*'|`[^`]*`", "_", line)
    line = re.sub(r"\b[actdw]\d+\b|#\d+", "_", line)
    line = re.sub(r"-?\b\d+(\.\d+)?\b", "0", line)
    return re.sub(r"\s+", " ", line)[:160].strip()

"""`python -m differential.fuzz.proof`: each mend of the engine left out in turn, until the queries find what it mends.

It needs a build for tests, as `make fuzz-proof` makes it. A query finds a mend if its answer is right with it, and
without it wrong, refused or never there. Ends with 1 if a mend is found by no query.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from differential.fuzz.features import FEATURES
from differential.fuzz.running import Setting, run, shrunk, work
from differential.fuzz.verdicts import REFUSED, WRONG, Verdict

TRIAL = Path(__file__).parents[3] / "engine" / "src" / "trial.rs"
# the bound: a mend must be found within so many queries
MOST = 20_000
BAD = (*WRONG, REFUSED)
# what the generator cannot make, and which tests have it instead
ELSEWHERE = {
    "FooterConstants": "only a footer that lies shows it, and no writer at hand writes one: test_read_parquet.py",
}


def mends() -> dict[str, str]:
    """The mends that can be left out, by name, with what each of them does."""
    listed = re.search(r"enum Mend \{\n(.*?)\n\}", TRIAL.read_text(), re.DOTALL)
    assert listed is not None
    return {name: said.rstrip(".") for said, name in re.findall(r"/// (.+)\n    (\w+),", listed.group(1))}


@dataclass
class Proof:
    """Runs without one of the mends, and how the same queries are answered with all of them."""

    seed: int
    feature: str | None
    most: int
    jobs: int
    whole: dict[int, str] = field(default_factory=dict)

    def is_right(self, number: int) -> bool:
        """Whether a query is answered rightly with all mends."""
        if number not in self.whole:
            (verdict,) = work(Setting(self.seed, self.feature), [[("ask", number)]], 1)
            self.whole[number] = verdict.status
        return self.whole[number] not in BAD

    def found(self, mend: str) -> tuple[int, Verdict] | None:
        """How many queries it takes, and the smallest one."""
        setting = Setting(self.seed, self.feature, {"PYRUST_WITHOUT": mend})
        for asked, verdict in enumerate(run(setting, self.most, jobs=self.jobs), 1):
            if verdict.status in BAD and self.is_right(verdict.number):
                return asked, shrunk(setting, [verdict])[0]
        return None


def arguments(known: dict[str, str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m differential.fuzz.proof", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--feature", choices=sorted(FEATURES), metavar="F", help="queries for one feature only")
    parser.add_argument("--most", type=int, default=MOST, help="how many queries are asked at most, without each")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="+", choices=sorted(known), metavar="MEND", default=list(known))
    return parser.parse_args()


def is_for_tests() -> bool:
    """Whether the engine can be told what to leave out."""
    import pyrust._core as core

    return b"PYRUST_WITHOUT" in Path(core.__file__).read_bytes()


def row(mend: str, said: str, found: tuple[int, Verdict] | None) -> str:
    if found is None:
        return f"| {mend} | {said} | not found | {ELSEWHERE.get(mend, '')} |"
    asked, verdict = found
    query, *more = verdict.text.splitlines()
    # what a check asks beside the query, but for the tables
    more = [line.strip() for line in more if not re.match(r"\s+t\d: ", line)]
    text = "; ".join([query.split("  -- ")[0], *more]).replace("|", "\\|")
    return f"| {mend} | {said} | {asked:,}, {verdict.check or verdict.status} | `{text}` |"


def main() -> int:
    known = mends()
    asked = arguments(known)
    if not is_for_tests():
        sys.exit("this build leaves out nothing: make fuzz-proof builds one that does")
    proof = Proof(asked.seed, asked.feature, asked.most, asked.jobs)
    print("| left out | what is right with it | found at, as | smallest query |\n|---|---|---|---|", flush=True)
    missing = []
    for mend in asked.only:
        found = proof.found(mend)
        missing += [mend] if found is None and mend not in ELSEWHERE else []
        print(row(mend, known[mend], found), flush=True)
    print(f"\n{len(asked.only)} left out in turn, not found: {', '.join(missing) or 'none'}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

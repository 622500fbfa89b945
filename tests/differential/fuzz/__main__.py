"""`python -m differential.fuzz --seed 1 --count 2000`: random queries beside DuckDB, with a summary and the findings.

Ends with 1 if an answer is wrong, and with 2 if the run asked too little to prove anything.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from differential.fuzz.features import FEATURES
from differential.fuzz.growing import grow, world_of
from differential.fuzz.running import Setting, run, shrunk
from differential.fuzz.summary import Summary
from differential.fuzz.verdicts import CRASH, HANG, REFUSED, Verdict


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m differential.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first query")
    parser.add_argument("--feature", choices=sorted(FEATURES), metavar="F", help="queries for one feature only")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--shrink", type=int, default=20, help="how many findings are made small")
    parser.add_argument(
        "--refusals", action="store_true", help="make the queries that we refuse small too, one of each kind"
    )
    parser.add_argument(
        "--tell", action="append", default=[], metavar="NAME=VALUE", help="what a build for tests is told (trial.rs)"
    )
    parser.add_argument("--findings", type=Path, help="append what was found to this file")
    parser.add_argument("--show", action="store_true", help="print the queries instead of asking them")
    return parser.parse_args()


def told(verdict: Verdict) -> str:
    """A finding as text."""
    check = f" ({verdict.check})" if verdict.check else ""
    lines = [f"#{verdict.number} {verdict.status}{check}: {verdict.message[:300]}", verdict.text]
    lines += [f"ours: {verdict.ours}", f"DuckDB: {verdict.theirs}"]
    lines += [f"SQLite: {verdict.second}"] if verdict.second else []
    return "\n  ".join(lines) + "\n"


def small(setting: Setting, jobs: int, verdicts: list[Verdict], most: int) -> list[Verdict]:
    """Findings made small, one of each kind."""
    first: dict[tuple[str, ...], list[Verdict]] = {}
    for verdict in verdicts:
        first.setdefault(
            (verdict.status, verdict.check, verdict.kind if verdict.status == REFUSED else verdict.feature), []
        ).append(verdict)
    # one of each feature, then the others
    chosen = [min(group, key=lambda v: len(v.text)) for group in first.values()]
    chosen += [v for v in verdicts if v not in chosen and v.status != REFUSED]
    gone = [v for v in chosen if v.status in (HANG, CRASH)]
    kinds: dict[str, Verdict] = {}
    for verdict in [*shrunk(setting, [v for v in chosen if v not in gone][:most], jobs), *gone]:
        key = verdict.kind if verdict.status == REFUSED else verdict.skeleton
        if key not in kinds or len(verdict.text) < len(kinds[key].text):
            kinds[key] = verdict
    return list(kinds.values())


def main() -> int:
    asked = arguments()
    if asked.show:
        from differential.fuzz.asking import described

        for number in range(asked.first, asked.first + asked.count):
            print(f"#{number} {described(grow(world_of(asked.seed, number), asked.seed, number, 0, asked.feature))}")
        return 0
    began = time.monotonic()
    setting = Setting(asked.seed, asked.feature, dict(pair.split("=", 1) for pair in asked.tell))
    summary = Summary(feature=asked.feature)
    for verdict in run(setting, asked.count, first=asked.first, jobs=asked.jobs):
        known = len(summary.wrong)
        summary.add(verdict)
        if len(summary.wrong) > known:
            # at once, as a long run may be ended early
            print(told(verdict), file=sys.stderr, flush=True)
        if summary.total % 1000 == 0:
            rate = summary.total / (time.monotonic() - began)
            wrong, refused = len(summary.wrong), summary.statuses[REFUSED]
            said = f"{summary.total} queries, {rate:.0f} a second, {wrong} wrong, {refused} refused"
            print(said, file=sys.stderr, flush=True)
    taken = time.monotonic() - began
    print(
        f"seed {asked.seed}, {summary.total} queries in {taken:.0f} s ({summary.total / taken:.0f} a second)\n\n"
        f"{summary.table()}\n"
    )
    print(
        f"queries by feature\n{summary.feature_table()}\n\n"
        f"refused by us, by message\n{summary.refusal_table()}\n\n{summary.others_table()}\n"
    )
    findings = small(setting, asked.jobs, summary.wrong, asked.shrink) if summary.wrong and asked.shrink else []
    if asked.refusals:
        findings += small(setting, asked.jobs, [verdict for _, _, verdict in summary.refusals()], 200)
    for verdict in findings:
        print(told(verdict))
        if asked.findings:
            with asked.findings.open("a") as file:
                file.write(f"seed {asked.seed} {told(verdict)}\n")
    print(f"docs/checks.md: {summary.row(asked.seed)}")
    shortfalls = summary.shortfalls()
    print("\n".join(shortfalls))
    if summary.wrong:
        return 1
    return 2 if shortfalls else 0


if __name__ == "__main__":
    sys.exit(main())

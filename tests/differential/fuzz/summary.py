"""What a run has found, as tables: how queries came out, how often each feature was asked, what we refuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from differential.fuzz.features import FEATURES
from differential.fuzz.verdicts import AGREE, BOTH, DESIGN, DIFFER, JUDGE, REFUSED, STATUSES, WRONG, Verdict

# of 20,000 queries 200 must have a feature, and of 100 answers 60 must have rows
LEAST_OF_A_FEATURE = 0.01
LEAST_WITH_ROWS = 0.6
JUDGED = (AGREE, DIFFER, REFUSED, DESIGN)
# so many findings are kept as they are, the others are counted
MOST_KEPT = 500


class Summary:
    """Counts over verdicts, which are forgotten but for the findings, so that a run may be as long as one likes.

    Counts of single features are only asked for where all features were.
    """

    def __init__(self, verdicts: Iterable[Verdict] = (), feature: str | None = None) -> None:
        self.feature = feature
        self.total = self.judged = self.with_rows = 0
        self.statuses: Counter[str] = Counter()
        self.features: Counter[str] = Counter()
        self.checks: Counter[str] = Counter()
        self.others: Counter[tuple[str, str]] = Counter()
        self.wrong: list[Verdict] = []
        # our refusals by kind of message: how many, and the smallest query
        self.refused: dict[str, tuple[int, Verdict]] = {}
        for verdict in verdicts:
            self.add(verdict)

    def add(self, verdict: Verdict) -> None:
        self.total += 1
        self.statuses[verdict.status] += 1
        self.checks.update(verdict.checked)
        if verdict.status in JUDGED:
            self.judged += 1
            self.with_rows += verdict.rows > 0
            self.features.update(verdict.features)
        if verdict.status in WRONG and len(self.wrong) < MOST_KEPT:
            self.wrong.append(verdict)
        elif verdict.status == REFUSED:
            count, smallest = self.refused.get(verdict.kind, (0, verdict))
            self.refused[verdict.kind] = count + 1, min(smallest, verdict, key=lambda v: (len(v.text), v.number))
        elif verdict.status in (JUDGE, BOTH, DESIGN):
            self.others[verdict.status, verdict.kind] += 1

    def refusals(self) -> list[tuple[int, str, Verdict]]:
        """Our refusals by kind of message, the most frequent first, with the smallest query of each."""
        return sorted(((n, kind, v) for kind, (n, v) in self.refused.items()), key=lambda r: (-r[0], r[1]))

    def shortfalls(self) -> list[str]:
        """What keeps the run from proving anything: features hardly asked, answers without rows."""
        found = []
        if self.judged and self.with_rows < LEAST_WITH_ROWS * self.judged:
            found.append(f"only {self.with_rows} of {self.judged} answers have rows")
        if self.feature is None and self.total >= 1000:
            # chance is greater in a short run
            least = LEAST_OF_A_FEATURE * self.total * (1 if self.total >= 20_000 else 0.7)
            found += [f"only {self.features[f]} queries have: {f}" for f in FEATURES if self.features[f] < least]
        return found

    def table(self) -> str:
        lines = [
            f"{status:16} {self.statuses[status]:7}"
            for status in STATUSES
            if self.statuses[status] or status in (AGREE, DIFFER)
        ]
        lines.append(f"{'with rows':16} {self.with_rows:7} of {self.judged} that the judge answered")
        lines += [f"checked: {name:24} {count:7}" for name, count in sorted(self.checks.items())]
        return "\n".join(lines)

    def feature_table(self) -> str:
        names = list(FEATURES)
        half = (len(names) + 2) // 3
        rows = [names[at::half] for at in range(half)]
        least = min(FEATURES, key=lambda f: self.features[f])
        return (
            "\n".join("  ".join(f"{self.features[n]:6} {n:32}" for n in row).rstrip() for row in rows)
            + f"\nthe least often: {least}, {self.features[least]} times"
        )

    def refusal_table(self, most: int = 40) -> str:
        lines = []
        for count, kind, verdict in self.refusals()[:most]:
            lines.append(f"{count:6} {kind}\n       #{verdict.number} {verdict.check} {verdict.text[:400]}")
        return "\n".join(lines)

    def others_table(self) -> str:
        """What the judge refused, and what both did, by kind."""
        return "\n".join(f"{n:6} {status}: {kind}" for (status, kind), n in self.others.most_common(30))

    def row(self, seed: int) -> str:
        """The run as docs/checks.md has it: seed and queries, agree, wrong, refused, with rows."""
        wrong = sum(self.statuses[status] for status in WRONG)
        refused, rows = self.statuses[REFUSED], self.with_rows / max(self.judged, 1)
        return (
            f"| {seed}, {self.total:,} | {self.statuses[AGREE]:,} | {wrong:,} "
            f"| {refused:,} ({refused / max(self.total, 1):.2%}) | {rows:.0%} |"
        )

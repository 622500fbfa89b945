"""What a run has found, as tables: how queries came out, how often each feature was asked, what we refuse."""

from __future__ import annotations

from collections import Counter, defaultdict

from differential.fuzz.features import FEATURES
from differential.fuzz.verdicts import AGREE, BOTH, DESIGN, DIFFER, JUDGE, REFUSED, STATUSES, WRONG, Verdict

# of 20,000 queries 200 must have a feature, and of 100 answers 60 must have rows
LEAST_OF_A_FEATURE = 0.01
LEAST_WITH_ROWS = 0.6
JUDGED = (AGREE, DIFFER, REFUSED, DESIGN)


class Summary:
    """Counts over verdicts; those on single features are only asked for where all features were."""

    def __init__(self, verdicts: list[Verdict], feature: str | None = None) -> None:
        self.verdicts, self.feature = verdicts, feature
        self.statuses = Counter(v.status for v in verdicts)
        judged = [v for v in verdicts if v.status in JUDGED]
        self.judged = len(judged)
        self.with_rows = sum(v.rows > 0 for v in judged)
        self.features = Counter(f for v in judged for f in v.features)
        self.checks = Counter(c for v in verdicts for c in v.checked)

    @property
    def wrong(self) -> list[Verdict]:
        return [v for v in self.verdicts if v.status in WRONG]

    def refusals(self) -> list[tuple[int, str, Verdict]]:
        """Our refusals by kind of message, the most frequent first, with the smallest query of each."""
        kinds: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in self.verdicts:
            if verdict.status == REFUSED:
                kinds[verdict.kind].append(verdict)
        return sorted(
            ((len(vs), kind, min(vs, key=lambda v: len(v.text))) for kind, vs in kinds.items()),
            key=lambda r: (-r[0], r[1]),
        )

    def shortfalls(self) -> list[str]:
        """What keeps the run from proving anything: features hardly asked, answers without rows."""
        found = []
        if self.judged and self.with_rows < LEAST_WITH_ROWS * self.judged:
            found.append(f"only {self.with_rows} of {self.judged} answers have rows")
        if self.feature is None and len(self.verdicts) >= 1000:
            # chance is greater in a short run
            least = LEAST_OF_A_FEATURE * len(self.verdicts) * (1 if len(self.verdicts) >= 20_000 else 0.7)
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
        return "\n".join("  ".join(f"{self.features[n]:6} {n:32}" for n in row).rstrip() for row in rows)

    def refusal_table(self, most: int = 40) -> str:
        lines = []
        for count, kind, verdict in self.refusals()[:most]:
            lines.append(f"{count:6} {kind}\n       #{verdict.number} {verdict.check} {verdict.text[:400]}")
        return "\n".join(lines)

    def others(self) -> str:
        """What the judge refused, and what both did, by kind."""
        counted = Counter((v.status, v.kind) for v in self.verdicts if v.status in (JUDGE, BOTH, DESIGN))
        return "\n".join(f"{n:6} {status}: {kind}" for (status, kind), n in counted.most_common(30))

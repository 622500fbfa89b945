"""One query at a time: grown, asked of the judge and of us, and what came of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
from differential.fuzz import tree as t
from differential.fuzz.answers import differ, shown
from differential.fuzz.design import by_design, computed_of_two_rows
from differential.fuzz.engines import Judge, Ours
from differential.fuzz.features import correlation
from differential.fuzz.growing import QUERIES_OF_A_WORLD, Asked, grow, world_of
from differential.fuzz.metamorphic import CHECKS, Check, Contradiction, Refusal, Unanswered
from differential.fuzz.printing import Printer
from differential.fuzz.verdicts import AGREE, BOTH, DESIGN, DIFFER, JUDGE, PANIC, REFUSED, Verdict
from differential.fuzz.world import World

ATTEMPTS = 6
# an answer without rows says little: some of them are drawn again
WITHOUT_ROWS = 1
# what is that long says no more than a shorter answer
TOO_MANY = 20_000
# the part of the queries that are asked in a second way, too
CHECKED = 0.45


class Asker:
    """The tables of a world in both engines, until a query is about another world."""

    def __init__(
        self, folder: Path, seed: int, feature: str | None = None, phase: Callable[..., None] = lambda *_: None
    ) -> None:
        self.folder, self.seed, self.feature, self.phase = folder, seed, feature, phase
        self.judge = Judge()
        self.known, self.folders = -1, 0
        self.world = World()
        self.ours: Any = None

    def settle(self, world: World, name: str) -> None:
        self.world = world
        self.judge.fill(world)
        # a folder of its own each time: the same world is written again when one of its findings is made small
        shutil.rmtree(self.folder / str(self.folders), ignore_errors=True)
        self.folders += 1
        self.ours = Ours(world, self.folder / str(self.folders), f"{self.seed}/{name}")

    def draw(self, number: int) -> tuple[Asked, int, pa.Table | Exception]:
        """The first query of a number that the judge takes, and its answer."""
        if number // QUERIES_OF_A_WORLD != self.known:
            self.known = number // QUERIES_OF_A_WORLD
            self.settle(world_of(self.seed, number), str(self.known))
        kept: tuple[Asked, int, pa.Table | Exception] | None = None
        for attempt in range(ATTEMPTS):
            asked = grow(self.world, self.seed, number, attempt, self.feature)
            try:
                found = self.judge.answer(asked.query)
            except (duckdb.FatalException, duckdb.InternalException) as error:
                # this database answers nothing any more
                self.judge = Judge()
                self.judge.fill(self.world)
                kept = kept or (asked, attempt, error)
                continue
            except (
                duckdb.BinderException,
                duckdb.ParserException,
                duckdb.CatalogException,
                duckdb.NotImplementedException,
            ) as error:
                kept = kept or (asked, attempt, error)
                continue
            except duckdb.Error as error:
                return asked, attempt, error
            if found.num_rows > TOO_MANY and attempt < ATTEMPTS - 1:
                continue
            kept = (asked, attempt, found) if kept is None or isinstance(kept[2], Exception) else kept
            if found.num_rows:
                return asked, attempt, found
            if attempt >= WITHOUT_ROWS:
                break
        assert kept is not None
        return kept

    def ask(self, number: int) -> Verdict:
        self.phase("judge")
        asked, attempt, theirs = self.draw(number)
        verdict = Verdict(number, asked.feature, AGREE, sorted(asked.features), attempt=attempt)
        verdict.text = described(asked)
        self.phase("ours", verdict.text)
        return self.compare(asked, theirs, verdict)

    def compare(
        self, asked: Asked, theirs: pa.Table | Exception, verdict: Verdict, checks: list[Check] | None = None
    ) -> Verdict:
        """Our answer beside the judge's, then beside itself: by these checks, or by one that chance decides."""
        try:
            ours: pa.Table | Exception = self.ours.answer(asked.query, asked.sources)
        except Exception as error:  # every error is an outcome
            ours = error
        if isinstance(ours, Exception):
            verdict.message = f"{type(ours).__name__}: {ours}"
            verdict.status = BOTH if isinstance(theirs, Exception) else by_design(ours, DESIGN, asked.query) or REFUSED
            if panicked(ours):
                verdict.status = PANIC
            if isinstance(theirs, pa.Table):
                verdict.theirs, verdict.rows = shown(theirs), theirs.num_rows
            return verdict
        if (
            isinstance(theirs, Exception)
            and "More than one row" in str(theirs)
            and ours.num_rows
            # one that names nothing of the rows around may be left out with what asks for it
            and any(map(correlation, computed_of_two_rows(asked.query)))
        ):
            return replace(
                verdict,
                status=DIFFER,
                message="no error of a subquery with more than one row",
                ours=shown(ours),
                theirs="an error",
            )
        if isinstance(theirs, Exception):
            return replace(verdict, status=JUDGE, message=f"{type(theirs).__name__}: {theirs}")
        verdict.rows = theirs.num_rows

        def difference(theirs: pa.Table) -> str:
            keys, named, distinct = ordered(asked.query), starred(asked.query), is_distinct(asked.query)
            return differ(ours, theirs, keys, named=named, distinct=distinct)

        what = difference(theirs)
        if what and (plain := self.judge.plain_answer(asked.query)) is not None and not difference(plain):
            return replace(verdict, status=JUDGE, message=f"{what} without the judge's optimizer")
        if what:
            return replace(verdict, status=DIFFER, message=what, ours=shown(ours), theirs=shown(theirs))
        if checks is None:
            random = Random(f"{self.seed}/{asked.number}/check")
            checks = random.sample(CHECKS, len(CHECKS)) if random.random() < CHECKED else []
        for check in checks:
            verdict = self.check(check, asked, ours, theirs, verdict)
            if verdict.checked or verdict.status != AGREE:
                break
        return verdict

    def check(self, of: Check, asked: Asked, ours: pa.Table, theirs: pa.Table, verdict: Verdict) -> Verdict:
        """What needs no judge, as far as the check is one for such a query."""
        name, check = of
        self.phase(name, verdict.text)
        try:
            if check(self, asked, ours):
                verdict.checked.append(name)
        except Contradiction as error:
            return replace(
                verdict,
                status=DIFFER,
                check=name,
                message=f"{name}: {error}",
                ours=error.ours,
                theirs=shown(theirs),
                text=f"{verdict.text}\n  {error.text}",
            )
        except Unanswered:
            return verdict
        except Exception as failure:
            error = failure.__cause__ if isinstance(failure, Refusal) else failure
            asked_instead = f"{verdict.text}\n  {failure}" if isinstance(failure, Refusal) else verdict.text
            if by_design(error, DESIGN, asked.query):
                return verdict
            status = PANIC if panicked(error) else REFUSED
            message = f"{name}: {type(error).__name__}: {error}"
            return replace(verdict, status=status, check=name, message=message, text=asked_instead)
        return verdict


def panicked(error: BaseException | None) -> bool:
    words = ("panicked", "internal error", "a defect in the native core")
    return any(word in str(error).lower() for word in words) or type(error).__name__ == "PanicException"


def ordered(query: t.Query) -> tuple[int, ...]:
    """The columns in order of the outermost query, up to the first key that is no column."""
    if isinstance(query, t.With) and not query.order:
        return ordered(query.body)
    found = []
    for sort in query.order:
        if not isinstance(sort.by, int):
            return tuple(found)
        found.append(sort.by)
    return tuple(found)


def starred(query: t.Query) -> bool:
    """Whether all columns were asked for, so that they are found by their names."""
    query = outermost(query)
    return isinstance(query, t.Select) and query.spelled != "list"


def is_distinct(query: t.Query) -> bool:
    """Whether the rows of the outermost query differ from each other."""
    query = outermost(query)
    return isinstance(query, t.Select) and query.distinct


def outermost(query: t.Query) -> t.Query:
    """The query whose rows are the answer, without the WITH before it."""
    while isinstance(query, t.With):
        query = query.body
    return query


def described(asked: Asked) -> str:
    """The query as we get it, with its sources and its bound values."""
    printer = Printer("pyrust")
    text = printer.query(asked.query)
    bound = "".join(f" ${name}={value!r}" for name, value in printer.bound.items())
    sources = ", ".join(f"{table} from {source}" for table, source in asked.sources.items())
    return f"{text}{bound}  -- {sources}"

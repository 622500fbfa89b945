"""Where the processor's time goes in each query: `make bench-profile SF=10`, by Linux's perf.

    python -m benchmarks.hotspots               all questions; shares by what the code is for, to build/bench/profiles
    python -m benchmarks.hotspots ask QUESTION  what is run under perf: one question, a few times

The wheel must have its symbols; `make bench-profile` builds one. A sample counts for the function it was taken in, and
a function for the first line of PARTS that its name matches, so what the compiler has inlined counts for its caller.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.engine import pyrust, tables_in
from benchmarks.record import PROFILES, commit, machine
from benchmarks.test_tpch import SCALE, SUITE
from tpch.samples import samples

CHECKOUT = Path(__file__).parents[2]
TIMES = 3
HERTZ = "499"
# what code is for, by the names of functions, the kernel's among them
PARTS = {
    "files read": r"^(copy_user|_copy_to_iter|copyout|rep_movs|filemap|page_cache|.*folio|ext4|vfs_|xas_|.*pread)",
    "fresh memory": r"^(clear_page|.*(page_fault|handle_mm|anonymous|alloc_pages|rmqueue|zap_|unmap|madvise|charge))",
    "Snappy": r"\bsnap::|snappy",
    "values decoded": r"parquet::(encodings|util::bit|arrow::(decoder|buffer|array_reader|record_reader|arrow_reader))",
    "Parquet, the rest": r"\bparquet::|\bthrift|datafusion_datasource",
    "joins": r"physical_plan::joins|join_hash_map|JoinHashMap|hash_join|hash_utils|HashJoin",
    "groups": r"physical_plan::aggregates|functions_aggregate|GroupValues|group_values|accumulate",
    "sorting": r"physical_plan::sorts|arrow_ord::(sort|rank)|arrow_row|slice::sort|driftsort|ipnsort|quicksort",
    "conditions": r"arrow_ord|arrow_string|regex|memchr|physical_expr|in_list|like",
    "arithmetic": r"arrow_arith|arrow_cast|arith|__muloti4|__u?(div|mod)ti3|decimal|i256|pyrust_engine::",
    "rows picked": r"arrow_select|arrow_data|arrow_buffer|arrow_array|coalesce|MutableArrayData|builder",
    "memory filled and copied": r"mem(set|cpy|move|cmp)",
    "allocator": r"_rjem_|CountingAllocator|__rust_(de|re)?alloc|^alloc::",
    "planning": r"datafusion_(sql|optimizer|expr|common|physical_optimizer)|sqlparser|tree_node",
}


def _part(library: str, function: str) -> str:
    if "python" in library or "libarrow" in library:
        return "Python"
    for name, pattern in PARTS.items():
        if re.search(pattern, function):
            return name
    return "the kernel, the rest" if "kernel" in library else "the rest"


def ask(question: str) -> None:
    """Ask one question of the tables, a few times."""
    folder = samples(CHECKOUT, Path(os.environ["PYRUST_CACHE"]), SCALE)
    execute = pyrust(tables_in(folder))
    for _ in range(TIMES):
        execute(SUITE.text(question, "pyrust"))


def profile(question: str) -> dict[str, Any]:
    """The share of each part in a question's samples, and of the functions that took most."""
    with tempfile.TemporaryDirectory() as name:
        data = str(Path(name) / "perf.data")
        asked = [sys.executable, "-m", "benchmarks.hotspots", "ask", question]
        record = ["perf", "record", "-q", "-F", HERTZ, "-o", data, "--", *asked]
        subprocess.run(record, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        form = ["--stdio", "--no-children", "-g", "none", "-F", "overhead,dso,sym", "-t"]
        report = ["perf", "report", "-q", "-i", data, *form, "\t"]
        lines = subprocess.run(report, check=True, capture_output=True, text=True).stdout.splitlines()
    shares, functions = Counter[str](), Counter[str]()
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != 3 or not cells[0].endswith("%"):
            continue
        share, library, function = float(cells[0][:-1]), cells[1], cells[2]
        name = re.sub(r"^\[[k.]\]\s*", "", function)
        shares[_part(library, name)] += share
        functions[name] += share
    return {**dict(shares), "functions": dict(functions.most_common(25))}


def main() -> None:
    """Profile every question and write down what was found."""
    if sys.argv[1:2] == ["ask"]:
        ask(sys.argv[2])
        return
    path = PROFILES / f"{SUITE.name}-{SUITE.scale}.json"
    found = {"title": SUITE.title, "scale": SUITE.scale, "commit": commit(), "machine": machine(), "questions": {}}
    for question in SUITE.names():
        shares = profile(question)
        found["questions"][question] = shares
        top = sorted(((s, n) for n, s in shares.items() if n != "functions"), reverse=True)[:5]
        print(question, ", ".join(f"{name} {share:.0f} %" for share, name in top), flush=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

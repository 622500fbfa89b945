"""The pages of the API reference, made when mkdocs builds the site (`hooks` in .ci/mkdocs.yml).

mkdocstrings renders what the stubs have: signatures, and the docstrings that `make stubs` writes there. Which page a
name is on is said here for those that belong together; every other name of `pyrust.__all__` finds a page by what it
is, so a new one is in the reference without a line here. `tests/structure/test_reference.py` compares the pages with
what `import pyrust` gives.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import griffe

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = "reference"
# What a page shows of a class besides its own entry.
NAMESPACES = re.compile(r"^(\w+)Namespace$")


class Page(NamedTuple):
    """One page: the section of the menu, its title, the names on it, and what else it says."""

    section: str
    title: str
    names: list[str]
    about: str = ""


SECTIONS = ["Frames", "Expressions", "Functions", "Queries", "In the notebook", "Types and errors", "Modules"]
# The names are those of `pyrust`, if it has them; an empty page takes the names that belong there by what they are.
TOGETHER = {
    "dataframe": Page("Frames", "DataFrame", ["DataFrame"]),
    "group-by": Page("Frames", "GroupBy", ["GroupBy"]),
    "making": Page(
        "Frames",
        "Making frames",
        ["range", "concat", "from_pandas"],
        "A frame from values in memory is `pr.DataFrame(data)`: see [`DataFrame`](dataframe.md).",
    ),
    "reading": Page(
        "Frames", "Reading files", [], "Files are written by methods of the frame: see [Files](../files.md)."
    ),
    "iterators": Page(
        "Frames",
        "Arrays and iterators",
        ["Array", "RowIterator", "BatchIterator", "Columns"],
        "What some methods of a frame return.",
    ),
    "expressions": Page(
        "Expressions",
        "Making expressions",
        ["col", "all", "element", "len", "lit", "when", "When", "Then"],
        "Operations on them are methods of [`Expr`](expr.md), and [functions](functions/index.md).",
    ),
    "expr": Page("Expressions", "Expr", ["Expr"]),
    "selectors": Page("Expressions", "Selectors", ["Selector", "selectors"]),
    "sql": Page(
        "Queries",
        "SQL and sessions",
        ["sql", "sql_diagnose", "session", "Session", "register", "deregister", "tables"],
        "For the `%%pyrust` cell see [The SQL cell](../sql-cell.md).",
    ),
    "running": Page("Queries", "Runs", ["runs", "Run"]),
    "user-functions": Page(
        "Queries",
        "User functions",
        ["udf", "udaf", "udwf", "UserFunction", "register_function"],
        "How they are written is described in [User functions](../user-functions.md).",
    ),
    "notebook": Page(
        "In the notebook",
        "Grid, inspector, options",
        ["view", "inspect", "memory", "Memory", "options"],
        "See also [The display](../display.md), [The SQL cell](../sql-cell.md) and [Memory](../memory.md).",
    ),
    "types": Page("Types and errors", "Types", []),
    "errors": Page("Types and errors", "Errors", [], "How they are used is described in [Errors](../errors.md)."),
    "more": Page("Modules", "pyrust", []),
}
READERS = re.compile(r"^(read|scan)_")


@cache
def package() -> Any:
    """Read the package from its sources and stubs; nothing is imported."""
    extensions = griffe.load_extensions(str(Path(__file__).with_name("docstrings.py")))
    return griffe.load("pyrust", search_paths=[CHECKOUT], allow_inspection=False, extensions=extensions)


def _is_error(thing: Any) -> bool:
    return thing.kind is griffe.Kind.CLASS and thing.name.endswith("Error")


def _page_of(name: str, thing: Any) -> str:
    """Find the page of a name that no page lists."""
    if READERS.match(name):
        return "reading"
    if _is_error(thing):
        return "errors"
    if thing.kind is griffe.Kind.CLASS or name[0].isupper():
        return "types"
    returned = str(thing.returns) if thing.kind is griffe.Kind.FUNCTION else ""
    return {"Expr": "expressions", "DataFrame": "making", "Selector": "selectors"}.get(returned, "more")


def _functions() -> dict[str, Page]:
    """Make a page of each section of docs/functions.md, which lists all functions."""
    found: dict[str, Page] = {}
    text = (CHECKOUT / "docs" / "functions.md").read_text(encoding="utf-8")
    left = [name for name in package()["functions"].exports if not name.startswith("_")]
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        title = section.splitlines()[0]
        named = re.findall(r"^\| `(\w+)` \|", section, re.M)
        names = [name for name in named if name in left and package()["functions"][name].is_function]
        left = [name for name in left if name not in names]
        if names:
            found[re.sub(r"\W+", "-", title.lower())] = Page(
                "Functions", title, [f"functions.{name}" for name in names]
            )
    if missing := [name for name in left if package()["functions"][name].is_function]:
        found["more-functions"] = Page("Functions", "More functions", [f"functions.{name}" for name in missing])
    return found


def other_names() -> dict[str, str]:
    """Find the functions that have two names: the other name and the function's own."""
    functions = package()["functions"]
    return {
        name: str(functions[name].value)
        for name in functions.exports
        if not name.startswith("_") and not functions[name].is_function
    }


@cache
def pages() -> dict[str, Page]:
    """Make every page of the reference but its index, by its path in the folder."""
    root = package()
    made = {path: page._replace(names=[n for n in page.names if n in root.exports]) for path, page in TOGETHER.items()}
    placed = {name for page in made.values() for name in page.names}
    modules = []
    for name in root.exports:
        if name in placed or name in {"functions", "exceptions", "__version__"}:
            continue
        thing = root[name]
        (modules if thing.is_module else made[_page_of(name, thing)].names).append(name)
    core = root["_core"]
    for name in core.members:
        if (match := NAMESPACES.match(name)) and not name.startswith("_"):
            made["expr-" + match[1].lower()] = Page("Expressions", f"Expr.{match[1].lower()}", [f"_core.{name}"])
    for name in [*modules, "typing"]:
        made[name] = Page("Modules", f"pyrust.{name}", [name])
    for module in ("_options", "_engine_options"):
        classes = package()[module].classes
        made["notebook"].names.extend(f"{module}.{name}" for name in classes if not name.startswith("_"))
    made |= {f"functions/{path}": page for path, page in _functions().items()}
    ordered = sorted(made.items(), key=lambda entry: SECTIONS.index(entry[1].section))
    return {path: page for path, page in ordered if page.names}


def covered() -> Iterator[str]:
    """Give every name that a page shows, with its members: `DataFrame.filter`, `functions.sum`."""
    for page in pages().values():
        for name in page.names:
            thing, shown = package()[name], name.removeprefix("_core.")
            yield shown
            if thing.is_class or thing.is_module:
                yield from (f"{shown}.{inner}" for inner, member in thing.all_members.items() if member.is_public)
    yield from (f"functions.{name}" for name in other_names())


def _summary(name: str) -> str:
    """Put the first paragraph of a docstring into one line."""
    docstring = package()[name].docstring
    return " ".join(docstring.value.split("\n\n")[0].split()) if docstring else ""


def _text(page: Page) -> str:
    if len(page.names) == 1 and not page.about:
        # the page's own heading is that of its one class or module
        options = [
            "    options:",
            "      heading_level: 1",
            f"      heading: {page.title}",
            "      show_root_toc_entry: false",
        ]
        return "\n".join([f"::: pyrust.{page.names[0]}", *options, ""])
    return "\n\n".join([f"# {page.title}", page.about, *(f"::: pyrust.{name}" for name in page.names)]) + "\n"


def _link(name: str) -> str:
    label = name.rpartition(".")[2]
    if match := NAMESPACES.match(label):
        label = f"Expr.{match[1].lower()}"
    return f"[`{label}`][pyrust.{name}]"


def _sections() -> dict[str, dict[str, Page]]:
    """Sort the pages by the sections of the menu."""
    found: dict[str, dict[str, Page]] = {section: {} for section in SECTIONS}
    for path, page in pages().items():
        found[page.section][path] = page
    return {section: inside for section, inside in found.items() if inside}


def _index() -> str:
    """Write all names on one page."""
    lines = [
        "# API reference",
        "",
        "Every public name of `import pyrust as pr`, from the docstrings that `help()` shows.",
    ]
    for section, inside in _sections().items():
        lines += ["", f"## {section}", ""]
        for path, page in inside.items():
            if section == "Functions":
                lines += [f"**[{page.title}]({path}.md)**: {', '.join(map(_link, page.names))}", ""]
            else:
                lines += [f"- {_link(name)}: {_summary(name)}" for name in page.names]
    return "\n".join(lines) + "\n"


def _functions_index() -> str:
    lines = [
        "# Functions",
        "",
        "They are in `pyrust.functions`; most are methods of an expression too: see [Functions](../../functions.md).",
        "",
    ]
    for path, page in _sections()["Functions"].items():
        lines += [f"**[{page.title}]({path.removeprefix('functions/')}.md)**: {', '.join(map(_link, page.names))}", ""]
    lines += ["", "## Other names", "", "| name | is |", "|---|---|"]
    lines += [f"| `{name}` | {_link(f'functions.{own}')} |" for name, own in other_names().items()]
    return "\n".join(lines) + "\n"


def texts() -> dict[str, str]:
    """Write the Markdown of each page, by its path."""
    found = {f"{FOLDER}/index.md": _index(), f"{FOLDER}/functions/index.md": _functions_index()}
    return found | {f"{FOLDER}/{path}.md": _text(page) for path, page in pages().items()}


def menu() -> list[Any]:
    """Make the part of the menu that these pages are."""
    entries: list[Any] = [f"{FOLDER}/index.md"]
    for section, inside in _sections().items():
        index = [f"{FOLDER}/functions/index.md"] if section == "Functions" else []
        entries.append({section: [*index, *({page.title: f"{FOLDER}/{path}.md"} for path, page in inside.items())]})
    return entries


def on_config(config: Any) -> Any:
    """Put the reference where the menu says `reference`."""
    for section in config.nav:
        for title, entries in section.items():
            if entries == FOLDER:
                section[title] = menu()
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the pages to those that are in the folder of the documentation."""
    from mkdocs.structure.files import File

    for path, text in texts().items():
        files.append(File.generated(config, path, content=text))
    return files

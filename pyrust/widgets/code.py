"""The JavaScript of the widgets, as one model for each kind of them, which every widget of that kind names.

In the state of each widget it would be sent, kept by the page and saved with the notebook once per shown table. One
for each kind: a notebook of tables carries no panels. What a grid needs only once somebody comes to it, its tools, is
in no state at all: the page asks for it.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from traitlets import Unicode

from pyrust.exceptions import PyRustError
from pyrust.widgets.model import Model

_STATIC = Path(__file__).parent / "static"


def _built(name: str) -> str:
    """Read a file of the JavaScript build. Text: a `Path` given to anywidget keeps every widget alive for ever."""
    try:
        return (_STATIC / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        message = f"widgets: this build of pyrust has no {name}\nhint: `make develop` builds the JavaScript"
        raise PyRustError(message) from error


LOADER: str = _built("loader.js")
TOOLS: bytes = _built("tools.js").encode()
_BUNDLES = {kind: _built(f"{kind}.js") for kind in ("grid", "inspector", "progress")}
# The tools are kept under the hash of the grid: they fit no other.
_HASHES = {
    kind: hashlib.sha256(bundle.encode() + (TOOLS if kind == "grid" else b"")).hexdigest()[:16]
    for kind, bundle in _BUNDLES.items()
}


class Code(Model):
    """A model without a view: what the loaders of one kind of widgets import, once per page."""

    bundle = Unicode("").tag(sync=True)


_lock = threading.Lock()
_opened: dict[str, Code] = {}


def close(kind: str) -> None:
    """Close the code of a kind of widgets of which none is left; the next one opens it again."""
    with _lock:
        opened = _opened.pop(kind, None)
    if opened is not None:
        opened.close()


def reference(kind: str) -> dict[str, str]:
    """Name the code of a kind of widgets in the words of their state; open its model if there is none."""
    with _lock:
        if kind not in _opened or _opened[kind].comm is None:
            _opened[kind] = Code(bundle=_BUNDLES[kind])
        return {"_code": f"IPY_MODEL_{_opened[kind].model_id}", "_bundle_hash": _HASHES[kind]}

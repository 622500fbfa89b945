"""The JavaScript of all widgets, as one model that every widget of the kernel names.

In the state of each widget it would be sent, kept by the page and saved with the notebook once per shown table.
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


LOADER = _built("loader.js")
_BUNDLE = _built("widgets.js")
BUNDLE_HASH = hashlib.sha256(_BUNDLE.encode()).hexdigest()[:16]


class Code(Model):
    """A model without a view: what the loader of a widget imports, once per page."""

    bundle = Unicode(_BUNDLE).tag(sync=True)


_lock = threading.Lock()
_opened: list[Code] = []


def reference() -> str:
    """Name the model of the code as one model's state names another; open it if nobody has, or somebody closed it."""
    with _lock:
        if not _opened or _opened[0].comm is None:
            _opened[:] = [Code()]
        return f"IPY_MODEL_{_opened[0].model_id}"

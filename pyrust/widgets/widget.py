"""What every widget of pyrust is: a model of anywidget's front end, an endpoint of the channel, a static text.

It derives from `ipywidgets.Widget`, not `DOMWidget`: so it goes into boxes and is found again after a page
reload, and opens no second comm for a layout. The code it runs in the page is a small loader, which imports the
bundle of its kind once per page however many widgets there are, from the model that `code` opens.
"""

from __future__ import annotations

import itertools
import threading
from importlib.metadata import PackageNotFoundError, version
from inspect import signature
from typing import Any, ClassVar

from traitlets import Unicode

from pyrust.exceptions import PyRustError
from pyrust.widgets import _host, code
from pyrust.widgets.channel import CHANNEL, PROTOCOL, Ask, Buffers, Done, LaneName
from pyrust.widgets.model import Model
from pyrust.widgets.pump import PUMP


def _front_end_version() -> str:
    """Name the range of anywidget's front end that fits the anywidget which is installed."""
    try:
        major, minor = version("anywidget").split(".")[:2]
    except (PackageNotFoundError, ValueError) as error:
        message = "widgets: the live grid needs anywidget\nhint: pip install anywidget"
        raise PyRustError(message) from error
    return f"~{major}.{minor}.*"


_VERSION = _front_end_version()
# Seconds that a request may wait for the widget it is for to be made.
_OPENING = 5.0
_numbers = itertools.count(1)


class PyrustWidget(Model):
    """A widget whose page asks over the channel and whose kernel side answers on the channel's threads.

    Attributes:
        view: the name the page uses for this widget in its requests.
        period: seconds between two pushes while there is something to push.
    """

    _model_name = Unicode("AnyModel").tag(sync=True)
    _model_module = Unicode("anywidget").tag(sync=True)
    _model_module_version = Unicode(_VERSION).tag(sync=True)
    _view_name = Unicode("AnyView").tag(sync=True)
    _view_module = Unicode("anywidget").tag(sync=True)
    _view_module_version = Unicode(_VERSION).tag(sync=True)
    _anywidget_id = Unicode("pyrust.widgets").tag(sync=True)
    _esm = Unicode(code.LOADER).tag(sync=True)
    _code = Unicode("").tag(sync=True)
    _bundle_hash = Unicode("").tag(sync=True)
    _widget = Unicode("").tag(sync=True)

    period: float = 0.1
    # The lanes of operations that do not wait for rows.
    _lanes: ClassVar[dict[str, LaneName]] = {}

    def __init__(self, kind: str, **state: Any) -> None:
        """Open the comm with all of the state in it, so that the first paint needs no request.

        Args:
            kind: what draws it: `grid`, `inspector` or `progress`.
            state: its traits.
        """
        self.view = f"g{next(_numbers)}"
        # Not set until the comm is open: the page's first request can come before `__init__` is done.
        self._opened = threading.Event()
        _host.allow_third_party_widgets()
        super().__init__(**state, _widget=kind, **code.reference(kind))
        self._opened.set()

    def _receive(self, message: _host.Message, done: Done) -> bool:
        """Queue a request of the page, in addition to what is asked of every model."""
        data = message["content"]["data"]
        content = data.get("content")
        if data.get("method") == "custom" and isinstance(content, dict) and "pyrust" in content:
            CHANNEL.submit(self, content, done)
            return True
        return super()._receive(message, done)

    def lane(self, op: str) -> LaneName:
        """Name the lane in which an operation waits for its turn."""
        return self._lanes.get(op, "rows")

    def state(self) -> dict[str, Any]:
        """Tell what every message says; of a widget without rows there is nothing to tell."""
        return {"epoch": 0, "rev": 0}

    def answer(self, op: str, arguments: dict[str, Any], ask: Ask) -> tuple[dict[str, Any], Buffers]:
        """Carry out one operation of the page.

        Raises:
            ValueError: there is no such operation, or an argument is missing or of the wrong kind.
        """
        self._opened.wait(_OPENING)
        operation = getattr(self, f"_op_{op}", None)
        if operation is None:
            raise ValueError(f"{self._widget}: no operation is called {op!r}")
        try:
            # Apart from the call: a TypeError inside of it is another matter.
            bound = signature(operation).bind(ask, **arguments)
        except TypeError as error:
            raise ValueError(f"{self._widget} {op}: {error}") from error
        answer: tuple[dict[str, Any], Buffers] = operation(*bound.args, **bound.kwargs)
        return answer

    def _op_tools(self, _: Ask, /) -> tuple[dict[str, Any], Buffers]:
        """Send the code that a page wants when somebody comes to a grid: it is in no state, and in no notebook."""
        return {}, [code.TOOLS]

    def transmit(self, content: dict[str, Any], buffers: Buffers | None = None) -> None:
        """Send a message to every page that shows this widget."""
        comm = self.comm
        if comm is not None:
            comm.send(data={"method": "custom", "content": content}, buffers=buffers or [])

    def announce(self, push: str, **content: Any) -> None:
        """Send a push: a message that answers no request."""
        self.transmit({"pyrust": PROTOCOL, "push": push, "epoch": 0, "rev": 0, **content})

    def push(self) -> bool:
        """Send what is new. Returns whether there may be more: here there never is."""
        return False

    def close(self) -> None:
        """Close the comm and let go of everything on the Rust side."""
        PUMP.remove(self)
        super().close()

    def static_html(self) -> str:
        """Make a readable table without script."""
        return ""

    def static_text(self) -> str:
        """Make a readable table without markup."""
        return ""

    def __repr__(self) -> str:
        """Name the widget; ipywidgets would print its whole state, the page's code included."""
        return f"<pyrust {self._widget} {self.view}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self.static_text(), "text/html": self.static_html()}
        if self.comm is not None:
            bundle[_host.WIDGET_MIME] = self.get_view_spec()
        return bundle

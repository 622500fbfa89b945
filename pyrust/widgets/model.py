"""What every model of pyrust is, the widgets and their code: the kernel side answers its page also while a cell runs.

A page may write what it is allowed to and nothing else, so that no message can replace the code that pages run.
"""

from __future__ import annotations

import threading
import uuid
from typing import Any, ClassVar

import ipywidgets
from traitlets import TraitError

from pyrust.widgets import _host
from pyrust.widgets.channel import CHANNEL, Done


class Model(ipywidgets.Widget):  # type: ignore[misc] # ipywidgets has no types
    """A model whose state is read and written on the channel's threads."""

    # What a page may write.
    _writable: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **state: Any) -> None:
        """Open the comm with all of the state in it."""
        self._written: dict[str, Any] = {}
        self._writing = threading.Lock()
        model = uuid.uuid4().hex
        _host.serve(model, self._receive)
        super().__init__(**state, model_id=model)
        _host.adopt(self.comm, self._receive)
        # A page can close a model, too: then it is closed here.
        self.comm.on_close(lambda _: self.close())

    def _receive(self, message: _host.Message, done: Done) -> bool:
        """Queue what a message asks for. Runs on the thread that received it, so it does nothing else."""
        data = message["content"]["data"]
        method = data.get("method")
        if method == "request_state":
            CHANNEL.run(self, self.send_state, done)
        elif method == "update":
            state = data.get("state")
            kept = {k: v for k, v in state.items() if self._takes(k, v)} if isinstance(state, dict) else {}
            with self._writing:
                self._written.update(kept)
            CHANNEL.run(self, self.written, done)
            _host.on_main(self.settle)
        else:
            return False
        return True

    def _takes(self, name: str, value: Any) -> bool:
        """Check whether a page may write this, and the value is one that the trait takes."""
        if name not in self._writable:
            return False
        trait = self.traits()[name]
        try:
            return (value is None and trait.allow_none) or trait.validate(self, value) is not None
        except TraitError:
            return False

    def written(self) -> None:
        """React to what the page wrote before the main thread is free to: see `settle`."""

    def latest(self, name: str) -> Any:
        """Read a trait as the page last wrote it, even if a cell has kept it from arriving."""
        with self._writing:
            return self._written[name] if name in self._written else getattr(self, name)

    def settle(self) -> None:
        """Take over what the page wrote. On the main thread, where users' `observe` callbacks belong."""
        with self._writing:
            state, self._written = self._written, {}
        if state and self.comm is not None:
            with _host.locked(self, state), self.hold_trait_notifications():
                for name, value in state.items():
                    self.set_trait(name, value)

    def close(self) -> None:
        """Close the comm, and answer it no longer."""
        if self.comm is not None:
            _host.forget(self.comm.comm_id)
        super().close()

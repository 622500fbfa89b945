"""Every private name of ipykernel and ipywidgets that pyrust touches, each looked for before it is used.

An ipykernel handles one shell message at a time on the main thread, so while a cell runs a widget is deaf.
From version 7 on a thread of the kernel (the shell-channel thread) reads the socket and passes each message
to a shell. `serve` puts one function in front of that thread's own: a message for one of our comms goes to our
worker, every other message takes its usual way. Where the thread does not exist (6.x) messages come as always,
after the cell. docs/protocol.md says what follows from it. Nothing outside this file may know these names; those of
IPython's display are in `_display`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pyrust._options import options
from pyrust.widgets._display import publishes

Message = dict[str, Any]
Receive = Callable[[Message, Callable[[], None]], bool]
FrontEnd = Literal["none", "static", "single", "two"]

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
log = logging.getLogger("pyrust")


@dataclass(frozen=True)
class Cell:
    """The cell that runs now: its id if the front end sends one, that of this execution, its number as in `In [5]`."""

    cell_id: str | None
    execution: str | None
    number: int | None


def shell() -> Any:
    """Find the IPython shell of this process, or None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def kernel() -> Any:
    """Find the ipykernel of this process, or None: in a terminal, a script, another kind of kernel."""
    found = getattr(shell(), "kernel", None)
    return found if hasattr(found, "session") and hasattr(found, "iopub_socket") else None


def _parent() -> Message:
    """Find the message that the main shell answers now."""
    running = kernel()
    try:
        parent = running.get_parent("shell") if running is not None else {}
    except (AttributeError, LookupError, TypeError):
        return {}
    return parent if isinstance(parent, dict) else {}


def current_cell() -> Cell:
    """Say which cell is running, as far as the front end tells."""
    parent = _parent()
    cell_id = (parent.get("metadata") or {}).get("cellId")
    execution = (parent.get("header") or {}).get("msg_id")
    number = getattr(shell(), "execution_count", None)
    return Cell(str(cell_id) if cell_id else None, str(execution) if execution else None, number)


def front_end() -> FrontEnd:
    """Judge what reads the output of this process. A kernel cannot see it, so this goes by its traces.

    Returns:
        `"none"` without a kernel; `"static"` where grids are switched off, or nobody is there to use one (nbclient
        and papermill refuse stdin); `"two"` where static table and grid can be separate outputs; else `"single"`.
    """
    if kernel() is None:
        return "none"
    if not options.display.live:
        return "static"
    choice = options.display.two_outputs
    if choice == "auto" and (_parent().get("content") or {}).get("allow_stdin") is False:
        return "static"
    if choice == "never" or not publishes():
        return "single"
    if choice == "always":
        return "two"
    session = os.environ.get("JPY_SESSION_NAME", "")
    # VS Code names a remote session "<notebook>-jvsc-<id>", and puts this variable into the namespace.
    looks_like_vscode = "-jvsc-" in session or "__vsc_ipynb_file__" in (getattr(shell(), "user_ns", None) or {})
    return "two" if session and not looks_like_vscode else "single"


def allow_third_party_widgets() -> None:
    """Switch Colab's manager for widgets that are not its own on; elsewhere nothing."""
    output = getattr(sys.modules.get("google.colab"), "output", None)
    if output is not None:
        output.enable_custom_widget_manager()


_served: dict[str, Receive] = {}
_installed: list[tuple[Any, Any, Any]] = []
_install_lock = threading.Lock()


def serve(comm_id: str, receive: Receive) -> None:
    """Pass each message for a comm to `receive`, on whichever thread it comes in first.

    Args:
        comm_id: the comm of a widget of ours. Best before it opens: a page may answer at once.
        receive: called with the message and what to call once it is answered. It only queues; False: the usual way.
    """
    _served[comm_id] = receive
    listen()


def adopt(comm: Any, receive: Receive) -> None:
    """Do the same for messages that reach an open comm through a shell."""
    # The comm's own method fires IPython's pre_execute and post_execute events, in whatever thread it runs on.
    with contextlib.suppress(AttributeError):
        comm.handle_msg = lambda message: _receive_in_shell(receive, comm, message)
    # 7.4 sends a reply to the shell that published last, ignoring what the browser asked for: with pushes while
    # a cell runs that is the busy one. Without this method it goes by the browser's word again.
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = None


def forget(comm_id: str) -> None:
    """Stop serving a comm."""
    _served.pop(comm_id, None)


def _receive_in_shell(receive: Receive, comm: Any, message: Message) -> None:
    # Nothing to be done at its end: the kernel itself says that this message has been dealt with.
    if not receive(message, lambda: None):
        type(comm).handle_msg(comm, message)


def listen() -> None:
    """Put ourselves in front of the shell-channel thread's function, once per kernel."""
    running = kernel()
    thread = getattr(running, "shell_channel_thread", None)
    stream = getattr(running, "shell_stream", None)
    loop = getattr(thread, "io_loop", None)
    original = getattr(running, "shell_channel_thread_main", None)
    if running is None or stream is None or loop is None or original is None or not hasattr(stream, "on_recv"):
        return
    with _install_lock:
        if any(entry[0] is stream for entry in _installed):
            return
        # Whoever is registered now stays behind us, be it the kernel or another extension.
        behind = getattr(stream, "_recv_callback", None) or original

        def receive(frames: list[Any]) -> Any:
            return None if _intercept(running, frames) else behind(frames)

        _installed.append((stream, receive, behind))
    # A stream may only be touched on the thread of its loop.
    loop.add_callback(lambda: stream.on_recv(receive, copy=False))


def answers_in_cells() -> bool:
    """Say whether messages of the page are heard while a cell runs."""
    return bool(_installed)


Inspect = Callable[[str, int], dict[str, str] | None]


def answer_inspection(inspect: Inspect) -> None:
    """Have Shift+Tab ask `inspect` first, with the code of the cell and the cursor.

    Args:
        inspect: gives a MIME bundle, an empty one for "nothing is known", or None for what is not ours to answer.
    """
    running = kernel()
    behind = getattr(running, "do_inspect", None)
    if behind is None or hasattr(behind, "is_pyrusts"):
        return

    def do_inspect(code: str, cursor_pos: int, *more: Any, **named: Any) -> Any:
        data = None
        # Never lose an answer to a defect of ours: the usual way is still there.
        with contextlib.suppress(Exception):
            data = inspect(code, cursor_pos)
        if data is None:
            return behind(code, cursor_pos, *more, **named)
        return {"status": "ok", "found": bool(data), "data": data, "metadata": {}}

    do_inspect.is_pyrusts = True  # type: ignore[attr-defined]
    running.do_inspect = do_inspect


def leave_inspection() -> None:
    """Give Shift+Tab back, unless somebody has since come in front of us."""
    running = kernel()
    if hasattr(vars(running).get("do_inspect") if running is not None else None, "is_pyrusts"):
        del running.do_inspect


def uninstall() -> None:
    """Take ourselves out of the way again, unless somebody has since registered in front of us."""
    with _install_lock:
        entries, _installed[:] = list(_installed), []
    for stream, receive, behind in entries:

        def restore(stream: Any = stream, receive: Any = receive, behind: Any = behind) -> None:
            if getattr(stream, "_recv_callback", None) is receive:
                stream.on_recv(behind, copy=False)

        stream.io_loop.add_callback(restore)


def _intercept(running: Any, frames: list[Any]) -> bool:
    """Take a message if it is for one of our comms. Runs on the shell-channel thread, for every message."""
    if not _served or not options.display.live:
        return False
    try:
        session = running.session
        _, body = session.feed_identities(frames, copy=False)
        # With `content=False` the signature is checked but not noted as used, so that a message that we do not take,
        # whatever may be wrong with it, can still be read by whoever does.
        message = session.deserialize(body, content=False, copy=False)
        if message["header"]["msg_type"] != "comm_msg":
            return False
        message["content"] = session.unpack(message["content"])
        receive = _served.get(message["content"].get("comm_id"))
        if receive is None or not receive(message, lambda: _publish_idle(running, message)):
            return False
        session.deserialize(body, content=True, copy=False)
        return True
    except Exception:
        # Never lose a message to a change in the kernel: the usual way is still there.
        log.debug("pyrust could not look at a shell message", exc_info=True)
        return False


def _publish_idle(running: Any, message: Message) -> None:
    """Tell the browser that a message has been dealt with: ipywidgets holds back its next update until then.

    There is no `busy` before it: a message in front of the answer costs it 40 ms in the server's websocket. But
    JupyterLab shows the last state it heard of, so while a cell runs it must hear `busy` again; and if the cell
    has ended in between, `idle` once more.
    """
    with contextlib.suppress(Exception):
        _publish_status(running, "idle", message)
        if _is_busy(running):
            _publish_status(running, "busy", message)
            if not _is_busy(running):
                _publish_status(running, "idle", message)


def _publish_status(running: Any, state: str, message: Message) -> None:
    content, topic = {"execution_state": state}, running._topic("status")
    running.session.send(running.iopub_socket, "status", content, parent=message, ident=topic)


def _is_busy(running: Any) -> bool:
    """Check whether the main shell is in the middle of a message."""
    lock: Any = getattr(running, "_main_asyncio_lock", None)
    return bool(lock.locked()) if hasattr(lock, "locked") else False


def adopt_parent(message: Message | None) -> None:
    """Make a message, or none, the parent of what this thread publishes."""
    # Without one it is that of whatever the kernel did last, and on 7.0 publishing fails: the look-up does.
    variable: Any = getattr(kernel(), "_shell_parent", None)
    if hasattr(variable, "set"):
        variable.set(message or {})


def on_main(call: Callable[[], None]) -> None:
    """Run something on the main thread between cells; without a kernel, now."""
    loop = getattr(kernel(), "io_loop", None)
    if loop is None:
        call()
    else:
        loop.add_callback(call)


def locked(widget: Any, state: dict[str, Any]) -> Any:
    """Make a context in which `widget` does not send this state back to the browser it came from."""
    lock = getattr(widget, "_lock_property", None)
    return lock(**state) if lock is not None else contextlib.nullcontext()


def capabilities() -> dict[str, str]:
    """Describe the host in words, for `%pyrust`."""
    running = kernel()
    if running is None:
        return {"kernel": "none: text only", "while a cell runs": "-", "display": "text"}
    version = getattr(sys.modules.get("ipykernel"), "__version__", "?")
    busy = "grids answer" if answers_in_cells() else "grids answer when the cell ends; progress still arrives"
    display = {"two": "static table and grid, two outputs", "single": "grid, one output", "static": "static table"}
    return {"kernel": f"ipykernel {version}", "while a cell runs": busy, "display": display.get(front_end(), "text")}

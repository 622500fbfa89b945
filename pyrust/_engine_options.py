"""What a user can set about the engine: memory, threads and disk of the process, which all sessions share."""

from __future__ import annotations

import os
from typing import Any

from pyrust import _core
from pyrust._changed import Changed, change

_NAMES = ("memory_limit", "threads", "temp_dir", "disk_limit")


class EngineOptions:
    """What this process may take. All sessions share it.

    Attributes:
        memory_limit: bytes that the operators of all queries may reserve together; beyond it they spill, or fail with a
            `ResourcesError`. At first 60 % of the machine's memory, or of the cgroup's.
        threads: how many threads compute queries; at first as many as there are cores. It can be set before pyrust is
            first used, not afterwards.
        temp_dir: the folder for temporary files: what operators spill, results beyond the limit, copies of streams.
        disk_limit: bytes that temporary files may take together; at first 90 % of what is free in the folder, at most
            100 GiB.

    An amount is set as a number of bytes, or as a string: `"2 GB"`, `"1.5 GiB"`, `"60 %"`. None sets what the
    environment says (`PYRUST_MEMORY_LIMIT`, `PYRUST_THREADS`, `PYRUST_TEMP_DIR`, `PYRUST_DISK_LIMIT`), else what the
    machine has. The environment is read when pyrust is first used; an option counts before it. `sources` tells where
    each value came from.

    Called with some of them, it sets these and gives a context manager that sets them back at its end:

    >>> with pr.options.engine(memory_limit="200 MB"):
    ...     pr.options.engine.memory_limit, pr.options.engine.sources["memory_limit"]
    (200000000, 'the option')
    """

    __slots__ = ("_given",)
    _given: dict[str, Any]

    def __init__(self) -> None:
        """Start with what the environment and the machine say."""
        object.__setattr__(self, "_given", dict.fromkeys(_NAMES))

    @property
    def memory_limit(self) -> int:
        """Bytes that the operators of all queries may reserve together."""
        return int(_core.engine_option("memory_limit")[0])

    @memory_limit.setter
    def memory_limit(self, value: int | str | None) -> None:
        self._set("memory_limit", value)

    @property
    def threads(self) -> int:
        """How many threads compute queries."""
        return int(_core.engine_option("threads")[0])

    @threads.setter
    def threads(self, value: int | None) -> None:
        self._set("threads", value)

    @property
    def temp_dir(self) -> str:
        """The folder for temporary files."""
        return str(_core.engine_option("temp_dir")[0])

    @temp_dir.setter
    def temp_dir(self, value: str | os.PathLike[str] | None) -> None:
        self._set("temp_dir", value)

    @property
    def disk_limit(self) -> int:
        """Bytes that temporary files may take together."""
        return int(_core.engine_option("disk_limit")[0])

    @disk_limit.setter
    def disk_limit(self, value: int | str | None) -> None:
        self._set("disk_limit", value)

    @property
    def sources(self) -> dict[str, str]:
        """Where each value came from: `the option`, a variable, `60 % of the machine's 25 GB`.

        >>> pr.options.engine.sources["memory_limit"]
        "60 % of the ...
        """
        return {name: _core.engine_option(name)[1] for name in _NAMES}

    def _set(self, name: str, value: Any) -> None:
        _core.set_engine_option(name, value)
        self._given[name] = value

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse a name that is not an option and a value that is not one of its values.

        Raises:
            AttributeError: no option has this name.
            ValueError: the option cannot have this value, or not any more.
            TypeError: the value is of another type than the option takes.

        >>> pr.options.engine.memory_limit = 2
        Traceback (most recent call last):
        pyrust.InvalidValueError: options.engine.memory_limit: must be at least 1.0 MB, got 2 B
        hint: give a number of bytes, or a string with a unit: "2 GB"
        """
        if name not in _NAMES:
            raise AttributeError(f"no engine option is called {name!r}; there are {', '.join(_NAMES)}")
        object.__setattr__(self, name, value)

    def __call__(self, **changes: Any) -> Changed[EngineOptions]:
        """Set these options now, and give a context manager that sets them back at its end.

        Raises:
            AttributeError: no option has such a name.
            ValueError: an option cannot have such a value; none is changed then.
            TypeError: a value is of another type than its option takes; none is changed then.

        >>> pr.options.engine(disk_limit="50 GB", temp_dir="/no/such/folder")
        Traceback (most recent call last):
        pyrust.InvalidValueError: options.engine.temp_dir: the folder /no/such/folder does not exist
        hint: name a folder that exists and can be written to
        """
        return change(self, changes, {name: self._given.get(name) for name in changes})

    def __repr__(self) -> str:
        """Show every option with its value, and where it came from."""
        options = {name: _core.engine_option(name) for name in _NAMES}
        return "\n".join(f"engine.{name} = {value!r}  # {source}" for name, (value, source) in options.items())

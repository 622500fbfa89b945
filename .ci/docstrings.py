"""What mkdocstrings has to know of our stubs: the names of sections in docstrings, and where a class takes arguments."""

import re
from typing import Any

import griffe


class Stubs(griffe.Extension):
    """Reads our stubs as mkdocstrings expects them."""

    def on_instance(self, *, obj: Any, **_: Any) -> None:
        """Call the section "Example:" as others do, and link pages from the folder of the reference."""
        if obj.docstring:
            text = re.sub(r"^Example:$", "Examples:", obj.docstring.value, flags=re.M)
            obj.docstring.value = text.replace("](decisions/", "](../decisions/")

    def on_class_members(self, *, cls: Any, **_: Any) -> None:
        """Take the arguments of a native class from `__new__`."""
        if "__init__" not in cls.members and "__new__" in cls.members:
            cls.members["__init__"] = cls.members["__new__"]

"""What mkdocstrings has to know of our stubs: names of sections in docstrings, and where a class takes arguments."""

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
        """Take a native class's arguments from `__new__`, and add methods of which a stub has only overloads."""
        for name, overloads in cls.overloads.items():
            if name not in cls.members:
                # the last one takes whatever the others take; the first has the docstring, as they all do
                cls.set_member(name, overloads[-1])
                overloads[-1].overloads = overloads[:-1]
        if "__init__" not in cls.members and "__new__" in cls.members:
            cls.members["__init__"] = cls.members["__new__"]

"""Code of all pages, loaded when the server starts and not by its first visitors."""

import importlib
import pkgutil

from srns import dashboard

_LATER = ("scipy.stats",)
"""What our code imports only where it computes with it; every visitor comes there."""


def load_pages() -> None:
    """Import every module of the pages, and with them what they compute and draw with.

    The first visitors need not wait for it (3 to 4 s of the processor), and the memory that it
    holds for good is there before they come: what is more later was theirs.
    """
    for module in pkgutil.walk_packages(dashboard.__path__, f"{dashboard.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in _LATER:
        importlib.import_module(name)

"""Which version of this software is running?"""

import importlib.metadata
import tomllib
from pathlib import Path

_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def _version() -> str:
    """Read it where the sources lie, else where the package was installed."""
    try:
        return tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    except OSError:
        return importlib.metadata.version("srns")


SOFTWARE = f"srns {_version()}"

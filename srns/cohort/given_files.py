"""Files that a person names: read whole, but never more than a file of that kind may hold."""

import errno
from pathlib import Path

LARGEST = 20 * 2**20
"""In bytes; the largest definition, recipe, list of overrides or statements has some 100 kB."""


def read_given(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    OSError
        If it cannot be opened, is no file (a folder, a device that never ends), or is larger;
        `strerror` says which.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no file")
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, f"it has more than {largest:,} bytes")
    return content

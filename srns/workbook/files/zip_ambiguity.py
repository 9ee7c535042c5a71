"""Whether any two readers of an archive find the same in it.

An archive says twice where its parts are and how long they are, and readers differ in which of the
two they believe. What was looked at by one may be handed on to another only where they cannot.
"""

import copy
import struct
import zipfile
from collections.abc import Sequence

_END = struct.Struct("<4s4H2LH")
_LOCATOR_LENGTH = 20
_PIECE = 2**16


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Unpack a part that is as long as the archive says.

    Raises
    ------
    zipfile.BadZipFile
        Where it is longer: zipfile stops at the stated length and says nothing, other readers go
        on, perhaps without end.
    """
    longer = copy.copy(part)
    longer.file_size += 1
    with archive.open(longer) as file:
        # In one go it would stand in memory twice.
        data = b"".join(iter(lambda: file.read(_PIECE), b""))
    if len(data) != part.file_size:
        raise zipfile.BadZipFile("a part that is not as long as the archive says")
    return data


def is_unambiguous(content: bytes, parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Tell whether the archive is as Excel writes it, with nothing that could be read otherwise.

    Others, such as one with a remark at its end, or with names outside ASCII, may be quite right.

    Parameters
    ----------
    content
        The bytes of the archive.
    parts
        What zipfile found in it.
    """
    start = len(content) - _END.size
    if start < 0:
        return False
    mark, disk, first_disk, here, count, size, offset, remark = _END.unpack_from(content, start)
    return (
        mark == b"PK\x05\x06"
        and not (disk or first_disk or remark)
        and here == count == len(parts)
        # Nothing before the first part, and no second directory of another kind.
        and offset + size == start
        and content[start - _LOCATOR_LENGTH : start][:4] != b"PK\x06\x07"
        and all(
            part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            and part.orig_filename == part.filename
            and part.filename.isascii()
            # An addition may give a part another name or another length.
            and not part.extra
            for part in parts
        )
    )

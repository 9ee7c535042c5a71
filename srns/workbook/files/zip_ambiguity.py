"""Reject ZIP archives that two parsers could read differently.

An archive states twice where its parts are and how long they are, and parsers differ in which of
the two they believe. What one has checked may be passed on to another only where both agree.
"""

import copy
import struct
import zipfile
from collections.abc import Sequence

_END = struct.Struct("<4s4H2LH")
_LOCATOR_LENGTH = 20
_PIECE = 2**16


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Unpack a part, and require that it is as long as the archive states.

    Raises
    ------
    zipfile.BadZipFile
        Where it is not: zipfile silently stops at the stated length, while other parsers go on,
        perhaps without end.
    """
    longer = copy.copy(part)
    longer.file_size += 1
    with archive.open(longer) as file:
        # In one go it would be in memory twice.
        data = b"".join(iter(lambda: file.read(_PIECE), b""))
    if len(data) != part.file_size:
        raise zipfile.BadZipFile("a part that is not as long as the archive says")
    return data


def is_unambiguous(content: bytes, parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Return whether the archive is as Excel writes it, so that all parsers find the same in it.

    False proves nothing wrong: an archive with a comment, or with names outside ASCII, is valid.

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
            # An extra field may give a part another name or another length.
            and not part.extra
            for part in parts
        )
    )

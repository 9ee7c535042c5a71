"""A workbook is handed on as it is only where no reader could find anything else in it."""

import io
import struct
import zipfile
import zlib

import pytest

from srns.workbook.files.zip_ambiguity import is_unambiguous, read_part
from srns.workbook.files.zip_safety import open_archive
from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import build

SHEET = "xl/worksheets/sheet1.xml"


def pack(
    *,
    method: int = zipfile.ZIP_DEFLATED,
    extra: bytes = b"",
    added: dict[str, bytes] | None = None,
    remark: bytes = b"",
) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(build())) as old,
        zipfile.ZipFile(stream, "w", method) as new,
    ):
        for name in old.namelist():
            about = zipfile.ZipInfo(name)
            about.compress_type, about.extra = method, extra if name == SHEET else b""
            new.writestr(about, old.read(name))
        for name, data in (added or {}).items():
            new.writestr(name, data)
        new.comment = remark
    return stream.getvalue()


def lie(content: bytes, stated: int) -> bytes:
    """State that the first sheet is shorter than it is, with the checksum of its beginning."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = archive.read(SHEET)
    changed = bytearray(content)
    checksum = struct.pack("<L", zlib.crc32(data[:stated]))
    length = struct.pack("<L", stated)
    for mark, name_at in ((b"PK\x03\x04", 30), (b"PK\x01\x02", 46)):
        spot = content.index(mark)
        while content[spot + name_at : spot + name_at + len(SHEET)] != SHEET.encode():
            spot = content.index(mark, spot + 1)
        at = spot + (14 if name_at == 30 else 16)
        changed[at : at + 4] = checksum
        changed[at + 8 : at + 12] = length
    return bytes(changed)


def parts_of(content: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.infolist()


ORDINARY = {"packed": pack(), "not packed": pack(method=zipfile.ZIP_STORED)}
# Each of these may be quite right, and two readers may find two things in it.
AMBIGUOUS = {
    "a remark at the end": pack(remark=b"made by hand"),
    "something behind": pack() + b"\0" * 30,
    "an addition to a part": pack(extra=struct.pack("<HH4s", 0x7075, 4, b"\1abc")),
    "a name outside ASCII": pack(added={"xl/é.xml": b"<x/>"}),
    "another packing": pack(method=zipfile.ZIP_BZIP2),
}


@pytest.mark.parametrize("content", ORDINARY.values(), ids=ORDINARY.keys())
def test_ordinary_workbook_is_handed_on(content):
    archive = open_archive(content)

    assert is_unambiguous(content, parts_of(content))
    assert archive.content == content


@pytest.mark.parametrize("content", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_ambiguous_workbook_is_put_together_again(content):
    assert not is_unambiguous(content, parts_of(content))

    reading, plain = read_workbook(content, name="a"), read_workbook(build(), name="a")
    assert reading.problems == plain.problems
    assert reading.cohort.patients.equals(plain.cohort.patients)


def test_something_in_front():
    content = b"#!" + pack()

    assert not is_unambiguous(content, parts_of(content))


def test_directory_that_counts_less_than_it_holds():
    content = pack()
    fewer = content[:-14] + struct.pack("<HH", 1, 1) + content[-10:]

    assert len(parts_of(fewer)) > 1
    assert not is_unambiguous(fewer, parts_of(fewer))


def test_second_directory():
    """What marks a directory of the long kind stands where it is looked for."""
    content = pack()
    before = content[:-22]
    end = bytearray(content[-22:])
    size = struct.unpack("<L", end[12:16])[0] + 20
    end[12:16] = struct.pack("<L", size)
    marked = before + b"PK\x06\x07" + b"\0" * 16 + bytes(end)

    assert not is_unambiguous(marked, parts_of(content))


def test_workbook_with_parts_that_were_not_looked_at():
    archive = open_archive(pack(added={"xl/media/image1.xml": b"<sheetData/>"}))

    names = [part.filename for part in parts_of(archive.content)]
    assert SHEET in names
    assert "xl/media/image1.xml" not in names


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_part_that_is_longer_than_it_states(method):
    """The library stops where it states to end, and says nothing; another reader goes on."""
    content = lie(pack(method=method), 40)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.read(SHEET)) == 40
        with pytest.raises(zipfile.BadZipFile):
            read_part(archive, archive.getinfo(SHEET))

    reading = read_workbook(content)
    assert [one.found for one in reading.problems] == ["a damaged or incomplete workbook"]


def test_part_that_is_shorter_than_it_states():
    content = lie(pack(), 10**6)

    reading = read_workbook(content)

    assert [one.found for one in reading.problems] == ["a damaged or incomplete workbook"]


def test_part_is_read_whole():
    with zipfile.ZipFile(io.BytesIO(build())) as archive:
        for part in archive.infolist():
            assert read_part(archive, part) == archive.read(part)


FOLDERS = ["xl/", "_rels/", "docProps/", "xl/worksheets/", "xl/_rels/", "xl/theme/", "xl/media/",
           "customXml/", "[trash]/", "x/y/"]  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_entry_of_a_folder_is_no_part(folder):
    """Some office programs write them; Excel does not."""
    content = pack(added={folder: b""})

    reading, plain = read_workbook(content, name="a"), read_workbook(build(), name="a")
    assert reading.problems == plain.problems
    assert reading.cohort.labs.equals(plain.cohort.labs)

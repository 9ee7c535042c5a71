"""Lossless edits of an .xlsx: its parts as text, changed only where something is added."""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from html import escape

_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_EMPTY_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def plain_xml(text: str) -> str:
    """Escape a text for XML, without the characters that XML forbids.

    >>> plain_xml("Up/c <0.2" + chr(0))
    'Up/c &lt;0.2'
    """
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text))


@dataclass
class Package:
    """The parts of an .xlsx, some of them changed.

    Attributes
    ----------
    content
        The bytes of the file.
    names
        The names of its parts, in their order.
    changed
        The new bytes of the parts that were changed or added.
    dropped
        The names of the parts that were removed.
    """

    content: bytes
    names: list[str]
    changed: dict[str, bytes] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, content: bytes) -> "Package":
        """Read the list of parts of a file that was found safe to open."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return cls(content, archive.namelist())

    def __contains__(self, part: str) -> bool:
        return part in self.changed or part in self.names

    def bytes_of(self, part: str) -> bytes:
        """Return a part with the changes made so far."""
        if part in self.changed:
            return self.changed[part]
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return archive.read(part)

    def text_of(self, part: str) -> str:
        """Return a part as text; XML is UTF-8 or, rarely, UTF-16."""
        data = self.bytes_of(part)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = data.decode("utf-16")
            return re.sub(
                r"""encoding=["']utf-16["']""", 'encoding="UTF-8"', text, count=1, flags=re.I
            )
        return data.decode("utf-8-sig", "surrogateescape")

    def set_text(self, part: str, text: str) -> None:
        """Replace a part, or add one."""
        self.changed[part] = text.encode("utf-8", "surrogateescape")

    def free_name(self, stem: str, ending: str) -> str:
        """Return a name that no part has."""
        number = 1
        while f"{stem}{number}{ending}" in self:
            number += 1
        return f"{stem}{number}{ending}"

    def relations_of(self, part: str) -> str:
        """Return the name of the part that lists what a part refers to."""
        folder, name = posixpath.split(part)
        return f"{folder}/_rels/{name}.rels"

    def target(self, part: str, kind: str) -> str | None:
        """Return the part of a kind that a part refers to, or None."""
        relations = self.relations_of(part)
        if relations not in self:
            return None
        for element in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", self.text_of(relations)):
            about = dict(re.findall(r"""(?<!\w)(\w+)\s*=\s*["']([^"']*)["']""", element))
            if about.get("Type", "").endswith(f"/{kind}"):
                target = about.get("Target", "")
                if target.startswith("/"):
                    return target[1:]
                return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
        return None

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a reference from one part to another; return the identity of the reference."""
        relations = self.relations_of(part)
        text = self.text_of(relations) if relations in self else _EMPTY_RELATIONS
        text = re.sub(r"<((?:\w+:)?Relationships)\b([^>]*)/>", r"<\1\2></\1>", text)
        number = 1
        while f'"rIdSrns{number}"' in text:
            number += 1
        identity = f"rIdSrns{number}"
        close = re.search(r"</((?:\w+:)?)Relationships>", text)
        if close is None:
            raise ValueError(f"{relations} has no end")
        added = (
            f'<{close[1]}Relationship Id="{identity}" Type="{_RELATIONS}/{kind}" '
            f'Target="/{target}"/>'
        )
        self.set_text(relations, text[: close.start()] + added + text[close.start() :])
        return identity

    def declare(self, content_type: str, *, part: str = "", ending: str = "") -> None:
        """Declare the content type of a part, or of all parts with an ending."""
        text = self.text_of(_TYPES)
        if ending and re.search(rf"""Extension=["']{ending}["']""", text, re.I):
            return
        close = re.search(r"</((?:\w+:)?)Types>", text)
        if close is None:
            raise ValueError(f"{_TYPES} has no end")
        what = f'Override PartName="/{part}"' if part else f'Default Extension="{ending}"'
        added = f'<{close[1]}{what} ContentType="{content_type}"/>'
        if ending:
            # Defaults come before overrides.
            start = re.search(r"<(?:\w+:)?Types\b[^>]*>", text)
            spot = start.end() if start else close.start()
        else:
            spot = close.start()
        self.set_text(_TYPES, text[:spot] + added + text[spot:])

    def add_sheet(self, name: str, part: str, text: str) -> None:
        """Add a sheet after all others."""
        self.set_text(part, text)
        self.declare(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml", part=part
        )
        identity = self.relate("xl/workbook.xml", "worksheet", part)
        book = self.text_of("xl/workbook.xml")
        numbers = [int(one) for one in re.findall(r"""\ssheetId=["'](\d+)["']""", book)]
        close = re.search(r"</((?:\w+:)?)sheets>", book)
        if close is None:
            raise ValueError("the workbook has no sheets")
        # Readers that do not know namespaces look for the very prefix that the other sheets have.
        prefix = re.search(r"""<(?:\w+:)?sheet\s[^>]*?(\w+):id=["']""", book)
        r = prefix[1] if prefix else "r"
        added = (
            f'<{close[1]}sheet xmlns:{r}="{_RELATIONS}" name="{escape(name)}" '
            f'sheetId="{max(numbers, default=0) + 1}" {r}:id="{identity}"/>'
        )
        self.set_text("xl/workbook.xml", book[: close.start()] + added + book[close.start() :])

    def drop_sheet(self, name: str, part: str) -> None:
        """Remove the last sheet, which an earlier annotated copy added."""
        book = self.text_of("xl/workbook.xml")
        element = next(
            (
                match
                for match in re.finditer(r"<(?:\w+:)?sheet\s[^>]*>", book)
                if f'name="{escape(name)}"' in match[0]
            ),
            None,
        )
        if element is None:
            return
        identity = re.search(r"""(?<!\w)\w+:id=["']([^"']*)["']""", element[0])
        self.set_text("xl/workbook.xml", book[: element.start()] + book[element.end() :])
        if identity and _BOOK_RELATIONS in self:
            self._cut(_BOOK_RELATIONS, "Relationship", f'Id="{identity[1]}"')
        self._cut(_TYPES, "Override", f'PartName="/{part}"')
        self.dropped |= {part, self.relations_of(part)}

    def _cut(self, part: str, tag: str, holding: str) -> None:
        text = self.text_of(part)
        for match in re.finditer(rf"<(?:\w+:)?{tag}\b[^>]*>", text):
            if holding in match[0]:
                self.set_text(part, text[: match.start()] + text[match.end() :])
                return

    def write(self) -> bytes:
        """Return the bytes of the file; parts that were not changed are the same, byte for byte."""
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.content)) as old,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for about in old.infolist():
                name = about.filename
                if name in self.dropped:
                    continue
                kept = zipfile.ZipInfo(name, about.date_time)
                kept.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(kept, self.changed.get(name) or old.read(name))
            for name, data in self.changed.items():
                if name not in self.names and name not in self.dropped:
                    new.writestr(name, data)
        return stream.getvalue()

"""What one messy workbook of the benchmark is, and how it is written to its folder."""

import datetime
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

Fact = Mapping[str, object]
_STAMP = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Case:
    """One workbook and what a reader should say of it; the keys are those of `truth.json`.

    Attributes
    ----------
    sheets
        The rows of each sheet, from A1 on; None is an empty cell.
    finish
        What rows cannot say: merged cells, colours, comments, number formats.
    understood
        What the proposed recipe or the ledger must say, where no problem need be said.
    ending, remake
        Of another kind of file than .xlsx: its ending, and how it is made of the .xlsx.
    """

    name: str
    title: str
    features: tuple[int, ...]
    sheets: Mapping[str, Sequence[Sequence[object]]]
    tables: Mapping[str, Sequence[Fact]] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    silences: tuple[str, ...] = ()
    refusal: str = ""
    finish: Callable[[Workbook], object] | None = None
    understood: tuple[str, ...] = ()
    ending: str = "xlsx"
    remake: Callable[[bytes], bytes] | None = None

    def workbook(self) -> bytes:
        """Make the workbook; the same bytes every time."""
        book = Workbook()
        book.remove(book.worksheets[0])
        book.properties.created = book.properties.modified = datetime.datetime(*_STAMP)
        for name, rows in self.sheets.items():
            page = book.create_sheet(name)
            for row in rows:
                page.append(list(row))
        if self.finish:
            self.finish(book)
        stream = io.BytesIO()
        book.save(stream)
        content = _undated(stream.getvalue())
        return self.remake(content) if self.remake else content

    def truth(self) -> str:
        """Give the text of `truth.json`."""
        shown = {
            "name": self.name,
            "title": self.title,
            "features": list(self.features),
            "tables": {
                table: [dict(fact) for fact in facts] for table, facts in self.tables.items()
            },
            "answers": dict(self.answers),
            "messages": list(self.messages),
            "understood": list(self.understood),
            "silences": list(self.silences),
            "refusal": self.refusal,
        }
        return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"

    def write(self, folder: Path) -> None:
        """Write both files."""
        home = folder / self.name
        home.mkdir(parents=True, exist_ok=True)
        (home / f"workbook.{self.ending}").write_bytes(self.workbook())
        (home / "truth.json").write_text(self.truth(), encoding="utf-8")


def _undated(content: bytes) -> bytes:
    """Give every part of the archive, and the document's properties, one fixed date."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "docProps/core.xml":
                start, end = data.index(b"<dcterms:modified"), data.index(b"</dcterms:modified>")
                head = data[: data.index(b">", start) + 1]
                data = head + b"2026-01-01T00:00:00Z" + data[end:]
            info = zipfile.ZipInfo(part.filename, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target.getvalue()


def repacked(content: bytes, old: bytes, new: bytes) -> bytes:
    """Put other bytes into the first sheet, for what openpyxl does not write."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in source.infolist():
            data = source.read(part)
            first = part.filename == "xl/worksheets/sheet1.xml"
            archive.writestr(part, data.replace(old, new) if first else data)
    return target.getvalue()


def lab(
    patient: str,
    day: int,
    analyte: str,
    value: float,
    unit: str,
    cell: str,
    bound: str = "",
) -> Fact:
    """Say one result."""
    return {
        "patient": patient,
        "day": day,
        "analyte": analyte,
        "value": value,
        "bound": bound,
        "unit": unit,
        "cell": cell,
    }


def samples(heading: str, values: Sequence[object]) -> dict[str, list[list[object]]]:
    """Make one sheet with one child, a sample every 30 days, and one column of results."""
    rows = [["1", 30 * row, value] for row, value in enumerate(values)]
    return {"Data": [["patient", "day", heading], *rows]}

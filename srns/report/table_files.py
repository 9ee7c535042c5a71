"""Table files: one printed table as CSV, Excel or Word, with caption, notes and stamp."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from srns.analysis.tables.printed_table import PrintedTable, in_language
from srns.languages.messages import _, ngettext, translated
from srns.report.provenance import Stamp
from srns.report.safe_cells import as_text, cell_value, heading, safe_for_excel

LONGEST_CELL = 32_767
"""Character limit of an Excel cell."""
NARROW_COLUMNS = 6
"""Maximum number of columns in portrait orientation."""
PADDING, LETTERS_PER_LINE = 3.0, 95.0
"""Letters that the edges of a column take, and that a line of the page holds."""
MOST_WORD_ROWS = 500
"""Row limit in a Word document; the spreadsheet has all rows."""


def to_csv(table: PrintedTable, stamp: Stamp) -> bytes:
    """Write the rows as CSV, with the stamp repeated in the last two columns.

    Text that a spreadsheet would interpret as a formula is escaped. UTF-8 with BOM, which Excel
    recognizes.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    columns = [safe_for_excel(heading(name)) for name in table.rows.columns]
    stamped = (stamp.definition, " ".join(_but_definition(stamp)))
    writer.writerow([*columns, "definition", "children"])
    for row in table.rows.itertuples(index=False, name=None):
        cells = [safe_for_excel(as_text(cell)) for cell in row]
        writer.writerow([*cells, *(safe_for_excel(as_text(text)) for text in stamped)])
    return target.getvalue().encode("utf-8-sig")


def _but_definition(stamp: Stamp) -> tuple[str, ...]:
    return tuple(line for line in stamp.lines if not line.startswith("Definition: "))


def to_xlsx(table: PrintedTable, stamp: Stamp) -> bytes:
    """Write the table as an Excel workbook: one sheet, caption above, notes below."""
    return all_to_xlsx([table], stamp)


def all_to_xlsx(tables: Sequence[PrintedTable], stamp: Stamp) -> bytes:
    """Write several tables as an Excel workbook, one sheet each."""
    book = Workbook()
    for place, table in enumerate(map(in_language, tables)):
        write_sheet(book, table, stamp, first=place == 0)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_sheet(book: Workbook, table: PrintedTable, stamp: Stamp, *, first: bool = False) -> None:
    """Write a table to a sheet of its own."""
    sheet = book.worksheets[0] if first else book.create_sheet()
    sheet.title = table.name[:31]
    columns = [heading(name) for name in table.rows.columns]
    line = Side(style="thin")

    def put(row: int, column: int, value: object, **style: object) -> None:
        plain = cell_value(value)
        is_text = isinstance(plain, str)
        cell = sheet.cell(row, column, plain[:LONGEST_CELL] if is_text else plain)
        if is_text:
            cell.data_type = "s"  # otherwise "=1+1" would become a formula
        for name, wanted in style.items():
            setattr(cell, name, wanted)

    put(1, 1, translated(table.title), font=Font(bold=True, size=13))
    for place, text in enumerate(stamp.lines, start=2):
        put(place, 1, translated(text), font=Font(italic=True))
    top = len(stamp.lines) + 3
    wrapped = Alignment(wrap_text=True, vertical="top")
    for column, name in enumerate(columns, start=1):
        put(top, column, name, font=Font(bold=True), alignment=wrapped,
            border=Border(top=line, bottom=line))  # fmt: skip
    longest = [len(name) for name in columns]
    for place, cells in enumerate(table.rows.itertuples(index=False, name=None), start=top + 1):
        for column, value in enumerate(cells, start=1):
            put(place, column, value, alignment=wrapped)
            longest[column - 1] = max(longest[column - 1], len(as_text(value)))
    for column, width in enumerate(longest, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, 8), 48)
    for place, note in enumerate(table.notes, start=top + len(table.rows) + 2):
        put(place, 1, note)
    sheet.freeze_panes = f"{'B' if len(columns) > 1 else 'A'}{top + 1}"


def to_docx(table: PrintedTable, stamp: Stamp) -> bytes:
    """Write the table as a Word document, as an editable table."""
    return all_to_docx([table], stamp)


def all_to_docx(tables: Sequence[PrintedTable], stamp: Stamp) -> bytes:
    """Write several tables as one Word document, one below the other."""
    document = new_document(wide=any(len(table.rows.columns) > NARROW_COLUMNS for table in tables))
    for table in map(in_language, tables):
        write_table(document, table, stamp)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def new_document(*, wide: bool = False):
    """Create an A4 document, in landscape if a table is wide."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2))
    normal = cast("ParagraphStyle", document.styles["Normal"])
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    return document


def write_table(
    document, table: PrintedTable, stamp: Stamp | None, *, caption: bool = True
) -> None:
    """Add a table to a document: caption, rows with a repeated header, notes, stamp."""
    if caption:
        title = document.add_paragraph()
        title.add_run(as_text(table.title)).bold = True
        title.paragraph_format.keep_with_next = True
    rows = table.rows.iloc[:MOST_WORD_ROWS]
    columns = [heading(name) for name in rows.columns]
    if columns and len(rows):
        _fill(document, columns, [[as_text(cell) for cell in row] for row in rows.to_numpy()])
    elif columns:
        document.add_paragraph(_("No rows."))
    cut = len(table.rows) - len(rows)
    more = (more_rows(cut),) if cut else ()
    for line in (*more, *table.notes, *(stamp.lines if stamp else ())):
        note = document.add_paragraph()
        note.paragraph_format.space_after = Pt(2)
        note.add_run(as_text(translated(line))).font.size = Pt(8)


def more_rows(n: int) -> str:
    """Return how many rows a printed table leaves out."""
    return ngettext(
        "{n} more row: see the spreadsheet.", "{n} more rows: see the spreadsheet.", n
    ).format(n=n)


def _fill(document, columns: list[str], rows: list[list[str]]) -> None:
    grid = document.add_table(rows=0, cols=len(columns))
    grid.style = "Light Shading"
    grid.autofit = False
    size = Pt(9 if len(columns) <= NARROW_COLUMNS else 7)
    section = document.sections[-1]
    whole = section.page_width - section.left_margin - section.right_margin
    widths = [int(whole * share) for share in column_shares(columns, rows)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for place, cells in enumerate([columns, *rows]):
        row = grid.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(_repeated())
        # `add_row` and `cell()` scan the whole grid on every call.
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(text)
            run.font.size = size
            run.bold = place == 0


def _repeated() -> Any:
    """Return the mark of a row that stands again on top of every page."""
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    return repeat


def column_shares(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the width of each column as a share of the page, by how much is written in it.

    No column is narrower than its longest word, as far as there is room; what is left goes to
    those with long texts.

    >>> [round(share, 2) for share in column_shares(["n", "why"], [["1", "a long sentence here"]])]
    [0.04, 0.96]
    """
    least, more = [], []
    for place, name in enumerate(columns):
        texts = [name, *(row[place] for row in rows)]
        words = [len(word) for text in texts for word in text.split()]
        least.append(max(words, default=1) + PADDING)
        typical = (sum(map(len, texts)) / len(texts) + max(map(len, texts))) / 2
        more.append(max(min(typical, 60.0) + PADDING - least[-1], 0.0))
    room = max(LETTERS_PER_LINE - sum(least), 0.0)
    spread = sum(more) or 1.0
    widths = [
        narrow + room * (extra / spread if sum(more) else 1 / len(columns))
        for narrow, extra in zip(least, more, strict=True)
    ]
    return [width / sum(widths) for width in widths]


Write = Callable[[PrintedTable, Stamp], bytes]

FORMATS: Mapping[str, tuple[str, str, Write]] = MappingProxyType(
    {
        "csv": ("CSV", "text/csv", to_csv),
        "xlsx": (
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            to_xlsx,
        ),
        "docx": (
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            to_docx,
        ),
    }
)
"""By file extension: format name, MIME type and writer."""

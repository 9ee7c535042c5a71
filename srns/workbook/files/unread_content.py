"""Content that is not read as values: comments, fill colors, hidden rows, columns and sheets."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from srns.languages.messages import Sentence
from srns.languages.sentences import nsentence, sentence
from srns.workbook.files.cells import SheetCells, WorkbookCells, is_blank
from srns.workbook.files.colour_legend import find_legend
from srns.workbook.files.marked_cells import Look, find_marked
from srns.workbook.files.own_marks import AUTHOR
from srns.workbook.problems import Problem, address, column_letters

_COMMENT = re.compile(r"<(?:\w+:)?comment\s([^<>]*)>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""(?<!\w)(\w+)\s*=\s*["']([^"']*)["']""")
_AUTHOR = re.compile(r"<(?:\w+:)?author\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?author>)", re.DOTALL)
_TEXT = re.compile(r"<(?:\w+:)?t\b[^<>]*>(.*?)</(?:\w+:)?t>", re.DOTALL)
_LISTED = 12


def note_unread_content(
    workbook: WorkbookCells, marked: Mapping[str, Mapping[Look, list[str]]] | None = None
) -> list[Problem]:
    """Return one note for each sheet and kind of content that is not read as values.

    The notes are on the sheet and name the cells, so that an annotated copy marks none of them.

    Parameters
    ----------
    marked
        What `find_marked` returned, where it was asked before.
    """
    found: list[Problem] = []
    marked = find_marked(workbook) if marked is None else marked
    for sheet in workbook.sheets:
        found += _hidden(sheet)
        comments = find_comments(sheet, workbook)
        if comments:
            found.append(
                Problem(
                    "note",
                    sheet.name,
                    "",
                    nsentence(
                        "{n} comment, in {cells}",
                        "{n} comments, in {cells}",
                        len(comments),
                        cells=_few(comments),
                    ),
                    sentence("every fact in a cell of its own"),
                    sentence("Type into a cell what matters: comments are not read."),
                )
            )
        for (column, look), cells in marked.get(sheet.name, {}).items():
            shown = nsentence(
                "{look} in {n} cell of column {column} ({cells})",
                "{look} in {n} cells of column {column} ({cells})",
                len(cells),
                look=look,
                column=column,
                cells=_few(cells),
            )
            found.append(_of_look(workbook, sheet, look, shown))
    return found


def _of_look(workbook: WorkbookCells, sheet: SheetCells, look: str, shown: Sentence) -> Problem:
    """Return the note on cells that look unlike others; a query where a legend says what for."""
    expected = sentence("its meaning in words")
    legend = find_legend(workbook, sheet, look)
    if legend is None:
        remedy = sentence(
            "Formats are not read: if this one matters, type its meaning into a column."
        )
        return Problem("note", sheet.name, "", shown, expected, remedy)
    return Problem(
        "query",
        sheet.name,
        "",
        sentence("{shown}, and '{text}' in {place}", shown=shown, text=legend[1], place=legend[0]),
        expected,
        sentence(
            "Formats are not read, and these cells count like all others: clear those that should "
            "not count."
        ),
    )


def _few(cells: Sequence[str]) -> str:
    listed, more = ", ".join(cells[:_LISTED]), len(cells) - _LISTED
    if more <= 0:
        return listed
    return nsentence("{listed} and {n} more", "{listed} and {n} more", more, listed=listed)


def find_comments(sheet: SheetCells, workbook: WorkbookCells) -> tuple[str, ...]:
    """Return the addresses of the cells with a comment, except those of an annotated copy."""
    return tuple(read_comments(sheet, workbook))


def read_comments(sheet: SheetCells, workbook: WorkbookCells) -> dict[str, str]:
    """Return the text of each comment by its cell; empty where only the cell is known.

    Those of an annotated copy are left out.
    """
    found = dict.fromkeys((address(*spot) for spot in sheet.comments), "")
    part = workbook.places.get(sheet.name, "")
    folder, _, file = part.rpartition("/")
    relations = workbook.parts.get(f"{folder}/_rels/{file}.rels", b"").decode("utf-8", "replace")
    for target in re.findall(r"""Target=["']([^"']*omments?[^"']*)["']""", relations):
        name = target.rpartition("/")[2]
        for path, data in workbook.parts.items():
            if path.rpartition("/")[2] == name:
                for cell, text in _commented(data.decode("utf-8", "replace")):
                    found[cell] = text or found.get(cell, "")
    return found


def _commented(text: str) -> Iterator[tuple[str, str]]:
    """Yield the cell and the text of each comment of a part."""
    authors = [(match[1] or "").strip() for match in _AUTHOR.finditer(text)]
    ours = str(authors.index(AUTHOR)) if AUTHOR in authors else None
    if "ref=" in text and not _COMMENT.search(text):
        for cell in re.findall(r"""\sref=["']([A-Z]{1,3}\d{1,7})["']""", text):
            yield cell, ""
    for match in _COMMENT.finditer(text):
        about = dict(_ATTRIBUTE.findall(match[1]))
        if about.get("ref") and about.get("authorId") != ours:
            yield about["ref"], html.unescape("".join(_TEXT.findall(match[2])))


def _hidden(sheet: SheetCells) -> Iterator[Problem]:
    if not (sheet.hidden or sheet.hidden_rows or sheet.hidden_columns):
        return
    filled = [not all(map(is_blank, values)) for values in sheet.rows]
    if sheet.hidden and any(filled):
        yield _unseen(sheet, sentence("a hidden sheet"))
    rows = [
        row
        for row in sheet.hidden_rows
        if 0 <= row - sheet.first_row < len(filled) and filled[row - sheet.first_row]
    ]
    if rows:
        names = _few([str(row + 1) for row in rows])
        shown = nsentence("hidden row {rows}", "hidden rows {rows}", len(rows), rows=names)
        yield _unseen(sheet, shown)
    columns = hidden_columns(sheet)
    if columns:
        names = _few([column_letters(column) for column in columns])
        shown = nsentence(
            "hidden column {columns}", "hidden columns {columns}", len(columns), columns=names
        )
        yield _unseen(sheet, shown)


def hidden_columns(sheet: SheetCells) -> list[int]:
    """Return the hidden columns that hold anything, counted from 0."""
    width = len(sheet.rows[0]) if sheet.rows else 0
    return [
        column
        for first, last in sheet.hidden_columns
        for column in range(
            max(first, sheet.first_column), min(last + 1, sheet.first_column + width)
        )
        if any(not is_blank(values[column - sheet.first_column]) for values in sheet.rows)
    ]


def _unseen(sheet: SheetCells, found: str) -> Problem:
    return Problem(
        "note",
        sheet.name,
        "",
        found,
        sentence("nothing hidden"),
        sentence(
            "Show it, or delete it if it should not count: hidden cells are read like all others."
        ),
    )


__all__ = ["find_comments", "hidden_columns", "note_unread_content", "read_comments"]

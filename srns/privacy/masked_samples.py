"""Sample cells of each column, masked, for a person to compare with its proposed meaning."""

from srns.cohort.terms import fold
from srns.privacy.identifier_patterns import HEADERS, mask, matches
from srns.workbook.files.cells import WorkbookCells, is_blank
from srns.workbook.recipe.detect_tables import find_layout
from srns.workbook.recipe.match_headings import identifies
from srns.workbook.values.numbers_and_words import show_plain

FEW = 3
_LONGEST = 40


def samples(workbook: WorkbookCells) -> dict[tuple[str, str, str], str]:
    """Return the first distinct cells, by sheet, first heading of the table, and heading.

    Anything that may identify a child is masked.
    """
    found: dict[tuple[str, str, str], str] = {}
    for cells in workbook.sheets:
        if not cells.rows:
            continue
        for region in find_layout(cells).regions:
            for number, heading in enumerate(region.headings):
                typed = dict.fromkeys(
                    show_cell(value, heading)
                    for value in region.column(number)
                    if not is_blank(value)
                )
                some = " | ".join(list(typed)[:FEW])
                more = " | …" if len(typed) > FEW else ""
                found.setdefault((cells.name, region.first, heading), some + more)
    return found


def show_cell(value: object, heading: str) -> str:
    """Return a cell as typed and short, masked where it or its heading may identify a child."""
    announced = HEADERS.get(fold(heading.partition("(")[0]), ("",))[0]
    kind = announced or ("name" if identifies(heading) else "")
    words = show_plain(value)
    kind = kind or matches(words, identity=True) or ""
    if kind:
        return mask(value, kind)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"

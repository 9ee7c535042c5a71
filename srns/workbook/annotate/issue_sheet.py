"""Sheet of an annotated copy that lists its problems, each with a link to its cell."""

from collections.abc import Sequence

from srns.languages.messages import _, in_language, mark, ngettext, translated
from srns.workbook.files.own_marks import SIGNATURE
from srns.workbook.files.xlsx_package import Package, plain_xml
from srns.workbook.problems import Problem

ISSUES = "Issues"

_HEADERS = (mark("what"), mark("where"), mark("found"), mark("expected"), mark("what to do"))
_WIDTHS = (10, 22, 44, 44, 70)
_MOST_LINKS = 60_000
_LONGEST = 32_000


def issue_rows(problems: Sequence[Problem]) -> list[tuple[Problem, str]]:
    """Return each problem with the target of its link, errors first."""
    order = {"error": 0, "query": 1, "note": 2}
    rows = []
    for problem in sorted(problems, key=lambda one: order[one.severity]):
        link = ""
        if problem.sheet:
            name = problem.sheet.replace("'", "''")
            link = f"'{name}'!{problem.cell or 'A1'}"
        rows.append((problem, link))
    return rows


def write_issue_sheet(
    package: Package, title: str, rows: Sequence[tuple[Problem, str]], note: str
) -> None:
    """Add the sheet after all others."""
    count = len(rows)
    told = ngettext("{n} problem.", "{n} problems.", count).format(n=count)
    what = (
        _("Correct the cells, save, and open the file again; this sheet is never read.")
        if count
        else _("No problems are left.")
    )
    lines = [(f"{SIGNATURE}: {told} {what}",), (note,) if note else (), ()]
    lines += [tuple(map(translated, _HEADERS))]
    lines += [
        (translated(one.severity), in_language(one.place), one.found, one.expected, one.remedy)
        for one in (each.in_language() for each, _link in rows)
    ]
    body = "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{'ABCDE'[place]}{number}", text) for place, text in enumerate(line))
        + "</row>"
        for number, line in enumerate(lines, 1)
        if line
    )
    links = "".join(
        f'<hyperlink ref="B{number}" location="{plain_xml(link)}" '
        f'display="{plain_xml(problem.place)}"/>'
        for number, (problem, link) in enumerate(rows[:_MOST_LINKS], 5)
        if link
    )
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="4" topLeftCell="A5" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{body}</sheetData>"
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + "</worksheet>"
    )
    package.add_sheet(title, package.free_name("xl/worksheets/sheetSrns", ".xml"), text)


def _cell(place: str, text: str) -> str:
    # An inline text is never taken for a formula.
    words = plain_xml(text[:_LONGEST])
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'

"""Report files: the cohort report as Word document, HTML page or Excel workbook."""

import io
from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType

import pandas as pd
from openpyxl import Workbook

from srns.analysis.tables.printed_table import PrintedTable
from srns.report.cohort_report import Report, report_results
from srns.report.safe_cells import as_text, heading
from srns.report.table_files import LONGEST_CELL, new_document, write_sheet, write_table

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; }
body { padding: 0 1rem; }
table { border-collapse: collapse; font-size: 13px; width: 100%; }
.wide { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; }
th, td { border-bottom: 1px solid #8886; }
thead th { border-top: 2px solid; border-bottom: 2px solid; }
.note { font-size: 12px; opacity: .8; margin: .3rem 0; }
h2 { margin-top: 2.2rem; font-size: 1.15rem; }
"""


def report_docx(report: Report) -> bytes:
    """Write the report as a Word document, in landscape because its tables are wide."""
    document = new_document(wide=True)
    document.add_heading(as_text(report.title), level=1)
    for line in report.stamp.lines:
        document.add_paragraph(as_text(line))
    document.add_heading("Methods", level=2)
    for paragraph in report.methods:
        document.add_paragraph(as_text(paragraph))
    document.add_heading("Results", level=2)
    for table in report.tables:
        write_table(document, table, None)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def report_xlsx(report: Report) -> bytes:
    """Write the report as an Excel workbook: methods, a sheet per table, and their numbers."""
    book = Workbook()
    words = PrintedTable("methods", report.title, pd.DataFrame({"methods": report.methods}))
    write_sheet(book, words, report.stamp, first=True)
    for table in report.tables:
        write_sheet(book, table, report.stamp)
    write_sheet(book, results_sheet(report), report.stamp)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def results_sheet(report: Report) -> PrintedTable:
    """Return every number of the report with its children and cells, as the sheet ARD has them."""
    rows = report_results(report)
    for name in ("patients", "cells"):
        rows[name] = [_within_a_cell(each) for each in rows[name]]
    return PrintedTable("ARD", "Analysis results data: each number, its children and cells", rows)


def _within_a_cell(words: Sequence[str]) -> str:
    """Join words as far as a cell of Excel holds them, and count the rest."""
    whole, shown = "; ".join(words), len(words)
    while len(whole) > LONGEST_CELL:
        shown = shown * (LONGEST_CELL - 40) // len(whole)
        whole = f"{'; '.join(words[:shown])}; and {len(words) - shown} more"
    return whole


def report_html(report: Report) -> bytes:
    """Write the report as one self-contained HTML page: no script, image or network access."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(report.title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(report.title)}</h1>",
        *(f'<p class="note">{_text(line)}</p>' for line in report.stamp.lines),
        "<h2>Methods</h2>",
        *(f"<p>{_text(paragraph)}</p>" for paragraph in report.methods),
        *(_html_table(table) for table in report.tables),
        "</body></html>\n",
    ]
    return "\n".join(parts).encode("utf-8")


def _html_table(table: PrintedTable) -> str:
    heads = "".join(f'<th scope="col">{_text(heading(name))}</th>' for name in table.rows.columns)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>"
        for row in table.rows.to_numpy()
    )
    grid = (
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>'
        "</div>"
        if len(table.rows)
        else "<p>No rows.</p>"
    )
    notes = "\n".join(f'<p class="note">{_text(note)}</p>' for note in table.notes)
    title = f"<h2>{_text(table.title)}</h2>"
    return f'<section id="{_text(table.name)}">{title}\n{grid}\n{notes}</section>'


def _text(value: object) -> str:
    return escape(as_text(value))


FORMS: Mapping[str, Callable[[Report], bytes]] = MappingProxyType(
    {".docx": report_docx, ".html": report_html, ".xlsx": report_xlsx}
)
"""Writers by file extension."""

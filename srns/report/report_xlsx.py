"""Report as an Excel workbook: its words, a sheet for each table, and the ARD."""

import io
from collections.abc import Sequence

import pandas as pd
from openpyxl import Workbook

from srns.analysis.tables.printed_table import PrintedTable
from srns.languages.messages import translated
from srns.report.cohort_report import Progress, Report, report_results
from srns.report.table_files import LONGEST_CELL, write_sheet


def report_xlsx(report: Report, progress: Progress | None = None) -> bytes:
    """Write the report as an Excel workbook; figures have their caption on the sheet of words."""
    book = Workbook()
    words = [
        (part.title, text)
        for part in report.parts
        for text in (
            *part.paragraphs,
            *(f"{figure.title}. {figure.caption}" for figure in part.figures),
        )
    ]
    table = pd.DataFrame(words, columns=[translated("part"), translated("words")])
    write_sheet(book, PrintedTable("words", report.title, table), report.stamp, first=True)
    for each in report.tables:
        if progress is not None:
            progress(each.title)
        write_sheet(book, each, report.stamp)
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

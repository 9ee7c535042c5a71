"""Report as an Excel workbook: its words on the first sheet, then one sheet a table."""

import io

import pandas as pd
from openpyxl import Workbook

from srns.analysis.tables.printed_table import PrintedTable
from srns.report.cohort_report import Progress, Report
from srns.report.table_files import write_sheet


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
    table = pd.DataFrame(words, columns=["part", "words"])
    write_sheet(book, PrintedTable("words", report.title, table), report.stamp, first=True)
    for each in report.tables:
        if progress is not None:
            progress(each.title)
        write_sheet(book, each, report.stamp)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()

"""Report files: the cohort report by the ending of its file."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from srns.cohort.errors import InputError
from srns.report.cohort_report import MAIN_PARTS, PARTS, Progress, Report
from srns.report.report_docx import report_docx
from srns.report.report_html import report_html
from srns.report.report_pdf import report_pdf
from srns.report.report_xlsx import report_xlsx

WriteReport = Callable[[Report, Progress | None], bytes]

FORMS: Mapping[str, WriteReport] = MappingProxyType(
    {".docx": report_docx, ".pdf": report_pdf, ".html": report_html, ".xlsx": report_xlsx}
)
"""Writers by file extension."""
FORM_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        ".docx": (
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ".pdf": ("PDF", "application/pdf"),
        ".html": ("HTML page", "text/html"),
        ".xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    }
)
"""Name and media type by file extension."""


def form_of(name: str) -> str:
    """Return the extension of a report's file.

    Raises
    ------
    InputError
        Where no report has that ending.
    """
    ending = PurePath(name).suffix.casefold()
    if ending in FORMS:
        return ending
    *others, last = FORMS
    raise InputError(
        f"{name}: found the ending '{PurePath(name).suffix}'; expected {', '.join(others)} or "
        f"{last}."
    )


def usual_parts(ending: str) -> tuple[str, ...]:
    """Return the parts that a report has unless others are chosen.

    What is printed has the main parts; a page or a workbook for the screen has all.

    >>> usual_parts(".xlsx") == tuple(PARTS), "supplement" in usual_parts(".docx")
    (True, False)
    """
    return MAIN_PARTS if ending in (".docx", ".pdf") else tuple(PARTS)

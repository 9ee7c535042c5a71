"""Report files: the cohort report by the ending of its file."""

from collections.abc import Callable, Collection, Mapping
from pathlib import PurePath
from types import MappingProxyType

from srns.cohort.errors import InputError
from srns.languages.current import current_language, language, language_of_fonts
from srns.report.cohort_report import (
    MAIN_PARTS,
    PARTS,
    Progress,
    Report,
    ReportSource,
    in_language,
    make_report,
)
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


def write_report(
    source: ReportSource,
    parts: Collection[str],
    ending: str,
    progress: Progress | None = None,
) -> bytes:
    """Return the file of a report in the language in use.

    A PDF is English where its fonts lack the letters; so are the pictures of a Word document.
    """
    code = language_of_fonts() if ending == ".pdf" else current_language()
    with language(code):
        made = make_report(source, parts, progress)
        return FORMS[ending](in_language(made), progress)


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

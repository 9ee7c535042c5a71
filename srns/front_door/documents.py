"""Documents: the report, the page of one child, and the pages of all."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from srns.cohort.tables import Cohort
from srns.front_door.arguments import HADDAD, cohort_of, named
from srns.front_door.calls import classified
from srns.front_door.definition_files import load_definition
from srns.rules.classification import Classification
from srns.rules.classify import classify as classify_cohort
from srns.rules.definition import Definition
from srns.workbook.ledger import count_rows
from srns.workbook.read_workbook import Reading


def write_report(
    data: Reading | Cohort,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
    *,
    by: str = "histology",
    parts: Sequence[str] = (),
) -> Path:
    """Write methods, results, figures and tables to one file.

    Named `write_report` because `srns.report` is the room that makes it, and importing the room
    would replace a function of its name.

    Parameters
    ----------
    target
        A path that ends in .docx, .pdf, .html or .xlsx.
    by
        How Table 1 groups the children; see `summarize`.
    parts
        "methods", "results", "flow", "characteristics", "figures", "timelines", "verdicts",
        "unknown", "limitations", "strobe", "supplement", "problems"; empty: all, in .docx and .pdf
        without the last two.

    Raises
    ------
    InputError
        Where the reading has errors, the file has another ending, or there is no such part.

    Examples
    --------
    >>> import pathlib, srns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = srns.write_report(srns.load_haddad2021(), pathlib.Path(folder, "report.html"))
    ...     "Remission calls: haddad2021.xlsx" in path.read_text("utf-8")
    True
    """
    # Here, so that the rest of the front door works without the extra `report`.
    from srns.report.cohort_report import ReportSource
    from srns.report.provenance import stamp_all
    from srns.report.report_files import form_of, usual_parts, write_report
    from srns.report.table_catalogue import Choices

    path = Path(target)
    ending = form_of(str(path))
    cohort, asked = cohort_of(data), load_definition(definition)
    name = data.name if isinstance(data, Reading) else "cohort"
    rows = count_rows(data.ledger, "Patients") if isinstance(data, Reading) else None
    source = ReportSource(
        classify_cohort(cohort, asked),
        stamp_all(name, cohort, asked),
        data.problems if isinstance(data, Reading) else (),
        Choices(by, rows=rows),
    )
    path.write_bytes(write_report(source, parts or usual_parts(ending), ending))
    return path


def write_child_page(
    data: Reading | Cohort | Classification,
    patient: str | int,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
) -> Path:
    """Write the page of one child as PDF: verdict, evidence, timeline, cells, near misses.

    Parameters
    ----------
    data
        A classification keeps its definition, its basis and its units.

    Raises
    ------
    InputError
        Where there is no such child, or the reading has errors.

    Examples
    --------
    >>> import pathlib, srns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = srns.write_child_page(srns.load_haddad2021(), "7", pathlib.Path(folder, "7.pdf"))
    ...     path.read_bytes()[:5]
    b'%PDF-'
    """
    from srns.report.child_pdf import child_pdf
    from srns.report.provenance import stamp_all

    found, path = classified(data, definition), Path(target)
    stamp = stamp_all(named(data), found.cohort, found.definition)
    path.write_bytes(child_pdf(found, str(patient), stamp, printed_on=datetime.date.today()))
    return path


def write_booklet(
    data: Reading | Cohort | Classification,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
) -> Path:
    """Write the pages of all children as one PDF, after a table of contents.

    Raises
    ------
    InputError
        Where the reading has errors.
    """
    from srns.report.child_pdf import booklet_pdf
    from srns.report.provenance import stamp_all

    found, path = classified(data, definition), Path(target)
    stamp = stamp_all(named(data), found.cohort, found.definition)
    path.write_bytes(booklet_pdf(found, stamp, printed_on=datetime.date.today()))
    return path

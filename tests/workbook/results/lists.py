"""Small laboratory lists, typed as tables."""

from srns.workbook.results.dialect import recognize
from srns.workbook.results.lab_tests import LabTestAnswer
from srns.workbook.results.read_results import read_results
from srns.workbook.results.results import LabResults

PLAIN = "patient|date|test|result|unit"


def read_list(
    headings: str,
    *rows: str,
    mapping: dict[str, LabTestAnswer | str] | None = None,
    date_order: str = "",
    decimal: str = "",
) -> LabResults:
    """Read rows whose cells are parted by bars."""
    names = headings.split("|")
    cells = [row.split("|") for row in rows]
    dialect = recognize(names)
    assert dialect is not None
    columns = {name: [row[place] for row in cells] for place, name in enumerate(names)}
    return read_results(columns, dialect, mapping=mapping, date_order=date_order, decimal=decimal)


def shown(results: LabResults) -> list[str]:
    """Return each result as a line: day, analyte, value with its bound, unit."""
    return [
        f"{row.date or row.day} {row.analyte} {row.bound}{row.value:g} {row.unit}".strip()
        for row in results.frame.itertuples(index=False)
    ]


def messages(results: LabResults) -> list[str]:
    """Return what is said, with its severity."""
    return [f"{problem.severity}: {problem.message}" for problem in results.problems]

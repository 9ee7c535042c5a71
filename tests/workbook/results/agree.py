"""Judge the same children by the template's workbook and by an export in every dialect.

    python -m tests.workbook.results.agree [CHILDREN]

Verdicts and summary by two definitions must be the same to the byte; one line for each dialect. A
small part of it runs with the tests (test_dialects.py).
"""

import json
import sys
from dataclasses import replace

from srns.analysis.summary import summarize
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.results.open_export import open_file
from tests.workbook.results import exports

DEFINITIONS = ("haddad_2021", "ipna_2022")


def read_beside(template: bytes, export: bytes) -> Reading:
    """Read the children of a workbook with the results of an export."""
    book, results = open_file(template, "book.xlsx"), open_file(export, "labs.csv")
    assert isinstance(book, WorkbookCells)
    assert isinstance(results, WorkbookCells)
    sheets = tuple(sheet for sheet in book.sheets if sheet.name != "Labs")
    return read_workbook(replace(book, sheets=(*sheets, *results.sheets)))


def verdicts(reading: Reading) -> str:
    """Return verdicts and summary as text; without the cells, which differ."""
    assert reading.cohort is not None, [one.message for one in reading.errors]
    found = []
    for name in DEFINITIONS:
        judged = classify(reading.cohort, load_definition(name))
        cells = [column for column in judged.outcomes if "cell" in column]
        summary = json.dumps(summarize(reading.cohort, judged, "histology"), default=str)
        found.append(judged.outcomes.drop(columns=cells).to_csv(index=False) + summary)
    return "\n".join(found)


def main() -> None:
    """Compare every dialect, and fail where any differs."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    children, rows = exports.make_children(count)
    template = exports.template_workbook(children, rows)
    wanted = verdicts(read_workbook(template))
    trapped = exports.with_traps(rows)
    failed = False
    for kind, write in exports.DIALECTS.items():
        same = verdicts(read_beside(template, write(trapped))) == wanted
        failed |= not same
        print(f"{kind}: {len(trapped):,} results, {'identical' if same else 'DIFFERENT'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()

"""The gate does no harm: what is saved is judged as the workbook was, with one screen to see."""

from pathlib import Path

import pandas as pd
import pytest

from srns.analysis.summary import summarize
from srns.cohort.canonical_json import read_cohort, write_cohort
from srns.privacy import deidentify
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose

ROOT = Path(__file__).parents[2]
WORKBOOKS = sorted(
    path
    for path in (ROOT / "benchmarks" / "workbooks" / "cases").glob("*/*")
    if path.suffix in (".xlsx", ".csv", ".xls", ".xlsm")
)
DEFINITION = load_definition("haddad_2021")


def read(path: Path):
    cells = open_workbook(path)
    if not isinstance(cells, WorkbookCells):
        return None
    cohort = read_workbook(cells, name=path.name).for_verdicts().cohort
    if cohort is None:
        cohort = read_workbook(cells, name=path.name, recipe=propose(cells)).for_verdicts().cohort
    return cohort


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.parent.name)
def test_what_is_saved_is_judged_as_the_workbook_was(path):
    cohort = read(path)
    if cohort is None:
        return  # questions are open, or cells have errors: nothing can be saved
    passed = deidentify.clear(deidentify.screen(cohort), hidden_seen=True, risk_accepted=True)
    deidentify.refuse_uncleared(passed)
    stored = read_cohort(write_cohort(passed.cohort))

    before, after = classify(cohort, DEFINITION), classify(stored, DEFINITION)
    key = passed.key
    labels = before.outcomes["patient"].map(lambda label: key.get(str(label), str(label)))
    expected = before.outcomes.assign(patient=labels).sort_values("patient", ignore_index=True)
    found = after.outcomes.sort_values("patient", ignore_index=True)
    columns = ["patient", "response", "onset_day", "confirmed_day", "relapse_day", "status"]
    pd.testing.assert_frame_equal(expected[columns], found[columns], check_dtype=False)
    for by in ("histology", "resistance", "maintenance"):
        counted = [summarize(one.cohort, one, by=by)["responses"] for one in (before, after)]
        # A drug that is not in the dictionary has another name, and the same children.
        named = [
            sorted(("" if by == "maintenance" else row["group"], row["response"], row["n"])
                   for row in rows)
            for rows in counted
        ]  # fmt: skip
        assert named[0] == named[1]


def test_the_papers_cohort_needs_no_decision_about_a_word():
    cohort = read(ROOT / "data" / "haddad2021.xlsx")
    screening = deidentify.screen(cohort)

    assert not screening.unsure
    assert not screening.labels

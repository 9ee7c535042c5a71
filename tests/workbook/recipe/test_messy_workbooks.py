"""Every workbook of the benchmark against its truth: nothing wrong, nothing lost in silence."""

import datetime
import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import benchmarks.workbooks.makers
from benchmarks.workbooks.makers import ELSEWHERE, FEATURES, cases, feature_table
from benchmarks.workbooks.understood import say_understood
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import read_recipe, write_recipe
from srns.workbook.recipe.propose import in_template_shape, propose

TODAY = datetime.date(2026, 1, 1)
FOLDER = Path(benchmarks.workbooks.makers.__file__).parents[1]
CASES = {case.name: case for case in cases()}


def read(case) -> tuple[Reading, list[str]]:
    """Read a case as a person would; gives what was understood as well."""
    content, name = case.workbook(), f"workbook.{case.ending}"
    workbook = open_workbook(content, name)
    if not isinstance(workbook, WorkbookCells) or in_template_shape(workbook):
        return read_workbook(content, name=name, today=TODAY), []
    recipe = propose(workbook)
    assert {one.id for one in recipe.questions} == set(case.answers), "only true questions"
    recipe = read_recipe(write_recipe(recipe.answered(case.answers)).encode())
    reading = read_workbook(content, name=name, recipe=recipe, today=TODAY)
    return reading, say_understood(recipe, reading)


def filled_cells(case) -> int:
    """Count the filled cells of the .xlsx, whatever it was remade into."""
    book = openpyxl.load_workbook(io.BytesIO(replace(case, remake=None).workbook()))
    return sum(
        cell.value is not None and bool(str(cell.value).strip())
        for page in book
        for row in page.iter_rows()
        for cell in row
    )


def plain(value: object) -> object:
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NA:
        return None
    return value


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_messy_workbook_is_read_or_refused_in_words(case):
    reading, understood = read(case)
    said = "\n".join(problem.message for problem in reading.problems)

    ledger = reading.ledger
    filled = filled_cells(case) if reading.readable else 0
    assert ledger.used + ledger.ignored + ledger.failed == ledger.cells == filled
    for words in case.understood:
        assert any(words in line for line in understood), understood
    for message in case.messages:
        assert message in said
    for words in case.silences:
        assert words not in said
    if case.refusal:
        # An unreadable cell spoils itself alone (docs/verdicts.md, 3): the others may be judged.
        assert reading.strict().cohort is None
        assert reading.cohort is None or all(one.spoils_itself for one in reading.errors)
        assert case.refusal in said
        return
    assert reading.cohort is not None, said
    for table, facts in case.tables.items():
        rows = getattr(reading.cohort, table).to_dict("records")
        if table != "patients":
            assert len(rows) == len(facts), f"{table}: {rows}"
        found = [
            {key: plain(row.get(key)) for key in fact}
            for fact in facts
            for row in rows
            if all(plain(row.get(key)) == value for key, value in fact.items())
        ]
        assert found == [dict(fact) for fact in facts], f"{table}: {rows}"


def test_there_are_at_least_forty():
    assert len(CASES) >= 40


@pytest.mark.parametrize("feature", FEATURES, ids=[f"{n} {FEATURES[n]}" for n in FEATURES])
def test_every_habit_has_a_workbook_its_table_or_refusal_and_its_sentence(feature):
    """Or, where a workbook made here cannot hold it, a test that holds it as well."""
    mine = [case for case in CASES.values() if feature in case.features]

    assert mine
    assert any(case.tables for case in mine) or all(case.refusal for case in mine)
    assert any(case.messages or case.refusal or case.understood for case in mine)


def test_there_are_46_habits_and_the_readme_lists_each_with_its_workbooks():
    assert list(FEATURES) == list(range(1, 47))
    assert feature_table() in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("feature", ELSEWHERE)
def test_the_tests_that_the_table_of_habits_names_are_there(feature):
    for name in re.findall(r"`(test_\w+\.py)`", ELSEWHERE[feature]):
        assert list(Path(__file__).parents[2].rglob(name)), name


def test_the_files_are_those_that_the_cases_make():
    for case in CASES.values():
        home = FOLDER / "cases" / case.name
        assert (home / f"workbook.{case.ending}").read_bytes() == case.workbook(), case.name
        assert (home / "truth.json").read_text(encoding="utf-8") == case.truth(), case.name
    assert {home.name for home in (FOLDER / "cases").iterdir()} == set(CASES)

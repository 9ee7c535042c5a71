"""Every workbook of the benchmark against its truth: nothing wrong, nothing lost in silence."""

import datetime
import io

import openpyxl
import pandas as pd
import pytest

from benchmarks.workbooks.makers import cases
from srns.workbook.cells import open_workbook
from srns.workbook.proposal import in_template_shape, propose
from srns.workbook.reading import Reading, read_workbook
from srns.workbook.recipe import read_recipe, write_recipe

TODAY = datetime.date(2026, 1, 1)
CASES = {case.name: case for case in cases()}


def read(case) -> Reading:
    content = case.workbook()
    workbook = open_workbook(content)
    if in_template_shape(workbook):
        return read_workbook(content, today=TODAY)
    recipe = propose(workbook)
    assert {one.id for one in recipe.questions} == set(case.answers), "only true questions"
    recipe = read_recipe(write_recipe(recipe.answered(case.answers)).encode())
    return read_workbook(content, recipe=recipe, today=TODAY)


def plain(value: object) -> object:
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NA:
        return None
    return value


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_messy_workbook_is_read_or_refused_in_words(case):
    reading = read(case)
    said = "\n".join(problem.message for problem in reading.problems)

    ledger = reading.ledger
    book = openpyxl.load_workbook(io.BytesIO(case.workbook()))
    filled = sum(
        cell.value is not None and bool(str(cell.value).strip())
        for page in book
        for row in page.iter_rows()
        for cell in row
    )
    assert ledger.used + ledger.ignored + ledger.failed == ledger.cells == filled
    for message in case.messages:
        assert message in said
    for words in case.silences:
        assert words not in said
    if case.refusal:
        assert reading.cohort is None
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

"""Every dialect gives the results of the template's workbook, for the same children."""

import io

import pandas as pd
import pytest

from srns.workbook.read_workbook import read_workbook
from srns.workbook.results.dialect import recognize
from srns.workbook.results.export_files import ExportColumns, read_export
from srns.workbook.results.read_results import read_results
from srns.workbook.results.results import LabResults
from tests.workbook.results import exports
from tests.workbook.results.agree import read_beside, verdicts

CHILDREN, ROWS = exports.make_children(60)
TRAPPED = exports.with_traps(ROWS)
MIXED = exports.with_traps(exports.make_children(40, seed=3, mixed=True)[1])


def read(content: bytes, name: str = "labs.csv") -> LabResults:
    export = read_export(content, name)
    assert isinstance(export, ExportColumns)
    assert export.dialect is not None
    return read_results(export.columns, export.dialect)


def tidy(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    columns = ["patient", "date", "analyte", "value", "bound", "unit"]
    return sorted(frame[columns].itertuples(index=False, name=None))


@pytest.mark.parametrize("kind", exports.DIALECTS)
def test_a_dialect_is_recognized_by_its_columns(kind: str) -> None:
    export = read_export(exports.DIALECTS[kind](TRAPPED[:50]), "labs.csv")
    assert isinstance(export, ExportColumns)
    assert export.dialect is not None
    assert export.dialect.id == kind.split()[0]


@pytest.mark.parametrize("kind", exports.DIALECTS)
@pytest.mark.parametrize("rows", [TRAPPED, MIXED], ids=["one unit", "mixed units"])
def test_a_dialect_gives_the_results_that_were_invented(kind: str, rows: list[exports.Row]) -> None:
    assert tidy(read(exports.DIALECTS[kind](rows)).frame) == exports.expected(rows)


@pytest.mark.parametrize("kind", exports.DIALECTS)
def test_a_dialect_gives_the_labs_of_the_templates_workbook(kind: str) -> None:
    labs = read_workbook(exports.template_workbook(CHILDREN, ROWS)).cohort.labs
    index = {child.patient: child.index for child in CHILDREN}
    frame = read(exports.DIALECTS[kind](TRAPPED)).frame
    frame = frame[frame["analyte"].isin(["upcr", "albumin", "creatinine"])]
    days = [
        (day - index[patient]).days
        for patient, day in zip(frame["patient"], frame["date"], strict=True)
    ]
    columns = ["patient", "day", "analyte", "value", "bound", "unit"]
    ours = frame.assign(day=days)[columns].itertuples(index=False, name=None)
    assert sorted(ours) == sorted(labs[columns].itertuples(index=False, name=None))


@pytest.mark.parametrize("kind", exports.DIALECTS)
def test_every_row_of_an_export_is_used_ignored_or_failed(kind: str) -> None:
    results = read(exports.DIALECTS[kind](TRAPPED))
    fates = results.fates
    total = sum(map(fates.count, ("used", "ignored", "failed")))
    assert total == len(fates.codes)
    assert fates.count("failed") == 0
    computed = int((results.frame["computed_from"] != "").sum())
    assert fates.count("used") == len(results.frame) - computed


def test_the_sign_of_an_omop_row_without_a_source_text_is_its_operator() -> None:
    assert tidy(read(exports.omop_csv(TRAPPED, source_text=False)).frame) == exports.expected(
        TRAPPED
    )


@pytest.mark.parametrize(
    "absent", [["value_source_value"], ["value_source_value", "unit_concept_id"]]
)
def test_the_unit_of_an_omop_number_may_stand_in_the_source_alone(absent: list[str]) -> None:
    table = pd.read_csv(io.BytesIO(exports.omop_csv(TRAPPED)), dtype=str)
    export = table.drop(columns=absent).to_csv(index=False).encode()

    assert tidy(read(export).frame) == exports.expected(TRAPPED)


@pytest.mark.parametrize("language", exports.RESULTS_HEADINGS)
def test_the_templates_sheet_results_is_read_in_every_language(language: str) -> None:
    columns = exports.results_sheet(ROWS, language)
    dialect = recognize(list(columns))
    assert dialect is not None
    results = read_results(columns, dialect)
    assert [problem.message for problem in results.problems] == []
    assert tidy(results.frame) == exports.expected(ROWS)


@pytest.mark.parametrize("kind", exports.DIALECTS)
def test_an_export_beside_the_children_gives_the_verdicts_of_the_templates_workbook(
    kind: str,
) -> None:
    template = exports.template_workbook(CHILDREN, ROWS)

    export = exports.DIALECTS[kind](TRAPPED)
    assert verdicts(read_beside(template, export)) == verdicts(read_workbook(template))

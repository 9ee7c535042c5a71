"""A column that is named for a drug and tells of it: no course comes of it, and that is asked."""

import pytest

import srns
from tests.workbook.wild.reading import book, proposed, read

TOLD = [["yes"], ["5 mg/kg 6/2017-2/2018"], [350], ["no", "", "since 2019"]]
NOT_TOLD = [["no"], ["no", ""], ["-", "n/a"]]


def workbook(heading, cells):
    patients = [["patient", "histology", "index_date", heading]]
    patients += [[f"K{n}", "MCD", "2020-01-01", cell] for n, cell in enumerate(cells)]
    labs = [["patient", "date", "Up/c (mg/mg)"], ["K0", "2020-02-01", 3]]
    return book({"Patients": patients, "Labs": labs})


def queries(problems, heading):
    return [one for one in problems if one.severity == "query" and f"'{heading}'" in one.found]


@pytest.mark.parametrize("cells", TOLD, ids=str)
@pytest.mark.parametrize("heading", ["Tacrolimus", "CsA", "MMF dose"])
def test_a_drug_that_is_told_without_a_course_is_queried(heading, cells):
    content = workbook(heading, cells)

    (by_template,) = queries(srns.read_workbook(content, name="t.xlsx").problems, heading)
    assert "list them in the sheet Treatments" in by_template.remedy
    means = {one.heading: one.means for t in proposed(content).tables for one in t.columns}
    reading = read(content)
    assert reading.cohort is not None
    if means[heading] == "note":
        (by_recipe,) = queries(reading.problems, heading)
        assert "no course of" in by_recipe.remedy
    else:
        assert len(reading.cohort.treatments)


@pytest.mark.parametrize("cells", NOT_TOLD, ids=str)
def test_a_drug_that_nobody_had_is_no_question(cells):
    content = workbook("Tacrolimus", cells)

    assert queries(srns.read_workbook(content, name="t.xlsx").problems, "Tacrolimus") == []
    assert queries(read(content).problems, "Tacrolimus") == []


def test_what_is_measured_of_a_drug_is_no_course():
    content = workbook("Tac levels", [7.2])

    assert queries(srns.read_workbook(content, name="t.xlsx").problems, "Tac levels") == []

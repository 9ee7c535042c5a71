"""Sheets and columns named for a drug hold days and doses of that drug, and of no other."""

import datetime

import pytest

from srns.cli import main
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose, reads_more
from tests.workbook.wild.reading import book, meanings, proposed, read, save

DAY = datetime.date
LABS = [
    ["study_id", "date", "Up/c (mg/mg)", "first infusion"],
    ["K1", DAY(2020, 1, 1), 5.0, DAY(2020, 1, 1)],
    ["K1", DAY(2020, 8, 1), 0.1, DAY(2020, 1, 1)],
]
TABS = {
    "Rituximab": "rituximab",
    "RTX": "rituximab",
    "RTX infusions": "rituximab",
    "MabThera doses": "rituximab",
    "Ofatumumab": "ofatumumab",
    "Tacrolimus": "tacrolimus",
    "Tac dosing": "tacrolimus",
    "CsA therapy": "ciclosporin",
    "MMF": "mycophenolate mofetil",
    "Prednisolone": "prednisolone",
    "Pred courses": "prednisolone",
    "Levamisole start": "levamisole",
    "利妥昔单抗": "rituximab",
}


@pytest.mark.parametrize(("tab", "drug"), TABS.items(), ids=TABS)
def test_dates_alone_are_asked_as_days_of_that_drug(tab, drug):
    days = [["study_id", "date"], ["K1", DAY(2020, 2, 10)], ["K1", DAY(2020, 2, 24)]]
    opened = book({"Visits": LABS, tab: days})
    (question,) = [one for one in proposed(opened).questions if one.id.startswith("days of")]
    cohort = read(opened, days_of_a_drug="yes").cohort

    assert drug in question.asks
    assert len(cohort.infusions) == 0
    assert cohort.treatments["drug"].tolist() == [drug, drug]
    assert cohort.treatments["start_day"].tolist() == [40, 54]


@pytest.mark.parametrize("tab", TABS)
def test_left_out_they_are_nothing(tab):
    days = [["study_id", "date"], ["K1", DAY(2020, 2, 10)]]
    cohort = read(book({"Visits": LABS, tab: days}), days_of_a_drug="leave it out").cohort

    assert len(cohort.treatments) == len(cohort.infusions) == 0


@pytest.mark.parametrize(
    ("tab", "doses", "starts"),
    [
        ("Rituximab", [375, 375], [40, 54]),  # each day is a dose
        ("RTX", [375, 375], [40, 54]),
        ("Prednisolone", [60, 60], [40]),  # the same dose goes on
        ("Prednisolone", [60, 40], [40, 54]),
        ("Tacrolimus", [2, 3], [40, 54]),
    ],
)
def test_doses_with_their_days_are_courses_without_a_question(tab, doses, starts):
    rows = [["study_id", "date", "dose"]]
    rows += [["K1", DAY(2020, 2, 10), doses[0]], ["K1", DAY(2020, 2, 24), doses[1]]]
    opened = book({"Visits": LABS, tab: rows})
    treatments = read(opened).cohort.treatments

    assert not proposed(opened).questions
    assert treatments["start_day"].tolist() == starts
    assert treatments["dose"].tolist() == doses[: len(starts)]


def test_start_and_stop_are_those_of_the_drug():
    rows = [["study_id", "start", "stop"], ["K1", DAY(2020, 2, 10), DAY(2020, 3, 1)]]
    treatments = read(book({"Visits": LABS, "Tacrolimus": rows})).cohort.treatments

    assert treatments[["drug", "start_day", "stop_day"]].to_numpy().tolist() == [
        ["tacrolimus", 40, 60]
    ]


def test_several_days_beside_each_other_are_a_course_each():
    rows = [["study_id", "1st", "2nd"], ["K1", DAY(2020, 2, 10), DAY(2020, 2, 24)]]
    opened = book({"Visits": LABS, "Rituximab": rows})
    recipe = proposed(opened)
    reading = read(opened, days_of_a_drug="yes")

    assert {one.id.partition(":")[0] for one in recipe.questions} == {"days of a drug"}
    assert reading.cohort.treatments["start_day"].tolist() == [40, 54]


@pytest.mark.parametrize("tab", ["Tac levels", "Rituximab and MMF", "Labs on tacrolimus", "None"])
def test_a_name_that_says_more_is_not_of_the_drug(tab):
    days = [["study_id", "date"], ["K1", DAY(2020, 2, 10)]]
    recipe = proposed(book({"Visits": LABS, tab: days}))

    assert not [one for one in recipe.questions if one.id.startswith("days of")]


def test_results_on_a_sheet_named_for_a_drug_stay_results():
    rows = [["study_id", "date", "Up/c (mg/mg)"], ["K1", DAY(2020, 9, 1), 0.2]]
    cohort = read(book({"Visits": LABS, "Tacrolimus": rows})).cohort

    assert len(cohort.labs) == 3
    assert len(cohort.treatments) == 0


@pytest.mark.parametrize(
    "heading",
    ["Rituximab", "RTX date", "Rituximab start", "1st rituximab", "MMF start date", "Tac begun"],
)
def test_a_column_of_dates_named_for_a_drug_is_asked_as_its_days(heading):
    rows = [["study_id", "sex", heading], ["K1", "F", DAY(2020, 2, 10)]]
    opened = book({"Visits": LABS, "Children": rows})
    if heading == "Tac begun":  # not all of it is understood
        assert meanings(opened)[heading] != "Treatments.start_date"
        return
    assert meanings(opened)[heading] == "Treatments.start_date"
    assert read(opened, days_of_a_drug="yes").cohort.treatments["start_day"].tolist() == [40]


TEMPLATE = {
    "Patients": [["patient", "sex", "index date"], ["K1", "F", DAY(2020, 1, 1)]],
    "Labs": [["patient", "date", "Up/c (mg/mg)"], ["K1", DAY(2020, 8, 1), 0.1]],
}


def test_beside_the_templates_sheets_it_is_a_query_and_the_page_reads_more():
    opened = open_workbook(
        save(TEMPLATE | {"Rituximab": [["patient", "date"], ["K1", DAY(2020, 2, 10)]]}), "b.xlsx"
    )
    queries = [one for one in read_workbook(opened).problems if one.severity == "query"]

    assert [(one.sheet, one.found) for one in queries] == [("Rituximab", "the sheet 'Rituximab'")]
    assert "srns recipe" in queries[0].remedy
    assert reads_more(opened, propose(opened))


def test_so_is_a_column_whose_cells_name_drugs():
    sheets = {
        "Patients": [
            ["patient", "index date", "maintenance after CYC"],
            ["K1", DAY(2020, 1, 1), "Tac"],
        ],
        "Labs": TEMPLATE["Labs"],
    }
    opened = open_workbook(save(sheets), "b.xlsx")
    queries = [one for one in read_workbook(opened).problems if one.severity == "query"]

    assert [one.cell for one in queries] == ["C1"]
    assert reads_more(opened, propose(opened))


def test_the_template_alone_is_read_as_it_is():
    opened = open_workbook(save(TEMPLATE), "b.xlsx")

    assert not reads_more(opened, propose(opened))


def test_the_recipe_in_a_shell_gives_the_same_courses(tmp_path, capsys):
    days = [["study_id", "date", "dose"], ["K1", DAY(2020, 2, 10), 375]]
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(save({"Visits": LABS, "Rituximab": days}))
    main(["recipe", str(path), "-o", str(tmp_path / "clinic.toml")])

    assert main(["check", str(path), "--recipe", str(tmp_path / "clinic.toml")]) == 0
    assert 'drug = "rituximab"' in (tmp_path / "clinic.toml").read_text()
    capsys.readouterr()

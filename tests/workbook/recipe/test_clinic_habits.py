"""Habits of clinics' own sheets: what is read without a question, and what is asked."""

import datetime

import openpyxl
import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose

DAY = datetime.date


@pytest.fixture
def sheet(tmp_path):
    def write(*rows: list[object]):
        """Write one sheet; return its path and the proposed recipe."""
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        for row in rows:
            page.append(row)
        path = tmp_path / "clinic.xlsx"
        book.save(path)
        return path, propose(open_workbook(path.read_bytes(), path.name))

    return write


def meanings(recipe) -> dict[str, str]:
    return {one.heading: one.means for table in recipe.tables for one in table.columns}


@pytest.mark.parametrize(
    ("child", "day_zero", "visits", "measures"),
    [
        pytest.param("Patient", "1st infusion date", ("Baseline", "3 months", "6 months"),
                     ("UPCR (mg/mg)", "Albumin (g/dL)"), id="English"),
        pytest.param("Patient", "1st infusion date", ("Baseline", "3 months", "6 months"),
                     ("UPCR (mg/mg)", "Albumin (g/dL)", "Date"), id="with the date of each visit"),
        pytest.param("Paciente", "Data 1ª ciclofosfamida", ("Basal", "3 meses", "6 meses"),
                     ("P/C (mg/mg)", "Albumina (g/dL)", "Data"), id="Portuguese"),
        pytest.param("Paciente", "Fecha 1ª ciclofosfamida", ("Basal", "3 meses", "6 meses"),
                     ("Prot/creat (mg/mg)", "Albúmina (g/dL)", "Fecha"), id="Spanish"),
        pytest.param("Patient", "Datum 1. Cyclophosphamid", ("Monat 0", "Monat 3", "Monat 6"),
                     ("Protein/Kreatinin (mg/mg)", "Albumin (g/dL)"), id="German"),
        pytest.param("Patient", "1st infusion date", ("M0", "M3", "M6"),
                     ("UPCR (mg/mg)", "Albumin (g/dL)"), id="short visits"),
    ],
)  # fmt: skip
def test_visits_above_what_was_measured(sheet, child, day_zero, visits, measures):
    above = [each for visit in visits for each in (visit, *[None] * (len(measures) - 1))]
    first = DAY(2012, 1, 10)
    values = [first if name in ("Date", "Data", "Fecha") else 1.5 for name in measures]
    path, recipe = sheet(
        [child, day_zero, *above],
        [None, None, *measures * len(visits)],
        ["K1", first, *values * len(visits)],
        ["K2", first, *values * len(visits)],
    )

    assert not recipe.open_questions
    reading = read_workbook(path, recipe=recipe)
    assert not reading.errors
    labs = reading.cohort.labs
    ratios = labs[(labs["analyte"] == "upcr") & (labs["patient"] == "K1")]
    dated = len(measures) == 3
    assert ratios["day"].tolist() == ([0, 0, 0] if dated else [0, 91, 183])


@pytest.mark.parametrize(
    "heading", ["Date du bilan", "Clinic date", "Date of OPD", "Date xyz", "Lab date (approx)"]
)
def test_a_date_that_may_be_that_of_the_samples_dates_the_results(sheet, heading):
    rows = [["K1", DAY(2012, month, 1), 2.0, 3.0] for month in (1, 2, 3)]
    _, recipe = sheet(["Patient", heading, "UPCR (mg/mg)", "Albumin (g/dL)"], *rows)

    assert meanings(recipe)[heading] == "date"
    asked = [one.asks for one in recipe.open_questions]
    assert asked in ([], [f"Sheet Sheet: is '{heading}' the sample date?"])


@pytest.mark.parametrize(
    "heading", ["Index (1st CyP)", "Index (1st CYC)", "First CYC (index)", "Date of 1st CTX"]
)
def test_the_first_cyclophosphamide_is_day_0(sheet, heading):
    rows = [["K1", DAY(2012, 1, 1), DAY(2012, month, 1), 2.0] for month in (1, 2, 3)]
    _, recipe = sheet(["Patient", heading, "Date", "UPCR (mg/mg)"], *rows)

    assert meanings(recipe)[heading] == "Patients.index_date"
    assert not recipe.open_questions


DIAGNOSES = {
    "lesions": (["MCD", "FSGS (cellular)"], "Patients.histology", 0),
    "mostly lesions": (["MCD", "FSGS", "unclear"], "Patients.histology", 1),
    "diseases": (["SRNS", "SDNS"], "ignore", 0),
    "one lesion": (["SRNS", "SRNS", "FSGS"], "ignore", 0),
}


@pytest.mark.parametrize("heading", ["Dx", "Diagnosis", "Diagnose"])
@pytest.mark.parametrize(("words", "means", "asked"), DIAGNOSES.values(), ids=DIAGNOSES)
def test_a_diagnosis_that_names_lesions_is_the_histology(sheet, heading, words, means, asked):
    rows = [[f"K{n}", word, DAY(2012, 1, 1), 2.0] for n, word in enumerate(words)]
    _, recipe = sheet(["Patient", heading, "Date", "UPCR (mg/mg)"], *rows)

    assert meanings(recipe)[heading] == means
    assert len(recipe.open_questions) == asked


def test_a_diagnosis_beside_the_biopsy_is_left_alone(sheet):
    row = ["K1", "FSGS", "MCD", DAY(2012, 1, 1), 2.0]
    _, recipe = sheet(["Patient", "Diagnosis", "Biopsy", "Date", "UPCR (mg/mg)"], row, row)

    assert meanings(recipe)["Biopsy"] == "Patients.histology"
    assert meanings(recipe)["Diagnosis"] == "ignore"


@pytest.mark.parametrize("heading", ["Creatinine", "Albumin", "UPCR", "Height", "24 h protein"])
def test_nothing_is_asked_about_an_empty_column(sheet, heading):
    rows = [["K1", DAY(2012, month, 1), 2.0, None] for month in (1, 2)]
    path, recipe = sheet(["Patient", "Date", "Up/c (mg/mg)", heading], *rows)

    assert not recipe.open_questions
    assert meanings(recipe)[heading] == "ignore"
    assert not [one for one in read_workbook(path, recipe=recipe).errors if one.cell == "D1"]


@pytest.mark.parametrize("heading", ["Albumin", "UPCR", "24 h protein"])
def test_an_empty_column_that_is_filled_later_is_an_error(sheet, heading):
    columns = ["Patient", "Date", "Up/c (mg/mg)", heading]
    _, recipe = sheet(columns, *[["K1", DAY(2012, month, 1), 2.0, None] for month in (1, 2)])
    path, _ = sheet(columns, *[["K1", DAY(2012, month, 1), 2.0, 3.1] for month in (1, 2)])

    (error,) = [one for one in read_workbook(path, recipe=recipe).errors if one.cell == "D1"]
    assert heading in error.found


@pytest.mark.parametrize(
    ("heading", "word", "asked"),
    [
        pytest.param("Current status", "ESKD", 0, id="an outcome"),
        pytest.param("État actuel", "IRCT", 0, id="French"),
        pytest.param("Estado actual", "fallecido", 0, id="Spanish"),
        pytest.param("aktueller Status", "verstorben", 0, id="German"),
        pytest.param("Vital status", "dead", 1, id="another quantity with a death in it"),
        pytest.param("Info", "transplanted 2019", 1, id="a heading that says nothing"),
        pytest.param("xyz", "kidney failure", 1, id="a heading that is not known"),
    ],
)
def test_a_column_that_tells_of_an_event_is_read_or_asked(sheet, heading, word, asked):
    rows = [[f"K{n}", DAY(2012, 1, 1), each] for n, each in enumerate(("well", word, "CR"))]
    path, recipe = sheet(["Patient", "Index date", heading], *rows)

    assert len(recipe.open_questions) == asked
    recipe = recipe.answered({one.id: "recorded outcome" for one in recipe.open_questions})
    events = read_workbook(path, recipe=recipe).cohort.events
    assert events["patient"].tolist() == ["K1"]


@pytest.mark.parametrize(
    ("typed", "drug"),
    [
        ("CYC IV", "cyclophosphamide"), ("Endoxan IV", "cyclophosphamide"),
        ("cyclophosphamide po", "cyclophosphamide"), ("Tac tabs", "tacrolimus"),
        ("MP pulse", "methylprednisolone"), ("low dose Pred", "prednisolone"),
        ("环磷酰胺冲击", "cyclophosphamide"), ("他克莫司胶囊", "tacrolimus"),
        ("Rituximab infusion", "rituximab"),
    ],
)  # fmt: skip
def test_how_a_drug_is_given_leaves_it_known(sheet, typed, drug):
    rows = [["K1", DAY(2012, 1, 1), DAY(2012, month, 1), 2.0, typed] for month in (1, 2, 3)]
    path, recipe = sheet(["Patient", "Index date", "Date", "UPCR (mg/mg)", "Treatment"], *rows)

    courses = read_workbook(path, recipe=recipe).cohort.treatments
    assert set(courses["drug"]) == {drug}


@pytest.mark.parametrize(
    "heading",
    ["Steroid resistant since", "Date of steroid resistance", "Datum Steroidresistenz",
     "Onset of steroid resistance"],
)  # fmt: skip
def test_the_day_of_resistance_is_an_event(sheet, heading):
    path, recipe = sheet(
        ["Patient", "Index date", heading, "Up/c (mg/mg) baseline"],
        ["K1", DAY(2012, 1, 1), DAY(2011, 12, 1), 2.0],
        ["K2", DAY(2012, 1, 1), DAY(2011, 12, 2), 2.0],
    )

    assert not recipe.open_questions
    events = read_workbook(path, recipe=recipe).cohort.events
    assert events["event"].tolist() == ["steroid resistance"] * 2
    assert events["day"].tolist() == [-31, -30]


@pytest.mark.parametrize("dash", ["-", "–", "—", " - "])
@pytest.mark.parametrize("heading", ["尿蛋白定性", "Urine dipstick", "Teststreifen Protein"])
@pytest.mark.parametrize(
    ("answer", "readings"), [("negative", ["3+", "negative"]), ("none of these: no reading", ["3+"])]
)
def test_what_a_dash_means_beside_readings_of_a_strip_is_asked(sheet, heading, dash, answer, readings):
    rows = [["K1", DAY(2012, month, 1), 2.0, each] for month, each in ((1, "3+"), (2, dash))]
    path, recipe = sheet(["Patient", "Date", "Up/c (mg/mg)", heading], *rows)

    (question,) = recipe.open_questions
    assert answer in question.options
    recipe = recipe.answered({question.id: answer})
    labs = read_workbook(path, recipe=recipe, day_zero="first urine result").cohort.labs
    assert labs[labs["analyte"] == "dipstick"]["day"].tolist() == [0, 31][: len(readings)]

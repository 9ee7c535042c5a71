"""Habits of clinics' own sheets: what is read without a question, and what is asked."""

import datetime
from dataclasses import replace

import openpyxl
import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose
from srns.workbook.recipe.propose_words import NO_READING

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
@pytest.mark.parametrize(("answer", "days"), [("negative", [0, 31]), (NO_READING, [0])])
def test_what_a_dash_means_beside_readings_of_a_strip_is_asked(sheet, heading, dash, answer, days):
    rows = [["K1", DAY(2012, month, 1), 2.0, each] for month, each in ((1, "3+"), (2, dash))]
    path, recipe = sheet(["Patient", "Date", "Up/c (mg/mg)", heading], *rows)

    (question,) = recipe.open_questions
    assert answer in question.options
    recipe = recipe.answered({question.id: answer})
    labs = read_workbook(path, recipe=recipe, day_zero="first urine result").cohort.labs
    assert labs[labs["analyte"] == "dipstick"]["day"].tolist() == days


MANY_OTHER_TESTS = [
    pytest.param(
        ("code", "sex", "date collection", "Protein, g/day"),
        (
            "Sodium, mmol/day",
            "Potassium, mmol/L",
            "Urea, mmol/L",
            "Uric acid, mmol/L",
            "Chloride, mmol/L",
            "Cholesterol, mmol/L",
        ),
        id="English, collected over a day",
    ),
    pytest.param(
        ("Patient", "Geschlecht", "Datum", "Protein/Kreatinin (mg/g)"),
        (
            "Natrium mmol/l",
            "Kalium mmol/l",
            "Harnstoff mmol/l",
            "Cholesterin mmol/l",
            "Chlorid mmol/l",
            "Glukose mmol/l",
        ),
        id="German",
    ),
    pytest.param(
        ("Paciente", "Sexo", "Fecha", "Prot/creat (mg/mg)"),
        (
            "Sodio mmol/L",
            "Potasio mmol/L",
            "Urea mmol/L",
            "Colesterol mmol/L",
            "Cloro mmol/L",
            "Glucosa mmol/L",
        ),
        id="Spanish",
    ),
]


@pytest.mark.parametrize(("ours", "others"), MANY_OTHER_TESTS)
def test_many_other_tests_do_not_turn_a_sheet(sheet, ours, others):
    """Codes such as "AE 6891" begin like headings; seen sideways they outweighed the row above."""
    codes = ("AE 6891", "ED 5791", "TM 5991", "DB 4891", "AE 6892")
    rows = [
        [code, "F", DAY(2021, 3, day + 1), 2.5, *[100 + day] * len(others)]
        for code in codes
        for day in range(2)
    ]
    _, recipe = sheet([*ours, *others], *rows)

    (table,) = recipe.tables
    assert table.children_are == "rows"
    assert meanings(recipe)[ours[0]] == "patient"
    assert meanings(recipe)[ours[3]].startswith("Labs.")


NUMBERED_ROWS = [("A", 1), ("A", 2), ("B", 3), ("B", 4)]


@pytest.mark.parametrize(
    ("headings", "columns", "offered"),
    [
        pytest.param(("Code", "Patient ID"), NUMBERED_ROWS, ["Code", "Patient ID"],
                     id="one counts the samples"),
        pytest.param(("Subject", "Patient"), [("A", 1), ("A", 2), ("B", 1), ("B", 2)],
                     ["Subject", "Patient"], id="neither follows from the other"),
        pytest.param(("Patient", "Subject ID"), [("A", 1), ("A", 1), ("B", 2), ("B", 2)],
                     [], id="both tell the same apart"),
        pytest.param(("Patient", "MRN"), [("A", 11), ("A", 12), ("B", 13), ("B", 14)],
                     [], id="the hospital's number comes last"),
        pytest.param(("Study ID", "Patient"), [("S", 1), ("S", 1), ("T", 2), ("T", 3)],
                     [], id="that of the study comes after those of more"),
        pytest.param(("Patient", "Subject ID"), [("A", None), ("A", 1), ("B", 2), ("B", None)],
                     [], id="where both are filled, they agree"),
    ],
)  # fmt: skip
def test_of_two_columns_that_name_other_children_a_person_chooses(
    sheet, headings, columns, offered
):
    rows = [[*pair, DAY(2021, 3, day + 1), 0.1 * day + 2] for day, pair in enumerate(columns)]
    path, recipe = sheet([*headings, "Date", "UPCR (mg/mg)"], *rows)
    asked = [one for one in recipe.questions if "which column names the child" in one.asks]

    assert [one.options[:-1] for one in asked] == ([tuple(offered)] if offered else [])
    if offered:
        for chosen, children in zip(offered, (0, 1), strict=True):
            answered = recipe.answered({asked[0].id: chosen})
            answered = replace(answered, day_zero="first urine result")
            cohort = read_workbook(path, recipe=answered).cohort
            expected = {str(pair[children]) for pair in columns}
            assert set(cohort.patients["patient"]) == expected


def test_initials_that_are_those_of_a_statistic_are_a_child(sheet):
    path, recipe = sheet(
        ["Patient", "Day", "UPCR (mg/mg)"],
        ["AB 101", 10, 2.5],
        ["SD 102", 10, 2.5],
        ["MW-103", 10, 2.5],
        ["SD", None, 0.1],
    )
    reading = read_workbook(path, recipe=recipe)

    assert set(reading.for_verdicts().cohort.labs["patient"]) == {"AB 101", "SD 102", "MW-103"}


CONTRADICTIONS = [
    pytest.param("Sex", ("F", "M"), "sex", id="sex"),
    pytest.param("Outcome", ("healthy", "diseased"), "recorded_outcome", id="an outcome a visit"),
    pytest.param("Race", ("Asian", "Black"), "race_ethnicity", id="race"),
]


@pytest.mark.parametrize(("heading", "words", "column"), CONTRADICTIONS)
def test_what_rows_of_one_child_contradict_each_other_in_is_unknown_of_it_alone(
    sheet, heading, words, column
):
    path, recipe = sheet(
        ["Patient", heading, "Date", "UPCR (mg/mg)"],
        ["K1", words[0], DAY(2021, 3, 1), 3.0],
        ["K1", words[1], DAY(2021, 4, 1), 2.0],
        ["K1", words[1], DAY(2021, 5, 1), 1.0],
        ["K2", words[0], DAY(2021, 3, 1), 3.0],
    )
    reading = read_workbook(path, recipe=replace(recipe, day_zero="first urine result"))

    contradictions = [one for one in reading.errors if f"'{words[1]}' for patient K1" in one.found]
    assert [one.cell for one in contradictions] == ["B3", "B4"]
    assert all(one.expected.startswith(f"'{words[0]}', as in") for one in contradictions)
    children = reading.for_verdicts().cohort.patients.set_index("patient")
    assert children[column].isna()["K1"]
    assert not children[column].isna()["K2"]
    assert len(reading.for_verdicts().cohort.labs) == 4


def test_two_index_dates_of_one_child_stop_the_reading(sheet):
    path, recipe = sheet(
        ["Patient", "Index date", "Date", "UPCR (mg/mg)"],
        ["K1", DAY(2021, 1, 1), DAY(2021, 3, 1), 3.0],
        ["K1", DAY(2021, 2, 1), DAY(2021, 4, 1), 2.0],
    )

    assert read_workbook(path, recipe=recipe).for_verdicts().cohort is None


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("Ttt en cours", id="French"),
        pytest.param("Laufende Therapie", id="German"),
        pytest.param("Medicação em uso", id="Portuguese"),
        pytest.param("Terapia in corso", id="Italian"),
        pytest.param("IS-Therapie lt. Brief", id="a heading of which a word is not understood"),
    ],
)
def test_drugs_of_a_visit_are_read_whatever_their_heading(sheet, heading):
    _, recipe = sheet(
        ["Patient", "Datum", "Protein/Kreatinin (mg/mg)", heading],
        *([number, DAY(2020, 1, 1 + number), 2.5, "Tacro 2 mg x2"] for number in range(1, 4)),
    )

    assert meanings(recipe)[heading] == "Treatments.drug"

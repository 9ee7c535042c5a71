"""What files of the world and eight invented workbooks turned up: each kind, in small tables."""

import datetime

import pytest

from srns.cohort.dipstick import read_grade
from srns.cohort.histology import HISTOLOGY
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.match_headings import find_visit
from tests.workbook.wild.layouts import assert_accounted, kinds_of_questions
from tests.workbook.wild.reading import book, meanings, proposed, read, results, text

DAY = datetime.date
FIRST = "first urine result"
LABS = [["patient", "date", "Up/c (mg/mg)"], ["A", "2019-01-01", 5], ["B", "2019-01-01", 3]]


# ---------------------------------------------------------------- dates under a heading of days


@pytest.mark.parametrize("heading", ["Giorno", "Day", "Tag", "Día"])
def test_dates_below_a_heading_of_days_are_dates(heading):
    rows = [[DAY(2021, 3, 1), "+++"], ["14/03/2021", "tracce"], [DAY(2021, 3, 20), "neg"]]
    opened = book({"Pt 1": [[heading, "Stick"], *rows, ["?", "neg"]]})
    reading = read(opened, day_zero=FIRST)

    assert kinds_of_questions(opened) == []
    assert [(day, grade) for day, grade, _, _ in results(reading, "dipstick")] == [
        (0, 4), (13, 1), (19, 0)]  # fmt: skip
    assert [one.place for one in reading.errors] == ["Pt 1!A5"]


def test_counted_days_stay_days():
    opened = book({"Pt 1": [["Day", "Up/c (mg/mg)"], [0, 4], [30, 0.5]]})
    assert meanings(opened)["Day"] == "day"


# ---------------------------------------------------------------- what is no drug, and no date


@pytest.mark.parametrize("word", ["Nil", "none", "keine"])
def test_a_strip_without_protein_is_no_drug(word):
    rows = [["K1", f"2020-0{n}-01", one, 1] for n, one in enumerate([word, word, "Trace"], 1)]
    opened = book({"Data": [["patient", "date", "LEEH", "Up/c (mg/mg)"], *rows]})
    assert meanings(opened)["LEEH"] != "Treatments.drug"


def test_a_drug_among_none_is_a_drug():
    rows = [["K1", f"2020-0{n}-01", one, 1] for n, one in enumerate(["none", "none", "MMF"], 1)]
    opened = book({"Data": [["patient", "date", "IS", "Up/c (mg/mg)"], *rows]})
    assert meanings(opened)["IS"] == "Treatments.drug"


@pytest.mark.parametrize("order", ["Petición", "Auftrag", "Richiesta", "Pedido"])
def test_the_number_of_an_order_is_no_date(order):
    lines = [
        f"NHC;F. extracción;{order};Prueba;Resultado;Unidades",
        "0041;15/02/2020 08:15;0041150;Índice proteína/creatinina (orina);6,31;mg/mg",
        "0041;11/05/2020 08:40;0041110;Índice proteína/creatinina (orina);0,18;mg/mg",
        "0041;11/05/2020 08:40;0041110;Proteínas tira (orina);Indicios;",
    ]
    opened = text("\n".join(lines) + "\n")
    reading = read(opened, day_zero=FIRST)

    assert kinds_of_questions(opened) == []
    assert [value for _, value, _, _ in results(reading, "upcr")] == [6.31, 0.18]
    assert results(reading, "dipstick") == [(86, 1.0, "", "")]
    assert reading.errors == ()


def test_the_date_of_an_order_is_still_one_of_the_report():
    assert parse_heading("Fecha de petición").quantity == "date of the report"


# ---------------------------------------------------------------- visits


@pytest.mark.parametrize(
    ("visit", "day"),
    [
        ("20±5 weeks", 140),
        ("Week 12 +/- 2 days", 84),
        ("M6 ± 1 mo", 183),
        ("Visit 3 (±7 days)", None),
    ],
)
def test_how_far_a_visit_may_be_from_its_day_is_not_its_day(visit, day):
    assert find_visit(visit)[0] == day


MISSED = [
    ["Nr.", "1. Gabe CPM", "Baseline", "", "Monat 3", ""],
    ["", "", "Datum", "U-Prot/Krea (mg/mg)", "Datum", "U-Prot/Krea (mg/mg)"],
    ["1", "12.01.2019", "10.01.2019", "8,4", "15.04.2019", "0,12"],
    ["2", "24.02.2019", "21.02.2019", "9,1", "n.d.", "n.d."],
]


def test_a_visit_that_did_not_take_place_is_no_error():
    opened = book({"Kohorte": [*MISSED]})
    reading = read(opened, child="Nr.", ND="not done")

    assert reading.errors == ()
    assert reading.cohort.labs["patient"].tolist() == ["1", "1", "2"]
    assert_accounted(opened, reading)


def test_a_result_without_its_day_is_an_error():
    rows = [*MISSED, ["3", "24.02.2019", "21.02.2019", "9,1", "n.d.", "0,3"]]
    reading = read(book({"Kohorte": rows}), child="Nr.", ND="not done")
    assert [(one.place, one.found) for one in reading.errors] == [
        ("Kohorte!E5", "neither a date nor a day")
    ]


# ---------------------------------------------------------------- outcomes


@pytest.mark.parametrize(
    ("outcome", "event", "day"),
    [
        ("Dialyse seit 22.09.2019", "dialysis", 264),
        ("ESKD, hemodialysis 2019-09-22", "dialysis", 264),
        ("kidney failure 22.09.2019", "kidney failure", 264),
        ("verstorben 22.09.2019 (Sepsis)", "death", 264),
    ],
)
def test_an_outcome_with_its_day_is_an_event_of_that_day(outcome, event, day):
    opened = book({"Kids": [["patient", "Outcome"], ["A", outcome], ["B", "CR"]], "Labs": LABS})
    events = read(opened, day_zero=FIRST).cohort.events

    assert [*zip(events["event"], events["day"], strict=True)] == [(event, day)]


def test_a_death_on_dialysis_leaves_the_day_to_a_person():
    opened = book(
        {
            "Kids": [["patient", "Outcome"], ["A", "died on dialysis 22.09.2019"], ["B", "CR"]],
            "Labs": LABS,
        }
    )
    reading = read(opened, day_zero=FIRST)

    assert reading.cohort.events["day"].isna().all()
    assert any(one.severity == "query" and one.place == "Kids!B2" for one in reading.problems)


# ---------------------------------------------------------------- tables below each other


def test_a_line_of_the_child_and_the_start_is_no_row_of_visits():
    rows = []
    for name, start in (("Smith J", "2020-01-08"), ("Smith K", "2020-02-08")):
        rows += [
            [f"Patient: {name}", None, f"Start of CYC: {start}"],
            ["date", "Up/c (mg/mg)", "albumin (g/L)"],
            [DAY(2020, 2, 9), 8, 17],
            [DAY(2020, 4, 6), 0.1, 38],
            [],
        ]
    opened = book({"Data": rows})
    reading = read(opened)

    assert proposed(opened).questions == ()
    assert reading.cohort.patients["patient"].tolist() == ["Smith J", "Smith K"]
    assert [day for day, _, _, _ in results(reading, "upcr")] == [32, 89, 1, 58]
    assert_accounted(opened, reading)


@pytest.mark.parametrize("heading", ["Kód", "patient"])
def test_tables_side_by_side_have_children_of_their_own(heading):
    opened = book({"Data": [
        [heading, "date", "Up/c (mg/mg)", None, heading, "drug", "start"],
        ["K1", DAY(2021, 1, 4), 7, None, "K1", "MMF", DAY(2021, 1, 11)],
        ["K1", DAY(2021, 4, 6), 2, None, "K2", "Tac", DAY(2021, 2, 8)],
        ["K2", DAY(2021, 2, 1), 9],
        ["K2", DAY(2021, 5, 1), 8],
    ]})  # fmt: skip
    reading = read(opened, child=heading, day_zero=FIRST)
    courses = reading.cohort.treatments

    assert [*zip(courses["patient"], courses["drug"], strict=True)] == [
        ("K1", "mycophenolate mofetil"),
        ("K2", "tacrolimus"),
    ]
    assert_accounted(opened, reading)


# ---------------------------------------------------------------- words and numbers


def test_a_comma_behind_a_zero_is_a_decimal_comma():
    rows = [["A", "2020-01-01", 7.8], ["A", "2020-04-01", "0,15"], ["A", "2020-05-01", "< 0,1"]]
    opened = book({"Data": [["patient", "date", "Up/c (mg/mg)"], *rows]})

    assert [one.answer for one in proposed(opened).questions] == ["yes: read them as points"]
    assert [v for _, v, _, _ in results(read(opened, day_zero=FIRST), "upcr")] == [7.8, 0.15, 0.1]


@pytest.mark.parametrize(
    ("typed", "years"),
    [("3岁2月", 38 / 12), ("7岁", 7), ("5 y 6 m", 5.5), ("18 Monate", 1.5), ("4 ans", 4), (11, 11)],
)
def test_ages_with_their_unit(typed, years):
    opened = book({"Kids": [["patient", "age at diagnosis"], ["A", typed], ["B", 4]], "Labs": LABS})
    reading = read(opened, day_zero=FIRST)

    assert reading.errors == ()
    assert reading.cohort.patients["age_at_diagnosis_years"][0] == pytest.approx(years)


@pytest.mark.parametrize(
    ("word", "grade"), [("nég", 0), ("assenti", 0), ("弱阳性", 1), ("spår", 1)]
)
def test_words_of_strips(word, grade):
    assert read_grade(word) == grade


@pytest.mark.parametrize("word", ["MesPGN", "MsPGN", "MezPGN"])
def test_a_mesangioproliferative_lesion_needs_no_question(word):
    assert (HISTOLOGY.group(word), HISTOLOGY.is_understood(word)) == ("other", True)


@pytest.mark.parametrize("heading", ["m/w", "M/F", "h/m"])
def test_a_heading_that_lists_the_letters_is_the_sex(heading):
    one, two = ("m", "f") if heading == "M/F" else ("m", "w")
    opened = text(f"patient,{heading},day,Up/c (mg/mg)\n1,{one},0,4.2\n2,{two},0,3\n")
    asked = [each.id.partition(":")[0] for each in proposed(opened).questions]

    assert asked == ([] if heading != "h/m" else ["which"])


def child_sheet(name, value):
    return [["Nom", name], ["Sexe", "F"], [], ["Date", "Prot/créat U (g/g)"],
            [DAY(2019, 1, 1), value], [DAY(2019, 4, 1), 0.1]]  # fmt: skip


def test_a_sheet_named_as_the_line_above_its_table_is_of_that_child():
    sheets = {
        "Dupont L.": child_sheet("Dupont L.", 7),
        "Dupont L. (2)": child_sheet("Dupont L.", 5),
    }
    opened = book(sheets)
    reading = read(opened, day_zero=FIRST)

    assert proposed(opened).questions == ()
    assert reading.cohort.patients["patient"].tolist() == [*sheets]


def test_a_sheet_of_another_name_is_asked_about():
    assert kinds_of_questions(book({"Data": child_sheet("Dupont L.", 7)})) == ["child"]


def namesakes(second):
    rows = []
    for line in (["Patient: Novak J.", "MRN: 120304"], ["Patient: Novak J.", f"MRN: {second}"]):
        rows += [line, ["date", "Up/c (mg/mg)"], [DAY(2020, 1, 1), 8], [DAY(2020, 4, 1), 0.1], []]
    return book({"Data": rows})


def test_two_children_of_one_name_above_two_tables_are_told_apart():
    opened = namesakes("150712")
    reading = read(opened, equal_ids="no: different children", day_zero=FIRST)

    assert kinds_of_questions(opened) == ["equal ids"]
    labs = reading.cohort.labs
    assert set(reading.cohort.patients["patient"]) == {"Novak J.", "Novak J. (A7)"}
    assert {*zip(labs["patient"], labs["cell"], strict=True)} == {
        ("Novak J.", "Data!B3"),
        ("Novak J.", "Data!B4"),
        ("Novak J. (A7)", "Data!B8"),
        ("Novak J. (A7)", "Data!B9"),
    }
    assert_accounted(opened, reading)


def test_one_child_above_two_tables_is_not_asked_about():
    assert kinds_of_questions(namesakes("120304")) == []


@pytest.mark.parametrize("word", ["Referenz", "Referentie", "Referensintervall"])
def test_a_column_of_reference_ranges_is_no_day(word):
    rows = [["Datum", "2019-01-01", "2019-02-01", word], ["Albumin g/L", 18, 36, "35-52"],
            ["Kreatinin mg/dL", 0.4, 0.5, "0,3-0,7"], ["Up/c (mg/mg)", 5, 0.1, "<0,2"]]  # fmt: skip
    reading = read(book({"Pt 1": rows}), day_zero=FIRST)

    assert reading.errors == ()
    assert [value for _, value, _, _ in results(reading, "upcr")] == [5, 0.1]

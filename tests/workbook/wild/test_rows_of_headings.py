"""Headings in several rows: measures above their visits, units and forms of dates below."""

import pytest

from tests.workbook.wild.layouts import (
    DAY,
    assert_accounted,
    kinds_of_questions,
    merged,
    run_in_a_shell,
)
from tests.workbook.wild.reading import book, meanings, proposed, read, results

VISITS = ("baseline", "3 mo", "6 mo")
MEASURES = ["Child", "Biopsy", "UPCR mg/mg", "", "", "Albumin g/dl", "", ""]
ONE = ["1", "FSGS", 5, 1.2, 0.1, 1.9, 2.8, 3.6]
TWO = ["2", "MCD", 6, 1.1, 0.2, 1.8, 2.9, 3.7]
UPCR = [(0, 5, "", "mg/mg"), (91, 1.2, "", "mg/mg"), (183, 0.1, "", "mg/mg")]


def below(*visits: object, lead: tuple[object, ...] = ("", "")) -> list[object]:
    return [*lead, *visits, *visits]


LAYOUTS = [
    pytest.param(
        merged([MEASURES, below(*VISITS), ONE, TWO], "C1:E1", "F1:H1"), id="measures merged"
    ),
    pytest.param(
        merged(
            [MEASURES, below(*VISITS), ONE, TWO], "A1:A2", "B1:B2", "C1:E1", "F1:H1"
        ),
        id="identity merged over both rows",
    ),
    pytest.param(book({"Data": [MEASURES, below(*VISITS), ONE, TWO]}), id="nothing merged"),
    pytest.param(
        book({"Data": [["A title"], [], MEASURES, below(*VISITS), ONE, TWO]}),
        id="a title and a blank row above",
    ),
    pytest.param(
        book(
            {
                "Data": [
                    ["", "", *MEASURES[2:]],
                    below(*VISITS, lead=("Child", "Biopsy")),
                    ONE,
                    TWO,
                ]
            }
        ),
        id="identity in the lower row",
    ),
    pytest.param(
        merged(
            [["", "", *MEASURES[2:]], below(*VISITS, lead=("Child", "Biopsy")), ONE, TWO],
            "C1:E1", "F1:H1",
        ),
        id="identity in the lower row, measures merged",
    ),
    pytest.param(
        book(
            {
                "Data": [
                    ["Child", "Biopsy", "UPCR", "", "", "Albumin", "", ""],
                    below(*VISITS),
                    ["", "", *["mg/mg"] * 3, *["g/dL"] * 3],
                    ONE,
                    TWO,
                ]
            }
        ),
        id="measure, visit, unit",
    ),
    pytest.param(
        book(
            {
                "Data": [
                    ["Child", "Biopsy", *["UPCR"] * 3, *["Albumin"] * 3],
                    ["", "", *["mg/mg"] * 3, *["g/dL"] * 3],
                    below(*VISITS),
                    ONE,
                    TWO,
                ]
            }
        ),
        id="measure, unit, visit",
    ),
    pytest.param(
        book({"Data": [MEASURES, below("M0", "M3", "M6", lead=("-", "-")), ONE, TWO]}),
        id="dashes below the identity",
    ),
    pytest.param(
        book(
            {
                "Data": [
                    ["Enfant", "Biopsie", "Prot/créat mg/mg", "", "", "Albumine g/dl", "", ""],
                    below("J0", "3 mois", "6 mois"),
                    ONE,
                    TWO,
                ]
            }
        ),
        id="in French",
    ),
    pytest.param(
        book({"Data": list(map(list, zip(MEASURES, below(*VISITS), ONE, TWO, strict=True)))}),
        id="turned: children in columns",
    ),
]  # fmt: skip


@pytest.mark.parametrize("opened", LAYOUTS)
def test_visits_below_their_measures_are_read_without_a_question(opened):
    assert proposed(opened).questions == ()

    reading = read(opened)
    assert [one for one in results(reading, "upcr") if one[1] in (5, 1.2, 0.1)] == UPCR
    assert [value for _, value, *_ in results(reading, "albumin")][:3] == [1.9, 2.8, 3.6]
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == ["1", "2"]
    assert reading.errors == ()
    assert_accounted(opened, reading)


@pytest.mark.parametrize("visits", [("V1", "V2", "V3"), ("Visit 1", "Visit 2", "Visit 3"),
                                    ("Visite 1", "Visite 2", "Visite 3")])  # fmt: skip
def test_visits_below_their_measures_that_give_no_day_are_asked_once_each(visits):
    opened = book({"Data": [MEASURES, below(*visits), ONE, TWO]})

    assert len(proposed(opened).questions) == 3
    reading = read(opened, visit_visit_1="day 0", visit_visit_2="day 91", visit_visit_3="day 183")
    assert results(reading, "upcr")[:3] == UPCR


def test_a_row_without_a_child_is_no_row_of_headings():
    opened = book({"Data": [["Child", "day", "UPCR (mg/mg)"], ["", 0, 5], ["1", 30, 1]]})

    assert kinds_of_questions(opened) == ["blank identity"]


UNITS = [
    pytest.param(["", "dd/mm/yyyy", "mg/mmol", "g/L"], id="a form of dates, blank for the child"),
    pytest.param(["-", "-", "mg/mmol", "g/L"], id="dashes"),
    pytest.param(["", "DD.MM.YYYY", "(mg/mmol)", "(g/L)"], id="units in brackets"),
    pytest.param(["", "TT.MM.JJJJ", "mg/mmol", "g/l"], id="German"),
    pytest.param(["", "jj/mm/aaaa", "mg/mmol", "g/l"], id="French"),
    pytest.param(["n/a", "dd/mm/aaaa", "mg/mmol", "g/L"], id="Spanish"),
    pytest.param(["", "gg/aa/yyyy", "mg/mmol", "g/L"], id="Turkish"),
    pytest.param(["", "date", "mg/mmol", "g/L"], id="a heading again"),
    pytest.param(["", "", "mg/mmol", "g/L"], id="units alone"),
    pytest.param(["", "text", "mg/mmol", "g/L"], id="another word"),
]


@pytest.mark.parametrize("units", UNITS)
def test_units_below_the_headings_are_used(units):
    opened = book(
        {
            "Data": [
                ["patient", "date", "UPCR", "albumin"],
                units,
                ["1", "06/01/2020", 450, 17],
                ["1", "30/03/2020", 15, 40],
            ]
        }
    )
    recipe = proposed(opened)

    assert recipe.questions == ()
    reading = read(opened)
    units_read = {one.unit for table in recipe.tables for one in table.columns if one.unit}
    assert units_read == {"mg/mmol", "g/L"}
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    ("form", "order"),
    [
        ("dd/mm/yyyy", "day first"),
        ("mm/dd/yyyy", "month first"),
        ("yyyy-mm-dd", "year first"),
        ("MM-DD-YY", "month first"),
        ("TT.MM.JJ", "day first"),
    ],
)
def test_the_order_of_dates_that_the_headings_state_is_used(form, order):
    date = "2020/03/04" if order == "year first" else "03/04/2020"
    opened = book({"Data": [["patient", "date", "UPCR"], ["", form, "mg/mg"], ["1", date, 5]]})
    recipe = proposed(opened)

    assert recipe.questions == ()
    assert recipe.tables[0].columns[1].order == order


def test_a_stated_order_that_the_dates_contradict_is_asked():
    rows = [["patient", "date", "UPCR"], ["", "dd/mm/yyyy", "mg/mg"], ["1", "03/14/2020", 5]]
    (question,) = proposed(book({"Data": rows})).questions

    assert question.options == ("month first", "leave it out")
    assert "states day first" in question.why


def test_a_unit_below_that_contradicts_the_heading_is_asked():
    rows = [["patient", "day", "UPCR (mg/mg)"], ["", "", "mg/mmol"], ["1", 0, 5]]
    (question,) = proposed(book({"Data": rows})).questions

    assert {"Up/c in mg/mg", "Up/c in mg/mmol", "leave it out"} <= set(question.options)


def test_codes_below_a_heading_are_no_child():
    rows = [["patient", "sex", "UPCR", "day"], ["", "M/F", "mg/mg", "days"], ["1", "F", 5, 0]]
    opened = book({"Data": rows})

    assert proposed(opened).questions == ()
    assert meanings(opened)["UPCR (mg/mg)"] == "Labs.upcr"


def test_both_layouts_pass_through_a_shell(tmp_path, capsys):
    dated = [["patient", "date", "UPCR"], ["", "dd/mm/yyyy", "mg/mg"]]
    dated += [["1", f"06/0{month}/2020", 0.1] for month in (1, 2, 3)]
    children = [["patient", "index date"], ["1", DAY(2020, 1, 1)]]
    sheets = {"Labs of all": dated, "Children": children}

    assert run_in_a_shell(tmp_path, {"Data": [MEASURES, below(*VISITS), ONE, TWO]}, {}) == (0, 0, 0)
    assert run_in_a_shell(tmp_path, sheets, {}) == (0, 0, 0)
    assert "To answer" not in capsys.readouterr().out

"""Which urine tests a sheet holds: strips, 24 hours, a ratio of two, a diary, a specimen."""

import datetime
import io

import pytest
from openpyxl import Workbook

from srns.workbook.read_workbook import Reading, read_workbook

DAY = datetime.date
START = DAY(2020, 1, 1)


def read_rows(sheet: str, header: list[object], *rows: list[object]) -> Reading:
    """Read one child whose day 0 is 2020-01-01, with rows of one sheet; dates are days."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Patients"
    page.append(["patient", "index date"])
    page.append(["1", START])
    page = book.create_sheet(sheet)
    page.append(["patient", "date", *header])
    for day, *values in rows:
        page.append(["1", START + datetime.timedelta(days=day), *values])
    stream = io.BytesIO()
    book.save(stream)
    return read_workbook(stream.getvalue())


def labs(reading: Reading, *columns: str) -> list[list[object]]:
    assert reading.cohort is not None, [one.message for one in reading.problems]
    table = reading.cohort.labs[list(columns)].astype(object)
    return table.where(table.notna(), None).values.tolist()


def messages(reading: Reading) -> list[str]:
    return [f"{one.severity}: {one.message}" for one in reading.problems]


@pytest.mark.parametrize(
    ("typed", "grade"),
    [
        pytest.param("negative", 0, id="the word"),
        pytest.param("Neg", 0, id="short"),
        pytest.param("trace", 1, id="trace"),
        pytest.param("+/-", 1, id="trace as a sign"),
        pytest.param("++", 3, id="pluses count"),
        pytest.param("3 +", 4, id="a counted plus"),
        pytest.param("+4", 5, id="plus first"),
        pytest.param("300 mg/dL", 4, id="the concentration beside the field"),
    ],
)
def test_a_strip_is_its_grade(typed, grade):
    reading = read_rows("Labs", ["dipstick"], [30, typed])

    assert messages(reading) == []
    assert labs(reading, "analyte", "value", "unit", "cell") == [["dipstick", grade, "", "Labs!C2"]]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        pytest.param(
            2,
            "error: Labs!C2: found 2; expected dipstick: negative, trace, 1+, 2+, 3+ or 4+. "
            "Type 2+ if it is the grade; 2 may also be g/L.",
            id="a bare number may be grams",
        ),
        pytest.param(
            "see note",
            "error: Labs!C2: found the text 'see note'; expected dipstick: negative, trace, 1+, "
            "2+, 3+ or 4+. Type what the strip showed, or leave the cell blank; as it stands it is "
            "unknown.",
            id="words that are no grade",
        ),
        pytest.param(
            "#N/A",
            "error: Labs!C2: found the error #N/A; expected dipstick: negative, trace, 1+, 2+, 3+ "
            "or 4+. Correct the formula, or type the value.",
            id="a formula's error",
        ),
    ],
)
def test_a_strip_that_cannot_be_read_is_unknown_on_its_day(typed, message):
    reading = read_rows("Labs", ["dipstick"], [30, typed], [60, "1+"])

    assert messages(reading) == [message]
    assert labs(reading, "day", "value") == [[30, None], [60, 2]]
    assert reading.unknown_results == 1


def test_a_dash_is_read_as_blank_and_asked_about():
    reading = read_rows("Labs", ["dipstick"], [30, "-"], [60, "1+"])

    assert messages(reading) == [
        "query: Labs!C2: found the text '-'; expected dipstick: negative, trace, 1+, 2+, 3+ or 4+. "
        "A dash is read as blank: type 'negative' if the strip showed no protein."
    ]
    assert labs(reading, "day", "value") == [[60, 2]]


@pytest.mark.parametrize("absence", ["not done", "not applicable", "unknown"])
def test_a_strip_that_was_not_done_is_no_result(absence):
    reading = read_rows("Labs", ["dipstick"], [30, absence], [60, "1+"])

    assert messages(reading) == []
    assert labs(reading, "day", "value") == [[60, 2]]
    assert reading.cohort.absences[["cell", "reason"]].values.tolist() == [["Labs!C2", absence]]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        pytest.param("24-hour protein (mg/day)", "mg/day", id="of the whole child"),
        pytest.param("24-hour protein (g/day)", "g/day", id="in grams"),
        pytest.param("24h urine protein (g/24h)", "g/day", id="24 h is a day"),
        pytest.param("24-hour protein (mg/m2/day)", "mg/m²/day", id="per body surface"),
        pytest.param("24-hour protein (mg/m2/h)", "mg/m²/h", id="per hour"),
        pytest.param("24-hour protein (mg/kg/day)", "mg/kg/day", id="per weight"),
    ],
)
def test_protein_of_24_hours_keeps_its_unit(header, unit):
    reading = read_rows("Labs", [header], [30, 2.5])

    assert labs(reading, "analyte", "value", "unit") == [["protein_24h", 2.5, unit]]


def test_protein_of_24_hours_without_a_unit_stops():
    reading = read_rows("Labs", ["24-hour protein"], [30, 250])

    assert reading.cohort is None
    assert messages(reading) == [
        "error: Labs!C1: found '24-hour protein' without a unit; expected '24-hour protein "
        "(mg/m²/day)', '24-hour protein (mg/m²/h)', '24-hour protein (mg/day)', '24-hour protein "
        "(g/day)' or '24-hour protein (mg/kg/day)'. Write the unit of the whole column into the "
        "header C1, in brackets."
    ]


@pytest.mark.parametrize(
    ("units", "typed", "result"),
    [
        pytest.param(("mg/dL", "mg/dL"), (15, 75), (0.2, "", "mg/mg"), id="exactly at a limit"),
        pytest.param(("mg/dL", "mg/dL"), (6.6, 33), (0.2, "", "mg/mg"), id="no binary remainder"),
        pytest.param(("g/L", "mg/dL"), (0.15, 75), (0.2, "", "mg/mg"), id="protein in g/L"),
        pytest.param(("g/L", "mmol/L"), (0.1, 5), (20, "", "mg/mmol"), id="in SI at a limit"),
        pytest.param(("mg/dL", "mmol/L"), (10, 5), (20, "", "mg/mmol"), id="mixed units"),
        pytest.param(("mg/dL", "mg/dL"), ("<4", 50), (0.08, "<", "mg/mg"), id="below a limit"),
        pytest.param(("mg/dL", "mg/dL"), (40, "<20"), (2, ">", "mg/mg"),
                     id="dilute urine: the ratio is above"),
        pytest.param(("mg/dL", "mg/dL"), ("≤4", ">50"), (0.08, "<", "mg/mg"),
                     id="both bounds point down"),
        pytest.param(("mg/dL", "mg/dL"), ("<4", "<20"), (None, "", "mg/mg"),
                     id="contradicting bounds: unknown"),
    ],
)  # fmt: skip
def test_a_ratio_is_computed_of_protein_and_creatinine_of_one_row(units, typed, result):
    header = [f"urine protein ({units[0]})", f"urine creatinine ({units[1]})"]
    reading = read_rows("Labs", header, [30, *typed])

    assert messages(reading) == []
    assert labs(reading, "analyte", "value", "bound", "unit", "cell") == [
        ["upcr", *result, "Labs!C2/D2"]
    ]


APART = ["urine protein (mg/dL)", "urine creatinine (mg/dL)", "Up/c (mg/mg)"]


@pytest.mark.parametrize(
    ("row", "found", "said"),
    [
        pytest.param([30, None, None], [], [
            "query: Labs!C2: found urine protein without urine creatinine; expected both of one "
            "urine sample, for its Up/c. Type the other if it was measured; this one alone decides "
            "nothing."], id="protein alone"),
        pytest.param([None, 50, None], [], [
            "query: Labs!D2: found urine creatinine without urine protein; expected both of one "
            "urine sample, for its Up/c. Type the other if it was measured; this one alone decides "
            "nothing."], id="creatinine alone"),
        pytest.param([30, 50, 0.6], [["Labs!E2", 0.6]], [], id="the reported ratio goes first"),
        pytest.param([30, None, 0.6], [["Labs!E2", 0.6]], [], id="nothing lacks beside a ratio"),
        pytest.param([30, 50, 1.6], [["Labs!E2", 1.6]], [
            "query: Labs!C2: found urine protein and creatinine whose ratio is 0.6 mg/mg; expected "
            "about the Up/c of the same row, 1.6. Check the three; the reported Up/c is used."],
            id="a reported ratio that is another"),
        pytest.param(["clotted", 50, None], [["Labs!C2/D2", None]], [
            "error: Labs!C2: found the text 'clotted'; expected urine protein in mg/dL, from 0 to "
            "20000. Type a number, or leave the cell blank."], id="one unreadable: unknown"),
        pytest.param(["not done", "not done", None], [], [], id="not measured"),
    ],
)  # fmt: skip
def test_what_is_measured_apart(row, found, said):
    reading = read_rows("Labs", APART, [30, *row], [60, None, None, 1])

    assert messages(reading) == said
    assert [one for one in labs(reading, "cell", "value") if one[0] != "Labs!E3"] == found


@pytest.mark.parametrize(
    ("typed", "specimen"),
    [
        pytest.param("First morning void", "first morning", id="first morning"),
        pytest.param("FMU", "first morning", id="short"),
        pytest.param("spot", "random", id="spot"),
        pytest.param("cotton ball", None, id="not one of the words"),
        pytest.param("24h collection", "24 h", id="timed, short"),
        pytest.param("24-hour collection", "24 h", id="timed"),
        pytest.param(None, None, id="blank"),
    ],
)
def test_the_specimen_is_one_of_three(typed, specimen):
    reading = read_rows("Labs", ["Up/c (mg/mg)", "specimen"], [30, 0.5, typed])

    assert labs(reading, "specimen") == [[specimen]]
    assert len(messages(reading)) == (typed == "cotton ball")


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        pytest.param("Home diary", "diary", id="a spelling"),
        pytest.param("at home", "diary", id="at home"),
        pytest.param("parents", "diary", id="who read it"),
        pytest.param("Children's Hospital", "Children's Hospital", id="a laboratory as typed"),
        pytest.param(None, None, id="blank is the clinic"),
    ],
)
def test_what_was_read_at_home_is_of_the_diary(typed, source):
    reading = read_rows("Labs", ["dipstick", "source"], [30, "1+", typed])

    assert labs(reading, "source") == [[source]]


@pytest.mark.parametrize("name", ["Diary", "home diary", "Dipsticks"])
def test_a_diary_is_a_sheet_of_its_own_and_needs_no_labs(name):
    reading = read_rows(name, ["dipstick", "note"], [1, "3+", ""], [2, "neg", "holiday"])

    assert messages(reading) == []
    assert labs(reading, "day", "analyte", "value", "source", "cell") == [
        [1, "dipstick", 4, "diary", f"{name}!C2"],
        [2, "dipstick", 0, "diary", f"{name}!C3"],
    ]


def test_an_absence_in_a_diary_is_one_of_labs():
    reading = read_rows("Diary", ["dipstick"], [1, "not done"], [2, "neg"])

    assert reading.cohort.absences[["table", "patient", "cell"]].values.tolist() == [
        ["labs", "1", "Diary!C2"]
    ]


@pytest.mark.parametrize(
    ("upcr", "strip", "said"),
    [
        pytest.param(0.1, "trace", None, id="one step"),
        pytest.param(0.5, "2+", None, id="one step above"),
        pytest.param(0.1, "1+", "0.1 mg/mg (Labs!C2); expected at most one grade between them; "
                     "that Up/c is about negative", id="two steps"),
        pytest.param(3.2, "negative", "3.2 mg/mg (Labs!C2); expected at most one grade between "
                     "them; that Up/c is about 3+", id="a clean strip beside nephrotic urine"),
        pytest.param("<4", "negative", None, id="below 4 may be nothing"),
        pytest.param(">1", "4+", None, id="above 1 may be much"),
    ],
)  # fmt: skip
def test_a_strip_far_from_the_ratio_of_its_day_is_asked_about(upcr, strip, said):
    reading = read_rows("Labs", ["Up/c (mg/mg)", "dipstick"], [30, upcr, strip])

    expected = [] if said is None else [
        f"query: Labs!D2: found dipstick {strip} on the day of Up/c {said}. Check both; the Up/c "
        "goes before the dipstick where a definition judges both."
    ]  # fmt: skip
    assert messages(reading) == expected


def test_strips_of_another_day_or_sheet_are_compared_by_day():
    header = ["Up/c (mg/mg)", "dipstick"]
    reading = read_rows("Labs", header, [30, 3.2, None], [31, None, "negative"])

    assert messages(reading) == []

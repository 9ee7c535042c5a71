"""A column for each day: strips of a diary or results, with the measure in the tab or a title."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbook.wild.layouts import (
    DAY,
    assert_accounted,
    kinds_of_questions,
    merged,
    reasons,
    run_in_a_shell,
)
from tests.workbook.wild.reading import book, meanings, proposed, read, results, text

DAYS = [DAY(2021, 5, 1), DAY(2021, 5, 2), DAY(2021, 5, 13)]
STRIPS = [["A", "3+", "tr", "neg"], ["B", "2+", "", "neg"]]
RATIOS = [["A", 5, 1.2, 0.1], ["B", 6, "", "<0.2"]]
DOWN = [[day, a, b] for day, a, b in zip(DAYS, *(row[1:] for row in STRIPS), strict=True)]
FIRST = "first urine result"


def sheet(days=DAYS, rows=STRIPS, *, tab="Diary May", corner="Child", above=()):
    return book({tab: [*above, [corner, *days], *rows]})


DIARIES = [
    pytest.param(sheet(), id="real dates"),
    pytest.param(sheet(["01.05.2021", "02.05.2021", "13.05.2021"]), id="text dates"),
    pytest.param(sheet(["1 May 2021", "2 May 2021", "13 May 2021"]), id="months by name"),
    pytest.param(sheet(["2021-05-01", "2021-05-02", "2021-05-13"]), id="ISO"),
    pytest.param(
        sheet(["01.05.", "02.05.", "13.05."], tab="Diary 2021"), id="the year in the tab"
    ),
    pytest.param(
        sheet(["01/05", "02/05", "13/05"], above=[["Home diary, 2021"], []]),
        id="the year in the title",
    ),
    pytest.param(sheet(above=[["May 2021"], []]), id="a title that says nothing more"),
    pytest.param(sheet(tab="Dipsticks"), id="a tab of strips"),
    pytest.param(sheet(tab="Sheet1", above=[["Albustix at home"]]), id="a title of strips"),
    pytest.param(sheet(tab="Urintagebuch"), id="in German"),
    pytest.param(sheet(corner="Pt"), id="another word for the child"),
    pytest.param(
        book({"Diary": [["", "Pt 1", "Pt 2"], *DOWN]}),
        id="turned: children across, days down",
    ),
    pytest.param(
        book({"Diary": [["Date", "Pt 1", "Pt 2"], *DOWN]}),
        id="turned, with a word in the corner",
    ),
]  # fmt: skip


@pytest.mark.parametrize("opened", DIARIES)
def test_readings_of_a_diary_are_read_on_their_days(opened):
    assert proposed(opened).questions == ()

    reading = read(opened, day_zero=FIRST)
    found = [(day, value) for day, value, *_ in results(reading, "dipstick")]
    assert found == [(0, 4), (1, 1), (12, 0), (0, 3), (12, 0)]
    assert reading.errors == ()
    assert_accounted(opened, reading)


def test_the_next_month_below_is_a_table_of_its_own():
    june = [DAY(2021, 6, 1), DAY(2021, 6, 2), DAY(2021, 6, 3)]
    opened = sheet(rows=[*STRIPS, [], ["Child", *june], *STRIPS], tab="Diary")
    reading = read(opened, day_zero=FIRST)

    assert len(results(reading, "dipstick")) == 10
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == ["A", "B"]
    assert_accounted(opened, reading)


def test_visits_above_measures_stay_headings():
    rows = [["Child", "baseline", "", "3 mo", ""], ["", *["UPCR (mg/mg)", "Alb (g/dL)"] * 2]]
    opened = merged([*rows, ["A", 5, 2, 0.1, 4]], "A1:A2", "B1:C1", "D1:E1")

    assert proposed(opened).questions == ()
    assert [day for day, *_ in results(read(opened), "upcr")] == [0, 91]


def test_a_result_is_named_by_its_own_cell():
    reading = read(sheet(rows=[["A", "3+", "", "neg"]]), day_zero=FIRST)

    assert reading.cohort is not None
    assert list(reading.cohort.labs["cell"]) == ["Diary May!B2", "Diary May!D2"]
    spoilt = read(sheet(rows=[["A", "3+", "???", "neg"]]), day_zero=FIRST)
    assert [f"{one.sheet}!{one.cell}" for one in spoilt.errors] == ["Diary May!C2"]


RESULTS = [
    pytest.param(sheet(rows=RATIOS, tab="UPCR", above=[["UPCR (mg/mg)"]]), id="in the title"),
    pytest.param(
        sheet(rows=RATIOS, tab="Sheet1", above=[["Urine protein/creatinine (mg/mg)"], []]),
        id="in words above a blank row",
    ),
    pytest.param(
        book({"Data": [["Child", "Sex", *DAYS], *([r[0], "F", *r[1:]] for r in RATIOS),
                       ]}), id="a column beside the days, asked",
    ),
    pytest.param(
        book({"Data": [["Child", *(f"UPCR mg/mg {day}" for day in DAYS)], *RATIOS]}),
        id="in every heading",
    ),
    pytest.param(
        book({"Data": [["Child", *(f"{day} UPCR (mg/mg)" for day in DAYS)], *RATIOS]}),
        id="in every heading, behind the date",
    ),
    pytest.param(
        merged([["Child", "UPCR (mg/mg)", "", ""], ["", *DAYS], *RATIOS], "B1:D1"),
        id="merged above the dates",
    ),
    pytest.param(
        book({"Data": [["Child", "UPCR (mg/mg)", "", ""], ["", *DAYS], *RATIOS]}),
        id="above the first of the dates",
    ),
    pytest.param(
        book({"Data": [["", "UPCR (mg/mg)", "", ""], ["Child", *DAYS], *RATIOS]}),
        id="above, the child in the row of the dates",
    ),
]  # fmt: skip


@pytest.mark.parametrize("opened", RESULTS)
def test_results_are_read_on_their_days_with_the_measure_from_anywhere(opened):
    asked = proposed(opened).questions
    assert [one.id.partition(":")[0] for one in asked] in ([], ["which"])

    reading = read(opened, day_zero=FIRST, which="Up/c in mg/mg")
    assert results(reading, "upcr") == [
        (0, 5, "", "mg/mg"), (1, 1.2, "", "mg/mg"), (12, 0.1, "", "mg/mg"),
        (0, 6, "", "mg/mg"), (12, 0.2, "<", "mg/mg"),
    ]  # fmt: skip
    assert reading.errors == ()
    assert_accounted(opened, reading)


def test_two_measures_above_their_dates_are_read_in_one_row_a_day():
    head = ["Child", "Biopsy", "UPCR mg/mg", "", "Albumin g/dl", ""]
    rows = [head, ["", "", *DAYS[:2], *DAYS[:2]], ["1", "FSGS", 5, 1, 1.9, 2.8]]
    opened = book({"Data": rows})
    reading = read(opened, day_zero=FIRST)

    assert proposed(opened).questions == ()
    assert [value for _, value, *_ in results(reading, "upcr")] == [5, 1]
    assert [value for _, value, *_ in results(reading, "albumin")] == [1.9, 2.8]
    assert reading.cohort is not None
    assert list(reading.cohort.patients["histology"]) == ["FSGS"]
    assert_accounted(opened, reading)


def test_what_the_cells_hold_is_asked_once_where_nothing_says_it():
    opened = sheet(rows=RATIOS, tab="Sheet1")
    (question,) = proposed(opened).questions

    assert "what do the cells below the days hold, from B2 on?" in question.asks
    assert {"Up/c in mg/mmol", "albumin in g/L", "dipstick"} <= set(question.options)
    assert question.options[-1] == "leave it out"
    left = read(opened, which="leave it out")
    assert left.errors
    assert reasons(left)["B2"] == "left out, as answered"
    assert_accounted(opened, left)


def test_the_question_names_the_first_cell_of_a_day_and_not_one_beside():
    opened = book({"Data": [["Child", "Sex", *DAYS], ["A", "F", "", 5, 1]]})
    (question,) = proposed(opened).questions

    assert "from D2 on?" in question.asks


def test_strips_on_a_sheet_that_says_nothing_are_asked():
    (question,) = proposed(sheet(tab="Sheet1")).questions

    assert question.options == ("dipstick", "leave it out")


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(["D1", "D2", "D13"], id="D"),
        pytest.param(["Day 1", "Day 2", "Day 13"], id="Day"),
        pytest.param(["d 1", "d 2", "d 13"], id="small, with a space"),
        pytest.param(["day1", "day2", "day13"], id="without a space"),
    ],
)
def test_numbers_of_days_are_confirmed(days):
    opened = sheet(days)

    assert kinds_of_questions(opened) == ["visits"]
    assert [day for day, *_ in results(read(opened, visits="yes"), "dipstick")][:3] == [1, 2, 13]
    assert read(opened, visits="leave it out").cohort is None


def test_visits_across_below_no_measure_are_read_as_days_are():
    opened = sheet(["baseline", "3 mo", "6 mo"], RATIOS, tab="Sheet1", above=[["UPCR (mg/mg)"]])
    reading = read(opened, visits="yes")

    assert [day for day, *_ in results(reading, "upcr")] == [0, 91, 183, 0, 183]


@pytest.mark.parametrize("corner", ["", "Name of kid"])
def test_children_beside_the_days_without_a_known_heading_are_asked(corner):
    opened = sheet(corner=corner)

    assert kinds_of_questions(opened) == ["child"]
    answer = corner or "the cells without a heading"
    reading = read(opened, child=answer, day_zero=FIRST)
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == ["A", "B"]
    assert_accounted(opened, reading)


def test_a_sheet_a_child_with_its_measures_down_and_its_days_across():
    rows = [["", *DAYS], ["UPCR (mg/mg)", 5, 1, 0.1], ["Albumin (g/dL)", 2, 3, 4]]
    opened = book({"Kid A": rows, "Kid B": rows})
    reading = read(opened, child="the name of the sheet", day="yes", day_zero=FIRST)

    assert [value for _, value, *_ in results(reading, "upcr")] == [5, 1, 0.1] * 2
    assert_accounted(opened, reading)


def test_days_without_a_year_spoil_themselves_loudly():
    reading = read(sheet(["01.05.", "02.05.", "13.05."]), day_zero=FIRST)

    assert {one.cell for one in reading.errors} >= {"B1"}


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(["Child", "date baseline", "date 3 mo", "UPCR (mg/mg) 3 mo"], id="dates"),
        pytest.param(["Child", "baseline", "3 mo", "UPCR (mg/mg) 3 mo"], id="beside results"),
        pytest.param(["Child", "first infusion", "last visit", "UPCR (mg/mg) 3 mo"], id="events"),
    ],
)
def test_dates_of_visits_are_no_days_across(head):
    opened = book({"Data": [head, ["A", DAY(2021, 1, 1), DAY(2021, 4, 1), 1]]})

    assert list(meanings(opened)) == head


@pytest.mark.parametrize("rows", [[], [["A"]], [["", "3+"]], [["A", ""], ["B", ""]]])
def test_a_diary_without_readings_or_children_is_no_dead_end(rows):
    opened = sheet(rows=rows)
    reading = read(opened, blank="no: I will fill them in")

    assert reading.errors
    assert_accounted(opened, reading)


def test_a_table_with_a_column_of_dates_stays_as_it_is():
    head = ["Child", "date", "2021-05-01", "2021-05-02"]
    opened = book({"Data": [head, ["A", DAY(2021, 5, 1), 1, 2]]})

    assert list(meanings(opened)) == head


GRIDS = (
    st.integers(2, 6)
    .flatmap(
        lambda days: st.lists(
            st.lists(
                st.sampled_from(["", "0.1", "<0.2", "1.5", "12"]), min_size=days, max_size=days
            ),
            min_size=1,
            max_size=4,
        )
    )
    .filter(lambda grid: all(any(row) for row in grid))
)


@settings(max_examples=25, deadline=None)
@given(grid=GRIDS)
def test_days_across_are_read_as_the_same_table_with_a_row_a_day(grid):
    days = [f"2021-05-{day:02}" for day in range(1, len(grid[0]) + 1)]
    wide = [["Child", *(f"UPCR mg/mg {day}" for day in days)]]
    wide += [[f"K{number}", *row] for number, row in enumerate(grid)]
    long = [["Child", "date", "UPCR (mg/mg)"]]
    long += [
        [f"K{number}", day, value]
        for number, row in enumerate(grid)
        for day, value in zip(days, row, strict=True)
        if value
    ]
    one, other = (
        read(text("\n".join(map(",".join, rows)) + "\n"), day_zero=FIRST) for rows in (wide, long)
    )

    assert results(one, "upcr") == results(other, "upcr")
    assert one.cohort is not None
    assert other.cohort is not None
    assert list(one.cohort.patients["patient"]) == list(other.cohort.patients["patient"])


def test_days_across_pass_through_a_shell(tmp_path):
    children = [["patient", "index date"], ["A", DAY(2021, 4, 1)], ["B", DAY(2021, 4, 1)]]
    sheets = {"Diary May": [["Child", *DAYS], *STRIPS], "Children": children}
    ratios = {"Sheet1": [["Child", *DAYS], *RATIOS], "Children": children}

    assert run_in_a_shell(tmp_path, sheets, {}) == (0, 0, 0)
    assert run_in_a_shell(tmp_path, ratios, {"which": "Up/c in mg/mg"}) == (0, 0, 0)

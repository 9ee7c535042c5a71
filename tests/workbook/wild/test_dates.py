"""Dates in parts, infusion days alone, and the first infusion beside the date of a visit."""

import pytest

from srns.workbook.values.dates import find_orders
from tests.workbook.wild.reading import book, meanings, proposed, read, results, text


@pytest.mark.parametrize(
    ("headings", "values"),
    [
        ("end_month,end_day,end_year", "6,14,2021"),
        ("end_day,end_month,end_year", "14,6,2021"),
        ("end_year,end_month,end_day", "2021,06,14"),
        ("end day,end month,end year", "14,6,2021"),
        ("stop_dd,stop_mm,stop_yyyy", "14,6,2021"),
    ],
)
def test_a_date_in_three_columns_is_one_date(headings, values):
    opened = text(
        f"study_id,treatment,start_date,{headings},Up/c day 0 (mg/mg)\n"
        f"K1,tacrolimus,2021-01-12,{values},6.1\n"
    )
    (means,) = {one for name, one in meanings(opened).items() if name in headings.split(",")}

    assert means == "Treatments.stop_date"
    assert meanings(opened)["start_date"] == "Treatments.start_date"


def test_the_sample_date_may_be_in_parts():
    opened = text(
        "patient,index date,day,month,year,Up/c (mg/mg)\n"
        "K1,2021-03-01,1,3,2021,6.1\nK1,2021-03-01,31,3,2021,0.1\n"
    )

    assert [day for day, *_ in results(read(opened), "upcr")] == [0, 30]


@pytest.mark.parametrize(
    "tab",
    [
        "Infusions",
        "Infusionen",
        "perfusions",
        "infusiones",
        "IV infusions",
        "CYC infusions",
        "Cyclophosphamide infusions",
        "infusões",
        "infusioni",
        "infüzyonlar",
        "输注",
        "点滴",
    ],
)
def test_days_of_infusions_may_stand_alone(tab):
    opened = book(
        {
            "Laboratory": [["study_id", "date", "Up/c (mg/mg)"], ["K1", "2020-01-05", 6.1]],
            tab: [["study_id", "date"], ["K1", "2020-01-05"], ["K1", "2020-02-01"]],
        }
    )
    reading = read(opened, infusion_days="yes")

    assert reading.cohort.infusions["day"].tolist() == [0, 27]


@pytest.mark.parametrize("tab", ["Albumin infusions", "Follow-up", "Seen"])
def test_days_of_anything_else_are_told_and_not_used(tab):
    opened = book(
        {
            "Visits": [["study_id", "day", "Up/c (mg/mg)"], ["K1", 0, 6.1]],
            tab: [["study_id", "date"], ["K1", "2020-01-05"], ["K1", "2020-02-01"]],
        }
    )
    reading = read(opened)
    fates = reading.ledger.entries.query("sheet == @tab")

    assert len(reading.cohort.infusions) == 0
    assert [one.severity for one in reading.problems if one.sheet == tab] == ["query"]
    assert set(fates[fates["cell"].str.startswith("B")]["outcome"]) == {"ignored"}


@pytest.mark.parametrize(
    "heading", ["first infusion", "1st CYC", "1. Infusion", "Date first infusion", "index date"]
)
def test_the_first_infusion_beside_the_visit_date_is_the_index_date(heading):
    opened = text(
        f"patient,{heading},visit date,Up/c (mg/mg)\n"
        "K1,2021-03-01,2021-03-01,6.1\nK1,2021-03-01,2021-04-02,0.1\n"
    )

    assert meanings(opened)[heading] == "Patients.index_date"
    assert [day for day, *_ in results(read(opened), "upcr")] == [0, 32]


@pytest.mark.parametrize(
    "typed",
    [
        *("2020/4/1", "2020/04/1", "2020/4/01", "2020-4-1", "2020.4.1", "2020年4月1日", "2020 4 1"),
        *("2020/4/1 08:30", "2020/04/01", "2020.04.1", "2020.4.1 8:30", "2020年04月01日"),
    ],
)
def test_the_year_may_stand_first_with_short_months_and_days(typed):
    rows = [["study_id", "date", "Up/c (mg/mg)"], ["K1", typed, 5.0], ["K1", "2020/12/25", 0.1]]
    opened = book({"Data": rows})
    labs = read(opened, day_zero="first urine result").cohort.labs

    assert labs["day"].tolist() == [0, 268]


@pytest.mark.parametrize("typed", ["1/2/3", "20/4/1", "4/1/2", "2020/13/1", "2020/4/32"])
def test_other_short_dates_are_no_dates(typed):
    assert find_orders(typed) == ()


@pytest.mark.parametrize(
    "heading",
    [
        *("1. CYC-Infusion", "1st CYC-infusion", "erste Endoxan-Infusion", "1ère CYC"),
        *("first CYC infusion", "CYC no. 1", "CYC #1", "primera CYC", "ilk CYC", "1st Endoxan"),
    ],
)
def test_the_first_infusion_in_other_words_is_the_index_date(heading):
    rows = [["study_id", heading, "Up/c month 6 (mg/mg)"], ["K1", "2020-01-05", 0.1]]
    opened = book({"Data": [*rows, ["K2", "2020-03-05", 2]]})

    assert meanings(opened)[heading] == "Patients.index_date"


@pytest.mark.parametrize(
    "heading", ["CYC 2nd-Infusion", "letter CYC", "infusion CYC report", "Besuch Infusion x"]
)
def test_dates_that_nothing_explains_are_asked(heading):
    rows = [["study_id", heading, "Up/c month 6 (mg/mg)"], ["K1", "2020-01-05", 0.1]]
    opened = book({"Data": [*rows, ["K2", "2020-03-05", 2]]})
    asked = " ".join(one.asks for one in proposed(opened).questions)

    assert meanings(opened)[heading] != "ignore" or heading in asked

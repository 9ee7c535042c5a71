"""Dates in parts, infusion days alone, and the first infusion beside the date of a visit."""

import pytest

from tests.workbook.wild.reading import book, meanings, read, results, text


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


@pytest.mark.parametrize("tab", ["Rituximab", "Albumin infusions", "Follow-up", "Seen"])
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

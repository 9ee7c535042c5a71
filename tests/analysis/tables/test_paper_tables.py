"""Table 1, the cases, the flow, completeness and exposure, on the paper's children and on few."""

import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest

from srns.analysis.tables.case_table import case_table
from srns.analysis.tables.completeness import Visit, completeness, visits
from srns.analysis.tables.exposure import exposure
from srns.analysis.tables.exposure_table import exposure_table
from srns.analysis.tables.flow_diagram import flow
from srns.analysis.tables.printed_table import PrintedTable
from srns.analysis.tables.table_one import table_one
from srns.cohort.tables import Cohort
from srns.report.table_catalogue import TABLES, Choices
from tests.analysis import cohorts
from tests.analysis.cohorts import PAPER_COHORT, child, judged, labs, treatments

PAPER = judged(PAPER_COHORT)


def cells(table: PrintedTable, column: str = "all") -> dict[str, object]:
    """Give one column by what stands left of it."""
    rows = table.rows
    heading = rows["characteristic"].where(rows["characteristic"] != "", rows["value"])
    return dict(zip(heading, rows[column], strict=True))


def test_table_1_of_the_papers_children():
    found = cells(table_one(PAPER_COHORT, PAPER))

    expected = {
        "Children": "8", "female": "1 (12.5 %)", "male": "7 (87.5 %)",
        "Age at first infusion (years)": "8.25 (3.8–13.1)",
        "initial": "4 (50 %)", "late": "4 (50 %)",
        "Time to steroid resistance (months)": "31.5 (6–81)",
        "MCD": "2 (25 %)", "MCD variant": "4 (50 %)", "FSGS": "2 (25 %)",
        "not done": "4 (50 %)", "No mutations": "2 (25 %)",
        "Variants of unknown significance": "2 (25 %)",
        "tacrolimus": "8 (100 %)", "mycophenolate mofetil": "2 (25 %)", "rituximab": "1 (12.5 %)",
        "Baseline albumin (g/dL)": "<1.15 (<1.0–2.2); 4 of 8 below 1.0",
        "Cyclophosphamide infusions": "6 (4–6)",
        "complete remission": "4 (50 %)", "partial remission": "1 (12.5 %)",
        "no response": "3 (37.5 %)",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    missing = cells(table_one(PAPER_COHORT, PAPER), "missing")
    assert missing["Time to steroid resistance (months)"] == 4
    assert missing["Age at diagnosis (years)"] == 8
    assert found["Age at diagnosis (years)"] == "–"


@pytest.mark.parametrize("by", ["histology", "maintenance", "resistance", "sex"])
def test_the_groups_of_table_1_add_up_to_the_whole(by):
    table = table_one(PAPER_COHORT, PAPER, by).rows
    groups = [name for name in table if name not in ("characteristic", "value", "all", "missing")]
    counted = table[(table["value"] != "") | (table["characteristic"] == "Children")]

    assert len(counted) > 10
    for row in counted.to_dict("records"):
        known = [int(str(row[group]).split()[0]) for group in groups if row[group] != "–"]
        assert sum(known) == int(row["all"].split()[0])


def test_quartiles_come_from_20_children_on():
    ages = [float(age) for age in range(1, 21)]
    patients = pd.DataFrame(
        {"patient": [str(n) for n in range(20)], "age_at_diagnosis_years": ages}
    )
    many = Cohort(patients)

    assert cells(table_one(many, judged(many)))["Age at diagnosis (years)"] == (
        "10.5 [5.75–15.25] (1.0–20.0)"
    )
    few = Cohort(patients.iloc[:19])
    assert cells(table_one(few, judged(few)))["Age at diagnosis (years)"] == "10.0 (1.0–19.0)"


def test_a_group_of_the_workbook_never_takes_the_name_of_a_column():
    patients = PAPER_COHORT.patients.assign(race_ethnicity=["missing", "value"] * 4)
    cohort = cohorts.paper_with(patients=patients)

    table = table_one(cohort, judged(cohort), "race_ethnicity").rows

    assert list(table)[2:] == ["all", "missing (group)", "value (group)", "missing"]


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("name", list(TABLES))
def test_every_table_of_few_children_has_words_and_no_nan(name, n):
    cohort = cohorts.first_children(n)
    table = TABLES[name](cohort, judged(cohort), Choices())

    shown = table.rows.to_csv() + " ".join(table.notes)
    assert not re.search(r"\b(nan|inf|NaT|<NA>)\b", shown, re.IGNORECASE)
    assert table.title


@pytest.mark.parametrize("name", list(TABLES))
def test_no_table_depends_on_the_order_of_the_rows(name):
    turned = replace(
        PAPER_COHORT,
        labs=PAPER_COHORT.labs.iloc[::-1].reset_index(drop=True),
        infusions=PAPER_COHORT.infusions.iloc[::-1].reset_index(drop=True),
        events=PAPER_COHORT.events.iloc[::-1].reset_index(drop=True),
    )

    here = TABLES[name](PAPER_COHORT, PAPER, Choices()).rows
    there = TABLES[name](turned, judged(turned), Choices()).rows
    pd.testing.assert_frame_equal(here, there)


def test_the_cases_are_the_papers_table_1():
    rows = case_table(PAPER_COHORT, PAPER).rows.set_index("characteristic")

    assert list(rows.loc["Histology"]) == [
        "MCD", "MCD", "MCD/IgM", "MCD/C1q", "FSGS", "MCD/mesangial expansion", "MCD/IgM", "FSGS",
    ]  # fmt: skip
    assert list(rows.loc["Baseline albumin (g/dL)"]) == [
        "<1.0", "<1.0", "1.3", "<1.0", "1.7", "2.2", "1.8", "<1.0",
    ]  # fmt: skip
    assert list(rows.loc["Response"]) == ["CR", "CR", "NR", "PR", "NR", "CR", "CR", "NR"]
    time_to_remission = rows.loc["Time from last infusion to remission (months)"]
    assert time_to_remission["7"] == "-1.5 (after infusion 4)"
    assert rows.loc["Recorded time to remission (months)", "7"] == "After 4th CTX infusion"
    assert rows.loc["Methylprednisolone", "1"] == "with infusion 4, 5"
    assert rows.loc["Genetic testing", "1"] == "not done"
    status = "Status at last follow-up (years from the last infusion)"
    assert rows.loc[status, "4"] == "partial remission (1.3)"


def test_more_than_20_children_get_no_table_of_cases_but_a_reason():
    many = Cohort(pd.DataFrame({"patient": [str(n) for n in range(21)]}))
    table = case_table(many, judged(many))

    assert table.rows.empty
    assert "there are 21" in table.notes[0]


def steps(cohort: Cohort, **more) -> dict[str, int]:
    rows = flow(cohort, judged(cohort), **more).rows
    return dict(zip(rows["what"], rows["n"], strict=True))


def test_the_flow_loses_nobody_without_a_reason_and_keeps_the_zeros():
    found = steps(PAPER_COHORT, rows_in_sheet=8, rows_left_out={})

    assert found["Filled rows of the sheet Patients"] == found["Children with a verdict"] == 8
    assert found["No Up/c in the workbook"] == 0
    assert found["Unclassified"] == 0


def test_every_child_left_out_of_the_flow_stands_under_its_first_reason():
    results = [
        ("1", 10, "upcr", 0.1, "", "mg/mg"), ("2", -5, "upcr", 3.0, "", "mg/mg"),
        ("3", None, "upcr", 3.0, "", "mg/mg"), ("5", 10, "upcr", 3.0, "", "mg/mg"),
    ]  # fmt: skip
    cohort = cohorts.paper_with(
        labs=labs(*results), patients=PAPER_COHORT.patients.iloc[:5].reset_index(drop=True)
    )
    found = steps(cohort, rows_in_sheet=7, rows_left_out={"an example row of the template": 1})

    assert found["Row is an example row of the template"] == 1
    assert found["Row does not add a child"] == 1
    assert found["No Up/c in the workbook"] == 1
    assert found["No index date and no infusion, so no day 0"] == 1
    assert found["No Up/c after day 0"] == 1
    assert found["Children with a urine result after day 0"] == 2
    assert found["Not evaluable: missing data could change the verdict"] == 1
    assert found["Children with a verdict"] == found["No response"] == 1


def test_the_visits_leave_no_day_over_and_take_none_twice():
    chosen = visits()

    for here, after in itertools.pairwise(chosen):
        assert after.first_day == here.last_day + 1


def test_a_rule_is_decidable_only_where_its_tests_are():
    # Child 1: low Up/c without albumin cannot be told; child 2: 3.0 is certainly no remission.
    results = [
        *(("1", day, "upcr", 0.1, "", "mg/mg") for day in (10, 11, 12)),
        ("2", 10, "upcr", 3.0, "", "mg/mg"),
    ]
    cohort = cohorts.first_children(2)
    cohort = replace(cohort, labs=labs(*results))
    table = completeness(cohort, judged(cohort), [Visit("first", 1, 20)]).rows

    assert list(table["complete remission decidable"]) == ["1 of 2", "1 of 2"]
    assert list(table["Up/c"]) == ["2 of 2", "2 of 2"]
    assert list(table["albumin"]) == ["0 of 2", "0 of 2"]


def test_the_ladder_of_the_paper_adds_up():
    found = exposure(PAPER_COHORT).set_index("patient")

    assert list(found["infusion_mg_m2"]) == [
        4250, 5250, 5250, 5250, 5250, 5250, 5250, 3250,
    ]  # fmt: skip
    assert found.loc["7", "total_mg_m2_bound"] == ">="  # the oral course before has no dose
    assert "course without a dose" in found.loc["7", "lacking"]
    assert set(exposure_table(PAPER_COHORT).rows["total (mg/kg)"]) == {"unknown"}


def test_a_child_of_whom_no_dose_is_recorded_is_not_said_to_have_had_none():
    """A workbook may tell the day of the first infusion, and nothing of any dose."""
    cohort = replace(child(), infusions=child().infusions.iloc[:0])
    found = exposure(cohort).iloc[0]

    assert found[["infusion_mg_m2", "course_mg_m2", "total_mg_m2", "total_mg_kg"]].isna().all()
    assert found["lacking"] == "no infusion and no course recorded"
    assert exposure_table(cohort).rows.loc[0, "total (mg/m²)"] == "unknown"
    assert cells(table_one(cohort, judged(cohort)))["Cyclophosphamide infusions"] == "–"


BODY = (("1", 0, "height", 180.0, "", "cm"), ("1", 0, "weight", 80.0, "", "kg"))


def oral(*course: object, **columns: object) -> pd.Series:
    """Give the exposure of one child with one infusion of 500 mg/m² (12.5 mg/kg) and a course."""
    cohort = replace(
        child(**columns),
        labs=labs(*BODY),
        treatments=treatments(("1", "cyclophosphamide", *course)),
    )
    return exposure(cohort).iloc[0]


@pytest.mark.parametrize(
    ("course", "mg_kg", "bound"),
    [
        pytest.param((0, 83, 2, "mg/kg/day"), 12.5 + 168, "", id="12 weeks at 2 mg/kg a day"),
        pytest.param((0, 83, 2, "mg/kg", "daily"), 12.5 + 168, "", id="frequency on its own"),
        pytest.param((0, 9, 80, "mg", "twice a day"), 12.5 + 20, "", id="mg, twice a day"),
        pytest.param((0, 9, 80, "mg/m2", "daily"), 12.5 + 20, "", id="mg/m², by surface"),
        pytest.param((0, 9, 2, "mg/kg"), 12.5, ">=", id="no frequency"),
        pytest.param((0, None, 2, "mg/kg/day"), 12.5, ">=", id="no stop"),
        pytest.param((9, 0, 2, "mg/kg/day"), 12.5, ">=", id="stops before it starts"),
        pytest.param((0, 9, None, "mg/kg/day"), 12.5, ">=", id="no dose"),
        pytest.param((0, 9, 2, "tablets", "daily"), 12.5, ">=", id="strange unit"),
    ],
)
def test_routes_and_courses_are_summed_or_the_sum_is_a_lower_bound(course, mg_kg, bound):
    found = oral(*course)

    assert found["total_mg_kg"] == pytest.approx(mg_kg)
    assert found["total_mg_kg_bound"] == bound
    assert bool(found["lacking"]) == bool(bound)


def test_an_intravenous_course_is_not_counted_beside_its_infusions():
    found = oral(0, 150, 1000, "mg/m2", "monthly", "maintenance", "IV CTX")

    assert (found["courses"], found["total_mg_m2"], found["total_mg_m2_bound"]) == (0, 500, "")

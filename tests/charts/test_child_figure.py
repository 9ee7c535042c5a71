"""What the figure of one child says of doses, gaps, kidneys, and what nobody recorded."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

import srns
from srns.charts.chart_data import PatientChartData, patient_chart_data
from srns.charts.course_rows import event_levels, rows_under
from srns.charts.drug_lanes import drug_gaps
from srns.charts.long_gaps import dose_summary, missed_infusions
from srns.charts.small_multiples import share_axes, small_panel
from srns.charts.threshold_labels import LINE, spread
from srns.charts.timeline import panel_bands, timeline
from srns.charts.timeline_table import timeline_table
from srns.charts.timeline_words import describe
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.unit_systems import CONVENTIONAL, SI
from srns.rules.classify import classify
from tests.charts.cohort import HADDAD, labs, made_up, story
from tests.dashboard.cohorts import NEPHROTIC
from tests.rules.clinical import gather_children


def child(words: str) -> PatientChartData:
    found = classify(gather_children((("1", words),)), HADDAD)
    return patient_chart_data(found.cohort, found, "1", CONVENTIONAL)


def paper_child(patient: str) -> PatientChartData:
    found = srns.classify(srns.load_haddad2021())
    return patient_chart_data(found.cohort, found, patient, CONVENTIONAL)


def drawn_rows(data: PatientChartData) -> list[dict[str, Any]]:
    spec = timeline(data, HADDAD, CONVENTIONAL).to_dict()
    return [row for rows in spec["datasets"].values() for row in rows]


def test_a_long_silence_is_dotted_and_breaks_the_line():
    """Day 130 to 400: nobody looked for 8.9 months."""
    data = story("A")

    assert data.long_gaps["words"].tolist() == ["no result for 8.9 months"]
    stretches = {row["day"]: row["stretch"] for row in drawn_rows(data) if "stretch" in row}
    assert stretches[130] != stretches[400]
    assert stretches[40] == stretches[130]
    assert "Dotted: no result for 8.9 months." in describe(data, HADDAD, CONVENTIONAL)


@pytest.mark.parametrize(
    ("days", "missed"),
    [
        pytest.param([0, 30, 60, 90], [], id="one a month"),
        pytest.param([0, 30, 90, 120], [60], id="one left out"),
        pytest.param([0, 30, 60, 150], [90, 120], id="two left out"),
        pytest.param([0, 30, 60, 100], [], id="a late one is none left out"),
        pytest.param([0, 90], [], id="of two, none can be told"),
    ],
)
def test_an_infusion_is_missed_by_the_childs_own_distance(days: list[int], missed: list[int]):
    infusions = pd.DataFrame(
        {
            "day": days,
            "month": [day / DAYS_PER_MONTH for day in days],
            "cyclophosphamide_mg_m2": [500.0] * len(days),
            "cell": ["Infusions!C2"] * len(days),
        }
    )

    found = missed_infusions(infusions)

    assert [round(month * DAYS_PER_MONTH) for month in found["month"]] == missed


def test_an_infusion_recorded_with_no_dose_is_one_not_given():
    infusions = pd.DataFrame(
        {"day": [0, 30], "month": [0.0, 1.0], "cyclophosphamide_mg_m2": [500, 0],
         "cell": ["Infusions!C2", "Infusions!C3"]}
    )  # fmt: skip

    assert missed_infusions(infusions)["words"].tolist() == ["recorded as not given (Infusions!C3)"]


def test_doses_stand_beside_the_infusions():
    assert "500, 750, 4 × 1000 mg/m²" in [row.get("words") for row in drawn_rows(paper_child("7"))]
    assert dose_summary(pd.DataFrame({"cyclophosphamide_mg_m2": [None, None]})) == ""


def test_the_drugs_of_the_paper_are_drawn_although_they_have_no_day():
    data = paper_child("1")
    rows = rows_under(data)

    assert rows[:3] == ["infusions", "tacrolimus", "mycophenolate\nmofetil"]
    undated = data.undated_drugs.set_index("drug")
    assert undated.loc["tacrolimus", "until"] == 0.0  # prior: before day 0
    assert undated.loc["mycophenolate mofetil", "until"] == data.last_month
    assert undated.loc["mycophenolate mofetil", "words"] == (
        "prior; maintenance 300 mg/m2 twice a day; undated"
    )
    assert "courses without a day (tacrolimus, prior; undated; mycophenolate mofetil" in describe(
        data, HADDAD, CONVENTIONAL
    )


def test_the_time_between_two_courses_of_a_drug_is_a_gap():
    data = child(
        f"tacrolimus from day 0 to day 90; tacrolimus from day 150 to day 300; {NEPHROTIC}; "
        "day 200: Up/c 5"
    )

    assert drug_gaps(data.treatments)["words"].tolist() == ["no tacrolimus recorded for 60 days"]


def test_a_dose_goes_before_the_words_of_a_course_without_a_day():
    data = child(
        f"tacrolimus from day 0 to day 90; tacrolimus from day 150 to day 300; {NEPHROTIC}; "
        "day 200: Up/c 5"
    )
    prior = {"drug": "tacrolimus", "month": -1.0, "until": 10.0, "cell": "Treatments!B2"}
    undated = pd.DataFrame([{**prior, "words": "prior; undated", "short": "prior; undated"}])
    dosed = data.treatments.assign(dose=[2.0, 1.0], dose_unit="mg", frequency="twice a day")
    words = [
        row.get("words")
        for row in drawn_rows(replace(data, treatments=dosed, undated_drugs=undated))
        if "late" in row
    ]

    assert words == ["2 mg twice a day", "1 mg twice a day"]


def test_estimated_gfr_has_a_panel_where_it_can_be_computed():
    cohort = made_up()
    creatinine = labs(("A", 60, "creatinine", 0.5, ""), ("A", 60, "height", 120, ""))
    creatinine["unit"] = ["mg/dL", "cm"]
    cohort = replace(
        cohort,
        labs=pd.concat([cohort.labs, creatinine], ignore_index=True),
        patients=cohort.patients.assign(sex="male", age_at_first_infusion_years=8.0),
    )
    data = patient_chart_data(cohort, classify(cohort, HADDAD), "A", CONVENTIONAL)

    assert panel_bands(data).keys() == {"upcr", "albumin", "egfr"}
    assert "1 estimate of kidney function" in describe(data, HADDAD, CONVENTIONAL)
    assert "egfr" not in panel_bands(story("B"))


def test_every_point_says_whether_and_why_it_counted():
    counted = story("A").upcr.set_index("day")["counted"].to_dict()

    assert counted[-10] == "no: baseline, on or before day 0"
    assert counted[70] == "yes: it decided the verdict"
    assert counted[40] == "yes, without deciding"
    albumin = story("A").albumin["counted"].tolist()
    assert albumin == ["yes: with the visit of day 130, which decided the verdict"]


def test_names_of_events_on_near_days_have_rows_of_their_own():
    data = child(
        f"infusion on day 0; infection on day 40; relapse on day 45; transplant on day 700; "
        f"{NEPHROTIC}; day 30: Up/c 5"
    )

    assert event_levels(data) == [0, 1, 0]
    assert rows_under(data)[-2:] == ["events", " "]


def test_the_axis_can_be_zoomed_and_what_stands_beside_it_stays():
    spec = timeline(story("A"), HADDAD, CONVENTIONAL).to_dict()
    (zoom,) = spec["params"]

    assert (zoom["bind"], zoom["select"]["encodings"]) == ("scales", ["x"])
    assert zoom["select"]["zoom"] == "wheel![event.shiftKey]"  # the wheel alone scrolls the page


def test_the_table_holds_what_the_figure_draws():
    table = timeline_table(paper_child("7"))

    counted = table["what"].value_counts().to_dict()
    assert counted["Up/c"] == 19
    assert counted["infusion"] == 6
    assert counted["course without a day"] == 2
    assert table.loc[table["what"] == "infusion", "value"].tolist()[0].startswith("500 mg/m²")
    assert table.loc[table["what"] == "Up/c", "cell"].notna().all()
    assert timeline_table(story("B"))["patient"].unique().tolist() == ["B"]


def test_panels_of_one_figure_share_both_axes():
    stories = [story(patient) for patient in "ABC"]
    axes = share_axes(stories, HADDAD, CONVENTIONAL)
    specs = [
        small_panel(data, data.patient, "no response", HADDAD, CONVENTIONAL, axes=axes).to_dict()
        for data in stories
    ]

    for channel in ("x", "y"):
        domains = {
            tuple(layer["encoding"][channel]["scale"]["domain"])
            for spec in specs
            for layer in spec["layer"]
            if layer.get("encoding", {}).get(channel, {}).get("field") in ("month", "drawn")
        }
        assert len(domains) == 1
    assert share_axes([], HADDAD, CONVENTIONAL) is None


def test_in_si_all_is_in_si():
    found = srns.classify(srns.load_haddad2021(), units="SI")
    data = patient_chart_data(found.cohort, found, "7", SI)
    spec = timeline(data, HADDAD, SI).to_dict()
    rows = [row for rows in spec["datasets"].values() for row in rows]

    assert "CR < 22.624" in [row.get("text") for row in rows]
    assert not [row["lacked"] for row in rows if "mg/mg" in str(row.get("lacked"))]


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        pytest.param([10.0, 60.0], [10.0, 60.0], id="far apart: where the lines are"),
        pytest.param([50.0, 50.0], [50.0 - LINE / 2, 50.0 + LINE / 2], id="on one line"),
        pytest.param([0.0, 1.0], [0.0, LINE], id="at the top they move down"),
        pytest.param([100.0, 99.0], [100.0, 100.0 - LINE], id="at the bottom they move up"),
        pytest.param([], [], id="none"),
    ],
)
def test_names_are_moved_apart_as_little_as_needed(places: list[float], moved: list[float]):
    assert spread(places, 0, 100) == pytest.approx(moved)

"""A registry's pages show the numbers that the ordinary pages show of the same children."""

import pandas as pd
import pytest

import srns
from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED, TimeQuestion
from srns.cohort.errors import InputError
from srns.panels import registry_panels, response_counts
from srns.panels.courses import timeline
from srns.panels.headline import headline
from srns.panels.registry_panels import RegistryView
from srns.panels.remission_times import duration_of_remission, time_to_remission
from srns.panels.response_counts import REMISSIONS
from srns.panels.verdict_tables import evidence
from srns.registry.opened_registry import open_registry
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import simulate

CHILDREN = SimulationSettings(200, seed=7, visit_days=90, years=2.5, unreadable=0.0, diaries=0.0)
FILTERS = [
    pytest.param({}, id="all children"),
    pytest.param({"histology": ["FSGS"]}, id="one histology"),
    pytest.param({"histology": ["MCD", "other"], "resistance": ["late"]}, id="two filters"),
    pytest.param({"regimen": ["not recorded", "cyclosporine"]}, id="by regimen, one of nobody"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("registry")


@pytest.fixture(scope="module")
def registry(folder):
    simulate(folder / "tidy", CHILDREN, "tidy")
    srns.run_registry(
        [folder / "tidy"], folder / "out", definitions=["haddad_2021", "ipna_2022"], parts=3,
        for_dashboard=True,
    )  # fmt: skip
    return open_registry(folder / "out")


@pytest.fixture(scope="module")
def workbook(folder):
    simulate(folder / "same.xlsx", CHILDREN, "xlsx")
    return srns.read_workbook(folder / "same.xlsx")


@pytest.fixture(scope="module", params=["haddad_2021", "ipna_2022"])
def definition(request):
    return request.param


def both(registry, workbook, definition, filters):
    known = srns.view(workbook, definition)
    there = {
        name: [each for each in groups if each in set(known.groups[name])]
        for name, groups in filters.items()
    }
    ours = RegistryView(registry, registry.definitions[definition], filters=filters)
    return ours, srns.view(workbook, definition, filters=there)


def in_one_order(table: pd.DataFrame) -> pd.DataFrame:
    columns = ["group", "response", "n", "of", "percent", "low", "high"]
    return table[columns].sort_values(["group", "response"], ignore_index=True)


@pytest.mark.parametrize("filters", FILTERS)
def test_counts_are_those_of_the_ordinary_pages(registry, workbook, definition, filters):
    ours, known = both(registry, workbook, definition, filters)

    assert registry_panels.headline(ours) == headline(known)
    for name, by in (("histology", "histology"), ("resistance", "resistance"),
                     ("regimen", "maintenance")):  # fmt: skip
        wanted = response_counts.response_counts(known, by, REMISSIONS)
        table = registry_panels.remission_by(ours, name).table
        pd.testing.assert_frame_equal(in_one_order(table), in_one_order(wanted), check_dtype=False)


@pytest.mark.parametrize("filters", FILTERS[:2])
@pytest.mark.parametrize("response", RESPONSES_TIMED)
@pytest.mark.parametrize("by", ["", "histology"])
def test_curves_are_those_of_the_ordinary_pages(registry, workbook, filters, response, by):
    ours, known = both(registry, workbook, "ipna_2022", filters)
    question = TimeQuestion(response=response, origin="day 0", by=by)
    asked = {"response": response, "origin": "day 0", "by": by}

    for mine, wanted in (
        (registry_panels.waiting(ours, question), time_to_remission(known, **asked)),
        (registry_panels.lasting(ours, question), duration_of_remission(known, **asked)),
    ):
        pd.testing.assert_frame_equal(mine.table, wanted.table, check_dtype=False)


def test_a_child_has_the_verdict_the_timeline_and_the_evidence_of_its_own_page(
    registry, workbook, folder, definition
):
    ours, known = both(registry, workbook, definition, {})
    written = pd.read_parquet(folder / "out" / "verdicts").set_index(["patient", "definition"])
    for patient in registry.first_children(3):
        mine = registry_panels.view_of_child(ours, patient)
        row = written.loc[(patient, definition)]
        found = mine.classification.outcomes.iloc[0]
        assert found["response"] == row["response"]
        assert pd.isna(found["onset_day"]) == pd.isna(row["onset_day"])
        assert pd.isna(found["onset_day"]) or found["onset_day"] == row["onset_day"]
        rows = evidence(mine, patient=patient).table
        wanted = evidence(known, patient=patient).table
        unlike = [each for each in rows if "cell" in each]
        pd.testing.assert_frame_equal(
            rows.drop(columns=unlike), wanted.drop(columns=unlike), check_dtype=False
        )
        assert rows["Up/c cell"].str.contains("results file 0, row ").any()
        drawn, same = (timeline(each, patient=patient).table for each in (mine, known))
        unlike = [each for each in drawn if "cell" in each]
        pd.testing.assert_frame_equal(
            drawn.drop(columns=unlike), same.drop(columns=unlike), check_dtype=False
        )


def test_a_child_that_is_not_there_is_named(registry):
    view = RegistryView(registry, registry.definitions["haddad_2021"])

    with pytest.raises(InputError, match="found no child 'Nobody'"):
        registry_panels.view_of_child(view, "Nobody")


def test_a_folder_without_pages_says_what_makes_them(tmp_path):
    with pytest.raises(InputError, match="--for-dashboard"):
        open_registry(tmp_path)

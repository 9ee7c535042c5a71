"""Every chart, through `to_dict()`, for every kind of cohort: valid, worded, with its cells."""

import json
import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

import srns
from srns.analysis.definitions.comparison import compare
from srns.analysis.definitions.specification_curve import specification_curve as count_choices
from srns.analysis.definitions.specification_results import describe_curve
from srns.analysis.tables.exposure import exposure
from srns.charts.chart_data import CONVENTIONAL
from srns.charts.curves import visits_chart
from srns.charts.definition_matrix import cells_of, definition_matrix
from srns.charts.exposure import exposure_bars
from srns.charts.gap_map import gap_map
from srns.charts.small_multiples import share_axes, small_panel
from srns.charts.specification_curve import specification_curve
from srns.cohort.errors import InputError
from srns.cohort.tables import Cohort
from srns.report.figure_catalogue import FIGURES, FigureChoices, child_story, make_figure
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.gaps import gap_grid, occasions_alone
from srns.rules.load_definition import load_definition
from tests.charts.cohort import made_up, with_kidney_function
from tests.dashboard.cohorts import cohort_of

HADDAD, CLOSED = load_definition("haddad_2021"), load_definition("haddad_2021_closed")
NAMES = {each.id: each.name for each in (HADDAD, CLOSED)}
COHORTS: dict[str, Callable[[], Cohort | None]] = {
    "the paper": lambda: srns.load_haddad2021().cohort,
    "tacrolimus without infusions": lambda: cohort_of("oral"),
    "diary only": lambda: cohort_of("diary"),
    "three lines": lambda: cohort_of("three lines"),
    "censored and unknown results": made_up,
    "creatinine and height": with_kidney_function,
    "one child": lambda: cohort_of("one child"),
    "none": lambda: cohort_of("none"),
}


def bars(found: Classification) -> Any:
    table = exposure(found.cohort)
    table = table[table["total_mg_m2"].notna()].rename(
        columns={"total_mg_m2": "dose", "total_mg_m2_bound": "bound"}
    )
    if table.empty:
        raise InputError("found no dose.")
    return exposure_bars(table, [(200.0, "a mark")], "mg/m²", "Dose", HADDAD)


def matrix(found: Classification) -> Any:
    compared = compare(found.cohort, [HADDAD, CLOSED])
    cells = cells_of(compared.matrix, compared.onset_days, HADDAD.id, NAMES)
    return definition_matrix(cells, HADDAD, HADDAD.id)


def curve(found: Classification) -> Any:
    counts = count_choices(found.cohort, [HADDAD])
    said = describe_curve(counts, "complete remission")
    return specification_curve(counts, NAMES, "complete remission", said, HADDAD)


def visits(found: Classification) -> Any:
    times = srns.times(found)
    return visits_chart(times.visits, times.response_curves, "Between visits", HADDAD)


def panel(found: Classification) -> Any:
    """Draw one panel as the page has it, on the axes of all."""
    children = [str(each) for each in found.cohort.patients["patient"]]
    stories = [child_story(found, child, CONVENTIONAL) for child in children]
    if not stories:
        raise InputError("found no child.")
    axes = share_axes(stories, HADDAD, CONVENTIONAL)
    return small_panel(
        stories[0], children[0], "no response", HADDAD, CONVENTIONAL, axes=axes, alone=True
    )


def gaps(found: Classification) -> Any:
    return gap_map(gap_grid(HADDAD), occasions_alone(found), HADDAD, CONVENTIONAL)


def of_catalogue(name: str, found: Classification) -> Any:
    children = [str(each) for each in found.cohort.patients["patient"]]
    choices = FigureChoices(children[0] if children else "", notes=("All children.",))
    figure = make_figure(name, found, choices)
    assert len(figure.caption.split()) > 3
    return figure.draw(638)


CHARTS: dict[str, Callable[[Classification], Any]] = {
    **{name: lambda found, name=name: of_catalogue(name, found) for name in FIGURES},
    "dose": bars,
    "matrix of definitions": matrix,
    "specification curve": curve,
    "between visits": visits,
    "panel of a page": panel,
    "gap map": gaps,
}
WITHOUT_DOSE = ("tacrolimus without infusions", "diary only", "three lines", "one child", "none")
NOTHING_TO_DRAW = {
    *((name, "none") for name in (*FIGURES, "panel of a page")),
    *(("kidney_function", cohort) for cohort in COHORTS if cohort != "creatinine and height"),
    *(("dose", cohort) for cohort in WITHOUT_DOSE),
}
"""Pairs for which a sentence stands in place of the figure."""


@cache
def judged(name: str) -> Classification:
    cohort = COHORTS[name]()
    assert cohort is not None
    return classify(cohort, HADDAD)


def numbers(part: Any) -> Iterator[float]:
    """Return every number in a specification."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from numbers(each)
    elif isinstance(part, float):
        yield part


@pytest.mark.parametrize("cohort", COHORTS)
@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_valid_and_worded_for_every_kind_of_cohort(chart: str, cohort: str):
    try:
        spec = CHARTS[chart](judged(cohort)).to_dict()  # refuses what Vega-Lite does not know
    except InputError:
        assert (chart, cohort) in NOTHING_TO_DRAW
        return

    assert (chart, cohort) not in NOTHING_TO_DRAW
    assert all(map(math.isfinite, numbers(spec)))
    assert (
        json.loads(json.dumps(spec, allow_nan=False)) == spec
    )  # nothing that a browser cannot read
    assert len(spec["description"].split()) > 3
    if chart != "panel of a page":  # its page has the title
        assert HADDAD.name in " ".join(spec["title"]["subtitle"])


def axes_of_names(part: Any) -> Iterator[dict[str, Any]]:
    """Return the axes of a specification whose labels are names, not numbers."""
    if isinstance(part, list):
        for each in part:
            yield from axes_of_names(each)
    if isinstance(part, dict):
        for channel in ("x", "y"):
            told = part.get("encoding", {}).get(channel, {})
            if told.get("type") in ("nominal", "ordinal") and told.get("axis", {}) is not None:
                yield told.get("axis", {})
        for each in part.values():
            yield from axes_of_names(each)


@pytest.mark.parametrize("chart", CHARTS)
def test_every_row_keeps_its_name(chart: str):
    """The page's theme leaves out labels that come close: rows of definitions had no name."""
    cohort = "creatinine and height" if chart == "kidney_function" else "the paper"
    spec = CHARTS[chart](judged(cohort)).to_dict()

    assert [axis for axis in axes_of_names(spec) if axis.get("labelOverlap") is not False] == []

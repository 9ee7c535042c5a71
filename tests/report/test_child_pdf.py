"""The printed page of a child, and the booklet of all: what stands on them, and that it fits."""

import datetime
import re
import zlib
from dataclasses import replace

import pytest

import srns
from srns.cohort.errors import InputError
from srns.cohort.overrides import Override
from srns.cohort.tables import Cohort, hold_overrides
from srns.cohort.unit_systems import SI
from srns.report.child_pdf import booklet_pdf, child_pdf
from srns.report.child_sheet import MOST_VISITS, child_sheet
from srns.report.provenance import Stamp
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from tests.charts.cohort import made_up
from tests.dashboard.cohorts import cohort_of

HADDAD = load_definition("haddad_2021")
STAMP = Stamp("cohort.xlsx", "All 8 children.", "Haddad 2021, as written (version 1)")
DAY = datetime.date(2026, 3, 1)


def paper() -> Classification:
    cohort = srns.load_haddad2021().cohort
    assert cohort is not None
    return classify(cohort, HADDAD)


def pages_of(pdf: bytes) -> int:
    streams = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return sum(len(re.findall(rb"/Type\s*/Page(?!s)", part)) for part in streams)


def test_a_sheet_states_verdict_evidence_visits_and_cells():
    sheet = child_sheet(paper(), "7", STAMP)

    assert sheet.response == "complete remission"
    assert sheet.status == "relapsed"
    assert sheet.evidence == (
        "Evidence: 3 visits, days 107 to 137. Status at last follow-up: relapsed (R)."
    )
    assert sheet.rows[0] == (
        "107", "3.5", "Up/c 0.18 mg/mg", "3.6 g/dL", "Labs!C187, Labs!D187", "complete remission",
    )  # fmt: skip
    assert "Haddad 2021, as written (version 1)" in sheet.basis
    assert "Day 0: the first infusion" in sheet.basis
    assert sheet.review == "Not yet reviewed, no override"


def test_a_sheet_in_si_mixes_no_units():
    sheet = child_sheet(paper().in_units(SI), "7", STAMP)

    assert "Up/c < 22.624 mg/mmol" in sheet.reason
    said = " ".join(
        [sheet.reason, *sheet.near_misses, *(cell for row in sheet.rows for cell in row)]
    )
    assert not re.search(r"mg/mg|g/dL", said)


def test_an_override_and_a_review_stand_on_the_sheet():
    found = paper()
    override = Override("4", "no response", "biopsy", "A. Reader", None)
    overridden = classify(hold_overrides(found.cohort, [override]), HADDAD)

    assert child_sheet(overridden, "4", STAMP).review == override.words
    assert child_sheet(found, "4", STAMP, review="Reviewed by A.").review == "Reviewed by A."
    assert child_sheet(overridden, "4", STAMP).response == "partial remission"


def test_more_visits_than_fit_are_counted():
    sheet = child_sheet(paper(), "3", STAMP)

    assert len(sheet.rows) == MOST_VISITS
    assert sheet.left_out > 0
    assert sheet.as_data("figure.pdf")["rows_title"] == (
        f"Visits that decided (and {sheet.left_out} more visits)"
    )


@pytest.mark.parametrize("patient", ["1", "3", "7", "8"])
def test_a_child_fits_one_page(patient: str):
    pdf = child_pdf(paper(), patient, STAMP, printed_on=DAY)

    assert pdf.startswith(b"%PDF-")
    assert pages_of(pdf) == 1
    assert b"/FontFile" in pdf


@pytest.mark.parametrize("name", ["oral", "diary", "three lines", "one child"])
def test_children_of_unusual_cohorts_have_a_page_each(name: str):
    found = classify(cohort_of(name), HADDAD)

    assert pages_of(booklet_pdf(found, STAMP, printed_on=DAY)) == len(found.outcomes) + 1


def test_what_was_typed_is_no_markup():
    """A child called like a command of the typesetter is printed as it was typed."""
    cohort = made_up()
    named = {"A": '#panic("x") $1 *a* @b <c> \\'}
    tables = ("patients", "labs", "infusions", "treatments", "events")
    renamed: Cohort = replace(
        cohort,
        **{
            name: getattr(cohort, name).assign(
                patient=getattr(cohort, name)["patient"].replace(named)
            )
            for name in tables
        },
    )
    pdf = child_pdf(classify(renamed, HADDAD), named["A"], STAMP, printed_on=DAY)

    assert pages_of(pdf) == 1


def test_the_booklet_tells_its_progress():
    told: list[tuple[int, int]] = []
    booklet_pdf(
        classify(made_up(), HADDAD), STAMP, printed_on=DAY,
        progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_one_date_gives_one_file():
    found = classify(made_up(), HADDAD)

    assert child_pdf(found, "A", STAMP, printed_on=DAY) == child_pdf(
        found, "A", STAMP, printed_on=DAY
    )


def test_a_child_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(InputError, match="found no child 'Z'; expected one of A, B, C"):
        child_pdf(classify(made_up(), HADDAD), "Z", STAMP, printed_on=DAY)

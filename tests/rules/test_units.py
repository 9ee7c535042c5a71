"""Units of what is worded: no text holds both systems, and none contradicts itself."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.cohort.errors import InputError
from srns.cohort.quantities import ALBUMIN, UPCR
from srns.cohort.unit_systems import CONVENTIONAL, SI, Units, find_units, show_limit
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition, published
from srns.rules.near_misses import near_misses
from tests.rules.random_children import draw_children, gather
from tests.rules.table import classify_table

_CONVENTIONAL = re.compile(r"\bmg/mg\b|\bg/dL\b|\bmg/g\b|\bg/g\b")
_SI = re.compile(r"\bmg/mmol\b|\bg/L\b|\bg/mol\b")


def texts_of(found) -> list[str]:
    """Every sentence of a classification."""
    said = [*found.verdicts["reason"], *found.occasions["lacked"]]
    said += [*found.occasions["upcr_shown"], *found.occasions["albumin_shown"]]
    for patient in found.cohort.patients["patient"]:
        said += [miss.words for miss in near_misses(found, patient)]
    return said


@pytest.mark.parametrize("units", [CONVENTIONAL, SI], ids=lambda each: each.name)
@pytest.mark.parametrize("definition", published(), ids=lambda each: each.id)
def test_no_text_holds_a_unit_of_the_other_system(definition, units: Units):
    found = classify(gather(draw_children(7, 120)), definition).in_units(units)
    other = _SI if units == CONVENTIONAL else _CONVENTIONAL

    assert [text for text in texts_of(found) if other.search(text)] == []


def test_drawn_children_have_results_in_both_systems():
    """Or the property above would say nothing."""
    units = set(gather(draw_children(7, 120)).labs["unit"])

    assert {"mg/mg", "mg/mmol", "g/dL", "g/L"} <= units


def test_units_decide_nothing():
    found = classify(gather(draw_children(7, 120)), load_definition("haddad_2021"))

    assert found.in_units(SI).outcomes.equals(found.outcomes)
    kept = ["upcr", "upcr_unit", "upcr_text", "albumin", "albumin_text", "albumin_unit", "evidence"]
    assert found.in_units(SI).occasions[kept].equals(found.occasions[kept])


def test_the_reason_that_could_not_be_checked_in_ones_head():
    table = """
        patient | day | Up/c | albumin
        A | -5 | 8.0 | 1.8
        A | 30 | 17.5 mg/mmol | 40 g/L
        A | 60 | 17.5 mg/mmol | 40 g/L
        A | 90 | 0.15 | 4.0
    """
    found = classify_table("haddad_2021", table)

    assert found.verdicts["reason"].tolist() == [
        "Up/c < 0.2 mg/mg at 3 consecutive visits from day 30 (Up/c 0.155 mg/mg, albumin 4 g/dL) "
        "to day 90 (Up/c 0.15 mg/mg, albumin 4 g/dL), albumin > 3.5 g/dL."
    ]
    assert found.in_units(SI).verdicts["reason"].tolist() == [
        "Up/c < 22.624 mg/mmol at 3 consecutive visits from day 30 (Up/c 17.5 mg/mmol, albumin "
        "40 g/L) to day 90 (Up/c 17 mg/mmol, albumin 40 g/L), albumin > 35 g/L."
    ]


@given(
    number=st.decimals(min_value="0.01", max_value="30", places=3),
    limit=st.sampled_from(["0.2", "0.3", "1.0", "2", "3.5"]),
)
def test_a_shown_result_lies_on_the_same_side_of_a_limit_as_the_result(number, limit):
    value, edge = float(number), float(Fraction(limit) * UPCR.factor("mg/mg", "mg/mmol"))
    shown = float(SI.show(UPCR, value, "mg/mg", limits=(edge,)).split()[0])

    def side(one: float) -> int:
        return 0 if abs(one - edge) < 1e-12 * edge else (one > edge) - (one < edge)

    assert side(shown) == side(float(number) * float(UPCR.factor("mg/mg", "mg/mmol")))


@pytest.mark.parametrize(
    ("units", "value", "reported", "shown"),
    [
        pytest.param(SI, 0.2, "mg/mg", "22.6 mg/mmol", id="three digits where nothing is near"),
        pytest.param(CONVENTIONAL, 22.624, "mg/mmol", "0.2 mg/mg", id="an exact conversion"),
        pytest.param(CONVENTIONAL, 0.2, "g/g", "0.2 mg/mg", id="one unit by another name"),
        pytest.param(CONVENTIONAL, 155.0, "mg/g", "0.155 mg/mg", id="a thousandth"),
        pytest.param(SI, 17.5, "mg/mmol", "17.5 mg/mmol", id="as typed in its own unit"),
        pytest.param(SI, 0.0, "mg/mg", "0 mg/mmol", id="zero"),
    ],
)
def test_a_result_is_shown(units: Units, value: float, reported: str, shown: str):
    assert units.show(UPCR, value, reported) == shown


def test_a_censored_result_stays_censored():
    assert SI.show(ALBUMIN, 1.0, "g/dL", "<") == "<10 g/L"
    assert SI.show(UPCR, 30.0, "mg/mg", ">=") == "≥3390 mg/mmol"


def test_a_limit_is_exact_where_its_digits_end():
    assert show_limit(UPCR, Fraction("0.2"), "mg/mg", "mg/mmol") == "22.624"
    assert show_limit(ALBUMIN, Fraction("3.5"), "g/dL", "g/L") == "35"


def test_a_system_that_is_not_there_is_named_with_those_that_are():
    assert find_units("SI") is SI
    with pytest.raises(InputError, match="found the units 'metric'; expected conventional or SI"):
        find_units("metric")

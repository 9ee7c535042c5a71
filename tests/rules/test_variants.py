"""Variants of a definition: what they judge, and what they are called."""

from fractions import Fraction

import pytest

from srns.rules.load_definition import load_definition
from srns.rules.variants import dated_by, moved, reading_in, with_albumin_rule, with_occasions
from tests.rules.made_up import define
from tests.rules.table import responses

HADDAD = load_definition("haddad_2021")
CLOSED = load_definition("haddad_2021_closed")
IPNA = load_definition("ipna_2022")
CR = "complete remission"
PR = "partial remission"
NONE = "no response"
GAP = "unclassified"
OPEN = "not evaluable"


@pytest.mark.parametrize(
    ("occasions", "name", "expected"),
    [
        pytest.param(1, "complete remission at 1 visit", {"1": CR, "2": CR}, id="one"),
        pytest.param(2, "complete remission at 2 visits", {"1": GAP, "2": CR}, id="two"),
        pytest.param(4, "complete remission at 4 visits", {"1": GAP, "2": GAP}, id="four"),
    ],
)
def test_another_number_of_occasions(occasions: int, name: str, expected: dict[str, str]) -> None:
    variant = with_occasions(HADDAD, 0, occasions)
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 0.10 | 3.8
        2       |  30 | 0.10 | 3.8
        2       |  60 | 0.10 | 3.8
    """
    assert variant.name == f"Haddad 2021, as written; {name}"
    assert responses(variant, table) == expected


def test_a_choice_that_is_the_definitions_own_makes_no_variant() -> None:
    assert with_occasions(HADDAD, 0, 3) is HADDAD
    assert dated_by(HADDAD, "first") is HADDAD
    assert dated_by(HADDAD, "last") is not HADDAD


@pytest.mark.parametrize(
    ("rule", "name", "expected"),
    [
        pytest.param(
            "each", "albumin at each visit",
            {"good": CR, "low first": PR, "missing": OPEN, "low": NONE}, id="each",
        ),
        pytest.param(
            "confirming", "albumin at the confirming visit",
            {"good": CR, "low first": CR, "missing": OPEN, "low": NONE}, id="confirming",
        ),
        pytest.param(
            "if measured", "albumin only if measured",
            {"good": CR, "low first": CR, "missing": CR, "low": NONE}, id="if measured",
        ),
        pytest.param(
            "not asked", "albumin not required",
            {"good": CR, "low first": CR, "missing": CR, "low": CR}, id="not asked",
        ),
    ],
)  # fmt: skip
def test_the_albumin_that_is_asked(rule: str, name: str, expected: dict[str, str]) -> None:
    variant = with_albumin_rule(CLOSED, rule)
    rows = {
        "good": ("3.8", "3.8", "3.8"),
        "low first": ("3.0", "3.8", "3.8"),
        "missing": ("", "", ""),
        "low": ("1.5", "1.5", "1.5"),
    }
    lines = [
        f"{child} | {day} | 0.10 | {albumin}"
        for child, row in rows.items()
        for day, albumin in zip((30, 60, 90), row, strict=True)
    ]
    assert variant.name in (CLOSED.name, f"{CLOSED.name}; {name}")
    assert responses(variant, "patient | day | Up/c | albumin\n" + "\n".join(lines)) == expected


def test_a_response_without_albumin_is_asked_for_none_by_any_rule() -> None:
    urine_alone = define('[[response]]\nname = "complete remission"\nquote = "made up"\n'
                         'upcr = "< 0.2 mg/mg"')  # fmt: skip

    for rule in ("if measured", "not asked"):
        assert with_albumin_rule(urine_alone, rule) is urine_alone


def test_one_printed_unit_may_judge_every_result() -> None:
    """IPNA prints 0.2 mg/mg and 20 mg/mmol, which are not the same number."""
    table = """
        patient    | day | Up/c        | albumin
        0.19 mg/mg |  30 | 0.19 mg/mg  | 3.8
        0.19 mg/mg |  60 | 0.19 mg/mg  | 3.8
        0.19 mg/mg |  90 | 0.19 mg/mg  | 3.8
        22 mg/mmol |  30 | 22 mg/mmol  | 3.8
        22 mg/mmol |  60 | 22 mg/mmol  | 3.8
        22 mg/mmol |  90 | 22 mg/mmol  | 3.8
    """
    mass, molar = reading_in(IPNA, "mg/mg"), reading_in(IPNA, "mg/mmol")
    assert mass is not None
    assert molar is not None

    assert responses(IPNA, table) == {"0.19 mg/mg": CR, "22 mg/mmol": PR}
    assert responses(mass, table) == {"0.19 mg/mg": CR, "22 mg/mmol": CR}
    assert responses(molar, table) == {"0.19 mg/mg": PR, "22 mg/mmol": PR}
    assert molar.name == f"{IPNA.name}; Up/c converted to mg/mmol"


def test_a_unit_that_is_not_printed_gives_no_reading() -> None:
    assert reading_in(IPNA, "mg/g") is None
    assert reading_in(HADDAD, "mg/mmol") is None


@pytest.mark.parametrize(
    ("place", "analyte", "edge", "ratio", "name", "expected"),
    [
        pytest.param(
            0, "upcr", 0, Fraction(3, 2), "complete remission with Up/c < 0.3 mg/mg",
            {"0.25": CR, "albumin 3.2": GAP, "1.2": NONE}, id="Up/c of complete remission",
        ),
        pytest.param(
            0, "albumin", 0, Fraction(6, 7), "complete remission with albumin > 3 g/dL",
            {"0.25": GAP, "albumin 3.2": CR, "1.2": NONE}, id="albumin of complete remission",
        ),
        pytest.param(
            1, "upcr", 1, Fraction(3, 2), "partial remission with Up/c ≤ 1.5 mg/mg",
            {"0.25": GAP, "albumin 3.2": GAP, "1.2": PR}, id="the second edge of two",
        ),
    ],
)  # fmt: skip
def test_one_threshold_moved(
    place: int, analyte: str, edge: int, ratio: Fraction, name: str, expected: dict[str, str]
) -> None:
    variant = moved(HADDAD, place, analyte, edge, ratio)
    rows = {"0.25": ("0.25", "3.8"), "albumin 3.2": ("0.10", "3.2"), "1.2": ("1.2", "3.0")}
    lines = [
        f"{child} | {day} | {upcr} | {albumin}"
        for child, (upcr, albumin) in rows.items()
        for day in (30, 60, 90)
    ]
    assert variant.name == f"Haddad 2021, as written; {name}"
    assert responses(variant, "patient | day | Up/c | albumin\n" + "\n".join(lines)) == expected


def test_a_threshold_moves_in_every_unit_and_is_shown_in_the_first() -> None:
    variant = moved(IPNA, 0, "upcr", 0, Fraction(1, 2))
    limit = variant.responses[0].upcr

    assert str(limit) == "≤ 0.1 mg/mg or ≤ 10 mg/mmol"
    assert variant.name == f"{IPNA.name}; complete remission with Up/c ≤ 0.1 mg/mg"


def test_a_threshold_that_is_not_asked_cannot_be_moved() -> None:
    urine_alone = define('[[response]]\nname = "complete remission"\nquote = "made up"\n'
                         'upcr = "< 0.2 mg/mg"')  # fmt: skip

    assert moved(urine_alone, 0, "albumin", 0, Fraction(2)) is urine_alone

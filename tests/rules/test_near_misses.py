"""A near miss is one change after which the same rules give the response."""

from fractions import Fraction

import numpy as np
import pytest

from srns.cohort.unit_systems import CONVENTIONAL, SI, Units
from srns.rules.cases import gather_cases, parse_cases
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import load_definition, published
from srns.rules.near_misses import NearMiss, near_misses
from tests.rules.made_up import define
from tests.rules.random_children import draw_children, gather
from tests.rules.table import classify_table


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        pytest.param(
            ["30 | 0.15 | 3.7", "45 | 0.18 | 3.8", "61 | 0.23 | 3.9"],
            "complete remission: the third visit (day 61) had Up/c 0.23 mg/mg, not Up/c < 0.2 "
            "mg/mg.",
            id="one sample a little too high",
        ),
        pytest.param(
            ["30 | 0.15 | 3.7", "45 | 26 mg/mmol | 3.8", "61 | 0.1 | 3.9"],
            "complete remission: the second visit (day 45) had Up/c 0.23 mg/mg, not Up/c < 0.2 "
            "mg/mg.",
            id="reported in another unit, which the limit is not in",
        ),
        pytest.param(
            ["30 | 0.15 | 3.7", "45 | 0.18 | 3.8"],
            "complete remission: 2 of 3 visits in a row, day 30 to 45; no further visit followed.",
            id="one occasion more",
        ),
        pytest.param(
            ["30 | 0.15 | 3.0", "45 | 0.18 | 3.1", "61 | 0.1 | 3.5"],
            "complete remission: the third visit (day 61) had albumin 3.5 g/dL, "
            "not albumin > 3.5 g/dL.",
            id="the confirming albumin",
        ),
        pytest.param(
            ["30 | 0.15 | 3.7", "45 | <0.3 | 3.8", "61 | 0.1 | 3.9"],
            "complete remission: the second visit (day 45) had Up/c <0.3 mg/mg, which may or may "
            "not meet Up/c < 0.2 mg/mg.",
            id="a censored result",
        ),
        pytest.param(
            ["30 | 0.5 | "],
            "partial remission: the first visit (day 30) has no albumin within 14 days.",
            id="no albumin",
        ),
    ],
)
def test_what_was_nearest_is_said(samples, words):
    rows = "\n".join(f"A | {sample}" for sample in samples)
    found = classify_table("haddad_2021", f"patient | day | Up/c | albumin\n{rows}")

    assert words in [miss.words for miss in near_misses(found, "A")]


def test_what_is_far_off_or_already_reached_is_no_near_miss():
    far = classify_table("haddad_2021", "patient | day | Up/c | albumin\nA | 30 | 8 | 1.0")
    there = classify_table(
        "haddad_2021_closed",
        "patient | day | Up/c | albumin\nA | 1 | 0.1 | 4\nA | 2 | 0.1 | 4\nA | 3 | 0.1 | 4",
    )

    assert near_misses(far, "A") == ()
    assert near_misses(there, "A") == ()


@pytest.mark.parametrize("definition", published(), ids=lambda each: each.id)
def test_every_near_miss_speaks_of_a_better_response_on_a_day_of_the_child(definition):
    found = classify(gather(draw_children(11, 150)), definition)
    """No drawn child has a visit near month 24, at which `parasol` judges: see the test below."""
    order = definition.response_names
    seen = 0
    for child, patient in enumerate(found.cohort.patients["patient"]):
        reached = found.judged.response[child]
        days = found.found.visits.day[found.found.visits.child == child]
        for miss in near_misses(found, patient):
            seen += 1
            own = definition.responses[reached].name
            assert reached < 0 or order.index(miss.response) < order.index(own)
            assert miss.day in days
            assert np.isfinite(miss.distance)
    assert seen or definition.id == "parasol"


def test_at_a_time_only_the_visit_that_is_looked_at_may_be_near() -> None:
    """Day 700 lies in the window of month 24 too, but day 731 is nearer."""
    near = classify_table("parasol", "patient | day | Up/c\nA | 700 | 0.71\nA | 731 | 0.77")
    far = classify_table("parasol", "patient | day | Up/c\nA | 300 | 0.71\nA | 731 | 6")

    assert [miss.words for miss in near_misses(near, "A")] == [
        "partial remission: the first visit (day 731) had Up/c 0.77 mg/mg, not Up/c < 0.7 mg/mg."
    ]
    assert near_misses(far, "A") == ()


def test_another_way_to_the_response_that_was_reached_is_no_near_miss() -> None:
    """ISPN: in complete remission by three dipsticks, though the Up/c before was 0.21."""
    [case] = parse_cases(
        "| A | day 20: 0.21 / 3.8; days 30, 60, 90: dipstick trace | complete remission | made up |"
    )
    found = classify(gather_cases([case]), load_definition("ispn_2021"))

    assert found.outcomes["response"].tolist() == ["complete remission"]
    assert near_misses(found, "A") == ()


ONE = """
    [[response]]
    name = "complete remission"
    quote = "made up"
    upcr = "< 0.2 mg/mg"
"""
NO_MORE = "no further visit followed."


def complete(
    definition: Definition | str, *samples: str, units: Units = CONVENTIONAL, **most: int
) -> list[NearMiss]:
    """Return the near misses of complete remission of a child among others."""
    rows = "\n".join(f"A | {sample}" for sample in samples)
    table = f"patient | day | Up/c | albumin\nB | 30 | 9.0 | 1.0\n{rows}\nC | 30 | 9.0 | 1.0"
    found = near_misses(classify_table(definition, table).in_units(units), "A", **most)
    return [miss for miss in found if miss.response == "complete remission"]


def test_the_limit_is_the_one_printed_in_the_unit_of_the_result() -> None:
    """IPNA prints 0.2 mg/mg and 20 mg/mmol: 22 mg/mmol misses the second by a tenth."""
    samples = ("30 | 19 mg/mmol |", "60 | 22 mg/mmol |", "90 | 19 mg/mmol |")
    (si,) = complete("ipna_2022", *samples, units=SI)
    (conventional,) = complete("ipna_2022", *samples)

    visit = "complete remission: the second visit (day 60) had Up/c"
    assert si.words == f"{visit} 22 mg/mmol, not Up/c ≤ 20 mg/mmol."
    assert conventional.words == (
        f"{visit} 0.194 mg/mg, not Up/c ≤ 0.176803 mg/mg (the limit for results in SI units)."
    )
    assert si.distance == conventional.distance == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("upcr", "distance"),
    [
        pytest.param("0.2", 0.0, id="at the limit, which is not below it"),
        pytest.param("0.25", 0.25, id="a quarter above"),
        pytest.param("0.3", 0.5, id="half above is the last that is near"),
        pytest.param("0.31", None, id="further is no near miss"),
    ],
)
def test_how_far_is_near(upcr: str, distance: float | None) -> None:
    found = complete("haddad_2021", "30 | 0.1 | 3.8", f"60 | {upcr} | 3.8", "90 | 0.1 | 3.8")

    expected = [] if distance is None else [pytest.approx(distance)]
    assert [miss.distance for miss in found] == expected


@pytest.mark.parametrize("limit", ["0.1", "0.18", "0.2", "0.3", "1", "3.5"])
def test_half_above_is_near_whatever_the_limit(limit: str) -> None:
    """0.45 is half above 0.3, though its bits lie a little further."""
    half_above = float(Fraction(limit) * Fraction(3, 2))
    definition = define(ONE.replace("0.2", limit))

    assert [miss.day for miss in complete(definition, f"30 | {half_above:g} |")] == [30]
    assert complete(definition, f"30 | {half_above + 0.01:g} |") == []


def test_an_albumin_that_may_lie_on_either_side_of_a_window_misses_two_limits() -> None:
    """A missing albumin leaves both limits open at once; a censored one may miss either."""

    def partial(albumin: str) -> list[str]:
        table = f"patient | day | Up/c | albumin\nA | 30 | 0.5 | {albumin}\nA | 90 | 8 | 1.0"
        found = near_misses(classify_table("haddad_2021", table), "A")
        return [miss.words for miss in found if miss.response == "partial remission"]

    assert partial("<3.6") == []
    assert partial("") == [
        "partial remission: the first visit (day 30) has no albumin within 14 days."
    ]
    assert partial("<3.0") == [
        "partial remission: the first visit (day 30) had albumin <3 g/dL, which may or may not "
        "meet albumin ≥ 2.5 g/dL."
    ]


def test_the_albumin_of_an_occasion_that_need_not_confirm_is_not_asked() -> None:
    """Complete remission asks for it once, at the end; partial remission at its one visit."""
    (miss,) = complete("haddad_2021", "30 | 0.1 | 3.8", "45 | 0.23 | 2.0", "61 | 0.1 | 3.9")
    both_low = classify_table("haddad_2021", "patient | day | Up/c | albumin\nA | 30 | 1.1 | 2.4")

    assert miss.words == (
        "complete remission: the second visit (day 45) had Up/c 0.23 mg/mg, not Up/c < 0.2 mg/mg."
    )
    assert near_misses(both_low, "A") == ()


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "first"), (2, "second"), (9, "ninth"), (10, "10th"), (11, "11th"), (12, "12th"),
     (13, "13th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (24, "24th"), (111, "111th"),
     (113, "113th"), (121, "121st")],
)  # fmt: skip
def test_the_visit_is_named_by_its_place(number: int, word: str) -> None:
    before = [f"{day} | 5.0 | 1.5" for day in range(1, number)]
    after = [f"{number + later} | 0.1 | 3.8" for later in (1, 2)]
    words = [miss.words for miss in complete("haddad_2021", *before, f"{number} | 0.22 | 3.8",
                                             *after)]  # fmt: skip

    assert (
        f"complete remission: the {word} visit (day {number}) had Up/c 0.22 mg/mg, "
        "not Up/c < 0.2 mg/mg." in words
    )


def test_the_nearest_come_first_and_of_equals_the_earliest() -> None:
    good, bad = "0.1 | 3.8", "5.0 | 1.5"
    samples = [
        f"{100 * group + step} | {what}"
        for group, upcr in enumerate(["0.23", "0.22", "0.21", "0.22"])
        for step, what in enumerate([good, f"{upcr} | 3.8", good, bad], 1)
    ]

    assert [miss.day for miss in complete("haddad_2021", *samples)] == [202, 102, 302]
    assert [miss.day for miss in complete("haddad_2021", *samples, most=1)] == [202]
    assert [miss.day for miss in complete("haddad_2021", *samples, most=9)] == [202, 102, 302, 2]


@pytest.mark.parametrize(
    ("keys", "samples", "words"),
    [
        pytest.param(
            "occasions = 2", ["10 | 0.9 |", "30 | 0.1 |"],
            f"1 of 2 visits, day 30; {NO_MORE}", id="one of two",
        ),
        pytest.param(
            "occasions = 3", ["10 | 0.9 |", "30 | 0.1 |", "60 | 0.1 |"],
            f"2 of 3 visits in a row, day 30 to 60; {NO_MORE}", id="two of three",
        ),
        pytest.param(
            "occasions = 2", ["10 | 0.9 |", "20 | 0.9 |", "30 | 0.1 |"],
            f"1 of 2 visits, day 30; {NO_MORE}", id="after two that fell short",
        ),
        pytest.param(
            "occasions = 3\nmin_days_between = 28", ["30 | 0.1 |", "58 | 0.1 |"],
            f"2 of 3 visits in a row, day 30 to 58; {NO_MORE}", id="28 days after the last",
        ),
        pytest.param("occasions = 3", ["30 | 0.1 |"], None, id="two are lacking"),
        pytest.param("occasions = 2", ["30 | 0.1 |", "60 | 0.9 |"], None, id="the run has ended"),
        pytest.param(
            "occasions = 3\nmin_days_between = 28", ["30 | 0.1 |", "44 | 0.1 |", "58 | 0.1 |"],
            "3 visits in a row, day 30 to 58, too close together or without the albumin that "
            f"confirms them; {NO_MORE}", id="too close together",
        ),
        pytest.param(
            "occasions = 3\nmin_days_between = 28", ["30 | 0.1 |", "40 | 0.1 |"],
            None, id="too close together, and two are lacking",
        ),
        pytest.param(
            "occasions = 3\nmax_days_between = 1", ["30 | 0.1 |", "31 | 0.1 |"],
            f"2 of 3 visits in a row, day 30 to 31; {NO_MORE}", id="the very next day",
        ),
        pytest.param(
            'albumin = "> 3.5 g/dL"\noccasions = 2\nalbumin_at = "confirming"',
            ["30 | 0.1 | 2.0", "60 | 0.1 | 1.0"],
            "2 visits in a row, day 30 to 60, too close together or without the albumin that "
            f"confirms them; {NO_MORE}", id="albumin has not caught up",
        ),
    ],
)  # fmt: skip
def test_one_occasion_more(keys: str, samples: list[str], words: str | None) -> None:
    found = [miss.words for miss in complete(define(ONE + keys), *samples)]

    assert found == ([f"complete remission: {words}"] if words else [])


@pytest.mark.parametrize(
    ("dated_by", "days", "reached"),
    [
        pytest.param("first", (121, 150), None, id="in time"),
        pytest.param("first", (122, 150), 122, id="a day late"),
        pytest.param("last", (60, 121), None, id="confirmed in time"),
        pytest.param("last", (60, 122), 122, id="confirmed a day late"),
    ],
)
def test_a_response_that_came_too_late(
    dated_by: str, days: tuple[int, int], reached: int | None
) -> None:
    """Four months end on day 121."""
    definition = define(ONE + "occasions = 2\nby_month = 4", top=f'dated_by = "{dated_by}"')
    found = [miss.words for miss in complete(definition, *(f"{day} | 0.1 |" for day in days))]

    late = f"complete remission: reached on day {reached}, after month 4 (day 121)."
    assert found == ([late] if reached else [])


@pytest.mark.parametrize(("day", "words"), [(120, "1 of 2 visits, day 120"), (121, None)])
def test_one_occasion_more_must_come_in_time(day: int, words: str | None) -> None:
    """It comes a day later at the earliest: after day 121 of four months it is too late."""
    definition = define(ONE + "occasions = 2\nby_month = 4", top='dated_by = "last"')
    found = [miss.words for miss in complete(definition, f"{day} | 0.1 |")]

    assert found == ([f"complete remission: {words}; {NO_MORE}"] if words else [])


def test_a_response_may_come_too_late_at_the_first_sample_or_not_at_all() -> None:
    definition = define(ONE + "by_month = 4")
    first = classify_table(definition, "patient | day | Up/c\nA | 122 | 0.1")

    assert [miss.day for miss in near_misses(first, "A")] == [122]
    assert complete(definition, "122 | 9.0 |") == []

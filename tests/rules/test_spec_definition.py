"""Every key that a definition may have, in tables."""

import pytest

from srns.rules.definition import Definition
from tests.rules.made_up import define
from tests.rules.table import classify_table, responses, verdicts

ONE = """
    [[response]]
    name = "complete remission"
    quote = "made up"
"""
CR = "complete remission"
PR = "partial remission"
NONE = "no response"
GAP = "unclassified"
OPEN = "not evaluable"


def only(keys: str, *, top: str = "") -> Definition:
    """Return a definition of one response."""
    return define(ONE + keys, top=top)


def test_a_result_is_judged_in_the_unit_it_was_reported_in() -> None:
    """21 mg/mmol is below 0.2 mg/mg (22.624), yet above the 20 mg/mmol that is printed."""
    definition = only('upcr = ["<= 0.2 mg/mg", "<= 20 mg/mmol"]')
    table = """
        patient   | day | Up/c
        21        |  30 | 21 mg/mmol
        20        |  30 | 20 mg/mmol
        0.2       |  30 | 0.2 mg/mg
        0.2 g/g   |  30 | 0.2 g/g
        200 mg/g  |  30 | 200 mg/g
        201 mg/g  |  30 | 201 mg/g
        20 g/mol  |  30 | 20 g/mol
        21 g/mol  |  30 | 21 g/mol
    """
    assert responses(definition, table) == {
        "21": NONE, "20": CR, "0.2": CR, "0.2 g/g": CR, "200 mg/g": CR, "201 mg/g": NONE,
        "20 g/mol": CR, "21 g/mol": NONE,
    }  # fmt: skip


def test_a_unit_that_is_not_printed_is_converted_exactly() -> None:
    """22.624 mg/mmol is 0.2 mg/mg; 35 g/L is 3.5 g/dL; and back."""
    mass = only('upcr = "<= 0.2 mg/mg"\nalbumin = "> 3.5 g/dL"')
    molar = only('upcr = "<= 22.624 g/mol"\nalbumin = "> 35 g/L"')
    table = """
        patient      | day | Up/c           | albumin
        at it        |  30 | 22.624 mg/mmol | 3.6
        above        |  30 | 22.625 mg/mmol | 3.6
        mass at it   |  30 | 0.2            | 36 g/L
        mass above   |  30 | 200.1 mg/g     | 36 g/L
        albumin at   |  30 | 0.1            | 3.5
        albumin at 2 |  30 | 0.1            | 35 g/L
    """
    expected = {"at it": CR, "above": NONE, "mass at it": CR, "mass above": NONE,
                "albumin at": NONE, "albumin at 2": NONE}  # fmt: skip

    assert responses(mass, table) == expected
    assert responses(molar, table) == expected


def test_albumin_if_measured_is_asked_only_where_there_is_one() -> None:
    """A missing albumin is then no obstacle; a low or an unknown one is."""
    definition = only('upcr = "<= 1 mg/mg"\nalbumin = ">= 3.0 g/dL if measured"')
    table = """
        patient | day | Up/c | albumin
        missing |  30 | 0.5  |
        low     |  30 | 0.5  | 2.9
        good    |  30 | 0.5  | 3.0
        unknown |  30 | 0.5  | <3.5
    """
    assert responses(definition, table) == {
        "missing": CR, "low": NONE, "good": CR, "unknown": OPEN,
    }  # fmt: skip


def test_a_definition_may_ask_for_no_albumin() -> None:
    """Then none is needed and none is harmful."""
    table = """
        patient | day | Up/c | albumin
        missing |  30 | 0.1  |
        low     |  30 | 0.1  | 1.0
    """
    assert responses(only('upcr = "< 0.2 mg/mg"'), table) == {"missing": CR, "low": CR}


def test_the_fall_from_baseline() -> None:
    """From the last Up/c of day -90 to 0; without one the answer is unknown."""
    definition = only('upcr = "<= 2 mg/mg"\nfall_from_baseline = ">= 50 %"')
    table = """
        patient     | day | Up/c
        half        |   0 | 3.0
        half        |  30 | 1.5
        not half    |   0 | 3.0
        not half    |  30 | 1.51
        too high    |   0 | 9.0
        too high    |  30 | 2.01
        last counts | -30 | 9.0
        last counts |  -5 | 3.0
        last counts |  30 | 1.6
        day -90     | -90 | 3.0
        day -90     |  30 | 1.5
        day -91     | -91 | 3.0
        day -91     |  30 | 1.5
        none        |  30 | 1.5
        none high   |  30 | 2.5
        worst of    |   0 | 2.0
        worst of    |   0 | 3.0
        worst of    |  30 | 1.5
        other unit  |   0 | 339.36 mg/mmol
        other unit  |  30 | 1.5
        above it    |   0 | 339.35 mg/mmol
        above it    |  30 | 1.5
    """
    assert responses(definition, table) == {
        "half": CR, "not half": NONE, "too high": NONE, "last counts": NONE, "day -90": CR,
        "day -91": OPEN, "none": OPEN, "none high": NONE, "worst of": CR, "other unit": CR,
        "above it": NONE,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sign", "baseline", "upcr", "expected"),
    [
        pytest.param(">=", "3.0", "<1.5", CR, id="any Up/c below the half"),
        pytest.param(">=", "3.0", "≤1.5", CR, id="at most the half"),
        pytest.param(">=", "3.0", "<1.6", OPEN, id="below 1.6 may be above the half"),
        pytest.param(">=", "3.0", ">1.5", NONE, id="above the half is too little"),
        pytest.param(">=", "3.0", "≥1.5", OPEN, id="at least the half may be the half"),
        pytest.param(">=", ">3.0", "1.5", CR, id="from above 3 it is more than half"),
        pytest.param(">=", "≥3.0", "1.5", CR, id="from at least 3"),
        pytest.param(">=", "<3.0", "1.5", NONE, id="from below 3 it is less than half"),
        pytest.param(">=", "≤3.0", "1.5", OPEN, id="from at most 3 it may be half"),
        pytest.param(">=", "<3.0", "<1.5", OPEN, id="both unknown"),
        pytest.param(">", "3.0", "1.5", NONE, id="the half is not more than the half"),
        pytest.param(">", "3.0", "<1.5", CR, id="below the half is more than the half"),
        pytest.param(">", "3.0", "≤1.5", OPEN, id="at most the half may be the half, strict"),
        pytest.param(">", "3.0", "≥1.5", NONE, id="at least the half is not more than it"),
        pytest.param(">", ">3.0", "1.5", CR, id="from above 3 it is more than half, strict"),
        pytest.param(">", "≥3.0", "1.5", OPEN, id="from at least 3 it may be just half"),
        pytest.param(">=", "<3.0", "0", OPEN, id="below 3 may be 0, from which nothing falls"),
        pytest.param(">", "≤3.0", "0", OPEN, id="at most 3 may be 0 too"),
    ],
)
def test_the_fall_with_censored_results(sign: str, baseline: str, upcr: str, expected: str) -> None:
    """An interval for each of the two."""
    definition = only(f'upcr = "<= 9 mg/mg"\nfall_from_baseline = "{sign} 50 %"')
    table = f"""
        patient | day | Up/c
        1       |   0 | {baseline}
        1       |  30 | {upcr}
    """
    assert responses(definition, table) == {"1": expected}


@pytest.mark.parametrize(
    ("baseline", "upcr"),
    [
        pytest.param("1.4", "1.12", id="0.8 times 1.4 falls short of 1.12 in a computer"),
        pytest.param("1.1", "0.88", id="0.8 times 1.1 exceeds 0.88 in a computer"),
    ],
)
def test_a_fall_is_exact_to_the_printed_digits(baseline: str, upcr: str) -> None:
    """A fall of 20 % is at least 20 % and not more than 20 %."""
    table = f"""
        patient | day | Up/c
        1       |   0 | {baseline}
        1       |  30 | {upcr}
    """
    limits = 'upcr = "<= 9 mg/mg"\nfall_from_baseline = '

    assert responses(only(limits + '">= 20 %"'), table) == {"1": CR}
    assert responses(only(limits + '"> 20 %"'), table) == {"1": NONE}


@pytest.mark.parametrize("sign", [">=", ">"])
def test_nothing_falls_from_a_baseline_of_nothing(sign: str) -> None:
    """An Up/c of 0 before treatment cannot fall, whatever is measured later."""
    definition = only(f'upcr = "<= 2 mg/mg"\nfall_from_baseline = "{sign} 50 %"')
    table = """
        patient  | day | Up/c
        still 0  |   0 | 0
        still 0  |  30 | 0
        below    |   0 | 0
        below    |  30 | <0.2
        above    |   0 | 0
        above    |  30 | 0.1
        least    |   0 | 0.01
        least    |  30 | 0
    """
    assert responses(definition, table) == {
        "still 0": NONE, "below": NONE, "above": NONE, "least": CR,
    }  # fmt: skip


def test_the_baseline_may_be_the_mean_of_the_last_two() -> None:
    """Of two days; with only one the answer is unknown."""
    definition = only(
        'upcr = "<= 9 mg/mg"\nfall_from_baseline = ">= 50 %"\nbaseline = "mean of last two"'
    )
    table = """
        patient   | day | Up/c
        two       | -20 | 4.0
        two       |   0 | 2.0
        two       |  30 | 1.5
        above     | -20 | 4.0
        above     |   0 | 2.0
        above     |  30 | 1.51
        three     | -40 | 0.1
        three     | -20 | 4.0
        three     |   0 | 2.0
        three     |  30 | 1.5
        nothing?  | -20 | <0.3
        nothing?  |   0 | 0
        nothing?  |  30 | 0
        one       |   0 | 3.0
        one       |  30 | 1.5
        one day   |   0 | 3.0
        one day   |   0 | 3.0
        one day   |  30 | 1.5
        too old   | -91 | 4.0
        too old   |   0 | 2.0
        too old   |  30 | 1.5
        below     | -20 | 8.0
        below     |   0 | <1.0
        below     |  30 | 2.25
        never < 0 | -20 | 4.0
        never < 0 |   0 | <1.0
        never < 0 |  30 | 1.0
    """
    assert responses(definition, table) == {
        "two": CR, "above": NONE, "three": CR, "one": OPEN, "one day": OPEN, "too old": OPEN,
        "below": NONE, "never < 0": CR, "nothing?": OPEN,
    }  # fmt: skip


def test_albumin_at_each_occasion_or_at_the_confirming_one() -> None:
    """At each: one low albumin breaks the run."""
    limits = 'upcr = "< 0.2 mg/mg"\nalbumin = "> 3.5 g/dL"\noccasions = 2\nalbumin_at = '
    table = """
        patient    | day | Up/c | albumin
        both       |  30 | 0.1  | 3.6
        both       |  60 | 0.1  | 3.6
        confirming |  30 | 0.1  | 3.0
        confirming |  60 | 0.1  | 3.6
        first      |  30 | 0.1  | 3.6
        first      |  60 | 0.1  | 3.0
        later      |  30 | 0.1  | 3.0
        later      |  60 | 0.1  | 3.6
        later      |  90 | 0.1  | 3.6
    """
    columns = ("response", "onset_day", "confirmed_day")
    assert verdicts(only(limits + '"each"'), table, *columns) == {
        "both": (CR, 30, 60), "confirming": (GAP, None, None), "first": (GAP, None, None),
        "later": (CR, 60, 90),
    }  # fmt: skip
    assert verdicts(only(limits + '"confirming"'), table, *columns) == {
        "both": (CR, 30, 60), "confirming": (CR, 30, 60), "first": (GAP, None, None),
        "later": (CR, 30, 60),
    }  # fmt: skip


def test_occasions_too_close_count_once_and_break_nothing() -> None:
    """At least 28 days from the last one that counted."""
    definition = only('upcr = "< 0.2 mg/mg"\noccasions = 3\nmin_days_between = 28')
    table = """
        patient  | day | Up/c
        far      |  30 | 0.1
        far      |  58 | 0.1
        far      |  86 | 0.1
        near     |  30 | 0.1
        near     |  57 | 0.1
        near     |  84 | 0.1
        filled   |  30 | 0.1
        filled   |  44 | 0.1
        filled   |  58 | 0.1
        filled   |  72 | 0.1
        filled   |  86 | 0.1
        bad near |  30 | 0.1
        bad near |  44 | 0.9
        bad near |  58 | 0.1
        bad near |  86 | 0.1
    """
    assert verdicts(definition, table, "response", "confirmed_day") == {
        "far": (CR, 86), "near": (GAP, None), "filled": (CR, 86), "bad near": (GAP, None),
    }  # fmt: skip


def test_too_long_a_silence_starts_the_count_afresh() -> None:
    """At most 60 days from one visit to the next."""
    definition = only('upcr = "< 0.2 mg/mg"\noccasions = 3\nmax_days_between = 60')
    table = """
        patient | day | Up/c
        near    |  30 | 0.1
        near    |  90 | 0.1
        near    | 150 | 0.1
        far     |  30 | 0.1
        far     |  91 | 0.1
        far     | 151 | 0.1
        afresh  |  30 | 0.1
        afresh  |  91 | 0.1
        afresh  | 120 | 0.1
        afresh  | 150 | 0.1
    """
    assert verdicts(definition, table, "response", "onset_day", "confirmed_day") == {
        "near": (CR, 30, 150), "far": (GAP, None, None), "afresh": (CR, 91, 150),
    }  # fmt: skip


def test_a_response_must_be_reached_by_the_month() -> None:
    """Four months are 121.75 days; the day that dates the remission counts."""
    limits = 'upcr = "< 0.2 mg/mg"\noccasions = 2\nby_month = 4'
    table = """
        patient  | day | Up/c
        in time  |  60 | 0.1
        in time  | 121 | 0.1
        too late |  60 | 0.1
        too late | 122 | 0.1
        later    | 121 | 0.1
        later    | 150 | 0.1
        latest   | 122 | 0.1
        latest   | 150 | 0.1
    """
    first, last = only(limits), only(limits, top='dated_by = "last"')
    assert responses(first, table) == {"in time": CR, "too late": CR, "later": CR, "latest": NONE}
    assert responses(last, table) == {"in time": CR, "too late": GAP, "later": GAP, "latest": NONE}


def test_the_last_of_the_confirming_occasions_may_date_the_remission() -> None:
    """Months are those of the day that dates it; onset and confirmation stay what they are."""
    definition = only('upcr = "< 0.2 mg/mg"\noccasions = 2', top='dated_by = "last"')
    table = """
        patient | day | Up/c
        1       |  30 | 0.1
        1       |  90 | 0.1
    """
    row = classify_table(definition, table).verdicts.iloc[0]

    assert (row["onset_day"], row["confirmed_day"]) == (30, 90)
    assert row["months_from_first_infusion"] == pytest.approx(90 / 30.4375, abs=1e-12)


def test_the_albumin_window_is_the_definitions() -> None:
    """0 days: only the same day."""
    limits = 'upcr = "< 0.2 mg/mg"\nalbumin = "> 3.5 g/dL"'
    table = """
        patient  | day | Up/c | albumin
        same day |  30 | 0.1  | 3.6
        next day |  30 | 0.1  |
        next day |  31 |      | 3.6
        30 days  |  30 | 0.1  |
        30 days  |  60 |      | 3.6
    """
    assert responses(only(limits, top="albumin_window_days = 0"), table) == {
        "same day": CR, "next day": OPEN, "30 days": OPEN,
    }  # fmt: skip
    assert responses(only(limits, top="albumin_window_days = 30"), table) == {
        "same day": CR, "next day": CR, "30 days": CR,
    }  # fmt: skip


def test_responses_stand_best_first() -> None:
    """The order in the file decides, not the name or the first to be reached."""
    definition = define(
        ONE
        + """
        upcr = "< 0.2 mg/mg"

        [[response]]
        name = "partial remission"
        quote = "made up"
        upcr = "< 1 mg/mg"
        """
    )
    table = """
        patient | day | Up/c
        1       |  30 | 0.5
        1       |  60 | 0.1
        2       |  30 | 0.5
    """
    assert responses(definition, table) == {"1": CR, "2": PR}

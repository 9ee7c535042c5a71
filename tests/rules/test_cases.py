"""Every published definition judges its own worked cases as its quotes require."""

from fractions import Fraction
from pathlib import Path

import pytest

from srns.cohort.errors import CaseError
from srns.cohort.quantities import ALBUMIN, DIPSTICK, PROTEIN_24H
from srns.rules.cases import Case, gather_cases, judge_cases, load_cases, parse_cases
from srns.rules.definition import Definition
from srns.rules.limits import Limit
from srns.rules.load_definition import load_definition, published

DEFINITIONS = published()


def name_of(definition: Definition) -> str:
    return definition.id


@pytest.mark.parametrize("definition", DEFINITIONS, ids=name_of)
def test_the_worked_cases_come_out_as_demanded(definition: Definition) -> None:
    judged = judge_cases(load_cases(definition.id), definition)

    wrong = judged[~judged["agrees"]]
    assert wrong.empty, wrong.to_string()


@pytest.mark.parametrize("definition", DEFINITIONS, ids=name_of)
def test_every_definition_ships_at_least_fifteen_cases_with_their_reasons(
    definition: Definition,
) -> None:
    cases = load_cases(definition.id)

    assert len(cases) >= 15
    assert len({case.name for case in cases}) == len(cases)
    assert all(case.because for case in cases)


def _missing(cases: tuple[Case, ...], limit: Limit) -> list[str]:
    """List the edges of a limit, as printed in each unit, with no case below, at or above them."""
    missing: list[str] = []
    for window in limit.printed:
        values = {
            Fraction(str(sample.value)) * limit.quantity.factor(sample.unit, window.unit)
            for case in cases
            for sample in case.samples
            if sample.quantity is limit.quantity
            and sample.value == sample.value
            and limit.window_for(sample.unit)[0] is window
        }
        for edge in window.edges:
            grades = limit.quantity is DIPSTICK
            near = Fraction(1) if grades else edge.number * Fraction("0.06")
            beside = {
                "below": any(edge.number - near <= value < edge.number for value in values),
                "at": edge.number in values,
                "above": any(edge.number < value <= edge.number + near for value in values),
            }
            if grades and edge.number == 0:
                del beside["below"]  # no grade is better than negative
            missing += [f"{where} {edge} {window.unit}" for where in beside if not beside[where]]
    return missing


@pytest.mark.parametrize("definition", DEFINITIONS, ids=name_of)
def test_the_cases_lie_just_below_at_and_just_above_every_threshold(
    definition: Definition,
) -> None:
    cases = load_cases(definition.id)
    for response in definition.responses:
        for limit in response.arms.values():
            assert not _missing(cases, limit), response.name
        if response.albumin:
            assert not _missing(cases, response.albumin), response.name


@pytest.mark.parametrize("definition", DEFINITIONS, ids=name_of)
def test_the_cases_use_censored_results_and_other_units(definition: Definition) -> None:
    samples = [sample for case in load_cases(definition.id) for sample in case.samples]

    assert any(sample.bound for sample in samples)
    assert any(sample.unit not in ("mg/mg", "g/dL") for sample in samples)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=name_of)
def test_the_cases_try_what_the_definition_asks_besides(definition: Definition) -> None:
    cases = load_cases(definition.id)
    asked = definition.responses
    if any(response.albumin for response in asked):
        lacking = [case for case in cases
                   if all(sample.quantity is not ALBUMIN for sample in case.samples)]  # fmt: skip
        assert lacking, "no case without albumin"
    if any(response.fall_from_baseline for response in asked):
        assert [case for case in cases if all(sample.day > 0 for sample in case.samples)]
        assert [case for case in cases if any(sample.day <= 0 for sample in case.samples)]
    for response in asked:
        if response.by_month is not None:
            last = int(response.by_month * 487 / 16)  # 30.4375 days
            days = {sample.day for case in cases for sample in case.samples}
            assert {last, last + 1} <= days, response.name
        if response.at_month is not None:
            at, off = int(response.at_month * 487 / 16), response.at_window_days
            days = {sample.day for case in cases for sample in case.samples}
            assert {at - off - 1, at - off, at + off, at + off + 1} <= days, response.name
        if response.occasions is not None and response.occasions > 1:
            assert any("twice" in case.name for case in cases)
        if response.days is not None:
            assert any(sample.source for case in cases for sample in case.samples), response.name
        if response.protein_24h is not None:
            units = {sample.unit for case in cases for sample in case.samples
                     if sample.quantity is PROTEIN_24H}  # fmt: skip
            assert {"mg/m²/day", "mg/m²/h", "mg/day"} <= units, response.name


def test_a_wrong_verdict_in_a_case_is_noticed() -> None:
    """Otherwise every case would agree trivially."""
    [case] = parse_cases("| at 0.2 | days 30, 60, 90: 0.2 / 3.8 | complete remission | wrong |")

    judged = judge_cases([case], load_definition("haddad_2021")).iloc[0]

    assert not judged["agrees"]
    assert judged["found"] == "unclassified"


def test_a_wrong_onset_in_a_case_is_noticed() -> None:
    [case] = parse_cases("| cr | day 30: 0.1 | complete remission from day 60 | wrong |")

    judged = judge_cases([case], load_definition("ispn_2021")).iloc[0]

    assert not judged["agrees"]
    assert judged["found"] == "complete remission from day 30"


def test_the_samples_of_a_case_reach_the_rules_as_they_were_written() -> None:
    """Unreadable results, grades, specimens, diaries and days in a row among them."""
    [case] = parse_cases(
        "| a | days 1 to 2, 5: dipstick 1+ (diary); day 9: 0.3 (first morning) / unreadable; "
        "day 9: protein 1.5 g/day / weight 30 | no response | made up |"
    )

    labs = gather_cases([case]).labs
    labs = labs.assign(value=labs["value"].fillna(-1))
    columns = ["day", "analyte", "value", "unit", "source", "specimen"]
    assert labs[columns].to_numpy().tolist() == [
        [1, "dipstick", 2, "", "diary", ""],
        [2, "dipstick", 2, "", "diary", ""],
        [5, "dipstick", 2, "", "diary", ""],
        [9, "upcr", 0.3, "mg/mg", "", "first morning"],
        [9, "albumin", -1, "g/dL", "", ""],
        [9, "protein_24h", 1.5, "g/day", "", ""],
        [9, "weight", 30, "kg", "", ""],
    ]


def test_a_definition_of_ones_own_may_have_cases_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.cases.md").write_text("| a | day 30: 0.1 | no response | why |\n", "utf-8")

    assert [case.name for case in load_cases(tmp_path / "ours.toml")] == ["a"]
    assert load_cases(tmp_path / "theirs.toml") == ()
    monkeypatch.chdir(tmp_path)
    assert [case.name for case in load_cases("ours")] == ["a"]


def test_a_table_of_cases_is_read_and_shown_as_it_was_written() -> None:
    """Whatever its second line says about alignment."""
    cases = parse_cases("""
        | case | samples | verdict | because |
        | :--- | :---: | ---: | --- |
        | with a day | day 30: 0.2 / 3.0 | partial remission from day 30 | made up |
        | without | day 30: 8 | no response | made up |
    """)

    assert [case.verdict for case in cases] == ["partial remission from day 30", "no response"]
    assert gather_cases(cases).infusions["day"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(
            "| a | day 30: 0.1 | no response |",
            "x.md, line 1: found 3 cells; expected case, samples, verdict, because. "
            "Write four cells between five bars.",
            id="a cell too few",
        ),
        pytest.param(
            "| a | day 30: 0.1 | cured | why |",
            "x.md, line 1: found the verdict 'cured'; expected one of complete remission, partial "
            "remission, no response, unclassified, not evaluable, in remission at start, "
            "followed by 'from day 30' where the onset matters.",
            id="unknown verdict",
        ),
        pytest.param(
            "| a | 30: 0.1 | no response | why |",
            "x.md, line 1: found '30: 0.1'; expected a visit such as 'days 30, 60: 0.15 / 3.8', "
            "with Up/c first and then albumin, or 'day 30: dipstick trace'.",
            id="no day",
        ),
        pytest.param(
            "| a | day 30: 0.1 g/dL | no response | why |",
            "x.md, line 1: found '0.1 g/dL'; expected Up/c as a number, with one of the units "
            "mg/mg, g/g, mg/g, mg/mmol, g/mol after it unless it is in mg/mg.",
            id="unit of albumin for Up/c",
        ),
        pytest.param(
            "| a | day 30: dipstick 5+ | no response | why |",
            "x.md, line 1: found 'dipstick 5+'; expected a dipstick of negative, trace, 1+, 2+, "
            "3+, 4+, or 'unreadable'.",
            id="no grade of the dipstick",
        ),
        pytest.param(
            "| a | day 30: protein 90 mg/dL | no response | why |",
            "x.md, line 1: found 'protein 90 mg/dL'; expected 24-hour protein as a number, with "
            "one of the units mg/m²/day, mg/m²/h, mg/day, g/day, mg/kg/day after it unless it is "
            "in mg/m²/day.",
            id="concentration for 24-hour protein",
        ),
    ],
)
def test_a_case_that_cannot_be_read_says_so(row: str, message: str) -> None:
    with pytest.raises(CaseError) as raised:
        parse_cases(row, "x.md")

    assert str(raised.value) == message

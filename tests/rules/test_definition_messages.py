"""Messages for mistakes in a definition file: the whole text, one per kind."""

from fractions import Fraction
from pathlib import Path

import pytest

from srns.cohort.errors import DefinitionError
from srns.rules.load_definition import load_definition, parse_definition

GOOD = """\
id = "ours"
name = "Ours"
source = "Nobody; made up for the tests"
version = 1
dated_by = "first"
albumin_window_days = 14

[[response]]
name = "complete remission"
quote = "Up/c < 0.2 mg/mg three times, albumin > 3.5 g/dL, a fall of 50 %"
upcr = "< 0.2 mg/mg"
albumin = "> 3.5 g/dL"
occasions = 3
albumin_at = "confirming"
fall_from_baseline = ">= 50 %"

[[response]]
name = "partial remission"
quote = "Up/c > 0.2 and <= 1.0 mg/mg"
upcr = "> 0.2 and <= 1.0 mg/mg"

[relapse]
upcr = ">= 2 mg/mg"
borrowed = "2, made up"
"""
KEYS = (
    "name, label, quote, upcr, protein_24h, dipstick, albumin, occasions, days, albumin_at, "
    "fall_from_baseline, baseline, min_days_between, max_days_between, by_month, by_week, "
    "at_month, at_week, at_window_days, borrowed, unverified"
)
TOP_KEYS = (
    "id, name, source, doi, address, wording, certainty, version, dated_by, albumin_window_days, "
    "baseline, specimen, response, relapse, unverified, notes"
)
MISTAKES = [
    pytest.param(
        "occasions = 3", "ocasions = 3",
        f"ours.toml, line 13, response 1: found the key 'ocasions'; expected only {KEYS}. "
        "Did you mean 'occasions'?",
        id="misspelt key",
    ),
    pytest.param(
        'upcr = "< 0.2', 'upc = "< 0.2',
        f"ours.toml, line 11, response 1: found the key 'upc'; expected only {KEYS}. "
        "Did you mean 'upcr'?",
        id="misspelt key that is needed is told once",
    ),
    pytest.param(
        "occasions = 3", "colour = 3",
        f"ours.toml, line 13, response 1: found the key 'colour'; expected only {KEYS}. "
        "Remove it.",
        id="unknown key",
    ),
    pytest.param(
        'upcr = "< 0.2 mg/mg"\n', "",
        "ours.toml, line 8, response 1: found no key 'upcr'; expected a limit such as "
        "'< 0.2 mg/mg'. Add upcr = \"< 0.2 mg/mg\".",
        id="no limit",
    ),
    pytest.param(
        'source = "Nobody; made up for the tests"\n', "",
        "ours.toml: found no key 'source'; expected a text. Add source = \"…\".",
        id="no source",
    ),
    pytest.param(
        'id = "ours"', "id = 7",
        "ours.toml, line 1: found id = 7; expected a text. Write it in double quotes.",
        id="number for a text",
    ),
    pytest.param(
        '"< 0.2 mg/mg"', '"< 0,2 mg/mg"',
        "ours.toml, line 11, response 1: found upcr = \"< 0,2 mg/mg\"; expected a sign, a number "
        "and a unit, such as '< 0.2 mg/mg'. Put a point instead of the comma: '< 0.2 mg/mg'.",
        id="decimal comma",
    ),
    pytest.param(
        '"< 0.2 mg/mg"', '"=< 0.2 mg/mg"',
        "ours.toml, line 11, response 1: found upcr = \"=< 0.2 mg/mg\"; expected a sign, a number "
        "and a unit, such as '< 0.2 mg/mg'. Write <=: '<= 0.2 mg/mg'.",
        id="sign turned round",
    ),
    pytest.param(
        '"< 0.2 mg/mg"', '"below 0.2 mg/mg"',
        "ours.toml, line 11, response 1: found upcr = \"below 0.2 mg/mg\"; expected a sign, a "
        "number and a unit, such as '< 0.2 mg/mg'. Write one of the signs <, <=, >, >= before the "
        "number, and the unit after it.",
        id="sign in words",
    ),
    pytest.param(
        '"< 0.2 mg/mg"', '"< 0.2"',
        "ours.toml, line 11, response 1: found upcr = \"< 0.2\"; expected a sign, a number and a "
        "unit, such as '< 0.2 mg/mg'. Add the unit: '< 0.2 mg/mg'.",
        id="no unit",
    ),
    pytest.param(
        '"< 0.2 mg/mg"', "0.2",
        "ours.toml, line 11, response 1: found upcr = 0.2; expected a text such as "
        "'< 0.2 mg/mg'. Write the sign, the number and the unit in double quotes.",
        id="number for a limit",
    ),
    pytest.param(
        '"> 3.5 g/dL"', '"> 3.5 mg/mg"',
        "ours.toml, line 12, response 1: found albumin = \"> 3.5 mg/mg\"; expected albumin in one "
        "of g/dL, g/L. Write one of these units after the number.",
        id="unit of something else",
    ),
    pytest.param(
        '"> 0.2 and <= 1.0 mg/mg"', '"> 0.2 and > 1.0 mg/mg"',
        "ours.toml, line 20, response 2: found upcr = \"> 0.2 and > 1.0 mg/mg\"; expected one "
        "lower and one upper limit. Remove one.",
        id="two limits on one side",
    ),
    pytest.param(
        '"> 0.2 and <= 1.0 mg/mg"', '"> 1.0 and <= 0.2 mg/mg"',
        "ours.toml, line 20, response 2: found upcr = \"> 1.0 and <= 0.2 mg/mg\"; expected a "
        "lower limit below the upper one. Change one of the two numbers.",
        id="no number can meet it",
    ),
    pytest.param(
        '"< 0.2 mg/mg"', '["< 0.2 mg/mg", "<= 20 mg/mmol"]',
        "ours.toml, line 11, response 1: found upcr = [\"< 0.2 mg/mg\", \"<= 20 mg/mmol\"]; "
        "expected the same signs in the same order in every unit. Write the same sign before each "
        "number.",
        id="other sign in the other unit",
    ),
    pytest.param(
        '"< 0.2 mg/mg"', '["< 0.2 mg/mg", "< 0.3 mg/mg"]',
        "ours.toml, line 11, response 1: found upcr = [\"< 0.2 mg/mg\", \"< 0.3 mg/mg\"]; "
        "expected each unit once. Remove one of the two.",
        id="one unit twice",
    ),
    pytest.param(
        '">= 50 %"', '"50 %"',
        "ours.toml, line 15, response 1: found fall_from_baseline = \"50 %\"; expected a fall such "
        "as '>= 50 %', between 0 and 100 %. Write fall_from_baseline = \">= 50 %\", or > where the "
        "number itself is not enough.",
        id="fall without a sign",
    ),
    pytest.param(
        '"confirming"', '"confirmed"',
        "ours.toml, line 14, response 1: found albumin_at = \"confirmed\"; expected 'each' or "
        "'confirming'. Did you mean 'confirming'?",
        id="unknown word",
    ),
    pytest.param(
        '"partial remission"', '"FPRE"',
        "ours.toml, line 18, response 2: found name = \"FPRE\"; expected 'complete remission' or "
        "'partial remission'. Write one of the 2.",
        id="another name for a response",
    ),
    pytest.param(
        "[relapse]",
        '[[response]]\nname = "complete remission"\nquote = "trace"\ndipstick = "<= trace"\n\n'
        "[relapse]",
        "ours.toml, line 23, response 3: found name = \"complete remission\" a second time; "
        "expected the ways of one response one after the other. Move it up to the other, or rename "
        "it.",
        id="the ways of one response apart",
    ),
    *(
        pytest.param(
            "occasions = 3", f"days = {days}",
            f"ours.toml, line 13, response 1: found days = {days}; expected a number of days such "
            "as 3, or '3 of 5'. Write days = 3 or days = \"3 of 5\".",
            id=f"days = {days}",
        )
        for days in ('"5 of 3"', "0", "2.5", '"three"', "true")
    ),
    pytest.param(
        "occasions = 3", 'dipstick = "<= 5+"',
        "ours.toml, line 13, response 1: found dipstick = \"<= 5+\"; expected a sign and a grade, "
        "such as '<= trace' or '>= 3+'. The grades are negative, trace, 1+, 2+, 3+, 4+.",
        id="no grade of the dipstick",
    ),
    pytest.param(
        "occasions = 3", 'dipstick = "trace"',
        "ours.toml, line 13, response 1: found dipstick = \"trace\"; expected a sign and a grade, "
        "such as '<= trace' or '>= 3+'. The grades are negative, trace, 1+, 2+, 3+, 4+.",
        id="a grade without a sign",
    ),
    pytest.param(
        "occasions = 3", 'dipstick = ">= 3+ and <= 1+"',
        "ours.toml, line 13, response 1: found dipstick = \">= 3+ and <= 1+\"; expected a lower "
        "limit below the upper one. Change one of the two numbers.",
        id="grades that no strip meets",
    ),
    pytest.param(
        "occasions = 3", "dipstick = 1",
        "ours.toml, line 13, response 1: found dipstick = 1; expected a sign and a grade, such as "
        "'<= trace' or '>= 3+'. Write one limit, or two joined by 'and'.",
        id="a number for a grade",
    ),
    pytest.param(
        "occasions = 3", 'protein_24h = "< 100 mg/mg"',
        "ours.toml, line 13, response 1: found protein_24h = \"< 100 mg/mg\"; expected 24-hour "
        "protein in one of mg/m²/day, mg/m²/h, mg/day, g/day, mg/kg/day. Write one of these units "
        "after the number.",
        id="a unit of Up/c for 24-hour protein",
    ),
    pytest.param(
        "occasions = 3", "by_week = 52\nat_week = 52",
        "ours.toml, line 8, response 1: found no key 'at_month'; expected either a deadline (by_…) "
        "or a time (at_…). Remove one.",
        id="by and at together",
    ),
    pytest.param(
        "occasions = 3", "at_month = 6\nat_week = 26",
        "ours.toml, line 14, response 1: found at_week = 26; expected either at_month or at_week. "
        "Remove one of the two.",
        id="at a month and at a week",
    ),
    pytest.param(
        "occasions = 3", "at_week = 52\nat_window_days = -1",
        "ours.toml, line 14, response 1: found at_window_days = -1; expected a whole number, 0 or "
        "more. Write a whole number without quotes.",
        id="a window below 0",
    ),
    pytest.param(
        "version = 1", 'version = 1\nspecimen = "morning"',
        "ours.toml, line 5: found specimen = \"morning\"; expected '', 'first morning', '24 h' or "
        "'random'. Did you mean 'first morning'?",
        id="unknown specimen",
    ),
    pytest.param(
        "occasions = 3", "occasions = true",
        "ours.toml, line 13, response 1: found occasions = true; expected a whole number, 1 or "
        "more. Write a whole number without quotes.",
        id="no whole number",
    ),
    pytest.param(
        'borrowed = "2, made up"', 'borrowed = "2, made up"\noccasions = 0',
        "ours.toml, line 25, relapse: found occasions = 0; expected a whole number, 1 or more. "
        "Write a whole number without quotes.",
        id="a relapse on no occasion",
    ),
    pytest.param(
        "occasions = 3", "by_month = -1",
        "ours.toml, line 13, response 1: found by_month = -1; expected a number above 0. "
        "Write it without quotes.",
        id="a month below 0",
    ),
    *(
        pytest.param(
            "occasions = 3", f"by_month = {month}",
            f"ours.toml, line 13, response 1: found by_month = {month}; expected a number above "
            "0. Write it without quotes.",
            id=f"month {month}",
        )
        for month in ("0", "inf")
    ),
    *(
        pytest.param(
            '">= 50 %"', f'"{fall}"',
            f'ours.toml, line 15, response 1: found fall_from_baseline = "{fall}"; expected a '
            "fall such as '>= 50 %', between 0 and 100 %. Write fall_from_baseline = "
            f'"{written}", or > where the number itself is not enough.',
            id=f"a fall of {fall}",
        )
        for fall, written in ((">= 0 %", ">= 50 %"), (">= 100 %", ">= 50 %"), ("half", ">= 50 %"),
                              ("99 percent", ">= 99 %"), ("0.5 percent", ">= 0.5 %"),
                              ("40 percent", ">= 40 %"))
    ),
    pytest.param(
        "version = 1", 'version = 1\ncolours = ["red"]',
        f"ours.toml, line 5: found the key 'colours'; expected only {TOP_KEYS}. Remove it.",
        id="a list that is no section",
    ),
    pytest.param(
        'borrowed = "2, made up"\n', "borrowed =",
        "ours.toml, line 24: found 'borrowed =', which is not TOML; expected a line such as "
        'key = "text" or key = 3. Close every quote and bracket, and compare the line with a '
        "published definition.",
        id="a file that ends too early",
    ),
    pytest.param(
        "occasions = 3", "by_month = 12\nby_week = 52",
        "ours.toml, line 14, response 1: found by_week = 52; expected either by_month or by_week. "
        "Remove one of the two.",
        id="month and week",
    ),
    pytest.param(
        "occasions = 3", "min_days_between = 30\nmax_days_between = 7",
        "ours.toml, line 14, response 1: found max_days_between = 7; expected at least the "
        "min_days_between, 30. No two visits can be both: change one.",
        id="spacing that cannot be",
    ),
    pytest.param(
        "[relapse]", "[relaps]",
        f"ours.toml, line 22: found the key 'relaps'; expected only {TOP_KEYS}. "
        "Did you mean 'relapse'?",
        id="misspelt section",
    ),
    pytest.param(
        'name = "Ours"', "name = Ours",
        "ours.toml, line 2: found 'name = Ours', which is not TOML; expected a line such as "
        'key = "text" or key = 3. Put the text in double quotes.',
        id="text without quotes",
    ),
    pytest.param(
        'name = "Ours"', "name = “Ours”",
        "ours.toml, line 2: found 'name = “Ours”', which is not TOML; expected a line such as "
        'key = "text" or key = 3. Write straight quotes: "…".',
        id="quotes of a word processor",
    ),
    pytest.param(
        'name = "Ours"', 'name = "Ours',
        "ours.toml, line 2: found 'name = \"Ours', which is not TOML; expected a line such as "
        'key = "text" or key = 3. Close every quote and bracket, and compare the line with a '
        "published definition.",
        id="a quote not closed",
    ),
    pytest.param(
        "version = 1", "version = 1,5",
        "ours.toml, line 4: found 'version = 1,5', which is not TOML; expected a line such as "
        'key = "text" or key = 3. Write a point instead of the comma.',
        id="comma in a bare number",
    ),
    pytest.param(
        "version = 1", "version = 1 st",
        "ours.toml, line 4: found 'version = 1 st', which is not TOML; expected a line such as "
        'key = "text" or key = 3. Put the number and its unit in double quotes.',
        id="bare number with a unit",
    ),
    pytest.param(
        "version = 1", "version = 1\nversion = 2",
        "ours.toml, line 5: found 'version = 2' a second time; expected each key once in a "
        "section. Remove one of the two.",
        id="a key twice",
    ),
]  # fmt: skip


def complaints(text: str | bytes) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        parse_definition(text, "ours.toml")
    assert [mistake.message for mistake in raised.value.mistakes] == str(raised.value).splitlines()
    return str(raised.value).splitlines()


@pytest.mark.parametrize(("good", "bad", "message"), MISTAKES)
def test_each_mistake_is_told_with_its_line(good: str, bad: str, message: str) -> None:
    assert good in GOOD
    assert complaints(GOOD.replace(good, bad, 1)) == [message]


def test_the_ways_of_one_response_may_stand_one_after_the_other() -> None:
    """A dipstick on three days beside an Up/c of one visit."""
    way = (
        '[[response]]\nname = "complete remission"\nquote = "a"\ndipstick = "<= trace"\ndays = 3\n'
    )
    twice = GOOD.replace('[[response]]\nname = "partial', way + '\n[[response]]\nname = "partial')

    found = parse_definition(twice)
    assert [each.name for each in found.responses] == [
        "complete remission", "complete remission", "partial remission",
    ]  # fmt: skip
    assert found.response_names == ("complete remission", "partial remission")
    assert found.responses[1].days == (3, 3)
    assert found.responses[1].occasions is None


def test_the_definition_that_is_spoilt_is_good() -> None:
    assert len(parse_definition(GOOD).responses) == 2


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines() -> None:
    spoilt = (
        GOOD.replace("version = 1", 'version = "one"')
        .replace('< 0.2 mg/mg"\nalb', '< 0.2 mg/dL"\nalb')
        .replace("occasions = 3", "occasions = 0")
        .replace('upcr = ">= 2 mg/mg"\n', "")
    )

    assert complaints(spoilt) == [
        'ours.toml, line 4: found version = "one"; expected a whole number, 1 or more. '
        "Write a whole number without quotes.",
        'ours.toml, line 11, response 1: found upcr = "< 0.2 mg/dL"; expected Up/c in one of '
        "mg/mg, g/g, mg/g, mg/mmol, g/mol. Write one of these units after the number.",
        "ours.toml, line 13, response 1: found occasions = 0; expected a whole number, 1 or more. "
        "Write a whole number without quotes.",
        "ours.toml, line 22, relapse: found no key 'upcr'; expected a limit such as "
        "'>= 2 mg/mg'. Add upcr = \">= 2 mg/mg\".",
    ]


@pytest.mark.parametrize("swapped", [False, True])
def test_they_are_told_in_the_order_of_the_lines_whatever_order_that_is(swapped: bool) -> None:
    lines = ["version = 1.5", 'dated_by = "middle"']
    spoilt = GOOD.replace(
        'version = 1\ndated_by = "first"', "\n".join(reversed(lines) if swapped else lines)
    )

    found = [message.split("; ")[0] for message in complaints(spoilt)]
    assert found == [
        f"ours.toml, line {number}: found {line}"
        for number, line in enumerate(reversed(lines) if swapped else lines, 4)
    ]


def test_what_is_missing_and_has_no_line_is_told_first() -> None:
    spoilt = GOOD.replace('id = "ours"', "id = 1").replace(
        'source = "Nobody; made up for the tests"\n', ""
    )

    assert [message.split("; ")[0] for message in complaints(spoilt)] == [
        "ours.toml: found no key 'source'",
        "ours.toml, line 1: found id = 1",
    ]


def test_another_name_for_the_section_is_one_mistake() -> None:
    spoilt = GOOD.replace("[[response]]", "[[answer]]")

    assert complaints(spoilt) == [
        f"ours.toml, line 8: found the key 'answer'; expected only {TOP_KEYS}. "
        "Did you mean 'response'?"
    ]


def test_lines_are_counted_past_a_text_of_several_lines() -> None:
    notes = 'notes = """one\nupcr = not a key\n[[response]]\nlast"""\n'
    spoilt = (notes + GOOD).replace("occasions = 3", "occasions = 0")

    assert complaints(spoilt)[0].startswith("ours.toml, line 17, response 1: found occasions = 0")


def test_the_quotes_that_stand_first_open_a_text_of_several_lines() -> None:
    notes = "notes = '''say \"\"\" once\nupcr = not a key\n[[response]]\nlast'''\n"
    spoilt = (notes + GOOD).replace("occasions = 3", "occasions = 0")

    assert complaints(spoilt)[0].startswith("ours.toml, line 17, response 1: found occasions = 0")


@pytest.mark.parametrize("percent", ["0.5", "1", "50", "99", "99.5"])
def test_a_fall_lies_between_0_and_100_percent(percent: str) -> None:
    found = parse_definition(GOOD.replace(">= 50 %", f">= {percent} %"))

    assert f"{found.responses[0].fall_from_baseline} %" == f"≥ {percent} %"


@pytest.mark.parametrize("month", ["0.5", "1", "12"])
def test_a_month_may_be_any_number_above_0(month: str) -> None:
    found = parse_definition(GOOD.replace("occasions = 3", f"by_month = {month}"))

    assert found.responses[0].by_month == Fraction(month)


@pytest.mark.parametrize("responses", ["[]", '["complete remission"]', "3"])
def test_responses_that_are_no_sections_are_refused(responses: str) -> None:
    top = GOOD.split("[[response]]")[0]

    assert complaints(f"{top}response = {responses}\n") == [
        f"ours.toml, line 8: found response = {responses}; expected at least one [[response]]. "
        "Write [[response]] above its keys."
    ]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("min_days_between = 0", (0, None)),
        ("min_days_between = 1", (1, None)),
        ("max_days_between = 1", (0, 1)),
        ("min_days_between = 28\nmax_days_between = 28", (28, 28)),
    ],
)
def test_occasions_may_be_spaced_by_any_days_that_can_be(
    keys: str, expected: tuple[int, int | None]
) -> None:
    found = parse_definition(GOOD.replace("occasions = 3", keys)).responses[0]

    assert (found.min_days_between, found.max_days_between) == expected


@pytest.mark.parametrize(
    ("key", "least"), [("min_days_between", 0), ("max_days_between", 1), ("occasions", 1),
                       ("version", 1), ("albumin_window_days", 0)],
)  # fmt: skip
def test_a_whole_number_below_the_least_is_refused(key: str, least: int) -> None:
    kept = [line for line in GOOD.splitlines() if not line.startswith(key)]
    place = 0 if key in ("version", "albumin_window_days") else kept.index("[[response]]") + 1
    spoilt = "\n".join([*kept[:place], f"{key} = {least - 1}", *kept[place:]])

    (message,) = complaints(spoilt)
    assert f"found {key} = {least - 1}; expected a whole number, {least} or more." in message
    assert parse_definition(spoilt.replace(f"{key} = {least - 1}", f"{key} = {least}"))


def test_a_workbook_is_no_definition() -> None:
    assert complaints(b"PK\x03\x04\xff\xfe") == [
        "ours.toml: found bytes that are not text; expected a definition file in TOML, saved as "
        "UTF-8. Choose the file that ends in .toml; a workbook is not a definition."
    ]


def test_a_file_saved_by_notepad_is_read() -> None:
    assert parse_definition(b"\xef\xbb\xbf" + GOOD.encode()).id == "ours"


def test_a_definition_nobody_published_is_told_with_the_nearest() -> None:
    with pytest.raises(DefinitionError) as raised:
        load_definition("kdigo_2024")

    message = str(raised.value)
    assert message.startswith(
        "found no definition 'kdigo_2024'; expected one of aap_2009, adult_conventional,"
    )
    assert message.endswith("or the path of a TOML file. Did you mean 'kdigo_2025'?")


def test_a_definition_of_ones_own_may_have_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path)

    assert load_definition("mine").id == "ours"
    assert load_definition("haddad_2021").id == "haddad_2021"


def test_a_folder_is_no_definition(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="found no definition"):
        load_definition(tmp_path)

"""The definitions match their quotes, and a broken definition file says how to fix it."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from srns.cohort.errors import DefinitionError
from srns.cohort.quantities import DIPSTICK
from srns.rules.definition import Definition, Relapse, Response
from srns.rules.load_definition import PUBLISHED, load_definition, parse_definition, published
from tests.rules.made_up import define, write

METHODS = Path(__file__).with_name("haddad_2021_methods.txt")
WORDS = {"one": 1, "first": 1, "two": 2, "three": 3}


def _numbers(text: str) -> set[Fraction]:
    """Return the numbers in a text, also those in words; 7390 in PMC7390 is not one."""
    digits = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])", text.replace("–", " "))  # 3 of 3+ too
    words = [WORDS[word] for word in re.findall(r"\w+", text.casefold()) if word in WORDS]
    return {*map(Fraction, digits), *map(Fraction, words)}


def _joined(text: str) -> str:
    return "".join(text.split())


def _asked(said: Response | Relapse) -> set[Fraction]:
    """Return every number that decides a verdict."""
    limits = list(said.arms.values())
    numbers = {Fraction(days) for days in (said.min_days_between, said.max_days_between) if days}
    if said.occasions is not None and said.occasions > 1:
        numbers.add(Fraction(said.occasions))
    numbers |= {Fraction(days) for days in said.days or ()}
    if isinstance(said, Response):
        limits += [said.albumin] if said.albumin else []
        numbers |= {said.fall_from_baseline.number} if said.fall_from_baseline else set()
        numbers |= _numbers(said.by or "") | _numbers(said.at or "")
        numbers |= {Fraction(2)} if said.fall_from_baseline and said.baseline != "last" else set()
    return numbers | {
        number
        for limit in limits
        for window in limit.printed
        for edge in window.edges
        for number in ([edge.number] if limit.quantity is not DIPSTICK else _numbers(edge.printed))
    }


@pytest.mark.parametrize("definition", published(), ids=lambda definition: definition.id)
def test_every_number_that_decides_stands_in_the_quote_or_in_a_remark(
    definition: Definition,
) -> None:
    for said in (*definition.responses, *([definition.relapse] if definition.relapse else [])):
        written = " ".join(filter(None, (said.quote, said.borrowed, said.unverified)))
        assert _asked(said) <= _numbers(written), said


@pytest.mark.parametrize("definition", published(), ids=lambda definition: definition.id)
def test_every_number_of_a_limit_stands_in_the_words(definition: Definition) -> None:
    for said in (*definition.responses, *([definition.relapse] if definition.relapse else [])):
        two = {Fraction(2)}  # "the mean of the last two" is in words
        assert _asked(said) <= _numbers(said.words) | two, said


@pytest.mark.parametrize("definition", published(), ids=lambda definition: definition.id)
def test_every_published_definition_says_where_its_words_were_read(definition: Definition) -> None:
    assert definition.certainty or "was not opened" in (definition.unverified or "")
    assert definition.doi or definition.address
    assert definition.notes


def test_a_number_that_nobody_quoted_is_noticed() -> None:
    """Otherwise the test above would pass for every file."""
    [response] = define(
        '[[response]]\nname = "complete remission"\nquote = "below 0.2"\nupcr = "< 0.3 mg/mg"'
    ).responses

    assert not _asked(response) <= _numbers(response.quote)


@pytest.mark.parametrize("identifier", ["haddad_2021", "haddad_2021_closed"])
def test_the_quotes_of_haddad_stand_in_the_paper(identifier: str) -> None:
    paper = _joined(METHODS.read_text("utf-8"))

    for response in load_definition(identifier).responses:
        assert _joined(response.quote) in paper


@pytest.mark.parametrize("definition", published(), ids=lambda definition: definition.id)
def test_a_definition_that_nobody_verified_says_so(definition: Definition) -> None:
    """A limit of relapse without a quote says where it was borrowed."""
    if definition.relapse:
        assert definition.relapse.quote or definition.relapse.borrowed or definition.unverified


def test_the_published_definitions_are_found_by_their_ids() -> None:
    ids = [definition.id for definition in published()]

    assert {"haddad_2021", "haddad_2021_closed"} <= set(ids)
    assert len(set(ids)) == len(ids)
    assert ids == [path.stem for path in sorted(PUBLISHED.glob("*.toml"))]


def test_a_definition_of_ones_own_is_loaded_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    text = (PUBLISHED / "haddad_2021.toml").read_text("utf-8")
    path.write_text(text.replace('id = "haddad_2021"', 'id = "ours"'), "utf-8")

    assert load_definition(path).id == "ours"
    assert load_definition(str(path)).responses == load_definition("haddad_2021").responses


def test_the_hash_is_of_the_file() -> None:
    one = define('[[response]]\nname = "complete remission"\nquote = "0.2"\nupcr = "< 0.2 mg/mg"')
    other = define('[[response]]\nname = "complete remission"\nquote = "0.2"\nupcr = "< 0.3 mg/mg"')

    assert re.fullmatch(r"[0-9a-f]{64}", one.sha256)
    assert one.sha256 != other.sha256


GOOD = write(
    """
[[response]]
name = "complete remission"
quote = "Up/c < 0.2 mg/mg with albumin > 3.5 g/dL three times"
upcr = "< 0.2 mg/mg"
albumin = "> 3.5 g/dL"
occasions = 3
albumin_at = "confirming"
fall_from_baseline = ">= 50 %"

[relapse]
upcr = ">= 2 mg/mg"
occasions = 1
borrowed = "made up"
"""
)


@pytest.mark.parametrize(
    ("found", "instead", "named"),
    [
        pytest.param("upcr = \"< ", "upc = \"< ", ["upc", "upcr"], id="unknown key"),
        pytest.param("occasions = 3", "ocasions = 3", ["ocasions", "occasions"], id="misspelt key"),
        pytest.param("dated_by", "dated_on", ["dated_on", "dated_by"], id="unknown key on top"),
        pytest.param("borrowed", "lent", ["lent", "borrowed"], id="unknown key in relapse"),
        pytest.param("0.2 mg/mg\"", "0.2 mg/dL\"", ["upcr", "mg/dL", "mg/mg"], id="bad unit"),
        pytest.param("0.2 mg/mg\"", "0.2\"", ["upcr", "< 0.2"], id="no unit"),
        pytest.param("3.5 g/dL\"", "3.5 mg/mg\"", ["albumin", "mg/mg", "g/L"], id="wrong unit"),
        pytest.param('"< 0.2', '"= 0.2', ["upcr", "= 0.2"], id="bad sign"),
        pytest.param('"< 0.2', '"=< 0.2', ["upcr", "=< 0.2"], id="sign turned round"),
        pytest.param('"< 0.2', '"below 0.2', ["upcr", "below 0.2"], id="sign in words"),
        pytest.param('"< 0.2', '"< 0,2', ["upcr", "< 0,2"], id="decimal comma"),
        pytest.param('"< 0.2 mg/mg"', "0.2", ["upcr", "0.2"], id="number without sign"),
        pytest.param('"< 0.2 mg/mg"', "[]", ["upcr"], id="empty list"),
        pytest.param('"< 0.2 mg/mg"', '"< 0.2 and < 0.3 mg/mg"', ["upcr", "0.3"], id="one side"),
        pytest.param('"< 0.2 mg/mg"', '["< 0.2 mg/mg", "<= 20 mg/mmol"]', ["upcr", "<= 20"],
                     id="another sign in the other unit"),
        pytest.param('"< 0.2 mg/mg"', '["< 0.2 mg/mg", "< 0.3 mg/mg"]', ["upcr", "0.3"],
                     id="one unit twice"),
        pytest.param('id = "made_up"', "", ["id"], id="missing id"),
        pytest.param('id = "made_up"', "id = 7", ["id", "7"], id="id is no text"),
        pytest.param('"complete remission"', '"cured"', ["cured", "complete remission"],
                     id="unknown response name"),
        pytest.param("occasions = 3", "occasions = 0", ["occasions", "0"], id="occasions 0"),
        pytest.param("occasions = 3", "occasions = 2.5", ["occasions", "2.5"], id="half occasions"),
        pytest.param("occasions = 3", "occasions = true", ["occasions", "rue"], id="true"),
        pytest.param("occasions = 3", 'occasions = "3"', ["occasions", "3"], id="text"),
        pytest.param('"confirming"', '"last"', ["albumin_at", "last", "each"], id="albumin_at"),
        pytest.param('"first"', '"second"', ["dated_by", "second", "first"], id="dated_by"),
        pytest.param("_days = 14", "_days = -1", ["albumin_window_days", "-1"], id="window"),
        pytest.param('">= 50 %"', '"50 %"', ["fall_from_baseline", "50 %"], id="fall unsigned"),
        pytest.param('">= 50 %"', '">= 50"', ["fall_from_baseline", ">= 50"], id="fall no percent"),
        pytest.param('">= 50 %"', '"<= 50 %"', ["fall_from_baseline", "<= 50"], id="fall below"),
        pytest.param("version = 1", 'version = "1"', ["version", "1"], id="version in text"),
        pytest.param("[[response]]", "[[answer]]", ["response"], id="no response"),
        pytest.param('quote = "Up', 'quote = "" # "Up', ["quote"], id="empty quote"),
        pytest.param('name = "complete', "name = complete", ["TOML"], id="not TOML"),
        pytest.param("occasions = 3", "by_month = 0", ["by_month", "0"], id="month 0"),
        pytest.param("occasions = 3", "by_month = nan", ["by_month"], id="month nan"),
        pytest.param("occasions = 3", "occasions = 3\nmax_days_between = 0",
                     ["max_days_between", "0"], id="max days 0"),
    ],
)  # fmt: skip
def test_a_broken_definition_says_where_what_and_how_to_mend_it(
    found: str, instead: str, named: list[str]
) -> None:
    assert found in GOOD

    with pytest.raises(DefinitionError) as raised:
        parse_definition(GOOD.replace(found, instead, 1), "ours.toml")

    message = str(raised.value)
    assert message.startswith("ours.toml")
    assert "found" in message
    assert "expected" in message
    assert message.endswith((".", "?"))
    assert all(words in message for words in named), message
    assert "\n" not in message
    assert not re.search(r"KeyError|NoneType|Traceback|NaN|dtype", message)


def test_the_good_definition_is_read() -> None:
    """Otherwise every broken one would be refused trivially."""
    assert parse_definition(GOOD).responses[0].occasions == 3


def test_the_ways_of_one_response_stand_one_after_the_other() -> None:
    """A response may be named twice in a row, as ISPN 2021 has it, but not apart."""
    response = GOOD[GOOD.index("[[response]]") : GOOD.index("[relapse]")]
    partial = response.replace("complete", "partial").replace(">= 50 %", ">= 40 %")

    in_a_row = parse_definition(GOOD.replace("[relapse]", f"{response}\n{partial}\n[relapse]"))
    assert in_a_row.response_names == ("complete remission", "partial remission")
    with pytest.raises(DefinitionError, match="complete remission"):
        parse_definition(
            GOOD.replace("[relapse]", f"{partial}\n{response}\n[relapse]"), "ours.toml"
        )


def test_an_unknown_definition_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DefinitionError, match=r"haddad_2012.*haddad_2021"):
        load_definition("haddad_2012")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")

    with pytest.raises(DefinitionError, match=r"workbook\.xlsx"):
        load_definition(path)

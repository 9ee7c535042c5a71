"""What programs read, and what is hashed or stored, is the same in every language."""

import pytest

import srns
from srns.cli import main
from srns.languages.current import current_language, find_language_by, language, use_language
from srns.languages.messages import _, ngettext, pgettext
from tests.dashboard.app_driver import PAPER

COMMANDS = {
    "classify": ("classify", PAPER, "--format", "json"),
    "classify as text": ("classify", PAPER),
    "check": ("check", PAPER, "--format", "json"),
    "summary": ("summary", PAPER, "--by", "histology", "--format", "json"),
    "summary as text": ("summary", PAPER, "--by", "histology"),
    "ard": ("ard", PAPER, "--part", "table1"),
    "definition": ("definitions", "haddad_2021"),
}


def said(capsys, arguments):
    main(list(map(str, arguments)))
    return capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_writes_the_same(name, capsys):
    english = said(capsys, COMMANDS[name])

    with language("de"):
        assert said(capsys, COMMANDS[name]) == english


def test_tables_and_numbers_of_a_panel_keep_their_keys():
    reading = srns.load_haddad2021()
    panels = ("response", "verdicts", "recorded_vs_computed", "definition_matrix", "flow")
    english = [srns.panel(srns.view(reading), name) for name in panels]

    with language("de"):
        others = [srns.panel(srns.view(reading), name) for name in panels]

    for one, other in zip(english, others, strict=True):
        assert one.table.equals(other.table)
        assert one.numbers.equals(other.numbers)
        assert one.title == other.title


def test_a_message_that_is_not_translated_is_shown_in_english():
    with language("de"):
        assert _("a sentence that is no message") == "a sentence that is no message"
        assert ngettext("{n} thing", "{n} things", 2) == "{n} things"
        assert pgettext("somewhere", "no message") == "no message"


def test_a_language_ends_with_its_block():
    with language("fr"):
        with language("zh"):
            assert current_language() == "zh"
        assert current_language() == "fr"
    assert current_language() == "en"


def test_where_none_was_chosen_the_application_is_asked_until_it_knows(monkeypatch):
    monkeypatch.setattr("srns.languages.current._finders", [])
    answers = [None, "es"]
    find_language_by(lambda: answers.pop(0))
    use_language(None)

    assert [current_language(), current_language(), current_language()] == ["en", "es", "es"]
    use_language(None)
